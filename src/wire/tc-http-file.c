/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Answering a request with a file or one range of it, read piece by piece off the main thread and
 * never further ahead than one piece. Declared in tc-http-request.h.
 */
#include "tc-http-private.h"

#define PIECE_BYTES (256 * 1024)

typedef struct {
  grefcount refs;
  SoupServerMessage *message; /* (unowned): its signals hold us */
  TcHttpPeer *peer;           /* (owned) */
  GInputStream *input;        /* (owned) */
  gint64 left;
  gboolean reading;
} Sending;

static void
unref_sending (gpointer data, GClosure *closure)
{
  Sending *sending = data;

  if (!g_ref_count_dec (&sending->refs))
    return;
  g_object_unref (sending->input);
  tc_http_peer_unref (sending->peer);
  g_free (sending);
}

static void
piece_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Sending *sending = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes)
      piece = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  sending->reading = FALSE;
  if (sending->peer->message == sending->message) {
    if (piece && g_bytes_get_size (piece)) {
      sending->left -= (gint64) g_bytes_get_size (piece);
      soup_message_body_append_bytes (soup_server_message_get_response_body (sending->message),
                                      piece);
      soup_server_message_unpause (sending->message);
    } else {
      g_warning ("a file ended early while it was sent: %s", error ? error->message : "truncated");
      tc_http_peer_cut (sending->peer);
      soup_server_message_unpause (sending->message);
    }
  }
  unref_sending (sending, NULL);
}

static void
read_piece (Sending *sending)
{
  if (sending->left <= 0 || sending->reading)
    return;
  sending->reading = TRUE;
  g_ref_count_inc (&sending->refs);
  g_input_stream_read_bytes_async (sending->input, (gsize) MIN (sending->left, PIECE_BYTES),
                                   G_PRIORITY_DEFAULT, NULL, piece_cb, sending);
}

static void
wrote_chunk_cb (SoupServerMessage *message, gpointer data)
{
  read_piece (data);
}

static gboolean
parse_number (const char **at, gint64 *value)
{
  char *end;

  if (!g_ascii_isdigit (**at))
    return FALSE;
  *value = g_ascii_strtoll (*at, &end, 10);
  *at = end;
  return *value < G_MAXINT64;
}

/* One range of "bytes=…"; what we don't understand is no range, as RFC 9110 14.2 wants it. FALSE if
 * it can't be satisfied. */
static gboolean
find_range (const char *text, gint64 size, gint64 *start, gint64 *end)
{
  gint64 first, last = G_MAXINT64;
  const char *at = text ? text + strlen ("bytes=") : NULL;

  *start = 0;
  *end = size;
  if (!text || !g_str_has_prefix (text, "bytes="))
    return TRUE;
  if (*at == '-') {
    at++;
    if (!parse_number (&at, &last) || *at)
      return TRUE;
    *start = MAX (0, size - last);
    return last > 0 && size > 0;
  }
  if (!parse_number (&at, &first) || *at++ != '-')
    return TRUE;
  if (*at && (!parse_number (&at, &last) || *at || last < first))
    return TRUE;
  if (first >= size)
    return FALSE;
  *start = first;
  *end = last < size ? last + 1 : size;
  return TRUE;
}

static GFileInputStream *
open_file (const char *path, gint64 *size)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) input = g_file_read (file, NULL, NULL);
  g_autoptr (GFileInfo) info = NULL;

  if (input)
    info = g_file_input_stream_query_info (input, G_FILE_ATTRIBUTE_STANDARD_SIZE, NULL, NULL);
  if (!info)
    return NULL;
  *size = g_file_info_get_size (info);
  return g_steal_pointer (&input);
}

static void
start_sending (TcHttpRequest *self, SoupServerMessage *message, GFileInputStream *input,
               gint64 size)
{
  Sending *sending = g_new0 (Sending, 1);

  g_ref_count_init (&sending->refs);
  sending->message = message;
  sending->peer = tc_http_peer_ref (self->peer);
  sending->input = g_object_ref (G_INPUT_STREAM (input));
  sending->left = size;
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
  g_signal_connect_data (message, "wrote-chunk", G_CALLBACK (wrote_chunk_cb), sending,
                         unref_sending, 0);
  read_piece (sending);
}

void
tc_http_request_answer_file (TcHttpRequest *self, const char *path, const char *content_type,
                             const char *etag)
{
  gint64 size = 0, start, end;
  g_autoptr (GFileInputStream) input = open_file (path, &size);
  g_autofree char *tag = g_strdup_printf ("\"%s\"", etag);
  const char *if_range = tc_http_request_get_header (self, "If-Range");
  const char *range = tc_http_request_get_header (self, "Range");
  gboolean is_get = g_str_equal (tc_http_request_get_method (self), "GET");
  gboolean partial;
  SoupServerMessage *message;

  if (!input) {
    tc_http_request_refuse (self, SOUP_STATUS_NOT_FOUND);
    return;
  }
  if (!is_get || (if_range && !g_str_equal (if_range, tag)))
    range = NULL;
  if (!find_range (range, size, &start, &end) ||
      (start && !g_seekable_seek (G_SEEKABLE (input), start, G_SEEK_SET, NULL, NULL))) {
    g_autofree char *told = g_strdup_printf ("bytes */%" G_GINT64_FORMAT, size);

    tc_http_request_add_header (self, "Content-Range", told);
    tc_http_request_refuse (self, SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE);
    return;
  }
  partial = start > 0 || end < size;
  tc_http_request_add_header (self, "ETag", tag);
  tc_http_request_add_header (self, "Accept-Ranges", "bytes");
  if (partial) {
    g_autofree char *told = g_strdup_printf (
        "bytes %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, start, end - 1, size);

    tc_http_request_add_header (self, "Content-Range", told);
  }
  message = tc_http_request_start_answer (
      self, partial ? SOUP_STATUS_PARTIAL_CONTENT : SOUP_STATUS_OK, content_type);
  if (!message)
    return;
  soup_message_headers_set_content_length (soup_server_message_get_response_headers (message),
                                           end - start);
  if (is_get)
    start_sending (self, message, input, end - start);
  tc_http_request_resume (self, message);
}
