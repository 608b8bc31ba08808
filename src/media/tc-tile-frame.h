/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A picture that a decoder has put into a slot, lent to whoever shows it: the slot is given back
 * with the last reference to its pixels, on whatever thread that goes.
 */
#pragma once

#include "tc-tile-group.h"
#include "tc-tile-ring.h"

/* The slot is free again, which the decoder is to know. On the main loop. */
typedef void (*TcTileReleaseFunc) (TcTileRing *ring, guint slot, gpointer owner);

/**
 * tc_tile_frame_new:
 * @ring: in which the slot of @message is taken
 * @message: FRAME
 * @owner: passed to @func; where it is gone by then, nothing is said
 */
TcTileFrame *tc_tile_frame_new (TcTileRing *ring, const TcTileMessage *message,
                                TcStreamProfile profile, GObject *owner, TcTileReleaseFunc func);
