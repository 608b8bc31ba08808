/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A thread with a SQLite connection of its own; see the header.
 */
#include "tc-worker.h"

struct _TcWorker {
  GObject parent;
  GThread *thread;    /* (owned) (nullable): NULL once stopped */
  GAsyncQueue *queue; /* (owned) (element-type Job): a job without func ends the thread */
};

typedef struct {
  TcWorkFunc func;
  gpointer data; /* (owned): by data_free */
  GDestroyNotify data_free;
  GDestroyNotify result_free;
  GTask *task; /* (owned) */
} Job;

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

G_DEFINE_FINAL_TYPE (TcWorker, tc_worker, G_TYPE_OBJECT)

static void
free_job (Job *job)
{
  if (job->data_free)
    job->data_free (job->data);
  g_clear_object (&job->task);
  g_free (job);
}

static void
run_job (TcDatabase *db, Job *job)
{
  GCancellable *cancellable = g_task_get_cancellable (job->task);
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (job->task))
    return;
  gpointer result = job->func (db, job->data, cancellable, &error);
  /* Asked in any case: a fault must not leak into the next work either. */
  gboolean ok = tc_database_check (db, error ? NULL : &error) && !error;
  if (!ok && result && job->result_free)
    g_clear_pointer (&result, job->result_free);
  if (!ok) {
    /* What is left open by work that failed must not leak into the next. */
    tc_database_rollback (db);
    g_task_return_error (job->task, error);
  } else {
    g_task_return_pointer (job->task, result, job->result_free);
  }
}

static gpointer
run_thread (gpointer data)
{
  Start *start = data;
  g_autoptr (GAsyncQueue) queue = g_async_queue_ref (start->queue);
  Opening *opening = g_new0 (Opening, 1);
  g_autoptr (TcDatabase) db = tc_database_open (start->path, start->flags, &opening->error);

  opening->ok = db != NULL;
  gboolean ok = opening->ok;
  /* The maker frees @start after this. */
  g_async_queue_push (start->opened, opening);
  while (ok) {
    Job *job = g_async_queue_pop (queue);

    if (!job->func) {
      free_job (job);
      break;
    }
    run_job (db, job);
    free_job (job);
  }
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
tc_worker_run_async (TcWorker *self, TcWorkFunc func, gpointer data, GDestroyNotify data_free,
                     GDestroyNotify result_free, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  job->func = func;
  job->data = data;
  job->data_free = data_free;
  job->result_free = result_free;
  job->task = g_task_new (self, cancellable, callback, user_data);
  if (!self->thread || g_async_queue_length (self->queue) >= TC_WORKER_QUEUE_MAX) {
    g_task_return_new_error (job->task, TC_ERROR, TC_ERROR_BUSY, "%s",
                             self->thread ? "too much is waiting for the database"
                                          : "the database is closed");
    free_job (job);
    return;
  }
  g_async_queue_push (self->queue, job);
}

gpointer
tc_worker_run_finish (TcWorker *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tc_worker_stop (TcWorker *self)
{
  if (!self->thread)
    return;
  g_async_queue_push (self->queue, g_new0 (Job, 1));
  g_clear_pointer (&self->thread, g_thread_join);
}

static void
tc_worker_finalize (GObject *object)
{
  TcWorker *self = TC_WORKER (object);

  /* The last reference may be that of work which is through, let go on the thread itself. */
  if (self->thread == g_thread_self ()) {
    g_async_queue_push (self->queue, g_new0 (Job, 1));
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
}

static void
tc_worker_init (TcWorker *self)
{
  self->queue = g_async_queue_new ();
}
