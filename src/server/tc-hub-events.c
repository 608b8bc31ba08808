/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the hub's thread tells the main loop: its hooks, on that thread, and the events that they
 * become, on the other; see tc-hub-worker-private.h.
 */
#include "tc-hub-worker-private.h"

TcHubLine *
tc_hub_line_ref (TcHubLine *line)
{
  g_atomic_int_inc (&line->refs);
  return line;
}

void
tc_hub_line_unref (TcHubLine *line)
{
  if (g_atomic_int_dec_and_test (&line->refs))
    g_free (line);
}

TcHubNote *
tc_hub_note_new (TcHubNoteFunc func, TcHubLine *line)
{
  TcHubNote *note = g_new0 (TcHubNote, 1);

  note->func = func;
  note->line = line ? tc_hub_line_ref (line) : NULL;
  return note;
}

void
tc_hub_note_free (TcHubNote *note)
{
  g_clear_pointer (&note->line, tc_hub_line_unref);
  g_clear_pointer (&note->bytes, g_bytes_unref);
  g_clear_pointer (&note->name, g_free);
  g_clear_pointer (&note->value, g_variant_unref);
  g_clear_pointer (&note->refusal, tc_refusal_free);
  g_clear_pointer (&note->array, g_array_unref);
  g_clear_object (&note->task);
  g_clear_error (&note->error);
  g_clear_pointer (&note->job, tc_signature_job_unref);
  if (note->call_free)
    note->call_free (note->call_data);
  g_free (note);
}

/* Events: from the hub's thread to the main loop. */

void
tc_hub_worker_take_event (gpointer data, gpointer owner)
{
  TcHubNote *note = data;

  if (!note->line || !note->line->closed)
    note->func (owner, note);
  tc_hub_note_free (note);
}

void
tc_hub_worker_post (TcHubWorker *self, TcHubNote *note)
{
  tc_mailbox_post (self->events, note);
}

static void
event_send (TcHubWorker *self, TcHubNote *note)
{
  self->hooks.send (note->line->data, note->bytes, self->data);
}

static void
event_drop (TcHubWorker *self, TcHubNote *note)
{
  self->hooks.drop (note->line->data, self->data);
}

static void
event_welcomed (TcHubWorker *self, TcHubNote *note)
{
  if (self->hooks.welcomed)
    self->hooks.welcomed (note->line->data, note->replica, self->data);
}

static void
event_ask (TcHubWorker *self, TcHubNote *note)
{
  self->hooks.ask (note->line->data, note->replica, note->number, note->name, note->value,
                   self->data);
}

static void
event_snapshot (TcHubWorker *self, TcHubNote *note)
{
  self->hooks.snapshot (note->line->data, (const gint64 *) (void *) note->array->data,
                        note->array->len, self->data);
}

static void
event_notice (TcHubWorker *self, TcHubNote *note)
{
  if (self->hooks.notice)
    self->hooks.notice (note->line->data, note->replica, note->name, note->value, self->data);
}

static void
event_committed (TcHubWorker *self, TcHubNote *note)
{
  self->position = note->position;
  if (self->hooks.committed)
    self->hooks.committed (note->position.lsn, self->data);
}

static void
event_ahead (TcHubWorker *self, TcHubNote *note)
{
  if (self->hooks.ahead)
    self->hooks.ahead (note->replica, &note->position, self->data);
}

static void
event_other_version (TcHubWorker *self, TcHubNote *note)
{
  if (self->hooks.other_version)
    self->hooks.other_version (note->replica, note->number, note->name, self->data);
}

static void
event_purged (TcHubWorker *self, TcHubNote *note)
{
  self->closed_lsn = note->number;
  if (self->purged)
    self->purged (note->number, note->value != NULL, self->purged_data);
}

static void
event_failed (TcHubWorker *self, TcHubNote *note)
{
  self->hooks.failed (note->error, self->data);
}

/* The hub's hooks, on its thread. */

static void
on_send_cb (gpointer peer_data, GBytes *message, gpointer data)
{
  TcHubWorker *self = data;
  TcHubNote *note = tc_hub_note_new (event_send, peer_data);

  note->bytes = g_bytes_ref (message);
  tc_hub_worker_post (self, note);
  /* The first goes out while the others are made. */
  if (!self->woken)
    tc_mailbox_wake (self->events);
  self->woken = TRUE;
}

static void
on_drop_cb (gpointer peer_data, gpointer data)
{
  TcHubLine *line = peer_data;

  tc_hub_worker_post (data, tc_hub_note_new (event_drop, line));
  line->peer = NULL;
}

static void
on_welcomed_cb (gpointer peer_data, guint16 replica, gpointer data)
{
  TcHubLine *line = peer_data;
  TcHubNote *note = tc_hub_note_new (event_welcomed, line);

  line->key = *tc_hub_peer_get_key (line->peer);
  g_atomic_int_set (&line->welcome, TRUE);
  note->replica = replica;
  tc_hub_worker_post (data, note);
}

static void
on_ask_cb (gpointer peer_data, guint16 replica, gint64 number, const char *name, GVariant *value,
           gpointer data)
{
  TcHubNote *note = tc_hub_note_new (event_ask, peer_data);

  note->replica = replica;
  note->number = number;
  note->name = g_strdup (name);
  note->value = g_variant_ref (value);
  tc_hub_worker_post (data, note);
}

static void
on_snapshot_cb (gpointer peer_data, const gint64 *scopes, guint n_scopes, gpointer data)
{
  TcHubNote *note = tc_hub_note_new (event_snapshot, peer_data);

  note->array = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (note->array, scopes, n_scopes);
  tc_hub_worker_post (data, note);
}

static void
on_notice_cb (gpointer peer_data, guint16 replica, const char *name, GVariant *value, gpointer data)
{
  TcHubNote *note = tc_hub_note_new (event_notice, peer_data);

  note->replica = replica;
  note->name = g_strdup (name);
  note->value = g_variant_ref (value);
  tc_hub_worker_post (data, note);
}

static void
on_committed_cb (gint64 head_lsn, gpointer data)
{
  TcHubWorker *self = data;
  TcHubNote *note = tc_hub_note_new (event_committed, NULL);

  tc_hub_get_position (self->hub, &note->position);
  tc_hub_worker_post (self, note);
}

static void
on_ahead_cb (guint16 replica, const TcPosition *position, gpointer data)
{
  TcHubNote *note = tc_hub_note_new (event_ahead, NULL);

  note->replica = replica;
  note->position = *position;
  tc_hub_worker_post (data, note);
}

static void
on_enrolled_again_cb (guint16 replica, const char *name, const char *lacks, gpointer data)
{
  if (lacks)
    g_warning ("desk %u, \"%s\", was enrolled after the backup that this server was restored from; "
               "it can't come back since there is no agency or role \"%s\"",
               replica, name, lacks);
  else
    g_warning ("desk %u, \"%s\", was enrolled after the backup that this server was restored from; "
               "it is again",
               replica, name);
}

static void
on_other_version_cb (guint16 replica, gint64 version, const char *refused, gpointer data)
{
  TcHubNote *note = tc_hub_note_new (event_other_version, NULL);

  note->replica = replica;
  note->number = version;
  note->name = g_strdup (refused);
  tc_hub_worker_post (data, note);
}

static void
on_executing_cb (TcOperation *const *ops, guint n, gpointer data)
{
  tc_execution_mark_set (((TcHubWorker *) data)->mark, ops, n);
}

static guint
on_deaths_cb (const TcOperation *op, gpointer data)
{
  return tc_execution_mark_count_deaths (((TcHubWorker *) data)->mark, op);
}

static void
on_purged_cb (gint64 closed_lsn, gboolean swept, gpointer data)
{
  TcHubNote *note = tc_hub_note_new (event_purged, NULL);

  note->number = closed_lsn;
  note->value = swept ? g_variant_ref_sink (g_variant_new_boolean (TRUE)) : NULL;
  tc_hub_worker_post (data, note);
}

static void
on_purge_waits_cb (const GError *why, gpointer data)
{
  g_warning ("the words of a legal purge are still in the database: %s", why->message);
}

static void
on_random_cb (guint8 *out, gsize size, gpointer data)
{
  tc_random_bytes (out, size);
}

gint64
tc_hub_worker_make_id (gint64 now_us, gpointer data)
{
  TcHubWorker *self = data;

  g_mutex_lock (&self->ids_lock);
  gint64 id = tc_id_maker_next (&self->ids, now_us);
  g_mutex_unlock (&self->ids_lock);
  return id;
}

const TcHubHooks tc_hub_worker_hooks = {
    on_send_cb,       on_drop_cb,           on_welcomed_cb,
    on_ask_cb,        on_snapshot_cb,       on_notice_cb,
    on_committed_cb,  on_random_cb,         tc_hub_worker_make_id,
    on_ahead_cb,      on_enrolled_again_cb, on_other_version_cb,
    on_executing_cb,  on_deaths_cb,         on_purged_cb,
    on_purge_waits_cb};

void
tc_hub_worker_fail (TcHubWorker *self, GError *error)
{
  TcHubNote *note = tc_hub_note_new (event_failed, NULL);

  self->failed = TRUE;
  note->error = error;
  tc_hub_worker_post (self, note);
}
