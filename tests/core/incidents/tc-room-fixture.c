/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The control room; see the header.
 */
#include "tc-room-fixture.h"

#include "tc-incident-photo.h"

#define LONG_AGO_US (TC_FIXTURE_START_US - 400 * TC_US_PER_DAY)

static const char *const capabilities[] = {
    TC_MAY_REPORT,           TC_MAY_SCREEN,  TC_MAY_HANDLE,
    TC_MAY_DISPATCH,         TC_MAY_WORK,    TC_MAY_ANSWER,
    TC_MAY_APPROVE,          TC_MAY_PUBLISH, TC_MAY_OPEN_REPORTER,
    TC_MAY_RELEASE_REPORTER, TC_MAY_MANAGE,  TC_MAY_SHARE_FILTERS,
    TC_MAY_OPEN_ORIGINAL,    NULL,
};

gint64
tc_room_id (TcRoom *room)
{
  return tc_fixture_id (room->fixture);
}

void
tc_room_promise (TcRoom *room, gint64 take, gint64 send, gint64 answer, gint64 whole)
{
  for (gint64 priority = TC_PRIORITY_EMERGENCY; priority <= TC_PRIORITY_NOTICE; priority++) {
    TcFieldSetTerm args = {tc_room_id (room),
                           room->kind,
                           priority,
                           whole,
                           room->fixture->now_us,
                           NULL,
                           take,
                           send,
                           answer,
                           40};
    tc_fixture_run (room->fixture, &tc_field_set_term_type, &args);
  }
}

static gint64
add_agency (TcRoom *room, const char *code, const char *kind)
{
  TcAgencyArgs args = {
      .agency_id = tc_room_id (room),
      .code = code,
      .kind = kind,
      .name_vi = "Đội",
      .name_en = "Team",
      .valid_from_us = LONG_AGO_US,
      .phone = g_str_equal (code, "unit2") ? TC_ROOM_UNIT2_PHONE : NULL,
      .lat_e7 = TC_ROOM_LAT_E7 + 90000,
      .lon_e7 = TC_ROOM_LON_E7,
  };

  tc_fixture_run (room->fixture, &tc_agency_add_type, &args);
  return args.agency_id;
}

static void
add_role (TcRoom *room)
{
  TcRoleArgs role = {tc_room_id (room), "all", "Tất cả", "All"};

  room->role = role.role_id;
  tc_fixture_run (room->fixture, &tc_role_add_type, &role);
  for (guint i = 0; capabilities[i]; i++) {
    TcRoleCapability allow = {room->role, capabilities[i]};
    tc_fixture_run (room->fixture, &tc_role_allow_type, &allow);
  }
}

static TcActor
add_person (TcRoom *room, const char *account, gint64 agency_id, gint64 desk_id)
{
  g_autoptr (GBytes) key = g_bytes_new (tc_key_get_public (room->fixture->key), TC_KEY_PUBLIC_SIZE);
  TcStaffArgs staff = {tc_room_id (room), account, account, NULL, NULL};
  TcPostAdd post = {tc_room_id (room), staff.staff_id, agency_id, room->role, TC_NONE, TC_NONE};
  TcDeskArgs desk = {desk_id, "Bàn", agency_id};
  TcDeskEnrol enrol = {desk_id, key};
  TcDeskRole role = {desk_id, room->role};
  TcSessionOpen session = {tc_room_id (room), staff.staff_id, desk_id,
                           room->fixture->now_us + 10 * TC_US_PER_DAY};

  tc_fixture_run (room->fixture, &tc_staff_add_type, &staff);
  tc_fixture_run (room->fixture, &tc_post_add_type, &post);
  tc_fixture_run (room->fixture, &tc_desk_invite_type, &desk);
  tc_fixture_run (room->fixture, &tc_desk_enrol_type, &enrol);
  tc_fixture_run (room->fixture, &tc_desk_allow_role_type, &role);
  tc_fixture_run (room->fixture, &tc_session_open_type, &session);
  return (TcActor){staff.staff_id, session.session_id, (guint16) desk_id};
}

static gint64
add_area (TcRoom *room, const char *code, const char *kind, gint64 parent_id)
{
  TcAreaArgs args = {
      .area_id = tc_room_id (room),
      .code = code,
      .kind = kind,
      .name_vi = "Phường Vị Thanh",
      .name_en = "Vi Thanh Ward",
      .parent_id = parent_id,
      .valid_from_us = LONG_AGO_US,
      .lat_e7 = TC_NONE,
      .lon_e7 = TC_NONE,
  };

  tc_fixture_run (room->fixture, &tc_area_add_type, &args);
  return args.area_id;
}

/* What 'traffic.light' asks. */
static const char light_asks[] =
    "[{\"code\":\"look\",\"datatype\":\"singlevaluelist\",\"required\":true,\"order\":1,"
    "\"description_vi\":\"Đèn thế nào?\",\"description_en\":\"What does the light "
    "do?\",\"values\":["
    "{\"key\":\"dark\",\"name_vi\":\"Tắt\",\"name_en\":\"Dark\"},{\"key\":\"flash\",\"name_vi\":"
    "\"Nhấp nháy\",\"name_en\":\"Flashing\"}]},{\"code\":\"since\",\"datatype\":\"datetime\","
    "\"order\":2,\"description_vi\":\"Từ lúc nào?\",\"description_en\":\"Since when?\"}]";

static gint64
add_field (TcRoom *room, const char *code, gint64 parent_id, gint64 priority)
{
  TcFieldSet args = {
      .field_id = tc_room_id (room),
      .code = code,
      .parent_id = parent_id,
      .name_vi = "Giao thông",
      .name_en = "Traffic",
      .priority = priority,
      .attributes = parent_id != 0 ? light_asks : NULL,
      .active = 1,
  };

  tc_fixture_run (room->fixture, &tc_field_add_type, &args);
  return args.field_id;
}

/* Within 10 minutes times the square of the priority; 'traffic.light' has terms of its own for 2.
 * */
static void
add_terms (TcRoom *room)
{
  for (gint64 priority = 1; priority <= 4; priority++) {
    TcFieldSetTerm args = {tc_room_id (room),        0,           priority,
                           priority * priority * 10, LONG_AGO_US, "QĐ 1"};
    args.reopen_days = TC_ROOM_REOPEN_DAYS;
    tc_fixture_run (room->fixture, &tc_field_set_term_type, &args);
  }
  TcFieldSetTerm own = {tc_room_id (room), room->kind, 2, 120, LONG_AGO_US, "QĐ 2"};
  own.reopen_days = TC_ROOM_REOPEN_DAYS;
  tc_fixture_run (room->fixture, &tc_field_set_term_type, &own);
}

static void
lease_codes (TcRoom *room, gint64 replica, gint64 first)
{
  TcIncidentLeaseCodes args = {tc_room_id (room), replica, room->day, first, 10000};

  tc_fixture_run (room->fixture, &tc_incident_lease_codes_type, &args);
}

TcRoom *
tc_room_new (void)
{
  TcRoom *room = g_new0 (TcRoom, 1);
  TcProvinceArgs province = {"hg", NULL, "Hậu Giang", "Hậu Giang", 0, TC_NONE, TC_NONE, 0};

  room->fixture = tc_fixture_new ();
  room->day = tc_incident_day (room->fixture->now_us);
  tc_fixture_run (room->fixture, &tc_province_found_type, &province);
  room->centre = add_agency (room, "ioc", "centre");
  room->unit = add_agency (room, "unit", "team");
  room->unit2 = add_agency (room, "unit2", "team");
  add_role (room);
  room->lan = add_person (room, "lan", room->centre, 3);
  room->minh = add_person (room, "minh", room->centre, 4);
  room->crew = add_person (room, "crew", room->unit, 5);
  room->region = add_area (room, "93", "province", 0);
  room->area = add_area (room, "31321", "ward", room->region);
  room->field = add_field (room, "traffic", 0, 3);
  room->kind = add_field (room, "traffic.light", room->field, 2);
  room->other_field = add_field (room, "waste", 0, 4);
  add_terms (room);
  lease_codes (room, 0, 1);
  lease_codes (room, 3, 20001);
  return room;
}

void
tc_room_free (TcRoom *room)
{
  tc_fixture_free (room->fixture);
  g_free (room);
}

TcIncidentReport
tc_room_report_args (TcRoom *room, char *code)
{
  g_autofree char *next = tc_incident_next_code (room->fixture->db, 0, room->day, 0, NULL);

  g_assert_nonnull (next);
  g_strlcpy (code, next, 40);
  return (TcIncidentReport){
      .incident_id = tc_room_id (room),
      .report_id = tc_room_id (room),
      .reporter_id = tc_room_id (room),
      .code = code,
      .channel = "hotline",
      .text = "Đèn giao thông ngã tư 30/4 chớp vàng, xe chạy lộn xộn.",
      .field_id = room->kind,
      .priority = TC_NONE,
      .area_id = room->area,
      .lat_e7 = TC_ROOM_LAT_E7,
      .lon_e7 = TC_ROOM_LON_E7,
      .address = "Ngã tư 30/4",
      .said_us = TC_NONE,
      .received_us = TC_NONE,
      .on_behalf = TC_NONE,
      .anonymous = TC_NONE,
      .private_ = TC_NONE,
      .reporter_name = TC_ROOM_NAME,
      .reporter_phone = TC_ROOM_PHONE,
  };
}

gint64
tc_room_report (TcRoom *room)
{
  char code[40];
  TcIncidentReport args = tc_room_report_args (room, code);

  tc_fixture_run (room->fixture, &tc_incident_report_type, &args);
  room->report = args.report_id;
  return args.incident_id;
}

void
tc_room_share_duty (TcRoom *room, gint64 unit, const char *basis)
{
  tc_database_execute (room->fixture->db,
                       "INSERT INTO responsibility (id, scope, field_id, agency_id, valid_from_us,"
                       " basis) VALUES (?, ?, ?, ?, 1, ?)",
                       "iiiis", tc_room_id (room), (gint64) TC_SCOPE_COMMON, room->field, unit,
                       basis);
}

gint64
tc_room_int (TcRoom *room, const char *sql, gint64 id)
{
  return tc_database_get_int (room->fixture->db, 0, sql, "i", id);
}

char *
tc_room_text (TcRoom *room, const char *sql, gint64 id)
{
  return tc_database_dup_text (room->fixture->db, sql, "i", id);
}

TcIncidentState
tc_room_state (TcRoom *room, gint64 incident_id)
{
  g_autofree char *code = tc_room_text (room, "SELECT state FROM incident WHERE id = ?",
                                        incident_id);
  TcIncidentState state = TC_STATE_NEW;

  g_assert_true (tc_incident_state_from_code (code, &state));
  return state;
}
