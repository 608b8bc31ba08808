/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A person at the video wall; see the header.
 */
#include "wall-seat.h"

#include "main-turn.h"
#include "tc-camera-player.h"
#include "tc-room-cameras.h"
#include "tc-settings.h"

void
wall_seat_init (int *argc, char ***argv)
{
  window_seat_init (argc, argv);
  g_assert_cmpint (*argc, ==, 2);
  tc_camera_player_inject ((*argv)[1]);
}

int
wall_seat_run (void)
{
  int code = window_seat_run ();

  tc_camera_player_inject (NULL);
  return code;
}

void
forget_wall (void)
{
  g_autoptr (GSettings) settings = tc_settings_open ();

  g_assert_nonnull (settings);
  g_settings_reset (settings, "camera-walls");
}

TcTileGrid *
get_grid (Seat *seat)
{
  TcTileGrid *grid = find_type (find_type (GTK_WIDGET (seat->window), "TcCameraPanel"),
                                "TcTileGrid");

  g_assert_nonnull (grid);
  return grid;
}

TcCameraTile *
get_tile (Seat *seat, guint i)
{
  return tc_tile_grid_get_tile (get_grid (seat), i);
}

void
sit_at_wall (Seat *seat)
{
  sit_down (seat);
  tc_room_desk_add_cameras (seat->desk);
  wait_can (seat, "camera-number", TRUE);
  act_string (seat, "panel", "cameras");
  wait_shown (seat, "114 Ngã tư Trần Hưng Đạo", TRUE);
}

void
wait_tile (Seat *seat, guint i, const char *text, gboolean shown)
{
  wait_shown_in (GTK_WIDGET (get_tile (seat, i)), text, shown);
}

void
wait_picture (Seat *seat, guint i)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (!tc_camera_tile_get_frame (get_tile (seat, i))) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
}
