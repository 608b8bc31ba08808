/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The desk's tray, and what waits; see the header.
 *
 * DESIGN: online, an operation waits for a few milliseconds. Marks that come and go with each would
 * be noise, so what has begun to wait is shown after WAITING_MS, and what no longer does at once.
 */
#include "tc-desk-tray.h"

#include "tc-desk-private.h"
#include "tc-reading-view.h"

#define WAITING_MS 700

/* The tray is read on a connection of its own for the moment: it is opened rarely. What stands
 * there says what its maker saw: to another it is shown only if that person may read what it reads.
 */

typedef struct {
  char *path; /* (owned) */
  gboolean settled;
  gint64 person_id;  /* 0: nobody */
  GHashTable *kinds; /* (owned) (nullable): of what that person may read */
  guint hidden;      /* how many entries that person may not see */
} Reading;

static void
free_reading (gpointer data)
{
  Reading *reading = data;

  g_free (reading->path);
  g_clear_pointer (&reading->kinds, g_hash_table_unref);
  g_free (reading);
}

static void
drop_hidden (Reading *reading, GPtrArray *entries)
{
  for (guint i = entries->len; reading->person_id != 0 && i > 0; i--) {
    if (tc_tray_entry_may_be_seen (g_ptr_array_index (entries, i - 1), reading->person_id,
                                   reading->kinds))
      continue;
    g_ptr_array_remove_index (entries, i - 1);
    reading->hidden++;
  }
}

static void
read_tray (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *reading = data;
  GError *error = NULL;
  g_autoptr (TcDatabase) db = tc_database_open (reading->path, 0, &error);
  g_autoptr (GPtrArray) entries = db ? tc_tray_read (db, reading->settled) : NULL;

  if (!db || !tc_database_check (db, &error)) {
    g_task_return_error (task, error);
    return;
  }
  drop_hidden (reading, entries);
  g_task_return_pointer (task, g_steal_pointer (&entries), (GDestroyNotify) g_ptr_array_unref);
}

/* As the person signed in sees the replica. */
static gpointer
list_kinds (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_reading_view_list_kinds (db);
}

static void
kinds_listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Reading *reading = g_task_get_task_data (task);

  /* Where that can't be read, each sees what is that person's own. */
  reading->kinds = tc_worker_run_finish (TC_WORKER (source), result, NULL);
  g_task_run_in_thread (task, read_tray);
}

void
tc_desk_read_tray_async (TcDesk *self, gboolean settled, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  Reading *reading = g_new0 (Reading, 1);

  reading->path = tc_desk_dup_path (self, "outbox.db");
  reading->settled = settled;
  reading->person_id = self->person_id;
  g_task_set_task_data (task, reading, free_reading);
  if (!self->worker)
    g_task_return_pointer (task, g_ptr_array_new (), (GDestroyNotify) g_ptr_array_unref);
  else if (self->reader)
    tc_worker_run_async (self->reader, list_kinds, NULL, NULL, (GDestroyNotify) g_hash_table_unref,
                         NULL, kinds_listed_cb, g_steal_pointer (&task));
  else
    g_task_run_in_thread (task, read_tray);
}

GPtrArray *
tc_desk_read_tray_finish (TcDesk *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
hidden_counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcDesk *self = TC_DESK (source);
  const Reading *reading = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = tc_desk_read_tray_finish (self, result, &error);
  guint hidden = entries ? reading->hidden : self->hidden;

  /* The desk was stopped. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error)
    g_warning ("counting what the tray keeps for others: %s", error->message);
  g_clear_object (&self->counting_hidden);
  if (self->hidden_again) {
    tc_desk_count_hidden (self);
    return;
  }
  if (self->hidden == hidden)
    return;
  self->hidden = hidden;
  g_object_notify (G_OBJECT (self), "attention-hidden");
}

void
tc_desk_count_hidden (TcDesk *self)
{
  self->hidden_again = self->counting_hidden != NULL;
  if (self->counting_hidden)
    return;
  self->counting_hidden = g_cancellable_new ();
  tc_desk_read_tray_async (self, FALSE, self->counting_hidden, hidden_counted_cb, NULL);
}

guint
tc_desk_get_attention_hidden (TcDesk *self)
{
  return MIN (self->hidden, self->status.attention);
}

/* (nullable): nobody is signed in, which has been answered. */
static GTask *
begin (TcDesk *self, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);

  return tc_desk_has_maker (self, task, self->person_id) ? g_steal_pointer (&task) : NULL;
}

void
tc_desk_resend_async (TcDesk *self, gint64 seq, GVariant *args, GAsyncReadyCallback callback,
                      gpointer data)
{
  g_autoptr (GVariant) sent = args ? g_variant_ref_sink (args) : NULL;
  g_autoptr (GTask) task = tc_desk_begin_act (self, NULL, sent, NULL, callback, data);

  if (tc_desk_has_maker (self, task, self->person_id))
    tc_replica_worker_resend_async (self->worker, seq, sent, self->person_id, self->session_id,
                                    tc_desk_answered_cb, g_steal_pointer (&task));
}

void
tc_desk_try_async (TcDesk *self, gint64 seq, GVariant *args, GAsyncReadyCallback callback,
                   gpointer data)
{
  g_autoptr (GVariant) sent = args ? g_variant_ref_sink (args) : NULL;
  GTask *task = begin (self, callback, data);

  if (task)
    tc_replica_worker_try_async (self->worker, seq, sent, self->person_id, self->session_id,
                                 tc_desk_answered_cb, task);
}

void
tc_desk_set_aside_async (TcDesk *self, GArray *seqs, const char *text, GAsyncReadyCallback callback,
                         gpointer data)
{
  GTask *task = begin (self, callback, data);

  if (task)
    tc_replica_worker_set_aside_async (self->worker, seqs, text, self->person_id,
                                       tc_desk_answered_cb, task);
}

void
tc_desk_take_back_async (TcDesk *self, GArray *seqs, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = begin (self, callback, data);

  if (task)
    tc_replica_worker_take_back_async (self->worker, seqs, tc_desk_answered_cb, task);
}

TcVerdict *
tc_desk_settle_finish (TcDesk *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* What waits. */

guint
tc_desk_count_idle (TcDesk *self)
{
  return self->status.idle;
}

guint
tc_desk_count_deferred (TcDesk *self)
{
  return self->status.deferred;
}

GHashTable *
tc_desk_get_waiting (TcDesk *self)
{
  return self->waiting;
}

GHashTable *
tc_desk_get_provisional (TcDesk *self)
{
  return self->provisional;
}

GPtrArray *
tc_desk_get_undecided (TcDesk *self)
{
  return self->undecided;
}

/* @also: (nullable): of @ids, those alone that it has as well. TRUE if @shown changed */
static gboolean
show (GHashTable **shown, const GArray *ids, GHashTable *also)
{
  GHashTable *next = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  guint before = g_hash_table_size (*shown);
  gboolean changed = FALSE;

  for (guint i = 0; ids && i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);

    if (also && !g_hash_table_contains (also, &id))
      continue;
    changed |= !g_hash_table_contains (*shown, &id);
    g_hash_table_add (next, g_memdup2 (&id, sizeof id));
  }
  changed |= g_hash_table_size (next) != before;
  g_hash_table_unref (*shown);
  *shown = next;
  return changed;
}

static gboolean
on_waiting_cb (gpointer data)
{
  TcDesk *self = data;
  g_autoptr (GArray) ids = g_steal_pointer (&self->waiting_ids);
  g_autoptr (GArray) provisional = g_steal_pointer (&self->provisional_ids);
  gboolean changed = show (&self->waiting, ids, NULL);

  self->waiting_source = 0;
  changed |= show (&self->provisional, provisional, NULL);
  if (changed)
    g_signal_emit_by_name (self, "waiting-changed");
  return G_SOURCE_REMOVE;
}

void
tc_desk_take_waiting (TcDesk *self, GArray *ids, GArray *provisional, GPtrArray *undecided)
{
  g_autoptr (GHashTable) waiting = g_hash_table_ref (self->waiting);
  g_autoptr (GHashTable) others = g_hash_table_ref (self->provisional);
  gboolean changed = self->undecided->len > 0 || undecided->len > 0;

  g_ptr_array_unref (self->undecided);
  self->undecided = g_ptr_array_ref (undecided);
  changed |= show (&self->waiting, ids, waiting);

  g_clear_pointer (&self->waiting_ids, g_array_unref);
  g_clear_pointer (&self->provisional_ids, g_array_unref);
  changed |= show (&self->provisional, provisional, others);
  if (changed)
    g_signal_emit_by_name (self, "waiting-changed");
  if (ids->len == 0 && provisional->len == 0) {
    g_clear_handle_id (&self->waiting_source, g_source_remove);
    return;
  }
  self->waiting_ids = g_array_ref (ids);
  self->provisional_ids = g_array_ref (provisional);
  if (!self->waiting_source)
    self->waiting_source = g_timeout_add (WAITING_MS, on_waiting_cb, self);
}
