/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who looked at whom that reported; see the header.
 */
#include "tc-accesses-window.h"

#include "tc-list-take.h"
#include "tc-now.h"
#include "tc-reading-watch.h"
#include "tc-refusal-words.h"
#include "tc-reporter-accesses.h"
#include "tc-text-label.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define TC_TYPE_ACCESSES_WINDOW (tc_accesses_window_get_type ())
G_DECLARE_FINAL_TYPE (TcAccessesWindow, tc_accesses_window, TC, ACCESSES_WINDOW, AdwWindow)

struct _TcAccessesWindow {
  AdwWindow parent;
  GtkMenuButton *list_menu; /* (unowned): template child, like all down to list */
  GtkLabel *nothing;
  GtkListBox *list;
  TcDesk *desk;     /* (owned) */
  GArray *accesses; /* (owned) (nullable) (element-type TcReporterAccess): once they were read */
  char *trouble;    /* (owned) (nullable): why they weren't */
  TcReadingWatch *reading; /* (owned): of reporters */
};

G_DEFINE_FINAL_TYPE (TcAccessesWindow, tc_accesses_window, ADW_TYPE_WINDOW)

static GtkWidget *
make_row (const TcReporterAccess *access)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *what = tc_reporter_access_word_what (access);
  g_autofree char *who = tc_reporter_access_word_who (access, tc_now_us ());
  g_autofree char *spoken = g_strjoin (", ", what, access->reason, who, NULL);

  gtk_box_append (GTK_BOX (box), tc_text_label_new_wrapped (what, NULL));
  gtk_box_append (GTK_BOX (box), tc_text_label_new_wrapped (access->reason, NULL));
  gtk_box_append (GTK_BOX (box), tc_text_label_new_wrapped (who, "second"));
  gtk_widget_set_margin_top (box, 8);
  gtk_widget_set_margin_bottom (box, 8);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), access->incident_id != 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return row;
}

static void
say_nothing (TcAccessesWindow *self)
{
  const char *barred = tc_reading_watch_word (self->reading);

  if (self->trouble)
    tc_text_label_say (self->nothing, self->trouble);
  else if (self->accesses && self->accesses->len == 0)
    tc_text_label_say (self->nothing,
                       barred ? barred : _ ("Nobody has looked at who reported yet."));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcAccessesWindow) self = data;
  g_autoptr (GError) error = NULL;
  GArray *accesses = tc_reporter_accesses_read_finish (TC_WORKER (source), result, &error);
  g_autofree char *trouble = accesses ? NULL : tc_fault_word (error);

  if (!self->list) {
    g_clear_pointer (&accesses, g_array_unref);
    return;
  }
  g_clear_pointer (&self->accesses, g_array_unref);
  self->accesses = accesses;
  for (guint i = 0; accesses && i < accesses->len; i++)
    gtk_list_box_append (self->list, make_row (&g_array_index (accesses, TcReporterAccess, i)));
  self->trouble = g_steal_pointer (&trouble);
  say_nothing (self);
}

static void
activated_cb (TcAccessesWindow *self, GtkListBoxRow *row)
{
  const TcReporterAccess *access = &g_array_index (self->accesses, TcReporterAccess,
                                                   gtk_list_box_row_get_index (row));
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, access->incident_id);

  if (!parent)
    return;
  g_action_group_activate_action (G_ACTION_GROUP (parent), "open", g_variant_new_string (id));
  gtk_window_present (parent);
  gtk_window_close (GTK_WINDOW (self));
}

/* ---- taken away ---- */

static TcListTable *
make_table (GtkWidget *owner)
{
  TcAccessesWindow *self = TC_ACCESSES_WINDOW (gtk_widget_get_root (owner));

  return self->accesses ? tc_reporter_accesses_to_table (self->accesses) : NULL;
}

/* The owner is within what shows sentences. */
static void
add_take (TcAccessesWindow *self)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  tc_list_take_fill_menu (self->list_menu, "accesses");
  tc_list_take_add (
      G_ACTION_MAP (actions), "accesses", GTK_WIDGET (self->nothing), self->desk,
      /* Translators: name of a file: who looked at personal data; year-month-day, end stay. */
      _ ("accesses-%Y-%m-%d.csv"), make_table);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "win", G_ACTION_GROUP (actions));
}

/* ---- window ---- */

/* Nobody who isn't signed in reads on. */
static void
person_cb (TcAccessesWindow *self, GParamSpec *property, TcDesk *desk)
{
  if (tc_desk_get_person (desk) == 0)
    gtk_window_close (GTK_WINDOW (self));
}

static void
tc_accesses_window_dispose (GObject *object)
{
  TcAccessesWindow *self = TC_ACCESSES_WINDOW (object);

  g_clear_pointer (&self->accesses, g_array_unref);
  g_clear_pointer (&self->trouble, g_free);
  g_clear_object (&self->reading);
  g_clear_object (&self->desk);
  self->list = NULL;
  G_OBJECT_CLASS (tc_accesses_window_parent_class)->dispose (object);
}

static void
tc_accesses_window_class_init (TcAccessesWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_accesses_window_dispose;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK,
                                       "win.accesses-save-list", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK,
                                       "win.accesses-print-list", NULL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-accesses-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TcAccessesWindow, list_menu);
  gtk_widget_class_bind_template_child (widget_class, TcAccessesWindow, nothing);
  gtk_widget_class_bind_template_child (widget_class, TcAccessesWindow, list);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
tc_accesses_window_init (TcAccessesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tc_accesses_window_show (GtkWindow *parent, TcDesk *desk)
{
  TcAccessesWindow *self = g_object_new (TC_TYPE_ACCESSES_WINDOW, "transient-for", parent,
                                         "destroy-with-parent", TRUE, "modal", TRUE, NULL);

  self->desk = g_object_ref (desk);
  self->reading = tc_reading_watch_new (desk, TC_SCOPE_REPORTERS);
  g_signal_connect_object (self->reading, "changed", G_CALLBACK (say_nothing), self,
                           G_CONNECT_SWAPPED);
  add_take (self);
  g_signal_connect_object (desk, "notify::person-id", G_CALLBACK (person_cb), self,
                           G_CONNECT_SWAPPED);
  tc_reporter_accesses_read_async (tc_desk_get_reader (desk), read_cb, g_object_ref (self));
  gtk_window_present (GTK_WINDOW (self));
}
