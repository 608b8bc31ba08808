/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the audit's two halves share: tc-log-audit.c walks from commit to commit,
 * tc-log-audit-operation.c looks at what each holds.
 */
#pragma once

#include "tc-log-audit.h"
#include "tc-log-store.h"

/* A cursor and whether it stands on a row. */
typedef struct {
  TcQuery *query; /* (owned) */
  gboolean row;
} TcLogCursor;

typedef struct {
  TcDatabase *db;                   /* (unowned): the caller's */
  const TcLogAuditOptions *options; /* (unowned): likewise */
  TcLogAudit *audit;                /* (unowned): likewise */
  GHashTable *desks;                /* (owned): of what is known of replicas by their numbers */
  GArray *signatures;               /* (owned) (element-type TcLogSignature): to check */
  gint64 horizon_lsn;               /* row images up to it may be gone, as of this slice */
  gboolean purges;                  /* the file knows of legal purges */
  GHashTable *emptied;   /* (owned) (element-type TcDigest): by LSN: what is to be said of
                                       operations without bytes by a later one */
  GHashTable *purge_ids; /* (owned) (element-type gint64): purges that were decided */
  gboolean enough;       /* a signature doesn't hold: what follows is not the first */
  /* Of the commit at hand. */
  GPtrArray *ops;   /* (owned) (element-type TcOperation) */
  GPtrArray *codes; /* (owned) (element-type utf8): of their refusals, "" if accepted */
  GArray *leaves;   /* (owned) (element-type TcDigest) */
} TcLogLook;

#define TC_LOG_OPERATION_SQL                                                                       \
  "SELECT lsn, replica, seq, operation_id, name, actor_id, made_us, log_bytes (lsn, bytes),"       \
  " signature, refusal, refusal_args FROM log_operation WHERE lsn > ? ORDER BY lsn"

/* Notes what is wrong. FALSE. @op: (nullable): with which operation */
gboolean tc_log_look_fault (TcLogLook *look, gint64 lsn, const TcOperation *op, const char *format,
                            ...) G_GNUC_PRINTF (4, 5);
/* That the row's columns are of the kinds that @kinds names one after another: i integer, s text,
 * b blob, S and B likewise or NULL. */
gboolean tc_log_look_kinds (TcQuery *query, const char *kinds);
/* FALSE: enough is wrong. */
gboolean tc_log_look_signature (TcLogLook *look, const TcLogSignature *signature);

/* The operation that @cursor stands on must be that of @lsn; it joins those of the commit. */
gboolean tc_log_look_operation (TcLogLook *look, TcLogCursor *cursor, gint64 lsn);
/* What is known of desks and numbers after the first @lsn operations. */
gboolean tc_log_look_begin (TcLogLook *look, gint64 lsn);
/* At the end: no operation is empty of which none says so. */
gboolean tc_log_look_emptied (TcLogLook *look);
/* At the end: the table of desks has the keys that the log enrolled. */
gboolean tc_log_look_desks (TcLogLook *look);
void tc_log_look_free_desk (gpointer desk);
