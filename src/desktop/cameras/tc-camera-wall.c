/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tiles of a wall, in the panel or on a monitor of its own: as many as the wall has cells, each
 * with a player; turns of groups. Which walls there are is tc-camera-screens.c's.
 */
#include "tc-camera-panel-private.h"

#include "tc-camera-player.h"

#include <glib/gi18n-lib.h>

static void turn (TcCameraScreen *self);

/* As many players as there are tiles; the grid keeps tiles in their order. */
static void
arrange (TcCameraScreen *self)
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
    g_ptr_array_add (self->players,
                     tc_camera_player_new (self->panel->desk,
                                           tc_tile_grid_get_tile (self->grid, self->players->len)));
}

/* A camera that was removed, or is none of this person's, is an empty place that says so. @view:
 * (nullable): nothing was read yet */
static void
show_cell (TcCameraScreen *self, const TcCameraView *view, guint cell)
{
  TcCameraPlayer *player = g_ptr_array_index (self->players, cell);
  gint64 id = tc_wall_get_camera (self->wall, cell);
  const TcCamera *camera = id ? tc_camera_view_find (view, id) : NULL;

  tc_camera_player_show (player, camera, camera && g_hash_table_contains (view->open, &id));
  tc_camera_panel_replay_tile (self->panel, player);
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
  TcCameraScreen *self = data;

  self->turn_source = 0;
  turn (self);
  return G_SOURCE_REMOVE;
}

static void
turn (TcCameraScreen *self)
{
  const TcCameraView *view = tc_camera_watch_get_view (self->panel->watch);
  gint64 now_us = g_get_monotonic_time (), next_us = G_MAXINT64;

  if (view)
    next_us = tc_wall_turn (self->wall, view->members, now_us);
  for (guint i = 0; i < self->players->len; i++)
    show_cell (self, view, i);
  tc_camera_panel_mark_alarms (self->panel);
  g_clear_handle_id (&self->turn_source, g_source_remove);
  if (next_us != G_MAXINT64)
    self->turn_source = g_timeout_add ((guint) MAX ((next_us - now_us) / 1000 + 1, 1), turn_cb,
                                       self);
}

/* One tile of all walls is chosen. */
static void
show (TcCameraScreen *self)
{
  gboolean front = self == self->panel->front;

  self->filling = TRUE;
  arrange (self);
  tc_tile_grid_select (self->grid, front ? (int) tc_wall_get_chosen (self->wall) : -1);
  self->filling = FALSE;
  turn (self);
}

void
tc_camera_panel_show_wall (TcCameraPanel *self)
{
  for (guint i = 0; self->desk && i < self->screens->len; i++)
    show (g_ptr_array_index (self->screens, i));
}

/* What stands on any of them is kept true. */
void
tc_camera_panel_watch_walls (TcCameraPanel *self)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (TcWallCell));

  for (guint i = 0; i < self->screens->len; i++) {
    const TcCameraScreen *screen = g_ptr_array_index (self->screens, i);
    const GArray *cells = tc_wall_get_cells (screen->wall);

    g_array_append_vals (all, cells->data, cells->len);
  }
  tc_camera_watch_set_wall (self->watch, all);
}

static void
changed_cb (TcCameraScreen *self)
{
  TcCameraPanel *panel = self->panel;

  if (!panel->desk)
    return;
  show (self);
  tc_camera_panel_watch_walls (panel);
  tc_camera_panel_keep_walls (panel);
  tc_camera_panel_enable_actions (panel);
}

static void
selected_cb (TcCameraScreen *self)
{
  int i = tc_tile_grid_get_selected (self->grid);

  if (self->filling || i < 0)
    return;
  (void) tc_wall_choose (self->wall, (guint) i);
  tc_camera_panel_set_front (self->panel, self);
}

static void
focus_cb (TcCameraScreen *self)
{
  tc_camera_panel_set_front (self->panel, self);
}

static void
swap_cb (TcCameraScreen *self, guint one, guint other)
{
  tc_wall_swap (self->wall, one, other);
}

static void
dropped_cb (TcCameraScreen *self, guint cell, gint64 camera_id)
{
  tc_wall_put (self->wall, cell, camera_id);
  (void) tc_wall_choose (self->wall, cell);
  tc_camera_panel_set_front (self->panel, self);
}

static void
activate_cb (TcCameraScreen *self, guint cell)
{
  (void) tc_wall_choose (self->wall, cell);
  tc_camera_panel_set_front (self->panel, self);
  gtk_widget_activate_action (GTK_WIDGET (self->grid), "win.wall-alone", NULL);
}

const TcCamera *
tc_camera_panel_get_chosen (TcCameraPanel *self)
{
  TcWall *wall = self->front->wall;
  gint64 id = tc_wall_get_camera (wall, tc_wall_get_chosen (wall));

  return id ? tc_camera_view_find (tc_camera_watch_get_view (self->watch), id) : NULL;
}

void
tc_camera_panel_try_again (TcCameraPanel *self)
{
  for (guint i = 0; i < self->screens->len; i++) {
    const TcCameraScreen *screen = g_ptr_array_index (self->screens, i);

    for (guint k = 0; k < screen->players->len; k++)
      tc_camera_player_retry (g_ptr_array_index (screen->players, k));
  }
}

gboolean
tc_camera_screen_is_shown (const TcCameraScreen *self)
{
  return !self->window || gtk_widget_get_visible (GTK_WIDGET (self->window));
}

GVariant *
tc_camera_screen_take_cells (const TcCameraScreen *self)
{
  g_autofree char *cells = tc_wall_dup_cells (self->wall);

  return g_variant_new ("(uus)", tc_wall_get_columns (self->wall), tc_wall_get_rows (self->wall),
                        cells);
}

gboolean
tc_camera_screen_set_cells (TcCameraScreen *self, guint columns, guint rows, const char *text)
{
  g_autoptr (GArray) cells = NULL;

  if (columns < 1 || columns > TC_WALL_COLUMNS_MAX || rows < 1 || rows > TC_WALL_ROWS_MAX)
    return FALSE;
  cells = tc_wall_cells_parse (text, columns, rows);
  return cells && tc_wall_set_cells (self->wall, columns, rows, cells);
}

static void
follow_grid (TcCameraScreen *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_swapped (self->grid, "notify::selected", G_CALLBACK (selected_cb), self);
  g_signal_connect_swapped (self->grid, "swap", G_CALLBACK (swap_cb), self);
  g_signal_connect_swapped (self->grid, "camera-dropped", G_CALLBACK (dropped_cb), self);
  g_signal_connect_swapped (self->grid, "activate-tile", G_CALLBACK (activate_cb), self);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (focus_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->grid), focus);
  self->focus = focus;
}

TcCameraScreen *
tc_camera_screen_new (TcCameraPanel *panel, const char *connector, TcCameraWallWindow *window,
                      TcTileGrid *grid)
{
  TcCameraScreen *self = g_new0 (TcCameraScreen, 1);

  self->panel = panel;
  self->connector = g_strdup (connector);
  self->window = window;
  self->grid = grid;
  self->wall = tc_wall_new ();
  self->players = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect_swapped (self->wall, "changed", G_CALLBACK (changed_cb), self);
  follow_grid (self);
  return self;
}

void
tc_camera_screen_stop (TcCameraScreen *self)
{
  if (!self->focus)
    return;
  g_clear_handle_id (&self->turn_source, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->wall, self);
  g_signal_handlers_disconnect_by_data (self->grid, self);
  g_signal_handlers_disconnect_by_data (self->focus, self);
  self->focus = NULL;
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_ptr_array_set_size (self->players, 0);
  if (self->window)
    tc_camera_wall_window_end (g_steal_pointer (&self->window));
}

void
tc_camera_screen_free (gpointer data)
{
  TcCameraScreen *self = data;

  tc_camera_screen_stop (self);
  g_ptr_array_unref (self->players);
  g_object_unref (self->wall);
  g_free (self->connector);
  g_free (self);
}
