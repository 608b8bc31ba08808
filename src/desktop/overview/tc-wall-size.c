/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Size of letters; see the header.
 */
#include "tc-wall-size.h"

#define MM_PER_INCH 25.4
#define LETTERS_PER_DISTANCE 200
#define LINES_MIN 12
#define DISTANCE_MAX_M 100
#define SCREEN_MAX_INCHES 1000

/* The square root, without a library for it: Heron's method from above. */
static double
find_diagonal (int width_px, int height_px)
{
  double square = (double) width_px * width_px + (double) height_px * height_px;
  double root = (double) width_px + height_px;

  for (guint i = 0; i < 40; i++)
    root = (root + square / root) / 2;
  return root;
}

int
tc_wall_letter_px (double distance_m, double screen_inches, int width_px, int height_px)
{
  double px_per_mm = 0, letter_px = 0;

  g_return_val_if_fail (width_px > 0 && height_px > 0, 1);
  if (!(distance_m > 0 && distance_m <= DISTANCE_MAX_M))
    distance_m = TC_WALL_DISTANCE_M;
  if (!(screen_inches > 0 && screen_inches <= SCREEN_MAX_INCHES))
    screen_inches = TC_WALL_SCREEN_INCHES;
  px_per_mm = find_diagonal (width_px, height_px) / (screen_inches * MM_PER_INCH);
  letter_px = distance_m * 1000 / LETTERS_PER_DISTANCE * px_per_mm;
  /* Up, to a whole pixel. */
  return CLAMP ((int) letter_px + (letter_px > (int) letter_px), 1, MAX (height_px / LINES_MIN, 1));
}
