/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Restoring a data directory from a backup, while no server runs on it. Everything is checked
 * before anything is changed; what was there is moved aside, never removed; the restored log
 * begins another epoch, higher than any that this province's log is known to have had, so that no
 * LSN is used twice.
 *
 * Thread: any; blocks.
 */
#pragma once

#include "tc-backup-set.h"

/* Stands in the data directory while files are moved: what is there may be of two minds, so that no
 * server starts on it until a restore went through. */
#define TC_RESTORE_UNFINISHED ".restore-unfinished"

typedef struct {
  const char *backup;   /* a folder of backups (its newest) or a generation */
  const char *data_dir; /* made if missing */
  gint64 now_us;
} TcRestoreOptions;

typedef struct {
  TcBackupManifest *manifest; /* (owned) */
  char *generation;           /* (owned) */
  char *root;                 /* (owned): the folder of backups */
  gint64 epoch;               /* the one that begins */
  gboolean replaces;          /* there is data in the way, to be moved aside */
  gint64 bytes;               /* that are copied */
} TcRestorePlan;

void tc_restore_plan_free (TcRestorePlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcRestorePlan, tc_restore_plan_free)

/**
 * tc_restore_plan:
 * @faults: (out) (element-type utf8): what is wrong with the backup; not restored if there are any
 *
 * Checks all there is to check and changes nothing. Errors: TC_ERROR_BUSY (a server runs there),
 * TC_ERROR_NOT_FOUND (no backup there), TC_ERROR_INVALID (manifest; a folder that holds something
 * else; a clock before the backup), TC_ERROR_DIVERGED (made by a newer program), G_FILE_ERROR
 * (NOSPC …).
 */
TcRestorePlan *tc_restore_plan (const TcRestoreOptions *options, GCancellable *cancellable,
                                GPtrArray **faults, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full): where what was there stands now; "" if nothing was. NULL on error: what
 * was there is still there, or under that name. */
char *tc_restore_run (const TcRestoreOptions *options, const TcRestorePlan *plan,
                      GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
