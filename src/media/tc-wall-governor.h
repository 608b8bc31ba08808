/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeps a wall of tiles within what the computer can do: while fewer than 80 % of decoded pictures
 * are shown, or the processors are busier than 70 %, the least important tiles go down the ladder
 * (tc-decode-rung.h), one rung at a time and all of them before any goes two; when there has been
 * room for a while the most important come up again. Going up and having to come down at once
 * makes it wait twice as long before the next time.
 *
 * A hidden tile is paused at once; one of an alarm is decoded in full at once and always.
 * A selected one goes down when all others are paused.
 *
 * Pure: time by argument. Thread: any, one at a time.
 */
#pragma once

#include "tc-decode-rung.h"

#define TC_GOVERNOR_SHOWN_PERCENT_MIN 80
#define TC_GOVERNOR_BUSY_PERCENT_MAX 70
/* Room to go up: both are better than these. */
#define TC_GOVERNOR_SHOWN_PERCENT_GOOD 95
#define TC_GOVERNOR_BUSY_PERCENT_GOOD 55
/* It is asked once a second; so long must it last. */
#define TC_GOVERNOR_DOWN_AFTER_US ((gint64) 2 * G_USEC_PER_SEC)
#define TC_GOVERNOR_UP_AFTER_US ((gint64) 5 * G_USEC_PER_SEC)
#define TC_GOVERNOR_UP_AFTER_MAX_US ((gint64) 80 * G_USEC_PER_SEC)
/* Pressure so soon after a tile went up was its doing. */
#define TC_GOVERNOR_REGRET_US ((gint64) 10 * G_USEC_PER_SEC)
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
  int n_taken;        /* rungs that the governor took from it: its own, 0 at first */
  TcDecodeRung rung;  /* (out): where it is to stand */
} TcGovernorTile;

/* What was seen since it was last asked. */
typedef struct {
  guint64 n_decoded, n_shown; /* pictures of all tiles */
  int busy_percent;           /* of all processors, 0..100; -1: not known */
} TcGovernorSample;

typedef struct {
  gint64 pressed_us;  /* since when there has been pressure; 0: there is none */
  gint64 roomy_us;    /* since when there has been room; 0: there is none */
  gint64 up_us;       /* when a tile last went up; 0: never, or it has proved right */
  gint64 up_after_us; /* how long there must be room now */
} TcWallGovernor;

void tc_wall_governor_init (TcWallGovernor *self);

/**
 * tc_wall_governor_decide:
 * @tiles: (array length=n_tiles): @n_taken and @rung are set in place
 * @sample: (nullable): NULL: only what is to be at once (hidden, alarms, limits)
 *
 * Returns: whether a rung changed
 */
gboolean tc_wall_governor_decide (TcWallGovernor *self, TcGovernorTile *tiles, gsize n_tiles,
                                  const TcGovernorSample *sample, gint64 now_us);
