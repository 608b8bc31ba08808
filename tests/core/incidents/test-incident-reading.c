/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: on a desk that holds more, whoever may not read incidents finds none, by list, count, text,
 * code, id or history, and no reporter by name who may not read these; who may, finds all, at once
 * when another signs in. Method: the control room in the file of a desk, read on one connection as
 * one person after the other.
 */
#include "tc-fixture-file.h"
#include "tc-incident-codes.h"
#include "tc-incident-text.h"
#include "tc-reading-view.h"
#include "tc-room-fixture.h"
#include "tc-schema.h"

typedef struct {
  TcRoom *room;
  TcFixtureFile *file;
  TcDatabase *reader;
  gint64 incident;
  gint64 report;
  char code[40];
  gint64 clerk; /* may read nothing but what all may */
} Desk;

/* What one sees of the incident. */
typedef struct {
  gint64 listed, counted, matched, found, found_who, by_code, rows, detail, similar, events, person;
} Seen;

static gint64
add_clerk (TcRoom *room)
{
  TcRoleArgs role = {tc_room_id (room), "clerk", "Văn thư", "Clerk"};
  TcStaffArgs staff = {tc_room_id (room), "thu", "Thu", NULL, NULL};
  TcPostAdd post = {tc_room_id (room), staff.staff_id, room->centre,
                    role.role_id,      TC_NONE,        TC_NONE};

  tc_fixture_run (room->fixture, &tc_role_add_type, &role);
  tc_fixture_run (room->fixture, &tc_staff_add_type, &staff);
  tc_fixture_run (room->fixture, &tc_post_add_type, &post);
  return staff.staff_id;
}

static void
let_role_read (TcRoom *room, const char *kind)
{
  TcRoleScope reads = {room->role, kind};

  tc_fixture_run (room->fixture, &tc_role_read_type, &reads);
}

static void
desk_init (Desk *desk)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  TcRoom *room = tc_room_new ();
  TcIncidentReport args;
  g_autoptr (GError) error = NULL;

  g_assert_true (tc_schema_migrate (room->fixture->db, sets, NULL));
  tc_database_execute (room->fixture->db,
                       "INSERT INTO held_scope SELECT id, kind FROM scope WHERE id IN (1, 2, 3)",
                       NULL);
  let_role_read (room, "incidents");
  let_role_read (room, "reporters");
  desk->clerk = add_clerk (room);
  args = tc_room_report_args (room, desk->code);
  args.title = "Ngập sâu";
  tc_fixture_run (room->fixture, &tc_incident_report_type, &args);
  while (tc_incident_text_step (room->fixture->db, 10))
    ;
  desk->room = room;
  desk->incident = args.incident_id;
  desk->report = args.report_id;
  desk->file = tc_fixture_file_new (room->fixture);
  desk->reader = tc_database_open (desk->file->path, 0, &error);
  g_assert_no_error (error);
}

static void
desk_clear (Desk *desk)
{
  tc_database_close (desk->reader);
  tc_fixture_file_free (desk->file);
  tc_room_free (desk->room);
}

static gint64
count_found (Desk *desk, const char *text, gboolean who)
{
  TcQueueFilter filter = {.kind = TC_QUEUE_ALL, .who = who, .at_us = desk->room->fixture->now_us};
  g_autoptr (GArray) ids = NULL;

  g_strlcpy (filter.text, text, sizeof filter.text);
  ids = tc_incident_queue_ids (desk->reader, &filter);
  return ids->len;
}

static gint64
count_matched (Desk *desk)
{
  const TcQueueFilter filter = {.kind = TC_QUEUE_MATCH, .match = TC_MATCH_UNTAKEN};

  return tc_incident_queue_count (desk->reader, &filter);
}

static Seen
look (Desk *desk)
{
  TcDatabase *db = desk->reader;
  const TcQueueFilter open = {.kind = TC_QUEUE_OPEN};
  const TcQueueFilter all = {.kind = TC_QUEUE_ALL, .sort = TC_QUEUE_NEW_FIRST};
  g_autoptr (GArray) ids = tc_incident_queue_ids (db, &all);
  g_autoptr (GArray) rows = tc_incident_rows (db, &desk->incident, 1);
  g_autoptr (TcIncidentDetail) detail = tc_incident_detail (db, desk->incident);
  g_autoptr (TcReporter) person = tc_reporter_get (db, desk->report);
  g_autoptr (GArray)
      similar = tc_incident_similar (db, 0, desk->room->kind, TC_ROOM_LAT_E7, TC_ROOM_LON_E7,
                                     desk->room->fixture->now_us, "ngập sâu", TC_SIMILAR_STAFF_M);
  Seen seen = {
      .listed = ids->len,
      .counted = tc_incident_queue_count (db, &open),
      .matched = count_matched (desk),
      .found = count_found (desk, "ngap sau", FALSE),
      .found_who = count_found (desk, TC_ROOM_PHONE, TRUE),
      .by_code = tc_incident_find (db, desk->code, desk->room->day) == desk->incident,
      .rows = rows->len,
      .detail = detail != NULL,
      .similar = similar->len,
      .events = tc_database_get_int (db, -1, "SELECT count(*) FROM incident_event", NULL),
      .person = person != NULL,
  };

  g_assert_true (tc_database_check (db, NULL));
  return seen;
}

static void
show_to (Desk *desk, gint64 staff_id)
{
  g_autofree char *hidden = tc_reading_view_show (desk->reader, staff_id,
                                                  desk->room->fixture->now_us);

  g_assert_true (tc_database_check (desk->reader, NULL));
  g_assert_nonnull (hidden);
}

static void
assert_all (Desk *desk)
{
  Seen seen = look (desk);

  g_assert_cmpint (seen.listed, ==, 1);
  g_assert_cmpint (seen.counted, ==, 1);
  g_assert_cmpint (seen.matched, ==, 1);
  g_assert_cmpint (seen.found, ==, 1);
  g_assert_cmpint (seen.found_who, ==, 1);
  g_assert_cmpint (seen.by_code, ==, 1);
  g_assert_cmpint (seen.rows, ==, 1);
  g_assert_cmpint (seen.detail, ==, 1);
  g_assert_cmpint (seen.similar, ==, 1);
  g_assert_cmpint (seen.events, >, 0);
  g_assert_cmpint (seen.person, ==, 1);
}

static void
assert_nothing (Desk *desk)
{
  Seen seen = look (desk);
  const Seen nothing = {0};

  g_assert_cmpmem (&seen, sizeof seen, &nothing, sizeof nothing);
}

static void
test_person (void)
{
  Desk desk;

  desk_init (&desk);
  show_to (&desk, desk.room->lan.staff_id);
  g_assert_false (tc_reading_view_hides (desk.reader, TC_SCOPE_INCIDENTS));
  assert_all (&desk);
  show_to (&desk, desk.clerk);
  g_assert_true (tc_reading_view_hides (desk.reader, TC_SCOPE_INCIDENTS));
  assert_nothing (&desk);
  show_to (&desk, desk.room->minh.staff_id);
  assert_all (&desk);
  show_to (&desk, 0);
  assert_nothing (&desk);
  desk_clear (&desk);
}

/* What is of everybody stays. */
static void
test_common (void)
{
  Desk desk;
  gint64 agencies;

  desk_init (&desk);
  agencies = tc_database_get_int (desk.reader, 0, "SELECT count(*) FROM agency", NULL);
  g_assert_cmpint (agencies, >, 0);
  show_to (&desk, desk.clerk);
  g_assert_cmpint (tc_database_get_int (desk.reader, 0, "SELECT count(*) FROM agency", NULL), ==,
                   agencies);
  desk_clear (&desk);
}

static void
test_reporters (void)
{
  Desk desk;
  TcRoleScope unread = {0, "reporters"};
  Seen seen;

  desk_init (&desk);
  show_to (&desk, desk.room->lan.staff_id);
  unread.role_id = desk.room->role;
  tc_fixture_run (desk.room->fixture, &tc_role_unread_type, &unread);
  tc_fixture_file_publish (desk.file);
  show_to (&desk, desk.room->lan.staff_id);
  seen = look (&desk);
  g_assert_cmpint (seen.found, ==, 1);
  g_assert_cmpint (seen.found_who, ==, 0);
  g_assert_cmpint (seen.person, ==, 0);
  g_assert_cmpint (seen.detail, ==, 1);
  desk_clear (&desk);
}

/* From the minute on in which a post ends. */
static void
test_time (void)
{
  Desk desk;
  g_autofree char *before = NULL, *after = NULL;
  gint64 now_us;

  desk_init (&desk);
  now_us = desk.room->fixture->now_us;
  tc_database_execute (desk.file->db, "UPDATE post SET valid_to_us = ? WHERE staff_id = ?", "ii",
                       now_us + 1, desk.room->lan.staff_id);
  before = tc_reading_view_show (desk.reader, desk.room->lan.staff_id, now_us);
  assert_all (&desk);
  after = tc_reading_view_show (desk.reader, desk.room->lan.staff_id, now_us + 1);
  assert_nothing (&desk);
  g_assert_cmpstr (before, !=, after);
  desk_clear (&desk);
}

static void
test_lift (void)
{
  Desk desk;

  desk_init (&desk);
  show_to (&desk, desk.clerk);
  tc_reading_view_lift (desk.reader);
  assert_all (&desk);
  show_to (&desk, desk.clerk);
  assert_nothing (&desk);
  /* Nothing else may be written on such a connection, before or after. */
  tc_database_execute (desk.reader, "DELETE FROM main.incident", NULL);
  g_assert_false (tc_database_check (desk.reader, NULL));
  desk_clear (&desk);
}

static void
assert_kinds (Desk *desk, gint64 staff_id, gboolean incidents, gboolean reporters)
{
  show_to (desk, staff_id);
  g_autoptr (GHashTable) kinds = tc_reading_view_list_kinds (desk->reader);

  g_assert_cmpint (g_hash_table_contains (kinds, "incidents"), ==, incidents);
  g_assert_cmpint (g_hash_table_contains (kinds, "reporters"), ==, reporters);
}

/* What is lost is as little there as what is hidden, first in name, then wholly. */
static void
test_kinds (void)
{
  Desk desk;
  gint64 lan;

  desk_init (&desk);
  lan = desk.room->lan.staff_id;
  assert_kinds (&desk, lan, TRUE, TRUE);
  assert_kinds (&desk, desk.clerk, FALSE, FALSE);
  tc_database_execute (desk.file->db, "UPDATE held_scope SET kind = 'wiped' WHERE id = 2", NULL);
  assert_kinds (&desk, lan, FALSE, TRUE);
  assert_kinds (&desk, desk.clerk, FALSE, FALSE);
  tc_database_execute (desk.file->db, "DELETE FROM held_scope WHERE id = 2", NULL);
  assert_kinds (&desk, lan, FALSE, TRUE);
  assert_kinds (&desk, desk.clerk, FALSE, FALSE);
  desk_clear (&desk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/incident-reading/person", test_person);
  g_test_add_func ("/incident-reading/common", test_common);
  g_test_add_func ("/incident-reading/reporters", test_reporters);
  g_test_add_func ("/incident-reading/time", test_time);
  g_test_add_func ("/incident-reading/lift", test_lift);
  g_test_add_func ("/incident-reading/kinds", test_kinds);
  return g_test_run ();
}
