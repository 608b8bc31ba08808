/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A panel in a window of its own; see the header.
 */
#include "tc-panel-window.h"

#include "tc-connection-state.h"
#include "tc-hold-box.h"
#include "tc-monitors.h"
#include "tc-toasts.h"
#include "tc-window-keys.h"

#include <glib/gi18n-lib.h>

struct _TcPanelWindow {
  AdwApplicationWindow parent;
  GtkLabel *name; /* (unowned): template child, like all down to overlay */
  TcConnectionState *connection;
  TcEmergencyStrip *strip;
  AdwToastOverlay *overlay;
  TcWindow *main;          /* (unowned): outlives it */
  const TcPanelType *type; /* static */
  char *connector;         /* (owned) (nullable): of the monitor that it fills, or would */
};

G_DEFINE_FINAL_TYPE (TcPanelWindow, tc_panel_window, ADW_TYPE_APPLICATION_WINDOW)

/* What was typed is answered where it was typed, all else where the person looks. */
static void
answer_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcPanelWindow *self = data;
  gboolean ok = FALSE;
  const char *text = NULL;

  g_variant_get (target, "(b&s)", &ok, &text);
  if (!tc_window_answer (self->main, ok, text) && *text)
    tc_panel_say (adw_toast_overlay_get_child (self->overlay), text);
}

static void
own_window_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  gtk_window_close (data);
}

static void
add_actions (TcPanelWindow *self)
{
  const GActionEntry entries[] = {
      {.name = "command-answer", .activate = answer_cb, .parameter_type = "(bs)"},
      {.name = "own-window", .activate = own_window_cb},
  };
  g_auto (GStrv) names = g_action_group_list_actions (G_ACTION_GROUP (self->main));
  GActionMap *map = G_ACTION_MAP (self);

  g_action_map_add_action_entries (map, entries, G_N_ELEMENTS (entries), self);
  /* Another may stand in the main window's strip for a moment. */
  tc_emergency_strip_add_actions (self->strip, map);
  tc_window_add_full_screen (GTK_WINDOW (self));
  tc_hold_box_add_action (map);
  for (guint i = 0; names[i]; i++)
    if (!g_action_map_lookup_action (map, names[i]))
      g_action_map_add_action (map,
                               g_action_map_lookup_action (G_ACTION_MAP (self->main), names[i]));
}

/* They live on in the main window, and tell whoever has them of each change. */
static void
remove_actions (TcPanelWindow *self)
{
  g_auto (GStrv) names = g_action_group_list_actions (G_ACTION_GROUP (self));

  for (guint i = 0; names[i]; i++)
    g_action_map_remove_action (G_ACTION_MAP (self), names[i]);
}

static TcPanel *
get_panel_cb (gpointer data)
{
  GtkWidget *panel = adw_toast_overlay_get_child (TC_PANEL_WINDOW (data)->overlay);

  return panel ? TC_PANEL (panel) : NULL;
}

static void
moved_cb (GtkWindow *window, const char *connector, gboolean away)
{
  TcPanelWindow *self = TC_PANEL_WINDOW (window);
  g_autofree char *text = NULL;

  /* Translators: a screen, by what it is plugged into: "HDMI-1". */
  text = g_strdup_printf (away ? _ ("The screen at %s is gone: this window stays here until it is "
                                    "back.")
                               : _ ("The screen at %s is back."),
                          connector);
  tc_panel_say (adw_toast_overlay_get_child (self->overlay), text);
}

static void
keep_connector (TcPanelWindow *self, const char *connector)
{
  char *kept = g_strdup (connector);

  g_free (self->connector);
  self->connector = kept;
  tc_monitors_follow (GTK_WINDOW (self), kept, moved_cb);
}

/* A person, or the window manager, put it on a monitor or took it off; one that is lost is kept. */
static void
full_screen_cb (TcPanelWindow *self)
{
  if (gtk_window_is_fullscreen (GTK_WINDOW (self)))
    tc_panel_window_get_connector (self);
  else if (self->connector && !tc_monitors_is_away (GTK_WINDOW (self)))
    keep_connector (self, NULL);
}

static void
tc_panel_window_finalize (GObject *object)
{
  g_free (TC_PANEL_WINDOW (object)->connector);
  G_OBJECT_CLASS (tc_panel_window_parent_class)->finalize (object);
}

static void
tc_panel_window_class_init (TcPanelWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = tc_panel_window_finalize;
  g_type_ensure (TC_TYPE_CONNECTION_STATE);
  g_type_ensure (TC_TYPE_EMERGENCY_STRIP);
  g_type_ensure (TC_TYPE_HOLD_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-panel-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TcPanelWindow, name);
  gtk_widget_class_bind_template_child (widget_class, TcPanelWindow, connection);
  gtk_widget_class_bind_template_child (widget_class, TcPanelWindow, strip);
  gtk_widget_class_bind_template_child (widget_class, TcPanelWindow, overlay);
}

static void
tc_panel_window_init (TcPanelWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tc_window_keys_add (GTK_WIDGET (self), get_panel_cb, self);
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (full_screen_cb), NULL);
}

TcPanelWindow *
tc_panel_window_new (TcWindow *main, TcDesk *desk, GtkWidget *panel, const TcPanelType *type)
{
  TcPanelWindow *self = g_object_new (TC_TYPE_PANEL_WINDOW, "application",
                                      gtk_window_get_application (GTK_WINDOW (main)), NULL);
  const char *name = g_dpgettext2 (GETTEXT_PACKAGE, "panel", type->title);
  /* Translators: title of a window that holds one panel. */
  g_autofree char *title = g_strdup_printf (_ ("%s · Toàn Cảnh"), name);

  self->main = main;
  self->type = type;
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_label_set_label (self->name, name);
  tc_connection_state_set_desk (self->connection, desk);
  tc_emergency_strip_set_desk (self->strip, desk);
  g_object_bind_property (tc_window_get_strip (main), "flashing", self->strip, "flashing",
                          G_BINDING_SYNC_CREATE);
  add_actions (self);
  adw_toast_overlay_set_child (self->overlay, panel);
  tc_toasts_stand_beside (self->overlay, panel);
  return self;
}

const TcPanelType *
tc_panel_window_get_panel_type (TcPanelWindow *self)
{
  g_return_val_if_fail (TC_IS_PANEL_WINDOW (self), NULL);
  return self->type;
}

void
tc_panel_window_fill_monitor (TcPanelWindow *self, const char *connector)
{
  g_autoptr (GdkMonitor) monitor = NULL;

  g_return_if_fail (TC_IS_PANEL_WINDOW (self));
  monitor = tc_monitors_find (connector);
  if (monitor)
    gtk_window_fullscreen_on_monitor (GTK_WINDOW (self), monitor);
  keep_connector (self, connector);
}

/* While it is put away it has no monitor. */
const char *
tc_panel_window_get_connector (TcPanelWindow *self)
{
  const char *now = NULL;

  g_return_val_if_fail (TC_IS_PANEL_WINDOW (self), "");
  if (gtk_window_is_fullscreen (GTK_WINDOW (self)) && gtk_widget_get_mapped (GTK_WIDGET (self)))
    now = tc_monitors_get_connector (GTK_WINDOW (self));
  if (now && g_strcmp0 (now, self->connector) != 0)
    keep_connector (self, now);
  return self->connector ? self->connector : "";
}

GtkWidget *
tc_panel_window_take_panel (TcPanelWindow *self)
{
  GtkWidget *panel;

  g_return_val_if_fail (TC_IS_PANEL_WINDOW (self), NULL);
  panel = g_object_ref (adw_toast_overlay_get_child (self->overlay));
  tc_emergency_strip_set_desk (self->strip, NULL);
  tc_hold_box_move (tc_hold_box_of (GTK_WIDGET (self)), tc_hold_box_of (GTK_WIDGET (self->main)));
  tc_toasts_stand_beside (self->overlay, NULL);
  adw_toast_overlay_set_child (self->overlay, NULL);
  remove_actions (self);
  gtk_window_destroy (GTK_WINDOW (self));
  return panel;
}
