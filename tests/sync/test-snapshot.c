/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a snapshot brings one scope whole or nothing: the very rows, none of another scope, and
 * damage anywhere is seen. Method: snapshots of a small province; each bit that can be flipped is.
 */
#include "sync-world.h"
#include "tc-incident-queries.h"
#include "tc-snapshot.h"

#include <string.h>

typedef struct {
  World *world;
  TcCatalogue *catalogue;
  TcPosition position;
  GBytes *file; /* of the incidents */
  TcDatabase *db;
} Fixture;

static GBytes *
write_scope (Fixture *fixture, gint64 scope)
{
  g_autofree char *path = g_build_filename (fixture->world->folder, "snapshot", NULL);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize size;

  gboolean written = tc_snapshot_write (fixture->world->db, fixture->catalogue, scope,
                                        &fixture->position, path, &error);
  g_assert_no_error (error);
  g_assert_true (written);
  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  return g_bytes_new_take (data, size);
}

static void
add_reports (Fixture *fixture, guint n)
{
  World *world = fixture->world;
  gint64 day = tc_incident_day (world->now_us);

  world_lease (world, 0, 1);
  for (guint i = 1; i <= n; i++) {
    g_autofree char *code = g_strdup_printf ("PA-%06" G_GINT64_FORMAT "-%04u", day, i);
    TcIncidentReport report = world_make_report (world, &world->ids, code, "Nguyễn Thị Bí Mật");

    world_do (world, &tc_incident_report_type, &report);
  }
}

static TcDatabase *
open_empty (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  TcDatabase *db = tc_database_open (":memory:", TC_DATABASE_WRITER | TC_DATABASE_MEMORY, NULL);

  g_assert_true (tc_schema_migrate (db, sets, NULL));
  return db;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->world = world_new ();
  fixture->catalogue = tc_catalogue_load (fixture->world->db, NULL);
  world_open_room (fixture->world);
  add_reports (fixture, 5);
  g_assert_true (tc_snapshot_position (fixture->world->db, &fixture->position, NULL));
  fixture->file = write_scope (fixture, TC_SCOPE_INCIDENTS);
  fixture->db = open_empty ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tc_database_close (fixture->db);
  g_bytes_unref (fixture->file);
  tc_catalogue_free (fixture->catalogue);
  world_free (fixture->world);
}

/* In a transaction that is kept only if it worked. */
static gboolean
load (Fixture *fixture, gint64 scope, const TcPosition *position, GBytes *file, GError **error)
{
  tc_database_begin (fixture->db);
  gboolean ok = tc_snapshot_load (fixture->db, fixture->catalogue, scope, position, file, NULL,
                                  error);
  g_assert_true (tc_database_check (fixture->db, NULL));
  if (ok)
    g_assert_true (tc_database_commit (fixture->db, NULL));
  tc_database_rollback (fixture->db);
  return ok;
}

static void
assert_empty (Fixture *fixture)
{
  g_autoptr (TcDatabase) empty = open_empty ();
  TcDigest nothing = tc_catalogue_digest (fixture->catalogue, empty, 0);
  TcDigest found = tc_catalogue_digest (fixture->catalogue, fixture->db, 0);

  g_assert_true (tc_digest_equal (&nothing, &found));
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  static const gint64 scopes[] = {TC_SCOPE_COMMON, TC_SCOPE_INCIDENTS, TC_SCOPE_REPORTERS,
                                  WORLD_AGENCY};

  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++) {
    g_autoptr (GBytes) file = write_scope (fixture, scopes[i]);
    g_autoptr (GError) error = NULL;

    load (fixture, scopes[i], &fixture->position, file, &error);
    g_assert_no_error (error);
    TcDigest ours = tc_catalogue_digest (fixture->catalogue, fixture->world->db, scopes[i]);
    TcDigest theirs = tc_catalogue_digest (fixture->catalogue, fixture->db, scopes[i]);
    g_assert_true (tc_digest_equal (&ours, &theirs));
  }
  TcDigest ours = tc_catalogue_digest (fixture->catalogue, fixture->world->db, 0);
  TcDigest theirs = tc_catalogue_digest (fixture->catalogue, fixture->db, 0);
  g_assert_true (tc_digest_equal (&ours, &theirs));
}

/* Several blocks, and more than zstd has in one. */
static void
test_big (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tc_database_execute_script (
      fixture->world->db,
      "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 20000)"
      " INSERT INTO staff (id, scope, account, name)"
      " SELECT 1000000 + x, 1, 'nv' || x, hex (randomblob (20)) FROM c");
  g_assert_true (tc_database_check (fixture->world->db, NULL));
  g_autoptr (GBytes) file = write_scope (fixture, TC_SCOPE_COMMON);
  g_assert_cmpuint (g_bytes_get_size (file), >, 512 * 1024);
  load (fixture, TC_SCOPE_COMMON, &fixture->position, file, &error);
  g_assert_no_error (error);
  TcDigest ours = tc_catalogue_digest (fixture->catalogue, fixture->world->db, 1);
  TcDigest theirs = tc_catalogue_digest (fixture->catalogue, fixture->db, 1);
  g_assert_true (tc_digest_equal (&ours, &theirs));
}

static void
assert_other (Fixture *fixture, gint64 scope, const TcPosition *position)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (load (fixture, scope, position, fixture->file, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_DIVERGED);
  assert_empty (fixture);
}

static void
test_not_the_one (Fixture *fixture, gconstpointer data)
{
  TcPosition lsn = fixture->position;
  TcPosition epoch = fixture->position;
  TcPosition log = fixture->position;
  TcPosition link = fixture->position;

  lsn.lsn--;
  epoch.epoch++;
  log.log_id[0] ^= 1;
  link.link.bytes[31] ^= 1;
  assert_other (fixture, TC_SCOPE_COMMON, &fixture->position);
  assert_other (fixture, TC_SCOPE_INCIDENTS, &lsn);
  assert_other (fixture, TC_SCOPE_INCIDENTS, &epoch);
  assert_other (fixture, TC_SCOPE_INCIDENTS, &log);
  assert_other (fixture, TC_SCOPE_INCIDENTS, &link);
}

/* Of a program that has a column less: it is read with its default. The other way round is in
 * test-versions.c. */
static void
test_other_schema (Fixture *fixture, gconstpointer data)
{
  tc_database_execute_script (fixture->db,
                              "ALTER TABLE incident ADD COLUMN more TEXT NOT NULL DEFAULT 'x'");
  tc_catalogue_free (fixture->catalogue);
  fixture->catalogue = tc_catalogue_load (fixture->db, NULL);
  g_assert_true (load (fixture, TC_SCOPE_INCIDENTS, &fixture->position, fixture->file, NULL));
  gint64 rows = tc_database_get_int (fixture->db, 0,
                                     "SELECT count(*) FROM incident WHERE more = 'x'", NULL);
  g_assert_cmpint (rows, >, 0);
  g_assert_cmpuint (tc_catalogue_get_passed_over (fixture->catalogue)->values, ==, 0);
}

/* Into a scope that has rows already: not merged, refused. */
static void
test_twice (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (load (fixture, TC_SCOPE_INCIDENTS, &fixture->position, fixture->file, NULL));
  g_assert_false (load (fixture, TC_SCOPE_INCIDENTS, &fixture->position, fixture->file, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_DIVERGED);
}

static void
test_truncated (Fixture *fixture, gconstpointer data)
{
  gsize size = g_bytes_get_size (fixture->file);

  for (gsize n = 0; n < size; n++) {
    g_autoptr (GBytes) part = g_bytes_new_from_bytes (fixture->file, 0, n);
    g_autoptr (GError) error = NULL;

    g_assert_false (load (fixture, TC_SCOPE_INCIDENTS, &fixture->position, part, &error));
    g_assert_nonnull (error);
  }
  assert_empty (fixture);
}

static void
test_longer (Fixture *fixture, gconstpointer data)
{
  gsize size = g_bytes_get_size (fixture->file);
  g_autofree guint8 *copy = g_malloc0 (size + 1);
  g_autoptr (GError) error = NULL;

  memcpy (copy, g_bytes_get_data (fixture->file, NULL), size);
  g_autoptr (GBytes) longer = g_bytes_new (copy, size + 1);
  g_assert_false (load (fixture, TC_SCOPE_INCIDENTS, &fixture->position, longer, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
}

/* The last blocks of the stream, and the checksum behind them, too. */
static void
test_flipped_bits (Fixture *fixture, gconstpointer data)
{
  TcDigest right = tc_catalogue_digest (fixture->catalogue, fixture->world->db, 2);
  gsize size = g_bytes_get_size (fixture->file);
  guint harmless = 0;

  for (gsize bit = 0; bit < size * 8; bit++) {
    g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (fixture->file, NULL), size);
    g_autoptr (GError) error = NULL;

    copy[bit / 8] ^= (guint8) (1 << (bit % 8));
    g_autoptr (GBytes) bad = g_bytes_new (copy, size);
    tc_database_begin (fixture->db);
    if (tc_snapshot_load (fixture->db, fixture->catalogue, TC_SCOPE_INCIDENTS, &fixture->position,
                          bad, NULL, &error)) {
      /* A bit that means nothing to zstd (of the window's size): the rows are the right ones. */
      TcDigest found = tc_catalogue_digest (fixture->catalogue, fixture->db, 2);
      g_assert_true (tc_digest_equal (&right, &found));
      harmless++;
    }
    tc_database_rollback (fixture->db);
  }
  g_assert_cmpuint (harmless, <, size * 8 / 20);
}

/* (transfer full): of the fixture's server; @list: (out) (transfer full) */
static GBytes *
make_signed (Fixture *fixture, gint64 scope, GBytes **list)
{
  const TcSnapshotOptions options = {.key = fixture->world->key, .part_bytes = 256};
  g_autofree char *path = g_build_filename (fixture->world->folder, "signed", NULL);
  char *data;
  gsize size;

  *list = tc_snapshot_make (fixture->world->db, fixture->catalogue, scope, &fixture->position,
                            &options, path, NULL);
  g_assert_nonnull (*list);
  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  return g_bytes_new_take (data, size);
}

static gboolean
verify (Fixture *fixture, GBytes *file, GBytes *list, gint64 scope, GError **error)
{
  return tc_snapshot_verify (file, list, scope, &fixture->position,
                             tc_key_get_public (fixture->world->key), NULL, error);
}

static void
test_signed (Fixture *fixture, gconstpointer data)
{
  static const gint64 scopes[] = {TC_SCOPE_COMMON, TC_SCOPE_INCIDENTS, TC_SCOPE_REPORTERS,
                                  WORLD_AGENCY, 999999};

  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++) {
    g_autoptr (GBytes) list = NULL;
    g_autoptr (GBytes) file = make_signed (fixture, scopes[i], &list);
    g_autoptr (GError) error = NULL;

    verify (fixture, file, list, scopes[i], &error);
    g_assert_no_error (error);
    g_assert_false (verify (fixture, file, list, scopes[i] + 1, &error));
    g_assert_error (error, TC_ERROR, TC_ERROR_DIVERGED);
  }
}

static void
test_signed_by_another (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcKey) other = tc_key_generate ();
  g_autoptr (GBytes) list = NULL;
  g_autoptr (GBytes) file = make_signed (fixture, TC_SCOPE_INCIDENTS, &list);
  TcPosition later = fixture->position;
  g_autoptr (GError) error = NULL;

  g_assert_false (tc_snapshot_verify (file, list, TC_SCOPE_INCIDENTS, &fixture->position,
                                      tc_key_get_public (other), NULL, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_DENIED);
  g_clear_error (&error);
  later.lsn++;
  g_assert_false (tc_snapshot_verify (file, list, TC_SCOPE_INCIDENTS, &later,
                                      tc_key_get_public (fixture->world->key), NULL, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_DIVERGED);
}

static void
cancel_cb (gpointer cancellable, int what, const char *database, const char *table,
           sqlite3_int64 rowid)
{
  g_cancellable_cancel (cancellable);
}

/* Nobody wants it any more: no part is read behind the one that is under way. */
static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) list = NULL;
  g_autoptr (GBytes) file = make_signed (fixture, TC_SCOPE_INCIDENTS, &list);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  sqlite3 *handle = tc_database_get_handle (fixture->db);
  g_autoptr (GError) loading = NULL;
  g_autoptr (GError) error = NULL;

  tc_database_begin (fixture->db);
  sqlite3_update_hook (handle, cancel_cb, cancellable);
  gint64 before = sqlite3_total_changes64 (handle);
  g_assert_false (tc_snapshot_load (fixture->db, fixture->catalogue, TC_SCOPE_INCIDENTS,
                                    &fixture->position, file, cancellable, &loading));
  g_assert_error (loading, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  gint64 cancelled = sqlite3_total_changes64 (handle) - before;
  sqlite3_update_hook (handle, NULL, NULL);
  tc_database_rollback (fixture->db);
  tc_database_begin (fixture->db);
  before = sqlite3_total_changes64 (handle);
  g_assert_true (tc_snapshot_load (fixture->db, fixture->catalogue, TC_SCOPE_INCIDENTS,
                                   &fixture->position, file, NULL, NULL));
  g_assert_cmpint (cancelled, >, 0);
  g_assert_cmpint (cancelled, <, sqlite3_total_changes64 (handle) - before);
  tc_database_rollback (fixture->db);
  g_assert_false (tc_snapshot_verify (file, list, TC_SCOPE_INCIDENTS, &fixture->position,
                                      tc_key_get_public (fixture->world->key), cancellable,
                                      &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A bit that means nothing to zstd may stand before or behind the parts, but no row. */
static void
test_signed_damaged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) list = NULL;
  g_autoptr (GBytes) file = make_signed (fixture, TC_SCOPE_INCIDENTS, &list);
  g_autoptr (TcSnapshotList) read = tc_snapshot_list_read (list, NULL);
  const TcSnapshotPart *last = &g_array_index (read->parts, TcSnapshotPart, read->parts->len - 1);
  gsize size = g_bytes_get_size (file);
  guint harmless = 0;

  g_assert_cmpuint (read->parts->len, >, 2);
  for (gsize bit = 0; bit < size * 8; bit++) {
    gsize at = bit / 8;
    g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (file, NULL), size);
    g_autoptr (GError) error = NULL;

    copy[at] ^= (guint8) (1 << (bit % 8));
    g_autoptr (GBytes) bad = g_bytes_new (copy, size);
    if (verify (fixture, bad, list, TC_SCOPE_INCIDENTS, &error)) {
      g_assert_true ((gint64) at < read->start || (gint64) at >= last->start + last->size);
      harmless++;
    } else {
      g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
    }
  }
  g_assert_cmpuint (harmless, <, size * 8 / 20);
  for (gsize n = 0; n < size; n++) {
    g_autoptr (GBytes) part = g_bytes_new_from_bytes (file, 0, n);

    g_assert_false (verify (fixture, part, list, TC_SCOPE_INCIDENTS, NULL));
  }
}

/* Nobody's name of another scope stands in it. */
static void
test_nothing_else (Fixture *fixture, gconstpointer data)
{
  static const char *const sql = "SELECT count(*) FROM reporter";

  g_assert_true (load (fixture, TC_SCOPE_INCIDENTS, &fixture->position, fixture->file, NULL));
  g_assert_cmpint (tc_database_get_int (fixture->world->db, 0, sql, NULL), ==, 5);
  g_assert_cmpint (tc_database_get_int (fixture->db, -1, sql, NULL), ==, 0);
}

static void
test_no_folder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (tc_snapshot_write (fixture->world->db, fixture->catalogue, 1, &fixture->position,
                                     "/nowhere/at/all", &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_STORE);
}

#define ADD(name, func) g_test_add ("/snapshot/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("round-trip", test_round_trip);
  ADD ("big", test_big);
  ADD ("not-the-one", test_not_the_one);
  ADD ("other-schema", test_other_schema);
  ADD ("twice", test_twice);
  ADD ("truncated", test_truncated);
  ADD ("longer", test_longer);
  ADD ("flipped-bits", test_flipped_bits);
  ADD ("signed", test_signed);
  ADD ("signed-by-another", test_signed_by_another);
  ADD ("cancelled", test_cancelled);
  ADD ("signed-damaged", test_signed_damaged);
  ADD ("nothing-else", test_nothing_else);
  ADD ("no-folder", test_no_folder);
  return g_test_run ();
}
