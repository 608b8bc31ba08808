/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: snapshots that a relay loads beside its database are taken if they are wanted, are given up
 * soon if they are not, and leave nothing behind; what fails of their file ends nothing. Method: a
 * relay on its thread whose server is that of sync-world.h; each connection to the file beside is
 * met as it is opened, and its rows are counted. Minutes are over when the test says so: the timer
 * stands in another main context than all else.
 */
#include "relay-world.h"
#include "tc-relay-worker.h"
#include "tc-snapshot.h"
#include "wait-limit.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define PAGE_BYTES 4096

typedef struct {
  World *world;
  GMainContext *context;
  TcRelayWorker *worker;
  WorldDesk up;      /* its line, as the server's hub knows it: queues and peer alone */
  gboolean held;     /* what the server says doesn't come yet */
  TcRelayPlan *plan; /* of the newest offer that was to be fetched */
  GArray *files;     /* likewise */
  guint fetches;
  guint closes; /* of its line, by the relay, that the test has not seen to */
  guint tokens;
  TcRelayStatus status;
} Fixture;

/* ---- the file beside ---- */

static struct {
  GMutex lock;
  GCond changed;
  gboolean blocked;   /* who opens one waits */
  const char *spoils; /* (nullable): whose page is damaged when what was filled is to be taken */
  guint opened;
  guint closed;
  int rows; /* atomic: of people, that were put in */
} beside;

static void
row_cb (gpointer data, int what, const char *database, const char *table, sqlite3_int64 rowid)
{
  if (g_str_equal (table, "staff"))
    g_atomic_int_inc (&beside.rows);
}

static int
closed_cb (unsigned what, gpointer data, gpointer handle, gpointer unused)
{
  g_mutex_lock (&beside.lock);
  beside.closed++;
  g_mutex_unlock (&beside.lock);
  return 0;
}

static long
find_page (sqlite3 *handle, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT rootpage FROM sqlite_schema WHERE name = '%s'",
                                          table);
  sqlite3_stmt *statement;

  g_assert_cmpint (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  long page = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  return page;
}

/* In its place, since it is open: where that table begins, or the file if it is "". What stands in
 * the WAL stands in the file too; what was read once isn't read again. */
static void
spoil (sqlite3 *handle, const char *path, const char *table)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  char bad[PAGE_BYTES];

  g_assert_cmpint (truncate (wal, 0), ==, 0);
  long page = *table ? find_page (handle, table) : 1;
  FILE *file = g_fopen (path, "r+");
  memset (bad, 'x', sizeof bad);
  g_assert_nonnull (file);
  g_assert_cmpint (fseek (file, (page - 1) * PAGE_BYTES, SEEK_SET), ==, 0);
  g_assert_cmpuint (fwrite (bad, sizeof bad, 1, file), ==, 1);
  g_assert_cmpint (fclose (file), ==, 0);
}

/* Of SQLite, of each connection. */
static int
opened_cb (sqlite3 *handle, const char **message, const struct sqlite3_api_routines *api)
{
  const char *path = sqlite3_db_filename (handle, "main");

  if (!path || !strstr (path, "-next"))
    return SQLITE_OK;
  sqlite3_update_hook (handle, row_cb, NULL);
  sqlite3_trace_v2 (handle, SQLITE_TRACE_CLOSE, closed_cb, NULL);
  g_mutex_lock (&beside.lock);
  beside.opened++;
  while (beside.blocked)
    g_cond_wait (&beside.changed, &beside.lock);
  if (beside.spoils && beside.opened % 2 == 0)
    spoil (handle, path, beside.spoils);
  g_mutex_unlock (&beside.lock);
  return SQLITE_OK;
}

static void
block (gboolean blocked)
{
  g_mutex_lock (&beside.lock);
  beside.blocked = blocked;
  g_cond_broadcast (&beside.changed);
  g_mutex_unlock (&beside.lock);
}

/* Of connections, @n of beside. */
static guint
count (const guint *n)
{
  g_mutex_lock (&beside.lock);
  guint so_far = *n;
  g_mutex_unlock (&beside.lock);
  return so_far;
}

static guint
count_opened (void)
{
  return count (&beside.opened);
}

static char *warning; /* (owned) (nullable): the newest, once there is one */

static GLogWriterOutput
write_log_cb (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer data)
{
  if (!(level & G_LOG_LEVEL_WARNING))
    return g_log_writer_default (level, fields, n, data);
  for (gsize i = 0; i < n; i++)
    if (g_str_equal (fields[i].key, "MESSAGE")) {
      g_assert_null (warning);
      warning = g_strdup (fields[i].value);
    }
  return G_LOG_WRITER_HANDLED;
}

static guint
count_left (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->world->folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)))
    n += strstr (name, "-next") != NULL;
  return n;
}

/* ---- its line ---- */

static void
send_cb (GBytes *message, gpointer data)
{
  g_queue_push_tail (((Fixture *) data)->up.to_server, g_bytes_ref (message));
}

static void
close_cb (const TcRefusal *why, gboolean is_closed, gpointer data)
{
  Fixture *fixture = data;

  g_assert_nonnull (why);
  g_assert_true (is_closed == !fixture->up.connected);
  g_assert_cmpstr (why->code, ==, is_closed ? "line.desk-unknown" : "line.relay-renew");
  fixture->closes++;
}

static void
fetch_cb (TcRelayPlan *plan, GArray *files, gpointer data)
{
  Fixture *fixture = data;

  fixture->fetches++;
  g_clear_pointer (&fixture->plan, tc_relay_plan_unref);
  g_clear_pointer (&fixture->files, g_array_unref);
  fixture->plan = tc_relay_plan_ref (plan);
  fixture->files = g_array_ref (files);
}

static void
token_cb (GVariant *value, gpointer data)
{
  ((Fixture *) data)->tokens++;
}

static void
notice_cb (const char *name, GVariant *value, gpointer data)
{
}

static void
status_cb (const TcRelayStatus *status, gpointer data)
{
  ((Fixture *) data)->status = *status;
}

static void
wiped_cb (gint64 scope, gpointer data)
{
}

static void
lost_cb (gpointer data)
{
}

static void
purged_cb (const TcPosition *position, gpointer data)
{
}

static void
failed_cb (const GError *error, gpointer data)
{
  g_error ("the relay ends: %s", error->message);
}

static void
turn (Fixture *fixture)
{
  World *world = fixture->world;
  GBytes *message;

  while (!fixture->held && (message = g_queue_pop_head (fixture->up.to_desk))) {
    tc_relay_worker_receive (fixture->worker, message);
    g_bytes_unref (message);
  }
  while ((message = g_queue_pop_head (fixture->up.to_server))) {
    if (fixture->up.peer)
      tc_hub_receive (world->hub, fixture->up.peer, message, world->now_us);
    g_bytes_unref (message);
  }
  g_assert_true (tc_hub_flush (world->hub, world->now_us, NULL));
  g_assert_false (fixture->up.dropped);
  if (!g_main_context_iteration (fixture->context, FALSE))
    g_usleep (1000);
}

#define WAIT_FOR(fixture, condition)                                                               \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 until_us = g_get_monotonic_time () + WAIT_US;                                           \
    while (!(condition)) {                                                                         \
      g_assert_cmpint (g_get_monotonic_time (), <, until_us);                                      \
      turn (fixture);                                                                              \
    }                                                                                              \
  }                                                                                                \
  G_STMT_END

static void
connect_line (Fixture *fixture)
{
  fixture->up.connected = TRUE;
  tc_relay_worker_line_opened (fixture->worker);
  fixture->up.peer = tc_hub_connect (fixture->world->hub, &fixture->up, fixture->world->now_us);
}

static void
clear_queue (GQueue *queue)
{
  GBytes *bytes;

  while ((bytes = g_queue_pop_head (queue)))
    g_bytes_unref (bytes);
}

static void
cut_line (Fixture *fixture)
{
  if (!fixture->up.connected)
    return;
  fixture->up.connected = FALSE;
  tc_hub_disconnect (fixture->world->hub, g_steal_pointer (&fixture->up.peer));
  clear_queue (fixture->up.to_desk);
  clear_queue (fixture->up.to_server);
  if (fixture->worker)
    tc_relay_worker_line_closed (fixture->worker);
}

/* The relay has ended its line, and comes again. */
static void
come_again (Fixture *fixture)
{
  WAIT_FOR (fixture, fixture->closes > 0);
  g_assert_cmpuint (fixture->closes, ==, 1);
  fixture->closes = 0;
  cut_line (fixture);
  connect_line (fixture);
}

/* All is done that the relay's thread was told so far, but for what it waits for. */
static void
settle (Fixture *fixture)
{
  guint tokens = fixture->tokens;

  WAIT_FOR (fixture, fixture->held || g_queue_is_empty (fixture->up.to_desk));
  tc_relay_worker_ask_token (fixture->worker);
  WAIT_FOR (fixture, fixture->tokens > tokens);
}

/* ---- the fixture ---- */

static void
start (Fixture *fixture)
{
  static const TcRelayWorkerHooks hooks = {send_cb,   close_cb, fetch_cb, token_cb, notice_cb,
                                           status_cb, wiped_cb, lost_cb,  purged_cb};
  static const TcHubWorkerHooks lines = {.failed = failed_cb};
  g_autofree char *path = g_build_filename (fixture->world->folder, "relay.db", NULL);
  g_autoptr (GError) error = NULL;

  fixture->worker = tc_relay_worker_new (path, world_key (WORLD_RELAY), WORLD_RELAY,
                                         tc_key_get_public (fixture->world->key), "Trạm", &lines,
                                         fixture, &hooks, fixture, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcKey) key = NULL;

  beside.blocked = FALSE;
  beside.spoils = NULL;
  beside.opened = 0;
  beside.closed = 0;
  beside.rows = 0;
  fixture->context = g_main_context_new ();
  g_main_context_push_thread_default (fixture->context);
  fixture->world = world_new ();
  key = world_key (WORLD_RELAY);
  world_enrol_relay (fixture->world, key);
  fixture->up.number = WORLD_RELAY;
  fixture->up.to_desk = g_queue_new ();
  fixture->up.to_server = g_queue_new ();
  start (fixture);
  /* It is offered what there is. */
  connect_line (fixture);
  WAIT_FOR (fixture, fixture->plan);
  settle (fixture);
  g_assert_cmpuint (fixture->fetches, ==, 1);
}

/* With its line as it is. @hub_first: as the server does it, when others go before the relay */
static void
stop (Fixture *fixture, gboolean hub_first)
{
  TcHubWorker *hub = g_object_ref (tc_relay_worker_get_hub (fixture->worker));

  if (hub_first)
    tc_hub_worker_stop (hub);
  g_clear_pointer (&fixture->worker, tc_relay_worker_free);
  g_assert_cmpuint (count_left (fixture), ==, 0);
  /* What it has told last falls on nothing. */
  while (g_main_context_iteration (fixture->context, FALSE))
    ;
  g_assert_cmpuint (G_OBJECT (hub)->ref_count, ==, 1);
  g_object_unref (hub);
  cut_line (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->worker) {
    settle (fixture);
    stop (fixture, FALSE);
  }
  g_assert_null (warning);
  g_assert_cmpuint (fixture->closes, ==, 0);
  g_clear_pointer (&fixture->plan, tc_relay_plan_unref);
  g_clear_pointer (&fixture->files, g_array_unref);
  g_queue_free (fixture->up.to_desk);
  g_queue_free (fixture->up.to_server);
  world_free (fixture->world);
  g_main_context_pop_thread_default (fixture->context);
  g_main_context_unref (fixture->context);
}

/* (transfer full) */
static GBytes *
read_file (Fixture *fixture, guint i, const char *suffix, gboolean spoilt)
{
  g_autofree char *name = g_strconcat (g_array_index (fixture->files, TcSnapshotFile, i).name,
                                       suffix, NULL);
  g_autofree char *path = g_build_filename (fixture->world->folder, name, NULL);
  char *data;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  data[size / 2] ^= spoilt;
  return g_bytes_new_take (data, size);
}

/* What it was offered last has come. @spoilt: on its way */
static void
load_files (Fixture *fixture, gboolean spoilt)
{
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GPtrArray) contents = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < fixture->files->len; i++) {
    g_ptr_array_add (lists, read_file (fixture, i, TC_SNAPSHOT_LIST_SUFFIX, FALSE));
    g_ptr_array_add (contents, read_file (fixture, i, "", spoilt));
  }
  tc_relay_worker_load (fixture->worker, fixture->plan, lists, contents);
}

static void
load (Fixture *fixture)
{
  load_files (fixture, FALSE);
}

/* To its end, while a line is just being greeted. */
static void
load_while_greeting (Fixture *fixture)
{
  cut_line (fixture);
  fixture->held = TRUE;
  connect_line (fixture);
  settle (fixture);
  load (fixture);
  WAIT_FOR (fixture, count (&beside.closed) == 1);
  /* Right behind it the relay is told. */
  g_usleep (50000);
  settle (fixture);
  g_assert_cmpint (g_atomic_int_get (&beside.rows), >, 0);
  g_assert_cmpuint (count_opened (), ==, 1);
  g_assert_cmpuint (count_left (fixture), >, 0);
  g_assert_false (fixture->status.online);
}

static void
change (Fixture *fixture, const char *name)
{
  const TcStaffArgs args = {WORLD_STAFF, NULL, name, NULL, NULL};

  world_do (fixture->world, &tc_staff_change_type, &args);
}

/* ---- the tests ---- */

static void
test_taken (Fixture *fixture, gconstpointer data)
{
  load (fixture);
  WAIT_FOR (fixture, fixture->status.online);
  g_assert_cmpint (fixture->status.base.lsn, >, 0);
  g_assert_cmpint (g_atomic_int_get (&beside.rows), >, 0);
  WAIT_FOR (fixture, count_left (fixture) == 0);
}

/* The file is full just while a new line greets: it is kept until that is done. */
static void
test_filled_while_greeting (Fixture *fixture, gconstpointer data)
{
  load_while_greeting (fixture);
  fixture->held = FALSE;
  WAIT_FOR (fixture, fixture->status.online);
  settle (fixture);
  g_assert_cmpuint (fixture->fetches, ==, 1);
  g_assert_cmpint (fixture->status.base.lsn, >, 0);
  g_assert_cmpuint (count_left (fixture), ==, 0);
}

/* The same is offered once more while it is loaded: nobody fetches it for nothing. */
static void
test_offered_again (Fixture *fixture, gconstpointer data)
{
  block (TRUE);
  load (fixture);
  WAIT_FOR (fixture, count_opened () == 1);
  cut_line (fixture);
  connect_line (fixture);
  WAIT_FOR (fixture, fixture->world->n_snapshots == 2);
  settle (fixture);
  g_assert_cmpuint (fixture->fetches, ==, 1);
  block (FALSE);
  WAIT_FOR (fixture, fixture->status.online);
  settle (fixture);
  g_assert_cmpuint (count_left (fixture), ==, 0);
}

/* Something newer is offered: what was being loaded is not put in to its end. */
static void
test_unwanted (Fixture *fixture, gconstpointer data)
{
  block (TRUE);
  load (fixture);
  WAIT_FOR (fixture, count_opened () == 1);
  cut_line (fixture);
  change (fixture, "Người khác");
  connect_line (fixture);
  WAIT_FOR (fixture, fixture->fetches == 2);
  settle (fixture);
  block (FALSE);
  WAIT_FOR (fixture, count_left (fixture) == 0);
  g_assert_cmpint (g_atomic_int_get (&beside.rows), ==, 0);
  g_assert_false (fixture->status.online);
  load (fixture);
  WAIT_FOR (fixture, fixture->status.online);
}

static gpointer
let_go_thread (gpointer data)
{
  g_usleep (200000);
  block (FALSE);
  return NULL;
}

/* It is stopped meanwhile: likewise, and nothing is left when it has. @data: (nullable): its hub is
 * stopped before it */
static void
test_stopped (Fixture *fixture, gconstpointer data)
{
  block (TRUE);
  load (fixture);
  WAIT_FOR (fixture, count_opened () == 1);
  settle (fixture);
  GThread *thread = g_thread_new ("let-go", let_go_thread, NULL);
  stop (fixture, data != NULL);
  g_thread_join (thread);
  g_assert_cmpint (g_atomic_int_get (&beside.rows), ==, 0);
}

/* It is stopped while the file waits. */
static void
test_stopped_after (Fixture *fixture, gconstpointer data)
{
  load_while_greeting (fixture);
  stop (fixture, FALSE);
}

/* (nullable): in which it waits to fetch again */
static GSource *
find_timer (Fixture *fixture)
{
  return g_main_context_find_source_by_user_data (NULL, fixture->worker);
}

/* It is said that it is fetched again, when, and why. */
static void
assert_put_off (Fixture *fixture, gint64 minutes, const char *why)
{
  g_autofree char *when = g_strdup_printf (" %" G_GINT64_FORMAT " min: ", minutes);

  WAIT_FOR (fixture, warning && count_left (fixture) == 0);
  g_test_message ("%s", warning);
  g_assert_nonnull (strstr (warning, when));
  g_assert_nonnull (strstr (warning, why));
  g_clear_pointer (&warning, g_free);
  g_assert_nonnull (find_timer (fixture));
  gint64 left_us = g_source_get_ready_time (find_timer (fixture)) - g_get_monotonic_time ();
  g_assert_cmpint (left_us, <, (minutes * 60 + 2) * G_USEC_PER_SEC);
  g_assert_cmpint (left_us, >, minutes * 60 * G_USEC_PER_SEC - WAIT_US);
  settle (fixture);
  g_assert_false (fixture->status.online);
}

static void
load_spoiled (Fixture *fixture, const char *table, gint64 minutes, const char *why)
{
  guint opened = count_opened ();

  beside.spoils = table;
  load (fixture);
  assert_put_off (fixture, minutes, why);
  g_assert_cmpuint (count_opened (), ==, opened + 2);
  beside.spoils = NULL;
}

/* Its time has come: it is fetched now. */
static void
fetch_now (Fixture *fixture)
{
  guint fetches = fixture->fetches;

  g_source_set_ready_time (find_timer (fixture), 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (find_timer (fixture));
  come_again (fixture);
  WAIT_FOR (fixture, fixture->fetches == fetches + 1);
}

/* The file is damaged when it is to be taken: it goes, the relay goes on, and comes for it again,
 * later each time, and not before on another line. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  load_spoiled (fixture, "", 1, "file is not a database");
  cut_line (fixture);
  connect_line (fixture);
  WAIT_FOR (fixture, fixture->world->n_snapshots == 2);
  settle (fixture);
  g_assert_cmpuint (fixture->fetches, ==, 1);
  fetch_now (fixture);
  /* Tables that are written to before it is taken. */
  load_spoiled (fixture, "relay_queue", 2, "completing what was loaded: ");
  fetch_now (fixture);
  load_spoiled (fixture, "relay_desk", 4, "completing what was loaded: ");
  fetch_now (fixture);
  /* No later than that: its room has nothing meanwhile. */
  load_spoiled (fixture, "relay_desk", 4, "completing what was loaded: ");
  load (fixture);
  WAIT_FOR (fixture, fixture->status.online);
  g_assert_cmpint (fixture->status.base.lsn, >, 0);
  g_assert_null (find_timer (fixture));
}

/* What came is not what the server signed: likewise. Once it had all, that begins anew. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  for (gint64 minutes = 1; minutes <= 2; minutes++) {
    load_files (fixture, TRUE);
    assert_put_off (fixture, minutes, "not the one that was signed");
    fetch_now (fixture);
  }
  load (fixture);
  WAIT_FOR (fixture, fixture->status.online);
  tc_relay_worker_renew (fixture->worker);
  come_again (fixture);
  WAIT_FOR (fixture, fixture->fetches == 4);
  load_files (fixture, TRUE);
  assert_put_off (fixture, 1, "not the one that was signed");
}

/* The server says why and closes, and the relay's disk lets its thread read the one after the
 * other. */
static void
test_told_why (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) goodbye = tc_line_goodbye ("line.desk-unknown");

  load (fixture);
  WAIT_FOR (fixture, fixture->status.online);
  tc_relay_worker_receive (fixture->worker, goodbye);
  cut_line (fixture);
  WAIT_FOR (fixture, fixture->closes == 1);
  fixture->closes = 0;
}

#define ADD(name, func) g_test_add ("/relay-worker/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_writer_func (write_log_cb, NULL, NULL);
  sqlite3_auto_extension ((void (*) (void)) opened_cb);
  ADD ("taken", test_taken);
  ADD ("filled-while-greeting", test_filled_while_greeting);
  ADD ("offered-again", test_offered_again);
  ADD ("unwanted", test_unwanted);
  ADD ("stopped", test_stopped);
  g_test_add ("/relay-worker/stopped-hub-first", Fixture, "", set_up, test_stopped, tear_down);
  ADD ("stopped-after", test_stopped_after);
  ADD ("damaged", test_damaged);
  ADD ("refused", test_refused);
  ADD ("told-why", test_told_why);
  return g_test_run ();
}
