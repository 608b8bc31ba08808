/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Connections and their clocks; see the private header.
 */
#include "tc-http-peer-private.h"

#include "tc-limits.h"

/* How long a client that was answered in haste may go on sending before it is cut. */
#define CLOSING_S 3

struct _TcHttpPeers {
  TcHttpLimits limits;
  GHashTable *set;    /* (owned) (element-type TcHttpPeer): not owning; they leave when gone */
  GHashTable *by_key; /* (owned) (element-type utf8 guint): connections of an address */
  gboolean (*timed_out) (TcHttpPeer *peer, gpointer data);
  gpointer data;
};

TcHttpPeer *
tc_http_peer_ref (TcHttpPeer *peer)
{
  g_ref_count_inc (&peer->refs);
  return peer;
}

void
tc_http_peer_unref (TcHttpPeer *peer)
{
  if (!g_ref_count_dec (&peer->refs))
    return;
  g_assert (!peer->connection && !peer->request);
  g_free (peer->address);
  g_free (peer->key);
  g_free (peer);
}

void
tc_http_peer_set_state (TcHttpPeer *peer, TcPeerState state)
{
  peer->state = state;
  peer->since_us = peer->last_us = g_get_monotonic_time ();
  peer->bytes = 0;
}

void
tc_http_peer_moved (TcHttpPeer *peer, gsize bytes)
{
  peer->bytes += (gint64) bytes;
  peer->last_us = g_get_monotonic_time ();
}

void
tc_http_peer_cut (TcHttpPeer *peer)
{
  SoupServerMessage *message = g_steal_pointer (&peer->message);
  g_autoptr (GIOStream) stream = g_steal_pointer (&peer->idle_stream);

  if (peer->idle_source)
    g_source_destroy (peer->idle_source);
  g_clear_pointer (&peer->idle_source, g_source_unref);
  /* libsoup doesn't look at the socket of a message that waits for us: take it away. */
  if (message)
    stream = soup_server_message_steal_connection (message);
  if (peer->connection)
    g_socket_shutdown (g_socket_connection_get_socket (peer->connection), TRUE, TRUE, NULL);
}

static void
count_key (TcHttpPeers *self, const char *key, int change)
{
  guint count = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_key, key)) + (guint) change;

  if (count)
    g_hash_table_insert (self->by_key, g_strdup (key), GUINT_TO_POINTER (count));
  else
    g_hash_table_remove (self->by_key, key);
}

/* The connection is gone, or the table is. */
static void
leave (TcHttpPeer *peer)
{
  TcHttpRequest *request = peer->request;

  peer->connection = NULL;
  peer->stream = NULL;
  peer->message = NULL;
  if (peer->peers) {
    g_hash_table_remove (peer->peers->set, peer);
    count_key (peer->peers, peer->key, -1);
    peer->peers = NULL;
  }
  if (request) {
    g_cancellable_cancel (tc_http_request_get_cancellable (request));
    peer->request = NULL;
    if (peer->holds_request)
      g_object_unref (request);
    peer->holds_request = FALSE;
  }
  tc_http_peer_unref (peer);
}

static void
connection_gone_cb (gpointer data, GObject *connection)
{
  leave (data);
}

TcHttpPeers *
tc_http_peers_new (const TcHttpLimits *limits,
                   gboolean (*timed_out) (TcHttpPeer *peer, gpointer data), gpointer data)
{
  TcHttpPeers *self = g_new0 (TcHttpPeers, 1);

  self->limits = *limits;
  self->timed_out = timed_out;
  self->data = data;
  self->set = g_hash_table_new (NULL, NULL);
  self->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
tc_http_peers_free (TcHttpPeers *self)
{
  g_autoptr (GList) all = g_hash_table_get_keys (self->set);

  for (GList *at = all; at; at = at->next) {
    TcHttpPeer *peer = at->data;

    g_object_weak_unref (G_OBJECT (peer->connection), connection_gone_cb, peer);
    tc_http_peer_cut (peer);
    leave (peer);
  }
  g_hash_table_unref (self->set);
  g_hash_table_unref (self->by_key);
  g_free (self);
}

/* Of IPv6 the /64: one household or office has at least that many addresses. */
char *
tc_http_peer_make_key (GInetAddress *address)
{
  guint8 head[16] = {0};
  g_autoptr (GInetAddress) net = NULL;

  if (g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV6)
    return g_inet_address_to_string (address);
  memcpy (head, g_inet_address_to_bytes (address), 8);
  net = g_inet_address_new_from_bytes (head, G_SOCKET_FAMILY_IPV6);
  return g_inet_address_to_string (net);
}

static void
name_peer (TcHttpPeer *peer, GSocketConnection *connection)
{
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);
  GInetAddress *address;

  if (!G_IS_INET_SOCKET_ADDRESS (remote)) {
    peer->address = g_strdup ("?");
    peer->key = g_strdup ("?");
    return;
  }
  address = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote));
  peer->address = g_inet_address_to_string (address);
  if (g_str_has_prefix (peer->address, "::ffff:")) { /* IPv4 on a socket for both */
    char *plain = g_strdup (peer->address + strlen ("::ffff:"));

    g_free (peer->address);
    peer->address = plain;
    peer->key = g_strdup (plain);
  } else {
    peer->key = tc_http_peer_make_key (address);
  }
}

TcHttpPeer *
tc_http_peers_add (TcHttpPeers *self, GSocketConnection *connection, gboolean tls)
{
  TcHttpPeer *peer = g_new0 (TcHttpPeer, 1);

  g_ref_count_init (&peer->refs);
  name_peer (peer, connection);
  peer->proxy = !g_strcmp0 (peer->address, self->limits.trusted_proxy);
  if (!peer->proxy && GPOINTER_TO_UINT (g_hash_table_lookup (self->by_key, peer->key)) >=
                          self->limits.address_connections_max) {
    tc_http_peer_unref (peer);
    return NULL;
  }
  peer->peers = self;
  peer->tls = tls;
  peer->connection = connection;
  tc_http_peer_set_state (peer, tls ? TC_PEER_HANDSHAKE : TC_PEER_HEAD);
  g_hash_table_add (self->set, peer);
  count_key (self, peer->key, 1);
  g_object_weak_ref (G_OBJECT (connection), connection_gone_cb, peer);
  return tc_http_peer_ref (peer);
}

guint
tc_http_peers_get_count (TcHttpPeers *self)
{
  return g_hash_table_size (self->set);
}

guint
tc_http_peers_get_busy (TcHttpPeers *self)
{
  GHashTableIter iter;
  gpointer key;
  guint busy = 0;

  g_hash_table_iter_init (&iter, self->set);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    TcHttpPeer *peer = key;

    busy += peer->state != TC_PEER_IDLE && peer->state != TC_PEER_LINE;
  }
  return busy;
}

static gboolean
is_over (TcHttpPeers *self, TcHttpPeer *peer, gint64 now_us)
{
  gint64 in_state_us = now_us - peer->since_us;
  gint64 still_us = now_us - peer->last_us;

  switch (peer->state) {
  case TC_PEER_HANDSHAKE:
  case TC_PEER_HEAD:
    return in_state_us > self->limits.head_s * TC_US_PER_S;
  case TC_PEER_BODY:
    if (in_state_us > self->limits.idle_s * TC_US_PER_S &&
        peer->bytes < in_state_us / TC_US_PER_S * self->limits.body_bytes_per_s_min)
      return TRUE;
    return still_us > self->limits.idle_s * TC_US_PER_S;
  case TC_PEER_SEND:
  case TC_PEER_IDLE:
    return still_us > self->limits.idle_s * TC_US_PER_S;
  case TC_PEER_CLOSING:
    return in_state_us > CLOSING_S * TC_US_PER_S;
  case TC_PEER_WORK:
  case TC_PEER_LINE:
    return FALSE;
  }
  g_assert_not_reached ();
}

/* The peers that @pick names, each referred to: what is done with them may end others. */
static GPtrArray *
list_peers (TcHttpPeers *self, gint64 now_us, gboolean idle_only)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_http_peer_unref);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->set);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    TcHttpPeer *peer = key;

    if (idle_only ? peer->state == TC_PEER_IDLE : is_over (self, peer, now_us))
      g_ptr_array_add (list, tc_http_peer_ref (peer));
  }
  return list;
}

void
tc_http_peers_tick (TcHttpPeers *self, gint64 now_us)
{
  g_autoptr (GPtrArray) over = list_peers (self, now_us, FALSE);

  for (guint i = 0; i < over->len; i++) {
    TcHttpPeer *peer = over->pdata[i];

    if (peer->peers && !self->timed_out (peer, self->data))
      tc_http_peer_cut (peer);
  }
}

void
tc_http_peers_cut_idle (TcHttpPeers *self)
{
  g_autoptr (GPtrArray) idle = list_peers (self, 0, TRUE);

  for (guint i = 0; i < idle->len; i++)
    tc_http_peer_cut (idle->pdata[i]);
}
