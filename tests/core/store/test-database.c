/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a connection keeps its first fault, says what became of a commit, holds a unit of work to
 * its budget, and only the writer writes or checkpoints. Method: real files in a folder of their
 * own; what a second connection sees is the truth.
 */
#include "fault-vfs.h"
#include "tc-database.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char *folder;
  char *path;
  TcDatabase *db;
} Fixture;

static TcDatabase *
open_db (Fixture *fixture, TcDatabaseFlags flags)
{
  g_autoptr (GError) error = NULL;
  TcDatabase *db = tc_database_open (fixture->path, flags, &error);

  g_assert_no_error (error);
  return db;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("tc-database-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "test.db", NULL);
  fixture->db = open_db (fixture, TC_DATABASE_WRITER);
  tc_database_execute_script (fixture->db, "CREATE TABLE thing (id INTEGER PRIMARY KEY, n INTEGER,"
                                           " t TEXT, b BLOB) STRICT");
  g_assert_true (tc_database_check (fixture->db, NULL));
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
  tc_database_close (fixture->db);
  remove_file (fixture, "");
  remove_file (fixture, "-wal");
  remove_file (fixture, "-shm");
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static gint64
count (TcDatabase *db)
{
  return tc_database_get_int (db, -1, "SELECT count(*) FROM thing", NULL);
}

static void
test_sticky (Fixture *fixture, gconstpointer data)
{
  TcDatabase *db = fixture->db;
  g_autoptr (GError) error = NULL;

  tc_database_begin (db);
  tc_database_execute (db, "INSERT INTO thing (id) VALUES (1)", NULL);
  tc_database_execute (db, "INSERT INTO nothing (id) VALUES (1)", NULL);
  g_assert_true (tc_database_has_fault (db));
  /* From here on nothing is done, and all reads as "no row". */
  tc_database_execute (db, "INSERT INTO thing (id) VALUES (2)", NULL);
  tc_database_execute (db, "SELEKT", NULL);
  g_assert_cmpint (count (db), ==, -1);
  g_assert_null (tc_database_dup_text (db, "SELECT 'a'", NULL));
  g_autoptr (TcQuery) query = tc_database_query (db, "SELECT 1", NULL);
  g_assert_false (tc_query_next (query));
  g_assert_false (tc_database_commit (db, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_STATEMENT);
  g_assert_nonnull (strstr (error->message, "nothing"));
  /* The first fault was told; the unit of work is gone as a whole, the connection goes on. */
  g_assert_true (tc_database_check (db, NULL));
  g_assert_cmpint (count (db), ==, 0);
  g_assert_true (sqlite3_get_autocommit (tc_database_get_handle (db)));
}

static void
test_codes (Fixture *fixture, gconstpointer data)
{
  TcDatabase *db = fixture->db;
  g_autoptr (GError) conflict = NULL;
  g_autoptr (GError) own = NULL;

  tc_database_execute (db, "INSERT INTO thing (id) VALUES (1)", NULL);
  tc_database_execute (db, "INSERT INTO thing (id) VALUES (1)", NULL);
  tc_database_fail (db, TC_ERROR_NOT_FOUND, "a later one");
  g_assert_false (tc_database_check (db, &conflict));
  g_assert_error (conflict, TC_ERROR, TC_ERROR_DIVERGED);
  tc_database_fail (db, TC_ERROR_NOT_FOUND, "our own");
  g_assert_false (tc_database_check (db, &own));
  g_assert_error (own, TC_ERROR, TC_ERROR_NOT_FOUND);
}

static int
fault_of (TcDatabase *db, const char *sql)
{
  g_autoptr (GError) error = NULL;

  tc_database_execute_script (db, sql);
  g_assert_false (tc_database_check (db, &error));
  return error->code;
}

/* What would fail on any disk is told apart from what this disk made fail. */
static void
test_statement (Fixture *fixture, gconstpointer data)
{
  TcDatabase *db = fixture->db;

  g_assert_cmpint (fault_of (db, "SELECT nothing"), ==, TC_ERROR_STATEMENT);
  g_assert_cmpint (fault_of (db, "SELECT abs (-9223372036854775807 - 1)"), ==, TC_ERROR_STATEMENT);
  g_assert_cmpint (fault_of (db, "SELECT zeroblob (2000000000)"), ==, TC_ERROR_STATEMENT);
  tc_database_execute_script (db, "PRAGMA query_only = 1");
  g_assert_cmpint (fault_of (db, "DELETE FROM thing"), ==, TC_ERROR_STORE);
}

/* A type of another column is refused by STRICT and is a conflict, not a broken disk. */
static void
test_strict (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tc_database_execute (fixture->db, "INSERT INTO thing (id, n) VALUES (1, ?)", "s", "word");
  g_assert_false (tc_database_check (fixture->db, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_DIVERGED);
}

static void
assert_kinds (TcQuery *query, const int *kinds)
{
  g_assert_true (tc_query_next (query));
  for (int i = 0; i < 6; i++)
    g_assert_cmpint (sqlite3_column_type (tc_query_get_statement (query), i), ==, kinds[i]);
}

static void
test_binding (Fixture *fixture, gconstpointer data)
{
  static const int values[] = {SQLITE_INTEGER, SQLITE_INTEGER, SQLITE_TEXT,
                               SQLITE_BLOB,    SQLITE_BLOB,    SQLITE_BLOB};
  static const int nothing[] = {SQLITE_NULL, SQLITE_NULL, SQLITE_NULL,
                                SQLITE_BLOB, SQLITE_NULL, SQLITE_BLOB};
  static const char *const sql = "SELECT ?, ?, ?, ?, ?, ?";
  g_autoptr (GBytes) bytes = g_bytes_new ("b\0c", 3);
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  gsize size;

  g_autoptr (TcQuery) full = tc_database_query (fixture->db, sql, "iosbyy", G_MAXINT64, (gint64) -5,
                                                "Việt", "a\0b", (gsize) 3, bytes, empty);
  assert_kinds (full, values);
  g_assert_cmpint (tc_query_int (full, 0), ==, G_MAXINT64);
  g_assert_cmpint (tc_query_id (full, 1), ==, -5);
  g_assert_cmpstr (tc_query_text (full, 2), ==, "Việt");
  g_autoptr (GBytes) read = tc_query_dup_blob (full, 4);
  g_assert_true (g_bytes_equal (bytes, read));
  const guint8 *raw = tc_query_blob (full, 3, &size);
  g_assert_cmpmem (raw, size, "a\0b", 3);
  /* The same text while the first is in use gets a statement of its own. */
  g_autoptr (TcQuery) none = tc_database_query (fixture->db, sql, "iosbyy", TC_NONE, (gint64) 0,
                                                NULL, NULL, (gsize) 0, NULL, empty);
  assert_kinds (none, nothing);
  g_assert_cmpint (tc_query_int (none, 0), ==, TC_NONE);
  g_assert_cmpint (tc_query_id (none, 1), ==, 0);
  g_assert_null (tc_query_text (none, 2));
  g_assert_null (tc_query_dup_blob (none, 4));
  g_autoptr (GBytes) blank = tc_query_dup_blob (none, 5);
  g_assert_cmpuint (g_bytes_get_size (blank), ==, 0);
  g_assert_cmpstr (tc_query_text (full, 2), ==, "Việt");
}

/* What one use bound is gone in the next. */
static void
test_cache (Fixture *fixture, gconstpointer data)
{
  for (gint64 i = 0; i < 3; i++) {
    g_autoptr (TcQuery) query = tc_database_query (fixture->db, "SELECT ?", "i", i);

    g_assert_true (tc_query_next (query));
    g_assert_cmpint (tc_query_int (query, 0), ==, i);
  }
  g_autoptr (TcQuery) unbound = tc_database_query (fixture->db, "SELECT ?", NULL);
  g_assert_true (tc_query_next (unbound));
  g_assert_true (tc_query_is_null (unbound, 0));
}

static void
test_nested (Fixture *fixture, gconstpointer data)
{
  TcDatabase *db = fixture->db;
  static const char *const sql = "SELECT id FROM thing ORDER BY id";
  guint pairs = 0;

  for (gint64 id = 1; id <= 5; id++)
    tc_database_execute (db, "INSERT INTO thing (id) VALUES (?)", "i", id);
  g_autoptr (TcQuery) outer = tc_database_query (db, sql, NULL);
  while (tc_query_next (outer)) {
    g_autoptr (TcQuery) inner = tc_database_query (db, sql, NULL);

    while (tc_query_next (inner)) {
      tc_database_execute (db, "UPDATE thing SET n = ifnull (n, 0) + 1 WHERE id = ?", "i",
                           tc_query_int (inner, 0));
      pairs++;
    }
  }
  g_assert_cmpuint (pairs, ==, 25);
  g_assert_cmpint (tc_database_get_int (db, 0, "SELECT sum(n) FROM thing", NULL), ==, 25);
}

static TcDigest
read_things (TcDatabase *db, gint64 least)
{
  TcHasher hasher;

  tc_hasher_init (&hasher, "things");
  tc_database_hash_reading (db, &hasher);
  tc_database_get_int (db, 0, "SELECT n FROM thing WHERE id >= ? ORDER BY id", "i", least);
  tc_database_hash_reading (db, NULL);
  return tc_hasher_end (&hasher);
}

/* The same rows by the same queries: the same hash; another value, no value, other rows or another
 * query: another. */
static void
test_hash_reading (Fixture *fixture, gconstpointer data)
{
  TcDatabase *db = fixture->db;
  TcDigest first, again, nothing, later;

  tc_database_execute (db, "INSERT INTO thing (id, n) VALUES (1, 0), (2, 7)", NULL);
  first = read_things (db, 1);
  tc_database_get_int (db, 0, "SELECT n FROM thing WHERE id = 2", NULL);
  again = read_things (db, 1);
  g_assert_true (tc_digest_equal (&first, &again));
  tc_database_execute (db, "UPDATE thing SET n = NULL WHERE id = 1", NULL);
  again = read_things (db, 1);
  g_assert_false (tc_digest_equal (&first, &again));
  later = read_things (db, 2);
  nothing = read_things (db, 3);
  g_assert_false (tc_digest_equal (&first, &later));
  g_assert_false (tc_digest_equal (&later, &nothing));
}

/* Two billion steps, if nobody stops it. */
#define ENDLESS                                                                                    \
  "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 100000000)"

static void
test_budget_query (Fixture *fixture, gconstpointer data)
{
  TcDatabase *db = fixture->db;
  g_autoptr (GError) error = NULL;

  tc_database_begin (db);
  tc_database_execute (db, "INSERT INTO thing (id) VALUES (1)", NULL);
  tc_database_execute (db, "SAVEPOINT one", NULL);
  tc_database_execute (db, "INSERT INTO thing (id) VALUES (2)", NULL);
  tc_database_set_budget (db, 100000);
  g_assert_cmpint (
      tc_database_get_int (db, -1, ENDLESS " SELECT count(*) FROM c WHERE x % 2 = 0", NULL), ==,
      -1);
  tc_database_set_budget (db, 0);
  g_assert_false (tc_database_check (db, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_LIMIT);
  tc_database_execute (db, "ROLLBACK TO one", NULL);
  tc_database_execute (db, "RELEASE one", NULL);
  g_assert_true (tc_database_commit (db, NULL));
  g_assert_cmpint (count (db), ==, 1);
}

/* SQLite takes a whole transaction back when a statement that writes is interrupted: other
 * operations of the commit must not suffer for it. */
static void
test_budget_write (Fixture *fixture, gconstpointer data)
{
  TcDatabase *db = fixture->db;
  g_autoptr (GError) error = NULL;

  tc_database_begin (db);
  tc_database_execute (db, "INSERT INTO thing (id) VALUES (1)", NULL);
  tc_database_execute (db, "SAVEPOINT one", NULL);
  tc_database_set_budget (db, 20000);
  tc_database_execute (db,
                       "INSERT INTO thing (id) WITH RECURSIVE c (x) AS (SELECT 2 UNION ALL"
                       " SELECT x + 1 FROM c WHERE x < 20000) SELECT x FROM c",
                       NULL);
  tc_database_set_budget (db, 0);
  g_assert_false (tc_database_check (db, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_LIMIT);
  g_assert_false (sqlite3_get_autocommit (tc_database_get_handle (db)));
  tc_database_execute (db, "ROLLBACK TO one", NULL);
  tc_database_execute (db, "RELEASE one", NULL);
  g_assert_true (tc_database_commit (db, NULL));
  g_assert_cmpint (count (db), ==, 1);
}

/* What is spent counts for all statements together, and a new budget begins anew. */
static void
test_budget_sum (Fixture *fixture, gconstpointer data)
{
  TcDatabase *db = fixture->db;
  g_autoptr (GError) error = NULL;
  guint done = 0;

  tc_database_set_budget (db, 50000);
  for (; done < 10000 && !tc_database_has_fault (db); done++)
    tc_database_get_int (db, -1,
                         "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c"
                         " WHERE x < 500) SELECT count(*) FROM c",
                         NULL);
  g_assert_cmpuint (done, >, 1);
  g_assert_cmpuint (done, <, 1000);
  tc_database_set_budget (db, 0);
  g_assert_false (tc_database_check (db, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_LIMIT);
  g_assert_cmpint (count (db), ==, 0);
}

static int
refuse_commit_cb (gpointer data)
{
  return 1;
}

static void
test_commit_unknown (Fixture *fixture, gconstpointer data)
{
  TcDatabase *db = fixture->db;
  g_autoptr (GError) error = NULL;

  sqlite3_commit_hook (tc_database_get_handle (db), refuse_commit_cb, NULL);
  tc_database_begin (db);
  tc_database_execute (db, "INSERT INTO thing (id) VALUES (1)", NULL);
  g_assert_false (tc_database_commit (db, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_UNKNOWN);
  sqlite3_commit_hook (tc_database_get_handle (db), NULL, NULL);
  g_assert_cmpint (count (db), ==, 0);
  g_assert_true (tc_database_check (db, NULL));
}

static void
test_rollback (Fixture *fixture, gconstpointer data)
{
  tc_database_rollback (fixture->db);
  tc_database_begin (fixture->db);
  tc_database_execute (fixture->db, "INSERT INTO thing (id) VALUES (1)", NULL);
  tc_database_rollback (fixture->db);
  g_assert_cmpint (count (fixture->db), ==, 0);
  g_assert_true (tc_database_check (fixture->db, NULL));
}

static void
test_reader (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcDatabase) reader = open_db (fixture, 0);
  g_autoptr (GError) error = NULL;

  tc_database_execute (fixture->db, "INSERT INTO thing (id) VALUES (1)", NULL);
  g_assert_cmpint (count (reader), ==, 1);
  tc_database_execute (reader, "INSERT INTO thing (id) VALUES (2)", NULL);
  g_assert_false (tc_database_check (reader, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_STORE);
  g_assert_cmpint (count (fixture->db), ==, 1);
}

static void
test_missing_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = g_strconcat (fixture->path, "-other", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (tc_database_open (other, 0, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_DISK);
  g_assert_false (g_file_test (other, G_FILE_TEST_EXISTS));
}

static gint64
file_size (Fixture *fixture, const char *suffix)
{
  g_autofree char *path = g_strconcat (fixture->path, suffix, NULL);
  GStatBuf info;

  return g_stat (path, &info) == 0 ? (gint64) info.st_size : -1;
}

/* Past SQLite's own thousand pages, and over the closing of every connection, nothing is moved into
 * the file but by tc_database_checkpoint() of the writer. */
static void
test_checkpoint (Fixture *fixture, gconstpointer data)
{
  gint64 size;

  tc_database_checkpoint (fixture->db);
  size = file_size (fixture, "");
  for (gint64 i = 1; i <= 200; i++)
    tc_database_execute (fixture->db, "INSERT INTO thing (id, b) VALUES (?, zeroblob (30000))", "i",
                         i);
  g_assert_true (tc_database_check (fixture->db, NULL));
  g_assert_cmpint (tc_database_get_wal_pages (fixture->db), >, 1000);
  g_assert_cmpint (file_size (fixture, ""), ==, size);
  g_clear_pointer (&fixture->db, tc_database_close);
  TcDatabase *reader = open_db (fixture, 0);
  g_assert_cmpint (count (reader), ==, 200);
  tc_database_close (reader);
  g_assert_cmpint (file_size (fixture, ""), ==, size);
  g_assert_cmpint (file_size (fixture, "-wal"), >, 0);
  fixture->db = open_db (fixture, TC_DATABASE_WRITER);
  tc_database_execute (fixture->db, "INSERT INTO thing (id) VALUES (0)", NULL);
  g_assert_cmpint (tc_database_get_wal_pages (fixture->db), >, 1000);
  tc_database_checkpoint (fixture->db);
  g_assert_cmpint (tc_database_get_wal_pages (fixture->db), ==, 0);
  g_assert_cmpint (file_size (fixture, ""), >, size + 200 * 30000);
}

/* Each code of SQLite's that asks for something else to be done, and what is remembered of it. */
static void
test_faults_of_disk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TcError code = TC_ERROR_STORE;

  g_assert_false (tc_database_get_last_fault (fixture->db, &code));
  tc_database_execute_script (fixture->db, "PRAGMA max_page_count = 3");
  tc_database_execute_script (fixture->db, "INSERT INTO thing (b) VALUES (zeroblob (100000))");
  g_assert_false (tc_database_check (fixture->db, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_FULL);
  /* Also after it was asked for. */
  g_assert_true (tc_database_get_last_fault (fixture->db, &code));
  g_assert_cmpint (code, ==, TC_ERROR_FULL);
  g_clear_error (&error);
  g_assert_null (tc_database_open (fixture->folder, TC_DATABASE_WRITER, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_DISK);
}

/* A COMMIT that failed is of unknown outcome; what made it fail is remembered. */
static void
test_commit_full (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TcError code = TC_ERROR_STORE;

  tc_database_begin (fixture->db);
  tc_database_fail (fixture->db, TC_ERROR_FULL, "full");
  g_assert_false (tc_database_commit (fixture->db, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_FULL);
  g_assert_true (tc_database_get_last_fault (fixture->db, &code));
  g_assert_cmpint (code, ==, TC_ERROR_FULL);
}

static void
test_empty_wal (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcDatabase) reader = open_db (fixture, 0);

  tc_database_execute_script (fixture->db, "INSERT INTO thing (n) VALUES (1)");
  g_assert_cmpint (file_size (fixture, "-wal"), >, 0);
  /* Somebody reads for longer than it waits. */
  sqlite3_busy_timeout (tc_database_get_handle (fixture->db), 10);
  tc_database_begin (reader);
  g_assert_cmpint (count (reader), ==, 1);
  tc_database_execute_script (fixture->db, "INSERT INTO thing (n) VALUES (2)");
  g_assert_false (tc_database_empty_wal (fixture->db, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_BUSY);
  g_assert_cmpint (file_size (fixture, "-wal"), >, 0);
  tc_database_rollback (reader);
  g_clear_error (&error);
  g_assert_true (tc_database_empty_wal (fixture->db, &error));
  g_assert_cmpint (file_size (fixture, "-wal"), ==, 0);
  g_assert_cmpint (tc_database_get_wal_pages (fixture->db), ==, 0);
  g_assert_cmpint (count (reader), ==, 2);
}

/* The WAL is lengthened behind what counts of it: commits before and after it are there, also for
 * one who opens the file anew without its index. */
static void
test_reserve_wal (Fixture *fixture, gconstpointer data)
{
  const gint64 bytes = 3 * 1000 * 1000;
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *verdict = NULL;
  GStatBuf info;

  tc_database_execute (fixture->db, "INSERT INTO thing (n) VALUES (1)", NULL);
  tc_database_reserve_wal (fixture->db, bytes);
  g_assert_cmpint (g_stat (wal, &info), ==, 0);
  g_assert_cmpint (info.st_size, >=, bytes);
  gint64 size = info.st_size;
  tc_database_reserve_wal (fixture->db, bytes);
  tc_database_execute (fixture->db, "INSERT INTO thing (n) VALUES (2)", NULL);
  g_assert_true (tc_database_check (fixture->db, NULL));
  g_assert_cmpint (g_stat (wal, &info), ==, 0);
  g_assert_cmpint (info.st_size, ==, size);
  tc_database_close (fixture->db);
  remove_file (fixture, "-shm");
  fixture->db = open_db (fixture, TC_DATABASE_WRITER);
  g_assert_cmpint (count (fixture->db), ==, 2);
  tc_database_checkpoint (fixture->db);
  tc_database_execute (fixture->db, "INSERT INTO thing (n) VALUES (3)", NULL);
  g_assert_cmpint (count (fixture->db), ==, 3);
  verdict = tc_database_dup_text (fixture->db, "PRAGMA integrity_check", NULL);
  g_assert_cmpstr (verdict, ==, "ok");
}

static void
test_checkpoint_of_reader (Fixture *fixture, gconstpointer data)
{
  if (g_test_subprocess ()) {
    g_autoptr (TcDatabase) reader = open_db (fixture, 0);

    tc_database_checkpoint (reader);
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*db->writer*");
}

#define REPLACED_ROWS 20

static void
remove_copy (Fixture *fixture, const char *name)
{
  static const char *const suffixes[] = {"", "-wal", "-shm"};

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *suffix = g_strconcat (name, suffixes[i], NULL);

    remove_file (fixture, suffix);
  }
}

/* A file beside the fixture's of so many rows of two pages, which is not in memory. */
static TcDatabase *
make_copy (Fixture *fixture, const char *name, gint64 rows)
{
  g_autofree char *path = g_strconcat (fixture->path, name, NULL);
  g_autoptr (TcDatabase) made = NULL;
  TcDatabase *db;

  remove_copy (fixture, name);
  made = tc_database_open (path, TC_DATABASE_WRITER, NULL);
  tc_database_execute_script (made, "CREATE TABLE thing (id INTEGER PRIMARY KEY, b BLOB) STRICT");
  tc_database_begin (made);
  for (gint64 id = 1; id <= rows; id++)
    tc_database_execute (made, "INSERT INTO thing (id, b) VALUES (?, zeroblob (8000))", "i", id);
  g_assert_true (tc_database_commit (made, NULL));
  g_assert_true (tc_database_empty_wal (made, NULL));
  g_clear_pointer (&made, tc_database_close);
  db = tc_database_open_vfs (path, TC_DATABASE_WRITER | TC_DATABASE_FULL, FAULT_VFS, NULL);
  g_assert_nonnull (db);
  return db;
}

/* What comes of it when that call to a file fails. FALSE: there was no such call. @rows: of what is
 * copied */
static gboolean
replace_faulty (Fixture *fixture, const char *file, FaultKind kind, gint64 rows, guint at,
                guint *unknown)
{
  g_autoptr (TcDatabase) to = make_copy (fixture, "-to", 3);
  g_autoptr (TcDatabase) from = make_copy (fixture, "-from", rows);
  g_autoptr (GError) error = NULL;

  fault_vfs_arm (file, at, kind, FAULT_ALWAYS);
  gboolean replaced = tc_database_replace (to, from, &error);
  gboolean met = fault_vfs_get_hits () > 0;
  fault_vfs_heal ();
  if (g_error_matches (error, TC_ERROR, TC_ERROR_UNKNOWN)) {
    ++*unknown;
    return met;
  }
  if (!replaced)
    g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
  g_assert_true (replaced == !met);
  /* All is one or the other, and goes on. */
  g_assert_cmpint (count (to), ==, replaced ? rows : 3);
  tc_database_execute (to, "INSERT INTO thing (id) VALUES (1000)", NULL);
  g_assert_true (tc_database_check (to, NULL));
  g_assert_cmpint (count (to), ==, replaced ? rows + 1 : 4);
  g_autofree char *verdict = tc_database_dup_text (to, "PRAGMA integrity_check", NULL);
  g_assert_cmpstr (verdict, ==, "ok");
  return met;
}

/* What fails of the other file, or for lack of room, changes nothing; only of the commit itself it
 * isn't known. */
static void
test_replace (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *file;
    FaultKind kind;
    guint unknown_max;
  } faults[] = {{"test.db-from", FAULT_READ, 0},
                {"test.db-to", FAULT_FULL, 8},
                {"test.db-to", FAULT_EIO, 8},
                {"test.db-to", FAULT_SYNC, 4}};

  fault_vfs_register ();
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++) {
    guint unknown = 0;
    guint at = 0;

    while (replace_faulty (fixture, faults[i].file, faults[i].kind, REPLACED_ROWS, at, &unknown))
      at++;
    g_test_message ("%s, kind %d: %u calls, of %u not known", faults[i].file, (int) faults[i].kind,
                    at, unknown);
    g_assert_cmpuint (at, >, faults[i].kind == FAULT_READ ? REPLACED_ROWS : 0);
    g_assert_cmpuint (unknown, <=, faults[i].unknown_max);
    g_assert_true (unknown > 0 || faults[i].kind == FAULT_READ);
  }
  /* However little it is: the WAL's head, its sync, and all pages but one. */
  for (guint at = 0; at < 3; at++) {
    guint unknown = 0;

    g_assert_true (replace_faulty (fixture, "test.db-to", FAULT_FULL, 1, at, &unknown));
    g_assert_cmpuint (unknown, ==, 0);
  }
  remove_copy (fixture, "-to");
  remove_copy (fixture, "-from");
}

#define ADD(name, func) g_test_add ("/database/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("sticky", test_sticky);
  ADD ("codes", test_codes);
  ADD ("statement", test_statement);
  ADD ("strict", test_strict);
  ADD ("binding", test_binding);
  ADD ("cache", test_cache);
  ADD ("nested", test_nested);
  ADD ("hash-reading", test_hash_reading);
  ADD ("budget-query", test_budget_query);
  ADD ("budget-write", test_budget_write);
  ADD ("budget-sum", test_budget_sum);
  ADD ("commit-unknown", test_commit_unknown);
  ADD ("rollback", test_rollback);
  ADD ("reader", test_reader);
  ADD ("missing-file", test_missing_file);
  ADD ("checkpoint", test_checkpoint);
  ADD ("faults-of-disk", test_faults_of_disk);
  ADD ("commit-full", test_commit_full);
  ADD ("empty-wal", test_empty_wal);
  ADD ("reserve-wal", test_reserve_wal);
  ADD ("checkpoint-of-reader", test_checkpoint_of_reader);
  ADD ("replace", test_replace);
  return g_test_run ();
}
