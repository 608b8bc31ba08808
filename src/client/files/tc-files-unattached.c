/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What could not be attached and waits for a person; see tc-unattached.h.
 *
 * DESIGN: the file has one hold for its row: from the copy on, or from when the row is first read,
 * until the row goes. A stop between copy and row leaves a file that nothing speaks of, which the
 * tidying takes; the person was told nothing by then.
 */
#include "tc-files-private.h"

#include "tc-error.h"
#include "tc-limits.h"

#define FORGET_S (60 * 60)

/* ---- holds ---- */

/* @held: the copy has its hold already */
static void
note_hold (TcFiles *self, const TcUnattached *one, gboolean held)
{
  if (g_hash_table_contains (self->unattached, &one->id))
    return;
  g_hash_table_add (self->unattached, g_memdup2 (&one->id, sizeof one->id));
  if (!held)
    tc_file_cache_hold (self->cache, one->hash);
}

void
tc_files_hold_unattached (TcFiles *self, GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    note_hold (self, list->pdata[i], FALSE);
}

/* ---- keeping one ---- */

typedef struct {
  GFile *source;     /* (owned) (nullable) */
  GBytes *bytes;     /* (owned) (nullable) */
  TcUnattached *one; /* (owned) */
} Keeping;

static void
free_keeping (gpointer data)
{
  Keeping *keeping = data;

  g_clear_object (&keeping->source);
  g_clear_pointer (&keeping->bytes, g_bytes_unref);
  tc_unattached_free (keeping->one);
  g_free (keeping);
}

static void
copy_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Keeping *keeping = data;
  TcUnattached *one = keeping->one;
  GError *error = NULL;

  one->hash = tc_files_put (TC_FILES (source), keeping->source, keeping->bytes, TC_FILE_BYTES_MAX,
                            &one->size, cancellable, &error);
  if (one->hash)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gpointer
add_row (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return GINT_TO_POINTER (tc_unattached_add (db, data, error));
}

static void
row_added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TcFiles *self = g_task_get_source_object (task);
  Keeping *keeping = g_task_get_task_data (task);
  GError *error = NULL;

  tc_desk_run_outbox_finish (TC_DESK (source), result, &error);
  if (error) {
    tc_file_cache_let_go (self->cache, keeping->one->hash);
    g_task_return_error (task, error);
    return;
  }
  note_hold (self, keeping->one, TRUE);
  g_task_return_pointer (task, tc_unattached_copy (keeping->one),
                         (GDestroyNotify) tc_unattached_free);
}

/* @task: (transfer full) */
static void
put_row (GTask *task)
{
  TcFiles *self = g_task_get_source_object (task);
  Keeping *keeping = g_task_get_task_data (task);

  tc_desk_run_outbox_async (self->desk, add_row, keeping->one, NULL, NULL, row_added_cb, task);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcFiles *self = TC_FILES (source);
  g_autoptr (GTask) task = data;
  Keeping *keeping = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_error (task, error);
  } else if (!self->desk) {
    tc_file_cache_let_go (self->cache, keeping->one->hash);
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_BUSY, "the desk stops");
  } else {
    put_row (g_steal_pointer (&task));
  }
}

static gpointer
find_tried (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_upload_queue_find (db, *(gint64 *) data);
}

/* What the try copied is what may be attached by now, whatever the source has become. */
static void
tried_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TcFiles *self = g_task_get_source_object (task);
  Keeping *keeping = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (TcUpload) tried = tc_desk_run_outbox_finish (TC_DESK (source), result, &error);
  g_autoptr (GTask) copying = NULL;

  if (error || !self->desk) {
    g_task_return_error (task,
                         error ? error : g_error_new (TC_ERROR, TC_ERROR_BUSY, "the desk stops"));
  } else if (tried && tc_file_cache_has (self->cache, tried->hash)) {
    tc_file_cache_hold (self->cache, tried->hash);
    keeping->one->hash = g_steal_pointer (&tried->hash);
    keeping->one->size = tried->size;
    put_row (g_steal_pointer (&task));
  } else {
    copying = g_task_new (self, NULL, copied_cb, g_object_ref (task));
    g_task_set_task_data (copying, keeping, NULL);
    g_task_run_in_thread (copying, copy_file);
  }
}

void
tc_files_keep_unattached_async (TcFiles *self, const TcUnattached *what, GFile *source,
                                GBytes *bytes, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);
  Keeping *keeping = NULL;

  g_return_if_fail (TC_IS_FILES (self) && (source || bytes));
  if (!self->desk || what->staff_id == 0) {
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_BUSY, "it is nobody's");
    return;
  }
  keeping = g_new0 (Keeping, 1);
  keeping->source = source ? g_object_ref (source) : NULL;
  keeping->bytes = bytes ? g_bytes_ref (bytes) : NULL;
  keeping->one = tc_unattached_copy (what);
  g_clear_pointer (&keeping->one->hash, g_free);
  keeping->one->given_us = g_get_real_time ();
  g_task_set_task_data (task, keeping, free_keeping);
  tc_desk_run_outbox_async (self->desk, find_tried, g_memdup2 (&what->id, sizeof what->id), g_free,
                            (GDestroyNotify) tc_upload_free, tried_cb, g_steal_pointer (&task));
}

TcUnattached *
tc_files_keep_unattached_finish (TcFiles *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- what there is ---- */

gint64
tc_files_get_person (TcFiles *self)
{
  g_return_val_if_fail (TC_IS_FILES (self), 0);
  return self->desk ? tc_desk_get_person (self->desk) : 0;
}

static gpointer
list_rows (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_unattached_list (db, *(gint64 *) data);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TcFiles *self = g_task_get_source_object (task);
  GError *error = NULL;
  GPtrArray *list = tc_desk_run_outbox_finish (TC_DESK (source), result, &error);

  if (!list) {
    g_task_return_error (task, error);
    return;
  }
  tc_files_hold_unattached (self, list);
  g_task_return_pointer (task, list, (GDestroyNotify) g_ptr_array_unref);
}

void
tc_files_list_unattached_async (TcFiles *self, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);
  gint64 staff_id = 0;

  g_return_if_fail (TC_IS_FILES (self));
  staff_id = tc_files_get_person (self);
  if (staff_id == 0)
    g_task_return_pointer (task, g_ptr_array_new (), (GDestroyNotify) g_ptr_array_unref);
  else
    tc_desk_run_outbox_async (self->desk, list_rows, g_memdup2 (&staff_id, sizeof staff_id), g_free,
                              (GDestroyNotify) g_ptr_array_unref, listed_cb,
                              g_steal_pointer (&task));
}

GPtrArray *
tc_files_list_unattached_finish (TcFiles *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- what became of one ---- */

/* It stands there again after the next start; attaching it once more changes nothing. */
static void
note_failure (const GError *error)
{
  g_warning ("what became of a file that was not attached could not be noted: %s", error->message);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcFiles) self = data;
  g_autoptr (GError) error = NULL;

  tc_desk_run_outbox_finish (TC_DESK (source), result, &error);
  if (error && self->desk)
    note_failure (error);
}

static gpointer
set_refusal (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const TcUnattached *one = data;

  tc_unattached_set_refusal (db, one->id, one->refusal);
  return NULL;
}

void
tc_files_note_unattached (TcFiles *self, const TcUnattached *one)
{
  g_return_if_fail (TC_IS_FILES (self));

  if (self->desk)
    tc_desk_run_outbox_async (self->desk, set_refusal, tc_unattached_copy (one),
                              (GDestroyNotify) tc_unattached_free, NULL, written_cb,
                              g_object_ref (self));
}

typedef struct {
  TcFiles *files;    /* (owned) */
  TcUnattached *one; /* (owned) */
} Dropping;

static void
free_dropping (Dropping *dropping)
{
  g_object_unref (dropping->files);
  tc_unattached_free (dropping->one);
  g_free (dropping);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Dropping, free_dropping)

/* (nullable): nothing with its hash is to be sent any more. */
static gpointer
remove_row (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const TcUnattached *one = data;

  tc_unattached_remove (db, one->id);
  tc_upload_queue_give_up (db, one->id);
  return GINT_TO_POINTER (tc_upload_queue_has (db, one->hash));
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Dropping) dropping = data;
  TcFiles *self = dropping->files;
  g_autoptr (GError) error = NULL;
  gboolean queued = tc_desk_run_outbox_finish (TC_DESK (source), result, &error) != NULL;

  if (!self->desk)
    return;
  if (error) {
    note_failure (error);
  } else if (!queued) {
    tc_files_forget_order_file (self, dropping->one->hash);
    tc_file_transfers_keep_back (self->transfers, dropping->one->hash);
  }
}

void
tc_files_drop_unattached (TcFiles *self, const TcUnattached *one)
{
  Dropping *dropping = NULL;

  g_return_if_fail (TC_IS_FILES (self));

  if (g_hash_table_remove (self->unattached, &one->id))
    tc_file_cache_let_go (self->cache, one->hash);
  if (!self->desk)
    return;
  dropping = g_new0 (Dropping, 1);
  *dropping = (Dropping){g_object_ref (self), tc_unattached_copy (one)};
  tc_desk_run_outbox_async (self->desk, remove_row, dropping->one, NULL, NULL, removed_cb,
                            dropping);
  tc_files_tidy (self);
}

/* ---- what nobody comes back to ---- */

static gpointer
forget_rows (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_unattached_forget_old (db, g_get_real_time ());
}

static void
forgotten_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcFiles) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = tc_desk_run_outbox_finish (TC_DESK (source), result, &error);

  /* It is tried again within the hour. */
  if (error && self->desk)
    g_message ("what nobody comes back to could not be forgotten: %s", error->message);
  for (guint i = 0; list && self->desk && i < list->len; i++) {
    const TcUnattached *one = list->pdata[i];

    if (g_hash_table_remove (self->unattached, &one->id))
      tc_file_cache_let_go (self->cache, one->hash);
    g_signal_emit_by_name (self, "forgotten", one->id);
  }
  if (list && list->len > 0 && self->desk)
    tc_files_tidy (self);
}

void
tc_files_forget_now (TcFiles *self)
{
  g_return_if_fail (TC_IS_FILES (self));

  if (self->desk)
    tc_desk_run_outbox_async (self->desk, forget_rows, NULL, NULL,
                              (GDestroyNotify) g_ptr_array_unref, forgotten_cb,
                              g_object_ref (self));
}

static gboolean
forget_cb (gpointer data)
{
  tc_files_forget_now (data);
  return G_SOURCE_CONTINUE;
}

void
tc_files_forget (TcFiles *self)
{
  if (!self->forgetting)
    self->forgetting = g_timeout_add_seconds (FORGET_S, forget_cb, self);
}
