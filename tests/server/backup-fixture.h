/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A data directory as toancanhd leaves it, without toancanhd: a log of some commits, secrets, the
 * server's key and one attachment.
 */
#pragma once

#include "tc-backup-make.h"
#include "tc-restore.h"

typedef struct {
  char *top;  /* (owned): removed at the end */
  char *data; /* (owned) */
  char *root; /* (owned): of backups */
  gint64 now_us;
} BackupFixture;

void backup_fixture_set_up (BackupFixture *fixture, gconstpointer data);
void backup_fixture_tear_down (BackupFixture *fixture, gconstpointer data);

/* Some more commits; the LSN of the last. */
gint64 backup_fixture_work (BackupFixture *fixture, guint commits);
/* An attachment with that text, on a row and on the disk. (transfer full): its SHA-256 */
char *backup_fixture_attach (BackupFixture *fixture, const char *text);
/* A backup that succeeds. (transfer full): its folder */
char *backup_fixture_make (BackupFixture *fixture, guint keep);
/* Faults of the newest backup. (element-type utf8) */
GPtrArray *backup_fixture_verify (BackupFixture *fixture);
/* Of a number in state.db of the data directory. */
gint64 backup_fixture_ask (BackupFixture *fixture, const char *sql);
void backup_fixture_flip (const char *path, gsize at);
