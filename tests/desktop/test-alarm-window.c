/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: whoever works through a long list of alarms by keyboard stays where he is in it: after each
 * that was acknowledged or taken, the next one that rings is selected and has the keyboard, and the
 * list isn't scrolled; and what became of text messages stands beside an alarm whose rule was
 * switched off. Method: as in test-incident-window.c, over more emergencies than the window has
 * lines for.
 */
#include "tc-alarm-rule.h"
#include "tc-alarm.h"
#include "tc-keyed-list.h"

#include "main-turn.h"
#include "window-seat.h"

#define EMERGENCIES 24
#define WORKED_AT 9 /* which of them, in the middle of what is seen */

static GtkListBox *list; /* (unowned): of the window that is sat at */

static GtkListBoxRow *
row_at (int i)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (list, i);

  g_assert_nonnull (row);
  return row;
}

static gboolean
is_focused (Seat *seat, GtkListBoxRow *row)
{
  return gtk_window_get_focus (GTK_WINDOW (seat->window)) == GTK_WIDGET (row);
}

/* At the alarms, oldest first, each with its number. */
static void
sit_at_alarms (Seat *seat)
{
  sit_down_at (seat, tc_desk_open (NULL, NULL), "alarms", 1366, 768);
  list = find_type (find_type (GTK_WIDGET (seat->window), "TcAlarmPanel"), "GtkListBox");
  for (guint i = 0; i < EMERGENCIES; i++) {
    g_autofree char *title = g_strdup_printf ("Cháy số %02u", i);
    tc_room_desk_report (seat->desk, title, TC_PRIORITY_EMERGENCY);
    wait_shown_in (GTK_WIDGET (list), title, TRUE);
  }
  wait_painted (GTK_WIDGET (seat->window));
}

/* Scrolled down, so that it could be thrown either way. Returns: how far */
static double
begin_at (Seat *seat, int i)
{
  GtkAdjustment *height = gtk_list_box_get_adjustment (list);

  gtk_list_box_select_row (list, row_at (i));
  gtk_widget_grab_focus (GTK_WIDGET (row_at (i)));
  wait_painted (GTK_WIDGET (seat->window));
  gtk_adjustment_set_value (height, 150);
  wait_painted (GTK_WIDGET (seat->window));
  g_assert_cmpfloat (gtk_adjustment_get_value (height), ==, 150);
  return 150;
}

/* Until @row is selected; then the keyboard is there, and the list where it was. */
static void
wait_at (Seat *seat, GtkListBoxRow *row, double scrolled)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (gtk_list_box_get_selected_row (list) != row) {
    if (g_get_monotonic_time () > end_us)
      g_error ("row %d was never selected", gtk_list_box_row_get_index (row));
    main_turn ();
  }
  for (guint i = 0; i < 10; i++)
    wait_painted (GTK_WIDGET (seat->window));
  g_assert_true (gtk_list_box_get_selected_row (list) == row);
  g_assert_true (is_focused (seat, row));
  g_assert_cmpfloat (gtk_adjustment_get_value (gtk_list_box_get_adjustment (list)), ==, scrolled);
}

static void
test_next (void)
{
  Seat seat = {0};
  double scrolled = 0;

  sit_at_alarms (&seat);
  scrolled = begin_at (&seat, WORKED_AT);
  GtkListBoxRow *first = row_at (WORKED_AT), *second = row_at (WORKED_AT + 1),
                *third = row_at (WORKED_AT + 2);
  act (&seat, "alarm-acknowledge", NULL);
  wait_at (&seat, second, scrolled);
  g_assert_cmpint (gtk_list_box_row_get_index (second), ==, WORKED_AT);
  g_assert_cmpint (gtk_list_box_row_get_index (first), >=, EMERGENCIES - 1);
  act (&seat, "alarm-take", NULL);
  wait_at (&seat, third, scrolled);
  g_assert_cmpint (gtk_list_box_row_get_index (third), ==, WORKED_AT);
  stand_up (&seat);
}

/* Behind the last that rings comes the nearest before it; when none does any more, the selection
 * stays, wherever that goes: it may be taken next. */
static void
test_last (void)
{
  Seat seat = {0};
  int last = -1;

  sit_down_at (&seat, tc_desk_open (NULL, NULL), "alarms", 1366, 768);
  list = find_type (find_type (GTK_WIDGET (seat.window), "TcAlarmPanel"), "GtkListBox");
  wait_shown_in (GTK_WIDGET (list), "Xe rác", TRUE);
  while (gtk_list_box_get_row_at_index (list, last + 1))
    last++;
  g_assert_cmpint (last, >, 0);
  gtk_list_box_select_row (list, row_at (last));
  gtk_widget_grab_focus (GTK_WIDGET (row_at (last)));
  for (int i = last; i > 0; i--) {
    wait_can (&seat, "alarm-acknowledge", TRUE);
    act (&seat, "alarm-acknowledge", NULL);
    wait_at (&seat, row_at (i - 1), 0);
  }
  GtkListBoxRow *lone = row_at (0);
  act (&seat, "alarm-acknowledge", NULL);
  wait_can (&seat, "alarm-acknowledge", FALSE);
  wait_at (&seat, lone, 0);
  stand_up (&seat);
}

/* The first that rings and has somebody who is to be telephoned. */
static void
select_called (Seat *seat)
{
  GActionGroup *actions = G_ACTION_GROUP (seat->window);

  for (int i = 0; gtk_list_box_get_row_at_index (list, i); i++) {
    gtk_list_box_select_row (list, row_at (i));
    wait_painted (GTK_WIDGET (seat->window));
    if (g_action_group_get_action_enabled (actions, "alarm-call") &&
        g_action_group_get_action_enabled (actions, "alarm-acknowledge"))
      return;
  }
  g_error ("nobody is to be telephoned");
}

static gboolean
is_on_record (Seat *seat, const char *act)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT count(*) FROM alarm_mark WHERE act = '%s' AND ? = 0", act);

  return tc_room_desk_find (seat->desk, sql, 0) > 0;
}

static void
wait_on_record (Seat *seat, const char *act)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (!is_on_record (seat, act)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
}

/* What was telephoned about here rings on; somebody else's acknowledgement moves nothing. */
static void
test_called (void)
{
  Seat seat = {0};
  TcAlarmMark acknowledge = {0, "untaken"};
  gint64 called = 0;

  sit_down_at (&seat, tc_desk_open (NULL, NULL), "alarms", 1366, 768);
  list = find_type (find_type (GTK_WIDGET (seat.window), "TcAlarmPanel"), "GtkListBox");
  wait_shown_in (GTK_WIDGET (list), "Xe rác", TRUE);
  select_called (&seat);
  called = tc_keyed_list_get_key (gtk_list_box_get_selected_row (list));
  act (&seat, "alarm-call", NULL);
  wait_on_record (&seat, "called");
  wait_can (&seat, "alarm-acknowledge", TRUE);
  acknowledge.incident_id = tc_room_desk_find (
      seat.desk,
      "SELECT incident_id FROM alarm_mark WHERE act = 'called' AND"
      " kind = 'untaken' AND ? = 0",
      0);
  tc_room_desk_act_elsewhere (seat.desk, &tc_alarm_acknowledge_type, &acknowledge);
  wait_can (&seat, "alarm-acknowledge", FALSE);
  for (guint i = 0; i < 10; i++)
    wait_painted (GTK_WIDGET (seat.window));
  g_assert_cmpint (tc_keyed_list_get_key (gtk_list_box_get_selected_row (list)), ==, called);
  stand_up (&seat);
}

/* Of what was told before it is said that it was, and of what waited that it doesn't go. */
static void
test_rule_off (void)
{
  Seat seat = {0};
  TcAlarmSetRule rule = {0, "late", "low", 100, 0, 0};

  sit_down_at (&seat, tc_desk_open (NULL, NULL), "alarms", 1366, 768);
  rule.rule_id = tc_room_desk_find (seat.desk, "SELECT id FROM alarm_rule WHERE active = ?", 1);
  rule.role_id = tc_room_desk_find (seat.desk, "SELECT role_id FROM alarm_rule WHERE id = ?",
                                    rule.rule_id);
  wait_shown (&seat, "SMS to Võ Thị Hạnh at", TRUE);
  wait_shown (&seat, "No SMS to", FALSE);
  tc_room_desk_act_elsewhere (seat.desk, &tc_alarm_set_rule_type, &rule);
  wait_shown (&seat, "the rule doesn't hold any more", TRUE);
  wait_shown (&seat, "SMS to Võ Thị Hạnh at", TRUE);
  wait_shown (&seat, "0939000111", FALSE);
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/alarm-window/next", test_next);
  g_test_add_func ("/alarm-window/last", test_last);
  g_test_add_func ("/alarm-window/called", test_called);
  g_test_add_func ("/alarm-window/rule-off", test_rule_off);
  return window_seat_run ();
}
