/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The panel's interface; see the header.
 */
#include "tc-panel.h"

#include "tc-toasts.h"
#include "tc-undo.h"

#include <glib/gi18n-lib.h>

G_DEFINE_INTERFACE (TcPanel, tc_panel, GTK_TYPE_WIDGET)

static guint read_signal;

static void
tc_panel_default_init (TcPanelInterface *iface)
{
  g_object_interface_install_property (
      iface, g_param_spec_int ("badge", NULL, NULL, 0, G_MAXINT, 0,
                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  read_signal = g_signal_new ("read", TC_TYPE_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

void
tc_panel_attach (TcPanel *self, GActionMap *window)
{
  g_return_if_fail (TC_IS_PANEL (self));
  TC_PANEL_GET_IFACE (self)->attach (self, window);
}

const TcPanelKey *
tc_panel_get_keys (TcPanel *self)
{
  static const TcPanelKey none[] = {{NULL}};

  g_return_val_if_fail (TC_IS_PANEL (self), none);
  return TC_PANEL_GET_IFACE (self)->get_keys ? TC_PANEL_GET_IFACE (self)->get_keys (self) : none;
}

const TcCommandVerb *
tc_panel_get_verbs (TcPanel *self)
{
  g_return_val_if_fail (TC_IS_PANEL (self), NULL);
  return TC_PANEL_GET_IFACE (self)->get_verbs ? TC_PANEL_GET_IFACE (self)->get_verbs (self) : NULL;
}

char *
tc_panel_dup_selected (TcPanel *self)
{
  g_return_val_if_fail (TC_IS_PANEL (self), NULL);
  return TC_PANEL_GET_IFACE (self)->dup_selected ? TC_PANEL_GET_IFACE (self)->dup_selected (self)
                                                 : NULL;
}

char **
tc_panel_list_names (TcPanel *self)
{
  g_return_val_if_fail (TC_IS_PANEL (self), NULL);
  return TC_PANEL_GET_IFACE (self)->list_names ? TC_PANEL_GET_IFACE (self)->list_names (self)
                                               : NULL;
}

TcPanelUrge
tc_panel_get_urge (TcPanel *self)
{
  g_return_val_if_fail (TC_IS_PANEL (self), TC_PANEL_URGE_NONE);
  return TC_PANEL_GET_IFACE (self)->get_urge ? TC_PANEL_GET_IFACE (self)->get_urge (self)
                                             : TC_PANEL_URGE_NONE;
}

gboolean
tc_panel_read_now (TcPanel *self)
{
  g_return_val_if_fail (TC_IS_PANEL (self), FALSE);
  return TC_PANEL_GET_IFACE (self)->read_now && TC_PANEL_GET_IFACE (self)->read_now (self);
}

void
tc_panel_tell_read (TcPanel *self, gboolean read)
{
  g_return_if_fail (TC_IS_PANEL (self));
  g_signal_emit (self, read_signal, 0, read);
}

void
tc_panel_finish (TcPanel *self)
{
  g_return_if_fail (TC_IS_PANEL (self));
  if (TC_PANEL_GET_IFACE (self)->finish)
    TC_PANEL_GET_IFACE (self)->finish (self);
}

void
tc_panel_enable (GActionMap *window, const char *action, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (window, action)),
                               enabled);
}

static void
add_toast (GtkWidget *from, AdwToast *toast, const char *text)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (from, ADW_TYPE_TOAST_OVERLAY);

  if (overlay)
    tc_toasts_add (ADW_TOAST_OVERLAY (overlay), toast, text);
  else
    g_object_unref (toast);
}

GtkWidget *
tc_panel_find_place (GtkWidget *usual)
{
  GtkRoot *root = gtk_widget_get_root (usual);
  GtkApplication *application = root ? gtk_window_get_application (GTK_WINDOW (root)) : NULL;
  GtkWindow *front = application ? gtk_application_get_active_window (application) : NULL;
  GtkWidget *focus = front ? gtk_window_get_focus (front) : NULL;

  return focus && gtk_widget_get_ancestor (focus, ADW_TYPE_TOAST_OVERLAY) ? focus : usual;
}

void
tc_panel_say (GtkWidget *from, const char *text)
{
  add_toast (from, adw_toast_new (""), text);
}

void
tc_panel_answer (GtkWidget *from, gboolean ok, const char *text)
{
  /* The window has it, which knows whether a command waits. */
  if (!gtk_widget_activate_action (from, "win.command-answer", "(bs)", ok, text))
    tc_panel_say (from, text);
}

/* (transfer floating): none or one. @target: (nullable) */
static GVariant *
make_targets (GVariant *target)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("av"));

  if (target)
    g_variant_builder_add (&builder, "v", target);
  return g_variant_builder_end (&builder);
}

/* What took it back was pressed: it isn't there for the key any more. */
static void
undone_cb (AdwToast *toast, gpointer data)
{
  gtk_widget_activate_action (data, "win.undo-forget", "(s@av)", adw_toast_get_action_name (toast),
                              make_targets (adw_toast_get_action_target_value (toast)));
}

void
tc_panel_offer_undo (GtkWidget *from, const char *text, const char *action, GVariant *target)
{
  g_autoptr (GVariant) kept = target ? g_variant_ref_sink (target) : NULL;

  gtk_widget_activate_action (from, "win.undo-offer", "(ss@av)", text, action, make_targets (kept));
}

void
tc_panel_begin_pending (GtkWidget *from, const char *text, gint64 id)
{
  tc_panel_offer_undo (from, text, TC_UNDO_PENDING, g_variant_new_int64 (id));
}

void
tc_panel_settle_pending (GtkWidget *from, gint64 id, const char *text, const char *action,
                         GVariant *target)
{
  g_autoptr (GVariant) kept = target ? g_variant_ref_sink (target) : NULL;

  gtk_widget_activate_action (from, "win.undo-settle", "(xss@av)", id, text, action,
                              make_targets (kept));
}

void
tc_panel_deny_undo (GtkWidget *from, const char *text)
{
  tc_panel_offer_undo (from, text, "", NULL);
}

void
tc_panel_tell_back (GtkWidget *from, const char *text)
{
  gtk_widget_activate_action (from, "win.undo-back", "s", text);
}

void
tc_panel_say_undo (GtkWidget *from, const char *text, const char *undo, const char *action,
                   GVariant *target)
{
  AdwToast *toast = adw_toast_new ("");

  if (target)
    g_variant_ref_sink (target);
  adw_toast_set_button_label (toast, undo);
  adw_toast_set_action_name (toast, action);
  adw_toast_set_action_target_value (toast, target);
  tc_panel_offer_undo (from, text, action, target);
  g_clear_pointer (&target, g_variant_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undone_cb), from, 0);
  add_toast (from, toast, text);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) from = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (source)), *text = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    /* Translators: name of a file. */
    text = g_strdup_printf (_ ("Saved: %s"), name);
  else
    /* Translators: name of a file, what the system says. */
    text = g_strdup_printf (_ ("%s could not be saved: %s"), name, error->message);
  tc_panel_say (from, text);
}

void
tc_panel_save (GtkWidget *from, GFile *file, GBytes *content)
{
  g_file_replace_contents_bytes_async (file, content, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                       saved_cb, g_object_ref (from));
}
