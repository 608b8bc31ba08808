/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the roster of a week is read on screen, and who may manage duties says who is absent on a
 * day and who stands in, and takes it back; the week goes to a spreadsheet. Method: the real window
 * over the room's desk, driven through its actions.
 */
#include "window-seat.h"

#include "main-turn.h"
#include "tc-duty.h"
#include "tc-roster-watch.h"

#include <string.h>

static GtkWidget *
find_roster (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (g_str_equal (G_OBJECT_TYPE_NAME (window), "TcRosterWindow"))
      return window;
  }
  return NULL;
}

static void
wait_roster (const char *text, gboolean shown)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (shows (find_roster (), text) != shown) {
    if (g_get_monotonic_time () > end_us)
      g_error ("“%s” %s in the roster", text, shown ? "never came" : "never went");
    main_turn ();
  }
}

static void
test_week (void)
{
  Seat seat = {0};
  gint64 today = tc_duty_day (g_get_real_time ()), shift_id, lan, minh, duty_id;

  sit_down (&seat);
  act (&seat, "show-roster", NULL);
  wait_roster ("There is no roster yet.", TRUE);
  tc_room_desk_make_roster (seat.desk);
  wait_roster ("06:00–14:00", TRUE);
  wait_roster ("· today", TRUE);
  shift_id = tc_room_desk_find (seat.desk, "SELECT max (id) FROM shift WHERE id > ?", 0);
  lan = tc_desk_get_person (seat.desk);
  minh = tc_room_desk_find (seat.desk, "SELECT id FROM staff WHERE account = 'minh' AND id > ?", 0);

  gtk_widget_activate_action (find_roster (), "roster.absent", "(xxx)", shift_id, lan, today);
  wait_roster ("absent: lan", TRUE);
  wait_roster ("nobody", TRUE);
  gtk_widget_activate_action (find_roster (), "roster.stand-in", "(xxx)", shift_id, minh, today);
  wait_roster ("minh (stands in)", TRUE);
  wait_roster ("nobody", FALSE);
  duty_id = tc_room_desk_find (
      seat.desk, "SELECT id FROM duty WHERE absent = 1 AND from_day = to_day AND id > ?", 0);
  tc_room_desk_let_wait (seat.desk, duty_id, TRUE);
  wait_roster ("absent: lan · not sent yet", TRUE);
  wait_roster ("minh (stands in) · not sent yet", FALSE);
  tc_room_desk_let_wait (seat.desk, duty_id, FALSE);
  wait_roster ("not sent yet", FALSE);
  gtk_widget_activate_action (find_roster (), "roster.take-back", "(xx)", duty_id, today);
  wait_roster ("absent: lan", FALSE);
  wait_roster ("minh (stands in)", TRUE);

  gtk_widget_activate_action (find_roster (), "roster.next", NULL);
  wait_roster ("· today", FALSE);
  wait_roster ("minh (stands in)", FALSE);
  gtk_widget_activate_action (find_roster (), "roster.today", NULL);
  wait_roster ("· today", TRUE);
  tc_desk_sign_out (seat.desk);
  while (find_roster ())
    main_turn ();
  stand_up (&seat);
}

static void
test_csv (void)
{
  Seat seat = {0};
  g_autoptr (TcRosterWatch) watch = NULL;

  sit_down (&seat);
  tc_room_desk_make_roster (seat.desk);
  watch = tc_roster_watch_new (seat.desk);
  while (!tc_roster_watch_get_week (watch))
    g_main_context_iteration (NULL, TRUE);
  g_autoptr (TcListTable) table = tc_roster_week_to_table (tc_roster_watch_get_week (watch));
  g_autofree char *csv = tc_list_table_to_csv (table);
  g_auto (GStrv) lines = g_strsplit (csv, "\r\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + TC_ROSTER_DAYS + 1);
  g_assert_cmpstr (lines[0], ==,
                   "\xef\xbb\xbf\"Day\",\"Shift\",\"From\",\"Until\",\"Team\",\"Name\",\"Title\"");
  g_assert_nonnull (strstr (lines[1], "\"06:00\",\"14:00\",\"Kíp A\",\"lan\","));
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/roster-window/week", test_week);
  g_test_add_func ("/roster-window/csv", test_csv);
  return window_seat_run ();
}
