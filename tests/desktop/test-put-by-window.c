/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what isn't ours is turned away, what can't go on is put by and comes back, for one, for
 * many, and by a typed line; what the reporters are told of is held first and loses nothing when it
 * is kept back. Method: as test-incident-window.c.
 */
#include "window-seat.h"

#include "tc-limits.h"
#include "tc-row-list.h"

#include <string.h>

static gint64
sit_before_new (Seat *seat)
{
  gint64 id = 0;

  sit_down (seat);
  id = tc_room_desk_report (seat->desk, "Xe máy đổ trước chợ", TC_PRIORITY_NOTICE);
  show_incident (seat, id);
  wait_shown (seat, "Reject", TRUE);
  return id;
}

/* Kept back, the words stand there again; let go, all see why, and it can be opened again. */
static void
test_reject (void)
{
  Seat seat = {0};
  gint64 id = sit_before_new (&seat);

  act (&seat, "reject", NULL);
  wait_shown (&seat, "Why it is rejected", TRUE);
  gtk_drop_down_set_selected (find_choice (GTK_WIDGET (seat.window)), 5);
  act (&seat, "send", NULL);
  wait_shown (&seat, "Say why it is rejected", TRUE);
  act_string (&seat, "write", "báo nhầm");
  act (&seat, "send", NULL);
  wait_shown (&seat, "is rejected (another reason) in", TRUE);
  wait_shown (&seat, "Say why it is rejected", FALSE);
  act (&seat, "keep-back", NULL);
  wait_shown (&seat, "Why it is rejected", TRUE);
  g_assert_cmpint (tc_room_desk_get_incident_state (seat.desk, id), ==, TC_STATE_NEW);
  act (&seat, "send", NULL);
  wait_shown (&seat, "is rejected (another reason) in", TRUE);
  wait_state (&seat, id, TC_STATE_REJECTED);
  wait_shown (&seat, "Rejected: another reason. báo nhầm", TRUE);
  wait_can (&seat, "reject", FALSE);
  wait_can (&seat, "reopen", TRUE);
  stand_up (&seat);
}

/* What is held is named by its code also where another incident is about to be shown. */
static void
test_held_while_another_is_opened (void)
{
  Seat seat = {0};
  gint64 id = sit_before_new (&seat), other = 0;
  g_autofree char *code = tc_room_desk_dup_code (seat.desk, id);
  g_autofree char *held = g_strconcat (code, " is rejected (says nothing) in", NULL);
  g_autofree char *target = NULL;

  other = tc_room_desk_report (seat.desk, "Cột điện nghiêng", TC_PRIORITY_NOTICE);
  target = g_strdup_printf ("%" G_GINT64_FORMAT, other);
  act (&seat, "reject", NULL);
  wait_shown (&seat, "Why it is rejected", TRUE);
  act_string (&seat, "open", target);
  act (&seat, "send", NULL);
  wait_shown (&seat, held, TRUE);
  wait_shown (&seat, "“Cột điện nghiêng”", TRUE);
  wait_state (&seat, id, TC_STATE_REJECTED);
  stand_up (&seat);
}

/* Closing the window loses nothing that was ordered. */
static void
test_redirect_when_closing (void)
{
  Seat seat = {0};
  gint64 id = sit_before_new (&seat);

  act (&seat, "redirect", NULL);
  gtk_drop_down_set_selected (find_choice (GTK_WIDGET (seat.window)), 1);
  act (&seat, "send", NULL);
  wait_shown (&seat, "is redirected (fire brigade 114) in", TRUE);
  tc_window_end (seat.window);
  wait_state (&seat, id, TC_STATE_REDIRECTED);
  tc_desk_stop (seat.desk);
  g_object_unref (seat.desk);
}

static void
test_wait_and_go_on (void)
{
  Seat seat = {0};
  gint64 id = sit_before_new (&seat);

  g_assert_false (can (&seat, "resume"));
  act (&seat, "accept", NULL);
  wait_state (&seat, id, TC_STATE_ACCEPTED);
  wait_can (&seat, "accept", FALSE);
  write_and_send (&seat, "wait", "Xin cho biết rõ vị trí");
  wait_shown (&seat, "goes to its reporters in", TRUE);
  wait_state (&seat, id, TC_STATE_WAITING);
  wait_shown (&seat, "Waiting for the reporter: Xin cho biết rõ vị trí", TRUE);
  wait_can (&seat, "wait", FALSE);
  wait_shown (&seat, "Go on", TRUE);
  act (&seat, "resume", NULL);
  wait_state (&seat, id, TC_STATE_ACCEPTED);
  wait_shown (&seat, "Go on", FALSE);
  stand_up (&seat);
}

/* A time is asked for; what isn't one is refused beside it, and a draft keeps both. */
static void
test_times (void)
{
  Seat seat = {0};
  gint64 id = sit_before_new (&seat);

  act (&seat, "accept", NULL);
  wait_state (&seat, id, TC_STATE_ACCEPTED);
  wait_can (&seat, "schedule", TRUE);
  act (&seat, "schedule", NULL);
  act_string (&seat, "write", "mai\nchờ vật tư");
  wait_shown (&seat, "not understood yet", TRUE);
  act (&seat, "send", NULL);
  wait_shown (&seat, "Type a time that is still to come.", TRUE);
  act_string (&seat, "write", "+90\nchờ vật tư");
  wait_shown (&seat, " · 1 hour ", TRUE);
  act (&seat, "keep-back", NULL);
  wait_shown (&seat, "When it will be done", FALSE);
  act (&seat, "schedule", NULL);
  wait_shown (&seat, " · 1 hour ", TRUE);
  act (&seat, "send", NULL);
  wait_state (&seat, id, TC_STATE_SCHEDULED);
  wait_shown (&seat, ". chờ vật tư", TRUE);
  wait_shown (&seat, "Scheduled", TRUE);
  wait_shown (&seat, "for ", TRUE);
  g_assert_true (is_at_list (&seat));

  act (&seat, "extend", NULL);
  act_string (&seat, "write", "17:00 31/12/2099\n");
  act (&seat, "send", NULL);
  wait_shown (&seat, "The new deadline, and why", TRUE);
  act_string (&seat, "write", "17:00 31/12/2099\nmưa lớn");
  act (&seat, "send", NULL);
  wait_shown (&seat, "is extended in", TRUE);
  wait_shown (&seat, ": mưa lớn", TRUE);
  /* What is refused says why, and stands there again. */
  wait_can (&seat, "extend", TRUE);
  act (&seat, "extend", NULL);
  act_string (&seat, "write", "+90\nnhầm");
  act (&seat, "send", NULL);
  wait_shown (&seat, "isn't later than the old one", TRUE);
  wait_shown (&seat, "The new deadline, and why", TRUE);
  stand_up (&seat);
}

static void
type (Seat *seat, const char *action, const char *code, const char *text)
{
  act (seat, action, g_variant_new ("(ss)", code, text));
}

static void
test_typed (void)
{
  Seat seat = {0};
  gint64 id = sit_before_new (&seat);
  g_autofree char *code = tc_room_desk_dup_code (seat.desk, id);

  type (&seat, "schedule-to", code, "+2h chờ vật tư");
  wait_shown (&seat, "accept it (Shift+A) or take it (T) first", TRUE);
  type (&seat, "forward-to", code, "Công ty Cấp nước");
  wait_shown (&seat, "accept it (Shift+A) or take it (T) first", TRUE);
  act_string (&seat, "accept-to", code);
  wait_shown (&seat, "is accepted.", TRUE);
  wait_state (&seat, id, TC_STATE_ACCEPTED);
  type (&seat, "schedule-to", code, "chờ vật tư");
  wait_shown (&seat, "A time that is still to come is needed", TRUE);
  type (&seat, "schedule-to", code, "+2h chờ vật tư");
  wait_state (&seat, id, TC_STATE_SCHEDULED);
  type (&seat, "resume-to", code, "");
  wait_state (&seat, id, TC_STATE_ACCEPTED);
  type (&seat, "forward-to", code, "Công ty Cấp nước");
  wait_state (&seat, id, TC_STATE_FORWARDED);
  wait_shown (&seat, "Forwarded outside: Công ty Cấp nước", TRUE);
  act_string (&seat, "panel", "journal");
  type (&seat, "redirect-to", code, "114 cháy xe");
  wait_shown (&seat, "is redirected (fire brigade 114) in", TRUE);
  wait_state (&seat, id, TC_STATE_REDIRECTED);
  wait_shown (&seat, "Redirected: fire brigade 114. cháy xe", TRUE);
  stand_up (&seat);
}

/* Whether a button that shows @text was there, and is pressed. */
static gboolean
press_button (GtkWidget *widget, const char *text)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_BUTTON (widget) && shows (widget, text)) {
    g_signal_emit_by_name (widget, "clicked");
    return TRUE;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (press_button (child, text))
      return TRUE;
  return FALSE;
}

/* Many: held, told for each, and opened again. */
static void
test_many (void)
{
  Seat seat = {0};
  GtkSelectionModel *rows = NULL;

  sit_down (&seat);
  rows = tc_row_list_get_model (TC_ROW_LIST (find_list (GTK_WIDGET (seat.window))));
  gtk_selection_model_select_range (rows, 0, 2, TRUE);
  wait_shown (&seat, "2 incidents chosen", TRUE);
  g_assert_false (can (&seat, "schedule"));
  act (&seat, "reject", NULL);
  wait_shown (&seat, "what the reporters are told: 2 incidents", TRUE);
  act_string (&seat, "write", "diễn tập");
  act (&seat, "send", NULL);
  wait_shown (&seat, "2 are rejected (says nothing) in", TRUE);
  act (&seat, "keep-back", NULL);
  wait_shown (&seat, "what the reporters are told: 2 incidents", TRUE);
  act (&seat, "send", NULL);
  wait_shown (&seat, "2 rejected", TRUE);
  wait_listed (&seat, "Ngập sâu hẻm 3", TRUE);
  g_assert_true (press_button (GTK_WIDGET (seat.window), "Reopen"));
  wait_shown (&seat, "2 opened again", TRUE);
  gtk_selection_model_select_range (rows, 0, 2, TRUE);
  act (&seat, "close-incident", NULL);
  wait_shown (&seat, "Why they are closed", TRUE);
  act (&seat, "send", NULL);
  wait_shown (&seat, "0 closed; 2 not: ", TRUE);
  act (&seat, "close-incident", NULL);
  gtk_drop_down_set_selected (find_choice (GTK_WIDGET (seat.window)), 1);
  act (&seat, "send", NULL);
  wait_shown (&seat, "2 closed", TRUE);
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/put-by-window/reject", test_reject);
  g_test_add_func ("/put-by-window/held-while-another-is-opened",
                   test_held_while_another_is_opened);
  g_test_add_func ("/put-by-window/redirect-when-closing", test_redirect_when_closing);
  g_test_add_func ("/put-by-window/wait-and-go-on", test_wait_and_go_on);
  g_test_add_func ("/put-by-window/times", test_times);
  g_test_add_func ("/put-by-window/typed", test_typed);
  g_test_add_func ("/put-by-window/many", test_many);
  return window_seat_run ();
}
