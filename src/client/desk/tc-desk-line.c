/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The desk's line: between the socket (wire) and the replica's thread, fetching snapshots, and
 * questions to the server with their time-outs. See tc-desk-private.h.
 */
#include "tc-desk-private.h"

#include "tc-desk-acts.h"
#include "tc-line-words.h"
#include "tc-steady-clock.h"

#include <gio/gio.h>
#include <string.h>
#include <glib/gstdio.h>

#define LINE_PATH "/sync/line"
#define QUESTION_SECONDS 15
/* What a recorder or a camera has to say takes as long as the server waits for it, and the way. */
#define DEVICE_SECONDS 70
#define QUESTIONS_MAX 256
/* An acknowledgement waits so long, or for so many bytes, for what comes next: in a flood the
 * server hears few, well within the credit that it gives. All desks get a frame at once: each waits
 * for another while, or their acknowledgements would come at once, too, and what somebody does then
 * would wait behind them. */
#define ACK_LEAST_MS 250
#define ACK_MOST_MS 500
#define ACK_BYTES (64 * 1024)

/* A line that somebody else took over, who greeted with this desk's number and key: a desk closes
 * its own line before it opens another, so there are two of it. Each has the line until the other
 * comes back, which takes longer each time. */
#define REPLACED_MS 30000
#define REPLACED_MS_MAX (16 * REPLACED_MS)

/* One that waits for its answer. */
typedef struct {
  gint64 number;
  guint source;
} Question;

/* The socket's callbacks. */

static void
line_opened_cb (gpointer data)
{
  TcDesk *self = data;

  tc_desk_set_state (self, TC_DESK_CONNECTING);
  g_clear_object (&self->fetch_cancel);
  self->fetch_cancel = g_cancellable_new ();
  tc_snapshot_fetch_set_http (self->fetch, self->http);
  tc_replica_worker_line_opened (self->worker);
}

static void
line_received_cb (GBytes *message, gpointer data)
{
  TcDesk *self = data;

  self->unacked += g_bytes_get_size (message);
  tc_replica_worker_receive (self->worker, message);
}

/* Acknowledgements: the newest says all. */

static void
forget_ack (TcDesk *self)
{
  g_clear_handle_id (&self->ack_id, g_source_remove);
  g_clear_pointer (&self->ack, g_bytes_unref);
  self->unacked = 0;
}

static gboolean
ack_cb (gpointer data)
{
  TcDesk *self = data;
  g_autoptr (GBytes) ack = g_steal_pointer (&self->ack);

  self->ack_id = 0;
  self->unacked = 0;
  if (self->line)
    tc_line_client_send (self->line, ack);
  return G_SOURCE_REMOVE;
}

static void
hold_ack (TcDesk *self, GBytes *ack)
{
  g_clear_pointer (&self->ack, g_bytes_unref);
  self->ack = g_bytes_ref (ack);
  if (self->unacked >= ACK_BYTES) {
    g_clear_handle_id (&self->ack_id, g_source_remove);
    ack_cb (self);
  } else if (!self->ack_id) {
    self->ack_id = g_timeout_add ((guint) g_random_int_range (ACK_LEAST_MS, ACK_MOST_MS), ack_cb,
                                  self);
  }
}

static gboolean
is_ack (GBytes *message)
{
  const guint8 *data = g_bytes_get_data (message, NULL);

  return g_bytes_get_size (message) > 0 && data[0] == TC_LINE_ACK;
}

static void
stop_fetching (TcDesk *self)
{
  if (self->fetch_cancel)
    g_cancellable_cancel (self->fetch_cancel);
  g_clear_object (&self->fetch_cancel);
  if (self->fetch)
    tc_snapshot_fetch_stop (self->fetch);
}

/* Nobody answers them any more. */
static void
fail_questions (TcDesk *self, GQuark domain, int code, const char *why)
{
  g_autoptr (GHashTable) open = g_steal_pointer (&self->questions);
  GHashTableIter iter;
  gpointer task;

  self->questions = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  g_hash_table_iter_init (&iter, open);
  while (g_hash_table_iter_next (&iter, NULL, &task)) {
    g_clear_handle_id (&((Question *) g_task_get_task_data (task))->source, g_source_remove);
    tc_desk_keep_act (task, code == G_IO_ERROR_TIMED_OUT);
    g_task_return_new_error (task, domain, code, "%s", why);
  }
}

static void
line_closed_cb (const GError *why, gpointer data)
{
  TcDesk *self = data;

  g_autofree char *word = why ? tc_line_word_error (why) : NULL;

  g_debug ("the line is closed: %s", why ? why->message : "");
  /* What this desk gave up itself has been noted with the reason. */
  if (word && !g_error_matches (why, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tc_desk_note_trouble (self, NULL, word);
  forget_ack (self);
  stop_fetching (self);
  tc_replica_worker_line_closed (self->worker);
  tc_desk_set_state (self, TC_DESK_OFFLINE);
  fail_questions (self, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "the line was lost");
}

gboolean
tc_desk_open_line (TcDesk *self, GError **error)
{
  static const TcLineClientCallbacks callbacks = {line_opened_cb, line_received_cb, line_closed_cb};
  g_autoptr (TcWireAddress) address = tc_wire_address_new (self->url, self->ca_path, error);

  if (!address)
    return FALSE;
  self->http = tc_http_client_new (address, error);
  if (!self->http)
    return FALSE;
  self->line = tc_line_client_new (address, LINE_PATH, &callbacks, self, error);
  if (!self->line)
    return FALSE;
  tc_line_client_start (self->line);
  return TRUE;
}

void
tc_desk_close_line (TcDesk *self)
{
  stop_fetching (self);
  forget_ack (self);
  if (self->line)
    tc_line_client_stop (self->line);
  g_clear_pointer (&self->line, tc_line_client_free);
  g_clear_object (&self->http);
  fail_questions (self, TC_ERROR, TC_ERROR_BUSY, "the desk was closed");
}

/* Snapshots. */

static void
token_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcDesk *self = TC_DESK (source);
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = tc_desk_ask_finish (self, result, &refusal, &error);
  const char *token = NULL;

  /* A question of a line that is gone must not end the fetching of the next. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !self->fetch)
    return;
  if (value)
    g_variant_lookup (value, "token", "&s", &token);
  tc_snapshot_fetch_set_token (self->fetch, token);
}

static void
fetch_token_cb (gpointer data)
{
  TcDesk *self = data;

  tc_desk_ask_async (self, "http-token", NULL, self->fetch_cancel, token_cb, NULL);
}

static void
fetch_first_cb (GArray *files, GPtrArray *lists, GPtrArray *parts, gpointer data)
{
  tc_replica_worker_load_first (((TcDesk *) data)->worker, files, lists, parts);
}

static void
fetch_part_cb (gint64 scope, gint64 number, GBytes *bytes, gpointer data)
{
  tc_replica_worker_load_part (((TcDesk *) data)->worker, scope, number, bytes);
}

static void
fetch_missed_cb (gpointer data)
{
  tc_replica_worker_miss_part (((TcDesk *) data)->worker);
}

static void
fetch_failed_cb (const char *why, gpointer data)
{
  TcDesk *self = data;

  g_warning ("the snapshot could not be fetched: %s", why);
  tc_desk_note_trouble (data, NULL, why);
  if (self->line)
    tc_line_client_drop (self->line);
}

static void
fetch_progress_cb (double done, gpointer data)
{
  tc_desk_set_loading (data, done);
}

void
tc_desk_open_fetch (TcDesk *self)
{
  static const TcSnapshotFetchHooks hooks = {fetch_token_cb,  fetch_first_cb,  fetch_part_cb,
                                             fetch_missed_cb, fetch_failed_cb, fetch_progress_cb};
  g_autofree char *folder = tc_desk_dup_path (self, TC_SNAPSHOT_FOLDER);

  if (!self->fetch)
    self->fetch = tc_snapshot_fetch_new (folder, &hooks, self);
}

static void
replica_fetch_cb (GArray *files, gpointer data)
{
  TcDesk *self = data;

  tc_desk_set_loading (self, 0);
  tc_snapshot_fetch_first (self->fetch, files);
}

static void
replica_want_cb (GArray *parts, gpointer data)
{
  tc_snapshot_fetch_parts (((TcDesk *) data)->fetch, parts);
}

/* The replica's hooks. */

static void
replica_send_cb (GBytes *message, gpointer data)
{
  TcDesk *self = data;

  if (is_ack (message))
    hold_ack (self, message);
  else if (self->line)
    tc_line_client_send (self->line, message);
}

/* These don't pass by themselves: people are told. */
static const char *
find_turned_away (const char *code)
{
  static const char *const codes[] = {"line.desk-unknown", "line.protocol",     "line.schema",
                                      "line.schema-newer", "line.relay-agency", "line.replaced"};

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_str_equal (codes[i], code))
      return codes[i];
  return NULL;
}

/* Before the next attempt. */
static guint
get_wait_ms (TcDesk *self, const TcRefusal *why)
{
  if (!why || !g_str_equal (why->code, "line.replaced"))
    return 0;
  self->replaced_ms = CLAMP (2 * self->replaced_ms, REPLACED_MS, REPLACED_MS_MAX);
  return self->replaced_ms;
}

static void
replica_close_cb (const TcRefusal *why, gboolean is_closed, gpointer data)
{
  TcDesk *self = data;
  const char *turned_away = why ? find_turned_away (why->code) : NULL;
  guint wait_ms = get_wait_ms (self, why);

  g_message ("the line ends: %s", why ? why->code : "");
  if (why)
    tc_desk_note_trouble (self, why, NULL);
  if (turned_away && turned_away != self->turned_away) {
    self->turned_away = turned_away;
    g_object_notify (G_OBJECT (self), "turned-away");
  }
  if (self->line && is_closed)
    tc_line_client_hold (self->line, wait_ms);
  else if (self->line)
    tc_line_client_drop_for (self->line, wait_ms);
}

static void
replica_changed_cb (GHashTable *rows, gpointer data)
{
  tc_desk_queue_rows (data, rows);
}

static void
replica_replaced_cb (gpointer data)
{
  TcDesk *self = data;

  tc_desk_disk_renewed (self);
  tc_desk_load_capabilities (self);
  tc_desk_review_people (self);
  tc_desk_load_province (self);
  tc_desk_supply_codes (self);
  g_signal_emit_by_name (self, "reloaded");
  g_signal_emit_by_name (self, "replaced");
  tc_desk_count_hidden (self);
}

static TcDeskState
state_of (TcReplicaState state)
{
  switch (state) {
  case TC_REPLICA_OFFLINE:
    return TC_DESK_OFFLINE;
  case TC_REPLICA_GREETING:
  case TC_REPLICA_LOADING:
    return TC_DESK_CONNECTING;
  default:
    return TC_DESK_ONLINE;
  }
}

static void
replica_status_cb (const TcReplicaStatus *status, gpointer data)
{
  TcDesk *self = data;
  TcReplicaStatus before = self->status;

  self->status = *status;
  if (status->state != TC_REPLICA_LOADING)
    tc_desk_set_loading (self, status->parts_left == 0
                                   ? 1
                                   : 1 - (double) status->parts_left / MAX (status->parts, 1));
  if (status->pending != before.pending || status->attention != before.attention ||
      (status->at_relay && status->relay_online && !before.relay_online))
    tc_desk_tell_status (self);
  if (status->pending != before.pending || status->idle != before.idle ||
      status->deferred != before.deferred)
    g_object_notify (G_OBJECT (self), "pending");
  if (status->attention != before.attention) {
    g_object_notify (G_OBJECT (self), "attention");
    tc_desk_count_hidden (self);
  }
  if (status->clock_ahead_us != before.clock_ahead_us) {
    tc_server_clock_set (&self->clock, g_get_real_time () - status->clock_ahead_us,
                         tc_steady_clock_us ());
    tc_desk_tell_now (self);
    /* Everything is read anew for it: not for what a line makes of one second more or less. */
    if (MAX (ABS (status->clock_ahead_us), ABS (before.clock_ahead_us)) > TC_CLOCK_OFF_US) {
      tc_desk_load_capabilities (self);
      g_object_notify (G_OBJECT (self), "clock-ahead-us");
    }
  }
  if (status->provisional != before.provisional)
    g_object_notify (G_OBJECT (self), "provisional");
  if (status->relay_since_us != before.relay_since_us)
    g_object_notify (G_OBJECT (self), "relay-since-us");
  if (status->at_relay != before.at_relay || status->relay_online != before.relay_online)
    g_object_notify (G_OBJECT (self), "relay");
  tc_desk_set_state (self, state_of (status->state));
}

static void
replica_waiting_cb (GArray *ids, GArray *provisional, GPtrArray *undecided, gpointer data)
{
  tc_desk_take_waiting (data, ids, provisional, undecided);
}

static void
replica_notice_cb (const char *name, GVariant *value, gpointer data)
{
  if (g_str_equal (name, TC_NOTICE_PASSWORD))
    tc_desk_review_verifiers (data);
  g_signal_emit_by_name (data, "notice", name, value);
}

static void
replica_failed_cb (const GError *error, gboolean full, gpointer data)
{
  tc_desk_disk_failed (data, error, full);
}

static void
replica_mended_cb (gboolean renewed, gpointer data)
{
  tc_desk_disk_mended (data, renewed);
}

/* Questions. */

static void
free_question (gpointer data)
{
  Question *question = data;

  g_clear_handle_id (&question->source, g_source_remove);
  g_free (question);
}

static gboolean
on_timeout_cb (gpointer data)
{
  GTask *task = data;
  TcDesk *self = g_task_get_source_object (task);
  Question *question = g_task_get_task_data (task);

  question->source = 0;
  g_object_ref (task);
  g_hash_table_remove (self->questions, &question->number);
  /* It may be done. */
  tc_desk_keep_act (task, TRUE);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "the server did not answer");
  g_object_unref (task);
  return G_SOURCE_REMOVE;
}

guint
tc_desk_get_patience_s (const char *name)
{
  static const char *const of_devices[] = {"camera.recorder", "camera.test", NULL};

  return g_strv_contains (of_devices, name) ? DEVICE_SECONDS : QUESTION_SECONDS;
}

/* @task: (transfer full) */
static void
ask (TcDesk *self, const char *name, GVariant *value, GTask *task)
{
  Question *question = g_new0 (Question, 1);

  g_task_set_task_data (task, question, free_question);
  if (!self->worker || g_hash_table_size (self->questions) >= QUESTIONS_MAX) {
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_BUSY, "%s",
                             self->worker ? "too many questions are open"
                                          : "this desk is not enrolled");
    g_object_unref (task);
    return;
  }
  question->number = ++self->last_question;
  question->source = g_timeout_add_seconds (tc_desk_get_patience_s (name), on_timeout_cb, task);
  g_hash_table_insert (self->questions, g_memdup2 (&question->number, sizeof (gint64)), task);
  tc_replica_worker_ask (self->worker, question->number, name, value);
}

void
tc_desk_ask_async (TcDesk *self, const char *name, GVariant *value, GCancellable *cancellable,
                   GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GVariant) owned = value ? g_variant_ref_sink (value) : NULL;

  ask (self, name, owned, g_task_new (self, cancellable, callback, data));
}

void
tc_desk_ask_act_async (TcDesk *self, const char *name, GVariant *value, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GVariant) owned = value ? g_variant_ref_sink (value) : NULL;

  ask (self, name, owned,
       self->person_id ? tc_desk_begin_act (self, name, owned, cancellable, callback, data)
                       : g_task_new (self, cancellable, callback, data));
}

typedef struct {
  TcRefusal *refusal; /* (owned) (nullable) */
  GVariant *value;    /* (owned) */
} Reply;

static void
free_reply (gpointer data)
{
  Reply *reply = data;

  tc_refusal_free (reply->refusal);
  g_clear_pointer (&reply->value, g_variant_unref);
  g_free (reply);
}

static void
replica_reply_cb (gint64 number, const TcRefusal *refusal, GVariant *value, gpointer data)
{
  TcDesk *self = data;
  GTask *task = g_hash_table_lookup (self->questions, &number);

  if (!task)
    return;
  g_autoptr (GTask) owned = g_object_ref (task);
  Reply *reply = g_new0 (Reply, 1);
  reply->refusal = tc_refusal_copy (refusal);
  reply->value = g_variant_ref (value);
  g_hash_table_remove (self->questions, &number);
  g_clear_handle_id (&((Question *) g_task_get_task_data (owned))->source, g_source_remove);
  tc_desk_keep_act (owned, !refusal);
  g_task_return_pointer (owned, reply, free_reply);
}

GVariant *
tc_desk_ask_finish (TcDesk *self, GAsyncResult *result, TcRefusal **refusal, GError **error)
{
  Reply *reply = g_task_propagate_pointer (G_TASK (result), error);
  GVariant *value = NULL;

  if (!reply)
    return NULL;
  if (!reply->refusal)
    value = g_steal_pointer (&reply->value);
  else if (refusal)
    *refusal = g_steal_pointer (&reply->refusal);
  free_reply (reply);
  return value;
}

const TcReplicaWorkerHooks tc_desk_replica_hooks = {
    replica_send_cb,   replica_close_cb,   replica_changed_cb, replica_replaced_cb,
    replica_status_cb, replica_waiting_cb, replica_fetch_cb,   replica_reply_cb,
    replica_notice_cb, replica_failed_cb,  replica_mended_cb,  replica_want_cb,
};
