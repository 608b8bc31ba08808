/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what another puts before this desk is said, taken by one key or at once as the seat
 * prefers, and given up by the same key; what is put before another goes there, or it is said why
 * not. Method: as in test-camera-window.c.
 */
#include "wall-seat.h"

#include "tc-room-cameras.h"
#include "tc-settings.h"
#include "tc-tile-grid.h"

static void
sit_before_115 (Seat *seat, gboolean at_once)
{
  g_autoptr (GSettings) settings = tc_settings_open ();

  g_settings_reset (settings, "camera-walls");
  g_settings_set_boolean (settings, "camera-look-at-once", at_once);
  sit_down (seat);
  tc_room_desk_add_cameras (seat->desk);
  wait_can (seat, "camera-number", TRUE);
  act_string (seat, "panel", "cameras");
  act_string (seat, "camera-number", "115");
  wait_tile (seat, 0, "115", TRUE);
}

static void
test_asked (void)
{
  Seat seat = {0};

  sit_before_115 (&seat, FALSE);
  g_assert_false (can (&seat, "wall-look"));
  act_string (&seat, "panel", "incidents");
  tc_room_desk_be_pushed (seat.desk, 119, "Đám đông tụ tập");
  wait_shown (&seat, "Trần Văn Minh (Bàn 04) asks you to look at this: “Đám đông tụ tập” · F4",
              TRUE);
  g_assert_cmpuint (tc_tile_grid_get_n_tiles (get_grid (&seat)), ==, 4);
  act (&seat, "wall-look", NULL);
  wait_tile (&seat, 0, "119", TRUE);
  g_assert_cmpuint (tc_tile_grid_get_n_tiles (get_grid (&seat)), ==, 1);
  wait_shown (&seat, "Put here by Trần Văn Minh (Bàn 04) at", TRUE);
  /* Another comes; what was there first is what one goes back to. */
  tc_room_desk_be_pushed (seat.desk, 114, "");
  wait_shown (&seat, "Trần Văn Minh (Bàn 04) asks you to look at this", TRUE);
  act (&seat, "wall-look", NULL);
  wait_tile (&seat, 0, "114", TRUE);
  act (&seat, "wall-look", NULL);
  wait_tile (&seat, 0, "115", TRUE);
  g_assert_cmpuint (tc_tile_grid_get_n_tiles (get_grid (&seat)), ==, 4);
  g_assert_false (can (&seat, "wall-look"));
  /* Not now. */
  tc_room_desk_be_pushed (seat.desk, 119, "");
  wait_can (&seat, "wall-look-away", TRUE);
  act (&seat, "wall-look-away", NULL);
  g_assert_false (can (&seat, "wall-look"));
  wait_tile (&seat, 0, "115", TRUE);
  stand_up (&seat);
}

static guint
count_shown (GtkWidget *widget, const char *text)
{
  const char *shown = gtk_widget_get_mapped (widget) ? get_shown_text (widget) : NULL;
  guint n = shown && strstr (shown, text) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    n += count_shown (child, text);
  return n;
}

/* Where the wall is in view its bar alone says it, until it is answered. */
static void
test_told_once (void)
{
  Seat seat = {0};

  sit_before_115 (&seat, FALSE);
  tc_room_desk_be_pushed (seat.desk, 119, "");
  wait_shown (&seat, "asks you to look at this", TRUE);
  for (guint turn = 0; turn < 50; turn++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (count_shown (GTK_WIDGET (seat.window), "asks you to look at this"), ==, 1);
  act (&seat, "wall-look-away", NULL);
  wait_shown (&seat, "asks you to look at this", FALSE);
  stand_up (&seat);
}

/* It doesn't stay for the next start. */
static void
test_at_once (void)
{
  Seat seat = {0};

  sit_before_115 (&seat, TRUE);
  act_string (&seat, "panel", "incidents");
  tc_room_desk_be_pushed (seat.desk, 119, "");
  wait_shown (&seat, "Put here by Trần Văn Minh", TRUE);
  g_assert_cmpuint (tc_tile_grid_get_n_tiles (get_grid (&seat)), ==, 1);
  /* Nothing comes forward by itself. */
  g_assert_true (gtk_widget_get_mapped (find_list (GTK_WIDGET (seat.window))));
  stand_up (&seat);
  sit_down (&seat);
  g_assert_cmpuint (tc_tile_grid_get_n_tiles (get_grid (&seat)), ==, 4);
  stand_up (&seat);
}

static void
test_push (void)
{
  Seat seat = {0};
  g_autoptr (TcWallPush) push = NULL, alone = NULL;
  gint64 desk = 0;

  sit_before_115 (&seat, FALSE);
  wait_can (&seat, "wall-push", TRUE);
  act (&seat, "wall-push", NULL);
  wait_shown (&seat, "Nobody else is at a desk now.", TRUE);
  tc_room_desk_place_minh (seat.desk, TRUE, 0, FALSE);
  wait_shown (&seat, "Nobody else is at a desk now.", FALSE);
  act (&seat, "wall-push", NULL);
  wait_shown (&seat, "On whose wall, and why", TRUE);
  act_string (&seat, "camera-write", "trễ");
  act (&seat, "camera-send", NULL);
  wait_shown (&seat, "Nobody who may see cameras is at that desk now", TRUE);
  tc_wall_push_free (tc_room_desk_take_push (seat.desk, &desk));
  act_string (&seat, "camera-write", "Xem góc dưới");
  act (&seat, "camera-send", NULL);
  wait_shown (&seat, "The other desk is told to look.", TRUE);
  push = tc_room_desk_take_push (seat.desk, &desk);
  g_assert_cmpint (desk, ==, 4);
  g_assert_cmpstr (push->why, ==, "Xem góc dưới");
  g_assert_cmpuint (push->cells->len, ==, 4);
  /* The large tile alone. */
  act (&seat, "wall-alone", NULL);
  act (&seat, "wall-push", NULL);
  wait_shown (&seat, "On whose wall, and why", TRUE);
  act (&seat, "camera-send", NULL);
  while (!(alone = tc_room_desk_take_push (seat.desk, &desk)))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (alone->columns, ==, 1);
  g_assert_cmpint (g_array_index (alone->cells, TcWallCell, 0).camera_id, ==,
                   tc_room_desk_get_camera (seat.desk, 115));
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  wall_seat_init (&argc, &argv);
  g_test_add_func ("/look-window/asked", test_asked);
  g_test_add_func ("/look-window/told-once", test_told_once);
  g_test_add_func ("/look-window/at-once", test_at_once);
  g_test_add_func ("/look-window/push", test_push);
  return wall_seat_run ();
}
