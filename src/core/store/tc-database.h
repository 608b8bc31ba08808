/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One SQLite connection with its statement cache. Not for: threads (see tc-worker.h) or schema
 * (tc-schema.h).
 *
 * Errors are kept, not passed from hand to hand: the first fault of SQLite sticks to the
 * connection, every later call does nothing and reads as "no row", and whoever opened the unit of
 * work asks once, at its end, with tc_database_check(). So an apply function is a list of
 * statements and not a list of error branches, and none can be forgotten.
 *
 * Thread: a TcDatabase belongs to the thread that opened it.
 */
#pragma once

#include "tc-digest.h"
#include "tc-error.h"

#include <sqlite3.h>

/* "No value" of an integer: bound as NULL, and read from a NULL column. */
#define TC_NONE G_MININT64

typedef struct _TcDatabase TcDatabase;
typedef struct _TcQuery TcQuery;

typedef enum {
  TC_DATABASE_WRITER = 1 << 0, /* may write and checkpoint: one per file */
  TC_DATABASE_FULL = 1 << 1,   /* each commit is on disk before it returns (synchronous=FULL) */
  TC_DATABASE_MEMORY = 1 << 2, /* a database of its own in memory, for tests */
  /* A file that nobody writes any more, such as a backup's: read without a lock and without its
   * WAL, also where nothing may be written. */
  TC_DATABASE_IMMUTABLE = 1 << 3,
} TcDatabaseFlags;

/**
 * tc_database_open:
 * @path: the file; made if it isn't there and @flags has WRITER
 *
 * Errors: TC_ERROR_STORE.
 */
TcDatabase *tc_database_open (const char *path, TcDatabaseFlags flags,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Likewise over a named VFS, NULL for the default: the simulated disk of tests. */
TcDatabase *tc_database_open_vfs (const char *path, TcDatabaseFlags flags, const char *vfs,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_database_close (TcDatabase *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcDatabase, tc_database_close)

/* The raw connection, for the few that need it: capture, backup, tests. */
sqlite3 *tc_database_get_handle (TcDatabase *db);
const char *tc_database_get_path (TcDatabase *db);

/**
 * tc_database_execute:
 * @sql: one statement
 * @types: one letter for each value that follows: i gint64 (TC_NONE is NULL), o gint64 id (0 is
 *   NULL), s const char * (nullable), b const guint8 * and gsize, y GBytes * (nullable)
 *
 * Runs a statement that returns no rows. Faults stick; see above.
 */
void tc_database_execute (TcDatabase *db, const char *sql, const char *types, ...);
/* Several statements without values. */
void tc_database_execute_script (TcDatabase *db, const char *sql);

/* Likewise, of temporary views alone, which are this connection's: also on one for reading. All in
 * one transaction of its own. */
void tc_database_arrange (TcDatabase *db, const char *sql);

/* A query; its rows are read with tc_query_next() and the getters below. */
TcQuery *tc_database_query (TcDatabase *db, const char *sql, const char *types, ...);
/* The first column of the first row, or @fallback. */
gint64 tc_database_get_int (TcDatabase *db, gint64 fallback, const char *sql, const char *types,
                            ...);
/* (transfer full) (nullable) */
char *tc_database_dup_text (TcDatabase *db, const char *sql, const char *types, ...);

/* FALSE after the last row, and after a fault. */
gboolean tc_query_next (TcQuery *query);
/* Gives the statement back to the cache. */
void tc_query_free (TcQuery *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcQuery, tc_query_free)

gint64 tc_query_int (TcQuery *query, int column); /* TC_NONE when NULL */
gint64 tc_query_id (TcQuery *query, int column);  /* 0 when NULL */
gboolean tc_query_is_null (TcQuery *query, int column);
/* Borrowed until the next row. */
const char *tc_query_text (TcQuery *query, int column); /* (nullable) */
const guint8 *tc_query_blob (TcQuery *query, int column, gsize *size);
char *tc_query_dup_text (TcQuery *query, int column);   /* (transfer full) (nullable) */
GBytes *tc_query_dup_blob (TcQuery *query, int column); /* (transfer full) (nullable) */
/* For binding by hand. */
sqlite3_stmt *tc_query_get_statement (TcQuery *query);

/* Rows changed by the last statement. */
int tc_database_changes (TcDatabase *db);

/* Takes a fault that happened outside, of the handle used raw. */
void tc_database_fault (TcDatabase *db, const char *what);
/* Like it, for a code that is none of SQLite's: the unit of work can't go on. */
void tc_database_fail (TcDatabase *db, TcError code, const char *message);
gboolean tc_database_has_fault (TcDatabase *db);
/* The newest fault that this connection ever had, also after it was asked for; FALSE: none. */
gboolean tc_database_get_last_fault (TcDatabase *db, TcError *code);
/**
 * tc_database_check:
 *
 * Returns: TRUE if nothing went wrong since the last check; else FALSE, with the first fault moved
 * to @error. Errors: TC_ERROR_STORE, TC_ERROR_STATEMENT among its kinds; TC_ERROR_DIVERGED for a
 * broken constraint; TC_ERROR_LIMIT.
 */
gboolean tc_database_check (TcDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* On a writer, taking the write lock at once; on a reader, one moment for all that is read. */
void tc_database_begin (TcDatabase *db);
void tc_database_rollback (TcDatabase *db);
/**
 * tc_database_commit:
 *
 * Commits, or rolls back if there is a fault. Errors: what tc_database_check() gives, or
 * TC_ERROR_UNKNOWN if COMMIT itself failed: it may still be on disk; reopen and look.
 */
gboolean tc_database_commit (TcDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Moves the WAL into the file; when idle or past some MiB, by the writer alone. */
void tc_database_checkpoint (TcDatabase *db);
/* At the start, by the writer: what a process that ended before left in the WAL is on disk when it
 * returns, so that others may be told of it. Errors: as tc_database_check(). */
gboolean tc_database_settle_wal (TcDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Makes the WAL's file at least so long: a commit then overwrites what is there, for which the disk
 * works half as much as to lengthen a file. By the writer, before others read; where it can't be
 * done, commits are slower. */
void tc_database_reserve_wal (TcDatabase *db, gint64 bytes);
/* After a fault, by the writer: moves the whole WAL into the file and empties it. What is to be
 * seen is on disk then, and what a COMMIT left there that failed is seen or gone for good. Errors:
 * as tc_database_check(); TC_ERROR_BUSY if a reader is in the way. */
gboolean tc_database_empty_wal (TcDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* All that @db, a writer, holds is what @from holds from now on, page by page, in one transaction:
 * who reads sees either, and so does who opens it after a stop. Neither has a transaction open.
 * Errors: TC_ERROR_INVALID: @from can't be read, or can't be written here (no room), and @db holds
 * what it did; those of @db, as tc_database_check(); TC_ERROR_UNKNOWN: it may be on disk, reopen
 * and look. */
gboolean tc_database_replace (TcDatabase *db, TcDatabase *from,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Pages now in the WAL. */
int tc_database_get_wal_pages (TcDatabase *db);
/* At most @steps of SQLite's virtual machine for what follows, 0 for no limit. Past it a query
 * fails at once with TC_ERROR_LIMIT, a statement that writes when it is through: the transaction
 * and its savepoints stay. */
void tc_database_set_budget (TcDatabase *db, gint64 steps);
/* What queries give from now on is also added to @hasher (nullable: no longer), which the caller
 * keeps until then: two hashes are equal if the same queries gave the same rows, so that who read
 * them knows whether anything is new. */
void tc_database_hash_reading (TcDatabase *db, TcHasher *hasher);
