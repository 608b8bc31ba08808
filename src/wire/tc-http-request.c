/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One HTTP request and its answer; see the header.
 *
 * DESIGN: an answer given while the client still sends its body can't go through libsoup, which
 * would first read the body to its end. Then the connection is taken from it ("in haste"): we write
 * the answer ourselves, read on for a moment so that the client sees it instead of a reset, and
 * close.
 */
#include "tc-http-private.h"

#include "tc-error.h"

/* Fields of a query that are looked at. */
#define QUERY_FIELDS_MAX 64
#define DRAIN_CHUNK (16 * 1024)

G_DEFINE_FINAL_TYPE (TcHttpRequest, tc_http_request, G_TYPE_OBJECT)

static const char *
name_status (guint status)
{
  return status == TC_STATUS_TOO_MANY_REQUESTS ? "Too Many Requests"
                                               : soup_status_get_phrase (status);
}

/* Answering in haste. */

typedef struct {
  GIOStream *stream; /* (owned) */
  TcHttpPeer *peer;  /* (owned) */
  char *text;        /* (owned) */
} Haste;

static void
free_haste (Haste *haste)
{
  g_io_stream_close_async (haste->stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_object_unref (haste->stream);
  tc_http_peer_unref (haste->peer);
  g_free (haste->text);
  g_free (haste);
}

static void
drained_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GInputStream *input = G_INPUT_STREAM (source);
  Haste *haste = data;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (input, result, NULL);

  if (!bytes || !g_bytes_get_size (bytes)) {
    free_haste (haste);
    return;
  }
  g_input_stream_read_bytes_async (input, DRAIN_CHUNK, G_PRIORITY_LOW, NULL, drained_cb, haste);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Haste *haste = data;
  GInputStream *input = g_io_stream_get_input_stream (haste->stream);

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL)) {
    free_haste (haste);
    return;
  }
  if (!haste->peer->tls && haste->peer->connection)
    g_socket_shutdown (g_socket_connection_get_socket (haste->peer->connection), FALSE, TRUE, NULL);
  g_input_stream_read_bytes_async (input, DRAIN_CHUNK, G_PRIORITY_LOW, NULL, drained_cb, haste);
}

static void
append_header_cb (const char *name, const char *value, gpointer out)
{
  if (g_ascii_strcasecmp (name, "Content-Length") && g_ascii_strcasecmp (name, "Connection"))
    g_string_append_printf (out, "%s: %s\r\n", name, value);
}

static void
answer_in_haste (TcHttpRequest *self, guint status, const char *content_type, GBytes *body)
{
  Haste *haste = g_new0 (Haste, 1);
  GString *text = g_string_new (NULL);
  gsize size = body ? g_bytes_get_size (body) : 0;

  g_string_append_printf (text, "HTTP/1.1 %u %s\r\n", status, name_status (status));
  soup_message_headers_foreach (soup_server_message_get_response_headers (self->message),
                                append_header_cb, text);
  if (content_type)
    g_string_append_printf (text, "Content-Type: %s\r\n", content_type);
  g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\nConnection: close\r\n\r\n",
                          size);
  if (size && !g_str_equal (tc_http_request_get_method (self), "HEAD"))
    g_string_append_len (text, g_bytes_get_data (body, NULL), (gssize) size);
  haste->peer = tc_http_peer_ref (self->peer);
  haste->stream = soup_server_message_steal_connection (self->message);
  self->peer->message = NULL;
  g_clear_object (&self->message);
  size = text->len;
  haste->text = g_string_free (text, FALSE);
  tc_http_peer_set_state (self->peer, TC_PEER_CLOSING);
  if (!haste->stream) {
    tc_http_peer_unref (haste->peer);
    g_free (haste->text);
    g_free (haste);
    return;
  }
  g_output_stream_write_all_async (g_io_stream_get_output_stream (haste->stream), haste->text, size,
                                   G_PRIORITY_DEFAULT, NULL, written_cb, haste);
}

/* Answering through libsoup. */

static void
note_answer (TcHttpRequest *self, guint status)
{
  g_assert (!self->answered);
  self->answered = TRUE;
  g_debug ("%s %s %s: %u after %" G_GINT64_FORMAT " us", self->address, self->method,
           self->mount && self->mount->route.secret ? self->mount->route.path : self->path, status,
           g_get_monotonic_time () - self->started_us);
}

/* The message if it is still being served. */
static SoupServerMessage *
take_message (TcHttpRequest *self)
{
  SoupServerMessage *message = g_steal_pointer (&self->message);

  if (message && self->peer->message != message)
    g_clear_object (&message);
  return message;
}

SoupServerMessage *
tc_http_request_start_answer (TcHttpRequest *self, guint status, const char *content_type)
{
  SoupMessageHeaders *headers;
  SoupServerMessage *message;

  note_answer (self, status);
  message = take_message (self);
  if (!message)
    return NULL;
  headers = soup_server_message_get_response_headers (message);
  soup_server_message_set_status (message, status, name_status (status));
  if (content_type)
    soup_message_headers_replace (headers, "Content-Type", content_type);
  if (self->last)
    soup_message_headers_replace (headers, "Connection", "close");
  if (self->whole)
    tc_http_peer_set_state (self->peer, TC_PEER_SEND);
  /* libsoup holds it for as long as it is the one being served. */
  g_object_unref (message);
  return message;
}

void
tc_http_request_resume (TcHttpRequest *self, SoupServerMessage *message)
{
  if (self->paused)
    soup_server_message_unpause (message);
  self->paused = FALSE;
}

void
tc_http_request_answer (TcHttpRequest *self, guint status, const char *content_type, GBytes *body)
{
  SoupServerMessage *message;

  if (self->message && self->peer->message == self->message && self->takes_body && !self->whole) {
    note_answer (self, status);
    answer_in_haste (self, status, content_type, body);
    return;
  }
  message = tc_http_request_start_answer (self, status, content_type);
  if (!message)
    return;
  if (body && g_bytes_get_size (body))
    soup_message_body_append_bytes (soup_server_message_get_response_body (message), body);
  else
    soup_message_headers_set_content_length (soup_server_message_get_response_headers (message), 0);
  tc_http_request_resume (self, message);
}

void
tc_http_request_answer_text (TcHttpRequest *self, guint status, const char *content_type,
                             const char *text)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  tc_http_request_answer (self, status, content_type, body);
}

void
tc_http_request_refuse (TcHttpRequest *self, guint status)
{
  g_autofree char *text = NULL;

  if (self->mount && self->mount->route.refuse) {
    self->mount->route.refuse (self, status, self->mount->data);
    if (self->answered)
      return;
  }
  text = g_strdup_printf ("%u %s\n", status, name_status (status));
  tc_http_request_answer_text (self, status, "text/plain; charset=utf-8", text);
}

/* Object. */

static void
tc_http_request_dispose (GObject *object)
{
  TcHttpRequest *self = TC_HTTP_REQUEST (object);

  if (!self->answered)
    tc_http_request_answer_text (self, SOUP_STATUS_INTERNAL_SERVER_ERROR,
                                 "text/plain; charset=utf-8", "500 Internal Server Error\n");
  if (self->peer && self->peer->request == self) {
    self->peer->request = NULL;
    self->peer->holds_request = FALSE;
  }
  if (self->state_free)
    g_clear_pointer (&self->state, self->state_free);
  G_OBJECT_CLASS (tc_http_request_parent_class)->dispose (object);
}

static void
tc_http_request_finalize (GObject *object)
{
  TcHttpRequest *self = TC_HTTP_REQUEST (object);

  g_clear_object (&self->message);
  g_clear_pointer (&self->peer, tc_http_peer_unref);
  g_free (self->method);
  g_free (self->path);
  g_free (self->address);
  g_free (self->key);
  g_free (self->origin);
  g_free (self->content_type);
  g_clear_pointer (&self->query, g_ptr_array_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (tc_http_request_parent_class)->finalize (object);
}

static void
tc_http_request_class_init (TcHttpRequestClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tc_http_request_dispose;
  G_OBJECT_CLASS (klass)->finalize = tc_http_request_finalize;
}

static void
tc_http_request_init (TcHttpRequest *self)
{
  self->cancellable = g_cancellable_new ();
  self->started_us = g_get_monotonic_time ();
}

/* The last of X-Forwarded-For is what the proxy itself saw; all before it is hearsay. (nullable) */
static GInetAddress *
find_forwarded (SoupMessageHeaders *headers)
{
  const char *list = soup_message_headers_get_list (headers, "X-Forwarded-For");
  const char *last = list ? strrchr (list, ',') : NULL;
  g_autofree char *text = g_strdup (last ? last + 1 : list ? list : "");

  return g_inet_address_new_from_string (g_strstrip (text));
}

static void
name_client (TcHttpRequest *self, SoupMessageHeaders *headers)
{
  g_autoptr (GInetAddress) forwarded = self->peer->proxy ? find_forwarded (headers) : NULL;

  self->address = forwarded ? g_inet_address_to_string (forwarded) : g_strdup (self->peer->address);
  self->key = forwarded ? tc_http_peer_make_key (forwarded) : g_strdup (self->peer->key);
}

TcHttpRequest *
tc_http_request_new (SoupServerMessage *message, TcHttpPeer *peer, const TcHttpMount *mount,
                     const char *path)
{
  TcHttpRequest *self = g_object_new (TC_TYPE_HTTP_REQUEST, NULL);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  self->message = g_object_ref (message);
  self->peer = tc_http_peer_ref (peer);
  self->mount = mount;
  name_client (self, headers);
  self->method = g_strdup (soup_server_message_get_method (message));
  self->path = g_strdup (path);
  self->takes_body = soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CHUNKED ||
                     soup_message_headers_get_content_length (headers) > 0;
  return self;
}

/* What the request says. */

const char *
tc_http_request_get_method (TcHttpRequest *self)
{
  return self->method;
}

const char *
tc_http_request_get_path (TcHttpRequest *self)
{
  return self->path;
}

const char *
tc_http_request_get_rest (TcHttpRequest *self)
{
  gsize length = strlen (self->mount->route.path);

  return length == 1 ? self->path : self->path + length;
}

const char *
tc_http_request_get_origin (TcHttpRequest *self)
{
  GUri *uri;

  if (self->origin || !self->message)
    return self->origin ? self->origin : "";
  uri = soup_server_message_get_uri (self->message);
  if (g_uri_get_port (uri) > 0 && g_uri_get_port (uri) != (self->peer->tls ? 443 : 80))
    self->origin = g_strdup_printf ("%s://%s:%d", self->peer->tls ? "https" : "http",
                                    g_uri_get_host (uri), g_uri_get_port (uri));
  else
    self->origin = g_strdup_printf ("%s://%s", self->peer->tls ? "https" : "http",
                                    g_uri_get_host (uri));
  return self->origin;
}

const char *
tc_http_request_get_address (TcHttpRequest *self)
{
  return self->address;
}

const char *
tc_http_request_get_query_text (TcHttpRequest *self)
{
  return self->message ? g_uri_get_query (soup_server_message_get_uri (self->message)) : NULL;
}

const char *
tc_http_request_get_query (TcHttpRequest *self, const char *name)
{
  const char *text = tc_http_request_get_query_text (self);

  if (!self->query && text)
    self->query = tc_http_parse_form (text, strlen (text), QUERY_FIELDS_MAX, NULL);
  return tc_http_form_get (self->query, name);
}

const char *
tc_http_request_get_header (TcHttpRequest *self, const char *name)
{
  const char *value;

  if (!self->message)
    return NULL;
  value = soup_message_headers_get_one (soup_server_message_get_request_headers (self->message),
                                        name);
  return value && g_utf8_validate (value, -1, NULL) ? value : NULL;
}

const char *
tc_http_request_get_content_type (TcHttpRequest *self)
{
  if (!self->content_type && self->message) {
    const char *type = soup_message_headers_get_content_type (
        soup_server_message_get_request_headers (self->message), NULL);

    self->content_type = g_ascii_strdown (type ? type : "", -1);
  }
  return self->content_type ? self->content_type : "";
}

gint64
tc_http_request_get_body_size (TcHttpRequest *self)
{
  SoupMessageHeaders *headers;

  if (!self->message)
    return 0;
  headers = soup_server_message_get_request_headers (self->message);
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CHUNKED)
    return -1;
  return soup_message_headers_get_content_length (headers);
}

GBytes *
tc_http_request_get_body (TcHttpRequest *self)
{
  if (!self->body && self->message && self->whole && self->takes_body && !self->mount->route.chunk)
    self->body = soup_message_body_flatten (soup_server_message_get_request_body (self->message));
  if (!self->body)
    self->body = g_bytes_new (NULL, 0);
  return self->body;
}

const char *
tc_http_request_get_bearer (TcHttpRequest *self)
{
  const char *value = tc_http_request_get_header (self, "Authorization");

  if (!value || g_ascii_strncasecmp (value, "Bearer ", 7))
    return NULL;
  return value + 7;
}

GCancellable *
tc_http_request_get_cancellable (TcHttpRequest *self)
{
  return self->cancellable;
}

void
tc_http_request_set_state (TcHttpRequest *self, gpointer state, GDestroyNotify state_free)
{
  if (self->state_free)
    g_clear_pointer (&self->state, self->state_free);
  self->state = state;
  self->state_free = state_free;
}

gpointer
tc_http_request_get_state (TcHttpRequest *self)
{
  return self->state;
}

gboolean
tc_http_request_is_answered (TcHttpRequest *self)
{
  return self->answered;
}

void
tc_http_request_add_header (TcHttpRequest *self, const char *name, const char *value)
{
  if (self->message)
    soup_message_headers_replace (soup_server_message_get_response_headers (self->message), name,
                                  value);
}
