/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands on a wall of cameras: a grid of cells, what is in each, which one is chosen, and
 * which camera of a group has its turn. Not what a picture looks like, nor who may see it.
 *
 * A cell is known by its place in the order of rows and columns. Pure: time by argument (µs of one
 * steady clock). Thread: the main loop's.
 */
#pragma once

#include "tc-wall-cells.h"

#include <glib-object.h>

#define TC_TYPE_WALL (tc_wall_get_type ())
G_DECLARE_FINAL_TYPE (TcWall, tc_wall, TC, WALL, GObject)

#define TC_WALL_DWELL_S 10

/* Signal: ::changed (): its cells, or what is in them, or which is chosen. */

/* Two by two, empty. */
TcWall *tc_wall_new (void);

/* Names of shapes, NULL-terminated: "1", "2" … "8" for so many rows and columns, and those with
 * large cells: "1+5", "1+7", "1+12", "2+8". */
const char *const *tc_wall_list_shapes (void);
/* What stood there goes over in its order, as far as there are cells. FALSE: no such shape. */
gboolean tc_wall_set_shape (TcWall *self, const char *shape);
/* (nullable): it is none of those */
const char *tc_wall_get_shape (TcWall *self);
/* @cells: (element-type TcWallCell): as tc_wall_cells_parse() gives them. FALSE: they don't fit. */
gboolean tc_wall_set_cells (TcWall *self, guint columns, guint rows, const GArray *cells);
/* As tc_wall_cells_format() writes them. (transfer full) */
char *tc_wall_dup_cells (TcWall *self);

guint tc_wall_get_columns (TcWall *self);
guint tc_wall_get_rows (TcWall *self);
/* (element-type TcWallCell): borrowed until ::changed */
const GArray *tc_wall_get_cells (TcWall *self);

guint tc_wall_get_chosen (TcWall *self);
/* FALSE: there is no such cell */
gboolean tc_wall_choose (TcWall *self, guint cell);
/* The next cell in that direction (-1, 0, 1 each), as seen from the middle of the chosen one. */
gboolean tc_wall_move (TcWall *self, int right, int down);

/* Puts it into the cell, in place of what is there; 0: nothing. */
void tc_wall_put (TcWall *self, guint cell, gint64 camera_id);
/* The cameras of the group, one after the other, each for @dwell_s. */
void tc_wall_put_group (TcWall *self, guint cell, gint64 group_id, guint dwell_s);
void tc_wall_swap (TcWall *self, guint one, guint other);
/* What stands in the chosen cell changes places with the next in that direction, as of
 * tc_wall_move(), and is chosen there. FALSE: there is none */
gboolean tc_wall_carry (TcWall *self, int right, int down);
void tc_wall_clear (TcWall *self);
/* Where it stands already, else into the first empty cell from the chosen one on, else into the
 * chosen one; that is chosen then. */
void tc_wall_show (TcWall *self, gint64 camera_id);
/* Into the empty cells in their order, but for those that stand somewhere already. */
void tc_wall_fill (TcWall *self, const gint64 *camera_ids, guint n);
/* All of them and nothing else, or as many as there is room for, in the smallest shape that holds
 * them: the first is large where few others leave room for that. */
void tc_wall_show_all (TcWall *self, const gint64 *camera_ids, guint n);

/**
 * tc_wall_turn:
 * @members: (element-type gint64 GArray): cameras of groups, as of TcCameraView
 *
 * Whose turn it is where a group stands. Returns: when it is to be asked again; G_MAXINT64: no more
 */
gint64 tc_wall_turn (TcWall *self, GHashTable *members, gint64 now_us);
/* The camera that is to be seen there now: that of the cell, or of its group; 0: none */
gint64 tc_wall_get_camera (TcWall *self, guint cell);
/* On or back in the group that stands there; the dwell begins anew. */
void tc_wall_step (TcWall *self, guint cell, int by);
/* Whether groups stand still at the camera they are at. */
void tc_wall_set_paused (TcWall *self, gboolean paused);
gboolean tc_wall_get_paused (TcWall *self);
