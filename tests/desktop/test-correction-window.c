/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is known wrongly of an incident is corrected on its page: its title, its address, the
 * point; what hangs on it follows, and each is taken back. Method: as in test-incident-window.c.
 */
#include "window-seat.h"

#include "main-turn.h"
#include "tc-suggest-entry.h"

#define COVER "Nắp cống bể giữa lộ"
#define ADDRESS "hẻm 13 Trần Hưng Đạo"

/* The last that says so: a toast goes while the next one comes. */
static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
      g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *one = find_button (child, label);
    found = one ? one : found;
  }
  return found;
}

static void
undo (Seat *seat, const char *said)
{
  GtkWidget *button = NULL;

  wait_shown (seat, said, TRUE);
  button = find_button (GTK_WIDGET (seat->window), "Undo");
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static TcSuggestEntry *
type_place (Seat *seat, const char *text)
{
  GtkWidget *entry = NULL;

  wait_can (seat, "edit-place", TRUE);
  act (seat, "edit-place", NULL);
  entry = gtk_window_get_focus (GTK_WINDOW (seat->window));
  g_assert_true (GTK_IS_TEXT (entry));
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  return TC_SUGGEST_ENTRY (gtk_widget_get_ancestor (entry, TC_TYPE_SUGGEST_ENTRY));
}

static void
wait_stored (Seat *seat, const char *sql, gint64 id, gint64 value)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (tc_room_desk_find (seat->desk, sql, id) != value) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
}

/* The address alone; area and point stay. */
static void
test_address (void)
{
  static const char *const same = "SELECT address = '" ADDRESS "' AND lat_e7 NOTNULL AND area_id"
                                  " NOTNULL FROM incident WHERE id = ?";
  Seat seat = {0};
  gint64 id;

  sit_down (&seat);
  id = tc_room_desk_report (seat.desk, COVER, TC_PRIORITY_URGENT);
  show_incident (&seat, id);
  wait_shown (&seat, COVER, TRUE);
  wait_can (&seat, "edit-place", TRUE);
  g_signal_emit_by_name (type_place (&seat, ADDRESS), "entered");
  wait_shown (&seat, "The place is corrected.", TRUE);
  wait_shown (&seat, ADDRESS, TRUE);
  g_assert_true (is_at_list (&seat));
  g_assert_cmpint (tc_room_desk_find (seat.desk, same, id), ==, 1);
  /* The history says what, and what was before. */
  wait_shown (&seat, "Place set: " ADDRESS ", ", TRUE);
  wait_shown (&seat, "; before: Ngã tư 30/4", TRUE);
  undo (&seat, "The place is corrected.");
  wait_stored (&seat, same, id, 0);
  wait_shown (&seat, "; before: " ADDRESS, TRUE);
  /* Nothing changed, nothing said. */
  act (&seat, "edit-place", NULL);
  g_signal_emit_by_name (gtk_widget_get_ancestor (gtk_window_get_focus (GTK_WINDOW (seat.window)),
                                                  TC_TYPE_SUGGEST_ENTRY),
                         "entered");
  g_assert_true (is_at_list (&seat));
  stand_up (&seat);
}

/* By degrees that were read out: what is like it, and how far the unit is, follow; so does the
 * order that a unit has. */
static void
test_point (void)
{
  static const char *const moved = "SELECT lat_e7 = 98512000 AND lon_e7 = 1055234000 AND address"
                                   " NOTNULL FROM incident WHERE id = ?";
  static const char *const task = "SELECT lat_e7 = 98512000 FROM task WHERE incident_id = ?";
  Seat seat = {0};
  gint64 first, second;
  TcSuggestEntry *entry = NULL;

  sit_down (&seat);
  first = tc_room_desk_report_text (seat.desk, COVER, TRUE);
  second = tc_room_desk_report_text (seat.desk, COVER " kìa", TRUE);
  g_assert_cmpint (first, !=, 0);
  tc_room_desk_send_elsewhere (seat.desk, second, FALSE, 0);
  show_incident (&seat, second);
  wait_shown (&seat, COVER " kìa", TRUE);
  wait_shown (&seat, "likely", TRUE);
  entry = type_place (&seat, "9,8512 105,5234");
  wait_shown (&seat, "9.8512 105.5234", TRUE);
  g_signal_emit_by_name (entry, "entered");
  wait_stored (&seat, moved, second, 1);
  wait_shown (&seat, "Point set: ", TRUE);
  wait_stored (&seat, task, second, 1);
  wait_shown (&seat, "likely", FALSE);
  undo (&seat, "The place is corrected.");
  wait_stored (&seat, moved, second, 0);
  wait_shown (&seat, "likely", TRUE);
  stand_up (&seat);
}

static void
test_title (void)
{
  static const char *const same = "SELECT title = 'Nắp cống bể, hẻm 13' FROM incident WHERE id = ?";
  Seat seat = {0};
  gint64 id, open;

  sit_down (&seat);
  id = tc_room_desk_report_text (seat.desk, COVER, TRUE);
  open = tc_room_desk_report_text (seat.desk, "Chó dữ chạy rông", FALSE);
  show_incident (&seat, id);
  wait_shown (&seat, COVER, TRUE);
  wait_can (&seat, "edit-title", TRUE);
  act (&seat, "edit-title", NULL);
  /* What it is called now stands there. */
  wait_shown (&seat, "Keep the title", TRUE);
  act_string (&seat, "write", "Nắp cống bể,\nhẻm 13");
  act (&seat, "send", NULL);
  wait_stored (&seat, same, id, 1);
  wait_shown (&seat, "Title set: “Nắp cống bể, hẻm 13”", TRUE);
  undo (&seat, "The title is corrected.");
  wait_stored (&seat, same, id, 0);
  wait_shown (&seat, "; before: “Nắp cống bể, hẻm 13”", TRUE);
  /* Too long: it is kept. */
  act (&seat, "edit-title", NULL);
  g_autofree char *much = g_strnfill (161, 'a');
  act_string (&seat, "write", much);
  act (&seat, "send", NULL);
  wait_shown (&seat, "The title is too long", TRUE);
  wait_shown (&seat, "Keep the title", TRUE);
  act (&seat, "keep-back", NULL);
  /* Without a field there is nothing that it is kept with. */
  show_incident (&seat, open);
  wait_shown (&seat, "The title is too long", FALSE);
  wait_shown (&seat, "Chó dữ chạy rông", TRUE);
  act (&seat, "edit-title", NULL);
  wait_shown (&seat, "Give it a field first", TRUE);
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/correction/address", test_address);
  g_test_add_func ("/correction/point", test_point);
  g_test_add_func ("/correction/title", test_title);
  return window_seat_run ();
}
