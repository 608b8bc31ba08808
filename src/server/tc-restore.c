/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Restoring; see the header.
 *
 * DESIGN: the backup is copied into a folder within the data directory, begun as a new epoch there,
 * put on disk, and only then what was there is moved into another folder and the new one's content
 * to its place: renames within one file system. Cut off before the first of them, what was there
 * goes on; cut off between them, a mark keeps servers away (tc-server.c), and restoring again does
 * it from the beginning.
 */
#include "tc-restore.h"

#include "tc-backup-make.h"
#include "tc-error.h"
#include "tc-limits.h"
#include "tc-purges.h"
#include "tc-schema.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define COMING ".restoring"
#define ASIDE "before-restore-"
#define LOCK "lock"
/* In the folder of backups: the newest epoch that was begun from it. */
#define EPOCH "epoch"
#define SPARE_BYTES ((gint64) 16 * 1024 * 1024)
/* How far this clock may be behind the one that the backup was made by. */
#define CLOCK_BEHIND_US (120 * TC_US_PER_S)

void
tc_restore_plan_free (TcRestorePlan *plan)
{
  if (!plan)
    return;
  g_clear_pointer (&plan->manifest, tc_backup_manifest_free);
  g_free (plan->generation);
  g_free (plan->root);
  g_free (plan);
}

/* ---- checking ---- */

/* Returns the lock's file, -1 with @error. A folder without one has had no server. */
static int
lock_data (const char *dir, GError **error)
{
  g_autofree char *path = g_build_filename (dir, LOCK, NULL);
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  GStatBuf owner;

  if (fd < 0) {
    tc_error_take_errno ("opening", path, error);
    return -1;
  }
  /* Made by root, it must be the server's all the same. */
  if (geteuid () == 0 && g_stat (dir, &owner) == 0 && fchown (fd, owner.st_uid, owner.st_gid) < 0)
    g_debug ("the lock stays with whom it is: %s", g_strerror (errno));
  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;
  g_set_error (error, TC_ERROR, TC_ERROR_BUSY,
               "a server is running on '%s'; stop it first (systemctl stop toancanhd)", dir);
  close (fd);
  return -1;
}

/* What a restore leaves where it is. */
static gboolean
stays (const char *name)
{
  return g_str_equal (name, LOCK) || g_str_equal (name, COMING) ||
         g_str_equal (name, TC_RESTORE_UNFINISHED) || g_str_has_prefix (name, ASIDE);
}

static gboolean
is_ours (const char *name)
{
  static const char *const names[] = {"state.db",   "secrets.db", "views.db",
                                      "server.key", "files",      "admin.sock",
                                      "backup.ini", "snapshots",  TC_PURGES_FILE};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_has_prefix (name, names[i]))
      return TRUE;
  return stays (name);
}

/* What stands there is a data directory, or nothing. @replaces: (out): whether there is data. */
static gboolean
check_target (const char *dir, gboolean *replaces, GError **error)
{
  g_autofree char *state = g_build_filename (dir, "state.db", NULL);
  gboolean known = g_file_test (state, G_FILE_TEST_EXISTS);
  g_autoptr (GDir) list = g_dir_open (dir, 0, NULL);
  const char *name;

  *replaces = FALSE;
  while (list && (name = g_dir_read_name (list))) {
    *replaces |= !stays (name);
    if (known || is_ours (name))
      continue;
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID,
                 "'%s' is no data directory of toancanhd: it holds '%s'", dir, name);
    return FALSE;
  }
  return TRUE;
}

static gboolean
is_within (const char *inner, const char *outer)
{
  g_autofree char *prefix = g_strconcat (outer, "/", NULL);

  return g_str_equal (inner, outer) || g_str_has_prefix (inner, prefix);
}

static gboolean
check_places (const TcRestoreOptions *options, const TcRestorePlan *plan, GError **error)
{
  g_autofree char *data = g_canonicalize_filename (options->data_dir, NULL);

  if (!is_within (plan->root, data) && !is_within (data, plan->root))
    return TRUE;
  g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "the backup and '%s' stand one in the other",
               options->data_dir);
  return FALSE;
}

static gboolean
check_manifest (const TcRestoreOptions *options, const TcBackupManifest *manifest, GError **error)
{
  if (manifest->schema_state > tc_schema_state.version ||
      manifest->schema_server > tc_schema_server.version ||
      manifest->schema_secrets > tc_schema_secrets.version) {
    g_set_error (error, TC_ERROR, TC_ERROR_DIVERGED,
                 "the backup was made by a newer program (%s); install that one first",
                 manifest->version ? manifest->version : "?");
    return FALSE;
  }
  if (options->now_us < manifest->made_us - CLOCK_BEHIND_US) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID,
                 "this machine's clock stands before the time of the backup; set it first");
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_room (const TcRestoreOptions *options, TcRestorePlan *plan, GError **error)
{
  plan->bytes = plan->manifest->files_bytes;
  for (guint i = 0; i < plan->manifest->parts->len; i++)
    plan->bytes += ((TcBackupPart *) plan->manifest->parts->pdata[i])->size;
  gint64 room = tc_backup_free_bytes (options->data_dir);
  if (room < 0 || room >= plan->bytes + SPARE_BYTES)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC,
               "'%s' has %" G_GINT64_FORMAT " MiB free; %" G_GINT64_FORMAT " are needed",
               options->data_dir, room >> 20, (plan->bytes + SPARE_BYTES) >> 20);
  return FALSE;
}

/* ---- the epoch ---- */

static gint64
epoch_of_data (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "state.db", NULL);
  g_autoptr (TcDatabase) db = tc_database_open (path, TC_DATABASE_IMMUTABLE, NULL);

  /* Damaged or not there: then others have to say it. */
  return db ? tc_database_get_int (db, 0, "SELECT epoch FROM log_identity", NULL) : 0;
}

static gint64
epoch_of_backups (const TcRestorePlan *plan)
{
  g_autoptr (GPtrArray) names = tc_backup_list (plan->root);
  g_autofree char *path = g_build_filename (plan->root, EPOCH, NULL);
  g_autofree char *noted = NULL;
  gint64 epoch = g_file_get_contents (path, &noted, NULL, NULL) ? g_ascii_strtoll (noted, NULL, 10)
                                                                : 0;

  for (guint i = 0; i < names->len; i++) {
    g_autofree char *dir = g_build_filename (plan->root, names->pdata[i], NULL);
    g_autoptr (TcBackupManifest) manifest = tc_backup_manifest_read (dir, NULL);

    if (manifest && strcmp (manifest->log_id, plan->manifest->log_id) == 0)
      epoch = MAX (epoch, manifest->epoch);
  }
  return epoch;
}

static gint64
next_epoch (const TcRestoreOptions *options, const TcRestorePlan *plan)
{
  gint64 epoch = MAX (plan->manifest->epoch, epoch_of_data (options->data_dir));

  return MAX (epoch, epoch_of_backups (plan)) + 1;
}

/* The service's directory is a link, and after the loss of a disk it leads nowhere. */
static gboolean
make_target (const char *dir, GError **error)
{
  g_autofree char *link = g_file_read_link (dir, NULL);
  g_autofree char *parent = g_path_get_dirname (dir);
  g_autofree char *place = link ? g_canonicalize_filename (link, parent) : g_strdup (dir);

  if (!link && !tc_error_unless_parent (dir, error))
    return FALSE;
  return g_mkdir_with_parents (place, 0700) == 0 || tc_error_take_errno ("making", place, error);
}

TcRestorePlan *
tc_restore_plan (const TcRestoreOptions *options, GCancellable *cancellable, GPtrArray **faults,
                 GError **error)
{
  g_autoptr (TcRestorePlan) plan = g_new0 (TcRestorePlan, 1);
  g_autoptr (TcBackupManifest) manifest = NULL;

  plan->generation = tc_backup_find (options->backup, &plan->root, error);
  if (!plan->generation || !check_places (options, plan, error))
    return NULL;
  manifest = tc_backup_manifest_read (plan->generation, error);
  if (!manifest || !check_manifest (options, manifest, error))
    return NULL;
  if (!check_target (options->data_dir, &plan->replaces, error))
    return NULL;
  if (!make_target (options->data_dir, error))
    return NULL;
  int lock = lock_data (options->data_dir, error);
  if (lock < 0)
    return NULL;
  close (lock);
  plan->manifest = tc_backup_verify (plan->root, plan->generation, cancellable, faults, error);
  if (!plan->manifest || !check_room (options, plan, error))
    return NULL;
  plan->epoch = next_epoch (options, plan);
  return g_steal_pointer (&plan);
}

/* ---- doing it ---- */

typedef struct {
  const TcRestoreOptions *options; /* (unowned) */
  const TcRestorePlan *plan;       /* (unowned) */
  GCancellable *cancellable;
  char *coming; /* (owned) */
  char *aside;  /* (owned) */
} Run;

static gboolean
copy_file_cb (const char *sha256, gint64 size, gpointer data, GError **error)
{
  Run *run = data;
  g_autofree char *from_dir = g_build_filename (run->plan->root, TC_BACKUP_FILES, NULL);
  g_autofree char *to_dir = g_build_filename (run->coming, TC_BACKUP_FILES, NULL);
  g_autofree char *from = tc_backup_file_path (from_dir, sha256);
  g_autofree char *to = tc_backup_file_path (to_dir, sha256);
  g_autofree char *folder = g_path_get_dirname (to);

  if (g_mkdir_with_parents (folder, 0700) < 0)
    return tc_error_take_errno ("making", folder, error);
  return tc_backup_copy_file (from, to, sha256, run->cancellable, error) &&
         tc_backup_sync_dir (folder, error);
}

/* What legal purges there were, which the server carries out again: as the data that are replaced
 * have it, or else beside the backups. */
static gboolean
copy_purges (Run *run, GError **error)
{
  const char *const places[] = {run->options->data_dir, run->plan->root};
  g_autofree char *to = g_build_filename (run->coming, TC_PURGES_FILE, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autofree char *from = g_build_filename (places[i], TC_PURGES_FILE, NULL);
    g_autofree char *text = NULL;
    gsize size;

    if (!g_file_test (from, G_FILE_TEST_EXISTS))
      continue;
    return g_file_get_contents (from, &text, &size, error) &&
           g_file_set_contents_full (to, text, (gssize) size,
                                     G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                     0600, error);
  }
  return TRUE;
}

static gboolean
copy_all (Run *run, GError **error)
{
  g_autofree char *files = g_build_filename (run->coming, TC_BACKUP_FILES, NULL);
  static const char *const names[] = {"state.db", "secrets.db", "views.db", "server.key"};

  if (g_file_test (run->coming, G_FILE_TEST_EXISTS) && !tc_backup_remove_tree (run->coming, error))
    return FALSE;
  if (g_mkdir_with_parents (files, 0700) < 0)
    return tc_error_take_errno ("making", files, error);
  for (guint i = 0; i < run->plan->manifest->parts->len; i++) {
    const TcBackupPart *part = run->plan->manifest->parts->pdata[i];
    g_autofree char *from = g_build_filename (run->plan->generation, part->name, NULL);
    g_autofree char *to = g_build_filename (run->coming, part->name, NULL);

    for (gsize j = 0; j < G_N_ELEMENTS (names); j++)
      if (g_str_equal (names[j], part->name) &&
          !tc_backup_copy_file (from, to, part->sha256, run->cancellable, error))
        return FALSE;
  }
  return tc_backup_each_file (run->plan->generation, copy_file_cb, run, error) &&
         copy_purges (run, error);
}

static gboolean
begin_epoch (Run *run, GError **error)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_server, NULL};
  const TcBackupManifest *manifest = run->plan->manifest;
  g_autofree char *path = g_build_filename (run->coming, "state.db", NULL);
  g_autoptr (TcDatabase) db = tc_database_open (path, TC_DATABASE_WRITER | TC_DATABASE_FULL, error);

  if (!db || !tc_schema_migrate (db, sets, error))
    return FALSE;
  tc_database_begin (db);
  tc_database_execute (db, "UPDATE log_identity SET epoch = ?", "i", run->plan->epoch);
  tc_database_execute (db,
                       "INSERT INTO log_epoch (epoch, base_lsn, backup_us, began_us, known_lsn,"
                       " codes_skipped) VALUES (?1, ?2, ?3, ?4, ?2, 0)",
                       "iiii", run->plan->epoch, manifest->lsn, manifest->made_us,
                       run->options->now_us);
  if (!tc_database_commit (db, error))
    return FALSE;
  sqlite3_wal_checkpoint_v2 (tc_database_get_handle (db), NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL,
                             NULL);
  return tc_database_check (db, error);
}

/* A second restore from the same backup must not begin the same epoch; where the backup can't be
 * written the data in the way says it. */
static void
note_epoch (Run *run)
{
  g_autofree char *path = g_build_filename (run->plan->root, EPOCH, NULL);
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT "\n", run->plan->epoch);
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents (path, text, -1, &error))
    g_warning ("the epoch could not be noted beside the backup: %s", error->message);
}

/* The lock stays where it is, since it is held. */
static gboolean
move_aside (Run *run, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (run->options->data_dir, 0, error);
  const char *name;

  if (!dir)
    return FALSE;
  if (g_mkdir (run->aside, 0700) < 0)
    return tc_error_take_errno ("making", run->aside, error);
  while ((name = g_dir_read_name (dir))) {
    g_autofree char *from = g_build_filename (run->options->data_dir, name, NULL);
    g_autofree char *to = g_build_filename (run->aside, name, NULL);

    if (stays (name))
      continue;
    if (g_rename (from, to) < 0)
      return tc_error_take_errno ("moving aside", from, error);
  }
  return tc_backup_sync_dir (run->aside, error);
}

static gboolean
move_in (Run *run, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (run->coming, 0, error);
  const char *name;

  if (!dir)
    return FALSE;
  while ((name = g_dir_read_name (dir))) {
    g_autofree char *from = g_build_filename (run->coming, name, NULL);
    g_autofree char *to = g_build_filename (run->options->data_dir, name, NULL);

    if (g_rename (from, to) < 0)
      return tc_error_take_errno ("placing", to, error);
  }
  g_rmdir (run->coming);
  return tc_backup_sync_dir (run->options->data_dir, error);
}

static void
link_folder (const char *from_dir, const char *to_dir)
{
  g_autoptr (GDir) dir = g_dir_open (from_dir, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *from = g_build_filename (from_dir, name, NULL);
    g_autofree char *to = g_build_filename (to_dir, name, NULL);

    g_mkdir (to_dir, 0700);
    if (link (from, to) < 0 && errno != EEXIST)
      g_debug ("'%s' is left aside: %s", from, g_strerror (errno));
  }
}

/* Attachments that came after the backup: what desks send again refers to them. */
static void
keep_newer_files (Run *run)
{
  g_autofree char *from_dir = g_build_filename (run->aside, TC_BACKUP_FILES, NULL);
  g_autofree char *to_dir = g_build_filename (run->options->data_dir, TC_BACKUP_FILES, NULL);
  g_autoptr (GDir) dir = g_dir_open (from_dir, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *from = g_build_filename (from_dir, name, NULL);
    g_autofree char *to = g_build_filename (to_dir, name, NULL);

    if (strlen (name) == 2)
      link_folder (from, to);
  }
}

/* Restored by root, the data belong to whom the data directory belongs to. */
static void
give_to_owner (const char *path, uid_t uid, gid_t gid)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  if (lchown (path, uid, gid) < 0)
    g_debug ("'%s' stays with whom it is: %s", path, g_strerror (errno));
  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    give_to_owner (child, uid, gid);
  }
}

/* From here until all is in its place no server starts. */
static gboolean
mark_unfinished (Run *run, GError **error)
{
  g_autofree char *path = g_build_filename (run->options->data_dir, TC_RESTORE_UNFINISHED, NULL);

  return g_file_set_contents (path, "", 0, error) &&
         tc_backup_sync_dir (run->options->data_dir, error);
}

static gboolean
mark_finished (Run *run, GError **error)
{
  g_autofree char *path = g_build_filename (run->options->data_dir, TC_RESTORE_UNFINISHED, NULL);

  return (g_unlink (path) == 0 || tc_error_take_errno ("removing", path, error)) &&
         tc_backup_sync_dir (run->options->data_dir, error);
}

static gboolean
run_all (Run *run, GError **error)
{
  GStatBuf owner;

  if (!copy_all (run, error) || !begin_epoch (run, error))
    return FALSE;
  if (geteuid () == 0 && g_stat (run->options->data_dir, &owner) == 0 && owner.st_uid != 0)
    give_to_owner (run->coming, owner.st_uid, owner.st_gid);
  note_epoch (run);
  if (!tc_backup_sync_dir (run->coming, error) || !mark_unfinished (run, error) ||
      (run->plan->replaces && !move_aside (run, error)) || !move_in (run, error) ||
      !mark_finished (run, error))
    return FALSE;
  if (run->plan->replaces)
    keep_newer_files (run);
  return TRUE;
}

char *
tc_restore_run (const TcRestoreOptions *options, const TcRestorePlan *plan,
                GCancellable *cancellable, GError **error)
{
  int lock = lock_data (options->data_dir, error);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (options->now_us / TC_US_PER_S);
  g_autofree char *when = g_date_time_format (time, "%Y%m%dT%H%M%SZ");
  Run run = {options, plan, cancellable};

  if (lock < 0)
    return NULL;
  run.coming = g_build_filename (options->data_dir, COMING, NULL);
  run.aside = g_strdup_printf ("%s/" ASIDE "%s", options->data_dir, when);
  gboolean ok = run_all (&run, error);
  if (!ok && g_file_test (run.coming, G_FILE_TEST_EXISTS) &&
      !g_file_test (run.aside, G_FILE_TEST_EXISTS))
    (void) !tc_backup_remove_tree (run.coming, NULL);
  close (lock);
  g_free (run.coming);
  if (!ok || !plan->replaces)
    g_clear_pointer (&run.aside, g_free);
  if (ok && !run.aside)
    return g_strdup ("");
  return run.aside;
}
