/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cells of a wall: rectangles of a grid that don't overlap, and what each shows: a camera, a
 * group of cameras in turn, or nothing yet. A place without a cell stays dark. As text, in
 * operations and rows, "COLUMN,ROW,WIDTH,HEIGHT,CAMERA,GROUP,DWELL" each, separated by ';', with 0
 * for what isn't there, ordered by row and column: "0,0,2,2,9001,0,0;2,0,1,1,0,77,10".
 */
#pragma once

#include <glib.h>

#define TC_WALL_COLUMNS_MAX 8
#define TC_WALL_ROWS_MAX 8
#define TC_WALL_CELLS_MAX (TC_WALL_COLUMNS_MAX * TC_WALL_ROWS_MAX)
#define TC_WALL_CELLS_CHARS_MAX 4000
/* Seconds that each camera of a group is shown. */
#define TC_WALL_DWELL_S_MIN 3
#define TC_WALL_DWELL_S_MAX 600

typedef struct {
  guint8 column; /* from 0 */
  guint8 row;
  guint8 width; /* from 1 */
  guint8 height;
  gint64 camera_id; /* 0: none */
  gint64 group_id;  /* 0: none; not with a camera */
  guint dwell_s;    /* of a group; else 0 */
} TcWallCell;

/* (transfer full) (nullable) (element-type TcWallCell): NULL if @text isn't what
 * tc_wall_cells_format() writes for a grid of that size. Thread: any. */
GArray *tc_wall_cells_parse (const char *text, guint columns, guint rows);
/* (transfer full) (nullable): NULL if they don't fit: none, too many, one outside the grid, on
 * another or with a group and no dwell. @cells may be in any order. */
char *tc_wall_cells_format (const GArray *cells, guint columns, guint rows);
