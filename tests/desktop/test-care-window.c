/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: who looks after cameras takes one out of service and back at the wall, and sees which
 * faults one has had. Method: as in test-camera-window.c.
 */
#include "wall-seat.h"

#include "tc-room-cameras.h"

/* The camera in the chosen tile. */
static void
take_out (Seat *seat)
{
  act (seat, "wall-maintenance", NULL);
  wait_shown (seat, "Take out of service", TRUE);
  act_string (seat, "camera-write", "Thay nguồn");
  act (seat, "camera-send", NULL);
}

static void
test_maintenance (void)
{
  Seat seat = {0};

  forget_wall ();
  sit_at_wall (&seat);
  act_string (&seat, "camera-number", "114");
  wait_picture (&seat, 0);
  take_out (&seat);
  wait_shown (&seat, "This camera is out of service now.", TRUE);
  wait_shown (&seat, "being mended", TRUE);
  act (&seat, "wall-maintenance", NULL);
  wait_shown (&seat, "This camera is in service again.", TRUE);
  wait_shown (&seat, "being mended", FALSE);
  stand_up (&seat);
}

/* Of the camera in the chosen tile, or of another one; kept true. What is being mended has none. */
static void
test_faults (void)
{
  Seat seat = {0};
  GtkWidget *window = NULL;

  forget_wall ();
  sit_at_wall (&seat);
  act_string (&seat, "camera-number", "114");
  wait_picture (&seat, 0);
  act (&seat, "camera-faults", NULL);
  window = find_window_of ("TcFaultsWindow");
  g_assert_nonnull (window);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==,
                   "Faults of 114 Ngã tư Trần Hưng Đạo");
  wait_shown_in (window, "No fault of this camera is on record.", TRUE);
  tc_room_desk_tell_camera (seat.desk, 114, "offline", "timeout");
  wait_shown_in (window, "no connection · ", TRUE);
  wait_shown_in (window, "Since ", TRUE);
  wait_shown_in (window, "No fault of this camera is on record.", FALSE);
  take_out (&seat);
  wait_shown_in (window, " to ", TRUE);
  wait_shown_in (window, "Since ", FALSE);
  take_list (window, "faults", "no connection");
  act_string (&seat, "camera-number", "115");
  wait_tile (&seat, 1, "115", TRUE);
  act (&seat, "wall-choose", g_variant_new_uint32 (1));
  act (&seat, "camera-faults", NULL);
  g_assert_true (find_window_of ("TcFaultsWindow") == window);
  wait_shown_in (window, "no connection", FALSE);
  wait_shown_in (window, "No fault of this camera is on record.", TRUE);
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  wall_seat_init (&argc, &argv);
  g_test_add_func ("/care-window/maintenance", test_maintenance);
  g_test_add_func ("/care-window/faults", test_faults);
  return wall_seat_run ();
}
