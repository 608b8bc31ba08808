/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether something moves; see the header.
 */
#include "tc-motion-meter.h"

/* So many slices until what counts as still has grown to e times as much: an hour or so. */
#define RISE_PART 4096

static gboolean
is_surely_still (const TcMotionMeter *self)
{
  return self->slice_bytes * TC_MOTION_STILL_PART <=
         self->key_bytes * (gint64) self->slice_pictures;
}

static void
end_slice (TcMotionMeter *self)
{
  gint64 rate = self->slice_bytes * 1000 * G_USEC_PER_SEC / self->slice_us;
  gint64 least = (gint64) TC_MOTION_BYTES_MIN * 1000;
  gboolean moves;

  if (!self->still || rate < self->still)
    self->still = MAX (rate, 1);
  else
    self->still += self->still / RISE_PART;
  self->seen_us += self->slice_us;
  moves = rate > TC_MOTION_TIMES * self->still && rate > self->still + least;
  if (moves)
    self->moved_us += self->slice_us;
  self->believed_us = moves || is_surely_still (self) ? TC_MOTION_BELIEVED_US
                                                      : MAX (self->believed_us - self->slice_us, 0);
  self->slice_us = self->slice_bytes = 0;
  self->slice_pictures = 0;
}

void
tc_motion_meter_put (TcMotionMeter *self, const TcAccessUnit *unit)
{
  if (unit->codec == TC_CODEC_MJPEG)
    return;
  if (unit->key) {
    self->key_bytes = (gint64) g_bytes_get_size (unit->bytes);
    return;
  }
  self->slice_bytes += (gint64) g_bytes_get_size (unit->bytes);
  self->slice_pictures++;
  self->slice_us += unit->duration_us;
  if (self->slice_us >= TC_MOTION_SLICE_US)
    end_slice (self);
}

gint64
tc_motion_meter_take (TcMotionMeter *self)
{
  gboolean known = self->seen_us > 0 && self->believed_us > 0;
  gint64 share_pm = known ? self->moved_us * 1000 / self->seen_us : -1;

  self->seen_us = self->moved_us = 0;
  return share_pm;
}
