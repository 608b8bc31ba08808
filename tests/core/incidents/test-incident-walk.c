/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: whatever order people do things in, the rows stay true to each other, and the same
 * operations on an empty store give the same bytes.
 * Method: a seeded walk of random steps by random people on a handful of incidents (the seed is
 * printed by GTest and given back with --seed); invariants after every step; a replay at the end.
 */
#include "tc-room-fixture.h"

#define STEPS 3000
#define INCIDENTS_MAX 25

/* What must never be found; each counts offending rows. */
static const char *const invariants[] = {
    /* What is in the queue is what the state says. */
    "SELECT count(*) FROM incident WHERE open <> (state NOT IN"
    " ('closed', 'rejected', 'redirected', 'merged'))",
    /* A merged incident names another; no other does. */
    "SELECT count(*) FROM incident WHERE (state = 'merged') <> (merged_into IS NOT NULL)"
    " OR (state = 'merged') <> (before_merge IS NOT NULL) OR merged_into = id",
    /* No report is handled in a merged incident, and each count is true. */
    "SELECT count(*) FROM report JOIN incident AS i ON i.id = report.incident_id"
    " WHERE i.state = 'merged'",
    "SELECT count(*) FROM incident AS i WHERE state <> 'merged' AND report_count <>"
    " (SELECT count(*) FROM report WHERE incident_id = i.id)",
    /* A unit is asked in no state in which nothing is left to do. */
    "SELECT count(*) FROM dispatch JOIN incident AS i ON i.id = dispatch.incident_id"
    " WHERE dispatch.state IN ('sent', 'acknowledged', 'working') AND i.state IN"
    " ('new', 'accepted', 'assigned', 'resolved', 'published', 'closed', 'rejected',"
    " 'redirected', 'merged')",
    /* The unit's row says what the centre's says. */
    "SELECT count(*) FROM dispatch AS d LEFT JOIN task AS t ON t.id = d.id WHERE t.id IS NULL"
    " OR t.state <> d.state OR t.scope <> d.agency_id OR t.ended_us IS NOT d.ended_us",
    /* The clock stands while it waits, and only then. */
    "SELECT count(*) FROM incident WHERE state <> 'merged'"
    " AND (state = 'waiting') <> (paused_us IS NOT NULL)",
    "SELECT count(*) FROM incident WHERE (state IN ('closed', 'rejected', 'redirected'))"
    " <> (closed_us IS NOT NULL)",
    /* The newest history row says the state that the incident is in. */
    "SELECT count(*) FROM incident AS i WHERE state <> (SELECT e.state FROM incident_event AS e"
    " WHERE e.incident_id = i.id ORDER BY e.at_us DESC, e.id DESC LIMIT 1)",
    /* At most one answer is under way. */
    "SELECT count(*) FROM (SELECT incident_id FROM answer WHERE state IN"
    " ('submitted', 'approved', 'returned') GROUP BY incident_id HAVING count(*) > 1)",
    /* Nobody's person outside the reporters' scope. */
    "SELECT count(*) FROM reporter WHERE scope <> 3",
    "SELECT count(*) FROM (SELECT 1 FROM incident GROUP BY day, number HAVING count(*) > 1)",
};

static void
check_invariants (TcRoom *room, TcIncidentStep step)
{
  for (guint i = 0; i < G_N_ELEMENTS (invariants); i++) {
    gint64 found = tc_database_get_int (room->fixture->db, 0, invariants[i], NULL);
    if (found)
      g_error ("after %s: %" G_GINT64_FORMAT " rows: %s", tc_incident_step_get_name (step), found,
               invariants[i]);
  }
}

static gint64
pick_incident (TcRoom *room)
{
  gint64 n = tc_database_get_int (room->fixture->db, 0, "SELECT count(*) FROM incident", NULL);

  if (n < INCIDENTS_MAX)
    return tc_room_report (room);
  return tc_room_int (room, "SELECT id FROM incident ORDER BY id DESC LIMIT 1 OFFSET ?",
                      g_test_rand_int_range (0, INCIDENTS_MAX));
}

static void
test_walk (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  const TcActor actors[] = {room->lan, room->minh, room->crew, {0}};
  guint applied = 0;

  for (guint i = 0; i < STEPS; i++) {
    TcIncidentStep step = (TcIncidentStep) g_test_rand_int_range (0, TC_N_STEPS);
    gint64 incident = pick_incident (room);
    TcActor actor = actors[g_test_rand_int_range (0, G_N_ELEMENTS (actors))];

    room->fixture->now_us += g_test_rand_int_range (0, 30) * TC_MINUTE_US / 60;
    g_autoptr (TcRefusal) refusal = tc_room_try (room, actor, incident, step);
    applied += refusal == NULL;
    check_invariants (room, step);
  }
  /* Enough went through for the walk to mean something. */
  g_assert_cmpint (applied, >, STEPS / 5);
  tc_fixture_check_replays (room->fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/incident/walk", test_walk);
  return g_test_run ();
}
