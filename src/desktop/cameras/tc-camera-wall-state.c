/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All walls of this desk as the state of one action: on which monitor each stands, how it is laid
 * out, what is in its tiles and whether its groups stand still. What is set is put up: so a profile
 * of the seat (shell/tc-profiles.h) keeps walls as it keeps all else. A wall whose monitor isn't
 * there is put away until it is, as any other.
 */
#include "tc-camera-panel-private.h"

#include <string.h>

#define STATE "walls"
/* Connector, "" of the one in the panel; columns, rows, tiles; whether its groups stand still. */
#define ROW "(suusb)"

/* (transfer floating) */
static GVariant *
take_walls (TcCameraPanel *self)
{
  GVariantBuilder rows;

  g_variant_builder_init (&rows, G_VARIANT_TYPE ("a" ROW));
  for (guint i = 0; i < self->screens->len; i++) {
    const TcCameraScreen *screen = g_ptr_array_index (self->screens, i);
    guint columns = 0, height = 0;
    g_autofree char *cells = tc_camera_panel_dup_kept (self, screen, &columns, &height);

    if (cells)
      g_variant_builder_add (&rows, ROW, screen->connector, columns, height, cells,
                             tc_wall_get_paused (screen->wall));
  }
  return g_variant_builder_end (&rows);
}

void
tc_camera_panel_tell_walls (TcCameraPanel *self)
{
  GAction *action = self->window ? g_action_map_lookup_action (self->window, STATE) : NULL;

  if (action && self->desk && !self->restoring)
    g_simple_action_set_state (G_SIMPLE_ACTION (action), take_walls (self));
}

static gboolean
is_named (GVariant *walls, const char *connector)
{
  const char *one = NULL;
  GVariantIter iter;

  g_variant_iter_init (&iter, walls);
  while (g_variant_iter_next (&iter, "(&suu&sb)", &one, NULL, NULL, NULL, NULL)) {
    if (g_str_equal (one, connector))
      return TRUE;
  }
  return FALSE;
}

static void
close_others (TcCameraPanel *self, GVariant *walls)
{
  for (guint i = self->screens->len; i > 1; i--) {
    TcCameraScreen *screen = g_ptr_array_index (self->screens, i - 1);

    if (!is_named (walls, screen->connector))
      tc_camera_panel_close_screen (self, screen);
  }
}

/* What somebody else has put there stays, and then that is what there is to come back to. */
void
tc_camera_panel_put_cells (TcCameraPanel *self, TcCameraScreen *screen, guint columns, guint rows,
                           const char *cells)
{
  if (self->before && screen == self->looked) {
    g_variant_unref (self->before);
    self->before = g_variant_ref_sink (g_variant_new ("(uus)", columns, rows, cells));
  } else {
    (void) tc_camera_screen_set_cells (screen, columns, rows, cells);
  }
}

static gboolean
can_be (guint columns, guint rows, const char *text)
{
  g_autoptr (GArray) cells = NULL;

  if (columns < 1 || columns > TC_WALL_COLUMNS_MAX || rows < 1 || rows > TC_WALL_ROWS_MAX ||
      strlen (text) > TC_WALL_CELLS_CHARS_MAX)
    return FALSE;
  cells = tc_wall_cells_parse (text, columns, rows);
  return cells != NULL;
}

/* What another version wrote and this one can't read is left out. */
static void
put_walls (TcCameraPanel *self, GVariant *walls)
{
  const char *connector = NULL, *cells = NULL;
  guint columns = 0, rows = 0;
  gboolean paused = FALSE;
  GVariantIter iter;

  g_variant_iter_init (&iter, walls);
  while (g_variant_iter_next (&iter, "(&suu&sb)", &connector, &columns, &rows, &cells, &paused)) {
    TcCameraScreen *screen = NULL;

    if (!can_be (columns, rows, cells))
      continue;
    screen = tc_camera_panel_open_screen (self, connector);
    if (!screen)
      continue;
    tc_camera_panel_put_cells (self, screen, columns, rows, cells);
    tc_camera_panel_pause (self, screen, paused);
  }
}

static void
walls_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  TcCameraPanel *self = data;

  if (!self->desk)
    return;
  tc_camera_panel_finish_restoring (self);
  close_others (self, state);
  put_walls (self, state);
  tc_camera_panel_keep_walls (self);
}

void
tc_camera_panel_add_wall_state (TcCameraPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = STATE, .state = "@a" ROW " []", .change_state = walls_cb},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
