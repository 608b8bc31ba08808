/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checking a backup without a server: what tc_backup_verify() of tc-backup-make.h promises.
 */
#include "tc-backup-make.h"

#include "tc-digest.h"
#include "tc-file-store.h"
#include "tc-http-client.h"
#include "tc-log-audit.h"
#include "tc-snapshot.h"

#include <glib/gstdio.h>
#include <string.h>

/* Faults that are told; more of them say no more. */
#define FAULTS_MAX 100

typedef struct {
  const char *generation; /* (unowned) */
  char *files_dir;        /* (owned) */
  GPtrArray *faults;      /* (owned) (element-type utf8) */
  GCancellable *cancellable;
  gint64 files;
  gint64 files_bytes;
} Check;

static void add_fault (Check *check, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add_fault (Check *check, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (check->faults->len < FAULTS_MAX)
    g_ptr_array_add (check->faults, g_strdup_vprintf (format, args));
  va_end (args);
}

/* FALSE: it was cancelled. */
static gboolean
check_file (Check *check, const char *path, const char *name, gint64 size, const char *sha256,
            GError **error)
{
  g_autofree char *found = NULL;
  GStatBuf info;

  if (g_cancellable_set_error_if_cancelled (check->cancellable, error))
    return FALSE;
  if (g_stat (path, &info) < 0)
    add_fault (check, "%s is missing", name);
  else if (info.st_size != size)
    add_fault (check, "%s has another size than it should", name);
  else if (!(found = tc_file_sha256 (path, NULL)))
    add_fault (check, "%s can't be read", name);
  else if (strcmp (found, sha256) != 0)
    add_fault (check, "%s is damaged: it has another hash", name);
  return TRUE;
}

static gboolean
check_attachment (const char *sha256, gint64 size, gpointer data, GError **error)
{
  Check *check = data;
  g_autofree char *path = tc_backup_file_path (check->files_dir, sha256);
  g_autofree char *name = g_strdup_printf ("the attachment %s", sha256);

  check->files++;
  check->files_bytes += size;
  return check_file (check, path, name, size, sha256, error);
}

static gboolean
check_parts (Check *check, const TcBackupManifest *manifest, GError **error)
{
  for (guint i = 0; i < manifest->parts->len; i++) {
    const TcBackupPart *part = manifest->parts->pdata[i];
    g_autofree char *path = g_build_filename (check->generation, part->name, NULL);

    if (!check_file (check, path, part->name, part->size, part->sha256, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
has_part (const TcBackupManifest *manifest, const char *name)
{
  for (guint i = 0; i < manifest->parts->len; i++)
    if (g_str_equal (((TcBackupPart *) manifest->parts->pdata[i])->name, name))
      return TRUE;
  return FALSE;
}

static void
check_complete (Check *check, const TcBackupManifest *manifest)
{
  static const char *const needed[] = {"state.db", "secrets.db", "server.key", "files.txt"};

  for (gsize i = 0; i < G_N_ELEMENTS (needed); i++)
    if (!has_part (manifest, needed[i]))
      add_fault (check, "%s doesn't belong to it, and has to", needed[i]);
}

static TcDatabase *
open_part (Check *check, const char *name)
{
  g_autofree char *path = g_build_filename (check->generation, name, NULL);
  g_autoptr (GError) error = NULL;
  TcDatabase *db = tc_database_open (path, TC_DATABASE_IMMUTABLE, &error);
  g_autofree char *said = db ? tc_database_dup_text (db, "PRAGMA quick_check (1)", NULL) : NULL;

  if (db && !tc_database_check (db, &error))
    g_clear_pointer (&db, tc_database_close);
  if (!db)
    add_fault (check, "%s can't be read: %s", name, error->message);
  else if (g_strcmp0 (said, "ok") != 0)
    add_fault (check, "%s is damaged: %s", name, said);
  return db;
}

static gboolean
go_on (const TcLogAudit *so_far, gpointer data)
{
  return !g_cancellable_is_cancelled (((Check *) data)->cancellable);
}

static void
check_log (Check *check, TcDatabase *db, const TcBackupManifest *manifest)
{
  g_autofree char *key_path = g_build_filename (check->generation, "server.key", NULL);
  g_autoptr (TcKey) key = tc_key_load (key_path, NULL);
  g_auto (TcLogAudit) audit = {0};
  g_autoptr (GError) error = NULL;
  const TcLogAuditOptions options = {
      .key = key ? tc_key_get_public (key) : NULL, .deep = TRUE, .go_on = go_on, .data = check};
  TcPosition position;

  if (!key)
    add_fault (check, "server.key holds no key");
  if (!tc_snapshot_position (db, &position, &error) ||
      !tc_log_audit_run (db, &options, &audit, &error)) {
    add_fault (check, "its log can't be read: %s", error->message);
    return;
  }
  g_autofree char *link = tc_digest_to_hex (&position.link);
  g_autofree char *log_id = tc_hex_new (position.log_id, TC_LOG_ID_SIZE);
  if (position.lsn != manifest->lsn || position.epoch != manifest->epoch ||
      strcmp (link, manifest->link) != 0 || strcmp (log_id, manifest->log_id) != 0)
    add_fault (check, "its log ends elsewhere than the manifest says");
  g_autofree char *fault = tc_log_audit_dup_fault (&audit);
  if (fault)
    add_fault (check, "its log is broken: %s", fault);
}

static void
check_databases (Check *check, const TcBackupManifest *manifest)
{
  g_autoptr (TcDatabase) state = open_part (check, "state.db");
  g_autoptr (TcDatabase) secrets = open_part (check, "secrets.db");

  if (state)
    check_log (check, state, manifest);
}

TcBackupManifest *
tc_backup_verify (const char *root, const char *generation, GCancellable *cancellable,
                  GPtrArray **faults, GError **error)
{
  g_autoptr (TcBackupManifest) manifest = tc_backup_manifest_read (generation, error);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  Check check = {generation, g_build_filename (root, TC_BACKUP_FILES, NULL), found, cancellable};
  g_autofree char *files_dir = check.files_dir;
  g_autoptr (GError) local = NULL;

  if (!manifest)
    return NULL;
  check_complete (&check, manifest);
  if (!check_parts (&check, manifest, error))
    return NULL;
  if (!tc_backup_each_file (generation, check_attachment, &check, &local)) {
    if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
    add_fault (&check, "%s", local->message);
  } else if (check.files != manifest->files || check.files_bytes != manifest->files_bytes) {
    add_fault (&check, "files.txt has other attachments than the manifest counts");
  }
  /* Of what is damaged already it says nothing more to read further. */
  if (found->len == 0)
    check_databases (&check, manifest);
  *faults = g_steal_pointer (&found);
  return g_steal_pointer (&manifest);
}
