/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: through a fault of the disk the replica's worker answers everybody, once and truly: what is
 * in doubt when it is known, all others at once. Method: the worker on files of a desk of the hub's
 * tests, on a disk that fails when it is told to (fault-vfs.h), without a line.
 */
#include "tc-replica-worker.h"

#include "fault-vfs.h"
#include "sync-world.h"
#include "wait-limit.h"

#include <glib/gstdio.h>
#include <sys/resource.h>

#define POINTS_MAX 200
#define SESSION 5001
/* So that the many faults of a sweep take no time. */
#define DELAY_US 1000
#define LOWEST_NICE 19

typedef struct {
  World *world;
  char *outbox_path;
  TcReplicaWorker *worker;
  guint answers;
  guint accepted; /* of these */
  GError *error;  /* (nullable): of the newest that failed */
  guint failed;   /* hooks */
  guint mended;
  gboolean full;
  char *refusal; /* of the newest reply to a question */
  char *goodbye; /* (nullable): the server's */
  gint64 last_id;
} Fixture;

#define WAIT_FOR(condition)                                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 until_us = g_get_monotonic_time () + WAIT_S * G_USEC_PER_SEC;                           \
    while (!(condition)) {                                                                         \
      g_assert_cmpint (g_get_monotonic_time (), <, until_us);                                      \
      g_main_context_iteration (NULL, FALSE);                                                      \
      g_usleep (500);                                                                              \
    }                                                                                              \
  }                                                                                                \
  G_STMT_END

static void
send_cb (GBytes *message, gpointer data)
{
  g_assert_not_reached ();
}

static void
close_cb (const TcRefusal *why, gboolean is_closed, gpointer data)
{
  Fixture *fixture = data;

  g_assert_true (is_closed);
  g_free (fixture->goodbye);
  fixture->goodbye = g_strdup (why->code);
}

static void
changed_cb (GHashTable *rows, gpointer data)
{
}

static void
nothing_cb (gpointer data)
{
}

static void
status_cb (const TcReplicaStatus *status, gpointer data)
{
}

static void
fetch_cb (GArray *files, gpointer data)
{
  g_assert_not_reached ();
}

static void
want_cb (GArray *parts, gpointer data)
{
  g_assert_cmpuint (parts->len, ==, 0);
}

static void
reply_cb (gint64 number, const TcRefusal *refusal, GVariant *value, gpointer data)
{
  Fixture *fixture = data;

  g_free (fixture->refusal);
  g_free (fixture->goodbye);
  fixture->refusal = g_strdup (refusal->code);
}

static void
failed_cb (const GError *error, gboolean full, gpointer data)
{
  Fixture *fixture = data;

  g_assert_true (tc_error_is_store (error));
  fixture->failed++;
  fixture->full = full;
}

static void
mended_cb (gboolean renewed, gpointer data)
{
  g_assert_false (renewed);
  ((Fixture *) data)->mended++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const TcReplicaWorkerHooks hooks = {send_cb,   close_cb,  changed_cb, nothing_cb,
                                             status_cb, NULL,      fetch_cb,   reply_cb,
                                             NULL,      failed_cb, mended_cb,  want_cb};
  g_autofree char *replica_path = NULL;
  g_autoptr (GError) error = NULL;

  fault_vfs_register ();
  fixture->world = world_new ();
  fixture->world->now_us = g_get_real_time ();
  WorldDesk *desk = world_add_desk (fixture->world, 1);
  world_connect (desk);
  world_run (fixture->world);
  world_disconnect (desk);
  world_close_desk (desk);
  replica_path = g_build_filename (fixture->world->folder, "replica-1.db", NULL);
  fixture->outbox_path = g_build_filename (fixture->world->folder, "outbox-1.db", NULL);
  const TcReplicaStoreOptions options = {
      replica_path, fixture->outbox_path, 1, *tc_key_get_public (fixture->world->key), FAULT_VFS,
      DELAY_US};
  fixture->worker = tc_replica_worker_new (&options, tc_key_generate (), &hooks, fixture, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  fault_vfs_heal ();
  tc_replica_worker_stop (fixture->worker);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&fixture->worker);
  world_free (fixture->world);
  g_free (fixture->outbox_path);
  g_free (fixture->refusal);
  g_free (fixture->goodbye);
  g_clear_error (&fixture->error);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_replica_worker_submit_finish (TC_REPLICA_WORKER (source), result, &error);

  g_assert_true (!verdict || !verdict->refusal);
  fixture->answers++;
  fixture->accepted += verdict != NULL;
  if (error) {
    g_clear_error (&fixture->error);
    fixture->error = g_steal_pointer (&error);
  }
}

static void
submit (Fixture *fixture)
{
  const TcStaffArgs args = {WORLD_STAFF, NULL, "Tên", NULL, NULL};
  gint64 id = tc_replica_worker_make_id (fixture->worker);

  g_assert_cmpint (id, >, fixture->last_id);
  fixture->last_id = id;
  tc_replica_worker_submit_async (fixture->worker, &tc_staff_change_type, &args, WORLD_STAFF,
                                  SESSION, NULL, answered_cb, fixture);
}

static void
submit_and_wait (Fixture *fixture)
{
  guint answers = fixture->answers;

  submit (fixture);
  WAIT_FOR (fixture->answers > answers);
}

static void
settle_and_wait (Fixture *fixture, gint64 seq, gboolean resend)
{
  guint answers = fixture->answers;
  g_autoptr (GArray) seqs = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (seqs, seq);
  if (resend)
    tc_replica_worker_resend_async (fixture->worker, seq, NULL, WORLD_STAFF, SESSION, answered_cb,
                                    fixture);
  else
    tc_replica_worker_set_aside_async (fixture->worker, seqs, NULL, WORLD_STAFF, answered_cb,
                                       fixture);
  WAIT_FOR (fixture->answers > answers);
}

static gint64
ask_outbox (Fixture *fixture, const char *sql)
{
  g_autoptr (TcDatabase) db = tc_database_open (fixture->outbox_path, 0, NULL);

  return tc_database_get_int (db, -1, sql, NULL);
}

/* All that was accepted, in its sequence without a gap. */
static void
assert_kept (Fixture *fixture)
{
  g_assert_cmpint (ask_outbox (fixture, "SELECT count(*) FROM pending"), ==, fixture->accepted);
  g_assert_cmpint (ask_outbox (fixture, "SELECT last_seq FROM identity"), ==, fixture->accepted);
  g_assert_cmpint (ask_outbox (fixture, "SELECT ifnull (max (seq), 0) FROM pending"), ==,
                   fixture->accepted);
}

/* It is on disk though its COMMIT failed: the person is told the truth, and no other is asked. */
static void
test_kept_in_doubt (Fixture *fixture, gconstpointer data)
{
  submit_and_wait (fixture);
  fault_vfs_arm ("outbox-1", 0, FAULT_SYNC, 1);
  submit_and_wait (fixture);
  WAIT_FOR (fixture->mended == 1);
  g_assert_cmpuint (fixture->failed, ==, 1);
  g_assert_cmpuint (fixture->accepted, ==, 2);
  g_assert_no_error (fixture->error);
  submit_and_wait (fixture);
  assert_kept (fixture);
}

/* While it lasts the one in doubt waits, all others are answered at once. */
static void
test_meanwhile (Fixture *fixture, gconstpointer data)
{
  static const struct {
    FaultKind kind;
    TcError code;
  } kinds[] = {{FAULT_EIO, TC_ERROR_DISK}, {FAULT_FULL, TC_ERROR_FULL}};

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    guint before = fixture->answers;

    fault_vfs_arm ("outbox-1", 0, kinds[i].kind, FAULT_ALWAYS);
    submit (fixture);
    WAIT_FOR (fixture->failed > 1);
    g_assert_true (fixture->full == (kinds[i].kind == FAULT_FULL));
    g_assert_cmpuint (fixture->answers, ==, before);
    submit_and_wait (fixture);
    g_assert_error (fixture->error, TC_ERROR, (int) kinds[i].code);
    settle_and_wait (fixture, 1, TRUE);
    g_assert_error (fixture->error, TC_ERROR, (int) kinds[i].code);
    tc_replica_worker_examine (fixture->worker);
    /* A line that was opened before the fault was known, and what comes on it, are let go. */
    tc_replica_worker_line_opened (fixture->worker);
    g_autoptr (GBytes) message = g_bytes_new_static ("?", 1);
    tc_replica_worker_receive (fixture->worker, message);
    /* The thread is through with them when it answers this. */
    g_clear_pointer (&fixture->refusal, g_free);
    tc_replica_worker_ask (fixture->worker, 1, "ping", NULL);
    WAIT_FOR (fixture->refusal);
    g_assert_cmpstr (fixture->refusal, ==, "line.offline");
    g_assert_cmpuint (fixture->answers, ==, before + 2);
    fault_vfs_heal ();
    WAIT_FOR (fixture->mended == i + 1 && fixture->answers == before + 3);
    tc_replica_worker_line_closed (fixture->worker);
    g_assert_error (fixture->error, TC_ERROR, (int) kinds[i].code);
    submit_and_wait (fixture);
    g_assert_cmpuint (fixture->accepted, ==, i + 1);
    assert_kept (fixture);
    fixture->failed = 0;
  }
}

/* An entry of the tray, made by hand of an operation that is pending. */
static void
put_into_tray (Fixture *fixture, gint64 seq)
{
  g_autoptr (TcDatabase) db = tc_database_open (fixture->outbox_path, TC_DATABASE_WRITER, NULL);

  tc_database_execute (db,
                       "INSERT INTO tray (seq, bytes, signature, refusal, refusal_args, refused_us)"
                       " SELECT ?, bytes, signature, 'a.refused', x'', 1 FROM pending LIMIT 1",
                       "i", seq);
  g_assert_true (tc_database_check (db, NULL));
}

/* Sent again at each point of a fault: either a new operation is there and the entry is dealt with,
 * or neither. */
static void
test_resend (Fixture *fixture, gconstpointer data)
{
  submit_and_wait (fixture);
  for (FaultKind kind = 0; kind < N_FAULT_KINDS; kind++) {
    gboolean met = TRUE;

    for (guint at = 0; met; at++) {
      gint64 seq = -1 - (gint64) (kind * POINTS_MAX + at);
      guint accepted = fixture->accepted;

      g_assert_cmpuint (at, <, POINTS_MAX);
      put_into_tray (fixture, seq);
      fault_vfs_arm ("outbox-1", at, kind, 1);
      settle_and_wait (fixture, seq, TRUE);
      met = fault_vfs_get_hits () > 0;
      fault_vfs_heal ();
      g_assert_cmpint (ask_outbox (fixture, "SELECT count(*) FROM tray WHERE settled_us IS NULL"),
                       ==, fixture->accepted > accepted ? 0 : 1);
      assert_kept (fixture);
      if (fixture->accepted == accepted)
        settle_and_wait (fixture, seq, FALSE);
      /* Putting aside made none. */
      fixture->accepted = (guint) ask_outbox (fixture, "SELECT count(*) FROM pending");
    }
  }
}

/* Put aside at each point of a fault: an error leaves the entry to be put aside again. */
static void
test_set_aside (Fixture *fixture, gconstpointer data)
{
  gboolean met = TRUE;

  submit_and_wait (fixture);
  for (guint at = 0; met; at++) {
    g_assert_cmpuint (at, <, POINTS_MAX);
    put_into_tray (fixture, -1 - (gint64) at);
    fault_vfs_arm ("outbox-1", at, FAULT_EIO, 1);
    settle_and_wait (fixture, -1 - (gint64) at, FALSE);
    met = fault_vfs_get_hits () > 0;
    /* Until it is mended the answer is that the disk has a fault. */
    for (gboolean again = met; again;
         again = g_error_matches (fixture->error, TC_ERROR, TC_ERROR_DISK)) {
      g_clear_error (&fixture->error);
      settle_and_wait (fixture, -1 - (gint64) at, FALSE);
    }
    g_assert_cmpint (ask_outbox (fixture, "SELECT count(*) FROM tray WHERE settled_us IS NULL"), ==,
                     0);
  }
}

static gpointer
write_session (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  tc_database_execute (db, "UPDATE identity SET last_id = last_id + 1", NULL);
  return g_strdup ("done");
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *done = tc_replica_worker_run_outbox_finish (TC_REPLICA_WORKER (source), result,
                                                               &error);

  fixture->answers++;
  fixture->accepted += done != NULL;
}

/* Other work on the outbox has its error, and the files are mended for the next. */
static void
test_other_work (Fixture *fixture, gconstpointer data)
{
  submit_and_wait (fixture);
  fault_vfs_arm ("outbox-1", 0, FAULT_EIO, 1);
  tc_replica_worker_run_outbox_async (fixture->worker, write_session, NULL, NULL, g_free, ran_cb,
                                      fixture);
  WAIT_FOR (fixture->answers == 2 && fixture->mended == 1);
  g_assert_cmpuint (fixture->accepted, ==, 1);
  submit_and_wait (fixture);
  assert_kept (fixture);
}

/* The server says why and closes, and the desk's disk lets its thread read the one after the
 * other. */
static void
test_told_why (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) goodbye = tc_line_goodbye ("line.desk-unknown");

  tc_replica_worker_line_opened (fixture->worker);
  tc_replica_worker_receive (fixture->worker, goodbye);
  tc_replica_worker_line_closed (fixture->worker);
  WAIT_FOR (fixture->goodbye);
  g_assert_cmpstr (fixture->goodbye, ==, "line.desk-unknown");
}

#define ADD(name, func) g_test_add ("/replica-worker/" name, Fixture, NULL, set_up, func, tear_down)

/* What it does never holds up the window it works for, which may itself be behind others. */
static void
test_goes_behind (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) threads = g_dir_open ("/proc/self/task", 0, NULL);
  const char *thread = NULL;
  int before = getpriority (PRIO_PROCESS, 0), found = before;

  while ((thread = g_dir_read_name (threads))) {
    g_autofree char *path = g_build_filename ("/proc/self/task", thread, "comm", NULL);
    g_autofree char *name = NULL;

    if (g_file_get_contents (path, &name, NULL, NULL) && g_str_equal (g_strchomp (name), "replica"))
      found = getpriority (PRIO_PROCESS, (id_t) g_ascii_strtoull (thread, NULL, 10));
  }
  if (before < LOWEST_NICE)
    g_assert_cmpint (found, >, before);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("kept-in-doubt", test_kept_in_doubt);
  ADD ("meanwhile", test_meanwhile);
  ADD ("resend", test_resend);
  ADD ("set-aside", test_set_aside);
  ADD ("other-work", test_other_work);
  ADD ("told-why", test_told_why);
  ADD ("goes-behind", test_goes_behind);
  return g_test_run ();
}
