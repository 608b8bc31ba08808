/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what an administrator calls a state is read at the desks at once, also of what is on screen
 * already, and the program's word stands again once it is taken back. Method: the real window over
 * the room's desk.
 */
#include "window-seat.h"

#include "tc-incident-words.h"
#include "tc-state-name.h"

static void
name_state (Seat *seat, const char *state, const char *name)
{
  TcIncidentNameState args = {tc_operation_sink_make_id (TC_OPERATION_SINK (seat->desk)), state,
                              NULL, name};

  tc_room_desk_act_elsewhere (seat->desk, &tc_incident_name_state_type, &args);
}

static void
test_named (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act_string (&seat, "panel", "incidents");
  act (&seat, "take", NULL);
  wait_shown (&seat, "Taken by lan", TRUE);
  name_state (&seat, "assigned", "with the room");
  wait_shown (&seat, "With the room", TRUE);
  name_state (&seat, "assigned", "at the desk");
  wait_shown (&seat, "At the desk", TRUE);
  wait_shown (&seat, "With the room", FALSE);
  name_state (&seat, "assigned", NULL);
  wait_shown (&seat, "At the desk", FALSE);
  stand_up (&seat);
}

static void
test_left (void)
{
  Seat seat = {0};

  sit_down (&seat);
  name_state (&seat, "assigned", "with the room");
  act (&seat, "take", NULL);
  wait_shown (&seat, "With the room", TRUE);
  act (&seat, "sign-out", NULL);
  g_assert_cmpstr (tc_incident_word_state (TC_STATE_ASSIGNED), ==, "taken");
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/states-window/named", test_named);
  g_test_add_func ("/states-window/left", test_left);
  return window_seat_run ();
}
