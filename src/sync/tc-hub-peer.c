/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The hub's lines: operations in, frames out, credit; see tc-hub.h. tc-hub-greeting.c lets them in.
 *
 * DESIGN: a peer is either up to date, and then a new commit is sent to it from memory, or behind,
 * and then its acknowledgements draw the next part from the log. There is no queue of its own: what
 * a slow desk has not got stands in the log alone. Its rights are read at the time of sending.
 */
#include "tc-relay-private.h"

#include "tc-id.h"
#include "tc-limits.h"
#include "tc-reading-rights.h"

#include <string.h>

/* How much of the log is read at once for a desk that catches up. */
#define CATCH_UP_BYTES (256 * 1024)
/* A desk that has not acknowledged for so long is cut. */
#define SILENT_MAX_US (60 * TC_US_PER_S)

typedef struct {
  gint64 lsn;
  gsize size;
} InFlight;

static void
clear_answer (gpointer data)
{
  g_clear_pointer (&((TcLineAnswer *) data)->refusal, tc_refusal_free);
}

static GArray *
new_answers (void)
{
  GArray *answers = g_array_new (FALSE, FALSE, sizeof (TcLineAnswer));

  g_array_set_clear_func (answers, clear_answer);
  return answers;
}

void
tc_hub_peer_send (TcHubPeer *peer, const TcLineMessage *message)
{
  g_autoptr (GBytes) bytes = tc_line_message_write (message);
  g_autoptr (GBytes) carried = peer->via ? tc_line_carry (peer->replica, bytes) : NULL;

  peer->hub->hooks.send (peer->data, carried ? carried : bytes, peer->hub->data);
}

TcHubPeer *
tc_hub_peer_new (TcHub *hub, gpointer data, gint64 now_us)
{
  TcHubPeer *peer = g_new0 (TcHubPeer, 1);

  peer->hub = hub;
  peer->data = data;
  peer->in_flight = g_queue_new ();
  peer->answers = new_answers ();
  peer->heard_us = now_us;
  return peer;
}

gboolean
tc_hub_peer_is_known (const TcHubPeer *peer)
{
  return peer->state != TC_PEER_GREETING;
}

TcHubPeer *
tc_hub_connect (TcHub *hub, gpointer peer_data, gint64 now_us)
{
  TcHubPeer *peer = tc_hub_peer_new (hub, peer_data, now_us);
  g_autoptr (TcLineMessage) message = tc_line_message_new (TC_LINE_CHALLENGE);

  hub->hooks.random (peer->challenge, TC_CHALLENGE_SIZE, hub->data);
  g_ptr_array_add (hub->peers, peer);

  memcpy (message->challenge, peer->challenge, TC_CHALLENGE_SIZE);
  message->server_key = hub->public_key;
  message->now_us = now_us;
  tc_hub_peer_send (peer, message);
  return peer;
}

void
tc_hub_peer_free (TcHubPeer *peer)
{
  g_queue_free_full (peer->in_flight, g_free);
  g_array_unref (peer->answers);
  g_clear_pointer (&peer->scopes, g_array_unref);
  g_free (peer);
}

void
tc_hub_disconnect (TcHub *hub, TcHubPeer *peer)
{
  /* What it sent is settled all the same; it asks for the answers when it is back. */
  for (GList *item = hub->waiting->head; item; item = item->next) {
    TcWaiting *waiting = item->data;

    if (waiting->peer == peer)
      waiting->peer = NULL;
  }
  tc_hub_peer_leave_place (peer);
  if (peer->via)
    g_hash_table_remove (hub->carried, GUINT_TO_POINTER (peer->replica));
  else
    g_ptr_array_remove_fast (hub->peers, peer);
  if (peer->relays)
    tc_hub_drop_carried (hub, peer);
  tc_hub_peer_free (peer);
}

/* The caller of the hub must not use the peer after the hook. */
void
tc_hub_peer_goodbye (TcHubPeer *peer, const char *code)
{
  g_autoptr (TcLineMessage) goodbye = tc_line_message_new (TC_LINE_GOODBYE);
  TcHub *hub = peer->hub;
  gpointer data = peer->data;
  gboolean carried = peer->via != NULL;

  goodbye->refusal = tc_refusal_new (code, NULL);
  tc_hub_peer_send (peer, goodbye);
  tc_hub_disconnect (hub, peer);
  /* The relay's own line goes on. */
  if (!carried)
    hub->hooks.drop (data, hub->data);
}

/* (nullable): what is on its way to its commit under the number of @op: it came over the line
 * before this one, or by a relay. */
static TcWaiting *
find_waiting (TcHub *hub, const TcOperation *op)
{
  for (GList *item = hub->waiting->head; item; item = item->next) {
    TcWaiting *waiting = item->data;

    if (waiting->op->head.replica == op->head.replica && waiting->op->head.seq == op->head.seq)
      return waiting;
  }
  return NULL;
}

/* Whether @waiting is this operation, whose answer is to come: to the desk's own line if it has
 * one, since a relay asks again and a desk doesn't. That of another must not be taken for it. */
static gboolean
await_answer (TcHubPeer *peer, TcWaiting *waiting, const TcOperation *op)
{
  gboolean same = tc_digest_equal (&waiting->op->hash, &op->hash);

  if (!same && waiting->peer == peer)
    waiting->peer = NULL;
  else if (same && (!waiting->peer || !peer->via))
    waiting->peer = peer;
  return same;
}

/* An operation whose number is taken: the stored answer; or that another one has it or it was
 * skipped, since the desk was restored and goes on from an older state. FALSE if the line was
 * ended. */
static gboolean
answer_repeat (TcHubPeer *peer, const TcOperation *op)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcLogEntry)
      entry = tc_log_store_find (peer->hub->log, peer->replica, op->head.seq, &error);
  TcWaiting *waiting = entry || error ? NULL : find_waiting (peer->hub, op);

  if (entry && tc_digest_equal (&entry->op->hash, &op->hash)) {
    tc_hub_peer_add_answer (peer, op->head.seq, entry->lsn, entry->refusal);
    return TRUE;
  }
  if (waiting && await_answer (peer, waiting, op))
    return TRUE;
  if (error) {
    tc_hub_peer_goodbye (peer, "line.store");
    return FALSE;
  }
  g_autoptr (TcRefusal) forked = tc_refusal_new (TC_ANSWER_FORKED, NULL);
  tc_hub_peer_add_answer (peer, op->head.seq, 0, forked);
  return TRUE;
}

/* Ids of a desk grow, so that no two operations share one, whatever it sends. One that was restored
 * while its clock was behind makes older ones: it is told which the newest is. Nothing of the same
 * message is taken either, that its operations keep their order. */
static void
answer_older (TcHubPeer *peer, const TcOperation *op, const TcHubOperations *operations)
{
  g_autoptr (TcRefusal) forked = NULL;

  for (guint i = 0; i < operations->all->len; i++) {
    const TcOperation *other = g_array_index (operations->all, TcCheckedOperation, i).op;

    if (other && tc_id_replica (other->head.id) == peer->replica)
      peer->queued_id = MAX (peer->queued_id, other->head.id);
  }
  forked = tc_refusal_new (TC_ANSWER_FORKED, "id", TC_I, peer->queued_id, NULL);
  tc_hub_note_queued (peer, op->head.seq, 0);
  tc_hub_peer_add_answer (peer, op->head.seq, 0, forked);
}

/* (nullable): why it ends the line. What a desk skips it says on its own line alone: over a relay
 * its operations may come by several ways, and a late one is answered as a number that is taken. */
static const char *
check_operation (TcHubPeer *peer, const TcCheckedOperation *checked)
{
  const TcOperation *op = checked->op;
  gboolean skips = peer->via || peer->hub->relay;

  if (!op || op->head.seq >= TC_HUB_SEQ_MAX)
    return "line.operation";
  if (op->head.replica != peer->replica || !checked->signed_by_key)
    return "line.signature";
  if (!skips && op->head.seq > peer->queued_seq + 1)
    return "line.gap";
  return tc_id_replica (op->head.id) != peer->replica ? "line.operation" : NULL;
}

static gboolean
take_operation (TcHubPeer *peer, TcCheckedOperation *checked, const TcHubOperations *operations)
{
  const TcOperation *op = checked->op;
  TcRelay *relay = peer->hub->relay;
  const char *why = check_operation (peer, checked);
  gboolean answered = FALSE;

  if (why) {
    tc_hub_peer_goodbye (peer, why);
    return FALSE;
  }
  if (op->head.seq <= peer->queued_seq && (!relay || tc_relay_has (relay, peer, op)))
    return relay || answer_repeat (peer, op);
  if (relay && (peer->put_off || tc_relay_is_full (relay))) {
    peer->put_off = TRUE;
    return TRUE;
  }
  if (op->head.seq > peer->queued_seq && op->head.id <= peer->queued_id) {
    answer_older (peer, op, operations);
    return TRUE;
  }
  why = relay ? NULL : tc_hub_answer_made_anew (peer, op, &answered);
  if (why) {
    tc_hub_peer_goodbye (peer, why);
    return FALSE;
  }
  if (answered)
    return TRUE;
  tc_hub_note_queued (peer, op->head.seq, op->head.id);
  tc_hub_enqueue (peer->hub, g_steal_pointer (&checked->op), peer, NULL, NULL);
  return TRUE;
}

void
tc_hub_receive_operations (TcHub *hub, TcHubPeer *peer, TcHubOperations *operations)
{
  g_autoptr (TcHubOperations) owned = operations;

  if (peer->state == TC_PEER_GREETING) {
    tc_hub_peer_goodbye (peer, "line.order");
    return;
  }
  for (guint i = 0; i < owned->all->len; i++) {
    TcCheckedOperation *checked = &g_array_index (owned->all, TcCheckedOperation, i);

    if (memcmp (&owned->key, &peer->key, sizeof owned->key) != 0)
      checked->signed_by_key = checked->op && tc_operation_verify (checked->op, &peer->key);
    if (!take_operation (peer, checked, owned))
      return;
  }
  /* The answers to repeats need no commit. */
  tc_hub_peer_send_answers (peer);
}

const TcPublicKey *
tc_hub_peer_get_key (const TcHubPeer *peer)
{
  return peer->replica ? &peer->key : NULL;
}

static void
on_operations (TcHubPeer *peer, const TcLineMessage *message)
{
  if (peer->state == TC_PEER_GREETING)
    tc_hub_peer_goodbye (peer, "line.order");
  else
    tc_hub_receive_operations (peer->hub, peer, tc_hub_operations_of (message, &peer->key));
}

static void
on_ack (TcHubPeer *peer, gint64 lsn, gint64 now_us)
{
  InFlight *first;

  peer->acked_lsn = MAX (peer->acked_lsn, lsn);
  while ((first = g_queue_peek_head (peer->in_flight)) && first->lsn <= lsn) {
    peer->in_flight_bytes -= first->size;
    g_free (g_queue_pop_head (peer->in_flight));
    /* Who says again what it said before takes nothing. */
    peer->heard_us = now_us;
  }
  tc_hub_peer_heard (peer, lsn, now_us);
  if (peer->state == TC_PEER_FOLLOWING)
    tc_hub_peer_pump (peer, now_us);
}

static void
on_notice (TcHubPeer *peer, const TcLineMessage *message, gint64 now_us)
{
  TcHub *hub = peer->hub;

  if (!tc_hub_peer_notice (peer, message->name, message->value, now_us) && hub->hooks.notice)
    hub->hooks.notice (peer->data, peer->replica, message->name, message->value, hub->data);
}

/* Of a desk that isn't known here (yet), once on a line: a relay asks the server to know it. */
static void
on_enrolled (TcHubPeer *peer, GVariant *value, gint64 now_us)
{
  TcHub *hub = peer->hub;

  if (peer->says_enrolled && !peer->relays) {
    tc_hub_peer_goodbye (peer, "line.order");
    return;
  }
  peer->says_enrolled = TRUE;
  if (hub->relay)
    tc_relay_pass_enrolment (hub->relay, value);
  else
    tc_hub_take_enrolment (hub, value, now_us);
}

static void
dispatch (TcHubPeer *peer, const TcLineMessage *message, gint64 now_us)
{
  TcHub *hub = peer->hub;
  gboolean known = peer->state != TC_PEER_GREETING;

  if (message->kind == TC_LINE_HELLO)
    tc_hub_peer_greet (peer, message, now_us);
  else if (message->kind == TC_LINE_RESUME)
    tc_hub_peer_resume (peer, message, now_us);
  else if (message->kind == TC_LINE_OPERATIONS)
    on_operations (peer, message);
  else if (message->kind == TC_LINE_ACK && known)
    on_ack (peer, message->lsn, now_us);
  else if (message->kind == TC_LINE_CARRY && known && peer->relays)
    tc_hub_carry (peer, message, now_us);
  else if (message->kind == TC_LINE_ASK && known && hub->relay)
    tc_relay_ask_for (hub->relay, peer, message);
  else if (message->kind == TC_LINE_ASK && known)
    hub->hooks.ask (peer->data, peer->replica, message->number, message->name, message->value,
                    hub->data);
  else if (message->kind == TC_LINE_NOTICE && !strcmp (message->name, TC_NOTICE_ENROLLED))
    on_enrolled (peer, message->value, now_us);
  else if (message->kind == TC_LINE_NOTICE && known)
    on_notice (peer, message, now_us);
  else
    tc_hub_peer_goodbye (peer, "line.order");
}

void
tc_hub_receive (TcHub *hub, TcHubPeer *peer, GBytes *bytes, gint64 now_us)
{
  g_autoptr (TcLineMessage) message = tc_line_message_read (bytes, NULL);

  if (message)
    dispatch (peer, message, now_us);
  else
    tc_hub_peer_goodbye (peer, "line.malformed");
  tc_hub_share_places (hub, now_us);
}

void
tc_hub_reply (TcHub *hub, TcHubPeer *peer, gint64 number, const TcRefusal *refusal, GVariant *value)
{
  g_autoptr (TcLineMessage) message = tc_line_message_new (TC_LINE_REPLY);

  message->number = number;
  message->refusal = tc_refusal_copy (refusal);
  message->value = g_variant_ref_sink (value ? value : g_variant_new ("a{sv}", NULL));
  tc_hub_peer_send (peer, message);
}

void
tc_hub_notify (TcHub *hub, TcHubPeer *peer, const char *name, GVariant *value)
{
  g_autoptr (TcLineMessage) message = tc_line_message_new (TC_LINE_NOTICE);

  message->name = g_strdup (name);
  message->value = g_variant_ref_sink (value ? value : g_variant_new ("a{sv}", NULL));
  tc_hub_peer_send (peer, message);
}

void
tc_hub_offer (TcHub *hub, TcHubPeer *peer, const TcPosition *position, GArray *files)
{
  g_autoptr (TcLineMessage) message = tc_line_message_new (TC_LINE_SNAPSHOT);

  if (peer->state != TC_PEER_LOADING)
    return;
  message->position = *position;
  for (guint i = 0; i < files->len; i++)
    tc_snapshot_files_add (message->files, &g_array_index (files, TcSnapshotFile, i));
  tc_hub_peer_send (peer, message);
}

void
tc_hub_peer_add_answer (TcHubPeer *peer, gint64 seq, gint64 lsn, const TcRefusal *refusal)
{
  TcLineAnswer answer = {seq, lsn, tc_refusal_copy (refusal)};

  g_array_append_val (peer->answers, answer);
}

void
tc_hub_peer_send_answers (TcHubPeer *peer)
{
  g_autoptr (TcLineMessage) message = NULL;

  if (peer->answers->len == 0)
    return;
  message = tc_line_message_new (TC_LINE_ANSWERS);
  g_clear_pointer (&message->answers, g_array_unref);
  message->answers = g_steal_pointer (&peer->answers);
  peer->answers = new_answers ();
  tc_hub_peer_send (peer, message);
}

/* @frame cut to what @scopes may see. */
static GBytes *
cut_frame (const TcFrame *frame, const GArray *scopes)
{
  g_autoptr (TcLineMessage) message = tc_line_message_new (TC_LINE_FRAMES);
  TcFrame *cut = tc_frame_new ();

  cut->first_lsn = frame->first_lsn;
  cut->last_lsn = frame->last_lsn;
  cut->time_us = frame->time_us;
  cut->ops_root = frame->ops_root;
  cut->link = frame->link;
  cut->signature = frame->signature;
  g_array_append_vals (cut->hashes, frame->hashes->data, frame->hashes->len);
  for (guint i = 0; i < frame->bodies->len; i++) {
    const TcScopeBody *body = &g_array_index (frame->bodies, TcScopeBody, i);
    GArray one = {(char *) &body->scope, 1};

    if (tc_hub_holds_all (scopes, &one)) {
      TcScopeBody copy = {body->scope, g_bytes_ref (body->body)};
      g_array_append_val (cut->bodies, copy);
    }
  }
  g_ptr_array_add (message->frames, cut);
  return tc_line_message_write (message);
}

/* FALSE: it is too big for a message and travels as a snapshot; the peer is gone. */
static gboolean
send_frames (TcHubPeer *peer, GBytes *bytes, gint64 last_lsn, gint64 now_us)
{
  if (g_bytes_get_size (bytes) > TC_MESSAGE_BYTES_MAX) {
    tc_hub_peer_goodbye (peer, "line.horizon");
    return FALSE;
  }
  InFlight *sent = g_new0 (InFlight, 1);
  if (g_queue_is_empty (peer->in_flight))
    peer->heard_us = now_us;
  sent->lsn = last_lsn;
  sent->size = g_bytes_get_size (bytes);
  g_queue_push_tail (peer->in_flight, sent);
  peer->in_flight_bytes += sent->size;
  peer->hub->counts.frames++;
  peer->hub->counts.frame_bytes += sent->size;
  peer->sent_lsn = last_lsn;
  peer->hub->hooks.send (peer->data, bytes, peer->hub->data);
  return TRUE;
}

/* (nullable) (transfer full): what comes next in the log, about @bytes_max of it. */
static GBytes *
read_on (TcHubPeer *peer, gsize bytes_max, gint64 *last_lsn, GError **error)
{
  g_autoptr (GPtrArray) frames = tc_log_store_read (peer->hub->log, peer->sent_lsn,
                                                    (const gint64 *) (void *) peer->scopes->data,
                                                    peer->scopes->len, bytes_max, error);
  g_autoptr (TcLineMessage) message = tc_line_message_new (TC_LINE_FRAMES);

  if (!frames || frames->len == 0)
    return NULL;
  *last_lsn = ((const TcFrame *) g_ptr_array_index (frames, frames->len - 1))->last_lsn;
  g_ptr_array_unref (message->frames);
  message->frames = g_ptr_array_ref (frames);
  g_autoptr (GBytes) bytes = tc_line_message_write (message);
  /* Beside a big one there may be no room for others. */
  if (g_bytes_get_size (bytes) > TC_MESSAGE_BYTES_MAX && frames->len > 1)
    return read_on (peer, 1, last_lsn, error);
  return g_steal_pointer (&bytes);
}

void
tc_hub_peer_pump (TcHubPeer *peer, gint64 now_us)
{
  TcHub *hub = peer->hub;
  g_autoptr (GError) error = NULL;

  if (peer->sent_lsn >= hub->position.lsn || peer->in_flight_bytes >= TC_IN_FLIGHT_BYTES_MAX ||
      !tc_hub_peer_take_place (peer, now_us))
    return;
  while (peer->sent_lsn < hub->position.lsn && peer->in_flight_bytes < TC_IN_FLIGHT_BYTES_MAX) {
    gint64 last_lsn;
    g_autoptr (GBytes) bytes = read_on (peer, CATCH_UP_BYTES, &last_lsn, &error);

    if (!bytes) {
      /* Past the horizon it needs snapshots; it greets again without a position. */
      tc_hub_peer_goodbye (peer, g_error_matches (error, TC_ERROR, TC_ERROR_NOT_FOUND)
                                     ? "line.horizon"
                                     : "line.store");
      return;
    }
    if (!send_frames (peer, bytes, last_lsn, now_us))
      return;
  }
  tc_hub_peer_pumped (peer);
}

static gboolean
same_scopes (const GArray *a, const GArray *b)
{
  return a && b && a->len == b->len &&
         (a->len == 0 || !memcmp (a->data, b->data, a->len * sizeof (gint64)));
}

/* What was cut for one desk serves all that read the same. */
typedef struct {
  GArray *scopes; /* (owned) */
  GBytes *bytes;  /* (owned) */
} Cut;

static void
clear_cut (gpointer data)
{
  Cut *cut = data;

  g_array_unref (cut->scopes);
  g_bytes_unref (cut->bytes);
}

static GBytes *
find_cut (GArray *cuts, const TcFrame *frame, GArray *scopes)
{
  for (guint i = 0; i < cuts->len; i++)
    if (same_scopes (g_array_index (cuts, Cut, i).scopes, scopes))
      return g_array_index (cuts, Cut, i).bytes;
  Cut cut = {g_array_ref (scopes), cut_frame (frame, scopes)};
  g_array_append_val (cuts, cut);
  return cut.bytes;
}

void
tc_hub_publish (TcHub *hub, const TcFrame *frame, gint64 now_us)
{
  g_autoptr (GArray) cuts = g_array_new (FALSE, FALSE, sizeof (Cut));

  g_array_set_clear_func (cuts, clear_cut);
  tc_hub_send_carried_answers (hub);
  /* Backwards: one may go, and the last takes its place. */
  for (guint i = hub->peers->len; i > 0; i--) {
    TcHubPeer *peer = g_ptr_array_index (hub->peers, i - 1);

    tc_hub_peer_send_answers (peer);
    if (peer->state == TC_PEER_FOLLOWING && peer->sent_lsn == frame->first_lsn - 1 &&
        peer->in_flight_bytes < TC_IN_FLIGHT_BYTES_MAX)
      send_frames (peer, find_cut (cuts, frame, peer->scopes), frame->last_lsn, now_us);
  }
}

GArray *
tc_hub_rights_of (TcHub *hub, guint16 replica)
{
  g_autoptr (GArray) rights = tc_reading_rights_of_desk (hub->db, replica);

  return hub->relay ? tc_relay_narrow (hub->relay, rights) : g_steal_pointer (&rights);
}

void
tc_hub_review_rights (TcHub *hub)
{
  g_autoptr (GPtrArray) changed = g_ptr_array_new ();

  for (guint i = 0; i < hub->peers->len; i++) {
    TcHubPeer *peer = g_ptr_array_index (hub->peers, i);
    g_autoptr (GArray) scopes = NULL;

    if (peer->state == TC_PEER_GREETING)
      continue;
    scopes = tc_hub_rights_of (hub, peer->replica);
    if (!same_scopes (scopes, peer->scopes))
      g_ptr_array_add (changed, peer);
  }
  /* It greets again, and is told what it may hold now. */
  for (guint i = 0; i < changed->len; i++)
    tc_hub_peer_goodbye (g_ptr_array_index (changed, i), "line.rights");
  tc_hub_review_carried (hub);
}

void
tc_hub_tick (TcHub *hub, gint64 now_us)
{
  for (guint i = hub->peers->len; i > 0; i--) {
    TcHubPeer *peer = g_ptr_array_index (hub->peers, i - 1);
    gboolean owes = peer->state == TC_PEER_GREETING || !g_queue_is_empty (peer->in_flight);

    if (owes && now_us - peer->heard_us > SILENT_MAX_US)
      tc_hub_peer_goodbye (peer, "line.silent");
  }
  tc_hub_tend_places (hub, now_us);
}
