/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The desk's end of a line; see the header.
 */
#include "tc-line-client.h"

#include "tc-error.h"
#include "tc-limits.h"
#include "tc-line-message.h"
#include "tc-session-private.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#define WAIT_MS_MAX 30000
#define CONNECT_S 20
#define PING_S 15
/* Without a message or an answered ping: the line is dead, whatever the socket says. */
#define SILENT_S 50
#define TICK_S 5
/* A line that stood so long was a good one: the next wait is short again. */
#define GOOD_S 30

struct _TcLineClient {
  TcLineClientCallbacks callbacks;
  gpointer data;
  SoupSession *session;            /* (owned) */
  char *url;                       /* (owned) */
  SoupWebsocketConnection *socket; /* (owned) (nullable): while the line is open */
  GCancellable *connecting;        /* (owned) (nullable): while an attempt runs */
  guint retry_id;
  guint connect_id;
  guint tick_id;
  guint attempts;      /* since the last good line */
  guint least_wait_ms; /* before the next attempt, whatever its number */
  gint64 opened_us;
  gint64 sign_us;
  gboolean started;
};

/* An attempt outlives neither its client nor its cancellation. */
typedef struct {
  TcLineClient *client;      /* (unowned): looked at only if the attempt wasn't cancelled */
  GCancellable *cancellable; /* (owned) */
} Attempt;

static void connect_now (TcLineClient *self);

guint
tc_line_client_wait_ms (guint attempt, double chance)
{
  guint whole = attempt > 5 ? WAIT_MS_MAX : MIN (WAIT_MS_MAX, 1000u << (MAX (attempt, 1) - 1));

  return whole / 2 + (guint) (whole / 2 * chance);
}

static gboolean
retry_cb (gpointer data)
{
  TcLineClient *self = data;

  self->retry_id = 0;
  connect_now (self);
  return G_SOURCE_REMOVE;
}

static void
let_go (TcLineClient *self)
{
  g_clear_handle_id (&self->connect_id, g_source_remove);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  if (self->connecting)
    g_cancellable_cancel (self->connecting);
  g_clear_object (&self->connecting);
  if (self->socket) {
    g_signal_handlers_disconnect_by_data (self->socket, self);
    if (soup_websocket_connection_get_state (self->socket) == SOUP_WEBSOCKET_STATE_OPEN)
      soup_websocket_connection_close (self->socket, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
  }
  g_clear_object (&self->socket);
}

/* The line or the attempt is over. */
static void
lose (TcLineClient *self, const GError *why)
{
  if (self->socket && g_get_monotonic_time () - self->opened_us > GOOD_S * TC_US_PER_S)
    self->attempts = 0;
  let_go (self);
  self->attempts++;
  guint wait_ms = tc_line_client_wait_ms (self->attempts, g_random_double ());
  self->retry_id = g_timeout_add (MAX (wait_ms, self->least_wait_ms), retry_cb, self);
  self->least_wait_ms = 0;
  self->callbacks.closed (why, self->data);
}

static void
lose_saying (TcLineClient *self, GIOErrorEnum code, const char *why)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, (int) code, why);

  lose (self, error);
}

static void
message_cb (SoupWebsocketConnection *socket, int type, GBytes *message, gpointer data)
{
  TcLineClient *self = data;

  self->sign_us = g_get_monotonic_time ();
  if (type == SOUP_WEBSOCKET_DATA_BINARY)
    self->callbacks.received (message, self->data);
}

static void
pong_cb (SoupWebsocketConnection *socket, GBytes *message, gpointer data)
{
  ((TcLineClient *) data)->sign_us = g_get_monotonic_time ();
}

static void
closed_cb (SoupWebsocketConnection *socket, gpointer data)
{
  lose_saying (data, G_IO_ERROR_CONNECTION_CLOSED, "the line was closed");
}

static void
error_cb (SoupWebsocketConnection *socket, GError *error, gpointer data)
{
  g_debug ("line: %s", error->message);
}

static gboolean
tick_cb (gpointer data)
{
  TcLineClient *self = data;

  if (g_get_monotonic_time () - self->sign_us < SILENT_S * TC_US_PER_S)
    return G_SOURCE_CONTINUE;
  self->tick_id = 0;
  lose_saying (self, G_IO_ERROR_TIMED_OUT, "the line gave no sign");
  return G_SOURCE_REMOVE;
}

static void
take_socket (TcLineClient *self, SoupWebsocketConnection *socket)
{
  self->socket = g_object_ref (socket);
  self->opened_us = self->sign_us = g_get_monotonic_time ();
  soup_websocket_connection_set_max_incoming_payload_size (socket, TC_MESSAGE_BYTES_MAX);
  soup_websocket_connection_set_keepalive_interval (socket, PING_S);
  g_signal_connect (socket, "message", G_CALLBACK (message_cb), self);
  g_signal_connect (socket, "pong", G_CALLBACK (pong_cb), self);
  g_signal_connect (socket, "closed", G_CALLBACK (closed_cb), self);
  g_signal_connect (socket, "error", G_CALLBACK (error_cb), self);
  self->tick_id = g_timeout_add_seconds (TICK_S, tick_cb, self);
  self->callbacks.opened (self->data);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupWebsocketConnection)
      socket = soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);
  Attempt *attempt = data;
  g_autoptr (GCancellable) cancellable = attempt->cancellable;
  TcLineClient *self = attempt->client;

  g_free (attempt);
  if (g_cancellable_is_cancelled (cancellable))
    return;
  g_clear_handle_id (&self->connect_id, g_source_remove);
  g_clear_object (&self->connecting);
  if (!socket)
    lose (self, error);
  else if (g_strcmp0 (soup_websocket_connection_get_protocol (socket), TC_LINE_SUBPROTOCOL))
    lose_saying (self, G_IO_ERROR_NOT_SUPPORTED, "the server speaks another protocol");
  else
    take_socket (self, socket);
}

static gboolean
connect_late_cb (gpointer data)
{
  TcLineClient *self = data;

  self->connect_id = 0;
  lose_saying (self, G_IO_ERROR_TIMED_OUT, "the server did not answer in time");
  return G_SOURCE_REMOVE;
}

static void
connect_now (TcLineClient *self)
{
  char *protocols[] = {(char *) TC_LINE_SUBPROTOCOL, NULL};
  g_autoptr (SoupMessage) message = soup_message_new ("GET", self->url);
  Attempt *attempt = g_new0 (Attempt, 1);

  g_assert (!self->socket && !self->connecting);
  self->connecting = g_cancellable_new ();
  attempt->client = self;
  attempt->cancellable = g_object_ref (self->connecting);
  self->connect_id = g_timeout_add_seconds (CONNECT_S, connect_late_cb, self);
  soup_session_websocket_connect_async (self->session, message, NULL, protocols, G_PRIORITY_DEFAULT,
                                        self->connecting, connected_cb, attempt);
}

TcLineClient *
tc_line_client_new (const TcWireAddress *address, const char *path,
                    const TcLineClientCallbacks *callbacks, gpointer data, GError **error)
{
  g_autoptr (SoupSession) session = tc_session_new (address, error);
  TcLineClient *self;

  if (!session)
    return NULL;
  self = g_new0 (TcLineClient, 1);
  self->callbacks = *callbacks;
  self->data = data;
  self->session = g_steal_pointer (&session);
  /* It would end a line that is silent for so long. */
  soup_session_set_timeout (self->session, 0);
  self->url = g_strconcat (address->url, path, NULL);
  return self;
}

void
tc_line_client_free (TcLineClient *self)
{
  tc_line_client_stop (self);
  g_object_unref (self->session);
  g_free (self->url);
  g_free (self);
}

void
tc_line_client_start (TcLineClient *self)
{
  if (self->started)
    return;
  self->started = TRUE;
  connect_now (self);
}

void
tc_line_client_stop (TcLineClient *self)
{
  self->started = FALSE;
  self->attempts = 0;
  self->least_wait_ms = 0;
  g_clear_handle_id (&self->retry_id, g_source_remove);
  let_go (self);
}

void
tc_line_client_hurry (TcLineClient *self)
{
  if (!self->retry_id)
    return;
  g_clear_handle_id (&self->retry_id, g_source_remove);
  self->attempts = 0;
  connect_now (self);
}

static gboolean
drop_cb (gpointer data)
{
  TcLineClient *self = data;

  self->tick_id = 0;
  lose_saying (self, G_IO_ERROR_CANCELLED, "the line was given up");
  return G_SOURCE_REMOVE;
}

void
tc_line_client_drop_for (TcLineClient *self, guint wait_ms)
{
  if (!self->socket)
    return;
  self->least_wait_ms = MAX (self->least_wait_ms, wait_ms);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  self->tick_id = g_idle_add (drop_cb, self);
}

void
tc_line_client_hold (TcLineClient *self, guint wait_ms)
{
  if (!self->retry_id) {
    self->least_wait_ms = MAX (self->least_wait_ms, wait_ms);
    return;
  }
  if (wait_ms == 0)
    return;
  g_source_remove (self->retry_id);
  self->retry_id = g_timeout_add (wait_ms, retry_cb, self);
}

void
tc_line_client_drop (TcLineClient *self)
{
  tc_line_client_drop_for (self, 0);
}

gboolean
tc_line_client_is_open (TcLineClient *self)
{
  return self->socket &&
         soup_websocket_connection_get_state (self->socket) == SOUP_WEBSOCKET_STATE_OPEN;
}

gboolean
tc_line_client_send (TcLineClient *self, GBytes *message)
{
  if (!tc_line_client_is_open (self))
    return FALSE;
  soup_websocket_connection_send_message (self->socket, SOUP_WEBSOCKET_DATA_BINARY, message);
  return TRUE;
}

/* The socket below libsoup's stream and TLS. */
static GSocket *
find_socket (GIOStream *stream)
{
  g_autoptr (GIOStream) at = g_object_ref (stream);

  while (at && !G_IS_SOCKET_CONNECTION (at)) {
    const char *name = G_IS_TLS_CONNECTION (at) ? "base-io-stream" : "base-iostream";
    GIOStream *below = NULL;

    if (g_object_class_find_property (G_OBJECT_GET_CLASS (at), name))
      g_object_get (at, name, &below, NULL);
    g_object_unref (at);
    at = below;
  }
  return at ? g_socket_connection_get_socket (G_SOCKET_CONNECTION (at)) : NULL;
}

int
tc_line_client_get_round_trip_ms (TcLineClient *self)
{
  struct tcp_info info = {0};
  socklen_t size = sizeof info;
  GSocket *socket;

  if (!tc_line_client_is_open (self))
    return -1;
  socket = find_socket (soup_websocket_connection_get_io_stream (self->socket));
  if (!socket || getsockopt (g_socket_get_fd (socket), IPPROTO_TCP, TCP_INFO, &info, &size) < 0)
    return -1;
  return (int) (info.tcpi_rtt / 1000);
}
