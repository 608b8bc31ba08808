/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the newest place of each vehicle is known and no other, at most one in so many seconds; the
 * closest come first. Method: two units with a vehicle each, placed about a point, then one case
 * for each refusal; the log gives the same rows again.
 */
#include "tc-core-fixture.h"
#include "tc-people-operations.h"
#include "tc-vehicle-operations.h"
#include "tc-vehicles.h"

#define LAT_E7 97800000
#define LON_E7 1054700000

static gint64
add_unit (TcFixture *f, const char *code, const char *kind)
{
  TcAgencyArgs args = {.agency_id = tc_fixture_id (f),
                       .code = code,
                       .kind = kind,
                       .name_vi = "Đội",
                       .name_en = "Team",
                       .valid_from_us = f->now_us - TC_US_PER_DAY,
                       .lat_e7 = TC_NONE,
                       .lon_e7 = TC_NONE};

  tc_fixture_run (f, &tc_agency_add_type, &args);
  return args.agency_id;
}

static gint64
add_vehicle (TcFixture *f, gint64 agency_id, const char *code)
{
  TcVehicleArgs args = {tc_fixture_id (f), agency_id, code, "Tuần tra 11", "car", LAT_E7, LON_E7};

  tc_fixture_run (f, &tc_vehicle_add_type, &args);
  return args.vehicle_id;
}

static void
place (TcFixture *f, gint64 vehicle_id, gint64 north_e7, const char *status)
{
  TcUnitPlaceArgs args = {vehicle_id, LAT_E7 + north_e7, LON_E7, status};

  tc_fixture_run (f, &tc_unit_place_type, &args);
}

static gint64
get_place (TcFixture *f, gint64 vehicle_id)
{
  return tc_database_get_int (f->db, -1, "SELECT lat_e7 FROM unit_place WHERE id = ?", "i",
                              vehicle_id);
}

static void
test_near (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  gint64 near = add_vehicle (f, add_unit (f, "csgt1", "team"), "csgt1-11");
  gint64 far = add_vehicle (f, add_unit (f, "csgt2", "team"), "csgt2-21");

  place (f, far, 90000, "on-scene");
  f->now_us += TC_US_PER_S;
  place (f, near, 9000, "free");
  g_autoptr (GArray) list = tc_vehicles_near (f->db, LAT_E7, LON_E7, 0, 10);
  g_assert_cmpuint (list->len, ==, 2);
  const TcVehicleNear *first = &g_array_index (list, TcVehicleNear, 0);
  g_assert_cmpint (first->id, ==, near);
  g_assert_cmpint (first->distance_m, ==, 100);
  g_assert_cmpstr (first->call_sign, ==, "Tuần tra 11");
  g_assert_cmpstr (first->status, ==, "free");
  g_assert_cmpint (first->placed_us, ==, f->now_us);
  g_assert_cmpint (g_array_index (list, TcVehicleNear, 1).id, ==, far);
  /* Old places, those that are off and the rest are left out. */
  g_autoptr (GArray) fresh = tc_vehicles_near (f->db, LAT_E7, LON_E7, f->now_us, 10);
  g_autoptr (GArray) one = tc_vehicles_near (f->db, LAT_E7, LON_E7, 0, 1);
  place (f, near, 9000, "off");
  g_autoptr (GArray) without = tc_vehicles_near (f->db, LAT_E7, LON_E7, 0, 10);
  g_assert_cmpuint (fresh->len, ==, 1);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpuint (without->len, ==, 1);
  tc_fixture_check_replays (f);
}

static void
test_newest (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  gint64 unit = add_unit (f, "csgt1", "team");
  gint64 other = add_unit (f, "csgt2", "team");
  gint64 id = add_vehicle (f, unit, "csgt1-11");
  TcUnitPlaceArgs args = {id, LAT_E7 + 5, LON_E7, "free"};

  place (f, id, 1, "free");
  f->now_us += TC_PLACE_INTERVAL_US - 1;
  tc_fixture_refuse (f, &tc_unit_place_type, &args, "vehicle.too-soon");
  /* Another status is told at once. */
  place (f, id, 2, "en-route");
  f->now_us += TC_PLACE_INTERVAL_US;
  place (f, id, 3, "en-route");
  g_assert_cmpint (get_place (f, id), ==, LAT_E7 + 3);
  f->now_us -= 1;
  tc_fixture_refuse (f, &tc_unit_place_type, &args, "vehicle.older");
  f->now_us += 1;
  g_assert_cmpint (tc_database_get_int (f->db, 0, "SELECT count(*) FROM unit_place", ""), ==, 1);
  TcVehicleArgs moved = {id, other, NULL, "Tuần tra 21", "motorcycle", TC_NONE, TC_NONE};
  tc_fixture_run (f, &tc_vehicle_change_type, &moved);
  g_assert_cmpint (tc_database_get_int (f->db, 0, "SELECT agency_id FROM unit_place", ""), ==,
                   other);
  TcVehicleRef ref = {id};
  tc_fixture_run (f, &tc_vehicle_remove_type, &ref);
  g_assert_cmpint (get_place (f, id), ==, -1);
  tc_fixture_refuse (f, &tc_vehicle_remove_type, &ref, "vehicle.unknown");
  tc_fixture_refuse (f, &tc_vehicle_change_type, &moved, "vehicle.unknown");
  tc_fixture_refuse (f, &tc_unit_place_type, &args, "vehicle.unknown");
  /* Its code is free again. */
  add_vehicle (f, unit, "csgt1-11");
  tc_fixture_check_replays (f);
}

static void
test_refusals (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  gint64 unit = add_unit (f, "csgt1", "team");
  gint64 id = add_vehicle (f, unit, "csgt1-11");
  TcVehicleArgs args = {id, unit, "csgt1-12", "Tuần tra 12", "car", TC_NONE, TC_NONE};
  TcUnitPlaceArgs lost = {id, LAT_E7, LON_E7, "lost"};

  tc_fixture_refuse (f, &tc_vehicle_add_type, &args, "vehicle.exists");
  args.vehicle_id = tc_fixture_id (f);
  args.kind = "horse";
  tc_fixture_refuse (f, &tc_vehicle_add_type, &args, "vehicle.kind");
  args.kind = "car";
  args.code = "csgt1-11";
  tc_fixture_refuse (f, &tc_vehicle_add_type, &args, "vehicle.code-taken");
  args.agency_id = 5;
  tc_fixture_refuse (f, &tc_vehicle_add_type, &args, "people.unknown");
  tc_fixture_refuse (f, &tc_unit_place_type, &lost, "vehicle.kind");
}

/* A person of another unit doesn't move it; one of its own and one of the centre do. */
static void
test_whose (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  const char *const kinds[] = {"team", "team", "centre"};
  TcRoleArgs role = {tc_fixture_id (f), "officer", "Cán bộ", "Officer"};
  TcRoleCapability may = {role.role_id, TC_MAY_PLACE_UNIT};
  gint64 unit = 0;

  tc_fixture_run (f, &tc_role_add_type, &role);
  tc_fixture_run (f, &tc_role_allow_type, &may);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree char *code = g_strdup_printf ("unit-%u", i);
    gint64 agency = add_unit (f, code, kinds[i]);
    TcStaffArgs staff = {tc_fixture_id (f), code, "Ai đó", NULL, NULL};
    TcPostAdd post = {tc_fixture_id (f), staff.staff_id, agency, role.role_id, f->now_us, TC_NONE};
    unit = unit ? unit : add_vehicle (f, agency, "csgt1-11");
    TcUnitPlaceArgs args = {unit, LAT_E7 + i, LON_E7, "free"};
    tc_fixture_run (f, &tc_staff_add_type, &staff);
    tc_fixture_run (f, &tc_post_add_type, &post);
    TcActor actor = {staff.staff_id, 0, 0};
    if (i == 1)
      tc_fixture_refuse_as (f, actor, &tc_unit_place_type, &args, "vehicle.not-yours");
    else
      tc_fixture_run_as (f, actor, &tc_unit_place_type, &args);
    f->now_us += TC_PLACE_INTERVAL_US;
  }
  g_assert_cmpint (get_place (f, unit), ==, LAT_E7 + 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vehicles/near", test_near);
  g_test_add_func ("/vehicles/newest", test_newest);
  g_test_add_func ("/vehicles/refusals", test_refusals);
  g_test_add_func ("/vehicles/whose", test_whose);
  return g_test_run ();
}
