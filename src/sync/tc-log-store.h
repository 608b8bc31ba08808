/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the log is kept, behind a narrow interface: lease, append with compare-and-set, read from,
 * head, find what became of an operation. The SQLite back end writes on the hub's own connection,
 * inside its transaction; another back end must be durable before that transaction commits. One set
 * of tests holds for all of them (tests/sync/test-log-store.c).
 */
#pragma once

#include "tc-database.h"
#include "tc-line-message.h"
#include "tc-operation.h"

typedef enum {
  TC_LOG_OK,
  TC_LOG_CONFLICT, /* somebody else appended: this is not the leader */
  TC_LOG_UNKNOWN,  /* it may or may not be kept: look before answering */
} TcLogOutcome;

typedef struct {
  gint64 lsn;
  TcOperation *op;    /* (owned) */
  TcRefusal *refusal; /* (owned) (nullable): NULL if accepted */
} TcLogEntry;

/* One commit: `frame` has the bodies of every scope. */
typedef struct {
  TcFrame *frame;  /* (owned) */
  GArray *entries; /* (owned) (element-type TcLogEntry): frame->first_lsn to last_lsn */
} TcLogBatch;

TcLogBatch *tc_log_batch_new (void);
void tc_log_batch_free (TcLogBatch *batch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcLogBatch, tc_log_batch_free)
/* Over the entries: what the chain's link takes in of them. */
TcDigest tc_log_batch_root (const TcLogBatch *batch);
/* One operation of a commit as its root takes it in: its place, bytes, signature, and what became
 * of it. @code: (nullable): of the refusal; @args: (nullable): of that, serialised. */
TcDigest tc_log_leaf (gint64 lsn, const TcOperation *op, const char *code, gsize code_size,
                      const guint8 *args, gsize args_size);
TcDigest tc_log_root (const TcDigest *leaves, guint n);
/* What is said of an operation, beside its bytes, by the one that took these out of the log. */
TcDigest tc_log_purged_digest (gint64 lsn, const TcOperation *op);

typedef struct _TcLogStore TcLogStore;

/* What one step of trimming did, and what is left. */
typedef struct {
  gint64 horizon_lsn; /* row images of commits after it are there */
  gint64 since_us;    /* time of the first of these; 0: there is none */
  gboolean more;      /* another step would go on */
} TcLogTrim;

/* What one step takes at most, so that whoever waits to write waits for milliseconds. */
#define TC_LOG_TRIM_COMMITS_MAX 64
#define TC_LOG_TRIM_BYTES_MAX (256 * 1024)

/* The back end's functions; its own struct begins with a TcLogStore. */
struct _TcLogStore {
  gboolean (*lease) (TcLogStore *self, gint64 now_us, gint64 *until_us, GError **error);
  TcLogOutcome (*append) (TcLogStore *self, gint64 epoch, gint64 expected_lsn,
                          const TcLogBatch *batch, GError **error);
  gboolean (*head) (TcLogStore *self, TcPosition *position, GError **error);
  GPtrArray *(*read) (TcLogStore *self, gint64 after_lsn, const gint64 *scopes, guint n_scopes,
                      gsize bytes_max, GError **error);
  gboolean (*link_at) (TcLogStore *self, gint64 lsn, TcDigest *link, GError **error);
  TcLogEntry *(*find) (TcLogStore *self, guint16 replica, gint64 seq, GError **error);
  gint64 (*last_seq) (TcLogStore *self, guint16 replica, GError **error);
  gboolean (*trim) (TcLogStore *self, gint64 before_us, TcLogTrim *trim, GError **error);
  gboolean (*pack) (TcLogStore *self, guint operations, gboolean *more, GError **error);
  void (*empty) (TcLogStore *self, gint64 lsn);
  gint64 (*close) (TcLogStore *self, gint64 purge_id, gint64 lsn);
  void (*free) (TcLogStore *self);
};

/* Errors of all: TC_ERROR_STORE. */
/**
 * tc_log_store_lease:
 * @until_us: (out): until when nobody else may append; G_MAXINT64: as long as the store is open
 *
 * Makes this store the one that may append; again, before @until_us, to keep it so. It is the first
 * thing done with a log: whoever can't have the lease decides nothing. Errors: TC_ERROR_BUSY:
 * another has it.
 */
gboolean tc_log_store_lease (TcLogStore *self, gint64 now_us, gint64 *until_us,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
TcLogOutcome tc_log_store_append (TcLogStore *self, gint64 epoch, gint64 expected_lsn,
                                  const TcLogBatch *batch, GError **error);
gboolean tc_log_store_head (TcLogStore *self, TcPosition *position,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/**
 * tc_log_store_read:
 * @scopes: (array length=n_scopes): ascending; bodies of these alone are read
 * @bytes_max: stops after the frame that reaches it
 *
 * Returns: (transfer full) (element-type TcFrame): the commits after @after_lsn, first first; empty
 * at the head. NULL on error.
 */
GPtrArray *tc_log_store_read (TcLogStore *self, gint64 after_lsn, const gint64 *scopes,
                              guint n_scopes, gsize bytes_max, GError **error);
/* FALSE without error if no commit ends at @lsn. */
gboolean tc_log_store_link_at (TcLogStore *self, gint64 lsn, TcDigest *link, GError **error);
/* (nullable) (transfer full): what became of an operation, which may be emptied. */
TcLogEntry *tc_log_store_find (TcLogStore *self, guint16 replica, gint64 seq, GError **error);
/* 0 if there is none; -1 on error. */
gint64 tc_log_store_last_seq (TcLogStore *self, guint16 replica, GError **error);
/**
 * tc_log_store_trim:
 * @before_us: row images of commits from before then are let go; G_MININT64 only fills @trim
 *
 * One step of it, in a transaction of its own. Operations, links and hashes stay. Who reads on from
 * before the horizon gets TC_ERROR_NOT_FOUND, if it lacks something.
 */
gboolean tc_log_store_trim (TcLogStore *self, gint64 before_us, TcLogTrim *trim,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/**
 * tc_log_store_pack:
 * @operations: in a segment; at most TC_LOG_SEGMENT_OPERATIONS
 * @more: (out): another step would go on
 *
 * Compresses the next operations whose row images were let go, if they fill a segment: one step, in
 * a transaction of its own, that takes milliseconds. They are read as ever.
 */
gboolean tc_log_store_pack (TcLogStore *self, guint operations, gboolean *more,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Within the transaction of a commit: takes the bytes of an operation out, for a legal purge, and
 * keeps their hash; once more is nothing. Faults stick to the database. */
void tc_log_store_empty (TcLogStore *self, gint64 lsn);
/* Likewise: what it has of rows is not read any more up to the end of the commit that @lsn stands
 * in, and tc_log_store_trim() lets it go however young it is. Returns that end. */
gint64 tc_log_store_close (TcLogStore *self, gint64 purge_id, gint64 lsn);
void tc_log_store_free (TcLogStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcLogStore, tc_log_store_free)
void tc_log_entry_free (TcLogEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcLogEntry, tc_log_entry_free)

/**
 * tc_log_sqlite_new:
 * @db: with the set server; stays the caller's and must outlive the store
 * @log_id: (nullable): TC_LOG_ID_SIZE bytes for a log that begins here; not used if there is one
 */
TcLogStore *tc_log_sqlite_new (TcDatabase *db, const guint8 *log_id,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full) (nullable): what is left of an operation that a legal purge emptied, by its
 * columns and the hash that was kept; tc_operation_is_emptied(). Errors: TC_ERROR_CORRUPT: it was
 * emptied without one; TC_ERROR_STORE. */
TcOperation *tc_log_sqlite_read_emptied (TcDatabase *db, gint64 lsn, const TcSignature *signature,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
