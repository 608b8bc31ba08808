/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: an alarm that nobody does anything about goes to whom the rules say, when they say, and
 * says whom to telephone; that somebody was is kept and makes nothing quiet. Method: the room of
 * the fixture with a level, rules of its own and a clock that is moved.
 */
#include "tc-alarm-rule.h"
#include "tc-room-fixture.h"

#define TAKE 10
#define WHOLE 100

static TcRoom *
make_room (void)
{
  TcRoom *room = tc_room_new ();

  tc_room_promise (room, TAKE, TC_NONE, TC_NONE, WHOLE);
  return room;
}

static gint64
set_rule (TcRoom *room, const char *code, const char *priority, gint64 minutes, gint64 role_id)
{
  TcAlarmSetRule args = {tc_room_id (room), code, priority, minutes, role_id, 1};

  tc_fixture_run (room->fixture, &tc_alarm_set_rule_type, &args);
  return args.rule_id;
}

static void
pass (TcRoom *room, gint64 minutes)
{
  room->fixture->now_us += minutes * TC_MINUTE_US;
}

/* The only alarm of @actor. */
static const TcAlarm *
read_one (TcRoom *room, TcActor actor, GArray **alarms)
{
  g_clear_pointer (alarms, g_array_unref);
  *alarms = tc_alarm_list (room->fixture->db, actor.staff_id, room->fixture->now_us);
  g_assert_cmpuint ((*alarms)->len, ==, 1);
  return &g_array_index (*alarms, TcAlarm, 0);
}

/* A role and somebody who has it, with a number. */
static gint64
add_superior (TcRoom *room, const char *code, const char *name, gint64 *staff_id)
{
  TcRoleArgs role = {tc_room_id (room), code, code, code};
  TcStaffArgs staff = {tc_room_id (room), code, name, NULL, "0912345678"};
  TcPostAdd post = {tc_room_id (room), staff.staff_id,        room->centre,
                    role.role_id,      room->fixture->now_us, TC_NONE};

  tc_fixture_run (room->fixture, &tc_role_add_type, &role);
  tc_fixture_run (room->fixture, &tc_staff_add_type, &staff);
  tc_fixture_run (room->fixture, &tc_post_add_type, &post);
  *staff_id = staff.staff_id;
  return role.role_id;
}

static void
test_steps (void)
{
  g_autoptr (TcRoom) room = make_room ();
  g_autoptr (GArray) alarms = NULL;
  gint64 head = 0, superior = add_superior (room, "head", "Trần Văn Minh", &head);
  gint64 incident = tc_room_report (room), since_us = room->fixture->now_us + TAKE * TC_MINUTE_US;
  TcAlarmMark mark = {incident, "untaken"};
  const TcAlarm *alarm = NULL;

  set_rule (room, "own", "medium", 5, room->role);
  set_rule (room, "head", "medium", 20, superior);
  set_rule (room, "high", "high", 1, superior);
  pass (room, TAKE + 4);
  alarm = read_one (room, room->lan, &alarms);
  g_assert_cmpint (alarm->escalated_us, ==, 0);
  pass (room, 1);
  alarm = read_one (room, room->lan, &alarms);
  g_assert_cmpint (alarm->escalated_us, ==, since_us + 5 * TC_MINUTE_US);
  g_assert_true (alarm->escalated_here);
  /* Nobody of that role has a number. */
  g_assert_cmpint (alarm->call_id, ==, 0);
  pass (room, 15);
  alarm = read_one (room, room->lan, &alarms);
  g_assert_cmpint (alarm->escalated_us, ==, since_us + 20 * TC_MINUTE_US);
  g_assert_cmpstr (alarm->role_vi, ==, "head");
  g_assert_cmpint (alarm->call_id, ==, head);
  g_assert_cmpstr (alarm->call_name, ==, "Trần Văn Minh");
  g_assert_cmpstr (alarm->call_phone, ==, "0912345678");
  /* Quiet for a minute; then it is counted from there. */
  tc_fixture_run_as (room->fixture, room->lan, &tc_alarm_acknowledge_type, &mark);
  alarm = read_one (room, room->lan, &alarms);
  g_assert_cmpint (alarm->escalated_us, ==, 0);
  pass (room, 4);
  alarm = read_one (room, room->lan, &alarms);
  g_assert_cmpint (alarm->state, ==, TC_ALARM_RINGING);
  g_assert_cmpint (alarm->escalated_us, ==, 0);
  pass (room, 1);
  g_assert_cmpint (read_one (room, room->lan, &alarms)->escalated_us, !=, 0);
  /* After a shelf it is counted from when that ended. */
  TcAlarmShelve shelve = {incident, "untaken", "waiting",
                          room->fixture->now_us + 10 * TC_MINUTE_US};
  tc_fixture_run_as (room->fixture, room->lan, &tc_alarm_shelve_type, &shelve);
  pass (room, 14);
  g_assert_cmpint (read_one (room, room->lan, &alarms)->escalated_us, ==, 0);
  pass (room, 1);
  g_assert_cmpint (read_one (room, room->lan, &alarms)->escalated_us, ==, room->fixture->now_us);
  tc_room_step (room, incident, TC_STEP_TAKE);
  g_clear_pointer (&alarms, g_array_unref);
  alarms = tc_alarm_list (room->fixture->db, room->lan.staff_id, room->fixture->now_us);
  g_assert_cmpuint (alarms->len, ==, 0);
}

/* Of two who may be telephoned the one who wasn't yet; nothing becomes quiet by it. */
static void
test_called (void)
{
  g_autoptr (TcRoom) room = make_room ();
  g_autoptr (GArray) alarms = NULL;
  gint64 first = 0, superior = add_superior (room, "head", "Trần Văn Minh", &first);
  TcStaffArgs second = {tc_room_id (room), "deputy", "Lê Thị Hoa", NULL, "0987654321"};
  TcPostAdd post = {tc_room_id (room), second.staff_id,       room->centre,
                    superior,          room->fixture->now_us, TC_NONE};
  gint64 incident = tc_room_report (room);
  TcAlarmCall call = {incident, "untaken", first};
  const TcAlarm *alarm = NULL;

  tc_fixture_run (room->fixture, &tc_staff_add_type, &second);
  tc_fixture_run (room->fixture, &tc_post_add_type, &post);
  set_rule (room, "head", "medium", 5, superior);
  pass (room, TAKE + 6);
  g_assert_cmpint (read_one (room, room->lan, &alarms)->call_id, ==, first);
  tc_fixture_run_as (room->fixture, room->lan, &tc_alarm_call_type, &call);
  alarm = read_one (room, room->lan, &alarms);
  g_assert_cmpint (alarm->state, ==, TC_ALARM_RINGING);
  g_assert_cmpint (alarm->call_id, ==, second.staff_id);
  g_assert_cmpint (alarm->called_us, ==, room->fixture->now_us);
  g_assert_cmpstr (alarm->called_name, ==, "Trần Văn Minh");
  g_assert_nonnull (alarm->called_by);
  g_assert_null (alarm->mark_name);
  g_assert_false (alarm->escalated_here);
  tc_fixture_check_replays (room->fixture);
}

/* A rule is changed in place, and may hold no more. */
static void
test_changed (void)
{
  g_autoptr (TcRoom) room = make_room ();
  g_autoptr (GArray) alarms = NULL;
  TcAlarmSetRule rule = {
      set_rule (room, "own", "medium", 5, room->role), "own", "medium", 30, room->role, 1};

  tc_room_report (room);
  pass (room, TAKE + 6);
  g_assert_cmpint (read_one (room, room->lan, &alarms)->escalated_us, !=, 0);
  tc_fixture_run (room->fixture, &tc_alarm_set_rule_type, &rule);
  g_assert_cmpint (read_one (room, room->lan, &alarms)->escalated_us, ==, 0);
  pass (room, 30);
  g_assert_cmpint (read_one (room, room->lan, &alarms)->escalated_us, !=, 0);
  rule.active = 0;
  tc_fixture_run (room->fixture, &tc_alarm_set_rule_type, &rule);
  g_assert_cmpint (read_one (room, room->lan, &alarms)->escalated_us, ==, 0);
}

static void
test_refusals (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 incident = tc_room_report (room);
  TcAlarmSetRule rule = {tc_room_id (room), "own", "medium", 5, room->role, 1};
  TcAlarmCall call = {incident, "untaken", tc_room_id (room)};
  const TcOperationType *set = &tc_alarm_set_rule_type;

  tc_fixture_run (room->fixture, set, &rule);
  rule.rule_id = tc_room_id (room);
  tc_fixture_refuse (room->fixture, set, &rule, "alarm.rule-code");
  rule.code = "other";
  rule.priority = "urgent";
  tc_fixture_refuse (room->fixture, set, &rule, "operation.arguments");
  rule.priority = "low";
  rule.minutes = 0;
  tc_fixture_refuse (room->fixture, set, &rule, "alarm.rule-minutes");
  rule.minutes = 5;
  rule.role_id = tc_room_id (room);
  tc_fixture_refuse (room->fixture, set, &rule, "people.unknown");
  rule.role_id = room->role;
  for (guint i = 1; i < TC_ALARM_RULES_MAX; i++) {
    g_autofree char *code = g_strdup_printf ("r%u", i);
    set_rule (room, code, "medium", 5, room->role);
  }
  tc_fixture_refuse (room->fixture, set, &rule, "alarm.rules-many");
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_alarm_call_type, &call, "people.unknown");
  call.staff_id = room->minh.staff_id;
  tc_fixture_run_as (room->fixture, room->lan, &tc_alarm_call_type, &call);
  tc_room_step (room, incident, TC_STEP_REJECT);
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_alarm_call_type, &call, "alarm.over");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alarm-rule/steps", test_steps);
  g_test_add_func ("/alarm-rule/called", test_called);
  g_test_add_func ("/alarm-rule/changed", test_changed);
  g_test_add_func ("/alarm-rule/refusals", test_refusals);
  return g_test_run ();
}
