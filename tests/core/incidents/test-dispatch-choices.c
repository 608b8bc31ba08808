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
  g_assert_true (get (named_first, 0)->responsible);
  g_assert_false (get (named_first, 1)->responsible);
  send (room, incident, room->unit);
  g_autoptr (GArray) others = read_choices (room, incident);
  g_assert_cmpuint (others->len, ==, 1);
  g_autoptr (GArray) nowhere = read_choices (room, 7);
  g_assert_cmpuint (nowhere->len, ==, 0);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dispatch/choices/order", test_order);
  g_test_add_func ("/dispatch/choices/vehicle", test_vehicle);
  return g_test_run ();
}
