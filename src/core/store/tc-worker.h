/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A thread with a SQLite connection of its own: one writer and up to two readers per file, and one
 * more while all of it is exported. Work is
 * a function that gets the connection; it runs in the order it was asked for, one at a time, and
 * its result comes back in the caller's main context.
 *
 * After a fault of the file (tc_error_is_store()) the connection is opened anew for the next work:
 * whatever was wrong, what the path leads to by then is what counts.
 */
#pragma once

#include "tc-database.h"

#include <gio/gio.h>

#define TC_TYPE_WORKER (tc_worker_get_type ())
G_DECLARE_FINAL_TYPE (TcWorker, tc_worker, TC, WORKER, GObject)

/* Work that waits in one queue at most; past it work is refused with TC_ERROR_BUSY. */
#define TC_WORKER_QUEUE_MAX 1024

/**
 * TcWorkFunc:
 * @db: the worker's connection; a fault left on it becomes the error of the work
 * @data: what was given to tc_worker_run_async()
 *
 * Returns: (nullable): the result. Thread: the worker's.
 */
typedef gpointer (*TcWorkFunc) (TcDatabase *db, gpointer data, GCancellable *cancellable,
                                GError **error);

/*
 * Signals:
 * ::faulted (GError *error): work failed with a fault of the file; before its result comes, in the
 *   main context of who asked for it.
 */

/* Opens the connection on the new thread and waits for it. Errors: those of tc_database_open(). */
TcWorker *tc_worker_new (const char *name, const char *path, TcDatabaseFlags flags,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What is done on the connection before each piece of work, whenever that was opened; a fault that
 * it leaves is the work's, which isn't begun then. Thread: the worker's. */
typedef void (*TcWorkerBefore) (TcDatabase *db, gpointer data);
/* Once, before any work is asked for. @data: outlives the thread */
void tc_worker_set_before (TcWorker *self, TcWorkerBefore before, gpointer data);
void tc_worker_run_async (TcWorker *self, TcWorkFunc func, gpointer data, GDestroyNotify data_free,
                          GDestroyNotify result_free, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data);
/* Likewise, before all that waits: for what a person must hear of at once. */
void tc_worker_run_first_async (TcWorker *self, TcWorkFunc func, gpointer data,
                                GDestroyNotify data_free, GDestroyNotify result_free,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data);
gpointer tc_worker_run_finish (TcWorker *self, GAsyncResult *result, GError **error);
/* The file is another one now: work asked for from here on opens it anew. */
void tc_worker_reopen (TcWorker *self);
/* Finishes what is queued, closes the connection, ends the thread; waits for it. */
void tc_worker_stop (TcWorker *self);
