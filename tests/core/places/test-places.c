/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: areas are a dated tree, streets come and go, and no operation bends them. Method: a small
 * reform, the area a point is in, then one case for each refusal; the log gives the same rows
 * again.
 */
#include "tc-core-fixture.h"
#include "tc-people-operations.h"
#include "tc-places-operations.h"
#include "tc-places.h"

#define OLD_US (TC_FIXTURE_START_US - 700 * TC_US_PER_DAY)
#define REFORM_US (TC_FIXTURE_START_US - 100 * TC_US_PER_DAY)

static TcAreaArgs
area (gint64 id, const char *code, gint64 parent_id, gint64 from_us)
{
  return (TcAreaArgs){.area_id = id,
                      .code = code,
                      .kind = "ward",
                      .name_vi = "Phường Vị Tân",
                      .name_en = "Vi Tan Ward",
                      .parent_id = parent_id,
                      .valid_from_us = from_us,
                      .lat_e7 = TC_NONE,
                      .lon_e7 = TC_NONE};
}

static gint64
add (TcFixture *f, const char *code, gint64 parent_id, gint64 from_us, gint64 lat_e7, gint64 lon_e7)
{
  TcAreaArgs args = area (tc_fixture_id (f), code, parent_id, from_us);

  args.lat_e7 = lat_e7;
  args.lon_e7 = lon_e7;
  tc_fixture_run (f, &tc_area_add_type, &args);
  return args.area_id;
}

static TcStreetArgs
street (gint64 id, const char *code)
{
  return (TcStreetArgs){id, code, "street", "Đường Trần Hưng Đạo", "THĐ", 0, 97825000, 1054700000};
}

static void
test_reform (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  gint64 town = add (f, "930", 0, OLD_US, TC_NONE, TC_NONE);
  gint64 ward1 = add (f, "31318", town, OLD_US, 97600000, 1054590000);
  gint64 ward = add (f, "31321", 0, REFORM_US, 97600000, 1054590000);
  TcAreaEnd end = {ward1, ward, REFORM_US};

  tc_fixture_run (f, &tc_area_end_type, &end);
  end = (TcAreaEnd){town, ward, REFORM_US};
  tc_fixture_run (f, &tc_area_end_type, &end);
  g_autoptr (GPtrArray) before = tc_places_list_areas (f->db, REFORM_US - 1);
  g_autoptr (GPtrArray) after = tc_places_list_areas (f->db, REFORM_US);
  g_autoptr (GPtrArray) ever = tc_places_list_areas (f->db, TC_NONE);
  g_assert_cmpuint (before->len, ==, 2);
  g_assert_cmpuint (after->len, ==, 1);
  g_assert_cmpuint (ever->len, ==, 3);
  g_assert_cmpint (tc_places_follow_area (f->db, ward1, OLD_US), ==, ward1);
  g_assert_cmpint (tc_places_follow_area (f->db, ward1, REFORM_US), ==, ward);
  g_assert_cmpint (tc_places_follow_area (f->db, ward, OLD_US), ==, 0);
  g_autoptr (TcArea) found = tc_places_find_area (f->db, "31318", TC_NONE);
  g_assert_cmpint (found->id, ==, ward1);
  g_assert_cmpint (found->valid_to_us, ==, REFORM_US);
  g_assert_null (tc_places_find_area (f->db, "31318", REFORM_US));
  tc_fixture_check_replays (f);
}

static void
test_change (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcAgencyArgs agency = {.agency_id = tc_fixture_id (f),
                         .code = "ubnd",
                         .kind = "ward",
                         .name_vi = "UBND",
                         .name_en = "Committee",
                         .valid_from_us = OLD_US,
                         .lat_e7 = TC_NONE,
                         .lon_e7 = TC_NONE};
  gint64 top = add (f, "92", 0, OLD_US, TC_NONE, TC_NONE);
  gint64 ward = add (f, "31321", 0, OLD_US, TC_NONE, TC_NONE);

  tc_fixture_run (f, &tc_agency_add_type, &agency);
  TcAreaArgs args = area (ward, NULL, top, TC_NONE);
  args.agency_id = agency.agency_id;
  args.lat_e7 = 97600000;
  args.lon_e7 = 1054590000;
  tc_fixture_run (f, &tc_area_change_type, &args);
  g_autoptr (TcArea) changed = tc_places_get_area (f->db, ward);
  g_assert_cmpstr (changed->code, ==, "31321");
  g_assert_cmpstr (changed->kind, ==, "ward");
  g_assert_cmpint (changed->parent_id, ==, top);
  g_assert_cmpint (changed->agency_id, ==, agency.agency_id);
  g_assert_cmpint (changed->lon_e7, ==, 1054590000);
  g_assert_cmpint (changed->valid_from_us, ==, OLD_US);
  tc_fixture_check_replays (f);
}

static void
test_nearest (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();

  g_assert_cmpint (tc_places_nearest_area (f->db, 97840000, 1054700000, f->now_us), ==, 0);
  gint64 province = add (f, "93", 0, OLD_US, 97840000, 1054700000);
  g_assert_cmpint (tc_places_nearest_area (f->db, 97840000, 1054700000, f->now_us), ==, province);
  gint64 west = add (f, "31321", province, OLD_US, 97600000, 1054590000);
  gint64 east = add (f, "31340", province, OLD_US, 98020000, 1058200000);
  add (f, "0", province, OLD_US, TC_NONE, TC_NONE);
  /* The province has areas within it, so it is none of them. */
  g_assert_cmpint (tc_places_nearest_area (f->db, 97840000, 1054700000, f->now_us), ==, west);
  g_assert_cmpint (tc_places_nearest_area (f->db, 98000000, 1058000000, f->now_us), ==, east);
  /* What begins tomorrow within one changes nothing today. */
  add (f, "9", east, f->now_us + 1000, TC_NONE, TC_NONE);
  g_assert_cmpint (tc_places_nearest_area (f->db, 98000000, 1058000000, f->now_us), ==, east);
  gint64 late = tc_database_get_int (f->db, 0, "SELECT id FROM area WHERE code = '9'", NULL);
  TcAreaArgs move = area (late, NULL, west, TC_NONE);
  tc_fixture_run (f, &tc_area_change_type, &move);
  TcAreaEnd end = {east, west, f->now_us};
  tc_fixture_run (f, &tc_area_end_type, &end);
  g_assert_cmpint (tc_places_nearest_area (f->db, 98000000, 1058000000, f->now_us), ==, west);
  g_assert_cmpint (tc_places_nearest_area (f->db, 98000000, 1058000000, f->now_us - 1), ==, east);
}

static void
test_streets (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  gint64 ward = add (f, "31321", 0, OLD_US, TC_NONE, TC_NONE);
  TcStreetArgs args = street (tc_fixture_id (f), "tran-hung-dao");
  TcStreetRef ref = {args.street_id};

  tc_fixture_run (f, &tc_street_add_type, &args);
  args.code = NULL;
  args.kind = "landmark";
  args.name = "Chợ Vị Thanh";
  args.aliases = NULL;
  args.area_id = ward;
  tc_fixture_run (f, &tc_street_change_type, &args);
  g_autoptr (TcStreet) changed = tc_places_find_street (f->db, "tran-hung-dao");
  g_assert_cmpint (changed->id, ==, args.street_id);
  g_assert_cmpstr (changed->kind, ==, "landmark");
  g_assert_cmpstr (changed->name, ==, "Chợ Vị Thanh");
  g_assert_null (changed->aliases);
  g_assert_cmpint (changed->area_id, ==, ward);
  g_autoptr (GPtrArray) there = tc_places_list_streets (f->db, ward);
  g_assert_cmpuint (there->len, ==, 1);
  tc_fixture_run (f, &tc_street_remove_type, &ref);
  g_autoptr (GPtrArray) gone = tc_places_list_streets (f->db, 0);
  g_autoptr (TcStreet) removed = tc_places_get_street (f->db, args.street_id);
  g_assert_cmpuint (gone->len, ==, 0);
  g_assert_cmpint (removed->removed_us, ==, f->now_us);
  g_assert_null (tc_places_find_street (f->db, "tran-hung-dao"));
  /* The code is free again. */
  args = street (tc_fixture_id (f), "tran-hung-dao");
  tc_fixture_run (f, &tc_street_add_type, &args);
  tc_fixture_check_replays (f);
}

static void
test_area_refused (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  gint64 ended = add (f, "1", 0, OLD_US, TC_NONE, TC_NONE);
  gint64 taken = add (f, "2", 0, OLD_US, TC_NONE, TC_NONE);
  TcAreaEnd end = {ended, 0, REFORM_US};

  tc_fixture_run (f, &tc_area_end_type, &end);
  TcAreaArgs args = area (tc_fixture_id (f), "3", 0, TC_NONE);
  args.kind = "kingdom";
  tc_fixture_refuse (f, &tc_area_add_type, &args, "places.kind");
  args = area (taken, "3", 0, TC_NONE);
  tc_fixture_refuse (f, &tc_area_add_type, &args, "places.exists");
  args = area (tc_fixture_id (f), "2", 0, TC_NONE);
  tc_fixture_refuse (f, &tc_area_add_type, &args, "places.code-taken");
  args = area (tc_fixture_id (f), "3", 12345, TC_NONE);
  tc_fixture_refuse (f, &tc_area_add_type, &args, "places.unknown");
  args = area (tc_fixture_id (f), "3", ended, TC_NONE);
  tc_fixture_refuse (f, &tc_area_add_type, &args, "places.not-in-force");
  args = area (tc_fixture_id (f), "3", 0, TC_NONE);
  args.agency_id = 12345;
  tc_fixture_refuse (f, &tc_area_add_type, &args, "people.unknown");
  args.area_id = taken;
  tc_fixture_refuse (f, &tc_area_change_type, &args, "people.unknown");
  args = area (12345, NULL, 0, TC_NONE);
  tc_fixture_refuse (f, &tc_area_change_type, &args, "places.unknown");
  args = area (taken, NULL, 12345, TC_NONE);
  tc_fixture_refuse (f, &tc_area_change_type, &args, "places.unknown");
  gint64 within = add (f, "4", taken, OLD_US, TC_NONE, TC_NONE);
  args = area (taken, NULL, within, TC_NONE);
  tc_fixture_refuse (f, &tc_area_change_type, &args, "places.circle");
}

static void
test_end_refused (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  gint64 top = add (f, "1", 0, OLD_US, TC_NONE, TC_NONE);
  gint64 low = add (f, "2", top, OLD_US, TC_NONE, TC_NONE);
  gint64 late = add (f, "3", 0, f->now_us, TC_NONE, TC_NONE);
  TcAreaEnd args = {12345, 0, REFORM_US};

  tc_fixture_refuse (f, &tc_area_end_type, &args, "places.unknown");
  args.area_id = top;
  tc_fixture_refuse (f, &tc_area_end_type, &args, "places.has-areas");
  args = (TcAreaEnd){low, 0, OLD_US};
  tc_fixture_refuse (f, &tc_area_end_type, &args, "places.dates");
  args = (TcAreaEnd){low, low, REFORM_US};
  tc_fixture_refuse (f, &tc_area_end_type, &args, "places.circle");
  args.successor_id = late;
  tc_fixture_refuse (f, &tc_area_end_type, &args, "places.not-in-force");
  args.successor_id = 12345;
  tc_fixture_refuse (f, &tc_area_end_type, &args, "places.unknown");
  args.successor_id = 0;
  tc_fixture_run (f, &tc_area_end_type, &args);
  tc_fixture_refuse (f, &tc_area_end_type, &args, "places.ended");
}

static void
test_street_refused (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcStreetArgs args = street (tc_fixture_id (f), "a");
  TcStreetRef ref = {12345};

  tc_fixture_run (f, &tc_street_add_type, &args);
  tc_fixture_refuse (f, &tc_street_add_type, &args, "places.exists");
  args.street_id = tc_fixture_id (f);
  tc_fixture_refuse (f, &tc_street_add_type, &args, "places.code-taken");
  tc_fixture_refuse (f, &tc_street_change_type, &args, "places.unknown");
  tc_fixture_refuse (f, &tc_street_remove_type, &ref, "places.unknown");
  args.code = "b";
  args.area_id = 12345;
  tc_fixture_refuse (f, &tc_street_add_type, &args, "places.unknown");
  args.kind = "canal";
  tc_fixture_refuse (f, &tc_street_add_type, &args, "places.kind");
  tc_fixture_refuse (f, &tc_street_change_type, &args, "places.kind");
  args = street (tc_fixture_id (f), "b");
  tc_fixture_run (f, &tc_street_add_type, &args);
  args.area_id = 12345;
  tc_fixture_refuse (f, &tc_street_change_type, &args, "places.unknown");
  ref.street_id = args.street_id;
  tc_fixture_run (f, &tc_street_remove_type, &ref);
  tc_fixture_refuse (f, &tc_street_remove_type, &ref, "places.ended");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/places/reform", test_reform);
  g_test_add_func ("/places/change", test_change);
  g_test_add_func ("/places/nearest", test_nearest);
  g_test_add_func ("/places/streets", test_streets);
  g_test_add_func ("/places/area-refused", test_area_refused);
  g_test_add_func ("/places/end-refused", test_end_refused);
  g_test_add_func ("/places/street-refused", test_street_refused);
  return g_test_run ();
}
