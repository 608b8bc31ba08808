/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files of a desk; see the header. Here: the object, its line and what is looked at.
 */
#include "tc-files-private.h"

#include "tc-error.h"
#include "tc-limits.h"
#include "tc-line-message.h"

#define FOLDER "files"
#define DATA_KEY "tc-files"

enum {
  PROP_UNSENT = 1
};

enum {
  CHANGED,
  PERSON,
  FORGOTTEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TcFiles, tc_files, G_TYPE_OBJECT)

/* ---- the transfers' hooks ---- */

static void
token_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcFiles) self = data;
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = tc_desk_ask_finish (TC_DESK (source), result, &refusal, &error);
  const char *token = NULL;
  gint64 size_max = 0;

  if (!self->desk)
    return;
  if (value) {
    g_variant_lookup (value, "token", "&s", &token);
    g_variant_lookup (value, "file_bytes_max", "x", &size_max);
  }
  tc_file_transfers_set_token (self->transfers, token, size_max);
}

static void
need_token_cb (gpointer data)
{
  TcFiles *self = data;

  tc_desk_ask_async (self->desk, "http-token", NULL, NULL, token_cb, g_object_ref (self));
}

static void
changed_cb (const char *hash, gpointer data)
{
  TcFiles *self = data;
  guint unsent = tc_file_transfers_count_sends (self->transfers);

  g_signal_emit (self, signals[CHANGED], 0, hash);
  if (unsent == self->unsent)
    return;
  self->unsent = unsent;
  g_object_notify (G_OBJECT (self), "unsent");
}

static gpointer
note_sent (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  tc_upload_queue_set_sent (db, data);
  return NULL;
}

static void
noted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcFiles) self = data;
  g_autoptr (GError) error = NULL;

  tc_desk_run_outbox_finish (TC_DESK (source), result, &error);
  /* At the next start it is asked for again, and the server says that it is there. */
  if (error && self->desk)
    g_warning ("a file that was sent could not be noted: %s", error->message);
}

static void
sent_cb (const char *hash, gpointer data)
{
  TcFiles *self = data;

  tc_files_forget_order_file (self, hash);
  tc_desk_run_outbox_async (self->desk, note_sent, g_strdup (hash), g_free, NULL, noted_cb,
                            g_object_ref (self));
}

/* ---- the desk ---- */

static void
state_cb (TcFiles *self)
{
  gboolean online = tc_desk_get_state (self->desk) == TC_DESK_ONLINE;

  tc_files_start (self);
  if (online) {
    g_autoptr (GError) error = NULL;
    g_autoptr (TcHttpClient) http = tc_desk_make_http (self->desk, &error);

    if (error)
      g_warning ("files can't go over the line: %s", error->message);
    tc_file_transfers_set_http (self->transfers, http);
  }
  tc_file_transfers_set_online (self->transfers, online);
  if (online)
    tc_files_look_ahead (self);
}

static void
shrink (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_boolean (task, tc_file_cache_make_room (data, 0));
}

/* What can be had again makes way for what a person does. */
static void
disk_cb (TcFiles *self)
{
  g_autoptr (GTask) task = NULL;

  if (tc_desk_get_disk (self->desk) != TC_DISK_LOW && tc_desk_get_disk (self->desk) != TC_DISK_FULL)
    return;
  task = g_task_new (self, NULL, NULL, NULL);
  g_task_set_task_data (task, tc_file_cache_ref (self->cache),
                        (GDestroyNotify) tc_file_cache_unref);
  g_task_run_in_thread (task, shrink);
}

static void
rows_cb (TcFiles *self, const char *table)
{
  if (!g_str_equal (table, "attachment"))
    return;
  tc_files_review_sends (self);
  tc_files_look_ahead (self);
  tc_files_tidy (self);
}

static void
replaced_cb (TcFiles *self)
{
  tc_files_review_sends (self);
  tc_files_look_ahead (self);
  tc_files_tidy (self);
}

static void
notice_cb (TcFiles *self, const char *name, GVariant *value)
{
  const char *hash = NULL;

  if (g_str_equal (name, TC_NOTICE_FILE) && g_variant_lookup (value, "hash", "&s", &hash))
    tc_file_transfers_arrived (self->transfers, hash);
  else if (g_str_equal (name, TC_NOTICE_FILE_WANTED) &&
           g_variant_lookup (value, "hash", "&s", &hash))
    tc_files_give_back (self, hash);
}

static void
person_cb (TcFiles *self)
{
  g_signal_emit (self, signals[PERSON], 0);
}

static void
stopping_cb (TcFiles *self)
{
  tc_file_transfers_stop (self->transfers);
  g_clear_handle_id (&self->again, g_source_remove);
  g_clear_handle_id (&self->tidying, g_source_remove);
  g_clear_handle_id (&self->keeping, g_source_remove);
  g_clear_handle_id (&self->forgetting, g_source_remove);
  self->desk = NULL;
}

TcFiles *
tc_files_of (TcDesk *desk)
{
  TcFiles *self = g_object_get_data (G_OBJECT (desk), DATA_KEY);
  const TcFileTransferHooks hooks = {need_token_cb, changed_cb, sent_cb};
  g_autofree char *folder = NULL;

  if (self)
    return self;
  folder = tc_desk_dup_path (desk, FOLDER);
  self = g_object_new (TC_TYPE_FILES, NULL);
  self->desk = desk;
  self->cache = tc_file_cache_new (folder, TC_FILE_QUOTA_DEFAULT);
  self->transfers = tc_file_transfers_new (self->cache, &hooks, self);
  g_object_set_data_full (G_OBJECT (desk), DATA_KEY, self, g_object_unref);
  g_signal_connect_object (desk, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::disk", G_CALLBACK (disk_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (rows_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::person-id", G_CALLBACK (person_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "reloaded", G_CALLBACK (tc_files_offer_again), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "replaced", G_CALLBACK (replaced_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notice", G_CALLBACK (notice_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "stopping", G_CALLBACK (stopping_cb), self, G_CONNECT_SWAPPED);
  state_cb (self);
  return self;
}

/* ---- looking ---- */

void
tc_files_look (TcFiles *self, const char *hash, TcFileStatus *status)
{
  g_return_if_fail (TC_IS_FILES (self));
  tc_file_transfers_look (self->transfers, hash, status);
}

guint
tc_files_get_unsent (TcFiles *self)
{
  g_return_val_if_fail (TC_IS_FILES (self), 0);
  return tc_file_transfers_count_sends (self->transfers);
}

void
tc_files_note_order_file (TcFiles *self, const TcUpload *upload)
{
  if (upload->task_id)
    g_ptr_array_add (self->order_files, tc_upload_copy (upload));
}

void
tc_files_forget_order_file (TcFiles *self, const char *hash)
{
  for (guint i = self->order_files->len; i > 0; i--)
    if (g_str_equal (((const TcUpload *) self->order_files->pdata[i - 1])->hash, hash))
      g_ptr_array_remove_index (self->order_files, i - 1);
}

GArray *
tc_files_list_order_files (TcFiles *self, gint64 task_id)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (TcOrderFile));

  g_return_val_if_fail (TC_IS_FILES (self), list);
  for (guint i = 0; i < self->order_files->len; i++) {
    const TcUpload *upload = self->order_files->pdata[i];
    const TcOrderFile file = {upload->hash, upload->name};

    if (upload->task_id == task_id)
      g_array_append_val (list, file);
  }
  return list;
}

void
tc_files_set_quota (TcFiles *self, gint64 bytes)
{
  g_return_if_fail (TC_IS_FILES (self));
  tc_file_cache_set_quota (self->cache, bytes, TC_FILE_ROOM_KEPT);
}

gint64
tc_files_get_total (TcFiles *self)
{
  g_return_val_if_fail (TC_IS_FILES (self), 0);
  return tc_file_cache_get_total (self->cache);
}

static gboolean
is_shown (TcFiles *self, const TcFileWant *wants, guint n)
{
  if (self->shown->len != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!g_str_equal (self->shown->pdata[i], wants[i].hash))
      return FALSE;
  return TRUE;
}

void
tc_files_show (TcFiles *self, const TcFileWant *wants, guint n)
{
  g_return_if_fail (TC_IS_FILES (self));

  if (!self->desk || is_shown (self, wants, n))
    return;
  tc_file_transfers_step_back (self->transfers, TC_FILE_SHOWN);
  g_ptr_array_set_size (self->shown, 0);
  for (guint i = 0; i < n; i++) {
    g_ptr_array_add (self->shown, g_strdup (wants[i].hash));
    tc_file_transfers_want (self->transfers, wants[i].hash, wants[i].size, TC_FILE_SHOWN);
  }
}

void
tc_files_keep_look (TcFiles *self, const char *hash, gint64 look)
{
  g_return_if_fail (TC_IS_FILES (self));

  if (self->desk)
    tc_desk_keep_look (self->desk, hash, look);
}

void
tc_files_view (TcFiles *self, const TcFileWant *want)
{
  g_return_if_fail (TC_IS_FILES (self));

  if (!self->desk)
    return;
  tc_file_transfers_step_back (self->transfers, TC_FILE_VIEWED);
  tc_file_transfers_want (self->transfers, want->hash, want->size, TC_FILE_VIEWED);
}

void
tc_files_ask_again (TcFiles *self, const char *hash)
{
  g_return_if_fail (TC_IS_FILES (self));

  if (self->desk)
    tc_file_transfers_arrived (self->transfers, hash);
}

/* ---- reading ---- */

static void
read_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  TcFiles *self = source;
  GError *error = NULL;
  GBytes *bytes;

  if (g_task_return_error_if_cancelled (task))
    return;
  bytes = tc_file_cache_read (self->cache, data, TC_FILE_BYTES_MAX, &error);
  if (bytes)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

void
tc_files_read_async (TcFiles *self, const char *hash, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_return_if_fail (tc_file_cache_is_hash (hash));
  g_task_set_task_data (task, g_strdup (hash), g_free);
  g_task_run_in_thread (task, read_file);
}

GBytes *
tc_files_read_finish (TcFiles *self, GAsyncResult *result, GError **error)
{
  GError *local = NULL;
  GBytes *bytes = g_task_propagate_pointer (G_TASK (result), &local);

  if (bytes)
    return bytes;
  if (g_error_matches (local, TC_ERROR, TC_ERROR_DIVERGED) ||
      g_error_matches (local, TC_ERROR, TC_ERROR_NOT_FOUND))
    g_signal_emit (self, signals[CHANGED], 0, g_task_get_task_data (G_TASK (result)));
  g_propagate_error (error, local);
  return NULL;
}

/* ---- object ---- */

static void
tc_files_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_uint (value, tc_files_get_unsent (TC_FILES (object)));
}

static void
tc_files_finalize (GObject *object)
{
  TcFiles *self = TC_FILES (object);

  stopping_cb (self);
  g_object_unref (self->transfers);
  tc_file_cache_unref (self->cache);
  g_ptr_array_unref (self->order_files);
  g_hash_table_unref (self->unattached);
  g_ptr_array_unref (self->shown);
  g_free (self->kept);
  G_OBJECT_CLASS (tc_files_parent_class)->finalize (object);
}

static void
tc_files_class_init (TcFilesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tc_files_get_property;
  object_class->finalize = tc_files_finalize;
  g_object_class_install_property (object_class, PROP_UNSENT,
                                   g_param_spec_uint ("unsent", NULL, NULL, 0, G_MAXUINT, 0,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  signals[CHANGED] = g_signal_new ("changed", TC_TYPE_FILES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[PERSON] = g_signal_new ("person", TC_TYPE_FILES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
  signals[FORGOTTEN] = g_signal_new ("forgotten", TC_TYPE_FILES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
tc_files_init (TcFiles *self)
{
  self->unattached = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->order_files = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_upload_free);
  self->shown = g_ptr_array_new_with_free_func (g_free);
}
