/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a camera recorded, as access units at their pace, from any moment on: from the key frame
 * before it, whose pictures are marked as leading in, so that the first that is shown is the one
 * that was there then. Where there is a gap it is told; alone, a replay jumps it, and several on
 * one clock wait, so that they go on showing the same moment. It may come as far as what is being
 * recorded right now.
 *
 * Thread: any, one at a time; waits for the disk.
 */
#pragma once

#include "tc-access-unit.h"

#define TC_REPLAY_RATE_MILLI_MIN 500
#define TC_REPLAY_RATE_MILLI_MAX 8000
/* Faster, only key frames are given: more pictures than that nobody sees, nor a decoder does. */
#define TC_REPLAY_RATE_MILLI_WHOLE 4000
/* What begins later than that after what went before begins after a gap. */
#define TC_REPLAY_GAP_US ((gint64) 500000)
/* Nothing is there yet of what is being recorded: look again after that. */
#define TC_REPLAY_LOOK_US ((gint64) 200000)
/* When what is there last is older than that, nothing is being recorded. */
#define TC_REPLAY_LIVE_US ((gint64) 15 * G_USEC_PER_SEC)

/* Real time, µs UTC. Several replays of the same clock show the same moment at the same time. */
typedef struct {
  gint64 from_us;    /* of what was recorded */
  gint64 start_us;   /* when it is shown */
  gint64 rate_milli; /* how fast, TC_REPLAY_RATE_MILLI_MIN..TC_REPLAY_RATE_MILLI_MAX */
  gboolean shared;   /* with others: gaps aren't jumped */
} TcReplayClock;

gboolean tc_replay_clock_is_valid (const TcReplayClock *clock);
/* When what was recorded at @time_us is shown. Pure. */
gint64 tc_replay_clock_find_due (const TcReplayClock *clock, gint64 time_us);

typedef enum {
  TC_REPLAY_UNIT, /* a picture, whose time has come */
  TC_REPLAY_GAP,  /* nothing was recorded there */
  TC_REPLAY_WAIT, /* nothing to do before @due_us */
  TC_REPLAY_END,  /* nothing follows */
} TcReplayStep;

typedef struct {
  TcAccessUnit *unit;       /* (owned) (nullable): of UNIT; its times are those of the recording */
  gint64 due_us;            /* of UNIT and WAIT: real time */
  gboolean lead_in;         /* before what was asked for: to be decoded, not to be shown */
  gboolean first;           /* the one that was there at from_us, or the first after it */
  gint64 from_us, until_us; /* of GAP */
} TcReplayItem;

void tc_replay_item_clear (TcReplayItem *item);

typedef struct _TcReplay TcReplay;

/**
 * tc_replay_new:
 * @folder: of all recordings
 * @clock: valid; it is copied
 * @until_us: where it ends; 0: where the recording does
 */
TcReplay *tc_replay_new (const char *folder, gint64 camera_id, const TcReplayClock *clock,
                         gint64 until_us);
void tc_replay_free (TcReplay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcReplay, tc_replay_free)

/* What comes next at @now_us, real time, which doesn't go back. @item: (out): to be cleared. */
TcReplayStep tc_replay_next (TcReplay *self, gint64 now_us, TcReplayItem *item);
