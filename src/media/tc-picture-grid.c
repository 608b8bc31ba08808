/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The coarse grid; see the header.
 */
#include "tc-picture-grid.h"

#include <stdlib.h>

/* The mean of a rectangle, by every second line: what changes in a picture is higher than one. */
static guint8
measure_field (const guint8 *pixels, gsize stride, gsize step, int width, int height)
{
  guint64 sum = 0;
  guint n = (guint) (width * ((height + 1) / 2));

  for (int y = 0; y < height; y += 2)
    for (int x = 0; x < width; x++)
      sum += pixels[(gsize) y * stride + (gsize) x * step];
  return (guint8) ((sum + n / 2) / n);
}

gboolean
tc_picture_grid_measure (TcPictureGrid *grid, const guint8 *pixels, gsize stride, gsize step,
                         int width, int height)
{
  guint8 *field = grid->fields;

  if (width < TC_PICTURE_GRID_COLUMNS || height < TC_PICTURE_GRID_ROWS)
    return FALSE;
  for (int row = 0; row < TC_PICTURE_GRID_ROWS; row++) {
    int top = row * height / TC_PICTURE_GRID_ROWS;
    int bottom = (row + 1) * height / TC_PICTURE_GRID_ROWS;

    for (int column = 0; column < TC_PICTURE_GRID_COLUMNS; column++) {
      int left = column * width / TC_PICTURE_GRID_COLUMNS;
      int right = (column + 1) * width / TC_PICTURE_GRID_COLUMNS;

      *field++ = measure_field (pixels + (gsize) top * stride + (gsize) left * step, stride, step,
                                right - left, bottom - top);
    }
  }
  return TRUE;
}

gboolean
tc_picture_grid_same (const TcPictureGrid *a, const TcPictureGrid *b)
{
  for (gsize i = 0; i < G_N_ELEMENTS (a->fields); i++)
    if (abs (a->fields[i] - b->fields[i]) > TC_PICTURE_GRID_TOLERANCE)
      return FALSE;
  return TRUE;
}
