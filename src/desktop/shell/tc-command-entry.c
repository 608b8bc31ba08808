/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The command line; see the header.
 */
#include "tc-command-entry.h"

#include "tc-fold.h"
#include "tc-incident-search.h"
#include "tc-incident-words.h"
#include "tc-signal-shape.h"

#include <glib/gi18n-lib.h>

struct _TcCommandEntry {
  GtkWidget parent;
  GtkWidget *box;            /* (unowned): template child */
  GtkEditable *entry;        /* (unowned): template child */
  GtkPopover *popover;       /* (unowned): template child */
  GtkListBox *hits;          /* (unowned): template child */
  GtkLabel *answer;          /* (unowned): template child */
  TcDesk *desk;              /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of the search that runs */
};

G_DEFINE_FINAL_TYPE (TcCommandEntry, tc_command_entry, GTK_TYPE_WIDGET)

static void
finish_command (TcCommandEntry *self)
{
  gtk_popover_popdown (self->popover);
  gtk_editable_set_text (self->entry, "");
}

static void
open_incident (TcCommandEntry *self, gint64 id)
{
  g_autofree char *target = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.open", "s", target);
  finish_command (self);
}

static void
hit_activated_cb (TcCommandEntry *self, GtkListBoxRow *row)
{
  open_incident (self, *(gint64 *) g_object_get_data (G_OBJECT (row), "id"));
}

static void
add_hit (TcCommandEntry *self, const TcIncidentRow *hit)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *title = gtk_label_new (hit->title), *code = gtk_label_new (hit->code);
  g_autofree char *spoken = tc_incident_word_spoken (hit, g_get_real_time ());

  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (code, "code");
  gtk_widget_add_css_class (code, "dim");
  gtk_box_append (GTK_BOX (box), tc_signal_shape_new (tc_incident_get_signal (hit)));
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), code);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "id", g_memdup2 (&hit->id, sizeof hit->id), g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_list_box_append (self->hits, row);
}

static void
show_answer (TcCommandEntry *self, const char *text)
{
  gtk_label_set_label (self->answer, text);
  gtk_widget_set_visible (GTK_WIDGET (self->answer), *text != 0);
  gtk_widget_set_visible (GTK_WIDGET (self->hits), *text == 0);
  gtk_popover_popup (self->popover);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcCommandEntry) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) hits = tc_incident_search_finish (TC_WORKER (source), result, &error);
  GtkWidget *row = NULL;

  if (!hits || !self->box) {
    if (self->box && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      show_answer (self, error->message);
    return;
  }
  if (hits->len == 1) {
    open_incident (self, g_array_index (hits, TcIncidentRow, 0).id);
    return;
  }
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->hits))))
    gtk_list_box_remove (self->hits, row);
  for (guint i = 0; i < hits->len; i++)
    add_hit (self, &g_array_index (hits, TcIncidentRow, i));
  show_answer (self, hits->len > 0 ? "" : _ ("Nothing found."));
}

static void
search (TcCommandEntry *self, const char *text)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (!self->desk || !tc_desk_get_reader (self->desk))
    return;
  self->cancellable = g_cancellable_new ();
  tc_incident_search_async (tc_desk_get_reader (self->desk), text, self->cancellable, found_cb,
                            g_object_ref (self));
}

/* The word for the page, in the reader's language or English, with or without diacritics. */
static gboolean
is_synchronisation (const char *text)
{
  /* Translators: what is typed in the command line to see the state of the line; one word. */
  g_autofree char *word = tc_fold (C_ ("command", "sync"));
  g_autofree char *typed = tc_fold (text);

  return g_str_equal (typed, word) || g_str_equal (typed, "sync");
}

static void
activate_cb (TcCommandEntry *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->entry)));
  g_auto (GStrv) words = g_strsplit (text, " ", 0);

  if (!*text)
    return;
  if (is_synchronisation (text)) {
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-synchronisation", NULL);
    finish_command (self);
    return;
  }
  if (g_strv_length (words) == 3 && g_ascii_strcasecmp (words[0], "d") == 0) {
    gtk_widget_activate_action (GTK_WIDGET (self), "win.dispatch-to", "(ss)", words[1], words[2]);
    finish_command (self);
    return;
  }
  search (self, text);
}

static gboolean
tc_command_entry_grab_focus (GtkWidget *widget)
{
  TcCommandEntry *self = TC_COMMAND_ENTRY (widget);

  gtk_editable_select_region (self->entry, 0, -1);
  return gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

void
tc_command_entry_set_desk (TcCommandEntry *self, TcDesk *desk)
{
  g_return_if_fail (TC_IS_COMMAND_ENTRY (self));
  g_set_object (&self->desk, desk);
}

static void
tc_command_entry_dispose (GObject *object)
{
  TcCommandEntry *self = TC_COMMAND_ENTRY (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->desk);
  if (self->popover)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->popover)));
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_command_entry_parent_class)->dispose (object);
}

static void
tc_command_entry_class_init (TcCommandEntryClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_command_entry_dispose;
  widget_class->grab_focus = tc_command_entry_grab_focus;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-command-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, TcCommandEntry, box);
  gtk_widget_class_bind_template_child (widget_class, TcCommandEntry, entry);
  gtk_widget_class_bind_template_child (widget_class, TcCommandEntry, popover);
  gtk_widget_class_bind_template_child (widget_class, TcCommandEntry, hits);
  gtk_widget_class_bind_template_child (widget_class, TcCommandEntry, answer);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, hit_activated_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_command_entry_init (TcCommandEntry *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->popover), GTK_WIDGET (self));
}
