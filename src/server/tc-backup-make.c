/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making a backup; see the header.
 */
#include "tc-backup-make.h"

#include "tc-error.h"
#include "tc-limits.h"
#include "tc-schema.h"
#include "tc-snapshot.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* Pages copied at once, and the rest after each, so that others get at the disk. */
#define STEP_PAGES 256
#define STEP_REST_US 1000
/* Room that must be left. */
#define SPARE_BYTES ((gint64) 16 * 1024 * 1024)

typedef struct {
  const TcBackupOptions *options; /* (unowned) */
  GCancellable *cancellable;      /* (unowned) (nullable) */
  char *dir;                      /* (owned): of the generation, until it is renamed */
  char *files_dir;                /* (owned): of the data directory */
  char *target_dir;               /* (owned): of all backups */
  TcBackupManifest *manifest;     /* (owned) (nullable) */
  GString *list;                  /* (owned): files.txt */
  GPtrArray *hashes;              /* (owned) (element-type utf8): of the rows */
  gint64 done;
  gint64 total;
} Making;

static void
add_progress (Making *making, gint64 bytes)
{
  making->done += bytes;
  making->total = MAX (making->total, making->done);
  if (making->options->progress)
    making->options->progress (making->done, making->total, making->options->data);
}

/* ---- a database, page by page ---- */

static gboolean
fail_copy (sqlite3 *to, int code, const char *path, GError **error)
{
  if (code == SQLITE_FULL)
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC, "writing '%s': no space left", path);
  else
    g_set_error (error, TC_ERROR, TC_ERROR_STORE, "copying to '%s': %s", path, sqlite3_errmsg (to));
  return FALSE;
}

static gboolean
step_through (Making *making, sqlite3_backup *backup, sqlite3 *to, const char *path, GError **error)
{
  int left = -1;
  int code;

  while ((code = sqlite3_backup_step (backup, STEP_PAGES)) == SQLITE_OK || code == SQLITE_BUSY ||
         code == SQLITE_LOCKED) {
    int before = left < 0 ? sqlite3_backup_pagecount (backup) : left;

    left = sqlite3_backup_remaining (backup);
    add_progress (making, (gint64) MAX (0, before - left) * 4096);
    if (g_cancellable_set_error_if_cancelled (making->cancellable, error))
      return FALSE;
    g_usleep (STEP_REST_US);
  }
  return code == SQLITE_DONE || fail_copy (to, code, path, error);
}

static gboolean
sync_file (const char *path, GError **error)
{
  int fd = g_open (path, O_RDWR | O_CLOEXEC, 0);

  if (fd < 0)
    return tc_error_take_errno ("opening", path, error);
  gboolean ok = (fchmod (fd, 0600) == 0 && fsync (fd) == 0) ||
                tc_error_take_errno ("writing", path, error);
  close (fd);
  return ok;
}

/* @from has a transaction open: all pages are of that moment. */
static gboolean
copy_database (Making *making, TcDatabase *from, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (making->dir, name, NULL);
  sqlite3 *to = NULL;
  int code = sqlite3_open_v2 (
      path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
  gboolean ok = code == SQLITE_OK || fail_copy (to, code, path, error);

  /* It is written once, and read when all of it is on disk. */
  if (ok)
    sqlite3_exec (to, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", NULL, NULL, NULL);
  sqlite3_backup *backup = ok ? sqlite3_backup_init (to, "main", tc_database_get_handle (from),
                                                     "main")
                              : NULL;
  if (ok && !backup)
    ok = fail_copy (to, sqlite3_errcode (to), path, error);
  ok = ok && step_through (making, backup, to, path, error);
  if (backup)
    sqlite3_backup_finish (backup);
  sqlite3_close (to);
  return ok && sync_file (path, error) &&
         tc_backup_manifest_add (making->manifest, making->dir, name, error);
}

static gint64
schema_version (TcDatabase *db, const char *set)
{
  return tc_database_get_int (db, 0, "SELECT version FROM schema_version WHERE name = ?", "s", set);
}

static gboolean
note_head (Making *making, TcDatabase *db, GError **error)
{
  TcBackupManifest *manifest = making->manifest;
  g_autoptr (TcCatalogue) catalogue = tc_catalogue_load (db, error);
  g_autoptr (TcQuery) rows = tc_database_query (
      db, "SELECT DISTINCT hash FROM attachment WHERE hash <> '' ORDER BY hash", NULL);
  TcPosition position;

  if (!catalogue || !tc_snapshot_position (db, &position, error))
    return FALSE;
  TcDigest schema_hash = tc_catalogue_hash (catalogue);
  manifest->log_id = tc_hex_new (position.log_id, TC_LOG_ID_SIZE);
  manifest->epoch = position.epoch;
  manifest->lsn = position.lsn;
  manifest->link = tc_digest_to_hex (&position.link);
  manifest->schema_hash = tc_digest_to_hex (&schema_hash);
  manifest->schema_state = schema_version (db, "state");
  manifest->schema_server = schema_version (db, "server");
  while (tc_query_next (rows))
    g_ptr_array_add (making->hashes, tc_query_dup_text (rows, 0));
  return tc_database_check (db, error);
}

static gboolean
copy_state (Making *making, GError **error)
{
  g_autofree char *path = g_build_filename (making->options->data_dir, "state.db", NULL);
  g_autoptr (TcDatabase) db = tc_database_open (path, 0, error);

  if (!db)
    return FALSE;
  tc_database_begin (db);
  gboolean ok = note_head (making, db, error) && copy_database (making, db, "state.db", error);
  tc_database_rollback (db);
  return ok;
}

/* After the state: an account of the state's has its password. */
static gboolean
copy_secrets (Making *making, GError **error)
{
  g_autofree char *path = g_build_filename (making->options->data_dir, "secrets.db", NULL);
  g_autoptr (TcDatabase) db = tc_database_open (path, 0, error);

  if (!db)
    return FALSE;
  tc_database_begin (db);
  making->manifest->schema_secrets = schema_version (db, "secrets");
  gboolean ok = tc_database_check (db, error) && copy_database (making, db, "secrets.db", error);
  tc_database_rollback (db);
  return ok;
}

/* A server of before had none. */
static gboolean
copy_views (Making *making, GError **error)
{
  g_autofree char *path = g_build_filename (making->options->data_dir, "views.db", NULL);
  g_autoptr (TcDatabase) db = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  db = tc_database_open (path, 0, error);
  if (!db)
    return FALSE;
  tc_database_begin (db);
  gboolean ok = tc_database_check (db, error) && copy_database (making, db, "views.db", error);
  tc_database_rollback (db);
  return ok;
}

/* ---- plain files ---- */

static gboolean
copy_plain (Making *making, const char *from, const char *name, GError **error)
{
  g_autofree char *to = g_build_filename (making->dir, name, NULL);

  return tc_backup_copy_file (from, to, NULL, making->cancellable, error) &&
         tc_backup_manifest_add (making->manifest, making->dir, name, error);
}

static gboolean
copy_key_and_config (Making *making, GError **error)
{
  const char *config = making->options->config_path;
  g_autofree char *key = g_build_filename (making->options->data_dir, "server.key", NULL);

  making->manifest->config_path = g_strdup (config);
  /* Where the configuration isn't readable any more its path still says what there was. */
  if (config && g_access (config, R_OK) == 0 &&
      !copy_plain (making, config, "toancanhd.conf", error))
    return FALSE;
  return copy_plain (making, key, "server.key", error);
}

static gboolean
has_file (const char *path, gint64 size)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 && info.st_size == size;
}

static gboolean
copy_attachment (Making *making, const char *hash, GError **error)
{
  g_autofree char *from = tc_backup_file_path (making->files_dir, hash);
  g_autofree char *to = tc_backup_file_path (making->target_dir, hash);
  g_autofree char *folder = g_path_get_dirname (to);
  g_autoptr (GError) local = NULL;
  GStatBuf info;

  if (g_stat (from, &info) < 0) {
    making->manifest->missing++;
    return TRUE;
  }
  if (!has_file (to, info.st_size)) {
    if (g_mkdir_with_parents (folder, 0700) < 0)
      return tc_error_take_errno ("making", folder, error);
    if (!tc_backup_copy_file (from, to, hash, making->cancellable, &local)) {
      if (!g_error_matches (local, TC_ERROR, TC_ERROR_DIVERGED)) {
        g_propagate_error (error, g_steal_pointer (&local));
        return FALSE;
      }
      /* Damaged on the server's disk: an old backup may have it whole, this one can't. */
      g_message ("backup: %s", local->message);
      making->manifest->missing++;
      return TRUE;
    }
    if (!tc_backup_sync_dir (folder, error))
      return FALSE;
  }
  making->manifest->files++;
  making->manifest->files_bytes += info.st_size;
  g_string_append_printf (making->list, "%s %" G_GINT64_FORMAT "\n", hash, (gint64) info.st_size);
  add_progress (making, info.st_size);
  return TRUE;
}

static gboolean
copy_attachments (Making *making, GError **error)
{
  g_autofree char *path = g_build_filename (making->dir, "files.txt", NULL);

  for (guint i = 0; i < making->hashes->len; i++)
    if (!copy_attachment (making, making->hashes->pdata[i], error))
      return FALSE;
  return g_file_set_contents_full (path, making->list->str, (gssize) making->list->len,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error) &&
         tc_backup_manifest_add (making->manifest, making->dir, "files.txt", error);
}

/* ---- all of it ---- */

static gint64
file_size (const char *dir, const char *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  GStatBuf info;

  return g_stat (path, &info) == 0 ? info.st_size : 0;
}

static gboolean
prepare (Making *making, GError **error)
{
  const char *root = making->options->root;
  const char *data = making->options->data_dir;

  if (!tc_error_unless_parent (root, error))
    return FALSE;
  if (g_mkdir_with_parents (root, 0700) < 0)
    return tc_error_take_errno ("making", root, error);
  tc_backup_remove_partial (root);
  making->total = file_size (data, "state.db") + file_size (data, "secrets.db") +
                  file_size (data, "views.db");
  gint64 room = tc_backup_free_bytes (root);
  if (room >= 0 && room < making->total + file_size (data, "state.db-wal") + SPARE_BYTES) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC,
                 "'%s' has %" G_GINT64_FORMAT " MiB free; %" G_GINT64_FORMAT " are needed", root,
                 room >> 20, (making->total + SPARE_BYTES) >> 20);
    return FALSE;
  }
  return g_mkdir (making->dir, 0700) == 0 || tc_error_take_errno ("making", making->dir, error);
}

static char *
name_generation (const TcBackupManifest *manifest)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (manifest->made_us / TC_US_PER_S);
  g_autofree char *when = g_date_time_format (time, "%Y%m%dT%H%M%S");
  int ms = (int) (manifest->made_us % TC_US_PER_S / 1000);

  return g_strdup_printf ("%s.%03dZ-e%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT, when, ms,
                          manifest->epoch, manifest->lsn);
}

static gboolean
finish (Making *making, char **path, GError **error)
{
  g_autofree char *name = name_generation (making->manifest);
  g_autofree char *final = g_build_filename (making->options->root, name, NULL);

  if (g_cancellable_set_error_if_cancelled (making->cancellable, error) ||
      !tc_backup_manifest_write (making->manifest, making->dir, error) ||
      !tc_backup_sync_dir (making->dir, error) || !tc_backup_sync_dir (making->target_dir, error))
    return FALSE;
  if (g_rename (making->dir, final) < 0)
    return tc_error_take_errno ("placing", final, error);
  *path = g_steal_pointer (&final);
  return tc_backup_sync_dir (making->options->root, error);
}

static void
clear_making (Making *making)
{
  g_free (making->dir);
  g_free (making->files_dir);
  g_free (making->target_dir);
  g_clear_pointer (&making->manifest, tc_backup_manifest_free);
  g_string_free (making->list, TRUE);
  g_ptr_array_unref (making->hashes);
}

static gboolean
make_all (Making *making, char **path, GError **error)
{
  if (!prepare (making, error))
    return FALSE;
  if (g_mkdir_with_parents (making->target_dir, 0700) < 0)
    return tc_error_take_errno ("making", making->target_dir, error);
  return copy_state (making, error) && copy_secrets (making, error) && copy_views (making, error) &&
         copy_key_and_config (making, error) && copy_attachments (making, error) &&
         finish (making, path, error);
}

TcBackupManifest *
tc_backup_make (const TcBackupOptions *options, GCancellable *cancellable, char **path,
                GError **error)
{
  Making making = {.options = options, .cancellable = cancellable};
  g_autofree char *made = NULL;
  g_autoptr (GError) local = NULL;
  TcBackupManifest *manifest = NULL;

  making.dir = g_strdup_printf ("%s/" TC_BACKUP_PARTIAL "%" G_GINT64_FORMAT, options->root,
                                options->now_us);
  making.files_dir = g_build_filename (options->data_dir, TC_BACKUP_FILES, NULL);
  making.target_dir = g_build_filename (options->root, TC_BACKUP_FILES, NULL);
  making.manifest = tc_backup_manifest_new ();
  making.manifest->made_us = options->now_us;
  making.manifest->version = g_strdup (options->version);
  making.list = g_string_new (NULL);
  making.hashes = g_ptr_array_new_with_free_func (g_free);
  if (make_all (&making, &made, error)) {
    manifest = g_steal_pointer (&making.manifest);
    *path = g_steal_pointer (&made);
    /* That an old one stays doesn't make the new one less. */
    if (options->keep > 0 && !tc_backup_prune (options->root, options->keep, &local))
      g_warning ("older backups stay: %s", local->message);
  } else {
    tc_backup_remove_partial (options->root);
  }
  clear_making (&making);
  return manifest;
}
