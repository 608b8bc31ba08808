/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeps a wall of tiles within what the computer can do: while fewer than 80 % of decoded pictures
 * are shown, or the processors are busier than 70 %, tiles go down a ladder, one step at a time:
 * the sub stream instead of the main stream, key frames alone, a still picture, nothing (the last
 * three are rungs of tc-decode-rung.h). A load that others make takes from us what is more than a
 * tenth of the processors, not all: without pictures nobody would have more. First all that play a
 * main stream and could do with less go over to their sub stream, since many pictures that are
 * smaller are more than few; then the least important go further down, all of them before any goes
 * two; when there has been room for a while they come up again in the opposite order. Going up and
 * having to come down at once makes it wait twice as long before the next time; for main streams,
 * which cost most and take a while to come, longer than for the other steps, and nothing else goes
 * up while one of them is on its way.
 *
 * A hidden tile is paused at once; one of an alarm is decoded in full at once and always.
 * Of those on the same step a selected one goes down last; below its sub stream only when all
 * others are paused.
 *
 * Pure: time by argument. Thread: any, one at a time.
 */
#pragma once

#include "tc-decode-rung.h"

#define TC_GOVERNOR_SHOWN_PERCENT_MIN 80
#define TC_GOVERNOR_BUSY_PERCENT_MAX 70
/* Room to go up: both are better than these. One tile of many costs little: where all that play
 * were one more and the processors would still be so much below the limit, there is room too, but
 * for a main stream. */
#define TC_GOVERNOR_SHOWN_PERCENT_GOOD 95
#define TC_GOVERNOR_BUSY_PERCENT_GOOD 55
#define TC_GOVERNOR_BUSY_PERCENT_SPARE 4
/* Who needs no more than the first of all processors isn't what makes them busy; who needs no more
 * than the second goes up, however busy others are, but not to a main stream. */
#define TC_GOVERNOR_OWN_PERCENT_FAIR 10
#define TC_GOVERNOR_OWN_PERCENT_LITTLE 4
/* It is asked once a second; so long must it last. */
#define TC_GOVERNOR_DOWN_AFTER_US ((gint64) 2 * G_USEC_PER_SEC)
#define TC_GOVERNOR_UP_AFTER_US ((gint64) 5 * G_USEC_PER_SEC)
#define TC_GOVERNOR_UP_AFTER_MAX_US ((gint64) 80 * G_USEC_PER_SEC)
/* Pressure so soon after a tile went up was its doing. */
#define TC_GOVERNOR_REGRET_US ((gint64) 10 * G_USEC_PER_SEC)
/* Likewise, of the last step, to the main stream. */
#define TC_GOVERNOR_MAIN_AFTER_US ((gint64) 10 * G_USEC_PER_SEC)
#define TC_GOVERNOR_MAIN_AFTER_MAX_US ((gint64) 640 * G_USEC_PER_SEC)
#define TC_GOVERNOR_MAIN_REGRET_US ((gint64) 60 * G_USEC_PER_SEC)
/* Another stream is waited for so long before any tile goes further. */
#define TC_GOVERNOR_CHANGE_US ((gint64) 6 * G_USEC_PER_SEC)
/* Fewer decoded pictures in a sample say nothing. */
#define TC_GOVERNOR_DECODED_MIN 10
/* Of tiles that could go down, so many go at once: one in eight, but one at least. */
#define TC_GOVERNOR_DOWN_SHARE 8

typedef enum {
  TC_IMPORTANCE_HIDDEN, /* nobody can see it */
  TC_IMPORTANCE_LOW,
  TC_IMPORTANCE_NORMAL,
  TC_IMPORTANCE_SELECTED,
  TC_IMPORTANCE_ALARM,
  TC_IMPORTANCE_N
} TcTileImportance;

typedef struct {
  guint id; /* of equals the one with the higher id goes first */
  TcTileImportance importance;
  TcDecodeRung limit; /* no higher than that, but for alarms */
  gboolean has_sub;   /* it would play its main stream, and there is a sub stream to be had */
  gboolean changing;  /* another stream of it was to come, not longer than TC_GOVERNOR_CHANGE_US
                         ago, and hasn't come yet */
  int n_taken;        /* steps that the governor took from it: its own, 0 at first */
  TcDecodeRung rung;  /* (out): where it is to stand */
  gboolean sub;       /* (out): it is to play its sub stream in place of the main stream */
} TcGovernorTile;

/* What was seen since it was last asked. */
typedef struct {
  guint64 n_decoded, n_shown; /* pictures of all tiles */
  int busy_percent;           /* of all processors, 0..100; -1: not known */
  int own_percent;            /* what is ours of it, 0..100; -1: not known */
} TcGovernorSample;

/* How steps up went of late. */
typedef struct {
  gint64 up_us;    /* when the last one was; 0: never, or it has proved right */
  gint64 after_us; /* how long there must be room before the next */
} TcGovernorSteps;

typedef struct {
  gint64 pressed_us;     /* since when there has been pressure; 0: there is none */
  gint64 roomy_us;       /* since when there has been room; 0: there is none */
  TcGovernorSteps rungs; /* up the rungs, to the sub stream in full */
  TcGovernorSteps mains; /* to the main stream */
} TcWallGovernor;

void tc_wall_governor_init (TcWallGovernor *self);

/* What was taken from each of these at least: a tile that comes has no more of the computer than
 * they. 0: there are none. */
int tc_wall_governor_find_taken (const TcGovernorTile *tiles, gsize n_tiles);

/**
 * tc_wall_governor_decide:
 * @tiles: (array length=n_tiles): @n_taken, @rung and @sub are set in place
 * @sample: (nullable): NULL: only what is to be at once (hidden, alarms, limits); what pressure
 *   there was is forgotten
 *
 * Returns: whether a rung or a stream changed
 */
gboolean tc_wall_governor_decide (TcWallGovernor *self, TcGovernorTile *tiles, gsize n_tiles,
                                  const TcGovernorSample *sample, gint64 now_us);
