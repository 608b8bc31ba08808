/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: beside an incident the cameras near it play, and only while they are on screen; one key
 * opens the nearest on the wall and another lays them all out there; where there are none it is
 * said why. Method: as in test-camera-window.c.
 */
#include "wall-seat.h"

#include "main-turn.h"
#include "tc-room-cameras.h"
#include "tc-tile-grid.h"

static GtkWidget *
get_mini (Seat *seat)
{
  GtkWidget *mini = find_type (GTK_WIDGET (seat->window), "TcIncidentCameras");

  g_assert_nonnull (mini);
  return mini;
}

static TcTileGrid *
find_grid (GtkWidget *within)
{
  TcTileGrid *grid = find_type (within, "TcTileGrid");

  g_assert_nonnull (grid);
  return grid;
}

static void
sit_with_cameras (Seat *seat)
{
  forget_wall ();
  sit_down (seat);
  tc_room_desk_add_cameras (seat->desk);
  wait_can (seat, "camera-number", TRUE);
  wait_shown_in (get_mini (seat), "114 Ngã tư Trần Hưng Đạo", TRUE);
}

static void
wait_wall (Seat *seat, guint i, const char *text)
{
  wait_shown_in (GTK_WIDGET (tc_tile_grid_get_tile (get_grid (seat), i)), text, TRUE);
}

static void
wait_playing (Seat *seat, gboolean playing)
{
  TcCameraTile *tile = tc_tile_grid_get_tile (find_grid (get_mini (seat)), 0);
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while ((tc_camera_tile_get_frame (tile) != NULL) != playing) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
}

/* The nearest play, those that see the place first; what a person doesn't look at costs nothing. */
static void
test_mini (void)
{
  Seat seat = {0};
  GtkWidget *mini = NULL;

  tc_room_desk_take_tickets (NULL);
  sit_with_cameras (&seat);
  mini = get_mini (&seat);
  wait_shown_in (mini, "40 m, sees the place", TRUE);
  wait_shown_in (mini, "117 Bến xe Vị Thanh", TRUE);
  g_assert_false (shows (mini, "118"));
  g_assert_cmpuint (tc_tile_grid_get_n_tiles (find_grid (mini)), ==, 3);
  wait_playing (&seat, TRUE);
  wait_shown_in (mini, "No picture", TRUE);
  g_assert_cmpuint (tc_room_desk_take_tickets (seat.desk), ==, 3);
  act_string (&seat, "panel", "overview");
  wait_playing (&seat, FALSE);
  act_string (&seat, "panel", "incidents");
  wait_playing (&seat, TRUE);
  stand_up (&seat);
}

static void
test_open (void)
{
  Seat seat = {0};

  sit_with_cameras (&seat);
  act_string (&seat, "near-camera-of", "7777");
  wait_shown (&seat, "There is no incident 7777.", TRUE);
  act (&seat, "near-camera", NULL);
  wait_wall (&seat, 0, "Ngã tư Trần Hưng Đạo");
  g_assert_false (shows (get_mini (&seat), "114"));
  act (&seat, "wall-clear", NULL);
  act_string (&seat, "camera-number", "119");
  wait_wall (&seat, 0, "119");
  /* All of them, by key and by command; what stood there comes back. */
  act (&seat, "near-cameras", NULL);
  wait_wall (&seat, 0, "114");
  wait_wall (&seat, 1, "115");
  wait_wall (&seat, 2, "116");
  wait_wall (&seat, 3, "117");
  act (&seat, "undo", NULL);
  wait_wall (&seat, 0, "119");
  act_string (&seat, "near-cameras-of", "0001");
  wait_wall (&seat, 0, "114");
  act (&seat, "wall-clear", NULL);
  act_string (&seat, "near-camera-of", "0001");
  wait_wall (&seat, 0, "114");
  stand_up (&seat);
}

static void
put_at (Seat *seat, gint64 id, gint64 lat_e7, gint64 lon_e7)
{
  act (seat, "place", g_variant_new ("(xxxxs)", id, (gint64) 0, lat_e7, lon_e7, "Hẻm 3"));
}

/* Why there is none is said beside the incident, and to whoever presses the key. */
static void
test_none (void)
{
  Seat seat = {0};
  gint64 id = 0;

  sit_with_cameras (&seat);
  id = tc_room_desk_report_text (seat.desk, "Đèn đường tối thui", TRUE);
  show_incident (&seat, id);
  wait_shown (&seat, "Đèn đường tối thui", TRUE);
  wait_can (&seat, "edit-place", TRUE);
  put_at (&seat, id, TC_NONE, TC_NONE);
  wait_shown_in (get_mini (&seat), "The incident has no place on the map", TRUE);
  act (&seat, "near-camera", NULL);
  put_at (&seat, id, TC_ROOM_LAT_E7 + 10000000, TC_ROOM_LON_E7);
  wait_shown_in (get_mini (&seat), "No camera in service within 1.5 km.", TRUE);
  act (&seat, "near-cameras", NULL);
  wait_shown (&seat, "No camera in service within 1.5 km.", TRUE);
  stand_up (&seat);
}

/* Whoever may see no cameras is told so. */
static void
test_no_right (void)
{
  Seat seat = {0};

  forget_wall ();
  sit_down (&seat);
  wait_shown_in (get_mini (&seat), "You may not see cameras", TRUE);
  act (&seat, "near-camera", NULL);
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  wall_seat_init (&argc, &argv);
  g_test_add_func ("/near-window/mini", test_mini);
  g_test_add_func ("/near-window/open", test_open);
  g_test_add_func ("/near-window/none", test_none);
  g_test_add_func ("/near-window/no-right", test_no_right);
  return wall_seat_run ();
}
