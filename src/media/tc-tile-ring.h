/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Memory of TC_TILE_SLOTS pictures that a desktop and its decoder share: the desktop makes it and
 * only reads, the decoder maps it by its descriptor and fills slots that are free. Its size can't
 * change any more, so neither can make the other fall over it.
 *
 * Thread: any; a ring keeps which of its slots are taken.
 */
#pragma once

#include "tc-tile-message.h"

typedef struct _TcTileRing TcTileRing;

/* Makes of a size the nearest that a ring can have; both 0: one of them is. */
void tc_tile_ring_limit (int *width, int *height);

/**
 * tc_tile_ring_new:
 * @number: what it is called in messages
 * @width, @height: of the largest picture; 1..TC_TILE_SIDE_MAX, at most TC_TILE_PIXELS_MAX together
 * @fd: (out): the caller's, to be handed on and closed
 *
 * Errors: G_FILE_ERROR
 */
TcTileRing *tc_tile_ring_new (guint32 number, int width, int height, int *fd,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The other end's; writable. @fd stays the caller's. Errors: G_FILE_ERROR; TC_ERROR_INVALID: it
 * isn't as large as that, or can be made smaller. */
TcTileRing *tc_tile_ring_open (int fd, guint32 number, int width, int height,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
TcTileRing *tc_tile_ring_ref (TcTileRing *self);
void tc_tile_ring_unref (TcTileRing *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcTileRing, tc_tile_ring_unref)

/* (transfer full): RING of that tile. */
TcTileMessage *tc_tile_ring_to_message (const TcTileRing *self, guint32 tile);
guint32 tc_tile_ring_get_number (const TcTileRing *self);
int tc_tile_ring_get_width (const TcTileRing *self);
int tc_tile_ring_get_height (const TcTileRing *self);

/* A slot that is free, which is taken then. Returns: FALSE: none is. */
gboolean tc_tile_ring_take (TcTileRing *self, guint *slot) G_GNUC_WARN_UNUSED_RESULT;
/* None is free. */
gboolean tc_tile_ring_is_full (TcTileRing *self);
/* That one. Returns: FALSE: it is taken. */
gboolean tc_tile_ring_take_slot (TcTileRing *self, guint slot) G_GNUC_WARN_UNUSED_RESULT;
/* It is free again. */
void tc_tile_ring_give_back (TcTileRing *self, guint slot);

/* tc_tile_slot_bytes() of the ring's size. */
guint8 *tc_tile_ring_get_pixels (TcTileRing *self, guint slot);
