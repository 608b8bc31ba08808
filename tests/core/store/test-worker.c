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

static void
test_fault (Fixture *fixture, gconstpointer data)
{
  run (fixture, fault, 1, NULL);
  run (fixture, count_tables, 2, NULL);
  wait_for (fixture, 2);
  g_assert_error (fixture->error, TC_ERROR, TC_ERROR_STORE);
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
  g_assert_error (error, TC_ERROR, TC_ERROR_STORE);
}

#define ADD(name, func) g_test_add ("/worker/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("order", test_order);
  ADD ("fault", test_fault);
  ADD ("fault-and-error", test_fault_and_error);
  ADD ("cancel", test_cancel);
  ADD ("full", test_full);
  ADD ("stop", test_stop);
  ADD ("let-go", test_let_go);
  ADD ("no-file", test_no_file);
  return g_test_run ();
}
