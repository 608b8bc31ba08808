/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Part of a recording, at the video wall: marked on the timeline, copied and fetched, or kept. What
 * it is for is found by its code before anything is asked of the server.
 */
#include "tc-camera-panel-private.h"

#include "tc-camera-operations.h"
#include "tc-desk-files.h"
#include "tc-exports-window.h"
#include "tc-holds-window.h"
#include "tc-incident-search.h"
#include "tc-refusal-words.h"
#include "tc-settings.h"
#include "tc-text-label.h"

#include <glib/gi18n-lib.h>

#define FOLDER_SETTING "export-folder"
/* What is meant around the moment where it stands, where nothing is marked. */
#define AROUND_US ((gint64) 300 * G_USEC_PER_SEC)
#define COPY_US ((gint64) 30 * G_USEC_PER_SEC)

/* ---- folders ---- */

static char *
dup_folder (void)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_autofree char *chosen = settings ? g_settings_get_string (settings, FOLDER_SETTING) : NULL;

  return chosen && g_path_is_absolute (chosen) ? g_steal_pointer (&chosen)
                                               : tc_camera_exports_folder ();
}

static void
folder_chosen_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  g_autoptr (TcCameraPanel) self = data;
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autofree char *path = file ? g_file_get_path (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && path && self->desk) {
    if (settings)
      g_settings_set_string (settings, FOLDER_SETTING, path);
    tc_part_form_set_folder (self->part_form, path);
  }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
folder_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  g_autofree char *folder = dup_folder ();
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      _ ("Where copies of recordings are put"),
      GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
      NULL, NULL);

  (void) gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), file, NULL);
  g_signal_connect (dialog, "response", G_CALLBACK (folder_chosen_cb), g_object_ref (self));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* ---- opening the form ---- */

static char *
word_camera (TcCameraPanel *self, gint64 id)
{
  const TcCameraView *view = tc_camera_watch_get_view (self->watch);
  const TcCamera *camera = view ? tc_camera_view_find (view, id) : NULL;

  /* Translators: number and name of a camera. */
  return camera ? g_strdup_printf (_ ("Camera %1$d, %2$s"), (int) camera->number, camera->name)
                : g_strdup ("");
}

/* What was marked; without an end, up to where it stands, and without either around that. */
static void
choose_span (TcCameraPanel *self, gint64 around_us, gint64 *from_us, gint64 *until_us)
{
  gint64 at_us = tc_camera_replay_get_position (self->replay);

  tc_camera_replay_get_marks (self->replay, from_us, until_us);
  if (!*from_us && !*until_us) {
    *from_us = at_us - around_us;
    *until_us = at_us + around_us;
  } else if (!*until_us) {
    *until_us = at_us > *from_us ? at_us : *from_us + around_us;
  } else if (!*from_us) {
    *from_us = *until_us - around_us;
  }
}

/* Whether something of that was recorded here, as far as is known, of the timeline's camera. */
static gboolean
is_here (TcCameraPanel *self, gint64 from_us, gint64 until_us)
{
  return !tc_camera_replay_is_known (self->replay) ||
         tc_replay_spans_touch (tc_camera_replay_get_spans (self->replay), from_us, until_us);
}

static void
open_form (TcCameraPanel *self, gboolean hold)
{
  gint64 id = tc_camera_replay_get_camera (self->replay);
  guint n = tc_camera_replay_get_n_cameras (self->replay);
  g_autofree char *one = NULL, *all = NULL, *folder = dup_folder ();
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  const char *cameras[] = {NULL, NULL, NULL};
  TcPartFormStart start = {.hold = hold,
                           .cameras = cameras,
                           .camera_ids = ids,
                           .folder = folder,
                           .n_open = tc_camera_exports_count_open (self->exports)};

  if (!id)
    return;
  choose_span (self, hold ? AROUND_US : COPY_US, &start.from_us, &start.until_us);
  if (n == 1 && !is_here (self, start.from_us, start.until_us)) {
    tc_panel_say (GTK_WIDGET (self),
                  _ ("Nothing of this part was recorded here: what the camera's recorder holds "
                     "can't be kept or copied from here."));
    return;
  }
  tc_camera_replay_set_paused (self->replay, TRUE);
  for (guint i = 0; i < n; i++)
    g_array_append_vals (ids, &(gint64){tc_camera_replay_get_nth_camera (self->replay, i)}, 1);
  cameras[0] = one = word_camera (self, id);
  all = g_strdup_printf (ngettext ("All %u on the clock", "All %u on the clock", n), n);
  cameras[1] = n > 1 ? all : NULL;
  tc_text_label_say (self->trouble, NULL);
  tc_part_form_open (self->part_form, &start);
}

static void
hold_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  open_form (data, TRUE);
}

static void
export_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  open_form (data, FALSE);
}

static void
mark_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_camera_replay_mark (((TcCameraPanel *) data)->replay,
                         g_str_equal (g_action_get_name (G_ACTION (action)), "replay-mark-end"));
}

static void
exports_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;

  tc_exports_window_show (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->desk,
                          self->exports);
}

static void
holds_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;

  tc_holds_window_show (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->desk);
}

/* ---- doing it ---- */

typedef struct {
  TcCameraPanel *panel; /* (owned) */
  TcPart part;
  gint64 incident_id; /* 0: of none */
} Doing;

static void
free_doing (Doing *doing)
{
  g_object_unref (doing->panel);
  tc_part_clear (&doing->part);
  g_free (doing);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Doing, free_doing)

static void
end_form (TcCameraPanel *self, const char *text)
{
  tc_part_form_write (self->part_form, "reason", "");
  tc_part_form_write (self->part_form, "incident", "");
  tc_part_form_close (self->part_form);
  gtk_widget_grab_focus (GTK_WIDGET (self->replay_bar));
  tc_panel_say (GTK_WIDGET (self), text);
}

static void
export_all (const Doing *doing)
{
  TcCameraPanel *self = doing->panel;
  const TcCameraView *view = tc_camera_watch_get_view (self->watch);
  g_autofree char *folder = dup_folder ();
  gboolean begun = TRUE;

  for (guint i = 0; i < doing->part.camera_ids->len && begun; i++) {
    gint64 id = g_array_index (doing->part.camera_ids, gint64, i);
    const TcCamera *camera = view ? tc_camera_view_find (view, id) : NULL;
    const TcCameraExportWish wish = {.camera_id = id,
                                     .number = camera ? camera->number : 0,
                                     .camera = camera ? camera->name : (char *) "",
                                     .from_us = doing->part.from_us,
                                     .until_us = doing->part.until_us,
                                     .incident_id = doing->incident_id,
                                     .incident = doing->part.incident,
                                     .reason = doing->part.reason};

    begun = tc_camera_exports_add (self->exports, &wish, folder);
  }
  if (!begun) {
    tc_part_form_tell (self->part_form,
                       _ ("Many copies aren't done yet: wait for them, or give some up."));
    return;
  }
  end_form (self, _ ("The copy is asked for."));
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "exports", NULL);
}

static void
held_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcCameraPanel) self = data;
  g_autofree char *trouble = tc_hold_asker_ask_finish (TC_HOLD_ASKER (source), result);

  if (!self->desk)
    return;
  if (trouble) {
    tc_part_form_tell (self->part_form, trouble);
    return;
  }
  end_form (self, _ ("This part of the recording is kept."));
  tc_camera_replay_look (self->replay);
}

static void
hold_all (const Doing *doing)
{
  const TcPart *part = &doing->part;
  const TcHoldWish wish = {.camera_ids = part->camera_ids,
                           .from_us = part->from_us,
                           .until_us = part->until_us,
                           .keep_until_us = part->keep_until_us,
                           .keep_until = part->keep_until,
                           .incident_id = doing->incident_id,
                           .reason = part->reason};

  tc_hold_asker_ask_async (doing->panel->hold_asker, &wish, held_cb, g_object_ref (doing->panel));
}

static void
carry_out (const Doing *doing)
{
  if (doing->part.hold)
    hold_all (doing);
  else
    export_all (doing);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Doing) doing = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcDispatchTarget)
      found = tc_incident_find_target_finish (TC_WORKER (source), result, &error);
  g_autofree char *trouble = NULL;

  if (!doing->panel->desk)
    return;
  if (error || !found || !found->incident_id) {
    trouble = error ? tc_fault_word (error)
                    : g_strdup_printf (
                          /* Translators: what was typed as an incident's code. */
                          _ ("There is no incident %s. Type its whole code, or more of it."),
                          doing->part.incident);
    tc_part_form_tell (doing->panel->part_form, trouble);
    return;
  }
  doing->incident_id = found->incident_id;
  g_free (doing->part.incident);
  doing->part.incident = g_strdup (found->code);
  carry_out (doing);
}

static void
send_cb (TcCameraPanel *self)
{
  g_autoptr (Doing) doing = NULL;
  const char *code;

  if (!self->desk)
    return;
  doing = g_new0 (Doing, 1);
  doing->panel = g_object_ref (self);
  tc_part_form_get (self->part_form, &doing->part);
  code = doing->part.incident;
  if (*code)
    tc_incident_find_target_async (tc_desk_get_reader (self->desk), code, "", found_cb,
                                   g_steal_pointer (&doing));
  else
    carry_out (doing);
}

/* Written and sent from elsewhere: (name, text); "" sends. */
static void
write_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  const char *name = NULL, *text = NULL;

  g_variant_get (target, "(&s&s)", &name, &text);
  if (*name)
    tc_part_form_write (((TcCameraPanel *) data)->part_form, name, text);
  else
    tc_part_form_send (((TcCameraPanel *) data)->part_form);
}

/* ---- what comes of it ---- */

static void
over_cb (TcCameraPanel *self, TcCameraExport *export)
{
  g_autofree char *what = tc_camera_export_word_what (tc_camera_export_get_wish (export));
  g_autofree char *words = tc_camera_export_word (export);
  g_autofree char *text = g_strdup_printf ("%s — %s", what, words);

  if (self->desk && tc_camera_export_get_state (export) != TC_EXPORT_CANCELLED)
    tc_panel_say (GTK_WIDGET (self), text);
}

static void
person_cb (TcCameraPanel *self)
{
  if (self->exports && tc_desk_get_person (self->desk))
    tc_camera_exports_go (self->exports);
}

void
tc_camera_panel_enable_parts (TcCameraPanel *self)
{
  static const char *const going[] = {TC_CAMERA_HOLD, "replay-mark-begin", "replay-mark-end",
                                      "part-form-write"};
  gboolean on = tc_camera_replay_is_on (self->replay);
  gboolean may = tc_desk_may (self->desk, TC_MAY_EXPORT_CAMERAS);

  for (gsize i = 0; i < G_N_ELEMENTS (going); i++)
    tc_panel_enable (self->window, going[i], on);
  tc_panel_enable (self->window, "replay-export", on && may);
  tc_panel_enable (self->window, "export-folder", may);
  tc_panel_enable (self->window, "exports", may);
  tc_panel_enable (self->window, "holds", tc_desk_may (self->desk, TC_MAY_REPLAY_CAMERAS));
  if (!on)
    tc_part_form_close (self->part_form);
}

void
tc_camera_panel_add_part_actions (TcCameraPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = TC_CAMERA_HOLD, .activate = hold_cb},
      {.name = "replay-export", .activate = export_cb},
      {.name = "replay-mark-begin", .activate = mark_cb},
      {.name = "replay-mark-end", .activate = mark_cb},
      {.name = "part-form-write", .activate = write_cb, .parameter_type = "(ss)"},
      {.name = "export-folder", .activate = folder_cb},
      {.name = "exports", .activate = exports_cb},
      {.name = "holds", .activate = holds_cb},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}

void
tc_camera_panel_make_parts (TcCameraPanel *self)
{
  self->hold_asker = tc_hold_asker_new (self->desk);
  self->exports = tc_camera_exports_new (self->desk);
  g_signal_connect_object (self->exports, "over", G_CALLBACK (over_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->part_form, "send", G_CALLBACK (send_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "notify::person-id", G_CALLBACK (person_cb), self,
                           G_CONNECT_SWAPPED);
  person_cb (self);
}

void
tc_camera_panel_end_parts (TcCameraPanel *self)
{
  if (!self->exports)
    return;
  g_signal_handlers_disconnect_by_data (self->exports, self);
  tc_camera_exports_stop (self->exports);
  g_clear_object (&self->exports);
  g_clear_object (&self->hold_asker);
}
