/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who gets how much of a connection that is too thin for all who look: by the rungs of
 * tc-send-rung.h, so that everybody has some picture, of known age, before anybody has a moving
 * one, and what is looked at most moves first.
 *
 * - Everybody gets a still every ten seconds; for whom there is no room for that, the least
 *   important and the newest of these, gets nothing.
 * - Stills come more often, up to every three seconds, as long as all of them take no more than
 *   a third of the connection.
 * - What is left goes to the most important: alarms, what is selected, then large tiles (which ask
 *   for the main stream). Equals go up together; if there is room then, the first of them one more.
 * - Sound that somebody listens to counts as a part of the moving pictures that it goes with; where
 *   there is no room for both it is left out, and the pictures move.
 * - Going up must leave some room, so that nobody goes up and down all the time.
 *
 * Pure. Thread: any, one at a time.
 */
#pragma once

#include "tc-send-rung.h"

/* A stream of which nothing is known yet counts as so much. */
#define TC_SEND_MAIN_BPS 2000000
#define TC_SEND_SUB_BPS 400000
#define TC_SEND_KEY_BITS 200000
/* Sound of whatever codec, with what is around its packets. It goes with moving pictures alone. */
#define TC_SEND_SOUND_BPS 120000
#define TC_SEND_KEY_MS 2000
/* So much of a connection is given out: heads of packets, goodbyes and bursts take the rest. */
#define TC_SEND_USE_PERCENT 80
/* Going up counts as so much more. */
#define TC_SEND_UP_PERCENT 110
/* Of all that still pictures take. */
#define TC_SEND_STILLS_PERCENT 30

/* What is known of a stream; 0: not known. */
typedef struct {
  guint32 bps;      /* bits a second */
  guint32 key_bits; /* of a key frame */
  guint32 key_ms;   /* between two */
} TcSendRates;

typedef struct {
  guint number; /* of equals the one with the lower comes first */
  TcSendWish wish;
  gboolean is_main;   /* the main stream was asked for */
  gboolean has_sub;   /* and there is another to be sent in its place */
  TcSendRates whole;  /* of what was asked for */
  TcSendRates lesser; /* of the sub stream; of the same where there is no other */
  gboolean listens;   /* somebody does, and there is sound */
  TcSendRung rung;    /* (inout): what it has, and is to have */
  guint32 gap_ms;     /* (inout): likewise, of stills and key frames */
  gboolean sound;     /* (inout): likewise: whether its sound is sent */
} TcSendViewer;

/* @budget_bps: of the connection. What it comes to is returned, in bits a second. */
guint64 tc_send_share (TcSendViewer *viewers, gsize n_viewers, guint64 budget_bps);
/* What the least of all of them takes, in bits a second. */
guint64 tc_send_share_least (const TcSendViewer *viewers, gsize n_viewers);
/* Whether there is room for one more of that importance. */
gboolean tc_send_share_admits (const TcSendViewer *viewers, gsize n_viewers, guint64 budget_bps,
                               TcTileImportance importance);
