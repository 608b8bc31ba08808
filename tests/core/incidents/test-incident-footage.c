/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: that a recording is kept for an incident, and isn't any more, stands in its history, once
 * for each hold, in whatever state the incident is; by the system alone. Method: the operations,
 * and what the incident's detail says after each.
 */
#include "tc-incident-footage.h"
#include "tc-incident-queries.h"
#include "tc-room-fixture.h"

#define HOLD 4711
#define UNTIL_US G_GINT64_CONSTANT (1811000000000000)

static guint
count (TcRoom *room, gint64 incident, const char *code, TcIncidentEvent *last)
{
  g_autoptr (TcIncidentDetail) detail = tc_incident_detail (room->fixture->db, incident);
  guint n = 0;

  for (guint i = 0; i < detail->events->len; i++) {
    const TcIncidentEvent *event = &g_array_index (detail->events, TcIncidentEvent, i);

    if (!g_str_equal (event->code, code))
      continue;
    g_assert_cmpstr (event->text, ==, "Va chạm trước cầu");
    *last = *event;
    n++;
  }
  return n;
}

static void
test_history (void)
{
  TcRoom *room = tc_room_new ();
  TcIncidentFootage args = {tc_room_make (room, TC_STATE_CLOSED),
                            HOLD,
                            114,
                            room->lan.staff_id,
                            UNTIL_US,
                            "Va chạm trước cầu"};
  TcIncidentEvent event = {0};

  tc_fixture_run (room->fixture, &tc_incident_hold_footage_type, &args);
  tc_fixture_run (room->fixture, &tc_incident_hold_footage_type, &args);
  g_assert_cmpuint (count (room, args.incident_id, "incident.hold-footage", &event), ==, 1);
  g_assert_cmpint (event.number, ==, 114);
  g_assert_cmpint (event.when_us, ==, UNTIL_US);
  g_assert_cmpint (event.actor_id, ==, 0);
  args.hold_id = HOLD + 1;
  args.camera = TC_NONE;
  tc_fixture_run (room->fixture, &tc_incident_hold_footage_type, &args);
  g_assert_cmpuint (count (room, args.incident_id, "incident.hold-footage", &event), ==, 2);
  args.until_us = TC_NONE;
  tc_fixture_run (room->fixture, &tc_incident_release_footage_type, &args);
  g_assert_cmpuint (count (room, args.incident_id, "incident.release-footage", &event), ==, 1);
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_incident_hold_footage_type, &args,
                        "people.system-only");
  args.incident_id += 99;
  tc_fixture_refuse (room->fixture, &tc_incident_hold_footage_type, &args, "incident.unknown");
  tc_room_free (room);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/incident/footage/history", test_history);
  return g_test_run ();
}
