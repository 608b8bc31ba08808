/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The replica's thread; see the header.
 *
 * DESIGN: as in the server's hub worker, small records with the function that carries them out go
 * to the thread, and others come back and are carried out together in one turn of the main loop.
 */
#include "tc-replica-worker.h"

#include "tc-id.h"
#include "tc-limits.h"

#include <errno.h>
#include <glib/gstdio.h>

/* The WAL is moved into the file when there is nothing to do, or past this many pages. */
#define WAL_PAGES_IDLE 100
#define WAL_PAGES_MAX 4096
#define IDLE_US TC_US_PER_S
/* Of the replica as it was before the server was restored from a backup. */
#define ARCHIVE_SUFFIX ".before-restore"

typedef struct _Note Note;
typedef void (*NoteFunc) (TcReplicaWorker *self, Note *note);

/* A command or an event; which fields count depends on func. */
struct _Note {
  NoteFunc func;
  guint line;    /* which line it came from or goes to; 0: of none */
  GBytes *bytes; /* (owned) (nullable) */
  gint64 number;
  gint64 actor_id;
  gint64 session_id;
  gboolean flag;
  char *name;                  /* (owned) (nullable) */
  GVariant *value;             /* (owned) (nullable) */
  TcRefusal *refusal;          /* (owned) (nullable) */
  GArray *array;               /* (owned) (nullable) */
  GPtrArray *parts;            /* (owned) (nullable) */
  GHashTable *rows;            /* (owned) (nullable) */
  GTask *task;                 /* (owned) (nullable) */
  const TcOperationType *type; /* (unowned) (nullable): static */
  TcWorkFunc work;
  gpointer work_data; /* (owned): by work_data_free */
  GDestroyNotify work_data_free;
  GDestroyNotify result_free;
  TcReplicaStatus status;
  GError *error; /* (owned) (nullable) */
};

struct _TcReplicaWorker {
  GObject parent;
  GThread *thread;       /* (owned) (nullable) */
  GAsyncQueue *commands; /* (owned) (element-type Note) */
  GAsyncQueue *events;   /* (owned) (element-type Note) */
  GMainContext *context; /* (owned) */
  int wake_pending;      /* atomic */
  char *replica_path;    /* (owned) */
  char *outbox_path;     /* (owned) */
  guint16 number;
  TcPublicKey server_key;
  TcKey *key; /* (owned) */
  TcReplicaWorkerHooks hooks;
  gpointer data;
  guint line; /* main thread: number of the newest line; what came from or goes to others is void */
  GMutex ids_lock;
  TcIdMaker ids;         /* (mutex ids_lock) */
  TcDatabase *db;        /* the thread's */
  TcDatabase *outbox_db; /* the thread's */
  TcReplica *replica;    /* the thread's */
  guint thread_line;     /* the thread's: the line as it knows it; 0: none is open */
  gboolean stopping;     /* the thread's */
};

G_DEFINE_FINAL_TYPE (TcReplicaWorker, tc_replica_worker, G_TYPE_OBJECT)

static Note *
note_new (NoteFunc func)
{
  Note *note = g_new0 (Note, 1);

  note->func = func;
  return note;
}

static void
note_free (Note *note)
{
  g_clear_pointer (&note->bytes, g_bytes_unref);
  g_clear_pointer (&note->name, g_free);
  g_clear_pointer (&note->value, g_variant_unref);
  g_clear_pointer (&note->refusal, tc_refusal_free);
  g_clear_pointer (&note->array, g_array_unref);
  g_clear_pointer (&note->parts, g_ptr_array_unref);
  g_clear_pointer (&note->rows, g_hash_table_unref);
  g_clear_object (&note->task);
  g_clear_error (&note->error);
  if (note->work_data_free)
    note->work_data_free (note->work_data);
  g_free (note);
}

/* A note that nobody carries out any more; who waits for it is told. */
static void
discard (Note *note)
{
  if (note->task && !g_task_get_completed (note->task))
    g_task_return_new_error (note->task, TC_ERROR, TC_ERROR_BUSY, "the database is closed");
  note_free (note);
}

static void
drain (GAsyncQueue *queue)
{
  Note *note;

  while ((note = g_async_queue_try_pop (queue)))
    discard (note);
}

/* Gives a question to the thread, or says that it is gone. */
static void
push_question (TcReplicaWorker *self, Note *note)
{
  if (self->thread)
    g_async_queue_push (self->commands, note);
  else
    discard (note);
}

/* Events: from the thread to the main loop. */

static gboolean
on_wake_cb (gpointer data)
{
  TcReplicaWorker *self = data;
  Note *note;

  g_atomic_int_set (&self->wake_pending, 0);
  while ((note = g_async_queue_try_pop (self->events))) {
    if (self->thread)
      note->func (self, note);
    note_free (note);
  }
  return G_SOURCE_REMOVE;
}

static void
wake_main (TcReplicaWorker *self)
{
  if (g_async_queue_length (self->events) <= 0 ||
      !g_atomic_int_compare_and_exchange (&self->wake_pending, 0, 1))
    return;
  g_autoptr (GSource) source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_wake_cb, g_object_ref (self), g_object_unref);
  g_source_attach (source, self->context);
}

/* A message made on one line must never go out on the next, where the server would not expect
 * it; nor is what one line offered fetched for the next. */
static void
event_send (TcReplicaWorker *self, Note *note)
{
  if (note->line == self->line)
    self->hooks.send (note->bytes, self->data);
}

static void
event_close (TcReplicaWorker *self, Note *note)
{
  if (note->line == self->line)
    self->hooks.close (note->refusal, self->data);
}

static void
event_changed (TcReplicaWorker *self, Note *note)
{
  self->hooks.changed (note->rows, self->data);
}

static void
event_replaced (TcReplicaWorker *self, Note *note)
{
  self->hooks.replaced (self->data);
}

static void
event_status (TcReplicaWorker *self, Note *note)
{
  self->hooks.status (&note->status, self->data);
}

static void
event_fetch (TcReplicaWorker *self, Note *note)
{
  if (note->line == self->line)
    self->hooks.fetch (note->array, self->data);
}

static void
event_reply (TcReplicaWorker *self, Note *note)
{
  self->hooks.reply (note->number, note->refusal, note->value, self->data);
}

static void
event_notice (TcReplicaWorker *self, Note *note)
{
  if (self->hooks.notice)
    self->hooks.notice (note->name, note->value, self->data);
}

static void
event_failed (TcReplicaWorker *self, Note *note)
{
  self->hooks.failed (note->error, self->data);
}

/* The replica's hooks, on its thread. */

static void
on_send_cb (GBytes *message, gpointer data)
{
  TcReplicaWorker *self = data;
  Note *note = note_new (event_send);

  note->line = self->thread_line;
  note->bytes = g_bytes_ref (message);
  g_async_queue_push (self->events, note);
}

static void
on_close_cb (const TcRefusal *why, gpointer data)
{
  TcReplicaWorker *self = data;
  Note *note = note_new (event_close);

  note->line = self->thread_line;
  note->refusal = tc_refusal_copy (why);
  g_async_queue_push (self->events, note);
}

static void
on_changed_cb (const TcRowChange *changes, guint n, gpointer data)
{
  Note *note = note_new (event_changed);

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
  g_async_queue_push (((TcReplicaWorker *) data)->events, note);
}

static void
on_replaced_cb (gpointer data)
{
  g_async_queue_push (((TcReplicaWorker *) data)->events, note_new (event_replaced));
}

static void
on_status_cb (const TcReplicaStatus *status, gpointer data)
{
  Note *note = note_new (event_status);

  note->status = *status;
  g_async_queue_push (((TcReplicaWorker *) data)->events, note);
}

static void
on_fetch_cb (const TcSnapshotFile *files, guint n, gpointer data)
{
  TcReplicaWorker *self = data;
  Note *note = note_new (event_fetch);

  note->line = self->thread_line;
  note->array = tc_snapshot_files_new ();
  for (guint i = 0; i < n; i++)
    tc_snapshot_files_add (note->array, &files[i]);
  g_async_queue_push (self->events, note);
}

static void
on_reply_cb (gint64 number, const TcRefusal *refusal, GVariant *value, gpointer data)
{
  Note *note = note_new (event_reply);

  note->number = number;
  note->refusal = tc_refusal_copy (refusal);
  note->value = g_variant_ref (value);
  g_async_queue_push (((TcReplicaWorker *) data)->events, note);
}

static void
on_notice_cb (const char *name, GVariant *value, gpointer data)
{
  Note *note = note_new (event_notice);

  note->name = g_strdup (name);
  note->value = g_variant_ref (value);
  g_async_queue_push (((TcReplicaWorker *) data)->events, note);
}

static void
on_random_cb (guint8 *out, gsize size, gpointer data)
{
  tc_random_bytes (out, size);
}

static gint64
on_make_id_cb (gint64 now_us, gpointer data)
{
  TcReplicaWorker *self = data;

  g_mutex_lock (&self->ids_lock);
  gint64 id = tc_id_maker_next (&self->ids, now_us);
  g_mutex_unlock (&self->ids_lock);
  return id;
}

static char *
archive_path (TcReplicaWorker *self)
{
  return g_strconcat (self->replica_path, ARCHIVE_SUFFIX, NULL);
}

static void
drop_archive (TcReplicaWorker *self)
{
  g_autofree char *path = archive_path (self);

  if (g_unlink (path) < 0 && errno != ENOENT)
    g_warning ("%s can't be removed: %s", path, g_strerror (errno));
}

static void
on_archive_cb (const TcPosition *position, gpointer data)
{
  TcReplicaWorker *self = data;
  g_autofree char *path = archive_path (self);
  g_autoptr (GError) error = NULL;

  drop_archive (self);
  if (!position)
    return;
  tc_database_execute (self->db, "VACUUM INTO ?", "s", path);
  if (tc_database_check (self->db, &error))
    g_message ("the server was restored from a backup; what this desk had of it, epoch "
               "%" G_GINT64_FORMAT " up to %" G_GINT64_FORMAT ", is kept in %s",
               position->epoch, position->lsn, path);
  else
    g_warning ("what this desk had of the server's data could not be put by: %s", error->message);
}

/* It holds what people said: no longer than it may be of use. */
static void
tidy_archive (TcReplicaWorker *self)
{
  g_autofree char *path = archive_path (self);
  GStatBuf info;

  if (g_stat (path, &info) == 0 &&
      (gint64) info.st_mtime * TC_US_PER_S < g_get_real_time () - TC_OFFLINE_MAX_US)
    drop_archive (self);
}

/* Commands: from the main thread to the replica's. */

static void
tell_failed (TcReplicaWorker *self, const GError *error)
{
  Note *note = note_new (event_failed);

  note->error = g_error_copy (error);
  g_async_queue_push (self->events, note);
}

/* What came doesn't fit, or could not be kept: either way this line is over. */
static void
line_fault (TcReplicaWorker *self, const GError *error)
{
  g_autoptr (TcRefusal) why = tc_refusal_new ("line.fault", "message", TC_S, error->message, NULL);

  if (g_error_matches (error, TC_ERROR, TC_ERROR_STORE) ||
      g_error_matches (error, TC_ERROR, TC_ERROR_UNKNOWN))
    tell_failed (self, error);
  on_close_cb (why, self);
}

static void
command_opened (TcReplicaWorker *self, Note *note)
{
  self->thread_line = note->line;
  tc_replica_line_opened (self->replica);
}

static void
command_closed (TcReplicaWorker *self, Note *note)
{
  self->thread_line = 0;
  tc_replica_line_closed (self->replica);
}

static void
command_receive (TcReplicaWorker *self, Note *note)
{
  g_autoptr (GError) error = NULL;

  if (note->line != self->thread_line)
    return;
  if (!tc_replica_receive (self->replica, note->bytes, g_get_real_time (), &error))
    line_fault (self, error);
}

static void
command_load (TcReplicaWorker *self, Note *note)
{
  g_autoptr (GError) error = NULL;

  if (note->line != self->thread_line)
    return;
  if (!tc_replica_load (self->replica, note->parts, &error))
    line_fault (self, error);
}

static void
command_ask (TcReplicaWorker *self, Note *note)
{
  g_autoptr (TcRefusal) offline = NULL;
  g_autoptr (GVariant) nothing = NULL;

  if (tc_replica_ask (self->replica, note->number, note->name, note->value))
    return;
  offline = tc_refusal_new ("line.offline", NULL);
  nothing = g_variant_ref_sink (g_variant_new ("a{sv}", NULL));
  on_reply_cb (note->number, offline, nothing, self);
}

static void
return_verdict (TcReplicaWorker *self, GTask *task, TcVerdict *verdict, GError *error)
{
  if (g_error_matches (error, TC_ERROR, TC_ERROR_STORE) ||
      g_error_matches (error, TC_ERROR, TC_ERROR_UNKNOWN))
    tell_failed (self, error);
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, verdict, (GDestroyNotify) tc_verdict_free);
}

static void
command_submit (TcReplicaWorker *self, Note *note)
{
  GError *error = NULL;
  TcVerdict *verdict = tc_replica_submit (self->replica, note->type, note->value, note->actor_id,
                                          note->session_id, g_get_real_time (), &error);

  return_verdict (self, note->task, verdict, error);
}

static void
command_settle (TcReplicaWorker *self, Note *note)
{
  GError *error = NULL;
  gint64 now_us = g_get_real_time ();
  TcVerdict *verdict = NULL;

  if (note->flag)
    verdict = tc_replica_resend (self->replica, note->number, note->actor_id, note->session_id,
                                 now_us, &error);
  else if (tc_replica_settle (self->replica, note->number, "set-aside", now_us, &error))
    verdict = g_new0 (TcVerdict, 1);
  return_verdict (self, note->task, verdict, error);
}

static void
command_run_outbox (TcReplicaWorker *self, Note *note)
{
  GError *error = NULL;
  gpointer result = NULL;

  tc_database_begin (self->outbox_db);
  result = note->work (self->outbox_db, note->work_data, NULL, &error);
  if (error)
    tc_database_rollback (self->outbox_db);
  else if (!tc_database_commit (self->outbox_db, &error))
    tell_failed (self, error);
  if (!error) {
    g_task_return_pointer (note->task, result, note->result_free);
    return;
  }
  if (result && note->result_free)
    note->result_free (result);
  g_task_return_error (note->task, error);
}

static void
command_stop (TcReplicaWorker *self, Note *note)
{
  self->stopping = TRUE;
}

/* The thread. */

static TcDatabase *
open_file (const char *path, TcDatabaseFlags flags, const TcSchemaSet *const *sets, GError **error)
{
  g_autoptr (TcDatabase) db = tc_database_open (path, TC_DATABASE_WRITER | flags, error);

  if (!db || !tc_schema_migrate (db, sets, error))
    return NULL;
  return g_steal_pointer (&db);
}

static gboolean
open_replica (TcReplicaWorker *self, GError **error)
{
  static const TcSchemaSet *const replica_sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  static const TcSchemaSet *const outbox_sets[] = {&tc_schema_outbox, NULL};
  const TcReplicaHooks hooks = {on_send_cb,   on_close_cb,   on_changed_cb, on_replaced_cb,
                                on_status_cb, on_fetch_cb,   on_reply_cb,   on_notice_cb,
                                on_random_cb, on_make_id_cb, on_archive_cb};

  self->outbox_db = open_file (self->outbox_path, TC_DATABASE_FULL, outbox_sets, error);
  self->db = self->outbox_db ? open_file (self->replica_path, 0, replica_sets, error) : NULL;
  if (!self->db)
    return FALSE;
  self->replica = tc_replica_new (self->db, self->outbox_db, self->number, self->key, &hooks, self,
                                  error);
  if (!self->replica)
    return FALSE;
  tc_replica_set_server_key (self->replica, &self->server_key);
  tc_id_maker_init (&self->ids, self->number, tc_replica_get_last_id (self->replica));
  tidy_archive (self);
  return TRUE;
}

static void
tend (TcReplicaWorker *self, gboolean idle)
{
  int pages = tc_database_get_wal_pages (self->db);

  wake_main (self);
  if (pages > (idle ? WAL_PAGES_IDLE : WAL_PAGES_MAX))
    tc_database_checkpoint (self->db);
  if (idle && tc_database_get_wal_pages (self->outbox_db) > WAL_PAGES_IDLE)
    tc_database_checkpoint (self->outbox_db);
}

typedef struct {
  TcReplicaWorker *worker;
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
  TcReplicaWorker *self = start->worker;
  Opening *opening = g_new0 (Opening, 1);

  opening->ok = open_replica (self, &opening->error);
  gboolean ok = opening->ok;
  if (ok)
    tc_replica_line_closed (self->replica);
  g_async_queue_push (start->opened, opening);
  while (ok && !self->stopping) {
    Note *note = g_async_queue_timeout_pop (self->commands, IDLE_US);

    if (note) {
      note->func (self, note);
      note_free (note);
    }
    tend (self, note == NULL);
  }
  g_clear_pointer (&self->replica, tc_replica_free);
  g_clear_pointer (&self->db, tc_database_close);
  g_clear_pointer (&self->outbox_db, tc_database_close);
  return NULL;
}

TcReplicaWorker *
tc_replica_worker_new (const TcReplicaWorkerOptions *options, TcKey *key,
                       const TcReplicaWorkerHooks *hooks, gpointer data, GError **error)
{
  g_autoptr (TcReplicaWorker) self = g_object_new (TC_TYPE_REPLICA_WORKER, NULL);
  g_autoptr (GAsyncQueue) opened = g_async_queue_new ();
  Start start = {self, opened};

  self->replica_path = g_strdup (options->replica_path);
  self->outbox_path = g_strdup (options->outbox_path);
  self->number = options->replica;
  self->server_key = options->server_key;
  self->key = key;
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
  g_async_queue_push (self->commands, note_new (command_stop));
  g_clear_pointer (&self->thread, g_thread_join);
  drain (self->commands);
}

gint64
tc_replica_worker_make_id (TcReplicaWorker *self)
{
  return on_make_id_cb (g_get_real_time (), self);
}

void
tc_replica_worker_line_opened (TcReplicaWorker *self)
{
  Note *note = note_new (command_opened);

  note->line = ++self->line;
  g_async_queue_push (self->commands, note);
}

void
tc_replica_worker_line_closed (TcReplicaWorker *self)
{
  self->line++;
  g_async_queue_push (self->commands, note_new (command_closed));
}

void
tc_replica_worker_receive (TcReplicaWorker *self, GBytes *message)
{
  Note *note = note_new (command_receive);

  note->line = self->line;
  note->bytes = g_bytes_ref (message);
  g_async_queue_push (self->commands, note);
}

void
tc_replica_worker_load (TcReplicaWorker *self, GPtrArray *contents)
{
  Note *note = note_new (command_load);

  note->line = self->line;
  note->parts = g_ptr_array_ref (contents);
  g_async_queue_push (self->commands, note);
}

void
tc_replica_worker_ask (TcReplicaWorker *self, gint64 number, const char *name, GVariant *value)
{
  Note *note = note_new (command_ask);

  note->number = number;
  note->name = g_strdup (name);
  note->value = value ? g_variant_ref_sink (value) : NULL;
  g_async_queue_push (self->commands, note);
}

void
tc_replica_worker_submit_async (TcReplicaWorker *self, const TcOperationType *type,
                                gconstpointer args, gint64 actor_id, gint64 session_id,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer data)
{
  Note *note = note_new (command_submit);

  note->type = type;
  note->value = g_variant_ref_sink (tc_args_encode (type, args));
  note->actor_id = actor_id;
  note->session_id = session_id;
  note->task = g_task_new (self, cancellable, callback, data);
  /* What was done is done, whether or not somebody still waits for the answer. */
  g_task_set_check_cancellable (note->task, FALSE);
  push_question (self, note);
}

TcVerdict *
tc_replica_worker_submit_finish (TcReplicaWorker *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tc_replica_worker_run_outbox_async (TcReplicaWorker *self, TcWorkFunc func, gpointer data,
                                    GDestroyNotify data_free, GDestroyNotify result_free,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  Note *note = note_new (command_run_outbox);

  note->work = func;
  note->work_data = data;
  note->work_data_free = data_free;
  note->result_free = result_free;
  note->task = g_task_new (self, NULL, callback, user_data);
  push_question (self, note);
}

gpointer
tc_replica_worker_run_outbox_finish (TcReplicaWorker *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tc_replica_worker_settle_async (TcReplicaWorker *self, gint64 seq, gboolean resend, gint64 actor_id,
                                gint64 session_id, GAsyncReadyCallback callback, gpointer data)
{
  Note *note = note_new (command_settle);

  note->number = seq;
  note->flag = resend;
  note->actor_id = actor_id;
  note->session_id = session_id;
  note->task = g_task_new (self, NULL, callback, data);
  push_question (self, note);
}

static void
tc_replica_worker_finalize (GObject *object)
{
  TcReplicaWorker *self = TC_REPLICA_WORKER (object);

  tc_replica_worker_stop (self);
  drain (self->commands);
  drain (self->events);
  g_async_queue_unref (self->commands);
  g_async_queue_unref (self->events);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->ids_lock);
  g_clear_pointer (&self->key, tc_key_free);
  g_free (self->replica_path);
  g_free (self->outbox_path);
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
  self->events = g_async_queue_new ();
  self->context = g_main_context_ref_thread_default ();
  g_mutex_init (&self->ids_lock);
}
