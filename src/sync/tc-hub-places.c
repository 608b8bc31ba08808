/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who catches up from the log now, and who waits for a place: what is read for one desk is in
 * memory until that desk has it, so a herd that comes back at once is served in turns. A new commit
 * goes to all who are up to date and needs no place.
 *
 * A desk gives its place up when it has caught up, when it has all that was sent and another
 * waits, or when nothing was heard of it for a while.
 */
#include "tc-hub-private.h"

#include "tc-limits.h"

#define PLACE_US_MAX (5 * TC_US_PER_S)
/* Who is behind by so little has it all in memory at once, and needs its place no longer. */
#define LITTLE_BYTES (64 * 1024)

gboolean
tc_hub_peer_take_place (TcHubPeer *peer, gint64 now_us)
{
  TcHub *hub = peer->hub;

  if (peer->has_place)
    return TRUE;
  if (hub->places_taken < TC_CATCH_UPS_MAX && g_queue_is_empty (hub->queue)) {
    peer->has_place = TRUE;
    peer->place_us = now_us;
    hub->places_taken++;
    return TRUE;
  }
  if (!peer->awaits_place)
    g_queue_push_tail (hub->queue, peer);
  peer->awaits_place = TRUE;
  return FALSE;
}

static void
give_up (TcHubPeer *peer)
{
  peer->hub->places_taken -= peer->has_place;
  peer->has_place = FALSE;
}

void
tc_hub_peer_leave_place (TcHubPeer *peer)
{
  give_up (peer);
  if (peer->awaits_place)
    g_queue_remove (peer->hub->queue, peer);
  peer->awaits_place = FALSE;
}

void
tc_hub_peer_heard (TcHubPeer *peer, gint64 lsn, gint64 now_us)
{
  gboolean caught_up = peer->caught_lsn && lsn >= peer->caught_lsn;
  gboolean has_all = g_queue_is_empty (peer->in_flight);

  peer->place_us = now_us;
  if (caught_up || (has_all && !g_queue_is_empty (peer->hub->queue)))
    give_up (peer);
}

void
tc_hub_peer_pumped (TcHubPeer *peer)
{
  gboolean all = peer->sent_lsn >= peer->hub->position.lsn;

  peer->caught_lsn = all ? peer->sent_lsn : 0;
  if (all && peer->in_flight_bytes <= LITTLE_BYTES)
    give_up (peer);
}

void
tc_hub_share_places (TcHub *hub, gint64 now_us)
{
  /* One that is served may be dropped and leave its place, or have nothing to catch up with. */
  while (hub->places_taken < TC_CATCH_UPS_MAX && !g_queue_is_empty (hub->queue)) {
    TcHubPeer *peer = g_queue_pop_head (hub->queue);

    peer->awaits_place = FALSE;
    peer->has_place = TRUE;
    peer->place_us = now_us;
    hub->places_taken++;
    tc_hub_peer_pump (peer, now_us);
  }
}

void
tc_hub_tend_places (TcHub *hub, gint64 now_us)
{
  for (guint i = 0; i < hub->peers->len; i++) {
    TcHubPeer *peer = g_ptr_array_index (hub->peers, i);

    if (peer->has_place && now_us - peer->place_us > PLACE_US_MAX)
      give_up (peer);
  }
  tc_hub_share_places (hub, now_us);
}
