/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: where a list is empty because of a right, or because of what the desk holds, it says which
 * and who can help, and never that there is nothing; nothing of what is hidden is shown. Method:
 * the real window over the room's desk, whose reader has the eyes of who is signed in.
 */
#include "window-seat.h"

#include "main-turn.h"
#include "tc-people-operations.h"
#include "tc-reading-watch.h"
#include "tc-room-cameras.h"
#include "tc-suggest-entry.h"

#define LISTED "Ngập sâu hẻm 3"
#define NO_INCIDENTS "You may not read the centre's incidents"
#define NOT_HELD "This desk doesn't hold the centre's incidents"

static void
change_person (Seat *seat, const char *kind)
{
  const char *const kinds[] = {kind, NULL};

  tc_room_desk_change_person (seat->desk, kinds);
  wait_shown (seat, LISTED, FALSE);
}

static void
check_panels (Seat *seat, const char *text)
{
  static const char *const panels[] = {"incidents", "alarms", "overview", "journal", "events"};

  for (guint i = 0; i < G_N_ELEMENTS (panels); i++) {
    act_string (seat, "panel", panels[i]);
    wait_shown (seat, text, TRUE);
    g_assert_true (shows (GTK_WIDGET (seat->window), "administrator"));
    g_assert_false (shows (GTK_WIDGET (seat->window), LISTED));
  }
}

/* The room whose every list is made of incidents. */
static void
test_incidents (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act_string (&seat, "panel", "alarms");
  wait_shown (&seat, "Nobody at the centre is looking after it", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), NO_INCIDENTS));
  change_person (&seat, NULL);
  check_panels (&seat, NO_INCIDENTS);
  act_string (&seat, "panel", "overview");
  act (&seat, "wall-overview", NULL);
  wait_shown_in (wait_window_of ("TcWallWindow"), NO_INCIDENTS, TRUE);
  act (&seat, "wall-overview", NULL);
  wait_shown (&seat, "There is no big event.", FALSE);
  act_string (&seat, "panel", "alarms");
  wait_shown (&seat, "Nothing needs you at the moment.", FALSE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "Now 0"));
  act (&seat, "alarm-suppress", NULL);
  wait_shown (&seat, "Nothing is kept quiet by plan.", FALSE);
  /* Whatever is looked for. */
  act_string (&seat, "panel", "incidents");
  act_string (&seat, "find-text", "ngập sâu");
  wait_shown (&seat, "Nothing in this list has these words.", FALSE);
  wait_shown (&seat, NO_INCIDENTS, TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), LISTED));
  stand_up (&seat);
}

static void
look_for (Seat *seat, const char *code)
{
  TcSuggestEntry *line = find_type (find_type (GTK_WIDGET (seat->window), "TcCommandEntry"),
                                    "TcSuggestEntry");

  tc_suggest_entry_set_text (line, code);
  g_signal_emit_by_name (line, "entered");
  wait_shown_in (GTK_WIDGET (line), NO_INCIDENTS, TRUE);
  tc_suggest_entry_close (line);
  wait_shown_in (GTK_WIDGET (line), NO_INCIDENTS, FALSE);
}

/* At the foot of the window: the list says the same. */
static void
wait_said (Seat *seat, const char *text)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;
  GtkWidget *toast = NULL;

  while (!toast || !shows (toast, text)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
    toast = find_type (GTK_WIDGET (seat->window), "AdwToastWidget");
  }
}

/* A code that there is and one that there isn't have one answer. */
static void
test_codes (void)
{
  Seat seat = {0};
  g_autofree char *code = NULL;

  sit_down (&seat);
  code = tc_room_desk_dup_code (seat.desk,
                                tc_room_desk_report (seat.desk, "Xe tải lật", TC_PRIORITY_URGENT));
  change_person (&seat, NULL);
  look_for (&seat, code);
  look_for (&seat, "PA-000101-0001");
  act_string (&seat, "open", code);
  wait_said (&seat, NO_INCIDENTS);
  stand_up (&seat);
}

/* A role that reads them, and a list that is truly empty. */
static void
test_allowed (void)
{
  Seat seat = {0};

  sit_down (&seat);
  change_person (&seat, "incidents");
  wait_shown (&seat, LISTED, TRUE);
  act_string (&seat, "find-text", "không có chữ này");
  wait_shown (&seat, "Nothing in this list has these words.", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), NO_INCIDENTS));
  stand_up (&seat);
}

/* The right is there, the rows aren't: that is the desk's. */
static void
test_not_held (void)
{
  static const char *const made_of[] = {"overview", "journal", "events"};
  Seat seat = {0};

  sit_down (&seat);
  tc_room_desk_lose_scope (seat.desk, TC_SCOPE_INCIDENTS);
  act_string (&seat, "panel", "journal");
  wait_shown (&seat, NOT_HELD, TRUE);
  act_string (&seat, "panel", "overview");
  wait_shown (&seat, NOT_HELD, TRUE);
  /* Before the first data has come nobody's right is known. */
  tc_room_desk_lose_scope (seat.desk, TC_SCOPE_COMMON);
  for (guint i = 0; i < G_N_ELEMENTS (made_of); i++) {
    act_string (&seat, "panel", made_of[i]);
    wait_shown (&seat, "This desk holds nothing yet", TRUE);
  }
  stand_up (&seat);
}

/* Of a unit it isn't said that it is free. */
static void
test_units (void)
{
  Seat seat = {0};
  GtkWidget *window = NULL;

  sit_down (&seat);
  act (&seat, "show-units", NULL);
  window = wait_window_of ("TcUnitsWindow");
  wait_shown_in (window, "free", TRUE);
  g_assert_false (shows (window, NO_INCIDENTS));
  gtk_window_close (GTK_WINDOW (window));
  change_person (&seat, NULL);
  act (&seat, "show-units", NULL);
  window = wait_window_of ("TcUnitsWindow");
  wait_shown_in (window, NO_INCIDENTS, TRUE);
  wait_shown_in (window, "not known here", TRUE);
  g_assert_false (shows (window, "free"));
  stand_up (&seat);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

/* Until what was asked of the desk's reader before has come. */
static void
settle (Seat *seat)
{
  g_autoptr (TcReadingWatch) last = tc_reading_watch_new (seat->desk, TC_SCOPE_INCIDENTS);
  guint n = 0;

  g_signal_connect_swapped (last, "changed", G_CALLBACK (count_cb), &n);
  while (n == 0)
    main_turn ();
}

/* The row that has the keyboard stays it, whatever is read again and whatever it says then. */
static void
test_units_stay (void)
{
  Seat seat = {0};
  g_autoptr (TcReadingWatch) reading = NULL;
  GtkWidget *window = NULL, *row = NULL;
  guint n = 0;

  sit_down (&seat);
  reading = tc_reading_watch_new (seat.desk, TC_SCOPE_INCIDENTS);
  g_signal_connect_swapped (reading, "changed", G_CALLBACK (count_cb), &n);
  act (&seat, "show-units", NULL);
  window = wait_window_of ("TcUnitsWindow");
  wait_shown_in (window, "free", TRUE);
  row = find_type (window, "GtkListBoxRow");
  g_object_add_weak_pointer (G_OBJECT (row), (gpointer *) &row);
  gtk_widget_grab_focus (row);
  g_signal_emit_by_name (seat.desk, "replaced");
  settle (&seat);
  g_assert_cmpuint (n, ==, 1);
  g_assert_nonnull (row);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (window)) == row);
  tc_room_desk_lose_scope (seat.desk, TC_SCOPE_INCIDENTS);
  wait_shown_in (window, NOT_HELD, TRUE);
  g_assert_cmpuint (n, ==, 2);
  g_assert_nonnull (row);
  g_assert_true (shows (row, "not known here"));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (window)) == row);
  g_object_remove_weak_pointer (G_OBJECT (row), (gpointer *) &row);
  stand_up (&seat);
}

static void
test_reporters (void)
{
  Seat seat = {0};
  GtkWidget *window = NULL;

  sit_down (&seat);
  act (&seat, "show-accesses", NULL);
  window = wait_window_of ("TcAccessesWindow");
  wait_shown_in (window, "This desk doesn't hold names and numbers of reporters", TRUE);
  gtk_window_close (GTK_WINDOW (window));
  change_person (&seat, "incidents");
  act (&seat, "show-accesses", NULL);
  window = wait_window_of ("TcAccessesWindow");
  wait_shown_in (window, "You may not read names and numbers of reporters", TRUE);
  stand_up (&seat);
}

static void
test_cameras (void)
{
  Seat seat = {0};

  sit_down (&seat);
  tc_room_desk_add_cameras (seat.desk);
  act_string (&seat, "panel", "cameras");
  wait_shown (&seat, "120 Kho vật chứng", TRUE);
  act_string (&seat, "camera-find", "không có");
  wait_shown (&seat, "No camera is like that.", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "Restricted cameras are not in this list"));
  tc_room_desk_lose_scope (seat.desk, TC_SCOPE_CAMERAS_RESTRICTED);
  wait_shown (&seat, "Restricted cameras are not in this list: this desk doesn't hold them", TRUE);
  change_person (&seat, "incidents");
  act_string (&seat, "panel", "cameras");
  wait_shown (&seat, "You may not see cameras", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "Kho vật chứng"));
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/rights/incidents", test_incidents);
  g_test_add_func ("/rights/codes", test_codes);
  g_test_add_func ("/rights/allowed", test_allowed);
  g_test_add_func ("/rights/not-held", test_not_held);
  g_test_add_func ("/rights/units", test_units);
  g_test_add_func ("/rights/units-stay", test_units_stay);
  g_test_add_func ("/rights/reporters", test_reporters);
  g_test_add_func ("/rights/cameras", test_cameras);
  return window_seat_run ();
}
