/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making one backup of a data directory that is in use: by the server itself, on a thread of its
 * own. One read transaction gives state.db as it was at one LSN, page by page, so that the writer
 * never waits; secrets.db is read after it, and every attachment of the rows at that LSN is there
 * or counted as missing. An older backup is never touched before the new one is complete.
 *
 * Thread: any; blocks. The connections are readers of its own, so that desks' snapshots don't wait.
 */
#pragma once

#include "tc-backup-set.h"

typedef struct {
  const char *data_dir;
  const char *root; /* the folder of backups; made if missing */
  const char *version;
  const char *config_path; /* (nullable) */
  gint64 now_us;
  guint keep; /* generations; 0: all */
  /* (nullable): bytes done of @total, which grows as more is known; on this thread */
  void (*progress) (gint64 done, gint64 total, gpointer data);
  gpointer data;
} TcBackupOptions;

/* Returns: (transfer full): of the new generation, whose folder is @path (out) (transfer full).
 * Errors: G_FILE_ERROR (NOSPC …), G_IO_ERROR_CANCELLED, TC_ERROR_STORE; what was written of it is
 * gone then. */
TcBackupManifest *tc_backup_make (const TcBackupOptions *options, GCancellable *cancellable,
                                  char **path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * tc_backup_verify:
 * @generation: its folder
 * @faults: (out) (element-type utf8): what is wrong with it, in sentences; empty: nothing is
 *
 * Manifest, hashes, the databases' own check, the chain of the log and every attachment. Errors:
 * G_IO_ERROR_CANCELLED; it isn't there or can't be read at all.
 */
TcBackupManifest *tc_backup_verify (const char *root, const char *generation,
                                    GCancellable *cancellable, GPtrArray **faults,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
