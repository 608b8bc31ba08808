/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where operations go. The hub implements it for gateways and jobs of the server (actor 0), the
 * replica for the person at a desk; callers are the same code on both.
 *
 * Thread: all of it on the main loop's thread.
 */
#pragma once

#include "tc-operation-type.h"

#include <gio/gio.h>

#define TC_TYPE_OPERATION_SINK (tc_operation_sink_get_type ())
G_DECLARE_INTERFACE (TcOperationSink, tc_operation_sink, TC, OPERATION_SINK, GObject)

struct _TcOperationSinkInterface {
  GTypeInterface parent;
  gint64 (*make_id) (TcOperationSink *self);
  void (*submit_async) (TcOperationSink *self, const TcOperationType *type, gconstpointer args,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
  TcVerdict *(*submit_finish) (TcOperationSink *self, GAsyncResult *result, GError **error);
};

/* An id for a record that the next operation makes. */
gint64 tc_operation_sink_make_id (TcOperationSink *self);
/**
 * tc_operation_sink_submit_async:
 * @args: the struct of @type; read before this returns
 *
 * On the server the answer comes once the operation is durable; on a desk once it is in the outbox
 * and applied there (lsn 0: not yet confirmed), or refused by its own guards.
 */
void tc_operation_sink_submit_async (TcOperationSink *self, const TcOperationType *type,
                                     gconstpointer args, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer data);
/* (transfer full). A refusal is a verdict, not an error. Errors: TC_ERROR_STORE, TC_ERROR_UNKNOWN
 * (it may have been kept), TC_ERROR_BUSY. */
TcVerdict *tc_operation_sink_submit_finish (TcOperationSink *self, GAsyncResult *result,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
