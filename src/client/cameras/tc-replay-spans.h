/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Spans of time on the timeline of a recording, in their order and apart from each other: what
 * there is, where something moves in it, where that isn't known. Times are real time, µs UTC.
 *
 * Pure. Thread: any.
 */
#pragma once

#include <glib.h>

typedef struct {
  gint64 from_us, until_us;
} TcCameraReplaySpan;

/* From that share on a segment counts as one in which something moves. */
#define TC_CAMERA_REPLAY_MOVES_PM 100

typedef struct {
  gint64 from_us, until_us;
  int share_pm; /* for how many thousandths of that something moved */
} TcCameraReplayMotion;

/* Of @value (a{sv}) what it has by that @name: a(xx). (transfer full) (element-type
 * TcCameraReplaySpan) (nullable): NULL: it has none */
GArray *tc_replay_spans_read (GVariant *value, const char *name);
/* @spans: (element-type TcCameraReplaySpan), as all */
gboolean tc_replay_spans_cover (const GArray *spans, gint64 at_us);
/* Whether one of them has something of that. */
gboolean tc_replay_spans_touch (const GArray *spans, gint64 from_us, gint64 until_us);
/* Where the next begins after @at_us; 0: none does. */
gint64 tc_replay_spans_next (const GArray *spans, gint64 at_us);
/* Whether more than @gap_us of @from_us..@until_us on end is in none of them. */
gboolean tc_replay_spans_leave (const GArray *spans, gint64 from_us, gint64 until_us,
                                gint64 gap_us);

/* Of @value what it has as "motion": a(xxq). (transfer full) (element-type TcCameraReplayMotion) */
GArray *tc_replay_motion_read (GVariant *value);
/* What of the spans is in no motion. (transfer full) (element-type TcCameraReplaySpan) */
GArray *tc_replay_motion_list_untold (const GArray *spans, const GArray *motion);
/* (nullable) */
const TcCameraReplayMotion *tc_replay_motion_find (const GArray *motion, gint64 at_us);
/* Where something begins to move next after @at_us, or began last before @before_us; 0: nowhere. */
gint64 tc_replay_motion_next (const GArray *motion, gint64 at_us);
gint64 tc_replay_motion_last (const GArray *motion, gint64 before_us);
