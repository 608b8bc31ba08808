/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Attachments at rest: what is damaged is found, set aside and had again from a backup; what no row
 * names goes late and in two steps, and never what a row names, whenever that row comes. Method: a
 * store and a database of rows; times put back on the files.
 */
#include "remove-tree.h"
#include "tc-error.h"
#include "tc-file-check.h"
#include "tc-schema.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#define TEXT "một tấm ảnh"
#define DAY_US ((gint64) 86400 * G_USEC_PER_SEC)

typedef struct {
  char *dir;
  TcFileStore *store;
  TcDatabase *db;
  char *hash;
  guint folder; /* where that is */
  gint64 rows;
} Fixture;

/* What a damaged file says in the journal. */
static guint criticals;

static GLogWriterOutput
write_log_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  criticals += (level & G_LOG_LEVEL_CRITICAL) != 0;
  return G_LOG_WRITER_HANDLED;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, NULL};
  g_autofree char *files = NULL;

  criticals = 0;
  fixture->dir = g_dir_make_tmp ("test-file-check-XXXXXX", NULL);
  files = g_build_filename (fixture->dir, "files", NULL);
  fixture->hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, TEXT, -1);
  fixture->folder = (guint) (g_ascii_xdigit_value (fixture->hash[0]) * 16 +
                             g_ascii_xdigit_value (fixture->hash[1]));
  fixture->store = tc_file_store_new (files, 1000000, NULL);
  fixture->db = tc_database_open (":memory:", TC_DATABASE_WRITER | TC_DATABASE_MEMORY, NULL);
  g_assert_true (tc_schema_migrate (fixture->db, sets, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tc_file_store_unref (fixture->store);
  tc_database_close (fixture->db);
  remove_tree (fixture->dir);
  g_free (fixture->dir);
  g_free (fixture->hash);
}

static void
put (Fixture *fixture)
{
  g_autofree char *path = tc_file_store_dup_part_path (fixture->store, fixture->hash, 0);

  g_assert_true (g_file_set_contents (path, TEXT, -1, NULL));
  g_assert_true (tc_file_store_take (fixture->store, fixture->hash, 0, NULL));
}

static void
name_it (Fixture *fixture)
{
  tc_database_execute (fixture->db,
                       "INSERT INTO attachment (id, scope, incident_id, event_id, hash, media_type,"
                       " size, name, kind, public, added_us) VALUES (?, 2, 1, 1, ?, 'text/plain',"
                       " 1, 'a.txt', 'original', 0, 1)",
                       "is", ++fixture->rows, fixture->hash);
  g_assert_true (tc_database_check (fixture->db, NULL));
}

/* One look at the file's folder, so many days from now. */
static void
look (Fixture *fixture, gint64 days, const char *backups, TcFileChecked *checked)
{
  const TcFileCheckOptions options = {fixture->store, fixture->db, backups,
                                      g_get_real_time () + days * DAY_US, 0};
  g_autoptr (GError) error = NULL;

  tc_file_checked_clear (checked);
  *checked = (TcFileChecked){0};
  g_assert_true (tc_file_check_folder (&options, fixture->folder, NULL, checked, &error));
  g_assert_no_error (error);
}

static void
turn_bit (Fixture *fixture)
{
  g_autofree char *path = tc_file_store_dup_path (fixture->store, fixture->hash);
  g_autofree char *text = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  text[3] ^= 4;
  g_assert_true (g_file_set_contents (path, text, (gssize) size, NULL));
}

static gboolean
stands (Fixture *fixture, TcFilePlace place)
{
  g_autofree char *path = tc_file_store_dup_place (fixture->store, fixture->hash, place);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
test_whole (Fixture *fixture, gconstpointer data)
{
  g_auto (TcFileChecked) checked = {0};

  put (fixture);
  name_it (fixture);
  look (fixture, 1000, NULL, &checked);
  g_assert_cmpint (checked.checked, ==, 1);
  g_assert_cmpint (checked.damaged, ==, 0);
  g_assert_null (checked.wanted);
  g_assert_true (tc_file_store_has (fixture->store, fixture->hash));
}

/* Set aside and wanted; not seen any more; had again once it comes. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_auto (TcFileChecked) checked = {0};

  put (fixture);
  name_it (fixture);
  turn_bit (fixture);
  look (fixture, 0, NULL, &checked);
  g_assert_cmpuint (criticals, ==, 1);
  g_assert_cmpint (checked.damaged, ==, 1);
  g_assert_cmpuint (checked.wanted->len, ==, 1);
  g_assert_cmpstr (checked.wanted->pdata[0], ==, fixture->hash);
  g_assert_false (tc_file_store_has (fixture->store, fixture->hash));
  g_assert_true (stands (fixture, TC_FILE_SET_ASIDE));
  put (fixture);
  look (fixture, 0, NULL, &checked);
  g_assert_null (checked.wanted);
  g_assert_true (tc_file_store_has (fixture->store, fixture->hash));
}

/* From a backup, unless that is damaged too. */
static void
test_backup (Fixture *fixture, gconstpointer data)
{
  g_auto (TcFileChecked) checked = {0};
  g_autofree char *folder = g_strdup_printf ("%s/backups/%.2s", fixture->dir, fixture->hash);
  g_autofree char *path = g_build_filename (folder, fixture->hash + 2, NULL);
  g_autofree char *backups = g_build_filename (fixture->dir, "backups", NULL);

  name_it (fixture);
  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (path, "another", -1, NULL));
  look (fixture, 0, backups, &checked);
  g_assert_cmpuint (checked.wanted->len, ==, 1);
  g_assert_true (g_file_set_contents (path, TEXT, -1, NULL));
  look (fixture, 0, backups, &checked);
  g_assert_null (checked.wanted);
  g_assert_cmpint (checked.restored, ==, 1);
  g_assert_true (tc_file_store_has (fixture->store, fixture->hash));
}

/* What no row names stays as long as an operation may wait, and longer; then it goes in two steps.
 */
static void
test_unnamed (Fixture *fixture, gconstpointer data)
{
  g_auto (TcFileChecked) checked = {0};
  gint64 before;

  put (fixture);
  before = tc_file_store_get_total (fixture->store);
  look (fixture, 29, NULL, &checked);
  g_assert_true (tc_file_store_has (fixture->store, fixture->hash));
  look (fixture, 31, NULL, &checked);
  g_assert_false (tc_file_store_has (fixture->store, fixture->hash));
  g_assert_true (stands (fixture, TC_FILE_GONE));
  g_assert_cmpint (checked.removed, ==, 0);
  /* From when it was put there. */
  look (fixture, 0, NULL, &checked);
  g_assert_true (stands (fixture, TC_FILE_GONE));
  look (fixture, 2, NULL, &checked);
  g_assert_false (stands (fixture, TC_FILE_GONE));
  g_assert_cmpint (checked.removed, ==, 1);
  g_assert_cmpint (tc_file_store_get_total (fixture->store), ==, before - (gint64) strlen (TEXT));
}

/* A desk asks whether it is there, and its operation comes two weeks later: it is. */
static void
test_asked_about (Fixture *fixture, gconstpointer data)
{
  g_auto (TcFileChecked) checked = {0};
  g_autofree char *path = NULL;
  const struct utimbuf old = {1000000000, 1000000000};

  put (fixture);
  path = tc_file_store_dup_path (fixture->store, fixture->hash);
  g_assert_cmpint (utime (path, &old), ==, 0);
  tc_file_store_touch (fixture->store, fixture->hash);
  look (fixture, 14, NULL, &checked);
  g_assert_true (tc_file_store_has (fixture->store, fixture->hash));
}

/* The operation comes when the file is out of sight: it is there again. */
static void
test_named_late (Fixture *fixture, gconstpointer data)
{
  g_auto (TcFileChecked) checked = {0};

  put (fixture);
  look (fixture, 31, NULL, &checked);
  g_assert_true (stands (fixture, TC_FILE_GONE));
  name_it (fixture);
  look (fixture, 100, NULL, &checked);
  g_assert_true (tc_file_store_has (fixture->store, fixture->hash));
  g_assert_false (stands (fixture, TC_FILE_GONE));
  g_assert_cmpint (checked.restored, ==, 1);
  g_assert_null (checked.wanted);
}

/* Sent anew while the old one is out of sight: nothing of the new one goes. */
static void
test_sent_anew (Fixture *fixture, gconstpointer data)
{
  g_auto (TcFileChecked) checked = {0};

  put (fixture);
  look (fixture, 31, NULL, &checked);
  put (fixture);
  name_it (fixture);
  look (fixture, 2, NULL, &checked);
  g_assert_true (tc_file_store_has (fixture->store, fixture->hash));
  g_assert_false (stands (fixture, TC_FILE_GONE));
}

/* An upload that nobody goes on with is removed with the first folder. */
static void
test_unfinished (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = tc_file_store_dup_part_path (fixture->store, fixture->hash, 0);
  g_auto (TcFileChecked) checked = {0};

  g_assert_true (g_file_set_contents (path, "một", -1, NULL));
  fixture->folder = 0;
  look (fixture, 6, NULL, &checked);
  g_assert_cmpint (tc_file_store_get_part_size (fixture->store, fixture->hash, 0), >, 0);
  look (fixture, 8, NULL, &checked);
  g_assert_cmpint (tc_file_store_get_part_size (fixture->store, fixture->hash, 0), ==, 0);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const TcFileCheckOptions options = {fixture->store, fixture->db, NULL, 0, 1};
  g_auto (TcFileChecked) checked = {0};
  g_autoptr (GError) error = NULL;

  put (fixture);
  g_cancellable_cancel (cancellable);
  g_assert_false (tc_file_check_folder (&options, fixture->folder, cancellable, &checked, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_log_set_writer_func (write_log_cb, NULL, NULL);
  tc_crypto_init ();
  ADD ("/file-check/whole", test_whole);
  ADD ("/file-check/damaged", test_damaged);
  ADD ("/file-check/backup", test_backup);
  ADD ("/file-check/unnamed", test_unnamed);
  ADD ("/file-check/asked-about", test_asked_about);
  ADD ("/file-check/named-late", test_named_late);
  ADD ("/file-check/sent-anew", test_sent_anew);
  ADD ("/file-check/unfinished", test_unfinished);
  ADD ("/file-check/cancelled", test_cancelled);
  return g_test_run ();
}
