/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the replica's thread tells: the hooks of the replica, on the thread, and the events that
 * carry them to the main loop, all there are in one turn. See tc-replica-worker-private.h.
 */
#include "tc-replica-worker-private.h"

TcNote *
tc_note_new (TcNoteFunc func)
{
  TcNote *note = g_new0 (TcNote, 1);

  note->func = func;
  return note;
}

void
tc_note_free (TcNote *note)
{
  g_clear_pointer (&note->bytes, g_bytes_unref);
  g_clear_pointer (&note->name, g_free);
  g_clear_pointer (&note->value, g_variant_unref);
  g_clear_pointer (&note->refusal, tc_refusal_free);
  g_clear_pointer (&note->array, g_array_unref);
  g_clear_pointer (&note->more, g_array_unref);
  g_clear_pointer (&note->lists, g_ptr_array_unref);
  g_clear_pointer (&note->parts, g_ptr_array_unref);
  g_clear_pointer (&note->rows, g_hash_table_unref);
  g_clear_object (&note->task);
  g_clear_error (&note->error);
  if (note->work_data_free)
    note->work_data_free (note->work_data);
  g_free (note);
}

/* Events: from the thread to the main loop. */

void
tc_replica_worker_take_event (gpointer data, gpointer owner)
{
  g_autoptr (TcNote) note = data;
  TcReplicaWorker *self = owner;

  if (self->thread)
    note->func (self, note);
}

/* A message made on one line must never go out on the next, where the server would not expect
 * it; nor is what one line offered fetched for the next. */
static void
event_send (TcReplicaWorker *self, TcNote *note)
{
  if (note->line == self->line)
    self->hooks.send (note->bytes, self->data);
}

static void
event_close (TcReplicaWorker *self, TcNote *note)
{
  /* The server closes behind its goodbye, which a slow disk lets the thread read later. */
  if (note->line > 0)
    self->hooks.close (note->refusal, note->line != self->line, self->data);
}

static void
event_changed (TcReplicaWorker *self, TcNote *note)
{
  self->hooks.changed (note->rows, self->data);
}

static void
event_replaced (TcReplicaWorker *self, TcNote *note)
{
  self->hooks.replaced (self->data);
}

static void
event_status (TcReplicaWorker *self, TcNote *note)
{
  self->hooks.status (&note->status, self->data);
}

static void
event_waiting (TcReplicaWorker *self, TcNote *note)
{
  if (self->hooks.waiting)
    self->hooks.waiting (note->array, note->more, note->lists, self->data);
}

static void
event_fetch (TcReplicaWorker *self, TcNote *note)
{
  if (note->line == self->line)
    self->hooks.fetch (note->array, self->data);
}

static void
event_want (TcReplicaWorker *self, TcNote *note)
{
  if (self->hooks.want)
    self->hooks.want (note->array, self->data);
}

static void
event_reply (TcReplicaWorker *self, TcNote *note)
{
  self->hooks.reply (note->number, note->refusal, note->value, self->data);
}

static void
event_notice (TcReplicaWorker *self, TcNote *note)
{
  if (self->hooks.notice)
    self->hooks.notice (note->name, note->value, self->data);
}

static void
event_failed (TcReplicaWorker *self, TcNote *note)
{
  self->hooks.failed (note->error, note->flag, self->data);
}

static void
event_mended (TcReplicaWorker *self, TcNote *note)
{
  self->hooks.mended (note->flag, self->data);
}

/* The replica's hooks, on its thread. */

static void
on_send_cb (GBytes *message, gpointer data)
{
  TcReplicaWorker *self = data;
  TcNote *note = tc_note_new (event_send);

  note->line = self->thread_line;
  note->bytes = g_bytes_ref (message);
  tc_mailbox_post (self->events, note);
}

void
tc_replica_worker_tell_close (const TcRefusal *why, gpointer data)
{
  TcReplicaWorker *self = data;
  TcNote *note = tc_note_new (event_close);

  note->line = self->thread_line;
  note->refusal = tc_refusal_copy (why);
  tc_mailbox_post (self->events, note);
}

static void
on_changed_cb (const TcRowChange *changes, guint n, gpointer data)
{
  TcNote *note = tc_note_new (event_changed);

  note->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                      (GDestroyNotify) g_array_unref);
  for (guint i = 0; i < n; i++) {
    GArray *ids = g_hash_table_lookup (note->rows, changes[i].table->name);

    if (!ids) {
      ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_hash_table_insert (note->rows, g_strdup (changes[i].table->name), ids);
    }
    g_array_append_val (ids, changes[i].id);
  }
  tc_mailbox_post (((TcReplicaWorker *) data)->events, note);
}

void
tc_replica_worker_tell_own (TcReplicaWorker *self, const char *table)
{
  TcNote *note = tc_note_new (event_changed);

  note->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                      (GDestroyNotify) g_array_unref);
  g_hash_table_insert (note->rows, g_strdup (table), g_array_new (FALSE, FALSE, sizeof (gint64)));
  tc_mailbox_post (self->events, note);
}

static void
on_replaced_cb (gpointer data)
{
  tc_mailbox_post (((TcReplicaWorker *) data)->events, tc_note_new (event_replaced));
}

static void
on_status_cb (const TcReplicaStatus *status, gpointer data)
{
  TcNote *note = tc_note_new (event_status);

  note->status = *status;
  tc_mailbox_post (((TcReplicaWorker *) data)->events, note);
}

void
tc_replica_worker_tell_waiting (TcReplicaWorker *self)
{
  TcReplica *replica = tc_replica_store_get (self->store);

  if (!replica || self->waiting_version == tc_replica_get_waiting_version (replica))
    return;
  TcNote *note = tc_note_new (event_waiting);
  self->waiting_version = tc_replica_get_waiting_version (replica);
  note->array = tc_replica_list_waiting (replica);
  note->more = tc_replica_list_provisional (replica);
  note->lists = tc_replica_list_undecided (replica);
  tc_mailbox_post (self->events, note);
}

static void
on_fetch_cb (const TcSnapshotFile *files, guint n, gpointer data)
{
  TcReplicaWorker *self = data;
  TcNote *note = tc_note_new (event_fetch);

  note->line = self->thread_line;
  note->array = tc_snapshot_files_new ();
  for (guint i = 0; i < n; i++)
    tc_snapshot_files_add (note->array, &files[i]);
  tc_mailbox_post (self->events, note);
}

static void
clear_part (gpointer data)
{
  g_free (((TcReplicaPart *) data)->file);
}

static void
on_want_cb (const TcReplicaPart *parts, guint n, gpointer data)
{
  TcNote *note = tc_note_new (event_want);

  note->array = g_array_new (FALSE, FALSE, sizeof (TcReplicaPart));
  g_array_set_clear_func (note->array, clear_part);
  for (guint i = 0; i < n; i++) {
    TcReplicaPart part = parts[i];

    part.file = g_strdup (part.file);
    g_array_append_val (note->array, part);
  }
  tc_mailbox_post (((TcReplicaWorker *) data)->events, note);
}

void
tc_replica_worker_tell_reply (gint64 number, const TcRefusal *refusal, GVariant *value,
                              gpointer data)
{
  TcNote *note = tc_note_new (event_reply);

  note->number = number;
  note->refusal = tc_refusal_copy (refusal);
  note->value = g_variant_ref (value);
  tc_mailbox_post (((TcReplicaWorker *) data)->events, note);
}

static void
on_notice_cb (const char *name, GVariant *value, gpointer data)
{
  TcNote *note = tc_note_new (event_notice);

  note->name = g_strdup (name);
  note->value = g_variant_ref (value);
  tc_mailbox_post (((TcReplicaWorker *) data)->events, note);
}

static void
on_random_cb (guint8 *out, gsize size, gpointer data)
{
  tc_random_bytes (out, size);
}

gint64
tc_replica_worker_next_id (gint64 now_us, gpointer data)
{
  TcReplicaWorker *self = data;

  g_mutex_lock (&self->ids_lock);
  gint64 id = tc_id_maker_next (&self->ids, now_us);
  g_mutex_unlock (&self->ids_lock);
  return id;
}

static void
on_archive_cb (const TcPosition *position, gpointer data)
{
  tc_replica_store_archive (((TcReplicaWorker *) data)->store, position);
}

static void
on_executing_cb (const TcOperation *op, gpointer data)
{
  TcExecutionMark *mark = tc_replica_store_get_mark (((TcReplicaWorker *) data)->store);
  TcOperation *one = (TcOperation *) op;

  if (mark)
    tc_execution_mark_set (mark, &one, one != NULL);
}

static guint
on_deaths_cb (const TcOperation *op, gpointer data)
{
  TcExecutionMark *mark = tc_replica_store_get_mark (((TcReplicaWorker *) data)->store);

  return mark ? tc_execution_mark_count_deaths (mark, op) : 0;
}

const TcReplicaHooks tc_replica_worker_hooks = {
    on_send_cb,
    tc_replica_worker_tell_close,
    on_changed_cb,
    on_replaced_cb,
    on_status_cb,
    on_fetch_cb,
    tc_replica_worker_tell_reply,
    on_notice_cb,
    on_random_cb,
    tc_replica_worker_next_id,
    on_archive_cb,
    on_want_cb,
    .executing = on_executing_cb,
    .deaths = on_deaths_cb,
};

void
tc_replica_worker_tell_failed (TcReplicaWorker *self, const GError *error)
{
  TcNote *note = tc_note_new (event_failed);

  note->error = g_error_copy (error);
  note->flag = tc_replica_store_is_full (self->store);
  tc_mailbox_post (self->events, note);
}

void
tc_replica_worker_tell_mended (TcReplicaWorker *self)
{
  TcNote *note = tc_note_new (event_mended);

  note->flag = tc_replica_store_take_renewed (self->store);
  tc_mailbox_post (self->events, note);
}
