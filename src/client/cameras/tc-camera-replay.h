/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was recorded of some cameras, looked at on one clock: where it stands, how fast it goes, and
 * the timeline of the first of them: what there is, what is held, what happened there, and what of
 * the rest the camera's recorder holds, which is shown where there is nothing else. It jumps what
 * nobody has, and ends where it has come to now. Not pictures: whoever plays them asks
 * for tickets by tc_camera_replay_get_wish().
 *
 * Times are real time, µs UTC. Signals, both without arguments: "changed": something of it is
 * another now, also whether it is on; "play": pictures of another moment are wanted.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-camera-tickets.h"
#include "tc-replay-recorder.h"

#define TC_TYPE_CAMERA_REPLAY (tc_camera_replay_get_type ())
G_DECLARE_FINAL_TYPE (TcCameraReplay, tc_camera_replay, TC, CAMERA_REPLAY, GObject)

/* How long a timeline is. */
#define TC_CAMERA_REPLAY_WINDOW_US ((gint64) 3600 * G_USEC_PER_SEC)
/* What was just now. */
#define TC_CAMERA_REPLAY_INSTANT_US ((gint64) 30 * G_USEC_PER_SEC)
/* Nearer to now nothing is on the disk yet. */
#define TC_CAMERA_REPLAY_LIVE_US ((gint64) 3 * G_USEC_PER_SEC)
/* All that play together have begun by then. */
#define TC_CAMERA_REPLAY_START_US ((gint64) 1500 * 1000)
#define TC_CAMERA_REPLAY_CAMERAS_MAX 64

typedef struct {
  gint64 id;
  gint64 from_us, until_us;
  gint64 incident_id;   /* 0: of none */
  gint64 keep_until_us; /* it is held up to then */
  char *reason;         /* (owned) */
  char *incident;       /* (owned): its code; "": of none, or not known here */
} TcCameraReplayHold;

TcCameraReplay *tc_camera_replay_new (TcDesk *desk);
/* Nothing is asked for any more; it is off, and says nothing. */
void tc_camera_replay_stop (TcCameraReplay *self);

/* @camera_ids: (array length=n): the first is that of the timeline; all within
 * TC_CAMERA_REPLAY_CAMERAS_MAX */
void tc_camera_replay_begin (TcCameraReplay *self, const gint64 *camera_ids, guint n, gint64 at_us);
void tc_camera_replay_end (TcCameraReplay *self);
gboolean tc_camera_replay_is_on (TcCameraReplay *self);
gboolean tc_camera_replay_has (TcCameraReplay *self, gint64 camera_id);
/* Of the timeline; 0: none */
gint64 tc_camera_replay_get_camera (TcCameraReplay *self);

guint tc_camera_replay_get_n_cameras (TcCameraReplay *self);
gint64 tc_camera_replay_get_nth_camera (TcCameraReplay *self, guint n);

/* Where it is now. */
gint64 tc_camera_replay_get_position (TcCameraReplay *self);
/* Goes there; to now: ends. */
void tc_camera_replay_seek (TcCameraReplay *self, gint64 at_us);
void tc_camera_replay_set_paused (TcCameraReplay *self, gboolean paused);
gboolean tc_camera_replay_get_paused (TcCameraReplay *self);
/* @rate_milli: thousandths, 500..8000; what a recorder holds goes at its own pace */
void tc_camera_replay_set_rate (TcCameraReplay *self, gint64 rate_milli);
gint64 tc_camera_replay_get_rate (TcCameraReplay *self);
/* A span that somebody marks, of all cameras: its beginning, or its end, is where it stands now.
 * What isn't behind its beginning is no end, and the other way. */
void tc_camera_replay_mark (TcCameraReplay *self, gboolean end);
/* Each 0: it isn't marked. */
void tc_camera_replay_get_marks (TcCameraReplay *self, gint64 *from_us, gint64 *until_us);

/* What a ticket for that camera is asked for with. Of the recorder is that of the timeline alone.
 */
void tc_camera_replay_get_wish (TcCameraReplay *self, gint64 camera_id, TcCameraReplayWish *wish);
/* Whether what is shown now is what the recorder holds. */
gboolean tc_camera_replay_is_of_recorder (TcCameraReplay *self);

/* The timeline. Lists are borrowed until "changed". */
void tc_camera_replay_get_window (TcCameraReplay *self, gint64 *from_us, gint64 *until_us);
/* FALSE: what there is isn't known (yet). */
gboolean tc_camera_replay_is_known (TcCameraReplay *self);
/* (element-type TcCameraReplaySpan): what there is */
const GArray *tc_camera_replay_get_spans (TcCameraReplay *self);
/* (element-type TcCameraReplayMotion): in their order; what is in none of them isn't known */
const GArray *tc_camera_replay_get_motion (TcCameraReplay *self);
/* (element-type TcCameraReplaySpan): of what there is, where it isn't known whether something
 * moves */
const GArray *tc_camera_replay_get_untold (TcCameraReplay *self);
gboolean tc_camera_replay_is_untold (TcCameraReplay *self, gint64 at_us);
/* (nullable): of that moment */
const TcCameraReplayMotion *tc_camera_replay_find_motion (TcCameraReplay *self, gint64 at_us);
/* Where something begins to move next after @at_us, or began last before the time in which it moves
 * there; 0: not in this timeline. */
gint64 tc_camera_replay_next_motion (TcCameraReplay *self, gint64 at_us, gboolean back);
/* (element-type TcCameraReplayHold): what is held */
const GArray *tc_camera_replay_get_holds (TcCameraReplay *self);
/* What its recorder holds; lent. */
TcReplayRecorder *tc_camera_replay_get_recorder (TcCameraReplay *self);
/* It is asked for again: somebody changed it. */
void tc_camera_replay_look (TcCameraReplay *self);
/* (element-type TcReplayEvent) */
const GArray *tc_camera_replay_get_events (TcCameraReplay *self);
/* (nullable): why what there is isn't known, for a person */
const char *tc_camera_replay_get_trouble (TcCameraReplay *self);
