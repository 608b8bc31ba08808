/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Attaching a file, so that nothing can lose it: a copy, flushed; a row in the outbox; the
 * operation; that it was submitted. A stop between any two of these is made good at the next start
 * (tc-files-start.c); before the second the person was told nothing.
 */
#include "tc-files-private.h"

#include "tc-error.h"
#include "tc-incident-operations.h"
#include "tc-limits.h"
#include "tc-text.h"

#include <string.h>

#define MEDIA_TYPE_CHARS_MAX 100
#define SNIFF_BYTES 4096
#define BYTES_PER_MIB ((gint64) 1024 * 1024)

/* ---- the operation ---- */

typedef struct {
  TcUpload *upload;   /* (owned) */
  TcVerdict *verdict; /* (owned) (nullable) */
} Record;

static void
free_record (gpointer data)
{
  Record *record = data;

  tc_upload_free (record->upload);
  g_clear_pointer (&record->verdict, tc_verdict_free);
  g_free (record);
}

/* An earlier try came that far: nobody else makes its id. */
static gboolean
is_on_record (const TcVerdict *verdict)
{
  return verdict->refusal && g_str_equal (verdict->refusal->code, "incident.id-used");
}

/* What the verdict means for the row. (nullable): nothing with this hash is to be sent any more. */
static gpointer
note_verdict (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Record *record = data;

  if (record->verdict->refusal && !is_on_record (record->verdict))
    tc_upload_queue_remove (db, record->upload->id);
  else
    tc_upload_queue_set_attached (db, record->upload->id);
  return GINT_TO_POINTER (tc_upload_queue_has (db, record->upload->hash));
}

static void
verdict_noted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TcFiles *self = g_task_get_source_object (task);
  Record *record = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean queued = tc_desk_run_outbox_finish (TC_DESK (source), result, &error) != NULL;

  /* The operation itself is kept: the next start finds it and notes it. */
  if (error && self->desk)
    g_warning ("that a file was attached could not be noted: %s", error->message);
  if (!error && !queued && self->desk) {
    tc_files_forget_order_file (self, record->upload->hash);
    tc_file_transfers_keep_back (self->transfers, record->upload->hash);
  }
  if (is_on_record (record->verdict))
    g_clear_pointer (&record->verdict->refusal, tc_refusal_free);
  g_task_return_pointer (task, g_steal_pointer (&record->verdict),
                         (GDestroyNotify) tc_verdict_free);
}

static void
submitted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TcFiles *self = g_task_get_source_object (task);
  Record *record = g_task_get_task_data (task);
  GError *error = NULL;

  record->verdict = tc_desk_submit_as_finish (TC_DESK (source), result, &error);
  if (!record->verdict || !self->desk) {
    g_task_return_error (task,
                         error ? error : g_error_new (TC_ERROR, TC_ERROR_BUSY, "the desk stops"));
    return;
  }
  /* The record lives as long as the task, which lives as long as the work. */
  tc_desk_run_outbox_async (self->desk, note_verdict, record, NULL, NULL, verdict_noted_cb,
                            g_object_ref (task));
}

/* The one it was added under may have been renewed since, and has ended then. */
static gint64
find_session (TcFiles *self, const TcUpload *upload)
{
  return upload->actor_id == tc_desk_get_person (self->desk) ? tc_desk_get_session (self->desk)
                                                             : upload->session_id;
}

void
tc_files_put_on_record (TcFiles *self, TcUpload *upload, gboolean later,
                        GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);
  Record *record = g_new0 (Record, 1);
  const TcIncidentAttach args = {
      .incident_id = upload->incident_id,
      .attachment_id = upload->id,
      .report_id = upload->report_id,
      .hash = upload->hash,
      .media_type = upload->media_type,
      .size = upload->size,
      .name = upload->name,
      .kind = upload->original_id ? "blurred" : "original",
      .original_id = upload->original_id,
      .taken_us = TC_NONE,
      .task_id = upload->task_id,
  };

  record->upload = upload;
  g_task_set_task_data (task, record, free_record);
  (later ? tc_desk_insist_as_async
         : tc_desk_submit_as_async) (self->desk, &tc_incident_attach_type, &args, upload->actor_id,
                                     find_session (self, upload), submitted_cb, task);
}

/* ---- the copy ---- */

typedef struct {
  GFile *source; /* (owned) (nullable) */
  GBytes *bytes; /* (owned) (nullable) */
  char *name;    /* (owned) (nullable) */
  gint64 size_max;
  TcUpload *upload; /* (owned) */
  gboolean kept;    /* for a draft: no more is done than the copy */
} Adding;

static void
free_adding (gpointer data)
{
  Adding *adding = data;

  g_clear_object (&adding->source);
  g_clear_pointer (&adding->bytes, g_bytes_unref);
  g_clear_pointer (&adding->upload, tc_upload_free);
  g_free (adding->name);
  g_free (adding);
}

/* A name that an operation takes: long ones lose their middle, nameless ones get one. */
static char *
clean_name (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  g_autofree char *clean = tc_text_clean (valid, TC_TEXT_LINE, G_MAXINT);
  glong chars = clean ? g_utf8_strlen (clean, -1) : 0;
  g_autofree char *head = NULL, *tail = NULL, *joined = NULL;

  if (chars == 0)
    return g_strdup ("-");
  if (chars <= TC_NAME_CHARS_MAX)
    return g_steal_pointer (&clean);
  head = g_utf8_substring (clean, 0, TC_NAME_CHARS_MAX / 2);
  tail = g_utf8_substring (clean, chars - TC_NAME_CHARS_MAX / 4, chars);
  joined = g_strconcat (head, "…", tail, NULL);
  g_free (clean);
  clean = tc_text_clean (joined, TC_TEXT_LINE, TC_NAME_CHARS_MAX);
  return clean ? g_steal_pointer (&clean) : g_strdup ("-");
}

/* From the name and the first bytes. */
static char *
guess_type (const char *name, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) input = g_file_read (file, NULL, NULL);
  guint8 bytes[SNIFF_BYTES];
  gssize got = input ? g_input_stream_read (G_INPUT_STREAM (input), bytes, sizeof bytes, NULL, NULL)
                     : 0;
  g_autofree char *content = g_content_type_guess (name, bytes, (gsize) MAX (got, 0), NULL);
  g_autofree char *type = g_content_type_get_mime_type (content);

  if (!type || !tc_text_is_clean (type, TC_TEXT_LINE, MEDIA_TYPE_CHARS_MAX) || !*type)
    return g_strdup ("application/octet-stream");
  return g_steal_pointer (&type);
}

char *
tc_files_put (TcFiles *self, GFile *source, GBytes *bytes, gint64 size_max, gint64 *size,
              GCancellable *cancellable, GError **error)
{
  g_autoptr (GInputStream) input = bytes ? g_memory_input_stream_new_from_bytes (bytes)
                                         : G_INPUT_STREAM (g_file_read (source, NULL, error));

  return input ? tc_file_cache_add (self->cache, input, size_max, size, cancellable, error) : NULL;
}

static void
name_upload (Adding *adding)
{
  g_autofree char *base = adding->source ? g_file_get_basename (adding->source) : NULL;
  g_autofree char *shown = base ? g_filename_display_name (base) : NULL;

  adding->upload->name = clean_name (adding->name ? adding->name : shown ? shown : "");
}

static void
copy_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  TcFiles *self = source;
  Adding *adding = data;
  TcUpload *upload = adding->upload;
  GError *error = NULL;
  g_autofree char *path = NULL;

  name_upload (adding);
  upload->hash = tc_files_put (self, adding->source, adding->bytes, adding->size_max, &upload->size,
                               cancellable, &error);
  if (!upload->hash) {
    g_task_return_error (task, error);
    return;
  }
  path = tc_file_cache_dup_path (self->cache, upload->hash);
  upload->media_type = guess_type (upload->name, path);
  tc_file_cache_make_room (self->cache, 0);
  g_task_return_boolean (task, TRUE);
}

/* What went wrong with the copy, for a person; NULL: it is a fault. */
static TcRefusal *
refuse_copy (const Adding *adding, const GError *error)
{
  const char *name = adding->upload->name;

  if (g_error_matches (error, TC_ERROR, TC_ERROR_LIMIT))
    return tc_refusal_new ("file.too-large", "name", TC_S, name, "limit_mib", TC_I,
                           adding->size_max / BYTES_PER_MIB, NULL);
  if (g_error_matches (error, TC_ERROR, TC_ERROR_INVALID))
    return tc_refusal_new ("file.empty", "name", TC_S, name, NULL);
  if (g_error_matches (error, TC_ERROR, TC_ERROR_FULL))
    return tc_refusal_new ("file.no-room", "name", TC_S, name, NULL);
  if (error->domain == G_IO_ERROR)
    return tc_refusal_new ("file.unreadable", "name", TC_S, name, NULL);
  return NULL;
}

/* ---- the steps ---- */

static void
return_refusal (GTask *task, TcRefusal *refusal)
{
  TcVerdict *verdict = g_new0 (TcVerdict, 1);

  verdict->refusal = refusal;
  g_task_return_pointer (task, verdict, (GDestroyNotify) tc_verdict_free);
}

static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Adding *adding = g_task_get_task_data (task);
  GError *error = NULL;
  TcVerdict *verdict = g_task_propagate_pointer (G_TASK (result), &error);

  tc_file_cache_let_go (TC_FILES (source)->cache, adding->upload->hash);
  if (verdict)
    g_task_return_pointer (task, verdict, (GDestroyNotify) tc_verdict_free);
  else
    g_task_return_error (task, error);
}

static gpointer
add_row (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  tc_upload_queue_add (db, data);
  return NULL;
}

static void
row_added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TcFiles *self = g_task_get_source_object (task);
  Adding *adding = g_task_get_task_data (task);
  GError *error = NULL;

  tc_desk_run_outbox_finish (TC_DESK (source), result, &error);
  if (error || !self->desk) {
    tc_file_cache_let_go (self->cache, adding->upload->hash);
    g_task_return_error (task,
                         error ? error : g_error_new (TC_ERROR, TC_ERROR_BUSY, "the desk stops"));
    return;
  }
  tc_files_note_order_file (self, adding->upload);
  tc_file_transfers_send (self->transfers, adding->upload->hash, adding->upload->size);
  tc_files_put_on_record (self, tc_upload_copy (adding->upload), FALSE, recorded_cb,
                          g_object_ref (task));
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcFiles *self = TC_FILES (source);
  g_autoptr (GTask) task = data;
  Adding *adding = g_task_get_task_data (task);
  GError *error = NULL;
  TcRefusal *refusal;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    refusal = refuse_copy (adding, error);
    if (refusal)
      return_refusal (task, refusal);
    else
      g_task_return_error (task, g_error_copy (error));
    g_error_free (error);
    return;
  }
  if (!self->desk) {
    tc_file_cache_let_go (self->cache, adding->upload->hash);
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_BUSY, "the desk stops");
    return;
  }
  if (adding->kept)
    g_task_return_pointer (task, g_new0 (TcVerdict, 1), (GDestroyNotify) tc_verdict_free);
  else
    tc_desk_run_outbox_async (self->desk, add_row, adding->upload, NULL, NULL, row_added_cb,
                              g_object_ref (task));
}

/* FALSE: nobody is signed in, which the task has been told. */
static gboolean
prepare (GTask *task, Adding *adding)
{
  TcFiles *self = g_task_get_source_object (task);
  TcUpload *upload = g_new0 (TcUpload, 1);
  gint64 size_max;

  adding->upload = upload;
  g_task_set_task_data (task, adding, free_adding);
  if (!self->desk || tc_desk_get_person (self->desk) == 0) {
    return_refusal (task, tc_refusal_new ("people.no-session", NULL));
    return FALSE;
  }
  size_max = tc_file_transfers_get_size_max (self->transfers);
  adding->size_max = size_max > 0 ? MIN (size_max, TC_FILE_BYTES_MAX) : TC_FILE_BYTES_MAX;
  upload->actor_id = tc_desk_get_person (self->desk);
  upload->session_id = tc_desk_get_session (self->desk);
  upload->added_us = g_get_real_time ();
  return TRUE;
}

/* Takes @adding. */
static void
copy (TcFiles *self, Adding *adding, const TcFilePlace *place, GAsyncReadyCallback callback,
      gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);
  g_autoptr (GTask) copying = NULL;

  if (!prepare (task, adding))
    return;
  adding->upload->id = place->id;
  adding->upload->incident_id = place->incident_id;
  adding->upload->original_id = place->original_id;
  adding->upload->task_id = place->task_id;
  copying = g_task_new (self, NULL, copied_cb, g_object_ref (task));
  g_task_set_task_data (copying, adding, NULL);
  g_task_run_in_thread (copying, copy_file);
}

gint64
tc_files_make_id (TcFiles *self)
{
  g_return_val_if_fail (TC_IS_FILES (self), 0);
  return self->desk ? tc_operation_sink_make_id (TC_OPERATION_SINK (self->desk)) : 0;
}

void
tc_files_attach_async (TcFiles *self, const TcFilePlace *place, GFile *source, GBytes *bytes,
                       const char *name, GAsyncReadyCallback callback, gpointer data)
{
  Adding *adding = NULL;

  g_return_if_fail (TC_IS_FILES (self) && (source || bytes));
  adding = g_new0 (Adding, 1);
  adding->source = source ? g_object_ref (source) : NULL;
  adding->bytes = bytes ? g_bytes_ref (bytes) : NULL;
  adding->name = g_strdup (name);
  copy (self, adding, place, callback, data);
}

TcVerdict *
tc_files_attach_finish (TcFiles *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- files of drafts ---- */

void
tc_files_take_async (TcFiles *self, GFile *source, GAsyncReadyCallback callback, gpointer data)
{
  Adding *adding = NULL;

  g_return_if_fail (TC_IS_FILES (self) && G_IS_FILE (source));
  adding = g_new0 (Adding, 1);
  adding->source = g_object_ref (source);
  adding->kept = TRUE;
  copy (self, adding, &(TcFilePlace){.id = tc_files_make_id (self)}, callback, data);
}

TcVerdict *
tc_files_take_finish (TcFiles *self, GAsyncResult *result, TcKeptFile **file, GError **error)
{
  TcVerdict *verdict = g_task_propagate_pointer (G_TASK (result), error);
  const Adding *adding = g_task_get_task_data (G_TASK (result));
  const TcUpload *upload = adding->upload;

  *file = verdict && !verdict->refusal ? tc_kept_file_new (upload->id, upload->hash, upload->size,
                                                           upload->name, upload->media_type)
                                       : NULL;
  return verdict;
}

void
tc_files_let_go_kept (TcFiles *self, const TcKeptFile *file)
{
  g_return_if_fail (TC_IS_FILES (self));
  tc_file_cache_let_go (self->cache, file->hash);
}

void
tc_files_attach_kept_async (TcFiles *self, const TcKeptFile *file, gint64 incident_id,
                            gint64 report_id, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);
  Adding *adding = g_new0 (Adding, 1);
  TcUpload *upload = NULL;

  if (!prepare (task, adding))
    return;
  upload = adding->upload;
  upload->id = file->id;
  upload->incident_id = incident_id;
  upload->report_id = report_id;
  upload->hash = g_strdup (file->hash);
  upload->size = file->size;
  upload->name = g_strdup (file->name);
  upload->media_type = g_strdup (file->media_type);
  tc_file_cache_hold (self->cache, upload->hash);
  tc_desk_run_outbox_async (self->desk, add_row, upload, NULL, NULL, row_added_cb,
                            g_object_ref (task));
}
