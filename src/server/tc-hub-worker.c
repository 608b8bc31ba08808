/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The hub's thread; see the header.
 *
 * DESIGN: two queues of small records, each with the function that carries it out on the other
 * side. Commands go to the hub's thread, which takes all there are before it commits; events come
 * back and are carried out together in one turn of the main loop.
 */
#include "tc-hub-worker-private.h"

#include "tc-limits.h"
#include "tc-schema.h"

/* Of how long commits take, seconds. */
static const double commit_bounds[] = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                       0.1,   0.25,   0.5,   1,    2.5,   0};
/* Commands taken before a commit, so that a flood can't keep it from coming. */
#define TURN_COMMANDS_MAX 1024
#define TICK_US TC_US_PER_S
/* The WAL is moved into the file when it has grown by so many pages: a few when nothing was to do
 * for a tick, and otherwise seldom, since whoever waits for a commit meanwhile waits for it too:
 * what many commits write are mostly the same pages, and those are moved once. It waits, not for
 * ever, until nothing came for a moment, so that what was just committed goes out first. Where
 * commits have many operations somebody waits each time: then it is at once, and not for long. */
#define WAL_PAGES_IDLE 100
#define WAL_PAGES_MANY 2000
#define WAL_PAGES_QUIET 8000
#define WAL_PAGES_MAX 10000
#define WAL_QUIET_US 500
#define OPERATIONS_MANY 8
/* As long as it usually becomes. */
#define WAL_BYTES ((gint64) WAL_PAGES_QUIET * (4096 + 24))
/* Between two commits there is at least this time for each line, so that each gets few frames and
 * big ones when much is done, and what is done seldom goes out at once. */
#define PACE_LINE_US 25
#define PACE_MAX_US 20000
/* With so many lines that it is this long, the next commit also waits while the frames of the last
 * one have not been handed on, for so long at a time; they go out when all are made, for sending
 * them meanwhile would hold up the next. */
#define PACE_MANY_US 2500
#define PACE_AGAIN_US 1000
/* Between two steps of a legal purge. */
#define PURGE_PAUSE_US 2000

static void sink_init (TcOperationSinkInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TcHubWorker, tc_hub_worker, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TC_TYPE_OPERATION_SINK, sink_init))

/* A note that nobody carries out any more; who waits for it is told. */
static void
discard (TcHubNote *note, const char *why)
{
  if (note->task && !g_task_get_completed (note->task))
    g_task_return_new_error (note->task, TC_ERROR, TC_ERROR_BUSY, "%s", why);
  tc_hub_note_free (note);
}

static void
drain (GAsyncQueue *queue)
{
  TcHubNote *note;

  while ((note = g_async_queue_try_pop (queue)))
    discard (note, "the database is closed");
}

/* Commands: from the main thread to the hub's. */

static void
command_open (TcHubWorker *self, TcHubNote *note)
{
  /* The peer's reference; given back when it is closed. */
  note->line->peer = tc_hub_connect (self->hub, tc_hub_line_ref (note->line), g_get_real_time ());
}

static void
command_close (TcHubWorker *self, TcHubNote *note)
{
  if (note->line->peer)
    tc_hub_disconnect (self->hub, g_steal_pointer (&note->line->peer));
  tc_hub_line_unref (note->line);
}

static void
receive (TcHubWorker *self, TcHubNote *note)
{
  int size = (int) g_bytes_get_size (note->bytes);
  TcHubOperations *operations;

  g_atomic_int_add (&note->line->waiting, -size);
  g_atomic_int_add (&self->waiting, -size);
  g_atomic_int_add (&self->operations, -(int) tc_line_message_count_operations (note->bytes));
  if (!note->line->peer)
    return;
  operations = note->job ? tc_signature_job_take (note->job) : NULL;
  if (operations)
    tc_hub_receive_operations (self->hub, note->line->peer, operations);
  else
    tc_hub_receive (self->hub, note->line->peer, note->bytes, g_get_real_time ());
}

/* What a line says keeps its order, but for acknowledgements, which touch nothing else. */
static gboolean
may_take (TcHubWorker *self, const TcHubNote *note)
{
  TcLineKind kind = tc_line_message_kind (note->bytes);
  gboolean brings = kind == TC_LINE_OPERATIONS || kind == TC_LINE_CARRY;

  return kind == TC_LINE_ACK || (note->line->held == 0 && (!brings || !tc_hub_is_full (self->hub)));
}

static void
command_receive (TcHubWorker *self, TcHubNote *note)
{
  TcHubNote *held;

  if (may_take (self, note)) {
    receive (self, note);
    return;
  }
  held = tc_hub_note_new (command_receive, note->line);
  held->bytes = g_steal_pointer (&note->bytes);
  held->job = g_steal_pointer (&note->job);
  note->line->held++;
  g_queue_push_tail (&self->held, held);
}

/* As far as there is room for it now. */
static void
take_held (TcHubWorker *self)
{
  TcHubNote *note;

  while (!self->failed && !tc_hub_is_full (self->hub) && (note = g_queue_pop_head (&self->held))) {
    note->line->held--;
    receive (self, note);
    tc_hub_note_free (note);
  }
}

static void
command_reply (TcHubWorker *self, TcHubNote *note)
{
  if (note->line->peer)
    tc_hub_reply (self->hub, note->line->peer, note->number, note->refusal, note->value);
}

static void
command_notify (TcHubWorker *self, TcHubNote *note)
{
  if (note->line->peer)
    tc_hub_notify (self->hub, note->line->peer, note->name, note->value);
}

static void
command_offer (TcHubWorker *self, TcHubNote *note)
{
  if (note->line->peer)
    tc_hub_offer (self->hub, note->line->peer, &note->position, note->array);
}

static void
on_verdict_cb (const TcVerdict *verdict, const GError *error, gpointer data)
{
  g_autoptr (GTask) task = data;

  if (error) {
    g_task_return_error (task, g_error_copy (error));
    return;
  }
  TcVerdict *copy = g_new0 (TcVerdict, 1);
  copy->lsn = verdict->lsn;
  copy->refusal = tc_refusal_copy (verdict->refusal);
  g_task_return_pointer (task, copy, (GDestroyNotify) tc_verdict_free);
}

static void
command_submit (TcHubWorker *self, TcHubNote *note)
{
  g_atomic_int_add (&self->operations, -1);
  tc_hub_submit (self->hub, note->type, note->value, note->record.made_us ? &note->record : NULL,
                 g_get_real_time (), on_verdict_cb, g_steal_pointer (&note->task));
}

static void
command_forget_file (TcHubWorker *self, TcHubNote *note)
{
  if (!self->plug)
    tc_hub_forget_purged_file (self->hub, note->name);
}

static void
command_stop (TcHubWorker *self, TcHubNote *note)
{
  self->stopping = TRUE;
}

/* The hub's thread. */

static gboolean
open_hub (TcHubWorker *self, TcDatabase **db, GError **error)
{
  static const TcSchemaSet *const server_sets[] = {&tc_schema_state, &tc_schema_server, NULL};
  const TcSchemaSet *const *sets = self->plug ? self->plug->sets : server_sets;

  *db = tc_database_open (self->path, TC_DATABASE_WRITER | TC_DATABASE_FULL, error);
  if (!*db || !tc_schema_migrate (*db, sets, error))
    return FALSE;
  tc_database_reserve_wal (*db, WAL_BYTES);
  self->mark = tc_execution_mark_open (*db, TRUE, error);
  if (!self->mark)
    return FALSE;
  if (self->plug) {
    self->hub = tc_hub_worker_open_plug (self, *db, error);
    return self->hub != NULL;
  }
  self->hub = tc_hub_new (*db, self->key, &tc_hub_worker_hooks, self, g_get_real_time (), error);
  if (!self->hub)
    return FALSE;
  tc_id_maker_init (&self->ids, TC_REPLICA_SERVER, tc_hub_get_last_id (self->hub));
  if (!tc_hub_begin_epoch (self->hub, g_get_real_time (), error) ||
      !tc_hub_add_scopes (self->hub, g_get_real_time (), error))
    return FALSE;
  tc_hub_get_position (self->hub, &self->position);
  self->closed_lsn = tc_hub_get_closed_lsn (self->hub);
  return TRUE;
}

static gint64
line_pace_us (TcHubWorker *self)
{
  return MIN (PACE_MAX_US, tc_hub_get_peers (self->hub) * PACE_LINE_US);
}

/* Until the next commit may be, or how long to wait for work. */
static gint64
pause_us (TcHubWorker *self)
{
  if (self->failed || !tc_hub_has_work (self->hub))
    return self->purging ? PURGE_PAUSE_US : self->wal_due && !self->failed ? WAL_QUIET_US : TICK_US;
  gint64 pace_us = line_pace_us (self);
  gint64 passed_us = g_get_monotonic_time () - self->flushed_us;
  if (pace_us >= PACE_MANY_US && passed_us >= pace_us && passed_us < PACE_MAX_US &&
      !tc_mailbox_is_empty (self->events))
    return PACE_AGAIN_US;
  return CLAMP (pace_us - passed_us, 0, TICK_US);
}

/* FALSE if there were none for as long as that. */
static gboolean
take_commands (TcHubWorker *self, gint64 wait_us)
{
  TcHubNote *note = wait_us > 0 ? g_async_queue_timeout_pop (self->commands, (guint64) wait_us)
                                : g_async_queue_try_pop (self->commands);
  gboolean any = note != NULL;

  for (guint n = 0; note; n++) {
    if (!self->failed)
      note->func (self, note);
    else if (note->func == command_stop)
      self->stopping = TRUE;
    else if (note->task)
      g_task_return_new_error (note->task, TC_ERROR, TC_ERROR_STORE, "the database has failed");
    tc_hub_note_free (note);
    note = n < TURN_COMMANDS_MAX ? g_async_queue_try_pop (self->commands) : NULL;
  }
  return any;
}

/* Operations of the minute that runs, and of the one before it. */
static void
count_minute (TcHubWorker *self, guint64 settled)
{
  gint64 minute = g_get_monotonic_time () / (60 * TC_US_PER_S);

  if (minute != self->minute) {
    self->last_minute = minute == self->minute + 1 ? settled - self->minute_began_at : 0;
    self->minute_began_at = settled;
    self->minute = minute;
  }
}

static void
flush (TcHubWorker *self)
{
  GError *error = NULL;
  TcHubCounts before, after;

  tc_hub_get_counts (self->hub, &before);
  count_minute (self, before.accepted + before.refused);
  self->flushed_us = g_get_monotonic_time ();
  if (!tc_hub_flush (self->hub, g_get_real_time (), &error)) {
    tc_hub_worker_fail (self, error);
    return;
  }
  tc_hub_get_counts (self->hub, &after);
  self->committed = after.accepted + after.refused - before.accepted - before.refused;
  if (after.commits > before.commits)
    tc_histogram_add (&self->commits,
                      (double) (g_get_monotonic_time () - self->flushed_us) / TC_US_PER_S);
}

void
tc_hub_stats_free (TcHubStats *stats)
{
  if (!stats)
    return;
  tc_histogram_clear (&stats->commits);
  g_array_unref (stats->peers);
  g_free (stats);
}

static void
command_stats (TcHubWorker *self, TcHubNote *note)
{
  TcHubStats *stats = g_new0 (TcHubStats, 1);

  tc_hub_get_counts (self->hub, &stats->counts);
  count_minute (self, stats->counts.accepted + stats->counts.refused);
  stats->per_minute = (guint) self->last_minute;
  tc_hub_get_position (self->hub, &stats->position);
  tc_histogram_copy (&stats->commits, &self->commits);
  stats->waiting = stats->counts.waiting + (guint) g_atomic_int_get (&self->operations);
  stats->peers = tc_hub_list_peers (self->hub);
  g_task_return_pointer (note->task, stats, (GDestroyNotify) tc_hub_stats_free);
}

/* @idle_us: nothing came for so long. */
static void
move_wal (TcHubWorker *self, TcDatabase *db, gint64 idle_us)
{
  int pages = tc_database_get_wal_pages (db);
  gboolean many = self->committed >= OPERATIONS_MANY;
  int most = idle_us >= TICK_US ? WAL_PAGES_IDLE : many ? WAL_PAGES_MANY : WAL_PAGES_QUIET;

  /* It begins anew once all of it was moved and nobody reads it. */
  if (pages > 0 && pages < self->wal_pages)
    self->wal_pages = 0;
  int grown = pages - self->wal_pages;
  self->wal_due = grown > most;
  if (!self->wal_due || (idle_us == 0 && !many && grown <= WAL_PAGES_MAX))
    return;
  tc_database_checkpoint (db);
  self->wal_pages = pages;
  self->wal_due = FALSE;
}

static void
tick (TcHubWorker *self, gint64 now_us)
{
  GError *error = NULL;
  gboolean ok;

  tc_hub_tick (self->hub, now_us);
  if (self->plug)
    ok = self->plug->tick (now_us, self->plug_data, &error);
  else
    ok = tc_hub_horizon_tend (&self->horizon, self->hub, now_us, &error);
  if (!ok)
    tc_hub_worker_fail (self, error);
}

static void
tend_purges (TcHubWorker *self, gint64 now_us)
{
  GError *error = NULL;

  if (!tc_hub_tend_purges (self->hub, now_us, &self->purging, &error))
    tc_hub_worker_fail (self, error);
}

static void
tend (TcHubWorker *self, TcDatabase *db, gint64 idle_us)
{
  gint64 now_us = g_get_real_time ();

  if (!self->failed && tc_hub_has_work (self->hub) && (self->stopping || pause_us (self) == 0))
    flush (self);
  take_held (self);
  tc_mailbox_wake (self->events);
  self->woken = line_pace_us (self) >= PACE_MANY_US;
  if (self->failed)
    return;
  if (now_us - self->ticked_us >= TICK_US) {
    tick (self, now_us);
    self->ticked_us = now_us;
    tc_mailbox_wake (self->events);
  }
  if (!self->failed && !self->stopping)
    tend_purges (self, now_us);
  move_wal (self, db, idle_us);
}

typedef struct {
  TcHubWorker *worker;
  GAsyncQueue *opened; /* one element: an Opening */
} Start;

typedef struct {
  gboolean ok;
  GError *error; /* (owned) (nullable) */
} Opening;

static gpointer
run_thread (gpointer data)
{
  Start *start = data;
  TcHubWorker *self = start->worker;
  g_autoptr (TcDatabase) db = NULL;
  Opening *opening = g_new0 (Opening, 1);

  opening->ok = open_hub (self, &db, &opening->error);
  gboolean ok = opening->ok;
  g_async_queue_push (start->opened, opening);
  while (ok && (!self->stopping || (!self->failed && tc_hub_has_work (self->hub)))) {
    gint64 wait_us = self->stopping ? 0 : pause_us (self);
    gboolean busy = take_commands (self, wait_us) || tc_hub_has_work (self->hub);

    tend (self, db, busy ? 0 : wait_us);
  }
  g_queue_clear_full (&self->held, (GDestroyNotify) tc_hub_note_free);
  if (self->plug)
    self->plug->close (self->plug_data);
  else
    tc_hub_free (self->hub);
  self->hub = NULL;
  g_clear_pointer (&self->mark, tc_execution_mark_close);
  return NULL;
}

TcHubWorker *
tc_hub_worker_start (TcHubWorker *made, const char *path, const TcHubWorkerHooks *hooks,
                     gpointer data, GError **error)
{
  g_autoptr (TcHubWorker) self = made;
  g_autoptr (GAsyncQueue) opened = g_async_queue_new ();
  Start start = {self, opened};

  self->path = g_strdup (path);
  self->hooks = *hooks;
  self->data = data;
  self->thread = g_thread_new ("hub", run_thread, &start);
  g_autofree Opening *opening = g_async_queue_pop (opened);
  if (opening->ok)
    return g_steal_pointer (&self);
  g_propagate_error (error, opening->error);
  g_clear_pointer (&self->thread, g_thread_join);
  return NULL;
}

TcHubWorker *
tc_hub_worker_new (const char *path, TcKey *key, const TcHubWorkerHooks *hooks, gpointer data,
                   GError **error)
{
  TcHubWorker *self = g_object_new (TC_TYPE_HUB_WORKER, NULL);

  self->key = key;
  self->server_key = *tc_key_get_public (key);
  return tc_hub_worker_start (self, path, hooks, data, error);
}

void
tc_hub_worker_stop (TcHubWorker *self)
{
  if (self->thread) {
    g_async_queue_push (self->commands, tc_hub_note_new (command_stop, NULL));
    g_clear_pointer (&self->thread, g_thread_join);
  }
  /* Also what another thread has sent since it was stopped before. */
  drain (self->commands);
}

const TcKey *
tc_hub_worker_get_key (TcHubWorker *self)
{
  return self->key;
}

const TcPublicKey *
tc_hub_worker_get_public_key (TcHubWorker *self)
{
  return &self->server_key;
}

void
tc_hub_worker_prove_session (TcHubWorker *self, TcSessionProof *proof)
{
  tc_session_proof_sign (proof, self->key);
}

void
tc_hub_worker_get_position (TcHubWorker *self, TcPosition *position)
{
  *position = self->position;
}

void
tc_hub_worker_set_purged (TcHubWorker *self, TcHubPurgedFunc func, gpointer data)
{
  self->purged = func;
  self->purged_data = data;
}

gint64
tc_hub_worker_get_closed_lsn (TcHubWorker *self)
{
  return self->closed_lsn;
}

void
tc_hub_worker_forget_purged_file (TcHubWorker *self, const char *hash)
{
  TcHubNote *note = tc_hub_note_new (command_forget_file, NULL);

  note->name = g_strdup (hash);
  g_async_queue_push (self->commands, note);
}

TcHubHorizon *
tc_hub_worker_get_horizon (TcHubWorker *self)
{
  return &self->horizon;
}

TcHubLine *
tc_hub_worker_open_line (TcHubWorker *self, gpointer line_data)
{
  TcHubLine *line = g_new0 (TcHubLine, 1);

  line->refs = 1;
  line->data = line_data;
  g_async_queue_push (self->commands, tc_hub_note_new (command_open, line));
  return line;
}

void
tc_hub_worker_close_line (TcHubWorker *self, TcHubLine *line)
{
  line->closed = TRUE;
  g_async_queue_push (self->commands, tc_hub_note_new (command_close, line));
  tc_hub_line_unref (line);
}

/* While the hub's thread waits for something to do it checks signatures itself: to wake up another
 * would take longer. */
static TcSignatureJob *
start_checking (TcHubWorker *self, TcHubLine *line, GBytes *message)
{
  const guint8 *data = g_bytes_get_data (message, NULL);

  if (g_bytes_get_size (message) == 0 || data[0] != TC_LINE_OPERATIONS ||
      !g_atomic_int_get (&line->welcome) || g_async_queue_length (self->commands) < 0)
    return NULL;
  return tc_signature_job_new (self->pool, message, &line->key);
}

void
tc_hub_worker_receive (TcHubWorker *self, TcHubLine *line, GBytes *message)
{
  int size = (int) g_bytes_get_size (message);
  int waiting = g_atomic_int_get (&line->waiting);
  TcHubNote *note;

  if (waiting > TC_HUB_LINE_BYTES_MAX || (waiting + size > TC_HUB_LINE_PART_BYTES &&
                                          g_atomic_int_get (&self->waiting) > TC_HUB_BYTES_MAX)) {
    self->hooks.drop (line->data, self->data);
    return;
  }
  g_atomic_int_add (&line->waiting, size);
  g_atomic_int_add (&self->waiting, size);
  g_atomic_int_add (&self->operations, (int) tc_line_message_count_operations (message));
  note = tc_hub_note_new (command_receive, line);
  note->bytes = g_bytes_ref (message);
  note->job = start_checking (self, line, message);
  g_async_queue_push (self->commands, note);
}

void
tc_hub_worker_reply (TcHubWorker *self, TcHubLine *line, gint64 number, const TcRefusal *refusal,
                     GVariant *value)
{
  TcHubNote *note = tc_hub_note_new (command_reply, line);

  note->number = number;
  note->refusal = tc_refusal_copy (refusal);
  note->value = value ? g_variant_ref_sink (value) : NULL;
  g_async_queue_push (self->commands, note);
}

void
tc_hub_worker_notify (TcHubWorker *self, TcHubLine *line, const char *name, GVariant *value)
{
  TcHubNote *note = tc_hub_note_new (command_notify, line);

  note->name = g_strdup (name);
  note->value = value ? g_variant_ref_sink (value) : NULL;
  g_async_queue_push (self->commands, note);
}

void
tc_hub_worker_offer (TcHubWorker *self, TcHubLine *line, const TcPosition *position, GArray *files)
{
  TcHubNote *note = tc_hub_note_new (command_offer, line);

  note->position = *position;
  note->array = g_array_ref (files);
  g_async_queue_push (self->commands, note);
}

void
tc_hub_worker_get_stats_async (TcHubWorker *self, GAsyncReadyCallback callback, gpointer data)
{
  TcHubNote *note = tc_hub_note_new (command_stats, NULL);

  note->task = g_task_new (self, NULL, callback, data);
  if (self->thread)
    g_async_queue_push (self->commands, note);
  else
    discard (note, "the database is closed");
}

TcHubStats *
tc_hub_worker_get_stats_finish (TcHubWorker *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gint64
sink_make_id (TcOperationSink *sink)
{
  return tc_hub_worker_make_id (g_get_real_time (), TC_HUB_WORKER (sink));
}

void
tc_hub_worker_record_async (TcHubWorker *self, const TcOperationType *type, gconstpointer args,
                            const TcRecord *record, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data)
{
  TcHubNote *note = tc_hub_note_new (command_submit, NULL);

  if (record)
    note->record = *record;
  note->type = type;
  note->value = g_variant_ref_sink (tc_args_encode (type, args));
  note->task = g_task_new (self, cancellable, callback, data);
  /* It can't be taken back once it is on its way. */
  g_task_set_check_cancellable (note->task, FALSE);
  if (self->plug) {
    g_task_return_new_error (note->task, TC_ERROR, TC_ERROR_DENIED,
                             "this is a relay, and decides nothing: ask the province's server");
    tc_hub_note_free (note);
    return;
  }
  if (!self->thread)
    discard (note, "the database is closed");
  else if (g_async_queue_length (self->commands) >= TC_HUB_COMMANDS_MAX)
    discard (note, "too much is waiting for the database");
  else {
    g_atomic_int_add (&self->operations, 1);
    g_async_queue_push (self->commands, note);
  }
}

static void
sink_submit_async (TcOperationSink *sink, const TcOperationType *type, gconstpointer args,
                   GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  tc_hub_worker_record_async (TC_HUB_WORKER (sink), type, args, NULL, cancellable, callback, data);
}

static TcVerdict *
sink_submit_finish (TcOperationSink *sink, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
sink_init (TcOperationSinkInterface *interface)
{
  interface->make_id = sink_make_id;
  interface->submit_async = sink_submit_async;
  interface->submit_finish = sink_submit_finish;
}

static void
tc_hub_worker_finalize (GObject *object)
{
  TcHubWorker *self = TC_HUB_WORKER (object);

  tc_hub_worker_stop (self);
  g_async_queue_unref (self->commands);
  tc_mailbox_free (self->events);
  tc_signature_pool_free (self->pool);
  g_mutex_clear (&self->ids_lock);
  tc_histogram_clear (&self->commits);
  tc_hub_horizon_clear (&self->horizon);
  g_clear_pointer (&self->key, tc_key_free);
  g_free (self->path);
  G_OBJECT_CLASS (tc_hub_worker_parent_class)->finalize (object);
}

static void
tc_hub_worker_class_init (TcHubWorkerClass *class)
{
  G_OBJECT_CLASS (class)->finalize = tc_hub_worker_finalize;
}

static void
tc_hub_worker_init (TcHubWorker *self)
{
  self->commands = g_async_queue_new ();
  self->events = tc_mailbox_new (G_OBJECT (self), tc_hub_worker_take_event,
                                 (GDestroyNotify) tc_hub_note_free);
  self->pool = tc_signature_pool_new ();
  g_queue_init (&self->held);
  g_mutex_init (&self->ids_lock);
  tc_histogram_init (&self->commits, commit_bounds);
  tc_hub_horizon_init (&self->horizon);
}
