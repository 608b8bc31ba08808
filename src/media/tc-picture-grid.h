/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether two pictures of a camera are the same, for finding one that is frozen: the mean
 * brightness of each field of a coarse grid, compared with a tolerance. An encoder makes a slightly
 * different picture of the same scene at each key frame, which is less than the tolerance; a digit
 * of a burned-in clock that changes is more.
 *
 * Pure. Thread: any.
 */
#pragma once

#include <glib.h>

#define TC_PICTURE_GRID_COLUMNS 64
#define TC_PICTURE_GRID_ROWS 36
/* Mean brightness (0..255) of one field that may differ in a picture that is the same. */
#define TC_PICTURE_GRID_TOLERANCE 3

typedef struct {
  guint8 fields[TC_PICTURE_GRID_ROWS * TC_PICTURE_GRID_COLUMNS];
} TcPictureGrid;

/**
 * tc_picture_grid_measure:
 * @pixels: the first byte that counts: of a plane of luma with @step 1, green of BGRA with @step 4
 *
 * Returns: FALSE: the picture is smaller than the grid
 */
gboolean tc_picture_grid_measure (TcPictureGrid *grid, const guint8 *pixels, gsize stride,
                                  gsize step, int width, int height) G_GNUC_WARN_UNUSED_RESULT;
gboolean tc_picture_grid_same (const TcPictureGrid *a, const TcPictureGrid *b);
