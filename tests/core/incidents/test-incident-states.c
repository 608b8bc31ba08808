/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: every step from every state does what the table says, through the operations themselves.
 * Method: each of the 15 states is reached by operations, then each of the steps is tried; what the
 * table refuses must be refused by state and change nothing, what it allows must lead where it says
 * (worked out here from the rows where it depends on them).
 */
#include "tc-room-fixture.h"

/* Where the facts put it: the furthest open task, else who has it. */
static TcIncidentState
judge (TcRoom *room, gint64 incident)
{
  static const struct {
    const char *task;
    TcIncidentState state;
  } order[] = {{"working", TC_STATE_WORKING},
               {"acknowledged", TC_STATE_ACKNOWLEDGED},
               {"sent", TC_STATE_DISPATCHED}};

  for (guint i = 0; i < G_N_ELEMENTS (order); i++) {
    if (tc_database_get_int (room->fixture->db, 0,
                             "SELECT count(*) FROM dispatch WHERE incident_id = ? AND state = ?",
                             "is", incident, order[i].task))
      return order[i].state;
  }
  return tc_room_int (room, "SELECT ifnull (unit_id, staff_id) FROM incident WHERE id = ?",
                      incident)
             ? TC_STATE_ASSIGNED
             : TC_STATE_ACCEPTED;
}

/* Answers are stepped on only where there is one. */
static void
prepare (TcRoom *room, gint64 incident, TcIncidentState from, TcIncidentStep step)
{
  if (from == TC_STATE_NEW || from == TC_STATE_MERGED)
    return;
  if (step == TC_STEP_APPROVE || step == TC_STEP_PUBLISH)
    tc_room_step (room, incident, TC_STEP_SUBMIT);
  if (step == TC_STEP_PUBLISH)
    tc_room_step (room, incident, TC_STEP_APPROVE);
}

/* A photo to be opened is there, whatever the state. */
static void
attach (TcRoom *room, gint64 incident, TcIncidentStep step)
{
  if (step == TC_STEP_PHOTO)
    tc_room_step (room, incident, TC_STEP_ATTACH);
}

/* A report of a merged incident is handled in the other: such steps never meet that state. */
static gboolean
is_about_report (TcIncidentStep step)
{
  return step == TC_STEP_UPDATE || step == TC_STEP_TELL || step == TC_STEP_RATE ||
         step == TC_STEP_DISPUTE || step == TC_STEP_REPORTER;
}

static void
check_refused (TcIncidentState from, TcIncidentStep step, const TcRefusal *refusal)
{
  const char *code = from == TC_STATE_MERGED   ? "incident.merged"
                     : step == TC_STEP_UNMERGE ? "incident.not-merged"
                                               : "incident.state";

  g_assert_nonnull (refusal);
  g_assert_cmpstr (refusal->code, ==, code);
}

static void
check_applied (TcRoom *room, gint64 incident, TcIncidentState from, TcIncidentMove move,
               TcIncidentState to)
{
  TcIncidentState now = tc_room_state (room, incident);

  if (move == TC_MOVE_STAY)
    g_assert_cmpint (now, ==, from);
  else if (move == TC_MOVE_TO)
    g_assert_cmpint (now, ==, to);
  else if (move == TC_MOVE_BEFORE)
    g_assert_cmpint (now, ==, TC_STATE_ASSIGNED);
  else
    g_assert_cmpint (now, ==, judge (room, incident));
  g_assert_cmpint (tc_room_int (room, "SELECT open FROM incident WHERE id = ?", incident), ==,
                   tc_incident_state_is_open (now));
}

static void
try_step (TcRoom *room, TcIncidentState from, TcIncidentStep step)
{
  gint64 incident = tc_room_make (room, from);
  TcIncidentState to = from;
  TcIncidentMove move = tc_incident_state_move (from, step, &to);

  prepare (room, incident, from, step);
  attach (room, incident, step);
  gint64 events = tc_room_int (room, "SELECT count(*) FROM incident_event WHERE incident_id = ?",
                               incident);
  g_autoptr (TcRefusal) refusal = tc_room_try (room, room->lan, incident, step);
  gboolean tasks_open = step == TC_STEP_MERGE && refusal &&
                        g_str_equal (refusal->code, "incident.tasks-open");
  gint64 written = tc_room_int (room, "SELECT count(*) FROM incident_event WHERE incident_id = ?",
                                incident);

  if (move == TC_MOVE_REFUSED)
    check_refused (from, step, refusal);
  else if (!tasks_open) {
    if (refusal)
      g_error ("%s from %s: %s", tc_incident_step_get_name (step),
               tc_incident_state_get_code (from), refusal->code);
    check_applied (room, incident, from, move, to);
  }
  /* One row of history for what was done, none for what wasn't. */
  g_assert_cmpint (written - events, ==, refusal ? 0 : 1);
  if (refusal)
    g_assert_cmpint (tc_room_state (room, incident), ==, from);
}

static void
test_every_step_from_every_state (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();

  for (guint from = 0; from < TC_N_STATES; from++) {
    for (guint step = 0; step < TC_N_STEPS; step++) {
      if (from == TC_STATE_MERGED && is_about_report ((TcIncidentStep) step))
        continue;
      try_step (room, (TcIncidentState) from, (TcIncidentStep) step);
    }
  }
  tc_fixture_check_replays (room->fixture);
}

static void
test_codes_round_trip (void)
{
  for (guint i = 0; i < TC_N_STATES; i++) {
    TcIncidentState state;
    g_assert_true (
        tc_incident_state_from_code (tc_incident_state_get_code ((TcIncidentState) i), &state));
    g_assert_cmpint (state, ==, i);
  }
  TcIncidentState untouched = TC_STATE_WORKING;
  g_assert_false (tc_incident_state_from_code ("Working", &untouched));
  g_assert_false (tc_incident_state_from_code (NULL, &untouched));
  g_assert_cmpint (untouched, ==, TC_STATE_WORKING);
}

/* Every state can be reached, and from every end there is a way on. */
static void
test_nothing_is_a_trap (void)
{
  for (guint i = 0; i < TC_N_STATES; i++) {
    gboolean leaves = FALSE;
    for (guint step = 0; step < TC_N_STEPS; step++) {
      TcIncidentState to = (TcIncidentState) i;
      TcIncidentMove move = tc_incident_state_move ((TcIncidentState) i, (TcIncidentStep) step,
                                                    &to);
      leaves |= move > TC_MOVE_STAY && to != (TcIncidentState) i;
      leaves |= move == TC_MOVE_BACK || move == TC_MOVE_BEFORE || move == TC_MOVE_RESUME;
    }
    g_assert_true (leaves);
  }
}

static void
test_open311_words (void)
{
  g_assert_cmpstr (tc_incident_state_get_open311 (TC_STATE_NEW), ==, "open");
  g_assert_cmpstr (tc_incident_state_get_open311 (TC_STATE_SCHEDULED), ==, "open");
  g_assert_cmpstr (tc_incident_state_get_open311 (TC_STATE_RESOLVED), ==, "closed");
  g_assert_cmpstr (tc_incident_state_get_open311 (TC_STATE_REJECTED), ==, "closed");
}

static void
test_allowed_steps (void)
{
  guint64 merged = tc_incident_allowed_steps (TC_STATE_MERGED);
  guint64 fresh = tc_incident_allowed_steps (TC_STATE_NEW);

  g_assert_true (merged & ((guint64) 1 << TC_STEP_UNMERGE));
  g_assert_false (merged & ((guint64) 1 << TC_STEP_CLOSE));
  g_assert_true (fresh & ((guint64) 1 << TC_STEP_ACCEPT));
  g_assert_false (fresh & ((guint64) 1 << TC_STEP_RESOLVE));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/incident/states/every-step-from-every-state",
                   test_every_step_from_every_state);
  g_test_add_func ("/incident/states/codes-round-trip", test_codes_round_trip);
  g_test_add_func ("/incident/states/nothing-is-a-trap", test_nothing_is_a_trap);
  g_test_add_func ("/incident/states/open311-words", test_open311_words);
  g_test_add_func ("/incident/states/allowed-steps", test_allowed_steps);
  return g_test_run ();
}
