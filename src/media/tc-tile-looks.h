/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What of a tile is worth a word when it changes: what its owner's signal "changed" is about.
 *
 * Pure. Thread: any, one at a time.
 */
#pragma once

#include "tc-stream-watch.h"
#include "tc-tile-ladder.h"

/* Zeroed: nothing was said yet. */
typedef struct {
  TcStreamState state;
  TcStreamCause cause;
  gint64 since_us, clock_offset_us, retry_us;
  TcDecodeRung rung;
  gboolean sub;
  TcStreamProfile shown;
  gint64 sent; /* rung and gap */
  TcSoundState sound;
} TcTileLooks;

/* What is heard, as it was said of an attempt; of one that nobody listens to nothing. */
TcSoundState tc_tile_looks_get_sound (const TcStreamReport *report, const TcTileLadder *ladder);

/* @retry_us: when it is tried again; 0: it isn't; @shown: whose pictures are. Returns: whether it
 * looks otherwise than it did, and does from now on */
gboolean tc_tile_looks_change (TcTileLooks *self, const TcStreamReport *report, gint64 retry_us,
                               const TcTileLadder *ladder, TcStreamProfile shown);
