/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: an emergency that nobody has pulls up the camera that sees it in a tile that nobody works
 * with, and gives it back once somebody has it; not where the seat doesn't want that. Method: as in
 * test-camera-window.c.
 */
#include "wall-seat.h"

#include "tc-room-cameras.h"
#include "tc-settings.h"
#include "tc-tile-grid.h"

static void
sit_before_119 (Seat *seat, gboolean wanted, const char *shape)
{
  g_autoptr (GSettings) settings = tc_settings_open ();

  g_settings_reset (settings, "camera-walls");
  g_settings_set_boolean (settings, "camera-alarms", wanted);
  sit_down (seat);
  tc_room_desk_add_cameras (seat->desk);
  wait_can (seat, "camera-number", TRUE);
  act_string (seat, "panel", "cameras");
  act_string (seat, "wall-shape", shape);
  act_string (seat, "camera-number", "119");
  wait_tile (seat, 0, "119", TRUE);
}

static void
be_away (Seat *seat)
{
  gtk_window_set_focus (GTK_WINDOW (seat->window), NULL);
}

static void
test_pull (void)
{
  Seat seat = {0};
  gint64 id = 0;

  sit_before_119 (&seat, TRUE, "2");
  id = tc_room_desk_report (seat.desk, "Cháy nhà bà Ngọc", TC_PRIORITY_EMERGENCY);
  wait_tile (&seat, 1, "114", TRUE);
  wait_tile (&seat, 1, "Cháy nhà bà Ngọc", TRUE);
  wait_tile (&seat, 0, "119", TRUE);
  /* It stays with its camera wherever that is carried. */
  act (&seat, "wall-swap", g_variant_new ("(uu)", 1, 3));
  wait_tile (&seat, 3, "Cháy nhà bà Ngọc", TRUE);
  wait_tile (&seat, 1, "Cháy nhà bà Ngọc", FALSE);
  tc_room_desk_take_elsewhere (seat.desk, id);
  wait_tile (&seat, 3, "114", FALSE);
  wait_tile (&seat, 3, "Cháy nhà bà Ngọc", FALSE);
  stand_up (&seat);
}

/* What is there already is framed and stays; a group comes back. */
static void
test_there (void)
{
  Seat seat = {0};
  gint64 id = 0;

  sit_before_119 (&seat, TRUE, "2");
  act_string (&seat, "camera-number", "114");
  wait_tile (&seat, 1, "114", TRUE);
  id = tc_room_desk_report (seat.desk, "Nổ bình ga", TC_PRIORITY_EMERGENCY);
  wait_tile (&seat, 1, "Nổ bình ga", TRUE);
  tc_room_desk_take_elsewhere (seat.desk, id);
  wait_tile (&seat, 1, "Nổ bình ga", FALSE);
  wait_tile (&seat, 1, "114", TRUE);
  stand_up (&seat);
}

/* The only tile: not while somebody works with it, and whoever looks about in it keeps it. */
static void
test_worked_with (void)
{
  Seat seat = {0};
  gint64 id = 0;

  sit_before_119 (&seat, TRUE, "1");
  gtk_widget_grab_focus (GTK_WIDGET (get_grid (&seat)));
  id = tc_room_desk_report (seat.desk, "Cháy chợ", TC_PRIORITY_EMERGENCY);
  wait_shown (&seat, "Cháy chợ", TRUE);
  wait_tile (&seat, 0, "119", TRUE);
  g_assert_false (shows (GTK_WIDGET (get_grid (&seat)), "Cháy chợ"));
  be_away (&seat);
  tc_room_desk_report (seat.desk, "Cây ngã", TC_PRIORITY_NOTICE);
  wait_tile (&seat, 0, "114", TRUE);
  wait_tile (&seat, 0, "Cháy chợ", TRUE);
  /* The seat's own wall is what is kept. */
  {
    g_autoptr (GSettings) settings = tc_settings_open ();
    g_autoptr (GVariant) kept = g_settings_get_value (settings, "camera-walls");
    g_autofree char *own = NULL;
    const char *cells = NULL;

    g_assert_cmpuint (g_variant_n_children (kept), ==, 1);
    g_variant_get_child (kept, 0, "(xsuu&s)", NULL, NULL, NULL, NULL, &cells);
    own = g_strdup_printf ("0,0,1,1,%" G_GINT64_FORMAT ",0,0",
                           tc_room_desk_get_camera (seat.desk, 119));
    g_assert_cmpstr (cells, ==, own);
  }
  gtk_widget_grab_focus (GTK_WIDGET (get_grid (&seat)));
  tc_room_desk_take_elsewhere (seat.desk, id);
  wait_tile (&seat, 0, "Cháy chợ", FALSE);
  wait_tile (&seat, 0, "114", TRUE);
  stand_up (&seat);
}

static void
test_unwanted (void)
{
  Seat seat = {0};

  sit_before_119 (&seat, FALSE, "2");
  tc_room_desk_report (seat.desk, "Cháy nhà bà Ngọc", TC_PRIORITY_EMERGENCY);
  wait_shown (&seat, "Cháy nhà bà Ngọc", TRUE);
  /* Whatever that would have pulled up is there by now. */
  act_string (&seat, "camera-number", "115");
  wait_tile (&seat, 1, "115", TRUE);
  g_assert_false (shows (GTK_WIDGET (get_grid (&seat)), "114"));
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  wall_seat_init (&argc, &argv);
  g_test_add_func ("/pull-window/pull", test_pull);
  g_test_add_func ("/pull-window/there", test_there);
  g_test_add_func ("/pull-window/worked-with", test_worked_with);
  g_test_add_func ("/pull-window/unwanted", test_unwanted);
  return wall_seat_run ();
}
