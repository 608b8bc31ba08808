/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a unit sends for its orders; see the header.
 */
#include "tc-own-files.h"

#include "tc-file-words.h"
#include "tc-pasted-picture.h"
#include "tc-refusal-words.h"

#include <glib/gi18n-lib.h>

/* At one go. */
#define SENT_MAX 50
/* Those of an order that have a line of their own while they wait. */
#define LINES_MAX 3

struct _TcOwnFiles {
  gatomicrefcount count;
  GtkWidget *owner; /* (unowned) (nullable): NULL once it is closed */
  TcFiles *files;   /* (owned) */
  TcOwnFilesTold told;
  TcOwnFilesFind find;
  gpointer data;
  GtkFileChooserNative *chooser; /* (owned) (nullable) */
  gint64 chosen_for;             /* task */
};

static void
unref_files (TcOwnFiles *self)
{
  if (!g_atomic_ref_count_dec (&self->count))
    return;
  g_object_unref (self->files);
  g_free (self);
}

static TcOwnFiles *
ref_files (TcOwnFiles *self)
{
  g_atomic_ref_count_inc (&self->count);
  return self;
}

TcOwnFiles *
tc_own_files_new (GtkWidget *owner, TcFiles *files, TcOwnFilesTold told, gpointer data)
{
  TcOwnFiles *self = g_new0 (TcOwnFiles, 1);

  g_atomic_ref_count_init (&self->count);
  self->owner = owner;
  self->files = g_object_ref (files);
  self->told = told;
  self->data = data;
  return self;
}

void
tc_own_files_close (TcOwnFiles *self)
{
  self->owner = NULL;
  if (self->chooser)
    g_signal_handlers_disconnect_by_data (self->chooser, self);
  g_clear_object (&self->chooser);
  unref_files (self);
}

/* ---- sending ---- */

/* What was given at one go: it is told of once. */
typedef struct {
  TcOwnFiles *files; /* (owned) */
  char *code;        /* (owned): of the incident */
  gint64 incident_id;
  gint64 task_id;
  guint waiting;
  char *trouble; /* (owned) (nullable): the first */
} Batch;

static Batch *
make_batch (TcOwnFiles *self, const TcTask *task)
{
  Batch *batch = g_new0 (Batch, 1);

  *batch = (Batch){.files = ref_files (self),
                   .code = g_strdup (task->incident_code),
                   .incident_id = task->incident_id,
                   .task_id = task->id};
  return batch;
}

static void
end_batch (Batch *batch)
{
  unref_files (batch->files);
  g_free (batch->code);
  g_free (batch->trouble);
  g_free (batch);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Batch *batch = data;
  TcOwnFiles *self = batch->files;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict) verdict = tc_files_attach_finish (TC_FILES (source), result, &error);
  g_autofree char *trouble = tc_verdict_word (verdict, error);

  if (!batch->trouble)
    batch->trouble = g_steal_pointer (&trouble);
  if (--batch->waiting > 0)
    return;
  if (self->owner)
    self->told (batch->code, batch->trouble, self->data);
  end_batch (batch);
}

void
tc_own_files_send (TcOwnFiles *self, const TcTask *task, GSList *files)
{
  Batch *batch = NULL;

  if (!files)
    return;
  batch = make_batch (self, task);
  batch->waiting = MIN (g_slist_length (files), SENT_MAX);
  if (g_slist_length (files) > SENT_MAX)
    /* Translators: how many files can be attached at one go. */
    batch->trouble = g_strdup_printf (_ ("At most %d files at one go; the others were not "
                                         "attached."),
                                      SENT_MAX);
  for (guint n = batch->waiting; n > 0; n--, files = files->next)
    tc_files_attach_for_order_async (self->files, batch->incident_id, batch->task_id, files->data,
                                     NULL, NULL, sent_cb, batch);
}

static void
encoded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Batch *batch = data;
  g_autoptr (GBytes) bytes = tc_pasted_picture_encode_finish (result);
  g_autofree char *name = tc_pasted_picture_dup_name ();

  if (bytes && batch->files->owner)
    tc_files_attach_for_order_async (batch->files->files, batch->incident_id, batch->task_id, NULL,
                                     bytes, name, sent_cb, batch);
  else
    end_batch (batch);
}

gboolean
tc_own_files_send_value (TcOwnFiles *self, const TcTask *task, const GValue *value)
{
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST)) {
    GSList *files = gdk_file_list_get_files (g_value_get_boxed (value));

    tc_own_files_send (self, task, files);
    g_slist_free (files);
    return TRUE;
  }
  if (G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE)) {
    Batch *batch = make_batch (self, task);

    batch->waiting = 1;
    tc_pasted_picture_encode_async (g_value_get_object (value), encoded_cb, batch);
    return TRUE;
  }
  return FALSE;
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
    self->told ("", _ ("Not sent: the order has ended meanwhile."), self->data);
  }
  g_clear_object (&self->chooser);
}

void
tc_own_files_choose (TcOwnFiles *self, gint64 task_id, TcOwnFilesFind find)
{
  g_autoptr (GtkFileChooserNative) chooser = gtk_file_chooser_native_new (
      _ ("Attach photos and files"), GTK_WINDOW (gtk_widget_get_root (self->owner)),
      GTK_FILE_CHOOSER_ACTION_OPEN, C_ ("file", "_Attach"), C_ ("file", "_Cancel"));

  self->chosen_for = task_id;
  self->find = find;
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
