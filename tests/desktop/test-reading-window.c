/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what somebody presses on the way through the queue is done to what is chosen by then,
 * though it isn't read yet: once, and to nothing else. Method: as test-incident-window.c; two
 * incidents chosen at once leave the second unread for a moment.
 */
#include "window-seat.h"

#include "tc-limits.h"

/* A key where no entry has the keyboard. */
static void
press (Seat *seat, guint keyval, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (seat->window));
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !taken; i++) {
    g_autoptr (GtkEventController) one = g_list_model_get_item (controllers, i);
    if (GTK_IS_EVENT_CONTROLLER_KEY (one))
      g_signal_emit_by_name (one, "key-pressed", keyval, 0, state, &taken);
  }
  g_assert_true (taken);
}

typedef struct {
  Seat seat;
  gint64 first;  /* somebody has it: the one at the desk */
  gint64 second; /* nobody has it */
} Two;

/* The second is chosen, and not read. */
static void
go_on (Two *two)
{
  show_incident (&two->seat, two->first);
  show_incident (&two->seat, two->second);
}

static void
begin (Two *two)
{
  sit_down (&two->seat);
  two->first = tc_room_desk_report (two->seat.desk, "Xe máy đổ trước chợ", TC_PRIORITY_ATTENTION);
  two->second = tc_room_desk_report (two->seat.desk, "Cây ngã chắn lộ", TC_PRIORITY_ATTENTION);
  show_incident (&two->seat, two->first);
  wait_shown (&two->seat, "“Xe máy đổ trước chợ”", TRUE);
  act (&two->seat, "take", NULL);
  wait_can (&two->seat, "take", FALSE);
}

static gint64
find_staff (Two *two, gint64 id)
{
  return tc_room_desk_find (two->seat.desk,
                            "SELECT coalesce(staff_id, 0) FROM incident WHERE id = ?", id);
}

/* What she has can't be taken once more; the next can. */
static void
test_take_next (void)
{
  Two two = {0};
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  begin (&two);
  go_on (&two);
  press (&two.seat, GDK_KEY_t, 0);
  while (find_staff (&two, two.second) == 0) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    g_assert_false (shows (GTK_WIDGET (two.seat.window), "not possible here now"));
    g_main_context_iteration (NULL, TRUE);
  }
  g_assert_cmpint (find_staff (&two, two.second), ==, find_staff (&two, two.first));
  stand_up (&two.seat);
}

/* The order waits for the incident, and is of that one alone. */
static void
test_dispatch_waits (void)
{
  Two two = {0};
  g_autofree char *code = NULL, *text = NULL;

  begin (&two);
  code = tc_room_desk_dup_code (two.seat.desk, two.second);
  text = g_strdup_printf ("The order goes to Team for %s", code);
  go_on (&two);
  press (&two.seat, GDK_KEY_d, 0);
  wait_shown (&two.seat, text, TRUE);
  act (&two.seat, "keep-back", NULL);
  wait_shown (&two.seat, "The order goes to", FALSE);
  g_assert_cmpuint (tc_room_desk_count_dispatches (two.seat.desk), ==, 0);
  /* By a button, which doesn't wait. */
  go_on (&two);
  act (&two.seat, "dispatch", NULL);
  wait_shown (&two.seat, "Not done: the incident is still being read.", TRUE);
  g_assert_false (shows (GTK_WIDGET (two.seat.window), "The order goes to"));
  stand_up (&two.seat);
}

/* F2 is no letter, which a scanner might have typed: it waits from its very press. */
static void
test_dropped (void)
{
  Two two = {0};

  begin (&two);
  go_on (&two);
  press (&two.seat, GDK_KEY_F2, 0);
  show_incident (&two.seat, two.first);
  wait_shown (&two.seat, "Correct the title: not done, what was selected had not been read yet.",
              TRUE);
  wait_shown (&two.seat, "“Xe máy đổ trước chợ”", TRUE);
  g_assert_true (is_at_list (&two.seat));
  /* Another key meanwhile isn't lost without a word either. */
  go_on (&two);
  press (&two.seat, GDK_KEY_F2, 0);
  press (&two.seat, GDK_KEY_v, GDK_CONTROL_MASK);
  wait_shown (&two.seat, "clipboard: not done, what was selected had not been read yet.", TRUE);
  wait_shown (&two.seat, "“Cây ngã chắn lộ”", TRUE);
  g_assert_false (is_at_list (&two.seat));
  act (&two.seat, "keep-back", NULL);
  g_assert_true (is_at_list (&two.seat));
  go_on (&two);
  press (&two.seat, GDK_KEY_F2, 0);
  press (&two.seat, GDK_KEY_Escape, 0);
  wait_shown (&two.seat, "“Cây ngã chắn lộ”", TRUE);
  g_assert_true (is_at_list (&two.seat));
  stand_up (&two.seat);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/reading/take-next", test_take_next);
  g_test_add_func ("/reading/dispatch-waits", test_dispatch_waits);
  g_test_add_func ("/reading/dropped", test_dropped);
  return window_seat_run ();
}
