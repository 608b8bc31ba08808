/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: work on a database's thread runs in order, one at a time; its errors, faults and open
 * transactions stay its own; a full queue, a cancelled caller and a closed worker get an answer.
 * Method: real workers on files; a gate holds the thread where a test needs it to wait.
 */
#include "tc-worker.h"

#include <glib/gstdio.h>

typedef struct {
  char *folder;
  char *path;
  TcWorker *worker;
  GArray *order;   /* of gint: the results as they came back */
  GError *error;   /* of the last that failed */
  guint n_results; /* how many came back */
  GMutex gate;
} Fixture;

typedef struct {
  Fixture *fixture;
  gint number;
} Ask;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("tc-worker-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "test.db", NULL);
  fixture->order = g_array_new (FALSE, FALSE, sizeof (gint));
  g_mutex_init (&fixture->gate);
  fixture->worker = tc_worker_new ("test", fixture->path, TC_DATABASE_WRITER, &error);
  g_assert_no_error (error);
}

static void
remove_file (Fixture *fixture, const char *suffix)
{
  g_autofree char *path = g_strconcat (fixture->path, suffix, NULL);

  g_unlink (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->worker)
    tc_worker_stop (fixture->worker);
  g_clear_object (&fixture->worker);
  g_clear_error (&fixture->error);
  g_array_unref (fixture->order);
  g_mutex_clear (&fixture->gate);
  remove_file (fixture, "");
  remove_file (fixture, "-wal");
  remove_file (fixture, "-shm");
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
took_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GError) error = NULL;
  g_autofree gint *number = tc_worker_run_finish (TC_WORKER (source), result, &error);

  fixture->n_results++;
  if (number)
    g_array_append_val (fixture->order, *number);
  if (error) {
    g_clear_error (&fixture->error);
    fixture->error = g_steal_pointer (&error);
  }
}

static void
run (Fixture *fixture, TcWorkFunc func, gint number, GCancellable *cancellable)
{
  Ask ask = {fixture, number};

  tc_worker_run_async (fixture->worker, func, g_memdup2 (&ask, sizeof ask), g_free, g_free,
                       cancellable, took_cb, fixture);
}

static void
wait_for (Fixture *fixture, guint n_results)
{
  while (fixture->n_results < n_results)
    g_main_context_iteration (NULL, TRUE);
}

static gpointer
give_number (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return g_memdup2 (&((Ask *) data)->number, sizeof (gint));
}

static gpointer
wait_at_gate (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Ask *ask = data;

  g_mutex_lock (&ask->fixture->gate);
  g_mutex_unlock (&ask->fixture->gate);
  return give_number (db, data, cancellable, error);
}

/* Opens a transaction, writes, and goes wrong. */
static gpointer
fault (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  tc_database_begin (db);
  tc_database_execute_script (db, "CREATE TABLE left_over (id INTEGER PRIMARY KEY) STRICT");
  tc_database_execute (db, "INSERT INTO nowhere VALUES (1)", NULL);
  return give_number (db, data, cancellable, error);
}

/* Says an error of its own while the connection has a fault as well. */
static gpointer
fault_and_error (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  tc_database_execute (db, "INSERT INTO nowhere VALUES (1)", NULL);
  g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND, "its own");
  return NULL;
}

static gpointer
count_tables (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gint n = (gint) tc_database_get_int (db, -1, "SELECT count(*) FROM sqlite_schema", NULL);

  g_assert_true (sqlite3_get_autocommit (tc_database_get_handle (db)));
  return g_memdup2 (&n, sizeof n);
}

static gint
last_number (Fixture *fixture)
{
  return g_array_index (fixture->order, gint, fixture->order->len - 1);
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  for (gint i = 0; i < 500; i++)
    run (fixture, give_number, i, NULL);
  wait_for (fixture, 500);
  for (gint i = 0; i < 500; i++)
    g_assert_cmpint (g_array_index (fixture->order, gint, i), ==, i);
}

/* What goes first is done before all that waits, not before what is being done. */
static void
test_first (Fixture *fixture, gconstpointer data)
{
  const gint expected[] = {0, 3, 1, 2};
  Ask ask = {fixture, 3};

  g_mutex_lock (&fixture->gate);
  run (fixture, wait_at_gate, 0, NULL);
  g_usleep (G_USEC_PER_SEC / 5); /* it has been begun by then */
  run (fixture, give_number, 1, NULL);
  run (fixture, give_number, 2, NULL);
  tc_worker_run_first_async (fixture->worker, give_number, g_memdup2 (&ask, sizeof ask), g_free,
                             g_free, NULL, took_cb, fixture);
  g_mutex_unlock (&fixture->gate);
  wait_for (fixture, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (g_array_index (fixture->order, gint, i), ==, expected[i]);
}

static void
test_fault (Fixture *fixture, gconstpointer data)
{
  run (fixture, fault, 1, NULL);
  run (fixture, count_tables, 2, NULL);
  wait_for (fixture, 2);
  g_assert_error (fixture->error, TC_ERROR, TC_ERROR_STATEMENT);
  g_assert_cmpuint (fixture->order->len, ==, 1);
  g_assert_cmpint (last_number (fixture), ==, 0);
}

static void
test_fault_and_error (Fixture *fixture, gconstpointer data)
{
  run (fixture, fault_and_error, 1, NULL);
  run (fixture, count_tables, 2, NULL);
  wait_for (fixture, 2);
  g_assert_error (fixture->error, TC_ERROR, TC_ERROR_NOT_FOUND);
  g_assert_cmpuint (fixture->order->len, ==, 1);
  g_assert_cmpint (last_number (fixture), ==, 0);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_mutex_lock (&fixture->gate);
  run (fixture, wait_at_gate, 1, NULL);
  run (fixture, give_number, 2, cancellable);
  run (fixture, give_number, 3, NULL);
  g_cancellable_cancel (cancellable);
  g_mutex_unlock (&fixture->gate);
  wait_for (fixture, 3);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (fixture->order->len, ==, 2);
  g_assert_cmpint (last_number (fixture), ==, 3);
}

static void
test_full (Fixture *fixture, gconstpointer data)
{
  const guint over = 10;

  g_mutex_lock (&fixture->gate);
  for (guint i = 0; i < TC_WORKER_QUEUE_MAX + 1 + over; i++)
    run (fixture, wait_at_gate, (gint) i, NULL);
  wait_for (fixture, over);
  g_assert_error (fixture->error, TC_ERROR, TC_ERROR_BUSY);
  g_mutex_unlock (&fixture->gate);
  wait_for (fixture, TC_WORKER_QUEUE_MAX + 1 + over);
  g_assert_cmpuint (fixture->order->len, >=, TC_WORKER_QUEUE_MAX);
  g_assert_cmpuint (fixture->order->len, <=, TC_WORKER_QUEUE_MAX + 1);
}

/* What was asked before the stop is done; what comes after it is told. */
static void
test_stop (Fixture *fixture, gconstpointer data)
{
  for (gint i = 0; i < 20; i++)
    run (fixture, give_number, i, NULL);
  tc_worker_stop (fixture->worker);
  tc_worker_stop (fixture->worker);
  run (fixture, give_number, 99, NULL);
  wait_for (fixture, 21);
  g_assert_cmpuint (fixture->order->len, ==, 20);
  g_assert_cmpint (last_number (fixture), ==, 19);
  g_assert_error (fixture->error, TC_ERROR, TC_ERROR_BUSY);
}

/* Nobody stops it: the last to let it go may be the work itself, on the worker's own thread. */
static void
test_let_go (Fixture *fixture, gconstpointer data)
{
  guint expected = 0;

  for (guint round = 0; round < 200; round++) {
    g_autoptr (GError) error = NULL;

    g_clear_object (&fixture->worker);
    fixture->worker = tc_worker_new ("test", fixture->path, TC_DATABASE_WRITER, &error);
    g_assert_no_error (error);
    for (gint i = 0; i < 3; i++)
      run (fixture, give_number, i, NULL);
    expected += 3;
    g_clear_object (&fixture->worker);
    wait_for (fixture, expected);
  }
  g_assert_null (fixture->error);
}

static void
test_no_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tc_worker_new ("test", "/nowhere/at/all.db", TC_DATABASE_WRITER, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_DISK);
}

/* What stands in the file's table, whatever file the path leads to. */
static gpointer
read_thing (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gint n = (gint) tc_database_get_int (db, -1, "SELECT n FROM thing", NULL);

  return g_memdup2 (&n, sizeof n);
}

static void
put_file (Fixture *fixture, gint n)
{
  g_autofree char *path = g_strconcat (fixture->path, ".new", NULL);
  g_autofree char *sql = g_strdup_printf ("CREATE TABLE thing (n); INSERT INTO thing VALUES (%d)",
                                          n);
  g_autoptr (TcDatabase) db = tc_database_open (path, TC_DATABASE_WRITER, NULL);

  tc_database_execute_script (db, sql);
  g_assert_true (tc_database_empty_wal (db, NULL));
  g_clear_pointer (&db, tc_database_close);
  remove_file (fixture, "-wal");
  remove_file (fixture, "-shm");
  g_assert_cmpint (g_rename (path, fixture->path), ==, 0);
  remove_file (fixture, ".new-wal");
  remove_file (fixture, ".new-shm");
}

static gint
read_now (Fixture *fixture)
{
  g_clear_error (&fixture->error);
  g_array_set_size (fixture->order, 0);
  fixture->n_results = 0;
  run (fixture, read_thing, 0, NULL);
  wait_for (fixture, 1);
  return fixture->error ? 0 : g_array_index (fixture->order, gint, 0);
}

static void
faulted_cb (TcWorker *worker, const GError *error, Fixture *fixture)
{
  g_assert_true (tc_error_is_store (error));
  /* Before the answer. */
  g_assert_null (fixture->error);
  g_atomic_int_inc ((int *) g_object_get_data (G_OBJECT (worker), "faults"));
}

/* A file that was replaced is read once its reader is told, or has met something wrong. */
static void
test_replaced_file (Fixture *fixture, gconstpointer data)
{
  int faults = 0;

  g_object_set_data (G_OBJECT (fixture->worker), "faults", &faults);
  g_signal_connect (fixture->worker, "faulted", G_CALLBACK (faulted_cb), fixture);
  g_assert_cmpint (read_now (fixture), ==, 0);
  g_assert_error (fixture->error, TC_ERROR, TC_ERROR_STATEMENT);
  g_assert_cmpint (faults, ==, 1);
  put_file (fixture, 7);
  g_assert_cmpint (read_now (fixture), ==, 7);
  put_file (fixture, 8);
  g_assert_cmpint (read_now (fixture), ==, 7);
  tc_worker_reopen (fixture->worker);
  g_assert_cmpint (read_now (fixture), ==, 8);
  g_assert_cmpint (faults, ==, 1);
}

/* No file for a while, and one that is none: each is an error of that work alone. */
static void
test_broken_file (Fixture *fixture, gconstpointer data)
{
  g_assert_true (g_file_set_contents (fixture->path,
                                      "what is this, it is no database at all; "
                                      "it is text, and longer than a header of "
                                      "SQLite's is, which has a hundred bytes.",
                                      -1, NULL));
  remove_file (fixture, "-wal");
  tc_worker_reopen (fixture->worker);
  g_assert_cmpint (read_now (fixture), ==, 0);
  g_assert_error (fixture->error, TC_ERROR, TC_ERROR_CORRUPT);
  put_file (fixture, 9);
  g_assert_cmpint (read_now (fixture), ==, 9);
}

/* As many pages as a month of small commits. */
static gpointer
write_some (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  tc_database_execute_script (db, "CREATE TABLE IF NOT EXISTS some (id INTEGER PRIMARY KEY, x BLOB)"
                                  " STRICT");
  for (guint i = 0; i < 20; i++)
    tc_database_execute (db, "INSERT INTO some (x) VALUES (zeroblob (5000))", NULL);
  return give_number (db, data, cancellable, error);
}

static goffset
get_size (Fixture *fixture, const char *suffix)
{
  g_autofree char *path = g_strconcat (fixture->path, suffix, NULL);
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return info.st_size;
}

/* What is written goes into the file; beside it stays no more than a few commits. */
static void
test_wal (Fixture *fixture, gconstpointer data)
{
  for (gint i = 0; i < 50; i++)
    run (fixture, write_some, i, NULL);
  wait_for (fixture, 50);
  g_assert_no_error (fixture->error);
  g_assert_cmpint (get_size (fixture, ""), >, 4 << 20);
  g_assert_cmpint (get_size (fixture, "-wal"), <, 2 << 20);
}

#define ADD(name, func) g_test_add ("/worker/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("order", test_order);
  ADD ("first", test_first);
  ADD ("fault", test_fault);
  ADD ("fault-and-error", test_fault_and_error);
  ADD ("cancel", test_cancel);
  ADD ("full", test_full);
  ADD ("wal", test_wal);
  ADD ("stop", test_stop);
  ADD ("let-go", test_let_go);
  ADD ("no-file", test_no_file);
  ADD ("replaced-file", test_replaced_file);
  ADD ("broken-file", test_broken_file);
  return g_test_run ();
}
