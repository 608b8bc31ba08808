/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: at the window an order, a fault and the like are written down, followed up and done, what
 * can't be read or is refused stands in its field again, and nothing written is lost; a shift is
 * handed over and taken over by who knows the password. Method: as in
 * test-incident-window.c.
 */
#include "main-turn.h"
#include "tc-operation-sink.h"
#include "tc-shift-operations.h"
#include "window-seat.h"

/* At the journal's panel. */
static void
sit_at_journal (Seat *seat)
{
  sit_down (seat);
  wait_can (seat, "journal-order", TRUE);
  act_string (seat, "panel", "journal");
  wait_shown (seat, "Nothing has been written into the journal yet.", TRUE);
}

/* In the list of alarms, once it is there. */
static void
choose_alarm (Seat *seat, const char *text)
{
  GtkWidget *panel = find_type (GTK_WIDGET (seat->window), "TcAlarmPanel");
  GtkListBox *list = NULL;

  wait_shown_in (panel, text, TRUE);
  list = find_type (panel, "GtkListBox");
  for (int i = 0; gtk_list_box_get_row_at_index (list, i); i++) {
    GtkListBoxRow *row = gtk_list_box_get_row_at_index (list, i);
    if (shows (GTK_WIDGET (row), text))
      gtk_list_box_select_row (list, row);
  }
}

/* On the journal's button in the rail, whatever panel is shown. */
static int
get_badge (Seat *seat)
{
  GtkWidget *panel = find_type (GTK_WIDGET (seat->window), "TcJournalPanel");
  int shown = -1;

  g_object_get (panel, "badge", &shown, NULL);
  return shown;
}

static void
wait_badge (Seat *seat, int count)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (get_badge (seat) != count) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
}

static void
test_order (void)
{
  Seat seat = {0};

  sit_at_journal (&seat);
  g_assert_false (can (&seat, "journal-follow-up"));
  act (&seat, "journal-order", NULL);
  act_string (&seat, "journal-source", "Phó Chủ tịch");
  act_string (&seat, "journal-due", "+90");
  wait_shown (&seat, "1 hour 30 minutes left", TRUE);
  act_string (&seat, "journal-write", "Kiểm tra trạm bơm Xà No");
  act (&seat, "journal-send", NULL);
  wait_shown (&seat, "from: Phó Chủ tịch", TRUE);
  wait_shown (&seat, "Not done yet 1", TRUE);
  wait_can (&seat, "journal-done", TRUE);
  act (&seat, "journal-follow-up", NULL);
  act_string (&seat, "journal-write", "Đã gọi trạm bơm");
  act (&seat, "journal-send", NULL);
  wait_shown (&seat, "Đã gọi trạm bơm", TRUE);
  wait_shown (&seat, "1 follow-up", TRUE);
  act (&seat, "journal-list", g_variant_new_string ("open"));
  act (&seat, "journal-done", NULL);
  act (&seat, "journal-send", NULL);
  wait_shown (&seat, "No order and no fault is open.", TRUE);
  wait_can (&seat, "journal-done", FALSE);
  act (&seat, "journal-list", g_variant_new_string ("all"));
  wait_shown (&seat, "✓ Done at", TRUE);
  wait_shown (&seat, "Đã gọi trạm bơm", TRUE);
  stand_up (&seat);
}

/* What the server hasn't heard yet is marked, and no longer once it has. */
static void
test_waiting (void)
{
  Seat seat = {0};
  gint64 id = 0;

  sit_at_journal (&seat);
  act (&seat, "journal-observation", NULL);
  act_string (&seat, "journal-write", "Mực nước cao");
  act (&seat, "journal-send", NULL);
  wait_shown (&seat, "Observation · ", TRUE);
  id = tc_room_desk_find (seat.desk, "SELECT max(id) FROM journal_entry WHERE id > ?", 0);
  g_assert_cmpint (id, >, 0);
  wait_shown (&seat, "not sent yet", FALSE);
  tc_room_desk_let_wait (seat.desk, id, TRUE);
  wait_shown (&seat, "not sent yet", TRUE);
  tc_room_desk_let_wait (seat.desk, id, FALSE);
  wait_shown (&seat, "not sent yet", FALSE);
  stand_up (&seat);
}

/* Until the keyboard is at the row that says so. */
static void
wait_listed_at (GtkWidget *list, const char *text)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (!gtk_widget_get_focus_child (list) || !shows (gtk_widget_get_focus_child (list), text)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
}

/* Whoever puts off what was begun has the keyboard at the list again, from each of its fields, and
 * at the list from which a sheet was begun. */
static void
test_put_off (void)
{
  Seat seat = {0};
  GtkWidget *panel = NULL, *list = NULL, *work = NULL;

  sit_at_journal (&seat);
  act (&seat, "journal-observation", NULL);
  act_string (&seat, "journal-write", "Mực nước cao");
  act (&seat, "journal-send", NULL);
  wait_can (&seat, "journal-follow-up", TRUE);
  panel = find_type (GTK_WIDGET (seat.window), "TcJournalPanel");
  list = find_type (panel, "GtkListBox");
  work = find_type (panel, "TcJournalWork");
  for (guint i = 0; i < 2; i++) {
    act (&seat, "journal-order", NULL);
    if (i == 1)
      gtk_widget_child_focus (find_type (work, "TcComposer"), GTK_DIR_TAB_FORWARD);
    g_assert_nonnull (gtk_widget_get_focus_child (work));
    act (&seat, "journal-cancel", NULL);
    g_assert_nonnull (gtk_widget_get_focus_child (list));
  }
  act (&seat, "journal-hand-over", NULL);
  wait_shown (&seat, "Hand-over sheet, not signed yet", TRUE);
  wait_shown (&seat, "H writes the sheet from what was done.", TRUE);
  act (&seat, "journal-cancel", NULL);
  wait_can (&seat, "journal-follow-up", TRUE);
  wait_listed_at (list, "Mực nước cao");
  stand_up (&seat);
}

/* An order that is late rings at the alarms, leads from there into the journal, and is quiet once
 * it is done. */
static void
test_late (void)
{
  Seat seat = {0};
  TcJournalAdd order = {.kind = "order", .text = "Kiểm tra trạm bơm", .source = "Phó Chủ tịch"};

  sit_down (&seat);
  order.entry_id = tc_operation_sink_make_id (TC_OPERATION_SINK (seat.desk));
  order.due_us = g_get_real_time () + G_USEC_PER_SEC;
  tc_room_desk_act_elsewhere (seat.desk, &tc_journal_add_type, &order);
  act_string (&seat, "panel", "alarms");
  wait_shown (&seat, "What the journal says is to be done is late", TRUE);
  choose_alarm (&seat, "Kiểm tra trạm bơm");
  wait_can (&seat, "alarm-take", FALSE);
  g_assert_true (can (&seat, "alarm-shelve"));
  act (&seat, "alarm-acknowledge", NULL);
  wait_shown (&seat, "acknowledged by ", TRUE);
  choose_alarm (&seat, "Kiểm tra trạm bơm");
  act (&seat, "alarm-open", NULL);
  wait_shown (&seat, "from: Phó Chủ tịch", TRUE);
  wait_can (&seat, "journal-done", TRUE);
  act (&seat, "journal-done", NULL);
  act (&seat, "journal-send", NULL);
  wait_shown (&seat, "No order and no fault is open.", TRUE);
  act_string (&seat, "panel", "alarms");
  wait_shown (&seat, "Kiểm tra trạm bơm", FALSE);
  stand_up (&seat);
}

/* What can't be read is said before anything is written; the text comes back. */
static void
test_deadline_not_read (void)
{
  Seat seat = {0};

  sit_at_journal (&seat);
  act (&seat, "journal-order", NULL);
  act_string (&seat, "journal-due", "mai");
  act_string (&seat, "journal-write", "Báo cáo nhanh");
  act (&seat, "journal-send", NULL);
  wait_shown (&seat, "The deadline is not understood", TRUE);
  wait_shown (&seat, "Nothing has been written into the journal yet.", TRUE);
  act_string (&seat, "journal-due", "+30");
  act (&seat, "journal-send", NULL);
  wait_shown (&seat, "The deadline is not understood", FALSE);
  wait_shown (&seat, "Báo cáo nhanh", TRUE);
  wait_shown (&seat, "Not done yet 1", TRUE);
  stand_up (&seat);
}

static void
test_refused (void)
{
  Seat seat = {0};

  sit_at_journal (&seat);
  tc_room_desk_refuse_next (seat.desk, "operation.too-large");
  act (&seat, "journal-call", NULL);
  act_string (&seat, "journal-source", "Báo Hậu Giang");
  act_string (&seat, "journal-write", "Hỏi về ngập");
  act (&seat, "journal-send", NULL);
  wait_shown (&seat, "It is too long.", TRUE);
  act (&seat, "journal-send", NULL);
  wait_shown (&seat, "from: Báo Hậu Giang", TRUE);
  g_assert_false (can (&seat, "journal-done"));
  stand_up (&seat);
}

/* Who is at a desk stands under the journal; without a line nobody knows. */
static void
test_present (void)
{
  Seat seat = {0};

  sit_at_journal (&seat);
  tc_room_desk_place_minh (seat.desk, TRUE, 0, FALSE);
  wait_shown (&seat, "On duty and at desks", TRUE);
  wait_shown (&seat, "minh", TRUE);
  tc_room_desk_place_minh (seat.desk, TRUE, 0, TRUE);
  wait_shown (&seat, "Bàn · locked", TRUE);
  tc_room_desk_set_online (seat.desk, FALSE);
  wait_shown (&seat, "minh", FALSE);
  wait_shown (&seat, "isn't known now", TRUE);
  tc_room_desk_set_online (seat.desk, TRUE);
  wait_shown (&seat, "Bàn · locked", TRUE);
  tc_room_desk_place_minh (seat.desk, FALSE, 0, FALSE);
  wait_shown (&seat, "minh", FALSE);
  stand_up (&seat);
}

/* From wherever one is. */
static void
test_commands (void)
{
  Seat seat = {0};

  sit_down (&seat);
  wait_can (&seat, "journal-jot", TRUE);
  act_string (&seat, "journal-jot", "Mất điện 5 phút");
  act_string (&seat, "journal-report-fault", "Máy in hỏng");
  act_string (&seat, "journal-begin-order", "Trực bão");
  wait_shown (&seat, "Mất điện 5 phút", TRUE);
  wait_shown (&seat, "Máy in hỏng", TRUE);
  act (&seat, "journal-send", NULL);
  wait_shown (&seat, "Trực bão", TRUE);
  wait_shown (&seat, "Not done yet 2", TRUE);
  stand_up (&seat);
}

/* The sheet says what stands; nothing is signed without the password, and the remark isn't lost. */
static void
test_hand_over (void)
{
  Seat seat = {0};
  GtkWidget *panel = NULL;

  sit_at_journal (&seat);
  act_string (&seat, "journal-report-fault", "Máy in hỏng");
  wait_shown (&seat, "Not done yet 1", TRUE);
  act (&seat, "journal-hand-over", NULL);
  wait_shown (&seat, "Hand-over sheet, not signed yet", TRUE);
  wait_shown (&seat, "Ngập sâu hẻm 3", TRUE);
  wait_shown (&seat, "Fault: Máy in hỏng", TRUE);
  act_string (&seat, "journal-write", "Chìa khóa ở tủ số 2");
  act (&seat, "journal-send", NULL);
  wait_shown (&seat, "Type your password to sign.", TRUE);
  act_string (&seat, "journal-password", "sai");
  act (&seat, "journal-sign", NULL);
  wait_shown (&seat, "The password is wrong.", TRUE);
  act_string (&seat, "journal-password", "mat-khau");
  act (&seat, "journal-sign", NULL);
  wait_shown (&seat, "Not signed by the relief yet", TRUE);
  wait_shown (&seat, "Chìa khóa ở tủ số 2", TRUE);
  wait_shown (&seat, "SHA-256", TRUE);
  wait_shown (&seat, "Your password", FALSE);
  wait_can (&seat, "journal-take-over", FALSE);
  /* It waits for somebody else, which nobody has to be told who can't do it. */
  wait_shown (&seat, "Hand-overs 1", TRUE);
  wait_badge (&seat, 0);
  /* Who has signed is at the sheet, which can be printed. */
  panel = find_type (GTK_WIDGET (seat.window), "TcJournalPanel");
  wait_listed_at (find_type (panel, "GtkListBox"), "Not signed by the relief yet");
  stand_up (&seat);
}

/* By who sits there next; until then it isn't forgotten. */
static void
test_take_over (void)
{
  Seat seat = {0};

  sit_at_journal (&seat);
  wait_badge (&seat, 0);
  tc_room_desk_hand_over_elsewhere (seat.desk, "Biên bản\n1. Sự việc\nKhông có.");
  wait_badge (&seat, 1);
  wait_shown (&seat, "Hand-overs 1", TRUE);
  /* As long as she may. */
  tc_room_desk_hold_rights (seat.desk, TRUE);
  g_assert_cmpint (get_badge (&seat), ==, 0);
  wait_shown (&seat, "Hand-overs 1", FALSE);
  tc_room_desk_hold_rights (seat.desk, FALSE);
  g_assert_cmpint (get_badge (&seat), ==, 1);
  act (&seat, "journal-list", g_variant_new_string ("sheets"));
  wait_shown (&seat, "Not signed by the relief yet", TRUE);
  wait_can (&seat, "journal-take-over", TRUE);
  act (&seat, "journal-take-over", NULL);
  act_string (&seat, "journal-password", "mat-khau");
  act (&seat, "journal-sign", NULL);
  wait_shown (&seat, "Taken over at", TRUE);
  wait_badge (&seat, 0);
  wait_shown (&seat, "Hand-overs 1", FALSE);
  wait_can (&seat, "journal-take-over", FALSE);
  print_to (&seat, "journal-print-to", "hand-over.pdf");
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/journal-window/order", test_order);
  g_test_add_func ("/journal-window/waiting", test_waiting);
  g_test_add_func ("/journal-window/put-off", test_put_off);
  g_test_add_func ("/journal-window/late", test_late);
  g_test_add_func ("/journal-window/deadline-not-read", test_deadline_not_read);
  g_test_add_func ("/journal-window/refused", test_refused);
  g_test_add_func ("/journal-window/present", test_present);
  g_test_add_func ("/journal-window/commands", test_commands);
  g_test_add_func ("/journal-window/hand-over", test_hand_over);
  g_test_add_func ("/journal-window/take-over", test_take_over);
  return window_seat_run ();
}
