/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a camera's recorder holds in the time of a timeline, as its media host finds out: it may
 * take a minute, and it may be that a recorder can only be tried.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-desk.h"
#include "tc-replay-spans.h"

typedef enum {
  TC_RECORDER_UNASKED,
  TC_RECORDER_ASKED, /* the answer is on its way */
  TC_RECORDER_TOLD,  /* spans say what it holds */
  TC_RECORDER_TRIED, /* it can't say, but can be tried */
  TC_RECORDER_FAILED /* and why, in words */
} TcRecorderState;

/* It is asked again after that. */
#define TC_REPLAY_RECORDER_AGAIN_US ((gint64) 60 * G_USEC_PER_SEC)

typedef struct _TcReplayRecorder TcReplayRecorder;

/* @changed: it knows something else now */
TcReplayRecorder *tc_replay_recorder_new (void (*changed) (gpointer data), gpointer data);
/* Says nothing any more. */
void tc_replay_recorder_free (TcReplayRecorder *self);

/* As if nothing had been asked: of another time, or another camera. */
void tc_replay_recorder_clear (TcReplayRecorder *self);
/* Unless it was, a short time ago. */
void tc_replay_recorder_ask (TcReplayRecorder *self, TcDesk *desk, gint64 camera_id, gint64 from_us,
                             gint64 until_us);

TcRecorderState tc_replay_recorder_get_state (const TcReplayRecorder *self);
/* (element-type TcCameraReplaySpan) */
const GArray *tc_replay_recorder_get_spans (const TcReplayRecorder *self);
/* (nullable): for a person */
const char *tc_replay_recorder_get_trouble (const TcReplayRecorder *self);
/* Whether what was then can be had from it, as far as is known. */
gboolean tc_replay_recorder_may_have (const TcReplayRecorder *self, gint64 at_us);
