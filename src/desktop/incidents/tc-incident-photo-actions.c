/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Originals of photos, which are opened with a reason that stays on record; copies that are blurred
 * by hand, and what of them may be published. The actions take the hash of the copy that is shown.
 */
#include "tc-incident-panel-private.h"

#include "tc-blur-editor.h"
#include "tc-incident-album.h"
#include "tc-incident-photo.h"
#include "tc-picture-loader.h"
#include "tc-refusal-words.h"

#include <glib/gi18n-lib.h>

/* (nullable): by its hash, or, where that is NULL, by its id. */
static const TcAttachment *
find_photo (TcIncidentPanel *self, const char *hash, gint64 id)
{
  const TcIncidentDetail *detail = tc_incident_focus_get_detail (self->focus);

  for (guint i = 0; detail && i < detail->attachments->len; i++) {
    const TcAttachment *photo = &g_array_index (detail->attachments, TcAttachment, i);

    if (hash ? photo->original_id != 0 && g_str_equal (photo->hash, hash) : photo->id == id)
      return photo;
  }
  return NULL;
}

/* One command under way. */
typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  gint64 incident_id;
  gint64 original_id; /* to be shown then; 0 */
  char *said;         /* (owned) (nullable): once it is done */
} Doing;

static void
free_doing (Doing *doing)
{
  g_object_unref (doing->panel);
  g_free (doing->said);
  g_free (doing);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Doing, free_doing)

static void
show_trouble (const Doing *doing, const char *text)
{
  TcIncidentPanel *self = doing->panel;

  if (doing->original_id)
    tc_incident_panel_take_back_text (self, TC_OPEN_ORIGINAL, doing->incident_id);
  if (tc_incident_focus_get_id (self->focus) == doing->incident_id)
    tc_incident_work_show_refusal (self->work, text);
  else
    tc_panel_say (GTK_WIDGET (self), text);
}

/* Whoever chose another incident meanwhile doesn't see it. */
static void
show_original (const Doing *doing)
{
  TcIncidentPanel *self = doing->panel;
  const TcAttachment *original = tc_incident_focus_get_id (self->focus) == doing->incident_id
                                     ? find_photo (self, NULL, doing->original_id)
                                     : NULL;

  tc_composer_done (tc_incident_work_get_composer (self->work), TC_OPEN_ORIGINAL,
                    doing->incident_id);
  if (original)
    tc_incident_album_open_original (GTK_WIDGET (self), self->files, original);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Doing) doing = data;
  g_autofree char *trouble = tc_verdict_finish_word (TC_OPERATION_SINK (source), result);

  if (!doing->panel->desk)
    return;
  if (trouble) {
    show_trouble (doing, trouble);
    return;
  }
  if (doing->original_id)
    show_original (doing);
  if (doing->said)
    tc_panel_say (GTK_WIDGET (doing->panel), doing->said);
}

static TcCommand
start (TcIncidentPanel *self, gint64 incident_id, gint64 original_id, const char *said)
{
  Doing *doing = g_new0 (Doing, 1);

  *doing = (Doing){g_object_ref (self), incident_id, original_id, g_strdup (said)};
  tc_incident_work_show_refusal (self->work, NULL);
  return (TcCommand){TC_OPERATION_SINK (self->desk), NULL, done_cb, doing};
}

/* ---- originals ---- */

static void
open_original_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const TcAttachment *copy = find_photo (self, g_variant_get_string (target, NULL), 0);

  if (!copy)
    return;
  self->opening_id = copy->original_id;
  tc_incident_panel_compose (
      self, TC_OPEN_ORIGINAL,
      (TcComposerForm){.title = _ ("Why you need to see the original (kept on record)"),
                       .verb = C_ ("verb", "Open"),
                       .required = TRUE});
}

void
tc_incident_panel_send_open_original (TcIncidentPanel *self, gint64 incident_id, const char *reason)
{
  const TcAttachment *original = tc_incident_focus_get_id (self->focus) == incident_id
                                     ? find_photo (self, NULL, self->opening_id)
                                     : NULL;
  TcCommand command;

  if (!original) {
    tc_incident_panel_take_back_text (self, TC_OPEN_ORIGINAL, incident_id);
    tc_incident_work_show_refusal (self->work, _ ("Choose the photo again."));
    return;
  }
  command = start (self, incident_id, original->id, NULL);
  tc_incident_command_open_original (&command, original->id, reason);
}

/* ---- blurring ---- */

/* One photo, from where it is read to where its blurred copy is attached. */
typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  gint64 incident_id;     /* where it was attached */
  gint64 original_id;
  char *code; /* (owned): of the incident shown */
  char *name; /* (owned) */
} Blurring;

static void
free_blurring (Blurring *blurring)
{
  g_object_unref (blurring->panel);
  g_free (blurring->code);
  g_free (blurring->name);
  g_free (blurring);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Blurring, free_blurring)

static void
blurred_cb (TcBlurEditor *editor, GBytes *bytes, Blurring *blurring)
{
  TcIncidentPanel *self = blurring->panel;
  const TcAttachTo to = {
      .incident_id = blurring->incident_id,
      .code = blurring->code,
      .original_id = blurring->original_id,
      .said = _ ("The blurred copy is attached. Look at it, then say whether it is fit for "
                 "publishing."),
  };

  if (self->desk)
    tc_attach_box_add_bytes (tc_incident_work_get_unattached (self->work), &to, bytes,
                             blurring->name);
}

static void
free_blurring_closure (gpointer data, GClosure *closure)
{
  free_blurring (data);
}

static void
decoded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Blurring) blurring = data;
  TcIncidentPanel *self = blurring->panel;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = tc_picture_decode_finish (result, &error);
  TcBlurEditor *editor;

  if (!self->desk)
    return;
  if (!texture) {
    tc_panel_say (GTK_WIDGET (self),
                  _ ("This picture is damaged, or of a kind that isn't shown here."));
    return;
  }
  editor = tc_blur_editor_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), texture,
                               blurring->name);
  g_signal_connect_data (editor, "blurred", G_CALLBACK (blurred_cb), g_steal_pointer (&blurring),
                         free_blurring_closure, 0);
  gtk_window_present (GTK_WINDOW (editor));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Blurring) blurring = data;
  TcIncidentPanel *self = blurring->panel;
  g_autoptr (GBytes) bytes = tc_files_read_finish (TC_FILES (source), result, NULL);

  if (bytes)
    tc_picture_decode_async (bytes, 0, TRUE, NULL, decoded_cb, g_steal_pointer (&blurring));
  else if (self->desk)
    tc_panel_say (GTK_WIDGET (self), _ ("This photo isn't on this computer yet. Try again when it "
                                        "is shown."));
}

static void
blur_photo_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const TcAttachment *copy = find_photo (self, g_variant_get_string (target, NULL), 0);
  Blurring *blurring;

  if (!copy)
    return;
  blurring = g_new0 (Blurring, 1);
  *blurring = (Blurring){g_object_ref (self), copy->incident_id, copy->original_id,
                         g_strdup (tc_incident_panel_get_attach_to (self).code),
                         g_strdup (copy->name)};
  tc_files_read_async (self->files, copy->hash, NULL, read_cb, blurring);
}

/* ---- what may be published ---- */

static void
clear (TcIncidentPanel *self, GVariant *target, gboolean fit, const char *said)
{
  const TcAttachment *copy = find_photo (self, g_variant_get_string (target, NULL), 0);
  TcCommand command;

  if (!copy)
    return;
  command = start (self, tc_incident_focus_get_id (self->focus), 0, said);
  tc_incident_command_clear_photo (&command, copy->id, fit);
}

static void
clear_photo_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  clear (data, target, TRUE, _ ("The photo goes out with the next answer that is published."));
}

static void
withhold_photo_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  clear (data, target, FALSE, _ ("The photo isn't shown outside."));
}

static gboolean
has_photo (const TcIncidentPicture *picture)
{
  for (guint i = 0; picture && i < picture->detail->attachments->len; i++)
    if (tc_picture_is_type (
            g_array_index (picture->detail->attachments, TcAttachment, i).media_type))
      return TRUE;
  return FALSE;
}

void
tc_incident_panel_enable_photo_actions (TcIncidentPanel *self, gboolean many)
{
  static const struct {
    const char *action;
    const char *capability;
  } rules[] = {
      {TC_OPEN_ORIGINAL, TC_MAY_OPEN_ORIGINAL},
      {"blur-photo", TC_MAY_REPORT},
      {"clear-photo", TC_MAY_PUBLISH},
      {"withhold-photo", TC_MAY_PUBLISH},
      {"place-at-photo", TC_MAY_SCREEN},
      {"place", TC_MAY_SCREEN}, /* takes back what was done, of whichever incident */
      {"view-photos", NULL},
  };
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);
  gboolean photo = !many && picture && has_photo (picture);

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++) {
    gboolean can = photo || g_str_equal (rules[i].action, "place");

    if (can && g_str_equal (rules[i].action, "place-at-photo"))
      can = picture->photo_place.attachment_id != 0;
    if (can && rules[i].capability)
      can = tc_desk_may (self->desk, rules[i].capability);
    tc_panel_enable (self->window, rules[i].action, can);
  }
}

void
tc_incident_panel_add_photo_actions (TcIncidentPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = TC_OPEN_ORIGINAL, .activate = open_original_cb, .parameter_type = "s"},
      {.name = "blur-photo", .activate = blur_photo_cb, .parameter_type = "s"},
      {.name = "clear-photo", .activate = clear_photo_cb, .parameter_type = "s"},
      {.name = "withhold-photo", .activate = withhold_photo_cb, .parameter_type = "s"},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
