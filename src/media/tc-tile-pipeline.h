/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One attempt to play one stream: connects, decodes what its rung asks for, paints into the tile's
 * ring, and knows how it goes. It never tries again: the desktop does.
 *
 *   rtspsrc (TCP) → depay → parse → gate → bounded queue → decoder → newest picture → painter
 *                 → depay → sound (tc-tile-sound.h)
 *
 * Thread: the main loop's, but for the hook.
 */
#pragma once

#include "tc-tile-message.h"
#include "tc-tile-ring.h"
#include "tc-tile-sound.h"

/* Frames that wait for the decoder; with more all is left out up to the next key frame. */
#define TC_TILE_QUEUE_FRAMES 20

typedef struct _TcTilePipeline TcTilePipeline;

/* A picture is in a slot, which is the hook's now. Thread: one of GStreamer's, one at a time for
 * each pipeline; never after tc_tile_pipeline_end() has returned. */
typedef void (*TcTilePictureFunc) (const TcTileMessage *frame, TcTileRing *ring, gpointer data);

/**
 * tc_tile_pipeline_new:
 * @play: tile, attempt, rung, address, account, secret, fingerprint, masks
 * @ring: (nullable): where pictures go; NULL: nowhere yet
 *
 * Begins to connect.
 */
TcTilePipeline *tc_tile_pipeline_new (const TcTileMessage *play, TcTileRing *ring,
                                      TcTilePictureFunc func, gpointer data);

/* It ends, on a thread of its own: that may take seconds. Takes @self. */
void tc_tile_pipeline_end (TcTilePipeline *self);

guint32 tc_tile_pipeline_get_tile (const TcTilePipeline *self);
guint32 tc_tile_pipeline_get_attempt (const TcTilePipeline *self);
void tc_tile_pipeline_set_ring (TcTilePipeline *self, TcTileRing *ring);
void tc_tile_pipeline_set_rung (TcTilePipeline *self, TcDecodeRung rung,
                                TcTileImportance importance);

/* Whether something is heard with the pictures. */
gboolean tc_tile_pipeline_has_sound (TcTilePipeline *self);
/* Its media host says that there is no room for it just now. */
gboolean tc_tile_pipeline_is_sound_left_out (TcTilePipeline *self);
/* @sound: (nullable): where it goes from now on; a media host sends none before somebody listens */
void tc_tile_pipeline_set_sound (TcTilePipeline *self, TcTileSound *sound);

/**
 * tc_tile_pipeline_look:
 * @detail: (out) (transfer full) (nullable): of a failure, for the journal
 *
 * Returns: FALSE: it is over, and the report says why; it is to be ended
 */
gboolean tc_tile_pipeline_look (TcTilePipeline *self, gint64 now_us, TcStreamReport *report,
                                char **detail) G_GNUC_WARN_UNUSED_RESULT;
void tc_tile_pipeline_get_counts (TcTilePipeline *self, TcTileCounts *counts);
