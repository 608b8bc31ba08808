/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: alarms of a field are kept quiet by plan from the form, which says what is missing and
 * keeps what was typed; they are listed as shelved with who, until when and why; it is lifted by a
 * typed line and that is taken back. And how good the alarms were is grey and says since when once
 * nothing new comes. Method: the real window over the room's desk.
 */
#include "window-seat.h"

#include "main-turn.h"
#include "tc-suppress-page.h"

static void
plan (Seat *seat, const char *field, const char *until, const char *reason)
{
  act (seat, "alarm-plan", g_variant_new ("(sssss)", field, "", "", until, reason));
  act (seat, "alarm-suppress-now", NULL);
}

static void
show_filter (Seat *seat, const char *filter)
{
  g_action_group_change_action_state (G_ACTION_GROUP (seat->window), "alarm-filter",
                                      g_variant_new_string (filter));
}

static void
open_form (Seat *seat)
{
  sit_down (seat);
  act_string (seat, "panel", "alarms");
  wait_shown (seat, "Nobody at the centre is looking after it", TRUE);
  act (seat, "alarm-suppress", NULL);
  wait_shown (seat, "Nothing is kept quiet by plan.", TRUE);
}

/* What is missing is said, and nothing is lost. */
static void
test_missing (void)
{
  Seat seat = {0};

  open_form (&seat);
  plan (&seat, "traffic", "soon", "Power cut");
  wait_shown (&seat, "Until when? A time after it begins", TRUE);
  plan (&seat, "traffic", "+8h", " ");
  wait_shown (&seat, "Write why: whoever comes next must know.", TRUE);
  plan (&seat, "", "+8h", "Power cut");
  wait_shown (&seat, "Say which field or which area is kept quiet.", TRUE);
  plan (&seat, "zzz", "+8h", "Power cut");
  wait_shown (&seat, "There is no such field.", TRUE);
  plan (&seat, "traffic", "+200h", "Power cut");
  wait_shown (&seat, "Alarms are kept quiet for 7 days at most", TRUE);
  /* Else it would be the time that is missing. */
  act (&seat, "alarm-suppress-now", NULL);
  wait_shown (&seat, "Until when?", FALSE);
  wait_shown (&seat, "Alarms are kept quiet for 7 days at most", TRUE);
  stand_up (&seat);
}

static void
test_quiet (void)
{
  Seat seat = {0};

  open_form (&seat);
  plan (&seat, "traffic", "+8h", "Power cut until evening");
  wait_shown (&seat, "lan: Power cut until evening", TRUE);
  wait_shown (&seat, "Nothing is kept quiet by plan.", FALSE);
  show_filter (&seat, "shelved");
  wait_shown (&seat, "quiet by plan of lan until", TRUE);
  g_assert_false (can (&seat, "alarm-unshelve"));
  show_filter (&seat, "plans");
  take_list (GTK_WIDGET (seat.window), "alarms", "Power cut until evening");
  act_string (&seat, "alarm-lift-named", "power cut");
  wait_shown (&seat, "Nothing is kept quiet by plan.", TRUE);
  wait_shown (&seat, "Lifted: it rings again.", TRUE);
  act (&seat, "undo", NULL);
  wait_shown (&seat, "lan: Power cut until evening", TRUE);
  stand_up (&seat);
}

static void
wait_entry (Seat *seat, TcSuppressEntry entry, const char *text)
{
  TcSuppressPage *page = find_type (GTK_WIDGET (seat->window), "TcSuppressPage");
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  for (;;) {
    g_autofree char *now = tc_suppress_page_dup_text (page, entry);
    if (g_str_equal (now, text))
      return;
    if (g_get_monotonic_time () > end_us)
      g_error ("“%s” stands there and not “%s”", now, text);
    main_turn ();
  }
}

static void
write_entry (Seat *seat, TcSuppressEntry entry, const char *text)
{
  tc_suppress_page_write (find_type (GTK_WIDGET (seat->window), "TcSuppressPage"), entry, text);
}

/* Field and area of the alarm that was selected stand there, and can be changed; what was typed is
 * never replaced. */
static void
test_proposed (void)
{
  Seat seat = {0};

  open_form (&seat);
  wait_entry (&seat, TC_SUPPRESS_FIELD, "Traffic");
  wait_entry (&seat, TC_SUPPRESS_AREA, "Phường Vị Thanh");
  write_entry (&seat, TC_SUPPRESS_AREA, "");
  write_entry (&seat, TC_SUPPRESS_UNTIL, "+8h");
  act (&seat, "alarm-suppress", NULL);
  write_entry (&seat, TC_SUPPRESS_REASON, "Power cut");
  act (&seat, "alarm-suppress-now", NULL);
  wait_shown (&seat, "Traffic, everywhere", TRUE);
  wait_entry (&seat, TC_SUPPRESS_FIELD, "");
  wait_entry (&seat, TC_SUPPRESS_AREA, "");
  stand_up (&seat);
}

static void
test_measures_silent (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act_string (&seat, "panel", "alarms");
  act (&seat, "alarm-measures", NULL);
  wait_shown (&seat, "✓ none should", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "nothing new since"));
  tc_room_desk_set_online (seat.desk, FALSE);
  wait_shown (&seat, "No line to the server since", TRUE);
  wait_shown (&seat, "nothing new since", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "none should"));
  /* Counted anew meanwhile it is as old. */
  g_action_group_change_action_state (G_ACTION_GROUP (seat.window), "alarm-span",
                                      g_variant_new_string ("8"));
  wait_shown (&seat, "nothing new since", TRUE);
  tc_room_desk_set_online (seat.desk, TRUE);
  wait_shown (&seat, "✓ none should", TRUE);
  wait_shown (&seat, "nothing new since", FALSE);
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/quiet-window/missing", test_missing);
  g_test_add_func ("/quiet-window/quiet", test_quiet);
  g_test_add_func ("/quiet-window/proposed", test_proposed);
  g_test_add_func ("/quiet-window/measures-silent", test_measures_silent);
  return window_seat_run ();
}
