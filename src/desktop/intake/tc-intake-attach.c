/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files of a call, before there is an incident: chosen or dropped they are copied at once and stand
 * in the draft; logging the call attaches them to what it became, with its report.
 *
 * DESIGN: the form has one hold on each of its files, from the copy on, or from the start of the
 * program for a draft that was on disk, until the file is taken out, attached or thrown away for
 * good. The bytes are then the tidying's of client/files.
 */
#include "tc-intake-panel-private.h"

#include "tc-files.h"
#include "tc-incident-commands.h"
#include "tc-refusal-words.h"

#include <glib/gi18n-lib.h>

/* ---- attaching ---- */

typedef struct {
  TcIntakePanel *panel; /* (owned) */
  gint64 form_id;
  gboolean seen; /* it finds what the form was logged as: nobody waits for it */
} Taking;

static void
free_taking (Taking *taking)
{
  g_object_unref (taking->panel);
  g_free (taking);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Taking, free_taking)

static void
say_trouble (TcIntakePanel *self, gint64 form_id, const char *text)
{
  if (self->form && self->form->id == form_id)
    tc_intake_work_show_refusal (self->work, TC_INTAKE_FINE, text);
  else
    tc_panel_say (GTK_WIDGET (self), text);
}

/* The same file twice is one. */
static gboolean
has_file (const TcIntakeForm *form, const TcKeptFile *file)
{
  for (guint i = 0; i < form->files->len; i++) {
    if (g_str_equal (((TcKeptFile *) form->files->pdata[i])->hash, file->hash))
      return TRUE;
  }
  return FALSE;
}

/* Takes @file. It is on the disk with its draft before anything else is asked of the outbox. */
static void
add_file (TcIntakePanel *self, TcIntakeForm *form, TcKeptFile *file)
{
  if (has_file (form, file)) {
    tc_files_let_go_kept (tc_files_of (self->desk), file);
    tc_kept_file_free (file);
    return;
  }
  g_ptr_array_add (form->files, file);
  tc_intake_panel_save_form (self, form);
  if (form == self->form)
    tc_intake_work_show_files (self->work);
}

static void attached_cb (GObject *source, GAsyncResult *result, gpointer data);

/* Its draft is gone: what was seen may have been logged, all else was thrown away; or nobody sits
 * there any more. */
static void
add_to_logged (TcIntakePanel *self, TcFiles *files, gint64 form_id, const TcKeptFile *file)
{
  const TcIntakeSeen *seen = self->desk ? tc_intake_panel_find_seen (self, form_id) : NULL;

  if (seen && seen->incident_id != 0)
    tc_files_attach_kept_async (files, file, seen->incident_id, seen->report_id, attached_cb,
                                g_object_ref (self));
  tc_files_let_go_kept (files, file);
}

static void
taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Taking) taking = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcKeptFile) file = NULL;
  g_autoptr (TcVerdict) verdict = tc_files_take_finish (TC_FILES (source), result, &file, &error);
  g_autofree char *trouble = tc_verdict_word (verdict, error);
  TcIntakePanel *self = taking->panel;
  TcIntakeForm *form = self->desk ? tc_intake_panel_find_form (self, taking->form_id) : NULL;

  self->taking -= taking->seen ? 0 : 1;
  if (file && form)
    add_file (self, form, g_steal_pointer (&file));
  else if (file)
    add_to_logged (self, TC_FILES (source), taking->form_id, file);
  else if (self->desk && trouble)
    say_trouble (self, taking->form_id, trouble);
}

static void
take_file (TcIntakePanel *self, gint64 form_id, GFile *file, gboolean seen)
{
  Taking *taking = g_new0 (Taking, 1);

  *taking = (Taking){g_object_ref (self), form_id, seen};
  self->taking += seen ? 0 : 1;
  tc_files_take_async (tc_files_of (self->desk), file, taken_cb, taking);
}

void
tc_intake_panel_take_seen (TcIntakePanel *self, gint64 form_id, GFile *file)
{
  take_file (self, form_id, file, TRUE);
}

/* (element-type GFile) */
static void
take_files (TcIntakePanel *self, GSList *files)
{
  TcIntakeForm *form = self->form;
  guint room = 0;

  if (!form || self->logging)
    return;
  tc_intake_work_show_refusal (self->work, TC_INTAKE_FINE, NULL);
  room = TC_KEPT_FILES_MAX - MIN (TC_KEPT_FILES_MAX, form->files->len + self->taking);
  for (; files && room > 0; files = files->next, room--)
    take_file (self, form->id, files->data, FALSE);
  if (files) {
    /* Translators: how many files can be attached to a call. */
    g_autofree char *text = g_strdup_printf (_ ("At most %d files with one call; the others were "
                                                "not attached. Attach them to the incident once "
                                                "the call is logged."),
                                             TC_KEPT_FILES_MAX);
    tc_intake_work_show_refusal (self->work, TC_INTAKE_FINE, text);
  }
}

static void
chosen_cb (TcIntakePanel *self, int response, GtkNativeDialog *dialog)
{
  if (response == GTK_RESPONSE_ACCEPT && self->desk) {
    g_autoptr (GListModel) chosen = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
    GSList *files = NULL;

    for (guint i = 0; i < g_list_model_get_n_items (chosen); i++)
      files = g_slist_prepend (files, g_list_model_get_item (chosen, i));
    files = g_slist_reverse (files);
    take_files (self, files);
    g_slist_free_full (files, g_object_unref);
  }
  g_clear_object (&self->chooser);
}

static void
attach_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIntakePanel *self = data;
  g_autoptr (GtkFileChooserNative) chooser = NULL;

  if (!self->form)
    return;
  chooser = gtk_file_chooser_native_new (
      _ ("Attach photos and files"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
      GTK_FILE_CHOOSER_ACTION_OPEN, C_ ("file", "_Attach"), C_ ("file", "_Cancel"));
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), TRUE);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_set_object (&self->chooser, chooser);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
attach_uris_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  g_autofree const char **uris = g_variant_get_strv (target, NULL);
  GSList *files = NULL;

  for (guint i = 0; uris[i]; i++)
    files = g_slist_prepend (files, g_file_new_for_uri (uris[i]));
  files = g_slist_reverse (files);
  take_files (data, files);
  g_slist_free_full (files, g_object_unref);
}

static gboolean
drop_cb (TcIntakePanel *self, const GValue *value)
{
  GAction *action = g_action_map_lookup_action (self->window, "attach-to-call");
  GSList *files = NULL;

  if (!g_action_get_enabled (action) || !G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return FALSE;
  files = gdk_file_list_get_files (g_value_get_boxed (value));
  take_files (self, files);
  g_slist_free (files);
  return TRUE;
}

/* ---- taking out ---- */

static void
detach_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIntakePanel *self = data;
  TcKeptFile *file = self->form
                         ? tc_intake_form_find_file (self->form, g_variant_get_int64 (target))
                         : NULL;

  if (!file || self->logging)
    return;
  tc_files_let_go_kept (tc_files_of (self->desk), file);
  g_ptr_array_remove (self->form->files, file);
  tc_intake_panel_save (self);
  tc_intake_work_show_files (self->work);
}

void
tc_intake_panel_let_go_files (TcIntakePanel *self, const TcIntakeForm *form)
{
  for (guint i = 0; self->desk && i < form->files->len; i++)
    tc_files_let_go_kept (tc_files_of (self->desk), form->files->pdata[i]);
}

/* ---- the call is logged ---- */

static void
attached_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcIntakePanel) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict) verdict = tc_files_attach_finish (TC_FILES (source), result, &error);
  g_autofree char *why = tc_verdict_word (verdict, error), *text = NULL;

  if (!why || !self->desk)
    return;
  /* Translators: why a file could not be attached: a sentence. */
  text = g_strdup_printf (_ ("The call is logged, but a file of it was not attached. %s"), why);
  tc_panel_say (GTK_WIDGET (self), text);
}

void
tc_intake_panel_attach_files (TcIntakePanel *self, const TcIntakeForm *form, gint64 incident_id)
{
  for (guint i = 0; i < form->files->len; i++)
    tc_files_attach_kept_async (tc_files_of (self->desk), form->files->pdata[i], incident_id,
                                form->report_id, attached_cb, g_object_ref (self));
  tc_intake_panel_let_go_files (self, form);
}

/* ---- the table ---- */

void
tc_intake_panel_add_file_actions (TcIntakePanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "attach-to-call", .activate = attach_cb},
      {.name = "attach-to-call-uris", .activate = attach_uris_cb, .parameter_type = "as"},
      {.name = "detach-from-call", .activate = detach_cb, .parameter_type = "x"},
  };
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  /* Before the entries and the text: they would take its path as words. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->work), GTK_EVENT_CONTROLLER (target));
}
