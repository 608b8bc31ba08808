/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: an operation counts only from a person who was validly signed in at an enrolled desk and
 * held a role that may; and a desk holds, a person sees, exactly what their roles read. Method:
 * each condition broken alone, at the edges of its time; then grants that come and go.
 */
#include "tc-people-fixture.h"
#include "tc-permission.h"
#include "tc-reading-rights.h"
#include "tc-schema.h"

static void
test_allowed (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcCentre centre = tc_centre_new (f);
  TcActor lan = tc_centre_sign_in (f, &centre);

  tc_centre_act (f, &centre, lan, NULL);
  g_assert_true (tc_permission_has (f->db, centre.staff, TC_CENTRE_CAPABILITY, f->now_us));
  g_assert_false (tc_permission_has (f->db, centre.staff, "other.thing", f->now_us));
  g_assert_false (tc_permission_has (f->db, 12345, TC_CENTRE_CAPABILITY, f->now_us));
  tc_fixture_check_replays (f);
}

static void
test_system (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcCentre centre = tc_centre_new (f);
  TcActor lan = tc_centre_sign_in (f, &centre);
  TcSessionOpen open = {tc_fixture_id (f), centre.staff, centre.desk, f->now_us + 1000};

  /* The system may do what no capability is for; a person may not. */
  tc_fixture_refuse_as (f, lan, &tc_session_open_type, &open, "people.system-only");
  /* No actor at a desk is not the system, whatever its key signs. */
  TcActor nobody = {0, lan.session_id, (guint16) centre.desk};
  tc_centre_act (f, &centre, nobody, "people.system-only");
  tc_fixture_refuse_as (f, nobody, &tc_session_open_type, &open, "people.system-only");
  tc_fixture_run (f, &tc_session_open_type, &open);
}

/* What the server writes down of a person: no session, but permission as of that time. */
static void
test_recorded (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcCentre centre = tc_centre_new (f);
  TcActor lan = {centre.staff, 0, TC_REPLICA_SERVER};
  TcActor stranger = {12345, 0, TC_REPLICA_SERVER};
  TcSessionOpen open = {tc_fixture_id (f), centre.staff, centre.desk, f->now_us + 1000};
  TcStaffRef ref = {centre.staff};

  tc_centre_act (f, &centre, lan, NULL);
  tc_centre_act (f, &centre, stranger, "people.unknown");
  tc_fixture_refuse_as (f, lan, &tc_session_open_type, &open, "people.system-only");
  tc_fixture_run (f, &tc_staff_deactivate_type, &ref);
  tc_centre_act (f, &centre, lan, "people.inactive");
}

static void
test_session (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcCentre centre = tc_centre_new (f);
  TcActor lan = tc_centre_sign_in (f, &centre);
  TcActor actor = lan;

  actor.session_id = 0;
  tc_centre_act (f, &centre, actor, "people.no-session");
  actor.session_id = 12345;
  tc_centre_act (f, &centre, actor, "people.no-session");
  actor = lan;
  actor.staff_id = 12345; /* with another's proof */
  tc_centre_act (f, &centre, actor, "people.no-session");
}

/* The proof is of one desk: it is worth nothing at another. */
static void
test_session_of_another_desk (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcCentre centre = tc_centre_new (f);
  TcActor lan = tc_centre_sign_in (f, &centre);
  g_autoptr (GBytes) key = g_bytes_new (tc_key_get_public (f->key), TC_KEY_PUBLIC_SIZE);
  TcDeskArgs desk = {8, "Bàn 08", centre.unit};
  TcDeskEnrol enrol = {8, key};

  tc_fixture_run (f, &tc_desk_invite_type, &desk);
  lan.desk = 8;
  tc_centre_act (f, &centre, lan, "people.desk"); /* not enrolled yet */
  tc_fixture_run (f, &tc_desk_enrol_type, &enrol);
  tc_centre_act (f, &centre, lan, "people.no-session");
  lan.desk = 9;
  tc_centre_act (f, &centre, lan, "people.desk");
  lan.desk = TC_REPLICA_SERVER;
  tc_centre_act (f, &centre, lan, "people.desk");
}

static void
test_session_times (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcCentre centre = tc_centre_new (f);
  TcActor lan = tc_centre_sign_in (f, &centre);
  gint64 from_us = f->now_us;
  gint64 until_us = from_us + 8 * 3600 * TC_US_PER_S;
  TcPostAdd before = {tc_fixture_id (f),
                      centre.staff,
                      centre.unit,
                      centre.role,
                      from_us - 2 * TC_CLOCK_AHEAD_MAX_US,
                      TC_NONE};

  tc_database_execute (f->db, "UPDATE agency SET valid_from_us = 0", NULL);
  tc_fixture_run (f, &tc_post_add_type, &before);
  /* A desk whose clock is slow, within the bounds that clocks have. */
  f->now_us = from_us - TC_CLOCK_AHEAD_MAX_US;
  tc_centre_act (f, &centre, lan, NULL);
  f->now_us--;
  tc_centre_act (f, &centre, lan, "people.session-over");
  f->now_us = until_us;
  tc_centre_act (f, &centre, lan, NULL);
  f->now_us++;
  tc_centre_act (f, &centre, lan, "people.session-over");
}

static void
test_desk_revoked (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcCentre centre = tc_centre_new (f);
  TcActor lan = tc_centre_sign_in (f, &centre);
  TcDeskRef ref = {centre.desk};

  tc_fixture_run (f, &tc_desk_revoke_type, &ref);
  tc_centre_act (f, &centre, lan, "people.desk");
}

static void
test_inactive (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcCentre centre = tc_centre_new (f);
  TcActor lan = tc_centre_sign_in (f, &centre);
  TcStaffRef ref = {centre.staff};
  gint64 left_us = f->now_us += TC_US_PER_S;

  tc_fixture_run (f, &tc_staff_deactivate_type, &ref);
  tc_centre_act (f, &centre, lan, "people.inactive");
  /* What was done before arrives after and counts. */
  f->now_us = left_us - 1;
  tc_centre_act (f, &centre, lan, NULL);
}

static void
test_not_allowed (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcCentre centre = tc_centre_new (f);
  TcActor lan = tc_centre_sign_in (f, &centre);
  TcPostEnd end = {centre.post, f->now_us + 1000};
  TcRoleCapability capability = {centre.role, TC_CENTRE_CAPABILITY};
  TcSessionEnd session = {lan.session_id};

  tc_fixture_run (f, &tc_post_end_type, &end);
  tc_centre_act (f, &centre, lan, NULL);
  f->now_us += 1000;
  tc_centre_act (f, &centre, lan, "people.not-allowed");
  f->now_us -= 1;
  tc_centre_act (f, &centre, lan, NULL);
  tc_fixture_run (f, &tc_role_deny_type, &capability);
  tc_centre_act (f, &centre, lan, "people.not-allowed");
  /* Whoever is signed in may sign out. */
  tc_fixture_run_as (f, lan, &tc_session_end_type, &session);
}

/* A post that begins tomorrow gives nothing today. */
static void
test_not_allowed_yet (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcCentre centre = tc_centre_new (f);
  TcActor lan = tc_centre_sign_in (f, &centre);
  TcPostEnd end = {centre.post, f->now_us};
  TcPostAdd later = {tc_fixture_id (f), centre.staff,     centre.unit,
                     centre.role,       f->now_us + 1000, TC_NONE};

  tc_fixture_run (f, &tc_post_end_type, &end);
  tc_fixture_run (f, &tc_post_add_type, &later);
  f->now_us += 999;
  tc_centre_act (f, &centre, lan, "people.not-allowed");
  f->now_us += 1;
  tc_centre_act (f, &centre, lan, NULL);
}

static void
check_ids (GArray *taken, guint n, ...)
{
  g_autoptr (GArray) ids = taken;
  va_list list;

  g_assert_cmpuint (ids->len, ==, n);
  va_start (list, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (TC_ID_AT (ids, i), ==, va_arg (list, gint64));
  va_end (list);
}

static void
test_reading_of_a_desk (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcCentre centre = tc_centre_new (f);
  gint64 common = TC_SCOPE_COMMON;
  gint64 incidents = TC_SCOPE_INCIDENTS;
  TcRoleScope reads = {centre.role, "incidents"};
  TcRoleScope unit = {centre.role, "unit"};
  TcScopeAdd scope = {tc_fixture_id (f), "incidents", 0};
  TcDeskRole role = {centre.desk, centre.role};
  TcDeskRef ref = {centre.desk};

  check_ids (tc_reading_rights_of_desk (f->db, centre.desk), 1, common);
  tc_fixture_run (f, &tc_role_read_type, &reads);
  tc_fixture_run (f, &tc_role_read_type, &unit);
  check_ids (tc_reading_rights_of_desk (f->db, centre.desk), 3, common, incidents, centre.unit);
  /* All scopes of a kind, also later ones. */
  tc_fixture_run (f, &tc_scope_add_type, &scope);
  check_ids (tc_reading_rights_of_desk (f->db, centre.desk), 4, common, incidents, centre.unit,
             scope.scope_id);
  TcDeskArgs move = {centre.desk, "Bàn 03", centre.other_unit};
  tc_fixture_run (f, &tc_desk_change_type, &move);
  check_ids (tc_reading_rights_of_desk (f->db, centre.desk), 4, common, incidents,
             centre.other_unit, scope.scope_id);
  tc_fixture_run (f, &tc_desk_deny_role_type, &role);
  check_ids (tc_reading_rights_of_desk (f->db, centre.desk), 1, common);
  tc_fixture_run (f, &tc_desk_allow_role_type, &role);
  tc_fixture_run (f, &tc_desk_revoke_type, &ref);
  check_ids (tc_reading_rights_of_desk (f->db, centre.desk), 0);
  check_ids (tc_reading_rights_of_desk (f->db, 99), 0);
}

/* A relay reads for its agency and those below it, and speaks for their desks. */
static void
test_reading_of_a_relay (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcCentre centre = tc_centre_new (f);
  g_autoptr (GBytes) key = g_bytes_new (tc_key_get_public (f->key), TC_KEY_PUBLIC_SIZE);
  TcAgencyArgs below = {.agency_id = tc_fixture_id (f),
                        .code = "below",
                        .kind = "ward",
                        .name_vi = "Phường",
                        .name_en = "Ward",
                        .parent_id = centre.unit,
                        .valid_from_us = TC_NONE,
                        .lat_e7 = TC_NONE,
                        .lon_e7 = TC_NONE};
  TcRoleScope unit = {centre.role, "unit"};
  TcDeskArgs desks[] = {{4, "Trạm", centre.unit}, {5, "Phường", below.agency_id}};
  TcDeskRef relay = {4};

  tc_fixture_run (f, &tc_agency_add_type, &below);
  tc_fixture_run (f, &tc_role_read_type, &unit);
  for (guint i = 0; i < G_N_ELEMENTS (desks); i++) {
    TcDeskRole role = {desks[i].desk_id, centre.role};
    TcDeskEnrol enrol = {desks[i].desk_id, key};

    tc_fixture_run (f, &tc_desk_invite_type, &desks[i]);
    if (desks[i].desk_id == relay.desk_id)
      tc_fixture_run (f, &tc_desk_relay_type, &relay);
    tc_fixture_run (f, &tc_desk_allow_role_type, &role);
    tc_fixture_run (f, &tc_desk_enrol_type, &enrol);
  }
  check_ids (tc_reading_rights_of_desk (f->db, centre.desk), 2, (gint64) TC_SCOPE_COMMON,
             centre.unit);
  check_ids (tc_reading_rights_of_desk (f->db, 4), 3, (gint64) TC_SCOPE_COMMON, centre.unit,
             below.agency_id);
  check_ids (tc_reading_rights_of_desk (f->db, 5), 2, (gint64) TC_SCOPE_COMMON, below.agency_id);
  g_assert_true (tc_reading_rights_relay_serves (f->db, 4, centre.desk));
  g_assert_true (tc_reading_rights_relay_serves (f->db, 4, 5));
  g_assert_false (tc_reading_rights_relay_serves (f->db, 4, 4));
  g_assert_false (tc_reading_rights_relay_serves (f->db, centre.desk, 5));
  TcDeskArgs away = {5, "Phường", centre.other_unit};
  tc_fixture_run (f, &tc_desk_change_type, &away);
  g_assert_false (tc_reading_rights_relay_serves (f->db, 4, 5));
  tc_fixture_run (f, &tc_desk_revoke_type, &relay);
  g_assert_false (tc_reading_rights_relay_serves (f->db, 4, centre.desk));
}

/* A media host holds nothing, whatever its roles read, and no relay speaks for it. */
static void
test_reading_of_a_media_host (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcCentre centre = tc_centre_new (f);
  g_autoptr (GBytes) key = g_bytes_new (tc_key_get_public (f->key), TC_KEY_PUBLIC_SIZE);
  TcRoleScope incidents = {centre.role, "incidents"};
  TcRoleScope lines = {centre.role, "camera-lines"};
  TcDeskArgs desks[] = {{4, "Trạm", centre.unit}, {5, "Máy chủ camera", centre.unit}};
  TcDeskRef relay = {4}, host = {5};

  tc_fixture_run (f, &tc_role_read_type, &incidents);
  tc_fixture_run (f, &tc_role_read_type, &lines);
  for (guint i = 0; i < G_N_ELEMENTS (desks); i++) {
    TcDeskRole role = {desks[i].desk_id, centre.role};
    TcDeskEnrol enrol = {desks[i].desk_id, key};

    tc_fixture_run (f, &tc_desk_invite_type, &desks[i]);
    tc_fixture_run (f, i == 0 ? &tc_desk_relay_type : &tc_desk_media_type, i == 0 ? &relay : &host);
    tc_fixture_run (f, &tc_desk_allow_role_type, &role);
    tc_fixture_run (f, &tc_desk_enrol_type, &enrol);
  }
  check_ids (tc_reading_rights_of_desk (f->db, 5), 0);
  g_assert_false (tc_reading_rights_relay_serves (f->db, 4, 5));
}

static void
test_reading_of_a_person (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcCentre centre = tc_centre_new (f);
  gint64 common = TC_SCOPE_COMMON;
  gint64 reporters = TC_SCOPE_REPORTERS;
  TcRoleScope reads = {centre.role, "reporters"};
  TcRoleScope unit = {centre.role, "unit"};
  TcPostAdd second = {tc_fixture_id (f), centre.staff, centre.other_unit,
                      centre.role,       f->now_us,    f->now_us + 1000};
  TcStaffRef ref = {centre.staff};

  check_ids (tc_reading_rights_of_staff (f->db, centre.staff, f->now_us), 1, common);
  tc_fixture_run (f, &tc_role_read_type, &reads);
  tc_fixture_run (f, &tc_role_read_type, &unit);
  tc_fixture_run (f, &tc_post_add_type, &second);
  check_ids (tc_reading_rights_of_staff (f->db, centre.staff, f->now_us), 4, common, reporters,
             centre.unit, centre.other_unit);
  check_ids (tc_reading_rights_of_staff (f->db, centre.staff, f->now_us + 1000), 3, common,
             reporters, centre.unit);
  check_ids (tc_reading_rights_of_staff (f->db, centre.staff, f->now_us - 1), 1, common);
  tc_fixture_run (f, &tc_staff_deactivate_type, &ref);
  check_ids (tc_reading_rights_of_staff (f->db, centre.staff, f->now_us), 0);
}

static void
test_touches (void)
{
  g_assert_true (tc_reading_rights_touches ("desk_role"));
  g_assert_true (tc_reading_rights_touches ("scope"));
  g_assert_true (tc_reading_rights_touches ("post"));
  g_assert_false (tc_reading_rights_touches ("incident"));
  g_assert_false (tc_reading_rights_touches ("role"));
}

static void
check_reading (TcFixture *f, const TcCentre *centre, TcReading reading)
{
  g_assert_cmpint (tc_reading_rights_look (f->db, centre->staff, TC_SCOPE_INCIDENTS, f->now_us), ==,
                   reading);
}

/* What is missing is told apart: the data, the right, or that the desk holds it. */
static void
test_look (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autoptr (TcFixture) f = tc_fixture_new ();
  TcCentre centre = tc_centre_new (f);
  TcRoleScope reads = {centre.role, "incidents"};
  TcPostEnd end = {centre.post, 0};

  g_assert_true (tc_schema_migrate (f->db, sets, NULL));
  check_reading (f, &centre, TC_READING_UNKNOWN);
  tc_database_execute (f->db, "INSERT INTO held_scope VALUES (1, 'common')", NULL);
  check_reading (f, &centre, TC_READING_NO_RIGHT);
  tc_database_execute (f->db, "UPDATE held_scope SET kind = 'wiped'", NULL);
  check_reading (f, &centre, TC_READING_UNKNOWN);
  tc_database_execute (f->db, "UPDATE held_scope SET kind = 'common'", NULL);
  tc_fixture_run (f, &tc_role_read_type, &reads);
  check_reading (f, &centre, TC_READING_NOT_HELD);
  tc_database_execute (f->db, "INSERT INTO held_scope VALUES (2, 'wiped')", NULL);
  check_reading (f, &centre, TC_READING_NOT_HELD);
  tc_database_execute (f->db, "UPDATE held_scope SET kind = 'incidents' WHERE id = 2", NULL);
  check_reading (f, &centre, TC_READING_OPEN);
  end.at_us = f->now_us;
  tc_fixture_run (f, &tc_post_end_type, &end);
  check_reading (f, &centre, TC_READING_NO_RIGHT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/permission/allowed", test_allowed);
  g_test_add_func ("/permission/system", test_system);
  g_test_add_func ("/permission/recorded", test_recorded);
  g_test_add_func ("/permission/session", test_session);
  g_test_add_func ("/permission/session/desk", test_session_of_another_desk);
  g_test_add_func ("/permission/session/times", test_session_times);
  g_test_add_func ("/permission/desk", test_desk_revoked);
  g_test_add_func ("/permission/inactive", test_inactive);
  g_test_add_func ("/permission/not-allowed", test_not_allowed);
  g_test_add_func ("/permission/not-allowed-yet", test_not_allowed_yet);
  g_test_add_func ("/reading/desk", test_reading_of_a_desk);
  g_test_add_func ("/reading/relay", test_reading_of_a_relay);
  g_test_add_func ("/reading/media-host", test_reading_of_a_media_host);
  g_test_add_func ("/reading/person", test_reading_of_a_person);
  g_test_add_func ("/reading/touches", test_touches);
  g_test_add_func ("/reading/look", test_look);
  return g_test_run ();
}
