/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Verb snapshot: files that hold what one desk may hold, for toancanhctl to seal onto a stick.
 */
#include "tc-admin-private.h"

#include "tc-reading-rights.h"
#include "tc-snapshots.h"

#include <string.h>

typedef struct {
  char *name; /* (owned) */
  gint64 id;  /* 0: no enrolled desk of that name */
  TcPublicKey key;
  GArray *scopes; /* (owned) (nullable) (element-type gint64) */
} Holder;

static void
free_holder (gpointer data)
{
  Holder *holder = data;

  g_free (holder->name);
  g_clear_pointer (&holder->scopes, g_array_unref);
  g_free (holder);
}

static gpointer
find_holder (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Holder *holder = g_new0 (Holder, 1);
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT id, public_key FROM desk WHERE name = ? AND state = 'enrolled'"
      " AND length (public_key) = 32 ORDER BY id DESC LIMIT 1",
      "s", ((const Holder *) data)->name);
  gsize size;

  holder->name = g_strdup (((const Holder *) data)->name);
  if (tc_query_next (query)) {
    holder->id = tc_query_int (query, 0);
    memcpy (holder->key.bytes, tc_query_blob (query, 1, &size), TC_KEY_PUBLIC_SIZE);
    holder->scopes = tc_reading_rights_of_desk (db, holder->id);
  }
  return holder;
}

static void
made_cb (const TcPosition *position, GArray *files, gpointer data)
{
  TcAdminQuestion *question = data;
  const Holder *holder = question->state;
  g_autofree char *key = tc_hex_new (holder->key.bytes, TC_KEY_PUBLIC_SIZE);
  JsonObject *answer;
  JsonArray *names;

  if (!files) {
    tc_admin_fail (question, "the snapshots could not be made; the server's journal says why");
    return;
  }
  answer = json_object_new ();
  names = json_array_new ();
  for (guint i = 0; i < files->len; i++)
    json_array_add_string_element (names, g_array_index (files, TcSnapshotFile, i).name);
  json_object_set_string_member (answer, "dir", tc_snapshots_get_dir (question->parts->snapshots));
  json_object_set_array_member (answer, "files", names);
  json_object_set_string_member (answer, "key", key);
  json_object_set_int_member (answer, "desk", holder->id);
  json_object_set_int_member (answer, "lsn", position->lsn);
  tc_admin_answer (question, answer);
}

static void
holder_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  g_autoptr (GError) error = NULL;
  Holder *holder = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (!holder) {
    tc_admin_fail_error (question, error);
    return;
  }
  question->state = holder;
  question->state_free = free_holder;
  if (holder->id)
    tc_snapshots_get (question->parts->snapshots, holder->scopes, made_cb, question);
  else
    tc_admin_fail (question, "no desk \"%s\" is enrolled: enrol it first, which needs the network",
                   holder->name);
}

static void
ask_snapshot (TcAdminQuestion *question)
{
  const char *name = tc_admin_get_text (question, "desk");
  Holder *asked;

  if (!name) {
    tc_admin_fail (question, "\"desk\" is needed");
    return;
  }
  asked = g_new0 (Holder, 1);
  asked->name = g_strdup (name);
  tc_admin_run (question, find_holder, asked, free_holder, free_holder, holder_found_cb);
}

const TcAdminVerb tc_admin_snapshot_verbs[] = {
    {"snapshot", ask_snapshot},
    {NULL, NULL},
};
