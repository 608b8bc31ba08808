/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a big event holds what belongs to it, whatever is merged meanwhile; a report is the sum of
 * what areas told at a time; what may belong to it is proposed with why; a purge takes words out of
 * log and reports; each refusal. Method: the control room.
 */
#include "tc-big-event-queries.h"
#include "tc-incident-purge.h"
#include "tc-room-fixture.h"

static gint64
report_on (TcRoom *room, gint64 lat_e7, gint64 lon_e7)
{
  char code[40];
  TcIncidentReport args = tc_room_report_args (room, code);

  args.lat_e7 = lat_e7;
  args.lon_e7 = lon_e7;
  if (lat_e7 == TC_NONE)
    args.area_id = 0;
  tc_fixture_run (room->fixture, &tc_incident_report_type, &args);
  return args.incident_id;
}

static gint64
report_at (TcRoom *room, gint64 lat_e7, gboolean placed)
{
  return report_on (room, placed ? lat_e7 : TC_NONE, placed ? TC_ROOM_LON_E7 : TC_NONE);
}

static gint64
declare (TcRoom *room)
{
  gint64 incident = tc_room_report (room);
  TcEventDeclare args = {incident, "storm", "Bão số 5", NULL, TC_NONE};

  room->fixture->now_us += TC_MINUTE_US;
  tc_fixture_run_as (room->fixture, room->lan, &tc_event_declare_type, &args);
  return incident;
}

static void
add (TcRoom *room, gint64 event, gint64 incident)
{
  room->fixture->now_us += TC_MINUTE_US;
  tc_fixture_run_as (room->fixture, room->minh, &tc_event_add_type,
                     &(TcEventMember){event, incident});
}

static void
tell (TcRoom *room, gint64 event, const char *kind, gint64 area, gint64 amount)
{
  TcEventFigure args = {event, kind, area, amount};

  room->fixture->now_us += TC_MINUTE_US;
  tc_fixture_run_as (room->fixture, room->lan, &tc_event_figure_type, &args);
}

static void
check_counts (TcRoom *room, gint64 event, gint64 members, gint64 open, gint64 without)
{
  g_autoptr (TcBigEvent) read = tc_big_event_get (room->fixture->db, event, room->fixture->now_us);

  g_assert_nonnull (read);
  g_assert_cmpint (read->n_members, ==, members);
  g_assert_cmpint (read->n_open, ==, open);
  g_assert_cmpint (read->n_without, ==, without);
}

/* What is late and due soon of it, and when it was last heard of. */
static void
check_times (TcRoom *room, gint64 event, gint64 member)
{
  TcDatabase *db = room->fixture->db;
  gint64 now_us = room->fixture->now_us;
  gint64 due_us = tc_room_int (room, "SELECT due_us FROM incident WHERE id = ?", member);
  gint64 soon_us = tc_room_int (room, "SELECT soon_us FROM incident WHERE id = ?", member);
  g_autoptr (TcBigEvent) now = tc_big_event_get (db, event, now_us);
  g_autoptr (TcBigEvent) soon = tc_big_event_get (db, event, soon_us);
  g_autoptr (TcBigEvent) late = tc_big_event_get (db, event, due_us + 1);

  g_assert_cmpint (now->n_late + now->n_soon, ==, 0);
  g_assert_cmpint (soon->n_soon, ==, 1);
  g_assert_cmpint (soon->n_late, ==, 0);
  g_assert_cmpint (late->n_soon, ==, 0);
  g_assert_cmpint (late->n_late, ==, 1);
  g_assert_cmpint (now->heard_us, <=, now_us);
  tell (room, event, "injured", 0, 2);
  g_autoptr (TcBigEvent) told = tc_big_event_get (db, event, now_us);
  g_assert_cmpint (told->heard_us, ==, now_us + TC_MINUTE_US);
}

static void
test_life (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 event = declare (room), one = tc_room_report (room);
  gint64 two = tc_room_make (room, TC_STATE_DISPATCHED);
  TcQueueFilter filter = {.kind = TC_QUEUE_MATCH, .match = TC_MATCH_EVENT, .event_id = event};

  add (room, event, one);
  add (room, event, two);
  check_counts (room, event, 2, 2, 1);
  g_assert_cmpint (tc_incident_queue_count (room->fixture->db, &filter), ==, 2);
  g_assert_cmpint (tc_big_event_of (room->fixture->db, one), ==, event);
  g_assert_cmpint (tc_big_event_of (room->fixture->db, event), ==, event);
  g_autoptr (GArray) without = tc_big_event_without_unit (room->fixture->db, event, 10);
  g_assert_cmpuint (without->len, ==, 1);
  g_assert_cmpint (g_array_index (without, TcEventMemberRow, 0).id, ==, one);
  g_autoptr (GArray) states = tc_big_event_count (room->fixture->db, event, TC_EVENT_BY_STATE);
  g_assert_cmpuint (states->len, ==, 2);
  g_assert_cmpint (g_array_index (states, TcEventCount, 0).value, ==, TC_STATE_NEW);
  g_autoptr (GArray) areas = tc_big_event_count (room->fixture->db, event, TC_EVENT_BY_AREA);
  g_assert_cmpuint (areas->len, ==, 1);
  g_assert_cmpint (g_array_index (areas, TcEventCount, 0).value, ==, room->area);
  g_assert_cmpint (g_array_index (areas, TcEventCount, 0).n, ==, 2);
  g_assert_cmpint (g_array_index (areas, TcEventCount, 0).n_without, ==, 1);
  g_autoptr (GArray) fields = tc_big_event_count (room->fixture->db, event, TC_EVENT_BY_FIELD);
  g_assert_cmpint (g_array_index (fields, TcEventCount, 0).value, ==, room->field);
  tc_fixture_run_as (room->fixture, room->lan, &tc_event_remove_type, &(TcEventMember){event, two});
  check_counts (room, event, 1, 1, 1);
  check_times (room, event, one);
  tc_fixture_run_as (room->fixture, room->lan, &tc_event_command_type,
                     &(TcEventCommand){event, "Phó Chủ tịch A"});
  tc_fixture_run_as (room->fixture, room->lan, &tc_event_end_type, &(TcEventOnly){event});
  g_autoptr (GPtrArray) list = tc_big_event_list (room->fixture->db, 10, room->fixture->now_us);
  const TcBigEvent *over = g_ptr_array_index (list, 0);
  g_assert_cmpint (over->ended_us, ==, room->fixture->now_us);
  g_assert_cmpstr (over->title, ==, "Bão số 5");
  g_assert_cmpstr (over->commander, ==, "Phó Chủ tịch A");
  tc_fixture_run_as (room->fixture, room->lan, &tc_event_resume_type, &(TcEventOnly){event});
  tc_fixture_check_replays (room->fixture);
}

/* What was merged into another brings it along, and leaves with the merge taken back. */
static void
test_merged (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 event = declare (room), one = tc_room_report (room), other = tc_room_report (room);
  TcIncidentMerge merge = {one, other, tc_room_id (room)};
  TcIncidentUnmerge unmerge = {one, tc_room_id (room)};
  TcIncidentMerge away = {event, other, tc_room_id (room)};

  add (room, event, one);
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_merge_type, &merge);
  check_counts (room, event, 1, 1, 1);
  g_autoptr (GArray) without = tc_big_event_without_unit (room->fixture->db, event, 10);
  g_assert_cmpint (g_array_index (without, TcEventMemberRow, 0).id, ==, other);
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_unmerge_type, &unmerge);
  check_counts (room, event, 1, 1, 1);
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_incident_merge_type, &away, "incident.leads");
}

/* That of what leads, then of what is still handled. */
static void
test_places (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 event = declare (room), one = tc_room_report (room);
  gint64 done = tc_room_make (room, TC_STATE_RESOLVED);

  add (room, event, one);
  add (room, event, done);
  tc_database_execute (room->fixture->db, "UPDATE incident SET lat_e7 = 1, lon_e7 = 2 WHERE id = ?",
                       "i", event);
  tc_database_execute (room->fixture->db, "UPDATE incident SET lat_e7 = 3, lon_e7 = 4 WHERE id = ?",
                       "i", one);
  g_autoptr (GArray) places = tc_big_event_places (room->fixture->db, event, 10);
  g_assert_cmpuint (places->len, ==, 2);
  g_assert_cmpint (g_array_index (places, TcEventPlace, 0).lat_e7, ==, 1);
  g_assert_cmpint (g_array_index (places, TcEventPlace, 1).lon_e7, ==, 4);
  g_autoptr (GArray) first = tc_big_event_places (room->fixture->db, event, 1);
  g_assert_cmpuint (first->len, ==, 1);
  tc_database_execute (room->fixture->db, "UPDATE incident SET lat_e7 = NULL WHERE id = ?", "i",
                       event);
  g_autoptr (GArray) known = tc_big_event_places (room->fixture->db, event, 10);
  g_assert_cmpuint (known->len, ==, 1);
}

/* The newest of each area counts, and only what was told by then. */
static void
test_figures (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 event = declare (room), then_us = 0;

  tell (room, event, "houses-flooded", room->area, 12);
  tell (room, event, "houses-flooded", room->region, 5);
  tell (room, event, "evacuated", 0, 40);
  then_us = room->fixture->now_us;
  tell (room, event, "houses-flooded", room->area, 30);
  g_autoptr (GArray) then = tc_big_event_sums (room->fixture->db, event, then_us);
  g_autoptr (GArray) now = tc_big_event_sums (room->fixture->db, event, room->fixture->now_us);
  g_autoptr (GArray) parts = tc_big_event_parts (room->fixture->db, event, room->fixture->now_us);

  g_assert_cmpuint (then->len, ==, 2);
  g_assert_cmpstr (g_array_index (then, TcEventSum, 0).kind, ==, "houses-flooded");
  g_assert_cmpint (g_array_index (then, TcEventSum, 0).amount, ==, 17);
  g_assert_cmpint (g_array_index (then, TcEventSum, 0).n, ==, 2);
  g_assert_cmpint (g_array_index (then, TcEventSum, 1).group, ==, TC_FIGURE_DONE);
  g_assert_cmpint (g_array_index (now, TcEventSum, 0).amount, ==, 35);
  g_assert_cmpint (g_array_index (now, TcEventSum, 0).at_us, ==, room->fixture->now_us);
  g_assert_cmpuint (parts->len, ==, 3);
  tc_fixture_check_replays (room->fixture);
}

static void
test_log_and_reports (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 event = declare (room), until_us = room->fixture->now_us;
  const TcRoleCapability may = {room->role, TC_MAY_PURGE};
  TcEventLog log = {event, "Nước lên 30 cm ở kênh Xà No"};
  TcEventReport report = {event, 1, until_us, "1. Tình hình\nNước lên 30 cm ở kênh Xà No"};
  TcEventCheck check = {event, "evacuate", 1};

  tc_fixture_run (room->fixture, &tc_role_allow_type, &may);
  tc_fixture_run_as (room->fixture, room->lan, &tc_event_log_type, &log);
  tc_fixture_run_as (room->fixture, room->lan, &tc_event_check_type, &check);
  g_assert_cmpint (tc_big_event_next_report (room->fixture->db, event), ==, 1);
  tc_fixture_run_as (room->fixture, room->lan, &tc_event_report_type, &report);
  g_assert_cmpint (tc_big_event_next_report (room->fixture->db, event), ==, 2);
  tc_fixture_refuse_as (room->fixture, room->minh, &tc_event_report_type, &report,
                        "event.report-number");
  g_autoptr (GArray) rows = tc_big_event_log (room->fixture->db, event, 10);
  g_autoptr (GArray) items = tc_big_event_list_items (room->fixture->db, event);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_cmpstr (g_array_index (rows, TcEventLogRow, 0).name, ==, "lan");
  g_assert_cmpuint (items->len, >, 3);
  for (guint i = 0; i < items->len; i++) {
    const TcEventItem *item = &g_array_index (items, TcEventItem, i);
    g_assert_true (item->done == g_str_equal (item->item, "evacuate"));
  }
  TcIncidentPurge purge = {
      event,     tc_room_id (room), "text", g_array_index (rows, TcEventLogRow, 0).id,
      "Yêu cầu", "12/QĐ",           0};
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_purge_type, &purge);
  g_autoptr (GArray) reports = tc_big_event_reports (room->fixture->db, event);
  g_assert_cmpstr (g_array_index (reports, TcQuickReport, 0).text, ==, "1. Tình hình\n…");
  g_autoptr (GArray) left = tc_big_event_log (room->fixture->db, event, 10);
  g_assert_cmpstr (g_array_index (left, TcEventLogRow, 0).text, ==, "");
  g_autoptr (TcPurgeMatch) match = tc_purge_match_new (room->fixture->db, purge.purge_id);
  guint brought = 0, repeated = 0;
  for (guint i = 0; i < room->fixture->log->len; i++)
    brought += tc_purge_match_brought (match, room->fixture->log->pdata[i]);
  for (guint i = 0; i < room->fixture->log->len; i++)
    repeated += tc_purge_match_repeats (match, room->fixture->log->pdata[i]);
  /* The entry, and both reports that were made of it. */
  g_assert_cmpuint (brought, ==, 1);
  g_assert_cmpuint (repeated, ==, 3);
  tc_fixture_check_replays (room->fixture);
}

/* Logs @text, reports @told, purges the entry: what the report says then. Carried by the log's
 * operation and, if @repeated, the report's. */
static char *
purge_logged (const char *text, const char *told, gboolean repeated)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 event = declare (room);
  const TcRoleCapability may = {room->role, TC_MAY_PURGE};
  TcEventLog log = {event, text};
  TcEventReport report = {event, 1, room->fixture->now_us, told};
  gint64 id = 0;
  guint found = 0;

  tc_fixture_run (room->fixture, &tc_role_allow_type, &may);
  tc_fixture_run_as (room->fixture, room->lan, &tc_event_log_type, &log);
  id = tc_room_int (room, "SELECT max (id) FROM incident_event WHERE incident_id = ?", event);
  tc_fixture_run_as (room->fixture, room->lan, &tc_event_report_type, &report);
  TcIncidentPurge purge = {event, tc_room_id (room), "text", id, "Yêu cầu", "12/QĐ", 0};
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_purge_type, &purge);
  g_autoptr (TcPurgeMatch) match = tc_purge_match_new (room->fixture->db, purge.purge_id);
  for (guint i = 0; i < room->fixture->log->len; i++)
    tc_purge_match_brought (match, room->fixture->log->pdata[i]);
  for (guint i = 0; i < room->fixture->log->len; i++) {
    const TcOperation *op = room->fixture->log->pdata[i];
    found += g_str_equal (op->name, "event.report") && tc_purge_match_repeats (match, op);
  }
  g_assert_cmpint (found > 0, ==, repeated);
  tc_fixture_check_replays (room->fixture);
  return tc_room_text (room, "SELECT text FROM quick_report WHERE event_id = ?", event);
}

/* As a quick report has an entry: in one line, cut. */
static void
test_purge_shortened (void)
{
  g_autoptr (GString) entry = g_string_new ("Bà Nguyễn Thị Ánh:");
  g_autofree char *short_one = purge_logged ("2", "1. Tình hình\n- 12 nhà: 2", FALSE);
  g_autofree char *two_lines = purge_logged ("Nhà ông Ba\nđã dời", "- Nhà ông Ba đã dời\n2.", TRUE);
  g_autofree char *other = purge_logged ("Nhà ông Ba", "- Nhà ông Tư", FALSE);
  g_autofree char *both = purge_logged ("Nhà ông\nBa", "Nhà ông\nBa, Nhà ông Ba", TRUE);
  g_autofree char *begun = NULL, *told = NULL, *cut = NULL;

  for (guint i = 0; g_utf8_strlen (entry->str, -1) < 250; i++)
    g_string_append_printf (entry, " nhà %u,", i);
  begun = g_utf8_substring (entry->str, 0, 199);
  told = g_strdup_printf ("1. Tình hình\n- 10:00: %s…\n2. Chỉ đạo", begun);
  cut = purge_logged (entry->str, told, TRUE);
  g_assert_cmpstr (short_one, ==, "1. Tình hình\n- 12 nhà: 2");
  g_assert_cmpstr (two_lines, ==, "");
  g_assert_cmpstr (other, ==, "- Nhà ông Tư");
  g_assert_cmpstr (both, ==, "");
  g_assert_cmpstr (cut, ==, "");
}

static void
test_proposals (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 before = tc_room_report (room), event = 0, one = 0, near = 0, far = 0, nowhere = 0;

  room->fixture->now_us += 3 * TC_HOUR_US;
  event = declare (room);
  one = report_at (room, TC_ROOM_LAT_E7, TRUE);
  near = report_at (room, TC_ROOM_LAT_E7 + 20000, TRUE);
  far = report_at (room, TC_ROOM_LAT_E7 + 3000000, TRUE);
  nowhere = report_at (room, 0, FALSE);
  add (room, event, one);
  g_autoptr (GArray) found = tc_big_event_propose (room->fixture->db, event);
  g_assert_cmpuint (found->len, ==, 2);
  const TcEventProposal *first = &g_array_index (found, TcEventProposal, 0);
  g_assert_cmpint (first->id, ==, near);
  g_assert_true (first->same_area && first->same_field);
  g_assert_cmpint (first->distance_m, >, 100);
  g_assert_cmpint (first->distance_m, <, 400);
  /* Of its ward, too far for the place to say anything. */
  g_assert_cmpint (g_array_index (found, TcEventProposal, 1).id, ==, far);
  g_assert_cmpint (g_array_index (found, TcEventProposal, 1).distance_m, ==, TC_NONE);
  for (guint i = 0; i < found->len; i++) {
    gint64 id = g_array_index (found, TcEventProposal, i).id;
    g_assert_true (id != before && id != nowhere && id != event && id != one);
  }
  tc_fixture_run_as (room->fixture, room->lan, &tc_event_end_type, &(TcEventOnly){event});
  g_autoptr (GArray) none = tc_big_event_propose (room->fixture->db, event);
  g_assert_cmpuint (none->len, ==, 0);
}

/* What a member was merged into belongs to it already. */
static void
test_proposals_merged (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 event = declare (room), one = report_at (room, TC_ROOM_LAT_E7, TRUE);
  gint64 into = report_at (room, TC_ROOM_LAT_E7 + 20000, TRUE);
  TcIncidentMerge merge = {one, into, tc_room_id (room)};

  add (room, event, one);
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_merge_type, &merge);
  g_autoptr (GArray) found = tc_big_event_propose (room->fixture->db, event);
  g_assert_cmpuint (found->len, ==, 0);
}

/* Near is near to a real place, not to the corner of two. */
static void
test_proposals_places (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 event = declare (room), near = 0;

  /* Two in one cell, of whole hundredths of a degree, where the event itself isn't. */
  add (room, event, report_on (room, TC_ROOM_LAT_E7 + 305000, TC_ROOM_LON_E7 + 395000));
  add (room, event, report_on (room, TC_ROOM_LAT_E7 + 395000, TC_ROOM_LON_E7 + 305000));
  near = report_on (room, TC_ROOM_LAT_E7 + 305000, TC_ROOM_LON_E7 + 305000);
  g_autoptr (GArray) found = tc_big_event_propose (room->fixture->db, event);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpint (g_array_index (found, TcEventProposal, 0).id, ==, near);
  g_assert_cmpint (g_array_index (found, TcEventProposal, 0).distance_m, >, 500);
}

static void
test_refusals (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcFixture *fixture = room->fixture;
  gint64 event = declare (room), one = tc_room_report (room), merged = tc_room_report (room);
  TcEventDeclare again = {event, "storm", NULL, NULL, TC_NONE};
  TcEventMember member = {event, one};
  TcIncidentMerge merge = {merged, one, tc_room_id (room)};
  TcEventFigure figure = {event, "angels", 0, 1};
  TcEventCheck check = {event, "sing", 1};
  TcEventReport report = {event, 1, fixture->now_us + TC_HOUR_US, "Sớm quá"};

  tc_fixture_refuse_as (fixture, room->lan, &tc_event_declare_type, &again, "event.declared");
  again = (TcEventDeclare){one, "war", NULL, NULL, TC_NONE};
  tc_fixture_refuse_as (fixture, room->lan, &tc_event_declare_type, &again, "operation.arguments");
  again = (TcEventDeclare){one, "fire", NULL, NULL, fixture->now_us + TC_HOUR_US};
  tc_fixture_refuse_as (fixture, room->lan, &tc_event_declare_type, &again, "event.begun");
  again.begun_us = fixture->now_us - TC_HOUR_US;
  tc_fixture_refuse_as (fixture, room->lan, &tc_event_remove_type, &member, "event.not-member");
  add (room, event, one);
  tc_fixture_refuse_as (fixture, room->lan, &tc_event_add_type, &member, "event.member");
  tc_fixture_refuse_as (fixture, room->lan, &tc_event_declare_type, &again, "event.member");
  member.incident_id = event;
  tc_fixture_refuse_as (fixture, room->lan, &tc_event_add_type, &member, "event.leads");
  member = (TcEventMember){one, merged};
  tc_fixture_refuse_as (fixture, room->lan, &tc_event_add_type, &member, "event.unknown");
  tc_fixture_run_as (fixture, room->lan, &tc_incident_merge_type, &merge);
  member.event_id = event;
  tc_fixture_refuse_as (fixture, room->lan, &tc_event_add_type, &member, "incident.merged");
  tc_fixture_refuse_as (fixture, room->lan, &tc_event_resume_type, &(TcEventOnly){event},
                        "event.not-ended");
  tc_fixture_refuse_as (fixture, room->lan, &tc_event_figure_type, &figure, "operation.arguments");
  figure = (TcEventFigure){event, "dead", tc_room_id (room), 1};
  tc_fixture_refuse_as (fixture, room->lan, &tc_event_figure_type, &figure, "places.not-in-force");
  tc_fixture_refuse_as (fixture, room->lan, &tc_event_check_type, &check, "operation.arguments");
  tc_fixture_refuse_as (fixture, room->lan, &tc_event_report_type, &report, "operation.arguments");
  tc_fixture_run_as (fixture, room->lan, &tc_event_end_type, &(TcEventOnly){event});
  tc_fixture_refuse_as (fixture, room->lan, &tc_event_end_type, &(TcEventOnly){event},
                        "event.ended");
  tc_fixture_refuse_as (fixture, room->lan, &tc_event_log_type, &(TcEventLog){one, "Không"},
                        "event.unknown");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/big-event/life", test_life);
  g_test_add_func ("/big-event/merged", test_merged);
  g_test_add_func ("/big-event/places", test_places);
  g_test_add_func ("/big-event/figures", test_figures);
  g_test_add_func ("/big-event/log-and-reports", test_log_and_reports);
  g_test_add_func ("/big-event/purge-shortened", test_purge_shortened);
  g_test_add_func ("/big-event/proposals", test_proposals);
  g_test_add_func ("/big-event/proposals-merged", test_proposals_merged);
  g_test_add_func ("/big-event/proposals-places", test_proposals_places);
  g_test_add_func ("/big-event/refusals", test_refusals);
  return g_test_run ();
}
