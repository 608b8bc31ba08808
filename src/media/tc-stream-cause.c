/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Causes; see the header.
 *
 * Source of the statuses: RFC 2326, 7.1.1.
 */
#include "tc-stream-cause.h"

#define PORT_RTSP 554
#define PORT_RTSPS 322

TcStreamCause
tc_stream_cause_of_status (guint status)
{
  switch (status) {
  case 401: /* unauthorized */
  case 403: /* forbidden */
  case 407: /* proxy authentication */
    return TC_CAUSE_DENIED;
  case 400: /* bad request */
  case 404: /* not found */
  case 410: /* gone */
  case 414: /* address too long */
  case 459: /* aggregate operation not allowed */
    return TC_CAUSE_ADDRESS;
  case 406: /* not acceptable */
  case 415: /* unsupported media type */
    return TC_CAUSE_CODEC;
  case 453: /* not enough bandwidth */
    return TC_CAUSE_FULL;
  case 408: /* time-out */
  case 504: /* gateway time-out */
    return TC_CAUSE_TIMEOUT;
  default:
    return TC_CAUSE_SERVER;
  }
}

TcStreamCause
tc_stream_cause_of_error (const GError *error)
{
  if (error->domain == G_RESOLVER_ERROR || error->domain == G_URI_ERROR)
    return TC_CAUSE_ADDRESS;
  if (error->domain == G_TLS_ERROR)
    return TC_CAUSE_CERTIFICATE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return TC_CAUSE_REFUSED;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return TC_CAUSE_TIMEOUT;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT))
    return TC_CAUSE_ADDRESS;
  return TC_CAUSE_NO_ROUTE;
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection = g_socket_client_connect_to_host_finish (
      G_SOCKET_CLIENT (source), result, &error);

  if (connection || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_int (task, TC_CAUSE_NONE);
  else
    g_task_return_int (task, tc_stream_cause_of_error (error));
}

void
tc_stream_probe_async (const char *address, GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  gboolean secure;

  if (!uri || !g_uri_get_host (uri) || !*g_uri_get_host (uri)) {
    g_task_return_int (task, TC_CAUSE_ADDRESS);
    return;
  }
  secure = g_strcmp0 (g_uri_get_scheme (uri), "rtsps") == 0;
  g_socket_client_set_timeout (client, TC_STREAM_PROBE_S);
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_to_host_async (client, g_uri_get_host (uri),
                                         g_uri_get_port (uri) > 0 ? (guint16) g_uri_get_port (uri)
                                         : secure                 ? PORT_RTSPS
                                                                  : PORT_RTSP,
                                         cancellable, connected_cb, g_steal_pointer (&task));
}

TcStreamCause
tc_stream_probe_finish (GAsyncResult *result)
{
  gssize cause = g_task_propagate_int (G_TASK (result), NULL);

  return cause < 0 ? TC_CAUSE_NONE : (TcStreamCause) cause;
}
