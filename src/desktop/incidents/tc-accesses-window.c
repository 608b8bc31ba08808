/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who looked at whom that reported; see the header.
 */
#include "tc-accesses-window.h"

#include "tc-panel.h"
#include "tc-refusal-words.h"
#include "tc-reporter-accesses.h"
#include "tc-text-label.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define TC_TYPE_ACCESSES_WINDOW (tc_accesses_window_get_type ())
G_DECLARE_FINAL_TYPE (TcAccessesWindow, tc_accesses_window, TC, ACCESSES_WINDOW, AdwWindow)

struct _TcAccessesWindow {
  AdwWindow parent;
  AdwToastOverlay *toasts; /* (unowned): template child, like all that follow */
  GtkWidget *save;
  GtkLabel *nothing;
  GtkListBox *list;
  TcDesk *desk;     /* (owned) */
  GArray *accesses; /* (owned) (nullable) (element-type TcReporterAccess): once they were read */
};

G_DEFINE_FINAL_TYPE (TcAccessesWindow, tc_accesses_window, ADW_TYPE_WINDOW)

static GtkWidget *
make_row (const TcReporterAccess *access)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *what = tc_reporter_access_word_what (access);
  g_autofree char *who = tc_reporter_access_word_who (access, g_get_real_time ());
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
  gtk_widget_set_sensitive (self->save, accesses != NULL);
  if (trouble || accesses->len == 0)
    tc_text_label_say (self->nothing,
                       trouble ? trouble : _ ("Nobody has looked at who reported yet."));
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

/* ---- as a table ---- */

static void
save (TcAccessesWindow *self, GFile *file)
{
  g_autoptr (TcListTable) table = self->accesses ? tc_reporter_accesses_to_table (self->accesses)
                                                 : NULL;
  g_autoptr (GBytes) content = NULL;
  char *csv = NULL;

  if (!table)
    return;
  csv = tc_list_table_to_csv (table);
  content = g_bytes_new_take (csv, strlen (csv));
  tc_panel_save (GTK_WIDGET (self->toasts), file, content);
}

static void
save_as_cb (GtkWidget *widget, const char *action, GVariant *target)
{
  g_autoptr (GFile) file = g_file_new_for_path (g_variant_get_string (target, NULL));

  save (TC_ACCESSES_WINDOW (widget), file);
}

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  g_autoptr (TcAccessesWindow) self = data;
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && file)
    save (self, file);
  g_object_unref (dialog);
}

static void
save_cb (GtkWidget *widget, const char *action, GVariant *target)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      _ ("Save as a table"), GTK_WINDOW (widget), GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);

  /* Translators: name of a file: who looked at personal data; the end stays. */
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), _ ("accesses.csv"));
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), g_object_ref (widget));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
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
  gtk_widget_class_install_action (widget_class, "accesses.save", NULL, save_cb);
  gtk_widget_class_install_action (widget_class, "accesses.save-as", "s", save_as_cb);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-accesses-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TcAccessesWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, TcAccessesWindow, save);
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
  g_signal_connect_object (desk, "notify::person-id", G_CALLBACK (person_cb), self,
                           G_CONNECT_SWAPPED);
  tc_reporter_accesses_read_async (tc_desk_get_reader (desk), read_cb, g_object_ref (self));
  gtk_window_present (GTK_WINDOW (self));
}
