/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checking a log as it stands in a file: that each commit follows on the one before, that its link
 * is what its parts say and that the server signed it; deep, that operations and row images are
 * still what was linked. Reads only.
 */
#pragma once

#include "tc-database.h"
#include "tc-key.h"
#include "tc-line-message.h"

typedef struct {
  gint64 commits;
  gint64 operations; /* of those looked at deeply */
  gint64 fault_lsn;  /* of the commit that is wrong; 0: none is */
  char *fault;       /* (owned) (nullable): what is wrong with it */
} TcLogAudit;

void tc_log_audit_clear (TcLogAudit *audit);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TcLogAudit, tc_log_audit_clear)

/**
 * tc_log_audit_run:
 * @db: with the set server
 * @key: (nullable): the server's; signatures are not checked without it
 * @after_lsn: the commits after it; 0: all. A commit must end there.
 * @go_on: (nullable): asked now and then; FALSE ends the audit with what was seen so far
 *
 * Errors: TC_ERROR_STORE. A fault of the log is no error: it stands in @audit, which is the first.
 */
gboolean tc_log_audit_run (TcDatabase *db, const TcPublicKey *key, gint64 after_lsn, gboolean deep,
                           gboolean (*go_on) (gpointer data), gpointer data, TcLogAudit *audit,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Where the last @commits commits begin: the LSN of the one before them; 0: at the beginning. */
gint64 tc_log_audit_find_start (TcDatabase *db, gint64 commits);
