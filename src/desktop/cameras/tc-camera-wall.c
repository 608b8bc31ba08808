/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tiles of the video wall: as many as the wall has cells, each with a player; turns of groups;
 * what stood there is kept in this seat's settings, and is there again at the next start.
 */
#include "tc-camera-panel-private.h"

#include "tc-camera-player.h"
#include "tc-settings.h"

#include <glib/gi18n-lib.h>

#define SETTING "camera-wall"

static void turn (TcCameraPanel *self);

/* ---- kept ---- */

static void
keep (TcCameraPanel *self)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_autofree char *cells = tc_camera_panel_dup_own_cells (self);

  /* What somebody else put there isn't this seat's. */
  if (settings && cells && !self->before)
    g_settings_set (settings, SETTING, "(uus)", tc_wall_get_columns (self->wall),
                    tc_wall_get_rows (self->wall), cells);
}

static void
restore (TcCameraPanel *self)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_autoptr (GArray) cells = NULL;
  g_autofree char *text = NULL;
  guint columns = 0, rows = 0;

  if (!settings)
    return;
  g_settings_get (settings, SETTING, "(uus)", &columns, &rows, &text);
  if (columns < 1 || columns > TC_WALL_COLUMNS_MAX || rows < 1 || rows > TC_WALL_ROWS_MAX)
    return;
  cells = tc_wall_cells_parse (text, columns, rows);
  if (cells)
    (void) tc_wall_set_cells (self->wall, columns, rows, cells);
}

/* ---- tiles ---- */

/* As many players as there are tiles; the grid keeps tiles in their order. */
static void
arrange (TcCameraPanel *self)
{
  const GArray *cells = tc_wall_get_cells (self->wall);
  g_autofree TcTilePlace *places = g_new (TcTilePlace, cells->len);

  for (guint i = 0; i < cells->len; i++) {
    const TcWallCell *cell = &g_array_index (cells, TcWallCell, i);

    places[i] = (TcTilePlace){cell->column, cell->row, cell->width, cell->height};
  }
  if (self->players->len > cells->len)
    g_ptr_array_set_size (self->players, (int) cells->len);
  tc_tile_grid_set_places (self->grid, tc_wall_get_columns (self->wall),
                           tc_wall_get_rows (self->wall), places, cells->len);
  while (self->players->len < cells->len)
    g_ptr_array_add (
        self->players,
        tc_camera_player_new (self->desk, tc_tile_grid_get_tile (self->grid, self->players->len)));
}

/* A camera that was removed, or is none of this person's, is an empty place that says so. @view:
 * (nullable): nothing was read yet */
static void
show_cell (TcCameraPanel *self, const TcCameraView *view, guint cell)
{
  TcCameraPlayer *player = g_ptr_array_index (self->players, cell);
  gint64 id = tc_wall_get_camera (self->wall, cell);
  const TcCamera *camera = id ? tc_camera_view_find (view, id) : NULL;

  tc_camera_player_show (player, camera, camera && g_hash_table_contains (view->open, &id));
  tc_camera_panel_replay_tile (self, cell);
  if (id && !camera && view)
    tc_camera_tile_set_notice (tc_camera_player_get_view (player),
                               _ ("This camera is not there any more, or is not for you."));
  else if (!id)
    tc_camera_tile_set_notice (tc_camera_player_get_view (player),
                               _ ("Type a number and press Enter, or drag a camera here."));
}

static gboolean
turn_cb (gpointer data)
{
  TcCameraPanel *self = data;

  self->turn_source = 0;
  turn (self);
  return G_SOURCE_REMOVE;
}

static void
turn (TcCameraPanel *self)
{
  const TcCameraView *view = tc_camera_watch_get_view (self->watch);
  gint64 now_us = g_get_monotonic_time (), next_us = G_MAXINT64;

  if (!self->desk)
    return;
  if (view)
    next_us = tc_wall_turn (self->wall, view->members, now_us);
  for (guint i = 0; i < self->players->len; i++)
    show_cell (self, view, i);
  tc_camera_panel_mark_alarms (self);
  g_clear_handle_id (&self->turn_source, g_source_remove);
  if (next_us != G_MAXINT64)
    self->turn_source = g_timeout_add ((guint) MAX ((next_us - now_us) / 1000 + 1, 1), turn_cb,
                                       self);
}

void
tc_camera_panel_show_wall (TcCameraPanel *self)
{
  if (!self->desk)
    return;
  self->filling = TRUE;
  arrange (self);
  tc_tile_grid_select (self->grid, (int) tc_wall_get_chosen (self->wall));
  self->filling = FALSE;
  turn (self);
}

static void
changed_cb (TcCameraPanel *self)
{
  if (!self->desk)
    return;
  tc_camera_panel_show_wall (self);
  tc_camera_watch_set_wall (self->watch, tc_wall_get_cells (self->wall));
  keep (self);
  tc_camera_panel_enable_actions (self);
}

static void
selected_cb (TcCameraPanel *self)
{
  int i = tc_tile_grid_get_selected (self->grid);

  if (!self->filling && i >= 0)
    (void) tc_wall_choose (self->wall, (guint) i);
}

static void
swap_cb (TcCameraPanel *self, guint one, guint other)
{
  tc_wall_swap (self->wall, one, other);
}

static void
dropped_cb (TcCameraPanel *self, guint cell, gint64 camera_id)
{
  tc_wall_put (self->wall, cell, camera_id);
  (void) tc_wall_choose (self->wall, cell);
}

static void
activate_cb (TcCameraPanel *self, guint cell)
{
  (void) tc_wall_choose (self->wall, cell);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.wall-alone", NULL);
}

const TcCamera *
tc_camera_panel_get_chosen (TcCameraPanel *self)
{
  gint64 id = tc_wall_get_camera (self->wall, tc_wall_get_chosen (self->wall));

  return id ? tc_camera_view_find (tc_camera_watch_get_view (self->watch), id) : NULL;
}

void
tc_camera_panel_try_again (TcCameraPanel *self)
{
  for (guint i = 0; i < self->players->len; i++)
    tc_camera_player_retry (g_ptr_array_index (self->players, i));
}

void
tc_camera_panel_make_wall (TcCameraPanel *self)
{
  self->wall = tc_wall_new ();
  self->players = g_ptr_array_new_with_free_func (g_object_unref);
  restore (self);
  tc_camera_watch_set_wall (self->watch, tc_wall_get_cells (self->wall));
  g_signal_connect_object (self->wall, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->grid, "notify::selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->grid, "swap", G_CALLBACK (swap_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->grid, "camera-dropped", G_CALLBACK (dropped_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->grid, "activate-tile", G_CALLBACK (activate_cb), self,
                           G_CONNECT_SWAPPED);
  tc_camera_panel_show_wall (self);
}

void
tc_camera_panel_end_wall (TcCameraPanel *self)
{
  g_clear_handle_id (&self->turn_source, g_source_remove);
  g_clear_pointer (&self->players, g_ptr_array_unref);
}
