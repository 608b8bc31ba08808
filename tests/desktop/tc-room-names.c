/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a room for the screen has besides; see the header.
 */
#include "tc-room-names.h"

#include "tc-alarm-rule.h"
#include "tc-alarm-text.h"
#include "tc-field-proposal.h"
#include "tc-incident-text.h"
#include "tc-schema.h"

/* Reports that the room learns from at a time. */
#define LEARNT_AT_ONCE 128

void
tc_room_names_add (TcRoom *room)
{
  TcStreetArgs street = {.street_id = tc_room_id (room),
                         .code = "tran-hung-dao",
                         .kind = "street",
                         .name = "Trần Hưng Đạo",
                         .area_id = room->area,
                         .lat_e7 = TC_ROOM_LAT_E7,
                         .lon_e7 = TC_ROOM_LON_E7};
  TcFieldSet flood = {.field_id = tc_room_id (room),
                      .code = "traffic.flood",
                      .parent_id = room->field,
                      .name_vi = "Đường ngập nước",
                      .name_en = "Flooded road",
                      .keywords = "ngập sâu;ngập nước;chết máy",
                      .priority = TC_PRIORITY_URGENT,
                      .position = 9,
                      .active = 1};

  tc_fixture_run (room->fixture, &tc_street_add_type, &street);
  tc_fixture_run (room->fixture, &tc_field_add_type, &flood);
}

void
tc_room_names_hold_scopes (TcRoom *room)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  TcRoleScope incidents = {room->role, "incidents"}, unit = {room->role, "unit"},
              reporters = {room->role, "reporters"};
  g_autoptr (GError) error = NULL;

  g_assert_true (tc_schema_migrate (room->fixture->db, sets, &error));
  g_assert_no_error (error);
  tc_fixture_run (room->fixture, &tc_role_read_type, &incidents);
  tc_fixture_run (room->fixture, &tc_role_read_type, &unit);
  tc_fixture_run (room->fixture, &tc_role_read_type, &reporters);
  tc_database_execute (room->fixture->db,
                       "INSERT INTO held_scope VALUES (1, 'common'), (2, 'incidents')", NULL);
}

void
tc_room_names_read (TcRoom *room)
{
  while (tc_incident_text_step (room->fixture->db, G_MAXINT))
    ;
  /* Of sixty days the newest reports are enough. */
  (void) tc_field_learn_step (room->fixture->db, LEARNT_AT_ONCE);
}

void
tc_room_names_add_superior (TcRoom *room)
{
  TcRoleArgs role = {tc_room_id (room), "superior", "Trưởng ca trực", "Shift supervisor"};
  TcStaffArgs staff = {tc_room_id (room), "hanh", "Võ Thị Hạnh", NULL, "0939000111"};
  TcPostAdd post = {tc_room_id (room), staff.staff_id,        room->centre,
                    role.role_id,      room->fixture->now_us, TC_NONE};
  TcAlarmSetRule rule = {tc_room_id (room), "late", "low", 100, role.role_id, 1};

  tc_fixture_run (room->fixture, &tc_role_add_type, &role);
  tc_fixture_run (room->fixture, &tc_staff_add_type, &staff);
  tc_fixture_run (room->fixture, &tc_post_add_type, &post);
  tc_fixture_run (room->fixture, &tc_alarm_set_rule_type, &rule);
}

static void
tell (TcRoom *room, const TcAlarm *alarm, gint64 staff_id, const char *became)
{
  TcAlarmTextNew text = {alarm->incident_id, tc_alarm_kind_get_code (alarm->kind), staff_id,
                         tc_room_id (room), tc_alarm_find_begin (alarm)};
  TcAlarmTextChange change = {text.text_id, 0, became, 0};

  tc_fixture_run (room->fixture, &tc_alarm_text_type, &text);
  tc_fixture_run (room->fixture, &tc_alarm_text_state_type, &change);
}

void
tc_room_names_tell_superior (TcRoom *room)
{
  TcFixture *fixture = room->fixture;
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (GArray) up = NULL;
  gint64 next_us;

  fixture->now_us = MAX (fixture->now_us, g_get_real_time ());
  up = tc_alarm_list_gone_up (fixture->db, fixture->now_us, &next_us);
  if (up->len == 0)
    return;
  const TcAlarm *alarm = &g_array_index (up, TcAlarm, 0);
  people = tc_alarm_list_people (fixture->db, alarm->role_id, fixture->now_us);
  tell (room, alarm, ((const TcAlarmPerson *) people->pdata[0])->staff_id, "sent");
  tell (room, alarm, room->minh.staff_id, "failed");
  tell (room, alarm, room->lan.staff_id, "stopped");
}
