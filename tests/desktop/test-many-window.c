/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: one thing is done to many that are chosen in the queue, and what became of them is told as
 * long as they are seen. Method: as in test-incident-window.c.
 */
#include "main-turn.h"
#include "tc-row-list.h"
#include "tc-suggest-entry.h"
#include "window-seat.h"

/* Many at once, with the same keys; what could not be done is told and stays chosen. */
static void
test_many (void)
{
  Seat seat = {0};
  gint64 id = 0;

  sit_down (&seat);
  id = tc_room_desk_report (seat.desk, "Cột điện nghiêng", TC_PRIORITY_URGENT);
  wait_shown (&seat, "1 new incident", TRUE);
  act (&seat, "admit", NULL);
  wait_listed (&seat, "Cột điện nghiêng", TRUE);
  tc_room_desk_take_elsewhere (seat.desk, id);
  choose_rows (&seat, 0, 9);
  wait_shown (&seat, "9 incidents chosen", TRUE);
  g_assert_true (can (&seat, "take"));
  g_assert_false (can (&seat, "dispatch"));
  act (&seat, "take", NULL);
  wait_shown (&seat, "8 taken; 1 not: Somebody else has taken PA-", TRUE);
  wait_shown (&seat, "incidents chosen", FALSE);
  act (&seat, "choose-one", NULL);
  wait_shown (&seat, "8 taken", FALSE);

  choose_rows (&seat, 2, 3);
  write_and_send (&seat, "note", "đã gọi điện lực");
  wait_shown (&seat, "3 noted", TRUE);
  act (&seat, "priority", NULL);
  wait_shown (&seat, "New priority, and why (may stay empty): 3 incidents", TRUE);
  act (&seat, "keep-back", NULL);
  wait_shown (&seat, "New priority", FALSE);
  act (&seat, "choose-one", NULL);
  wait_shown (&seat, "3 noted", FALSE);
  /* One alone goes the same way. */
  act (&seat, "assign", NULL);
  wait_shown (&seat, "Assign to a unit", TRUE);
  act (&seat, "send", NULL);
  wait_shown (&seat, "Assign to a unit", FALSE);
  wait_shown (&seat, "Assigned to", TRUE);
  stand_up (&seat);
}

/* Those that it was done to have left the list: nothing is said of them any more. */
static void
test_many_gone (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act_string (&seat, "filter", "untaken");
  wait_listed (&seat, "Xe rác", TRUE);
  choose_rows (&seat, 0, 3);
  wait_shown (&seat, "3 incidents chosen", TRUE);
  act (&seat, "take", NULL);
  wait_shown (&seat, "3 taken", TRUE);
  g_assert_true (shows (GTK_WIDGET (seat.window), "3 incidents chosen"));
  tc_room_desk_report (seat.desk, "Cột điện nghiêng", TC_PRIORITY_URGENT);
  wait_shown (&seat, "1 new incident", TRUE);
  act (&seat, "admit", NULL);
  wait_listed (&seat, "Cột điện nghiêng", TRUE);
  wait_shown (&seat, "3 taken", FALSE);
  g_assert_false (shows (GTK_WIDGET (seat.window), " chosen"));
  stand_up (&seat);
}

/* Another list: neither what became of many nor what was to be done to them is about it. */
static void
test_many_left (void)
{
  Seat seat = {0};

  sit_down (&seat);
  choose_rows (&seat, 0, 3);
  write_and_send (&seat, "note", "đã gọi điện lực");
  wait_shown (&seat, "3 noted", TRUE);
  act (&seat, "note", NULL);
  wait_shown (&seat, "Note: 3 incidents", TRUE);
  act_string (&seat, "filter", "mine");
  wait_shown (&seat, "Note: 3 incidents", FALSE);
  wait_shown (&seat, " chosen", FALSE);
  act_string (&seat, "filter", "open");
  wait_listed (&seat, "Traffic", TRUE);
  choose_rows (&seat, 0, 3);
  write_and_send (&seat, "note", "đã gọi lại");
  wait_shown (&seat, "3 noted", TRUE);
  act_string (&seat, "filter", "all");
  wait_shown (&seat, "3 noted", FALSE);
  wait_shown (&seat, " chosen", FALSE);
  stand_up (&seat);
}

/* What is shown may be in no list: then none is called chosen. */
static void
test_none_chosen (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act_string (&seat, "filter", "mine");
  wait_shown (&seat, "No incident is in this list.", TRUE);
  act (&seat, "priority", NULL);
  wait_shown (&seat, "New priority, and why (may stay empty)", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), " chosen"));
  tc_room_desk_refuse_next (seat.desk, "incident.taken");
  act (&seat, "send", NULL);
  wait_shown (&seat, "Outcome", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), " chosen"));
  act (&seat, "choose-one", NULL);
  wait_shown (&seat, "Outcome", FALSE);
  stand_up (&seat);
}

/* Of the chooser over the list. */
static GtkWidget *
find_field_entry (Seat *seat)
{
  GtkWidget *chooser = NULL;

  for (GtkWidget *at = find_list (GTK_WIDGET (seat->window)); at && !chooser;
       at = gtk_widget_get_parent (at))
    chooser = find_type (at, "TcFieldChooser");
  g_assert_true (chooser && gtk_widget_get_mapped (chooser));
  return find_type (chooser, "TcSuggestEntry");
}

/* Until it is answered. */
static void
type_field (Seat *seat, const char *text, const char *answer)
{
  GtkWidget *entry = find_field_entry (seat);
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  tc_suggest_entry_set_text (TC_SUGGEST_ENTRY (entry), text);
  while (!shows (entry, answer)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    g_signal_emit_by_name (entry, "typed");
    g_main_context_iteration (NULL, TRUE);
  }
}

/* Types until something is found, and takes the first. */
static void
choose_field (Seat *seat, const char *text)
{
  GtkWidget *entry = find_field_entry (seat);

  tc_suggest_entry_set_text (TC_SUGGEST_ENTRY (entry), text);
  while (tc_suggest_entry_get_row (TC_SUGGEST_ENTRY (entry)) < 0) {
    g_signal_emit_by_name (entry, "typed");
    g_main_context_iteration (NULL, TRUE);
  }
  g_signal_emit_by_name (entry, "chosen", 0);
}

/* A field, a unit and an answer for all; to which it can't be done is said before. */
static void
test_many_verbs (void)
{
  Seat seat = {0};

  sit_down (&seat);
  choose_rows (&seat, 0, 4);
  wait_shown (&seat, "4 incidents chosen", TRUE);
  act (&seat, "choose-field", NULL);
  choose_field (&seat, "cay xanh");
  wait_shown (&seat, "4 classified", TRUE);
  /* All have it by now, which isn't to be done again. */
  act (&seat, "choose-field", NULL);
  type_field (&seat, "cay xanh", "It has that field already.");
  act (&seat, "keep-back", NULL);
  act (&seat, "choose-one", NULL);

  choose_rows (&seat, 0, 3);
  act (&seat, "answer", NULL);
  wait_shown (&seat, "Not possible for 3 of 3: 3 new", TRUE);
  act (&seat, "keep-back", NULL);
  act (&seat, "take", NULL);
  wait_shown (&seat, "3 taken", TRUE);
  act (&seat, "answer", NULL);
  wait_shown (&seat, "Answer to everybody who reported these: 3 incidents", TRUE);
  act_string (&seat, "write", "Sự việc {code} {tên} đang được xử lý.");
  act (&seat, "send", NULL);
  wait_shown (&seat, "{tên} can't be filled in.", TRUE);
  act_string (&seat, "write", "Sự việc {code} đang được xử lý.");
  act (&seat, "send", NULL);
  wait_shown (&seat, "3 answers sent for approval", TRUE);
  act (&seat, "answer", NULL);
  wait_shown (&seat, "3 have answers on their way, which these replace", TRUE);
  act (&seat, "keep-back", NULL);
  stand_up (&seat);
}

/* An order to a unit for all leaves the room after five seconds, or is kept back. */
static void
test_many_dispatched (void)
{
  Seat seat = {0};

  sit_down (&seat);
  choose_rows (&seat, 0, 3);
  wait_shown (&seat, "3 incidents chosen", TRUE);
  for (guint round = 0; round < 2; round++) {
    act (&seat, "choose-units", NULL);
    wait_shown (&seat, "Dispatch a unit (a word to it may stay empty): 3 incidents", TRUE);
    if (round == 0)
      act_string (&seat, "write", "mang theo bơm");
    act (&seat, "send", NULL);
    wait_shown (&seat, "for 3 incidents in ", TRUE);
    if (round == 0)
      act (&seat, "keep-back", NULL);
    wait_shown (&seat, "for 3 incidents in ", FALSE);
    wait_shown (&seat, round == 0 ? "Dispatch a unit" : "dispatched", TRUE);
  }
  /* What the unit has is left out and said while it is held; if it has all nothing is sent. */
  choose_rows (&seat, 0, 5);
  wait_shown (&seat, "5 incidents chosen", TRUE);
  act (&seat, "choose-units", NULL);
  wait_shown (&seat, "Dispatch a unit (a word to it may stay empty): 5 incidents", TRUE);
  act (&seat, "send", NULL);
  wait_shown (&seat, "for 2 incidents (without 3 that it has already) in ", TRUE);
  wait_shown (&seat, "for 2 incidents", FALSE);
  wait_shown (&seat, "2 dispatched", TRUE);
  choose_rows (&seat, 0, 5);
  act (&seat, "choose-units", NULL);
  wait_shown (&seat, "Dispatch a unit (a word to it may stay empty): 5 incidents", TRUE);
  act (&seat, "send", NULL);
  wait_shown (&seat, "has an order for all of these already; nothing was sent.", TRUE);
  stand_up (&seat);
}

/* Stopped half way: what was begun is done, the rest is told and stays chosen. */
static void
test_many_stopped (void)
{
  Seat seat = {0};

  sit_down (&seat);
  tc_room_desk_report (seat.desk, "Cột điện nghiêng", TC_PRIORITY_URGENT);
  wait_shown (&seat, "1 new incident", TRUE);
  act (&seat, "admit", NULL);
  wait_listed (&seat, "Cột điện nghiêng", TRUE);
  choose_rows (&seat, 0, 9);
  wait_shown (&seat, "9 incidents chosen", TRUE);
  tc_room_desk_hold_answers (seat.desk, TRUE);
  act (&seat, "take", NULL);
  wait_shown (&seat, "Being done… 0 of 9", TRUE);
  act (&seat, "stop-many", NULL);
  tc_room_desk_hold_answers (seat.desk, FALSE);
  wait_shown (&seat, "8 taken; stopped before 1 of them", TRUE);
  stand_up (&seat);
}

/* What takes long ends while the person is elsewhere: that moves neither keyboard nor choice. */
static void
test_many_meanwhile (void)
{
  Seat seat = {0};
  GtkWidget *focus = NULL;
  GtkSelectionModel *model = NULL;

  sit_down (&seat);
  choose_rows (&seat, 0, 3);
  wait_shown (&seat, "3 incidents chosen", TRUE);
  tc_room_desk_hold_answers (seat.desk, TRUE);
  tc_room_desk_refuse_next (seat.desk, "incident.taken");
  act (&seat, "take", NULL);
  wait_shown (&seat, "Being done…", TRUE);
  g_assert_true (is_at_list (&seat));
  choose_rows (&seat, 5, 1);
  act (&seat, "find", NULL);
  focus = gtk_window_get_focus (GTK_WINDOW (seat.window));
  g_assert_true (GTK_IS_TEXT (focus));
  tc_room_desk_hold_answers (seat.desk, FALSE);
  wait_shown (&seat, "2 taken; 1 not: ", TRUE);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (seat.window)) == focus);
  model = tc_row_list_get_model (TC_ROW_LIST (find_list (GTK_WIDGET (seat.window))));
  g_assert_true (gtk_selection_model_is_selected (model, 5));
  g_assert_false (gtk_selection_model_is_selected (model, 0));
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/many/done", test_many);
  g_test_add_func ("/many/gone", test_many_gone);
  g_test_add_func ("/many/left", test_many_left);
  g_test_add_func ("/many/none", test_none_chosen);
  g_test_add_func ("/many/verbs", test_many_verbs);
  g_test_add_func ("/many/dispatched", test_many_dispatched);
  g_test_add_func ("/many/stopped", test_many_stopped);
  g_test_add_func ("/many/meanwhile", test_many_meanwhile);
  return window_seat_run ();
}
