/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Privacy masks: parts of a camera's picture that nobody may see, painted over before anything is
 * done with a decoded picture. They are rectangles in thousandths of the picture, so they hold for
 * every stream and size of it; they are rounded outwards and a pixel wider, since scaling mixes
 * neighbours.
 *
 * Pure. Thread: any.
 */
#pragma once

#include <glib.h>

#define TC_PICTURE_MASKS_MAX 32
#define TC_PICTURE_MASK_PM_MAX 1000

/* From the left and top edge of the picture, 0..1000; right > left, bottom > top. */
typedef struct {
  guint16 left_pm, top_pm, right_pm, bottom_pm;
} TcPictureMask;

gboolean tc_picture_mask_is_valid (const TcPictureMask *mask);

/**
 * tc_picture_mask_paint:
 * @pixels: @height rows of @stride bytes, each pixel 4: BGRA
 *
 * Covers each of @masks (which are valid) with one opaque grey.
 */
void tc_picture_mask_paint (const TcPictureMask *masks, gsize n_masks, guint8 *pixels, gsize stride,
                            int width, int height);
