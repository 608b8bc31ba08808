/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The hub's lines: who is let in, and from where on a desk follows; see tc-hub-private.h.
 */
#include "tc-relay-private.h"

#include <string.h>

/* (nullable): why the desk may not come in; @ended: (out): since its right was ended, as far as it
 * proved that it is that desk */
static const char *
check_hello (TcHubPeer *peer, const TcLineMessage *hello, gboolean *ended)
{
  TcHub *hub = peer->hub;
  g_autoptr (TcLineMessage) challenge = tc_line_message_new (TC_LINE_CHALLENGE);
  g_autoptr (TcQuery) query = tc_database_query (
      hub->db,
      "SELECT public_key, kind = 'relay', state = 'revoked', kind = 'media' FROM desk WHERE id = ?"
      " AND state IN ('enrolled', 'revoked')",
      "i", (gint64) hello->replica);
  gsize size = 0;
  const guint8 *key = tc_query_next (query) ? tc_query_blob (query, 0, &size) : NULL;

  if (hello->protocol != TC_LINE_PROTOCOL)
    return "line.protocol";
  if (hub->relay && tc_relay_turns_away (hub->relay, hello))
    return tc_relay_turns_away (hub->relay, hello);
  if (size != TC_KEY_PUBLIC_SIZE)
    return "line.desk-unknown";
  memcpy (peer->key.bytes, key, size);
  peer->relays = tc_query_int (query, 1) == 1;
  memcpy (challenge->challenge, peer->challenge, TC_CHALLENGE_SIZE);
  challenge->server_key = hub->public_key;
  g_autoptr (GBytes) signed_bytes = tc_line_hello_to_sign (challenge, hello->replica);
  if (!tc_key_verify (&peer->key, "toancanh hello 1", g_bytes_get_data (signed_bytes, NULL),
                      g_bytes_get_size (signed_bytes), &hello->signature))
    return "line.signature";
  *ended = tc_query_int (query, 2) == 1;
  if (*ended)
    return "line.desk-unknown";
  /* A media host has no rows whose form could differ. */
  peer->asks_alone = tc_query_int (query, 3) == 1;
  if (peer->asks_alone)
    return NULL;
  return tc_hub_check_schema (hub, hello->replica, hello->schema_version, &hello->schema_hash);
}

gboolean
tc_hub_holds_all (const GArray *held, const GArray *wanted)
{
  guint at = 0;

  for (guint i = 0; i < wanted->len; i++) {
    gint64 scope = g_array_index (wanted, gint64, i);

    while (at < held->len && g_array_index (held, gint64, at) < scope)
      at++;
    if (at >= held->len || g_array_index (held, gint64, at) != scope)
      return FALSE;
  }
  return TRUE;
}

/* A desk that was at the server before may have more than its relay has: the frames that it lacks
 * are yet to come. */
static gboolean
is_true_state (TcHub *hub, const TcPosition *position)
{
  TcDigest link;

  if (hub->relay && position->lsn > hub->position.lsn)
    return TRUE;
  return tc_log_store_link_at (hub->log, position->lsn, &link, NULL) &&
         tc_digest_equal (&link, &position->link);
}

/* Whether the desk's replica is a true earlier state of this log with all that it may read. */
static gboolean
can_follow (TcHubPeer *peer, const TcLineMessage *hello)
{
  TcHub *hub = peer->hub;
  const TcPosition *position = &hello->position;

  return !memcmp (position->log_id, hub->position.log_id, TC_LOG_ID_SIZE) &&
         position->epoch == hub->position.epoch && tc_hub_holds_all (hello->scopes, peer->scopes) &&
         is_true_state (hub, position);
}

static void
send_welcome (TcHubPeer *peer, gint64 now_us)
{
  TcHub *hub = peer->hub;
  g_autoptr (TcLineMessage) welcome = tc_line_message_new (TC_LINE_WELCOME);

  welcome->position = hub->position;
  welcome->seq = hub->relay ? tc_relay_known_seq (hub->relay, peer->replica) : peer->queued_seq;
  welcome->now_us = now_us;
  for (guint i = 0; i < peer->scopes->len; i++) {
    gint64 scope = g_array_index (peer->scopes, gint64, i);
    char *kind = tc_database_dup_text (hub->db, "SELECT kind FROM scope WHERE id = ?", "i", scope);

    g_array_append_val (welcome->scopes, scope);
    g_ptr_array_add (welcome->kinds, kind ? kind : g_strdup (""));
  }
  tc_hub_peer_send (peer, welcome);
}

/* A desk has one line: a newer one takes the place of one that hangs. */
static void
drop_older_line (TcHubPeer *peer)
{
  TcHub *hub = peer->hub;

  for (guint i = 0; i < hub->peers->len; i++) {
    TcHubPeer *other = g_ptr_array_index (hub->peers, i);

    if (other != peer && other->state != TC_PEER_GREETING && other->replica == peer->replica) {
      tc_hub_peer_goodbye (other, "line.replaced");
      return;
    }
  }
}

/* What its line before this one left waiting is known. It is answered on this one once the desk has
 * sent it there: one that was put back since may have another under that number. */
static void
count_waiting (TcHubPeer *peer)
{
  for (GList *item = peer->hub->waiting->head; item; item = item->next) {
    const TcOperation *op = ((const TcWaiting *) item->data)->op;

    if (op->head.replica == peer->replica) {
      peer->queued_seq = MAX (peer->queued_seq, op->head.seq);
      peer->queued_id = MAX (peer->queued_id, op->head.id);
    }
  }
}

/* The newest of the desk's operations that the log has. */
gboolean
tc_hub_peer_load_newest (TcHubPeer *peer, GError **error)
{
  g_autoptr (TcLogEntry) newest = NULL;

  if (peer->hub->relay) {
    tc_relay_load_newest (peer->hub->relay, peer);
    return TRUE;
  }
  peer->queued_seq = tc_log_store_last_seq (peer->hub->log, peer->replica, error);
  if (peer->queued_seq > 0)
    newest = tc_log_store_find (peer->hub->log, peer->replica, peer->queued_seq, error);
  peer->queued_id = newest ? newest->op->head.id : 0;
  return peer->queued_seq == 0 || newest;
}

/* The peer may be gone afterwards. */
static void
begin_following (TcHubPeer *peer, gint64 lsn, gint64 now_us)
{
  peer->state = TC_PEER_FOLLOWING;
  peer->sent_lsn = lsn;
  peer->acked_lsn = lsn;
  if (peer->hub->relay)
    tc_relay_tell_all (peer->hub->relay, peer);
  tc_hub_peer_pump (peer, now_us);
}

static void
welcome_peer (TcHubPeer *peer, const TcLineMessage *hello, gint64 now_us)
{
  TcHub *hub = peer->hub;
  g_autoptr (GError) error = NULL;

  peer->replica = hello->replica;
  drop_older_line (peer);
  peer->scopes = tc_hub_rights_of (hub, peer->replica);
  /* Rights that could not be read look like fewer, and the desk would wipe what it may hold. */
  if (!tc_hub_peer_load_newest (peer, &error) || !tc_database_check (hub->db, &error)) {
    tc_hub_peer_goodbye (peer, "line.store");
    return;
  }
  count_waiting (peer);
  if (hub->relay)
    tc_relay_introduce (hub->relay, peer);
  else if (!peer->asks_alone)
    tc_hub_note_ahead (hub, peer->replica, &hello->position);
  send_welcome (peer, now_us);
  tc_hub_peer_prove_enrolment (peer);
  if (hub->hooks.welcomed)
    hub->hooks.welcomed (peer->data, peer->replica, hub->data);
  if (peer->asks_alone) {
    peer->state = TC_PEER_ASKING;
  } else if (can_follow (peer, hello)) {
    begin_following (peer, hello->position.lsn, now_us);
  } else {
    peer->state = TC_PEER_LOADING;
    hub->hooks.snapshot (peer->data, (const gint64 *) (void *) peer->scopes->data,
                         peer->scopes->len, hub->data);
  }
}

/* It may hold nothing any more, and wipes what it holds before it is sent away. */
static void
dismiss (TcHubPeer *peer, guint16 replica, gint64 now_us)
{
  peer->replica = replica;
  peer->scopes = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (tc_hub_peer_load_newest (peer, NULL))
    send_welcome (peer, now_us);
  tc_hub_peer_goodbye (peer, "line.desk-unknown");
}

void
tc_hub_peer_greet (TcHubPeer *peer, const TcLineMessage *hello, gint64 now_us)
{
  gboolean ended = FALSE;
  const char *why = peer->state == TC_PEER_GREETING ? check_hello (peer, hello, &ended)
                                                    : "line.order";
  g_autoptr (GError) error = NULL;

  if (!tc_database_check (peer->hub->db, &error))
    tc_hub_peer_goodbye (peer, "line.store");
  else if (ended)
    dismiss (peer, hello->replica, now_us);
  else if (why)
    tc_hub_peer_goodbye (peer, why);
  else
    welcome_peer (peer, hello, now_us);
}

void
tc_hub_peer_resume (TcHubPeer *peer, const TcLineMessage *message, gint64 now_us)
{
  TcDigest link;

  if (peer->state != TC_PEER_LOADING ||
      memcmp (message->position.log_id, peer->hub->position.log_id, TC_LOG_ID_SIZE) != 0 ||
      message->position.epoch != peer->hub->position.epoch ||
      !tc_log_store_link_at (peer->hub->log, message->position.lsn, &link, NULL) ||
      !tc_digest_equal (&link, &message->position.link)) {
    tc_hub_peer_goodbye (peer, "line.position");
    return;
  }
  begin_following (peer, message->position.lsn, now_us);
}
