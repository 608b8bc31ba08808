/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: agencies are a dated tree that holds both the three-level and the two-level province, and
 * no operation bends it. Method: the reform of 1 July 2025 in small, then one case for each
 * refusal; at the end of each, the log gives the same rows again.
 */
#include "tc-core-fixture.h"
#include "tc-people-operations.h"
#include "tc-people.h"
#include "tc-reading-rights.h"

#define OLD_US (TC_FIXTURE_START_US - 700 * TC_US_PER_DAY)
#define REFORM_US (TC_FIXTURE_START_US - 100 * TC_US_PER_DAY)

static void
found (TcFixture *f)
{
  TcProvinceArgs args = {.code = "haugiang",
                         .official_code = "H30",
                         .name_vi = "Hậu Giang",
                         .name_en = "Hậu Giang",
                         .lat_e7 = 97840000,
                         .lon_e7 = 1056400000};

  tc_fixture_run (f, &tc_province_found_type, &args);
}

/* The log of a province of before there were cameras says the same as ever. */
static void
test_founded_before (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcOperationType before = tc_province_found_type;
  TcProvinceArgs args = {.code = "haugiang",
                         .name_vi = "Hậu Giang",
                         .name_en = "Hậu Giang",
                         .lat_e7 = TC_NONE,
                         .lon_e7 = TC_NONE};

  before.version = 1;
  tc_fixture_run (f, &before, &args);
  g_assert_cmpint (tc_database_get_int (f->db, -1, "SELECT count(*) FROM scope", NULL), ==, 3);
  tc_fixture_run (f, &tc_scope_add_type, &(TcScopeAdd){TC_SCOPE_CAMERAS, "cameras", 0});
  tc_fixture_check_replays (f);
}

static TcAgencyArgs
agency (gint64 id, const char *code, const char *kind, gint64 parent_id, gint64 from_us)
{
  return (TcAgencyArgs){.agency_id = id,
                        .code = code,
                        .kind = kind,
                        .name_vi = code,
                        .name_en = code,
                        .parent_id = parent_id,
                        .valid_from_us = from_us,
                        .lat_e7 = TC_NONE,
                        .lon_e7 = TC_NONE};
}

static gint64
add (TcFixture *f, const char *code, const char *kind, gint64 parent_id, gint64 from_us)
{
  TcAgencyArgs args = agency (tc_fixture_id (f), code, kind, parent_id, from_us);

  tc_fixture_run (f, &tc_agency_add_type, &args);
  return args.agency_id;
}

static void
end (TcFixture *f, gint64 id, gint64 successor_id)
{
  TcAgencyEnd args = {id, successor_id, REFORM_US};

  tc_fixture_run (f, &tc_agency_end_type, &args);
}

static void
test_founding (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();

  g_assert_null (tc_people_get_province (f->db));
  found (f);
  g_autoptr (TcProvinceInfo) province = tc_people_get_province (f->db);
  g_assert_cmpstr (province->name_vi, ==, "Hậu Giang");
  g_assert_cmpstr (province->official_code, ==, "H30");
  g_assert_cmpint (province->lon_e7, ==, 1056400000);
  g_assert_cmpint (province->centre_id, ==, 0);
  g_assert_false (province->demonstration);
  g_assert_cmpint (tc_database_get_int (f->db, 0, "SELECT count (*) FROM scope", NULL), ==, 6);

  gint64 centre = add (f, "ioc", "centre", 0, OLD_US);
  TcProvinceArgs args = {"haugiang", "H13", "Cần Thơ", "Cần Thơ", centre, TC_NONE, TC_NONE, 1};
  tc_fixture_run (f, &tc_province_change_type, &args);
  g_autoptr (TcProvinceInfo) changed = tc_people_get_province (f->db);
  g_assert_cmpint (changed->centre_id, ==, centre);
  g_assert_cmpint (changed->lat_e7, ==, TC_NONE);
  g_assert_true (changed->demonstration);
  tc_fixture_check_replays (f);
}

static void
test_founded_once (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcProvinceArgs args = {"hg", NULL, "Hậu Giang", "Hậu Giang", 0, TC_NONE, TC_NONE, 0};

  tc_fixture_refuse (f, &tc_province_change_type, &args, "people.unknown");
  args.centre_id = 77;
  tc_fixture_refuse (f, &tc_province_found_type, &args, "people.unknown");
  found (f);
  tc_fixture_refuse (f, &tc_province_change_type, &args, "people.unknown");
  args.centre_id = 0;
  tc_fixture_refuse (f, &tc_province_found_type, &args, "people.founded");
}

/* Province - district - commune becomes province - ward. */
static void
test_reform (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();

  found (f);
  gint64 old_province = add (f, "haugiang", "province", 0, OLD_US);
  gint64 district = add (f, "vithanh", "district", old_province, OLD_US);
  gint64 ward1 = add (f, "vithanh.p1", "ward", district, OLD_US);
  gint64 ward3 = add (f, "vithanh.p3", "ward", district, OLD_US);
  gint64 province = add (f, "cantho", "province", 0, OLD_US);
  gint64 ward = add (f, "p-vithanh", "ward", province, REFORM_US);
  end (f, ward1, ward);
  end (f, ward3, ward);
  end (f, district, 0);
  end (f, old_province, province);
  /* The code is free again. */
  gint64 new_vithanh = add (f, "vithanh", "team", ward, REFORM_US);

  g_autoptr (GPtrArray) before = tc_people_list_agencies (f->db, REFORM_US - 1);
  g_autoptr (GPtrArray) after = tc_people_list_agencies (f->db, REFORM_US);
  g_autoptr (GPtrArray) ever = tc_people_list_agencies (f->db, TC_NONE);
  g_autoptr (GPtrArray) top = tc_people_list_units (f->db, 0, REFORM_US);
  g_autoptr (GPtrArray) wards = tc_people_list_units (f->db, district, OLD_US);
  g_assert_cmpuint (before->len, ==, 5);
  g_assert_cmpuint (after->len, ==, 3);
  g_assert_cmpuint (ever->len, ==, 7);
  g_assert_cmpuint (top->len, ==, 1);
  g_assert_cmpint (((TcAgency *) top->pdata[0])->id, ==, province);
  g_assert_cmpuint (wards->len, ==, 2);

  g_assert_cmpint (tc_people_follow_agency (f->db, ward1, REFORM_US - 1), ==, ward1);
  g_assert_cmpint (tc_people_follow_agency (f->db, ward1, REFORM_US), ==, ward);
  g_assert_cmpint (tc_people_follow_agency (f->db, district, REFORM_US), ==, 0);
  g_assert_cmpint (tc_people_follow_agency (f->db, ward, OLD_US), ==, 0);
  g_assert_cmpint (tc_people_follow_agency (f->db, 5, OLD_US), ==, 0);

  g_autoptr (TcAgency) was = tc_people_find_agency (f->db, "vithanh", OLD_US);
  g_autoptr (TcAgency) is = tc_people_find_agency (f->db, "vithanh", TC_NONE);
  g_assert_cmpint (was->id, ==, district);
  g_assert_cmpint (was->valid_to_us, ==, REFORM_US);
  g_assert_cmpint (is->id, ==, new_vithanh);
  g_assert_null (tc_people_find_agency (f->db, "nowhere", TC_NONE));
  tc_fixture_check_replays (f);
}

static void
test_change (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();

  found (f);
  gint64 top = add (f, "top", "province", 0, TC_NONE);
  gint64 team = add (f, "csgt2", "team", 0, TC_NONE);
  TcAgencyArgs args = {.agency_id = team,
                       .name_vi = "Đội CSGT số 2",
                       .name_en = "Traffic Police Team 2",
                       .official_code = "H30.12",
                       .parent_id = top,
                       .phone = "0293 3 876 543",
                       .address = "Đường Trần Hưng Đạo",
                       .lat_e7 = 97840000,
                       .lon_e7 = 1054700000};
  tc_fixture_run (f, &tc_agency_change_type, &args);
  g_autoptr (TcAgency) changed = tc_people_get_agency (f->db, team);
  g_assert_cmpstr (changed->code, ==, "csgt2");
  g_assert_cmpstr (changed->name_vi, ==, "Đội CSGT số 2");
  g_assert_cmpstr (changed->official_code, ==, "H30.12");
  g_assert_cmpstr (changed->phone, ==, "0293 3 876 543");
  g_assert_cmpstr (changed->address, ==, "Đường Trần Hưng Đạo");
  g_assert_cmpint (changed->parent_id, ==, top);
  g_assert_cmpint (changed->valid_from_us, ==, f->now_us);
  g_assert_cmpint (changed->lat_e7, ==, 97840000);
  /* What a form leaves out is empty. */
  args.phone = NULL;
  args.lat_e7 = TC_NONE;
  tc_fixture_run (f, &tc_agency_change_type, &args);
  g_autoptr (TcAgency) emptied = tc_people_get_agency (f->db, team);
  g_assert_null (emptied->phone);
  g_assert_cmpint (emptied->lat_e7, ==, TC_NONE);
  tc_fixture_check_replays (f);
}

static void
test_refusals_of_add (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();

  found (f);
  gint64 ended = add (f, "ended", "team", 0, OLD_US);
  gint64 taken = add (f, "taken", "team", 0, OLD_US);
  end (f, ended, 0);
  TcAgencyArgs args = agency (tc_fixture_id (f), "new", "kingdom", 0, TC_NONE);
  tc_fixture_refuse (f, &tc_agency_add_type, &args, "people.kind");
  args = agency (taken, "new", "team", 0, TC_NONE);
  tc_fixture_refuse (f, &tc_agency_add_type, &args, "people.exists");
  args = agency (TC_SCOPE_INCIDENTS, "new", "team", 0, TC_NONE);
  tc_fixture_refuse (f, &tc_agency_add_type, &args, "people.exists");
  args = agency (tc_fixture_id (f), "taken", "team", 0, TC_NONE);
  tc_fixture_refuse (f, &tc_agency_add_type, &args, "people.code-taken");
  args = agency (tc_fixture_id (f), "new", "team", 99, TC_NONE);
  tc_fixture_refuse (f, &tc_agency_add_type, &args, "people.unknown");
  args = agency (tc_fixture_id (f), "new", "team", ended, TC_NONE);
  tc_fixture_refuse (f, &tc_agency_add_type, &args, "people.not-in-force");
  /* Overlaps with the one that had the code until the reform. */
  args = agency (tc_fixture_id (f), "ended", "team", 0, OLD_US);
  tc_fixture_refuse (f, &tc_agency_add_type, &args, "people.code-taken");
  args = agency (tc_fixture_id (f), "", "team", 0, TC_NONE);
  tc_fixture_refuse (f, &tc_agency_add_type, &args, "operation.arguments");
}

static void
test_refusals_of_change (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();

  found (f);
  gint64 top = add (f, "top", "province", 0, TC_NONE);
  gint64 middle = add (f, "middle", "department", top, TC_NONE);
  gint64 low = add (f, "low", "team", middle, TC_NONE);
  TcAgencyArgs args = agency (12345, NULL, NULL, 0, TC_NONE);
  args.name_vi = args.name_en = "x";
  tc_fixture_refuse (f, &tc_agency_change_type, &args, "people.unknown");
  args.agency_id = top;
  args.parent_id = 12345;
  tc_fixture_refuse (f, &tc_agency_change_type, &args, "people.unknown");
  args.parent_id = low;
  tc_fixture_refuse (f, &tc_agency_change_type, &args, "people.circle");
  args.parent_id = top;
  tc_fixture_refuse (f, &tc_agency_change_type, &args, "people.circle");
}

static void
test_refusals_of_end (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();

  found (f);
  gint64 top = add (f, "top", "province", 0, OLD_US);
  gint64 low = add (f, "low", "team", top, OLD_US);
  gint64 late = add (f, "late", "team", 0, f->now_us);
  TcAgencyEnd args = {12345, 0, REFORM_US};
  tc_fixture_refuse (f, &tc_agency_end_type, &args, "people.unknown");
  args.agency_id = top;
  tc_fixture_refuse (f, &tc_agency_end_type, &args, "people.has-units");
  args.agency_id = low;
  args.at_us = OLD_US;
  tc_fixture_refuse (f, &tc_agency_end_type, &args, "people.dates");
  args.at_us = REFORM_US;
  args.successor_id = low;
  tc_fixture_refuse (f, &tc_agency_end_type, &args, "people.circle");
  args.successor_id = late;
  tc_fixture_refuse (f, &tc_agency_end_type, &args, "people.not-in-force");
  args.successor_id = 12345;
  tc_fixture_refuse (f, &tc_agency_end_type, &args, "people.unknown");
  args.successor_id = top;
  tc_fixture_run (f, &tc_agency_end_type, &args);
  tc_fixture_refuse (f, &tc_agency_end_type, &args, "people.ended");
}

static void
test_scopes (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();

  found (f);
  gint64 team = add (f, "team", "team", 0, TC_NONE);
  g_assert_cmpint (
      tc_database_get_int (f->db, 0, "SELECT agency_id FROM scope WHERE id = ? AND kind = 'unit'",
                           "i", team),
      ==, team);
  TcScopeAdd args = {tc_fixture_id (f), "incidents", team};
  tc_fixture_run (f, &tc_scope_add_type, &args);
  g_assert_cmpint (tc_database_get_int (f->db, 0, "SELECT agency_id FROM scope WHERE id = ?", "i",
                                        args.scope_id),
                   ==, 0);
  tc_fixture_refuse (f, &tc_scope_add_type, &args, "people.exists");
  args = (TcScopeAdd){tc_fixture_id (f), "secret", 0};
  tc_fixture_refuse (f, &tc_scope_add_type, &args, "people.kind");
  args = (TcScopeAdd){tc_fixture_id (f), "unit", 12345};
  tc_fixture_refuse (f, &tc_scope_add_type, &args, "people.unknown");
  tc_fixture_check_replays (f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/people/province", test_founding);
  g_test_add_func ("/people/province-before", test_founded_before);
  g_test_add_func ("/people/province/once", test_founded_once);
  g_test_add_func ("/people/agency/reform", test_reform);
  g_test_add_func ("/people/agency/change", test_change);
  g_test_add_func ("/people/agency/add-refused", test_refusals_of_add);
  g_test_add_func ("/people/agency/change-refused", test_refusals_of_change);
  g_test_add_func ("/people/agency/end-refused", test_refusals_of_end);
  g_test_add_func ("/people/scopes", test_scopes);
  return g_test_run ();
}
