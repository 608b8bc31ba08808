/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a group of cameras and a layout of the wall that the server hasn't settled are marked
 * wherever they are listed, and what is chosen stays chosen when the mark comes and goes. Method:
 * the real window over the room's cameras; menus are read unopened.
 */
#include "wall-seat.h"

#include "main-turn.h"
#include "tc-room-cameras.h"

#define GROUP "Trung tâm (3)"
#define MARK " · not sent yet"

/* Where groups are set as where one of them is chosen. */
static void
test_groups (void)
{
  Seat seat = {0};
  GtkWidget *window = NULL;
  gint64 id = 0;

  forget_wall ();
  sit_at_wall (&seat);
  id = tc_room_desk_get_camera_group (seat.desk);
  act (&seat, "camera-group", g_variant_new_int64 (id));
  wait_shown (&seat, GROUP, TRUE);
  wait_shown (&seat, "120 Kho vật chứng", FALSE);
  wait_can (&seat, "camera-groups", TRUE);
  act (&seat, "camera-groups", NULL);
  window = wait_window_of ("TcCameraGroupsWindow");
  wait_shown_in (window, GROUP, TRUE);
  g_assert_false (shows (window, MARK));
  tc_room_desk_let_wait (seat.desk, id, TRUE);
  wait_shown_in (window, GROUP MARK, TRUE);
  wait_shown (&seat, GROUP MARK, TRUE);
  tc_room_desk_let_wait (seat.desk, 0, FALSE);
  wait_shown_in (window, MARK, FALSE);
  wait_shown (&seat, MARK, FALSE);
  g_assert_true (shows (GTK_WIDGET (seat.window), GROUP));
  g_assert_false (shows (GTK_WIDGET (seat.window), "120 Kho vật chứng"));
  stand_up (&seat);
}

static void
test_layouts (void)
{
  Seat seat = {0};
  gint64 id = 0;

  forget_wall ();
  sit_at_wall (&seat);
  act_string (&seat, "camera-number", "115");
  wait_tile (&seat, 0, "115", TRUE);
  act (&seat, "layout-save", NULL);
  act_string (&seat, "camera-write", "Đêm");
  act (&seat, "camera-send", NULL);
  wait_shown (&seat, "The layout is saved.", TRUE);
  wait_in_menu (&seat, "Đêm", TRUE);
  id = tc_room_desk_find (seat.desk, "SELECT id FROM wall_layout WHERE id > ?", 0);
  tc_room_desk_let_wait (seat.desk, id, TRUE);
  wait_in_menu (&seat, "Đêm" MARK, TRUE);
  tc_room_desk_let_wait (seat.desk, 0, FALSE);
  wait_in_menu (&seat, "Đêm" MARK, FALSE);
  wait_in_menu (&seat, "Đêm", TRUE);
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  wall_seat_init (&argc, &argv);
  g_test_add_func ("/marks/groups", test_groups);
  g_test_add_func ("/marks/layouts", test_layouts);
  return wall_seat_run ();
}
