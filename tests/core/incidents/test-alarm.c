/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: which alarms there are for whom, from when on, with which priority; and that what persons
 * do about one counts as long as it should. Method: the room of the fixture with a level that
 * promises each step, and a clock that is moved.
 */
#include "tc-alarm.h"
#include "tc-big-event.h"
#include "tc-room-fixture.h"

#define TAKE 10
#define SEND 30
#define ANSWER 5
#define WHOLE 100

static TcRoom *
make_room (void)
{
  TcRoom *room = tc_room_new ();

  tc_room_promise (room, TAKE, SEND, ANSWER, WHOLE);
  return room;
}

static void
pass (TcRoom *room, gint64 minutes)
{
  room->fixture->now_us += minutes * TC_MINUTE_US;
}

static GArray *
list (TcRoom *room, TcActor actor)
{
  return tc_alarm_list (room->fixture->db, actor.staff_id, room->fixture->now_us);
}

/* That of the incident; asserts that there is one of this kind. */
static void
check (TcRoom *room, TcActor actor, gint64 incident, TcAlarmKind kind, TcAlarmState state)
{
  g_autoptr (GArray) alarms = list (room, actor);

  for (guint i = 0; i < alarms->len; i++) {
    const TcAlarm *alarm = &g_array_index (alarms, TcAlarm, i);
    if (alarm->incident_id != incident)
      continue;
    g_assert_cmpint (alarm->kind, ==, kind);
    g_assert_cmpint (alarm->state, ==, state);
    g_assert_cmpint (alarm->since_us, <=, room->fixture->now_us);
    return;
  }
  g_assert_not_reached ();
}

static void
check_none (TcRoom *room, TcActor actor)
{
  g_autoptr (GArray) alarms = list (room, actor);

  g_assert_cmpuint (alarms->len, ==, 0);
}

static void
sign_in (TcRoom *room, TcActor actor)
{
  TcSessionOpen args = {tc_room_id (room), actor.staff_id, actor.desk,
                        room->fixture->now_us + TC_US_PER_DAY};

  tc_fixture_run (room->fixture, &tc_session_open_type, &args);
}

/* Each in its time, and one at a time. */
static void
test_kinds (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 incident = tc_room_report (room);

  check_none (room, room->lan);
  pass (room, TAKE);
  check (room, room->lan, incident, TC_ALARM_UNTAKEN, TC_ALARM_RINGING);
  tc_room_step (room, incident, TC_STEP_TAKE);
  check_none (room, room->lan);
  pass (room, SEND - TAKE);
  check (room, room->lan, incident, TC_ALARM_UNDISPATCHED, TC_ALARM_RINGING);
  tc_room_step (room, incident, TC_STEP_DISPATCH);
  check_none (room, room->lan);
  pass (room, ANSWER + 1);
  check (room, room->lan, incident, TC_ALARM_UNACKNOWLEDGED, TC_ALARM_RINGING);
  tc_room_step (room, incident, TC_STEP_ACKNOWLEDGE);
  check_none (room, room->lan);
  pass (room, 30);
  check (room, room->lan, incident, TC_ALARM_SOON, TC_ALARM_RINGING);
  pass (room, 40);
  check (room, room->lan, incident, TC_ALARM_LATE, TC_ALARM_RINGING);
  tc_room_step (room, incident, TC_STEP_RESOLVE);
  check_none (room, room->lan);
}

/* An incident that somebody has may stand in each state for so long only. */
static void
test_standing (void)
{
  static const struct {
    TcIncidentStep step;
    TcAlarmKind kind;
    gint64 minutes;
  } stands[] = {
      {TC_STEP_ACKNOWLEDGE, TC_ALARM_UNARRIVED, 12},
      {TC_STEP_START, TC_ALARM_UNFINISHED, 25},
      {TC_STEP_WAIT, TC_ALARM_UNANSWERED, 15},
      {TC_STEP_FORWARD, TC_ALARM_UNANSWERED, 15},
  };

  for (guint i = 0; i < G_N_ELEMENTS (stands); i++) {
    g_autoptr (TcRoom) room = make_room ();
    gint64 incident = 0;

    tc_database_execute (room->fixture->db,
                         "UPDATE field_term SET arrive_minutes = 12, work_minutes = 25,"
                         " reply_minutes = 15",
                         NULL);
    incident = tc_room_report (room);
    tc_room_step (room, incident, TC_STEP_TAKE);
    tc_room_step (room, incident, TC_STEP_DISPATCH);
    tc_room_step (room, incident, stands[i].step);
    pass (room, stands[i].minutes - 1);
    check_none (room, room->lan);
    pass (room, 1);
    check (room, room->lan, incident, stands[i].kind, TC_ALARM_RINGING);
    /* What was promised of the whole comes before it, but where the clock stands. */
    pass (room, WHOLE);
    check (room, room->lan, incident,
           stands[i].step == TC_STEP_WAIT ? TC_ALARM_UNANSWERED : TC_ALARM_LATE, TC_ALARM_RINGING);
    tc_room_step (room, incident, TC_STEP_RESOLVE);
    check_none (room, room->lan);
  }
}

/* What is over rings until each reporter that can be told was; who has no promise waits in vain. */
static void
test_untold (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 incident = tc_room_report (room);
  gint64 report = room->report;
  TcReportTell tell = {report, 1, "called", NULL};
  TcAlarmMark known = {incident, "untold"}, late = {incident, "late"};

  tc_room_step (room, incident, TC_STEP_TAKE);
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_alarm_acknowledge_type, &known, "alarm.over");
  tc_room_step (room, incident, TC_STEP_RESOLVE);
  pass (room, 10 * WHOLE);
  check_none (room, room->lan);
  tc_database_execute (room->fixture->db, "UPDATE field_term SET tell_minutes = ?", "i",
                       (gint64) (10 * WHOLE + 5));
  check_none (room, room->lan);
  pass (room, 5);
  check (room, room->lan, incident, TC_ALARM_UNTOLD, TC_ALARM_RINGING);
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_alarm_acknowledge_type, &late, "alarm.over");
  tc_fixture_run_as (room->fixture, room->lan, &tc_alarm_acknowledge_type, &known);
  check (room, room->lan, incident, TC_ALARM_UNTOLD, TC_ALARM_ACKNOWLEDGED);
  /* A caller hears of no publication. */
  tc_room_step (room, incident, TC_STEP_SUBMIT);
  tc_room_step (room, incident, TC_STEP_APPROVE);
  tc_room_step (room, incident, TC_STEP_PUBLISH);
  check (room, room->lan, incident, TC_ALARM_UNTOLD, TC_ALARM_ACKNOWLEDGED);
  tc_fixture_run_as (room->fixture, room->lan, &tc_report_tell_type, &tell);
  check_none (room, room->lan);
}

/* What was put off rings when its time has come, also where it was late before. */
static void
test_appointment (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 incident = tc_room_report (room);
  TcIncidentWhen later = {incident, room->fixture->now_us + (WHOLE + 20) * TC_MINUTE_US, "mưa"};

  tc_room_step (room, incident, TC_STEP_TAKE);
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_schedule_type, &later);
  pass (room, WHOLE + 5);
  check (room, room->lan, incident, TC_ALARM_LATE, TC_ALARM_RINGING);
  pass (room, 15);
  check (room, room->lan, incident, TC_ALARM_APPOINTMENT, TC_ALARM_RINGING);
}

/* An emergency rings from the start, and is the only high one. */
static void
test_emergency (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 incident = tc_room_report (room);
  TcIncidentSetPriority args = {incident, TC_PRIORITY_EMERGENCY, NULL};

  tc_fixture_run (room->fixture, &tc_incident_set_priority_type, &args);
  check (room, room->lan, incident, TC_ALARM_UNTAKEN, TC_ALARM_RINGING);
  g_assert_cmpint (tc_alarm_find_priority (TC_ALARM_UNTAKEN, TC_PRIORITY_EMERGENCY), ==,
                   TC_ALARM_HIGH);
  for (gint64 priority = TC_PRIORITY_URGENT; priority <= TC_PRIORITY_NOTICE; priority++)
    for (guint kind = 0; kind < TC_ALARM_N_KINDS; kind++)
      g_assert_cmpint (tc_alarm_find_priority (kind, priority), !=, TC_ALARM_HIGH);
}

/* What another has rings with the other, while that one is signed in anywhere. Who may not handle
 * incidents has none. */
static void
test_whose (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 incident = tc_room_report (room);
  gint64 now_us = room->fixture->now_us;

  sign_in (room, room->lan);
  tc_room_step (room, incident, TC_STEP_TAKE);
  pass (room, SEND);
  check (room, room->lan, incident, TC_ALARM_UNDISPATCHED, TC_ALARM_RINGING);
  check_none (room, room->minh);
  tc_database_execute (room->fixture->db, "UPDATE session SET until_us = ? WHERE staff_id = ?",
                       "ii", now_us, room->lan.staff_id);
  check (room, room->minh, incident, TC_ALARM_UNDISPATCHED, TC_ALARM_RINGING);
  g_autoptr (GArray) nobody = tc_alarm_list (room->fixture->db, 7, room->fixture->now_us);
  g_assert_cmpuint (nobody->len, ==, 0);
}

/* Quiet for a minute; for good once somebody took it. */
static void
test_acknowledge (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 incident = tc_room_report (room);
  TcAlarmMark args = {incident, "untaken"};

  pass (room, TAKE);
  tc_fixture_run_as (room->fixture, room->minh, &tc_alarm_acknowledge_type, &args);
  check (room, room->lan, incident, TC_ALARM_UNTAKEN, TC_ALARM_ACKNOWLEDGED);
  g_autoptr (GArray) alarms = list (room, room->lan);
  g_assert_cmpstr (g_array_index (alarms, TcAlarm, 0).mark_name, ==, "minh");
  room->fixture->now_us += TC_ALARM_QUIET_US;
  check (room, room->lan, incident, TC_ALARM_UNTAKEN, TC_ALARM_RINGING);
  tc_room_step (room, incident, TC_STEP_TAKE);
  pass (room, SEND);
  /* Another kind is another alarm. */
  check (room, room->lan, incident, TC_ALARM_UNDISPATCHED, TC_ALARM_RINGING);
  args.kind = "undispatched";
  tc_fixture_run_as (room->fixture, room->lan, &tc_alarm_acknowledge_type, &args);
  pass (room, 5);
  check (room, room->lan, incident, TC_ALARM_UNDISPATCHED, TC_ALARM_ACKNOWLEDGED);
  tc_fixture_check_replays (room->fixture);
}

static void
test_shelve (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 incident = tc_room_report (room);

  pass (room, TAKE);
  TcAlarmMark mark = {incident, "untaken"};
  TcAlarmShelve args = {incident, "untaken", "waiting", room->fixture->now_us + 30 * TC_MINUTE_US};
  tc_fixture_refuse (room->fixture, &tc_alarm_unshelve_type, &mark, "alarm.not-shelved");
  tc_fixture_run_as (room->fixture, room->lan, &tc_alarm_shelve_type, &args);
  check (room, room->minh, incident, TC_ALARM_UNTAKEN, TC_ALARM_SHELVED);
  tc_fixture_run_as (room->fixture, room->lan, &tc_alarm_unshelve_type, &mark);
  check (room, room->minh, incident, TC_ALARM_UNTAKEN, TC_ALARM_RINGING);
  tc_fixture_refuse (room->fixture, &tc_alarm_unshelve_type, &mark, "alarm.not-shelved");
  args.until_us = room->fixture->now_us + 15 * TC_MINUTE_US;
  tc_fixture_run_as (room->fixture, room->lan, &tc_alarm_shelve_type, &args);
  pass (room, 16);
  check (room, room->minh, incident, TC_ALARM_UNTAKEN, TC_ALARM_RINGING);
}

/* A desk's clock is ahead, another's isn't: what was done last counts. */
static void
test_clocks (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 incident = tc_room_report (room);
  TcAlarmMark mark = {incident, "untaken"};

  pass (room, TAKE + 2);
  TcAlarmShelve args = {incident, "untaken", "waiting", room->fixture->now_us + 30 * TC_MINUTE_US};
  tc_fixture_run_as (room->fixture, room->lan, &tc_alarm_shelve_type, &args);
  pass (room, -1);
  tc_fixture_run_as (room->fixture, room->minh, &tc_alarm_unshelve_type, &mark);
  check (room, room->minh, incident, TC_ALARM_UNTAKEN, TC_ALARM_RINGING);
  pass (room, 3);
  check (room, room->minh, incident, TC_ALARM_UNTAKEN, TC_ALARM_RINGING);
}

/* It doesn't ring at once for what was late before somebody took it. */
static void
test_handled (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 incident = tc_room_report (room);

  pass (room, SEND + 1);
  check (room, room->lan, incident, TC_ALARM_UNTAKEN, TC_ALARM_RINGING);
  tc_room_step (room, incident, TC_STEP_TAKE);
  check_none (room, room->lan);
  room->fixture->now_us += TC_ALARM_HANDLED_US;
  check (room, room->lan, incident, TC_ALARM_UNDISPATCHED, TC_ALARM_RINGING);
}

/* Taken late in its time: neither that it is due soon rings at once. */
static void
test_handled_late (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 incident = tc_room_report (room);

  pass (room, 70);
  tc_room_step (room, incident, TC_STEP_TAKE);
  check_none (room, room->lan);
  room->fixture->now_us += TC_ALARM_HANDLED_US;
  check (room, room->lan, incident, TC_ALARM_UNDISPATCHED, TC_ALARM_RINGING);
}

static gint64
declare (TcRoom *room)
{
  TcEventDeclare args = {tc_room_report (room), "storm", "Bão số 5", NULL, TC_NONE};

  tc_fixture_run_as (room->fixture, room->lan, &tc_event_declare_type, &args);
  return args.incident_id;
}

static gint64
add_member (TcRoom *room, gint64 event, gint64 priority)
{
  TcEventMember args = {event, tc_room_report (room)};
  TcIncidentSetPriority set = {args.incident_id, priority, NULL};

  tc_fixture_run (room->fixture, &tc_incident_set_priority_type, &set);
  tc_fixture_run_as (room->fixture, room->lan, &tc_event_add_type, &args);
  return args.incident_id;
}

static void
check_members (TcRoom *room, TcActor actor, gint64 event, gint64 count, TcAlarmState state)
{
  g_autoptr (GArray) alarms = list (room, actor);
  const TcAlarm *alarm = NULL;

  g_assert_cmpuint (alarms->len, ==, 1);
  alarm = &g_array_index (alarms, TcAlarm, 0);
  g_assert_cmpint (alarm->kind, ==, TC_ALARM_MEMBERS);
  g_assert_cmpint (alarm->incident_id, ==, event);
  g_assert_cmpstr (alarm->title, ==, "Bão số 5");
  g_assert_cmpint (alarm->count, ==, count);
  g_assert_cmpint (alarm->state, ==, state);
  g_assert_cmpint (alarm->priority, ==, TC_ALARM_MEDIUM);
}

/* All that an event has and nobody took is one alarm, of whoever has what leads it; an emergency
 * is one by itself. */
static void
test_members (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 event = declare (room);

  sign_in (room, room->lan);
  tc_room_step (room, event, TC_STEP_TAKE);
  add_member (room, event, TC_PRIORITY_URGENT);
  add_member (room, event, TC_PRIORITY_NOTICE);
  gint64 merged = add_member (room, event, TC_PRIORITY_ATTENTION), into = tc_room_report (room);
  TcIncidentMerge merge = {merged, into, tc_room_id (room)};
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_merge_type, &merge);
  check_none (room, room->lan);
  pass (room, TAKE);
  check_members (room, room->lan, event, 3, TC_ALARM_RINGING);
  check_none (room, room->minh);
  tc_room_step (room, into, TC_STEP_CLOSE);
  check_members (room, room->lan, event, 2, TC_ALARM_RINGING);
  gint64 emergency = add_member (room, event, TC_PRIORITY_EMERGENCY);
  check (room, room->minh, emergency, TC_ALARM_UNTAKEN, TC_ALARM_RINGING);
  tc_room_step (room, emergency, TC_STEP_CLOSE);
  /* What leads an event isn't late. */
  pass (room, WHOLE);
  check_members (room, room->lan, event, 2, TC_ALARM_RINGING);
  tc_fixture_run_as (room->fixture, room->lan, &tc_event_end_type, &(TcEventOnly){event});
  g_autoptr (GArray) alone = list (room, room->lan);
  g_assert_cmpuint (alone->len, ==, 3);
}

/* Quiet until more comes, and for ten minutes at least. */
static void
test_members_known (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 event = declare (room), first = 0;
  TcAlarmMark mark = {event, "members"};

  sign_in (room, room->lan);
  tc_room_step (room, event, TC_STEP_TAKE);
  first = add_member (room, event, TC_PRIORITY_URGENT);
  pass (room, TAKE - 1);
  add_member (room, event, TC_PRIORITY_URGENT);
  pass (room, 1);
  check_members (room, room->lan, event, 1, TC_ALARM_RINGING);
  tc_fixture_run_as (room->fixture, room->lan, &tc_alarm_acknowledge_type, &mark);
  pass (room, TAKE - 1);
  check_members (room, room->lan, event, 2, TC_ALARM_ACKNOWLEDGED);
  /* The first is gone; that somebody knows isn't. */
  tc_room_step (room, first, TC_STEP_CLOSE);
  check_members (room, room->lan, event, 1, TC_ALARM_ACKNOWLEDGED);
  pass (room, 1);
  check_members (room, room->lan, event, 1, TC_ALARM_RINGING);
  tc_fixture_run_as (room->fixture, room->lan, &tc_alarm_acknowledge_type, &mark);
  pass (room, WHOLE);
  check_members (room, room->lan, event, 1, TC_ALARM_ACKNOWLEDGED);
}

/* What is said of an event counts though the one that leads it is resolved, and as long as it was
 * said. */
static void
test_members_shelved (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 event = declare (room), first = 0;
  TcAlarmShelve shelve = {event, "members", "known", 0};

  sign_in (room, room->lan);
  tc_room_step (room, event, TC_STEP_TAKE);
  first = add_member (room, event, TC_PRIORITY_URGENT);
  pass (room, TAKE);
  tc_room_step (room, event, TC_STEP_RESOLVE);
  shelve.until_us = room->fixture->now_us + TC_HOUR_US;
  tc_fixture_run_as (room->fixture, room->lan, &tc_alarm_shelve_type, &shelve);
  add_member (room, event, TC_PRIORITY_URGENT);
  tc_room_step (room, first, TC_STEP_CLOSE);
  pass (room, 30);
  check_members (room, room->lan, event, 1, TC_ALARM_SHELVED);
  pass (room, 30);
  check_members (room, room->lan, event, 1, TC_ALARM_RINGING);
}

/* A unit that was sent to what leads an event answers. */
static void
test_leader_unanswered (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 event = declare (room);

  sign_in (room, room->lan);
  tc_room_step (room, event, TC_STEP_TAKE);
  tc_room_step (room, event, TC_STEP_DISPATCH);
  pass (room, ANSWER);
  check (room, room->lan, event, TC_ALARM_UNACKNOWLEDGED, TC_ALARM_RINGING);
}

/* Shelved, and then an emergency: nobody may shelve one. */
static void
test_shelved_emergency (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 incident = tc_room_report (room);
  TcAlarmShelve shelve = {incident, "untaken", "known", 0};
  TcIncidentSetPriority emergency = {incident, TC_PRIORITY_EMERGENCY, NULL};

  pass (room, TAKE);
  shelve.until_us = room->fixture->now_us + TC_HOUR_US;
  tc_fixture_run_as (room->fixture, room->lan, &tc_alarm_shelve_type, &shelve);
  check (room, room->lan, incident, TC_ALARM_UNTAKEN, TC_ALARM_SHELVED);
  tc_fixture_run (room->fixture, &tc_incident_set_priority_type, &emergency);
  check (room, room->lan, incident, TC_ALARM_UNTAKEN, TC_ALARM_RINGING);
}

static void
test_refusals (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 incident = tc_room_report (room), resolved = tc_room_make (room, TC_STATE_RESOLVED);
  gint64 later_us = room->fixture->now_us + TC_HOUR_US;
  TcAlarmMark mark = {9, "untaken"};
  TcAlarmShelve shelve = {incident, "untaken", "waiting", room->fixture->now_us - 1};
  TcIncidentSetPriority emergency = {incident, TC_PRIORITY_EMERGENCY, NULL};

  tc_fixture_refuse (room->fixture, &tc_alarm_acknowledge_type, &mark, "incident.unknown");
  mark = (TcAlarmMark){resolved, "late"};
  tc_fixture_refuse (room->fixture, &tc_alarm_acknowledge_type, &mark, "alarm.over");
  mark = (TcAlarmMark){incident, "loud"};
  tc_fixture_refuse (room->fixture, &tc_alarm_acknowledge_type, &mark, "operation.arguments");
  tc_fixture_refuse (room->fixture, &tc_alarm_shelve_type, &shelve, "alarm.shelve-time");
  shelve.until_us = room->fixture->now_us + 13 * TC_HOUR_US;
  tc_fixture_refuse (room->fixture, &tc_alarm_shelve_type, &shelve, "alarm.shelve-time");
  shelve.until_us = later_us;
  shelve.reason = "bored";
  tc_fixture_refuse (room->fixture, &tc_alarm_shelve_type, &shelve, "operation.arguments");
  shelve.reason = "known";
  tc_fixture_run (room->fixture, &tc_incident_set_priority_type, &emergency);
  tc_fixture_refuse (room->fixture, &tc_alarm_shelve_type, &shelve, "alarm.emergency");
  tc_room_step (room, incident, TC_STEP_TAKE);
  tc_fixture_run (room->fixture, &tc_alarm_shelve_type, &shelve);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alarm/kinds", test_kinds);
  g_test_add_func ("/alarm/standing", test_standing);
  g_test_add_func ("/alarm/untold", test_untold);
  g_test_add_func ("/alarm/appointment", test_appointment);
  g_test_add_func ("/alarm/emergency", test_emergency);
  g_test_add_func ("/alarm/whose", test_whose);
  g_test_add_func ("/alarm/acknowledge", test_acknowledge);
  g_test_add_func ("/alarm/shelve", test_shelve);
  g_test_add_func ("/alarm/clocks", test_clocks);
  g_test_add_func ("/alarm/handled", test_handled);
  g_test_add_func ("/alarm/handled-late", test_handled_late);
  g_test_add_func ("/alarm/members", test_members);
  g_test_add_func ("/alarm/members-known", test_members_known);
  g_test_add_func ("/alarm/members-shelved", test_members_shelved);
  g_test_add_func ("/alarm/leader-unanswered", test_leader_unanswered);
  g_test_add_func ("/alarm/shelved-emergency", test_shelved_emergency);
  g_test_add_func ("/alarm/refusals", test_refusals);
  return g_test_run ();
}
