/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person can do with files of the incident shown: attach them by choosing, dropping or
 * pasting, look at photos, open and save. Each is an action of the window.
 */
#include "tc-incident-panel-private.h"

#include "tc-error.h"
#include "tc-file-words.h"
#include "tc-incident-album.h"

#include <glib/gi18n-lib.h>

static const TcAttachment *
find_file (TcIncidentPanel *self, const char *hash)
{
  const TcIncidentDetail *detail = tc_incident_focus_get_detail (self->focus);

  for (guint i = 0; detail && i < detail->attachments->len; i++) {
    const TcAttachment *file = &g_array_index (detail->attachments, TcAttachment, i);
    if (g_str_equal (file->hash, hash))
      return file;
  }
  return NULL;
}

/* ---- attaching ---- */

/* The incident shown. */
TcAttachTo
tc_incident_panel_get_attach_to (TcIncidentPanel *self)
{
  const TcIncidentDetail *detail = tc_incident_focus_get_detail (self->focus);

  return (TcAttachTo){.incident_id = tc_incident_focus_get_id (self->focus),
                      .code = detail ? detail->incident.code : "…"};
}

static void
attach_files (TcIncidentPanel *self, GSList *files)
{
  const TcAttachTo to = tc_incident_panel_get_attach_to (self);

  tc_incident_work_show_refusal (self->work, NULL);
  tc_attach_box_add_files (tc_incident_work_get_unattached (self->work), &to, files);
}

/* Trouble has a row, which isn't seen everywhere. */
static void
settled_cb (TcIncidentPanel *self, const TcAttachTo *to, const char *trouble)
{
  GtkWidget *box = GTK_WIDGET (tc_incident_work_get_unattached (self->work));

  if (!self->desk)
    return;
  if (trouble && !gtk_widget_get_mapped (box))
    tc_panel_say (GTK_WIDGET (self), trouble);
  if (!trouble && to->said)
    tc_panel_say (GTK_WIDGET (self), to->said);
}

static void
refused_cb (TcIncidentPanel *self, const char *text)
{
  tc_incident_work_show_refusal (self->work, text);
}

static void
attach_uris_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  g_autofree const char **uris = g_variant_get_strv (target, NULL);
  GSList *files = NULL;

  for (guint i = 0; uris[i]; i++)
    files = g_slist_prepend (files, g_file_new_for_uri (uris[i]));
  files = g_slist_reverse (files);
  if (tc_incident_focus_get_id (self->focus) != 0)
    attach_files (self, files);
  g_slist_free_full (files, g_object_unref);
}

static void
chosen_cb (TcIncidentPanel *self, int response, GtkNativeDialog *dialog)
{
  g_autoptr (GListModel) chosen = NULL;
  GSList *files = NULL;

  if (response == GTK_RESPONSE_ACCEPT && self->desk) {
    chosen = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
    for (guint i = 0; i < g_list_model_get_n_items (chosen); i++)
      files = g_slist_prepend (files, g_list_model_get_item (chosen, i));
    files = g_slist_reverse (files);
    attach_files (self, files);
    g_slist_free_full (files, g_object_unref);
  }
  g_clear_object (&self->chooser);
}

static void
choose (TcIncidentPanel *self, GtkFileChooserNative *chooser, GCallback callback)
{
  g_set_object (&self->chooser, chooser);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", callback, self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
attach_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  g_autoptr (GtkFileChooserNative) chooser = NULL;

  if (tc_incident_focus_get_id (self->focus) == 0)
    return;
  chooser = gtk_file_chooser_native_new (
      _ ("Attach photos and files"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
      GTK_FILE_CHOOSER_ACTION_OPEN, C_ ("file", "_Attach"), C_ ("file", "_Cancel"));
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), TRUE);
  choose (self, chooser, G_CALLBACK (chosen_cb));
}

/* ---- pasting and dropping ---- */

static gboolean
take_value (TcIncidentPanel *self, const GValue *value)
{
  const TcAttachTo to = tc_incident_panel_get_attach_to (self);

  if (to.incident_id == 0)
    return FALSE;
  tc_incident_work_show_refusal (self->work, NULL);
  return tc_attach_box_add_value (tc_incident_work_get_unattached (self->work), &to, value);
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcIncidentPanel) self = data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);

  if (self->desk && (!value || !take_value (self, value)))
    tc_panel_say (GTK_WIDGET (self), _ ("There is no picture and no file to be pasted."));
}

static void
paste_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  gboolean files = gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST);

  gdk_clipboard_read_value_async (clipboard, files ? GDK_TYPE_FILE_LIST : GDK_TYPE_TEXTURE,
                                  G_PRIORITY_DEFAULT, NULL, pasted_cb, g_object_ref (self));
}

static gboolean
drop_cb (TcIncidentPanel *self, const GValue *value)
{
  GAction *action = g_action_map_lookup_action (self->window, "attach");

  return g_action_get_enabled (action) && take_value (self, value);
}

static void
add_drop (TcIncidentPanel *self)
{
  GType types[] = {GDK_TYPE_FILE_LIST, GDK_TYPE_TEXTURE};
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->work), GTK_EVENT_CONTROLLER (target));
}

/* ---- looking, opening, saving ---- */

static void
view_photo_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const TcIncidentDetail *detail = tc_incident_focus_get_detail (self->focus);

  if (detail)
    tc_incident_album_open (GTK_WIDGET (self), self->files, detail,
                            target ? g_variant_get_string (target, NULL) : NULL);
}

/* A copy on its way to another program or a place that a person chose. */
typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  char *name;             /* (owned) */
  char *hash;             /* (owned) (nullable): chosen for saving */
  GFile *target;          /* (owned) (nullable): to be opened */
} Copying;

static void
free_copying (Copying *copying)
{
  g_object_unref (copying->panel);
  g_clear_object (&copying->target);
  g_free (copying->name);
  g_free (copying->hash);
  g_free (copying);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Copying, free_copying)

static char *
word_copy_trouble (const Copying *copying, const GError *error)
{
  if (g_error_matches (error, TC_ERROR, TC_ERROR_DENIED))
    /* Translators: the name of a file that isn't opened by a click. */
    return g_strdup_printf (_ ("“%s” is of a kind that is not opened from here, since it could run "
                               "something. Save a copy instead."),
                            copying->name);
  if (error->domain == TC_ERROR)
    /* Translators: the name of a file. */
    return g_strdup_printf (_ ("“%s” is damaged on this computer and is fetched again. Try again "
                               "in a moment."),
                            copying->name);
  /* Translators: the name of a file, then the technical detail. */
  return g_strdup_printf (_ ("“%s” could not be copied: %s"), copying->name, error->message);
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Copying) copying = data;
  g_autofree char *text = NULL;

  if (g_app_info_launch_default_for_uri_finish (result, NULL) || !copying->panel->desk)
    return;
  /* Translators: the name of a file. */
  text = g_strdup_printf (_ ("There is no program for “%s” on this computer. Save a copy instead."),
                          copying->name);
  tc_panel_say (GTK_WIDGET (copying->panel), text);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Copying) copying = data;
  g_autoptr (GError) error = NULL;
  gboolean ok = tc_files_save_finish (TC_FILES (source), result, &error);
  g_autofree char *text = NULL, *uri = NULL;

  if (!copying->panel->desk)
    return;
  if (!ok) {
    text = word_copy_trouble (copying, error);
    tc_panel_say (GTK_WIDGET (copying->panel), text);
  } else if (copying->target) {
    uri = g_file_get_uri (copying->target);
    g_app_info_launch_default_for_uri_async (uri, NULL, NULL, launched_cb,
                                             g_steal_pointer (&copying));
  } else {
    /* Translators: the name of a file. */
    text = g_strdup_printf (_ ("Saved: %s"), copying->name);
    tc_panel_say (GTK_WIDGET (copying->panel), text);
  }
}

/* Whether it is here; if not, it is fetched before all else and the person told. */
static gboolean
is_at_hand (TcIncidentPanel *self, const TcAttachment *file)
{
  const TcFileWant want = {file->hash, file->size};
  TcFileStatus status;
  g_autofree char *word = NULL, *text = NULL;

  tc_files_view (self->files, &want);
  tc_files_look (self->files, file->hash, &status);
  if (tc_file_is_at_hand (status.state))
    return TRUE;
  word = tc_file_word_status (&status);
  /* Translators: the name of a file, then how it stands: "being fetched, 40 %". */
  text = g_strdup_printf (_ ("“%s” is not here yet: %s."), file->name, word);
  tc_panel_say (GTK_WIDGET (self), text);
  return FALSE;
}

static void
open_file_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const TcAttachment *file = find_file (self, g_variant_get_string (target, NULL));
  Copying *copying = NULL;

  if (!file || !is_at_hand (self, file))
    return;
  copying = g_new0 (Copying, 1);
  *copying = (Copying){g_object_ref (self), g_strdup (file->name), NULL,
                       tc_files_get_open_target (self->files, file->hash, file->name)};
  tc_files_save_async (self->files, file->hash, copying->target, file->name, copied_cb, copying);
}

static void
save_chosen_cb (TcIncidentPanel *self, int response, GtkNativeDialog *dialog)
{
  Copying *copying = g_object_steal_data (G_OBJECT (dialog), "copying");

  if (response == GTK_RESPONSE_ACCEPT && self->desk) {
    g_autoptr (GFile) chosen = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

    tc_files_save_async (self->files, copying->hash, chosen, NULL, copied_cb, copying);
  } else {
    free_copying (copying);
  }
  g_clear_object (&self->chooser);
}

static void
save_file_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const TcAttachment *file = find_file (self, g_variant_get_string (target, NULL));
  g_autoptr (GtkFileChooserNative) chooser = NULL;
  Copying *copying = NULL;

  if (!file || !is_at_hand (self, file))
    return;
  chooser = gtk_file_chooser_native_new (
      _ ("Save a copy"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
      GTK_FILE_CHOOSER_ACTION_SAVE, C_ ("file", "_Save"), C_ ("file", "_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), file->name);
  copying = g_new0 (Copying, 1);
  *copying = (Copying){g_object_ref (self), g_strdup (file->name), g_strdup (file->hash), NULL};
  g_object_set_data_full (G_OBJECT (chooser), "copying", copying, (GDestroyNotify) free_copying);
  choose (self, chooser, G_CALLBACK (save_chosen_cb));
}

/* ---- the table ---- */

void
tc_incident_panel_add_file_actions (TcIncidentPanel *self, GActionMap *window)
{
  TcAttachBox *box = tc_incident_work_get_unattached (self->work);
  const GActionEntry entries[] = {
      {.name = "attach", .activate = attach_cb},
      {.name = "attach-uris", .activate = attach_uris_cb, .parameter_type = "as"},
      {.name = "paste-file", .activate = paste_cb},
      {.name = "view-photos", .activate = view_photo_cb},
      {.name = "view-photo", .activate = view_photo_cb, .parameter_type = "s"},
      {.name = "open-file", .activate = open_file_cb, .parameter_type = "s"},
      {.name = "save-file", .activate = save_file_cb, .parameter_type = "s"},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (box, "settled", G_CALLBACK (settled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (box, "refused", G_CALLBACK (refused_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (box, "left", G_CALLBACK (gtk_widget_grab_focus), self,
                           G_CONNECT_SWAPPED);
  add_drop (self);
}
