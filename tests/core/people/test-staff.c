/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: staff, roles and posts hold what was said and refuse what can't be. Method: each operation
 * with what it leaves behind, then one case for each refusal; the log gives the same rows again.
 */
#include "tc-core-fixture.h"
#include "tc-people-operations.h"
#include "tc-people.h"

static gint64
add_staff (TcFixture *f, const char *account)
{
  TcStaffArgs args = {tc_fixture_id (f), account, "Lê Thị Ngọc Lan", "Điều phối viên", "0900"};

  tc_fixture_run (f, &tc_staff_add_type, &args);
  return args.staff_id;
}

static gint64
add_role (TcFixture *f, const char *code)
{
  TcRoleArgs args = {tc_fixture_id (f), code, "Điều phối viên", "Dispatcher"};

  tc_fixture_run (f, &tc_role_add_type, &args);
  return args.role_id;
}

static gint64
add_agency (TcFixture *f, const char *code)
{
  TcAgencyArgs args = {.agency_id = tc_fixture_id (f),
                       .code = code,
                       .kind = "team",
                       .name_vi = "Đội",
                       .name_en = "Team",
                       .valid_from_us = f->now_us - TC_US_PER_DAY,
                       .lat_e7 = TC_NONE,
                       .lon_e7 = TC_NONE};

  tc_fixture_run (f, &tc_agency_add_type, &args);
  return args.agency_id;
}

static void
test_staff (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  gint64 lan = add_staff (f, "lan");
  gint64 minh = add_staff (f, "minh.tran");
  TcStaffArgs change = {lan, NULL, "Lê Ngọc Lan", NULL, NULL};

  tc_fixture_run (f, &tc_staff_change_type, &change);
  g_autoptr (TcStaff) staff = tc_people_find_staff (f->db, "lan");
  g_assert_cmpint (staff->id, ==, lan);
  g_assert_cmpstr (staff->account, ==, "lan");
  g_assert_cmpstr (staff->name, ==, "Lê Ngọc Lan");
  g_assert_null (staff->title);
  g_assert_null (staff->phone);
  g_assert_cmpint (staff->inactive_from_us, ==, TC_NONE);
  g_autoptr (TcStaff) by_id = tc_people_get_staff (f->db, minh);
  g_autofree char *name = tc_people_dup_staff_name (f->db, minh);
  g_autoptr (GPtrArray) all = tc_people_list_staff (f->db);
  g_assert_cmpstr (by_id->title, ==, "Điều phối viên");
  g_assert_cmpstr (name, ==, "Lê Thị Ngọc Lan");
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_null (tc_people_find_staff (f->db, "nobody"));
  g_assert_null (tc_people_dup_staff_name (f->db, 5));
  tc_fixture_check_replays (f);
}

static void
test_deactivation (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcStaffRef ref = {add_staff (f, "lan")};
  gint64 first_us = f->now_us += 1000;

  tc_fixture_run (f, &tc_staff_deactivate_type, &ref);
  f->now_us += 1000;
  tc_fixture_run (f, &tc_staff_deactivate_type, &ref);
  g_autoptr (TcStaff) staff = tc_people_get_staff (f->db, ref.staff_id);
  g_assert_cmpint (staff->inactive_from_us, ==, first_us);
  /* One that comes late from a desk was earlier all the same. */
  f->now_us = first_us - 500;
  tc_fixture_run (f, &tc_staff_deactivate_type, &ref);
  g_autoptr (TcStaff) earlier = tc_people_get_staff (f->db, ref.staff_id);
  g_assert_cmpint (earlier->inactive_from_us, ==, first_us - 500);
  tc_fixture_run (f, &tc_staff_reactivate_type, &ref);
  g_autoptr (TcStaff) again = tc_people_get_staff (f->db, ref.staff_id);
  g_assert_cmpint (again->inactive_from_us, ==, TC_NONE);
  tc_fixture_check_replays (f);
}

static void
test_staff_refused (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  gint64 lan = add_staff (f, "lan");
  TcStaffArgs args = {lan, "lan2", "Lan", NULL, NULL};
  TcStaffRef nobody = {12345};

  tc_fixture_refuse (f, &tc_staff_add_type, &args, "people.exists");
  args = (TcStaffArgs){tc_fixture_id (f), "lan", "Lan", NULL, NULL};
  tc_fixture_refuse (f, &tc_staff_add_type, &args, "people.account-taken");
  args.account = "Lan"; /* what is typed at sign-in is small */
  tc_fixture_refuse (f, &tc_staff_add_type, &args, "operation.arguments");
  args.staff_id = 12345;
  tc_fixture_refuse (f, &tc_staff_change_type, &args, "people.unknown");
  tc_fixture_refuse (f, &tc_staff_deactivate_type, &nobody, "people.unknown");
  tc_fixture_refuse (f, &tc_staff_reactivate_type, &nobody, "people.unknown");
}

static void
test_roles (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  gint64 id = add_role (f, "dispatcher");
  TcRoleArgs names = {id, NULL, "Trực ban", "Duty officer"};
  TcRoleCapability dispatch = {id, "incident.dispatch"};
  TcRoleCapability accept = {id, "incident.accept"};
  TcRoleScope incidents = {id, "incidents"};
  TcRoleScope unit = {id, "unit"};

  tc_fixture_run (f, &tc_role_change_type, &names);
  for (guint twice = 0; twice < 2; twice++) {
    tc_fixture_run (f, &tc_role_allow_type, &dispatch);
    tc_fixture_run (f, &tc_role_allow_type, &accept);
    tc_fixture_run (f, &tc_role_read_type, &unit);
    tc_fixture_run (f, &tc_role_read_type, &incidents);
  }
  g_autoptr (TcRole) role = tc_people_find_role (f->db, "dispatcher");
  g_autofree char *capabilities = g_strjoinv (" ", role->capabilities);
  g_autofree char *kinds = g_strjoinv (" ", role->scope_kinds);
  g_assert_cmpstr (role->name_vi, ==, "Trực ban");
  g_assert_cmpstr (role->name_en, ==, "Duty officer");
  g_assert_cmpstr (capabilities, ==, "incident.accept incident.dispatch");
  g_assert_cmpstr (kinds, ==, "incidents unit");
  for (guint twice = 0; twice < 2; twice++) {
    tc_fixture_run (f, &tc_role_deny_type, &accept);
    tc_fixture_run (f, &tc_role_unread_type, &unit);
  }
  g_autoptr (TcRole) less = tc_people_get_role (f->db, id);
  g_assert_cmpstr (less->capabilities[0], ==, "incident.dispatch");
  g_assert_null (less->capabilities[1]);
  g_assert_cmpuint (g_strv_length (less->scope_kinds), ==, 1);
  add_role (f, "supervisor");
  g_autoptr (GPtrArray) roles = tc_people_list_roles (f->db);
  g_assert_cmpuint (roles->len, ==, 2);
  tc_fixture_check_replays (f);
}

static void
test_roles_refused (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  gint64 id = add_role (f, "dispatcher");
  TcRoleArgs args = {id, "other", "x", "x"};
  TcRoleCapability capability = {12345, "a.b"};
  TcRoleScope kind = {12345, "unit"};

  tc_fixture_refuse (f, &tc_role_add_type, &args, "people.exists");
  args = (TcRoleArgs){tc_fixture_id (f), "dispatcher", "x", "x"};
  tc_fixture_refuse (f, &tc_role_add_type, &args, "people.code-taken");
  tc_fixture_refuse (f, &tc_role_change_type, &args, "people.unknown");
  tc_fixture_refuse (f, &tc_role_allow_type, &capability, "people.unknown");
  tc_fixture_refuse (f, &tc_role_deny_type, &capability, "people.unknown");
  tc_fixture_refuse (f, &tc_role_read_type, &kind, "people.unknown");
  tc_fixture_refuse (f, &tc_role_unread_type, &kind, "people.unknown");
  kind = (TcRoleScope){id, "secrets"};
  tc_fixture_refuse (f, &tc_role_read_type, &kind, "people.kind");
}

static void
test_posts (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  gint64 lan = add_staff (f, "lan");
  gint64 minh = add_staff (f, "minh");
  gint64 role = add_role (f, "dispatcher");
  gint64 team = add_agency (f, "team");
  TcPostAdd open = {tc_fixture_id (f), lan, team, role, TC_NONE, TC_NONE};
  TcPostAdd day = {tc_fixture_id (f), minh, team, role, f->now_us, f->now_us + TC_US_PER_DAY};
  TcPostAdd later = {tc_fixture_id (f), minh, team, role, f->now_us + 9, TC_NONE};

  tc_fixture_run (f, &tc_post_add_type, &open);
  tc_fixture_run (f, &tc_post_add_type, &day);
  tc_fixture_run (f, &tc_post_add_type, &later);
  g_autoptr (GPtrArray) now = tc_people_list_posts (f->db, minh, f->now_us);
  g_autoptr (GPtrArray) ever = tc_people_list_posts (f->db, minh, TC_NONE);
  g_autoptr (GPtrArray) staff = tc_people_list_staff_of (f->db, team, f->now_us);
  g_assert_cmpuint (now->len, ==, 1);
  g_assert_cmpint (((TcPost *) now->pdata[0])->id, ==, day.post_id);
  g_assert_cmpint (((TcPost *) now->pdata[0])->valid_to_us, ==, f->now_us + TC_US_PER_DAY);
  g_assert_cmpuint (ever->len, ==, 2);
  g_assert_cmpuint (staff->len, ==, 2);

  f->now_us += 5;
  TcPostEnd end = {day.post_id, TC_NONE};
  tc_fixture_run (f, &tc_post_end_type, &end);
  g_autoptr (GPtrArray) none = tc_people_list_posts (f->db, minh, f->now_us);
  g_assert_cmpuint (none->len, ==, 0);
  /* The agency takes its posts along, also one that hasn't begun. */
  TcAgencyEnd agency = {team, 0, TC_NONE};
  tc_fixture_run (f, &tc_agency_end_type, &agency);
  g_autoptr (GPtrArray) nobody = tc_people_list_staff_of (f->db, team, f->now_us);
  g_autoptr (GPtrArray) never = tc_people_list_staff_of (f->db, team, f->now_us + TC_US_PER_DAY);
  g_assert_cmpuint (nobody->len, ==, 0);
  g_assert_cmpuint (never->len, ==, 0);
  tc_fixture_check_replays (f);
}

static void
test_posts_refused (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  gint64 lan = add_staff (f, "lan");
  gint64 role = add_role (f, "dispatcher");
  gint64 team = add_agency (f, "team");
  TcPostAdd good = {tc_fixture_id (f), lan, team, role, TC_NONE, TC_NONE};
  TcPostAdd post = good;

  tc_fixture_run (f, &tc_post_add_type, &good);
  tc_fixture_refuse (f, &tc_post_add_type, &good, "people.exists");
  good.post_id = post.post_id = tc_fixture_id (f);
  post.staff_id = 12345;
  tc_fixture_refuse (f, &tc_post_add_type, &post, "people.unknown");
  post = good;
  post.agency_id = 12345;
  tc_fixture_refuse (f, &tc_post_add_type, &post, "people.unknown");
  post = good;
  post.role_id = 12345;
  tc_fixture_refuse (f, &tc_post_add_type, &post, "people.unknown");
  post = good;
  post.valid_to_us = f->now_us;
  tc_fixture_refuse (f, &tc_post_add_type, &post, "people.dates");
  post = good;
  post.valid_from_us = f->now_us - 2 * TC_US_PER_DAY;
  tc_fixture_refuse (f, &tc_post_add_type, &post, "people.not-in-force");
  TcStaffRef ref = {lan};
  tc_fixture_run (f, &tc_staff_deactivate_type, &ref);
  tc_fixture_refuse (f, &tc_post_add_type, &good, "people.inactive");
}

static void
test_post_end_refused (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcPostAdd post = {tc_fixture_id (f),
                    add_staff (f, "lan"),
                    add_agency (f, "team"),
                    add_role (f, "officer"),
                    f->now_us,
                    TC_NONE};
  TcPostEnd end = {12345, TC_NONE};

  tc_fixture_run (f, &tc_post_add_type, &post);
  tc_fixture_refuse (f, &tc_post_end_type, &end, "people.unknown");
  end = (TcPostEnd){post.post_id, f->now_us - 1};
  tc_fixture_refuse (f, &tc_post_end_type, &end, "people.dates");
  end.at_us = f->now_us + 1000;
  tc_fixture_run (f, &tc_post_end_type, &end);
  tc_fixture_refuse (f, &tc_post_end_type, &end, "people.ended");
  /* Sooner than it was to be. */
  end.at_us = f->now_us + 500;
  tc_fixture_run (f, &tc_post_end_type, &end);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/people/staff", test_staff);
  g_test_add_func ("/people/staff/deactivation", test_deactivation);
  g_test_add_func ("/people/staff/refused", test_staff_refused);
  g_test_add_func ("/people/roles", test_roles);
  g_test_add_func ("/people/roles/refused", test_roles_refused);
  g_test_add_func ("/people/posts", test_posts);
  g_test_add_func ("/people/posts/refused", test_posts_refused);
  g_test_add_func ("/people/posts/end-refused", test_post_end_refused);
  return g_test_run ();
}
