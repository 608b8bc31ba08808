/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of a desk (client/files) need of it: its folder, its outbox, HTTP to its server,
 * and submitting as the person who added a file, who may be gone by then.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-desk.h"
#include "tc-http-client.h"

/* A path in the desk's folder. (transfer full) */
char *tc_desk_dup_path (TcDesk *self, const char *name);
/* Proof that the person signed in; 0: nobody is. */
gint64 tc_desk_get_session (TcDesk *self);
/* (transfer full) (nullable): without a token; NULL and no @error before enrolment. */
TcHttpClient *tc_desk_make_http (TcDesk *self, GError **error);

/**
 * tc_desk_run_outbox_async:
 *
 * Runs @func with the connection to outbox.db that alone writes there, on its thread, in one
 * transaction that is on disk when the callback comes. As tc_worker_run_async().
 * Errors: TC_ERROR_BUSY before enrolment and once the desk is stopped; TC_ERROR_STORE.
 */
void tc_desk_run_outbox_async (TcDesk *self, TcWorkFunc func, gpointer data,
                               GDestroyNotify data_free, GDestroyNotify result_free,
                               GAsyncReadyCallback callback, gpointer user_data);
gpointer tc_desk_run_outbox_finish (TcDesk *self, GAsyncResult *result, GError **error);

/* As tc_replica_worker_keep_look(); not before enrolment. */
void tc_desk_keep_look (TcDesk *self, const char *hash, gint64 look);

/* As tc_operation_sink_submit_async(), for the person and session given. */
void tc_desk_submit_as_async (TcDesk *self, const TcOperationType *type, gconstpointer args,
                              gint64 actor_id, gint64 session_id, GAsyncReadyCallback callback,
                              gpointer data);
/* Likewise of what was done before: refused by this desk's guards it is sent all the same, and what
 * the server refuses is in the tray. */
void tc_desk_insist_as_async (TcDesk *self, const TcOperationType *type, gconstpointer args,
                              gint64 actor_id, gint64 session_id, GAsyncReadyCallback callback,
                              gpointer data);
TcVerdict *tc_desk_submit_as_finish (TcDesk *self, GAsyncResult *result, GError **error);
