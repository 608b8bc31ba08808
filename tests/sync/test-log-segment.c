/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: operations come out of a segment as they went in, what is no segment is an error, and what
 * a legal purge took out of one isn't given out again, by whichever connection, nor before it is
 * committed nor after it was taken back. Method: the form alone, and a log in a file that a second
 * connection reads. That whole logs are read is in test-log-store.c and test-log-audit.c.
 */
#include "remove-tree.h"
#include "tc-limits.h"
#include "tc-log-packing.h"
#include "tc-log-segment.h"
#include "tc-schema.h"

#include <string.h>
#include <zstd.h>

/* ---- the form ---- */

static GPtrArray *
make_operations (guint n, gsize size)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < n; i++) {
    g_autofree guint8 *data = g_malloc0 (size + 1);

    for (gsize at = 0; at < size; at++)
      data[at] = (guint8) (i + at * at);
    /* Some are emptied. */
    g_ptr_array_add (all, g_bytes_new (data, i % 10 == 3 ? 0 : size));
  }
  return all;
}

static GBytes *
pack (GPtrArray *all, GError **error)
{
  return tc_log_segment_pack ((GBytes *const *) all->pdata, all->len, error);
}

static TcLogSegment *
unpack (GBytes *body, guint n, GError **error)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (body, &size);

  return tc_log_segment_unpack (data, size, n, error);
}

static void
test_round (void)
{
  static const guint counts[] = {1, 2, 5, TC_LOG_SEGMENT_OPERATIONS};

  for (gsize c = 0; c < G_N_ELEMENTS (counts); c++) {
    g_autoptr (GPtrArray) all = make_operations (counts[c], 300);
    g_autoptr (GBytes) body = pack (all, NULL);
    g_autoptr (TcLogSegment) segment = unpack (body, counts[c], NULL);

    g_assert_cmpuint (tc_log_segment_count (segment), ==, counts[c]);
    for (guint i = 0; i < counts[c]; i++) {
      gsize size, due_size;
      gconstpointer due = g_bytes_get_data (all->pdata[i], &due_size);
      const guint8 *data = tc_log_segment_get (segment, i, &size);

      g_assert_cmpmem (data, size, due, due_size);
    }
  }
}

static void
test_too_much (void)
{
  g_autoptr (GPtrArray) many = make_operations (TC_LOG_SEGMENT_OPERATIONS + 1, 1);
  g_autoptr (GPtrArray) large = make_operations (8, TC_LOG_SEGMENT_UNPACKED_MAX / 7);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) other = NULL;

  g_assert_null (pack (many, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_LIMIT);
  g_assert_null (pack (large, &other));
  g_assert_error (other, TC_ERROR, TC_ERROR_LIMIT);
}

static void
assert_refused (gconstpointer data, gsize size, guint n, TcError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tc_log_segment_unpack (data, size, n, &error));
  g_assert_error (error, TC_ERROR, (int) code);
}

/* Cut short, with something behind it, of another number, and nothing at all. */
static void
test_damaged (void)
{
  g_autoptr (GPtrArray) all = make_operations (20, 50);
  g_autoptr (GBytes) body = pack (all, NULL);
  gsize size;
  const guint8 *data = g_bytes_get_data (body, &size);
  g_autofree guint8 *longer = g_malloc0 (size + 1);

  for (gsize cut = 0; cut < size; cut++)
    assert_refused (data, cut, 20, TC_ERROR_INVALID);
  memcpy (longer, data, size);
  assert_refused (longer, size + 1, 20, TC_ERROR_INVALID);
  assert_refused (data, size, 19, TC_ERROR_INVALID);
  assert_refused (data, size, 21, TC_ERROR_INVALID);
  assert_refused (data, size, 0, TC_ERROR_INVALID);
  assert_refused (data, size, TC_LOG_SEGMENT_OPERATIONS + 1, TC_ERROR_INVALID);
}

/* Some hundred bytes that would be a hundred million, and one that doesn't say what it would be. */
static void
test_bomb (void)
{
  gsize raw_size = 100 * 1000 * 1000;
  g_autofree guint8 *raw = g_malloc0 (raw_size);
  gsize bound = ZSTD_compressBound (raw_size);
  g_autofree guint8 *out = g_malloc (bound);
  gsize used = ZSTD_compress (out, bound, raw, raw_size, 1);
  ZSTD_CCtx *zstd = ZSTD_createCCtx ();

  assert_refused (out, used, 1, TC_ERROR_LIMIT);
  ZSTD_CCtx_setParameter (zstd, ZSTD_c_contentSizeFlag, 0);
  used = ZSTD_compress2 (zstd, out, bound, raw, 10);
  ZSTD_freeCCtx (zstd);
  assert_refused (out, used, 10, TC_ERROR_INVALID);
}

/* ---- in a log ---- */

typedef struct {
  char *folder; /* (owned) */
  TcDatabase *db;
  TcDatabase *reader;
} Log;

static void
set_up (Log *log, gconstpointer data)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_server, NULL};

  tc_crypto_init ();
  log->folder = g_dir_make_tmp ("test-segment-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (log->folder, "log.db", NULL);
  log->db = tc_database_open (path, TC_DATABASE_WRITER, NULL);
  g_assert_true (tc_schema_migrate (log->db, sets, NULL));
  log->reader = tc_database_open (path, 0, NULL);
  for (guint i = 0; i < 2; i++) {
    tc_log_packing_register (log->db);
    tc_log_packing_register (log->reader);
  }
}

static void
tear_down (Log *log, gconstpointer data)
{
  g_assert_true (tc_database_check (log->db, NULL));
  g_assert_true (tc_database_check (log->reader, NULL));
  tc_database_close (log->reader);
  tc_database_close (log->db);
  remove_tree (log->folder);
  g_free (log->folder);
}

/* Operation n says "n-" and so many letters that it has @size. */
static void
add (Log *log, gint64 from, gint64 to, gsize size)
{
  tc_database_begin (log->db);
  for (gint64 lsn = from; lsn <= to; lsn++) {
    g_autofree char *letters = g_strnfill (size, 'x');
    g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT "-%s", lsn, letters);

    tc_database_execute (log->db,
                         "INSERT INTO log_operation (lsn, replica, seq, operation_id, name,"
                         " actor_id, made_us, bytes, signature, refusal) VALUES"
                         " (?1, 1, ?1, ?1, 'a.b', 0, 1, ?2, zeroblob (64), iif (?1 % 5, NULL,"
                         " 'a.no'))",
                         "ib", lsn, (const guint8 *) text, size);
  }
  g_assert_true (tc_database_commit (log->db, NULL));
}

static guint
step_all (Log *log, gint64 horizon_lsn, guint operations)
{
  gboolean more = TRUE;
  guint steps = 0;

  for (; more; steps += more)
    g_assert_true (tc_log_packing_step (log->db, horizon_lsn, operations, &more, NULL));
  return steps;
}

static gint64
count (TcDatabase *db, const char *sql)
{
  return tc_database_get_int (db, -1, sql, NULL);
}

/* NULL: damaged. */
static char *
read_text (TcDatabase *db, gint64 lsn)
{
  return tc_database_dup_text (
      db, "SELECT CAST (log_bytes (lsn, bytes) AS TEXT) FROM log_operation WHERE lsn = ?", "i",
      lsn);
}

static void
assert_text (TcDatabase *db, gint64 lsn, const char *begin)
{
  g_autofree char *text = read_text (db, lsn);

  if (!begin || !*begin)
    g_assert_cmpstr (text, ==, begin);
  else
    g_assert_true (g_str_has_prefix (text, begin));
}

static void
empty (TcDatabase *db, gint64 lsn)
{
  tc_database_execute (db, "UPDATE log_operation SET bytes = x'' WHERE lsn = ?", "i", lsn);
  tc_log_packing_empty (db, lsn);
}

/* Whole segments alone, up to the horizon; a row keeps all but its bytes. */
static void
test_steps (Log *log, gconstpointer data)
{
  add (log, 1, 95, 40);
  tc_database_execute_script (log->db, "CREATE TEMP TABLE before AS SELECT * FROM log_operation");
  g_assert_cmpuint (step_all (log, 0, 10), ==, 0);
  g_assert_cmpuint (step_all (log, 9, 10), ==, 0);
  g_assert_cmpuint (step_all (log, 10, 10), ==, 1);
  g_assert_cmpuint (step_all (log, 95, 10), ==, 8);
  g_assert_cmpuint (step_all (log, 95, 10), ==, 0);
  g_assert_cmpint (count (log->db, "SELECT count(*) FROM log_operation WHERE bytes = x''"), ==, 90);
  g_assert_cmpint (count (log->reader, "SELECT max (last_lsn) FROM log_segment"), ==, 90);
  g_assert_cmpint (
      count (log->db, "SELECT count(*) FROM (SELECT * FROM temp.before EXCEPT SELECT lsn, replica,"
                      " seq, operation_id, name, actor_id, made_us, log_bytes (lsn, bytes),"
                      " signature, refusal, refusal_args FROM log_operation)"),
      ==, 0);
  for (gint64 lsn = 95; lsn > 0; lsn -= 7) {
    g_autofree char *due = g_strdup_printf ("%" G_GINT64_FORMAT "-", lsn);

    assert_text (log->reader, lsn, due);
  }
}

/* Large ones fill a segment before there are so many. */
static void
test_large (Log *log, gconstpointer data)
{
  add (log, 1, 9, TC_LOG_SEGMENT_BYTES / 4);
  g_assert_cmpuint (step_all (log, 9, 1000), ==, 2);
  g_assert_cmpint (count (log->db, "SELECT max (last_lsn) FROM log_segment"), ==, 8);
  assert_text (log->reader, 8, "8-");
  assert_text (log->reader, 9, "9-");
}

/* One is missing, or too large: nothing behind it is packed, and nothing is lost. */
static void
test_gap (Log *log, gconstpointer data)
{
  add (log, 1, 40, 40);
  tc_database_execute (log->db, "DELETE FROM log_operation WHERE lsn = 25", NULL);
  g_assert_cmpuint (step_all (log, 40, 10), ==, 2);
  g_assert_cmpuint (step_all (log, 40, 4), ==, 1);
  g_assert_cmpint (count (log->db, "SELECT count(*) FROM log_operation WHERE bytes <> x''"), ==,
                   15);
  add (log, 25, 25, TC_OPERATION_BYTES_MAX + 1);
  g_assert_cmpuint (step_all (log, 40, 4), ==, 0);
  assert_text (log->reader, 25, "25-");
}

/* What isn't a blob without bytes is given as it is, and so is one that no segment has; also where
 * there is no such table. */
static void
test_given (Log *log, gconstpointer data)
{
  for (guint i = 0; i < 2; i++) {
    g_assert_cmpint (count (log->db, "SELECT log_bytes (1, x'') = x''"), ==, 1);
    g_assert_cmpint (count (log->db, "SELECT log_bytes (1, x'01') = x'01'"), ==, 1);
    g_assert_cmpint (count (log->db, "SELECT log_bytes (1, 'a') = 'a'"), ==, 1);
    g_assert_cmpint (count (log->db, "SELECT log_bytes (1, NULL) IS NULL"), ==, 1);
    tc_database_execute_script (log->db, "DROP TABLE IF EXISTS log_segment");
  }
}

static void
test_emptied (Log *log, gconstpointer data)
{
  add (log, 1, 20, 40);
  g_assert_cmpuint (step_all (log, 20, 10), ==, 2);
  assert_text (log->reader, 4, "4-");
  assert_text (log->db, 4, "4-");
  /* Taken back. */
  tc_database_begin (log->db);
  empty (log->db, 4);
  assert_text (log->db, 4, "");
  assert_text (log->db, 5, "5-");
  tc_database_rollback (log->db);
  assert_text (log->db, 4, "4-");
  assert_text (log->reader, 4, "4-");
  /* Kept: also by whoever has the segment at hand. */
  tc_database_begin (log->db);
  empty (log->db, 4);
  empty (log->db, 6);
  assert_text (log->reader, 4, "4-");
  g_assert_true (tc_database_commit (log->db, NULL));
  assert_text (log->reader, 4, "");
  assert_text (log->db, 4, "");
  assert_text (log->db, 5, "5-");
  assert_text (log->reader, 6, "");
  assert_text (log->reader, 7, "7-");
  assert_text (log->reader, 14, "14-");
  g_assert_cmpint (count (log->db, "SELECT count(*) FROM log_segment"), ==, 2);
}

/* Emptied before it was packed. */
static void
test_emptied_before (Log *log, gconstpointer data)
{
  add (log, 1, 10, 40);
  tc_database_begin (log->db);
  empty (log->db, 3);
  g_assert_true (tc_database_commit (log->db, NULL));
  g_assert_cmpuint (step_all (log, 10, 10), ==, 1);
  assert_text (log->reader, 3, "");
  assert_text (log->reader, 4, "4-");
}

/* Each of its parts changed: all of its operations say so, those of others are read. */
static void
test_changed (Log *log, gconstpointer data)
{
  static const char *const changes[] = {
      "UPDATE log_segment SET body = zeroblob (length (body)) WHERE last_lsn = 20",
      "UPDATE log_segment SET body = (SELECT body FROM log_segment WHERE last_lsn = 10)"
      " WHERE last_lsn = 20",
      "UPDATE log_segment SET body = x'' WHERE last_lsn = 20",
      "UPDATE log_segment SET hash = zeroblob (32) WHERE last_lsn = 20",
      "UPDATE log_segment SET hash = x'' WHERE last_lsn = 20",
      "UPDATE log_segment SET first_lsn = 1 WHERE last_lsn = 20",
      "UPDATE log_segment SET first_lsn = -5000000000000000000 WHERE last_lsn = 20",
  };

  add (log, 1, 30, 40);
  g_assert_cmpuint (step_all (log, 30, 10), ==, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++) {
    tc_database_begin (log->db);
    tc_database_execute_script (log->db, changes[i]);
    for (gint64 lsn = 11; lsn <= 20; lsn++)
      assert_text (log->db, lsn, NULL);
    assert_text (log->db, 10, "10-");
    assert_text (log->db, 21, "21-");
    tc_database_rollback (log->db);
  }
  assert_text (log->db, 11, "11-");
}

/* Rows that lost their bytes leave no room inside their pages. */
static void
test_room (Log *log, gconstpointer data)
{
  const char *pages = "SELECT sum (pgsize) FROM dbstat WHERE aggregate = 1 AND name IN"
                      " ('log_operation', 'log_segment')";

  add (log, 1, 8000, 600);
  gint64 before = count (log->db, pages);
  g_assert_cmpuint (step_all (log, 8000, 400), ==, 20);
  gint64 after = count (log->db, pages);
  g_test_message ("%" G_GINT64_FORMAT " bytes, then %" G_GINT64_FORMAT, before, after);
  g_assert_cmpint (after, <, before / 3);
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *path;
    void (*func) (Log *log, gconstpointer data);
  } tests[] = {{"/log-segment/steps", test_steps},     {"/log-segment/large", test_large},
               {"/log-segment/gap", test_gap},         {"/log-segment/given", test_given},
               {"/log-segment/emptied", test_emptied}, {"/log-segment/before", test_emptied_before},
               {"/log-segment/changed", test_changed}, {"/log-segment/room", test_room}};

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log-segment/round", test_round);
  g_test_add_func ("/log-segment/too-much", test_too_much);
  g_test_add_func ("/log-segment/damaged", test_damaged);
  g_test_add_func ("/log-segment/bomb", test_bomb);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Log, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
