/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what a desk shows of the others in a room that is cut off stays right and stays quick,
 * however much it comes to. Method: the room of relay-room.h, and the rows that a desk is told of.
 */
#include "relay-room.h"

/* More than goes up at once, and a long catching up of the relay, both ways at a time. */
static void
test_many (void)
{
  Room *room = room_new ();

  world_cut_relay (room->relay);
  for (guint i = 0; i < 300; i++) {
    g_autofree char *name = g_strdup_printf ("A %u", i);
    g_autofree char *other = g_strdup_printf ("C %u", i);
    room_rename (room->a, name);
    room_rename (room->c, other);
    if (i % 100 == 0)
      world_run (room->world);
  }
  world_run (room->world);
  g_assert_cmpuint (room->b->status.provisional, ==, 300);
  room_assert_name (room->b, "A 299");
  world_connect_relay (room->relay);
  room_assert_settled (room);
  room_assert_name (room->c, "A 299");
  g_assert_cmpint (room_count_settled (room, room->a), ==, 300);
  room_free (room);
}

/* How many rows a desk is told of when another makes one operation more. */
static guint
changed_by (Room *room, const char *name)
{
  guint before = room->b->changed;

  room_rename (room->a, name);
  world_run (room->world);
  return room->b->changed - before;
}

/* What comes behind many others touches none of them; what is pending here makes way for it until
 * it stands among them, too. */
static void
test_behind_others (void)
{
  Room *room = room_new ();

  world_cut_relay (room->relay);
  for (guint i = 0; i < 100; i++) {
    g_autofree char *name = g_strdup_printf ("A %u", i);
    room_rename (room->a, name);
  }
  world_run (room->world);
  g_assert_cmpuint (room->b->status.provisional, ==, 100);
  g_assert_cmpuint (changed_by (room, "Một"), <, 10);
  room_assert_name (room->b, "Một");
  guint before = room->b->changed;
  room_rename (room->a, "Hai");
  world_move (room->a);
  room_rename (room->b, "Ba");
  world_move_relay (room->relay);
  world_move (room->b);
  g_assert_cmpuint (room->b->status.provisional, ==, 102);
  g_assert_cmpuint (room->b->status.pending, ==, 1);
  room_assert_name (room->b, "Ba");
  world_run (room->world);
  room_assert_name (room->b, "Ba");
  room_assert_name (room->a, "Ba");
  g_assert_cmpuint (room->b->changed - before, <, 10);
  g_assert_cmpuint (changed_by (room, "Bốn"), <, 10);
  room_assert_name (room->b, "Bốn");
  /* Told all of it anew, it comes to the same. */
  world_restart_desk (room->b);
  world_connect (room->b);
  world_run (room->world);
  room_assert_name (room->b, "Bốn");
  world_connect_relay (room->relay);
  room_assert_settled (room);
  room_assert_name (room->c, "Bốn");
  g_assert_cmpint (room_count_settled (room, room->a), ==, 103);
  g_assert_cmpint (room_count_settled (room, room->b), ==, 1);
  room_free (room);
}

/* One that a desk's replica can't carry out is shown as nothing, and keeps no other away. */
static void
test_failing (void)
{
  Room *room = room_new ();

  world_cut_relay (room->relay);
  room_rename (room->a, "Lành");
  tc_database_execute_script (room->b->db, "CREATE TEMP TRIGGER bad BEFORE UPDATE ON staff WHEN"
                                           " new.name = 'Hiểm' BEGIN SELECT json ('{'); END");
  room_rename (room->a, "Hiểm");
  world_run (room->world);
  g_assert_false (room->b->line_bad);
  g_assert_cmpuint (room->b->status.provisional, ==, 2);
  room_assert_name (room->b, "Lành");
  room_rename (room->a, "Lành lại");
  world_run (room->world);
  room_assert_name (room->b, "Lành lại");
  world_connect_relay (room->relay);
  tc_database_execute_script (room->b->db, "DROP TRIGGER bad");
  room_assert_settled (room);
  room_free (room);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay-shown/many", test_many);
  g_test_add_func ("/relay-shown/behind-others", test_behind_others);
  g_test_add_func ("/relay-shown/failing", test_failing);
  return g_test_run ();
}
