/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Painting on a picture in I420: rectangles, ellipses and letters, in pixels; what lies outside is
 * cut off. Colours are 0xRRGGBB. Pure.
 */
#pragma once

#include <glib.h>

/* What a letter takes, its gap to the next included, in units of its scale. */
#define TC_FAKE_LETTER_WIDTH 6
#define TC_FAKE_LETTER_HEIGHT 9

typedef struct {
  guint8 *planes[3]; /* (unowned): Y, U, V; those of their maker, who outlives the canvas */
  gsize strides[3];
  int width; /* even, as the next */
  int height;
} TcFakeCanvas;

typedef struct {
  double left;
  double top;
  double right;
  double bottom;
} TcFakeBox;

void tc_fake_canvas_fill (const TcFakeCanvas *canvas, TcFakeBox box, guint32 colour);
/* The ellipse that touches the sides of @box. */
void tc_fake_canvas_ellipse (const TcFakeCanvas *canvas, TcFakeBox box, guint32 colour);
/* From @above at the top of the box to @below at its bottom. */
void tc_fake_canvas_shade (const TcFakeCanvas *canvas, TcFakeBox box, guint32 above, guint32 below);
/* @scale: pixels that a dot of a letter takes, even. Letters that there are none of are gaps. */
void tc_fake_canvas_write (const TcFakeCanvas *canvas, int left, int top, int scale,
                           const char *text, guint32 colour, guint32 behind);
/* All of @from, which is as large. */
void tc_fake_canvas_copy (const TcFakeCanvas *canvas, const TcFakeCanvas *from);

/* Seven rows of five dots, the highest of the five bits is the left one; NULL: no such letter. */
const guint8 *tc_fake_letter (char letter);
