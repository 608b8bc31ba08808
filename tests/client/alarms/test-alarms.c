/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a flood is one line, emergencies never are; what an alarm says is there for each kind; the
 * list of a desk follows what changes. Method: alarms made by hand for the lines; a room's database
 * in a file for the desk's list.
 */
#include "tc-alarm-text.h"
#include "tc-alarm-words.h"
#include "tc-alarms.h"
#include "tc-fixture-file.h"
#include "tc-room-fixture.h"
#include "wait-limit.h"

#include <string.h>

static void
add (GArray *alarms, TcAlarmKind kind, TcAlarmPriority priority, TcAlarmState state)
{
  TcAlarm alarm = {.kind = kind,
                   .priority = priority,
                   .state = state,
                   .incident_id = (gint64) alarms->len + 1,
                   .code = "PA-1",
                   .title = "Đèn hỏng",
                   .due_us = TC_NONE};

  g_array_append_val (alarms, alarm);
}

static const TcAlarmRow *
get (GArray *rows, guint i)
{
  g_assert_cmpuint (i, <, rows->len);
  return &g_array_index (rows, TcAlarmRow, i);
}

static void
test_flood (void)
{
  g_autoptr (GArray) alarms = g_array_new (FALSE, TRUE, sizeof (TcAlarm));
  g_autoptr (GHashTable) opened = g_hash_table_new (g_int64_hash, g_int64_equal);
  const guint n = TC_ALARM_FLOOD_MIN;
  gint64 key = 0;

  for (guint i = 0; i < n + 2; i++)
    add (alarms, TC_ALARM_UNTAKEN, TC_ALARM_HIGH, TC_ALARM_RINGING);
  for (guint i = 0; i < n; i++)
    add (alarms, TC_ALARM_UNTAKEN, TC_ALARM_LOW, TC_ALARM_RINGING);
  for (guint i = 0; i < n - 1; i++)
    add (alarms, TC_ALARM_LATE, TC_ALARM_LOW, TC_ALARM_RINGING);
  add (alarms, TC_ALARM_LATE, TC_ALARM_LOW, TC_ALARM_ACKNOWLEDGED);
  add (alarms, TC_ALARM_LATE, TC_ALARM_LOW, TC_ALARM_SHELVED);
  g_autoptr (GArray) rows = tc_alarm_rows_make (alarms, FALSE, opened);
  g_assert_cmpuint (rows->len, ==, n + 2 + 1 + (n - 1) + 1);
  g_assert_cmpuint (get (rows, n + 2)->count, ==, n);
  key = tc_alarm_row_get_key (get (rows, n + 2));
  g_assert_cmpint (key, <, 0);
  g_assert_cmpint (tc_alarm_row_get_key (get (rows, 0)), ==, 1);
  g_hash_table_add (opened, &key);
  g_autoptr (GArray) more = tc_alarm_rows_make (alarms, FALSE, opened);
  g_assert_cmpuint (more->len, ==, rows->len + n);
  g_assert_true (get (more, n + 3)->within);
  g_autoptr (GArray) shelved = tc_alarm_rows_make (alarms, TRUE, opened);
  g_assert_cmpuint (shelved->len, ==, 1);
}

static void
test_words (void)
{
  TcAlarm alarm = {
      .code = "PA-1", .title = "Đèn hỏng", .count = 37, .due_us = TC_NONE, .until_us = TC_NONE};
  TcAlarmRow row = {&alarm, 1, FALSE};

  for (guint kind = 0; kind < TC_ALARM_N_KINDS; kind++) {
    alarm.kind = kind;
    g_autofree char *flood = tc_alarm_word_flood (kind, 14);
    g_autofree char *spoken = tc_alarm_word_spoken (&row, TC_HOUR_US);
    g_autofree char *what = tc_alarm_word_what (&alarm);
    g_assert_true (g_str_has_prefix (flood, "14 "));
    g_assert_nonnull (strstr (spoken, what));
    if (kind == TC_ALARM_MEMBERS)
      g_assert_cmpstr (what, ==, "37 incidents that nobody has taken");
    else
      g_assert_cmpstr (what, ==, tc_alarm_word_cause (kind));
    g_assert_nonnull (strstr (spoken, "PA-1"));
    g_assert_cmpuint (strlen (tc_alarm_word_consequence (kind)), >, 10);
    g_assert_cmpuint (strlen (tc_alarm_word_action (kind)), >, 10);
  }
  g_autofree char *none = tc_alarm_word_mark (&alarm, TC_HOUR_US);
  g_assert_cmpstr (none, ==, "");
  alarm.mark_us = 1;
  alarm.mark_name = "Minh";
  alarm.state = TC_ALARM_SHELVED;
  alarm.until_us = TC_HOUR_US;
  alarm.reason = "waiting";
  g_autofree char *shelved = tc_alarm_word_mark (&alarm, TC_HOUR_US);
  g_assert_nonnull (strstr (shelved, "Minh"));
  g_assert_nonnull (strstr (shelved, "waits for something outside"));
  g_assert_cmpint (tc_alarm_get_signal (&alarm), ==, TC_SIGNAL_NOTICE);
  alarm.state = TC_ALARM_RINGING;
  g_assert_cmpint (tc_alarm_get_signal (&alarm), ==, TC_SIGNAL_EMERGENCY);
}

/* What became of text messages, in the list and at large. */
static void
check_texts (TcAlarm *alarm)
{
  TcAlarmText texts[] = {{1, "Minh", TC_ALARM_TEXT_WAITING, TC_MINUTE_US},
                         {2, "Hoa", TC_ALARM_TEXT_FAILED, TC_MINUTE_US},
                         {3, "Tâm", TC_ALARM_TEXT_UNSURE, TC_MINUTE_US},
                         {4, "Nam", TC_ALARM_TEXT_SENDING, TC_MINUTE_US},
                         {5, "Vân", TC_ALARM_TEXT_SENT, TC_MINUTE_US},
                         {6, "Lan", TC_ALARM_TEXT_STOPPED, TC_MINUTE_US}};
  g_autoptr (GPtrArray) list = g_ptr_array_new ();

  alarm->texts = list;
  g_ptr_array_add (list, &texts[1]);
  g_autofree char *failed = tc_alarm_word_escalated (alarm, TC_HOUR_US);
  g_assert_true (g_str_has_suffix (failed, " · SMS could not be sent"));
  g_ptr_array_add (list, &texts[0]);
  g_autofree char *waits = tc_alarm_word_escalated (alarm, TC_HOUR_US);
  g_assert_true (g_str_has_suffix (waits, " · SMS isn't sent yet"));
  g_ptr_array_add (list, &texts[4]);
  g_autofree char *sent = tc_alarm_word_escalated (alarm, TC_HOUR_US);
  g_assert_nonnull (strstr (sent, " · SMS at "));
  g_ptr_array_add (list, &texts[2]);
  g_ptr_array_add (list, &texts[3]);
  g_autofree char *lines = tc_alarm_word_texts (alarm, TC_HOUR_US);
  g_auto (GStrv) line = g_strsplit (lines, "\n", -1);
  g_assert_cmpuint (g_strv_length (line), ==, 5);
  g_assert_true (g_str_has_prefix (line[0], "SMS to Hoa could not be sent ("));
  g_assert_true (g_str_has_prefix (line[1], "SMS to Minh couldn't be sent so far"));
  g_assert_true (g_str_has_prefix (line[2], "SMS to Vân at "));
  g_assert_true (g_str_has_suffix (line[3], "perhaps it wasn't sent. Telephone"));
  g_assert_cmpstr (line[4], ==, "and to 1 more");
  g_ptr_array_set_size (list, 0);
  g_ptr_array_add (list, &texts[5]);
  g_autofree char *stopped = tc_alarm_word_texts (alarm, TC_HOUR_US);
  g_assert_true (g_str_has_prefix (stopped, "No SMS to Lan any more ("));
  g_assert_true (g_str_has_suffix (stopped, "): the rule doesn't hold any more"));
  alarm->texts = NULL;
}

static void
test_escalated (void)
{
  g_autoptr (GArray) alarms = g_array_new (FALSE, TRUE, sizeof (TcAlarm));
  g_autoptr (GHashTable) opened = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < 2 * TC_ALARM_FLOOD_MIN; i++) {
    add (alarms, TC_ALARM_UNTAKEN, TC_ALARM_LOW, TC_ALARM_RINGING);
    g_array_index (alarms, TcAlarm, i).escalated_here = i < TC_ALARM_FLOOD_MIN;
  }
  /* What has gone up to the person isn't lost among the others. */
  g_autoptr (GArray) rows = tc_alarm_rows_make (alarms, FALSE, opened);
  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_true (get (rows, 0)->alarm->escalated_here);
  g_assert_cmpuint (get (rows, 0)->count, ==, TC_ALARM_FLOOD_MIN);
  g_assert_cmpuint (get (rows, 1)->count, ==, TC_ALARM_FLOOD_MIN);
  TcAlarm alarm = {.code = "PA-1", .title = "Đèn hỏng", .due_us = TC_NONE};
  g_autofree char *before = tc_alarm_word_escalated (&alarm, TC_HOUR_US);
  g_autofree char *nobody = tc_alarm_word_called (&alarm, TC_HOUR_US);
  g_assert_cmpstr (before, ==, "");
  g_assert_cmpstr (nobody, ==, "");
  alarm.escalated_us = TC_MINUTE_US;
  alarm.role_vi = alarm.role_en = "Shift supervisor";
  alarm.called_us = TC_MINUTE_US;
  alarm.called_name = "Minh";
  alarm.called_by = "Lan";
  g_autofree char *escalated = tc_alarm_word_escalated (&alarm, TC_HOUR_US);
  g_autofree char *called = tc_alarm_word_called (&alarm, TC_HOUR_US);
  g_autofree char *untold = tc_alarm_word_texts (&alarm, TC_HOUR_US);
  g_assert_cmpstr (untold, ==, "");
  check_texts (&alarm);
  g_autofree char *spoken = tc_alarm_word_spoken (&(TcAlarmRow){&alarm, 1, FALSE}, TC_HOUR_US);
  g_assert_true (g_str_has_prefix (escalated, "with Shift supervisor since "));
  g_assert_true (g_str_has_prefix (called, "Minh was called by Lan at "));
  g_assert_nonnull (strstr (spoken, escalated));
}

/* ---- the list of a desk ---- */

static gboolean
late_cb (gpointer data)
{
  g_error ("the alarms never came");
  return G_SOURCE_REMOVE;
}

/* Until so many ring. */
static void
wait_ringing (TcAlarms *alarms, guint n)
{
  guint late = g_timeout_add_seconds (WAIT_S, late_cb, NULL);

  while (!tc_alarms_get (alarms) || tc_alarms_count_ringing (alarms) != n)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (late);
}

static void
test_desk (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcIncidentReport report;
  char code[40];

  room->fixture->now_us = g_get_real_time () - 48 * TC_HOUR_US;
  report = tc_room_report_args (room, code);
  tc_fixture_run (room->fixture, &tc_incident_report_type, &report);
  g_autoptr (TcFixtureFile) file = tc_fixture_file_new (room->fixture);
  TcAlarms *alarms = tc_alarms_new (file->reader, room->lan.staff_id);
  wait_ringing (alarms, 1);
  room->fixture->now_us = g_get_real_time ();
  TcAlarmMark mark = {report.incident_id, "late"};
  TcSessionOpen session = {tc_room_id (room), room->lan.staff_id, room->lan.desk,
                           room->fixture->now_us + TC_HOUR_US};
  tc_fixture_run (room->fixture, &tc_session_open_type, &session);
  room->lan.session_id = session.session_id;
  tc_fixture_run_as (room->fixture, room->lan, &tc_alarm_acknowledge_type, &mark);
  tc_fixture_file_publish (file);
  tc_alarms_rows_changed (alarms, "alarm_mark");
  wait_ringing (alarms, 0);
  g_assert_null (tc_alarms_get_error (alarms));
  g_assert_cmpuint (tc_alarms_get (alarms)->len, ==, 1);
  g_object_run_dispose (G_OBJECT (alarms));
  g_object_unref (alarms);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alarms/flood", test_flood);
  g_test_add_func ("/alarms/words", test_words);
  g_test_add_func ("/alarms/escalated", test_escalated);
  g_test_add_func ("/alarms/desk", test_desk);
  return g_test_run ();
}
