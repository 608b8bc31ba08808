/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a backup is whole or isn't there, an older one is never harmed, and every fault of one is
 * found. Method: a real data directory (backup-fixture.h); faults planted in the copies.
 */
#include "backup-fixture.h"
#include "tc-backup.h"
#include "tc-restore.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

static void
assert_whole (BackupFixture *fixture)
{
  g_autoptr (GPtrArray) faults = backup_fixture_verify (fixture);

  for (guint i = 0; i < faults->len; i++)
    g_test_message ("%s", (char *) faults->pdata[i]);
  g_assert_cmpuint (faults->len, ==, 0);
}

static void
assert_fault (BackupFixture *fixture, const char *words)
{
  g_autoptr (GPtrArray) faults = backup_fixture_verify (fixture);
  gboolean found = FALSE;

  for (guint i = 0; i < faults->len; i++)
    found |= strstr (faults->pdata[i], words) != NULL;
  if (!found)
    g_error ("\"%s\" is not among %u faults: %s", words, faults->len,
             faults->len ? (char *) faults->pdata[0] : "");
}

static void
test_whole (BackupFixture *fixture, gconstpointer data)
{
  gint64 lsn = backup_fixture_ask (fixture, "SELECT max (last_lsn) FROM log_commit");
  g_autofree char *path = backup_fixture_make (fixture, 0);
  g_autoptr (TcBackupManifest) manifest = tc_backup_manifest_read (path, NULL);
  g_autofree char *secrets = g_build_filename (path, "secrets.db", NULL);
  GStatBuf info;

  g_assert_cmpint (manifest->lsn, ==, lsn);
  g_assert_cmpint (manifest->epoch, ==, 1);
  g_assert_cmpint (manifest->files, ==, 1);
  g_assert_cmpint (manifest->missing, ==, 0);
  g_assert_cmpint (g_stat (secrets, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  assert_whole (fixture);
}

/* What is there already isn't copied again; generations and their attachments go with --keep. */
static void
test_generations (BackupFixture *fixture, gconstpointer data)
{
  g_autofree char *first = backup_fixture_make (fixture, 0);
  g_autofree char *files = g_build_filename (fixture->root, "files", NULL);
  g_autofree char *later = backup_fixture_attach (fixture, "một bức ảnh khác");
  g_autofree char *old = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "một bức ảnh", -1);
  g_autofree char *old_path = tc_backup_file_path (files, old);
  g_autofree char *later_path = tc_backup_file_path (files, later);
  GStatBuf before, after;

  g_assert_cmpint (g_stat (old_path, &before), ==, 0);
  g_autofree char *second = backup_fixture_make (fixture, 0);
  g_assert_cmpint (g_stat (old_path, &after), ==, 0);
  g_assert_cmpuint (before.st_ino, ==, after.st_ino);
  g_assert_true (g_file_test (later_path, G_FILE_TEST_EXISTS));
  assert_whole (fixture);
  g_assert_cmpint (backup_fixture_ask (fixture, "SELECT count(*) FROM attachment"), ==, 2);
  g_autofree char *third = backup_fixture_make (fixture, 2);
  g_autoptr (GPtrArray) names = tc_backup_list (fixture->root);
  g_assert_cmpuint (names->len, ==, 2);
  g_assert_false (g_file_test (first, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (old_path, G_FILE_TEST_EXISTS));
  g_autofree char *stray = tc_backup_file_path (
      files, "00000000000000000000000000000000000000000000000000000000000000ff");
  g_autofree char *stray_dir = g_path_get_dirname (stray);
  g_mkdir_with_parents (stray_dir, 0700);
  g_assert_true (g_file_set_contents (stray, "x", 1, NULL));
  g_autofree char *fourth = backup_fixture_make (fixture, 1);
  g_assert_false (g_file_test (stray, G_FILE_TEST_EXISTS));
  assert_whole (fixture);
}

static void
flip_part (const char *generation, const char *name, gsize at)
{
  g_autofree char *path = g_build_filename (generation, name, NULL);

  backup_fixture_flip (path, at);
}

static void
test_faults (BackupFixture *fixture, gconstpointer data)
{
  g_autofree char *path = backup_fixture_make (fixture, 0);
  g_autofree char *files = g_build_filename (fixture->root, "files", NULL);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "một bức ảnh", -1);
  g_autofree char *file = tc_backup_file_path (files, hash);
  g_autofree char *key = g_build_filename (path, "server.key", NULL);
  static const char *const parts[] = {"state.db", "secrets.db", "server.key", "files.txt"};

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree char *words = g_strdup_printf ("%s is damaged", parts[i]);

    flip_part (path, parts[i], 20);
    assert_fault (fixture, words);
    flip_part (path, parts[i], 20);
  }
  backup_fixture_flip (file, 3);
  assert_fault (fixture, "it has another hash");
  g_assert_cmpint (g_unlink (file), ==, 0);
  assert_fault (fixture, "the attachment");
  g_assert_true (g_file_set_contents (file, "một bức ảnh", -1, NULL));
  assert_whole (fixture);
  g_assert_cmpint (g_unlink (key), ==, 0);
  assert_fault (fixture, "server.key is missing");
}

/* Hashes that fit, over a log that doesn't: somebody made the manifest anew. */
static void
test_log_faults (BackupFixture *fixture, gconstpointer data)
{
  static const struct {
    const char *sql;
    const char *words;
  } cases[] = {
      {"UPDATE log_commit SET time_us = time_us + 1 WHERE last_lsn = 3", "its link is not"},
      {"UPDATE log_operation SET bytes = (SELECT bytes FROM log_operation WHERE lsn = 2)"
       " WHERE lsn = 3",
       "its column seq says 3, its bytes say 2"},
      {"UPDATE log_operation SET bytes = x'00' WHERE lsn = 3", "bytes are damaged"},
      {"UPDATE log_section SET body = x'0102' WHERE last_lsn = 3", "its row images are damaged"},
      {"DELETE FROM log_commit WHERE last_lsn = 3", "it does not follow"},
      {"DELETE FROM log_commit WHERE last_lsn = (SELECT max (last_lsn) FROM log_commit)",
       "ends elsewhere"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = backup_fixture_make (fixture, 0);
    g_autofree char *state = g_build_filename (path, "state.db", NULL);
    g_autoptr (TcBackupManifest) manifest = tc_backup_manifest_read (path, NULL);
    sqlite3 *db = NULL;

    sqlite3_open (state, &db);
    g_assert_cmpint (sqlite3_exec (db, cases[i].sql, NULL, NULL, NULL), ==, SQLITE_OK);
    sqlite3_exec (db, "PRAGMA wal_checkpoint (TRUNCATE)", NULL, NULL, NULL);
    sqlite3_close (db);
    g_ptr_array_set_size (manifest->parts, 0);
    g_assert_true (tc_backup_manifest_add (manifest, path, "state.db", NULL));
    g_assert_true (tc_backup_manifest_add (manifest, path, "secrets.db", NULL));
    g_assert_true (tc_backup_manifest_add (manifest, path, "server.key", NULL));
    g_assert_true (tc_backup_manifest_add (manifest, path, "files.txt", NULL));
    g_assert_true (tc_backup_manifest_write (manifest, path, NULL));
    assert_fault (fixture, cases[i].words);
  }
}

/* An attachment that never came, and one that is damaged on the server's disk, are told. */
static void
test_missing (BackupFixture *fixture, gconstpointer data)
{
  g_autofree char *hash = backup_fixture_attach (fixture, "không đến");
  g_autofree char *bad = backup_fixture_attach (fixture, "hỏng");
  g_autofree char *files = g_build_filename (fixture->data, "files", NULL);
  g_autofree char *lost = tc_backup_file_path (files, hash);
  g_autofree char *damaged = tc_backup_file_path (files, bad);

  g_assert_cmpint (g_unlink (lost), ==, 0);
  backup_fixture_flip (damaged, 0);
  g_autofree char *path = backup_fixture_make (fixture, 0);
  g_autoptr (TcBackupManifest) manifest = tc_backup_manifest_read (path, NULL);
  g_assert_cmpint (manifest->files, ==, 1);
  g_assert_cmpint (manifest->missing, ==, 2);
  assert_whole (fixture);
}

typedef struct {
  BackupFixture *fixture;
  GCancellable *cancellable;
  gboolean remove;
} Trouble;

static void
make_trouble (gint64 done, gint64 total, gpointer data)
{
  Trouble *trouble = data;

  if (trouble->remove)
    tc_backup_remove_partial (trouble->fixture->root);
  else
    g_cancellable_cancel (trouble->cancellable);
}

static void
assert_fails (BackupFixture *fixture, Trouble *trouble, GQuark domain, int code)
{
  const TcBackupOptions options = {.data_dir = fixture->data,
                                   .root = fixture->root,
                                   .version = "1",
                                   .now_us = fixture->now_us += 1000000,
                                   .keep = 1,
                                   .progress = trouble ? make_trouble : NULL,
                                   .data = trouble};
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autoptr (TcBackupManifest)
      manifest = tc_backup_make (&options, trouble ? trouble->cancellable : NULL, &path, &error);
  g_autoptr (GDir) dir = g_dir_open (fixture->root, 0, NULL);
  const char *name;

  g_assert_null (manifest);
  if (domain)
    g_assert_error (error, domain, code);
  g_assert_nonnull (error);
  while ((name = g_dir_read_name (dir)))
    g_assert_false (g_str_has_prefix (name, TC_BACKUP_PARTIAL));
  /* The older one is whole. */
  assert_whole (fixture);
}

static void
test_broken_off (BackupFixture *fixture, gconstpointer data)
{
  g_autofree char *path = backup_fixture_make (fixture, 0);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Trouble cancelled = {fixture, cancellable, FALSE};
  Trouble removed = {fixture, NULL, TRUE};
  struct rlimit before, small;

  backup_fixture_work (fixture, 400);
  assert_fails (fixture, &cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_fails (fixture, &removed, 0, 0);
  /* A disk that takes no more. */
  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &before);
  small = before;
  small.rlim_cur = 128 * 1024;
  setrlimit (RLIMIT_FSIZE, &small);
  assert_fails (fixture, NULL, 0, 0);
  setrlimit (RLIMIT_FSIZE, &before);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_DIR));
  g_autofree char *next = backup_fixture_make (fixture, 1);
  assert_whole (fixture);
}

/* A mistyped path is not made: neither for a backup nor for what is restored. */
static void
test_mistyped (BackupFixture *fixture, gconstpointer data)
{
  g_autofree char *generation = backup_fixture_make (fixture, 0);
  g_autofree char *missing = g_build_filename (fixture->top, "go-nham", NULL);
  g_autofree char *path = g_build_filename (missing, "moi", NULL);
  const TcBackupOptions options = {
      .data_dir = fixture->data, .root = path, .version = "1", .now_us = fixture->now_us + 1000000};
  const TcRestoreOptions restore = {
      .backup = generation, .data_dir = path, .now_us = fixture->now_us + 1000000};
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *made = NULL;

  g_assert_null (tc_backup_make (&options, NULL, &made, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "go-nham' doesn't exist"));
  g_clear_error (&error);
  g_assert_null (tc_restore_plan (&restore, NULL, &faults, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "go-nham' doesn't exist"));
  g_assert_false (g_file_test (missing, G_FILE_TEST_EXISTS));
}

static void
test_manifest (BackupFixture *fixture, gconstpointer data)
{
  g_autofree char *path = backup_fixture_make (fixture, 0);
  g_autofree char *manifest_path = g_build_filename (path, "manifest.json", NULL);
  g_autoptr (GError) error = NULL;

  backup_fixture_flip (manifest_path, 30);
  g_assert_null (tc_backup_manifest_read (path, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
}

/* A server that ends while a backup is made leaves nothing behind that would tell it later. */
static void
test_server_ends (BackupFixture *fixture, gconstpointer data)
{
  TcServerConfig *config = tc_server_config_new (NULL, NULL);
  const TcServerParts parts = {.config = config, .dir = fixture->data};
  TcBackup *backup = tc_backup_new (&parts);
  g_autoptr (GError) error = NULL;

  g_assert_true (tc_backup_start (backup, fixture->root, 0, &error));
  g_assert_no_error (error);
  tc_backup_free (backup);
  g_assert_false (g_main_context_pending (NULL));
  tc_server_config_free (config);
}

static void
test_due (void)
{
  gint64 day = 86400;
  gint64 at = 150; /* 02:30 */

  g_assert_true (tc_backup_is_due (0, 100 * day, (int) at));
  g_assert_false (tc_backup_is_due (100 * day + 9000, 100 * day + 9001, (int) at));
  g_assert_false (tc_backup_is_due (100 * day + 9000, 101 * day + 8999, (int) at));
  g_assert_true (tc_backup_is_due (100 * day + 9000, 101 * day + 9000, (int) at));
  /* The server was away at the time. */
  g_assert_true (tc_backup_is_due (100 * day + 9000, 101 * day + 60000, (int) at));
  g_assert_cmpint (tc_server_config_minute ("02:30"), ==, at);
  g_assert_cmpint (tc_server_config_minute ("24:00"), ==, -1);
  g_assert_cmpint (tc_server_config_minute ("2:30"), ==, -1);
  g_assert_cmpint (tc_server_config_minute ("02:60"), ==, -1);
}

#define ADD(path, func)                                                                            \
  g_test_add (path, BackupFixture, NULL, backup_fixture_set_up, func, backup_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/backup/whole", test_whole);
  ADD ("/backup/generations", test_generations);
  ADD ("/backup/faults", test_faults);
  ADD ("/backup/log-faults", test_log_faults);
  ADD ("/backup/missing", test_missing);
  ADD ("/backup/broken-off", test_broken_off);
  ADD ("/backup/mistyped", test_mistyped);
  ADD ("/backup/manifest", test_manifest);
  ADD ("/backup/server-ends", test_server_ends);
  g_test_add_func ("/backup/due", test_due);
  return g_test_run ();
}
