/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what units are asked and do: several at once, who may act for whom, the unit's own row, and
 * desks that hold only some of the scopes.
 */
#include "tc-room-fixture.h"

typedef struct {
  gint64 incident;
  gint64 first;  /* task of room->unit */
  gint64 second; /* task of room->unit2 */
} Sent;

static gint64
dispatch (TcRoom *room, gint64 incident, gint64 agency)
{
  TcIncidentDispatch args = {incident, tc_room_id (room), agency, "Đến ngay", TC_NONE};

  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_dispatch_type, &args);
  return args.task_id;
}

static Sent
send_both (TcRoom *room)
{
  Sent sent = {.incident = tc_room_report (room)};

  sent.first = dispatch (room, sent.incident, room->unit);
  sent.second = dispatch (room, sent.incident, room->unit2);
  return sent;
}

static gint64
read_unit (TcRoom *room, gint64 incident)
{
  return tc_room_int (room, "SELECT unit_id FROM incident WHERE id = ?", incident);
}

static void
test_dispatch_writes_the_units_row (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  Sent sent = send_both (room);
  g_autoptr (TcQuery) task = tc_database_query (
      room->fixture->db,
      "SELECT scope, incident_code, state, asked, title, matter, priority, due_us, address"
      " FROM task WHERE id = ?",
      "i", sent.second);

  g_assert_true (tc_query_next (task));
  g_assert_cmpint (tc_query_int (task, 0), ==, room->unit2);
  g_assert_true (g_str_has_prefix (tc_query_text (task, 1), "PA-"));
  g_assert_cmpstr (tc_query_text (task, 2), ==, "sent");
  g_assert_cmpstr (tc_query_text (task, 3), ==, "Đến ngay");
  g_assert_cmpstr (tc_query_text (task, 5), ==,
                   "Đèn giao thông ngã tư 30/4 chớp vàng, xe chạy lộn xộn.");
  g_assert_cmpint (tc_query_int (task, 6), ==, 2);
  g_assert_cmpint (tc_query_int (task, 7), ==, room->fixture->now_us + 120 * TC_MINUTE_US);
  g_assert_cmpstr (tc_query_text (task, 8), ==, "Ngã tư 30/4");
  g_assert_cmpint (read_unit (room, sent.incident), ==, room->unit);
}

static void
test_dispatch_refusals (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  Sent sent = send_both (room);
  TcIncidentDispatch args = {sent.incident, tc_room_id (room), room->unit, NULL, TC_NONE};

  tc_fixture_refuse (room->fixture, &tc_incident_dispatch_type, &args, "incident.already-sent");
  args.agency_id = 6;
  tc_fixture_refuse (room->fixture, &tc_incident_dispatch_type, &args, "people.unknown");
  args.agency_id = room->centre;
  args.task_id = sent.first;
  tc_fixture_refuse (room->fixture, &tc_incident_dispatch_type, &args, "incident.id-used");
}

static void
test_two_units (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  Sent sent = send_both (room);
  TcIncidentTask acknowledge = {sent.incident, sent.first, NULL};
  TcIncidentReturn give_back = {sent.incident, sent.first, room->unit2, "Của đội 2"};
  TcIncidentProgress second = {sent.incident, sent.second, NULL};

  tc_fixture_run_as (room->fixture, room->crew, &tc_incident_acknowledge_type, &acknowledge);
  g_assert_cmpint (tc_room_state (room, sent.incident), ==, TC_STATE_ACKNOWLEDGED);
  tc_fixture_refuse_as (room->fixture, room->crew, &tc_incident_acknowledge_type, &acknowledge,
                        "task.state");
  tc_fixture_run_as (room->fixture, room->crew, &tc_incident_return_type, &give_back);
  g_assert_cmpint (tc_room_state (room, sent.incident), ==, TC_STATE_DISPATCHED);
  g_assert_cmpint (read_unit (room, sent.incident), ==, room->unit2);
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_start_type, &second);
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_resolve_type, &second);
  g_assert_cmpint (tc_room_state (room, sent.incident), ==, TC_STATE_RESOLVED);
  g_autofree char *first = tc_room_text (room, "SELECT state FROM task WHERE id = ?", sent.first);
  g_autofree char *last = tc_room_text (room, "SELECT state FROM task WHERE id = ?", sent.second);
  g_assert_cmpstr (first, ==, "returned");
  g_assert_cmpstr (last, ==, "done");
}

/* One part done, another still open: the incident goes on. */
static void
test_partly_resolved (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  Sent sent = send_both (room);
  TcIncidentProgress first = {sent.incident, sent.first, "Xong phần đội 1"};
  TcIncidentProgress whole = {sent.incident, 0, NULL};

  tc_fixture_run_as (room->fixture, room->crew, &tc_incident_start_type, &first);
  tc_fixture_run_as (room->fixture, room->crew, &tc_incident_resolve_type, &first);
  g_assert_cmpint (tc_room_state (room, sent.incident), ==, TC_STATE_WORKING);
  g_assert_cmpint (read_unit (room, sent.incident), ==, room->unit2);
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_resolve_type, &whole);
  g_assert_cmpint (tc_room_state (room, sent.incident), ==, TC_STATE_RESOLVED);
  g_autofree char *other = tc_room_text (room, "SELECT state FROM dispatch WHERE id = ?",
                                         sent.second);
  g_assert_cmpstr (other, ==, "done");
}

static void
test_who_may (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  Sent sent = send_both (room);
  TcIncidentTask not_theirs = {sent.incident, sent.second, NULL};
  TcIncidentProgress whole = {sent.incident, 0, NULL};
  TcIncidentTask unknown = {sent.incident, 7, NULL};
  TcIncidentTask elsewhere = {tc_room_make (room, TC_STATE_DISPATCHED), sent.first, NULL};

  tc_fixture_refuse_as (room->fixture, room->crew, &tc_incident_acknowledge_type, &not_theirs,
                        "task.not-yours");
  tc_fixture_refuse_as (room->fixture, room->crew, &tc_incident_resolve_type, &whole,
                        "task.not-yours");
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_incident_acknowledge_type, &unknown,
                        "task.unknown");
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_incident_acknowledge_type, &elsewhere,
                        "task.unknown");
}

static void
test_recall (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  Sent sent = send_both (room);
  TcIncidentTask args = {sent.incident, sent.first, "Không cần nữa"};

  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_recall_type, &args);
  g_assert_cmpint (tc_room_state (room, sent.incident), ==, TC_STATE_DISPATCHED);
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_incident_recall_type, &args, "task.state");
  args.task_id = sent.second;
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_recall_type, &args);
  g_assert_cmpint (tc_room_state (room, sent.incident), ==, TC_STATE_ACCEPTED);
  g_assert_cmpint (read_unit (room, sent.incident), ==, 0);
  /* And it may be asked again. */
  dispatch (room, sent.incident, room->unit);
}

static gint64
read_time (TcRoom *room, const char *table, const char *column, gint64 id)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s WHERE id = ?", column, table);

  return tc_room_int (room, sql, id);
}

/* A crew that says it is on its way has answered; one that arrives works. Both rows say the same,
 * and the first time counts. */
static void
test_way_and_scene (void)
{
  static const char *const columns[] = {"acknowledged_us", "way_us", "scene_us", "started_us"};
  g_autoptr (TcRoom) room = tc_room_new ();
  Sent sent = send_both (room);
  TcIncidentTask first = {sent.incident, sent.first, "Qua bộ đàm"};
  gint64 set_out_us = room->fixture->now_us += TC_MINUTE_US;

  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_set_out_type, &first);
  g_assert_cmpint (tc_room_state (room, sent.incident), ==, TC_STATE_ACKNOWLEDGED);
  g_assert_cmpint (read_time (room, "dispatch", "acknowledged_us", sent.first), ==, set_out_us);
  gint64 there_us = room->fixture->now_us += TC_MINUTE_US;
  tc_fixture_run_as (room->fixture, room->crew, &tc_incident_arrive_type, &first);
  room->fixture->now_us += TC_MINUTE_US;
  tc_fixture_run_as (room->fixture, room->crew, &tc_incident_arrive_type, &first);
  g_assert_cmpint (tc_room_state (room, sent.incident), ==, TC_STATE_WORKING);
  g_assert_cmpint (read_time (room, "dispatch", "acknowledged_us", sent.first), ==, set_out_us);
  g_assert_cmpint (read_time (room, "dispatch", "way_us", sent.first), ==, set_out_us);
  g_assert_cmpint (read_time (room, "dispatch", "scene_us", sent.first), ==, there_us);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    g_assert_cmpint (read_time (room, "dispatch", columns[i], sent.first), ==,
                     read_time (room, "task", columns[i], sent.first));
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_incident_set_out_type, &first, "task.state");
  first.task_id = sent.second;
  tc_fixture_refuse_as (room->fixture, room->crew, &tc_incident_arrive_type, &first,
                        "task.not-yours");
}

/* A unit without an account is telephoned: who answered stands in the history and ends the clock;
 * that nobody did stands there too, and ends nothing. */
static void
test_reached_by_telephone (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  Sent sent = send_both (room);
  TcIncidentReach call = {sent.incident, sent.second, "no-answer", NULL};

  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_reach_type, &call);
  g_assert_cmpint (tc_room_state (room, sent.incident), ==, TC_STATE_DISPATCHED);
  g_assert_cmpint (read_time (room, "dispatch", "acknowledged_us", sent.second), ==, 0);
  call.reason = "answered";
  call.text = "Trung úy Nam";
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_reach_type, &call);
  g_assert_cmpint (tc_room_state (room, sent.incident), ==, TC_STATE_ACKNOWLEDGED);
  g_assert_cmpint (read_time (room, "dispatch", "acknowledged_us", sent.second), ==,
                   room->fixture->now_us);
  g_assert_cmpint (tc_room_int (room,
                                "SELECT count(*) FROM incident_event WHERE code = 'incident.reach'"
                                " AND other_id = ?1",
                                sent.second),
                   ==, 2);
  g_autofree char *who = tc_room_text (room,
                                       "SELECT text FROM incident_event WHERE other_id = ?"
                                       " AND reason = 'answered'",
                                       sent.second);
  g_assert_cmpstr (who, ==, "Trung úy Nam");
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_incident_reach_type, &call, "task.state");
  call.task_id = sent.first;
  call.reason = "perhaps";
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_incident_reach_type, &call,
                        "operation.arguments");
}

/* What a dispatcher is shown: whether it is telephoned, and until when it is to answer. */
static void
test_shown_with_limits (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  Sent sent = send_both (room);
  TcFieldSetTerm promised = {.term_id = tc_room_id (room),
                             .field_id = room->kind,
                             .priority = 2,
                             .minutes = 120,
                             .valid_from_us = room->fixture->now_us,
                             .acknowledge_minutes = 3};

  g_autoptr (TcIncidentDetail) before = tc_incident_detail (room->fixture->db, sent.incident);
  const TcDispatch *first = &g_array_index (before->dispatches, TcDispatch, 0);
  const TcDispatch *second = &g_array_index (before->dispatches, TcDispatch, 1);
  g_assert_false (first->by_phone);
  g_assert_null (first->phone);
  g_assert_cmpint (first->answer_us, ==, TC_NONE);
  g_assert_true (second->by_phone);
  g_assert_cmpstr (second->phone, ==, TC_ROOM_UNIT2_PHONE);
  tc_fixture_run (room->fixture, &tc_field_set_term_type, &promised);
  sent = send_both (room);
  g_autoptr (TcIncidentDetail) after = tc_incident_detail (room->fixture->db, sent.incident);
  first = &g_array_index (after->dispatches, TcDispatch, 0);
  g_assert_cmpint (first->answer_us, ==, first->sent_us + 3 * TC_MINUTE_US);
}

/* What a unit's desk lists, which holds its own scope and the common one alone. */
static void
test_unit_tasks (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  Sent ended = send_both (room);
  TcIncidentProgress done = {ended.incident, ended.first, NULL};
  tc_fixture_run_as (room->fixture, room->crew, &tc_incident_resolve_type, &done);
  Sent later = send_both (room);
  Sent urgent = send_both (room);
  TcIncidentDispatch by_hand = {tc_room_report (room), tc_room_id (room), room->unit, NULL,
                                room->fixture->now_us + TC_MINUTE_US};
  tc_fixture_run (room->fixture, &tc_incident_dispatch_type, &by_hand);
  const gint64 expected[] = {by_hand.task_id, later.first, urgent.first};

  tc_database_execute (room->fixture->db, "DELETE FROM incident WHERE ?1 IS ?1", "i", (gint64) 1);
  g_autoptr (GArray) open = tc_unit_tasks (room->fixture->db, room->unit, FALSE);
  g_autoptr (GArray) past = tc_unit_tasks (room->fixture->db, room->unit, TRUE);
  g_assert_cmpint (open->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < open->len; i++)
    g_assert_cmpint (g_array_index (open, TcTask, i).id, ==, expected[i]);
  g_assert_cmpstr (g_array_index (open, TcTask, 0).area_name, ==, "Phường Vị Thanh");
  g_assert_cmpint (past->len, ==, 1);
  g_assert_cmpint (g_array_index (past, TcTask, 0).id, ==, ended.first);
  g_assert_cmpstr (g_array_index (past, TcTask, 0).state, ==, "done");
}

/* ---- desks that hold some of the scopes ---- */

static TcOutcome
execute_at_desk (TcRoom *room, const TcOperationType *type, gconstpointer args)
{
  TcOperationHead head = {.id = tc_room_id (room),
                          .actor_id = room->lan.staff_id,
                          .session_id = room->lan.session_id,
                          .seq = 1,
                          .made_us = room->fixture->now_us,
                          .replica = room->lan.desk};
  g_autoptr (TcOperation) op = tc_operation_make (type, &head, args, room->fixture->key);
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;

  tc_database_begin (room->fixture->db);
  TcOutcome outcome = tc_execute (room->fixture->db, FALSE, NULL, op, &refusal, &error);
  tc_database_rollback (room->fixture->db);
  g_assert_no_error (error);
  g_assert_null (refusal);
  return outcome;
}

/* A desk without the scope of incidents leaves the decision to the server. */
static void
test_unit_desk_defers (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  Sent sent = send_both (room);
  TcIncidentTask args = {sent.incident, sent.first, NULL};

  tc_database_execute_script (room->fixture->db,
                              "CREATE TABLE held_scope (id INTEGER PRIMARY KEY, kind TEXT);"
                              "INSERT INTO held_scope VALUES (1, 'common'), (9, 'unit')");
  g_assert_cmpint (execute_at_desk (room, &tc_incident_acknowledge_type, &args), ==,
                   TC_OUTCOME_DEFERRED);
  tc_database_execute_script (room->fixture->db, "INSERT INTO held_scope VALUES (2, 'incidents')");
  g_assert_cmpint (execute_at_desk (room, &tc_incident_acknowledge_type, &args), ==,
                   TC_OUTCOME_APPLIED);
}

/* A desk of the centre holds neither tasks nor reporters: the same operations leave the same rows
 * in the scopes that it does hold. */
static void
test_centre_desk_agrees (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  Sent sent = send_both (room);
  TcIncidentTask acknowledge = {sent.incident, sent.first, NULL};
  TcIncidentProgress done = {sent.incident, sent.first, NULL};
  const TcOperationType *types[] = {&tc_incident_acknowledge_type, &tc_incident_set_out_type,
                                    &tc_incident_start_type, &tc_incident_arrive_type,
                                    &tc_incident_resolve_type};
  gconstpointer args[] = {&acknowledge, &acknowledge, &done, &acknowledge, &done};
  TcDatabase *db = room->fixture->db;

  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    g_autoptr (GError) error = NULL;
    TcOperationHead head = {.id = tc_room_id (room), .seq = i, .made_us = room->fixture->now_us};
    g_autoptr (TcOperation) op = tc_operation_make (types[i], &head, args[i], room->fixture->key);
    TcDigest digests[2];
    TcRefusal *refusal = NULL;

    for (guint without = 0; without < 2; without++) {
      tc_database_begin (db);
      if (without)
        tc_database_execute_script (db, "DELETE FROM task; DELETE FROM reporter");
      for (guint done_before = 0; done_before < i; done_before++) {
        TcOperationHead before = head;
        before.id = head.id + 1000 + done_before;
        g_autoptr (TcOperation) earlier = tc_operation_make (types[done_before], &before,
                                                             args[done_before], room->fixture->key);
        g_assert_cmpint (tc_execute (db, TRUE, NULL, earlier, &refusal, &error), ==,
                         TC_OUTCOME_APPLIED);
      }
      g_assert_cmpint (tc_execute (db, TRUE, NULL, op, &refusal, &error), ==, TC_OUTCOME_APPLIED);
      digests[without] = tc_catalogue_digest (room->fixture->catalogue, db, TC_SCOPE_INCIDENTS);
      tc_database_rollback (db);
    }
    g_assert_true (tc_digest_equal (&digests[0], &digests[1]));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/incident/tasks/the-units-row", test_dispatch_writes_the_units_row);
  g_test_add_func ("/incident/tasks/dispatch-refusals", test_dispatch_refusals);
  g_test_add_func ("/incident/tasks/two-units", test_two_units);
  g_test_add_func ("/incident/tasks/partly-resolved", test_partly_resolved);
  g_test_add_func ("/incident/tasks/who-may", test_who_may);
  g_test_add_func ("/incident/tasks/recall", test_recall);
  g_test_add_func ("/incident/tasks/way-and-scene", test_way_and_scene);
  g_test_add_func ("/incident/tasks/reached-by-telephone", test_reached_by_telephone);
  g_test_add_func ("/incident/tasks/shown-with-limits", test_shown_with_limits);
  g_test_add_func ("/incident/tasks/unit-tasks", test_unit_tasks);
  g_test_add_func ("/incident/tasks/unit-desk-defers", test_unit_desk_defers);
  g_test_add_func ("/incident/tasks/centre-desk-agrees", test_centre_desk_agrees);
  return g_test_run ();
}
