/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what falls under a planned suppression doesn't ring, nor is counted, for its time alone; an
 * emergency that nobody has always does; each refusal. Method: the room of the fixture with a level
 * that promises each step, and a clock that is moved.
 */
#include "tc-alarm-history.h"
#include "tc-alarm-suppression.h"
#include "tc-alarm.h"
#include "tc-room-fixture.h"

#define TAKE 10

static TcRoom *
make_room (void)
{
  TcRoom *room = tc_room_new ();

  tc_room_promise (room, TAKE, 30, 5, 1000);
  return room;
}

static void
pass (TcRoom *room, gint64 minutes)
{
  room->fixture->now_us += minutes * TC_MINUTE_US;
}

/* From now, for so long. */
static TcAlarmSuppress
make_plan (TcRoom *room, gint64 field_id, gint64 area_id, gint64 minutes)
{
  gint64 now_us = room->fixture->now_us;

  return (TcAlarmSuppress){tc_room_id (room),
                           field_id,
                           area_id,
                           now_us,
                           now_us + minutes * TC_MINUTE_US,
                           "Điện lực cắt điện theo lịch"};
}

static gint64
suppress (TcRoom *room, gint64 field_id, gint64 area_id, gint64 minutes)
{
  TcAlarmSuppress plan = make_plan (room, field_id, area_id, minutes);

  tc_fixture_run (room->fixture, &tc_alarm_suppress_type, &plan);
  return plan.suppression_id;
}

static void
lift (TcRoom *room, gint64 id)
{
  TcAlarmLift args = {id};

  tc_fixture_run (room->fixture, &tc_alarm_lift_type, &args);
}

/* The one alarm that there is. */
static void
check (TcRoom *room, gint64 incident, TcAlarmState state)
{
  g_autoptr (GArray)
      alarms = tc_alarm_list (room->fixture->db, room->lan.staff_id, room->fixture->now_us);
  const TcAlarm *alarm = &g_array_index (alarms, TcAlarm, 0);

  g_assert_cmpuint (alarms->len, ==, 1);
  g_assert_cmpint (alarm->incident_id, ==, incident);
  g_assert_cmpint (alarm->state, ==, state);
  g_assert_cmpint (alarm->suppressed, ==, state == TC_ALARM_SHELVED);
  if (state == TC_ALARM_SHELVED)
    g_assert_cmpstr (alarm->reason, ==, "Điện lực cắt điện theo lịch");
}

/* Of the field, in the area, for its time; it rings again when that is over. */
static void
test_for_its_time (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 incident = tc_room_report (room);

  suppress (room, room->field, room->region, 60);
  pass (room, TAKE);
  check (room, incident, TC_ALARM_SHELVED);
  pass (room, 60);
  check (room, incident, TC_ALARM_RINGING);
}

static void
test_lifted (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 incident = tc_room_report (room), plan = suppress (room, room->field, 0, 60);

  pass (room, TAKE);
  check (room, incident, TC_ALARM_SHELVED);
  lift (room, plan);
  check (room, incident, TC_ALARM_RINGING);
  TcAlarmLift again = {plan};
  tc_fixture_refuse (room->fixture, &tc_alarm_lift_type, &again, "alarm.not-suppressed");
}

/* Another field, another time: it rings as ever. */
static void
test_elsewhere (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 incident = tc_room_report (room);
  TcAlarmSuppress later = make_plan (room, room->field, 0, 60);

  suppress (room, room->other_field, 0, 60);
  later.from_us += TC_HOUR_US;
  later.until_us += TC_HOUR_US;
  tc_fixture_run (room->fixture, &tc_alarm_suppress_type, &later);
  pass (room, TAKE);
  check (room, incident, TC_ALARM_RINGING);
  g_autoptr (GPtrArray) list = tc_suppression_list (room->fixture->db, room->fixture->now_us);
  g_assert_cmpuint (list->len, ==, 2);
}

/* An emergency that nobody has rings whatever was planned; once somebody has it, it is quiet. */
static void
test_emergency (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 incident = tc_room_report (room);
  TcIncidentSetPriority emergency = {incident, TC_PRIORITY_EMERGENCY, NULL};

  tc_fixture_run (room->fixture, &tc_incident_set_priority_type, &emergency);
  suppress (room, 0, room->region, 600);
  check (room, incident, TC_ALARM_RINGING);
  pass (room, TAKE);
  check (room, incident, TC_ALARM_RINGING);
  tc_room_step (room, incident, TC_STEP_TAKE);
  pass (room, 30);
  check (room, incident, TC_ALARM_SHELVED);
}

/* How good the alarms were is counted without what was quiet by plan. */
static void
test_not_counted (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 incident = tc_room_report (room), from_us = room->fixture->now_us;
  g_autoptr (GArray) episodes = g_array_new (FALSE, TRUE, sizeof (TcAlarmEpisode));

  suppress (room, room->field, 0, 60);
  pass (room, 70);
  tc_alarm_history_add (room->fixture->db, incident, from_us, room->fixture->now_us, episodes);
  g_assert_cmpuint (episodes->len, ==, 1);
  g_assert_cmpint (g_array_index (episodes, TcAlarmEpisode, 0).from_us, ==,
                   from_us + 60 * TC_MINUTE_US);
}

static void
test_refusals (void)
{
  g_autoptr (TcRoom) room = make_room ();
  TcFixture *fixture = room->fixture;
  TcAlarmSuppress plan = make_plan (room, 0, 0, 60);
  TcAlarmLift unknown = {tc_room_id (room)};

  tc_fixture_refuse (fixture, &tc_alarm_suppress_type, &plan, "alarm.suppress-what");
  plan.field_id = tc_room_id (room);
  tc_fixture_refuse (fixture, &tc_alarm_suppress_type, &plan, "field.unknown");
  plan.field_id = room->field;
  plan.area_id = tc_room_id (room);
  tc_fixture_refuse (fixture, &tc_alarm_suppress_type, &plan, "alarm.suppress-area");
  plan.area_id = 0;
  plan.until_us = plan.from_us;
  tc_fixture_refuse (fixture, &tc_alarm_suppress_type, &plan, "alarm.suppress-time");
  plan.until_us = plan.from_us + TC_SUPPRESS_US_MAX + 1;
  tc_fixture_refuse (fixture, &tc_alarm_suppress_type, &plan, "alarm.suppress-time");
  plan.from_us += TC_SUPPRESS_AHEAD_US_MAX + 1;
  plan.until_us = plan.from_us + TC_HOUR_US;
  tc_fixture_refuse (fixture, &tc_alarm_suppress_type, &plan, "alarm.suppress-time");
  tc_fixture_refuse (fixture, &tc_alarm_lift_type, &unknown, "alarm.not-suppressed");
  for (guint i = 0; i < TC_SUPPRESSIONS_MAX; i++)
    suppress (room, room->field, 0, 60);
  plan = make_plan (room, room->field, 0, 60);
  tc_fixture_refuse (fixture, &tc_alarm_suppress_type, &plan, "alarm.suppress-many");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alarm-suppression/for-its-time", test_for_its_time);
  g_test_add_func ("/alarm-suppression/lifted", test_lifted);
  g_test_add_func ("/alarm-suppression/elsewhere", test_elsewhere);
  g_test_add_func ("/alarm-suppression/emergency", test_emergency);
  g_test_add_func ("/alarm-suppression/not-counted", test_not_counted);
  g_test_add_func ("/alarm-suppression/refusals", test_refusals);
  return g_test_run ();
}
