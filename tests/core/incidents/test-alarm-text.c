/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the server and each desk see the same alarms as gone up; nobody is told twice of one, nor
 * of one that somebody did something about; and looking costs nothing for what is over. Method: the
 * room of the fixture with a level, a rule and a clock that is moved; a count of SQLite's steps.
 */
#include "tc-alarm-rule.h"
#include "tc-alarm-text.h"
#include "tc-room-fixture.h"

#define TAKE 10
#define UP 5
#define OVER 3000

typedef struct {
  TcRoom *room; /* (owned) */
  gint64 role;
  gint64 head;
  gint64 incident;
  gint64 text; /* the last one */
  TcAlarmSetRule rule;
} Stage;

static void
pass (Stage *stage, gint64 minutes)
{
  stage->room->fixture->now_us += minutes * TC_MINUTE_US;
}

static void
set_up (Stage *stage)
{
  TcRoom *room = stage->room = tc_room_new ();
  TcRoleArgs role = {tc_room_id (room), "head", "Trực lãnh đạo", "Duty leader"};
  TcStaffArgs staff = {tc_room_id (room), "head", "Trần Văn Minh", NULL, "0912 345 678"};
  TcPostAdd post = {tc_room_id (room), staff.staff_id,        room->centre,
                    role.role_id,      room->fixture->now_us, TC_NONE};

  stage->rule = (TcAlarmSetRule){tc_room_id (room), "up", "medium", UP, role.role_id, 1};
  tc_room_promise (room, TAKE, TC_NONE, TC_NONE, 100);
  tc_fixture_run (room->fixture, &tc_role_add_type, &role);
  tc_fixture_run (room->fixture, &tc_staff_add_type, &staff);
  tc_fixture_run (room->fixture, &tc_post_add_type, &post);
  tc_fixture_run (room->fixture, &tc_alarm_set_rule_type, &stage->rule);
  stage->role = role.role_id;
  stage->head = staff.staff_id;
  stage->incident = tc_room_report (room);
}

static void
tear_down (Stage *stage)
{
  tc_fixture_check_replays (stage->room->fixture);
  tc_room_free (stage->room);
}

/* That what the server sees is what Lan's desk shows as gone up. */
static guint
count_up (Stage *stage)
{
  TcFixture *fixture = stage->room->fixture;
  gint64 next_us;
  g_autoptr (GArray) up = tc_alarm_list_gone_up (fixture->db, fixture->now_us, &next_us);
  g_autoptr (GArray) all = tc_alarm_list (fixture->db, stage->room->lan.staff_id, fixture->now_us);
  guint n = 0;

  for (guint i = 0; i < all->len; i++) {
    const TcAlarm *alarm = &g_array_index (all, TcAlarm, i);
    if (alarm->escalated_us == 0)
      continue;
    const TcAlarm *same = &g_array_index (up, TcAlarm, n++);
    g_assert_cmpint (same->incident_id, ==, alarm->incident_id);
    g_assert_cmpint (same->escalated_us, ==, alarm->escalated_us);
    g_assert_cmpint (same->role_id, ==, alarm->role_id);
    g_assert_cmpuint (same->texts->len, ==, alarm->texts->len);
  }
  g_assert_cmpuint (up->len, ==, n);
  return n;
}

static TcAlarmTextNew
make_text (Stage *stage)
{
  TcFixture *fixture = stage->room->fixture;
  gint64 next_us;
  g_autoptr (GArray) up = tc_alarm_list_gone_up (fixture->db, fixture->now_us, &next_us);
  const TcAlarm *alarm = &g_array_index (up, TcAlarm, 0);

  g_assert_cmpuint (up->len, >=, 1);
  stage->text = tc_room_id (stage->room);
  return (TcAlarmTextNew){alarm->incident_id, tc_alarm_kind_get_code (alarm->kind), stage->head,
                          stage->text, tc_alarm_find_begin (alarm)};
}

static void
change (Stage *stage, const char *state, gint64 tries)
{
  TcAlarmTextChange args = {stage->text, 0, state, tries};

  tc_fixture_run (stage->room->fixture, &tc_alarm_text_state_type, &args);
}

/* What stands at a desk. */
static void
check_state (Stage *stage, TcAlarmTextState state)
{
  TcFixture *fixture = stage->room->fixture;
  g_autoptr (GArray) all = tc_alarm_list (fixture->db, stage->room->lan.staff_id, fixture->now_us);
  const TcAlarm *alarm = &g_array_index (all, TcAlarm, 0);
  const TcAlarmText *text = g_ptr_array_index (alarm->texts, 0);

  g_assert_cmpuint (alarm->texts->len, ==, 1);
  g_assert_cmpint (text->state, ==, state);
  g_assert_cmpint (text->staff_id, ==, stage->head);
  g_assert_cmpstr (text->name, ==, "Trần Văn Minh");
  g_assert_cmpint (text->at_us, ==, fixture->now_us);
}

static void
test_same (void)
{
  Stage stage;
  TcAlarmMark mark = {0, "untaken"};

  set_up (&stage);
  g_assert_cmpuint (count_up (&stage), ==, 0);
  pass (&stage, TAKE + UP - 1);
  g_assert_cmpuint (count_up (&stage), ==, 0);
  pass (&stage, 1);
  g_assert_cmpuint (count_up (&stage), ==, 1);
  tc_room_report (stage.room);
  pass (&stage, TAKE + UP);
  g_assert_cmpuint (count_up (&stage), ==, 2);
  mark.incident_id = stage.incident;
  tc_fixture_run_as (stage.room->fixture, stage.room->lan, &tc_alarm_acknowledge_type, &mark);
  g_assert_cmpuint (count_up (&stage), ==, 1);
  pass (&stage, UP);
  g_assert_cmpuint (count_up (&stage), ==, 2);
  tc_room_step (stage.room, stage.incident, TC_STEP_TAKE);
  g_assert_cmpuint (count_up (&stage), ==, 1);
  tear_down (&stage);
}

/* Through what may become of one; and never again, until the alarm began anew. */
static void
test_states (void)
{
  Stage stage;
  TcAlarmTextNew text;
  TcAlarmTextChange over = {0, 0, "sent", 1};

  set_up (&stage);
  pass (&stage, TAKE + UP);
  text = make_text (&stage);
  tc_fixture_run (stage.room->fixture, &tc_alarm_text_type, &text);
  check_state (&stage, TC_ALARM_TEXT_SENDING);
  change (&stage, "waiting", 1);
  check_state (&stage, TC_ALARM_TEXT_WAITING);
  change (&stage, "sending", 1);
  pass (&stage, 1);
  change (&stage, "sent", 1);
  check_state (&stage, TC_ALARM_TEXT_SENT);
  over.text_id = stage.text;
  tc_fixture_refuse (stage.room->fixture, &tc_alarm_text_state_type, &over, "alarm.text-state");
  tc_fixture_refuse (stage.room->fixture, &tc_alarm_text_type, &text, "alarm.texted");
  text = make_text (&stage);
  tc_fixture_refuse (stage.room->fixture, &tc_alarm_text_type, &text, "alarm.texted");
  /* Nothing becomes quiet by it. */
  g_assert_cmpuint (count_up (&stage), ==, 1);
  tear_down (&stage);
}

/* What was stopped before it went may be told later. */
static void
test_stopped (void)
{
  Stage stage;
  TcAlarmTextNew text;
  TcAlarmMark mark = {0, "untaken"};

  set_up (&stage);
  pass (&stage, TAKE + UP);
  text = make_text (&stage);
  mark.incident_id = stage.incident;
  pass (&stage, 1);
  tc_fixture_run_as (stage.room->fixture, stage.room->lan, &tc_alarm_acknowledge_type, &mark);
  tc_fixture_refuse (stage.room->fixture, &tc_alarm_text_type, &text, "alarm.handled");
  pass (&stage, UP);
  text = make_text (&stage);
  tc_fixture_run (stage.room->fixture, &tc_alarm_text_type, &text);
  change (&stage, "stopped", 0);
  text = make_text (&stage);
  tc_fixture_run (stage.room->fixture, &tc_alarm_text_type, &text);
  check_state (&stage, TC_ALARM_TEXT_SENDING);
  change (&stage, "failed", 3);
  check_state (&stage, TC_ALARM_TEXT_FAILED);
  tc_room_step (stage.room, stage.incident, TC_STEP_TAKE);
  tc_fixture_refuse (stage.room->fixture, &tc_alarm_text_type, &text, "alarm.handled");
  tear_down (&stage);
}

static void
switch_rule (Stage *stage, gint64 active)
{
  stage->rule.active = active;
  tc_fixture_run (stage->room->fixture, &tc_alarm_set_rule_type, &stage->rule);
}

/* What stands at a desk of the one alarm: nothing of texts. */
static void
check_untold (Stage *stage)
{
  TcFixture *fixture = stage->room->fixture;
  g_autoptr (GArray) all = tc_alarm_list (fixture->db, stage->room->lan.staff_id, fixture->now_us);
  const GPtrArray *texts = g_array_index (all, TcAlarm, 0).texts;

  g_assert_true (!texts || texts->len == 0);
}

/* What is stopped since its rule doesn't hold any more is said, as long as nobody does anything. */
static void
test_rule_off (void)
{
  Stage stage;
  TcAlarmTextNew text;
  TcAlarmMark mark = {0, "untaken"};

  set_up (&stage);
  mark.incident_id = stage.incident;
  pass (&stage, TAKE + UP);
  text = make_text (&stage);
  tc_fixture_run (stage.room->fixture, &tc_alarm_text_type, &text);
  change (&stage, "waiting", 1);
  switch_rule (&stage, 0);
  change (&stage, "stopped", 1);
  g_assert_cmpuint (count_up (&stage), ==, 0);
  check_state (&stage, TC_ALARM_TEXT_STOPPED);
  /* It holds again, and the person is told anew. */
  switch_rule (&stage, 1);
  check_untold (&stage);
  text = make_text (&stage);
  tc_fixture_run (stage.room->fixture, &tc_alarm_text_type, &text);
  change (&stage, "sent", 0);
  check_state (&stage, TC_ALARM_TEXT_SENT);
  /* Somebody does something. */
  switch_rule (&stage, 0);
  pass (&stage, 1);
  tc_fixture_run_as (stage.room->fixture, stage.room->lan, &tc_alarm_acknowledge_type, &mark);
  check_untold (&stage);
  pass (&stage, UP);
  check_untold (&stage);
  tear_down (&stage);
}

static void
test_refusals (void)
{
  Stage stage;
  TcAlarmTextNew text;
  TcAlarmTextChange change_args = {0, 0, "gone", 0};

  set_up (&stage);
  pass (&stage, TAKE + UP);
  text = make_text (&stage);
  /* Of the server alone. */
  tc_fixture_refuse_as (stage.room->fixture, stage.room->lan, &tc_alarm_text_type, &text,
                        "people.system-only");
  change_args.text_id = stage.text;
  tc_fixture_refuse_as (stage.room->fixture, stage.room->lan, &tc_alarm_text_state_type,
                        &change_args, "people.system-only");
  tc_fixture_refuse (stage.room->fixture, &tc_alarm_text_state_type, &change_args,
                     "operation.arguments");
  change_args.state = "sent";
  tc_fixture_refuse (stage.room->fixture, &tc_alarm_text_state_type, &change_args,
                     "alarm.text-state");
  text.staff_id = stage.incident;
  tc_fixture_refuse (stage.room->fixture, &tc_alarm_text_type, &text, "people.unknown");
  text.staff_id = stage.head;
  text.kind = "dull";
  tc_fixture_refuse (stage.room->fixture, &tc_alarm_text_type, &text, "operation.arguments");
  text.kind = "untaken";
  tc_fixture_run (stage.room->fixture, &tc_alarm_text_type, &text);
  change_args.row_id = stage.incident;
  tc_fixture_refuse (stage.room->fixture, &tc_alarm_text_state_type, &change_args,
                     "alarm.text-state");
  tc_room_step (stage.room, stage.incident, TC_STEP_REJECT);
  tc_fixture_refuse (stage.room->fixture, &tc_alarm_text_type, &text, "alarm.over");
  tear_down (&stage);
}

static void
test_people (void)
{
  Stage stage;
  g_autoptr (GPtrArray) people = NULL;

  set_up (&stage);
  people = tc_alarm_list_people (stage.room->fixture->db, stage.role, stage.room->fixture->now_us);
  g_assert_cmpuint (people->len, ==, 1);
  const TcAlarmPerson *person = g_ptr_array_index (people, 0);
  g_assert_cmpint (person->staff_id, ==, stage.head);
  g_assert_cmpstr (person->account, ==, "head");
  g_assert_cmpstr (person->phone, ==, "0912 345 678");
  g_assert_false (person->on_duty);
  tear_down (&stage);
}

static int
count_step_cb (gpointer data)
{
  (*(gint64 *) data)++;
  return 0;
}

/* Of SQLite's virtual machine. */
static gint64
count_steps (Stage *stage)
{
  TcFixture *fixture = stage->room->fixture;
  sqlite3 *handle = tc_database_get_handle (fixture->db);
  gint64 steps = 0;

  sqlite3_progress_handler (handle, 1, count_step_cb, &steps);
  g_assert_cmpuint (count_up (stage), ==, 1);
  sqlite3_progress_handler (handle, 0, NULL, NULL);
  return steps;
}

/* What is over isn't looked at. */
static void
test_cost (void)
{
  Stage stage;
  gint64 before, after;

  set_up (&stage);
  pass (&stage, TAKE + UP);
  before = count_steps (&stage);
  for (guint i = 0; i < OVER; i++)
    tc_database_execute (
        stage.room->fixture->db,
        "INSERT INTO incident (id, scope, code, day, number, title, priority, state, open, rank_us,"
        " received_us, paused_total_us, answer_state, report_count, reopened_count, opened_us,"
        " changed_us) SELECT ?1, scope, 'PA-' || ?1, day, ?1, title, priority, 'closed', 0, "
        "rank_us,"
        " received_us, 0, 'none', 1, 0, opened_us, changed_us FROM incident WHERE id = ?2",
        "ii", tc_room_id (stage.room), stage.incident);
  after = count_steps (&stage);
  g_test_message ("%" G_GINT64_FORMAT " steps, %" G_GINT64_FORMAT " with %d that are over", before,
                  after, OVER);
  g_assert_cmpint (after, <, before + 100);
  tc_room_free (stage.room);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alarm-text/same", test_same);
  g_test_add_func ("/alarm-text/states", test_states);
  g_test_add_func ("/alarm-text/stopped", test_stopped);
  g_test_add_func ("/alarm-text/rule-off", test_rule_off);
  g_test_add_func ("/alarm-text/refusals", test_refusals);
  g_test_add_func ("/alarm-text/people", test_people);
  g_test_add_func ("/alarm-text/cost", test_cost);
  return g_test_run ();
}
