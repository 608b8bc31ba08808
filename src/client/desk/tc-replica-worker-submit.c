/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person does, on the replica's thread: operations, and what becomes of those that were
 * refused; see tc-replica-worker-private.h.
 */
#include "tc-replica-worker-private.h"

#include "tc-error.h"
#include "tc-steady-clock.h"

/* ---- on the thread ---- */

/* Of what is done now. */
static gint64
get_time (TcReplicaWorker *self)
{
  return tc_server_clock_read (&self->clock, g_get_real_time (), tc_steady_clock_us ());
}

/* Of work that made an operation: after a fault it is answered once it is known what became of it.
 * */
static void
return_verdict (TcReplicaWorker *self, TcNote *note, TcVerdict *verdict, GError *error)
{
  if (!error) {
    g_task_return_pointer (note->task, verdict, (GDestroyNotify) tc_verdict_free);
    return;
  }
  if (!tc_error_is_store (error)) {
    g_task_return_error (note->task, error);
    return;
  }
  self->doubt = tc_note_new (note->func);
  self->doubt->task = g_object_ref (note->task);
  self->doubt_id = tc_replica_get_doubt (tc_replica_store_get (self->store));
  tc_replica_worker_take_fault (self, error);
  self->doubt_error = g_error_new (
      TC_ERROR, tc_replica_store_is_full (self->store) ? TC_ERROR_FULL : TC_ERROR_DISK,
      "the operation was not kept: %s", error->message);
  g_error_free (error);
}

static void
command_submit (TcReplicaWorker *self, TcNote *note)
{
  GError *error = NULL;

  if (!tc_replica_worker_is_open_for (self, note->task))
    return;
  TcVerdict *verdict = tc_replica_submit (tc_replica_store_get (self->store), note->type,
                                          note->value, note->actor_id, note->session_id,
                                          get_time (self), &error);
  return_verdict (self, note, verdict, error);
}

static void
command_insist (TcReplicaWorker *self, TcNote *note)
{
  GError *error = NULL;

  if (!tc_replica_worker_is_open_for (self, note->task))
    return;
  TcVerdict *verdict = tc_replica_insist (tc_replica_store_get (self->store), note->type,
                                          note->value, note->actor_id, note->session_id,
                                          get_time (self), &error);
  return_verdict (self, note, verdict, error);
}

static void
return_settled (TcReplicaWorker *self, TcNote *note, gboolean ok, GError *error)
{
  if (ok) {
    g_task_return_pointer (note->task, g_new0 (TcVerdict, 1), (GDestroyNotify) tc_verdict_free);
    return;
  }
  if (tc_error_is_store (error))
    tc_replica_worker_take_fault (self, error);
  g_task_return_error (note->task, error);
}

static void
command_set_aside (TcReplicaWorker *self, TcNote *note)
{
  GError *error = NULL;
  gboolean ok = tc_replica_worker_is_open_for (self, note->task) &&
                tc_replica_set_aside (tc_replica_store_get (self->store), note->array,
                                      note->actor_id, note->name, get_time (self), &error);

  if (ok || error)
    return_settled (self, note, ok, error);
}

static void
command_take_back (TcReplicaWorker *self, TcNote *note)
{
  GError *error = NULL;
  gboolean ok = tc_replica_worker_is_open_for (self, note->task) &&
                tc_replica_take_back (tc_replica_store_get (self->store), note->array, &error);

  if (ok || error)
    return_settled (self, note, ok, error);
}

static void
command_resend (TcReplicaWorker *self, TcNote *note)
{
  GError *error = NULL;

  if (!tc_replica_worker_is_open_for (self, note->task))
    return;
  TcVerdict *verdict = tc_replica_resend_as (tc_replica_store_get (self->store), note->number,
                                             note->value, note->actor_id, note->session_id,
                                             get_time (self), &error);
  return_verdict (self, note, verdict, error);
}

static void
command_try (TcReplicaWorker *self, TcNote *note)
{
  GError *error = NULL;

  if (!tc_replica_worker_is_open_for (self, note->task))
    return;
  TcVerdict *verdict = tc_replica_try (tc_replica_store_get (self->store), note->number,
                                       note->value, note->actor_id, note->session_id,
                                       get_time (self), &error);
  if (verdict) {
    g_task_return_pointer (note->task, verdict, (GDestroyNotify) tc_verdict_free);
    return;
  }
  if (tc_error_is_store (error))
    tc_replica_worker_take_fault (self, error);
  g_task_return_error (note->task, error);
}

/* ---- asked for ---- */

static void
push_submission (TcReplicaWorker *self, TcNote *note, const TcOperationType *type,
                 gconstpointer args, gint64 actor_id, gint64 session_id)
{
  g_autoptr (GVariant) typed = g_variant_ref_sink (tc_args_encode (type, args));

  note->type = type;
  note->value = g_variant_ref_sink (tc_args_clean (type, typed));
  note->actor_id = actor_id;
  note->session_id = session_id;
  /* What was done is done, whether or not somebody still waits for the answer. */
  g_task_set_check_cancellable (note->task, FALSE);
  tc_replica_worker_push_question (self, note);
}

void
tc_replica_worker_submit_async (TcReplicaWorker *self, const TcOperationType *type,
                                gconstpointer args, gint64 actor_id, gint64 session_id,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer data)
{
  TcNote *note = tc_note_new (command_submit);

  note->task = g_task_new (self, cancellable, callback, data);
  push_submission (self, note, type, args, actor_id, session_id);
}

void
tc_replica_worker_insist_async (TcReplicaWorker *self, const TcOperationType *type,
                                gconstpointer args, gint64 actor_id, gint64 session_id,
                                GAsyncReadyCallback callback, gpointer data)
{
  TcNote *note = tc_note_new (command_insist);

  note->task = g_task_new (self, NULL, callback, data);
  push_submission (self, note, type, args, actor_id, session_id);
}

TcVerdict *
tc_replica_worker_submit_finish (TcReplicaWorker *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static TcNote *
note_of_entry (TcReplicaWorker *self, TcNoteFunc func, gint64 seq, gint64 actor_id,
               GAsyncReadyCallback callback, gpointer data)
{
  TcNote *note = tc_note_new (func);

  note->number = seq;
  note->actor_id = actor_id;
  note->task = g_task_new (self, NULL, callback, data);
  return note;
}

void
tc_replica_worker_resend_async (TcReplicaWorker *self, gint64 seq, GVariant *args, gint64 actor_id,
                                gint64 session_id, GAsyncReadyCallback callback, gpointer data)
{
  TcNote *note = note_of_entry (self, command_resend, seq, actor_id, callback, data);

  note->session_id = session_id;
  note->value = args ? g_variant_ref_sink (args) : NULL;
  tc_replica_worker_push_question (self, note);
}

void
tc_replica_worker_try_async (TcReplicaWorker *self, gint64 seq, GVariant *args, gint64 actor_id,
                             gint64 session_id, GAsyncReadyCallback callback, gpointer data)
{
  TcNote *note = note_of_entry (self, command_try, seq, actor_id, callback, data);

  note->session_id = session_id;
  note->value = args ? g_variant_ref_sink (args) : NULL;
  tc_replica_worker_push_question (self, note);
}

void
tc_replica_worker_set_aside_async (TcReplicaWorker *self, GArray *seqs, const char *text,
                                   gint64 actor_id, GAsyncReadyCallback callback, gpointer data)
{
  TcNote *note = note_of_entry (self, command_set_aside, 0, actor_id, callback, data);

  note->array = g_array_ref (seqs);
  note->name = g_strdup (text);
  tc_replica_worker_push_question (self, note);
}

void
tc_replica_worker_take_back_async (TcReplicaWorker *self, GArray *seqs,
                                   GAsyncReadyCallback callback, gpointer data)
{
  TcNote *note = note_of_entry (self, command_take_back, 0, 0, callback, data);

  note->array = g_array_ref (seqs);
  tc_replica_worker_push_question (self, note);
}
