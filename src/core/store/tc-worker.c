/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A thread with a SQLite connection of its own; see the header.
 */
#include "tc-worker.h"

/* A writer's WAL is written back from here on. */
#define WAL_PAGES_MAX 100

struct _TcWorker {
  GObject parent;
  GThread *thread;       /* (owned) (nullable): NULL once stopped */
  GAsyncQueue *queue;    /* (owned) (element-type Job) */
  TcWorkerBefore before; /* (nullable): set before the first job is pushed, then only read */
  gpointer before_data;  /* (unowned): outlives the thread */
};

typedef enum {
  JOB_WORK,
  JOB_REOPEN,
  JOB_STOP,
} JobKind;

typedef struct {
  JobKind kind;
  TcWorkFunc func;
  gpointer data; /* (owned): by data_free */
  GDestroyNotify data_free;
  GDestroyNotify result_free;
  GTask *task; /* (owned) (nullable): of work */
} Job;

/* The thread's. */
typedef struct {
  char *path; /* (owned) */
  TcDatabaseFlags flags;
  TcDatabase *db; /* (owned) (nullable): NULL until the next work opens it */
} Connection;

/* What the new thread and its maker exchange. */
typedef struct {
  const char *path;
  TcDatabaseFlags flags;
  GAsyncQueue *queue;
  GAsyncQueue *opened; /* one element: an Opening */
} Start;

typedef struct {
  gboolean ok;
  GError *error;
} Opening;

enum {
  FAULTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TcWorker, tc_worker, G_TYPE_OBJECT)

static void
free_job (Job *job)
{
  if (job->data_free)
    job->data_free (job->data);
  g_clear_object (&job->task);
  g_free (job);
}

typedef struct {
  TcWorker *worker; /* (owned) */
  GError *error;    /* (owned) */
} Fault;

static void
free_fault (gpointer data)
{
  Fault *fault = data;

  g_object_unref (fault->worker);
  g_error_free (fault->error);
  g_free (fault);
}

static gboolean
on_fault_cb (gpointer data)
{
  Fault *fault = data;

  g_signal_emit (fault->worker, signals[FAULTED], 0, fault->error);
  return G_SOURCE_REMOVE;
}

static void
tell_fault (GTask *task, const GError *error)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Fault *fault = g_new0 (Fault, 1);

  fault->worker = g_object_ref (g_task_get_source_object (task));
  fault->error = g_error_copy (error);
  g_source_set_priority (source, g_task_get_priority (task));
  g_source_set_callback (source, on_fault_cb, fault, free_fault);
  g_source_attach (source, g_task_get_context (task));
}

/* What is left of work that failed must not leak into the next; a database in memory has nothing
 * to be opened anew from. */
static void
clean_up (Connection *connection, GTask *task, const GError *error)
{
  if (connection->db)
    tc_database_rollback (connection->db);
  if (!tc_error_is_store (error) || connection->flags & TC_DATABASE_MEMORY)
    return;
  g_clear_pointer (&connection->db, tc_database_close);
  tell_fault (task, error);
}

static gboolean
open_connection (Connection *connection, GError **error)
{
  if (!connection->db)
    connection->db = tc_database_open (connection->path, connection->flags, error);
  return connection->db != NULL;
}

static void
keep_wal_small (Connection *connection)
{
  if (connection->db && connection->flags & TC_DATABASE_WRITER &&
      tc_database_get_wal_pages (connection->db) > WAL_PAGES_MAX)
    tc_database_checkpoint (connection->db);
}

/* FALSE: the connection isn't as it has to be, and nothing may be read. */
static gboolean
prepare_connection (Connection *connection, TcWorker *worker, GError **error)
{
  if (!open_connection (connection, error))
    return FALSE;
  if (!worker->before)
    return TRUE;
  worker->before (connection->db, worker->before_data);
  return tc_database_check (connection->db, error);
}

static void
run_job (Connection *connection, Job *job)
{
  GCancellable *cancellable = g_task_get_cancellable (job->task);
  GError *error = NULL;
  gpointer result = NULL;

  if (g_task_return_error_if_cancelled (job->task))
    return;
  if (prepare_connection (connection, g_task_get_source_object (job->task), &error)) {
    result = job->func (connection->db, job->data, cancellable, &error);
    /* Asked in any case: a fault must not leak into the next work either. */
    (void) !tc_database_check (connection->db, error ? NULL : &error);
  }
  if (!error) {
    g_task_return_pointer (job->task, result, job->result_free);
    return;
  }
  if (result && job->result_free)
    job->result_free (result);
  clean_up (connection, job->task, error);
  g_task_return_error (job->task, error);
}

static gpointer
run_thread (gpointer data)
{
  Start *start = data;
  g_autoptr (GAsyncQueue) queue = g_async_queue_ref (start->queue);
  Opening *opening = g_new0 (Opening, 1);
  Connection connection = {g_strdup (start->path), start->flags, NULL};

  opening->ok = open_connection (&connection, &opening->error);
  gboolean ok = opening->ok;
  /* The maker frees @start after this. */
  g_async_queue_push (start->opened, opening);
  while (ok) {
    Job *job = g_async_queue_pop (queue);

    ok = job->kind != JOB_STOP;
    if (job->kind == JOB_REOPEN)
      g_clear_pointer (&connection.db, tc_database_close);
    else if (job->kind == JOB_WORK)
      run_job (&connection, job);
    keep_wal_small (&connection);
    free_job (job);
  }
  g_clear_pointer (&connection.db, tc_database_close);
  g_free (connection.path);
  return NULL;
}

TcWorker *
tc_worker_new (const char *name, const char *path, TcDatabaseFlags flags, GError **error)
{
  g_autoptr (TcWorker) self = g_object_new (TC_TYPE_WORKER, NULL);
  g_autoptr (GAsyncQueue) opened = g_async_queue_new ();
  Start start = {path, flags, self->queue, opened};

  self->thread = g_thread_new (name, run_thread, &start);
  g_autofree Opening *opening = g_async_queue_pop (opened);
  if (opening->ok)
    return g_steal_pointer (&self);
  g_propagate_error (error, opening->error);
  g_clear_pointer (&self->thread, g_thread_join);
  return NULL;
}

void
tc_worker_set_before (TcWorker *self, TcWorkerBefore before, gpointer data)
{
  g_return_if_fail (!self->before);
  self->before = before;
  self->before_data = data;
}

/* (nullable) (transfer full): NULL: it is refused, and answered */
static Job *
make_job (TcWorker *self, TcWorkFunc func, gpointer data, GDestroyNotify data_free,
          GDestroyNotify result_free, GTask *task)
{
  Job *job = g_new0 (Job, 1);

  job->func = func;
  job->data = data;
  job->data_free = data_free;
  job->result_free = result_free;
  job->task = task;
  if (!self->thread || g_async_queue_length (self->queue) >= TC_WORKER_QUEUE_MAX) {
    g_task_return_new_error (job->task, TC_ERROR, TC_ERROR_BUSY, "%s",
                             self->thread ? "too much is waiting for the database"
                                          : "the database is closed");
    free_job (job);
    return NULL;
  }
  return job;
}

void
tc_worker_run_async (TcWorker *self, TcWorkFunc func, gpointer data, GDestroyNotify data_free,
                     GDestroyNotify result_free, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  Job *job = make_job (self, func, data, data_free, result_free,
                       g_task_new (self, cancellable, callback, user_data));

  if (job)
    g_async_queue_push (self->queue, job);
}

void
tc_worker_run_first_async (TcWorker *self, TcWorkFunc func, gpointer data, GDestroyNotify data_free,
                           GDestroyNotify result_free, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  Job *job = make_job (self, func, data, data_free, result_free,
                       g_task_new (self, cancellable, callback, user_data));

  if (job)
    g_async_queue_push_front (self->queue, job);
}

gpointer
tc_worker_run_finish (TcWorker *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
push_word (TcWorker *self, JobKind kind)
{
  Job *job = g_new0 (Job, 1);

  job->kind = kind;
  g_async_queue_push (self->queue, job);
}

void
tc_worker_reopen (TcWorker *self)
{
  if (self->thread)
    push_word (self, JOB_REOPEN);
}

void
tc_worker_stop (TcWorker *self)
{
  if (!self->thread)
    return;
  push_word (self, JOB_STOP);
  g_clear_pointer (&self->thread, g_thread_join);
}

static void
tc_worker_finalize (GObject *object)
{
  TcWorker *self = TC_WORKER (object);

  /* The last reference may be that of work which is through, let go on the thread itself. */
  if (self->thread == g_thread_self ()) {
    push_word (self, JOB_STOP);
    g_clear_pointer (&self->thread, g_thread_unref);
  }
  tc_worker_stop (self);
  g_async_queue_unref (self->queue);
  G_OBJECT_CLASS (tc_worker_parent_class)->finalize (object);
}

static void
tc_worker_class_init (TcWorkerClass *class)
{
  G_OBJECT_CLASS (class)->finalize = tc_worker_finalize;
  signals[FAULTED] = g_signal_new ("faulted", TC_TYPE_WORKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
tc_worker_init (TcWorker *self)
{
  self->queue = g_async_queue_new ();
}
