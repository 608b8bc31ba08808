/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: our row images say what SQLite's session extension says. Method: random schemas and random
 * changes, some inside savepoints that are taken back, are made alike on two databases; one is
 * watched by our capture, the other by a session. The images applied to a third, the changeset to
 * a fourth must give the same rows; and the undo images must bring the first back.
 */
#include "tc-capture.h"

#include <string.h>

#define ROUNDS 60
#define TABLES_MAX 4
#define CHANGES 120
#define COLUMNS_MAX 8

typedef struct {
  TcDatabase *db;
  TcCatalogue *catalogue;
} Side;

static char *
random_schema (GRand *rand, guint *n_tables)
{
  GString *sql = g_string_new (
      "CREATE TABLE replicated (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;");

  *n_tables = (guint) g_rand_int_range (rand, 1, TABLES_MAX + 1);
  for (guint t = 0; t < *n_tables; t++) {
    static const char *const types[] = {"INTEGER", "TEXT", "BLOB", "ANY"};

    g_string_append_printf (sql, "CREATE TABLE t%u (id INTEGER PRIMARY KEY, scope INTEGER NOT NULL",
                            t);
    for (guint c = 0; c < COLUMNS_MAX - t; c++)
      g_string_append_printf (sql, ", c%u %s", c, types[g_rand_int_range (rand, 0, 4)]);
    g_string_append_printf (sql, ") STRICT; INSERT INTO replicated VALUES (%u, 't%u');", t + 1, t);
  }
  return g_string_free (sql, FALSE);
}

static void
open_side (Side *side, const char *schema)
{
  g_autoptr (GError) error = NULL;

  side->db = tc_database_open (":memory:", TC_DATABASE_WRITER | TC_DATABASE_MEMORY, &error);
  g_assert_no_error (error);
  tc_database_execute_script (side->db, schema);
  side->catalogue = tc_catalogue_load (side->db, &error);
  g_assert_no_error (error);
}

static void
close_side (Side *side)
{
  tc_catalogue_free (side->catalogue);
  tc_database_close (side->db);
}

/* A value of the column's type, as SQL. */
static char *
random_value (GRand *rand, const char *type)
{
  static const char *const texts[] = {"''", "'ngập'", "'đường Trần Hưng Đạo'", "'a''b'"};
  guint kind = (guint) g_rand_int_range (rand, 0, 4);

  if (kind == 0)
    return g_strdup ("NULL");
  if (!strcmp (type, "TEXT") || (!strcmp (type, "ANY") && kind == 1))
    return g_strdup (texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))]);
  if (!strcmp (type, "BLOB") || (!strcmp (type, "ANY") && kind == 2))
    return g_strdup_printf ("x'%0*x'", 2 * g_rand_int_range (rand, 1, 5), g_rand_int (rand) & 0xff);
  if (g_rand_int_range (rand, 0, 10) == 0)
    return g_strdup ("-9223372036854775808");
  return g_strdup_printf ("%d", (int) g_rand_int (rand));
}

static char *
random_change (Side *side, GRand *rand, guint n_tables)
{
  const TcTable *table = tc_catalogue_get (side->catalogue,
                                           g_rand_int_range (rand, 1, (gint32) n_tables + 1));
  guint column = (guint) g_rand_int_range (rand, 2, (gint32) table->n_columns);
  g_autofree char *type = tc_database_dup_text (
      side->db, "SELECT type FROM pragma_table_info (?) WHERE cid = ?", "si", table->name,
      (gint64) column);
  g_autofree char *value = random_value (rand, type);
  gint32 id = g_rand_int_range (rand, 1, 12);
  gint32 scope = g_rand_int_range (rand, 1, 4);

  switch (g_rand_int_range (rand, 0, 6)) {
  case 0:
    return g_strdup_printf ("DELETE FROM %s WHERE id = %d", table->name, id);
  case 1:
    return g_strdup_printf ("UPDATE %s SET scope = %d WHERE id = %d", table->name, scope, id);
  case 2:
    return g_strdup_printf ("UPDATE %s SET %s = %s WHERE scope = %d", table->name,
                            table->columns[column], value, scope);
  case 3:
    return g_strdup_printf ("UPDATE %s SET %s = %s WHERE id = %d", table->name,
                            table->columns[column], value, id);
  default:
    return g_strdup_printf (
        "INSERT INTO %s (id, scope, %s) VALUES (%d, %d, %s)"
        " ON CONFLICT (id) DO UPDATE SET scope = excluded.scope, %s = excluded.%s",
        table->name, table->columns[column], id, scope, value, table->columns[column],
        table->columns[column]);
  }
}

static void
run_both (Side *a, Side *b, const char *sql)
{
  g_autoptr (GError) error = NULL;

  tc_database_execute_script (a->db, sql);
  tc_database_execute_script (b->db, sql);
  g_assert_true (tc_database_check (a->db, &error));
  g_assert_true (tc_database_check (b->db, &error));
}

static void
assert_equal (Side *a, Side *b)
{
  TcDigest left = tc_catalogue_digest (a->catalogue, a->db, 0);
  TcDigest right = tc_catalogue_digest (b->catalogue, b->db, 0);

  g_assert_cmpmem (left.bytes, TC_DIGEST_SIZE, right.bytes, TC_DIGEST_SIZE);
}

static int
on_conflict_cb (void *data, int kind, sqlite3_changeset_iter *iter)
{
  g_error ("the oracle's changeset does not apply: %d", kind);
  return SQLITE_CHANGESET_ABORT;
}

static void
apply_changeset (Side *side, sqlite3_session *session)
{
  int size;
  void *data;

  g_assert_cmpint (sqlite3session_changeset (session, &size, &data), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3changeset_apply (tc_database_get_handle (side->db), size, data, NULL,
                                           on_conflict_cb, NULL),
                   ==, SQLITE_OK);
  sqlite3_free (data);
}

static void
apply_sections (Side *side, TcCapture *capture)
{
  g_autoptr (GArray) sections = tc_capture_take_sections (capture);
  g_autofree GBytes **bodies = g_new (GBytes *, sections->len);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < sections->len; i++)
    bodies[i] = g_array_index (sections, TcSection, i).body;
  tc_sections_apply (side->db, side->catalogue, bodies, sections->len);
  g_assert_true (tc_database_check (side->db, &error));
}

/* One group of changes that is kept or taken back, as an operation is. */
static gboolean
change_group (Side *watched, Side *oracle, TcCapture *capture, GPtrArray *undos, GRand *rand,
              guint n_tables)
{
  gboolean keep = g_rand_int_range (rand, 0, 3) > 0;
  guint n = (guint) g_rand_int_range (rand, 1, 6);

  run_both (watched, oracle, "SAVEPOINT operation");
  for (guint i = 0; i < n; i++) {
    g_autofree char *sql = random_change (watched, rand, n_tables);

    run_both (watched, oracle, sql);
  }
  run_both (watched, oracle,
            keep ? "RELEASE operation" : "ROLLBACK TO operation; RELEASE operation");
  if (keep) {
    g_ptr_array_add (undos, tc_capture_dup_undo (capture));
    tc_capture_keep (capture);
  } else {
    tc_capture_drop (capture);
  }
  return keep;
}

static void
undo_all (Side *side, TcCapture *capture, GPtrArray *undos)
{
  g_autoptr (GError) error = NULL;

  tc_capture_set_paused (capture, TRUE);
  for (guint i = undos->len; i > 0; i--)
    tc_rows_apply (side->db, side->catalogue, g_ptr_array_index (undos, i - 1));
  g_assert_true (tc_database_check (side->db, &error));
}

static void
run_round (GRand *rand)
{
  guint n_tables;
  g_autofree char *schema = random_schema (rand, &n_tables);
  g_autoptr (GPtrArray) undos = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  Side watched;
  Side oracle;
  Side by_images;
  Side by_changeset;
  Side untouched;
  sqlite3_session *session;

  open_side (&watched, schema);
  open_side (&oracle, schema);
  open_side (&by_images, schema);
  open_side (&by_changeset, schema);
  open_side (&untouched, schema);
  TcCapture *capture = tc_capture_new (watched.db, watched.catalogue, TRUE);
  g_assert_cmpint (sqlite3session_create (tc_database_get_handle (oracle.db), "main", &session), ==,
                   SQLITE_OK);
  sqlite3session_attach (session, NULL);
  for (guint i = 0; i < CHANGES; i++) {
    if (change_group (&watched, &oracle, capture, undos, rand, n_tables))
      apply_sections (&by_images, capture);
  }
  apply_changeset (&by_changeset, session);
  assert_equal (&watched, &oracle);
  assert_equal (&watched, &by_images);
  assert_equal (&watched, &by_changeset);
  undo_all (&watched, capture, undos);
  assert_equal (&watched, &untouched);
  sqlite3session_delete (session);
  tc_capture_free (capture);
  close_side (&watched);
  close_side (&oracle);
  close_side (&by_images);
  close_side (&by_changeset);
  close_side (&untouched);
}

static void
test_oracle (void)
{
  for (guint32 seed = 1; seed <= ROUNDS; seed++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

    g_test_message ("seed %u", seed);
    run_round (rand);
  }
}

/* A row that moves is nowhere for whoever holds neither scope, gone for whoever held the first,
 * and whole for whoever holds the second. */
static void
test_moving_row (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  Side side;
  g_autoptr (GError) error = NULL;

  open_side (&side,
             "CREATE TABLE replicated (number INTEGER PRIMARY KEY, name TEXT) STRICT;"
             "CREATE TABLE t (id INTEGER PRIMARY KEY, scope INTEGER NOT NULL, c TEXT) STRICT;"
             "INSERT INTO replicated VALUES (7, 't'); INSERT INTO t VALUES (1, 5, 'secret')");
  TcCapture *capture = tc_capture_new (side.db, side.catalogue, FALSE);
  tc_database_execute (side.db, "UPDATE t SET scope = 6 WHERE id = 1", NULL);
  g_assert_true (tc_database_check (side.db, &error));
  tc_capture_keep (capture);
  g_autoptr (GArray) sections = tc_capture_take_sections (capture);
  g_assert_cmpuint (sections->len, ==, 2);
  TcSection *left = &g_array_index (sections, TcSection, 0);
  TcSection *entered = &g_array_index (sections, TcSection, 1);
  g_assert_cmpint (left->scope, ==, 5);
  g_assert_cmpint (entered->scope, ==, 6);
  g_assert_null (g_strstr_len (g_bytes_get_data (left->body, NULL),
                               (gssize) g_bytes_get_size (left->body), "secret"));
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (entered->body, NULL),
                                  (gssize) g_bytes_get_size (entered->body), "secret"));
  tc_capture_free (capture);
  close_side (&side);
}

static void
assert_fault (Side *side, GBytes *images, TcError code)
{
  g_autoptr (GError) error = NULL;

  tc_database_begin (side->db);
  tc_rows_apply (side->db, side->catalogue, images);
  g_assert_false (tc_database_check (side->db, &error));
  g_assert_error (error, TC_ERROR, (int) code);
  tc_database_rollback (side->db);
}

/* What doesn't fit the rows that are there is a divergence, never an overwrite. */
static void
test_strict (void)
{
  Side side;
  static const guint8 insert[] = {7, TC_ROW_INSERT, 2, 2, 1, 10, 0};
  static const guint8 update[] = {7, TC_ROW_UPDATE, 4, 1, 2, 2, 1, 'x'};
  static const guint8 delete[] = {7, TC_ROW_DELETE, 4};
  static const guint8 kind[] = {7, 9, 2};
  static const guint8 cut[] = {7, TC_ROW_INSERT, 2, 2, 1};
  static const guint8 order[] = {7, TC_ROW_UPDATE, 2, 2, 2, 0, 1, 1, 10};
  g_autoptr (GBytes) b_insert = g_bytes_new_static (insert, sizeof insert);
  g_autoptr (GBytes) b_update = g_bytes_new_static (update, sizeof update);
  g_autoptr (GBytes) b_delete = g_bytes_new_static (delete, sizeof delete);
  g_autoptr (GBytes) b_kind = g_bytes_new_static (kind, sizeof kind);
  g_autoptr (GBytes) b_cut = g_bytes_new_static (cut, sizeof cut);
  g_autoptr (GBytes) b_order = g_bytes_new_static (order, sizeof order);

  open_side (&side,
             "CREATE TABLE replicated (number INTEGER PRIMARY KEY, name TEXT) STRICT;"
             "CREATE TABLE t (id INTEGER PRIMARY KEY, scope INTEGER NOT NULL, c TEXT) STRICT;"
             "INSERT INTO replicated VALUES (7, 't'); INSERT INTO t VALUES (1, 5, 'x')");
  assert_fault (&side, b_insert, TC_ERROR_DIVERGED);
  assert_fault (&side, b_update, TC_ERROR_DIVERGED);
  assert_fault (&side, b_delete, TC_ERROR_DIVERGED);
  assert_fault (&side, b_kind, TC_ERROR_INVALID);
  assert_fault (&side, b_cut, TC_ERROR_INVALID);
  assert_fault (&side, b_order, TC_ERROR_INVALID);
  close_side (&side);
}

/* A newer maker's tables and columns are passed over. */
static void
test_unknown (void)
{
  Side side;
  g_autoptr (GError) error = NULL;
  static const guint8 images[] = {
      8, TC_ROW_INSERT, 2, 1, 1, 10,                            /* a table we don't know */
      7, TC_ROW_INSERT, 4, 4, 1, 10, 2, 1,   'y', 2, 1, 'z', 0, /* two columns more */
      7, TC_ROW_UPDATE, 2, 2, 2, 2,  1, 'w', 9,   1, 2,         /* one of them changed */
      7, TC_ROW_UPDATE, 2, 1, 9, 0,                             /* only that */
  };
  g_autoptr (GBytes) bytes = g_bytes_new_static (images, sizeof images);

  open_side (&side,
             "CREATE TABLE replicated (number INTEGER PRIMARY KEY, name TEXT) STRICT;"
             "CREATE TABLE t (id INTEGER PRIMARY KEY, scope INTEGER NOT NULL, c TEXT) STRICT;"
             "INSERT INTO replicated VALUES (7, 't'); INSERT INTO t VALUES (1, 5, 'x')");
  tc_rows_apply (side.db, side.catalogue, bytes);
  g_assert_true (tc_database_check (side.db, &error));
  g_autofree char *all = tc_database_dup_text (
      side.db, "SELECT group_concat (id || c, ' ') FROM (SELECT * FROM t ORDER BY id)", NULL);
  g_assert_cmpstr (all, ==, "1w 2y");
  g_assert_cmpuint (tc_catalogue_get_passed_over (side.catalogue)->rows, ==, 1);
  g_assert_cmpuint (tc_catalogue_get_passed_over (side.catalogue)->values, ==, 4);
  close_side (&side);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  tc_crypto_init ();
  g_test_add_func ("/store/capture/oracle", test_oracle);
  g_test_add_func ("/store/capture/moving-row", test_moving_row);
  g_test_add_func ("/store/capture/strict", test_strict);
  g_test_add_func ("/store/capture/unknown", test_unknown);
  return g_test_run ();
}
