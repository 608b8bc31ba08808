/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what waits at a relay is done once and in its order after the server, or a desk behind it,
 * began anew from a backup. Method: the room of relay-room.h; each test drives one story.
 */
#include "relay-room.h"

#include <glib/gstdio.h>

/* A backup of after the first name; the second will be lost with what the server forgets. */
static Room *
room_to_forget (void)
{
  Room *room = room_new ();

  world_rename (room->a, "Trước");
  room_assert_settled (room);
  world_back_up (room->world);
  world_rename (room->a, "Mất");
  room_assert_settled (room);
  return room;
}

/* It has forgotten; the relay, which is back, has a third name of a desk that is away. */
static Room *
room_forgotten (void)
{
  Room *room = room_to_forget ();

  world_cut_relay (room->relay);
  world_rename (room->a, "Đang chờ");
  world_run (room->world);
  world_disconnect (room->a);
  world_restore (room->world);
  world_connect_relay (room->relay);
  world_connect (room->b);
  world_connect (room->c);
  world_run (room->world);
  return room;
}

/* The server is put back to before what the room did: it is done again, in its order. */
static void
test_server_restored (void)
{
  Room *room = room_to_forget ();

  world_rename (room->b, "Mất rồi");
  room_assert_settled (room);
  world_cut_relay (room->relay);
  world_rename (room->a, "Đang chờ");
  world_run (room->world);
  world_restore (room->world);
  world_connect (room->a);
  world_run (room->world);
  world_connect_relay (room->relay);
  world_connect (room->c);
  world_run (room->world);
  g_assert_cmpstr (room->a->closed_code, ==, "line.moved");
  world_connect (room->b);
  world_connect (room->a);
  room_assert_settled (room);
  g_assert_cmpint (room_count_settled (room, room->a), ==, 3);
  g_assert_cmpint (room_count_settled (room, room->b), ==, 1);
  g_assert_cmpuint (room->a->status.attention, ==, 0);
  /* What a desk made is done in its order, also what stood at the relay before. */
  g_assert_cmpint (
      tc_database_get_int (room->world->db, -1,
                           "SELECT count(*) FROM log_operation AS a JOIN log_operation AS b"
                           " ON b.replica = a.replica AND b.seq > a.seq AND b.lsn < a.lsn"
                           " WHERE a.replica = 1",
                           NULL),
      ==, 0);
  room_free (room);
}

/* What a relay has of a desk that then told the restored server itself goes once it has. */
static void
test_restored_meanwhile (void)
{
  Room *room = room_forgotten ();

  room_tick (room);
  world_connect (room->b);
  world_run (room->world);
  /* It waits for what its desk made before it. */
  g_assert_cmpuint (room->relay->status.queued, ==, 1);
  g_assert_cmpint (room_count_settled (room, room->a), ==, 1);
  world_move_away (room->a);
  world_connect (room->a);
  world_run (room->world);
  g_assert_cmpint (room_count_settled (room, room->a), ==, 3);
  room_tick (room);
  room_assert_settled (room);
  world_assert_name (room->b->db, "Đang chờ");
  room_free (room);
}

/* The relay waits for a day; a desk that comes later still brings what the server has lost. */
static void
test_restored_and_late (void)
{
  Room *room = room_forgotten ();

  room->world->now_us += TC_US_PER_DAY;
  room_tick (room);
  g_assert_cmpint (room_count_settled (room, room->a), ==, 2);
  world_move_away (room->a);
  world_connect (room->a);
  world_run (room->world);
  g_assert_cmpint (room_count_settled (room, room->a), ==, 3);
  g_assert_cmpuint (room->a->status.attention, ==, 0);
  room_tick (room);
  world_connect (room->b);
  room_assert_settled (room);
  room_free (room);
}

/* The desk comes back behind the relay before that has asked: whoever looks at the relay sees that
 * nothing waits there any more. */
static void
test_restored_and_back (void)
{
  Room *room = room_new ();

  world_rename (room->a, "Trước");
  room_assert_settled (room);
  world_back_up (room->world);
  world_cut_relay (room->relay);
  world_rename (room->a, "Đang chờ");
  world_run (room->world);
  world_disconnect (room->a);
  world_move_away (room->a);
  world_restore (room->world);
  world_connect (room->a);
  world_run (room->world);
  g_assert_cmpint (room_count_settled (room, room->a), ==, 2);
  world_connect_relay (room->relay);
  world_run (room->world);
  g_assert_cmpuint (room->relay->status.queued, ==, 1);
  world_disconnect (room->a);
  world_move_behind (room->a, room->relay);
  world_connect (room->a);
  world_run (room->world);
  g_assert_cmpuint (room->relay->status.queued, ==, 0);
  world_connect (room->b);
  world_connect (room->c);
  room_assert_settled (room);
  room_free (room);
}

/* Answers of before a restore are none after it, though the replica was lost in between. */
static void
test_restored_and_lost (void)
{
  Room *room = room_to_forget ();
  g_autofree char *replica = g_build_filename (room->world->folder, "replica-1.db", NULL);

  world_cut_relay (room->relay);
  world_restore (room->world);
  world_disconnect (room->a);
  world_close_desk (room->a);
  g_assert_cmpint (g_unlink (replica), ==, 0);
  world_restart_desk (room->a);
  world_connect_relay (room->relay);
  world_connect (room->b);
  world_connect (room->c);
  world_run (room->world);
  world_connect (room->b);
  world_connect (room->a);
  room_assert_settled (room);
  g_assert_cmpint (room_count_settled (room, room->a), ==, 2);
  world_assert_name (room->c->db, "Mất");
  room_free (room);
}

/* What a desk made before it was put back waits here: the server's answer to that isn't the one for
 * what has its number now. */
static void
test_desk_put_back (void)
{
  Room *room = room_new ();
  World *world = room->world;

  world_back_up_desk (room->a);
  world_cut_relay (room->relay);
  world_rename (room->a, "Trước");
  world_run (world);
  g_assert_cmpuint (room->relay->status.queued, ==, 1);
  world_restore_desk (room->a);
  world_connect (room->a);
  world_run (world);
  world_connect_relay (room->relay);
  for (guint i = 0; i < 20; i++) {
    world_move_relay (room->relay);
    g_assert_true (tc_hub_flush (world->hub, world->now_us, NULL));
  }
  g_assert_cmpint (room_count_settled (room, room->a), ==, 1);
  world_rename (room->a, "Sau");
  room_assert_settled (room);
  g_assert_cmpint (room_count_settled (room, room->a), ==, 2);
  g_assert_cmpuint (room->a->status.attention, ==, 0);
  world_assert_name (world->db, "Sau");
  room_free (room);
}

/* What was lost with a desk's disk is here alone: it goes once the desk has brought what came
 * before it. */
static Room *
room_with_lost (void)
{
  Room *room = room_to_forget ();

  world_back_up_desk (room->a);
  world_cut_relay (room->relay);
  world_rename (room->a, "Chỉ còn ở trạm");
  world_run (room->world);
  world_restore_desk (room->a);
  world_restore (room->world);
  world_connect_relay (room->relay);
  world_connect (room->b);
  world_connect (room->c);
  world_run (room->world);
  g_assert_cmpuint (room->relay->status.queued, ==, 1);
  return room;
}

static void
assert_lost_is_settled (Room *room)
{
  g_assert_cmpint (room_count_settled (room, room->a), ==, 3);
  g_assert_cmpuint (room->relay->status.queued, ==, 0);
  world_assert_name (room->world->db, "Chỉ còn ở trạm");
  world_rename (room->a, "Sau");
  world_run (room->world);
  world_assert_agree (room->world);
  world_assert_name (room->world->db, "Sau");
  g_assert_cmpint (room_count_settled (room, room->a), ==, 4);
  g_assert_cmpuint (room->a->status.attention, ==, 0);
}

static void
test_restored_and_put_back (void)
{
  Room *room = room_with_lost ();

  world_connect (room->a);
  world_run (room->world);
  assert_lost_is_settled (room);
  room_free (room);
}

/* The same, where the desk goes to the server itself: the relay hears of it there. */
static void
test_put_back_and_away (void)
{
  Room *room = room_with_lost ();

  world_move_away (room->a);
  world_connect (room->a);
  world_run (room->world);
  g_assert_cmpint (room_count_settled (room, room->a), ==, 2);
  room_tick (room);
  assert_lost_is_settled (room);
  room_free (room);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/restored/server", test_server_restored);
  g_test_add_func ("/relay/restored/meanwhile", test_restored_meanwhile);
  g_test_add_func ("/relay/restored/and-late", test_restored_and_late);
  g_test_add_func ("/relay/restored/and-back", test_restored_and_back);
  g_test_add_func ("/relay/restored/and-lost", test_restored_and_lost);
  g_test_add_func ("/relay/restored/desk-put-back", test_desk_put_back);
  g_test_add_func ("/relay/restored/and-put-back", test_restored_and_put_back);
  g_test_add_func ("/relay/restored/put-back-and-away", test_put_back_and_away);
  return g_test_run ();
}
