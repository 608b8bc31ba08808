/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makes of a decoded picture what a tile shows: scaled down to fit the tile (never up), in the form
 * that the desktop's textures have, with privacy masks over it; and says whether it is another
 * picture than before.
 *
 * Thread: any, one at a time.
 */
#pragma once

#include <gst/gst.h>

#include "tc-picture-mask.h"

/* Pictures are compared so often at most. */
#define TC_TILE_COMPARE_US ((gint64) 250 * 1000)

typedef struct _TcTilePainter TcTilePainter;

/* @masks are copied. */
TcTilePainter *tc_tile_painter_new (const TcPictureMask *masks, gsize n_masks);
void tc_tile_painter_free (TcTilePainter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcTilePainter, tc_tile_painter_free)

/* The picture that the calls below are about, until tc_tile_painter_end(). FALSE: it is none. */
gboolean tc_tile_painter_begin (TcTilePainter *self, GstSample *sample) G_GNUC_WARN_UNUSED_RESULT;
void tc_tile_painter_end (TcTilePainter *self);

/* Of the stream. */
int tc_tile_painter_get_width (const TcTilePainter *self);
int tc_tile_painter_get_height (const TcTilePainter *self);

/**
 * tc_tile_painter_paint:
 * @pixels: room for @width_max × @height_max pixels of 4 bytes, filled in rows without gaps
 *
 * Returns: FALSE: it can't be converted
 */
gboolean tc_tile_painter_paint (TcTilePainter *self, guint8 *pixels, int width_max, int height_max,
                                int *width, int *height) G_GNUC_WARN_UNUSED_RESULT;

/**
 * tc_tile_painter_is_changed:
 * @pixels: (nullable): what was painted of it, @width × @height, for a stream whose luma isn't 8
 *   bits by itself; NULL: it wasn't painted
 *
 * Returns: FALSE: it is the same as the one before, or it wasn't compared and that one was the same
 */
gboolean tc_tile_painter_is_changed (TcTilePainter *self, const guint8 *pixels, int width,
                                     int height, gint64 now_us);
