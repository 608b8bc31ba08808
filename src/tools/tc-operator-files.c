/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files at a desk without a screen; see the header.
 */
#include "tc-operator-files.h"

#include "tc-files.h"
#include "tc-reading-view.h"

#include <string.h>

typedef struct {
  TcDesk *desk; /* (unowned): ends after its answers */
  TcOperatorReply reply;
  gpointer data;
  char *path; /* (owned) (nullable) */
} Answer;

static Answer *
make_answer (TcDesk *desk, TcOperatorReply reply, gpointer data)
{
  Answer *answer = g_new0 (Answer, 1);

  *answer = (Answer){desk, reply, data, NULL};
  return answer;
}

static void
free_answer (Answer *answer)
{
  g_free (answer->path);
  g_free (answer);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, free_answer)

static void
answer_error (const Answer *answer, const GError *error)
{
  JsonObject *object = json_object_new ();

  json_object_set_boolean_member (object, "ok", error == NULL);
  if (error)
    json_object_set_string_member (object, "error", error->message);
  answer->reply (object, answer->data);
}

static void
attached_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Answer) answer = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict) verdict = tc_files_attach_finish (TC_FILES (source), result, &error);
  JsonObject *object;

  if (!verdict) {
    answer_error (answer, error);
    return;
  }
  object = json_object_new ();
  json_object_set_boolean_member (object, "ok", verdict->refusal == NULL);
  if (verdict->refusal)
    json_object_set_string_member (object, "refused", verdict->refusal->code);
  answer->reply (object, answer->data);
}

static const char *
name_state (TcFileState state)
{
  static const char *const names[] = {
      [TC_FILE_ABSENT] = "absent",
      [TC_FILE_HERE] = "here",
      [TC_FILE_TO_SEND] = "to-send",
      [TC_FILE_SENDING] = "sending",
      [TC_FILE_SERVER_FULL] = "server-full",
      [TC_FILE_TOO_LARGE] = "too-large",
      [TC_FILE_LOST] = "lost",
      [TC_FILE_TO_FETCH] = "to-fetch",
      [TC_FILE_FETCHING] = "fetching",
      [TC_FILE_NOT_YET] = "not-yet",
      [TC_FILE_DAMAGED] = "damaged",
      [TC_FILE_NO_ROOM] = "no-room",
  };

  return names[state];
}

/* On the reader's thread: the rows; how they stand is added on the main loop. */
static gpointer
read_files (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  JsonArray *array = json_array_new ();
  g_autoptr (TcQuery)
      query = tc_database_query (db,
                                 "SELECT hash, name, media_type, size FROM attachment WHERE "
                                 "incident_id = ? AND hash <> '' ORDER BY id",
                                 "i", g_ascii_strtoll (data, NULL, 10));

  while (tc_query_next (query)) {
    JsonObject *one = json_object_new ();

    json_object_set_string_member (one, "hash", tc_query_text (query, 0));
    json_object_set_string_member (one, "name", tc_query_text (query, 1));
    json_object_set_string_member (one, "media_type", tc_query_text (query, 2));
    json_object_set_int_member (one, "size", tc_query_int (query, 3));
    json_array_add_object_element (array, one);
  }
  return array;
}

static gpointer
read_all_files (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  tc_reading_view_lift (db);
  return read_files (db, data, cancellable, error);
}

static void
files_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Answer) answer = data;
  g_autoptr (GError) error = NULL;
  JsonArray *array = tc_worker_run_finish (TC_WORKER (source), result, &error);
  JsonObject *object;

  if (!array) {
    answer_error (answer, error);
    return;
  }
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonObject *one = json_array_get_object_element (array, i);
    TcFileStatus status;

    tc_files_look (tc_files_of (answer->desk), json_object_get_string_member (one, "hash"),
                   &status);
    json_object_set_string_member (one, "state", name_state (status.state));
    json_object_set_int_member (one, "percent", status.percent);
  }
  object = json_object_new ();
  json_object_set_array_member (object, "files", array);
  answer->reply (object, answer->data);
}

static void
file_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Answer) answer = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tc_files_read_finish (TC_FILES (source), result, &error);
  gsize size = 0;

  /* Nobody looks at this program's screen: it may wait for the disk. */
  if (bytes) {
    const char *contents = g_bytes_get_data (bytes, &size);
    g_file_set_contents (answer->path, contents, (gssize) size, &error);
  }
  answer_error (answer, error);
}

static void
tell_unsent (const Answer *answer, TcFiles *files)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "unsent", tc_files_get_unsent (files));
  json_object_set_int_member (object, "bytes", tc_files_get_total (files));
  answer->reply (object, answer->data);
}

/* blurred INCIDENT_ID ORIGINAL_ID PATH */
static void
attach_blurred (char **words, Answer *answer)
{
  g_autofree char *name = g_path_get_basename (words[3]);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  TcFilePlace place = {.id = tc_files_make_id (tc_files_of (answer->desk)),
                       .incident_id = g_ascii_strtoll (words[1], NULL, 10),
                       .original_id = g_ascii_strtoll (words[2], NULL, 10)};
  char *data = NULL;
  gsize size = 0;

  if (!g_file_get_contents (words[3], &data, &size, &error)) {
    answer_error (answer, error);
    free_answer (answer);
    return;
  }
  bytes = g_bytes_new_take (data, size);
  tc_files_attach_async (tc_files_of (answer->desk), &place, NULL, bytes, name, attached_cb,
                         answer);
}

/* attach INCIDENT_ID PATH, attach-order INCIDENT_ID TASK_ID PATH. @task: (nullable) */
static void
attach_file (const char *incident, const char *task, const char *path, Answer *answer)
{
  TcFiles *files = tc_files_of (answer->desk);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  const TcFilePlace place = {.id = tc_files_make_id (files),
                             .incident_id = g_ascii_strtoll (incident, NULL, 10),
                             .task_id = task ? g_ascii_strtoll (task, NULL, 10) : 0};

  tc_files_attach_async (files, &place, file, NULL, NULL, attached_cb, answer);
}

gboolean
tc_operator_obey_files (TcDesk *desk, char **words, guint n, TcOperatorReply reply, gpointer data)
{
  g_autoptr (Answer) answer = make_answer (desk, reply, data);
  TcFiles *files = tc_files_of (desk);

  if (!strcmp (words[0], "attach") && n == 3) {
    attach_file (words[1], NULL, words[2], g_steal_pointer (&answer));
  } else if (!strcmp (words[0], "attach-order") && n == 4) {
    attach_file (words[1], words[2], words[3], g_steal_pointer (&answer));
  } else if (!strcmp (words[0], "blurred") && n == 4) {
    attach_blurred (words, g_steal_pointer (&answer));
  } else if (!strcmp (words[0], "files") && n == 2 && tc_desk_get_reader (desk)) {
    tc_worker_run_async (tc_desk_get_reader (desk),
                         tc_desk_get_person (desk) ? read_files : read_all_files,
                         g_strdup (words[1]), g_free, (GDestroyNotify) json_array_unref, NULL,
                         files_read_cb, g_steal_pointer (&answer));
  } else if (!strcmp (words[0], "view") && n == 3 && tc_file_cache_is_hash (words[1])) {
    TcFileWant want = {words[1], g_ascii_strtoll (words[2], NULL, 10)};
    tc_files_view (files, &want);
    answer_error (answer, NULL);
  } else if (!strcmp (words[0], "again") && n == 2 && tc_file_cache_is_hash (words[1])) {
    tc_files_ask_again (files, words[1]);
    answer_error (answer, NULL);
  } else if (!strcmp (words[0], "save") && n == 3 && tc_file_cache_is_hash (words[1])) {
    answer->path = g_strdup (words[2]);
    tc_files_read_async (files, words[1], NULL, file_read_cb, g_steal_pointer (&answer));
  } else if (!strcmp (words[0], "quota") && n == 2) {
    tc_files_set_quota (files, g_ascii_strtoll (words[1], NULL, 10));
    answer_error (answer, NULL);
  } else if (!strcmp (words[0], "tidy") && n == 1) {
    tc_files_tidy_now (files);
    answer_error (answer, NULL);
  } else if (!strcmp (words[0], "unsent") && n == 1) {
    tell_unsent (answer, files);
  } else {
    return FALSE;
  }
  return TRUE;
}
