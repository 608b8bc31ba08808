/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the hub on its thread answers everything that it was given, in order, however it ends; many
 * that wait are one commit; no hook comes for a line that was closed. Method: a real worker on a
 * file, the main loop turned by the test; a second connection brings about what a broken disk does.
 */
#include "tc-hub-worker.h"
#include "tc-id.h"
#include "tc-limits.h"
#include "tc-log-segment.h"
#include "tc-people-operations.h"
#include "wait-limit.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char *folder;
  char *path;
  TcHubWorker *worker;
  GArray *lsns;   /* of gint64: of the verdicts, in the order they came */
  GPtrArray *bad; /* of GError */
  guint refused;
  guint committed; /* times the hook came */
  guint sent;
  guint dropped;
  gint64 answered; /* the newest number of a desk that was; they come in order */
  guint8 challenge[TC_CHALLENGE_SIZE];
  GError *failure; /* of hook failed */
} Fixture;

static void
send_cb (gpointer line_data, GBytes *message, gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (TcLineMessage) read = tc_line_message_read (message, NULL);

  fixture->sent++;
  g_assert_nonnull (read);
  g_assert_true (line_data == data);
  if (read->kind == TC_LINE_CHALLENGE)
    memcpy (fixture->challenge, read->challenge, TC_CHALLENGE_SIZE);
  for (guint i = 0; read->answers && i < read->answers->len; i++)
    g_assert_cmpint (g_array_index (read->answers, TcLineAnswer, i).seq, ==, ++fixture->answered);
}

static void
drop_cb (gpointer line_data, gpointer data)
{
  ((Fixture *) data)->dropped++;
}

static void
ask_cb (gpointer line_data, guint16 replica, gint64 number, const char *name, GVariant *value,
        gpointer data)
{
  g_assert_not_reached ();
}

static void
snapshot_cb (gpointer line_data, const gint64 *scopes, guint n_scopes, gpointer data)
{
  g_assert_not_reached ();
}

static void
committed_cb (gint64 head_lsn, gpointer data)
{
  ((Fixture *) data)->committed++;
}

static void
failed_cb (const GError *error, gpointer data)
{
  Fixture *fixture = data;

  g_assert_null (fixture->failure);
  fixture->failure = g_error_copy (error);
}

static void
start (Fixture *fixture)
{
  const TcHubWorkerHooks hooks = {.send = send_cb,
                                  .drop = drop_cb,
                                  .ask = ask_cb,
                                  .snapshot = snapshot_cb,
                                  .committed = committed_cb,
                                  .failed = failed_cb};
  g_autoptr (GError) error = NULL;

  fixture->worker = tc_hub_worker_new (fixture->path, tc_key_generate (), &hooks, fixture, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  tc_crypto_init ();
  fixture->folder = g_dir_make_tmp ("tc-hub-worker-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "server.db", NULL);
  fixture->lsns = g_array_new (FALSE, FALSE, sizeof (gint64));
  fixture->bad = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  start (fixture);
}

static void
stop (Fixture *fixture)
{
  tc_hub_worker_stop (fixture->worker);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (G_OBJECT (fixture->worker)->ref_count, ==, 1);
  g_clear_object (&fixture->worker);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const suffixes[] = {"", "-wal", "-shm", "-lease", "-executing"};

  if (fixture->worker)
    stop (fixture);
  g_array_unref (fixture->lsns);
  g_ptr_array_unref (fixture->bad);
  g_clear_error (&fixture->failure);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *path = g_strconcat (fixture->path, suffixes[i], NULL);
    g_unlink (path);
  }
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static gboolean
too_long_cb (gpointer data)
{
  g_error ("nothing came for %d s", WAIT_S);
  return G_SOURCE_REMOVE;
}

#define WAIT_FOR(condition)                                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    guint timer = g_timeout_add_seconds (WAIT_S, too_long_cb, NULL);                               \
    while (!(condition))                                                                           \
      g_main_context_iteration (NULL, TRUE);                                                       \
    g_source_remove (timer);                                                                       \
  }                                                                                                \
  G_STMT_END

static void
verdict_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_operation_sink_submit_finish (TC_OPERATION_SINK (source), result, &error);

  g_assert_true ((verdict == NULL) == (error != NULL));
  if (error) {
    g_ptr_array_add (fixture->bad, g_steal_pointer (&error));
    return;
  }
  g_array_append_val (fixture->lsns, verdict->lsn);
  fixture->refused += verdict->refusal != NULL;
}

static void
submit (Fixture *fixture, const TcOperationType *type, gconstpointer args)
{
  tc_operation_sink_submit_async (TC_OPERATION_SINK (fixture->worker), type, args, NULL, verdict_cb,
                                  fixture);
}

static void
found (Fixture *fixture)
{
  const TcProvinceArgs province = {"hg", NULL, "Hậu Giang", "Hau Giang", 0, TC_NONE, TC_NONE, 0};

  submit (fixture, &tc_province_found_type, &province);
}

static void
add_staff (Fixture *fixture, guint n)
{
  g_autofree char *account = g_strdup_printf ("nv%u", n);
  const TcStaffArgs staff = {tc_operation_sink_make_id (TC_OPERATION_SINK (fixture->worker)),
                             account, "An", NULL, NULL};

  submit (fixture, &tc_staff_add_type, &staff);
}

static void
test_many (Fixture *fixture, gconstpointer data)
{
  TcPosition position;

  found (fixture);
  for (guint i = 0; i < 1000; i++)
    add_staff (fixture, i);
  WAIT_FOR (fixture->lsns->len == 1001);
  for (guint i = 0; i < fixture->lsns->len; i++)
    g_assert_cmpint (g_array_index (fixture->lsns, gint64, i), ==, i + 1);
  g_assert_cmpuint (fixture->refused, ==, 0);
  /* The news of the commit comes by itself. */
  WAIT_FOR ((tc_hub_worker_get_position (fixture->worker, &position), position.lsn == 1001));
  g_assert_cmpuint (fixture->committed, <, 500);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  found (fixture);
  found (fixture);
  WAIT_FOR (fixture->lsns->len == 2);
  g_assert_cmpuint (fixture->refused, ==, 1);
}

/* What waits at the stop is committed and answered, and there in the next process. */
static void
test_stop (Fixture *fixture, gconstpointer data)
{
  TcPosition position;

  found (fixture);
  for (guint i = 0; i < 50; i++)
    add_staff (fixture, i);
  stop (fixture);
  g_assert_cmpuint (fixture->lsns->len, ==, 51);
  g_assert_cmpuint (fixture->bad->len, ==, 0);
  start (fixture);
  tc_hub_worker_get_position (fixture->worker, &position);
  g_assert_cmpint (position.lsn, ==, 51);
  add_staff (fixture, 51);
  WAIT_FOR (fixture->lsns->len == 52);
  g_assert_cmpuint (fixture->refused, ==, 0);
}

static void
test_after_stop (Fixture *fixture, gconstpointer data)
{
  found (fixture);
  tc_hub_worker_stop (fixture->worker);
  add_staff (fixture, 1);
  WAIT_FOR (fixture->lsns->len + fixture->bad->len == 2);
  g_assert_cmpuint (fixture->bad->len, ==, 1);
  g_assert_error ((GError *) g_ptr_array_index (fixture->bad, 0), TC_ERROR, TC_ERROR_BUSY);
}

/* The log can't be written: whose operation was on its way hears that its outcome is not known,
 * later ones that the database has failed, and the process is told once. */
static void
test_failure (Fixture *fixture, gconstpointer data)
{
  TcDatabase *other;

  found (fixture);
  WAIT_FOR (fixture->lsns->len == 1);
  other = tc_database_open (fixture->path, TC_DATABASE_WRITER, NULL);
  tc_database_execute_script (other, "DROP TABLE log_section; DROP TABLE log_commit");
  g_assert_true (tc_database_check (other, NULL));
  tc_database_close (other);
  add_staff (fixture, 1);
  WAIT_FOR (fixture->failure);
  g_assert_error (fixture->failure, TC_ERROR, TC_ERROR_STATEMENT);
  add_staff (fixture, 2);
  WAIT_FOR (fixture->bad->len == 1);
  g_assert_error ((GError *) g_ptr_array_index (fixture->bad, 0), TC_ERROR, TC_ERROR_STORE);
  stop (fixture);
  g_assert_cmpuint (fixture->bad->len, ==, 2);
  g_assert_error ((GError *) g_ptr_array_index (fixture->bad, 1), TC_ERROR, TC_ERROR_UNKNOWN);
  g_assert_cmpuint (fixture->lsns->len, ==, 1);
}

static gint64
get_since (Fixture *fixture)
{
  return tc_hub_horizon_get_since (tc_hub_worker_get_horizon (fixture->worker));
}

/* What is too old goes by itself, while the hub works on. */
static void
test_catch_up (Fixture *fixture, gconstpointer data)
{
  TcDatabase *other = tc_database_open (fixture->path, TC_DATABASE_WRITER, NULL);

  found (fixture);
  for (guint i = 0; i < 10; i++)
    add_staff (fixture, i);
  WAIT_FOR (fixture->lsns->len == 11);
  tc_database_execute (other, "UPDATE log_commit SET time_us = time_us - ?", "i",
                       31 * TC_US_PER_DAY);
  g_assert_true (tc_database_check (other, NULL));
  add_staff (fixture, 10);
  WAIT_FOR (fixture->lsns->len == 12);
  stop (fixture);
  start (fixture);
  tc_hub_horizon_set_days (tc_hub_worker_get_horizon (fixture->worker), 30);
  /* Nothing wakes the main loop for it. */
  for (guint i = 0; i < WAIT_S * 10 && !get_since (fixture); i++)
    g_usleep (100 * 1000);
  g_assert_cmpint (tc_database_get_int (other, -1,
                                        "SELECT count(*) FROM log_section WHERE (body IS NULL) <>"
                                        " (last_lsn <= (SELECT lsn FROM log_horizon))",
                                        NULL),
                   ==, 0);
  g_assert_cmpint (tc_database_get_int (other, -1, "SELECT lsn FROM log_horizon", NULL), ==, 11);
  g_assert_cmpint (g_get_real_time () - get_since (fixture), <, TC_US_PER_DAY);
  tc_database_close (other);
}

/* And is packed by itself, once there is a segment of it. */
static void
test_packed (Fixture *fixture, gconstpointer data)
{
  TcDatabase *other = tc_database_open (fixture->path, TC_DATABASE_WRITER, NULL);

  found (fixture);
  for (guint i = 0; i < TC_LOG_SEGMENT_OPERATIONS + 10; i++)
    add_staff (fixture, i);
  WAIT_FOR (fixture->lsns->len == TC_LOG_SEGMENT_OPERATIONS + 11);
  stop (fixture);
  tc_database_execute (other, "UPDATE log_commit SET time_us = time_us - ?", "i",
                       31 * TC_US_PER_DAY);
  g_assert_true (tc_database_check (other, NULL));
  start (fixture);
  tc_hub_horizon_set_days (tc_hub_worker_get_horizon (fixture->worker), 30);
  for (guint i = 0; i < WAIT_S * 10 &&
                    tc_database_get_int (other, 0, "SELECT count(*) FROM log_segment", NULL) == 0;
       i++)
    g_usleep (100 * 1000);
  g_assert_cmpint (tc_database_get_int (other, 0, "SELECT sum (last_lsn) FROM log_segment", NULL),
                   ==, TC_LOG_SEGMENT_OPERATIONS);
  g_assert_cmpint (
      tc_database_get_int (other, 0, "SELECT count(*) FROM log_operation WHERE bytes = x''", NULL),
      ==, TC_LOG_SEGMENT_OPERATIONS);
  tc_database_close (other);
}

static void
test_line (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) garbage = g_bytes_new_static ("\xff\xff", 2);
  TcHubLine *line = tc_hub_worker_open_line (fixture->worker, fixture);

  WAIT_FOR (fixture->sent == 1);
  tc_hub_worker_receive (fixture->worker, line, garbage);
  WAIT_FOR (fixture->dropped == 1);
  g_assert_cmpuint (fixture->sent, ==, 2);
  /* It is gone for the hub, not yet for us: all of this falls on nothing. */
  tc_hub_worker_receive (fixture->worker, line, garbage);
  tc_hub_worker_notify (fixture->worker, line, "presence", NULL);
  tc_hub_worker_reply (fixture->worker, line, 1, NULL, NULL);
  tc_hub_worker_close_line (fixture->worker, line);
  found (fixture);
  WAIT_FOR (fixture->lsns->len == 1);
  g_assert_cmpuint (fixture->sent, ==, 2);
  g_assert_cmpuint (fixture->dropped, ==, 1);
}

/* Closed with the challenge already on its way: no hook may come any more. */
static void
test_closed_line (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 100; i++) {
    TcHubLine *line = tc_hub_worker_open_line (fixture->worker, fixture);

    if (i % 2)
      g_usleep (500);
    tc_hub_worker_close_line (fixture->worker, line);
  }
  found (fixture);
  WAIT_FOR (fixture->lsns->len == 1);
  g_assert_cmpuint (fixture->sent, ==, 0);
  g_assert_cmpuint (fixture->dropped, ==, 0);
}

/* The hub is kept from its file; what is given to it meanwhile is bounded, and all that was taken
 * is answered when it goes on. */
static void
test_limits (Fixture *fixture, gconstpointer data)
{
  g_autofree guint8 *noise = g_malloc0 (TC_HUB_LINE_BYTES_MAX + 1);
  g_autoptr (GBytes) message = g_bytes_new_static (noise, TC_HUB_LINE_BYTES_MAX + 1);
  TcHubLine *line = tc_hub_worker_open_line (fixture->worker, fixture);
  TcDatabase *other = tc_database_open (fixture->path, TC_DATABASE_WRITER, NULL);
  guint given = TC_HUB_COMMANDS_MAX + 1;

  tc_database_begin (other);
  found (fixture);
  g_usleep (200 * 1000);
  tc_hub_worker_receive (fixture->worker, line, message);
  g_assert_cmpuint (fixture->dropped, ==, 0);
  tc_hub_worker_receive (fixture->worker, line, message);
  g_assert_cmpuint (fixture->dropped, ==, 1);
  tc_hub_worker_close_line (fixture->worker, line);
  for (guint i = 0; i < given; i++)
    add_staff (fixture, i);
  tc_database_rollback (other);
  tc_database_close (other);
  WAIT_FOR (fixture->lsns->len + fixture->bad->len == given + 1);
  g_assert_cmpuint (fixture->bad->len, >, 0);
  g_assert_cmpuint (fixture->lsns->len, >, TC_HUB_COMMANDS_MAX / 2);
  for (guint i = 0; i < fixture->bad->len; i++)
    g_assert_error ((GError *) g_ptr_array_index (fixture->bad, i), TC_ERROR, TC_ERROR_BUSY);
}

/* The hub's thread has something else to do until @data is set. */
static void
occupy_cb (gpointer data)
{
  while (!g_atomic_int_get ((int *) data))
    g_usleep (1000);
}

/* Of all lines together no more is kept than that; who said little is heard all the same. */
static void
test_many_lines (Fixture *fixture, gconstpointer data)
{
  g_autofree guint8 *noise = g_malloc0 (TC_HUB_LINE_BYTES_MAX);
  g_autoptr (GBytes) much = g_bytes_new_static (noise, TC_HUB_LINE_BYTES_MAX);
  g_autoptr (GBytes) little = g_bytes_new_static (noise, 100);
  TcHubLine *lines[TC_HUB_BYTES_MAX / TC_HUB_LINE_BYTES_MAX + 2];
  guint last = G_N_ELEMENTS (lines) - 1;
  int go_on = 0;

  tc_hub_worker_run (fixture->worker, occupy_cb, &go_on, NULL);
  for (guint i = 0; i <= last; i++)
    lines[i] = tc_hub_worker_open_line (fixture->worker, fixture);
  for (guint i = 0; i < last; i++)
    tc_hub_worker_receive (fixture->worker, lines[i], much);
  g_assert_cmpuint (fixture->dropped, ==, 0);
  tc_hub_worker_receive (fixture->worker, lines[last], much);
  g_assert_cmpuint (fixture->dropped, ==, 1);
  tc_hub_worker_receive (fixture->worker, lines[last], little);
  g_assert_cmpuint (fixture->dropped, ==, 1);
  for (guint i = 0; i <= last; i++)
    tc_hub_worker_close_line (fixture->worker, lines[i]);
  g_atomic_int_set (&go_on, 1);
  found (fixture);
  WAIT_FOR (fixture->lsns->len == 1);
}

#define DESK 7

static void
enrol (Fixture *fixture, const TcKey *key)
{
  const TcAgencyArgs agency = {100, "ioc", NULL, "centre", "Trung tâm", "Centre",
                               0,   1,     NULL, NULL,     TC_NONE,     TC_NONE};
  const TcDeskArgs invite = {DESK, "Bàn", 100};
  g_autoptr (GBytes) public = g_bytes_new (tc_key_get_public (key), TC_KEY_PUBLIC_SIZE);
  const TcDeskEnrol args = {DESK, public};

  found (fixture);
  submit (fixture, &tc_agency_add_type, &agency);
  submit (fixture, &tc_desk_invite_type, &invite);
  submit (fixture, &tc_desk_enrol_type, &args);
  WAIT_FOR (fixture->lsns->len == 4);
  g_assert_cmpuint (fixture->refused, ==, 0);
}

/* The desk follows from the head on. */
static void
greet (Fixture *fixture, TcHubLine *line, const TcKey *key)
{
  g_autoptr (TcLineMessage) challenge = tc_line_message_new (TC_LINE_CHALLENGE);
  g_autoptr (TcLineMessage) hello = tc_line_message_new (TC_LINE_HELLO);
  g_autoptr (TcDatabase) db = tc_database_open (fixture->path, 0, NULL);
  g_autoptr (TcCatalogue) catalogue = tc_catalogue_load (db, NULL);
  const gint64 scope = TC_SCOPE_COMMON;

  WAIT_FOR (fixture->sent == 1);
  memcpy (challenge->challenge, fixture->challenge, TC_CHALLENGE_SIZE);
  challenge->server_key = *tc_hub_worker_get_public_key (fixture->worker);
  hello->replica = DESK;
  g_autoptr (GBytes) to_sign = tc_line_hello_to_sign (challenge, DESK);
  hello->signature = tc_key_sign (key, "toancanh hello 1", g_bytes_get_data (to_sign, NULL),
                                  g_bytes_get_size (to_sign));
  hello->schema_version = tc_schema_state.version;
  hello->schema_hash = tc_catalogue_hash (catalogue);
  WAIT_FOR (
      (tc_hub_worker_get_position (fixture->worker, &hello->position), hello->position.lsn == 4));
  g_array_append_val (hello->scopes, scope);
  g_autoptr (GBytes) bytes = tc_line_message_write (hello);
  tc_hub_worker_receive (fixture->worker, line, bytes);
  WAIT_FOR (fixture->sent == 3);
}

/* (transfer full): a message full of operations from number @seq on, of a kind that there isn't. */
static GBytes *
write_operations (const TcKey *key, TcIdMaker *ids, gint64 seq)
{
  g_autoptr (TcLineMessage) message = tc_line_message_new (TC_LINE_OPERATIONS);
  gint64 now_us = g_get_real_time ();

  for (guint i = 0; i < TC_BATCH_OPERATIONS_MAX; i++) {
    const TcOperationHead head = {
        .id = tc_id_maker_next (ids, now_us), .seq = seq + i, .made_us = now_us, .replica = DESK};
    g_autoptr (TcOperation)
        op = tc_operation_new ("not.any", 1, &head, g_variant_new ("a{sv}", NULL), key);
    TcSignedBytes one = {g_bytes_ref (op->bytes), op->signature};

    g_array_append_val (message->operations, one);
  }
  return tc_line_message_write (message);
}

static void
stats_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcHubStats)
      stats = tc_hub_worker_get_stats_finish (TC_HUB_WORKER (source), result, NULL);

  g_assert_nonnull (stats);
  *(TcHubStats *) data = (TcHubStats){.counts = stats->counts, .waiting = stats->waiting};
}

/* A desk comes back with more than the hub takes at once: it gets room as commits are made, and
 * what the desk says keeps its order. */
static void
test_much_of_a_desk (Fixture *fixture, gconstpointer data)
{
  const guint messages = 2 * TC_HUB_WAITING_MAX / TC_BATCH_OPERATIONS_MAX;
  g_autoptr (TcKey) key = tc_key_generate ();
  TcHubLine *line = tc_hub_worker_open_line (fixture->worker, fixture);
  TcIdMaker ids;
  TcHubStats stats = {.waiting = G_MAXUINT};
  int go_on = 0;

  enrol (fixture, key);
  greet (fixture, line, key);
  tc_id_maker_init (&ids, DESK, 0);
  tc_hub_worker_run (fixture->worker, occupy_cb, &go_on, NULL);
  for (guint i = 0; i < messages; i++) {
    g_autoptr (GBytes)
        bytes = write_operations (key, &ids, 1 + (gint64) i * TC_BATCH_OPERATIONS_MAX);

    tc_hub_worker_receive (fixture->worker, line, bytes);
  }
  tc_hub_worker_get_stats_async (fixture->worker, stats_cb, &stats);
  g_atomic_int_set (&go_on, 1);
  WAIT_FOR (stats.waiting != G_MAXUINT);
  g_assert_cmpuint (stats.counts.waiting, >=, TC_HUB_WAITING_MAX);
  g_assert_cmpuint (stats.counts.waiting, <, TC_HUB_WAITING_MAX + TC_BATCH_OPERATIONS_MAX);
  /* Those for which the hub has no room wait as well. */
  g_assert_cmpuint (stats.waiting, ==, messages * TC_BATCH_OPERATIONS_MAX);
  WAIT_FOR (fixture->answered == (gint64) messages * TC_BATCH_OPERATIONS_MAX);
  stats.waiting = G_MAXUINT;
  tc_hub_worker_get_stats_async (fixture->worker, stats_cb, &stats);
  WAIT_FOR (stats.waiting != G_MAXUINT);
  g_assert_cmpuint (stats.waiting, ==, 0);
  g_assert_cmpuint (fixture->dropped, ==, 0);
  tc_hub_worker_close_line (fixture->worker, line);
}

static void
test_no_file (Fixture *fixture, gconstpointer data)
{
  const TcHubWorkerHooks hooks = {0};
  g_autoptr (GError) error = NULL;

  g_assert_null (
      tc_hub_worker_new ("/nowhere/server.db", tc_key_generate (), &hooks, NULL, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_DISK);
}

#define ADD(name, func) g_test_add ("/hub-worker/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("many", test_many);
  ADD ("refused", test_refused);
  ADD ("stop", test_stop);
  ADD ("after-stop", test_after_stop);
  ADD ("failure", test_failure);
  ADD ("catch-up", test_catch_up);
  ADD ("packed", test_packed);
  ADD ("line", test_line);
  ADD ("closed-line", test_closed_line);
  ADD ("limits", test_limits);
  ADD ("many-lines", test_many_lines);
  ADD ("much-of-a-desk", test_much_of_a_desk);
  ADD ("no-file", test_no_file);
  return g_test_run ();
}
