/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Backups by the server that is running: at most one at a time, on a thread of its own, when an
 * administrator says so and each day at the time of the settings. What became of the newest stands
 * in backup.ini of the data directory and outlives the server.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-server-parts.h"

/* A daily backup that failed is tried again after so long. */
#define TC_BACKUP_RETRY_US ((gint64) 3600 * G_USEC_PER_SEC)
/* Of the data directory: [last] of the newest that succeeded, [failed] if a later one failed. */
#define TC_BACKUP_INI "backup.ini"

typedef struct {
  gboolean running;
  gint64 started_us; /* of the one that runs, or ran last since the start; 0: none did */
  gint64 done;       /* bytes, of */
  gint64 total;
  const char *path;  /* (nullable): of the newest that succeeded */
  gint64 made_us;    /* likewise; 0: none */
  gint64 lsn;        /* likewise */
  gint64 missing;    /* likewise: attachments */
  const char *error; /* (nullable): why the newest failed */
  gint64 failed_us;  /* when */
} TcBackupState;

TcBackup *tc_backup_new (const TcServerParts *parts);
void tc_backup_start_schedule (TcBackup *self);
/* Cancels what runs; nothing is begun any more. */
void tc_backup_stop (TcBackup *self);
/* Waits for what runs. */
void tc_backup_free (TcBackup *self);
/* @keep: 0 keeps all. Errors: TC_ERROR_BUSY: one runs; TC_ERROR_INVALID: a folder that can't be. */
gboolean tc_backup_start (TcBackup *self, const char *root, guint keep,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_backup_cancel (TcBackup *self);
/* Strings are lent until the next turn of the main loop. */
void tc_backup_get_state (TcBackup *self, TcBackupState *state);
/* Whether a daily backup is due. Times are local wall-clock seconds since any midnight's multiple
 * of a day: @last_s of the newest that succeeded, @now_s; @minute of the day. */
gboolean tc_backup_is_due (gint64 last_s, gint64 now_s, int minute);
