/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The interface where operations are handed in; see the header.
 */
#include "tc-operation-sink.h"

G_DEFINE_INTERFACE (TcOperationSink, tc_operation_sink, G_TYPE_OBJECT)

static void
tc_operation_sink_default_init (TcOperationSinkInterface *interface)
{
}

gint64
tc_operation_sink_make_id (TcOperationSink *self)
{
  return TC_OPERATION_SINK_GET_IFACE (self)->make_id (self);
}

void
tc_operation_sink_submit_async (TcOperationSink *self, const TcOperationType *type,
                                gconstpointer args, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data)
{
  TC_OPERATION_SINK_GET_IFACE (self)->submit_async (self, type, args, cancellable, callback, data);
}

TcVerdict *
tc_operation_sink_submit_finish (TcOperationSink *self, GAsyncResult *result, GError **error)
{
  return TC_OPERATION_SINK_GET_IFACE (self)->submit_finish (self, result, error);
}
