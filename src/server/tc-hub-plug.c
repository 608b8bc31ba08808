/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A hub on the hub's thread that somebody else brings, and calls to and from that thread; see
 * tc-hub-worker.h.
 */
#include "tc-hub-worker-private.h"

TcHub *
tc_hub_worker_open_plug (TcHubWorker *self, TcDatabase *db, GError **error)
{
  TcHub *hub = self->plug->open (self, db, &tc_hub_worker_hooks, self->plug_data, error);

  if (hub)
    tc_hub_get_position (hub, &self->position);
  return hub;
}

TcHubWorker *
tc_hub_worker_new_plugged (const char *path, const TcPublicKey *server_key,
                           const TcHubWorkerHooks *hooks, gpointer data,
                           const TcHubWorkerPlug *plug, gpointer plug_data, GError **error)
{
  TcHubWorker *self = g_object_new (TC_TYPE_HUB_WORKER, NULL);

  self->server_key = *server_key;
  self->plug = plug;
  self->plug_data = plug_data;
  return tc_hub_worker_start (self, path, hooks, data, error);
}

gpointer
tc_hub_worker_get_plug (TcHubWorker *self)
{
  return self->plug_data;
}

static void
carry_out (TcHubWorker *self, TcHubNote *note)
{
  note->call (note->call_data);
}

/* On the main loop: after the stop the plug may be gone. */
static void
hand_over (TcHubWorker *self, TcHubNote *note)
{
  if (self->thread)
    note->call (note->call_data);
}

static TcHubNote *
make_call (TcHubNoteFunc how, TcHubWorkerFunc func, gpointer data, GDestroyNotify data_free)
{
  TcHubNote *note = tc_hub_note_new (how, NULL);

  note->call = func;
  note->call_data = data;
  note->call_free = data_free;
  return note;
}

void
tc_hub_worker_run (TcHubWorker *self, TcHubWorkerFunc func, gpointer data, GDestroyNotify data_free)
{
  g_async_queue_push (self->commands, make_call (carry_out, func, data, data_free));
}

void
tc_hub_worker_tell (TcHubWorker *self, TcHubWorkerFunc func, gpointer data,
                    GDestroyNotify data_free)
{
  tc_hub_worker_post (self, make_call (hand_over, func, data, data_free));
}
