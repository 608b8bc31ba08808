/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Attachments over HTTP; see the header. What comes is written as it comes (into the page cache:
 * that doesn't wait); hashing and flushing the whole is a thread's.
 */
#include "tc-file-service.h"

#include "tc-id.h"
#include "tc-incident-photo.h"
#include "tc-line-message.h"
#include "tc-reading-rights.h"
#include "tc-relay-files.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

struct _TcFileService {
  const TcServerParts *parts; /* (unowned): the server's */
  TcFileStore *store;         /* (unowned): the server's */
  GHashTable *uploading;      /* (owned) (element-type utf8): paths of parts that are coming now */
  TcDeskLines *lines;         /* (unowned): the server's */
  TcRelayFiles *relay;        /* (unowned) (nullable): the server's */
  GCancellable *cancel;       /* (owned): when it ends */
  gint64 size_max;
};

/* A request, from its head to its answer. */
typedef struct {
  TcFileService *self; /* (unowned): outlives the server's requests */
  char hash[TC_SHA256_HEX_SIZE + 1];
  guint16 replica;
  char *part; /* (owned) (nullable): of an upload */
  int fd;     /* -1: not an upload */
  gint64 size;
  gint64 length;
  gboolean looks; /* it asks whether the file is there, and doesn't get it */
} Transfer;

static void
free_transfer (gpointer data)
{
  Transfer *transfer = data;

  if (transfer->fd >= 0) {
    close (transfer->fd);
    g_hash_table_remove (transfer->self->uploading, transfer->part);
  }
  g_free (transfer->part);
  g_free (transfer);
}

static void
answer (TcHttpRequest *request, guint status, const char *text)
{
  tc_http_request_answer_text (request, status, "text/plain; charset=utf-8", text);
}

static gboolean
read_size (TcHttpRequest *request, const char *header, gint64 max, gint64 *size)
{
  const char *text = tc_http_request_get_header (request, header);

  return text && g_ascii_string_to_signed (text, 10, 0, max, size, NULL);
}

static void
answer_offset (TcHttpRequest *request, guint status, gint64 offset)
{
  g_autofree char *told = g_strdup_printf ("%" G_GINT64_FORMAT, offset);

  tc_http_request_add_header (request, "Upload-Offset", told);
  answer (request, status, "see Upload-Offset\n");
}

/* At a relay others make way for it. */
static gboolean
claim_room (const Transfer *transfer)
{
  const TcFileService *self = transfer->self;

  return (!self->relay || tc_relay_files_make_room (self->relay, transfer->length)) &&
         tc_file_store_claim (self->store, transfer->hash, transfer->replica, transfer->length);
}

static gint64
get_part_size (const Transfer *transfer)
{
  return tc_file_store_get_part_size (transfer->self->store, transfer->hash, transfer->replica);
}

/* The head of an upload is here: everything that can be wrong with it is told now. A file that is
 * there is taken all the same, or its sender would learn that somebody else has it. */
static void
begin_upload (TcHttpRequest *request, Transfer *transfer)
{
  TcFileService *self = transfer->self;
  g_autofree char *part = tc_file_store_dup_part_path (self->store, transfer->hash,
                                                       transfer->replica);
  gint64 offset = 0, there = get_part_size (transfer);

  if (!read_size (request, "Upload-Offset", G_MAXINT64 - 1, &offset) ||
      !read_size (request, "Upload-Length", G_MAXINT64 - 1, &transfer->length) ||
      transfer->length < 1) {
    answer (request, 400, "Upload-Offset and Upload-Length are needed\n");
    return;
  }
  if (transfer->length > self->size_max) {
    answer (request, 413, "the file is too large\n");
    return;
  }
  if (offset != there || offset > transfer->length ||
      g_hash_table_contains (self->uploading, part)) {
    answer_offset (request, 409, there);
    return;
  }
  if (!claim_room (transfer)) {
    answer (request, 507, "there is no room\n");
    return;
  }
  transfer->fd = g_open (part, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (transfer->fd < 0) {
    g_warning ("opening '%s': %s", part, g_strerror (errno));
    tc_file_store_unclaim (self->store, transfer->hash, transfer->replica);
    answer (request, 507, "the file can't be kept\n");
    return;
  }
  transfer->size = there;
  g_hash_table_add (self->uploading, g_strdup (part));
  transfer->part = g_steal_pointer (&part);
}

static void
begin_cb (TcHttpRequest *request, gpointer data)
{
  TcFileService *self = data;
  const char *rest = tc_http_request_get_rest (request);
  guint16 replica = tc_tokens_check (self->parts->tokens, tc_http_request_get_bearer (request),
                                     g_get_real_time ());
  Transfer *transfer;

  if (!replica) {
    tc_http_request_add_header (request, "WWW-Authenticate", "Bearer");
    answer (request, 401, "a desk's token is needed\n");
    return;
  }
  if (*rest != '/' || !tc_file_store_is_hash (rest + 1)) {
    answer (request, 404, "files are named by their SHA-256\n");
    return;
  }
  transfer = g_new0 (Transfer, 1);
  transfer->self = self;
  transfer->fd = -1;
  transfer->replica = replica;
  g_strlcpy (transfer->hash, rest + 1, sizeof transfer->hash);
  tc_http_request_set_state (request, transfer, free_transfer);
  if (g_str_equal (tc_http_request_get_method (request), "PATCH"))
    begin_upload (request, transfer);
}

static void
chunk_cb (TcHttpRequest *request, GBytes *chunk, gpointer data)
{
  Transfer *transfer = tc_http_request_get_state (request);
  gsize size;
  const char *bytes = g_bytes_get_data (chunk, &size);

  if (!transfer || transfer->fd < 0)
    return;
  if (transfer->size + (gint64) size > transfer->length) {
    answer (request, 413, "more came than was announced\n");
    return;
  }
  for (gsize at = 0; at < size;) {
    gssize put = write (transfer->fd, bytes + at, size - at);

    if (put < 0 && errno == EINTR)
      continue;
    if (put <= 0) {
      g_warning ("keeping an attachment: %s", g_strerror (errno));
      answer (request, 507, "the file can't be kept\n");
      return;
    }
    at += (gsize) put;
    transfer->size += put;
  }
}

/* Who reads what. */

/* An original that is sealed is read by who opened it, on record; a relay reads it for its desks,
 * whom it asks the same. */
static gboolean
may_fetch (TcDatabase *db, guint16 replica, const char *hash)
{
  g_autoptr (GArray) scopes = tc_reading_rights_of_desk (db, replica);
  gboolean relay = tc_database_get_int (db, 0, "SELECT 1 FROM desk WHERE id = ? AND kind = 'relay'",
                                        "i", (gint64) replica);

  return tc_photo_may_fetch (db, hash, scopes, replica, relay, g_get_real_time ());
}

/* Whether it has a row that names the file: it may know of it, and give it back. */
static gboolean
may_know (TcDatabase *db, guint16 replica, const char *hash)
{
  g_autoptr (GArray) scopes = tc_reading_rights_of_desk (db, replica);
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT DISTINCT scope FROM attachment WHERE hash = ? ORDER BY scope", "s", hash);

  while (tc_query_next (query))
    if (tc_ids_contain (scopes, tc_query_int (query, 0)))
      return TRUE;
  return FALSE;
}

/* Telling that a file has come: its hash is a part of the rows that name it, and goes no further
 * than they do. A desk that hears of the rows later finds the file here. */

typedef struct {
  TcDeskLines *lines; /* (unowned): looked at only if the service hasn't ended */
  gboolean wanted;    /* they are asked for it; else told that it is to be had */
  char *hash;         /* (owned) */
  GArray *replicas;   /* (owned) (element-type guint16): with a line */
} Arrival;            /* counted: the work's on its thread, and the callback's */

static void
clear_arrival (gpointer data)
{
  Arrival *arrival = data;

  g_free (arrival->hash);
  g_array_unref (arrival->replicas);
}

static void
release_arrival (gpointer data)
{
  g_atomic_rc_box_release_full (data, clear_arrival);
}

static gpointer
find_readers (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Arrival *arrival = data;
  GArray *readers = g_array_new (FALSE, FALSE, sizeof (guint16));

  for (guint i = 0; i < arrival->replicas->len; i++) {
    guint16 replica = g_array_index (arrival->replicas, guint16, i);

    if (arrival->wanted ? may_know (db, replica, arrival->hash)
                        : may_fetch (db, replica, arrival->hash))
      g_array_append_val (readers, replica);
  }
  return readers;
}

static void
readers_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) readers = tc_worker_run_finish (TC_WORKER (source), result, &error);
  Arrival *arrival = data;

  if (readers) {
    GVariantDict dict = G_VARIANT_DICT_INIT (NULL);

    g_variant_dict_insert (&dict, "hash", "s", arrival->hash);
    tc_desk_lines_notify (arrival->lines, readers,
                          arrival->wanted ? TC_NOTICE_FILE_WANTED : TC_NOTICE_FILE,
                          g_variant_dict_end (&dict));
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_warning ("who may read a file: %s", error->message);
  }
  release_arrival (arrival);
}

static void
tell_readers (TcFileService *self, gboolean wanted, const char *hash)
{
  Arrival *arrival = g_atomic_rc_box_new0 (Arrival);

  arrival->lines = self->lines;
  arrival->wanted = wanted;
  arrival->hash = g_strdup (hash);
  arrival->replicas = tc_desk_lines_list (self->lines);
  tc_worker_run_async (self->parts->reader, find_readers, g_atomic_rc_box_acquire (arrival),
                       release_arrival, (GDestroyNotify) g_array_unref, self->cancel,
                       readers_found_cb, arrival);
}

/* Taking a whole file in. */

typedef struct {
  TcFileStore *store; /* (owned) */
  char hash[TC_SHA256_HEX_SIZE + 1];
  guint16 replica;
} Taking;

static void
free_taking (gpointer data)
{
  tc_file_store_unref (((Taking *) data)->store);
  g_free (data);
}

static void
take_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Taking *taking = data;
  GError *error = NULL;

  if (tc_file_store_take (taking->store, taking->hash, taking->replica, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcHttpRequest *request = TC_HTTP_REQUEST (source); /* the task holds it */
  const Transfer *transfer = tc_http_request_get_state (request);
  g_autoptr (GError) error = NULL;
  gboolean taken = g_task_propagate_boolean (G_TASK (result), &error);

  if (!taken && transfer->self->relay)
    tc_relay_files_forget (transfer->self->relay, transfer->hash);
  if (taken) {
    tc_http_request_answer (request, 204, NULL, NULL);
    tell_readers (transfer->self, FALSE, transfer->hash);
    if (transfer->self->relay)
      tc_relay_files_hurry (transfer->self->relay);
  } else if (g_error_matches (error, TC_ERROR, TC_ERROR_INVALID)) {
    answer (request, 422, "the file has another hash\n");
  } else {
    g_warning ("keeping an attachment: %s", error->message);
    answer (request, 507, "the file can't be kept\n");
  }
}

static void
finish_upload (TcHttpRequest *request, Transfer *transfer)
{
  TcRelayFiles *relay = transfer->self->relay;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;
  Taking *taking;

  if (transfer->size < transfer->length) {
    answer_offset (request, 409, transfer->size);
    return;
  }
  if (relay && !tc_relay_files_owe (relay, transfer->hash, &error)) {
    g_warning ("keeping an attachment: %s", error->message);
    answer (request, 507, "the file can't be kept\n");
    return;
  }
  taking = g_new0 (Taking, 1);
  taking->store = tc_file_store_ref (transfer->self->store);
  taking->replica = transfer->replica;
  g_strlcpy (taking->hash, transfer->hash, sizeof taking->hash);
  task = g_task_new (request, NULL, taken_cb, NULL);
  g_task_set_task_data (task, taking, free_taking);
  g_task_run_in_thread (task, take_file);
}

/* Handing out. */

/* Whether it is here is for those to know who could have it; everybody else sends it. */
static void
head_checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcHttpRequest) request = data;
  const Transfer *transfer = tc_http_request_get_state (request);
  TcFileStore *store = transfer->self->store;
  g_autoptr (GError) error = NULL;
  gboolean may = tc_worker_run_finish (TC_WORKER (source), result, &error) != NULL;
  gboolean has = tc_file_store_has (store, transfer->hash);

  /* What is asked about may be named by an operation that waits at a desk for the line. */
  if (has)
    tc_file_store_touch (store, transfer->hash);
  if (error) {
    g_warning ("who may read a file: %s", error->message);
    answer (request, 503, "try again\n");
  } else if (may && has) {
    answer (request, 200, "");
  } else {
    answer_offset (request, 404, get_part_size (transfer));
  }
}

static gpointer
check_rights (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Transfer *transfer = data;

  return GINT_TO_POINTER (transfer->looks ? may_know (db, transfer->replica, transfer->hash)
                                          : may_fetch (db, transfer->replica, transfer->hash));
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcHttpRequest) request = data;
  Transfer *transfer = tc_http_request_get_state (request);
  g_autofree char *path = tc_file_store_dup_path (transfer->self->store, transfer->hash);
  g_autoptr (GError) error = NULL;

  if (tc_relay_files_fetch_finish (result, &error))
    tc_http_request_answer_file (request, path, "application/octet-stream", transfer->hash);
  else if (g_error_matches (error, TC_ERROR, TC_ERROR_NOT_FOUND))
    answer (request, 404, "no such file for this desk\n");
  else
    answer (request, 503, "try again\n");
}

static void
rights_checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcHttpRequest) request = data;
  Transfer *transfer = tc_http_request_get_state (request);
  g_autoptr (GError) error = NULL;
  gboolean may = tc_worker_run_finish (TC_WORKER (source), result, &error) != NULL;
  g_autofree char *path = tc_file_store_dup_path (transfer->self->store, transfer->hash);

  if (error) {
    g_warning ("who may read a file: %s", error->message);
    answer (request, 503, "try again\n");
  } else if (!may) {
    answer (request, 404, "no such file for this desk\n");
  } else if (transfer->self->relay && !tc_file_store_has (transfer->self->store, transfer->hash)) {
    tc_relay_files_fetch_async (transfer->self->relay, transfer->hash, fetched_cb,
                                g_steal_pointer (&request));
  } else {
    /* What is asked for stays at a relay longer than what isn't. */
    if (transfer->self->relay)
      tc_file_store_touch (transfer->self->store, transfer->hash);
    tc_http_request_answer_file (request, path, "application/octet-stream", transfer->hash);
  }
}

static void
handle_cb (TcHttpRequest *request, gpointer data)
{
  TcFileService *self = data;
  Transfer *transfer = tc_http_request_get_state (request);
  const char *method = tc_http_request_get_method (request);

  transfer->looks = g_str_equal (method, "HEAD");
  if (g_str_equal (method, "PATCH"))
    finish_upload (request, transfer);
  else
    tc_worker_run_async (self->parts->reader, check_rights, g_memdup2 (transfer, sizeof *transfer),
                         g_free, NULL, NULL, transfer->looks ? head_checked_cb : rights_checked_cb,
                         g_object_ref (request));
}

void
tc_file_service_want (TcFileService *self, const char *hash)
{
  tell_readers (self, TRUE, hash);
}

TcFileService *
tc_file_service_new (const TcServerParts *parts, TcFileStore *store, TcDeskLines *lines)
{
  TcFileService *self = g_new0 (TcFileService, 1);
  TcHttpRoute route = {
      .path = "/files",
      .methods = "GET PATCH",
      .handle = handle_cb,
      .begin = begin_cb,
      .chunk = chunk_cb,
  };

  self->parts = parts;
  self->store = store;
  self->lines = lines;
  self->cancel = g_cancellable_new ();
  self->uploading = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->size_max = parts->config->file_mib_max * 1024 * 1024;
  route.body_bytes_max = self->size_max;
  tc_http_server_add_route (parts->http, &route, self);
  return self;
}

void
tc_file_service_tell_arrival (TcFileService *self, const char *hash)
{
  tell_readers (self, FALSE, hash);
}

void
tc_file_service_set_relay (TcFileService *self, TcRelayFiles *relay)
{
  self->relay = relay;
}

void
tc_file_service_free (TcFileService *self)
{
  g_cancellable_cancel (self->cancel);
  g_object_unref (self->cancel);
  g_hash_table_unref (self->uploading);
  g_free (self);
}
