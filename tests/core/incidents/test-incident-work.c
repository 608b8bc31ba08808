/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: who has an incident, the clock that stands while we wait, putting it aside and taking it up
 * again, closing and reopening.
 */
#include "tc-room-fixture.h"

static gint64
read_due (TcRoom *room, gint64 incident)
{
  return tc_room_int (room, "SELECT due_us FROM incident WHERE id = ?", incident);
}

static gint64
read_staff (TcRoom *room, gint64 incident)
{
  return tc_room_int (room, "SELECT staff_id FROM incident WHERE id = ?", incident);
}

/* Two press at once: the second is told who has it, and may take it over only by saying from whom.
 * */
static void
test_take (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcIncidentTake args = {tc_room_report (room), 0};

  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_take_type, &args);
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_take_type, &args);
  tc_fixture_refuse_as (room->fixture, room->minh, &tc_incident_take_type, &args, "incident.taken");
  args.from_id = room->crew.staff_id;
  tc_fixture_refuse_as (room->fixture, room->minh, &tc_incident_take_type, &args, "incident.taken");
  g_assert_cmpint (read_staff (room, args.incident_id), ==, room->lan.staff_id);
  args.from_id = room->lan.staff_id;
  tc_fixture_run_as (room->fixture, room->minh, &tc_incident_take_type, &args);
  g_assert_cmpint (read_staff (room, args.incident_id), ==, room->minh.staff_id);
  tc_fixture_refuse (room->fixture, &tc_incident_take_type, &args, "incident.assign-nobody");
}

static void
test_release (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_make (room, TC_STATE_ASSIGNED);
  TcIncidentOnly args = {incident};

  tc_room_step (room, incident, TC_STEP_RELEASE);
  g_assert_cmpint (tc_room_state (room, incident), ==, TC_STATE_ACCEPTED);
  g_assert_cmpint (read_staff (room, incident), ==, 0);
  /* With a unit it stays assigned, and there is nobody to give it back. */
  tc_room_step (room, incident, TC_STEP_ASSIGN);
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_incident_release_type, &args,
                        "incident.not-taken");
  tc_room_step (room, incident, TC_STEP_TAKE);
  tc_room_step (room, incident, TC_STEP_RELEASE);
  g_assert_cmpint (tc_room_state (room, incident), ==, TC_STATE_ASSIGNED);
}

static void
test_assign (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcIncidentAssign args = {tc_room_report (room), 0, 0, NULL};

  tc_fixture_refuse (room->fixture, &tc_incident_assign_type, &args, "incident.assign-nobody");
  args.agency_id = 9;
  tc_fixture_refuse (room->fixture, &tc_incident_assign_type, &args, "people.unknown");
  args.agency_id = 0;
  args.staff_id = 9;
  tc_fixture_refuse (room->fixture, &tc_incident_assign_type, &args, "people.unknown");
  args.staff_id = room->minh.staff_id;
  tc_fixture_run (room->fixture, &tc_incident_assign_type, &args);
  g_assert_cmpint (read_staff (room, args.incident_id), ==, room->minh.staff_id);
}

/* A suspension moves the deadline by the time actually suspended. */
static void
test_clock_stands_while_waiting (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_make (room, TC_STATE_WORKING);
  gint64 due_us = read_due (room, incident);

  tc_room_step (room, incident, TC_STEP_WAIT);
  room->fixture->now_us += 3 * TC_HOUR_US;
  tc_room_step (room, incident, TC_STEP_COMMENT);
  g_assert_cmpint (read_due (room, incident), ==, due_us);
  tc_room_step (room, incident, TC_STEP_FORWARD);
  g_assert_cmpint (read_due (room, incident), ==, due_us + 3 * TC_HOUR_US);
  /* Forwarded, the clock runs; and what was waited stays when the term is counted anew. */
  room->fixture->now_us += TC_HOUR_US;
  tc_room_step (room, incident, TC_STEP_SET_PRIORITY);
  g_assert_cmpint (
      tc_room_int (room, "SELECT due_us - received_us FROM incident WHERE id = ?", incident), ==,
      10 * TC_MINUTE_US + 3 * TC_HOUR_US);
  /* A second pause adds to the first. */
  tc_room_step (room, incident, TC_STEP_WAIT);
  room->fixture->now_us += TC_HOUR_US;
  tc_room_step (room, incident, TC_STEP_RESUME);
  g_assert_cmpint (
      tc_room_int (room, "SELECT paused_total_us FROM incident WHERE id = ?", incident), ==,
      4 * TC_HOUR_US);
}

static void
check_resumes (TcRoom *room, TcIncidentState from, TcIncidentStep aside, TcIncidentState expected)
{
  gint64 incident = tc_room_make (room, from);

  tc_room_step (room, incident, aside);
  tc_room_step (room, incident, TC_STEP_RESUME);
  g_assert_cmpint (tc_room_state (room, incident), ==, expected);
}

static void
test_resume (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();

  check_resumes (room, TC_STATE_NEW, TC_STEP_WAIT, TC_STATE_NEW);
  check_resumes (room, TC_STATE_ACCEPTED, TC_STEP_FORWARD, TC_STATE_ACCEPTED);
  check_resumes (room, TC_STATE_ASSIGNED, TC_STEP_SCHEDULE, TC_STATE_ASSIGNED);
  check_resumes (room, TC_STATE_DISPATCHED, TC_STEP_WAIT, TC_STATE_DISPATCHED);
  check_resumes (room, TC_STATE_ACKNOWLEDGED, TC_STEP_WAIT, TC_STATE_ACKNOWLEDGED);
  /* Put aside and put aside again: back to work all the same, as the task says. */
  gint64 incident = tc_room_make (room, TC_STATE_ASSIGNED);
  tc_room_step (room, incident, TC_STEP_START);
  tc_room_step (room, incident, TC_STEP_WAIT);
  tc_room_step (room, incident, TC_STEP_SCHEDULE);
  tc_room_step (room, incident, TC_STEP_RESUME);
  g_assert_cmpint (tc_room_state (room, incident), ==, TC_STATE_WORKING);
  g_assert_cmpint (tc_room_int (room, "SELECT scheduled_us FROM incident WHERE id = ?", incident),
                   ==, 0);
}

static void
test_schedule_and_extend (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_make (room, TC_STATE_ACCEPTED);
  gint64 due_us = read_due (room, incident);
  TcIncidentWhen args = {incident, room->fixture->now_us, "Chờ vật tư"};

  tc_fixture_refuse (room->fixture, &tc_incident_schedule_type, &args, "incident.past");
  args.when_us = due_us;
  tc_fixture_refuse (room->fixture, &tc_incident_extend_type, &args, "incident.not-later");
  args.when_us = due_us + 1;
  tc_fixture_run (room->fixture, &tc_incident_schedule_type, &args);
  g_assert_cmpint (read_due (room, incident), ==, due_us);
  tc_fixture_run (room->fixture, &tc_incident_extend_type, &args);
  g_assert_cmpint (read_due (room, incident), ==, due_us + 1);
  g_autoptr (TcIncidentDetail) detail = tc_incident_detail (room->fixture->db, incident);
  g_assert_cmpint (detail->term_minutes, ==, TC_NONE);
  g_assert_cmpint (detail->extended_us, ==, room->fixture->now_us);
  args.text = NULL;
  tc_fixture_refuse (room->fixture, &tc_incident_extend_type, &args, "operation.arguments");
}

static void
test_close (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_make (room, TC_STATE_WORKING);
  gint64 other = tc_room_report (room);
  TcIncidentClose args = {incident, "done", 0, NULL};

  tc_fixture_refuse (room->fixture, &tc_incident_close_type, &args, "incident.not-resolved");
  args.reason = "tired";
  tc_fixture_refuse (room->fixture, &tc_incident_close_type, &args, "operation.arguments");
  args.reason = "duplicate";
  tc_fixture_refuse (room->fixture, &tc_incident_close_type, &args, "incident.duplicate-of");
  args.duplicate_of_id = incident;
  tc_fixture_refuse (room->fixture, &tc_incident_close_type, &args, "incident.itself");
  args.duplicate_of_id = 3;
  tc_fixture_refuse (room->fixture, &tc_incident_close_type, &args, "incident.unknown");
  args.duplicate_of_id = other;
  args.reason = "withdrawn";
  tc_fixture_refuse (room->fixture, &tc_incident_close_type, &args, "incident.duplicate-of");
  args.reason = "duplicate";
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_close_type, &args);
  g_autoptr (TcIncidentDetail) detail = tc_incident_detail (room->fixture->db, incident);
  g_assert_cmpint (detail->incident.duplicate_of, ==, other);
  g_assert_cmpint (detail->links->len, ==, 1);
  g_assert_cmpstr (g_array_index (detail->links, TcIncidentLinkRow, 0).kind, ==, "duplicate");
  g_assert_cmpint (tc_room_int (room,
                                "SELECT count(*) FROM task WHERE incident_id = ?"
                                " AND state <> 'recalled'",
                                incident),
                   ==, 0);
  incident = tc_room_make (room, TC_STATE_RESOLVED);
  args = (TcIncidentClose){incident, "done", 0, NULL};
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_close_type, &args);
}

static void
test_links (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 a = tc_room_report (room);
  gint64 b = tc_room_report (room);
  TcIncidentLink link = {a, tc_room_id (room), b, tc_room_id (room), "cause"};

  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_link_type, &link);
  g_autoptr (TcIncidentDetail) from = tc_incident_detail (room->fixture->db, a);
  g_autoptr (TcIncidentDetail) to = tc_incident_detail (room->fixture->db, b);
  g_assert_cmpstr (g_array_index (from->links, TcIncidentLinkRow, 0).kind, ==, "cause");
  g_assert_cmpstr (g_array_index (to->links, TcIncidentLinkRow, 0).kind, ==, "effect");
  g_assert_cmpint (g_array_index (to->links, TcIncidentLinkRow, 0).other_id, ==, a);
  g_assert_cmpint (to->events->len, ==, 2);
  TcIncidentLink twice = {b, tc_room_id (room), a, tc_room_id (room), "related"};
  tc_fixture_refuse (room->fixture, &tc_incident_link_type, &twice, "incident.linked");
  TcIncidentLink itself = {b, tc_room_id (room), b, tc_room_id (room), "related"};
  tc_fixture_refuse (room->fixture, &tc_incident_link_type, &itself, "incident.itself");
  TcIncidentLink odd = {b, tc_room_id (room), tc_room_report (room), tc_room_id (room), "friend"};
  tc_fixture_refuse (room->fixture, &tc_incident_link_type, &odd, "operation.arguments");
  TcIncidentUnlink unlink = {b, link.link_id, tc_room_id (room)};
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_unlink_type, &unlink);
  unlink.other_event_id = tc_room_id (room);
  tc_fixture_refuse (room->fixture, &tc_incident_unlink_type, &unlink, "incident.not-linked");
  twice.other_event_id = tc_room_id (room);
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_link_type, &twice);
}

static TcIncidentAttach
make_attach (TcRoom *room, gint64 incident)
{
  return (TcIncidentAttach){
      .incident_id = incident,
      .attachment_id = tc_room_id (room),
      .hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      .media_type = "image/jpeg",
      .size = 120000,
      .name = "anh.jpg",
      .kind = "original",
      .taken_us = TC_NONE,
      .public_ = TC_NONE,
  };
}

static void
test_attachments (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_report (room);
  TcIncidentAttach original = make_attach (room, incident);
  TcIncidentAttach stripped = make_attach (room, incident);
  TcIncidentAttach bad = make_attach (room, incident);

  bad.hash = "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855";
  tc_fixture_refuse (room->fixture, &tc_incident_attach_type, &bad, "attachment.hash");
  bad = make_attach (room, incident);
  bad.report_id = 8;
  tc_fixture_refuse (room->fixture, &tc_incident_attach_type, &bad, "report.unknown");
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_attach_type, &original);
  stripped.kind = "stripped";
  tc_fixture_refuse (room->fixture, &tc_incident_attach_type, &stripped, "attachment.original");
  stripped.original_id = original.attachment_id;
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_incident_attach_type, &stripped,
                        "operation.arguments");
  tc_fixture_run (room->fixture, &tc_incident_attach_type, &stripped);
  tc_fixture_refuse (room->fixture, &tc_incident_attach_type, &stripped, "incident.id-used");
  g_autoptr (TcIncidentDetail) detail = tc_incident_detail (room->fixture->db, incident);
  g_assert_cmpint (detail->attachments->len, ==, 2);
  g_assert_true (g_array_index (detail->attachments, TcAttachment, 1).stripped);
  g_assert_cmpint (g_array_index (detail->attachments, TcAttachment, 1).original_id, ==,
                   original.attachment_id);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/incident/work/take", test_take);
  g_test_add_func ("/incident/work/release", test_release);
  g_test_add_func ("/incident/work/assign", test_assign);
  g_test_add_func ("/incident/work/clock-stands-while-waiting", test_clock_stands_while_waiting);
  g_test_add_func ("/incident/work/resume", test_resume);
  g_test_add_func ("/incident/work/schedule-and-extend", test_schedule_and_extend);
  g_test_add_func ("/incident/work/close", test_close);
  g_test_add_func ("/incident/work/links", test_links);
  g_test_add_func ("/incident/work/attachments", test_attachments);
  return g_test_run ();
}
