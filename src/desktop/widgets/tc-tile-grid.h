/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Camera tiles in a grid, of which a tile may take several cells: a wall. One of them is selected:
 * it has the focus while the grid has it, and the arrow keys go to the next in their direction. One
 * may be shown alone, as large as the grid. It takes the pictures of all its tiles at once, at
 * most every TC_TILE_GRID_TAKE_US, after all input, and as many as can be painted in the time that
 * a frame has for them (tc-paint-budget.h); the others are taken for the next frame. It has its
 * tiles say how they are once a second while it is shown.
 *
 * Signals: "swap" (uint i, uint j): a tile was dropped on another; "camera-dropped" (uint i, int64
 * id): a drag that offers an int64 was; "activate-tile" (uint i): Enter, or pressed twice.
 */
#pragma once

#include "tc-camera-tile.h"

#define TC_TILE_GRID_SIDE_MAX 8
/* No camera here is faster than some 30 pictures a second. */
#define TC_TILE_GRID_TAKE_US ((gint64) 30 * 1000)
/* What a frame had no room for is taken so soon. */
#define TC_TILE_GRID_REST_US ((gint64) 16 * 1000)

#define TC_TYPE_TILE_GRID (tc_tile_grid_get_type ())
G_DECLARE_FINAL_TYPE (TcTileGrid, tc_tile_grid, TC, TILE_GRID, GtkWidget)

/* Properties: selected (int: which tile; -1: none), alone (int: which is shown alone; -1: all). */

/* In cells of the grid. */
typedef struct {
  guint column;
  guint row;
  guint width;
  guint height;
} TcTilePlace;

/**
 * tc_tile_grid_set_places:
 * @columns, @rows: 1..TC_TILE_GRID_SIDE_MAX
 * @places: (array length=n): within the grid, none on another; in the order of reading
 *
 * Tiles that are there stay, with what they play, the first in the first place; further ones are
 * new and empty, those that are too many go. All are shown then; where nothing is placed otherwise,
 * one that is shown alone stays so.
 */
void tc_tile_grid_set_places (TcTileGrid *self, guint columns, guint rows,
                              const TcTilePlace *places, guint n);
guint tc_tile_grid_get_n_tiles (TcTileGrid *self);
TcCameraTile *tc_tile_grid_get_tile (TcTileGrid *self, guint i);

int tc_tile_grid_get_selected (TcTileGrid *self);
void tc_tile_grid_select (TcTileGrid *self, int i);
int tc_tile_grid_get_alone (TcTileGrid *self);
void tc_tile_grid_show_alone (TcTileGrid *self, int i);
