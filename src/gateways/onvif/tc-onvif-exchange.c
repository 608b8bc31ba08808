/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One request and its answer; see the header. An exchange is a task whose data it is; callbacks
 * stand in the order in which they are called.
 */
#include "tc-onvif-exchange-private.h"

#include "tc-limits.h"
#include "tc-onvif-error.h"
#include "tc-onvif-reply.h"

#define PIECE_BYTES (32 * 1024)
#define CHALLENGES_MAX 8

typedef struct {
  GTask *task;               /* (unowned): it has us; whatever is under way keeps it */
  char *host;                /* (owned) */
  char *step;                /* (owned) */
  char *trusted;             /* (owned) (nullable): SHA-256 of a certificate */
  char *seen;                /* (owned) (nullable): likewise, of the one that was refused */
  SoupMessage *message;      /* (owned) */
  GByteArray *bytes;         /* (owned) */
  GCancellable *cancellable; /* (owned): of this exchange alone */
  GCancellable *outer;       /* (owned) (nullable): the caller's */
  GSource *outer_source;     /* (owned) (nullable) */
  guint timeout_id;
  guint answer_ms;
  gint64 waited_ms; /* until it was too long; 0: it wasn't */
  gint64 sent_us;   /* by our clock, as the next */
  gint64 headers_us;
  gint64 unfit; /* status that we have no business with; 0: none */
  gboolean ended;
} Exchange;

SoupSession *
tc_onvif_session_new (void)
{
  /* No proxy: a device is in our own network. Time-outs are ours: libsoup's begin anew with each
   * byte. */
  SoupSession *session = soup_session_new_with_options ("proxy-resolver", NULL, "timeout", 0,
                                                        "idle-timeout", 20, "user-agent",
                                                        "toancanh", "max-conns-per-host", 2, NULL);

  /* A small compressed body could be a large one. */
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  return session;
}

void
tc_onvif_answer_free (TcOnvifAnswer *answer)
{
  if (!answer)
    return;
  g_bytes_unref (answer->bytes);
  g_free (answer->content_type);
  g_strfreev (answer->challenges);
  g_free (answer->location);
  g_free (answer);
}

static void
clear_sources (Exchange *exchange)
{
  g_clear_handle_id (&exchange->timeout_id, g_source_remove);
  if (exchange->outer_source)
    g_source_destroy (exchange->outer_source);
  g_clear_pointer (&exchange->outer_source, g_source_unref);
}

static void
free_exchange (gpointer data)
{
  Exchange *exchange = data;

  clear_sources (exchange);
  g_clear_object (&exchange->outer);
  g_free (exchange->host);
  g_free (exchange->step);
  g_free (exchange->trusted);
  g_free (exchange->seen);
  g_signal_handlers_disconnect_by_data (exchange->message, exchange);
  g_object_unref (exchange->message);
  g_byte_array_unref (exchange->bytes);
  g_object_unref (exchange->cancellable);
  g_free (exchange);
}

/* Ends the exchange, if nothing did yet; what is under way finds it ended. libsoup doesn't look
 * at a cancellable while a request waits for a line. Takes @error. */
static void
fail (Exchange *exchange, GError *error)
{
  if (exchange->ended) {
    g_error_free (error);
    return;
  }
  exchange->ended = TRUE;
  clear_sources (exchange);
  g_cancellable_cancel (exchange->cancellable);
  g_task_return_error (exchange->task, error);
}

static GError *
new_cancelled (void)
{
  return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "nobody waits for it any more");
}

static GError *
new_timeout (const Exchange *exchange)
{
  return tc_onvif_error_new (TC_ONVIF_ERROR_TIMEOUT, "step", TC_S, exchange->step, "ms", TC_I,
                             exchange->waited_ms, NULL);
}

static gboolean
outer_cancelled_cb (GCancellable *outer, gpointer data)
{
  fail (data, new_cancelled ());
  return G_SOURCE_REMOVE;
}

static gboolean
timeout_cb (gpointer data)
{
  Exchange *exchange = data;

  exchange->timeout_id = 0;
  fail (exchange, new_timeout (exchange));
  return G_SOURCE_REMOVE;
}

static void
start_timeout (Exchange *exchange, guint ms)
{
  g_clear_handle_id (&exchange->timeout_id, g_source_remove);
  exchange->waited_ms = ms;
  exchange->timeout_id = g_timeout_add (ms, timeout_cb, exchange);
}

/* The line is there and the request goes out. */
static void
starting_cb (SoupMessage *message, gpointer data)
{
  Exchange *exchange = data;

  exchange->sent_us = g_get_real_time ();
  if (exchange->timeout_id)
    start_timeout (exchange, exchange->answer_ms);
}

/* libsoup keeps the whole body of those, whatever its size, to ask again by itself. */
static void
got_headers_cb (SoupMessage *message, gpointer data)
{
  Exchange *exchange = data;
  guint status = soup_message_get_status (message);

  exchange->headers_us = g_get_real_time ();
  if (status == SOUP_STATUS_PROXY_UNAUTHORIZED || status == SOUP_STATUS_MISDIRECTED_REQUEST) {
    exchange->unfit = status;
    g_cancellable_cancel (exchange->cancellable);
  }
}

/* Called where the system's authorities don't vouch for it. */
static gboolean
accept_certificate_cb (SoupMessage *message, GTlsCertificate *certificate,
                       GTlsCertificateFlags errors, gpointer data)
{
  Exchange *exchange = data;
  g_autoptr (GByteArray) der = NULL;
  g_autofree char *seen = NULL;

  g_object_get (certificate, "certificate", &der, NULL);
  g_clear_pointer (&exchange->seen, g_free);
  seen = der ? g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len) : NULL;
  if (seen && exchange->trusted && g_ascii_strcasecmp (seen, exchange->trusted) == 0)
    return TRUE;
  exchange->seen = g_steal_pointer (&seen);
  return FALSE;
}

static GError *
name_io_error (const Exchange *exchange, const GError *error)
{
  switch ((GIOErrorEnum) error->code) {
  case G_IO_ERROR_HOST_UNREACHABLE:
  case G_IO_ERROR_NETWORK_UNREACHABLE:
    return tc_onvif_error_new (TC_ONVIF_ERROR_NO_ROUTE, "host", TC_S, exchange->host, NULL);
  case G_IO_ERROR_CONNECTION_REFUSED:
    return tc_onvif_error_new (TC_ONVIF_ERROR_REFUSED, "host", TC_S, exchange->host, NULL);
  case G_IO_ERROR_HOST_NOT_FOUND:
    return tc_onvif_error_new (TC_ONVIF_ERROR_UNKNOWN_HOST, "host", TC_S, exchange->host, NULL);
  case G_IO_ERROR_TIMED_OUT: /* the system gave up before we did */
    return new_timeout (exchange);
  default:
    return tc_onvif_error_new (TC_ONVIF_ERROR_BROKEN, "step", TC_S, exchange->step, NULL);
  }
}

/* What an error of GIO's or libsoup's means. (transfer full) */
static GError *
name_error (const Exchange *exchange, const GError *error)
{
  if (exchange->unfit)
    return tc_onvif_error_new (TC_ONVIF_ERROR_NOT_ONVIF, "status", TC_I, exchange->unfit, NULL);
  if (exchange->outer && g_cancellable_is_cancelled (exchange->outer))
    return new_cancelled ();
  if (error->domain == G_RESOLVER_ERROR)
    return tc_onvif_error_new (TC_ONVIF_ERROR_UNKNOWN_HOST, "host", TC_S, exchange->host, NULL);
  if (error->domain == G_TLS_ERROR && exchange->seen)
    return tc_onvif_error_new (TC_ONVIF_ERROR_CERTIFICATE, "sha256", TC_S, exchange->seen, NULL);
  if (error->domain == SOUP_SESSION_ERROR &&
      (error->code == SOUP_SESSION_ERROR_PARSING || error->code == SOUP_SESSION_ERROR_ENCODING))
    return tc_onvif_error_new (TC_ONVIF_ERROR_NOT_ONVIF, "status", TC_I, (gint64) 0, NULL);
  if (error->domain == G_IO_ERROR)
    return name_io_error (exchange, error);
  return tc_onvif_error_new (TC_ONVIF_ERROR_BROKEN, "step", TC_S, exchange->step, NULL);
}

/* A body that wasn't read to its end goes with its connection: closing it would read on. */
static void
leave_body (Exchange *exchange, GInputStream *stream)
{
  g_cancellable_cancel (exchange->cancellable);
  g_input_stream_close_async (stream, G_PRIORITY_DEFAULT, exchange->cancellable, NULL, NULL);
}

static char **
dup_challenges (SoupMessageHeaders *headers)
{
  g_autoptr (GStrvBuilder) found = g_strv_builder_new ();
  SoupMessageHeadersIter at;
  const char *name;
  const char *value;
  guint n = 0;

  soup_message_headers_iter_init (&at, headers);
  while (soup_message_headers_iter_next (&at, &name, &value) && n < CHALLENGES_MAX) {
    if (g_ascii_strcasecmp (name, "WWW-Authenticate") == 0) {
      g_strv_builder_add (found, value);
      n++;
    }
  }
  return g_strv_builder_end (found);
}

static void
return_answer (GTask *task)
{
  Exchange *exchange = g_task_get_task_data (task);
  SoupMessageHeaders *headers = soup_message_get_response_headers (exchange->message);
  const char *date = soup_message_headers_get_one (headers, "Date");
  g_autoptr (GDateTime) time = date ? soup_date_time_new_from_http_string (date) : NULL;
  gint64 date_us = time ? g_date_time_to_unix (time) * TC_US_PER_S : -1;
  TcOnvifAnswer *answer = g_new0 (TcOnvifAnswer, 1);

  exchange->ended = TRUE;
  clear_sources (exchange);
  answer->status = soup_message_get_status (exchange->message);
  answer->bytes = g_bytes_new (exchange->bytes->data, exchange->bytes->len);
  answer->content_type = g_strdup (soup_message_headers_get_one (headers, "Content-Type"));
  answer->location = g_strdup (soup_message_headers_get_one (headers, "Location"));
  answer->challenges = dup_challenges (headers);
  answer->date_us = date_us >= 0 && date_us <= TC_ONVIF_TIME_US_MAX ? date_us
                                                                    : (gint64) TC_ONVIF_NO_TIME;
  answer->at_us = exchange->sent_us + (exchange->headers_us - exchange->sent_us) / 2;
  g_task_return_pointer (task, answer, (GDestroyNotify) tc_onvif_answer_free);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Exchange *exchange = g_task_get_task_data (task);
  GInputStream *stream = G_INPUT_STREAM (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) piece = g_input_stream_read_bytes_finish (stream, result, &error);
  gsize size = piece ? g_bytes_get_size (piece) : 0;

  if (!piece || exchange->ended) {
    leave_body (exchange, stream);
    if (!piece)
      fail (exchange, name_error (exchange, error));
    return;
  }
  if (size == 0) {
    return_answer (task);
    return;
  }
  if (exchange->bytes->len + size > TC_ONVIF_REPLY_BYTES_MAX) {
    leave_body (exchange, stream);
    fail (exchange, tc_onvif_error_new (TC_ONVIF_ERROR_TOO_LARGE, "what", TC_S, "bytes", "max",
                                        TC_I, (gint64) TC_ONVIF_REPLY_BYTES_MAX, NULL));
    return;
  }
  g_byte_array_append (exchange->bytes, g_bytes_get_data (piece, NULL), (guint) size);
  g_input_stream_read_bytes_async (stream, PIECE_BYTES, G_PRIORITY_DEFAULT, exchange->cancellable,
                                   read_cb, g_object_ref (task));
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Exchange *exchange = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream)
      stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (!stream)
    fail (exchange, name_error (exchange, error));
  else if (exchange->ended)
    leave_body (exchange, stream);
  else
    g_input_stream_read_bytes_async (stream, PIECE_BYTES, G_PRIORITY_DEFAULT, exchange->cancellable,
                                     read_cb, g_object_ref (task));
}

static SoupMessage *
make_message (const TcOnvifRequest *request, Exchange *exchange)
{
  SoupMessage *message = soup_message_new_from_uri (SOUP_METHOD_POST, request->url);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  /* An account is ours to prove, never by Basic. The session has that feature all the same: without
   * it libsoup would keep the whole body of a 401. */
  soup_message_disable_feature (message, SOUP_TYPE_AUTH_MANAGER);
  /* A line kept open may have been closed by the device just now: then it is sent again, or, where
   * it mustn't be, such a line isn't used. */
  soup_message_add_flags (message,
                          request->once ? SOUP_MESSAGE_NEW_CONNECTION : SOUP_MESSAGE_IDEMPOTENT);
  soup_message_set_request_body_from_bytes (message, request->content_type, request->content);
  if (request->authorization)
    soup_message_headers_replace (headers, "Authorization", request->authorization);
  g_signal_connect (message, "starting", G_CALLBACK (starting_cb), exchange);
  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers_cb), exchange);
  g_signal_connect (message, "accept-certificate", G_CALLBACK (accept_certificate_cb), exchange);
  return message;
}

void
tc_onvif_exchange_async (SoupSession *session, const TcOnvifRequest *request,
                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (session, NULL, callback, data);
  Exchange *exchange = g_new0 (Exchange, 1);

  g_task_set_task_data (task, exchange, free_exchange);
  exchange->task = task;
  exchange->host = g_strdup (g_uri_get_host (request->url));
  exchange->step = g_strdup (request->step);
  exchange->trusted = g_strdup (request->certificate_sha256);
  exchange->answer_ms = request->answer_ms;
  exchange->bytes = g_byte_array_new ();
  exchange->cancellable = g_cancellable_new ();
  exchange->message = make_message (request, exchange);
  if (cancellable && g_cancellable_is_cancelled (cancellable)) {
    fail (exchange, new_cancelled ());
    g_object_unref (task);
    return;
  }
  if (cancellable) {
    exchange->outer = g_object_ref (cancellable);
    exchange->outer_source = g_cancellable_source_new (cancellable);
    g_source_set_callback (exchange->outer_source, G_SOURCE_FUNC (outer_cancelled_cb), exchange,
                           NULL);
    g_source_attach (exchange->outer_source, g_task_get_context (task));
  }
  start_timeout (exchange, request->connect_ms);
  soup_session_send_async (session, exchange->message, G_PRIORITY_DEFAULT, exchange->cancellable,
                           sent_cb, task);
}

TcOnvifAnswer *
tc_onvif_exchange_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
