/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Spans on a timeline; see the header.
 */
#include "tc-replay-spans.h"

#define SPANS_TYPE "a(xx)"
#define MOTION_TYPE "a(xxq)"
/* Movements that are nearer to each other are one. */
#define APART_US ((gint64) 1 * G_USEC_PER_SEC)
#define UNTOLD_US_MIN ((gint64) 3 * G_USEC_PER_SEC)

static const TcCameraReplaySpan *
get_span (const GArray *spans, guint i)
{
  return &g_array_index (spans, TcCameraReplaySpan, i);
}

GArray *
tc_replay_spans_read (GVariant *value, const char *name)
{
  g_autoptr (GVariant) list = g_variant_lookup_value (value, name, G_VARIANT_TYPE (SPANS_TYPE));
  GArray *spans = list ? g_array_new (FALSE, FALSE, sizeof (TcCameraReplaySpan)) : NULL;
  TcCameraReplaySpan span;
  GVariantIter iter;

  if (!list)
    return NULL;
  g_variant_iter_init (&iter, list);
  while (g_variant_iter_next (&iter, "(xx)", &span.from_us, &span.until_us))
    if (span.until_us > span.from_us)
      g_array_append_val (spans, span);
  return spans;
}

gboolean
tc_replay_spans_cover (const GArray *spans, gint64 at_us)
{
  for (guint i = 0; i < spans->len; i++)
    if (at_us >= get_span (spans, i)->from_us && at_us < get_span (spans, i)->until_us)
      return TRUE;
  return FALSE;
}

gboolean
tc_replay_spans_touch (const GArray *spans, gint64 from_us, gint64 until_us)
{
  for (guint i = 0; i < spans->len; i++)
    if (get_span (spans, i)->from_us < until_us && get_span (spans, i)->until_us > from_us)
      return TRUE;
  return FALSE;
}

gint64
tc_replay_spans_next (const GArray *spans, gint64 at_us)
{
  for (guint i = 0; i < spans->len; i++)
    if (get_span (spans, i)->from_us > at_us)
      return get_span (spans, i)->from_us;
  return 0;
}

gboolean
tc_replay_spans_leave (const GArray *spans, gint64 from_us, gint64 until_us, gint64 gap_us)
{
  gint64 at_us = from_us;

  for (guint i = 0; i < spans->len; i++) {
    if (MIN (get_span (spans, i)->from_us, until_us) - at_us > gap_us)
      return TRUE;
    at_us = MAX (at_us, get_span (spans, i)->until_us);
  }
  return until_us - at_us > gap_us;
}

/* ---- motion ---- */

static const TcCameraReplayMotion *
get_motion (const GArray *motion, guint i)
{
  return &g_array_index (motion, TcCameraReplayMotion, i);
}

GArray *
tc_replay_motion_read (GVariant *value)
{
  g_autoptr (GVariant)
      list = g_variant_lookup_value (value, "motion", G_VARIANT_TYPE (MOTION_TYPE));
  GArray *motion = g_array_new (FALSE, FALSE, sizeof (TcCameraReplayMotion));
  TcCameraReplayMotion one;
  GVariantIter iter;
  guint16 share_pm;

  if (!list)
    return motion;
  g_variant_iter_init (&iter, list);
  while (g_variant_iter_next (&iter, "(xxq)", &one.from_us, &one.until_us, &share_pm)) {
    one.share_pm = MIN (share_pm, 1000);
    if (one.until_us > one.from_us)
      g_array_append_val (motion, one);
  }
  return motion;
}

/* What is shorter is between two segments. */
static void
add_untold (GArray *untold, gint64 from_us, gint64 until_us)
{
  TcCameraReplaySpan span = {from_us, until_us};

  if (until_us - from_us > UNTOLD_US_MIN)
    g_array_append_val (untold, span);
}

GArray *
tc_replay_motion_list_untold (const GArray *spans, const GArray *motion)
{
  GArray *untold = g_array_new (FALSE, FALSE, sizeof (TcCameraReplaySpan));
  guint next = 0;

  for (guint i = 0; i < spans->len; i++) {
    const TcCameraReplaySpan *span = get_span (spans, i);
    gint64 at_us = span->from_us;

    for (; next < motion->len; next++) {
      const TcCameraReplayMotion *one = get_motion (motion, next);

      if (one->from_us >= span->until_us)
        break;
      add_untold (untold, at_us, one->from_us);
      at_us = MAX (at_us, one->until_us);
    }
    add_untold (untold, at_us, span->until_us);
  }
  return untold;
}

const TcCameraReplayMotion *
tc_replay_motion_find (const GArray *motion, gint64 at_us)
{
  for (guint i = 0; i < motion->len; i++)
    if (at_us >= get_motion (motion, i)->from_us && at_us < get_motion (motion, i)->until_us)
      return get_motion (motion, i);
  return NULL;
}

/* Whether what moves in the @i-th begins with it. */
static gboolean
begins_to_move (const GArray *motion, guint i)
{
  const TcCameraReplayMotion *one = get_motion (motion, i);
  const TcCameraReplayMotion *before = i > 0 ? one - 1 : NULL;

  return one->share_pm >= TC_CAMERA_REPLAY_MOVES_PM &&
         (!before || before->share_pm < TC_CAMERA_REPLAY_MOVES_PM ||
          one->from_us - before->until_us > APART_US);
}

gint64
tc_replay_motion_next (const GArray *motion, gint64 at_us)
{
  for (guint i = 0; i < motion->len; i++)
    if (begins_to_move (motion, i) && get_motion (motion, i)->from_us > at_us)
      return get_motion (motion, i)->from_us;
  return 0;
}

gint64
tc_replay_motion_last (const GArray *motion, gint64 before_us)
{
  for (guint i = motion->len; i > 0; i--)
    if (begins_to_move (motion, i - 1) && get_motion (motion, i - 1)->from_us < before_us)
      return get_motion (motion, i - 1)->from_us;
  return 0;
}
