/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checking a log as it stands in a file, from one commit to the next: that it follows on the one
 * before, that its link is what its parts give and that the server signed it; deep, that each
 * operation's bytes are what was linked and signed by the key that its desk was enrolled with at
 * that time, that the columns beside the bytes say what the bytes say, that numbers and ids run as
 * they must, and that row images are what was linked, as far as they are kept. Of an operation that
 * a legal purge emptied its hash is what was linked, and a later operation of the server says so of
 * it and of its columns. Reads only.
 *
 * DESIGN: three cursors (commits, operations, sections) run beside each other through one slice of
 * the log after another, each in a transaction of its own, so that a server that works meanwhile
 * can empty its WAL. What costs is the signatures: they are handed on in chunks, which the caller
 * may have checked on other threads while the next are read.
 */
#pragma once

#include "tc-database.h"
#include "tc-key.h"
#include "tc-line-message.h"
#include "tc-operation.h"

typedef struct {
  gint64 lsn; /* how far it has come */
  gint64 commits;
  gint64 operations; /* of those looked at deeply */
  gint64 sections;   /* whose row images are kept and were checked */
  gint64 purged;     /* operations without bytes, as legal purges say */
  gint64 skipped;    /* numbers that desks left out, as they may after a restore */
  gint64 first_form; /* commits whose links don't take in the arguments of refusals yet */
  TcPosition head;   /* after the last commit that was checked */
  gint64 fault_lsn;  /* of the commit or operation that is wrong; 0: at the beginning */
  char *operation;   /* (owned) (nullable): which operation that is, if it is one */
  char *fault;       /* (owned) (nullable): what is wrong with it; NULL: nothing is */
} TcLogAudit;

void tc_log_audit_clear (TcLogAudit *audit);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TcLogAudit, tc_log_audit_clear)
/* In one sentence, without its end; NULL: nothing is wrong. (transfer full) (nullable) */
char *tc_log_audit_dup_fault (const TcLogAudit *audit);

/* A signature to check. */
typedef struct {
  gint64 lsn;
  TcOperation *op; /* (owned) (nullable): NULL: of a link */
  TcDigest link;
  TcSignature signature; /* of the link */
  TcPublicKey key;
} TcLogSignature;

/* (element-type TcLogSignature): it owns its elements. */
GArray *tc_log_signatures_new (void);
/* The first that doesn't hold; NULL: all do. Thread: any. */
const TcLogSignature *tc_log_signatures_check (const GArray *signatures);

typedef struct {
  const TcPublicKey *key; /* (nullable): the server's; without it what it signed is not checked */
  gint64 after_lsn;       /* the commits after it; 0: all. A commit must end there */
  gboolean deep;
  /* (nullable): asked now and then; FALSE ends the audit with what was seen so far */
  gboolean (*go_on) (const TcLogAudit *so_far, gpointer data);
  /* (nullable): takes a chunk to be checked, now or later, here or elsewhere; without it each is
   * checked at once. @signatures: (transfer full). FALSE: one is known not to hold: no more are
   * needed. */
  gboolean (*check) (GArray *signatures, gpointer data);
  gpointer data; /* of both */
} TcLogAuditOptions;

/**
 * tc_log_audit_run:
 * @db: with the sets state and server
 *
 * Errors: TC_ERROR_STORE: it can't be read at all. A fault of the log is no error: it stands in
 * @audit, which is the first; so is what can't be read further on. Of what the options' check took
 * the audit says nothing: see tc_log_audit_note().
 */
gboolean tc_log_audit_run (TcDatabase *db, const TcLogAuditOptions *options, TcLogAudit *audit,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Notes that @signature doesn't hold, unless what is noted already stands before it. */
void tc_log_audit_note (TcLogAudit *audit, const TcLogSignature *signature);
/* What SQLite finds wrong with the tables of the log and their indexes; NULL: nothing. It reads
 * them whole. (transfer full) (nullable) */
char *tc_log_audit_tables (TcDatabase *db, GError **error);
/* Where the last @commits commits begin: the LSN of the one before them; 0: at the beginning. */
gint64 tc_log_audit_find_start (TcDatabase *db, gint64 commits);
