/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: only what was approved is published, to everybody who reported; and the person behind a
 * report is opened, released and withdrawn on record.
 */
#include "tc-room-fixture.h"

static gint64
submit (TcRoom *room, gint64 incident, const char *text)
{
  TcAnswerSubmit args = {incident, tc_room_id (room), text, NULL};

  tc_fixture_run_as (room->fixture, room->lan, &tc_answer_submit_type, &args);
  return args.answer_id;
}

static void
check_answer (TcRoom *room, gint64 incident, guint at, const char *state)
{
  g_autoptr (TcIncidentDetail) detail = tc_incident_detail (room->fixture->db, incident);

  g_assert_cmpint (detail->answers->len, >, at);
  g_assert_cmpstr (g_array_index (detail->answers, TcAnswer, at).state, ==, state);
}

static void
test_only_what_was_approved (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_make (room, TC_STATE_RESOLVED);
  TcAnswerStep args = {incident, submit (room, incident, "Đã vá tạm."), "Nói rõ ngày vá xong"};

  tc_fixture_refuse (room->fixture, &tc_answer_publish_type, &args, "answer.not-approved");
  tc_fixture_run_as (room->fixture, room->minh, &tc_answer_return_type, &args);
  check_answer (room, incident, 0, "returned");
  tc_fixture_refuse (room->fixture, &tc_answer_approve_type, &args, "answer.state");
  args.answer_id = submit (room, incident, "Đã vá tạm, thứ sáu vá hẳn.");
  check_answer (room, incident, 0, "replaced");
  tc_fixture_run_as (room->fixture, room->minh, &tc_answer_approve_type, &args);
  /* Written anew, what was approved no longer counts. */
  gint64 approved = args.answer_id;
  args.answer_id = submit (room, incident, "Đã vá xong.");
  TcAnswerStep old = {incident, approved, NULL};
  tc_fixture_refuse (room->fixture, &tc_answer_publish_type, &old, "answer.not-approved");
  tc_fixture_run_as (room->fixture, room->minh, &tc_answer_approve_type, &args);
  tc_fixture_run_as (room->fixture, room->minh, &tc_answer_publish_type, &args);
  check_answer (room, incident, 2, "published");
  g_assert_cmpint (tc_room_state (room, incident), ==, TC_STATE_PUBLISHED);
  tc_fixture_refuse (room->fixture, &tc_answer_publish_type, &args, "answer.not-approved");
}

static void
test_unknown_answer (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_make (room, TC_STATE_RESOLVED);
  gint64 other = tc_room_make (room, TC_STATE_RESOLVED);
  TcAnswerStep args = {incident, submit (room, other, "Xong."), NULL};
  TcAnswerSubmit again = {incident, args.answer_id, "Xong.", NULL};

  tc_fixture_refuse (room->fixture, &tc_answer_approve_type, &args, "answer.unknown");
  tc_fixture_refuse (room->fixture, &tc_answer_submit_type, &again, "incident.id-used");
}

/* Before it is resolved an answer is news: the state stays. And all who reported are told. */
static void
test_all_are_told (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_make (room, TC_STATE_WORKING);

  tc_room_step (room, incident, TC_STEP_JOIN);
  tc_room_step (room, incident, TC_STEP_ABSORB);
  tc_room_step (room, incident, TC_STEP_SUBMIT);
  tc_room_step (room, incident, TC_STEP_APPROVE);
  tc_room_step (room, incident, TC_STEP_PUBLISH);
  g_assert_cmpint (tc_room_state (room, incident), ==, TC_STATE_WORKING);
  g_autoptr (TcIncidentDetail) detail = tc_incident_detail (room->fixture->db, incident);
  g_assert_cmpint (detail->reports->len, ==, 3);
  for (guint i = 0; i < detail->reports->len; i++) {
    const TcReport *report = &g_array_index (detail->reports, TcReport, i);
    g_autoptr (GArray)
        updates = tc_request_updates (room->fixture->db, report->id, TC_NONE, TC_NONE, 100);
    const TcRequestUpdate *last = &g_array_index (updates, TcRequestUpdate, updates->len - 1);
    g_assert_cmpint (report->answered_us, ==, room->fixture->now_us);
    g_assert_cmpstr (last->text, ==, "Đã xử lý xong.");
    g_assert_cmpstr (last->status, ==, "open");
  }
}

/* ---- the person ---- */

static void
test_open_reporter (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_report (room);
  TcReporterOpen args = {room->report, "Hỏi lại địa chỉ"};

  tc_fixture_run_as (room->fixture, room->lan, &tc_reporter_open_type, &args);
  g_autoptr (TcReporter) reporter = tc_reporter_get (room->fixture->db, room->report);
  g_assert_cmpstr (reporter->name, ==, TC_ROOM_NAME);
  g_autoptr (TcQuery) access = tc_database_query (
      room->fixture->db, "SELECT scope, staff_id, reason, kind FROM reporter_access", NULL);
  g_assert_true (tc_query_next (access));
  g_assert_cmpint (tc_query_int (access, 0), ==, TC_SCOPE_REPORTERS);
  g_assert_cmpint (tc_query_int (access, 1), ==, room->lan.staff_id);
  g_assert_cmpstr (tc_query_text (access, 2), ==, args.reason);
  g_assert_false (tc_query_next (access));
  /* The history says that, not why. */
  g_autoptr (TcIncidentDetail) detail = tc_incident_detail (room->fixture->db, incident);
  const TcIncidentEvent *event = &g_array_index (detail->events, TcIncidentEvent, 1);
  g_assert_cmpstr (event->code, ==, "reporter.open");
  g_assert_null (event->text);
  args.reason = NULL;
  tc_fixture_refuse (room->fixture, &tc_reporter_open_type, &args, "operation.arguments");
}

/* Name and number are the reporter's, also where a unit has them; that it was done is on record,
 * not what. */
static void
test_correct_reporter (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_report (room);
  TcReporterCorrect args = {room->report, "Trần Văn Đúng", NULL, "Nghe nhầm"};
  TcReporterRelease give = {room->report, tc_room_id (room), room->unit, "Gọi hỏi đường",
                            room->fixture->now_us + TC_HOUR_US};

  tc_room_step (room, incident, TC_STEP_TAKE);
  tc_room_step (room, incident, TC_STEP_DISPATCH);
  tc_fixture_run (room->fixture, &tc_reporter_release_type, &give);
  tc_fixture_run_as (room->fixture, room->lan, &tc_reporter_correct_type, &args);
  g_autoptr (TcReporter) reporter = tc_reporter_get (room->fixture->db, room->report);
  g_assert_cmpstr (reporter->name, ==, "Trần Văn Đúng");
  g_assert_null (reporter->phone);
  g_assert_cmpint (tc_room_int (room,
                                "SELECT count (*) FROM reporter WHERE id = ?"
                                " AND name = 'Trần Văn Đúng' AND phone IS NULL",
                                give.copy_id),
                   ==, 1);
  g_assert_cmpint (tc_room_int (room,
                                "SELECT count (*) FROM reporter_access WHERE report_id = ?"
                                " AND kind = 'corrected' AND reason = 'Nghe nhầm'",
                                room->report),
                   ==, 1);
  g_assert_cmpint (tc_room_int (room,
                                "SELECT count (*) FROM incident_event WHERE incident_id = ?"
                                " AND code = 'reporter.correct' AND text IS NULL",
                                incident),
                   ==, 1);
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_reporter_correct_type, &args,
                        "reporter.same");
  args.report_id = 99;
  tc_fixture_refuse (room->fixture, &tc_reporter_correct_type, &args, "report.unknown");
}

/* What was searched is on record like what was looked at, the newest first. */
static void
test_search_reporter (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_report (room);
  TcReporterOpen open = {room->report, "Hỏi lại địa chỉ"};
  TcReporterSearch search = {TC_ROOM_PHONE};

  tc_fixture_run_as (room->fixture, room->lan, &tc_reporter_open_type, &open);
  room->fixture->now_us += TC_MINUTE_US;
  tc_fixture_run_as (room->fixture, room->lan, &tc_reporter_search_type, &search);
  g_autoptr (GArray) list = tc_reporter_accesses (room->fixture->db, 10);
  g_assert_cmpuint (list->len, ==, 2);
  const TcReporterAccess *first = &g_array_index (list, TcReporterAccess, 0);
  const TcReporterAccess *second = &g_array_index (list, TcReporterAccess, 1);
  g_assert_cmpstr (first->kind, ==, "searched");
  g_assert_cmpstr (first->reason, ==, TC_ROOM_PHONE);
  g_assert_cmpint (first->incident_id, ==, 0);
  g_assert_cmpstr (second->kind, ==, "opened");
  g_assert_cmpint (second->incident_id, ==, incident);
  g_assert_nonnull (second->staff_name);
}

static void
test_release_reporter (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_report (room);
  gint64 report = room->report;
  TcReporterRelease args = {report, tc_room_id (room), room->unit, "Đội cần gọi người báo",
                            room->fixture->now_us + TC_HOUR_US};

  tc_fixture_refuse (room->fixture, &tc_reporter_release_type, &args, "reporter.no-task");
  tc_room_step (room, incident, TC_STEP_DISPATCH);
  args.expires_us = room->fixture->now_us;
  tc_fixture_refuse (room->fixture, &tc_reporter_release_type, &args, "incident.past");
  args.expires_us += TC_HOUR_US;
  tc_fixture_run_as (room->fixture, room->lan, &tc_reporter_release_type, &args);
  tc_fixture_refuse (room->fixture, &tc_reporter_release_type, &args, "incident.id-used");
  g_autoptr (TcQuery) copy = tc_database_query (
      room->fixture->db, "SELECT scope, phone, expires_us, copy_of FROM reporter WHERE id = ?", "i",
      args.copy_id);
  g_assert_true (tc_query_next (copy));
  g_assert_cmpint (tc_query_int (copy, 0), ==, room->unit);
  g_assert_cmpstr (tc_query_text (copy, 1), ==, TC_ROOM_PHONE);
  g_assert_cmpint (tc_query_int (copy, 2), ==, args.expires_us);
  g_autoptr (GArray) none = tc_reporter_expired (room->fixture->db, args.expires_us - 1);
  g_autoptr (GArray) expired = tc_reporter_expired (room->fixture->db, args.expires_us);
  g_assert_cmpint (none->len, ==, 0);
  g_assert_cmpint (expired->len, ==, 1);
  g_assert_cmpint (g_array_index (expired, TcExpiredCopy, 0).copy_id, ==, args.copy_id);
  TcReporterWithdraw withdraw = {report, args.copy_id, "Hết hạn"};
  tc_fixture_run (room->fixture, &tc_reporter_withdraw_type, &withdraw);
  tc_fixture_refuse (room->fixture, &tc_reporter_withdraw_type, &withdraw, "reporter.unknown-copy");
  g_assert_cmpint (tc_room_int (room, "SELECT count(*) FROM reporter WHERE scope = ?", room->unit),
                   ==, 0);
  g_assert_cmpint (tc_room_int (room, "SELECT count(*) FROM reporter_access WHERE scope = ?", 3),
                   ==, 2);
}

/* An export of all reporters is on record, in their scope, and only the system makes one. */
static void
test_export_reporters (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcReporterExport args = {"Thanh tra số 12"};
  TcReporterExport silent = {""};

  tc_fixture_refuse_as (room->fixture, room->lan, &tc_reporter_export_type, &args,
                        "people.system-only");
  tc_fixture_refuse (room->fixture, &tc_reporter_export_type, &silent, "operation.arguments");
  tc_fixture_run (room->fixture, &tc_reporter_export_type, &args);
  g_autofree char *reason = tc_room_text (room,
                                          "SELECT reason FROM reporter_access WHERE scope = ?"
                                          " AND kind = 'exported'",
                                          3);
  g_assert_cmpstr (reason, ==, args.reason);
}

static void
test_no_reporter (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  char code[40];
  TcIncidentReport args = tc_room_report_args (room, code);

  args.reporter_id = 0;
  args.reporter_name = args.reporter_phone = NULL;
  args.anonymous = 1;
  tc_fixture_run (room->fixture, &tc_incident_report_type, &args);
  TcReporterOpen open = {args.report_id, "Xem"};
  tc_fixture_refuse (room->fixture, &tc_reporter_open_type, &open, "reporter.unknown");
  open.report_id = 2;
  tc_fixture_refuse (room->fixture, &tc_reporter_open_type, &open, "report.unknown");
  g_assert_null (tc_reporter_get (room->fixture->db, args.report_id));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/incident/answers/only-what-was-approved", test_only_what_was_approved);
  g_test_add_func ("/incident/answers/unknown", test_unknown_answer);
  g_test_add_func ("/incident/answers/all-are-told", test_all_are_told);
  g_test_add_func ("/incident/reporter/open", test_open_reporter);
  g_test_add_func ("/incident/reporter/correct", test_correct_reporter);
  g_test_add_func ("/incident/reporter/search", test_search_reporter);
  g_test_add_func ("/incident/reporter/release", test_release_reporter);
  g_test_add_func ("/incident/reporter/export", test_export_reporters);
  g_test_add_func ("/incident/reporter/none", test_no_reporter);
  return g_test_run ();
}
