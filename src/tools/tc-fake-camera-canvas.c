/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Painting in I420: brightness for each pixel, colour for each four.
 */
#include "tc-fake-camera-canvas.h"

#include <math.h>
#include <string.h>

#define LETTER_ROWS 7
#define LETTER_DOTS 5

typedef struct {
  int left, top, right, bottom; /* the last two are outside */
} Pixels;

static const struct {
  char letter;
  guint8 rows[LETTER_ROWS];
} letters[] = {
    {'0', {14, 17, 19, 21, 25, 17, 14}}, {'1', {4, 12, 4, 4, 4, 4, 14}},
    {'2', {14, 17, 1, 2, 4, 8, 31}},     {'3', {31, 2, 4, 2, 1, 17, 14}},
    {'4', {2, 6, 10, 18, 31, 2, 2}},     {'5', {31, 16, 30, 1, 1, 17, 14}},
    {'6', {6, 8, 16, 30, 17, 17, 14}},   {'7', {31, 1, 2, 4, 8, 8, 8}},
    {'8', {14, 17, 17, 14, 17, 17, 14}}, {'9', {14, 17, 17, 15, 1, 2, 12}},
    {'C', {14, 17, 16, 16, 16, 17, 14}}, {'A', {14, 17, 17, 31, 17, 17, 17}},
    {'M', {17, 27, 21, 21, 17, 17, 17}}, {'L', {16, 16, 16, 16, 16, 16, 31}},
    {'O', {14, 17, 17, 17, 17, 17, 14}}, {'P', {30, 17, 17, 30, 16, 16, 16}},
    {'R', {30, 17, 17, 30, 20, 18, 17}}, {'E', {31, 16, 16, 30, 16, 16, 31}},
    {'Y', {17, 17, 10, 4, 4, 4, 4}},     {'-', {0, 0, 0, 31, 0, 0, 0}},
    {':', {0, 12, 12, 0, 12, 12, 0}},    {'.', {0, 0, 0, 0, 0, 12, 12}},
    {'+', {0, 4, 4, 31, 4, 4, 0}},       {'/', {1, 1, 2, 4, 8, 16, 16}},
};

const guint8 *
tc_fake_letter (char letter)
{
  for (guint i = 0; i < G_N_ELEMENTS (letters); i++) {
    if (letters[i].letter == letter)
      return letters[i].rows;
  }
  return NULL;
}

/* ---- colours ---- */

/* BT.601, limited range. */
static void
to_yuv (guint32 colour, guint8 yuv[3])
{
  double r = (double) (colour >> 16 & 0xff);
  double g = (double) (colour >> 8 & 0xff);
  double b = (double) (colour & 0xff);

  yuv[0] = (guint8) lround (16 + 0.257 * r + 0.504 * g + 0.098 * b);
  yuv[1] = (guint8) lround (128 - 0.148 * r - 0.291 * g + 0.439 * b);
  yuv[2] = (guint8) lround (128 + 0.439 * r - 0.368 * g - 0.071 * b);
}

static guint32
mix (guint32 a, guint32 b, double part)
{
  guint32 mixed = 0;

  for (int shift = 16; shift >= 0; shift -= 8) {
    double one = (double) (a >> shift & 0xff);
    double other = (double) (b >> shift & 0xff);
    mixed |= (guint32) lround (one + (other - one) * part) << shift;
  }
  return mixed;
}

/* ---- shapes ---- */

static Pixels
clip (const TcFakeCanvas *canvas, TcFakeBox box)
{
  return (Pixels){(int) lround (CLAMP (box.left, 0, canvas->width)),
                  (int) lround (CLAMP (box.top, 0, canvas->height)),
                  (int) lround (CLAMP (box.right, 0, canvas->width)),
                  (int) lround (CLAMP (box.bottom, 0, canvas->height))};
}

/* From pixel to pixel of a row; the colour of a row is that of its even neighbour. */
static void
fill_row (const TcFakeCanvas *canvas, int y, int left, int right, const guint8 yuv[3])
{
  if (right <= left)
    return;
  memset (canvas->planes[0] + (gsize) y * canvas->strides[0] + left, yuv[0],
          (gsize) (right - left));
  if (y % 2 == 1)
    return;
  for (int i = 1; i < 3; i++)
    memset (canvas->planes[i] + (gsize) (y / 2) * canvas->strides[i] + left / 2, yuv[i],
            (gsize) ((right + 1) / 2 - left / 2));
}

void
tc_fake_canvas_fill (const TcFakeCanvas *canvas, TcFakeBox box, guint32 colour)
{
  Pixels pixels = clip (canvas, box);
  guint8 yuv[3];

  to_yuv (colour, yuv);
  for (int y = pixels.top; y < pixels.bottom; y++)
    fill_row (canvas, y, pixels.left, pixels.right, yuv);
}

void
tc_fake_canvas_ellipse (const TcFakeCanvas *canvas, TcFakeBox box, guint32 colour)
{
  Pixels pixels = clip (canvas, box);
  double middle_x = (box.left + box.right) / 2;
  double middle_y = (box.top + box.bottom) / 2;
  double radius_y = (box.bottom - box.top) / 2;
  guint8 yuv[3];

  to_yuv (colour, yuv);
  for (int y = pixels.top; y < pixels.bottom; y++) {
    double up = (y + 0.5 - middle_y) / radius_y;
    double half = sqrt (MAX (1 - up * up, 0)) * (box.right - box.left) / 2;
    Pixels row = clip (canvas, (TcFakeBox){middle_x - half, y, middle_x + half, y + 1});
    fill_row (canvas, y, row.left, row.right, yuv);
  }
}

void
tc_fake_canvas_shade (const TcFakeCanvas *canvas, TcFakeBox box, guint32 above, guint32 below)
{
  Pixels pixels = clip (canvas, box);
  guint8 yuv[3];

  for (int y = pixels.top; y < pixels.bottom; y++) {
    double part = (y - box.top) / MAX (box.bottom - box.top, 1);
    to_yuv (mix (above, below, CLAMP (part, 0, 1)), yuv);
    fill_row (canvas, y, pixels.left, pixels.right, yuv);
  }
}

/* ---- letters ---- */

static void
write_letter (const TcFakeCanvas *canvas, int left, int top, int scale, const guint8 *rows,
              guint32 colour)
{
  for (int row = 0; row < LETTER_ROWS; row++) {
    for (int dot = 0; dot < LETTER_DOTS; dot++) {
      if (rows[row] >> (LETTER_DOTS - 1 - dot) & 1) {
        int x = left + dot * scale;
        int y = top + row * scale;
        tc_fake_canvas_fill (canvas, (TcFakeBox){x, y, x + scale, y + scale}, colour);
      }
    }
  }
}

void
tc_fake_canvas_write (const TcFakeCanvas *canvas, int left, int top, int scale, const char *text,
                      guint32 colour, guint32 behind)
{
  int width = (int) strlen (text) * TC_FAKE_LETTER_WIDTH * scale + scale;

  tc_fake_canvas_fill (
      canvas, (TcFakeBox){left, top, left + width, top + TC_FAKE_LETTER_HEIGHT * scale}, behind);
  for (int i = 0; text[i] != '\0'; i++) {
    const guint8 *rows = tc_fake_letter (text[i]);
    if (rows)
      write_letter (canvas, left + scale + i * TC_FAKE_LETTER_WIDTH * scale, top + scale, scale,
                    rows, colour);
  }
}

void
tc_fake_canvas_copy (const TcFakeCanvas *canvas, const TcFakeCanvas *from)
{
  for (int i = 0; i < 3; i++) {
    int width = i == 0 ? from->width : from->width / 2;
    int height = i == 0 ? from->height : from->height / 2;
    for (int y = 0; y < height; y++)
      memcpy (canvas->planes[i] + (gsize) y * canvas->strides[i],
              from->planes[i] + (gsize) y * from->strides[i], (gsize) width);
  }
}
