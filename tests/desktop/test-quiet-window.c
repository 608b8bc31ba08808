/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: alarms of a field are kept quiet by plan from the form, which says what is missing and
 * keeps what was typed; they are listed as shelved with who, until when and why; it is lifted by a
 * typed line and that is taken back. Method: the real window over the room's desk.
 */
#include "window-seat.h"

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
  act_string (&seat, "alarm-lift-named", "power cut");
  wait_shown (&seat, "Nothing is kept quiet by plan.", TRUE);
  wait_shown (&seat, "Lifted: it rings again.", TRUE);
  act (&seat, "undo", NULL);
  wait_shown (&seat, "lan: Power cut until evening", TRUE);
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/quiet-window/missing", test_missing);
  g_test_add_func ("/quiet-window/quiet", test_quiet);
  return window_seat_run ();
}
