/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a commit reaches its WAL in one piece, and nothing else is told from a file that is written
 * as SQLite writes: what a transaction wrote it reads, others see commits alone, and what fails is
 * gone whole. Method: a file on the disk that fails when told to, and connections beside it that
 * know nothing of the buffer.
 */
#include "fault-vfs.h"
#include "tc-database.h"

#include <glib/gstdio.h>

/* More than the cache below holds. */
#define ROWS 400
#define PIECE 3000

typedef struct {
  char *folder;
  char *path;
  TcDatabase *db;
} Fixture;

static TcDatabase *
open_writer (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  TcDatabase *db = tc_database_open_vfs (fixture->path, TC_DATABASE_WRITER | TC_DATABASE_FULL,
                                         FAULT_VFS, &error);

  g_assert_no_error (error);
  return db;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fault_vfs_register ();
  fixture->folder = g_dir_make_tmp ("tc-wal-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "a.db", NULL);
  fixture->db = open_writer (fixture);
  tc_database_execute_script (fixture->db,
                              "CREATE TABLE t (id INTEGER PRIMARY KEY, a BLOB) STRICT");
  tc_database_execute_script (fixture->db, "PRAGMA cache_size = 10");
  g_assert_true (tc_database_check (fixture->db, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const suffixes[] = {"", "-wal", "-shm"};

  fault_vfs_heal ();
  tc_database_close (fixture->db);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *path = g_strconcat (fixture->path, suffixes[i], NULL);

    g_remove (path);
  }
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
add_rows (TcDatabase *db, gint64 n)
{
  for (gint64 i = 0; i < n; i++)
    tc_database_execute (db, "INSERT INTO t (a) VALUES (randomblob (?))", "i", (gint64) PIECE);
}

static gint64
count (TcDatabase *db)
{
  return tc_database_get_int (db, -1, "SELECT count (*) FROM t WHERE length (a) = ?", "i",
                              (gint64) PIECE);
}

/* Through SQLite alone, as another process would. */
static gint64
count_beside (Fixture *fixture)
{
  g_autoptr (TcDatabase) reader = tc_database_open (fixture->path, 0, NULL);

  return count (reader);
}

static void
assert_sound (TcDatabase *db)
{
  g_autofree char *verdict = tc_database_dup_text (db, "PRAGMA integrity_check", NULL);

  g_assert_cmpstr (verdict, ==, "ok");
}

/* One write and one sync, and no third call that could fail. */
static void
test_one_piece (Fixture *fixture, gconstpointer data)
{
  for (guint at = 0; at < 3; at++) {
    g_autoptr (GError) error = NULL;

    fault_vfs_arm ("a.db-wal", at, FAULT_EIO, 1);
    tc_database_begin (fixture->db);
    add_rows (fixture->db, 8);
    gboolean done = tc_database_commit (fixture->db, &error);
    g_assert_true (done == (at == 2));
    g_assert_cmpuint (fault_vfs_get_hits (), ==, done ? 0 : 1);
    fault_vfs_heal ();
    g_assert_cmpint (count (fixture->db), ==, done ? 8 : 0);
    g_assert_cmpint (count_beside (fixture), ==, done ? 8 : 0);
  }
}

/* What the cache gave up is read from the WAL before it is committed, and others don't see it. */
static void
test_larger_than_cache (Fixture *fixture, gconstpointer data)
{
  tc_database_begin (fixture->db);
  add_rows (fixture->db, ROWS);
  g_assert_cmpint (count (fixture->db), ==, ROWS);
  g_assert_cmpint (count_beside (fixture), ==, 0);
  /* Pages that are in the WAL already are written once more, where they stand. */
  tc_database_execute (fixture->db, "UPDATE t SET a = randomblob (?)", "i", (gint64) PIECE);
  g_assert_true (tc_database_commit (fixture->db, NULL));
  g_assert_cmpint (count_beside (fixture), ==, ROWS);
  assert_sound (fixture->db);
  tc_database_close (fixture->db);
  fixture->db = open_writer (fixture);
  g_assert_cmpint (count (fixture->db), ==, ROWS);
  assert_sound (fixture->db);
}

/* What was written of one that is taken back doesn't stand in the way of the next. */
static void
test_taken_back (Fixture *fixture, gconstpointer data)
{
  add_rows (fixture->db, 1);
  tc_database_begin (fixture->db);
  add_rows (fixture->db, ROWS);
  tc_database_rollback (fixture->db);
  g_assert_cmpint (count (fixture->db), ==, 1);
  add_rows (fixture->db, 2);
  g_assert_cmpint (count_beside (fixture), ==, 3);
  tc_database_checkpoint (fixture->db);
  add_rows (fixture->db, 1);
  g_assert_cmpint (count_beside (fixture), ==, 4);
  assert_sound (fixture->db);
}

/* A disk that is full at any point: the transaction is gone, and the next one is whole. */
static void
test_full (Fixture *fixture, gconstpointer data)
{
  gint64 made = 0;
  gboolean met = TRUE;

  for (guint at = 0; met; at++) {
    g_autoptr (GError) error = NULL;

    fault_vfs_arm ("a.db-wal", at, FAULT_FULL, FAULT_ALWAYS);
    tc_database_begin (fixture->db);
    add_rows (fixture->db, 100);
    gboolean done = tc_database_commit (fixture->db, &error);
    met = fault_vfs_get_hits () > 0;
    fault_vfs_heal ();
    g_assert_true (done == !met);
    made += done ? 100 : 0;
    g_assert_cmpint (count (fixture->db), ==, made);
    add_rows (fixture->db, 1);
    made++;
    g_assert_true (tc_database_check (fixture->db, NULL));
    g_assert_cmpint (count_beside (fixture), ==, made);
    assert_sound (fixture->db);
  }
  g_assert_cmpint (made, >, 100);
}

/* A disk that is full where a statement reads: what waited to be written before it is gone,
 * and the transaction with it, where a statement that fails may be taken back alone. */
static void
test_full_at_a_read (Fixture *fixture, gconstpointer data)
{
  sqlite3 *handle = tc_database_get_handle (fixture->db);

  tc_database_begin (fixture->db);
  add_rows (fixture->db, ROWS);
  fault_vfs_arm ("a.db-wal", 0, FAULT_FULL, 1);
  /* Such a statement: it could fail half way. */
  sqlite3_exec (handle, "INSERT INTO t (id, a) SELECT id + 1000, a FROM t", NULL, NULL, NULL);
  g_assert_cmpuint (fault_vfs_get_hits (), ==, 1);
  fault_vfs_heal ();
  g_assert_true (sqlite3_get_autocommit (handle));
  tc_database_rollback (fixture->db);
  add_rows (fixture->db, 1);
  g_assert_cmpint (count_beside (fixture), ==, 1);
  assert_sound (fixture->db);
}

/* What was taken back doesn't come after it, over what another has committed since. */
static void
test_close_after_taking_back (Fixture *fixture, gconstpointer data)
{
  add_rows (fixture->db, 200);
  tc_database_begin (fixture->db);
  tc_database_execute (fixture->db, "UPDATE t SET a = zeroblob (?) WHERE id <= 20", "i",
                       (gint64) PIECE);
  g_assert_cmpint (sqlite3_db_cacheflush (tc_database_get_handle (fixture->db)), ==, SQLITE_OK);
  tc_database_rollback (fixture->db);
  TcDatabase *next = tc_database_open (fixture->path, TC_DATABASE_WRITER, NULL);
  tc_database_execute_script (next, "UPDATE t SET a = randomblob (3000) WHERE id >= 150");
  tc_database_execute_script (next, "DELETE FROM t WHERE id >= 190");
  tc_database_close (fixture->db);
  fixture->db = open_writer (fixture);
  g_assert_cmpint (count (fixture->db), ==, 189);
  tc_database_close (next);
  tc_database_close (fixture->db);
  fixture->db = open_writer (fixture);
  g_assert_cmpint (count (fixture->db), ==, 189);
  assert_sound (fixture->db);
}

#define ADD(name, func) g_test_add ("/wal-buffer/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("one-piece", test_one_piece);
  ADD ("larger-than-cache", test_larger_than_cache);
  ADD ("taken-back", test_taken_back);
  ADD ("full", test_full);
  ADD ("full-at-a-read", test_full_at_a_read);
  ADD ("close-after-taking-back", test_close_after_taking_back);
  return g_test_run ();
}
