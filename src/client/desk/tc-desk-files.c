/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of a desk need of it; see the header.
 */
#include "tc-desk-files.h"

#include "tc-desk-private.h"

gint64
tc_desk_get_session (TcDesk *self)
{
  return self->session_id;
}

TcHttpClient *
tc_desk_make_http (TcDesk *self, GError **error)
{
  g_autoptr (TcWireAddress) address = NULL;

  if (!self->worker)
    return NULL;
  address = tc_wire_address_new (self->url, self->ca_path, error);
  return address ? tc_http_client_new (address, error) : NULL;
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  gpointer value = tc_replica_worker_run_outbox_finish (TC_REPLICA_WORKER (source), result, &error);

  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, value, g_task_get_task_data (task));
}

void
tc_desk_keep_look (TcDesk *self, const char *hash, gint64 look)
{
  if (self->worker)
    tc_replica_worker_keep_look (self->worker, hash, look);
}

void
tc_desk_run_outbox_async (TcDesk *self, TcWorkFunc func, gpointer data, GDestroyNotify data_free,
                          GDestroyNotify result_free, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  if (!self->worker) {
    if (data_free)
      data_free (data);
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_BUSY, "this desk is not enrolled");
    return;
  }
  g_task_set_task_data (task, result_free, NULL);
  tc_replica_worker_run_outbox_async (self->worker, func, data, data_free, result_free, ran_cb,
                                      g_steal_pointer (&task));
}

gpointer
tc_desk_run_outbox_finish (TcDesk *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tc_desk_answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  TcVerdict *verdict = tc_replica_worker_submit_finish (TC_REPLICA_WORKER (source), result, &error);

  tc_desk_settle_act (task, verdict, error);
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, verdict, (GDestroyNotify) tc_verdict_free);
}

gboolean
tc_desk_has_maker (TcDesk *self, GTask *task, gint64 actor_id)
{
  TcVerdict *verdict;

  if (self->worker && actor_id)
    return TRUE;
  verdict = g_new0 (TcVerdict, 1);
  verdict->refusal = tc_refusal_new ("people.no-session", NULL);
  g_task_return_pointer (task, verdict, (GDestroyNotify) tc_verdict_free);
  return FALSE;
}

void
tc_desk_submit_as_async (TcDesk *self, const TcOperationType *type, gconstpointer args,
                         gint64 actor_id, gint64 session_id, GAsyncReadyCallback callback,
                         gpointer data)
{
  g_autoptr (GTask) task = actor_id != 0 && actor_id == self->person_id
                               ? tc_desk_begin_act (self, type->name, tc_args_encode (type, args),
                                                    NULL, callback, data)
                               : g_task_new (self, NULL, callback, data);

  if (tc_desk_has_maker (self, task, actor_id))
    tc_replica_worker_submit_async (self->worker, type, args, actor_id, session_id, NULL,
                                    tc_desk_answered_cb, g_steal_pointer (&task));
}

void
tc_desk_insist_as_async (TcDesk *self, const TcOperationType *type, gconstpointer args,
                         gint64 actor_id, gint64 session_id, GAsyncReadyCallback callback,
                         gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);

  if (tc_desk_has_maker (self, task, actor_id))
    tc_replica_worker_insist_async (self->worker, type, args, actor_id, session_id,
                                    tc_desk_answered_cb, g_steal_pointer (&task));
}

TcVerdict *
tc_desk_submit_as_finish (TcDesk *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
