/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a desk comes in by invitation, once, and never back; a session is opened only for whom it
 * should be. Method: the life of a desk and of a session, then one case for each refusal.
 */
#include "tc-people-fixture.h"
#include "tc-people.h"

#include <string.h>

static void
test_life_of_a_desk (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcCentre centre = tc_centre_new (f);
  TcDeskArgs args = {4, "Bàn 04", centre.unit};
  TcDeskRef ref = {4};

  g_assert_cmpint (tc_people_next_desk (f->db, 0), ==, 4);
  tc_fixture_run (f, &tc_desk_invite_type, &args);
  g_autoptr (TcDeskInfo) invited = tc_people_get_desk (f->db, 4);
  g_assert_cmpstr (invited->state, ==, "invited");
  g_assert_null (invited->public_key);
  args = (TcDeskArgs){4, "Bàn trưởng ca", centre.other_unit};
  tc_fixture_run (f, &tc_desk_change_type, &args);
  tc_fixture_run (f, &tc_desk_revoke_type, &ref);
  g_autoptr (TcDeskInfo) revoked = tc_people_get_desk (f->db, 4);
  g_assert_cmpstr (revoked->name, ==, "Bàn trưởng ca");
  g_assert_cmpint (revoked->agency_id, ==, centre.other_unit);
  g_assert_cmpstr (revoked->state, ==, "revoked");
  g_assert_cmpint (tc_people_next_desk (f->db, 0), ==, 5);
  g_assert_cmpint (tc_people_next_desk (f->db, 67), ==, 68);
  g_assert_cmpint (tc_people_next_desk (f->db, TC_REPLICA_MAX), ==, 0);

  g_autoptr (GPtrArray) desks = tc_people_list_desks (f->db);
  g_assert_cmpuint (desks->len, ==, 2);
  TcDeskInfo *enrolled = desks->pdata[0];
  g_assert_cmpstr (enrolled->state, ==, "enrolled");
  g_assert_cmpmem (g_bytes_get_data (enrolled->public_key, NULL),
                   g_bytes_get_size (enrolled->public_key), tc_key_get_public (f->key),
                   TC_KEY_PUBLIC_SIZE);
  g_assert_cmpuint (enrolled->role_ids->len, ==, 1);
  g_assert_cmpint (TC_ID_AT (enrolled->role_ids, 0), ==, centre.role);
  tc_fixture_check_replays (f);
}

/* Made one before it is enrolled, and by no other way. */
static void
test_relay (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcCentre centre = tc_centre_new (f);
  const TcDeskArgs args = {4, "Trạm Vị Thủy", centre.unit};
  const TcDeskRef ref = {4};
  const TcDeskRef enrolled = {centre.desk};

  tc_fixture_run (f, &tc_desk_invite_type, &args);
  tc_fixture_run (f, &tc_desk_relay_type, &ref);
  g_autofree char *kind = tc_database_dup_text (f->db, "SELECT kind FROM desk WHERE id = 4", NULL);
  g_assert_cmpstr (kind, ==, "relay");
  tc_fixture_refuse (f, &tc_desk_relay_type, &enrolled, "people.desk-state");
  tc_fixture_check_replays (f);
}

static void
test_media_host (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcCentre centre = tc_centre_new (f);
  const TcDeskArgs args = {4, "Máy chủ camera", centre.unit};
  const TcDeskRef ref = {4};
  const TcDeskRef enrolled = {centre.desk};

  tc_fixture_run (f, &tc_desk_invite_type, &args);
  tc_fixture_run (f, &tc_desk_media_type, &ref);
  g_autofree char *kind = tc_database_dup_text (f->db, "SELECT kind FROM desk WHERE id = 4", NULL);
  g_assert_cmpstr (kind, ==, "media");
  tc_fixture_refuse (f, &tc_desk_media_type, &enrolled, "people.desk-state");
  tc_fixture_check_replays (f);
}

static void
test_roles_at_a_desk (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcCentre centre = tc_centre_new (f);
  TcDeskRole args = {centre.desk, centre.role};

  tc_fixture_run (f, &tc_desk_allow_role_type, &args);
  g_autoptr (TcDeskInfo) once = tc_people_get_desk (f->db, centre.desk);
  g_assert_cmpuint (once->role_ids->len, ==, 1);
  tc_fixture_run (f, &tc_desk_deny_role_type, &args);
  g_autoptr (TcDeskInfo) none = tc_people_get_desk (f->db, centre.desk);
  g_assert_cmpuint (none->role_ids->len, ==, 0);
  tc_fixture_check_replays (f);
}

static void
test_desk_refused (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcCentre centre = tc_centre_new (f);
  TcDeskArgs args = {0, "Bàn", centre.unit};

  tc_fixture_refuse (f, &tc_desk_invite_type, &args, "people.exists");
  args.desk_id = centre.desk;
  tc_fixture_refuse (f, &tc_desk_invite_type, &args, "people.exists");
  args.desk_id = TC_REPLICA_MAX + 1;
  tc_fixture_refuse (f, &tc_desk_invite_type, &args, "operation.arguments");
  args = (TcDeskArgs){9, "Bàn", 12345};
  tc_fixture_refuse (f, &tc_desk_invite_type, &args, "people.unknown");
  tc_fixture_refuse (f, &tc_desk_change_type, &args, "people.unknown");
  TcAgencyEnd end = {centre.other_unit, 0, f->now_us + 1};
  tc_fixture_run (f, &tc_agency_end_type, &end);
  f->now_us += 1;
  args = (TcDeskArgs){9, "Bàn", centre.other_unit};
  tc_fixture_refuse (f, &tc_desk_invite_type, &args, "people.not-in-force");
  args.desk_id = centre.desk;
  tc_fixture_refuse (f, &tc_desk_change_type, &args, "people.not-in-force");
  TcDeskRole role = {centre.desk, 12345};
  tc_fixture_refuse (f, &tc_desk_allow_role_type, &role, "people.unknown");
  tc_fixture_refuse (f, &tc_desk_deny_role_type, &role, "people.unknown");
  role = (TcDeskRole){99, centre.role};
  tc_fixture_refuse (f, &tc_desk_allow_role_type, &role, "people.unknown");
  tc_fixture_refuse (f, &tc_desk_deny_role_type, &role, "people.unknown");
}

static void
test_enrolment_refused (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcCentre centre = tc_centre_new (f);
  g_autoptr (GBytes) key = g_bytes_new (tc_key_get_public (f->key), TC_KEY_PUBLIC_SIZE);
  g_autoptr (GBytes) part = g_bytes_new (tc_key_get_public (f->key), TC_KEY_PUBLIC_SIZE - 1);
  TcDeskArgs desk = {4, "Bàn", centre.unit};
  TcDeskEnrol args = {centre.desk, key};
  TcDeskRef ref = {4};

  tc_fixture_refuse (f, &tc_desk_enrol_type, &args, "people.desk-state");
  args.desk_id = 4;
  tc_fixture_refuse (f, &tc_desk_enrol_type, &args, "people.unknown");
  tc_fixture_refuse (f, &tc_desk_revoke_type, &ref, "people.unknown");
  tc_fixture_run (f, &tc_desk_invite_type, &desk);
  args.public_key = part;
  tc_fixture_refuse (f, &tc_desk_enrol_type, &args, "people.public-key");
  args.public_key = key;
  tc_fixture_run (f, &tc_desk_revoke_type, &ref);
  tc_fixture_refuse (f, &tc_desk_revoke_type, &ref, "people.desk-state");
  tc_fixture_refuse (f, &tc_desk_enrol_type, &args, "people.desk-state");
  tc_fixture_refuse (f, &tc_desk_change_type, &desk, "people.desk-state");
  TcDeskRole role = {4, centre.role};
  tc_fixture_refuse (f, &tc_desk_allow_role_type, &role, "people.desk-state");
  tc_fixture_refuse (f, &tc_desk_invite_type, &desk, "people.exists");
}

static gint64
session_until (TcFixture *f, gint64 id)
{
  return tc_database_get_int (f->db, 0, "SELECT until_us FROM session WHERE id = ?", "i", id);
}

static void
test_life_of_a_session (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcCentre centre = tc_centre_new (f);
  TcActor lan = tc_centre_sign_in (f, &centre);
  gint64 until_us = session_until (f, lan.session_id);
  TcSessionEnd end = {lan.session_id};

  g_assert_cmpint (until_us, ==, f->now_us + 8 * 3600 * TC_US_PER_S);
  f->now_us += TC_US_PER_S;
  tc_fixture_run_as (f, lan, &tc_session_end_type, &end);
  g_assert_cmpint (session_until (f, lan.session_id), ==, f->now_us);
  /* The system may end any; an end never makes it longer, nor shorter than nothing. */
  TcActor again = tc_centre_sign_in (f, &centre);
  end.session_id = again.session_id;
  f->now_us -= 5 * TC_US_PER_S;
  tc_fixture_run (f, &tc_session_end_type, &end);
  g_assert_cmpint (session_until (f, again.session_id), ==, f->now_us + 5 * TC_US_PER_S);
  f->now_us += TC_US_PER_DAY;
  tc_fixture_run (f, &tc_session_end_type, &end);
  g_assert_cmpint (session_until (f, again.session_id), <, f->now_us);
  tc_fixture_check_replays (f);
}

static void
test_session_refused (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcCentre centre = tc_centre_new (f);
  TcSessionOpen good = {tc_fixture_id (f), centre.staff, centre.desk, f->now_us + TC_US_PER_DAY};
  TcSessionOpen args = good;

  args.staff_id = 12345;
  tc_fixture_refuse (f, &tc_session_open_type, &args, "people.unknown");
  args = good;
  args.desk_id = 99;
  tc_fixture_refuse (f, &tc_session_open_type, &args, "people.unknown");
  args = good;
  args.until_us = f->now_us;
  tc_fixture_refuse (f, &tc_session_open_type, &args, "people.session-length");
  args.until_us = f->now_us + TC_SESSION_MAX_US + 1;
  tc_fixture_refuse (f, &tc_session_open_type, &args, "people.session-length");
  tc_fixture_run (f, &tc_session_open_type, &good);
  tc_fixture_refuse (f, &tc_session_open_type, &good, "people.exists");
  good.session_id = tc_fixture_id (f);
  TcPostEnd end = {centre.post, f->now_us + 5};
  tc_fixture_run (f, &tc_post_end_type, &end);
  f->now_us += 5;
  tc_fixture_refuse (f, &tc_session_open_type, &good, "people.role-not-here");
  TcDeskRef ref = {centre.desk};
  tc_fixture_run (f, &tc_desk_revoke_type, &ref);
  tc_fixture_refuse (f, &tc_session_open_type, &good, "people.desk-state");
  TcStaffRef staff = {centre.staff};
  tc_fixture_run (f, &tc_staff_deactivate_type, &staff);
  tc_fixture_refuse (f, &tc_session_open_type, &good, "people.inactive");
}

/* The role may work, but at another desk. */
static void
test_session_where_the_role_may_not_work (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcCentre centre = tc_centre_new (f);
  g_autoptr (GBytes) key = g_bytes_new (tc_key_get_public (f->key), TC_KEY_PUBLIC_SIZE);
  TcDeskArgs desk = {4, "Bàn 04", centre.unit};
  TcDeskEnrol enrol = {4, key};
  TcSessionOpen open = {tc_fixture_id (f), centre.staff, 4, f->now_us + TC_US_PER_DAY};
  TcDeskRole role = {4, centre.role};

  tc_fixture_run (f, &tc_desk_invite_type, &desk);
  tc_fixture_run (f, &tc_desk_enrol_type, &enrol);
  tc_fixture_refuse (f, &tc_session_open_type, &open, "people.role-not-here");
  tc_fixture_run (f, &tc_desk_allow_role_type, &role);
  tc_fixture_run (f, &tc_session_open_type, &open);
}

static void
test_session_end_refused (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcCentre centre = tc_centre_new (f);
  TcActor lan = tc_centre_sign_in (f, &centre);
  TcStaffArgs minh = {tc_fixture_id (f), "minh", "Minh", NULL, NULL};
  TcPostAdd post = {tc_fixture_id (f), minh.staff_id, centre.unit, centre.role, TC_NONE, TC_NONE};
  TcSessionOpen open = {tc_fixture_id (f), minh.staff_id, centre.desk, f->now_us + TC_US_PER_DAY};

  tc_fixture_run (f, &tc_staff_add_type, &minh);
  tc_fixture_run (f, &tc_post_add_type, &post);
  tc_fixture_run (f, &tc_session_open_type, &open);
  TcSessionEnd end = {open.session_id};
  tc_fixture_refuse_as (f, lan, &tc_session_end_type, &end, "people.not-own-session");
  end.session_id = 12345;
  tc_fixture_refuse_as (f, lan, &tc_session_end_type, &end, "people.unknown");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/people/desk", test_life_of_a_desk);
  g_test_add_func ("/people/desk/relay", test_relay);
  g_test_add_func ("/people/desk/media-host", test_media_host);
  g_test_add_func ("/people/desk/roles", test_roles_at_a_desk);
  g_test_add_func ("/people/desk/refused", test_desk_refused);
  g_test_add_func ("/people/desk/enrolment-refused", test_enrolment_refused);
  g_test_add_func ("/people/session", test_life_of_a_session);
  g_test_add_func ("/people/session/refused", test_session_refused);
  g_test_add_func ("/people/session/role", test_session_where_the_role_may_not_work);
  g_test_add_func ("/people/session/end-refused", test_session_end_refused);
  return g_test_run ();
}
