/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How large letters must be to be read from afar.
 */
#pragma once

#include <glib.h>

/* What is set where nothing is: a 55-inch screen, five metres away. */
#define TC_WALL_DISTANCE_M 5.0
#define TC_WALL_SCREEN_INCHES 55.0

/**
 * tc_wall_letter_px:
 * @distance_m: of the farthest reader
 * @screen_inches: the diagonal
 * @width_px: of the screen
 *
 * Letters are at least 1/200 of the distance (ISO 11064-4 wants 15 to 20 minutes of arc; this is
 * 17): 25 mm at 5 m, 40 px on 55 inches of 1080 lines. What makes no sense counts as what is set
 * where nothing is.
 *
 * Returns: size of the smallest letters, in the pixels of @height_px; at most a twelfth of it
 */
int tc_wall_letter_px (double distance_m, double screen_inches, int width_px, int height_px);
