/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A wall of cameras on a monitor of its own; see the header.
 */
#include "tc-camera-wall-window.h"

#include "tc-desk-lock.h"
#include "tc-monitors.h"
#include "tc-text-label.h"
#include "tc-window-keys.h"
#include "tc-window.h"

#include <glib/gi18n-lib.h>

#define WIDTH 1366
#define HEIGHT 768

struct _TcCameraWallWindow {
  AdwApplicationWindow parent;
  AdwToastOverlay *toasts; /* (unowned): template child, like all down to strip */
  GtkWidget *whole;
  TcTileGrid *grid;
  GtkLabel *typed;
  TcEmergencyStrip *strip;
  GtkWindow *main; /* (unowned): outlives it */
  TcPanel *panel;  /* (unowned): likewise */
  TcDesk *desk;    /* (owned) */
};

G_DEFINE_FINAL_TYPE (TcCameraWallWindow, tc_camera_wall_window, ADW_TYPE_APPLICATION_WINDOW)

/* What was typed in the command line is answered there, all else where the person looks. */
static void
answer_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraWallWindow *self = data;
  gboolean ok = FALSE;
  const char *text = NULL;

  g_variant_get (target, "(b&s)", &ok, &text);
  if (!tc_window_answer (TC_WINDOW (self->main), ok, text) && *text)
    tc_panel_say (self->whole, text);
}

static void
add_actions (TcCameraWallWindow *self)
{
  const GActionEntry entries[] = {
      {.name = "command-answer", .activate = answer_cb, .parameter_type = "(bs)"},
  };
  g_auto (GStrv) names = g_action_group_list_actions (G_ACTION_GROUP (self->main));
  GActionMap *map = G_ACTION_MAP (self);

  g_action_map_add_action_entries (map, entries, G_N_ELEMENTS (entries), self);
  /* What is taken is what is seen here. */
  tc_emergency_strip_add_actions (self->strip, map);
  tc_window_add_full_screen (GTK_WINDOW (self));
  for (guint i = 0; names[i]; i++)
    if (!g_action_map_lookup_action (map, names[i]))
      g_action_map_add_action (map,
                               g_action_map_lookup_action (G_ACTION_MAP (self->main), names[i]));
}

/* They live on in the main window, and tell whoever has them of each change. */
static void
remove_actions (TcCameraWallWindow *self)
{
  g_auto (GStrv) names = g_action_group_list_actions (G_ACTION_GROUP (self));

  for (guint i = 0; names[i]; i++)
    g_action_map_remove_action (G_ACTION_MAP (self), names[i]);
}

static gboolean
is_locked (TcCameraWallWindow *self)
{
  return tc_desk_lock_is_locked (tc_desk_lock_of (self->desk));
}

static TcPanel *
get_panel_cb (gpointer data)
{
  TcCameraWallWindow *self = data;

  return self->desk && !is_locked (self) ? self->panel : NULL;
}

/* Actions are the one door, and tiles take keys and hands themselves. */
static void
locked_cb (TcCameraWallWindow *self)
{
  g_autoptr (GSimpleActionGroup) none = g_simple_action_group_new ();
  gboolean locked = is_locked (self);

  gtk_widget_insert_action_group (GTK_WIDGET (self), "win",
                                  locked ? G_ACTION_GROUP (none) : G_ACTION_GROUP (self));
  tc_emergency_strip_set_veiled (self->strip, locked);
  gtk_widget_set_can_target (GTK_WIDGET (self->toasts), !locked);
  gtk_widget_set_can_focus (GTK_WIDGET (self->toasts), !locked);
  if (locked)
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
}

static void
moved_cb (GtkWindow *window, const char *connector, gboolean away)
{
  TcCameraWallWindow *self = TC_CAMERA_WALL_WINDOW (window);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (window), !away);
  /* Translators: a screen, by what it is plugged into: "HDMI-1". */
  text = g_strdup_printf (away ? _ ("The screen at %s is gone: its wall is kept until it is back.")
                               : _ ("The screen at %s is back, with its wall."),
                          connector);
  tc_panel_say (GTK_WIDGET (self->panel), text);
}

/* Where nobody manages windows, full screen is a matter of size alone. */
static void
take_place (TcCameraWallWindow *self, const char *connector)
{
  g_autoptr (GdkMonitor) monitor = tc_monitors_find (connector);
  GdkRectangle place = {0};

  if (monitor)
    gdk_monitor_get_geometry (monitor, &place);
  gtk_window_set_default_size (GTK_WINDOW (self), place.width ? place.width : WIDTH,
                               place.height ? place.height : HEIGHT);
  tc_monitors_follow (GTK_WINDOW (self), connector, moved_cb);
  if (!monitor)
    return;
  gtk_window_fullscreen_on_monitor (GTK_WINDOW (self), monitor);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

static void
tc_camera_wall_window_dispose (GObject *object)
{
  g_clear_object (&TC_CAMERA_WALL_WINDOW (object)->desk);
  G_OBJECT_CLASS (tc_camera_wall_window_parent_class)->dispose (object);
}

static void
tc_camera_wall_window_class_init (TcCameraWallWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_camera_wall_window_dispose;
  g_type_ensure (TC_TYPE_EMERGENCY_STRIP);
  g_type_ensure (TC_TYPE_TILE_GRID);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-camera-wall-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TcCameraWallWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, TcCameraWallWindow, whole);
  gtk_widget_class_bind_template_child (widget_class, TcCameraWallWindow, grid);
  gtk_widget_class_bind_template_child (widget_class, TcCameraWallWindow, typed);
  gtk_widget_class_bind_template_child (widget_class, TcCameraWallWindow, strip);
}

static void
tc_camera_wall_window_init (TcCameraWallWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* It comes over a tile that somebody may be about to click on. */
  tc_emergency_strip_guard (self->strip, GTK_WIDGET (self->strip));
}

TcCameraWallWindow *
tc_camera_wall_window_new (GtkWindow *main, TcDesk *desk, TcPanel *panel, const char *connector)
{
  TcCameraWallWindow *self = g_object_new (TC_TYPE_CAMERA_WALL_WINDOW, "application",
                                           gtk_window_get_application (main), NULL);
  /* Translators: title of a window: a video wall on a screen, by what that is plugged into. */
  g_autofree char *title = g_strdup_printf (_ ("Video wall, %s · Toàn Cảnh"), connector);

  self->main = main;
  self->panel = panel;
  self->desk = g_object_ref (desk);
  gtk_window_set_title (GTK_WINDOW (self), title);
  tc_emergency_strip_set_desk (self->strip, desk);
  g_object_bind_property (tc_window_get_strip (TC_WINDOW (main)), "flashing", self->strip,
                          "flashing", G_BINDING_SYNC_CREATE);
  add_actions (self);
  tc_window_keys_add (GTK_WIDGET (self), get_panel_cb, self);
  g_signal_connect_object (tc_desk_lock_of (desk), "notify::locked", G_CALLBACK (locked_cb), self,
                           G_CONNECT_SWAPPED);
  locked_cb (self);
  take_place (self, connector);
  return self;
}

TcTileGrid *
tc_camera_wall_window_get_grid (TcCameraWallWindow *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_WALL_WINDOW (self), NULL);
  return self->grid;
}

void
tc_camera_wall_window_tell_typed (TcCameraWallWindow *self, const char *text)
{
  g_return_if_fail (TC_IS_CAMERA_WALL_WINDOW (self));
  tc_text_label_say (self->typed, text);
}

void
tc_camera_wall_window_end (TcCameraWallWindow *self)
{
  g_return_if_fail (TC_IS_CAMERA_WALL_WINDOW (self));
  tc_monitors_follow (GTK_WINDOW (self), NULL, NULL);
  tc_emergency_strip_set_desk (self->strip, NULL);
  remove_actions (self);
  gtk_window_destroy (GTK_WINDOW (self));
}
