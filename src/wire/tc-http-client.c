/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The client's end of HTTP with our server; see the header. Down- and uploads are a task each whose
 * data is the transfer; its callbacks stand in the order in which they are called.
 */
#include "tc-http-client.h"

#include "tc-error.h"
#include "tc-pinned-trust-private.h"
#include "tc-session-private.h"

#include <glib/gstdio.h>

/* Times that an upload asks anew where it stands before it gives up. */
#define UPLOAD_TURNS_MAX 3
#define HASH_PIECE_BYTES (256 * 1024)
#define PIECE_BYTES (64 * 1024)

struct _TcHttpClient {
  GObject parent;
  SoupSession *session; /* (owned) */
  char *base;           /* (owned) */
  char *bearer;         /* (owned) (nullable) */
  char *refused;        /* (owned) (nullable): PEM */
  TcDigest pin;         /* of the one that is trusted */
  gboolean is_pinned;
};

G_DEFINE_FINAL_TYPE (TcHttpClient, tc_http_client, G_TYPE_OBJECT)

/* Accepted is the one that was named before; without that, none. It is kept, if a person could
 * vouch for it: all is right but who signed it. */
static gboolean
accept_certificate_cb (SoupMessage *message, GTlsCertificate *certificate,
                       GTlsCertificateFlags errors, gpointer data)
{
  TcHttpClient *self = data;

  if (self->is_pinned)
    return tc_pinned_trust_is (certificate, &self->pin);
  g_clear_pointer (&self->refused, g_free);
  if (errors == G_TLS_CERTIFICATE_UNKNOWN_CA)
    g_object_get (certificate, "certificate-pem", &self->refused, NULL);
  return FALSE;
}

static SoupMessage *
make_message (TcHttpClient *self, const char *method, const char *path)
{
  g_autofree char *url = g_strconcat (self->base, path, NULL);
  SoupMessage *message = soup_message_new (method, url);

  g_assert (message);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  g_signal_connect_object (message, "accept-certificate", G_CALLBACK (accept_certificate_cb), self,
                           0);
  if (self->bearer)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                  self->bearer);
  return message;
}

static TcError
map_status (guint status)
{
  switch (status) {
  case SOUP_STATUS_UNAUTHORIZED:
  case SOUP_STATUS_FORBIDDEN:
    return TC_ERROR_DENIED;
  case SOUP_STATUS_NOT_FOUND:
  case SOUP_STATUS_GONE:
    return TC_ERROR_NOT_FOUND;
  case SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE:
    return TC_ERROR_LIMIT;
  case SOUP_STATUS_INSUFFICIENT_STORAGE:
    return TC_ERROR_FULL;
  default:
    return status >= 500 ? TC_ERROR_BUSY : TC_ERROR_INVALID;
  }
}

static void
return_status (GTask *task, SoupMessage *message, const char *what)
{
  guint status = soup_message_get_status (message);

  g_task_return_new_error (task, TC_ERROR, map_status (status), "%s: the server answered %u", what,
                           status);
}

static void
return_text_error (GTask *task, TcError code, const char *text)
{
  g_task_return_new_error (task, TC_ERROR, code, "%s", text);
}

char *
tc_file_sha256 (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) input = g_file_read (file, NULL, error);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *piece = g_malloc (HASH_PIECE_BYTES);
  gssize got;

  if (!input)
    return NULL;
  while ((got = g_input_stream_read (G_INPUT_STREAM (input), piece, HASH_PIECE_BYTES, NULL,
                                     error)) > 0)
    g_checksum_update (sum, piece, got);
  return got < 0 ? NULL : g_strdup (g_checksum_get_string (sum));
}

/* Posting. */

static void
post_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  gsize got = 0;

  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &got, &error))
    g_task_return_error (task, error);
  else if (got > TC_HTTP_ANSWER_BYTES_MAX)
    return_text_error (task, TC_ERROR_LIMIT, "the server's answer is too long");
  else
    g_task_return_pointer (task, g_bytes_new (g_object_get_data (G_OBJECT (task), "buffer"), got),
                           (GDestroyNotify) g_bytes_unref);
}

static void
post_sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (GInputStream) input = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  char *buffer;

  if (!input) {
    g_task_return_error (task, error);
    return;
  }
  buffer = g_malloc (TC_HTTP_ANSWER_BYTES_MAX + 1);
  g_object_set_data_full (G_OBJECT (task), "buffer", buffer, g_free);
  g_input_stream_read_all_async (input, buffer, TC_HTTP_ANSWER_BYTES_MAX + 1, G_PRIORITY_DEFAULT,
                                 g_task_get_cancellable (task), post_read_cb, g_object_ref (task));
}

void
tc_http_client_post_async (TcHttpClient *self, const char *path, const char *content_type,
                           GBytes *body, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);
  SoupMessage *message = make_message (self, "POST", path);

  soup_message_set_request_body_from_bytes (message, content_type, body);
  g_task_set_task_data (task, message, g_object_unref);
  soup_session_send_async (self->session, message, G_PRIORITY_DEFAULT, cancellable, post_sent_cb,
                           task);
}

GBytes *
tc_http_client_post_finish (TcHttpClient *self, GAsyncResult *result, guint *status, GError **error)
{
  GTask *task = G_TASK (result);

  *status = soup_message_get_status (g_task_get_task_data (task));
  return g_task_propagate_pointer (task, error);
}

/* Up. */

typedef struct {
  char *path;            /* (owned) */
  char *remote;          /* (owned) */
  GFile *file;           /* (owned) (nullable): what goes up */
  GInputStream *input;   /* (owned) (nullable): what comes down, and where it goes */
  GOutputStream *output; /* (owned) (nullable) */
  guint8 *piece;         /* (owned) (nullable): of PIECE_BYTES */
  SoupMessage *message;  /* (owned) (nullable): the one under way */
  gint64 size;
  gint64 size_max;
  gint64 offset;
  gint64 start; /* of what is asked for, in the file there; -1: the file whole */
  char *sha256; /* (owned) (nullable) */
  guint turns;
  GFileProgressCallback progress; /* (nullable) */
  gpointer progress_data;
} Transfer;

static void
free_transfer (gpointer data)
{
  Transfer *transfer = data;

  g_free (transfer->path);
  g_free (transfer->remote);
  g_free (transfer->sha256);
  g_clear_object (&transfer->file);
  g_clear_object (&transfer->input);
  g_clear_object (&transfer->output);
  g_free (transfer->piece);
  g_clear_object (&transfer->message);
  g_free (transfer);
}

static void
tell_moved (Transfer *transfer, gsize size)
{
  transfer->offset += (gint64) size;
  if (transfer->progress && transfer->size > 0)
    transfer->progress (MIN (transfer->offset, transfer->size), transfer->size,
                        transfer->progress_data);
}

/* A piece of the body went over the line. */
static void
wrote_cb (SoupMessage *message, guint size, gpointer data)
{
  GTask *task = data;
  Transfer *transfer = g_task_get_task_data (task);

  if (message == transfer->message && !g_task_get_completed (task))
    tell_moved (transfer, size);
}

static void
send_step (GTask *task, const char *method, GAsyncReadyCallback callback)
{
  TcHttpClient *self = g_task_get_source_object (task);
  Transfer *transfer = g_task_get_task_data (task);

  if (method) {
    g_clear_object (&transfer->message);
    transfer->message = make_message (self, method, transfer->remote);
  }
  soup_session_send_async (self->session, transfer->message, G_PRIORITY_LOW,
                           g_task_get_cancellable (task), callback, g_object_ref (task));
}

/* For an answer that isn't read to its end: it goes, with its connection. Closed otherwise, it is
 * read on, for which the line may let us wait; and after an upload that was refused before its body
 * went out libsoup waits for another answer then, by a source made of memory that isn't its own. */
static void
drop_connection (GInputStream *answer)
{
  g_autoptr (GCancellable) at_once = g_cancellable_new ();

  g_cancellable_cancel (at_once);
  g_input_stream_close_async (answer, G_PRIORITY_LOW, at_once, NULL, NULL);
}

/* For an answer without a body: read to its end, its connection is free for the next. */
static void
keep_connection (GInputStream *answer)
{
  char none;

  g_input_stream_read (answer, &none, 1, NULL, NULL);
}

static void ask_offset (GTask *task);

static void
patched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Transfer *transfer = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GInputStream) input = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  guint status = soup_message_get_status (transfer->message);

  if (!input) {
    g_task_return_error (task, error);
    return;
  }
  if (status == SOUP_STATUS_NO_CONTENT) {
    keep_connection (input);
    g_task_return_boolean (task, TRUE);
    return;
  }
  drop_connection (input);
  if (status == SOUP_STATUS_CONFLICT && transfer->turns < UPLOAD_TURNS_MAX)
    ask_offset (task);
  else
    return_status (task, transfer->message, "sending a file");
}

static void
send_rest (GTask *task)
{
  Transfer *transfer = g_task_get_task_data (task);
  TcHttpClient *self = g_task_get_source_object (task);
  g_autofree char *offset = g_strdup_printf ("%" G_GINT64_FORMAT, transfer->offset);
  g_autofree char *length = g_strdup_printf ("%" G_GINT64_FORMAT, transfer->size);
  g_autoptr (GFileInputStream) input = NULL;
  SoupMessageHeaders *headers;
  GError *error = NULL;

  /* Opening and seeking a local file don't wait. */
  input = g_file_read (transfer->file, NULL, &error);
  if (!input || !g_seekable_seek (G_SEEKABLE (input), transfer->offset, G_SEEK_SET, NULL, &error)) {
    g_task_return_error (task, error);
    return;
  }
  g_clear_object (&transfer->message);
  transfer->message = make_message (self, "PATCH", transfer->remote);
  headers = soup_message_get_request_headers (transfer->message);
  soup_message_headers_replace (headers, "Upload-Offset", offset);
  soup_message_headers_replace (headers, "Upload-Length", length);
  soup_message_set_request_body (transfer->message, "application/offset+octet-stream",
                                 G_INPUT_STREAM (input), transfer->size - transfer->offset);
  /* What the server doesn't want it says before the body goes out. */
  soup_message_headers_set_expectations (headers, SOUP_EXPECTATION_CONTINUE);
  g_signal_connect_object (transfer->message, "wrote-body-data", G_CALLBACK (wrote_cb), task, 0);
  send_step (task, NULL, patched_cb);
}

static void
offset_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Transfer *transfer = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GInputStream) input = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  const char *offset;

  if (!input) {
    g_task_return_error (task, error);
    return;
  }
  keep_connection (input);
  if (soup_message_get_status (transfer->message) == SOUP_STATUS_OK) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  if (soup_message_get_status (transfer->message) != SOUP_STATUS_NOT_FOUND) {
    return_status (task, transfer->message, "asking how much of a file is there");
    return;
  }
  offset = soup_message_headers_get_one (soup_message_get_response_headers (transfer->message),
                                         "Upload-Offset");
  transfer->offset = offset ? g_ascii_strtoll (offset, NULL, 10) : 0;
  if (transfer->offset < 0 || transfer->offset > transfer->size)
    return_text_error (task, TC_ERROR_DIVERGED, "the server has more of a file than there is");
  else
    send_rest (task);
}

static void
ask_offset (GTask *task)
{
  Transfer *transfer = g_task_get_task_data (task);

  transfer->turns++;
  send_step (task, "HEAD", offset_cb);
}

void
tc_http_client_upload_async (TcHttpClient *self, const char *path, const char *sha256,
                             GCancellable *cancellable, GFileProgressCallback progress,
                             gpointer progress_data, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  Transfer *transfer = g_new0 (Transfer, 1);
  GStatBuf info;

  transfer->path = g_strdup (path);
  transfer->progress = progress;
  transfer->progress_data = progress_data;
  transfer->file = g_file_new_for_path (path);
  transfer->remote = g_strconcat ("/files/", sha256, NULL);
  g_task_set_task_data (task, transfer, free_transfer);
  if (g_stat (path, &info) < 0) {
    g_task_return_new_error (task, G_IO_ERROR, g_io_error_from_errno (errno), "'%s': %s", path,
                             g_strerror (errno));
    return;
  }
  transfer->size = info.st_size;
  ask_offset (task);
}

gboolean
tc_http_client_upload_finish (TcHttpClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Down. */

static char *
name_part (Transfer *transfer)
{
  return g_strconcat (transfer->path, ".part", NULL);
}

/* On a thread of the task's: what has come is checked and gets its name. */
static void
check_whole (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Transfer *transfer = data;
  g_autofree char *part = name_part (transfer);
  g_autofree char *sha256 = NULL;
  GError *error = NULL;
  GStatBuf info;

  if (transfer->sha256 && !(sha256 = tc_file_sha256 (part, &error))) {
    g_task_return_error (task, error);
    return;
  }
  if (g_stat (part, &info) < 0 || info.st_size != transfer->size ||
      (sha256 && !g_str_equal (sha256, transfer->sha256))) {
    g_unlink (part);
    return_text_error (task, TC_ERROR_DIVERGED, "a file came that was not asked for");
  } else if (g_rename (part, transfer->path) < 0) {
    g_task_return_new_error (task, G_IO_ERROR, g_io_error_from_errno (errno), "'%s': %s",
                             transfer->path, g_strerror (errno));
  } else {
    g_task_return_boolean (task, TRUE);
  }
}

/* The outer task is the caller's; a worker task runs check_whole for it. */
static void
checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
start_check (GTask *task)
{
  g_autoptr (GTask) worker = g_task_new (NULL, NULL, checked_cb, g_object_ref (task));

  g_task_set_task_data (worker, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (worker, check_whole);
}

/* A body on its way to the disk: one piece at a time. */

static void read_piece (GTask *task);

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Transfer *transfer = g_task_get_task_data (task);
  GError *error = NULL;
  gsize written = 0;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, &written, &error)) {
    g_task_return_error (task, error);
    return;
  }
  tell_moved (transfer, written);
  read_piece (task);
}

static void
piece_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Transfer *transfer = g_task_get_task_data (task);
  GError *error = NULL;
  gssize got = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (got > 0) {
    g_output_stream_write_all_async (transfer->output, transfer->piece, (gsize) got, G_PRIORITY_LOW,
                                     g_task_get_cancellable (task), written_cb,
                                     g_object_ref (task));
    return;
  }
  /* Nothing is buffered above the file: closing it doesn't wait. */
  g_output_stream_close (transfer->output, NULL, got == 0 ? &error : NULL);
  if (error)
    g_task_return_error (task, error);
  else
    start_check (task);
}

static void
read_piece (GTask *task)
{
  Transfer *transfer = g_task_get_task_data (task);

  g_input_stream_read_async (transfer->input, transfer->piece, PIECE_BYTES, G_PRIORITY_LOW,
                             g_task_get_cancellable (task), piece_cb, g_object_ref (task));
}

/* The size that the whole file has by this answer; -1: it isn't said. */
static gint64
find_whole_size (Transfer *transfer, gboolean partial)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (transfer->message);

  if (soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH)
    return -1;
  return soup_message_headers_get_content_length (headers) + (partial ? transfer->offset : 0);
}

static void
take_down (GTask *task, GInputStream *input, gboolean partial)
{
  Transfer *transfer = g_task_get_task_data (task);
  g_autofree char *part = name_part (transfer);
  g_autoptr (GFile) file = g_file_new_for_path (part);
  g_autoptr (GFileOutputStream) output = NULL;
  gint64 whole = find_whole_size (transfer, partial);
  GError *error = NULL;

  if (whole < 0 || whole > transfer->size_max || (transfer->size >= 0 && whole != transfer->size)) {
    g_unlink (part);
    return_text_error (task, TC_ERROR_LIMIT, "a file does not have the size that was told");
    return;
  }
  transfer->size = whole;
  if (!partial) {
    transfer->offset = 0;
    g_unlink (part);
  }
  output = g_file_append_to (file, G_FILE_CREATE_PRIVATE, NULL, &error);
  if (!output) {
    g_task_return_error (task, error);
    return;
  }
  transfer->input = g_object_ref (input);
  transfer->output = G_OUTPUT_STREAM (g_steal_pointer (&output));
  transfer->piece = g_malloc (PIECE_BYTES);
  read_piece (task);
}

static void
got_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Transfer *transfer = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GInputStream) input = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  guint status = soup_message_get_status (transfer->message);

  if (!input) {
    g_task_return_error (task, error);
  } else if (status == SOUP_STATUS_OK && transfer->start > 0) {
    return_text_error (task, TC_ERROR_DIVERGED, "a part was asked for and the whole came");
  } else if (status == SOUP_STATUS_OK || status == SOUP_STATUS_PARTIAL_CONTENT) {
    take_down (task, input, status == SOUP_STATUS_PARTIAL_CONTENT);
  } else if (status == SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE) {
    if (transfer->size < 0)
      transfer->size = transfer->offset;
    start_check (task); /* all of it was there already, or it is no good */
  } else {
    return_status (task, transfer->message, "fetching a file");
    drop_connection (input);
  }
}

void
tc_http_client_download_async (TcHttpClient *self, const char *remote, const char *path,
                               gint64 size, gint64 size_max, const char *sha256,
                               GCancellable *cancellable, GFileProgressCallback progress,
                               gpointer progress_data, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  Transfer *transfer = g_new0 (Transfer, 1);
  g_autofree char *part = NULL;
  GStatBuf info;

  transfer->progress = progress;
  transfer->progress_data = progress_data;

  transfer->path = g_strdup (path);
  transfer->remote = g_strdup (remote);
  transfer->size = size;
  transfer->size_max = size_max;
  transfer->start = -1;
  transfer->sha256 = g_strdup (sha256);
  g_task_set_task_data (task, transfer, free_transfer);
  part = name_part (transfer);
  transfer->message = make_message (self, "GET", remote);
  if (g_stat (part, &info) == 0 && info.st_size > 0) {
    transfer->offset = info.st_size;
    soup_message_headers_set_range (soup_message_get_request_headers (transfer->message),
                                    transfer->offset, -1);
  }
  send_step (task, NULL, got_cb);
}

void
tc_http_client_download_range_async (TcHttpClient *self, const char *remote, const char *path,
                                     gint64 start, gint64 size, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  Transfer *transfer = g_new0 (Transfer, 1);
  g_autofree char *part = NULL;
  GStatBuf info;

  transfer->path = g_strdup (path);
  transfer->remote = g_strdup (remote);
  transfer->start = start;
  transfer->size = size;
  transfer->size_max = size;
  g_task_set_task_data (task, transfer, free_transfer);
  part = name_part (transfer);
  if (g_stat (part, &info) == 0 && info.st_size >= size) {
    start_check (task);
    return;
  }
  transfer->offset = g_stat (part, &info) == 0 ? info.st_size : 0;
  transfer->message = make_message (self, "GET", remote);
  soup_message_headers_set_range (soup_message_get_request_headers (transfer->message),
                                  start + transfer->offset, start + size - 1);
  send_step (task, NULL, got_cb);
}

gboolean
tc_http_client_download_finish (TcHttpClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Object. */

static void
tc_http_client_finalize (GObject *object)
{
  TcHttpClient *self = TC_HTTP_CLIENT (object);

  g_clear_object (&self->session);
  g_free (self->base);
  g_free (self->bearer);
  g_free (self->refused);
  G_OBJECT_CLASS (tc_http_client_parent_class)->finalize (object);
}

static void
tc_http_client_class_init (TcHttpClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tc_http_client_finalize;
}

static void
tc_http_client_init (TcHttpClient *self)
{
}

TcHttpClient *
tc_http_client_new (const TcWireAddress *address, GError **error)
{
  g_autoptr (SoupSession) session = tc_session_new (address, error);
  TcHttpClient *self;

  if (!session)
    return NULL;
  self = g_object_new (TC_TYPE_HTTP_CLIENT, NULL);
  self->session = g_steal_pointer (&session);
  self->base = g_strdup (address->url);
  return self;
}

TcHttpClient *
tc_http_client_new_pinned (const char *url, const TcDigest *sha256, GError **error)
{
  g_autoptr (TcWireAddress) address = tc_wire_address_new (url, NULL, error);
  TcHttpClient *self = address ? tc_http_client_new (address, error) : NULL;
  g_autoptr (GTlsDatabase) nobody = self ? tc_pinned_trust_new () : NULL;

  if (!self)
    return NULL;
  soup_session_set_tls_database (self->session, nobody);
  self->pin = *sha256;
  self->is_pinned = TRUE;
  return self;
}

void
tc_http_client_set_token (TcHttpClient *self, const char *token)
{
  g_free (self->bearer);
  self->bearer = token ? g_strconcat ("Bearer ", token, NULL) : NULL;
}

const char *
tc_http_client_get_refused_certificate (TcHttpClient *self)
{
  return self->refused;
}
