/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Incident codes for what the server itself opens (gateways, jobs, administration): takes numbers
 * from its leased blocks and leases the next one when they run out. One pool a server, so that no
 * two of its rooms hand out the same code.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-operation-sink.h"
#include "tc-worker.h"

#define TC_TYPE_CODE_POOL (tc_code_pool_get_type ())
G_DECLARE_FINAL_TYPE (TcCodePool, tc_code_pool, TC, CODE_POOL, GObject)

/* Who may wait for a code; past it TC_ERROR_BUSY. */
#define TC_CODE_POOL_WAITING_MAX 10000
/* Days that are remembered: today's, and those of reports that are entered later. */
#define TC_CODE_POOL_DAYS_MAX 32

/* @reader: of the state's database */
TcCodePool *tc_code_pool_new (TcOperationSink *sink, TcWorker *reader);
/**
 * tc_code_pool_take_async:
 * @at_us: a time on the code's day
 */
void tc_code_pool_take_async (TcCodePool *self, gint64 at_us, GAsyncReadyCallback callback,
                              gpointer data);
/* (transfer full). Errors: what the sink and the worker give; TC_ERROR_BUSY. */
char *tc_code_pool_take_finish (TcCodePool *self, GAsyncResult *result,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
