/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what the simulation stands on is a disk as SQLite needs it, and loses at a power cut what
 * wasn't synced, but no more. Method: databases on it, commits that count, power cut after each in
 * all its ways; two connections; copies.
 */
#include "memory-disk.h"

#include "tc-database.h"

#include "fault-vfs.h"

#define ROUNDS 300

static TcDatabase *
open_file (TcDatabaseFlags flags)
{
  g_autoptr (GError) error = NULL;
  TcDatabase *db = tc_database_open_vfs ("a.db", flags, FAULT_VFS, &error);

  g_assert_no_error (error);
  return db;
}

static gint64
count (TcDatabase *db)
{
  return tc_database_get_int (db, -1, "SELECT count(*) FROM t", NULL);
}

static void
assert_sound (TcDatabase *db)
{
  g_autofree char *found = tc_database_dup_text (db, "PRAGMA integrity_check", NULL);

  g_assert_cmpstr (found, ==, "ok");
}

static void
add_row (TcDatabase *db)
{
  tc_database_execute (db, "INSERT INTO t (a) VALUES (randomblob (3000))", NULL);
  g_assert_true (tc_database_check (db, NULL));
}

static void
begin (TcDatabaseFlags flags)
{
  g_autoptr (TcDatabase) db = NULL;

  memory_disk_clear ();
  db = open_file (TC_DATABASE_WRITER | flags);
  tc_database_execute_script (db, "CREATE TABLE t (a)");
  g_assert_true (tc_database_empty_wal (db, NULL));
}

/* A commit of FULL is there after a power cut; NORMAL may lose the newest, and is whole. */
static void
test_power (gconstpointer data)
{
  TcDatabaseFlags flags = GPOINTER_TO_UINT (data);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  gint64 made = 0;
  guint lost = 0;
  guint torn = 0;

  begin (flags);
  for (guint i = 0; i < ROUNDS; i++) {
    TcDatabase *db = open_file (TC_DATABASE_WRITER | flags);

    assert_sound (db);
    g_assert_cmpint (count (db), <=, made);
    lost += count (db) < made;
    made = count (db);
    for (gint n = g_rand_int_range (rand, 0, 5); n > 0; n--, made++)
      add_row (db);
    if (g_rand_int_range (rand, 0, 4) == 0)
      tc_database_checkpoint (db);
    /* One that is not committed. */
    tc_database_begin (db);
    add_row (db);
    tc_database_close (db);
    torn += memory_disk_cut_power ("a.db", rand) == MEMORY_DISK_TORN;
  }
  g_assert_cmpint (made, >, ROUNDS / 2);
  g_assert_true (flags & TC_DATABASE_FULL ? lost == 0 : lost > 0 && torn > 0);
}

/* What is said to be synced and isn't, is lost. */
static void
test_lie (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  guint lost = 0;

  for (guint i = 0; i < 50; i++) {
    begin (TC_DATABASE_FULL);
    TcDatabase *db = open_file (TC_DATABASE_WRITER | TC_DATABASE_FULL);
    fault_vfs_arm ("a.db", 0, FAULT_LIE, FAULT_ALWAYS);
    add_row (db);
    g_assert_cmpuint (fault_vfs_get_hits (), >, 0);
    fault_vfs_heal ();
    tc_database_close (db);
    memory_disk_cut_power ("a.db", rand);
    db = open_file (TC_DATABASE_WRITER | TC_DATABASE_FULL);
    lost += count (db) == 0;
    assert_sound (db);
    tc_database_close (db);
  }
  g_assert_cmpuint (lost, >, 0);
  g_assert_cmpuint (lost, <, 50);
}

static void
test_two (void)
{
  g_autoptr (GError) error = NULL;

  begin (0);
  g_autoptr (TcDatabase) writer = open_file (TC_DATABASE_WRITER);
  g_autoptr (TcDatabase) reader = open_file (0);
  g_autoptr (TcDatabase) other = open_file (TC_DATABASE_WRITER);
  add_row (writer);
  g_assert_cmpint (count (reader), ==, 1);
  tc_database_begin (reader);
  g_assert_cmpint (count (reader), ==, 1);
  add_row (writer);
  g_assert_cmpint (count (reader), ==, 1);
  g_assert_false (tc_database_empty_wal (writer, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_BUSY);
  tc_database_rollback (reader);
  g_assert_cmpint (count (reader), ==, 2);
  g_assert_true (tc_database_empty_wal (writer, NULL));
  /* Nobody writes while somebody does. */
  tc_database_begin (writer);
  add_row (writer);
  tc_database_begin (other);
  g_assert_false (tc_database_check (other, NULL));
  g_assert_true (tc_database_commit (writer, NULL));
  add_row (other);
  g_assert_cmpint (count (reader), ==, 4);
}

/* The lock that is the lease of a log. */
static void
test_lock (void)
{
  sqlite3 *one = NULL;
  sqlite3 *two = NULL;

  g_assert_cmpint (sqlite3_open ("lock", &one), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_open ("lock", &two), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (one, "BEGIN EXCLUSIVE", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (two, "BEGIN EXCLUSIVE", NULL, NULL, NULL), ==, SQLITE_BUSY);
  sqlite3_close (one);
  g_assert_cmpint (sqlite3_exec (two, "BEGIN EXCLUSIVE", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (two);
}

static void
test_copy (void)
{
  gsize size;

  begin (0);
  TcDatabase *db = open_file (TC_DATABASE_WRITER);
  add_row (db);
  memory_disk_copy ("a.db", "b.db");
  add_row (db);
  tc_database_close (db);
  memory_disk_copy ("b.db", "a.db");
  db = open_file (0);
  g_assert_cmpint (count (db), ==, 1);
  tc_database_close (db);
  g_assert_nonnull (memory_disk_peek ("b.db", &size));
  g_assert_cmpuint (size, >, 0);
  memory_disk_remove ("b.db");
  g_assert_false (memory_disk_has ("b.db"));
  g_assert_null (memory_disk_peek ("b.db", &size));
}

/* Each kind is told, or not, as it says. */
static void
test_faults (void)
{
  static const struct {
    FaultKind kind;
    gboolean told;
    gboolean done;
  } cases[] = {{FAULT_EIO, TRUE, FALSE},  {FAULT_FULL, TRUE, FALSE}, {FAULT_TORN, TRUE, FALSE},
               {FAULT_AFTER, TRUE, TRUE}, {FAULT_SYNC, TRUE, TRUE},  {FAULT_LIE, FALSE, TRUE}};

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    begin (TC_DATABASE_FULL);
    TcDatabase *db = open_file (TC_DATABASE_WRITER | TC_DATABASE_FULL);
    add_row (db);
    fault_vfs_arm ("a.db", 0, cases[i].kind, FAULT_ALWAYS);
    tc_database_execute (db, "INSERT INTO t (a) VALUES (randomblob (3000))", NULL);
    g_assert_true (tc_database_has_fault (db) == cases[i].told);
    g_assert_cmpuint (fault_vfs_take_hits (), >, 0);
    g_assert_cmpuint (fault_vfs_take_hits (), ==, 0);
    g_assert_cmpuint (fault_vfs_get_hits (), >, 0);
    fault_vfs_heal ();
    tc_database_close (db);
    db = open_file (TC_DATABASE_WRITER | TC_DATABASE_FULL);
    g_assert_cmpint (count (db), ==, (cases[i].done ? 2 : 1));
    assert_sound (db);
    tc_database_close (db);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  memory_disk_register ();
  fault_vfs_register ();
  g_test_add_data_func ("/memory-disk/power/full", GUINT_TO_POINTER (TC_DATABASE_FULL), test_power);
  g_test_add_data_func ("/memory-disk/power/normal", GUINT_TO_POINTER (0), test_power);
  g_test_add_func ("/memory-disk/lie", test_lie);
  g_test_add_func ("/memory-disk/two", test_two);
  g_test_add_func ("/memory-disk/lock", test_lock);
  g_test_add_func ("/memory-disk/copy", test_copy);
  g_test_add_func ("/memory-disk/faults", test_faults);
  return g_test_run ();
}
