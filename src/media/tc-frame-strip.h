/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A strip of black and white cells in the top left corner of a picture that says which camera it
 * is from and which frame it is: fake cameras write it, tests and measurements read it off decoded
 * and scaled pictures, and so count distinct frames that were really shown.
 *
 * 48 cells in two rows of 24, each 1/40 of the width and 2/45 of the height of the picture (16×16
 * at 640×360, 4×4 at 160×90): the first row the camera's 12 bits and the frame's upper 12, the
 * second its lower 16 and a checksum of 8, the highest bit first, white is 1. What is cut from a
 * picture at its edges must be none: the strip is measured from the whole.
 *
 * Pure. Thread: any.
 */
#pragma once

#include <glib.h>

#define TC_FRAME_STRIP_CELLS 48
#define TC_FRAME_STRIP_ROWS 2
#define TC_FRAME_STRIP_CAMERA_MAX 0xfff
#define TC_FRAME_STRIP_FRAME_MAX 0xfffffff
/* The part of a picture that it takes, in thousandths (rounded up): other things that are drawn,
 * such as a clock, keep out of it. */
#define TC_FRAME_STRIP_RIGHT_PM 600
#define TC_FRAME_STRIP_BOTTOM_PM 89
/* The smallest picture that it can be read from. */
#define TC_FRAME_STRIP_WIDTH_MIN 160
#define TC_FRAME_STRIP_HEIGHT_MIN 90

/**
 * tc_frame_strip_write_bgra:
 * @pixels: @height rows of @stride bytes, each pixel 4: BGRA or BGRx
 * @camera: its lower 12 bits count
 * @frame: number of the frame; its lower 28 bits count
 */
void tc_frame_strip_write_bgra (guint8 *pixels, gsize stride, int width, int height, guint camera,
                                guint frame);

/* Likewise into the planes of I420 (limited range; the chroma below it becomes neutral). */
void tc_frame_strip_write_i420 (guint8 *luma, gsize luma_stride, guint8 *u, guint8 *v,
                                gsize chroma_stride, int width, int height, guint camera,
                                guint frame);

/* Returns: whether there is a strip whose checksum fits; outputs untouched otherwise. */
gboolean tc_frame_strip_read_bgra (const guint8 *pixels, gsize stride, int width, int height,
                                   guint *camera, guint *frame) G_GNUC_WARN_UNUSED_RESULT;
/* Likewise off a plane of luma (the first of I420, NV12, Y42B). */
gboolean tc_frame_strip_read_luma (const guint8 *luma, gsize stride, int width, int height,
                                   guint *camera, guint *frame) G_GNUC_WARN_UNUSED_RESULT;
