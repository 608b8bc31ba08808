/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: units are proposed nearest and least busy first, those responsible before all, with the age
 * of the place that says so.
 */
#include "tc-dispatch-choices.h"
#include "tc-room-fixture.h"
#include "tc-vehicle-operations.h"

static GArray *
read_choices (TcRoom *room, gint64 incident)
{
  return tc_dispatch_choices (room->fixture->db, incident, room->fixture->now_us,
                              room->fixture->now_us - 30 * TC_MINUTE_US);
}

static const TcDispatchChoice *
get (GArray *choices, guint i)
{
  g_assert_cmpuint (i, <, choices->len);
  return &g_array_index (choices, TcDispatchChoice, i);
}

static void
send (TcRoom *room, gint64 incident, gint64 unit)
{
  TcIncidentDispatch args = {incident, tc_room_id (room), unit, NULL, TC_NONE};

  tc_fixture_run (room->fixture, &tc_incident_dispatch_type, &args);
}

/* Both units stand in the same place: one that has an order comes behind, until it is named as
 * responsible. The centre never stands there, nor who has an order for this one. */
static void
test_order (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_report (room);
  TcResponsibilitySet duty = {tc_room_id (room), room->field, 0, room->unit, 1, NULL};

  send (room, tc_room_report (room), room->unit);
  g_autoptr (GArray) free_first = read_choices (room, incident);
  g_assert_cmpuint (free_first->len, ==, 2);
  g_assert_cmpint (get (free_first, 0)->agency_id, ==, room->unit2);
  g_assert_cmpint (get (free_first, 0)->open_tasks, ==, 0);
  g_assert_cmpint (get (free_first, 1)->open_tasks, ==, 1);
  g_assert_cmpstr (get (free_first, 0)->phone, ==, TC_ROOM_UNIT2_PHONE);
  g_assert_cmpint (get (free_first, 0)->placed_us, ==, TC_NONE);
  g_assert_cmpint (get (free_first, 0)->distance_m, >, 900);
  tc_fixture_run (room->fixture, &tc_responsibility_set_type, &duty);
  g_autoptr (GArray) named_first = read_choices (room, incident);
  g_assert_cmpint (get (named_first, 0)->agency_id, ==, room->unit);
  g_assert_nonnull (get (named_first, 0)->rule);
  g_assert_cmpstr (get (named_first, 0)->rule->field_vi, ==, "Giao thông");
  g_assert_null (get (named_first, 1)->rule);
  send (room, incident, room->unit);
  g_autoptr (GArray) others = read_choices (room, incident);
  g_assert_cmpuint (others->len, ==, 1);
  g_autoptr (GArray) nowhere = read_choices (room, 7);
  g_assert_cmpuint (nowhere->len, ==, 0);
}

/* Of several orders it is on the one whose scene it is at, whichever was given last. */
static void
test_doing (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_report (room), on_it = tc_room_report (room);
  TcIncidentDispatch order = {on_it, tc_room_id (room), room->unit, NULL, TC_NONE};
  TcIncidentTask step = {on_it, order.task_id, NULL, NULL};
  g_autofree char *code = tc_room_text (room, "SELECT code FROM incident WHERE id = ?", on_it);

  tc_fixture_run (room->fixture, &tc_incident_dispatch_type, &order);
  tc_fixture_run (room->fixture, &tc_incident_arrive_type, &step);
  send (room, tc_room_report (room), room->unit);
  g_autoptr (GArray) list = read_choices (room, incident);
  g_assert_cmpint (get (list, 1)->agency_id, ==, room->unit);
  g_assert_cmpint (get (list, 1)->open_tasks, ==, 2);
  g_assert_cmpint (get (list, 1)->doing->scene_us, !=, TC_NONE);
  g_assert_cmpstr (get (list, 1)->doing_code, ==, code);
}

/* Who was recalled from it, or gave it back, comes behind all others, whoever is responsible and
 * near; elsewhere it is as before, and here again once it was sent again and is done. */
static void
test_off (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_report (room), elsewhere = tc_room_report (room);
  TcResponsibilitySet duty = {tc_room_id (room), room->field, 0, room->unit, 1, NULL};
  TcIncidentDispatch order = {incident, tc_room_id (room), room->unit, NULL, TC_NONE};
  TcIncidentTask recall = {incident, order.task_id, "nhầm đội", NULL};
  TcIncidentDispatch second = {incident, tc_room_id (room), room->unit2, NULL, TC_NONE};
  TcIncidentReturn back = {incident, second.task_id, 0, "không đúng địa bàn", NULL};
  gint64 recalled_us = 0;

  tc_fixture_run (room->fixture, &tc_responsibility_set_type, &duty);
  tc_fixture_run (room->fixture, &tc_incident_dispatch_type, &order);
  room->fixture->now_us += TC_MINUTE_US;
  tc_fixture_run (room->fixture, &tc_incident_recall_type, &recall);
  recalled_us = room->fixture->now_us;
  g_autoptr (GArray) recalled = read_choices (room, incident);
  g_assert_cmpint (get (recalled, 0)->agency_id, ==, room->unit2);
  g_assert_cmpint (get (recalled, 0)->off_us, ==, TC_NONE);
  g_assert_cmpint (get (recalled, 1)->agency_id, ==, room->unit);
  g_assert_cmpint (get (recalled, 1)->off_us, ==, recalled_us);
  g_assert_false (get (recalled, 1)->gave_back);
  g_autoptr (GArray) others = read_choices (room, elsewhere);
  g_assert_cmpint (get (others, 0)->agency_id, ==, room->unit);
  g_assert_cmpint (get (others, 0)->off_us, ==, TC_NONE);

  tc_fixture_run (room->fixture, &tc_incident_dispatch_type, &second);
  tc_fixture_run (room->fixture, &tc_incident_return_type, &back);
  g_autoptr (GArray) both = read_choices (room, incident);
  g_assert_cmpint (get (both, 0)->agency_id, ==, room->unit);
  g_assert_true (get (both, 1)->gave_back);

  send (room, incident, room->unit);
  g_autoptr (GArray) sent = read_choices (room, incident);
  g_assert_cmpuint (sent->len, ==, 1);
  tc_fixture_run (room->fixture, &tc_incident_resolve_type, &(TcIncidentProgress){incident});
  g_autoptr (GArray) done = read_choices (room, incident);
  g_assert_cmpint (get (done, 0)->agency_id, ==, room->unit);
  g_assert_cmpint (get (done, 0)->off_us, ==, TC_NONE);
}

static GArray *
read_proposed (TcRoom *room, gint64 incident)
{
  return tc_dispatch_proposed (room->fixture->db, incident, room->fixture->now_us,
                               room->fixture->now_us - 30 * TC_MINUTE_US);
}

/* Two are responsible: the one with the lower id is farther away and busy, so the other is
 * proposed, and by whose word. Only they are. */
static void
test_proposed (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_report (room);
  TcVehicleArgs vehicle = {tc_room_id (room), room->unit2, "u2-01", "Tuần tra 21", "car",
                           TC_NONE,           TC_NONE};
  TcUnitPlaceArgs place = {vehicle.vehicle_id, TC_ROOM_LAT_E7 + 10000, TC_ROOM_LON_E7, "free"};
  TcResponsibilitySet duty = {tc_room_id (room), room->field, 0, room->unit, 1, NULL};

  g_assert_cmpint (room->unit, <, room->unit2);
  tc_fixture_run (room->fixture, &tc_responsibility_set_type, &duty);
  g_autoptr (GArray) alone = read_proposed (room, incident);
  g_assert_cmpuint (alone->len, ==, 1);
  tc_room_share_duty (room, room->unit2, "QĐ 12");
  tc_fixture_run (room->fixture, &tc_vehicle_add_type, &vehicle);
  tc_fixture_run (room->fixture, &tc_unit_place_type, &place);
  send (room, tc_room_report (room), room->unit);
  g_autoptr (GArray) both = read_proposed (room, incident);
  g_assert_cmpuint (both->len, ==, 2);
  g_assert_cmpint (get (both, 0)->agency_id, ==, room->unit2);
  g_assert_cmpstr (get (both, 0)->rule->basis, ==, "QĐ 12");
  g_assert_cmpstr (get (both, 0)->call_sign, ==, "Tuần tra 21");
  g_assert_cmpint (get (both, 0)->distance_m, <, get (both, 1)->distance_m);
  g_assert_cmpint (get (both, 1)->agency_id, ==, room->unit);
  g_assert_null (get (both, 1)->rule->basis);
  g_assert_null (get (both, 0)->doing);
  g_assert_cmpstr (get (both, 1)->doing->state, ==, "sent");
  g_assert_true (g_str_has_prefix (get (both, 1)->doing_code, "PA-"));
  send (room, incident, room->unit2);
  g_autoptr (GArray) left = read_proposed (room, incident);
  g_assert_cmpuint (left->len, ==, 1);
  g_assert_cmpint (get (left, 0)->agency_id, ==, room->unit);
}

/* A vehicle that is nearer than the house counts, with the time of its place; an old place, or one
 * that is off, doesn't. */
static void
test_vehicle (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_report (room);
  TcVehicleArgs vehicle = {tc_room_id (room), room->unit2, "u2-01", "Tuần tra 21", "car",
                           TC_NONE,           TC_NONE};
  TcUnitPlaceArgs place = {vehicle.vehicle_id, TC_ROOM_LAT_E7, TC_ROOM_LON_E7, "free"};
  gint64 placed_us;

  tc_fixture_run (room->fixture, &tc_vehicle_add_type, &vehicle);
  tc_fixture_run (room->fixture, &tc_unit_place_type, &place);
  placed_us = room->fixture->now_us;
  g_autoptr (GArray) near = read_choices (room, incident);
  g_assert_cmpint (get (near, 0)->agency_id, ==, room->unit2);
  g_assert_cmpint (get (near, 0)->distance_m, ==, 0);
  g_assert_cmpstr (get (near, 0)->call_sign, ==, "Tuần tra 21");
  g_assert_cmpint (get (near, 0)->placed_us, ==, placed_us);
  room->fixture->now_us += 31 * TC_MINUTE_US;
  g_autoptr (GArray) old = read_choices (room, incident);
  for (guint i = 0; i < old->len; i++)
    g_assert_cmpint (get (old, i)->placed_us, ==, TC_NONE);
  place.status = "off";
  tc_fixture_run (room->fixture, &tc_unit_place_type, &place);
  g_autoptr (GArray) off = read_choices (room, incident);
  g_assert_null (get (off, 0)->call_sign);
}

/* All units, for no incident: who is on scene before who is back, and not back for ever; the
 * vehicle that was seen last. */
static void
test_units (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_report (room);
  TcIncidentDispatch order = {incident, tc_room_id (room), room->unit, NULL, TC_NONE};
  TcIncidentDispatch other = {incident, tc_room_id (room), room->unit2, NULL, TC_NONE};
  TcIncidentTask step = {incident, order.task_id, NULL, NULL};
  TcIncidentTask step2 = {incident, other.task_id, NULL, NULL};
  TcIncidentProgress done = {incident, order.task_id, NULL, NULL};
  TcVehicleArgs vehicle = {tc_room_id (room), room->unit2, "u2-01", "Tuần tra 21", "car",
                           TC_NONE,           TC_NONE};
  TcUnitPlaceArgs place = {vehicle.vehicle_id, TC_ROOM_LAT_E7, TC_ROOM_LON_E7, "free"};

  tc_fixture_run (room->fixture, &tc_vehicle_add_type, &vehicle);
  tc_fixture_run (room->fixture, &tc_unit_place_type, &place);
  tc_fixture_run (room->fixture, &tc_incident_dispatch_type, &order);
  tc_fixture_run (room->fixture, &tc_incident_dispatch_type, &other);
  tc_fixture_run (room->fixture, &tc_incident_arrive_type, &step);
  tc_fixture_run (room->fixture, &tc_incident_arrive_type, &step2);
  tc_fixture_run (room->fixture, &tc_incident_resolve_type, &done);
  gint64 now_us = room->fixture->now_us;
  g_autoptr (GArray)
      all = tc_dispatch_units (room->fixture->db, now_us, now_us - 30 * TC_MINUTE_US);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpint (get (all, 0)->agency_id, ==, room->unit2);
  g_assert_cmpint (get (all, 0)->doing_id, ==, incident);
  g_assert_cmpint (get (all, 0)->doing->ended_us, ==, TC_NONE);
  g_assert_cmpstr (get (all, 0)->call_sign, ==, "Tuần tra 21");
  g_assert_cmpint (get (all, 1)->agency_id, ==, room->unit);
  g_assert_cmpint (get (all, 1)->doing->ended_us, !=, TC_NONE);
  g_assert_cmpint (get (all, 1)->placed_us, ==, TC_NONE);
  g_autoptr (GArray) later = tc_dispatch_units (room->fixture->db, now_us + TC_HOUR_US,
                                                now_us + TC_HOUR_US - 30 * TC_MINUTE_US);
  g_assert_null (get (later, 1)->doing);
  g_assert_null (get (later, 0)->call_sign);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dispatch/choices/order", test_order);
  g_test_add_func ("/dispatch/choices/off", test_off);
  g_test_add_func ("/dispatch/choices/doing", test_doing);
  g_test_add_func ("/dispatch/choices/proposed", test_proposed);
  g_test_add_func ("/dispatch/choices/vehicle", test_vehicle);
  g_test_add_func ("/dispatch/choices/units", test_units);
  return g_test_run ();
}
