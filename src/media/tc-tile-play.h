/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One stream of a tile, as the desktop keeps it: where it is had, which attempt to play it runs,
 * how it goes, and when it is tried again. Attempts come and go; this stays.
 *
 * Pure: time by argument, steady unless said otherwise. Thread: any, one at a time.
 */
#pragma once

#include "tc-back-off.h"
#include "tc-stream-watch.h"
#include "tc-tile-message.h"

/* Another ticket is asked for again, in case the question got lost. */
#define TC_TILE_ASK_AGAIN_US ((gint64) 30 * G_USEC_PER_SEC)
/* An attempt that comes to nothing counts so long among those that connect. */
#define TC_TILE_PLAY_PLACE_US TC_WATCH_CONNECT_US
/* Its decoder gives it up before that. */
#define TC_TILE_PLAY_ANSWER_US (TC_WATCH_KEY_US + (gint64) 5 * G_USEC_PER_SEC)
/* It is said to be live, and no picture of it arrives: marked, and ended. */
#define TC_TILE_PLAY_LOST_US TC_WATCH_STALL_MAX_US
#define TC_TILE_PLAY_LOST_END_US ((gint64) 10 * G_USEC_PER_SEC)

typedef struct {
  TcTileMessage *stream; /* (owned) (nullable): PLAY without what an attempt adds; NULL: it isn't to
                            be played */
  gint64 until_us;       /* real time: the ticket's; 0: for good */
  guint32 attempt;       /* 0: none runs */
  gboolean connecting;   /* that one has come to nothing yet, good or bad */
  gboolean ticket_over;  /* it was refused */
  gint64 asked_us;       /* when another one was asked for; 0: it wasn't */
  gint64 retry_us;       /* not before that */
  gint64 begun_us;       /* the attempt */
  gint64 live_us;        /* since when the attempt shows something; 0: it doesn't */
  gint64 came_us;        /* when its last picture came here, or it was first said to show something;
                            0: neither */
  TcStreamCause logged;  /* the failure that stands in the journal last */
  TcBackOff back_off;
  TcStreamReport report;
  TcTileCounts counts;
} TcTilePlay;

/* @seed: of its chances. */
void tc_tile_play_init (TcTilePlay *self, guint64 seed);
void tc_tile_play_clear (TcTilePlay *self);

gboolean tc_tile_play_has_masks_of (const TcTilePlay *self, const TcTileMessage *stream);
/* It is to be played, with a new ticket. Takes @stream. Returns: whether an attempt that runs goes
 * on: it is the same stream, seen through the same masks; else it is over, as far as this goes. */
gboolean tc_tile_play_want (TcTilePlay *self, TcTileMessage *stream, gint64 until_us,
                            gint64 now_us);
/* It isn't. */
void tc_tile_play_unwant (TcTilePlay *self);

typedef enum {
  TC_TILE_PLAY_REST,    /* it plays, waits, or isn't to be played */
  TC_TILE_PLAY_CONNECT, /* its turn has come */
  TC_TILE_PLAY_ASK      /* likewise, and its ticket is over */
} TcTilePlayNeed;

TcTilePlayNeed tc_tile_play_find_need (const TcTilePlay *self, gint64 now_us, gint64 real_us);

/* Its attempt counts among those that connect. */
gboolean tc_tile_play_is_connecting (const TcTilePlay *self, gint64 now_us);
/* Its attempt has come to nothing for so long that its decoder must have forgotten it. */
gboolean tc_tile_play_is_unanswered (const TcTilePlay *self, gint64 now_us);
/* It is said to be good, but no picture of it has come since. @from_us: pictures have been asked
 * for and there has been somewhere to put them. Returns: for how long; 0: it isn't so. */
gint64 tc_tile_play_find_lost (const TcTilePlay *self, gint64 from_us, gint64 now_us);

/* An attempt begins. */
void tc_tile_play_begin (TcTilePlay *self, guint32 attempt, gint64 now_us);
/* A picture of the attempt came. */
void tc_tile_play_picture (TcTilePlay *self, gint64 decoded_us, gint64 now_us);
/* What the decoder says of the attempt. Returns: whether it goes on. */
gboolean tc_tile_play_say (TcTilePlay *self, const TcStreamReport *report, gint64 now_us);
/* Another ticket was asked for. */
void tc_tile_play_ask (TcTilePlay *self, gint64 now_us);
/* Its decoder is gone; @wait_us: until it is tried again. */
void tc_tile_play_lose (TcTilePlay *self, gint64 wait_us, gint64 now_us);
/* There is none to be had. */
void tc_tile_play_put_off (TcTilePlay *self, gint64 wait_us, gint64 now_us);
/* A person wants it now. */
void tc_tile_play_retry (TcTilePlay *self, gint64 now_us);
