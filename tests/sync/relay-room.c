/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A room behind a relay; see the header.
 */
#include "relay-room.h"

Room *
room_new (void)
{
  Room *room = g_new0 (Room, 1);

  room->world = world_new ();
  world_open_room (room->world);
  room->relay = world_add_relay (room->world);
  room->a = world_add_desk (room->world, 1);
  room->b = world_add_desk (room->world, 2);
  room->c = world_add_desk (room->world, 3);
  world_move_behind (room->a, room->relay);
  world_move_behind (room->b, room->relay);
  world_connect_relay (room->relay);
  world_connect (room->c);
  world_run (room->world);
  world_connect (room->a);
  world_connect (room->b);
  world_run (room->world);
  g_assert_true (room->relay->status.online);
  g_assert_cmpint (room->a->status.state, ==, TC_REPLICA_LIVE);
  g_assert_cmpint (room->b->status.state, ==, TC_REPLICA_LIVE);
  return room;
}

void
room_free (Room *room)
{
  World *world = room->world;

  world_free_relay (room->relay);
  world_free (world);
  g_free (room);
}

gint64
room_count_settled (Room *room, WorldDesk *desk)
{
  return tc_database_get_int (room->world->db, -1,
                              "SELECT count(*) FROM log_operation WHERE replica = ?", "i",
                              (gint64) desk->number);
}

void
room_tick (Room *room)
{
  room->world->now_us += 2 * 60 * TC_US_PER_S;
  g_assert_true (tc_relay_tick (room->relay->relay, room->world->now_us, NULL));
  world_run (room->world);
}

void
room_assert_settled (Room *room)
{
  world_run (room->world);
  g_assert_cmpuint (room->relay->status.queued, ==, 0);
  g_assert_cmpint (
      tc_database_get_int (room->relay->db, -1, "SELECT count(*) FROM relay_queue", NULL), ==, 0);
  g_assert_cmpuint (room->a->status.provisional, ==, 0);
  g_assert_cmpuint (room->b->status.provisional, ==, 0);
  g_assert_cmpint (tc_database_get_int (room->a->db, -1, "SELECT count(*) FROM provisional", NULL),
                   ==, 0);
  world_assert_agree (room->world);
}
