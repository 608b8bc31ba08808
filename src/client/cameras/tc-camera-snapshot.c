/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A picture that is kept; see the header.
 */
#include "tc-camera-snapshot.h"

#include "tc-desk-files.h"
#include "tc-now.h"
#include "tc-refusal-words.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#define FORMAT "toancanh-snapshot-1"
/* A file's name has 255 bytes; a letter up to four. */
#define NAME_CHARS_MAX 40

/* ---- the server ---- */

typedef struct {
  gboolean restricted;
} Noting;

static void
noted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  const Noting *noting = g_task_get_task_data (task);
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = tc_desk_ask_finish (TC_DESK (source), result, &refusal, &error);
  gboolean away = error || (refusal && (g_str_equal (refusal->code, "line.offline") ||
                                        g_str_equal (refusal->code, "question.failed")));
  char *why = NULL;

  if (away && noting->restricted)
    why = g_strdup (_ ("Nothing was kept: a picture of a restricted camera is put on record first, "
                       "and the server can't be reached now."));
  else if (refusal && !away)
    why = tc_refusal_word (refusal, tc_now_us ());
  g_task_return_pointer (task, why, g_free);
}

void
tc_camera_snapshot_note_async (TcDesk *desk, const TcCameraSnapshot *snapshot,
                               GAsyncReadyCallback callback, gpointer data)
{
  const Noting noting = {snapshot->camera->restricted};
  GTask *task = g_task_new (desk, NULL, callback, data);
  GVariantDict dict = G_VARIANT_DICT_INIT (NULL);

  g_task_set_task_data (task, g_memdup2 (&noting, sizeof noting), g_free);
  g_variant_dict_insert (&dict, "session_id", "x", tc_desk_get_session (desk));
  g_variant_dict_insert (&dict, "camera", "x", snapshot->camera->id);
  g_variant_dict_insert (&dict, "profile", "s", snapshot->profile);
  g_variant_dict_insert (&dict, "at_us", "x", snapshot->at_us);
  tc_desk_ask_act_async (desk, "camera.snapshot", g_variant_dict_end (&dict), NULL, noted_cb, task);
}

char *
tc_camera_snapshot_note_finish (TcDesk *desk, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, desk), NULL);
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/* ---- what is written ---- */

/* Letters, digits and a few signs; what stands at a slash, a colon, a line's end is a space. */
static char *
make_safe (const char *text)
{
  g_autoptr (GString) safe = g_string_new (NULL);
  guint n = 0;

  for (const char *at = text; *at && n < NAME_CHARS_MAX; at = g_utf8_next_char (at), n++) {
    gunichar c = g_utf8_get_char (at);

    g_string_append_unichar (safe, g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '-' ||
                                           c == '(' || c == ')'
                                       ? c
                                       : ' ');
  }
  return g_strstrip (g_string_free (g_steal_pointer (&safe), FALSE));
}

char *
tc_camera_snapshot_name (const TcCameraSnapshot *snapshot)
{
  g_autoptr (GDateTime) at = tc_words_local (snapshot->at_us);
  g_autofree char *when = g_date_time_format (at, "%Y-%m-%d %H.%M.%S");
  g_autofree char *name = make_safe (snapshot->camera->name);

  return g_strdup_printf ("%s.%03d camera %" G_GINT64_FORMAT " %s", when,
                          (int) (snapshot->at_us / 1000 % 1000), snapshot->camera->number, name);
}

static void
add_string (JsonBuilder *json, const char *member, const char *value)
{
  json_builder_set_member_name (json, member);
  json_builder_add_string_value (json, value);
}

static void
add_int (JsonBuilder *json, const char *member, gint64 value)
{
  json_builder_set_member_name (json, member);
  json_builder_add_int_value (json, value);
}

static void
add_camera (JsonBuilder *json, const TcCamera *camera)
{
  json_builder_set_member_name (json, "camera");
  json_builder_begin_object (json);
  add_int (json, "number", camera->number);
  add_string (json, "name", camera->name);
  add_string (json, "code", camera->code);
  add_int (json, "id", camera->id);
  json_builder_set_member_name (json, "restricted");
  json_builder_add_boolean_value (json, camera->restricted);
  json_builder_end_object (json);
}

static void
add_picture (JsonBuilder *json, const TcCameraSnapshot *snapshot, const char *file,
             const char *sha256)
{
  g_autoptr (GDateTime) at = tc_words_local (snapshot->at_us);
  g_autofree char *when = g_date_time_format_iso8601 (at);

  json_builder_set_member_name (json, "picture");
  json_builder_begin_object (json);
  add_string (json, "file", file);
  add_string (json, "sha256", sha256);
  add_int (json, "width", snapshot->width);
  add_int (json, "height", snapshot->height);
  add_string (json, "decoded", when);
  add_int (json, "decoded_us", snapshot->at_us);
  add_int (json, "masks", (gint64) snapshot->n_masks);
  json_builder_end_object (json);
}

static void
add_stream (JsonBuilder *json, const TcCameraSnapshot *snapshot)
{
  json_builder_set_member_name (json, "stream");
  json_builder_begin_object (json);
  add_string (json, "profile", snapshot->profile);
  add_string (json, "codec", snapshot->codec);
  add_string (json, "decoding", snapshot->rung);
  add_string (json, "state", snapshot->state);
  json_builder_end_object (json);
}

/* Who, and at which desk. */
static void
add_person (JsonBuilder *json, TcDesk *desk)
{
  g_autofree char *name = NULL, *person = NULL;

  g_object_get (desk, "name", &name, "person-name", &person, NULL);
  json_builder_set_member_name (json, "kept_by");
  json_builder_begin_object (json);
  add_int (json, "person_id", tc_desk_get_person (desk));
  add_string (json, "person", person ? person : "");
  add_string (json, "desk", name ? name : "");
  json_builder_end_object (json);
}

char *
tc_camera_snapshot_describe (const TcCameraSnapshot *snapshot, TcDesk *desk, const char *file,
                             const char *sha256)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (json);
  add_string (json, "format", FORMAT);
  add_camera (json, snapshot->camera);
  add_picture (json, snapshot, file, sha256);
  add_stream (json, snapshot);
  add_person (json, desk);
  json_builder_end_object (json);
  root = json_builder_get_root (json);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  return json_generator_to_data (generator, NULL);
}

/* ---- keeping ---- */

typedef struct {
  char *folder; /* (owned), as all */
  char *name;   /* without the kind of file */
  char *text;   /* of the JSON */
  GBytes *png;
} Keeping;

static void
free_keeping (gpointer data)
{
  Keeping *keeping = data;

  g_free (keeping->folder);
  g_free (keeping->name);
  g_free (keeping->text);
  g_bytes_unref (keeping->png);
  g_free (keeping);
}

char *
tc_camera_snapshot_folder (void)
{
  const char *pictures = g_get_user_special_dir (G_USER_DIRECTORY_PICTURES);

  return g_build_filename (pictures ? pictures : g_get_home_dir (), "Toàn Cảnh", NULL);
}

/* What a folder's disk can't do is told with the file that it was. */
static gboolean
write_file (const char *path, const char *data, gsize size, GError **error)
{
  return g_file_set_contents_full (path, data, (gssize) size,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}

static void
keep (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Keeping *keeping = data;
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  g_autofree char *base = g_build_filename (keeping->folder, keeping->name, NULL);
  g_autofree char *png = g_strconcat (base, ".png", NULL);
  g_autofree char *json = g_strconcat (base, ".json", NULL);
  gsize size = 0;
  gconstpointer bytes = g_bytes_get_data (keeping->png, &size);
  GError *error = NULL;

  /* Where that fails writing says why. */
  (void) g_mkdir_with_parents (keeping->folder, 0700);
  if (!write_file (json, keeping->text, strlen (keeping->text), &error) ||
      !write_file (png, bytes, size, &error)) {
    g_task_return_error (task, error);
    return;
  }
  g_strv_builder_add (paths, png);
  g_strv_builder_add (paths, json);
  g_task_return_pointer (task, g_strv_builder_end (paths), (GDestroyNotify) g_strfreev);
}

void
tc_camera_snapshot_keep_async (TcDesk *desk, const TcCameraSnapshot *snapshot, const char *folder,
                               GBytes *png, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (desk, NULL, callback, data);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, png);
  g_autofree char *file = NULL;
  Keeping *keeping = g_new0 (Keeping, 1);

  keeping->folder = g_strdup (folder);
  keeping->name = tc_camera_snapshot_name (snapshot);
  file = g_strconcat (keeping->name, ".png", NULL);
  keeping->text = tc_camera_snapshot_describe (snapshot, desk, file, sha256);
  keeping->png = g_bytes_ref (png);
  g_task_set_task_data (task, keeping, free_keeping);
  g_task_run_in_thread (task, keep);
}

char **
tc_camera_snapshot_keep_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
