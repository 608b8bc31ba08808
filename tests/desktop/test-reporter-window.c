/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: once it is over, who is to be told stands in a list, that a caller was told is written down
 * and taken back, and what a reporter says of it: a rating, or that it isn't solved. Method: as in
 * test-incident-window.c.
 */
#include "window-seat.h"

#include "main-turn.h"
#include "tc-row-list.h"

#define DOG "Chó dữ chạy rông trong chợ"

/* What a caller reported is resolved; its page is shown. */
static gint64
sit_before_resolved (Seat *seat)
{
  gint64 id;

  sit_down (seat);
  id = tc_room_desk_report_text (seat->desk, DOG, TRUE);
  show_incident (seat, id);
  wait_can (seat, "take", TRUE);
  g_assert_false (can (seat, "tell-reporter"));
  g_assert_false (can (seat, "hear-reporter"));
  act (seat, "take", NULL);
  wait_shown (seat, "Taken by lan", TRUE);
  write_and_send (seat, "resolve", "Đã bắt chó");
  wait_state (seat, id, TC_STATE_RESOLVED);
  wait_can (seat, "hear-reporter", TRUE);
  return id;
}

/* FALSE: no button says so. */
static gboolean
click_undo (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
      g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), "Undo") == 0) {
    g_signal_emit_by_name (widget, "clicked");
    return TRUE;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (click_undo (child))
      return TRUE;
  return FALSE;
}

static void
choose (Seat *seat, guint choice)
{
  gtk_drop_down_set_selected (find_choice (GTK_WIDGET (seat->window)), choice);
}

static void
test_told (void)
{
  Seat seat = {0};
  gint64 id = sit_before_resolved (&seat);

  wait_can (&seat, "tell-reporter", TRUE);
  wait_shown (&seat, "to be told how it ended", TRUE);
  act (&seat, "list-untold", NULL);
  wait_shown (&seat, "Over, and a reporter is to be told", TRUE);
  wait_listed (&seat, DOG, TRUE);
  show_incident (&seat, id);
  wait_can (&seat, "tell-reporter", TRUE);
  act (&seat, "tell-reporter", NULL);
  wait_shown (&seat, "Told who reported it (", TRUE);
  choose (&seat, 1);
  act_string (&seat, "write", "Đã cảm ơn");
  act (&seat, "send", NULL);
  wait_shown (&seat, "The reporter was told.", TRUE);
  wait_shown (&seat, "Reporter told how it ended: in person. Đã cảm ơn", TRUE);
  wait_can (&seat, "tell-reporter", FALSE);
  /* What was shown a moment ago needn't hold any more. */
  act (&seat, "tell-report",
       g_variant_new_int64 (
           tc_room_desk_find (seat.desk, "SELECT id FROM report WHERE incident_id = ?", id)));
  wait_shown (&seat, "Nothing was written down", TRUE);
  act (&seat, "list-untold", NULL);
  wait_listed (&seat, DOG, FALSE);
  /* And taken back. */
  wait_shown (&seat, "Undo", TRUE);
  show_incident (&seat, id);
  act (&seat, "untell-report",
       g_variant_new (
           "(xx)", id,
           tc_room_desk_find (seat.desk, "SELECT id FROM report WHERE incident_id = ?", id)));
  wait_shown (&seat, "Taken back: the reporter wasn't told how it ended", TRUE);
  wait_can (&seat, "tell-reporter", TRUE);
  act (&seat, "list-untold", NULL);
  wait_listed (&seat, DOG, TRUE);
  g_assert_cmpint (tc_room_desk_get_incident_state (seat.desk, id), ==, TC_STATE_RESOLVED);
  stand_up (&seat);
}

static void
test_rating (void)
{
  Seat seat = {0};
  gint64 id = sit_before_resolved (&seat);

  act (&seat, "hear-reporter", NULL);
  wait_shown (&seat, "What who reported it (", TRUE);
  choose (&seat, 1);
  act (&seat, "send", NULL);
  wait_shown (&seat, "The reporter's rating: 4 of 5", TRUE);
  wait_shown (&seat, "rating 4 of 5", TRUE);
  g_assert_cmpint (tc_room_desk_get_incident_state (seat.desk, id), ==, TC_STATE_RESOLVED);
  /* Whoever says more is heard again. */
  g_assert_true (can (&seat, "hear-reporter"));
  stand_up (&seat);
}

static void
test_not_solved (void)
{
  Seat seat = {0};
  gint64 id = sit_before_resolved (&seat);

  act (&seat, "hear-reporter", NULL);
  choose (&seat, 5);
  act (&seat, "send", NULL);
  wait_shown (&seat, "Write down what isn't solved", TRUE);
  g_assert_cmpint (tc_room_desk_get_incident_state (seat.desk, id), ==, TC_STATE_RESOLVED);
  act_string (&seat, "write", "Chó lại ra chợ");
  act (&seat, "send", NULL);
  wait_shown (&seat, "is opened again in", TRUE);
  act (&seat, "keep-back", NULL);
  wait_shown (&seat, "is opened again in", FALSE);
  g_assert_cmpint (tc_room_desk_get_incident_state (seat.desk, id), ==, TC_STATE_RESOLVED);
  act (&seat, "send", NULL);
  wait_shown (&seat, "is opened again in", TRUE);
  wait_shown (&seat, "The reporter says that it isn't solved, reopened: Chó lại ra chợ", TRUE);
  wait_state (&seat, id, TC_STATE_ASSIGNED);
  wait_can (&seat, "hear-reporter", FALSE);
  wait_can (&seat, "resolve", TRUE);
  stand_up (&seat);
}

/* (nullable): the row or button that does it. */
static GtkWidget *
find_doing (GtkWidget *widget, const char *action)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LIST_BOX_ROW (widget) && gtk_widget_get_mapped (widget) &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_doing (child, action);
  return found;
}

/* The reports of one incident don't stand beside another, though the keyboard is in them. */
static void
test_other_incident (void)
{
  Seat seat = {0};
  gint64 id = sit_before_resolved (&seat);
  GtkWidget *row = NULL;

  wait_shown (&seat, "to be told how it ended", TRUE);
  row = find_doing (GTK_WIDGET (seat.window), "win.hear-report");
  g_assert_nonnull (row);
  show_incident (
      &seat,
      tc_room_desk_find (seat.desk, "SELECT id FROM incident WHERE state = 'new' AND id <> ?", id));
  /* While that is read. */
  g_assert_true (gtk_widget_grab_focus (row));
  wait_shown (&seat, "to be told how it ended", FALSE);
  stand_up (&seat);
}

/* By who sees the person; taken back by what stood there before. */
static void
test_correct (void)
{
  Seat seat = {0};
  const char *before = TC_ROOM_NAME " · " TC_ROOM_PHONE;
  TcReporterCorrect args = {.name = "Trần Thị Nhanh", .reason = "Gọi lại"};

  sit_down (&seat);
  g_assert_false (can (&seat, "correct-reporter"));
  write_and_send (&seat, "open-reporter", "gọi hỏi vị trí");
  wait_shown (&seat, before, TRUE);
  wait_can (&seat, "correct-reporter", TRUE);
  act (&seat, "correct-reporter", NULL);
  wait_shown (&seat, "Who reported it: the name, below it", TRUE);
  act_string (&seat, "write", "một\nhai\nba");
  act (&seat, "send", NULL);
  wait_shown (&seat, "Two lines at most", TRUE);
  act_string (&seat, "write", "Trần Văn Đúng\n0912 345 678");
  /* Somebody was faster: that isn't lost unseen. */
  args.report_id = tc_room_desk_find (seat.desk,
                                      "SELECT report_id FROM incident_event"
                                      " WHERE code = 'reporter.open' AND id > ?",
                                      0);
  g_assert_cmpint (args.report_id, >, 0);
  tc_room_desk_act_elsewhere (seat.desk, &tc_reporter_correct_type, &args);
  act (&seat, "send", NULL);
  wait_shown (&seat, "Somebody corrected it meanwhile", TRUE);
  wait_shown (&seat, "Trần Thị Nhanh", TRUE);
  wait_shown (&seat, before, FALSE);
  act (&seat, "send", NULL);
  wait_shown (&seat, "Trần Văn Đúng · 0912 345 678", TRUE);
  wait_shown (&seat, "Trần Thị Nhanh", FALSE);
  wait_shown (&seat, "Reporter's name or number corrected", TRUE);
  wait_shown (&seat, "Name and number are corrected.", TRUE);
  g_assert_true (click_undo (GTK_WIDGET (seat.window)));
  wait_shown (&seat, "Trần Thị Nhanh", TRUE);
  wait_shown (&seat, "Trần Văn Đúng", FALSE);
  /* Neither is left to the key. */
  act (&seat, "undo", NULL);
  wait_shown (&seat, "This can't be taken back: ", TRUE);
  wait_shown (&seat, ": Correct who reported it", FALSE);
  wait_shown (&seat, ": See who reported it", TRUE);
  stand_up (&seat);
}

/* What somebody else has corrected since isn't put back: it is shown, and that is said. */
static void
test_correct_back_late (void)
{
  Seat seat = {0};
  TcReporterCorrect args = {.name = "Trần Thị Sau", .reason = "Gọi lại"};

  sit_down (&seat);
  write_and_send (&seat, "open-reporter", "gọi hỏi vị trí");
  wait_can (&seat, "correct-reporter", TRUE);
  act (&seat, "correct-reporter", NULL);
  act_string (&seat, "write", "Trần Văn Đúng\n0912 345 678");
  act (&seat, "send", NULL);
  wait_shown (&seat, "Name and number are corrected.", TRUE);
  args.report_id = tc_room_desk_find (seat.desk,
                                      "SELECT report_id FROM incident_event"
                                      " WHERE code = 'reporter.open' AND id > ?",
                                      0);
  tc_room_desk_act_elsewhere (seat.desk, &tc_reporter_correct_type, &args);
  act (&seat, "undo", NULL);
  wait_shown (&seat, "Somebody corrected it again meanwhile: nothing is taken back.", TRUE);
  wait_shown (&seat, "Trần Thị Sau", TRUE);
  wait_shown (&seat, TC_ROOM_NAME " · ", FALSE);
  stand_up (&seat);
}

/* An incident with an approved answer. */
static gint64
add_approved (Seat *seat, const char *text)
{
  gint64 id = tc_room_desk_report (seat->desk, text, TC_PRIORITY_URGENT);
  gint64 answer = tc_operation_sink_make_id (TC_OPERATION_SINK (seat->desk));

  tc_room_desk_act_elsewhere (seat->desk, &tc_incident_accept_type, &(TcIncidentOnly){id});
  tc_room_desk_act_elsewhere (seat->desk, &tc_answer_submit_type,
                              &(TcAnswerSubmit){id, answer, text, NULL});
  tc_room_desk_act_elsewhere (seat->desk, &tc_answer_approve_type,
                              &(TcAnswerStep){id, answer, NULL});
  return id;
}

static void
wait_published (Seat *seat, gint64 id)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (tc_room_desk_find (seat->desk,
                            "SELECT count(*) FROM answer WHERE incident_id = ?"
                            " AND state = 'published'",
                            id) != 1) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
}

/* All that are chosen at once, held together; what has no approved answer stays as it is. */
static void
test_publish_many (void)
{
  Seat seat = {0};
  GtkSelectionModel *rows = NULL;
  gint64 one, other;

  sit_down (&seat);
  rows = tc_row_list_get_model (TC_ROW_LIST (find_list (GTK_WIDGET (seat.window))));
  gtk_selection_model_select_range (rows, 0, 2, TRUE);
  wait_shown (&seat, "2 incidents chosen", TRUE);
  act (&seat, "publish-answer", NULL);
  wait_shown (&seat, "None of these has an approved answer", TRUE);
  one = add_approved (&seat, "Đã thông cống");
  other = add_approved (&seat, "Đã dọn cây");
  wait_shown (&seat, "2 new incidents", TRUE);
  act (&seat, "admit", NULL);
  wait_listed (&seat, "Đã dọn cây", TRUE);
  gtk_selection_model_select_all (rows);
  wait_shown (&seat, "incidents chosen", TRUE);
  act (&seat, "publish-answer", NULL);
  wait_shown (&seat, "2 approved answers go to their reporters in", TRUE);
  act (&seat, "keep-back", NULL);
  wait_shown (&seat, "2 approved answers go", FALSE);
  act (&seat, "publish-answer", NULL);
  wait_shown (&seat, "2 approved answers go to their reporters in", TRUE);
  wait_published (&seat, one);
  wait_published (&seat, other);
  wait_shown (&seat, "2 answers published", TRUE);
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/reporter-window/told", test_told);
  g_test_add_func ("/reporter-window/rating", test_rating);
  g_test_add_func ("/reporter-window/not-solved", test_not_solved);
  g_test_add_func ("/reporter-window/other-incident", test_other_incident);
  g_test_add_func ("/reporter-window/correct", test_correct);
  g_test_add_func ("/reporter-window/correct-back-late", test_correct_back_late);
  g_test_add_func ("/reporter-window/publish-many", test_publish_many);
  return window_seat_run ();
}
