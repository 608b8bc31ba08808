/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checking signatures; see the header.
 */
#include "tc-signature-pool.h"

/* Beside the hub's thread and the main loop's, which are busy when this is. */
#define THREADS_MAX 4

struct _TcSignaturePool {
  GThreadPool *threads; /* (owned) (element-type TcSignatureJob) */
};

typedef enum {
  JOB_OPEN,
  JOB_BEGUN, /* by the pool or by who takes it */
  JOB_DONE,
} JobState;

struct _TcSignatureJob {
  int refs; /* atomic */
  GMutex lock;
  GCond done;
  JobState state;  /* (mutex lock) */
  GBytes *message; /* (owned) */
  TcPublicKey key;
  TcHubOperations *operations; /* (owned) (nullable): from JOB_DONE on */
};

void
tc_signature_job_unref (TcSignatureJob *self)
{
  if (!g_atomic_int_dec_and_test (&self->refs))
    return;
  g_bytes_unref (self->message);
  g_clear_pointer (&self->operations, tc_hub_operations_free);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->done);
  g_free (self);
}

/* FALSE if another has begun. */
static gboolean
begin (TcSignatureJob *self)
{
  gboolean ours;

  g_mutex_lock (&self->lock);
  ours = self->state == JOB_OPEN;
  if (ours)
    self->state = JOB_BEGUN;
  g_mutex_unlock (&self->lock);
  return ours;
}

static void
carry_out_cb (gpointer data, gpointer pool)
{
  TcSignatureJob *self = data;

  if (begin (self)) {
    TcHubOperations *operations = tc_hub_operations_new (self->message, &self->key);

    g_mutex_lock (&self->lock);
    self->operations = operations;
    self->state = JOB_DONE;
    g_cond_signal (&self->done);
    g_mutex_unlock (&self->lock);
  }
  tc_signature_job_unref (self);
}

TcHubOperations *
tc_signature_job_take (TcSignatureJob *self)
{
  if (begin (self))
    return tc_hub_operations_new (self->message, &self->key);
  g_mutex_lock (&self->lock);
  while (self->state != JOB_DONE)
    g_cond_wait (&self->done, &self->lock);
  g_mutex_unlock (&self->lock);
  return g_steal_pointer (&self->operations);
}

TcSignatureJob *
tc_signature_job_new (TcSignaturePool *pool, GBytes *message, const TcPublicKey *key)
{
  TcSignatureJob *self = g_new0 (TcSignatureJob, 1);

  self->refs = pool ? 2 : 1;
  g_mutex_init (&self->lock);
  g_cond_init (&self->done);
  self->message = g_bytes_ref (message);
  self->key = *key;
  /* Without a thread (the system is short of them) it stays queued: the hub does it. */
  if (pool)
    g_thread_pool_push (pool->threads, self, NULL);
  return self;
}

TcSignaturePool *
tc_signature_pool_new (void)
{
  TcSignaturePool *self = g_new0 (TcSignaturePool, 1);
  int threads = CLAMP ((int) g_get_num_processors () - 1, 1, THREADS_MAX);

  self->threads = g_thread_pool_new (carry_out_cb, NULL, threads, TRUE, NULL);
  return self;
}

void
tc_signature_pool_free (TcSignaturePool *self)
{
  /* What is queued is done, it is little: GLib loses what a thread takes while a pool is ended at
   * once. */
  g_thread_pool_free (self->threads, FALSE, TRUE);
  g_free (self);
}
