/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The doctor on the place where the server lives: settings, folder, disk, programs, backups.
 */
#include "tc-doctor.h"

#include "tc-backup-set.h"
#include "tc-backup.h"
#include "tc-limits.h"
#include "tc-restore.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define DATA_DEFAULT "/var/lib/toancanh"
#define MIB ((gint64) 1024 * 1024)
#define SPACE_FAULT (200 * MIB)
#define SPACE_WARNING (2048 * MIB)
#define INODES_WARNING 10000
#define SQLITE_OLDEST 3040000
#define BACKUP_LATE_US (26 * 3600 * TC_US_PER_S)
#define BACKUP_OLD_US (7 * TC_US_PER_DAY)
#define ZONE "Asia/Ho_Chi_Minh"

/* ---- settings ---- */

void
tc_doctor_check_config (TcDoctor *doctor)
{
  g_autoptr (GError) error = NULL;

  doctor->config = tc_server_config_new (doctor->config_path, &error);
  if (!doctor->config)
    tc_doctor_say (doctor, TC_FINDING_FAULT, "config", _ ("correct that line of the file"),
                   _ ("The settings can't be used: %s."), error->message);
  else
    tc_doctor_say (doctor, TC_FINDING_FINE, "config", NULL, _ ("The settings %s are in order."),
                   doctor->config_path);
  if (!doctor->data_dir)
    doctor->data_dir = g_strdup (
        doctor->config && *doctor->config->data_dir ? doctor->config->data_dir : DATA_DEFAULT);
}

/* ---- the folder ---- */

static void
check_rights (TcDoctor *doctor, const char *name, uid_t owner)
{
  g_autofree char *path = g_build_filename (doctor->data_dir, name, NULL);
  GStatBuf info;

  if (g_stat (path, &info) < 0) {
    if (errno == ENOENT && *name)
      tc_doctor_say (doctor, TC_FINDING_FAULT, "missing",
                     _ ("restore it from a backup: toancanhctl restore"),
                     _ ("%s is missing in the data directory."), name);
    return;
  }
  if (info.st_mode & 077) {
    g_autofree char *cure = g_strdup_printf ("chmod go= '%s'", path);

    tc_doctor_say (doctor, TC_FINDING_FAULT, "rights", cure,
                   _ ("Others than the server can read %s."), path);
  }
  if (info.st_uid != owner) {
    g_autofree char *cure = g_strdup_printf ("chown --reference='%s' '%s'", doctor->data_dir, path);

    tc_doctor_say (doctor, TC_FINDING_FAULT, "owner", cure,
                   _ ("%s belongs to another user than its folder."), path);
  }
}

static gboolean
is_locked (TcDoctor *doctor)
{
  g_autofree char *path = g_build_filename (doctor->data_dir, "lock", NULL);
  int fd = g_open (path, O_RDWR | O_CLOEXEC, 0);
  gboolean locked = fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) < 0;

  if (fd >= 0)
    close (fd);
  return locked;
}

static void
check_running (TcDoctor *doctor)
{
  if (doctor->status)
    tc_doctor_say (doctor, TC_FINDING_FINE, "server", NULL, _ ("The server is running."));
  else if (is_locked (doctor))
    tc_doctor_say (doctor, TC_FINDING_FAULT, "server",
                   _ ("run as root, and name its socket: toancanhctl --socket PATH doctor"),
                   _ ("A server is running on this data, but its socket doesn't answer."));
  else
    tc_doctor_say (doctor, TC_FINDING_WARNING, "server", "systemctl start toancanhd",
                   _ ("The server is not running."));
}

/* Where there is a backup, it has been lost; else it has never been. */
static char *
dup_folder_cure (TcDoctor *doctor)
{
  const char *dir = doctor->config ? doctor->config->backup_dir : "";
  g_autofree char *root = NULL;
  g_autofree char *newest = *dir ? tc_backup_find (dir, &root, NULL) : NULL;

  if (newest)
    return g_strdup_printf ("toancanhctl restore '%s' --to '%s'", dir, doctor->data_dir);
  return g_strdup (_ ("restore a backup: toancanhctl restore; only a new server: start it"));
}

void
tc_doctor_check_folder (TcDoctor *doctor)
{
  static const char *const names[] = {"", "state.db", "secrets.db", "server.key"};
  GStatBuf info;

  if (g_stat (doctor->data_dir, &info) < 0 || !S_ISDIR (info.st_mode)) {
    g_autofree char *cure = dup_folder_cure (doctor);

    tc_doctor_say (doctor, TC_FINDING_FAULT, "folder", cure,
                   _ ("There is no data directory at %s."), doctor->data_dir);
    return;
  }
  check_running (doctor);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    check_rights (doctor, names[i], info.st_uid);
  if (!tc_doctor_find (doctor, "rights") && !tc_doctor_find (doctor, "owner") &&
      !tc_doctor_find (doctor, "missing"))
    tc_doctor_say (doctor, TC_FINDING_FINE, "folder", NULL,
                   _ ("The data directory %s is the server's alone."), doctor->data_dir);
}

/* ---- the disk ---- */

static void
check_space (TcDoctor *doctor)
{
  struct statvfs info;

  if (statvfs (doctor->data_dir, &info) < 0)
    return;
  gint64 room = (gint64) info.f_bavail * (gint64) info.f_frsize;
  TcFindingLevel level = room < SPACE_FAULT     ? TC_FINDING_FAULT
                         : room < SPACE_WARNING ? TC_FINDING_WARNING
                                                : TC_FINDING_FINE;
  tc_doctor_say (doctor, level, "space", level ? _ ("make room on that disk") : NULL,
                 _ ("%lld MiB are free where the data are."), (long long) (room / MIB));
  if (info.f_files > 0 && info.f_favail < INODES_WARNING)
    tc_doctor_say (doctor, TC_FINDING_FAULT, "inodes", _ ("remove small files from that disk"),
                   _ ("The disk of the data has room for only %llu more files."),
                   (unsigned long long) info.f_favail);
}

static void
check_kind (TcDoctor *doctor)
{
  static const char *const remote[] = {"nfs", "nfs4",       "cifs",  "smb", "smb3", "smbfs",
                                       "9p",  "fuse.sshfs", "sshfs", "afs", "ceph", "glusterfs"};
  static const char *const passing[] = {"tmpfs", "ramfs"};
  g_autoptr (GFile) file = g_file_new_for_path (doctor->data_dir);
  g_autoptr (GFileInfo)
      info = g_file_query_filesystem_info (file, G_FILE_ATTRIBUTE_FILESYSTEM_TYPE, NULL, NULL);
  const char *kind = info
                         ? g_file_info_get_attribute_string (info, G_FILE_ATTRIBUTE_FILESYSTEM_TYPE)
                         : NULL;

  for (gsize i = 0; kind && i < G_N_ELEMENTS (remote); i++)
    if (strcmp (kind, remote[i]) == 0)
      tc_doctor_say (
          doctor, TC_FINDING_FAULT, "disk", _ ("move the data to a disk of this machine"),
          _ ("The data are on a network file system (%s), where databases break."), kind);
  for (gsize i = 0; kind && i < G_N_ELEMENTS (passing); i++)
    if (strcmp (kind, passing[i]) == 0)
      tc_doctor_say (doctor, TC_FINDING_FAULT, "disk", _ ("move the data to a real disk"),
                     _ ("The data are in memory (%s) and gone when the machine is off."), kind);
}

/* Of a restore that is long over, or broke off. */
static void
check_leftovers (TcDoctor *doctor)
{
  g_autofree char *mark = g_build_filename (doctor->data_dir, TC_RESTORE_UNFINISHED, NULL);
  g_autoptr (GDir) dir = g_dir_open (doctor->data_dir, 0, NULL);
  const char *name;

  if (g_file_test (mark, G_FILE_TEST_EXISTS)) {
    tc_doctor_say (
        doctor, TC_FINDING_FAULT, "leftover", "toancanhctl restore",
        _ ("A restore was cut off while files were moved; the server doesn't start until "
           "it is run again."));
    return;
  }
  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *cure = g_strdup_printf ("rm -r '%s/%s'", doctor->data_dir, name);

    if (g_str_has_prefix (name, "before-restore-"))
      tc_doctor_say (
          doctor, TC_FINDING_WARNING, "leftover", cure,
          _ ("%s has the data as they were before a restore; remove it once all is well."), name);
    else if (strcmp (name, ".restoring") == 0)
      tc_doctor_say (doctor, TC_FINDING_WARNING, "leftover", cure,
                     _ ("A restore broke off before it changed anything."));
  }
}

void
tc_doctor_check_disk (TcDoctor *doctor)
{
  if (!g_file_test (doctor->data_dir, G_FILE_TEST_IS_DIR))
    return;
  check_space (doctor);
  check_kind (doctor);
  check_leftovers (doctor);
}

/* ---- programs ---- */

void
tc_doctor_check_system (TcDoctor *doctor)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (ZONE);

  if (sqlite3_libversion_number () < SQLITE_OLDEST)
    tc_doctor_say (doctor, TC_FINDING_FAULT, "sqlite", "apt install libsqlite3-0",
                   _ ("SQLite %s is too old."), sqlite3_libversion ());
  else
    tc_doctor_say (doctor, TC_FINDING_FINE, "sqlite", NULL, "SQLite %s.", sqlite3_libversion ());
  if (!zone)
    tc_doctor_say (doctor, TC_FINDING_WARNING, "zone", "apt install tzdata",
                   _ ("This machine knows no time zone of Vietnam; times are shown in UTC."));
}

/* ---- backups ---- */

typedef struct {
  gint64 made_us;
  char *path;  /* (owned) (nullable) */
  char *error; /* (owned) (nullable) */
} Newest;

/* What the server noted, or what stands in the folder if that is newer. */
static void
find_newest (TcDoctor *doctor, Newest *newest)
{
  g_autoptr (GKeyFile) ini = g_key_file_new ();
  g_autofree char *path = g_build_filename (doctor->data_dir, TC_BACKUP_INI, NULL);
  const char *dir = doctor->config->backup_dir;
  g_autofree char *root = NULL;
  g_autofree char *generation = *dir ? tc_backup_find (dir, &root, NULL) : NULL;
  g_autoptr (TcBackupManifest) manifest = NULL;

  if (g_key_file_load_from_file (ini, path, G_KEY_FILE_NONE, NULL)) {
    newest->made_us = g_key_file_get_int64 (ini, "last", "made_us", NULL);
    newest->path = g_key_file_get_string (ini, "last", "path", NULL);
    newest->error = g_key_file_get_string (ini, "failed", "error", NULL);
  }
  if (generation)
    manifest = tc_backup_manifest_read (generation, NULL);
  if (manifest && manifest->made_us > newest->made_us) {
    newest->made_us = manifest->made_us;
    g_free (newest->path);
    newest->path = g_steal_pointer (&generation);
  }
}

static gboolean
is_same_disk (const char *a, const char *b)
{
  GStatBuf one, other;

  return g_stat (a, &one) == 0 && g_stat (b, &other) == 0 && one.st_dev == other.st_dev;
}

static void
check_age (TcDoctor *doctor, const Newest *newest)
{
  gint64 age_us = doctor->now_us - newest->made_us;
  g_autofree char *cure = g_strdup_printf ("toancanhctl backup %s",
                                           doctor->config && *doctor->config->backup_dir
                                               ? doctor->config->backup_dir
                                               : "/var/lib/toancanh-backup");

  if (!newest->path || !g_file_test (newest->path, G_FILE_TEST_IS_DIR)) {
    tc_doctor_say (doctor, TC_FINDING_FAULT, "backup", cure, _ ("There is no backup."));
    return;
  }
  TcFindingLevel level = age_us > BACKUP_OLD_US    ? TC_FINDING_FAULT
                         : age_us > BACKUP_LATE_US ? TC_FINDING_WARNING
                                                   : TC_FINDING_FINE;
  tc_doctor_say (doctor, level, "backup", level ? cure : NULL,
                 _ ("The newest backup is %lld hours old."),
                 (long long) (age_us / 3600 / TC_US_PER_S));
  if (is_same_disk (newest->path, doctor->data_dir))
    tc_doctor_say (
        doctor, TC_FINDING_WARNING, "backup-disk", _ ("mount another disk where the backups are"),
        _ ("The backups are on the same disk as the data; they would be lost together."));
}

/* On a disk of their own; that of the data is looked at anyhow. */
static void
check_backup_room (TcDoctor *doctor)
{
  const char *dir = doctor->config->backup_dir;
  struct statvfs info;

  if (!*dir || is_same_disk (dir, doctor->data_dir) || statvfs (dir, &info) < 0)
    return;
  gint64 room = (gint64) info.f_bavail * (gint64) info.f_frsize;
  if (room < SPACE_WARNING)
    tc_doctor_say (doctor, room < SPACE_FAULT ? TC_FINDING_FAULT : TC_FINDING_WARNING,
                   "backup-space", _ ("make room on that disk, or set keep in [backup] lower"),
                   _ ("%lld MiB are free where the backups are."), (long long) (room / MIB));
}

void
tc_doctor_check_backups (TcDoctor *doctor)
{
  Newest newest = {0};

  /* Without settings nobody knows where backups are. */
  if (!doctor->config)
    return;
  if (!*doctor->config->backup_dir)
    tc_doctor_say (doctor, TC_FINDING_WARNING, "backup-daily",
                   _ ("set dir in [backup] of the settings"), _ ("No daily backup is made."));
  check_backup_room (doctor);
  find_newest (doctor, &newest);
  check_age (doctor, &newest);
  if (newest.error)
    tc_doctor_say (doctor, TC_FINDING_FAULT, "backup-failed",
                   "journalctl -u toancanhd | grep backup", _ ("The last backup failed: %s."),
                   newest.error);
  g_free (newest.path);
  g_free (newest.error);
}
