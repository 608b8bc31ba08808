/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Verbs on backups: backup, backup-state, backup-cancel; and what status says of them and of
 * restores.
 */
#include "tc-admin-private.h"

#include "tc-backup.h"
#include "tc-limits.h"

#define KEEP_MAX 1000

static void
set_if (JsonObject *object, const char *name, gint64 value)
{
  if (value)
    json_object_set_int_member (object, name, value);
}

static void
ask_backup (TcAdminQuestion *question)
{
  const char *dir = tc_admin_get_text (question, "dir");
  g_autoptr (GError) error = NULL;
  gint64 keep = 0;

  if (!dir || (json_object_has_member (question->asked, "keep") &&
               (!tc_admin_get_int (question, "keep", &keep) || keep < 0 || keep > KEEP_MAX)))
    tc_admin_fail (question, "\"dir\" is needed, and \"keep\" is a number up to %d", KEEP_MAX);
  else if (!tc_backup_start (question->parts->backup, dir, (guint) keep, &error))
    tc_admin_fail_error (question, error);
  else
    tc_admin_answer (question, NULL);
}

static void
ask_backup_state (TcAdminQuestion *question)
{
  JsonObject *answer = json_object_new ();
  TcBackupState state;

  tc_backup_get_state (question->parts->backup, &state);
  json_object_set_boolean_member (answer, "running", state.running);
  json_object_set_int_member (answer, "started_us", state.started_us);
  json_object_set_int_member (answer, "done", state.done);
  json_object_set_int_member (answer, "total", state.total);
  if (state.path) {
    json_object_set_string_member (answer, "path", state.path);
    json_object_set_int_member (answer, "made_us", state.made_us);
    json_object_set_int_member (answer, "lsn", state.lsn);
    json_object_set_int_member (answer, "missing", state.missing);
  }
  if (state.error) {
    json_object_set_string_member (answer, "error", state.error);
    json_object_set_int_member (answer, "failed_us", state.failed_us);
  }
  tc_admin_answer (question, answer);
}

static void
ask_backup_cancel (TcAdminQuestion *question)
{
  tc_backup_cancel (question->parts->backup);
  tc_admin_answer (question, NULL);
}

/* ---- status ---- */

typedef struct {
  gint64 began_us, backup_us, base_lsn, known_lsn, again;
} Restored;

/* What was sent again is counted while more may come: the log since then is read for it. */
static gpointer
read_restored (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Restored *restored = g_new0 (Restored, 1);
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT began_us, backup_us, base_lsn, known_lsn, CASE WHEN began_us > ?1 THEN (SELECT"
      " count(*) FROM log_operation WHERE lsn > base_lsn AND replica <> 0 AND made_us BETWEEN"
      " backup_us AND began_us) ELSE -1 END FROM log_epoch ORDER BY epoch DESC LIMIT 1",
      "i", g_get_real_time () - TC_OFFLINE_MAX_US);

  if (tc_query_next (query)) {
    restored->began_us = tc_query_int (query, 0);
    restored->backup_us = tc_query_int (query, 1);
    restored->base_lsn = tc_query_int (query, 2);
    restored->known_lsn = tc_query_int (query, 3);
    restored->again = tc_query_int (query, 4);
  }
  return restored;
}

static void
restored_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  JsonObject *answer = g_steal_pointer (&question->state);
  g_autoptr (GError) error = NULL;
  g_autofree Restored *restored = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (!restored) {
    json_object_unref (answer);
    tc_admin_fail_error (question, error);
    return;
  }
  if (restored->began_us) {
    json_object_set_int_member (answer, "restored_us", restored->began_us);
    json_object_set_int_member (answer, "restored_backup_us", restored->backup_us);
    json_object_set_int_member (answer, "restored_lsn", restored->base_lsn);
    json_object_set_int_member (answer, "restored_lost", restored->known_lsn - restored->base_lsn);
    if (restored->again >= 0)
      json_object_set_int_member (answer, "restored_again", restored->again);
  }
  tc_admin_answer (question, answer);
}

void
tc_admin_add_backup (TcAdminQuestion *question, JsonObject *answer)
{
  TcBackupState state;

  tc_backup_get_state (question->parts->backup, &state);
  set_if (answer, "backup_us", state.made_us);
  if (state.path)
    json_object_set_string_member (answer, "backup", state.path);
  if (state.error)
    json_object_set_string_member (answer, "backup_error", state.error);
  set_if (answer, "backup_failed_us", state.failed_us);
  question->state = answer;
  question->state_free = NULL;
  tc_admin_run (question, read_restored, NULL, NULL, g_free, restored_read_cb);
}

const TcAdminVerb tc_admin_backup_verbs[] = {
    {"backup", ask_backup},
    {"backup-state", ask_backup_state},
    {"backup-cancel", ask_backup_cancel},
    {NULL, NULL},
};
