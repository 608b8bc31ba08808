/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tray; see the header.
 */
#include "tc-tray-panel.h"

#include "tc-incident-words.h"
#include "tc-refusal-words.h"
#include "tc-verb-button.h"

#include <glib/gi18n-lib.h>

struct _TcTrayPanel {
  GtkWidget parent;
  GtkWidget *stack; /* (unowned): template child */
  GtkListBox *list; /* (unowned): template child */
  TcDesk *desk;     /* (owned) */
  gboolean reading;
  gboolean again; /* asked while it read */
};

static void panel_iface_init (TcPanelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TcTrayPanel, tc_tray_panel, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TC_TYPE_PANEL, panel_iface_init))

enum {
  PROP_BADGE = 1
};

/* What was done, with what the person typed. (transfer full) */
static char *
word_operation (const TcTrayEntry *entry)
{
  const char *text = NULL;
  const char *name = tc_incident_word_operation (entry->operation);

  if (g_variant_lookup (entry->args, "text", "&s", &text) && *text) {
    /* Translators: what was done, then what was typed with it. */
    return g_strdup_printf (_ ("%s: “%s”"), name, text);
  }
  return g_strdup (name);
}

static GtkWidget *
make_label (const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  gtk_widget_add_css_class (label, class);
  return label;
}

static GtkWidget *
make_verb (const char *verb, const char *action, gint64 seq)
{
  GtkWidget *button = g_object_new (TC_TYPE_VERB_BUTTON, "verb", verb, "key", "", "valign",
                                    GTK_ALIGN_CENTER, NULL);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", seq);
  return button;
}

static void
add_entry (TcTrayPanel *self, const TcTrayEntry *entry, gint64 now_us)
{
  g_autofree char *what = word_operation (entry), *why = tc_refusal_word (entry->refusal, now_us);
  g_autofree char *made = tc_words_clock (entry->made_us, now_us);
  g_autofree char *refused = tc_words_clock (entry->refused_us, now_us);
  /* Translators: two times. */
  g_autofree char *when = g_strdup_printf (_ ("done at %s, refused at %s"), made, refused);
  g_autofree char *spoken = g_strdup_printf ("%s. %s", what, why);
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (lines), make_label (what, "strong"));
  gtk_box_append (GTK_BOX (lines), make_label (why, "refusal"));
  gtk_box_append (GTK_BOX (lines), make_label (when, "caption"));
  gtk_box_append (GTK_BOX (box), lines);
  gtk_box_append (GTK_BOX (box), make_verb (_ ("Send again"), "win.tray-resend", entry->seq));
  gtk_box_append (GTK_BOX (box), make_verb (_ ("Set aside"), "win.tray-set-aside", entry->seq));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_list_box_append (self->list, row);
}

static void read_tray (TcTrayPanel *self);

static void
tray_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcTrayPanel) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = tc_desk_list_tray_finish (TC_DESK (source), result, &error);
  GtkWidget *row = NULL;

  self->reading = FALSE;
  if (!self->stack)
    return;
  if (!entries) {
    g_warning ("reading the tray: %s", error->message);
    return;
  }
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))))
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < entries->len; i++)
    add_entry (self, entries->pdata[i], g_get_real_time ());
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), entries->len > 0 ? "list" : "empty");
  if (self->again)
    read_tray (self);
}

static void
read_tray (TcTrayPanel *self)
{
  self->again = self->reading;
  if (self->reading)
    return;
  self->reading = TRUE;
  tc_desk_list_tray_async (self->desk, NULL, tray_read_cb, g_object_ref (self));
}

static void
attention_cb (TcTrayPanel *self)
{
  g_object_notify (G_OBJECT (self), "badge");
  read_tray (self);
}

static void
resend_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_desk_settle (TC_TRAY_PANEL (data)->desk, g_variant_get_int64 (target), TRUE);
}

static void
set_aside_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_desk_settle (TC_TRAY_PANEL (data)->desk, g_variant_get_int64 (target), FALSE);
}

static void
attach (TcPanel *panel, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "tray-resend", .activate = resend_cb, .parameter_type = "x"},
      {.name = "tray-set-aside", .activate = set_aside_cb, .parameter_type = "x"},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), panel);
}

static void
panel_iface_init (TcPanelInterface *iface)
{
  iface->attach = attach;
}

static void
tc_tray_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TcTrayPanel *self = TC_TRAY_PANEL (object);

  g_value_set_int (value, self->desk ? (int) tc_desk_get_attention (self->desk) : 0);
}

static void
tc_tray_panel_dispose (GObject *object)
{
  TcTrayPanel *self = TC_TRAY_PANEL (object);

  g_clear_object (&self->desk);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_tray_panel_parent_class)->dispose (object);
}

static void
tc_tray_panel_class_init (TcTrayPanelClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->get_property = tc_tray_panel_get_property;
  object_class->dispose = tc_tray_panel_dispose;
  g_object_class_override_property (object_class, PROP_BADGE, "badge");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-tray-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, TcTrayPanel, stack);
  gtk_widget_class_bind_template_child (widget_class, TcTrayPanel, list);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_tray_panel_init (TcTrayPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tc_tray_panel_new (TcDesk *desk)
{
  TcTrayPanel *self = g_object_new (TC_TYPE_TRAY_PANEL, NULL);

  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "notify::attention", G_CALLBACK (attention_cb), self,
                           G_CONNECT_SWAPPED);
  attention_cb (self);
  return GTK_WIDGET (self);
}
