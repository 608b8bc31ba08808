/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The wall's part in the mode of a big event. A layout is offered for it: the one that is named as
 * the event or as its kind, a person's own before one for all; where there is none, the cameras
 * nearest to where things are. It is put up when the person says so, on the wall in the window;
 * what was there before is kept, over a stop in between too, and comes back with the normal mode.
 */
#include "tc-camera-panel-private.h"

#include "tc-big-event-words.h"
#include "tc-event-cameras.h"
#include "tc-fold.h"
#include "tc-settings.h"
#include "tc-wall-layouts.h"

#include <glib/gi18n-lib.h>

#define BEFORE_KEY "event-mode-wall-before"
#define WALL_TYPE "(uus)"
#define TAKE "wall-mode-take"

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
  guint columns = 0, rows = 0;
  g_autofree char *cells = tc_camera_panel_dup_kept (self, tc_camera_panel_get_own (self), &columns,
                                                     &rows);

  return cells ? g_variant_ref_sink (g_variant_new (WALL_TYPE, columns, rows, cells)) : NULL;
}

static gboolean
is_kept (GSettings *settings)
{
  g_autofree char *cells = NULL;
  guint columns = 0, rows = 0;

  g_settings_get (settings, BEFORE_KEY, WALL_TYPE, &columns, &rows, &cells);
  return columns > 0;
}

/* ---- what is offered ---- */

static void
forget_offer (TcCameraPanel *self)
{
  self->mode_event = 0;
  g_clear_pointer (&self->mode_wall, g_variant_unref);
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "offer-end",
                                  g_variant_new_string (TAKE));
}

/* @wall: (transfer floating) */
static void
offer (TcCameraPanel *self, GVariant *wall, const char *text)
{
  self->mode_wall = g_variant_ref_sink (wall);
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "offer",
                                  g_variant_new ("(sss)", text, C_ ("verb", "Put it up"), TAKE));
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

/* FALSE: there is none of that name */
static gboolean
offer_layout (TcCameraPanel *self, const char *const *names)
{
  const TcCameraView *view = tc_camera_watch_get_view (self->watch);
  const TcWallLayout *layout = NULL;
  g_autofree char *cells = NULL, *text = NULL;

  for (guint i = 0; view && view->reading == TC_READING_OPEN && !layout && names[i]; i++)
    layout = find_named (view->layouts, names[i]);
  if (!layout)
    return FALSE;
  cells = tc_wall_cells_format (layout->cells, layout->columns, layout->rows);
  /* Translators: the name of a layout of cameras. */
  text = g_strdup_printf (_ ("The video wall has a layout for this event: “%s”."), layout->name);
  offer (self, g_variant_new (WALL_TYPE, layout->columns, layout->rows, cells), text);
  return TRUE;
}

static void
offer_cameras (TcCameraPanel *self, const GArray *ids)
{
  g_autoptr (TcWall) wall = tc_wall_new ();
  g_autofree char *cells = NULL, *text = NULL;

  tc_wall_show_all (wall, (const gint64 *) (gpointer) ids->data, ids->len);
  cells = tc_wall_dup_cells (wall);
  text = g_strdup_printf (ngettext ("%u camera is near to this event and can be on the video wall.",
                                    "%u cameras are near to this event and can be on the video "
                                    "wall.",
                                    ids->len),
                          ids->len);
  offer (self,
         g_variant_new (WALL_TYPE, tc_wall_get_columns (wall), tc_wall_get_rows (wall), cells),
         text);
}

typedef struct {
  TcCameraPanel *panel; /* (owned) */
  gint64 event_id;
} Asked;

/* The desk may be set back meanwhile, or set up for another event. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Asked *asked = data;
  g_autoptr (TcCameraPanel) self = asked->panel;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = tc_event_cameras_read_finish (TC_DESK (source), result, &error);

  if (!self->desk || self->mode_event != asked->event_id)
    return;
  if (ids && ids->len > 0)
    offer_cameras (self, ids);
  else
    tc_panel_say (GTK_WIDGET (self), _ ("No layout is for this event, and no camera is near to it: "
                                        "the video wall stays as it is."));
}

static void
mode_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  g_autofree const char **names = NULL;
  gint64 event_id = 0;
  Asked *asked = NULL;

  forget_offer (self);
  g_variant_get (target, "(^a&sx)", &names, &event_id);
  if (offer_layout (self, names))
    return;
  self->mode_event = event_id;
  asked = g_new0 (Asked, 1);
  *asked = (Asked){g_object_ref (self), event_id};
  tc_event_cameras_read_async (self->desk, event_id, read_cb, asked);
}

/* ---- put up, and taken back ---- */

static void
take_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_autoptr (GVariant) before = dup_wall (self), wall = g_steal_pointer (&self->mode_wall);
  const char *cells = NULL;
  guint columns = 0, rows = 0;

  if (!wall || !before || !settings)
    return;
  if (!is_kept (settings))
    g_settings_set_value (settings, BEFORE_KEY, before);
  if (is_looked_at (self))
    g_clear_pointer (&self->before, g_variant_unref);
  g_variant_get (wall, "(uu&s)", &columns, &rows, &cells);
  (void) tc_camera_screen_set_cells (tc_camera_panel_get_own (self), columns, rows, cells);
  tc_panel_say_undo (GTK_WIDGET (self),
                     _ ("The video wall shows the event. What was there comes back with the "
                        "normal mode."),
                     C_ ("verb", "Undo"), "win.wall-mode-back", NULL);
}

static void
back_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_autoptr (GVariant) before = NULL;
  const char *cells = NULL;
  guint columns = 0, rows = 0;

  forget_offer (self);
  if (!settings || !is_kept (settings))
    return;
  before = g_settings_get_value (settings, BEFORE_KEY);
  g_settings_reset (settings, BEFORE_KEY);
  g_variant_get (before, "(uu&s)", &columns, &rows, &cells);
  tc_camera_panel_put_cells (self, tc_camera_panel_get_own (self), columns, rows, cells);
}

/* ---- which layout is for which kind ---- */

/* As it was, or none: what takes it back. (transfer floating) */
static GVariant *
take_before (TcCameraPanel *self, gint64 layout_id, const char **action)
{
  const TcCameraView *view = tc_camera_watch_get_view (self->watch);

  for (guint i = 0; view && i < view->layouts->len; i++) {
    const TcWallLayout *layout = g_ptr_array_index (view->layouts, i);
    g_autofree char *cells = NULL;

    if (layout->id != layout_id)
      continue;
    *action = "win.layout-again";
    cells = tc_wall_cells_format (layout->cells, layout->columns, layout->rows);
    return g_variant_new ("(suusb)", layout->name, layout->columns, layout->rows, cells, TRUE);
  }
  *action = "win.layout-remove";
  return g_variant_new_int64 (layout_id);
}

/* The wall in front, as everybody here will be offered it. */
static void
layout_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  const char *name = tc_big_event_get_layout_name (g_variant_get_string (target, NULL));
  g_autofree char *cells = tc_wall_dup_cells (self->front->wall);
  const char *undo = NULL;
  GVariant *before = NULL;

  if (!name)
    return;
  const TcLayoutSave args = {.layout_id = tc_camera_panel_choose_layout_id (self, name, TRUE),
                             .name = name,
                             .columns = tc_wall_get_columns (self->front->wall),
                             .rows = tc_wall_get_rows (self->front->wall),
                             .cells = cells,
                             .shared = TRUE};
  before = take_before (self, args.layout_id, &undo);
  tc_camera_panel_submit (self, &tc_layout_save_type, &args,
                          N_ ("The layout is for such events now: whoever sets a desk up for one "
                              "is offered it."),
                          undo, before);
}

void
tc_camera_panel_add_mode (TcCameraPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "wall-mode", .activate = mode_cb, .parameter_type = "(asx)"},
      {.name = TAKE, .activate = take_cb},
      {.name = "wall-mode-back", .activate = back_cb},
      {.name = TC_LAYOUT_FOR_EVENT, .activate = layout_cb, .parameter_type = "s"},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
