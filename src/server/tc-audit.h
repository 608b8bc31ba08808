/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Proving a whole log: tc-log-audit.h with the signatures on all processors, and beside it SQLite's
 * own check of the log's tables. And what was posted of a log, looked up in it.
 *
 * Thread: any; blocks. Connections are readers of its own.
 */
#pragma once

#include "tc-log-audit.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

/* Links that are looked up at once. */
#define TC_AUDIT_LINKS_MAX 1000

typedef struct {
  const char *path;       /* of state.db */
  TcDatabaseFlags flags;  /* to open it with */
  const TcPublicKey *key; /* (nullable): the server's */
  gint64 after_lsn;       /* see TcLogAuditOptions */
  gboolean gentle;        /* others work on this machine and go first */
  /* (nullable): up to which operation of how many; on the calling thread */
  void (*progress) (gint64 done, gint64 total, gpointer data);
  gpointer data;
} TcAuditOptions;

/**
 * tc_audit_run:
 *
 * Returns: (transfer full):
 *   operations, commits, sections   that were checked; sections: of row images that are still kept
 *   skipped, first_form             see TcLogAudit
 *   log, epoch, lsn, link           the head that the log leads to
 *   took_us
 *   fault, fault_lsn, sentence      of the first that is broken; absent: nothing is
 *   operation                       likewise, if it is one
 *   tables                          what SQLite says of the log's tables; absent: nothing
 * Errors: TC_ERROR_STORE and its kin: it can't be read at all; TC_ERROR_NOT_FOUND: a log without
 * operations, as a relay's; G_IO_ERROR_CANCELLED.
 */
JsonObject *tc_audit_run (const TcAuditOptions *options, GCancellable *cancellable,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * tc_audit_links:
 * @lsns: of numbers; up to TC_AUDIT_LINKS_MAX are looked up
 *
 * Returns: (transfer full):
 *   log, epoch     of the log
 *   epochs         [{epoch, base_lsn}]: each restore
 *   links          for each of @lsns the link there, null where no commit ends
 */
JsonObject *tc_audit_links (TcDatabase *db, JsonArray *lsns);
