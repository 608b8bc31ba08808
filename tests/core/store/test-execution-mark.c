/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what runs when the process ends is a suspect for the next one, twice in a row it is
 * condemned; what ended well, or stands in the log, never is; no contents of the file do harm.
 * Method: the mark on a real file; a process that ends is a mark that is closed while it is set.
 */
#include "tc-execution-mark.h"

#include "tc-limits.h"
#include "tc-people-operations.h"
#include "tc-schema.h"

#include <glib/gstdio.h>
#include <string.h>

#define ROUNDS 20000

static GPtrArray *said; /* (element-type utf8): warnings that nobody has looked at */

typedef struct {
  char *folder;
  char *path;
  TcDatabase *db;
  TcKey *key;
  TcExecutionMark *mark;
  gboolean desk; /* the database is a desk's */
} Fixture;

static TcOperation *
make (Fixture *fixture, guint16 replica, gint64 seq)
{
  const TcStaffArgs args = {.staff_id = 5, .name = "An"};
  TcOperationHead head = {.id = seq, .seq = seq, .made_us = 1, .replica = replica};

  return tc_operation_make (&tc_staff_change_type, &head, &args, fixture->key);
}

static void
next_process (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->mark, tc_execution_mark_close);
  fixture->mark = tc_execution_mark_open (fixture->db, !fixture->desk, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_server, NULL};
  g_autoptr (GError) error = NULL;

  tc_crypto_init ();
  fixture->folder = g_dir_make_tmp ("tc-mark-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "state.db-executing", NULL);
  g_autofree char *path = g_build_filename (fixture->folder, "state.db", NULL);
  fixture->db = tc_database_open (path, TC_DATABASE_WRITER, &error);
  g_assert_no_error (error);
  g_assert_true (tc_schema_migrate (fixture->db, sets, &error));
  fixture->key = tc_key_generate ();
  next_process (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = {"state.db", "state.db-wal", "state.db-shm",
                                      "state.db-executing"};

  g_assert_cmpuint (said->len, ==, 0);
  g_clear_pointer (&fixture->mark, tc_execution_mark_close);
  tc_database_close (fixture->db);
  tc_key_free (fixture->key);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);
    g_unlink (path);
  }
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static GLogWriterOutput
write_log_cb (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer data)
{
  if (!(level & G_LOG_LEVEL_WARNING))
    return g_log_writer_default (level, fields, n, data);
  for (gsize i = 0; i < n; i++)
    if (!strcmp (fields[i].key, "MESSAGE"))
      g_ptr_array_add (said, g_strdup (fields[i].value));
  return G_LOG_WRITER_HANDLED;
}

static void
assert_said (const char *ending)
{
  g_assert_cmpuint (said->len, >, 0);
  g_assert_true (g_str_has_suffix (said->pdata[0], ending));
  g_ptr_array_remove_index (said, 0);
}

static void
test_well (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcOperation) op = make (fixture, 7, 1);

  for (guint i = 0; i < 3; i++) {
    tc_execution_mark_set (fixture->mark, &op, 1);
    tc_execution_mark_set (fixture->mark, NULL, 0);
    next_process (fixture);
    g_assert_cmpuint (tc_execution_mark_count_deaths (fixture->mark, op), ==, 0);
  }
}

/* Of a batch all are suspects; alone only the one, whatever runs in between. */
static void
test_twice (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcOperation) one = make (fixture, 7, 1);
  g_autoptr (TcOperation) two = make (fixture, 8, 1);
  g_autoptr (TcOperation) other = make (fixture, 9, 1);
  TcOperation *both[] = {one, two};

  tc_execution_mark_set (fixture->mark, both, 2);
  next_process (fixture);
  assert_said ("desk 7: it is tried alone");
  assert_said ("desk 8: it is tried alone");
  g_assert_cmpuint (tc_execution_mark_count_deaths (fixture->mark, one), ==, 1);
  g_assert_cmpuint (tc_execution_mark_count_deaths (fixture->mark, two), ==, 1);
  g_assert_cmpuint (tc_execution_mark_count_deaths (fixture->mark, other), ==, 0);
  tc_execution_mark_set (fixture->mark, &other, 1);
  tc_execution_mark_set (fixture->mark, NULL, 0);
  tc_execution_mark_set (fixture->mark, &one, 1);
  tc_execution_mark_set (fixture->mark, NULL, 0);
  next_process (fixture);
  tc_execution_mark_set (fixture->mark, &two, 1);
  next_process (fixture);
  assert_said ("desk 8: it is refused");
  g_assert_cmpuint (tc_execution_mark_count_deaths (fixture->mark, one), ==, 1);
  g_assert_cmpuint (tc_execution_mark_count_deaths (fixture->mark, two), ==, 2);
  next_process (fixture);
  g_assert_cmpuint (tc_execution_mark_count_deaths (fixture->mark, two), ==, 2);
}

/* The commit was kept though its mark was left; and what the server made never comes again. */
static void
test_settled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcOperation) op = make (fixture, 7, 1);
  g_autoptr (TcOperation) ours = make (fixture, 0, 1);
  TcOperation *both[] = {op, ours};

  tc_execution_mark_set (fixture->mark, both, 2);
  tc_database_execute (fixture->db,
                       "INSERT INTO log_operation (lsn, replica, seq, operation_id, name, actor_id,"
                       " made_us, bytes, signature) VALUES (1, 7, 1, 1, 'x', 1, 1, ?, ?)",
                       "yb", op->bytes, op->signature.bytes, (gsize) TC_SIGNATURE_SIZE);
  next_process (fixture);
  g_assert_cmpuint (tc_execution_mark_count_deaths (fixture->mark, op), ==, 0);
  g_assert_cmpuint (tc_execution_mark_count_deaths (fixture->mark, ours), ==, 0);
}

/* A desk has no log that says what is settled, and doesn't refuse. */
static void
test_desk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcOperation) op = make (fixture, 7, 1);

  fixture->desk = TRUE;
  next_process (fixture);
  tc_execution_mark_set (fixture->mark, &op, 1);
  next_process (fixture);
  assert_said ("desk 7: it is applied again");
  g_assert_cmpuint (tc_execution_mark_count_deaths (fixture->mark, op), ==, 1);
  tc_execution_mark_set (fixture->mark, &op, 1);
  next_process (fixture);
  assert_said ("desk 7: it is left to the server");
  g_assert_cmpuint (tc_execution_mark_count_deaths (fixture->mark, op), ==, 2);
}

/* Cut off, changed, of another form: no mark, and no harm. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcOperation) op = make (fixture, 7, 1);
  char *good;
  gsize size;

  tc_execution_mark_set (fixture->mark, &op, 1);
  g_assert_true (g_file_get_contents (fixture->path, &good, &size, NULL));
  for (gsize n = 0; n < size; n++) {
    g_autofree char *bad = g_memdup2 (good, size);

    g_assert_true (g_file_set_contents (fixture->path, bad, (gssize) n, NULL));
    next_process (fixture);
    g_assert_cmpuint (tc_execution_mark_count_deaths (fixture->mark, op), ==, 0);
    bad[n] ^= 0x41;
    g_assert_true (g_file_set_contents (fixture->path, bad, (gssize) size, NULL));
    next_process (fixture);
    g_assert_cmpuint (tc_execution_mark_count_deaths (fixture->mark, op), ==, 0);
  }
  g_assert_true (g_file_set_contents (fixture->path, good, (gssize) size, NULL));
  next_process (fixture);
  assert_said ("it is tried alone");
  g_assert_cmpuint (tc_execution_mark_count_deaths (fixture->mark, op), ==, 1);
  g_free (good);
}

static void
test_many (Fixture *fixture, gconstpointer data)
{
  const guint batches = TC_EXECUTION_SUSPECTS_MAX / TC_BATCH_OPERATIONS_MAX + 1;
  g_autoptr (GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_operation_unref);

  for (guint i = 0; i < batches * TC_BATCH_OPERATIONS_MAX; i++)
    g_ptr_array_add (ops, make (fixture, 7, i + 1));
  for (guint i = 0; i < batches; i++) {
    tc_execution_mark_set (fixture->mark,
                           (TcOperation *const *) ops->pdata + i * TC_BATCH_OPERATIONS_MAX,
                           TC_BATCH_OPERATIONS_MAX);
    next_process (fixture);
  }
  g_assert_cmpuint (said->len, ==, ops->len);
  g_ptr_array_set_size (said, 0);
  g_assert_cmpuint (tc_execution_mark_count_deaths (fixture->mark, ops->pdata[0]), ==, 0);
  g_assert_cmpuint (tc_execution_mark_count_deaths (fixture->mark, ops->pdata[ops->len - 1]), ==,
                    1);
}

/* What it costs is told, not judged. */
static void
test_cost (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_operation_unref);

  for (guint i = 0; i < 64; i++)
    g_ptr_array_add (ops, make (fixture, 7, i + 1));
  gint64 began_us = g_get_monotonic_time ();
  for (guint i = 0; i < ROUNDS; i++) {
    tc_execution_mark_set (fixture->mark, (TcOperation *const *) ops->pdata, ops->len);
    tc_execution_mark_set (fixture->mark, NULL, 0);
  }
  double each_us = (double) (g_get_monotonic_time () - began_us) / ROUNDS;
  g_test_message ("marking a commit of 64 operations: %.2f us", each_us);
  g_assert_cmpuint (tc_execution_mark_count_deaths (fixture->mark, ops->pdata[0]), ==, 0);
}

#define ADD(name, func) g_test_add ("/execution-mark/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  said = g_ptr_array_new_with_free_func (g_free);
  g_log_set_writer_func (write_log_cb, NULL, NULL);
  ADD ("well", test_well);
  ADD ("twice", test_twice);
  ADD ("settled", test_settled);
  ADD ("desk", test_desk);
  ADD ("damaged", test_damaged);
  ADD ("many", test_many);
  ADD ("cost", test_cost);
  return g_test_run ();
}
