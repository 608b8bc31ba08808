/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the doctor names each fault of an installation, says what to do, and nothing else. Method:
 * a real data directory (backup-fixture.h) with settings and a backup, in which one fault after the
 * other is planted; no server runs.
 */
#include "backup-fixture.h"
#include "tc-doctor.h"

#include "tc-database.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define DAY_US ((gint64) 86400 * 1000000)

typedef struct {
  BackupFixture base;
  char *config; /* (owned) */
} Fixture;

/* Port 0: whether a server runs on this machine is nothing to these tests. */
static void
write_config (Fixture *fixture, const char *more)
{
  g_autofree char *text = g_strdup_printf ("[server]\ndata-dir=%s\n[listen]\nport=0\n"
                                           "[backup]\ndir=%s\n%s",
                                           fixture->base.data, fixture->base.root, more);

  g_assert_true (g_file_set_contents (fixture->config, text, -1, NULL));
}

static void
execute (Fixture *fixture, const char *file, const char *sql)
{
  g_autofree char *path = g_build_filename (fixture->base.data, file, NULL);
  g_autoptr (TcDatabase) db = tc_database_open (path, TC_DATABASE_WRITER, NULL);
  g_autoptr (GError) error = NULL;

  tc_database_execute_script (db, sql);
  if (!tc_database_check (db, &error))
    g_error ("%s: %s", sql, error->message);
}

static char *
path_of (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->base.data, name, NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char *const files[] = {"state.db", "secrets.db", "state.db-wal", "secrets.db-wal"};
  g_autofree char *generation = NULL;

  backup_fixture_set_up (&fixture->base, NULL);
  fixture->config = g_build_filename (fixture->base.top, "toancanhd.conf", NULL);
  write_config (fixture, "");
  execute (fixture, "state.db",
           "INSERT INTO agency (id, scope, code, kind, name_vi, name_en, valid_from_us)"
           " VALUES (1, 1, 'ioc', 'centre', 'Trung tâm', 'Centre', 0);"
           "INSERT INTO role (id, scope, code, name_vi, name_en) VALUES (1, 1, 'a', 'A', 'A');"
           "INSERT INTO role_capability VALUES (1, 1, 1, 'people.manage');"
           "INSERT INTO staff (id, scope, account, name) VALUES (1, 1, 'lan', 'Lan');"
           "INSERT INTO post (id, scope, staff_id, agency_id, role_id, valid_from_us)"
           " VALUES (1, 1, 1, 1, 1, 0);"
           "INSERT INTO desk (id, scope, name, agency_id, state)"
           " VALUES (1, 1, 'Bàn 01', 1, 'enrolled');"
           "UPDATE attachment SET incident_id = 0, event_id = 0;");
  execute (fixture, "secrets.db", "INSERT INTO password VALUES (1, 'x', 0, 0, 0)");
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = path_of (fixture, files[i]);
    g_chmod (path, 0600);
  }
  generation = backup_fixture_make (&fixture->base, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  backup_fixture_tear_down (&fixture->base, NULL);
  g_free (fixture->config);
}

static TcDoctor *
look_at (Fixture *fixture, gint64 now_us, gboolean deep)
{
  TcDoctor *doctor = tc_doctor_new (fixture->config, NULL, deep, now_us);

  tc_doctor_check_config (doctor);
  if (!doctor->config) {
    g_free (doctor->data_dir);
    doctor->data_dir = g_strdup (fixture->base.data);
  }
  tc_doctor_check_folder (doctor);
  tc_doctor_check_disk (doctor);
  tc_doctor_check_system (doctor);
  tc_doctor_check_certificate (doctor);
  tc_doctor_check_port (doctor);
  tc_doctor_check_data (doctor);
  tc_doctor_check_backups (doctor);
  return doctor;
}

/* What is always so in a test: no server, the backup on the same disk, perhaps little room. */
static gboolean
is_expected (const TcFinding *finding)
{
  static const char *const checks[] = {"server", "backup-disk", "space", "disk", "inodes"};

  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    if (strcmp (checks[i], finding->check) == 0)
      return TRUE;
  return FALSE;
}

/* That fault is named, with what to do, and no other. */
static void
assert_only (TcDoctor *doctor, const char *check, TcFindingLevel level)
{
  gboolean found = FALSE;

  for (guint i = 0; i < doctor->findings->len; i++) {
    const TcFinding *finding = doctor->findings->pdata[i];

    if (finding->level == TC_FINDING_FINE || is_expected (finding))
      continue;
    g_test_message ("%s: %s", finding->check, finding->what);
    g_assert_cmpstr (finding->check, ==, check);
    g_assert_cmpint (finding->level, ==, level);
    g_assert_nonnull (finding->cure);
    found = TRUE;
  }
  g_assert_true (found || !check);
}

static void
assert_named (Fixture *fixture, const char *check, TcFindingLevel level)
{
  g_autoptr (TcDoctor) doctor = look_at (fixture, fixture->base.now_us + 1000000, FALSE);

  assert_only (doctor, check, level);
}

static void
test_fine (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcDoctor) doctor = look_at (fixture, fixture->base.now_us + 1000000, TRUE);

  assert_only (doctor, NULL, TC_FINDING_FINE);
  g_assert_nonnull (tc_doctor_find (doctor, "server"));
}

static void
test_config (Fixture *fixture, gconstpointer data)
{
  write_config (fixture, "[listen]\nprot=1\n");
  assert_named (fixture, "config", TC_FINDING_FAULT);
  write_config (fixture, "at=25:00\n");
  assert_named (fixture, "config", TC_FINDING_FAULT);
  g_assert_cmpint (g_unlink (fixture->config), ==, 0);
  assert_named (fixture, "config", TC_FINDING_FAULT);
}

static void
test_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *secrets = path_of (fixture, "secrets.db");
  g_autofree char *key = path_of (fixture, "server.key");
  g_autofree char *kept = path_of (fixture, "server.key.kept");

  g_chmod (secrets, 0644);
  assert_named (fixture, "rights", TC_FINDING_FAULT);
  g_chmod (secrets, 0600);
  g_chmod (fixture->base.data, 0755);
  assert_named (fixture, "rights", TC_FINDING_FAULT);
  g_chmod (fixture->base.data, 0700);
  g_assert_cmpint (g_rename (key, kept), ==, 0);
  assert_named (fixture, "missing", TC_FINDING_FAULT);
  g_assert_cmpint (g_rename (kept, key), ==, 0);
  assert_named (fixture, NULL, TC_FINDING_FINE);
  g_assert_true (tc_backup_remove_tree (fixture->base.data, NULL));
  assert_named (fixture, "folder", TC_FINDING_FAULT);
}

static void
test_leftovers (Fixture *fixture, gconstpointer data)
{
  g_autofree char *old = path_of (fixture, "before-restore-20261125T023000Z");
  g_autofree char *part = path_of (fixture, ".restoring");
  g_autofree char *mark = path_of (fixture, ".restore-unfinished");

  g_mkdir (old, 0700);
  assert_named (fixture, "leftover", TC_FINDING_WARNING);
  g_rmdir (old);
  g_mkdir (part, 0700);
  assert_named (fixture, "leftover", TC_FINDING_WARNING);
  /* Then what is in that folder must not go. */
  g_assert_true (g_file_set_contents (mark, "", 0, NULL));
  assert_named (fixture, "leftover", TC_FINDING_FAULT);
}

/* The lock is held, and nobody answers at the socket. */
static void
test_unreachable (Fixture *fixture, gconstpointer data)
{
  g_autofree char *lock = path_of (fixture, "lock");
  int fd = g_open (lock, O_RDWR | O_CREAT, 0600);

  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);
  g_autoptr (TcDoctor) doctor = look_at (fixture, fixture->base.now_us + 1000000, FALSE);
  g_assert_cmpint (tc_doctor_find (doctor, "server")->level, ==, TC_FINDING_FAULT);
  close (fd);
}

static void
test_database (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, "secrets.db");
  g_autofree char *wal = path_of (fixture, "secrets.db-wal");
  char junk[4096];
  int fd;

  execute (fixture, "secrets.db", "PRAGMA wal_checkpoint (TRUNCATE)");
  memset (junk, 0xa5, sizeof junk);
  fd = g_open (path, O_WRONLY, 0);
  g_assert_cmpint (pwrite (fd, junk, sizeof junk, 4096), ==, sizeof junk);
  close (fd);
  assert_named (fixture, "database", TC_FINDING_FAULT);
}

static void
test_log (Fixture *fixture, gconstpointer data)
{
  execute (fixture, "state.db", "UPDATE log_commit SET time_us = time_us + 1 WHERE last_lsn = 3");
  assert_named (fixture, "log", TC_FINDING_FAULT);
  execute (fixture, "state.db", "UPDATE log_commit SET time_us = time_us - 1 WHERE last_lsn = 3");
  assert_named (fixture, NULL, TC_FINDING_FINE);
  /* What stands behind a link is looked at deeply alone. */
  execute (fixture, "state.db", "UPDATE log_section SET body = x'01' WHERE last_lsn = 3");
  assert_named (fixture, NULL, TC_FINDING_FINE);
  g_autoptr (TcDoctor) doctor = look_at (fixture, fixture->base.now_us + 1000000, TRUE);
  assert_only (doctor, "log", TC_FINDING_FAULT);
}

static void
test_references (Fixture *fixture, gconstpointer data)
{
  execute (fixture, "state.db", "UPDATE desk SET agency_id = 77");
  assert_named (fixture, "references", TC_FINDING_WARNING);
}

static void
test_files (Fixture *fixture, gconstpointer data)
{
  g_autofree char *files = path_of (fixture, "files");
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "một bức ảnh", -1);
  g_autofree char *path = tc_backup_file_path (files, hash);
  g_autofree char *other = tc_backup_file_path (files, hash);

  g_assert_true (g_file_set_contents (path, "cụt", -1, NULL));
  assert_named (fixture, "files-damaged", TC_FINDING_FAULT);
  g_assert_true (g_file_set_contents (path, "Một bức ảnh", -1, NULL));
  assert_named (fixture, NULL, TC_FINDING_FINE);
  g_autoptr (TcDoctor) doctor = look_at (fixture, fixture->base.now_us + 1000000, TRUE);
  assert_only (doctor, "files-damaged", TC_FINDING_FAULT);
  g_assert_cmpint (g_unlink (path), ==, 0);
  assert_named (fixture, "files-missing", TC_FINDING_WARNING);
  g_assert_true (g_file_set_contents (path, "một bức ảnh", -1, NULL));
  other[strlen (other) - 1] = other[strlen (other) - 1] == '0' ? '1' : '0';
  g_assert_true (g_file_set_contents (other, "x", -1, NULL));
  assert_named (fixture, "files-orphans", TC_FINDING_WARNING);
}

static void
test_people (Fixture *fixture, gconstpointer data)
{
  execute (fixture, "secrets.db", "UPDATE password SET locked_until_us = 9000000000000000");
  assert_named (fixture, "locked", TC_FINDING_WARNING);
  execute (fixture, "secrets.db", "DELETE FROM password");
  assert_named (fixture, "admins", TC_FINDING_WARNING);
}

static void
test_clock (Fixture *fixture, gconstpointer data)
{
  execute (fixture, "state.db",
           "UPDATE log_operation SET replica = 1, made_us = made_us + 60000000 WHERE lsn = 5");
  assert_named (fixture, "clock", TC_FINDING_WARNING);
  g_autoptr (TcDoctor) doctor = look_at (fixture, fixture->base.now_us - 3600 * 1000000ll, FALSE);
  assert_only (doctor, "clock", TC_FINDING_FAULT);
}

static void
test_desks (Fixture *fixture, gconstpointer data)
{
  execute (fixture, "state.db", "UPDATE log_operation SET replica = 1 WHERE lsn = 5");
  gint64 later_us = fixture->base.now_us += 40 * DAY_US;
  g_autofree char *generation = backup_fixture_make (&fixture->base, 0);
  g_autoptr (TcDoctor) doctor = look_at (fixture, later_us + 2000000, FALSE);
  assert_only (doctor, "desks", TC_FINDING_WARNING);
}

static void
test_backups (Fixture *fixture, gconstpointer data)
{
  g_autofree char *ini = path_of (fixture, "backup.ini");
  g_autoptr (TcDoctor) late = look_at (fixture, fixture->base.now_us + DAY_US + DAY_US / 2, FALSE);
  g_autoptr (TcDoctor) old = look_at (fixture, fixture->base.now_us + 8 * DAY_US, FALSE);

  assert_only (late, "backup", TC_FINDING_WARNING);
  assert_only (old, "backup", TC_FINDING_FAULT);
  g_assert_nonnull (tc_doctor_find (old, "backup-disk"));
  g_assert_true (g_file_set_contents (ini, "[failed]\nerror=no space left\ntime_us=1\n", -1, NULL));
  assert_named (fixture, "backup-failed", TC_FINDING_FAULT);
  g_assert_cmpint (g_unlink (ini), ==, 0);
  g_assert_true (tc_backup_remove_tree (fixture->base.root, NULL));
  assert_named (fixture, "backup", TC_FINDING_FAULT);
}

static void
test_no_daily (Fixture *fixture, gconstpointer data)
{
  g_autofree char *ini = path_of (fixture, "backup.ini");
  g_autofree char *root = NULL;
  g_autofree char *generation = tc_backup_find (fixture->base.root, &root, NULL);
  g_autofree char *last = g_strdup_printf ("[last]\npath=%s\nmade_us=%" G_GINT64_FORMAT "\n",
                                           generation, fixture->base.now_us);
  g_autofree char *text = g_strdup_printf ("[server]\ndata-dir=%s\n[listen]\nport=0\n",
                                           fixture->base.data);

  g_assert_true (g_file_set_contents (ini, last, -1, NULL));
  g_assert_true (g_file_set_contents (fixture->config, text, -1, NULL));
  assert_named (fixture, "backup-daily", TC_FINDING_WARNING);
}

static void
set_certificate (Fixture *fixture, const char *certificate, const char *key, const char *url)
{
  g_autofree char *more = g_strdup_printf (
      "[listen]\naddress=0.0.0.0\nport=0\ncertificate=%s\nkey=%s\n[open311]\nbase-url=%s\n",
      certificate, key, url);

  write_config (fixture, more);
}

static gint64
time_of (const char *text)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

  return g_date_time_to_unix (time) * 1000000;
}

static void
assert_certificate (Fixture *fixture, gint64 now_us, const char *check, TcFindingLevel level)
{
  g_autoptr (TcDoctor) doctor = tc_doctor_new (fixture->config, NULL, FALSE, now_us);

  tc_doctor_check_config (doctor);
  tc_doctor_check_certificate (doctor);
  assert_only (doctor, check, level);
}

/* Of a file that others may read: a copy that they may not. */
static char *
copy_private (Fixture *fixture, const char *from, const char *name)
{
  char *path = g_build_filename (fixture->base.top, name, NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (from, &text, NULL, NULL));
  g_assert_true (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  return path;
}

/* By way of systemd: credentials aren't there while the service doesn't run. */
static void
test_credential (Fixture *fixture, gconstpointer data)
{
  g_autofree char *certificate = copy_private (fixture, g_getenv ("TC_TEST_CERTIFICATE"), "c.pem");
  g_autofree char *units = g_build_filename (fixture->base.top, "units", NULL);
  g_autofree char *addition = g_build_filename (units, "certificate.conf", NULL);
  g_autofree char *text = g_strdup_printf (
      "[Service]\nLoadCredential=tls.pem:%s\nLoadCredential=tls.key:%s\n", certificate,
      certificate);

  set_certificate (fixture, "/run/credentials/toancanhd.service/tls.pem",
                   "/run/credentials/toancanhd.service/tls.key", "");
  assert_certificate (fixture, 1, "certificate-unreadable", TC_FINDING_FAULT);
  g_assert_cmpint (g_mkdir (units, 0700), ==, 0);
  g_assert_true (g_file_set_contents (addition, text, -1, NULL));
  for (int i = 0; i < 2; i++) {
    g_autoptr (TcDoctor) doctor = tc_doctor_new (fixture->config, NULL, FALSE, 1);
    doctor->units = units;
    g_assert_cmpint (g_chmod (certificate, i ? 0640 : 0644), ==, 0);
    tc_doctor_check_config (doctor);
    tc_doctor_check_certificate (doctor);
    g_assert_null (tc_doctor_find (doctor, "certificate-unreadable"));
    g_assert_nonnull (tc_doctor_find (doctor, "certificate-early"));
    const TcFinding *rights = tc_doctor_find (doctor, "rights");
    g_assert_true (i ? !rights : rights && strstr (rights->cure, certificate) != NULL);
  }
}

static void
test_certificate (Fixture *fixture, gconstpointer data)
{
  g_autofree char *certificate = copy_private (fixture, g_getenv ("TC_TEST_CERTIFICATE"), "c.pem");
  g_autofree char *other = g_test_build_filename (G_TEST_DIST, "tls", "other-key.pem", NULL);
  g_autofree char *key = copy_private (fixture, other, "k.pem");
  g_autoptr (GTlsCertificate) read = g_tls_certificate_new_from_file (certificate, NULL);
  g_autoptr (GDateTime) until = g_tls_certificate_get_not_valid_after (read);
  gint64 until_us = g_date_time_to_unix (until) * 1000000;
  gint64 good_us = until_us - 100 * DAY_US;

  set_certificate (fixture, certificate, "", "https://localhost/open311");
  assert_certificate (fixture, good_us, NULL, TC_FINDING_FINE);
  assert_certificate (fixture, until_us - 10 * DAY_US, "certificate-expired", TC_FINDING_WARNING);
  assert_certificate (fixture, until_us + DAY_US, "certificate-expired", TC_FINDING_FAULT);
  assert_certificate (fixture, time_of ("2001-01-01T00:00:00Z"), "certificate-early",
                      TC_FINDING_FAULT);
  set_certificate (fixture, certificate, "", "https://haugiang.example/open311");
  assert_certificate (fixture, good_us, "certificate-name", TC_FINDING_FAULT);
  set_certificate (fixture, certificate, key, "");
  assert_certificate (fixture, good_us, "certificate-key", TC_FINDING_FAULT);
  set_certificate (fixture, "/nowhere.pem", "", "");
  assert_certificate (fixture, good_us, "certificate-unreadable", TC_FINDING_FAULT);
  write_config (fixture, "[listen]\naddress=0.0.0.0\n");
  assert_certificate (fixture, good_us, "certificate", TC_FINDING_FAULT);
}

static void
test_port (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *more = g_strdup_printf ("[listen]\nport=%u\n", port);

  write_config (fixture, more);
  assert_named (fixture, "port", TC_FINDING_FAULT);
  g_socket_listener_close (listener);
  g_autoptr (TcDoctor) doctor = tc_doctor_new (fixture->config, NULL, FALSE, 1);
  doctor->status = json_object_new ();
  tc_doctor_check_config (doctor);
  tc_doctor_check_port (doctor);
  assert_only (doctor, "port", TC_FINDING_FAULT);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/doctor/fine", test_fine);
  ADD ("/doctor/config", test_config);
  ADD ("/doctor/folder", test_folder);
  ADD ("/doctor/leftovers", test_leftovers);
  ADD ("/doctor/unreachable", test_unreachable);
  ADD ("/doctor/database", test_database);
  ADD ("/doctor/log", test_log);
  ADD ("/doctor/references", test_references);
  ADD ("/doctor/files", test_files);
  ADD ("/doctor/people", test_people);
  ADD ("/doctor/clock", test_clock);
  ADD ("/doctor/desks", test_desks);
  ADD ("/doctor/backups", test_backups);
  ADD ("/doctor/no-daily", test_no_daily);
  ADD ("/doctor/certificate", test_certificate);
  ADD ("/doctor/credential", test_credential);
  ADD ("/doctor/port", test_port);
  return g_test_run ();
}
