/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what Open311 is told of reports: each filter of the list, and the updates either way.
 */
#include "tc-room-fixture.h"

#include "tc-incident-photo.h"

static GArray *
list (TcRoom *room, TcRequestFilter filter)
{
  if (filter.limit == 0)
    filter.limit = 100;
  return tc_requests (room->fixture->db, &filter);
}

#define ANY_TIME .from_us = TC_NONE, .until_us = TC_NONE

static void
check_list (TcRoom *room, TcRequestFilter filter, const gint64 *expected, guint n)
{
  g_autoptr (GArray) rows = list (room, filter);

  g_assert_cmpint (rows->len, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (g_array_index (rows, TcRequestRow, i).id, ==, expected[i]);
}

static gint64
report_private (TcRoom *room)
{
  char code[40];
  TcIncidentReport args = tc_room_report_args (room, code);

  args.private_ = 1;
  args.field_id = room->other_field;
  args.source = "fixmystreet";
  args.external_id = "77";
  tc_fixture_run (room->fixture, &tc_incident_report_type, &args);
  return args.report_id;
}

static void
test_filters (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  static const char *const light[] = {"traffic.light", "waste", NULL};
  static const char *const unknown[] = {"traffic", NULL};
  tc_room_report (room);
  gint64 first = room->report;
  room->fixture->now_us += TC_HOUR_US;
  gint64 cut_us = room->fixture->now_us;
  tc_room_make (room, TC_STATE_RESOLVED);
  gint64 closed = room->report;
  gint64 private = report_private (room);
  const gint64 both[] = {closed, first};
  const gint64 with_private[] = {private, closed, first};

  check_list (room, (TcRequestFilter){ANY_TIME}, both, 2);
  check_list (room, (TcRequestFilter){ANY_TIME, .private_too = TRUE}, with_private, 3);
  check_list (room, (TcRequestFilter){ANY_TIME, .want_open = TRUE}, &first, 1);
  check_list (room, (TcRequestFilter){ANY_TIME, .want_closed = TRUE}, &closed, 1);
  check_list (room, (TcRequestFilter){ANY_TIME, .want_open = TRUE, .want_closed = TRUE}, both, 2);
  check_list (room, (TcRequestFilter){ANY_TIME, .service_codes = light}, both, 2);
  check_list (room, (TcRequestFilter){ANY_TIME, .service_codes = unknown}, NULL, 0);
  check_list (room, (TcRequestFilter){.from_us = cut_us, .until_us = TC_NONE}, &closed, 1);
  check_list (room, (TcRequestFilter){.from_us = TC_NONE, .until_us = cut_us}, &first, 1);
  check_list (room, (TcRequestFilter){ANY_TIME, .limit = 1}, &closed, 1);
  const gint64 ids[] = {first, 999, private, first};
  const gint64 found[] = {private, first};
  check_list (room, (TcRequestFilter){.ids = ids, .n_ids = 4, .want_closed = TRUE}, found, 2);
  g_assert_cmpint (tc_request_find_external (room->fixture->db, "fixmystreet", "77"), ==, private);
  g_assert_cmpint (tc_request_find_external (room->fixture->db, "other", "77"), ==, 0);
}

/* The list's idea of closed is that of the table of states. */
static void
test_status_of_every_state (void)
{
  for (guint state = 0; state < TC_N_STATES; state++) {
    g_autoptr (TcRoom) room = tc_room_new ();
    if (state == TC_STATE_MERGED)
      continue;
    tc_room_make (room, (TcIncidentState) state);
    gboolean open = g_str_equal (tc_incident_state_get_open311 ((TcIncidentState) state), "open");
    TcRequestFilter filter = {ANY_TIME, .want_open = open, .want_closed = !open};
    check_list (room, filter, &room->report, 1);
  }
}

static void
test_row (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_make (room, TC_STATE_DISPATCHED);
  gint64 report = room->report;

  room->fixture->now_us += TC_HOUR_US;
  tc_room_step (room, incident, TC_STEP_ATTACH);
  tc_room_step (room, incident, TC_STEP_SUBMIT);
  tc_room_step (room, incident, TC_STEP_APPROVE);
  tc_room_step (room, incident, TC_STEP_PUBLISH);
  g_autoptr (GArray) rows = list (room, (TcRequestFilter){.ids = &report, .n_ids = 1});
  const TcRequestRow *row = &g_array_index (rows, TcRequestRow, 0);
  g_assert_cmpstr (row->service_code, ==, "traffic.light");
  g_assert_cmpstr (row->unit_en, ==, "Team");
  g_assert_cmpstr (row->answer, ==, "Đã xử lý xong.");
  g_assert_null (row->media_hash); /* it is an original */
  g_assert_cmpint (row->requested_us, ==, TC_FIXTURE_START_US);
  g_assert_cmpint (row->updated_us, ==, room->fixture->now_us);
  g_assert_cmpint (row->expected_us, ==, row->requested_us + 2 * TC_HOUR_US);
  g_assert_cmpint (row->lat_e7, ==, TC_ROOM_LAT_E7);
}

/* ---- updates ---- */

static GArray *
read_updates (TcRoom *room, gint64 report)
{
  return tc_request_updates (room->fixture->db, report, TC_NONE, TC_NONE, 100);
}

/* The reporter hears of the matter, not of who has it inside, and never what was written inside. */
static void
test_updates (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_make (room, TC_STATE_ACKNOWLEDGED);
  gint64 report = room->report;
  static const TcIncidentState states[] = {TC_STATE_ACCEPTED, TC_STATE_ACKNOWLEDGED,
                                           TC_STATE_ACKNOWLEDGED, TC_STATE_WORKING,
                                           TC_STATE_RESOLVED};
  static const char *const texts[] = {NULL, "Đội đang trên đường", "Còn đây là ngã tư nào", NULL,
                                      NULL};
  TcIncidentProgress secret = {incident, 0, "Ghi nội bộ"};

  tc_room_step (room, incident, TC_STEP_COMMENT);
  tc_room_step (room, incident, TC_STEP_TELL);
  tc_room_step (room, incident, TC_STEP_UPDATE);
  tc_room_step (room, incident, TC_STEP_START);
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_resolve_type, &secret);
  g_autoptr (GArray) updates = read_updates (room, report);
  g_assert_cmpint (updates->len, ==, G_N_ELEMENTS (states));
  for (guint i = 0; i < updates->len; i++) {
    const TcRequestUpdate *update = &g_array_index (updates, TcRequestUpdate, i);
    g_assert_cmpint (update->state, ==, states[i]);
    g_assert_cmpstr (update->text, ==, texts[i]);
    g_assert_cmpint (update->report_id, ==, report);
    g_assert_cmpint (update->incoming, ==, i == 2);
  }
  g_assert_cmpstr (g_array_index (updates, TcRequestUpdate, 4).status, ==, "closed");
}

/* What one reporter says or is told is theirs alone; who reports later doesn't get the past. */
static void
test_updates_of_two (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_make (room, TC_STATE_ACCEPTED);
  gint64 first = room->report;

  tc_room_step (room, incident, TC_STEP_UPDATE);
  room->fixture->now_us += TC_HOUR_US;
  tc_room_step (room, incident, TC_STEP_JOIN);
  gint64 second = tc_room_int (room, "SELECT max (id) FROM report WHERE incident_id = ?", incident);
  tc_room_step (room, incident, TC_STEP_RESOLVE);
  g_autoptr (GArray) of_first = read_updates (room, first);
  g_autoptr (GArray) of_second = read_updates (room, second);
  g_autoptr (GArray) of_all = read_updates (room, 0);
  g_assert_cmpint (of_first->len, ==, 3);
  g_assert_cmpint (of_second->len, ==, 1);
  g_assert_cmpint (g_array_index (of_second, TcRequestUpdate, 0).state, ==, TC_STATE_RESOLVED);
  g_assert_cmpint (of_all->len, ==, 4);
  g_autoptr (GArray)
      since = tc_request_updates (room->fixture->db, first, room->fixture->now_us, TC_NONE, 100);
  g_assert_cmpint (since->len, ==, 1);
  g_autoptr (GArray) limited = tc_request_updates (room->fixture->db, 0, TC_NONE, TC_NONE, 2);
  g_assert_cmpint (limited->len, ==, 2);
}

#define BLURRED "11b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

/* The original of @copy is blurred at a desk, which says nothing of what it came with. */
static void
blur_instead (TcRoom *room, const TcIncidentAttach *copy)
{
  TcFixture *fixture = room->fixture;
  TcIncidentAttach args = *copy;
  const TcPhotoClear clear = {tc_room_id (room), 1};
  const TcPhotoStrip looked = {.attachment_id = clear.attachment_id,
                               .size = TC_NONE,
                               .taken_us = TC_NONE,
                               .lat_e7 = TC_NONE,
                               .lon_e7 = TC_NONE};
  const TcAnswerSubmit submit = {args.incident_id, tc_room_id (room), "Đã xong.", NULL};
  const TcAnswerStep step = {args.incident_id, submit.answer_id, NULL};

  args.attachment_id = clear.attachment_id;
  args.kind = "blurred";
  args.hash = BLURRED;
  args.report_id = 0;
  args.event_id = 0;
  args.public_ = 0;
  tc_fixture_run_as (fixture, room->lan, &tc_incident_attach_type, &args);
  tc_fixture_run (fixture, &tc_photo_strip_type, &looked);
  tc_fixture_run_as (fixture, room->lan, &tc_photo_clear_type, &clear);
  tc_fixture_run_as (fixture, room->lan, &tc_answer_submit_type, &submit);
  tc_fixture_run_as (fixture, room->minh, &tc_answer_approve_type, &step);
  tc_fixture_run_as (fixture, room->minh, &tc_answer_publish_type, &step);
}

/* A photo that comes with what the reporter adds. */
static void
test_update_with_photo (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_make (room, TC_STATE_ACCEPTED);
  gint64 report = room->report;

  tc_room_step (room, incident, TC_STEP_UPDATE);
  gint64 event = tc_room_int (room, "SELECT max (id) FROM incident_event WHERE incident_id = ?",
                              incident);
  TcIncidentAttach args = {
      .incident_id = incident,
      .attachment_id = tc_room_id (room),
      .report_id = report,
      .event_id = event,
      .hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      .media_type = "image/png",
      .name = "a.png",
      .kind = "original",
      .taken_us = TC_NONE,
      .public_ = 1,
  };
  tc_fixture_run (room->fixture, &tc_incident_attach_type, &args);
  g_autoptr (GArray) sealed = read_updates (room, report);
  g_assert_null (g_array_index (sealed, TcRequestUpdate, 1).media_hash);
  args.original_id = args.attachment_id;
  args.attachment_id = tc_room_id (room);
  args.kind = "stripped";
  tc_fixture_run (room->fixture, &tc_incident_attach_type, &args);
  g_autoptr (GArray) updates = read_updates (room, report);
  g_assert_cmpint (updates->len, ==, 2);
  g_assert_cmpstr (g_array_index (updates, TcRequestUpdate, 1).media_hash, ==, args.hash);
  blur_instead (room, &args);
  g_autoptr (GArray) blurred = read_updates (room, report);
  g_assert_cmpint (blurred->len, >=, 2);
  g_assert_cmpstr (g_array_index (blurred, TcRequestUpdate, 1).media_hash, ==, BLURRED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/incident/requests/filters", test_filters);
  g_test_add_func ("/incident/requests/status-of-every-state", test_status_of_every_state);
  g_test_add_func ("/incident/requests/row", test_row);
  g_test_add_func ("/incident/requests/updates", test_updates);
  g_test_add_func ("/incident/requests/updates-of-two", test_updates_of_two);
  g_test_add_func ("/incident/requests/update-with-photo", test_update_with_photo);
  return g_test_run ();
}
