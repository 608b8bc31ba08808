/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what a report makes, what it refuses, and that the person behind it stands nowhere but in
 * the reporters' scope.
 * Method: reports with and without each part; every text of scopes 1 and 2 is searched for the
 * person after a life full of steps.
 */
#include "tc-incident-codes.h"
#include "tc-room-fixture.h"

static void
test_report_makes_incident (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_report (room);
  g_autoptr (TcIncidentDetail) detail = tc_incident_detail (room->fixture->db, incident);
  const TcReport *report = &g_array_index (detail->reports, TcReport, 0);
  const TcIncidentEvent *event = &g_array_index (detail->events, TcIncidentEvent, 0);

  g_assert_cmpint (detail->reports->len, ==, 1);
  g_assert_cmpint (detail->events->len, ==, 1);
  g_assert_cmpint (detail->incident.state, ==, TC_STATE_NEW);
  g_assert_cmpint (detail->incident.priority, ==, 2);
  g_assert_cmpint (detail->incident.report_count, ==, 1);
  g_assert_cmpstr (detail->incident.title, ==,
                   "Đèn giao thông ngã tư 30/4 chớp vàng, xe chạy lộn xộn.");
  /* The kind's own term for priority 2 goes before that of all fields. */
  g_assert_cmpint (detail->incident.due_us, ==, room->fixture->now_us + 120 * TC_MINUTE_US);
  g_assert_cmpint (detail->term_minutes, ==, 120);
  g_assert_cmpstr (detail->term_basis, ==, "QĐ 2");
  g_assert_cmpint (report->received_us, ==, room->fixture->now_us);
  g_assert_cmpint (report->said_us, ==, room->fixture->now_us);
  g_assert_cmpstr (report->language, ==, "vi");
  g_assert_cmpstr (event->code, ==, "incident.report");
  g_assert_cmpint (event->id, >, report->id);
  g_assert_cmpstr (event->reason, ==, "hotline");
}

static void
test_term_counts_from_received (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  char code[40];
  TcIncidentReport args = tc_room_report_args (room, code);

  args.received_us = room->fixture->now_us - TC_HOUR_US;
  args.field_id = 0;
  args.priority = TC_PRIORITY_URGENT;
  tc_fixture_run (room->fixture, &tc_incident_report_type, &args);
  gint64 due_us = tc_room_int (room, "SELECT due_us FROM incident WHERE id = ?", args.incident_id);
  g_assert_cmpint (due_us, ==, args.received_us + 40 * TC_MINUTE_US);
}

/* What another system had promised stays, whatever the term says, until a person sets another. */
static void
test_due_of_another_system (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  char code[40];
  TcIncidentReport args = tc_room_report_args (room, code);

  args.due_us = room->fixture->now_us - TC_HOUR_US;
  TcIncidentLeaseCodes lease = {tc_room_id (room), room->lan.desk, room->day, 50000, 10};
  TcIncidentReport other = args;
  g_autofree char *desk_code = tc_incident_format_code (room->day, 50000);
  other.code = desk_code;
  tc_fixture_run (room->fixture, &tc_incident_lease_codes_type, &lease);
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_incident_report_type, &other,
                        "operation.arguments");
  tc_fixture_run (room->fixture, &tc_incident_report_type, &args);
  TcIncidentSetPriority urgent = {args.incident_id, TC_PRIORITY_URGENT, NULL};
  tc_fixture_run (room->fixture, &tc_incident_set_priority_type, &urgent);
  g_assert_cmpint (tc_room_int (room, "SELECT due_us FROM incident WHERE id = ?", args.incident_id),
                   ==, args.due_us);
}

static void
test_long_title_is_cut (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  char code[40];
  TcIncidentReport args = tc_room_report_args (room, code);

  args.text =
      "Nước ngập tới đầu gối ở hẻm 3 đường Trần Hưng Đạo, nhiều xe máy chết máy, người dân phải "
      "đẩy bộ\nXin giúp";
  tc_fixture_run (room->fixture, &tc_incident_report_type, &args);
  g_autofree char *title = tc_room_text (room, "SELECT title FROM incident WHERE id = ?",
                                         args.incident_id);
  g_assert_cmpstr (title, ==,
                   "Nước ngập tới đầu gối ở hẻm 3 đường Trần Hưng Đạo, nhiều xe máy chết máy, "
                   "người…");
}

static void
refuse (TcRoom *room, const TcIncidentReport *args, const char *code)
{
  tc_fixture_refuse (room->fixture, &tc_incident_report_type, args, code);
}

static void
test_refusals (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  char code[40];
  TcIncidentReport good = tc_room_report_args (room, code);
  TcIncidentReport args = good;

  args.field_id = 12345;
  refuse (room, &args, "field.unknown");
  args = good;
  args.lon_e7 = TC_NONE;
  refuse (room, &args, "operation.arguments");
  args = good;
  args.reporter_id = 0;
  refuse (room, &args, "operation.arguments");
  args = good;
  args.reporter_name = args.reporter_phone = NULL;
  refuse (room, &args, "operation.arguments");
  args = good;
  args.text = "";
  refuse (room, &args, "operation.arguments");
  tc_fixture_run (room->fixture, &tc_incident_report_type, &good);
  TcIncidentReport next = tc_room_report_args (room, code);
  args = next;
  args.incident_id = good.incident_id;
  refuse (room, &args, "incident.id-used");
  args = next;
  args.report_id = good.report_id;
  refuse (room, &args, "incident.id-used");
  args = next;
  args.reporter_id = good.reporter_id;
  refuse (room, &args, "incident.id-used");
}

static void
test_join (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_report (room);

  tc_room_step (room, incident, TC_STEP_JOIN);
  tc_room_step (room, incident, TC_STEP_JOIN);
  g_assert_cmpint (tc_room_int (room, "SELECT report_count FROM incident WHERE id = ?", incident),
                   ==, 3);
  g_assert_cmpint (
      tc_room_int (room, "SELECT count(*) FROM report WHERE incident_id = ?", incident), ==, 3);
  char code[40];
  TcIncidentReport args = tc_room_report_args (room, code);
  args.incident_id = 77;
  tc_fixture_refuse (room->fixture, &tc_incident_join_type, &args, "incident.unknown");
}

static void
test_update_and_rate (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_make (room, TC_STATE_RESOLVED);
  gint64 report = room->report;
  TcReportRate rate = {report, 4, "Nhanh"};
  TcReportRate bad = {report, 0, NULL};
  TcReportUpdate unknown = {99, 1, "Alo", NULL};

  tc_fixture_run (room->fixture, &tc_report_rate_type, &rate);
  g_assert_cmpint (tc_room_int (room, "SELECT rating FROM report WHERE id = ?", report), ==, 4);
  tc_fixture_refuse (room->fixture, &tc_report_rate_type, &bad, "operation.arguments");
  rate.report_id = 99;
  tc_fixture_refuse (room->fixture, &tc_report_rate_type, &rate, "report.unknown");
  tc_fixture_refuse (room->fixture, &tc_report_update_type, &unknown, "report.unknown");
  g_assert_cmpint (tc_room_state (room, incident), ==, TC_STATE_RESOLVED);
}

/* What the reporter adds ends the wait, and the clock has stood meanwhile. */
static void
test_update_ends_wait (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_make (room, TC_STATE_ASSIGNED);
  gint64 due_us = tc_room_int (room, "SELECT due_us FROM incident WHERE id = ?", incident);

  tc_room_step (room, incident, TC_STEP_WAIT);
  room->fixture->now_us += 7 * TC_HOUR_US;
  tc_room_step (room, incident, TC_STEP_TELL);
  g_assert_cmpint (tc_room_state (room, incident), ==, TC_STATE_WAITING);
  tc_room_step (room, incident, TC_STEP_UPDATE);
  g_assert_cmpint (tc_room_state (room, incident), ==, TC_STATE_ASSIGNED);
  g_assert_cmpint (tc_room_int (room, "SELECT due_us FROM incident WHERE id = ?", incident), ==,
                   due_us + 7 * TC_HOUR_US);
}

/* ---- after the end ---- */

/* (transfer full) */
static TcIncidentDetail *
read_detail (TcRoom *room, gint64 incident)
{
  return tc_incident_detail (room->fixture->db, incident);
}

static gboolean
is_untold (TcRoom *room, gint64 incident)
{
  g_autoptr (TcIncidentDetail) detail = read_detail (room, incident);

  return g_array_index (detail->reports, TcReport, 0).untold;
}

static void
test_reporter_reopens (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_make (room, TC_STATE_RESOLVED);
  TcReportReopen args = {room->report, "Đèn vẫn chớp vàng", "ngoai-7"};

  room->fixture->now_us += TC_ROOM_REOPEN_DAYS * 24 * TC_HOUR_US;
  tc_fixture_run (room->fixture, &tc_report_reopen_type, &args);
  g_autoptr (TcIncidentDetail) detail = read_detail (room, incident);
  const TcIncidentEvent *event = &g_array_index (detail->events, TcIncidentEvent,
                                                 detail->events->len - 1);
  g_assert_true (tc_incident_state_is_open (detail->incident.state));
  g_assert_cmpint (detail->incident.state, !=, TC_STATE_RESOLVED);
  g_assert_cmpint (detail->incident.reopened_count, ==, 1);
  g_assert_cmpstr (event->text, ==, args.text);
  g_assert_cmpstr (event->external_id, ==, "ngoai-7");
  g_assert_cmpint (event->report_id, ==, room->report);
  /* It isn't over any more. */
  tc_fixture_refuse (room->fixture, &tc_report_reopen_type, &args, "incident.state");
  args.report_id = 99;
  tc_fixture_refuse (room->fixture, &tc_report_reopen_type, &args, "report.unknown");
}

/* The days count from when the reporter heard of it. */
static void
test_reporter_reopens_late (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 days_us = TC_ROOM_REOPEN_DAYS * 24 * TC_HOUR_US;
  TcReportTell tell = {0, 1, "called", NULL};
  TcReportReopen args = {0, "Vẫn hỏng", NULL};

  tc_room_make (room, TC_STATE_RESOLVED);
  args.report_id = tell.report_id = room->report;
  room->fixture->now_us += days_us + 1;
  tc_fixture_refuse (room->fixture, &tc_report_reopen_type, &args, "report.reopen-late");
  tc_fixture_run (room->fixture, &tc_report_tell_type, &tell);
  room->fixture->now_us += days_us;
  tc_fixture_run (room->fixture, &tc_report_reopen_type, &args);
}

static void
test_level_without_days (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcReportReopen args = {0, "Vẫn hỏng", NULL};

  tc_room_promise (room, 0, 0, 0, 60);
  tc_room_make (room, TC_STATE_CLOSED);
  args.report_id = room->report;
  tc_fixture_refuse (room->fixture, &tc_report_reopen_type, &args, "report.reopen-never");
}

static void
test_caller_is_told (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_make (room, TC_STATE_WORKING);
  TcReportTell tell = {room->report, 1, "called", "Đèn đã thay"};
  TcReportTell back = {room->report, 0, NULL, NULL};
  TcReportTell bad = {room->report, 1, "dreamt", NULL};

  g_assert_false (is_untold (room, incident));
  tc_fixture_refuse (room->fixture, &tc_report_tell_type, &back, "report.not-told");
  tc_fixture_refuse (room->fixture, &tc_report_tell_type, &bad, "operation.arguments");
  bad = (TcReportTell){room->report, 1, NULL, NULL};
  tc_fixture_refuse (room->fixture, &tc_report_tell_type, &bad, "operation.arguments");
  /* That somebody is on the way isn't how it ended. */
  tc_fixture_run (room->fixture, &tc_report_tell_type, &tell);
  room->fixture->now_us += TC_MINUTE_US;
  tc_room_step (room, incident, TC_STEP_RESOLVE);
  g_assert_true (is_untold (room, incident));
  /* Nor does a caller hear of what is published. */
  tc_room_step (room, incident, TC_STEP_SUBMIT);
  tc_room_step (room, incident, TC_STEP_APPROVE);
  tc_room_step (room, incident, TC_STEP_PUBLISH);
  g_assert_true (is_untold (room, incident));
  tc_fixture_run_as (room->fixture, room->lan, &tc_report_tell_type, &tell);
  g_assert_false (is_untold (room, incident));
  tc_fixture_run_as (room->fixture, room->lan, &tc_report_tell_type, &back);
  g_assert_true (is_untold (room, incident));
}

/* Whoever reported through an outside system hears of it there. */
static void
test_outside_system_is_told (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_make (room, TC_STATE_RESOLVED);

  tc_database_execute (room->fixture->db, "UPDATE report SET source = 'app', channel = 'open311'",
                       NULL);
  g_assert_true (is_untold (room, incident));
  tc_room_step (room, incident, TC_STEP_SUBMIT);
  tc_room_step (room, incident, TC_STEP_APPROVE);
  tc_room_step (room, incident, TC_STEP_PUBLISH);
  g_assert_false (is_untold (room, incident));
  tc_database_execute (room->fixture->db, "UPDATE report SET source = NULL, channel = 'camera'",
                       NULL);
  g_assert_false (is_untold (room, incident));
}

/* ---- nothing personal outside ---- */

static void
search_column (TcRoom *room, const char *table, const char *column)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT count(*) FROM \"%s\" WHERE scope <> 3 AND (instr (ifnull (\"%s\", ''), ?) > 0"
      " OR instr (ifnull (\"%s\", ''), ?) > 0)",
      table, column, column);
  gint64 found = tc_database_get_int (room->fixture->db, -1, sql, "ss", TC_ROOM_NAME,
                                      TC_ROOM_PHONE);

  if (found != 0)
    g_error ("%s.%s names the reporter", table, column);
}

static void
test_nothing_personal_in_incidents (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  guint n;
  const TcTable *const *tables = tc_catalogue_list (room->fixture->catalogue, &n);

  tc_room_make (room, TC_STATE_WORKING);
  tc_room_make (room, TC_STATE_MERGED);
  gint64 incident = tc_room_make (room, TC_STATE_PUBLISHED);
  tc_room_step (room, incident, TC_STEP_REPORTER);
  for (guint i = 0; i < n; i++) {
    for (guint column = 0; column < tables[i]->n_columns; column++)
      search_column (room, tables[i]->name, tables[i]->columns[column]);
  }
  g_assert_cmpint (tc_room_int (room, "SELECT count(*) FROM reporter WHERE scope = ?", 3), >, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/incident/reports/makes-incident", test_report_makes_incident);
  g_test_add_func ("/incident/reports/term-counts-from-received", test_term_counts_from_received);
  g_test_add_func ("/incident/reports/due", test_due_of_another_system);
  g_test_add_func ("/incident/reports/long-title", test_long_title_is_cut);
  g_test_add_func ("/incident/reports/refusals", test_refusals);
  g_test_add_func ("/incident/reports/join", test_join);
  g_test_add_func ("/incident/reports/update-and-rate", test_update_and_rate);
  g_test_add_func ("/incident/reports/update-ends-wait", test_update_ends_wait);
  g_test_add_func ("/incident/reports/reporter-reopens", test_reporter_reopens);
  g_test_add_func ("/incident/reports/reporter-reopens-late", test_reporter_reopens_late);
  g_test_add_func ("/incident/reports/level-without-days", test_level_without_days);
  g_test_add_func ("/incident/reports/caller-is-told", test_caller_is_told);
  g_test_add_func ("/incident/reports/outside-system-is-told", test_outside_system_is_told);
  g_test_add_func ("/incident/reports/nothing-personal", test_nothing_personal_in_incidents);
  return g_test_run ();
}
