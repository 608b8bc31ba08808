/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The wall's part in the mode of a big event: the layout that is named for it, a person's own
 * before one for all; and what was there before, which a stop in between doesn't lose.
 */
#include "tc-camera-panel-private.h"

#include "tc-fold.h"
#include "tc-settings.h"

#define BEFORE_KEY "event-mode-wall-before"
#define WALL_TYPE "(uus)"

/* What is looked at stands on the panel's own wall. */
static gboolean
is_looked_at (TcCameraPanel *self)
{
  return self->before && self->looked == tc_camera_panel_get_own (self);
}

/* (nullable) (transfer full): what is this seat's own, also while somebody's push is looked at */
static GVariant *
dup_wall (TcCameraPanel *self)
{
  const TcCameraScreen *own = tc_camera_panel_get_own (self);
  g_autofree char *cells = NULL;

  if (is_looked_at (self))
    return g_variant_ref (self->before);
  cells = tc_camera_panel_dup_own_cells (self, own);
  return cells ? g_variant_ref_sink (g_variant_new (WALL_TYPE, tc_wall_get_columns (own->wall),
                                                    tc_wall_get_rows (own->wall), cells))
               : NULL;
}

static gboolean
is_kept (GSettings *settings)
{
  g_autofree char *cells = NULL;
  guint columns = 0, rows = 0;

  g_settings_get (settings, BEFORE_KEY, WALL_TYPE, &columns, &rows, &cells);
  return columns > 0;
}

/* (nullable) */
static const TcWallLayout *
find_named (const GPtrArray *layouts, const char *name)
{
  g_autofree char *wanted = tc_fold_key (name);

  for (guint i = 0; *wanted && i < layouts->len; i++) {
    const TcWallLayout *layout = g_ptr_array_index (layouts, i);
    g_autofree char *key = tc_fold_key (layout->name);

    if (g_str_equal (key, wanted))
      return layout;
  }
  return NULL;
}

static void
mode_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  const TcCameraView *view = tc_camera_watch_get_view (self->watch);
  g_autofree const char **names = g_variant_get_strv (target, NULL);
  const TcWallLayout *layout = NULL;
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_autoptr (GVariant) before = dup_wall (self);

  for (guint i = 0; view && view->reading == TC_READING_OPEN && !layout && names[i]; i++)
    layout = find_named (view->layouts, names[i]);
  if (!layout || !before || !settings)
    return;
  if (!is_kept (settings))
    g_settings_set_value (settings, BEFORE_KEY, before);
  if (is_looked_at (self))
    g_clear_pointer (&self->before, g_variant_unref);
  (void) tc_wall_set_cells (tc_camera_panel_get_own (self)->wall, layout->columns, layout->rows,
                            layout->cells);
}

static void
back_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_autoptr (GVariant) before = NULL;
  const char *cells = NULL;
  guint columns = 0, rows = 0;

  if (!settings || !is_kept (settings))
    return;
  before = g_settings_get_value (settings, BEFORE_KEY);
  g_settings_reset (settings, BEFORE_KEY);
  g_variant_get (before, "(uu&s)", &columns, &rows, &cells);
  tc_camera_panel_put_cells (self, tc_camera_panel_get_own (self), columns, rows, cells);
}

void
tc_camera_panel_add_mode (TcCameraPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "wall-mode", .activate = mode_cb, .parameter_type = "as"},
      {.name = "wall-mode-back", .activate = back_cb},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
