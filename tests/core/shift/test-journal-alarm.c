/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: an entry of the journal that is late is an alarm like others, until it is done: for all who
 * handle incidents, acknowledged, shelved, gone up and measured. Method: the room of the fixture
 * and a clock that is moved.
 */
#include "tc-alarm-history.h"
#include "tc-alarm-journal.h"
#include "tc-alarm-measures.h"
#include "tc-alarm-rule.h"
#include "tc-room-fixture.h"
#include "tc-shift-operations.h"

#include <string.h>

#define DUE 30

/* In which the dispatchers read the journal. */
static TcRoom *
make_room (void)
{
  TcRoom *room = tc_room_new ();
  const TcRoleScope read = {room->role, "incidents"};

  tc_fixture_run (room->fixture, &tc_role_read_type, &read);
  return room;
}

static void
pass (TcRoom *room, gint64 minutes)
{
  room->fixture->now_us += minutes * TC_MINUTE_US;
}

/* Due in DUE minutes. */
static gint64
add (TcRoom *room, const char *kind, const char *text)
{
  TcJournalAdd args = {.entry_id = tc_room_id (room),
                       .kind = kind,
                       .text = text,
                       .source = "Phó Chủ tịch",
                       .due_us = room->fixture->now_us + DUE * TC_MINUTE_US};

  tc_fixture_run_as (room->fixture, room->lan, &tc_journal_add_type, &args);
  return args.entry_id;
}

static void
finish (TcRoom *room, gint64 entry_id)
{
  TcJournalFollowUp args = {tc_room_id (room), entry_id, "đã xong", 1};

  tc_fixture_run_as (room->fixture, room->lan, &tc_journal_follow_up_type, &args);
}

static GArray *
list (TcRoom *room, TcActor actor)
{
  return tc_alarm_list (room->fixture->db, actor.staff_id, room->fixture->now_us);
}

static void
check_state (TcRoom *room, TcAlarmState state)
{
  g_autoptr (GArray) alarms = list (room, room->minh);

  g_assert_cmpuint (alarms->len, ==, 1);
  g_assert_cmpint (g_array_index (alarms, TcAlarm, 0).state, ==, state);
}

static void
check_none (TcRoom *room, TcActor actor)
{
  g_autoptr (GArray) alarms = list (room, actor);

  g_assert_cmpuint (alarms->len, ==, 0);
}

static void
test_late (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 order = add (room, "order", "Kiểm tra trạm bơm\nbáo cáo trước 17 giờ");
  gint64 fault = add (room, "fault", "Bộ đàm 3 hỏng");
  g_autoptr (GArray) alarms = NULL;
  const TcAlarm *one = NULL;

  pass (room, DUE - 1);
  check_none (room, room->lan);
  pass (room, 1);
  alarms = list (room, room->lan);
  g_assert_cmpuint (alarms->len, ==, 2);
  one = &g_array_index (alarms, TcAlarm, 0);
  g_assert_cmpint (one->incident_id, ==, order);
  g_assert_cmpint (one->kind, ==, TC_ALARM_JOURNAL);
  g_assert_cmpint (one->priority, ==, TC_ALARM_MEDIUM);
  g_assert_cmpint (one->since_us, ==, room->fixture->now_us);
  g_assert_cmpstr (one->title, ==, "Phó Chủ tịch: Kiểm tra trạm bơm");
  g_assert_cmpstr (one->code, ==, "");
  g_assert_cmpint (g_array_index (alarms, TcAlarm, 1).priority, ==, TC_ALARM_LOW);
  check_none (room, (TcActor){.staff_id = 7});
  finish (room, order);
  finish (room, fault);
  check_none (room, room->lan);
}

/* Quiet for ten minutes, as nobody can take it; then it rings again. */
static void
test_acknowledged (void)
{
  g_autoptr (TcRoom) room = make_room ();
  TcAlarmMark mark = {add (room, "order", "Báo cáo nhanh"), "journal"};

  pass (room, DUE);
  check_state (room, TC_ALARM_RINGING);
  tc_fixture_run_as (room->fixture, room->lan, &tc_alarm_acknowledge_type, &mark);
  check_state (room, TC_ALARM_ACKNOWLEDGED);
  pass (room, 9);
  check_state (room, TC_ALARM_ACKNOWLEDGED);
  pass (room, 2);
  check_state (room, TC_ALARM_RINGING);
}

static void
test_shelved (void)
{
  g_autoptr (TcRoom) room = make_room ();
  TcAlarmMark mark = {add (room, "order", "Báo cáo nhanh"), "journal"};
  TcAlarmShelve shelve = {mark.incident_id, "journal", "waiting", 0};
  g_autoptr (TcRefusal) refusal = NULL;

  pass (room, DUE);
  shelve.until_us = room->fixture->now_us + TC_HOUR_US;
  tc_fixture_run_as (room->fixture, room->lan, &tc_alarm_shelve_type, &shelve);
  check_state (room, TC_ALARM_SHELVED);
  tc_fixture_run_as (room->fixture, room->lan, &tc_alarm_unshelve_type, &mark);
  check_state (room, TC_ALARM_RINGING);
  refusal = tc_fixture_try_as (room->fixture, room->lan, &tc_alarm_unshelve_type, &mark);
  g_assert_cmpstr (refusal->code, ==, "journal.not-shelved");
}

static void
check_refused (TcRoom *room, gint64 entry_id, const char *code)
{
  TcAlarmMark mark = {entry_id, "journal"};
  g_autoptr (TcRefusal)
      refusal = tc_fixture_try_as (room->fixture, room->lan, &tc_alarm_acknowledge_type, &mark);

  g_assert_nonnull (refusal);
  g_assert_cmpstr (refusal->code, ==, code);
}

static void
test_refused (void)
{
  g_autoptr (TcRoom) room = make_room ();
  TcJournalAdd call = {
      .entry_id = tc_room_id (room), .kind = "call", .text = "Hỏi về ngập", .due_us = TC_NONE};
  gint64 done = add (room, "order", "Báo cáo nhanh");

  tc_fixture_run_as (room->fixture, room->lan, &tc_journal_add_type, &call);
  finish (room, done);
  check_refused (room, 12345, "journal.unknown");
  check_refused (room, done, "journal.done");
  check_refused (room, call.entry_id, "journal.no-alarm");
  /* An incident has no alarm of this kind. */
  check_refused (room, tc_room_report (room), "journal.unknown");
}

/* What nobody does anything about goes up, as any alarm of its priority. */
static void
test_goes_up (void)
{
  g_autoptr (TcRoom) room = make_room ();
  TcAlarmSetRule rule = {tc_room_id (room), "up", "medium", 5, room->role, 1};
  g_autoptr (GArray) alarms = NULL;

  tc_fixture_run (room->fixture, &tc_alarm_set_rule_type, &rule);
  add (room, "order", "Báo cáo nhanh");
  pass (room, DUE + 5);
  alarms = list (room, room->lan);
  g_assert_cmpuint (alarms->len, ==, 1);
  g_assert_cmpint (g_array_index (alarms, TcAlarm, 0).escalated_us, ==, room->fixture->now_us);
}

/* What was done in time isn't measured; of the others from when until when, and who knew. */
static void
test_measured (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 zero_us = room->fixture->now_us;
  gint64 in_time = add (room, "order", "Báo cáo nhanh");
  TcAlarmMark mark = {add (room, "order", "Kiểm tra trạm bơm"), "journal"};
  gint64 standing = add (room, "fault", "Bộ đàm 3 hỏng");
  g_autoptr (GArray) episodes = g_array_new (FALSE, FALSE, sizeof (TcAlarmEpisode));
  g_autoptr (GArray) watches = g_array_new (FALSE, FALSE, sizeof (TcAlarmWatch));
  g_autoptr (TcAlarmMeasures) measures = NULL;

  finish (room, in_time);
  pass (room, DUE + 2);
  tc_fixture_run_as (room->fixture, room->lan, &tc_alarm_acknowledge_type, &mark);
  pass (room, 3);
  finish (room, mark.incident_id);
  pass (room, 48 * 60);
  tc_alarm_journal_history (room->fixture->db, zero_us, room->fixture->now_us, episodes);
  g_assert_cmpuint (episodes->len, ==, 2);
  for (guint i = 0; i < episodes->len; i++) {
    const TcAlarmEpisode *episode = &g_array_index (episodes, TcAlarmEpisode, i);
    gboolean stands = episode->incident_id == standing;
    g_assert_cmpint (episode->from_us, ==, zero_us + DUE * TC_MINUTE_US);
    g_assert_cmpint (episode->known_us, ==, stands ? TC_NONE : zero_us + (DUE + 2) * TC_MINUTE_US);
    g_assert_cmpint (episode->until_us, ==, stands ? TC_NONE : zero_us + (DUE + 5) * TC_MINUTE_US);
  }
  measures = tc_alarm_measures_make (episodes, watches, zero_us, room->fixture->now_us);
  tc_alarm_measures_name (measures, room->fixture->db);
  g_assert_cmpuint (measures->n, ==, 2);
  g_assert_cmpuint (measures->n_standing, ==, 1);
  g_assert_cmpstr (g_array_index (measures->standing, TcAlarmCase, 0).title, ==,
                   "Phó Chủ tịch: Bộ đàm 3 hỏng");
}

/* A long one is shortened, whatever its letters. */
static void
test_title (void)
{
  g_autoptr (TcRoom) room = make_room ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *title = NULL, *none = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append (text, "ngập ");
  g_string_append (text, "sâu");
  title = tc_alarm_journal_dup_title (room->fixture->db, add (room, "order", text->str));
  none = tc_alarm_journal_dup_title (room->fixture->db, 12345);
  g_assert_cmpint (g_utf8_strlen (title, -1), ==, TC_ALARM_JOURNAL_CHARS_MAX);
  g_assert_true (g_str_has_suffix (title, "…"));
  g_assert_null (none);
}

/* Who handles incidents but may not read the journal isn't told by an alarm what stands there. */
static void
test_unreadable (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  const TcRoleScope read = {room->role, "incidents"};

  add (room, "order", "Kiểm tra trạm bơm");
  pass (room, DUE);
  check_none (room, room->minh);
  tc_fixture_run (room->fixture, &tc_role_read_type, &read);
  check_state (room, TC_ALARM_RINGING);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal-alarm/late", test_late);
  g_test_add_func ("/journal-alarm/unreadable", test_unreadable);
  g_test_add_func ("/journal-alarm/acknowledged", test_acknowledged);
  g_test_add_func ("/journal-alarm/shelved", test_shelved);
  g_test_add_func ("/journal-alarm/refused", test_refused);
  g_test_add_func ("/journal-alarm/goes-up", test_goes_up);
  g_test_add_func ("/journal-alarm/measured", test_measured);
  g_test_add_func ("/journal-alarm/title", test_title);
  return g_test_run ();
}
