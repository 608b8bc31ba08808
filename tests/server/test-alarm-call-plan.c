/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: whom to send an SMS next, of what, and when: those on duty first, nobody twice, few texts
 * in a storm, what failed again after growing waits, and nothing of what somebody saw to. Method:
 * the room of the fixture with a role above it; what the plan says is carried out by operations, as
 * the server does, with a clock that is moved.
 */
#include "tc-alarm-call-plan.h"
#include "tc-alarm-rule.h"
#include "tc-alarm-text.h"
#include "tc-duty-operations.h"
#include "tc-duty.h"
#include "tc-room-fixture.h"
#include "tc-schema.h"

#define TAKE 10
#define UP 5
#define OTHERS 5
#define RETRY_S 30
#define SECOND_US ((gint64) 1000000)

typedef struct {
  TcRoom *room; /* (owned) */
  gint64 role;
  gint64 first;  /* who has the role */
  gint64 second; /* likewise */
  gint64 duty;   /* of the second; 0: none */
  TcAlarmCallLimits limits;
} Stage;

static gint64
add_person (Stage *stage, const char *account, gint64 role)
{
  TcStaffArgs staff = {tc_room_id (stage->room), account, account, NULL, "0912 345 678"};
  TcPostAdd post = {tc_room_id (stage->room),     staff.staff_id, stage->room->centre, role,
                    stage->room->fixture->now_us, TC_NONE};

  tc_fixture_run (stage->room->fixture, &tc_staff_add_type, &staff);
  tc_fixture_run (stage->room->fixture, &tc_post_add_type, &post);
  return staff.staff_id;
}

static void
set_up (Stage *stage, gconstpointer data)
{
  TcRoom *room = stage->room = tc_room_new ();
  TcProvinceArgs province = {"hg",         NULL,    "Hậu Giang", "Hậu Giang",
                             room->centre, TC_NONE, TC_NONE,     0};
  TcRoleArgs role = {tc_room_id (room), "head", "Trực lãnh đạo", "Duty leader"};
  TcAlarmSetRule rule = {tc_room_id (room), "up", "medium", UP, role.role_id, 1};

  tc_room_promise (room, TAKE, TC_NONE, TC_NONE, 1000);
  tc_fixture_run (room->fixture, &tc_province_change_type, &province);
  tc_fixture_run (room->fixture, &tc_role_add_type, &role);
  tc_fixture_run (room->fixture, &tc_alarm_set_rule_type, &rule);
  rule = (TcAlarmSetRule){tc_room_id (room), "high", "high", UP, role.role_id, 1};
  tc_fixture_run (room->fixture, &tc_alarm_set_rule_type, &rule);
  stage->role = role.role_id;
  stage->first = add_person (stage, "first", stage->role);
  stage->limits = (TcAlarmCallLimits){60, 10, OTHERS * TC_MINUTE_US, RETRY_S * SECOND_US};
}

static void
tear_down (Stage *stage, gconstpointer data)
{
  tc_fixture_check_replays (stage->room->fixture);
  tc_room_free (stage->room);
}

static void
pass (Stage *stage, gint64 seconds)
{
  stage->room->fixture->now_us += seconds * SECOND_US;
}

/* So many that have gone up just now. */
static void
report (Stage *stage, guint n)
{
  for (guint i = 0; i < n; i++)
    tc_room_report (stage->room);
  pass (stage, (TAKE + UP) * 60);
}

/* The first alarm's. */
static gint64
get_incident (const TcAlarmCallStep *step)
{
  return ((const TcAlarmCallFact *) g_ptr_array_index (step->facts, 0))->incident_id;
}

static TcAlarmCallStep *
plan (Stage *stage)
{
  return tc_alarm_call_plan (stage->room->fixture->db, &stage->limits,
                             stage->room->fixture->now_us);
}

static void
note (Stage *stage, TcAlarmCallStep *step, const char *state, gint64 tries)
{
  TcAlarmTextChange args = {step->text_id, step->row_id, state, tries};

  tc_fixture_run (stage->room->fixture, &tc_alarm_text_state_type, &args);
}

/* As the server does before it sends. */
static void
begin (Stage *stage, TcAlarmCallStep *step)
{
  step->text_id = tc_room_id (stage->room);
  for (guint i = 0; i < step->facts->len; i++) {
    const TcAlarmCallFact *fact = g_ptr_array_index (step->facts, i);
    TcAlarmTextNew args = {fact->incident_id, tc_alarm_kind_get_code (fact->kind), step->staff_id,
                           step->text_id, fact->begin_us};
    tc_fixture_run (stage->room->fixture, &tc_alarm_text_type, &args);
  }
}

static void
check (Stage *stage, TcAlarmCallAction action)
{
  g_autoptr (TcAlarmCallStep) step = plan (stage);

  g_assert_cmpint (step->action, ==, action);
}

/* Sends the next text; how many alarms it tells of, 0 if there is none now. */
static guint
send_next (Stage *stage, gint64 staff_id)
{
  g_autoptr (TcAlarmCallStep) step = plan (stage);

  if (step->action == TC_ALARM_CALL_NOTHING)
    return 0;
  g_assert_cmpint (step->action, ==, TC_ALARM_CALL_NEW);
  g_assert_cmpint (step->staff_id, ==, staff_id);
  g_assert_cmpstr (step->phone, ==, "0912 345 678");
  begin (stage, step);
  note (stage, step, "sent", 0);
  return step->facts->len;
}

static void
test_once (Stage *stage, gconstpointer data)
{
  g_autoptr (TcAlarmCallStep) step = NULL;

  tc_room_report (stage->room);
  pass (stage, (TAKE + UP) * 60 - 1);
  check (stage, TC_ALARM_CALL_NOTHING);
  pass (stage, 1);
  step = plan (stage);
  g_assert_cmpint (step->action, ==, TC_ALARM_CALL_NEW);
  g_assert_cmpstr (step->account, ==, "first");
  const TcAlarmCallFact *fact = g_ptr_array_index (step->facts, 0);
  g_assert_cmpint (fact->kind, ==, TC_ALARM_UNTAKEN);
  g_assert_cmpstr (fact->field_vi, ==, "Giao thông");
  g_assert_nonnull (fact->place_vi);
  g_assert_false (fact->restricted);
  g_assert_cmpuint (send_next (stage, stage->first), ==, 1);
  for (guint i = 0; i < 20; i++) {
    pass (stage, 300);
    check (stage, TC_ALARM_CALL_NOTHING);
  }
}

static void
test_restricted (Stage *stage, gconstpointer data)
{
  char code[40];
  TcIncidentReport args = tc_room_report_args (stage->room, code);

  args.private_ = 1;
  tc_fixture_run (stage->room->fixture, &tc_incident_report_type, &args);
  pass (stage, (TAKE + UP) * 60);
  g_autoptr (TcAlarmCallStep) step = plan (stage);
  g_assert_cmpint (get_incident (step), ==, args.incident_id);
  g_assert_true (((const TcAlarmCallFact *) g_ptr_array_index (step->facts, 0))->restricted);
}

/* From now on the second is on duty, all day. */
static void
put_on_duty (Stage *stage)
{
  TcRoom *room = stage->room;
  TcShiftArgs shift = {tc_room_id (room), room->centre, "ngay", "Cả ngày", "All day", 0, 1439};
  TcDutySet duty = {.duty_id = tc_room_id (room),
                    .shift_id = shift.shift_id,
                    .staff_id = stage->second = add_person (stage, "second", stage->role),
                    .team = "A",
                    .from_day = tc_duty_day (room->fixture->now_us) - 1,
                    .to_day = TC_NONE,
                    .cycle = 1,
                    .days = 1,
                    .weekdays = TC_DUTY_ALL_WEEKDAYS};

  tc_fixture_run (room->fixture, &tc_shift_add_type, &shift);
  tc_fixture_run (room->fixture, &tc_duty_set_type, &duty);
}

static void
test_duty (Stage *stage, gconstpointer data)
{
  put_on_duty (stage);
  report (stage, 1);
  g_assert_cmpuint (send_next (stage, stage->second), ==, 1);
  pass (stage, OTHERS * 60 - 1);
  check (stage, TC_ALARM_CALL_NOTHING);
  pass (stage, 1);
  g_assert_cmpuint (send_next (stage, stage->first), ==, 1);
  check (stage, TC_ALARM_CALL_NOTHING);
}

/* Where nobody on duty could be reached the others don't wait. */
static void
test_duty_unreached (Stage *stage, gconstpointer data)
{
  g_autoptr (TcAlarmCallStep) step = NULL;

  put_on_duty (stage);
  report (stage, 1);
  step = plan (stage);
  g_assert_cmpint (step->staff_id, ==, stage->second);
  begin (stage, step);
  note (stage, step, "failed", 1);
  g_assert_cmpuint (send_next (stage, stage->first), ==, 1);
}

/* Those that come together are one text, and those after them few. */
static void
test_flood (Stage *stage, gconstpointer data)
{
  guint n_texts = 0, n_told = 0;

  report (stage, 50);
  g_assert_cmpuint (send_next (stage, stage->first), ==, 50);
  check (stage, TC_ALARM_CALL_NOTHING);
  /* One more each half minute, for an hour. */
  for (guint i = 0; i < 120; i++)
    tc_room_report (stage->room), pass (stage, 30);
  for (guint i = 0; i < 120; i++) {
    guint told = send_next (stage, stage->first);
    n_texts += told > 0;
    n_told += told;
    pass (stage, 30);
  }
  g_assert_cmpuint (n_texts, <=, 10);
  pass (stage, 3600);
  n_told += send_next (stage, stage->first);
  g_assert_cmpuint (n_told, ==, 120);
}

/* The limit of all is reached before that of a person. */
static void
test_limit (Stage *stage, gconstpointer data)
{
  stage->limits.hour_max = 2;
  for (guint i = 0; i < 2; i++) {
    report (stage, 1);
    g_assert_cmpuint (send_next (stage, stage->first), ==, 1);
  }
  report (stage, 3);
  g_autoptr (TcAlarmCallStep) step = plan (stage);
  g_assert_cmpint (step->action, ==, TC_ALARM_CALL_NOTHING);
  g_assert_cmpuint (step->held, ==, 3);
  pass (stage, 3600);
  g_assert_cmpuint (send_next (stage, stage->first), ==, 3);
}

/* An emergency is told whatever went within the hour. */
static void
test_emergency (Stage *stage, gconstpointer data)
{
  TcIncidentReport emergency;
  char code[40];

  stage->limits.hour_max = stage->limits.person_max = 1;
  report (stage, 1);
  g_assert_cmpuint (send_next (stage, stage->first), ==, 1);
  report (stage, 1);
  g_assert_cmpuint (send_next (stage, stage->first), ==, 0);
  emergency = tc_room_report_args (stage->room, code);
  emergency.priority = TC_PRIORITY_EMERGENCY;
  tc_fixture_run (stage->room->fixture, &tc_incident_report_type, &emergency);
  pass (stage, (TAKE + UP) * 60);
  g_autoptr (TcAlarmCallStep) step = plan (stage);
  g_assert_cmpint (step->action, ==, TC_ALARM_CALL_NEW);
  g_assert_cmpint (get_incident (step), ==, emergency.incident_id);
}

/* Tried again after growing waits; meanwhile nothing else goes to that person. */
static void
test_again (Stage *stage, gconstpointer data)
{
  g_autoptr (TcAlarmCallStep) step = NULL;
  gint64 text_id;

  report (stage, 2);
  step = plan (stage);
  begin (stage, step);
  text_id = step->text_id;
  report (stage, 1);
  for (gint64 tries = 1; tries < 4; tries++) {
    note (stage, step, "waiting", tries);
    pass (stage, (RETRY_S << (tries - 1)) - 1);
    check (stage, TC_ALARM_CALL_NOTHING);
    pass (stage, 1);
    g_clear_pointer (&step, tc_alarm_call_step_free);
    step = plan (stage);
    g_assert_cmpint (step->action, ==, TC_ALARM_CALL_AGAIN);
    g_assert_cmpint (step->text_id, ==, text_id);
    g_assert_cmpint (step->tries, ==, tries);
    g_assert_cmpuint (step->facts->len, ==, 2);
    note (stage, step, "sending", tries);
  }
  note (stage, step, "failed", 4);
  g_assert_cmpuint (send_next (stage, stage->first), ==, 1);
}

/* What somebody saw to while it waited isn't told any more; the rest of it is. */
static void
test_stopped (Stage *stage, gconstpointer data)
{
  g_autoptr (TcAlarmCallStep) step = NULL, stopped = NULL, again = NULL;
  TcAlarmMark mark = {0, "untaken"};

  report (stage, 2);
  step = plan (stage);
  begin (stage, step);
  note (stage, step, "waiting", 1);
  mark.incident_id = get_incident (step);
  tc_fixture_run_as (stage->room->fixture, stage->room->lan, &tc_alarm_acknowledge_type, &mark);
  stopped = plan (stage);
  g_assert_cmpint (stopped->action, ==, TC_ALARM_CALL_STOPPED);
  note (stage, stopped, "stopped", 1);
  check (stage, TC_ALARM_CALL_NOTHING);
  pass (stage, RETRY_S);
  again = plan (stage);
  g_assert_cmpint (again->action, ==, TC_ALARM_CALL_AGAIN);
  g_assert_cmpuint (again->facts->len, ==, 1);
  g_assert_cmpint (get_incident (again), !=, mark.incident_id);
  note (stage, again, "sent", 1);
  /* It goes up anew. */
  pass (stage, UP * 60);
  g_assert_cmpuint (send_next (stage, stage->first), ==, 1);
}

/* From now on what nobody took goes on to another role, of the second. */
static void
add_step (Stage *stage)
{
  TcRoom *room = stage->room;
  TcRoleArgs role = {tc_room_id (room), "chief", "Giám đốc", "Director"};
  TcAlarmSetRule rule = {tc_room_id (room), "further", "medium", 2 * UP, role.role_id, 1};

  tc_fixture_run (room->fixture, &tc_role_add_type, &role);
  tc_fixture_run (room->fixture, &tc_alarm_set_rule_type, &rule);
  stage->second = add_person (stage, "second", role.role_id);
}

/* What couldn't be sent before the alarm went on isn't tried again, and that is said of it; it is
 * told to whoever has it now. */
static void
test_passed (Stage *stage, gconstpointer data)
{
  g_autoptr (TcAlarmCallStep) step = NULL, passed = NULL;

  add_step (stage);
  report (stage, 1);
  step = plan (stage);
  g_assert_cmpint (step->staff_id, ==, stage->first);
  begin (stage, step);
  note (stage, step, "waiting", 1);
  pass (stage, UP * 60);
  passed = plan (stage);
  g_assert_cmpint (passed->action, ==, TC_ALARM_CALL_PASSED);
  g_assert_cmpint (passed->text_id, ==, step->text_id);
  note (stage, passed, "failed", 1);
  g_assert_cmpuint (send_next (stage, stage->second), ==, 1);
  check (stage, TC_ALARM_CALL_NOTHING);
}

/* A server that stopped while it was sending. */
static void
test_unsure (Stage *stage, gconstpointer data)
{
  g_autoptr (TcAlarmCallStep) step = NULL, unsure = NULL;

  report (stage, 1);
  step = plan (stage);
  begin (stage, step);
  unsure = plan (stage);
  g_assert_cmpint (unsure->action, ==, TC_ALARM_CALL_UNSURE);
  g_assert_cmpint (unsure->text_id, ==, step->text_id);
  note (stage, unsure, "unsure", 0);
  pass (stage, 600);
  check (stage, TC_ALARM_CALL_NOTHING);
}

/* One that has gone up at this moment. */
static void
report_late (Stage *stage, gint64 priority)
{
  gint64 minutes = priority == TC_PRIORITY_EMERGENCY ? UP : TAKE + UP;
  char code[40];
  TcIncidentReport args = tc_room_report_args (stage->room, code);

  args.priority = priority;
  args.received_us = stage->room->fixture->now_us - minutes * TC_MINUTE_US;
  tc_fixture_run (stage->room->fixture, &tc_incident_report_type, &args);
}

/* From the fourth on each comes after a longer pause; an emergency after a minute at most. */
static void
test_pause (Stage *stage, gconstpointer data)
{
  static const struct {
    gint64 priority;
    gint64 pause_s;
  } later[] = {{TC_PRIORITY_URGENT, 60},
               {TC_PRIORITY_EMERGENCY, 60},
               {TC_PRIORITY_URGENT, 240},
               {TC_PRIORITY_EMERGENCY, 60}};

  pass (stage, 3600);
  for (guint i = 0; i < 3; i++) {
    report_late (stage, TC_PRIORITY_URGENT);
    g_assert_cmpuint (send_next (stage, stage->first), ==, 1);
  }
  for (guint i = 0; i < G_N_ELEMENTS (later); i++) {
    report_late (stage, later[i].priority);
    report_late (stage, TC_PRIORITY_URGENT);
    pass (stage, later[i].pause_s - 1);
    check (stage, TC_ALARM_CALL_NOTHING);
    pass (stage, 1);
    g_assert_cmpuint (send_next (stage, stage->first), ==, 2);
  }
}

/* What is due first is when it is looked at again, a minute ahead at most. */
static void
check_next (Stage *stage, gint64 seconds)
{
  g_autoptr (TcAlarmCallStep) step = plan (stage);

  g_assert_cmpint (step->action, ==, TC_ALARM_CALL_NOTHING);
  g_assert_cmpint (step->next_us - stage->room->fixture->now_us, ==, seconds * SECOND_US);
}

static void
test_next (Stage *stage, gconstpointer data)
{
  g_autoptr (TcAlarmCallStep) step = NULL;

  put_on_duty (stage);
  check_next (stage, 60);
  report (stage, 1);
  pass (stage, -61);
  check_next (stage, 60);
  pass (stage, 21);
  check_next (stage, 40);
  pass (stage, 40);
  step = plan (stage);
  g_assert_cmpint (step->next_us, ==, 0);
  begin (stage, step);
  note (stage, step, "waiting", 1);
  check_next (stage, RETRY_S);
  pass (stage, RETRY_S);
  note (stage, step, "sent", 1);
  /* Then those who are off duty. */
  pass (stage, OTHERS * 60 - RETRY_S - 10);
  check_next (stage, 10);
}

/* Where nobody has a number no alarm is looked at; what had begun is settled all the same. */
static void
test_nobody (Stage *stage, gconstpointer data)
{
  TcStaffArgs staff = {stage->first, "first", "first", NULL, NULL};
  g_autoptr (TcAlarmCallStep) step = NULL, passed = NULL;

  report (stage, 1);
  step = plan (stage);
  begin (stage, step);
  note (stage, step, "waiting", 1);
  tc_fixture_run (stage->room->fixture, &tc_staff_change_type, &staff);
  passed = plan (stage);
  g_assert_cmpint (passed->action, ==, TC_ALARM_CALL_PASSED);
  note (stage, passed, "failed", 1);
  report (stage, 1);
  pass (stage, -10);
  check_next (stage, 60);
}

static void
add_operation (TcDatabase *db, gint64 lsn, const char *name, const char *refusal)
{
  tc_database_execute (db,
                       "INSERT INTO log_operation VALUES (?1, 1, ?1, ?1, ?2, 1, 1, x'', x'', ?3,"
                       " NULL)",
                       "iss", lsn, name, refusal);
}

static void
test_changed (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_server, NULL};
  g_autoptr (GError) error = NULL;
  g_autoptr (TcDatabase)
      db = tc_database_open (":memory:", TC_DATABASE_WRITER | TC_DATABASE_MEMORY, &error);
  gboolean migrated;

  g_assert_no_error (error);
  migrated = tc_schema_migrate (db, sets, &error);
  g_assert_no_error (error);
  g_assert_true (migrated);
  add_operation (db, 5, "incident.report", NULL);
  add_operation (db, 6, "unit.place", NULL);
  add_operation (db, 7, "camera.status", NULL);
  add_operation (db, 8, "incident.take", "incident.taken");
  g_assert_true (tc_alarm_call_has_changed (db, 4));
  g_assert_false (tc_alarm_call_has_changed (db, 5));
  add_operation (db, 9, "alarm.acknowledge", NULL);
  g_assert_true (tc_alarm_call_has_changed (db, 8));
  g_assert_false (tc_alarm_call_has_changed (db, 9));
}

#define ADD(name, func) g_test_add (name, Stage, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/alarm-call-plan/once", test_once);
  ADD ("/alarm-call-plan/restricted", test_restricted);
  ADD ("/alarm-call-plan/duty", test_duty);
  ADD ("/alarm-call-plan/duty-unreached", test_duty_unreached);
  ADD ("/alarm-call-plan/flood", test_flood);
  ADD ("/alarm-call-plan/limit", test_limit);
  ADD ("/alarm-call-plan/emergency", test_emergency);
  ADD ("/alarm-call-plan/again", test_again);
  ADD ("/alarm-call-plan/stopped", test_stopped);
  ADD ("/alarm-call-plan/passed", test_passed);
  ADD ("/alarm-call-plan/unsure", test_unsure);
  ADD ("/alarm-call-plan/pause", test_pause);
  ADD ("/alarm-call-plan/next", test_next);
  ADD ("/alarm-call-plan/nobody", test_nobody);
  g_test_add_func ("/alarm-call-plan/changed", test_changed);
  return g_test_run ();
}
