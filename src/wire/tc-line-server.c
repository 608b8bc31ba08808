/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server's end of lines; see the header.
 */
#include "tc-counted-stream-private.h"
#include "tc-http-private.h"
#include "tc-limits.h"
#include "tc-line-message.h"
#include "tc-line-server.h"

#define TICK_S 2
/* What a line may send in an hour beside whole messages: pings, pongs, and one message unfinished.
 * libsoup answers every ping, and would queue answers without end. */
#define NOISE_BYTES_MAX (TC_MESSAGE_BYTES_MAX + 1024 * 1024)
#define NOISE_TICKS (3600 / TICK_S)
/* The longest head of a frame, of which a message may have several. */
#define FRAME_HEAD_BYTES_MAX 14

struct _TcLine {
  TcLineServer *server;            /* (unowned): closes its lines before it goes */
  SoupWebsocketConnection *socket; /* (owned) */
  TcCountedStream *stream;         /* (owned) */
  TcHttpPeer *peer;                /* (owned) */
  gpointer user_data;              /* the owner's */
  guint64 queued;                  /* bytes given to libsoup, with their frames */
  guint64 heard;                   /* bytes of whole messages, with their frames */
  gint64 opened_us;                /* monotonic */
  gint64 sign_us;                  /* monotonic: of the last sign of life */
  gboolean trusted;
  gboolean closing;
};

struct _TcLineServer {
  TcLineCallbacks callbacks;
  gpointer data;
  GHashTable *lines; /* (owned) (element-type TcLine) */
  guint tick_id;
  guint ticks;
};

static void
end_line (TcLine *line)
{
  TcLineServer *server = line->server;

  if (!g_hash_table_steal (server->lines, line))
    return;
  g_signal_handlers_disconnect_by_data (line->socket, line);
  tc_http_peer_cut (line->peer);
  server->callbacks.closed (line, server->data);
  g_object_unref (line->socket);
  g_object_unref (line->stream);
  tc_http_peer_unref (line->peer);
  g_free (line);
}

/* Makes the connection fail under libsoup, which then tells that it is closed. */
static void
cut (TcLine *line, const char *why)
{
  g_message ("line of %s cut: %s", line->peer->address, why);
  line->closing = TRUE;
  tc_http_peer_cut (line->peer);
}

static void
message_cb (SoupWebsocketConnection *socket, int type, GBytes *message, gpointer data)
{
  TcLine *line = data;
  gsize size = g_bytes_get_size (message);

  line->sign_us = g_get_monotonic_time ();
  line->heard += size + FRAME_HEAD_BYTES_MAX;
  if (line->closing)
    return;
  if (type != SOUP_WEBSOCKET_DATA_BINARY) {
    cut (line, "it sent text");
    return;
  }
  line->server->callbacks.received (line, message, line->server->data);
}

static void
pong_cb (SoupWebsocketConnection *socket, GBytes *message, gpointer data)
{
  ((TcLine *) data)->sign_us = g_get_monotonic_time ();
}

static void
closed_cb (SoupWebsocketConnection *socket, gpointer data)
{
  end_line (data);
}

static void
error_cb (SoupWebsocketConnection *socket, GError *error, gpointer data)
{
  TcLine *line = data;

  g_debug ("line of %s: %s", line->peer->address, error->message);
}

static void
upgraded_cb (GIOStream *stream, GUri *uri, TcHttpPeer *peer, gpointer data)
{
  TcLineServer *self = data;
  TcLine *line = g_new0 (TcLine, 1);

  line->server = self;
  line->peer = tc_http_peer_ref (peer);
  line->stream = tc_counted_stream_new (stream);
  line->socket = soup_websocket_connection_new (G_IO_STREAM (line->stream), uri,
                                                SOUP_WEBSOCKET_CONNECTION_SERVER, NULL,
                                                TC_LINE_SUBPROTOCOL, NULL);
  line->opened_us = line->sign_us = g_get_monotonic_time ();
  soup_websocket_connection_set_max_incoming_payload_size (line->socket,
                                                           TC_LINE_GREETING_BYTES_MAX);
  soup_websocket_connection_set_keepalive_interval (line->socket, TC_LINE_PING_S);
  g_signal_connect (line->socket, "message", G_CALLBACK (message_cb), line);
  g_signal_connect (line->socket, "pong", G_CALLBACK (pong_cb), line);
  g_signal_connect (line->socket, "closed", G_CALLBACK (closed_cb), line);
  g_signal_connect (line->socket, "error", G_CALLBACK (error_cb), line);
  g_hash_table_add (self->lines, line);
  self->callbacks.opened (line, self->data);
}

/* Why it is to be cut, if it is. */
static const char *
judge (TcLine *line, gint64 now_us)
{
  if (!line->trusted && now_us - line->opened_us > TC_LINE_GREETING_S * TC_US_PER_S)
    return "it did not prove who it is in time";
  if (now_us - line->sign_us > TC_LINE_SILENT_S * TC_US_PER_S)
    return "it gives no sign";
  if (tc_counted_stream_get_read (line->stream) > line->heard + NOISE_BYTES_MAX)
    return "it sends what is no message";
  return NULL;
}

static GPtrArray *
list_lines (TcLineServer *self)
{
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->lines);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (list, key);
  return list;
}

static gboolean
tick_cb (gpointer data)
{
  TcLineServer *self = data;
  g_autoptr (GPtrArray) lines = list_lines (self);
  gint64 now_us = g_get_monotonic_time ();
  gboolean new_hour = ++self->ticks % NOISE_TICKS == 0;

  for (guint i = 0; i < lines->len; i++) {
    TcLine *line = lines->pdata[i];
    const char *why = judge (line, now_us);

    if (new_hour)
      line->heard = MAX (line->heard, tc_counted_stream_get_read (line->stream));
    if (why && !line->closing)
      cut (line, why);
  }
  return G_SOURCE_CONTINUE;
}

TcLineServer *
tc_line_server_new (TcHttpServer *http, const char *path, const TcLineCallbacks *callbacks,
                    gpointer data)
{
  TcLineServer *self = g_new0 (TcLineServer, 1);

  self->callbacks = *callbacks;
  self->data = data;
  self->lines = g_hash_table_new (NULL, NULL);
  self->tick_id = g_timeout_add_seconds (TICK_S, tick_cb, self);
  tc_http_server_add_line (http, path, TC_LINE_SUBPROTOCOL, upgraded_cb, self);
  return self;
}

void
tc_line_server_free (TcLineServer *self)
{
  g_autoptr (GPtrArray) lines = list_lines (self);

  for (guint i = 0; i < lines->len; i++)
    end_line (lines->pdata[i]);
  g_source_remove (self->tick_id);
  g_hash_table_unref (self->lines);
  g_free (self);
}

void
tc_line_server_close_all (TcLineServer *self)
{
  g_autoptr (GPtrArray) lines = list_lines (self);

  for (guint i = 0; i < lines->len; i++)
    tc_line_close (lines->pdata[i]);
}

guint
tc_line_server_get_lines (TcLineServer *self)
{
  return g_hash_table_size (self->lines);
}

gsize
tc_line_get_queued (TcLine *line)
{
  guint64 written = tc_counted_stream_get_written (line->stream);

  return line->queued > written ? (gsize) (line->queued - written) : 0;
}

/* The head of a frame that a server sends. */
static gsize
get_head_size (gsize size)
{
  return size < 126 ? 2 : size < 65536 ? 4 : 10;
}

void
tc_line_send (TcLine *line, GBytes *message)
{
  gsize size = g_bytes_get_size (message);

  if (line->closing ||
      soup_websocket_connection_get_state (line->socket) != SOUP_WEBSOCKET_STATE_OPEN)
    return;
  if (tc_line_get_queued (line) + size > TC_LINE_QUEUED_BYTES_MAX) {
    cut (line, "too much waits to be sent");
    return;
  }
  /* Pings of ours are counted as written and not as queued; that is two bytes in 15 s. */
  line->queued = MAX (line->queued, tc_counted_stream_get_written (line->stream));
  line->queued += size + get_head_size (size);
  soup_websocket_connection_send_message (line->socket, SOUP_WEBSOCKET_DATA_BINARY, message);
}

void
tc_line_close (TcLine *line)
{
  if (line->closing)
    return;
  line->closing = TRUE;
  if (soup_websocket_connection_get_state (line->socket) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (line->socket, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
}

void
tc_line_trust (TcLine *line)
{
  line->trusted = TRUE;
  soup_websocket_connection_set_max_incoming_payload_size (line->socket, TC_MESSAGE_BYTES_MAX);
}

const char *
tc_line_get_address (TcLine *line)
{
  return line->peer->address;
}

void
tc_line_set_user_data (TcLine *line, gpointer user_data)
{
  line->user_data = user_data;
}

gpointer
tc_line_get_user_data (TcLine *line)
{
  return line->user_data;
}
