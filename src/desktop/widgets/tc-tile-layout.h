/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tiles in rows of at most four columns, as many as there is room for; a tile of the style class
 * "wide" takes two. Tiles of a row are of one height. Larger letters make fewer columns and more
 * rows: nothing is cut off.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_TYPE_TILE_LAYOUT (tc_tile_layout_get_type ())
G_DECLARE_FINAL_TYPE (TcTileLayout, tc_tile_layout, TC, TILE_LAYOUT, GtkLayoutManager)

#define TC_TILE_COLUMNS_MAX 4
