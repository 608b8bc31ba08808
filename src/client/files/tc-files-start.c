/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an earlier run of the desk left: files to be sent, and some whose operation it didn't come
 * to. And what may be asked for later.
 */
#include "tc-files-private.h"

#include "tc-error.h"
#include "tc-id.h"
#include "tc-incident-photo.h"
#include "tc-kept-file.h"
#include "tc-reading-view.h"

#define AHEAD_ROWS_MAX 1000
/* The outbox could not be read (the disk may be full): it is tried again. */
#define AGAIN_S 10
/* After rows of attachments changed, until files without one go. */
#define TIDY_S 60

/* ---- files whose operation isn't on record ---- */

static void
on_record_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict) verdict = g_task_propagate_pointer (G_TASK (result), &error);

  if (error)
    g_warning ("a file is still to be put on record: %s", error->message);
  else if (verdict->refusal)
    g_warning ("a file was not attached: %s", verdict->refusal->code);
}

/* (nullable): it is on record already: the server confirmed it before we noted that. */
static gpointer
find_attachment (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const TcUpload *upload = data;

  tc_reading_view_lift (db);
  return GINT_TO_POINTER (
      tc_database_get_int (db, 0, "SELECT 1 FROM attachment WHERE id = ?", "i", upload->id) != 0);
}

typedef struct {
  TcFiles *files;   /* (owned) */
  TcUpload *upload; /* (owned) (nullable) */
} Left;

static void
free_left (Left *left)
{
  g_object_unref (left->files);
  g_clear_pointer (&left->upload, tc_upload_free);
  g_free (left);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Left, free_left)

static gpointer
note_attached (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  tc_upload_queue_set_attached (db, *(gint64 *) data);
  return NULL;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Left) left = data;
  g_autoptr (GError) error = NULL;
  gboolean found = tc_worker_run_finish (TC_WORKER (source), result, &error) != NULL;
  TcFiles *self = left->files;

  if (error || !self->desk)
    return;
  if (found)
    tc_desk_run_outbox_async (self->desk, note_attached,
                              g_memdup2 (&left->upload->id, sizeof (gint64)), g_free, NULL, NULL,
                              NULL);
  else
    tc_files_put_on_record (self, g_steal_pointer (&left->upload), TRUE, on_record_cb, NULL);
}

/* ---- what is to be sent ---- */

static void read_uploads (TcFiles *self);

static gboolean
again_cb (gpointer data)
{
  TcFiles *self = data;

  self->again = 0;
  if (self->desk)
    read_uploads (self);
  return G_SOURCE_REMOVE;
}

typedef struct {
  GPtrArray *uploads; /* (owned) (element-type TcUpload) */
  GPtrArray *drafts;  /* (owned) (element-type utf8): hashes of files that drafts speak of */
  GPtrArray *waiting; /* (owned) (element-type TcUnattached): for a person */
} Earlier;

static void
free_earlier (gpointer data)
{
  Earlier *earlier = data;

  g_ptr_array_unref (earlier->uploads);
  g_ptr_array_unref (earlier->drafts);
  g_ptr_array_unref (earlier->waiting);
  g_free (earlier);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Earlier, free_earlier)

static gpointer
list_uploads (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Earlier *earlier = g_new0 (Earlier, 1);

  g_ptr_array_unref (tc_unattached_forget_old (db, g_get_real_time ()));
  *earlier = (Earlier){tc_upload_queue_list (db), tc_kept_files_list_hashes (db),
                       tc_unattached_list (db, 0)};
  return earlier;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcFiles) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Earlier) earlier = tc_desk_run_outbox_finish (TC_DESK (source), result, &error);

  if (!self->desk)
    return;
  if (!earlier) {
    g_message ("what is to be sent could not be read yet: %s", error->message);
    self->again = g_timeout_add_seconds (AGAIN_S, again_cb, self);
    return;
  }
  for (guint i = 0; i < earlier->drafts->len; i++)
    tc_file_cache_hold (self->cache, earlier->drafts->pdata[i]);
  tc_files_hold_unattached (self, earlier->waiting);
  for (guint i = 0; i < earlier->uploads->len; i++) {
    const TcUpload *upload = earlier->uploads->pdata[i];

    if (!upload->sent) {
      tc_files_note_order_file (self, upload);
      tc_file_transfers_send (self->transfers, upload->hash, upload->size);
    }
    if (!upload->attached) {
      Left *left = g_new0 (Left, 1);

      *left = (Left){g_object_ref (self), tc_upload_copy (upload)};
      tc_worker_run_async (tc_desk_get_reader (self->desk), find_attachment, left->upload, NULL,
                           NULL, NULL, found_cb, left);
    }
  }
  self->loaded = TRUE;
  tc_file_cache_allow_removing (self->cache);
  if (self->offering)
    tc_files_offer_again (self);
  g_signal_emit_by_name (self, "changed", NULL);
  tc_files_look_ahead (self);
  tc_files_tidy (self);
  tc_files_keep (self);
  tc_files_forget (self);
}

static void
read_uploads (TcFiles *self)
{
  tc_desk_run_outbox_async (self->desk, list_uploads, NULL, NULL, free_earlier, listed_cb,
                            g_object_ref (self));
}

static void
load_cache (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (tc_file_cache_load (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcFiles *self = TC_FILES (source);
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_warning ("the folder of files could not be read: %s", error->message);
  if (self->desk)
    read_uploads (self);
}

void
tc_files_start (TcFiles *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->started || !tc_desk_get_reader (self->desk))
    return;
  self->started = TRUE;
  task = g_task_new (self, NULL, loaded_cb, NULL);
  g_task_set_task_data (task, tc_file_cache_ref (self->cache),
                        (GDestroyNotify) tc_file_cache_unref);
  g_task_run_in_thread (task, load_cache);
}

/* ---- ahead ---- */

typedef struct {
  char hash[TC_SHA256_CHARS + 1];
  gint64 size;
} Ahead;

static gpointer
list_ahead (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (Ahead));
  g_autoptr (TcQuery) query = NULL;

  tc_reading_view_lift (db);
  query = tc_database_query (
      db,
      "SELECT a.hash, a.size FROM (SELECT * FROM attachment ORDER BY id DESC LIMIT ?) AS a"
      " JOIN incident AS i ON i.id = a.incident_id WHERE i.open = 1 AND a.size <= ?"
      " AND NOT " TC_PHOTO_SEALED ("a.") ""
                                         " ORDER BY a.id DESC",
      "ii", (gint64) AHEAD_ROWS_MAX, TC_FILE_AHEAD_BYTES_MAX);

  while (tc_query_next (query)) {
    Ahead ahead = {.size = tc_query_int (query, 1)};

    g_strlcpy (ahead.hash, tc_query_text (query, 0), sizeof ahead.hash);
    g_array_append_val (list, ahead);
  }
  return list;
}

static void
ahead_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcFiles) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) list = tc_worker_run_finish (TC_WORKER (source), result, &error);
  gint64 size = 0;

  self->looking_ahead = FALSE;
  for (guint i = 0; list && self->desk && i < list->len; i++) {
    const Ahead *ahead = &g_array_index (list, Ahead, i);

    if (!tc_file_cache_is_hash (ahead->hash) || tc_file_cache_has (self->cache, ahead->hash))
      continue;
    size += ahead->size;
    /* Nothing that was used goes for what may never be. */
    if (tc_file_cache_has_room (self->cache, size, (gint64) TC_DESK_ROOM_LOW))
      tc_file_transfers_want (self->transfers, ahead->hash, ahead->size, TC_FILE_AHEAD);
  }
}

void
tc_files_look_ahead (TcFiles *self)
{
  if (!self->desk || self->looking_ahead || !self->started ||
      tc_desk_get_state (self->desk) != TC_DESK_ONLINE)
    return;
  self->looking_ahead = TRUE;
  tc_worker_run_async (tc_desk_get_reader (self->desk), list_ahead, NULL, NULL,
                       (GDestroyNotify) g_array_unref, NULL, ahead_cb, g_object_ref (self));
}

/* ---- what a restored server may have lost ---- */

static gpointer
list_confirmed (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_upload_queue_list_confirmed (db);
}

static void
confirmed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcFiles) self = data;
  g_autoptr (GPtrArray) list = tc_desk_run_outbox_finish (TC_DESK (source), result, NULL);

  for (guint i = 0; list && self->desk && i < list->len; i++) {
    const TcUpload *upload = list->pdata[i];

    if (tc_file_cache_is_hash (upload->hash) && tc_file_cache_has (self->cache, upload->hash))
      tc_file_transfers_send (self->transfers, upload->hash, upload->size);
  }
}

void
tc_files_offer_again (TcFiles *self)
{
  self->offering = !self->loaded;
  if (self->desk && self->loaded)
    tc_desk_run_outbox_async (self->desk, list_confirmed, NULL, NULL,
                              (GDestroyNotify) g_ptr_array_unref, confirmed_cb,
                              g_object_ref (self));
}

/* ---- what no row speaks of any more ---- */

typedef struct {
  GPtrArray *hashes; /* (owned) (element-type utf8): that are here */
  gint64 replica;    /* this desk's number */
} Looking;

static void
free_looking (gpointer data)
{
  Looking *looking = data;

  g_ptr_array_unref (looking->hashes);
  g_free (looking);
}

/* Whether a row of this replica wants the file to be here. A sealed original isn't kept once the
 * server has read it, but for a while after it was opened here. */
#define IS_WANTED                                                                                  \
  "SELECT 1 FROM attachment AS a WHERE a.hash = ?1 AND (NOT " TC_PHOTO_SEALED (                    \
      "a.") " OR a.read_us IS NULL OR EXISTS (SELECT 1 FROM incident_event AS e WHERE "            \
            "e.incident_id ="                                                                      \
            " a.incident_id AND e.code = 'photo.open' AND e.other_id = a.id AND e.replica = ?2"    \
            " AND e.at_us > ?3)) LIMIT 1"

/* Of the hashes given those that aren't wanted, once it held something: what it held may be lost
 * altogether. */
static gpointer
list_unknown (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Looking *looking = data;
  GPtrArray *unknown = g_ptr_array_new_with_free_func (g_free);
  gint64 since_us = g_get_real_time () - TC_PHOTO_OPEN_US;
  gboolean loaded = tc_database_get_int (db, 0,
                                         "SELECT EXISTS (SELECT 1 FROM held_scope) OR EXISTS"
                                         " (SELECT 1 FROM position)",
                                         NULL) != 0;

  /* Files of the desk, not of whoever is signed in. */
  tc_reading_view_lift (db);
  for (guint i = 0; loaded && i < looking->hashes->len; i++) {
    const char *hash = looking->hashes->pdata[i];

    if (!tc_database_get_int (db, 0, IS_WANTED, "sii", hash, looking->replica, since_us))
      g_ptr_array_add (unknown, g_strdup (hash));
  }
  return unknown;
}

static void
remove_unknown (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GPtrArray *unknown = data;

  for (guint i = 0; i < unknown->len; i++)
    tc_file_cache_remove (TC_FILES (source)->cache, unknown->pdata[i]);
  tc_file_cache_remove_copies (TC_FILES (source)->cache);
  g_task_return_boolean (task, TRUE);
}

static void
unknown_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcFiles) self = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *unknown = tc_worker_run_finish (TC_WORKER (source), result, &error);
  g_autoptr (GTask) task = NULL;

  if (!unknown)
    return;
  task = g_task_new (self, NULL, NULL, NULL);
  g_task_set_task_data (task, unknown, (GDestroyNotify) g_ptr_array_unref);
  g_task_run_in_thread (task, remove_unknown);
}

/* @hashes: (transfer full); @callback gets those that no row wants. */
static void
look_for_unknown (TcFiles *self, GPtrArray *hashes, GAsyncReadyCallback callback)
{
  Looking *looking = g_new0 (Looking, 1);

  looking->hashes = hashes;
  looking->replica = tc_id_replica (tc_operation_sink_make_id (TC_OPERATION_SINK (self->desk)));
  tc_worker_run_async (tc_desk_get_reader (self->desk), list_unknown, looking, free_looking,
                       (GDestroyNotify) g_ptr_array_unref, NULL, callback, g_object_ref (self));
}

void
tc_files_tidy_now (TcFiles *self)
{
  g_return_if_fail (TC_IS_FILES (self));

  if (self->desk && tc_desk_get_reader (self->desk))
    look_for_unknown (self, tc_file_cache_list (self->cache), unknown_cb);
}

/* ---- what is not to be sent any more ---- */

static gboolean
has_hash (const GPtrArray *uploads, const char *hash)
{
  for (guint i = 0; i < uploads->len; i++)
    if (!g_strcmp0 (((const TcUpload *) uploads->pdata[i])->hash, hash))
      return TRUE;
  return FALSE;
}

/* Of the hashes given those that the outbox has nothing of. */
static gpointer
list_purged (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const GPtrArray *hashes = data;
  g_autoptr (GPtrArray) confirmed = tc_upload_queue_list_confirmed (db);
  GPtrArray *purged = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < hashes->len; i++)
    if (!tc_upload_queue_has (db, hashes->pdata[i]) && !has_hash (confirmed, hashes->pdata[i]))
      g_ptr_array_add (purged, g_strdup (hashes->pdata[i]));
  return purged;
}

static void
purged_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcFiles) self = data;
  g_autoptr (GPtrArray) purged = tc_desk_run_outbox_finish (TC_DESK (source), result, NULL);

  for (guint i = 0; purged && self->desk && i < purged->len; i++) {
    tc_files_forget_order_file (self, purged->pdata[i]);
    tc_file_transfers_keep_back (self->transfers, purged->pdata[i]);
  }
}

static void
unknown_sends_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcFiles) self = data;
  g_autoptr (GPtrArray) unknown = tc_worker_run_finish (TC_WORKER (source), result, NULL);

  if (self->desk && unknown && unknown->len > 0)
    tc_desk_run_outbox_async (self->desk, list_purged, g_steal_pointer (&unknown),
                              (GDestroyNotify) g_ptr_array_unref,
                              (GDestroyNotify) g_ptr_array_unref, purged_cb, g_object_ref (self));
}

void
tc_files_review_sends (TcFiles *self)
{
  if (self->desk && tc_desk_get_reader (self->desk) && self->loaded &&
      tc_file_transfers_count_sends (self->transfers) > 0)
    look_for_unknown (self, tc_file_cache_list (self->cache), unknown_sends_cb);
}

static gboolean
tidy_cb (gpointer data)
{
  TcFiles *self = data;

  self->tidying = 0;
  tc_files_tidy_now (self);
  return G_SOURCE_REMOVE;
}

void
tc_files_tidy (TcFiles *self)
{
  if (!self->tidying)
    self->tidying = g_timeout_add_seconds (TIDY_S, tidy_cb, self);
}
