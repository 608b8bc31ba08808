/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: screening: merge and its exact reverse, classify, place, priority, turning away.
 * Method: before and after are compared as the bytes of all rows but history and changed_us.
 */
#include "tc-room-fixture.h"

/* ---- merge ---- */

static gint64
merge (TcRoom *room, gint64 incident, gint64 into)
{
  TcIncidentMerge args = {incident, into, tc_room_id (room)};

  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_merge_type, &args);
  return incident;
}

static void
unmerge (TcRoom *room, gint64 incident)
{
  TcIncidentUnmerge args = {incident, tc_room_id (room)};

  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_unmerge_type, &args);
}

/* Every row of incident and report, as text, but for when it last changed. */
static char *
dump (TcRoom *room)
{
  static const char *const tables[] = {"incident", "report", "reporter", "dispatch", "answer"};
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    const TcTable *table = tc_catalogue_find (room->fixture->catalogue, tables[i]);
    g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s ORDER BY id", tables[i]);
    g_autoptr (TcQuery) query = tc_database_query (room->fixture->db, sql, NULL);

    while (tc_query_next (query)) {
      for (guint column = 0; column < table->n_columns; column++) {
        if (g_str_equal (table->columns[column], "changed_us"))
          continue;
        const char *text = tc_query_text (query, (int) column);
        g_string_append_printf (all, "%s.%s=%s\n", tables[i], table->columns[column],
                                text ? text : "NULL");
      }
    }
  }
  return g_string_free (g_steal_pointer (&all), FALSE);
}

static void
check_round_trip (TcRoom *room, gint64 incident, gint64 into)
{
  g_autofree char *before = dump (room);

  room->fixture->now_us += TC_HOUR_US;
  merge (room, incident, into);
  g_autofree char *merged = dump (room);
  g_assert_cmpstr (merged, !=, before);
  room->fixture->now_us += TC_HOUR_US;
  unmerge (room, incident);
  g_autofree char *after = dump (room);
  g_assert_cmpstr (after, ==, before);
}

static void
test_merge_and_back (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 into = tc_room_make (room, TC_STATE_WORKING);
  static const TcIncidentState from[] = {TC_STATE_NEW, TC_STATE_ACCEPTED, TC_STATE_ASSIGNED};

  for (guint i = 0; i < G_N_ELEMENTS (from); i++) {
    gint64 incident = tc_room_make (room, from[i]);
    tc_room_step (room, incident, TC_STEP_JOIN);
    check_round_trip (room, incident, into);
  }
  /* Waiting, with the clock standing; and extended by hand. */
  gint64 waiting = tc_room_make (room, TC_STATE_ASSIGNED);
  tc_room_step (room, waiting, TC_STEP_EXTEND);
  tc_room_step (room, waiting, TC_STEP_WAIT);
  check_round_trip (room, waiting, into);
  tc_fixture_check_replays (room->fixture);
}

/* A went into B, B into C: taking B back takes A's report along, C keeps its own. */
static void
test_merge_chain (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 a = tc_room_report (room);
  gint64 b = tc_room_report (room);
  gint64 c = tc_room_report (room);
  const char *count = "SELECT count(*) FROM report WHERE incident_id = ?";
  TcIncidentUnmerge early = {a, 0};

  g_autofree char *apart = dump (room);
  merge (room, a, b);
  g_autofree char *together = dump (room);
  merge (room, b, c);
  g_assert_cmpint (tc_room_int (room, count, c), ==, 3);
  g_assert_cmpint (tc_room_int (room, "SELECT report_count FROM incident WHERE id = ?", c), ==, 3);
  early.from_event_id = tc_room_id (room);
  tc_fixture_refuse (room->fixture, &tc_incident_unmerge_type, &early, "incident.merged");
  unmerge (room, b);
  g_autofree char *back = dump (room);
  g_assert_cmpstr (back, ==, together);
  unmerge (room, a);
  g_autofree char *all_back = dump (room);
  g_assert_cmpstr (all_back, ==, apart);
}

/* Taken back is the merge that one saw, not another that was made since. What older programs made,
 * and made as they do, says nothing of that: it takes back whatever there is. */
static void
test_unmerge_from (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_report (room), first = tc_room_report (room);
  gint64 second = tc_room_report (room);
  TcIncidentUnmerge args = {incident, tc_room_id (room), first};

  merge (room, incident, first);
  unmerge (room, incident);
  merge (room, incident, second);
  g_autoptr (TcIncidentDetail) detail = tc_incident_detail (room->fixture->db, incident);
  g_assert_cmpstr (g_array_index (detail->links, TcIncidentLinkRow, 0).kind, ==, "leader");
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_incident_unmerge_type, &args,
                        "incident.merged-elsewhere");
  args.from_id = second;
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_unmerge_type, &args);
  g_assert_cmpint (tc_room_state (room, incident), ==, TC_STATE_NEW);
  merge (room, incident, first);
  unmerge (room, incident);
  g_assert_cmpint (tc_room_state (room, incident), ==, TC_STATE_NEW);
  tc_fixture_check_replays (room->fixture);

  args.from_id = 0;
  g_autoptr (GVariant)
      older = g_variant_ref_sink (tc_args_encode (&tc_incident_unmerge_type, &args));
  g_assert_cmpuint (g_variant_n_children (older), ==, 2);
}

/* Who comes to what was answered already is told that answer, until the merge is taken back. */
static void
test_merge_answers_all (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 into = tc_room_make (room, TC_STATE_PUBLISHED);
  gint64 incident = tc_room_report (room);
  const char
      *unanswered = "SELECT count(*) FROM report WHERE incident_id = ? AND answer_id IS NULL";

  tc_room_step (room, incident, TC_STEP_JOIN);
  check_round_trip (room, incident, into);
  merge (room, incident, into);
  g_assert_cmpint (tc_room_int (room, unanswered, into), ==, 0);
  unmerge (room, incident);
  g_assert_cmpint (tc_room_int (room, unanswered, incident), ==, 2);
  g_assert_cmpint (tc_room_int (room, unanswered, into), ==, 0);
  tc_fixture_check_replays (room->fixture);
}

/* Who is told of another matter while the two are one is owed an answer of his own afterwards. */
static void
test_answered_while_merged (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 into = tc_room_make (room, TC_STATE_RESOLVED);
  gint64 incident = tc_room_report (room);
  const char *answered = "SELECT count(*) FROM report WHERE incident_id = ? AND answer_id IS NOT"
                         " NULL AND answered_us IS NOT NULL";

  merge (room, incident, into);
  tc_room_step (room, into, TC_STEP_SUBMIT);
  tc_room_step (room, into, TC_STEP_APPROVE);
  tc_room_step (room, into, TC_STEP_PUBLISH);
  g_assert_cmpint (tc_room_int (room, answered, into), ==, 2);
  unmerge (room, incident);
  g_assert_cmpint (tc_room_int (room, answered, into), ==, 1);
  g_assert_cmpint (tc_room_int (room, answered, incident), ==, 0);
}

/* A request follows its incident: its state is that of where it is handled now. */
static void
test_request_follows (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 into = tc_room_make (room, TC_STATE_RESOLVED);
  gint64 incident = tc_room_report (room);
  gint64 report = room->report;
  TcRequestFilter filter = {.ids = &report, .n_ids = 1, .limit = 10};

  merge (room, incident, into);
  g_autoptr (GArray) merged = tc_requests (room->fixture->db, &filter);
  g_assert_cmpint (g_array_index (merged, TcRequestRow, 0).incident_id, ==, into);
  g_assert_cmpstr (g_array_index (merged, TcRequestRow, 0).status, ==, "closed");
  unmerge (room, incident);
  g_autoptr (GArray) back = tc_requests (room->fixture->db, &filter);
  g_assert_cmpint (g_array_index (back, TcRequestRow, 0).incident_id, ==, incident);
  g_assert_cmpstr (g_array_index (back, TcRequestRow, 0).status, ==, "open");
}

static void
test_merge_refusals (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 sent = tc_room_make (room, TC_STATE_DISPATCHED);
  gint64 other = tc_room_report (room);
  gint64 closed = tc_room_make (room, TC_STATE_CLOSED);
  TcIncidentMerge args = {other, other, tc_room_id (room)};

  tc_fixture_refuse (room->fixture, &tc_incident_merge_type, &args, "incident.itself");
  args.into_id = 5;
  tc_fixture_refuse (room->fixture, &tc_incident_merge_type, &args, "incident.unknown");
  args.into_id = closed;
  tc_fixture_refuse (room->fixture, &tc_incident_merge_type, &args, "incident.state");
  args = (TcIncidentMerge){sent, other, tc_room_id (room)};
  tc_fixture_refuse (room->fixture, &tc_incident_merge_type, &args, "incident.tasks-open");
  gint64 event = tc_room_int (
      room, "SELECT id FROM incident_event WHERE incident_id = ? ORDER BY id LIMIT 1", other);
  args = (TcIncidentMerge){other, sent, event};
  tc_fixture_refuse (room->fixture, &tc_incident_merge_type, &args, "incident.id-used");
  TcIncidentUnmerge not_merged = {other, tc_room_id (room)};
  tc_fixture_refuse (room->fixture, &tc_incident_unmerge_type, &not_merged, "incident.not-merged");
}

/* ---- the rest ---- */

static gint64
get_last_number (TcRoom *room, gint64 incident)
{
  return tc_room_int (
      room, "SELECT number FROM incident_event WHERE incident_id = ? ORDER BY id DESC LIMIT 1",
      incident);
}

static void
test_classify (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_make (room, TC_STATE_DISPATCHED);
  TcIncidentClassify args = {incident, room->field, "Đèn hỏng"};
  const char *due = "SELECT due_us - received_us FROM incident WHERE id = ?";

  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_classify_type, &args);
  /* The field has no term of its own for priority 2: that of all fields. */
  g_assert_cmpint (tc_room_int (room, due, incident), ==, 40 * TC_MINUTE_US);
  g_autofree char *title = tc_room_text (
      room, "SELECT title FROM task WHERE incident_id = ? ORDER BY id LIMIT 1", incident);
  g_assert_cmpstr (title, ==, "Đèn hỏng");
  /* Set by hand, it stays. */
  tc_room_step (room, incident, TC_STEP_EXTEND);
  gint64 by_hand_us = tc_room_int (room, due, incident);
  args.field_id = room->kind;
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_classify_type, &args);
  g_assert_cmpint (tc_room_int (room, due, incident), ==, by_hand_us);
  /* The history keeps what was before. */
  g_assert_cmpint (get_last_number (room, incident), ==, room->field);
  args.field_id = 4;
  tc_fixture_refuse (room->fixture, &tc_incident_classify_type, &args, "field.unknown");
}

static void
test_priority (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_make (room, TC_STATE_DISPATCHED);
  TcIncidentSetPriority args = {incident, 1, "Có người bị thương"};

  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_set_priority_type, &args);
  g_assert_cmpint (
      tc_room_int (room, "SELECT due_us - received_us FROM incident WHERE id = ?", incident), ==,
      10 * TC_MINUTE_US);
  g_assert_cmpint (
      tc_room_int (room, "SELECT sum (priority) FROM task WHERE incident_id = ?", incident), ==, 2);
  args.priority = 0;
  tc_fixture_refuse (room->fixture, &tc_incident_set_priority_type, &args, "operation.arguments");
  args.priority = 5;
  tc_fixture_refuse (room->fixture, &tc_incident_set_priority_type, &args, "operation.arguments");
}

static void
test_place (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_make (room, TC_STATE_DISPATCHED);
  TcIncidentPlace args = {incident, room->region, 98000000, 1055000000, NULL};

  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_place_type, &args);
  g_assert_cmpint (tc_room_int (room, "SELECT area_id FROM incident WHERE id = ?", incident), ==,
                   room->region);
  g_assert_cmpint (
      tc_room_int (room, "SELECT max (lat_e7) FROM task WHERE incident_id = ?", incident), ==,
      98000000);
  args.lat_e7 = TC_NONE;
  tc_fixture_refuse (room->fixture, &tc_incident_place_type, &args, "incident.place");
}

static void
test_turn_away (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_make (room, TC_STATE_DISPATCHED);
  TcIncidentTurnAway args = {incident, "no-content", "Đã chuyển 113"};

  tc_fixture_refuse (room->fixture, &tc_incident_redirect_type, &args, "operation.arguments");
  args.reason = "police-113";
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_redirect_type, &args);
  g_autoptr (TcIncidentDetail) detail = tc_incident_detail (room->fixture->db, incident);
  g_assert_cmpstr (detail->incident.outcome, ==, "police-113");
  g_assert_false (detail->incident.open);
  for (guint i = 0; i < detail->dispatches->len; i++)
    g_assert_cmpstr (g_array_index (detail->dispatches, TcDispatch, i).state, ==, "recalled");
  /* Reopened, nothing of that is left. */
  tc_room_step (room, incident, TC_STEP_REOPEN);
  g_autoptr (TcIncidentDetail) again = tc_incident_detail (room->fixture->db, incident);
  g_assert_null (again->incident.outcome);
  g_assert_cmpint (again->incident.closed_us, ==, TC_NONE);
  g_assert_cmpint (again->incident.reopened_count, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/incident/screen/merge-and-back", test_merge_and_back);
  g_test_add_func ("/incident/screen/merge-chain", test_merge_chain);
  g_test_add_func ("/incident/screen/unmerge-from", test_unmerge_from);
  g_test_add_func ("/incident/screen/merge-answers-all", test_merge_answers_all);
  g_test_add_func ("/incident/screen/answered-while-merged", test_answered_while_merged);
  g_test_add_func ("/incident/screen/request-follows", test_request_follows);
  g_test_add_func ("/incident/screen/merge-refusals", test_merge_refusals);
  g_test_add_func ("/incident/screen/classify", test_classify);
  g_test_add_func ("/incident/screen/priority", test_priority);
  g_test_add_func ("/incident/screen/place", test_place);
  g_test_add_func ("/incident/screen/turn-away", test_turn_away);
  return g_test_run ();
}
