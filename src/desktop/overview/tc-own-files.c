/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a unit sends for its orders; see the header.
 */
#include "tc-own-files.h"

#include "tc-file-words.h"

#include <glib/gi18n-lib.h>

/* Those of an order that have a line of their own while they wait. */
#define LINES_MAX 3

struct _TcOwnFiles {
  TcAttachBox *box; /* (owned): stands in the window */
  TcFiles *files;   /* (owned) */
  TcOwnFilesFind find;
  TcOwnFilesLate late;
  gpointer data;
  GtkFileChooserNative *chooser; /* (owned) (nullable) */
  gint64 chosen_for;             /* task */
};

TcOwnFiles *
tc_own_files_new (TcAttachBox *box, TcFiles *files, TcOwnFilesFind find, TcOwnFilesLate late,
                  gpointer data)
{
  TcOwnFiles *self = g_new0 (TcOwnFiles, 1);

  *self = (TcOwnFiles){.box = g_object_ref (box),
                       .files = g_object_ref (files),
                       .find = find,
                       .late = late,
                       .data = data};
  tc_attach_box_set_files (box, files, TRUE);
  return self;
}

void
tc_own_files_free (TcOwnFiles *self)
{
  if (self->chooser)
    g_signal_handlers_disconnect_by_data (self->chooser, self);
  g_clear_object (&self->chooser);
  g_object_unref (self->files);
  g_object_unref (self->box);
  g_free (self);
}

/* ---- sending ---- */

static TcAttachTo
get_target (const TcTask *task)
{
  return (TcAttachTo){
      .incident_id = task->incident_id, .code = task->incident_code, .task_id = task->id};
}

void
tc_own_files_send (TcOwnFiles *self, const TcTask *task, GSList *files)
{
  const TcAttachTo to = get_target (task);

  tc_attach_box_add_files (self->box, &to, files);
}

gboolean
tc_own_files_send_value (TcOwnFiles *self, const TcTask *task, const GValue *value)
{
  const TcAttachTo to = get_target (task);

  return tc_attach_box_add_value (self->box, &to, value);
}

/* ---- choosing ---- */

static void
chosen_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  TcOwnFiles *self = data;
  const TcTask *task = self->find (self->chosen_for, self->data);
  g_autoptr (GListModel) chosen = NULL;
  GSList *files = NULL;

  if (response == GTK_RESPONSE_ACCEPT && task) {
    chosen = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
    for (guint i = g_list_model_get_n_items (chosen); i > 0; i--)
      files = g_slist_prepend (files, g_list_model_get_item (chosen, i - 1));
    tc_own_files_send (self, task, files);
    g_slist_free_full (files, g_object_unref);
  } else if (response == GTK_RESPONSE_ACCEPT) {
    self->late (self->data);
  }
  g_clear_object (&self->chooser);
}

void
tc_own_files_choose (TcOwnFiles *self, gint64 task_id)
{
  g_autoptr (GtkFileChooserNative) chooser = gtk_file_chooser_native_new (
      _ ("Attach photos and files"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self->box))),
      GTK_FILE_CHOOSER_ACTION_OPEN, C_ ("file", "_Attach"), C_ ("file", "_Cancel"));

  self->chosen_for = task_id;
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), TRUE);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_set_object (&self->chooser, chooser);
  g_signal_connect (chooser, "response", G_CALLBACK (chosen_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* ---- what is on its way ---- */

char *
tc_own_files_word_unsent (TcOwnFiles *self, gint64 task_id)
{
  g_autoptr (GArray) files = tc_files_list_order_files (self->files, task_id);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < files->len && i < LINES_MAX; i++) {
    const TcOrderFile *file = &g_array_index (files, TcOrderFile, i);
    TcFileStatus status;
    g_autofree char *word = NULL;

    tc_files_look (self->files, file->hash, &status);
    word = tc_file_word_status (&status);
    g_string_append_printf (text, "%s%s: %s", i > 0 ? "\n" : "", file->name, word);
  }
  if (files->len > LINES_MAX) {
    guint n = files->len - LINES_MAX;

    g_string_append_c (text, '\n');
    /* Translators: files that are still to be sent, beside those named. */
    g_string_append_printf (text, ngettext ("and %u more file", "and %u more files", n), n);
  }
  return g_string_free (text, FALSE);
}
