/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The replica's thread; see the header. What it tells is in tc-replica-worker-events.c.
 *
 * DESIGN: as in the server's hub worker, small records with the function that carries them out go
 * to the thread, and others come back and are carried out together in one turn of the main loop.
 */
#include "tc-replica-worker-private.h"

#include "tc-field-proposal.h"
#include "tc-incident-queries.h"
#include "tc-incident-text.h"
#include "tc-limits.h"
#include "tc-steady-clock.h"

#include <unistd.h>

/* The window goes first, the pictures of cameras last. */
#define NICE 4
#define IDLE_US TC_US_PER_S
/* Of history, in one transaction: some milliseconds. */
#define SLICE_BYTES (128 * 1024)
/* Reports that are learnt from, incidents that are read into the index of words, at once: likewise.
 */
#define LEARN_REPORTS 16
#define TEXT_ROWS 256
/* Between two such slices, so that it is no burden. */
#define BEHIND_REST_US 2000
/* What was found sound is not looked through again for so long. */
#define EXAMINE_US (60 * TC_US_PER_S)

G_DEFINE_FINAL_TYPE (TcReplicaWorker, tc_replica_worker, G_TYPE_OBJECT)

/* A note that nobody carries out any more; who waits for it is told. */
static void
discard (TcNote *note)
{
  if (note->task && !g_task_get_completed (note->task))
    g_task_return_new_error (note->task, TC_ERROR, TC_ERROR_BUSY, "the database is closed");
  tc_note_free (note);
}

static void
drain (GAsyncQueue *queue)
{
  TcNote *note;

  while ((note = g_async_queue_try_pop (queue)))
    discard (note);
}

/* Gives a question to the thread, or says that it is gone. */
void
tc_replica_worker_push_question (TcReplicaWorker *self, TcNote *note)
{
  if (self->thread)
    g_async_queue_push (self->commands, note);
  else
    discard (note);
}

/* Faults, on the thread. */

/* The operation in doubt is in the outbox, or was never kept. */
static void
answer_doubt (TcReplicaWorker *self)
{
  g_autoptr (TcNote) note = g_steal_pointer (&self->doubt);
  TcReplica *replica = tc_replica_store_get (self->store);

  if (!note)
    return;
  if (!tc_replica_has_pending (replica, self->doubt_id)) {
    g_task_return_error (note->task, g_steal_pointer (&self->doubt_error));
    return;
  }
  g_clear_error (&self->doubt_error);
  g_task_return_pointer (note->task, g_new0 (TcVerdict, 1), (GDestroyNotify) tc_verdict_free);
}

/* Opens the files if it is time to. Errors are told; one that no time mends is given back. */
static gboolean
try_open (TcReplicaWorker *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  gint64 now_us = g_get_monotonic_time ();
  gint64 clock_us = g_get_real_time ();

  if (now_us < tc_replica_store_get_next_us (self->store))
    return FALSE;
  if (!tc_replica_store_open (self->store, now_us, clock_us,
                              tc_replica_worker_next_id (clock_us, self), &local)) {
    tc_replica_worker_tell_failed (self, local);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  self->waiting_version = G_MAXUINT64;
  g_mutex_lock (&self->ids_lock);
  self->ids.last = MAX (self->ids.last,
                        tc_replica_get_last_id (tc_replica_store_get (self->store)));
  g_mutex_unlock (&self->ids_lock);
  return TRUE;
}

static void
try_mend (TcReplicaWorker *self)
{
  if (tc_replica_store_get (self->store) || !try_open (self, NULL))
    return;
  answer_doubt (self);
  tc_replica_worker_tell_mended (self);
}

void
tc_replica_worker_take_fault (TcReplicaWorker *self, const GError *error)
{
  self->thread_line = 0;
  tc_replica_store_fail (self->store, error, g_get_monotonic_time ());
  tc_replica_worker_tell_failed (self, error);
}

/* What came doesn't fit, or could not be kept: either way this line is over. */
static void
line_fault (TcReplicaWorker *self, const GError *error)
{
  g_autoptr (TcRefusal) why = NULL;

  if (tc_error_is_store (error)) {
    tc_replica_worker_take_fault (self, error);
    return;
  }
  why = tc_refusal_new ("line.fault", "message", TC_S, error->message, NULL);
  tc_replica_worker_tell_close (why, self);
}

/* Commands: from the main thread to the replica's. */

static void
command_opened (TcReplicaWorker *self, TcNote *note)
{
  if (!tc_replica_store_get (self->store))
    return;
  self->thread_line = note->line;
  tc_replica_line_opened (tc_replica_store_get (self->store));
}

static void
command_closed (TcReplicaWorker *self, TcNote *note)
{
  TcReplica *replica = tc_replica_store_get (self->store);

  self->thread_line = 0;
  if (!replica)
    return;
  tc_replica_line_closed (replica);
  tc_replica_want (replica); /* what lies here already can be loaded */
}

gboolean
tc_replica_worker_is_open_for (TcReplicaWorker *self, GTask *task)
{
  gboolean full = tc_replica_store_is_full (self->store);

  if (tc_replica_store_get (self->store))
    return TRUE;
  g_task_return_new_error (task, TC_ERROR, full ? TC_ERROR_FULL : TC_ERROR_DISK,
                           "the disk of this desk %s", full ? "is full" : "has a fault");
  return FALSE;
}

/* The server has just told its time. */
static void
note_clock (TcReplicaWorker *self, gint64 now_us)
{
  TcReplicaStatus status;

  tc_replica_get_status (tc_replica_store_get (self->store), &status);
  tc_server_clock_set (&self->clock, now_us - status.clock_ahead_us, tc_steady_clock_us ());
}

/* The thread has a line only while it has a replica. */
static void
command_receive (TcReplicaWorker *self, TcNote *note)
{
  g_autoptr (GError) error = NULL;
  gint64 now_us = g_get_real_time ();

  if (note->line != self->thread_line)
    return;
  if (!tc_replica_receive (tc_replica_store_get (self->store), note->bytes, now_us, &error))
    line_fault (self, error);
  else if (tc_line_message_kind (note->bytes) == TC_LINE_CHALLENGE)
    note_clock (self, now_us);
}

static void
command_load_first (TcReplicaWorker *self, TcNote *note)
{
  g_autoptr (GError) error = NULL;

  if (note->line != self->thread_line)
    return;
  if (!tc_replica_load_first (tc_replica_store_get (self->store),
                              (const TcSnapshotFile *) (void *) note->array->data, note->lists,
                              note->parts, &error))
    line_fault (self, error);
}

/* What waits meanwhile comes before the next slice. */
static void
command_load_slice (TcReplicaWorker *self, TcNote *note)
{
  TcReplica *replica = tc_replica_store_get (self->store);
  g_autoptr (GError) error = NULL;

  if (!replica)
    return;
  if (!tc_replica_load_slice (replica, SLICE_BYTES, &error))
    line_fault (self, error);
  else if (tc_replica_is_slicing (replica))
    g_async_queue_push (self->commands, tc_note_new (command_load_slice));
}

/* Whatever line it came over. */
static void
command_load_part (TcReplicaWorker *self, TcNote *note)
{
  TcReplica *replica = tc_replica_store_get (self->store);
  g_autoptr (GError) error = NULL;

  if (!replica)
    return;
  if (!tc_replica_begin_part (replica, note->number, note->actor_id, note->bytes, &error))
    line_fault (self, error);
  else
    command_load_slice (self, note);
}

static void
command_miss_part (TcReplicaWorker *self, TcNote *note)
{
  g_autoptr (GError) error = NULL;

  if (note->line == self->thread_line &&
      !tc_replica_miss_part (tc_replica_store_get (self->store), &error))
    line_fault (self, error);
}

static void
command_load_stick (TcReplicaWorker *self, TcNote *note)
{
  GError *error = NULL;

  if (!tc_replica_worker_is_open_for (self, note->task))
    return;
  if (tc_replica_load_stick (tc_replica_store_get (self->store),
                             (const TcSnapshotFile *) (void *) note->array->data, note->lists,
                             note->parts, &error)) {
    g_task_return_boolean (note->task, TRUE);
    return;
  }
  if (tc_error_is_store (error))
    tc_replica_worker_take_fault (self, error);
  g_task_return_error (note->task, error);
}

static void
command_ask (TcReplicaWorker *self, TcNote *note)
{
  TcReplica *replica = tc_replica_store_get (self->store);
  g_autoptr (TcRefusal) offline = NULL;
  g_autoptr (GVariant) nothing = NULL;

  if (replica && tc_replica_ask (replica, note->number, note->name, note->value))
    return;
  offline = tc_refusal_new ("line.offline", NULL);
  nothing = g_variant_ref_sink (g_variant_new ("a{sv}", NULL));
  tc_replica_worker_tell_reply (note->number, offline, nothing, self);
}

static void
command_examine (TcReplicaWorker *self, TcNote *note)
{
  gint64 now_us = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  if (!tc_replica_store_get (self->store) ||
      (self->examined_us > 0 && now_us - self->examined_us < EXAMINE_US))
    return;
  self->examined_us = now_us;
  if (!tc_replica_store_examine (self->store, &error))
    tc_replica_worker_take_fault (self, error);
}

static void
command_run_outbox (TcReplicaWorker *self, TcNote *note)
{
  GError *error = NULL;
  gpointer result = NULL;

  if (!tc_replica_worker_is_open_for (self, note->task))
    return;
  TcDatabase *db = tc_replica_store_get_outbox (self->store);
  tc_database_begin (db);
  result = note->work (db, note->work_data, NULL, &error);
  if (error) {
    tc_database_rollback (db);
    /* What it was is said by @error. */
    (void) !tc_database_check (db, NULL);
  }
  if (!error && tc_database_commit (db, &error)) {
    g_task_return_pointer (note->task, result, note->result_free);
    return;
  }
  if (result && note->result_free)
    note->result_free (result);
  if (tc_error_is_store (error))
    tc_replica_worker_take_fault (self, error);
  g_task_return_error (note->task, error);
}

/* Lost with the replica, and not kept while its disk has a fault. */
static void
command_keep_look (TcReplicaWorker *self, TcNote *note)
{
  TcDatabase *db = tc_replica_store_get_database (self->store);
  g_autoptr (GError) error = NULL;
  gboolean kept;

  if (!db)
    return;
  tc_database_begin (db);
  kept = tc_incident_similar_keep_look (db, note->name, note->number);
  if (!tc_database_commit (db, &error))
    tc_replica_worker_take_fault (self, error);
  else if (kept)
    tc_replica_worker_tell_own (self, "picture_look");
}

static void
command_stop (TcReplicaWorker *self, TcNote *note)
{
  self->stopping = TRUE;
}

/* The thread. */

typedef struct {
  TcReplicaWorker *worker;
  GAsyncQueue *opened; /* one element: an Opening */
} Start;

typedef struct {
  gboolean ok;
  GError *error; /* (owned) (nullable) */
} Opening;

/* Until something is to be done though nobody asks. */
static guint64
pause_us (TcReplicaWorker *self)
{
  gint64 next_us = tc_replica_store_get_next_us (self->store);

  if (self->behind_left && tc_replica_store_get (self->store))
    return BEHIND_REST_US;
  return (guint64) CLAMP (next_us - g_get_monotonic_time (), 0, IDLE_US);
}

/* Nobody asks for anything: some more reports are learnt from, some more words read for search. */
static void
work_behind (TcReplicaWorker *self)
{
  TcDatabase *db = tc_replica_store_get_database (self->store);
  g_autoptr (GError) error = NULL;

  self->behind_left = FALSE;
  if (!db)
    return;
  tc_database_begin (db);
  self->behind_left = tc_incident_text_step (db, TEXT_ROWS);
  self->behind_left |= tc_field_learn_step (db, LEARN_REPORTS);
  if (!tc_database_commit (db, &error)) {
    self->behind_left = FALSE;
    tc_replica_worker_take_fault (self, error);
  }
}

/* The fault outlives the desk: it is not known, and the next start sends what is there. */
static void
leave_doubt (TcReplicaWorker *self)
{
  if (self->doubt)
    g_task_return_new_error (self->doubt->task, TC_ERROR, TC_ERROR_UNKNOWN, "%s",
                             self->doubt_error->message);
  g_clear_pointer (&self->doubt, tc_note_free);
  g_clear_error (&self->doubt_error);
}

static gpointer
run_thread (gpointer data)
{
  Start *start = data;
  TcReplicaWorker *self = start->worker;
  Opening *opening = g_new0 (Opening, 1);

  /* Of this thread alone, from where its program is. */
  if (nice (NICE) == -1)
    g_debug ("the replica's thread runs beside the window");
  (void) !try_open (self, &opening->error);
  gboolean ok = !opening->error || tc_error_is_store (opening->error);
  opening->ok = ok;
  if (ok)
    g_clear_error (&opening->error);
  g_async_queue_push (start->opened, opening);
  while (ok && !self->stopping) {
    TcNote *note = g_async_queue_timeout_pop (self->commands, pause_us (self));
    gboolean idle = note == NULL && !self->behind_left;

    if (note) {
      note->func (self, note);
      tc_note_free (note);
      self->behind_left = TRUE;
    } else if (self->behind_left) {
      work_behind (self);
    }
    try_mend (self);
    /* Many commands in a row are told of once, at their end. */
    if (g_async_queue_length (self->commands) <= 0)
      tc_replica_worker_tell_waiting (self);
    tc_mailbox_wake (self->events);
    tc_replica_store_tend (self->store, idle);
  }
  leave_doubt (self);
  g_clear_pointer (&self->store, tc_replica_store_free);
  return NULL;
}

TcReplicaWorker *
tc_replica_worker_new (const TcReplicaStoreOptions *options, TcKey *key,
                       const TcReplicaWorkerHooks *hooks, gpointer data, GError **error)
{
  g_autoptr (TcReplicaWorker) self = g_object_new (TC_TYPE_REPLICA_WORKER, NULL);
  g_autoptr (GAsyncQueue) opened = g_async_queue_new ();
  Start start = {self, opened};

  self->key = key;
  self->store = tc_replica_store_new (options, key, &tc_replica_worker_hooks, self);
  tc_id_maker_init (&self->ids, options->replica, 0);
  self->hooks = *hooks;
  self->data = data;
  self->thread = g_thread_new ("replica", run_thread, &start);
  g_autofree Opening *opening = g_async_queue_pop (opened);
  if (opening->ok)
    return g_steal_pointer (&self);
  g_propagate_error (error, opening->error);
  g_clear_pointer (&self->thread, g_thread_join);
  return NULL;
}

void
tc_replica_worker_stop (TcReplicaWorker *self)
{
  if (!self->thread)
    return;
  g_async_queue_push (self->commands, tc_note_new (command_stop));
  g_clear_pointer (&self->thread, g_thread_join);
  drain (self->commands);
}

void
tc_replica_worker_keep_look (TcReplicaWorker *self, const char *hash, gint64 look)
{
  TcNote *note = tc_note_new (command_keep_look);

  note->name = g_strdup (hash);
  note->number = look;
  g_async_queue_push (self->commands, note);
}

void
tc_replica_worker_examine (TcReplicaWorker *self)
{
  g_async_queue_push (self->commands, tc_note_new (command_examine));
}

gint64
tc_replica_worker_make_id (TcReplicaWorker *self)
{
  return tc_replica_worker_next_id (g_get_real_time (), self);
}

void
tc_replica_worker_line_opened (TcReplicaWorker *self)
{
  TcNote *note = tc_note_new (command_opened);

  note->line = ++self->line;
  g_async_queue_push (self->commands, note);
}

void
tc_replica_worker_line_closed (TcReplicaWorker *self)
{
  self->line++;
  g_async_queue_push (self->commands, tc_note_new (command_closed));
}

void
tc_replica_worker_receive (TcReplicaWorker *self, GBytes *message)
{
  TcNote *note = tc_note_new (command_receive);

  note->line = self->line;
  note->bytes = g_bytes_ref (message);
  g_async_queue_push (self->commands, note);
}

void
tc_replica_worker_load_first (TcReplicaWorker *self, GArray *files, GPtrArray *lists,
                              GPtrArray *parts)
{
  TcNote *note = tc_note_new (command_load_first);

  note->line = self->line;
  note->array = g_array_ref (files);
  note->lists = g_ptr_array_ref (lists);
  note->parts = g_ptr_array_ref (parts);
  g_async_queue_push (self->commands, note);
}

void
tc_replica_worker_load_part (TcReplicaWorker *self, gint64 scope, gint64 number, GBytes *bytes)
{
  TcNote *note = tc_note_new (command_load_part);

  note->number = scope;
  note->actor_id = number;
  note->bytes = g_bytes_ref (bytes);
  g_async_queue_push (self->commands, note);
}

void
tc_replica_worker_miss_part (TcReplicaWorker *self)
{
  TcNote *note = tc_note_new (command_miss_part);

  note->line = self->line;
  g_async_queue_push (self->commands, note);
}

void
tc_replica_worker_load_stick_async (TcReplicaWorker *self, GArray *files, GPtrArray *lists,
                                    GPtrArray *parts, GAsyncReadyCallback callback, gpointer data)
{
  TcNote *note = tc_note_new (command_load_stick);

  note->array = g_array_ref (files);
  note->lists = g_ptr_array_ref (lists);
  note->parts = g_ptr_array_ref (parts);
  note->task = g_task_new (self, NULL, callback, data);
  tc_replica_worker_push_question (self, note);
}

gboolean
tc_replica_worker_load_stick_finish (TcReplicaWorker *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
tc_replica_worker_ask (TcReplicaWorker *self, gint64 number, const char *name, GVariant *value)
{
  TcNote *note = tc_note_new (command_ask);

  note->number = number;
  note->name = g_strdup (name);
  note->value = value ? g_variant_ref_sink (value) : NULL;
  g_async_queue_push (self->commands, note);
}

void
tc_replica_worker_run_outbox_async (TcReplicaWorker *self, TcWorkFunc func, gpointer data,
                                    GDestroyNotify data_free, GDestroyNotify result_free,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  TcNote *note = tc_note_new (command_run_outbox);

  note->work = func;
  note->work_data = data;
  note->work_data_free = data_free;
  note->result_free = result_free;
  note->task = g_task_new (self, NULL, callback, user_data);
  tc_replica_worker_push_question (self, note);
}

gpointer
tc_replica_worker_run_outbox_finish (TcReplicaWorker *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
tc_replica_worker_finalize (GObject *object)
{
  TcReplicaWorker *self = TC_REPLICA_WORKER (object);

  tc_replica_worker_stop (self);
  drain (self->commands);
  g_async_queue_unref (self->commands);
  tc_mailbox_free (self->events);
  g_mutex_clear (&self->ids_lock);
  g_clear_pointer (&self->key, tc_key_free);
  G_OBJECT_CLASS (tc_replica_worker_parent_class)->finalize (object);
}

static void
tc_replica_worker_class_init (TcReplicaWorkerClass *class)
{
  G_OBJECT_CLASS (class)->finalize = tc_replica_worker_finalize;
}

static void
tc_replica_worker_init (TcReplicaWorker *self)
{
  self->commands = g_async_queue_new ();
  self->events = tc_mailbox_new (G_OBJECT (self), tc_replica_worker_take_event,
                                 (GDestroyNotify) tc_note_free);
  self->waiting_version = G_MAXUINT64;
  self->behind_left = TRUE;
  g_mutex_init (&self->ids_lock);
}
