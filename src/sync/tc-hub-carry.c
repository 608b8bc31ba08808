/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The hub's side of a relay: what the desks behind it send; see tc-hub-private.h.
 *
 * DESIGN: a desk behind a relay is a peer without a line. Its operations are checked as ever: they
 * have its own signature, and what the relay adds is nothing but their way. What comes twice, by
 * the relay and by a line of the desk itself, is one sequence: every peer of the desk knows how far
 * it has come. Answers go where the operation came from first; a relay that waits for one sends
 * the operation again and gets the stored answer.
 */
#include "tc-hub-private.h"

#include "tc-reading-rights.h"

#include <string.h>

static void
send_goodbye (TcHubPeer *relay, guint16 replica, const char *code)
{
  g_autoptr (GBytes) goodbye = tc_line_goodbye (code);
  g_autoptr (GBytes) carried = tc_line_carry (replica, goodbye);

  relay->hub->hooks.send (relay->data, carried, relay->hub->data);
}

static gboolean
load_key (TcHubPeer *peer)
{
  g_autoptr (TcQuery) query = tc_database_query (
      peer->hub->db, "SELECT public_key FROM desk WHERE id = ?", "i", (gint64) peer->replica);
  gsize size = 0;
  const guint8 *key = tc_query_next (query) ? tc_query_blob (query, 0, &size) : NULL;

  if (size != TC_KEY_PUBLIC_SIZE)
    return FALSE;
  memcpy (peer->key.bytes, key, size);
  return TRUE;
}

static void
advance (TcHubPeer *peer, gint64 seq, gint64 id)
{
  peer->queued_seq = MAX (peer->queued_seq, seq);
  peer->queued_id = MAX (peer->queued_id, id);
}

/* What another line of the desk brought and isn't committed is known too, and what the desk said
 * there that it skips. */
static void
count_elsewhere (TcHubPeer *peer)
{
  for (guint i = 0; i < peer->hub->peers->len; i++) {
    const TcHubPeer *other = g_ptr_array_index (peer->hub->peers, i);

    if (other->replica == peer->replica && tc_hub_peer_is_known (other))
      advance (peer, other->queued_seq, other->queued_id);
  }
  for (GList *item = peer->hub->waiting->head; item; item = item->next) {
    const TcOperation *op = ((TcWaiting *) item->data)->op;

    if (op->head.replica == peer->replica)
      advance (peer, op->head.seq, op->head.id);
  }
}

/* (nullable): why the relay may not speak for it */
static const char *
admit (TcHubPeer *peer)
{
  TcHub *hub = peer->hub;
  g_autoptr (GError) error = NULL;

  if (!tc_reading_rights_relay_serves (hub->db, peer->via->replica, peer->replica) ||
      !load_key (peer))
    return "line.desk-unknown";
  if (!tc_hub_peer_load_newest (peer, &error) || !tc_database_check (hub->db, &error))
    return "line.store";
  count_elsewhere (peer);
  return NULL;
}

/* A desk is carried by one relay at a time: the newest that speaks for it. NULL: it was turned
 * away. */
static TcHubPeer *
find_carried (TcHubPeer *relay, guint16 replica, gint64 now_us)
{
  TcHub *hub = relay->hub;
  TcHubPeer *peer = g_hash_table_lookup (hub->carried, GUINT_TO_POINTER (replica));

  if (peer && peer->via == relay)
    return peer;
  if (peer)
    tc_hub_disconnect (hub, peer);
  peer = tc_hub_peer_new (hub, relay->data, now_us);
  peer->via = relay;
  peer->replica = replica;
  peer->state = TC_PEER_LOADING;
  const char *why = admit (peer);
  if (why) {
    tc_hub_peer_free (peer);
    send_goodbye (relay, replica, why);
    return NULL;
  }
  g_hash_table_insert (hub->carried, GUINT_TO_POINTER (replica), peer);
  tc_hub_peer_prove_enrolment (peer);
  return peer;
}

static void
dispatch (TcHubPeer *peer, const TcLineMessage *inner, gint64 now_us)
{
  TcHub *hub = peer->hub;

  if (inner->kind == TC_LINE_OPERATIONS)
    tc_hub_receive_operations (hub, peer, tc_hub_operations_of (inner, &peer->key));
  else if (inner->kind == TC_LINE_ASK)
    hub->hooks.ask (peer->data, peer->replica, inner->number, inner->name, inner->value, hub->data);
  else if (inner->kind == TC_LINE_NOTICE) {
    if (!tc_hub_peer_notice (peer, inner->name, inner->value, now_us) && hub->hooks.notice)
      hub->hooks.notice (peer->data, peer->replica, inner->name, inner->value, hub->data);
  } else
    tc_hub_peer_goodbye (peer, "line.order");
}

void
tc_hub_carry (TcHubPeer *relay, const TcLineMessage *message, gint64 now_us)
{
  g_autoptr (TcLineMessage) inner = tc_line_message_read (message->inner, NULL);
  TcHubPeer *peer;

  if (!inner) {
    tc_hub_peer_goodbye (relay, "line.malformed");
    return;
  }
  peer = find_carried (relay, message->replica, now_us);
  if (peer)
    dispatch (peer, inner, now_us);
}

/* (transfer full) (element-type TcHubPeer): of one relay, or all */
static GPtrArray *
list_carried (TcHub *hub, TcHubPeer *relay)
{
  GPtrArray *peers = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer peer;

  g_hash_table_iter_init (&iter, hub->carried);
  while (g_hash_table_iter_next (&iter, NULL, &peer))
    if (!relay || ((TcHubPeer *) peer)->via == relay)
      g_ptr_array_add (peers, peer);
  return peers;
}

void
tc_hub_drop_carried (TcHub *hub, TcHubPeer *relay)
{
  g_autoptr (GPtrArray) peers = list_carried (hub, relay);

  for (guint i = 0; i < peers->len; i++)
    tc_hub_disconnect (hub, g_ptr_array_index (peers, i));
}

void
tc_hub_review_carried (TcHub *hub)
{
  g_autoptr (GPtrArray) peers = list_carried (hub, NULL);

  for (guint i = 0; i < peers->len; i++) {
    TcHubPeer *peer = g_ptr_array_index (peers, i);

    if (!tc_reading_rights_relay_serves (hub->db, peer->via->replica, peer->replica))
      tc_hub_peer_goodbye (peer, "line.desk-unknown");
  }
}

void
tc_hub_send_carried_answers (TcHub *hub)
{
  GHashTableIter iter;
  gpointer peer;

  g_hash_table_iter_init (&iter, hub->carried);
  while (g_hash_table_iter_next (&iter, NULL, &peer))
    tc_hub_peer_send_answers (peer);
}

void
tc_hub_note_queued (TcHubPeer *peer, gint64 seq, gint64 id)
{
  TcHub *hub = peer->hub;
  TcHubPeer *carried = g_hash_table_lookup (hub->carried, GUINT_TO_POINTER (peer->replica));

  advance (peer, seq, id);
  if (carried)
    advance (carried, seq, id);
  if (!peer->via)
    return;
  for (guint i = 0; i < hub->peers->len; i++) {
    TcHubPeer *other = g_ptr_array_index (hub->peers, i);

    if (other->replica == peer->replica && tc_hub_peer_is_known (other))
      advance (other, seq, id);
  }
}
