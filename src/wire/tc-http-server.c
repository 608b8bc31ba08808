/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The HTTP server; see the header.
 *
 * DESIGN: we accept connections ourselves and hand them to SoupServer as streams. Its own listener
 * has a backlog of 10, stops for ever at the first failing accept() (too many open files), and
 * gives no hold on a connection that sends nothing. And libsoup 3.2 never lets go of a connection
 * that its client closes between two requests; so once an answer is out we take the connection
 * back, watch it, and hand it in again when something comes.
 */
#include "tc-http-private.h"

#include "tc-error.h"
#include "tc-limits.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#define BACKLOG 4096
/* Connections taken in one turn of the main loop. */
#define ACCEPTS_PER_TURN 64
/* Requests in a row whose first bytes are there before the last answer is quite out: sent ahead, or
 * by a client that is quick. The answer to the last of them says that the connection closes. */
#define NESTED_MAX 64
/* How long accepting rests when it failed or there are too many connections. */
#define REST_MS 100

const TcHttpLimits tc_http_limits_default = {
    .connections_max = 8192,
    .address_connections_max = 2048,
    .head_s = 15,
    .idle_s = 30,
    .body_bytes_per_s_min = 512,
};

struct _TcHttpServer {
  GObject parent;
  SoupServer *soup;   /* (owned) */
  TcHttpPeers *peers; /* (owned) */
  TcHttpLimits limits;
  GPtrArray *mounts;            /* (owned) (element-type TcHttpMount) */
  GSocket *socket;              /* (owned) (nullable): listens */
  GSource *accept_source;       /* (owned) (nullable) */
  GTlsCertificate *certificate; /* (owned) (nullable) */
  guint rest_id;
  guint tick_id;
  char *host; /* (owned) (nullable) */
  guint16 port;
  gboolean stopping;
  GTask *stop; /* (owned) (nullable) */
  gint64 stop_until_us;
};

G_DEFINE_FINAL_TYPE (TcHttpServer, tc_http_server, G_TYPE_OBJECT)

static void start_accepting (TcHttpServer *self);
static void hand_over (TcHttpServer *self, TcHttpPeer *peer, GIOStream *stream);

/* Routes. */

static void
free_mount (gpointer data)
{
  TcHttpMount *mount = data;

  g_clear_pointer (&mount->limiter, tc_rate_limiter_free);
  g_free (mount);
}

static const TcHttpMount *
find_mount (TcHttpServer *self, const char *path)
{
  const TcHttpMount *best = NULL;
  gsize best_length = 0;

  for (guint i = 0; i < self->mounts->len; i++) {
    const TcHttpMount *mount = self->mounts->pdata[i];
    gsize length = strlen (mount->route.path);

    if (length <= best_length || !g_str_has_prefix (path, mount->route.path))
      continue;
    if (length > 1 && path[length] && path[length] != '/')
      continue;
    best = mount;
    best_length = length;
  }
  return best;
}

static gboolean
takes_method (const TcHttpMount *mount, const char *method)
{
  g_auto (GStrv) methods = g_strsplit (mount->route.methods, " ", -1);

  if (g_strv_contains ((const char *const *) methods, method))
    return TRUE;
  return g_str_equal (method, "HEAD") && g_strv_contains ((const char *const *) methods, "GET");
}

/* Serving one request. */

static TcHttpPeer *
find_peer (SoupServerMessage *message)
{
  return g_object_get_data (G_OBJECT (soup_server_message_get_remote_address (message)),
                            "tc-http-peer");
}

static void
let_go (TcHttpPeer *peer)
{
  TcHttpRequest *request = peer->request;

  if (request && peer->holds_request) {
    peer->holds_request = FALSE;
    g_object_unref (request);
  }
}

static gboolean
refuse_by_rate (TcHttpRequest *request)
{
  g_autofree char *seconds = NULL;
  gint64 wait_us = 0;

  if (!request->mount->limiter || tc_rate_limiter_take (request->mount->limiter, request->key,
                                                        g_get_monotonic_time (), &wait_us))
    return FALSE;
  seconds = g_strdup_printf ("%" G_GINT64_FORMAT, wait_us / TC_US_PER_S + 1);
  tc_http_request_add_header (request, "Retry-After", seconds);
  tc_http_request_refuse (request, TC_STATUS_TOO_MANY_REQUESTS);
  return TRUE;
}

/* What can be refused by the head alone. */
static void
check_head (TcHttpRequest *request)
{
  const TcHttpRoute *route = &request->mount->route;

  if (refuse_by_rate (request))
    return;
  if (!takes_method (request->mount, tc_http_request_get_method (request))) {
    tc_http_request_add_header (request, "Allow", route->methods);
    tc_http_request_refuse (request, SOUP_STATUS_METHOD_NOT_ALLOWED);
    return;
  }
  if (tc_http_request_get_body_size (request) > route->body_bytes_max ||
      (request->takes_body && !route->body_bytes_max)) {
    tc_http_request_refuse (request, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE);
    return;
  }
  if (route->begin)
    route->begin (request, request->mount->data);
}

static void
head_cb (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query,
         gpointer data)
{
  TcHttpServer *self = data;
  TcHttpPeer *peer = find_peer (message);
  const TcHttpMount *mount;
  TcHttpRequest *request;

  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Server",
                                "toancanh");
  soup_message_headers_append (soup_server_message_get_response_headers (message),
                               "X-Content-Type-Options", "nosniff");
  if (!g_utf8_validate (path, -1, NULL) || !(mount = find_mount (self, path))) {
    static const TcHttpMount nowhere = {.route = {.path = "/"}};

    mount = &nowhere;
  }
  request = tc_http_request_new (message, peer, mount, path);
  request->last = self->stopping;
  peer->request = request;
  peer->holds_request = TRUE;
  tc_http_peer_set_state (peer, TC_PEER_BODY);
  if (mount->route.chunk || !request->takes_body)
    soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  if (!mount->route.handle && !mount->upgraded)
    tc_http_request_refuse (request, SOUP_STATUS_NOT_FOUND);
  else
    check_head (request);
  if (request->answered)
    let_go (peer);
}

static void
chunk_cb (SoupServerMessage *message, GBytes *chunk, gpointer data)
{
  TcHttpPeer *peer = data;
  TcHttpRequest *request = peer->request;

  tc_http_peer_moved (peer, g_bytes_get_size (chunk));
  if (!request || request->answered)
    return;
  g_object_ref (request);
  if (peer->bytes > request->mount->route.body_bytes_max)
    tc_http_request_refuse (request, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE);
  else if (request->mount->route.chunk)
    request->mount->route.chunk (request, chunk, request->mount->data);
  if (request->answered)
    let_go (peer);
  g_object_unref (request);
}

static void
read_cb (SoupServer *soup, SoupServerMessage *message, gpointer data)
{
  TcHttpPeer *peer = find_peer (message);

  if (peer->request)
    peer->request->whole = TRUE;
  tc_http_peer_set_state (peer,
                          soup_server_message_get_status (message) ? TC_PEER_SEND : TC_PEER_WORK);
}

static void
upgraded_cb (SoupServerMessage *message, gpointer data)
{
  const TcHttpMount *mount = data;
  g_autoptr (TcHttpPeer) peer = tc_http_peer_ref (find_peer (message));
  g_autoptr (GUri) uri = g_uri_ref (soup_server_message_get_uri (message));
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

  peer->message = NULL;
  tc_http_peer_set_state (peer, TC_PEER_LINE);
  if (stream)
    mount->upgraded (stream, uri, peer, mount->data);
}

static void
upgrade (TcHttpRequest *request)
{
  char *protocols[] = {(char *) request->mount->subprotocol, NULL};
  SoupServerMessage *message = request->message;

  /* No list of extensions: permessage-deflate is never agreed to. */
  if (soup_websocket_server_process_handshake (message, NULL, protocols, NULL, NULL))
    g_signal_connect (message, "wrote-informational", G_CALLBACK (upgraded_cb),
                      (gpointer) request->mount);
  request->answered = TRUE;
  g_clear_object (&request->message);
}

static void
whole_cb (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query,
          gpointer data)
{
  TcHttpPeer *peer = find_peer (message);
  TcHttpRequest *request = peer->request;

  g_return_if_fail (request && request->message == message);
  if (request->mount->upgraded)
    upgrade (request);
  else
    request->mount->route.handle (request, request->mount->data);
  if (peer->message == message && !request->answered) {
    request->paused = TRUE;
    soup_server_message_pause (message);
  }
  let_go (peer);
}

static void
sent_cb (SoupServerMessage *message, guint size, gpointer data)
{
  tc_http_peer_moved (data, size);
}

static gboolean
stays_open (SoupServerMessage *message)
{
  return soup_server_message_get_http_version (message) == SOUP_HTTP_1_1 &&
         !soup_message_headers_header_contains (soup_server_message_get_request_headers (message),
                                                "Connection", "close") &&
         !soup_message_headers_header_contains (soup_server_message_get_response_headers (message),
                                                "Connection", "close");
}

/* The request is done with, whatever became of it. */
static void
end_request (TcHttpPeer *peer)
{
  TcHttpRequest *request = peer->request;

  peer->message = NULL;
  if (request && !request->answered)
    g_cancellable_cancel (request->cancellable);
  let_go (peer);
  peer->request = NULL;
  tc_http_peer_set_state (peer, TC_PEER_IDLE);
}

typedef struct {
  TcHttpServer *server; /* (unowned): the source ends with the peer, and that before the server */
  TcHttpPeer *peer;     /* (unowned): likewise */
} Watch;

static gboolean
more_cb (GObject *pollable, gpointer data)
{
  Watch watch = *(Watch *) data;
  g_autoptr (GIOStream) stream = g_steal_pointer (&watch.peer->idle_stream);

  g_clear_pointer (&watch.peer->idle_source, g_source_unref);
  hand_over (watch.server, watch.peer, stream);
  return G_SOURCE_REMOVE;
}

static void
watch_idle (TcHttpServer *self, TcHttpPeer *peer, GIOStream *stream)
{
  GPollableInputStream *input = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (stream));
  Watch *watch = g_new (Watch, 1);

  *watch = (Watch){self, peer};
  peer->idle_stream = g_object_ref (stream);
  peer->idle_source = g_pollable_input_stream_create_source (input, NULL);
  g_source_set_callback (peer->idle_source, G_SOURCE_FUNC (more_cb), watch, g_free);
  g_source_attach (peer->idle_source, g_main_context_get_thread_default ());
}

/* The answer is out: take the connection back. What the client sent ahead may stand in libsoup's
 * buffer over it; then the buffer stays between. */
static void
wrote_body_cb (SoupServerMessage *message, gpointer data)
{
  TcHttpPeer *peer = data;
  TcHttpServer *self = g_object_get_data (G_OBJECT (message), "tc-http-server");
  g_autoptr (GIOStream) bare = NULL;
  g_autoptr (GIOStream) over = NULL;
  GInputStream *input;

  if (peer->message != message || self->stopping || !stays_open (message))
    return;
  bare = g_object_ref (peer->stream);
  over = soup_server_message_steal_connection (message);
  end_request (peer);
  if (!over)
    return;
  input = g_io_stream_get_input_stream (over);
  if (!g_pollable_input_stream_is_readable (G_POLLABLE_INPUT_STREAM (input))) {
    peer->nested = 0;
    watch_idle (self, peer, bare);
  } else {
    peer->nested++;
    watch_idle (self, peer, over);
  }
}

static void
unref_peer (gpointer data, GClosure *closure)
{
  tc_http_peer_unref (data);
}

static void
started_cb (SoupServer *soup, SoupServerMessage *message, gpointer data)
{
  TcHttpPeer *peer = find_peer (message);

  peer->message = message;
  if (peer->state != TC_PEER_HEAD)
    tc_http_peer_set_state (peer, TC_PEER_HEAD);
  if (peer->nested + 1 >= NESTED_MAX)
    soup_message_headers_append (soup_server_message_get_response_headers (message), "Connection",
                                 "close");
  g_object_set_data (G_OBJECT (message), "tc-http-server", data);
  g_signal_connect_data (message, "wrote-body", G_CALLBACK (wrote_body_cb), tc_http_peer_ref (peer),
                         unref_peer, 0);
  g_signal_connect_data (message, "got-chunk", G_CALLBACK (chunk_cb), tc_http_peer_ref (peer),
                         unref_peer, 0);
  g_signal_connect_data (message, "wrote-body-data", G_CALLBACK (sent_cb), tc_http_peer_ref (peer),
                         unref_peer, 0);
}

static void
finished_cb (SoupServer *soup, SoupServerMessage *message, gpointer data)
{
  TcHttpPeer *peer = find_peer (message);

  if (peer->message == message)
    end_request (peer);
}

/* Connections. */

static void
hand_over (TcHttpServer *self, TcHttpPeer *peer, GIOStream *stream)
{
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (peer->connection, NULL);
  g_autoptr (GSocketAddress)
      remote = g_socket_connection_get_remote_address (peer->connection, NULL);

  if (!local || !remote)
    return;
  tc_http_peer_set_state (peer, TC_PEER_HEAD);
  g_object_set_data_full (G_OBJECT (remote), "tc-http-peer", tc_http_peer_ref (peer),
                          (GDestroyNotify) tc_http_peer_unref);
  if (!soup_server_accept_iostream (self->soup, stream, local, remote, NULL))
    tc_http_peer_cut (peer);
}

typedef struct {
  TcHttpServer *server;          /* (unowned): there for as long as the peer has a table */
  GSocketConnection *connection; /* (owned) */
  TcHttpPeer *peer;              /* (owned) */
} Handshake;

static void
handshake_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Handshake *handshake = data;
  g_autoptr (GError) error = NULL;

  if (!g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, &error))
    g_debug ("%s: TLS: %s", handshake->peer->address, error->message);
  else if (handshake->peer->peers && !handshake->server->stopping)
    hand_over (handshake->server, handshake->peer, G_IO_STREAM (source));
  g_object_unref (handshake->connection);
  tc_http_peer_unref (handshake->peer);
  g_free (handshake);
}

static void
start_tls (TcHttpServer *self, GSocketConnection *connection, TcHttpPeer *peer)
{
  static const char *const protocols[] = {"http/1.1", NULL};
  g_autoptr (GIOStream)
      tls = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
  Handshake *handshake;

  if (!tls)
    return;
  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (tls), protocols);
  g_tls_connection_set_require_close_notify (G_TLS_CONNECTION (tls), FALSE);
  peer->stream = tls;
  handshake = g_new0 (Handshake, 1);
  handshake->server = self;
  handshake->connection = g_object_ref (connection);
  handshake->peer = tc_http_peer_ref (peer);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (tls), G_PRIORITY_DEFAULT, NULL, handshake_cb,
                                    handshake);
}

static void
take_in (TcHttpServer *self, GSocket *socket)
{
  static const char busy[] = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\n"
                             "Connection: close\r\nContent-Length: 0\r\n\r\n";
  g_autoptr (GSocketConnection) connection = g_socket_connection_factory_create_connection (socket);
  g_autoptr (TcHttpPeer) peer = tc_http_peers_add (self->peers, connection, !!self->certificate);

  if (!peer) {
    g_socket_set_blocking (socket, FALSE);
    if (!self->certificate)
      g_socket_send (socket, busy, sizeof busy - 1, NULL, NULL);
    return;
  }
  peer->stream = G_IO_STREAM (connection);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  if (self->certificate)
    start_tls (self, connection, peer);
  else
    hand_over (self, peer, G_IO_STREAM (connection));
}

static gboolean
rested_cb (gpointer data)
{
  TcHttpServer *self = data;

  self->rest_id = 0;
  start_accepting (self);
  return G_SOURCE_REMOVE;
}

static gboolean
accept_cb (GSocket *socket, GIOCondition condition, gpointer data)
{
  TcHttpServer *self = data;

  for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GSocket) accepted = NULL;

    if (tc_http_peers_get_count (self->peers) < self->limits.connections_max) {
      accepted = g_socket_accept (socket, NULL, &error);
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        return G_SOURCE_CONTINUE;
    }
    if (!accepted) {
      g_clear_pointer (&self->accept_source, g_source_unref);
      self->rest_id = g_timeout_add (REST_MS, rested_cb, self);
      if (error)
        g_warning ("accepting a connection: %s", error->message);
      return G_SOURCE_REMOVE;
    }
    take_in (self, accepted);
  }
  return G_SOURCE_CONTINUE;
}

static void
start_accepting (TcHttpServer *self)
{
  self->accept_source = g_socket_create_source (self->socket, G_IO_IN, NULL);
  g_source_set_callback (self->accept_source, G_SOURCE_FUNC (accept_cb), self, NULL);
  g_source_attach (self->accept_source, g_main_context_get_thread_default ());
}

static void
stop_accepting (TcHttpServer *self)
{
  if (self->accept_source)
    g_source_destroy (self->accept_source);
  g_clear_pointer (&self->accept_source, g_source_unref);
  g_clear_handle_id (&self->rest_id, g_source_remove);
  if (self->socket)
    g_socket_close (self->socket, NULL);
  g_clear_object (&self->socket);
}

/* A connection took too long. */
static gboolean
timed_out_cb (TcHttpPeer *peer, gpointer data)
{
  static const char late[] = "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n"
                             "Content-Length: 0\r\n\r\n";

  if (peer->state == TC_PEER_BODY && peer->request && !peer->request->answered) {
    tc_http_request_refuse (peer->request, SOUP_STATUS_REQUEST_TIMEOUT);
    let_go (peer);
    return TRUE;
  }
  if (peer->state == TC_PEER_HEAD && !peer->tls)
    g_socket_send (g_socket_connection_get_socket (peer->connection), late, sizeof late - 1, NULL,
                   NULL);
  return FALSE;
}

static void
finish_stop (TcHttpServer *self, gboolean all)
{
  g_autoptr (GTask) stop = g_steal_pointer (&self->stop);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_task_return_boolean (stop, all);
}

static gboolean
tick_cb (gpointer data)
{
  TcHttpServer *self = data;
  gint64 now_us = g_get_monotonic_time ();

  tc_http_peers_tick (self->peers, now_us);
  if (!self->stop)
    return G_SOURCE_CONTINUE;
  tc_http_peers_cut_idle (self->peers);
  if (!tc_http_peers_get_busy (self->peers))
    finish_stop (self, TRUE);
  else if (now_us > self->stop_until_us)
    finish_stop (self, FALSE);
  return self->tick_id ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Listening. */

static GTlsCertificate *
load_certificate (const TcHttpTls *tls, GError **error)
{
  GTlsCertificate *certificate = tls->key_path
                                     ? g_tls_certificate_new_from_files (tls->certificate_path,
                                                                         tls->key_path, error)
                                     : g_tls_certificate_new_from_file (tls->certificate_path,
                                                                        error);

  g_prefix_error (error, "reading the TLS certificate '%s': ", tls->certificate_path);
  return certificate;
}

static GSocket *
bind_socket (GInetAddress *address, guint16 port, GError **error)
{
  g_autoptr (GSocketAddress) where = g_inet_socket_address_new (address, port);
  g_autoptr (GSocket) socket = g_socket_new (g_inet_address_get_family (address),
                                             G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  if (!socket)
    return NULL;
  g_socket_set_blocking (socket, FALSE);
  g_socket_set_listen_backlog (socket, BACKLOG);
  if (!g_socket_bind (socket, where, TRUE, error) || !g_socket_listen (socket, error)) {
    g_prefix_error (error, "listening on port %u: ", port);
    return NULL;
  }
  return g_steal_pointer (&socket);
}

gboolean
tc_http_server_listen (TcHttpServer *self, const char *address, guint16 port, const TcHttpTls *tls,
                       GError **error)
{
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (address);
  g_autoptr (GSocketAddress) local = NULL;
  gboolean has_tls = tls && tls->certificate_path;

  g_return_val_if_fail (!self->socket, FALSE);
  if (!inet) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "'%s' is not a numeric address", address);
    return FALSE;
  }
  if (!g_inet_address_get_is_loopback (inet) && !has_tls && !(tls && tls->allow_plain)) {
    g_set_error (error, TC_ERROR, TC_ERROR_DENIED,
                 "off loopback (%s) a TLS certificate is needed, or leave to serve without",
                 address);
    return FALSE;
  }
  if (has_tls && !(self->certificate = load_certificate (tls, error)))
    return FALSE;
  self->socket = bind_socket (inet, port, error);
  if (!self->socket)
    return FALSE;
  local = g_socket_get_local_address (self->socket, NULL);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local));
  self->host = g_inet_address_get_is_any (inet) ? g_strdup ("127.0.0.1") : g_strdup (address);
  start_accepting (self);
  self->tick_id = g_timeout_add_seconds (1, tick_cb, self);
  return TRUE;
}

guint16
tc_http_server_get_port (TcHttpServer *self)
{
  return self->port;
}

char *
tc_http_server_dup_uri (TcHttpServer *self)
{
  return g_strdup_printf (strchr (self->host, ':') ? "%s://[%s]:%u" : "%s://%s:%u",
                          self->certificate ? "https" : "http", self->host, self->port);
}

guint
tc_http_server_get_connections (TcHttpServer *self)
{
  return tc_http_peers_get_count (self->peers);
}

void
tc_http_server_add_route (TcHttpServer *self, const TcHttpRoute *route, gpointer data)
{
  TcHttpMount *mount = g_new0 (TcHttpMount, 1);

  g_assert (route->path[0] == '/' && route->handle && route->methods);
  mount->route = *route;
  mount->data = data;
  if (route->rate_per_minute)
    mount->limiter = tc_rate_limiter_new (route->rate_per_minute, MAX (1, route->burst));
  g_ptr_array_add (self->mounts, mount);
}

void
tc_http_server_add_line (TcHttpServer *self, const char *path, const char *subprotocol,
                         void (*upgraded) (GIOStream *stream, GUri *uri, TcHttpPeer *peer,
                                           gpointer data),
                         gpointer data)
{
  TcHttpMount *mount = g_new0 (TcHttpMount, 1);

  mount->route.path = path;
  mount->route.methods = "GET";
  mount->subprotocol = subprotocol;
  mount->upgraded = upgraded;
  mount->data = data;
  g_ptr_array_add (self->mounts, mount);
}

void
tc_http_server_stop_async (TcHttpServer *self, guint bound_ms, GAsyncReadyCallback callback,
                           gpointer data)
{
  g_return_if_fail (!self->stop);
  self->stopping = TRUE;
  self->stop = g_task_new (self, NULL, callback, data);
  self->stop_until_us = g_get_monotonic_time () + bound_ms * (gint64) 1000;
  stop_accepting (self);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  self->tick_id = g_timeout_add (20, tick_cb, self);
}

gboolean
tc_http_server_stop_finish (TcHttpServer *self, GAsyncResult *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
}

/* Object. */

static void
tc_http_server_dispose (GObject *object)
{
  TcHttpServer *self = TC_HTTP_SERVER (object);

  stop_accepting (self);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_pointer (&self->peers, tc_http_peers_free);
  if (self->soup) {
    g_signal_handlers_disconnect_by_data (self->soup, self);
    soup_server_disconnect (self->soup);
  }
  g_clear_object (&self->soup);
  g_clear_object (&self->certificate);
  G_OBJECT_CLASS (tc_http_server_parent_class)->dispose (object);
}

static void
tc_http_server_finalize (GObject *object)
{
  TcHttpServer *self = TC_HTTP_SERVER (object);

  g_ptr_array_unref (self->mounts);
  g_free (self->host);
  G_OBJECT_CLASS (tc_http_server_parent_class)->finalize (object);
}

static void
tc_http_server_class_init (TcHttpServerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tc_http_server_dispose;
  G_OBJECT_CLASS (klass)->finalize = tc_http_server_finalize;
}

static void
tc_http_server_init (TcHttpServer *self)
{
  self->mounts = g_ptr_array_new_with_free_func (free_mount);
  self->soup = soup_server_new (NULL, NULL);
  soup_server_remove_websocket_extension (self->soup, SOUP_TYPE_WEBSOCKET_EXTENSION_DEFLATE);
  soup_server_add_early_handler (self->soup, NULL, head_cb, self, NULL);
  soup_server_add_handler (self->soup, NULL, whole_cb, self, NULL);
  g_signal_connect (self->soup, "request-started", G_CALLBACK (started_cb), self);
  g_signal_connect (self->soup, "request-read", G_CALLBACK (read_cb), self);
  g_signal_connect (self->soup, "request-finished", G_CALLBACK (finished_cb), self);
  g_signal_connect (self->soup, "request-aborted", G_CALLBACK (finished_cb), self);
}

TcHttpServer *
tc_http_server_new (const TcHttpLimits *limits)
{
  TcHttpServer *self = g_object_new (TC_TYPE_HTTP_SERVER, NULL);

  self->limits = limits ? *limits : tc_http_limits_default;
  self->peers = tc_http_peers_new (&self->limits, timed_out_cb, self);
  return self;
}
