/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what was typed is there after a stop at any moment, once, until it is settled; and sizes
 * and states that a desk can't go on with are met. Method: an outbox on a file that is opened anew
 * after every step; then whole desks whose files are put back to a moment in between.
 */
#include "sync-world.h"
#include "tc-limits.h"
#include "tc-outbox.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char *folder;
  char *path;
  TcDatabase *db;
  TcOutbox *outbox;
  TcKey *key;
} Fixture;

static void
open_outbox (Fixture *fixture)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_outbox, NULL};
  g_autoptr (GError) error = NULL;

  fixture->db = tc_database_open (fixture->path, TC_DATABASE_WRITER | TC_DATABASE_FULL, NULL);
  g_assert_true (tc_schema_migrate (fixture->db, sets, NULL));
  fixture->outbox = tc_outbox_new (fixture->db, 7, &error);
  g_assert_no_error (error);
}

static void
restart (Fixture *fixture)
{
  tc_outbox_free (fixture->outbox);
  tc_database_close (fixture->db);
  open_outbox (fixture);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  tc_crypto_init ();
  fixture->folder = g_dir_make_tmp ("tc-outbox-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "outbox.db", NULL);
  fixture->key = tc_key_generate ();
  open_outbox (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const suffixes[] = {"", "-wal", "-shm"};

  tc_outbox_free (fixture->outbox);
  tc_database_close (fixture->db);
  tc_key_free (fixture->key);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *path = g_strconcat (fixture->path, suffixes[i], NULL);
    g_unlink (path);
  }
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
add (Fixture *fixture)
{
  TcOperationHead head = {.seq = tc_outbox_next_seq (fixture->outbox), .made_us = 1, .replica = 7};

  head.id = head.seq * 10;
  g_autoptr (TcOperation) op = tc_operation_new (
      "a.b", 1, &head, g_variant_new_parsed ("{'text': <'chữ'>}"), fixture->key);
  g_assert_true (tc_outbox_add (fixture->outbox, op, NULL));
}

static gboolean
answer (Fixture *fixture, gint64 seq, gint64 lsn, TcRefusal *refusal)
{
  g_autoptr (GArray) answers = g_array_new (FALSE, FALSE, sizeof (TcLineAnswer));
  const TcLineAnswer one = {seq, lsn, refusal};

  g_array_append_val (answers, one);
  return tc_outbox_take_answers (fixture->outbox, answers, 99, NULL);
}

static gboolean
settle (Fixture *fixture, gint64 seq, const char *how)
{
  const TcOutboxSettling settling = {seq, how, 0, NULL, 100};

  return tc_outbox_settle (fixture->outbox, &settling, NULL);
}

/* @words: what is pending, such as "1 2:50 3": sequence, and where it was accepted. */
static void
assert_pending (Fixture *fixture, const char *words, guint attention)
{
  for (guint round = 0; round < 2; round++) {
    GPtrArray *pending = tc_outbox_get_pending (fixture->outbox);
    g_autoptr (GString) found = g_string_new (NULL);

    for (guint i = 0; i < pending->len; i++) {
      const TcPending *one = g_ptr_array_index (pending, i);

      g_string_append_printf (found, "%s%" G_GINT64_FORMAT, i ? " " : "", one->op->head.seq);
      if (one->lsn)
        g_string_append_printf (found, ":%" G_GINT64_FORMAT, one->lsn);
      g_assert_true (tc_operation_verify (one->op, tc_key_get_public (fixture->key)));
    }
    g_assert_cmpstr (found->str, ==, words);
    g_assert_cmpuint (tc_outbox_count_attention (fixture->outbox), ==, attention);
    restart (fixture);
  }
}

static void
test_steps (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcRefusal) refusal = tc_refusal_new ("a.refused", "n", TC_I, (gint64) 1, NULL);
  g_autoptr (GError) error = NULL;
  guint dropped;

  assert_pending (fixture, "", 0);
  add (fixture);
  add (fixture);
  add (fixture);
  assert_pending (fixture, "1 2 3", 0);
  g_assert_cmpint (tc_outbox_get_last_id (fixture->outbox), ==, 30);
  g_assert_true (answer (fixture, 1, 50, NULL));
  assert_pending (fixture, "1:50 2 3", 0);
  g_assert_true (answer (fixture, 2, 7, refusal));
  assert_pending (fixture, "1:50 3", 1);
  g_assert_true (tc_outbox_drop_until (fixture->outbox, 49, &dropped, NULL));
  g_assert_cmpuint (dropped, ==, 0);
  g_assert_true (tc_outbox_drop_until (fixture->outbox, 50, &dropped, NULL));
  g_assert_cmpuint (dropped, ==, 1);
  assert_pending (fixture, "3", 1);
  /* Numbers go on, also after those before are gone. */
  g_assert_true (answer (fixture, 3, 51, NULL));
  g_assert_true (tc_outbox_drop_until (fixture->outbox, 60, &dropped, NULL));
  assert_pending (fixture, "", 1);
  add (fixture);
  assert_pending (fixture, "4", 1);
  g_autoptr (TcOperation) refused = tc_outbox_read_tray (fixture->outbox, 2, NULL);
  g_assert_cmpint (refused->head.seq, ==, 2);
  g_assert_true (settle (fixture, 2, "set-aside"));
  assert_pending (fixture, "4", 0);
  g_assert_null (tc_outbox_read_tray (fixture->outbox, 2, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_NOT_FOUND);
}

/* An answer that comes again, or for something unknown, changes nothing. */
static void
test_answers_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcRefusal) refusal = tc_refusal_new ("a.refused", NULL);

  add (fixture);
  g_assert_true (answer (fixture, 1, 7, refusal));
  g_assert_true (answer (fixture, 1, 7, refusal));
  g_assert_true (answer (fixture, 1, 5, NULL));
  g_assert_true (answer (fixture, 77, 5, NULL));
  g_assert_true (settle (fixture, 77, "set-aside"));
  assert_pending (fixture, "", 1);
  g_assert_true (settle (fixture, 1, "resent"));
  g_assert_true (settle (fixture, 1, "set-aside"));
  assert_pending (fixture, "", 0);
  g_autofree char *how = tc_database_dup_text (fixture->db, "SELECT settled_how FROM tray", NULL);
  g_assert_cmpstr (how, ==, "resent");
}

static int
count_commit_cb (gpointer data)
{
  ++*(guint *) data;
  return 0;
}

/* However many answers come together, the disk is waited for once. */
static void
test_many_answers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcRefusal) refusal = tc_refusal_new ("a.refused", NULL);
  g_autoptr (GArray) answers = g_array_new (FALSE, FALSE, sizeof (TcLineAnswer));
  guint commits = 0;

  for (gint64 seq = 1; seq <= 6; seq++) {
    const TcLineAnswer one = {seq, 40 + seq, seq % 3 == 0 ? refusal : NULL};

    add (fixture);
    g_array_append_val (answers, one);
  }
  sqlite3_commit_hook (tc_database_get_handle (fixture->db), count_commit_cb, &commits);
  g_assert_true (tc_outbox_take_answers (fixture->outbox, answers, 99, NULL));
  g_assert_cmpuint (commits, ==, 1);
  g_assert_true (tc_outbox_take_answers (fixture->outbox, answers, 99, NULL));
  sqlite3_commit_hook (tc_database_get_handle (fixture->db), NULL, NULL);
  assert_pending (fixture, "1:41 2:42 4:44 5:45", 2);
}

static void
test_other_desk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tc_outbox_new (fixture->db, 8, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_DIVERGED);
}

/* A desk stops between two writes: its files are those of two moments. */

typedef struct {
  World *world;
  WorldDesk *desk;
} Stop;

static void
stop_set_up (Stop *stop, gconstpointer data)
{
  stop->world = world_new ();
  stop->desk = world_add_desk (stop->world, 1);
  world_connect (stop->desk);
  world_run (stop->world);
}

static void
stop_tear_down (Stop *stop, gconstpointer data)
{
  world_free (stop->world);
}

static void
assert_settled (Stop *stop, const char *name)
{
  if (!stop->desk->connected)
    world_connect (stop->desk);
  world_run (stop->world);
  g_assert_cmpint (stop->desk->status.state, ==, TC_REPLICA_LIVE);
  world_assert_agree (stop->world);
  world_assert_name (stop->world->db, name);
}

/* The outbox has it, the replica's transaction did not end. */
static void
test_stop_before_replica (Stop *stop, gconstpointer data)
{
  world_disconnect (stop->desk);
  world_rename (stop->desk, "Đã gõ");
  tc_database_execute_script (stop->desk->db, "DELETE FROM pending_undo;"
                                              "UPDATE staff SET name = 'Nguyễn Văn An'");
  world_restart_desk (stop->desk);
  world_assert_name (stop->desk->db, "Đã gõ");
  g_assert_cmpuint (stop->desk->status.pending, ==, 1);
  assert_settled (stop, "Đã gõ");
}

/* The replica took the frame in, the outbox did not drop what it confirms. */
static void
test_stop_before_drop (Stop *stop, gconstpointer data)
{
  world_rename (stop->desk, "Đã gõ");

  world_run (stop->world);
  world_disconnect (stop->desk);
  g_autoptr (TcQuery) log = tc_database_query (
      stop->world->db, "SELECT bytes, signature, lsn FROM log_operation WHERE replica = 1", NULL);
  g_assert_true (tc_query_next (log));
  g_autoptr (GBytes) bytes = tc_query_dup_blob (log, 0);
  g_autoptr (GBytes) signature = tc_query_dup_blob (log, 1);
  tc_database_execute (stop->desk->outbox_db,
                       "INSERT INTO pending (seq, bytes, signature, lsn) VALUES (1, ?, ?, ?)",
                       "yyi", bytes, signature, tc_query_int (log, 2));
  g_assert_true (tc_database_check (stop->desk->outbox_db, NULL));
  world_restart_desk (stop->desk);
  g_assert_cmpuint (stop->desk->status.pending, ==, 0);
  assert_settled (stop, "Đã gõ");
}

/* Its undo does not fit its rows any more: the replica goes, what was typed stays. */
static void
test_damaged_replica (Stop *stop, gconstpointer data)
{
  world_disconnect (stop->desk);
  world_rename (stop->desk, "Đã gõ");
  tc_database_execute_script (stop->desk->db, "DELETE FROM staff");
  world_restart_desk (stop->desk);
  g_assert_cmpuint (stop->desk->status.pending, ==, 1);
  assert_settled (stop, "Đã gõ");
  g_assert_cmpuint (stop->desk->replaced, ==, 2);
}

static void
test_replaced_replica (Stop *stop, gconstpointer data)
{
  world_disconnect (stop->desk);
  world_rename (stop->desk, "Đã gõ");
  tc_database_execute_script (stop->desk->db, "UPDATE pending_undo SET images = x'ff'");
  world_restart_desk (stop->desk);
  assert_settled (stop, "Đã gõ");
}

/* The replica can't be written: the person is told, and nothing is kept behind their back. */
static void
test_replica_fault (Stop *stop, gconstpointer data)
{
  const TcStaffArgs args = {WORLD_STAFF, NULL, "Đã gõ", NULL, NULL};
  g_autoptr (GError) error = NULL;

  tc_database_execute_script (stop->desk->db, "CREATE TEMP TRIGGER broken BEFORE INSERT ON"
                                              " pending_undo BEGIN SELECT json ('{'); END");
  g_assert_null (tc_replica_submit (stop->desk->replica, &tc_staff_change_type,
                                    tc_args_encode (&tc_staff_change_type, &args), WORLD_STAFF,
                                    stop->desk->session, stop->world->now_us, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_STATEMENT);
  g_assert_cmpint (
      tc_database_get_int (stop->desk->outbox_db, -1, "SELECT count(*) FROM pending", NULL), ==, 0);
  tc_database_execute_script (stop->desk->db, "DROP TRIGGER broken");
  /* The connection goes on. */
  world_rename (stop->desk, "Gõ lại");
  assert_settled (stop, "Gõ lại");
}

/* The replica can't carry out any more what is pending: it opens without its effect, and the server
 * decides. */
static void
test_failing_pending (Stop *stop, gconstpointer data)
{
  world_disconnect (stop->desk);
  world_rename (stop->desk, "Hiểm");
  tc_database_execute_script (stop->desk->db, "CREATE TRIGGER bad BEFORE UPDATE ON staff WHEN"
                                              " new.name = 'Hiểm' BEGIN SELECT json ('{'); END");
  world_restart_desk (stop->desk);
  g_assert_cmpuint (stop->desk->status.pending, ==, 1);
  /* What SQLite calls such a fault decides whether all is fetched anew. */
  g_autofree char *name = tc_database_dup_text (stop->desk->db, "SELECT name FROM staff", NULL);
  g_assert_cmpstr (name, !=, "Hiểm");
  tc_database_execute_script (stop->desk->db, "DROP TRIGGER bad");
  assert_settled (stop, "Hiểm");
}

static TcIncidentReport
make_huge (Stop *stop, char **attributes)
{
  TcIncidentReport report = world_make_report (stop->world, &stop->desk->ids, "PA-000000-0001",
                                               NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < TC_ATTRIBUTES_CHARS_MAX; i++)
    g_string_append (text, "𠀋");
  *attributes = g_string_free (g_steal_pointer (&text), FALSE);
  report.attributes = *attributes;
  report.text = *attributes + 4 * (TC_ATTRIBUTES_CHARS_MAX - TC_TEXT_CHARS_MAX);
  return report;
}

static void
keep_verdict_cb (const TcVerdict *verdict, const GError *error, gpointer data)
{
  g_assert_no_error (error);
  *(char **) data = g_strdup (verdict->refusal ? verdict->refusal->code : "accepted");
}

/* Each argument is within its limit, all together are not: refused before it is kept, since it
 * could not be read back. */
static void
test_too_large (Stop *stop, gconstpointer data)
{
  g_autofree char *attributes = NULL;
  g_autofree char *code = NULL;
  TcIncidentReport report = make_huge (stop, &attributes);
  TcPosition before;
  TcPosition after;

  g_autoptr (TcVerdict) verdict = world_submit (stop->desk, &tc_incident_report_type, &report);
  g_assert_cmpstr (verdict->refusal->code, ==, "operation.too-large");
  g_assert_cmpuint (stop->desk->status.pending, ==, 0);
  world_restart_desk (stop->desk);
  /* The server's own likewise. */
  tc_hub_get_position (stop->world->hub, &before);
  tc_hub_submit (stop->world->hub, &tc_incident_report_type,
                 tc_args_encode (&tc_incident_report_type, &report), NULL, stop->world->now_us,
                 keep_verdict_cb, &code);
  world_run (stop->world);
  g_assert_cmpstr (code, ==, "operation.too-large");
  tc_hub_get_position (stop->world->hub, &after);
  g_assert_cmpint (before.lsn, ==, after.lsn);
  world_rename (stop->desk, "Tiếp tục");
  assert_settled (stop, "Tiếp tục");
}

/* One commit whose rows are more than a message holds comes as a snapshot. */
static void
test_big_frame (Stop *stop, gconstpointer data)
{
  guint replaced = stop->desk->replaced;

  tc_database_execute_script (
      stop->world->db,
      "CREATE TEMP TABLE more AS WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c"
      " WHERE x < 1200) SELECT x FROM c;"
      "CREATE TEMP TRIGGER many AFTER UPDATE OF name ON staff WHEN new.id = 300 BEGIN"
      " INSERT INTO staff (id, scope, account, name) SELECT 1000000 + x, 1, 'nv' || x,"
      "  hex (zeroblob (2000)) FROM more; END");
  g_assert_true (tc_database_check (stop->world->db, NULL));
  const TcStaffArgs args = {WORLD_STAFF, NULL, "Nhiều", NULL, NULL};
  world_do (stop->world, &tc_staff_change_type, &args);
  tc_database_execute_script (stop->world->db, "DROP TRIGGER many");
  world_run (stop->world);
  g_assert_cmpstr (stop->desk->closed_code, ==, "line.horizon");
  assert_settled (stop, "Nhiều");
  g_assert_cmpuint (stop->desk->replaced, ==, replaced + 1);
}

#define ADD(name, func) g_test_add ("/outbox/" name, Fixture, NULL, set_up, func, tear_down)
#define ADD_STOP(name, func)                                                                       \
  g_test_add ("/outbox/" name, Stop, NULL, stop_set_up, func, stop_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("steps", test_steps);
  ADD ("answers-again", test_answers_again);
  ADD ("many-answers", test_many_answers);
  ADD ("other-desk", test_other_desk);
  ADD_STOP ("stop-before-replica", test_stop_before_replica);
  ADD_STOP ("stop-before-drop", test_stop_before_drop);
  ADD_STOP ("damaged-replica", test_damaged_replica);
  ADD_STOP ("replaced-replica", test_replaced_replica);
  ADD_STOP ("replica-fault", test_replica_fault);
  ADD_STOP ("failing-pending", test_failing_pending);
  ADD_STOP ("too-large", test_too_large);
  ADD_STOP ("big-frame", test_big_frame);
  return g_test_run ();
}
