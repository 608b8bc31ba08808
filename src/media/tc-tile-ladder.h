/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a tile stands on the ladder of tc-wall-governor.h: what its owner says of it, what the
 * governor made of that, and since when.
 *
 * Pure: time by argument. Thread: any, one at a time.
 */
#pragma once

#include "tc-stream-choice.h"
#include "tc-stream-watch.h"
#include "tc-wall-governor.h"

typedef struct {
  TcTileImportance importance;
  TcDecodeRung limit;
  gboolean has_sub;    /* its owner would play the main stream, and can play the sub stream */
  gboolean unseen;     /* nobody takes its pictures */
  TcLoudness loudness; /* how it is to be heard: on no ladder */
  TcDecodeRung rung;
  gint64 rung_us;   /* since when it has that rung */
  gboolean sub;     /* the sub stream is to be played */
  gint64 stream_us; /* since when that is so or isn't, or could be */
  int n_taken;      /* the governor's */
} TcTileLadder;

void tc_tile_ladder_init (TcTileLadder *self);

/* Returns: whether that is another answer than before. */
gboolean tc_tile_ladder_offer_sub (TcTileLadder *self, gboolean offered, gint64 now_us);

/* @shown: whose pictures are shown */
TcGovernorTile tc_tile_ladder_fill (const TcTileLadder *self, guint id, TcStreamProfile shown,
                                    gint64 now_us);
/* Returns: whether it has another rung now. */
gboolean tc_tile_ladder_take (TcTileLadder *self, const TcGovernorTile *governed, gint64 now_us);
/* What is to be so at once, without what the others do. Returns: whether it has another rung. */
gboolean tc_tile_ladder_settle (TcTileLadder *self, guint id, TcStreamProfile shown, gint64 now_us);
/* What it is as long as nobody takes its pictures, too. */
TcTileImportance tc_tile_ladder_get_importance (const TcTileLadder *self);
