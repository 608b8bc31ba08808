/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing and reading the strip. Reading takes the mean of the inner half of each cell, whose edges
 * are blurred by encoding and scaling, and splits black from white halfway between the darkest cell
 * and the lightest, so that a picture that was greyed or darkened can be read too.
 */
#include "tc-frame-strip.h"

#include <string.h>

#define COLUMNS (TC_FRAME_STRIP_CELLS / TC_FRAME_STRIP_ROWS)
#define CELL_WIDTH_DENOMINATOR 40
#define CELL_HEIGHT_NUMERATOR 2
#define CELL_HEIGHT_DENOMINATOR 45
#define FRAME_BITS 28
#define CHECK_BITS 8
/* Limited range, as video has it; in BGRA it comes out as 0 and 255. */
#define LUMA_BLACK 16
#define LUMA_WHITE 235
#define CHROMA_NEUTRAL 128
/* Cells that differ by less are no strip. */
#define CONTRAST_MIN 48

typedef struct {
  int left, top, right, bottom; /* the last two are outside */
} Cell;

/* A pixel's brightness. */
typedef guint (*LumaFunc) (const guint8 *row, int x);

/* CRC-8, polynomial x^8 + x^2 + x + 1; begun with ones, so that all black is no strip. */
static guint8
check_sum (guint64 bits)
{
  guint8 sum = 0xff;

  for (int i = TC_FRAME_STRIP_CELLS - CHECK_BITS - 1; i >= 0; i--) {
    gboolean high = (sum >> 7) ^ (bits >> i & 1);
    sum = (guint8) (sum << 1) ^ (high ? 0x07 : 0);
  }
  return sum;
}

static guint64
make_cells (guint camera, guint frame)
{
  guint64 bits = (guint64) (camera & TC_FRAME_STRIP_CAMERA_MAX) << FRAME_BITS |
                 (frame & TC_FRAME_STRIP_FRAME_MAX);

  return bits << CHECK_BITS | check_sum (bits);
}

static Cell
get_cell (int i, int width, int height)
{
  int column = i % COLUMNS;
  int row = i / COLUMNS;

  return (Cell){column * width / CELL_WIDTH_DENOMINATOR,
                row * CELL_HEIGHT_NUMERATOR * height / CELL_HEIGHT_DENOMINATOR,
                (column + 1) * width / CELL_WIDTH_DENOMINATOR,
                (row + 1) * CELL_HEIGHT_NUMERATOR * height / CELL_HEIGHT_DENOMINATOR};
}

static gboolean
is_white (guint64 cells, int i)
{
  return cells >> (TC_FRAME_STRIP_CELLS - 1 - i) & 1;
}

void
tc_frame_strip_write_bgra (guint8 *pixels, gsize stride, int width, int height, guint camera,
                           guint frame)
{
  guint64 cells = make_cells (camera, frame);

  for (int i = 0; i < TC_FRAME_STRIP_CELLS; i++) {
    Cell cell = get_cell (i, width, height);
    guint32 pixel = GUINT32_TO_LE (is_white (cells, i) ? 0xffffffff : 0xff000000);
    for (int y = cell.top; y < cell.bottom; y++) {
      guint8 *row = pixels + (gsize) y * stride;
      for (int x = cell.left; x < cell.right; x++)
        memcpy (row + x * 4, &pixel, 4);
    }
  }
}

void
tc_frame_strip_write_i420 (guint8 *luma, gsize luma_stride, guint8 *u, guint8 *v,
                           gsize chroma_stride, int width, int height, guint camera, guint frame)
{
  guint64 cells = make_cells (camera, frame);
  Cell last = get_cell (TC_FRAME_STRIP_CELLS - 1, width, height);

  for (int i = 0; i < TC_FRAME_STRIP_CELLS; i++) {
    Cell cell = get_cell (i, width, height);
    for (int y = cell.top; y < cell.bottom; y++)
      memset (luma + (gsize) y * luma_stride + cell.left,
              is_white (cells, i) ? LUMA_WHITE : LUMA_BLACK, (gsize) (cell.right - cell.left));
  }
  for (int y = 0; y < (last.bottom + 1) / 2; y++) {
    memset (u + (gsize) y * chroma_stride, CHROMA_NEUTRAL, (gsize) (last.right + 1) / 2);
    memset (v + (gsize) y * chroma_stride, CHROMA_NEUTRAL, (gsize) (last.right + 1) / 2);
  }
}

/* ---- reading ---- */

static guint
luma_of_bgra (const guint8 *row, int x)
{
  return (row[x * 4] * 29u + row[x * 4 + 1] * 150u + row[x * 4 + 2] * 77u) >> 8;
}

static guint
luma_of_luma (const guint8 *row, int x)
{
  return row[x];
}

static guint
measure (LumaFunc get_luma, const guint8 *pixels, gsize stride, Cell cell)
{
  int aside = (cell.right - cell.left) / 4;
  int above = (cell.bottom - cell.top) / 4;
  guint64 sum = 0;
  guint n = 0;

  for (int y = cell.top + above; y < cell.bottom - above; y++) {
    for (int x = cell.left + aside; x < cell.right - aside; x++, n++)
      sum += get_luma (pixels + (gsize) y * stride, x);
  }
  return (guint) (sum / n);
}

static gboolean
read_strip (LumaFunc get_luma, const guint8 *pixels, gsize stride, int width, int height,
            guint *camera, guint *frame)
{
  guint luma[TC_FRAME_STRIP_CELLS];
  guint darkest = 255;
  guint lightest = 0;
  guint64 cells = 0;

  if (width < TC_FRAME_STRIP_WIDTH_MIN || height < TC_FRAME_STRIP_HEIGHT_MIN ||
      width > G_MAXINT16 || height > G_MAXINT16)
    return FALSE;
  for (int i = 0; i < TC_FRAME_STRIP_CELLS; i++) {
    luma[i] = measure (get_luma, pixels, stride, get_cell (i, width, height));
    darkest = MIN (darkest, luma[i]);
    lightest = MAX (lightest, luma[i]);
  }
  if (lightest < darkest + CONTRAST_MIN)
    return FALSE;
  for (int i = 0; i < TC_FRAME_STRIP_CELLS; i++)
    cells = cells << 1 | (luma[i] * 2 > darkest + lightest);
  guint64 bits = cells >> CHECK_BITS;
  if (check_sum (bits) != (cells & 0xff))
    return FALSE;
  *camera = (guint) (bits >> FRAME_BITS);
  *frame = (guint) (bits & TC_FRAME_STRIP_FRAME_MAX);
  return TRUE;
}

gboolean
tc_frame_strip_read_bgra (const guint8 *pixels, gsize stride, int width, int height, guint *camera,
                          guint *frame)
{
  return read_strip (luma_of_bgra, pixels, stride, width, height, camera, frame);
}

gboolean
tc_frame_strip_read_luma (const guint8 *luma, gsize stride, int width, int height, guint *camera,
                          guint *frame)
{
  return read_strip (luma_of_luma, luma, stride, width, height, camera, frame);
}
