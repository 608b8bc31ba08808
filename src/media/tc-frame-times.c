/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The times of a fake camera's frames, in thousandths of a frame since 1970.
 */
#include "tc-frame-times.h"

#include "tc-limits.h"

/* Thousandths of a frame by which a camera is behind the one of the next lower number. */
#define PHASE_STEP 619

static gint64
get_phase (guint camera)
{
  return (gint64) camera * PHASE_STEP % 1000;
}

/* Seconds and the rest apart: the product of both would not fit. */
gint64
tc_frame_times_count (guint camera, guint fps_milli, gint64 now_us)
{
  g_assert (fps_milli > 0 && now_us >= 0);
  gint64 milli = now_us / TC_US_PER_S * fps_milli + now_us % TC_US_PER_S * fps_milli / TC_US_PER_S;

  return (milli - get_phase (camera)) / 1000;
}

gint64
tc_frame_times_taken_us (guint camera, guint fps_milli, gint64 count)
{
  g_assert (fps_milli > 0 && count >= 0);
  gint64 milli = count * 1000 + get_phase (camera);
  gint64 rest = milli % fps_milli;

  /* Rounded up: at that microsecond the frame is there. */
  return milli / fps_milli * TC_US_PER_S + (rest * TC_US_PER_S + fps_milli - 1) / fps_milli;
}

gint64
tc_frame_times_age_us (guint camera, guint fps_milli, guint frame, gint64 cycle, gint64 now_us)
{
  g_assert (cycle > 0);
  gint64 newest = tc_frame_times_count (camera, fps_milli, now_us);
  gint64 since = (newest % cycle - frame % cycle + cycle) % cycle;

  return now_us - tc_frame_times_taken_us (camera, fps_milli, newest - since);
}
