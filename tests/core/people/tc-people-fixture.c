/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The small centre; see the header.
 */
#include "tc-people-fixture.h"

static gint64
add_unit (TcFixture *fixture, const char *code)
{
  TcAgencyArgs args = {.agency_id = tc_fixture_id (fixture),
                       .code = code,
                       .kind = "team",
                       .name_vi = "Đội",
                       .name_en = "Team",
                       .valid_from_us = TC_NONE,
                       .lat_e7 = TC_NONE,
                       .lon_e7 = TC_NONE};

  tc_fixture_run (fixture, &tc_agency_add_type, &args);
  return args.agency_id;
}

static gint64
add_desk (TcFixture *fixture, gint64 agency_id, gint64 role_id)
{
  g_autoptr (GBytes) key = g_bytes_new (tc_key_get_public (fixture->key), TC_KEY_PUBLIC_SIZE);
  TcDeskArgs desk = {3, "Bàn 03", agency_id};
  TcDeskEnrol enrol = {3, key};
  TcDeskRole role = {3, role_id};

  tc_fixture_run (fixture, &tc_desk_invite_type, &desk);
  tc_fixture_run (fixture, &tc_desk_enrol_type, &enrol);
  tc_fixture_run (fixture, &tc_desk_allow_role_type, &role);
  return 3;
}

TcCentre
tc_centre_new (TcFixture *fixture)
{
  TcProvinceArgs province = {"hg", NULL, "Hậu Giang", "Hậu Giang", 0, TC_NONE, TC_NONE, 0};
  TcCentre centre;

  tc_fixture_run (fixture, &tc_province_found_type, &province);
  centre.unit = add_unit (fixture, "unit");
  centre.other_unit = add_unit (fixture, "other");
  TcRoleArgs role = {tc_fixture_id (fixture), "role", "Vai", "Role"};
  TcRoleCapability capability = {role.role_id, TC_CENTRE_CAPABILITY};
  TcStaffArgs staff = {tc_fixture_id (fixture), "lan", "Lan", NULL, NULL};
  TcPostAdd post = {
      tc_fixture_id (fixture), staff.staff_id, centre.unit, role.role_id, TC_NONE, TC_NONE};
  tc_fixture_run (fixture, &tc_role_add_type, &role);
  tc_fixture_run (fixture, &tc_role_allow_type, &capability);
  tc_fixture_run (fixture, &tc_staff_add_type, &staff);
  tc_fixture_run (fixture, &tc_post_add_type, &post);
  centre.role = role.role_id;
  centre.staff = staff.staff_id;
  centre.post = post.post_id;
  centre.desk = add_desk (fixture, centre.unit, centre.role);
  return centre;
}

TcActor
tc_centre_sign_in (TcFixture *fixture, const TcCentre *centre)
{
  TcSessionOpen args = {tc_fixture_id (fixture), centre->staff, centre->desk,
                        fixture->now_us + 8 * 3600 * TC_US_PER_S};

  tc_fixture_run (fixture, &tc_session_open_type, &args);
  return (TcActor){centre->staff, args.session_id, (guint16) centre->desk};
}

void
tc_centre_act (TcFixture *fixture, const TcCentre *centre, TcActor actor, const char *code)
{
  TcRoleCapability args = {centre->role, "some.thing"};

  if (code)
    tc_fixture_refuse_as (fixture, actor, &tc_role_allow_type, &args, code);
  else
    tc_fixture_run_as (fixture, actor, &tc_role_allow_type, &args);
}
