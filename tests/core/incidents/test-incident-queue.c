/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what each filter of the queue lets through, in which order, without reading more than its
 * range; the row's words; what is similar.
 * Method: a fixed set of incidents in known states; SQLite's own plan of each query.
 */
#include "tc-field-proposal.h"
#include "tc-room-fixture.h"
#include "tc-schema.h"

static void
check_ids (TcRoom *room, const TcQueueFilter *filter, const gint64 *expected, guint n)
{
  g_autoptr (GArray) ids = tc_incident_queue_ids (room->fixture->db, filter);

  g_assert_cmpint (ids->len, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (TC_ID_AT (ids, i), ==, expected[i]);
  g_assert_cmpint (tc_incident_queue_count (room->fixture->db, filter), ==, n);
}

static void
test_late_first (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 resolved = tc_room_make (room, TC_STATE_RESOLVED);
  gint64 normal = tc_room_report (room);
  room->fixture->now_us += TC_HOUR_US;
  gint64 later = tc_room_report (room);
  gint64 urgent = tc_room_report (room);
  tc_room_step (room, urgent, TC_STEP_SET_PRIORITY);
  gint64 closed = tc_room_make (room, TC_STATE_CLOSED);
  room->fixture->now_us += TC_HOUR_US;
  gint64 closed_last = tc_room_make (room, TC_STATE_CLOSED);
  const gint64 newest[] = {closed_last, closed, urgent, later, normal, resolved};

  /* normal: due 2 h after it came; urgent: 10 minutes after 1 h; later: 2 h after 1 h. */
  const gint64 open_by_due[] = {urgent, normal, later, resolved};
  check_ids (room, &(TcQueueFilter){.kind = TC_QUEUE_OPEN}, open_by_due, 4);
  const gint64 all_by_due[] = {urgent, normal, later, resolved, closed_last, closed};
  check_ids (room, &(TcQueueFilter){.kind = TC_QUEUE_ALL}, all_by_due, 6);
  check_ids (room, &(TcQueueFilter){.kind = TC_QUEUE_ALL, .sort = TC_QUEUE_NEW_FIRST}, newest, 6);
}

/* What waits for its reporter is nobody's to do, however long ago it would have been due. */
static void
test_waiting_behind (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 waiting = tc_room_report (room);
  room->fixture->now_us += TC_HOUR_US;
  tc_room_step (room, waiting, TC_STEP_WAIT);
  gint64 resolved = tc_room_make (room, TC_STATE_RESOLVED);
  room->fixture->now_us += 24 * TC_HOUR_US;
  gint64 fresh = tc_room_report (room);
  gint64 taken = tc_room_make (room, TC_STATE_ASSIGNED);
  const gint64 behind[] = {fresh, taken, waiting, resolved};
  const gint64 resumed[] = {waiting, fresh, taken, resolved};

  check_ids (room, &(TcQueueFilter){.kind = TC_QUEUE_OPEN}, behind, 4);
  /* Of its two hours one is left. */
  tc_room_step (room, waiting, TC_STEP_RESUME);
  check_ids (room, &(TcQueueFilter){.kind = TC_QUEUE_OPEN}, resumed, 4);
}

/* Those that ring: what somebody has, or a unit, doesn't. */
static void
test_alarming (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 untaken = tc_room_report (room), plain G_GNUC_UNUSED = tc_room_report (room);
  gint64 taken = tc_room_make (room, TC_STATE_ASSIGNED);
  gint64 sent = tc_room_make (room, TC_STATE_DISPATCHED);

  tc_room_step (room, untaken, TC_STEP_SET_PRIORITY);
  tc_room_step (room, taken, TC_STEP_SET_PRIORITY);
  tc_room_step (room, sent, TC_STEP_SET_PRIORITY);
  check_ids (room, &(TcQueueFilter){.kind = TC_QUEUE_ALARMING}, &untaken, 1);
}

static void
test_filters (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 untaken = tc_room_report (room);
  gint64 mine = tc_room_make (room, TC_STATE_ASSIGNED);
  gint64 sent = tc_room_make (room, TC_STATE_DISPATCHED);
  gint64 resolved = tc_room_make (room, TC_STATE_RESOLVED);
  gint64 waiting = tc_room_report (room);
  tc_room_step (room, waiting, TC_STEP_WAIT);
  tc_room_step (room, untaken, TC_STEP_SET_PRIORITY);
  tc_room_step (room, untaken, TC_STEP_CLASSIFY);
  gint64 soon_us = room->fixture->now_us + 15 * TC_MINUTE_US;
  const gint64 of_lan[] = {mine, sent, resolved};
  const gint64 of_nobody[] = {untaken, waiting};
  const gint64 everything[] = {untaken, mine, sent, waiting, resolved};

  check_ids (room, &(TcQueueFilter){.kind = TC_QUEUE_MINE, .staff_id = room->lan.staff_id}, of_lan,
             3);
  check_ids (room, &(TcQueueFilter){.kind = TC_QUEUE_MINE, .staff_id = room->minh.staff_id}, NULL,
             0);
  check_ids (room, &(TcQueueFilter){.kind = TC_QUEUE_UNTAKEN}, of_nobody, 2);
  check_ids (room, &(TcQueueFilter){.kind = TC_QUEUE_DUE_SOON, .at_us = soon_us}, &untaken, 1);
  check_ids (room, &(TcQueueFilter){.kind = TC_QUEUE_EMERGENCY}, &untaken, 1);
  check_ids (room, &(TcQueueFilter){.kind = TC_QUEUE_UNIT, .agency_id = room->unit}, &sent, 1);
  check_ids (room, &(TcQueueFilter){.kind = TC_QUEUE_FIELD, .field_id = room->other_field},
             &untaken, 1);
  check_ids (room, &(TcQueueFilter){.kind = TC_QUEUE_FIELD, .field_id = room->field},
             everything + 1, 4);
  check_ids (room, &(TcQueueFilter){.kind = TC_QUEUE_AREA, .area_id = room->region}, everything, 5);
  check_ids (room, &(TcQueueFilter){.kind = TC_QUEUE_STATE, .state = TC_STATE_WAITING}, &waiting,
             1);
  /* What waits for its reporter has its clock standing: it is not late. */
  gint64 far_us = room->fixture->now_us + 100 * TC_HOUR_US;
  const gint64 will_be_late[] = {untaken, mine, sent};
  check_ids (room, &(TcQueueFilter){.kind = TC_QUEUE_DUE_SOON, .at_us = far_us}, will_be_late, 3);
}

/* What is matched narrows any list, several at once, and a search in it. */
static void
test_matched (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 untaken = tc_room_report (room);
  gint64 mine = tc_room_make (room, TC_STATE_ASSIGNED);
  gint64 sent = tc_room_make (room, TC_STATE_DISPATCHED);
  gint64 closed = tc_room_make (room, TC_STATE_CLOSED);
  const gint64 of_lan[] = {mine, sent}, everything[] = {closed, sent, mine, untaken};
  TcQueueFilter filter = {.kind = TC_QUEUE_MINE,
                          .match = TC_MATCH_FIELD,
                          .staff_id = room->lan.staff_id,
                          .field_id = room->field,
                          .at_us = room->fixture->now_us};

  check_ids (room, &filter, of_lan, 2);
  g_assert_false (tc_incident_queue_is_range (&filter));
  filter.match |= TC_MATCH_STATE | TC_MATCH_CHANNEL;
  filter.state = TC_STATE_DISPATCHED;
  g_strlcpy (filter.channel, "hotline", sizeof filter.channel);
  check_ids (room, &filter, &sent, 1);
  g_autoptr (GArray) looked = tc_incident_queue_look_up (room->fixture->db, &filter, of_lan, 2);
  g_assert_cmpuint (looked->len, ==, 1);
  g_strlcpy (filter.channel, "app", sizeof filter.channel);
  check_ids (room, &filter, NULL, 0);
  filter = (TcQueueFilter){
      .kind = TC_QUEUE_ALL, .sort = TC_QUEUE_NEW_FIRST, .match = TC_MATCH_CHANNEL};
  g_strlcpy (filter.channel, "hotline", sizeof filter.channel);
  check_ids (room, &filter, everything, 4);
  filter.match |= TC_MATCH_STATE;
  filter.state = TC_STATE_CLOSED;
  check_ids (room, &filter, &closed, 1);
  filter.kind = TC_QUEUE_OPEN;
  check_ids (room, &filter, NULL, 0);
  filter = (TcQueueFilter){.kind = TC_QUEUE_UNTAKEN, .match = TC_MATCH_UNIT};
  check_ids (room, &filter, &untaken, 1);
}

/* An answer that waits for a person's word, of whatever list; not what has none or is told. */
static void
test_answers (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 written = tc_room_make (room, TC_STATE_RESOLVED);
  gint64 approved = tc_room_make (room, TC_STATE_RESOLVED);
  gint64 told = tc_room_make (room, TC_STATE_RESOLVED);
  const TcQueueFilter to_approve = {.kind = TC_QUEUE_MATCH, .match = TC_MATCH_TO_APPROVE};
  const TcQueueFilter to_publish = {.kind = TC_QUEUE_ALL, .match = TC_MATCH_TO_PUBLISH};

  tc_room_make (room, TC_STATE_RESOLVED);
  for (TcIncidentStep step = TC_STEP_SUBMIT; step <= TC_STEP_PUBLISH; step++) {
    tc_room_step (room, told, step);
    if (step <= TC_STEP_APPROVE)
      tc_room_step (room, approved, step);
    if (step == TC_STEP_SUBMIT)
      tc_room_step (room, written, step);
  }
  check_ids (room, &to_approve, &written, 1);
  check_ids (room, &to_publish, &approved, 1);
  tc_room_step (room, written, TC_STEP_APPROVE);
  check_ids (room, &to_approve, NULL, 0);
  g_autoptr (GArray)
      looked = tc_incident_queue_look_up (room->fixture->db, &to_publish, &written, 1);
  g_assert_cmpuint (looked->len, ==, 1);
}

/* Callers of what is over; not who hears by an outside system, once an answer is published. */
static void
test_untold (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  const TcQueueFilter untold = {.kind = TC_QUEUE_MATCH, .match = TC_MATCH_UNTOLD};
  gint64 over = 0;
  TcReportTell tell = {0, 1, "called", NULL};

  tc_room_make (room, TC_STATE_WORKING);
  over = tc_room_make (room, TC_STATE_PUBLISHED);
  tell.report_id = room->report;
  tc_room_make (room, TC_STATE_PUBLISHED);
  tc_database_execute (room->fixture->db, "UPDATE report SET source = 'app' WHERE id = ?", "i",
                       room->report);
  check_ids (room, &untold, &over, 1);
  tc_fixture_run_as (room->fixture, room->lan, &tc_report_tell_type, &tell);
  check_ids (room, &untold, NULL, 0);
}

static void
check_groups (TcRoom *room, TcQueueGrouping grouping, const gint64 *values, const guint *counts,
              guint n)
{
  const TcQueueFilter filter = {
      .kind = TC_QUEUE_OPEN, .group = grouping, .at_us = room->fixture->now_us};
  g_autoptr (GArray)
      entries = tc_incident_queue_entries (room->fixture->db, &filter, TC_QUEUE_IDS_MAX, NULL);
  guint whole = entries->len, start = 0;
  g_autoptr (GArray) groups = tc_incident_queue_group (room->fixture->db, &filter, entries);

  g_assert_false (tc_incident_queue_is_range (&filter));
  g_assert_cmpuint (entries->len, ==, whole);
  g_assert_cmpuint (groups->len, ==, n);
  for (guint i = 0; i < n; i++) {
    const TcQueueGroup *group = &g_array_index (groups, TcQueueGroup, i);
    g_assert_cmpint (group->value, ==, values[i]);
    g_assert_cmpuint (group->count, ==, counts[i]);
    g_assert_cmpuint (group->start, ==, start);
    start += group->count;
  }
}

static void
test_groups (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 late = tc_room_report (room);
  room->fixture->now_us += 3 * TC_HOUR_US;
  tc_room_report (room);
  tc_room_make (room, TC_STATE_ASSIGNED);
  tc_room_make (room, TC_STATE_RESOLVED);
  tc_room_step (room, late, TC_STEP_CLASSIFY);
  const gint64 states[] = {TC_STATE_NEW, TC_STATE_ASSIGNED, TC_STATE_RESOLVED};
  const gint64 dues[] = {TC_DUE_LATE, TC_DUE_TODAY, TC_DUE_OVER};
  const guint by_state[] = {2, 1, 1}, by_due[] = {1, 2, 1};
  const TcQueueFilter none = {.kind = TC_QUEUE_OPEN};
  g_autoptr (GArray) entries = tc_incident_queue_entries (room->fixture->db, &none, 10, NULL);

  check_groups (room, TC_GROUP_STATE, states, by_state, 3);
  check_groups (room, TC_GROUP_DUE, dues, by_due, 3);
  gint64 sent = tc_room_make (room, TC_STATE_DISPATCHED);
  tc_room_step (room, sent, TC_STEP_SET_PRIORITY);
  const gint64 units[] = {room->unit, 0};
  const guint by_unit[] = {1, 4};
  check_groups (room, TC_GROUP_UNIT, units, by_unit, 2);
  const gint64 priorities[] = {TC_PRIORITY_EMERGENCY,
                               tc_database_get_int (room->fixture->db, 0,
                                                    "SELECT priority FROM incident WHERE id = ?",
                                                    "i", late)};
  const guint by_priority[] = {1, 4};
  check_groups (room, TC_GROUP_PRIORITY, priorities, by_priority, 2);
  g_assert_null (tc_incident_queue_group (room->fixture->db, &none, entries));
}

/* Each list is a range of an index, never a walk over all rows. */
static void
check_plan (TcRoom *room, const char *where, const char *index)
{
  g_autofree char *sql = g_strconcat ("EXPLAIN QUERY PLAN SELECT id FROM incident WHERE ", where,
                                      " ORDER BY rank_us, id", NULL);
  g_autoptr (TcQuery) query = tc_database_query (room->fixture->db, sql, NULL);
  g_autofree char *wanted = g_strconcat ("SEARCH incident USING ", index, NULL);

  g_assert_true (tc_query_next (query));
  g_assert_true (g_str_has_prefix (tc_query_text (query, 3), wanted));
  g_assert_false (tc_query_next (query));
}

static void
test_plans (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();

  check_plan (room, "open = 1", "COVERING INDEX incident_open");
  check_plan (room, "staff_id = 1 AND open = 1", "COVERING INDEX incident_staff");
  check_plan (room, "unit_id = 1 AND open = 1", "COVERING INDEX incident_unit");
  check_plan (room, "open = 1 AND priority = 1", "COVERING INDEX incident_priority");
  check_plan (room, "state = 'new'", "COVERING INDEX incident_state");
}

static void
test_rows (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 ids[] = {tc_room_make (room, TC_STATE_DISPATCHED), 55,
                  tc_room_make (room, TC_STATE_MERGED)};
  g_autoptr (GArray) rows = tc_incident_rows (room->fixture->db, ids, G_N_ELEMENTS (ids));
  const TcIncidentRow *sent = &g_array_index (rows, TcIncidentRow, 0);
  const TcIncidentRow *merged = &g_array_index (rows, TcIncidentRow, 1);

  g_assert_cmpint (rows->len, ==, 2);
  g_assert_cmpint (sent->id, ==, ids[0]);
  g_assert_cmpint (sent->state, ==, TC_STATE_DISPATCHED);
  g_assert_cmpint (sent->unit_id, ==, room->unit);
  g_assert_cmpstr (sent->unit_code, ==, "unit");
  g_assert_cmpstr (sent->staff_name, ==, "lan");
  g_assert_cmpstr (sent->area_name, ==, "Phường Vị Thanh");
  g_assert_cmpstr (sent->field_vi, ==, "Giao thông");
  g_assert_cmpstr (sent->kind_en, ==, "Traffic");
  g_assert_cmpstr (sent->channel, ==, "hotline");
  g_assert_cmpint (sent->scheduled_us, ==, TC_NONE);
  g_assert_cmpint (merged->state, ==, TC_STATE_MERGED);
  g_assert_true (g_str_has_prefix (merged->merged_into_code, "PA-"));
  /* The words of its own first report, though that is handled elsewhere now. */
  g_assert_cmpstr (merged->channel, ==, "hotline");
}

/* ---- similar ---- */

static gint64
report_at (TcRoom *room, gint64 lat_e7, gint64 field, const char *text)
{
  char code[40];
  TcIncidentReport args = tc_room_report_args (room, code);

  args.lat_e7 = lat_e7;
  args.field_id = field;
  args.text = text;
  tc_fixture_run (room->fixture, &tc_incident_report_type, &args);
  return args.incident_id;
}

static GArray *
find_similar (TcRoom *room, gint64 incident, const char *text, gint64 radius_m)
{
  return tc_incident_similar (room->fixture->db, incident, room->kind, TC_ROOM_LAT_E7,
                              TC_ROOM_LON_E7, room->fixture->now_us, text, radius_m);
}

static void
make_desk (TcRoom *room)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autoptr (GError) error = NULL;

  g_assert_true (tc_schema_migrate (room->fixture->db, sets, &error));
  g_assert_no_error (error);
  while (tc_field_learn_step (room->fixture->db, 100))
    ;
}

static const TcSimilar *
get_similar (GArray *found, guint i)
{
  g_assert_cmpint (i, <, found->len);
  return &g_array_index (found, TcSimilar, i);
}

static void
test_similar (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  const char *text = "den giao thong nga tu 30/4 chop vang";
  make_desk (room);
  /* 0.001 degrees are 111 m. */
  gint64 near = report_at (room, TC_ROOM_LAT_E7 + 3000, room->kind, "Đèn tín hiệu chớp vàng");
  gint64 other_words = report_at (room, TC_ROOM_LAT_E7 + 3000, room->field, "Kẹt xe trước trường");
  gint64 far = report_at (room, TC_ROOM_LAT_E7 + 60000, room->kind, "Đèn giao thông chớp vàng");
  report_at (room, TC_ROOM_LAT_E7 + 3000, room->other_field, "Đèn giao thông chớp vàng");
  gint64 mine = report_at (room, TC_ROOM_LAT_E7, room->kind, text);
  g_autoptr (GArray) close = find_similar (room, mine, text, TC_SIMILAR_PUBLIC_M);
  g_autoptr (GArray) wide = find_similar (room, mine, text, TC_SIMILAR_STAFF_M);
  const TcSimilar *first = get_similar (close, 0), *second = get_similar (close, 1);

  g_assert_cmpint (close->len, ==, 2);
  g_assert_cmpint (first->incident_id, ==, near);
  g_assert_cmpint (first->distance_m, ==, 33);
  g_assert_cmpstr (first->words, ==, "chớp vàng");
  g_assert_cmpint (first->place, ==, 41);
  g_assert_cmpint (first->time, ==, 30);
  g_assert_cmpint (first->text, >, 0);
  g_assert_cmpint (first->kind, ==, 0);
  g_assert_cmpint (first->photo, ==, TC_NONE);
  g_assert_cmpint (first->score, ==, first->place + first->time + first->text);
  g_assert_true (first->likely);
  g_assert_cmpint (second->incident_id, ==, other_words);
  g_assert_null (second->words);
  g_assert_cmpint (second->kind, <, 0);
  g_assert_false (second->likely);
  g_assert_cmpint (get_similar (wide, 0)->incident_id, ==, near);
  g_assert_cmpint (get_similar (wide, 1)->incident_id, ==, far);
  g_assert_cmpint (get_similar (wide, 1)->place, ==, 0);
  g_assert_cmpint (get_similar (wide, 2)->incident_id, ==, other_words);
  /* A month later, and without a place, there is nothing to compare. */
  room->fixture->now_us += (TC_SIMILAR_DAYS + 1) * TC_US_PER_DAY;
  g_autoptr (GArray) old = find_similar (room, mine, text, TC_SIMILAR_STAFF_M);
  g_assert_cmpint (old->len, ==, 0);
  g_autoptr (GArray) nowhere = tc_incident_similar (room->fixture->db, 0, room->kind, TC_NONE,
                                                    TC_NONE, 0, text, 250);
  g_assert_cmpint (nowhere->len, ==, 0);
}

/* Of those that are named the same is said as where they are looked for, and nothing of others. */
static void
test_similar_among (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  const char *text = "den giao thong nga tu 30/4 chop vang";
  gint64 ids[5] = {0};
  make_desk (room);
  ids[0] = report_at (room, TC_ROOM_LAT_E7 + 60000, room->kind, "Đèn giao thông chớp vàng");
  ids[1] = report_at (room, TC_ROOM_LAT_E7 + 3000, room->kind, "Đèn tín hiệu chớp vàng");
  ids[2] = report_at (room, TC_ROOM_LAT_E7, room->other_field, "Đèn giao thông chớp vàng");
  report_at (room, TC_ROOM_LAT_E7, room->kind, "Đèn tín hiệu chớp vàng");
  ids[3] = report_at (room, TC_ROOM_LAT_E7, room->kind, text);
  ids[4] = 12345;
  g_autoptr (GArray) found = tc_incident_similar_among (
      room->fixture->db, ids[3], room->kind, TC_ROOM_LAT_E7, TC_ROOM_LON_E7, room->fixture->now_us,
      text, ids, G_N_ELEMENTS (ids));
  g_autoptr (GArray) all = find_similar (room, ids[3], text, TC_SIMILAR_STAFF_M);

  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpint (get_similar (found, 0)->incident_id, ==, ids[1]);
  g_assert_cmpint (get_similar (found, 1)->incident_id, ==, ids[0]);
  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpint (get_similar (all, 1)->incident_id, ==, ids[1]);
  g_assert_cmpint (get_similar (all, 1)->score, ==, get_similar (found, 0)->score);
  g_assert_cmpstr (get_similar (all, 1)->words, ==, get_similar (found, 0)->words);
  g_autoptr (GArray) nowhere = tc_incident_similar_among (
      room->fixture->db, ids[3], room->kind, TC_NONE, TC_NONE, room->fixture->now_us, text, ids, 5);
  g_assert_cmpuint (nowhere->len, ==, 0);
}

/* At one place, at one time, of one kind, and about something else. */
static void
test_similar_silent (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  const char *text = "Kẹt xe trước trường";
  make_desk (room);
  report_at (room, TC_ROOM_LAT_E7, room->kind, "Mất nắp cống");
  gint64 mine = report_at (room, TC_ROOM_LAT_E7, room->kind, text);
  g_autoptr (GArray) found = find_similar (room, mine, text, TC_SIMILAR_PUBLIC_M);

  g_assert_cmpint (get_similar (found, 0)->score, >=, TC_SIMILAR_LIKELY);
  g_assert_cmpint (get_similar (found, 0)->text, ==, 0);
  g_assert_false (get_similar (found, 0)->likely);
}

static void
attach_picture (TcRoom *room, gint64 incident_id, const char *hash, gint64 look)
{
  TcDatabase *db = room->fixture->db;

  tc_database_execute (db,
                       "INSERT INTO attachment (id, scope, incident_id, event_id, hash, media_type,"
                       " size, name, kind, public, added_us) VALUES (?, 2, ?, 0, ?, 'image/jpeg',"
                       " 1, 'a.jpg', 'original', 0, 0)",
                       "iis", tc_room_id (room), incident_id, hash);
  if (look)
    tc_database_execute (db, "INSERT OR REPLACE INTO picture_look VALUES (?, ?)", "si", hash, look);
}

/* Photos that look alike count; of those that this desk hasn't seen nothing is said. */
static void
test_similar_photos (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  const char *text = "chop vang";
  make_desk (room);
  gint64 other = report_at (room, TC_ROOM_LAT_E7 + 3000, room->kind, "Đèn hư");
  gint64 mine = report_at (room, TC_ROOM_LAT_E7, room->kind, text);

  attach_picture (room, mine, "aa", G_GINT64_CONSTANT (0x7123456789abcdef));
  attach_picture (room, other, "bb", 0);
  g_autoptr (GArray) unseen = find_similar (room, mine, text, TC_SIMILAR_STAFF_M);
  g_assert_cmpint (get_similar (unseen, 0)->photo, ==, TC_NONE);
  attach_picture (room, other, "bb", G_GINT64_CONSTANT (0x7123456789abcdee));
  g_autoptr (GArray) alike = find_similar (room, mine, text, TC_SIMILAR_STAFF_M);
  g_assert_cmpint (get_similar (alike, 0)->photo, ==, 25);
  g_assert_cmpint (get_similar (alike, 0)->score, ==, get_similar (unseen, 0)->score + 25);
  attach_picture (room, other, "bb", ~G_GINT64_CONSTANT (0x7123456789abcdef));
  g_autoptr (GArray) unlike = find_similar (room, mine, text, TC_SIMILAR_STAFF_M);
  g_assert_cmpint (get_similar (unlike, 0)->photo, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/incident/queue/late-first", test_late_first);
  g_test_add_func ("/incident/queue/waiting-behind", test_waiting_behind);
  g_test_add_func ("/incident/queue/filters", test_filters);
  g_test_add_func ("/incident/queue/alarming", test_alarming);
  g_test_add_func ("/incident/queue/matched", test_matched);
  g_test_add_func ("/incident/queue/answers", test_answers);
  g_test_add_func ("/incident/queue/untold", test_untold);
  g_test_add_func ("/incident/queue/groups", test_groups);
  g_test_add_func ("/incident/queue/plans", test_plans);
  g_test_add_func ("/incident/queue/rows", test_rows);
  g_test_add_func ("/incident/queue/similar", test_similar);
  g_test_add_func ("/incident/queue/similar-among", test_similar_among);
  g_test_add_func ("/incident/queue/similar-silent", test_similar_silent);
  g_test_add_func ("/incident/queue/similar-photos", test_similar_photos);
  return g_test_run ();
}
