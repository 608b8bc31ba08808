/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A person at the video wall of the real window, over the room's cameras.
 */
#pragma once

#include "window-seat.h"

#include "tc-tile-grid.h"

/* First and last in main(): the program's argument is what decodes in place of toancanh-tiles. */
void wall_seat_init (int *argc, char ***argv);
int wall_seat_run (void);
/* What stood on it at another time. */
void forget_wall (void);
void sit_at_wall (Seat *seat);
TcTileGrid *get_grid (Seat *seat);
TcCameraTile *get_tile (Seat *seat, guint i);
/* Until the tile says that, or doesn't any more. */
void wait_tile (Seat *seat, guint i, const char *text, gboolean shown);
void wait_picture (Seat *seat, guint i);
