/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fetching photos; see the header.
 *
 * DESIGN: a host's name is checked against the list, its address when the socket is about to
 * connect: checking what a resolver says beforehand would let a name resolve anew in between.
 */
#include "tc-open311-media.h"

#include "tc-error.h"
#include "tc-incident-operations.h"
#include "tc-limits.h"

#include <libsoup/soup.h>
#include <string.h>

#define CHUNK_BYTES (64 * 1024)
#define RETRY_S_FIRST 30

struct _TcOpen311Media {
  GObject parent;
  TcOperationSink *sink;    /* (owned) */
  TcOpen311Options options; /* a copy: what is under way may outlive the gateway */
  char **hosts;             /* (owned) (nullable): of options */
  SoupSession *session;     /* (owned) */
  GQueue queue;             /* (owned) (element-type Fetch) */
  GCancellable *stopping;   /* (owned) */
  guint n_running;
};

G_DEFINE_FINAL_TYPE (TcOpen311Media, tc_open311_media, G_TYPE_OBJECT)

typedef struct {
  TcOpen311Media *media; /* (owned) */
  gint64 incident_id;
  gint64 report_id;
  char *url;                 /* (owned): asked for by the client */
  GUri *uri;                 /* (owned): where it is now, after redirects */
  SoupMessage *message;      /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned): of this try */
  gulong stop_id;            /* of media->stopping */
  guint timeout_id;
  const char *why;        /* (unowned) (nullable): a constant; why we gave up this try */
  gboolean hopeless;      /* trying again won't help */
  GByteArray *body;       /* (owned) */
  GChecksum *checksum;    /* (owned): of body, chunk by chunk: whole it would hold the loop up */
  char *hash;             /* (owned) (nullable) */
  const char *media_type; /* (unowned) (nullable): a constant */
  guint n_tries;
  guint n_redirects;
} Fetch;

static void start_try (Fetch *fetch);
static void send_request (Fetch *fetch);
static void start_next (TcOpen311Media *self);

static void
free_fetch (gpointer data)
{
  Fetch *fetch = data;

  g_cancellable_disconnect (fetch->media->stopping, fetch->stop_id);
  g_clear_handle_id (&fetch->timeout_id, g_source_remove);
  g_object_unref (fetch->media);
  g_free (fetch->url);
  g_clear_pointer (&fetch->uri, g_uri_unref);
  g_clear_object (&fetch->message);
  g_clear_object (&fetch->cancellable);
  g_byte_array_unref (fetch->body);
  g_checksum_free (fetch->checksum);
  g_free (fetch->hash);
  g_free (fetch);
}

/* The fetch has ended, well or not. */
static void
end_fetch (Fetch *fetch)
{
  g_autoptr (TcOpen311Media) media = g_object_ref (fetch->media);

  media->n_running--;
  free_fetch (fetch);
  start_next (media);
}

static gboolean
retry_cb (gpointer data)
{
  Fetch *fetch = data;

  fetch->timeout_id = 0;
  start_try (fetch);
  return G_SOURCE_REMOVE;
}

static void
fail_try (Fetch *fetch, const char *reason)
{
  guint wait_s = RETRY_S_FIRST;

  g_clear_handle_id (&fetch->timeout_id, g_source_remove);
  if (fetch->why)
    reason = fetch->why;
  fetch->n_tries++;
  if (fetch->hopeless || fetch->n_tries >= TC_OPEN311_MEDIA_TRIES ||
      g_cancellable_is_cancelled (fetch->media->stopping)) {
    g_message ("photo of report %" G_GINT64_FORMAT " was not fetched: %s", fetch->report_id,
               reason);
    end_fetch (fetch);
    return;
  }
  for (guint i = 1; i < fetch->n_tries; i++)
    wait_s *= 8;
  fetch->timeout_id = g_timeout_add_seconds (wait_s, retry_cb, fetch);
}

/* Gives up this try, from inside a callback of libsoup. */
static void
abandon (Fetch *fetch, const char *why, gboolean hopeless)
{
  fetch->why = why;
  fetch->hopeless = hopeless;
  g_cancellable_cancel (fetch->cancellable);
}

static void
attached_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fetch *fetch = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_operation_sink_submit_finish (TC_OPERATION_SINK (source), result, &error);

  if (!verdict) {
    fail_try (fetch, error->message);
    return;
  }
  if (verdict->refusal)
    g_message ("photo of report %" G_GINT64_FORMAT " was not attached: %s", fetch->report_id,
               verdict->refusal->code);
  end_fetch (fetch);
}

static void
attach (Fetch *fetch)
{
  TcOperationSink *sink = fetch->media->sink;
  g_autofree char *name = g_path_get_basename (g_uri_get_path (fetch->uri));
  TcIncidentAttach args = {
      .incident_id = fetch->incident_id,
      .attachment_id = tc_operation_sink_make_id (sink),
      .report_id = fetch->report_id,
      .hash = fetch->hash,
      .media_type = fetch->media_type,
      .size = fetch->body->len,
      .name = g_regex_match_simple ("^[A-Za-z0-9._-]{1,100}$", name, 0, 0) ? name : "photo",
      .kind = "original",
      .taken_us = TC_NONE,
      .public_ = 0,
  };

  tc_operation_sink_submit_async (sink, &tc_incident_attach_type, &args, NULL, attached_cb, fetch);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fetch *fetch = data;
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    fail_try (fetch, error->message);
  else if (g_cancellable_is_cancelled (fetch->media->stopping))
    fail_try (fetch, "the server stops");
  else
    attach (fetch);
}

static void
keep_file (Fetch *fetch)
{
  const TcOpen311Options *options = &fetch->media->options;
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_clear_handle_id (&fetch->timeout_id, g_source_remove);
  fetch->media_type = tc_open311_media_sniff (fetch->body->data, fetch->body->len);
  if (!fetch->media_type) {
    fetch->hopeless = TRUE;
    fail_try (fetch, "it is neither JPEG, PNG nor WebP");
    return;
  }
  g_free (fetch->hash);
  fetch->hash = g_strdup (g_checksum_get_string (fetch->checksum));
  path = options->dup_file_path (fetch->hash, options->data);
  folder = g_path_get_dirname (path);
  g_mkdir_with_parents (folder, 0700);
  file = g_file_new_for_path (path);
  bytes = g_bytes_new (fetch->body->data, fetch->body->len);
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL,
                                       written_cb, fetch);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fetch *fetch = data;
  GInputStream *stream = G_INPUT_STREAM (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (stream, result, &error);
  gsize size = bytes ? g_bytes_get_size (bytes) : 0;

  if (!bytes) {
    fail_try (fetch, error->message);
    return;
  }
  if (size == 0) {
    keep_file (fetch);
    return;
  }
  if ((gint64) (fetch->body->len + size) > fetch->media->options.media_bytes_max) {
    fetch->hopeless = TRUE;
    fail_try (fetch, "it is larger than allowed");
    return;
  }
  g_byte_array_append (fetch->body, g_bytes_get_data (bytes, NULL), (guint) size);
  g_checksum_update (fetch->checksum, g_bytes_get_data (bytes, NULL), (gssize) size);
  g_input_stream_read_bytes_async (stream, CHUNK_BYTES, G_PRIORITY_LOW, fetch->cancellable, read_cb,
                                   fetch);
}

/* Follows a redirect that stays on its host. FALSE: @fetch has failed. */
static void
follow_redirect (Fetch *fetch)
{
  const char *location = soup_message_headers_get_one (
      soup_message_get_response_headers (fetch->message), "Location");
  g_autoptr (GUri)
      uri = location ? g_uri_parse_relative (fetch->uri, location, SOUP_HTTP_URI_FLAGS, NULL)
                     : NULL;

  if (!uri || ++fetch->n_redirects > TC_OPEN311_MEDIA_REDIRECTS ||
      g_strcmp0 (g_uri_get_host (uri), g_uri_get_host (fetch->uri)) != 0 ||
      g_strcmp0 (g_uri_get_scheme (uri), g_uri_get_scheme (fetch->uri)) != 0 ||
      g_uri_get_port (uri) != g_uri_get_port (fetch->uri)) {
    fetch->hopeless = TRUE;
    fail_try (fetch, "it leads elsewhere");
    return;
  }
  g_uri_unref (fetch->uri);
  fetch->uri = g_steal_pointer (&uri);
  send_request (fetch);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fetch *fetch = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream)
      stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  guint status = soup_message_get_status (fetch->message);
  gint64 size;

  if (!stream) {
    fail_try (fetch, error->message);
    return;
  }
  if (SOUP_STATUS_IS_REDIRECTION (status)) {
    follow_redirect (fetch);
    return;
  }
  if (status != SOUP_STATUS_OK) {
    fetch->hopeless = SOUP_STATUS_IS_CLIENT_ERROR (status);
    fail_try (fetch, soup_status_get_phrase (status));
    return;
  }
  size = soup_message_headers_get_content_length (
      soup_message_get_response_headers (fetch->message));
  if (size > fetch->media->options.media_bytes_max) {
    fetch->hopeless = TRUE;
    fail_try (fetch, "it is larger than allowed");
    return;
  }
  g_byte_array_set_size (fetch->body, 0);
  g_checksum_reset (fetch->checksum);
  g_input_stream_read_bytes_async (stream, CHUNK_BYTES, G_PRIORITY_LOW, fetch->cancellable, read_cb,
                                   fetch);
}

/* The address that the socket is about to be connected to. */
static void
network_event_cb (SoupMessage *message, GSocketClientEvent event, GIOStream *connection,
                  gpointer data)
{
  Fetch *fetch = data;
  g_autoptr (GSocketAddress) address = NULL;

  if (event != G_SOCKET_CLIENT_CONNECTING || fetch->media->options.media_private_allowed)
    return;
  if (G_IS_SOCKET_CONNECTION (connection))
    address = g_socket_connection_get_remote_address (G_SOCKET_CONNECTION (connection), NULL);
  if (!G_IS_INET_SOCKET_ADDRESS (address) ||
      tc_open311_media_is_private (
          g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address))))
    abandon (fetch, "its host is a private address", TRUE);
}

static void
send_request (Fetch *fetch)
{
  g_clear_object (&fetch->message);
  fetch->message = soup_message_new_from_uri (SOUP_METHOD_GET, fetch->uri);
  soup_message_add_flags (fetch->message, SOUP_MESSAGE_NO_REDIRECT);
  g_signal_connect (fetch->message, "network-event", G_CALLBACK (network_event_cb), fetch);
  soup_session_send_async (fetch->media->session, fetch->message, G_PRIORITY_LOW,
                           fetch->cancellable, sent_cb, fetch);
}

static gboolean
timeout_cb (gpointer data)
{
  Fetch *fetch = data;

  fetch->timeout_id = 0;
  abandon (fetch, "it took too long", FALSE);
  return G_SOURCE_REMOVE;
}

static void
stopping_cb (GCancellable *stopping, gpointer data)
{
  Fetch *fetch = data;

  if (fetch->cancellable)
    g_cancellable_cancel (fetch->cancellable);
}

static void
start_try (Fetch *fetch)
{
  g_clear_object (&fetch->cancellable);
  fetch->cancellable = g_cancellable_new ();
  fetch->why = NULL;
  fetch->n_redirects = 0;
  g_clear_pointer (&fetch->uri, g_uri_unref);
  fetch->uri = g_uri_parse (fetch->url, SOUP_HTTP_URI_FLAGS, NULL);
  if (!fetch->uri || g_cancellable_is_cancelled (fetch->media->stopping)) {
    fetch->hopeless = TRUE;
    fail_try (fetch, fetch->uri ? "the server stops" : "it is no address");
    return;
  }
  fetch->timeout_id = g_timeout_add_seconds (fetch->media->options.media_s_max, timeout_cb, fetch);
  send_request (fetch);
}

static void
start_next (TcOpen311Media *self)
{
  while (self->n_running < self->options.media_concurrent_max && self->queue.length) {
    self->n_running++;
    start_try (g_queue_pop_head (&self->queue));
  }
}

gboolean
tc_open311_media_allows (TcOpen311Media *self, const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  const char *host = uri ? g_uri_get_host (uri) : NULL;
  const char *const *hosts = self->options.media_hosts;

  if (!host || !self->options.dup_file_path)
    return FALSE;
  for (; hosts && *hosts; hosts++)
    if (g_ascii_strcasecmp (*hosts, host) == 0)
      return TRUE;
  return FALSE;
}

void
tc_open311_media_add (TcOpen311Media *self, gint64 incident_id, gint64 report_id, const char *url)
{
  Fetch *fetch;

  if (!tc_open311_media_allows (self, url) || self->queue.length >= self->options.media_queue_max) {
    g_message ("photo of report %" G_GINT64_FORMAT " was not fetched: too many wait", report_id);
    return;
  }
  fetch = g_new0 (Fetch, 1);
  fetch->media = g_object_ref (self);
  fetch->incident_id = incident_id;
  fetch->report_id = report_id;
  fetch->url = g_strdup (url);
  fetch->body = g_byte_array_new ();
  fetch->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  fetch->stop_id = g_cancellable_connect (self->stopping, G_CALLBACK (stopping_cb), fetch, NULL);
  g_queue_push_tail (&self->queue, fetch);
  start_next (self);
}

void
tc_open311_media_stop (TcOpen311Media *self)
{
  Fetch *fetch;

  while ((fetch = g_queue_pop_head (&self->queue)))
    free_fetch (fetch);
  g_cancellable_cancel (self->stopping);
}

static void
tc_open311_media_finalize (GObject *object)
{
  TcOpen311Media *self = TC_OPEN311_MEDIA (object);

  g_assert (g_queue_is_empty (&self->queue)); /* what waits holds us */
  g_clear_object (&self->sink);
  g_clear_object (&self->session);
  g_clear_object (&self->stopping);
  g_strfreev (self->hosts);
  G_OBJECT_CLASS (tc_open311_media_parent_class)->finalize (object);
}

static void
tc_open311_media_class_init (TcOpen311MediaClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tc_open311_media_finalize;
}

static void
tc_open311_media_init (TcOpen311Media *self)
{
  self->stopping = g_cancellable_new ();
}

TcOpen311Media *
tc_open311_media_new (TcOperationSink *sink, const TcOpen311Options *options)
{
  TcOpen311Media *self = g_object_new (TC_TYPE_OPEN311_MEDIA, NULL);

  self->sink = g_object_ref (sink);
  self->options = *options;
  self->hosts = g_strdupv ((char **) options->media_hosts);
  self->options.media_hosts = (const char *const *) self->hosts;
  /* No proxy: the address we check has to be the one that answers. */
  self->session = soup_session_new_with_options (
      "proxy-resolver", NULL, "timeout", options->media_s_max, "user-agent", "toancanhd ",
      "max-conns", (int) MAX (1, options->media_concurrent_max), NULL);
  /* A small compressed body could be a large one. */
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
  return self;
}
