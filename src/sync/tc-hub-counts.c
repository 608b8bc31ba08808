/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a hub has done since it was made, and how its desks stand: for whoever watches the server.
 */
#include "tc-hub-private.h"

void
tc_hub_get_counts (TcHub *hub, TcHubCounts *counts)
{
  *counts = hub->counts;
  counts->waiting = hub->waiting->length;
}

GArray *
tc_hub_list_peers (TcHub *hub)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (TcHubPeerInfo));

  for (guint i = 0; i < hub->peers->len; i++) {
    const TcHubPeer *peer = g_ptr_array_index (hub->peers, i);
    TcHubPeerInfo info = {peer->replica, peer->state == TC_PEER_LOADING, peer->acked_lsn,
                          peer->in_flight_bytes};

    if (peer->state == TC_PEER_LOADING || peer->state == TC_PEER_FOLLOWING)
      g_array_append_val (list, info);
  }
  return list;
}
