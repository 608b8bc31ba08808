/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a restore puts back what the backup holds, under an epoch that was never used, loses
 * nothing that was in the way, and refuses whatever it should not do. Method: a real data directory
 * (backup-fixture.h), its backups, and one cause after the other.
 */
#include "backup-fixture.h"

#include "tc-digest.h"
#include "tc-server.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static char *
restore (BackupFixture *fixture, gint64 *epoch)
{
  const TcRestoreOptions options = {fixture->root, fixture->data, fixture->now_us += 2000000};
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRestorePlan) plan = tc_restore_plan (&options, NULL, &faults, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (faults->len, ==, 0);
  *epoch = plan->epoch;
  char *aside = tc_restore_run (&options, plan, NULL, &error);
  g_assert_no_error (error);
  return aside;
}

static void
test_restored (BackupFixture *fixture, gconstpointer data)
{
  gint64 lsn = backup_fixture_ask (fixture, "SELECT max (last_lsn) FROM log_commit");
  g_autofree char *path = backup_fixture_make (fixture, 0);
  g_autofree char *newer = backup_fixture_attach (fixture, "sau sao lưu");
  g_autofree char *files = g_build_filename (fixture->data, "files", NULL);
  g_autofree char *newer_path = tc_backup_file_path (files, newer);
  gint64 lost = backup_fixture_work (fixture, 3);
  gint64 epoch;
  g_autofree char *aside = restore (fixture, &epoch);
  g_autofree char *old_state = g_build_filename (aside, "state.db", NULL);
  g_autofree char *old_files = g_build_filename (aside, "files", NULL);
  g_autofree char *old_newer = tc_backup_file_path (old_files, newer);

  g_assert_cmpint (epoch, ==, 2);
  g_assert_cmpint (backup_fixture_ask (fixture, "SELECT epoch FROM log_identity"), ==, 2);
  g_assert_cmpint (backup_fixture_ask (fixture, "SELECT base_lsn FROM log_epoch"), ==, lsn);
  g_assert_cmpint (backup_fixture_ask (fixture, "SELECT max (last_lsn) FROM log_commit"), ==, lsn);
  g_assert_cmpint (lost, ==, lsn + 3);
  g_assert_true (g_file_test (old_state, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (old_newer, G_FILE_TEST_EXISTS));
  /* Desks may send again what refers to it. */
  g_assert_true (g_file_test (newer_path, G_FILE_TEST_EXISTS));
  /* The hub takes it up: the first that it does is to skip the codes. */
  g_assert_cmpint (backup_fixture_work (fixture, 1), >, lsn + 1);
  g_assert_cmpint (backup_fixture_ask (fixture, "SELECT codes_skipped FROM log_epoch"), ==, 1);
  g_autofree char *next = backup_fixture_make (fixture, 0);
  g_autoptr (GPtrArray) faults = backup_fixture_verify (fixture);
  g_assert_cmpuint (faults->len, ==, 0);
}

/* An epoch is never begun twice, whichever witness is left. */
static void
test_epochs (BackupFixture *fixture, gconstpointer data)
{
  g_autofree char *path = backup_fixture_make (fixture, 0);
  g_autofree char *noted = g_build_filename (fixture->root, "epoch", NULL);
  gint64 epoch;
  g_autofree char *first = restore (fixture, &epoch);

  g_assert_cmpint (epoch, ==, 2);
  /* The data say it, then the note beside the backups. */
  g_assert_cmpint (g_unlink (noted), ==, 0);
  g_autofree char *second = restore (fixture, &epoch);
  g_assert_cmpint (epoch, ==, 3);
  g_assert_true (tc_backup_remove_tree (fixture->data, NULL));
  g_autofree char *third = restore (fixture, &epoch);
  g_assert_cmpint (epoch, ==, 4);
  g_assert_cmpstr (third, ==, "");
}

static void
failed_cb (gpointer data)
{
}

/* Cut off while files were moved: no server takes what is there for a province without data, and
 * restoring again mends it. */
static void
test_cut_off (BackupFixture *fixture, gconstpointer data)
{
  TcServerConfig *config = tc_server_config_new (NULL, NULL);
  g_autofree char *path = backup_fixture_make (fixture, 0);
  g_autofree char *mark = g_build_filename (fixture->data, TC_RESTORE_UNFINISHED, NULL);
  g_autofree char *state = g_build_filename (fixture->data, "state.db", NULL);
  g_autofree char *key = g_build_filename (fixture->data, "server.key", NULL);
  g_autoptr (GError) error = NULL;
  gint64 epoch;

  g_assert_true (g_file_set_contents (mark, "", 0, NULL));
  g_assert_cmpint (g_unlink (state), ==, 0);
  g_assert_cmpint (g_unlink (key), ==, 0);
  g_free (config->data_dir);
  config->data_dir = g_strdup (fixture->data);
  g_assert_null (tc_server_new (config, failed_cb, NULL, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_DIVERGED);
  g_assert_false (g_file_test (key, G_FILE_TEST_EXISTS));
  g_autofree char *aside = restore (fixture, &epoch);
  g_assert_false (g_file_test (mark, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (key, G_FILE_TEST_EXISTS));
  g_assert_cmpint (backup_fixture_ask (fixture, "SELECT epoch FROM log_identity"), ==, epoch);
}

static void
refuse (BackupFixture *fixture, const char *backup, GQuark domain, int code)
{
  const TcRestoreOptions options = {backup, fixture->data, fixture->now_us + 5000000};
  g_autofree char *before = NULL;
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRestorePlan) plan = tc_restore_plan (&options, NULL, &faults, &error);

  g_assert_null (plan);
  g_assert_error (error, domain, code);
  g_test_message ("%s", error->message);
}

/* A service's data directory is a link; its disk was lost with all that it led to. */
static void
test_lost_disk (BackupFixture *fixture, gconstpointer data)
{
  g_autofree char *made = backup_fixture_make (fixture, 0);
  g_autofree char *link = g_build_filename (fixture->top, "link", NULL);
  g_autofree char *place = g_build_filename (fixture->top, "private", "lost", NULL);
  g_autofree char *state = g_build_filename (place, "state.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) faults = NULL;
  TcRestoreOptions options = {
      .backup = fixture->root, .data_dir = link, .now_us = fixture->now_us + 5000000};

  g_assert_cmpint (symlink ("private/lost", link), ==, 0);
  g_autoptr (TcRestorePlan) plan = tc_restore_plan (&options, NULL, &faults, &error);
  g_assert_no_error (error);
  g_assert_false (plan->replaces);
  g_autofree char *aside = tc_restore_run (&options, plan, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_test (state, G_FILE_TEST_IS_REGULAR));
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
}

static void
test_running (BackupFixture *fixture, gconstpointer data)
{
  g_autofree char *path = backup_fixture_make (fixture, 0);
  g_autofree char *lock = g_build_filename (fixture->data, "lock", NULL);
  int fd = g_open (lock, O_RDWR | O_CREAT, 0600);

  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);
  refuse (fixture, fixture->root, TC_ERROR, TC_ERROR_BUSY);
  close (fd);
}

static void
test_wrong_folders (BackupFixture *fixture, gconstpointer data)
{
  g_autofree char *path = backup_fixture_make (fixture, 0);
  g_autofree char *other = g_build_filename (fixture->top, "other", NULL);
  g_autofree char *letter = g_build_filename (other, "letter.txt", NULL);
  g_autofree char *inner = g_build_filename (fixture->root, "data", NULL);

  g_mkdir (other, 0700);
  refuse (fixture, other, TC_ERROR, TC_ERROR_NOT_FOUND);
  g_assert_true (g_file_set_contents (letter, "x", 1, NULL));
  g_free (fixture->data);
  fixture->data = g_strdup (other);
  refuse (fixture, fixture->root, TC_ERROR, TC_ERROR_INVALID);
  g_assert_true (g_file_test (letter, G_FILE_TEST_EXISTS));
  g_free (fixture->data);
  fixture->data = g_strdup (inner);
  refuse (fixture, fixture->root, TC_ERROR, TC_ERROR_INVALID);
}

static void
test_manifests (BackupFixture *fixture, gconstpointer data)
{
  g_autofree char *path = backup_fixture_make (fixture, 0);
  g_autofree char *file = g_build_filename (path, "manifest.json", NULL);
  g_autoptr (TcBackupManifest) manifest = tc_backup_manifest_read (path, NULL);
  TcBackupManifest was = *manifest;

  manifest->schema_server = 99;
  g_assert_true (tc_backup_manifest_write (manifest, path, NULL));
  refuse (fixture, path, TC_ERROR, TC_ERROR_DIVERGED);
  manifest->schema_server = was.schema_server;
  manifest->files_bytes = (gint64) 1 << 60;
  g_assert_true (tc_backup_manifest_write (manifest, path, NULL));
  refuse (fixture, path, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
  manifest->files_bytes = was.files_bytes;
  manifest->made_us += (gint64) 3600 * 1000000;
  g_assert_true (tc_backup_manifest_write (manifest, path, NULL));
  refuse (fixture, path, TC_ERROR, TC_ERROR_INVALID);
  manifest->made_us = was.made_us;
  manifest->format = 2;
  g_assert_true (tc_backup_manifest_write (manifest, path, NULL));
  refuse (fixture, path, TC_ERROR, TC_ERROR_INVALID);
  backup_fixture_flip (file, 10);
  refuse (fixture, path, TC_ERROR, TC_ERROR_INVALID);
}

/* Damaged: the faults are told, and the caller goes no further. */
static void
test_damaged (BackupFixture *fixture, gconstpointer data)
{
  g_autofree char *path = backup_fixture_make (fixture, 0);
  g_autofree char *state = g_build_filename (path, "state.db", NULL);
  const TcRestoreOptions options = {path, fixture->data, fixture->now_us + 5000000};
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GError) error = NULL;

  backup_fixture_flip (state, 5000);
  g_autoptr (TcRestorePlan) plan = tc_restore_plan (&options, NULL, &faults, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (faults->len, ==, 1);
  /* And if it did, what is there would stay. */
  g_assert_null (tc_restore_run (&options, plan, NULL, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_DIVERGED);
  g_assert_cmpint (backup_fixture_ask (fixture, "SELECT epoch FROM log_identity"), ==, 1);
}

#define ADD(path, func)                                                                            \
  g_test_add (path, BackupFixture, NULL, backup_fixture_set_up, func, backup_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/restore/restored", test_restored);
  ADD ("/restore/epochs", test_epochs);
  ADD ("/restore/lost-disk", test_lost_disk);
  ADD ("/restore/cut-off", test_cut_off);
  ADD ("/restore/running", test_running);
  ADD ("/restore/wrong-folders", test_wrong_folders);
  ADD ("/restore/manifests", test_manifests);
  ADD ("/restore/damaged", test_damaged);
  return g_test_run ();
}
