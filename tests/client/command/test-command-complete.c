/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what the command line proposes fits what is asked for: incidents by code and by half-typed
 * words, the units of an incident, places. Method: the control room of tests/core/incidents in a
 * file, read by a worker as on a desk.
 */
#include "tc-big-event.h"
#include "tc-command-complete.h"
#include "tc-fixture-file.h"
#include "tc-incident-operations.h"
#include "tc-incident-text.h"
#include "tc-people-operations.h"
#include "tc-resource.h"
#include "tc-room-fixture.h"
#include "tc-schema.h"
#include "tc-shift-operations.h"

static const TcCommandVerb dispatch = {.words = "d",
                                       .title = "Dispatch",
                                       .action = "dispatch-to",
                                       .args = {TC_COMMAND_INCIDENT, TC_COMMAND_UNIT}};
static const TcCommandVerb note = {.words = "n",
                                   .title = "Note",
                                   .action = "note-to",
                                   .args = {TC_COMMAND_INCIDENT, TC_COMMAND_TEXT}};

static const TcCommandVerb list = {
    .words = "f", .title = "List", .action = "list-named", .args = {TC_COMMAND_LIST}};
static const TcCommandVerb merge = {.words = "m",
                                    .title = "Merge",
                                    .action = "merge-codes",
                                    .args = {TC_COMMAND_INCIDENT, TC_COMMAND_INCIDENTS}};
static const TcCommandVerb field = {.words = "field",
                                    .title = "Field",
                                    .action = "field-to",
                                    .args = {TC_COMMAND_INCIDENT, TC_COMMAND_FIELD}};

typedef struct {
  TcRoom *room;         /* (owned) */
  TcFixtureFile *file;  /* (owned) */
  TcPlaceIndex *places; /* (owned) */
  GPtrArray *verbs;     /* (owned) */
  gint64 incident;
  char code[40];
} Bench;

static gint64
report (Bench *bench, const char *title)
{
  TcIncidentReport args = tc_room_report_args (bench->room, bench->code);

  args.title = args.text = title;
  tc_fixture_run (bench->room->fixture, &tc_incident_report_type, &args);
  return args.incident_id;
}

static void
set_up (Bench *bench)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autoptr (GError) error = NULL;

  bench->room = tc_room_new ();
  g_assert_true (tc_schema_migrate (bench->room->fixture->db, sets, &error));
  bench->room->fixture->now_us = g_get_real_time ();
  bench->room->day = tc_incident_day (g_get_real_time ());
  TcIncidentLeaseCodes codes = {tc_room_id (bench->room), 0, bench->room->day, 1, 100};
  TcResponsibilitySet duty = {
      tc_room_id (bench->room), bench->room->field, 0, bench->room->unit, 1, NULL};
  tc_fixture_run (bench->room->fixture, &tc_incident_lease_codes_type, &codes);
  tc_fixture_run (bench->room->fixture, &tc_responsibility_set_type, &duty);
  report (bench, "Cây ngã chắn đường Võ Văn Kiệt");
  bench->incident = report (bench, "Ngập sâu hẻm 3 Trần Hưng Đạo");
  while (tc_incident_text_step (bench->room->fixture->db, G_MAXINT))
    ;
  bench->file = tc_fixture_file_new (bench->room->fixture);
  bench->places = tc_place_index_new ();
  bench->verbs = g_ptr_array_new ();
  g_ptr_array_add (bench->verbs, (gpointer) &dispatch);
  g_ptr_array_add (bench->verbs, (gpointer) &note);
  g_ptr_array_add (bench->verbs, (gpointer) &list);
  g_ptr_array_add (bench->verbs, (gpointer) &merge);
  g_ptr_array_add (bench->verbs, (gpointer) &field);
}

static void
tear_down (Bench *bench)
{
  tc_fixture_file_free (bench->file);
  tc_place_index_free (bench->places);
  g_ptr_array_unref (bench->verbs);
  tc_room_free (bench->room);
}

static void
came_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static const char *const names[] = {"Ngập hẻm 3", "Trường học", NULL};

static GPtrArray *
complete (Bench *bench, const char *text)
{
  g_autoptr (TcCommandLine) line = tc_command_line_parse (bench->verbs, text);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  const TcCommandAsking asking = {bench->places, bench->room->lan.staff_id, bench->code, names};
  tc_command_complete_async (bench->file->reader, &asking, line, text, NULL, came_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  GPtrArray *hits = tc_command_complete_finish (bench->file->reader, result, &error);
  g_assert_no_error (error);
  return hits;
}

static const TcCommandHit *
get (GPtrArray *hits, guint index)
{
  g_assert_cmpuint (hits->len, >, index);
  return hits->pdata[index];
}

static void
test_incidents (void)
{
  Bench bench = {0};

  set_up (&bench);
  g_autoptr (GPtrArray) words = complete (&bench, "nge sau");
  g_assert_cmpuint (words->len, ==, 0);
  g_autoptr (GPtrArray) half = complete (&bench, "tran hu");
  g_assert_cmpint (get (half, 0)->kind, ==, TC_HIT_INCIDENT);
  g_assert_cmpint (get (half, 0)->id, ==, bench.incident);
  g_assert_cmpstr (get (half, 0)->code, ==, bench.code);
  g_autoptr (GPtrArray) marks = complete (&bench, "ngập");
  g_assert_cmpint (get (marks, 0)->id, ==, bench.incident);
  g_autoptr (GPtrArray) code = complete (&bench, "d 0002");
  g_assert_cmpint (get (code, 0)->id, ==, bench.incident);
  g_autoptr (GPtrArray) none = complete (&bench, "d ");
  g_assert_cmpuint (none->len, ==, 0);
  tear_down (&bench);
}

static void
test_units (void)
{
  Bench bench = {0};

  set_up (&bench);
  g_autoptr (GPtrArray) proposed = complete (&bench, "d 0002 ");
  g_assert_cmpint (get (proposed, 0)->kind, ==, TC_HIT_UNIT);
  g_assert_cmpint (get (proposed, 0)->id, ==, bench.room->unit);
  g_autoptr (GPtrArray) by_code = complete (&bench, "d 0002 unit2");
  g_assert_cmpint (get (by_code, 0)->id, ==, bench.room->unit2);
  g_autoptr (GPtrArray) by_name = complete (&bench, "d 0002 đội");
  g_assert_cmpint (get (by_name, 0)->kind, ==, TC_HIT_UNIT);
  g_autoptr (GPtrArray) unknown = complete (&bench, "d 0002 zz");
  g_assert_cmpuint (unknown->len, ==, 0);
  g_autoptr (GPtrArray) no_incident = complete (&bench, "d 9999 ");
  g_assert_cmpuint (no_incident->len, ==, 0);
  g_autoptr (GPtrArray) selected = complete (&bench, "d . ");
  g_assert_cmpint (get (selected, 0)->id, ==, bench.room->unit);
  g_autoptr (GPtrArray) implied = complete (&bench, "d unit2");
  g_assert_cmpint (get (implied, 0)->id, ==, bench.room->unit2);
  tear_down (&bench);
}

/* Of two who are responsible the free one comes first, with how far it is. */
static void
test_units_in_order (void)
{
  Bench bench = {0};

  set_up (&bench);
  TcRoom *room = bench.room;
  tc_room_share_duty (room, room->unit2, NULL);
  TcIncidentDispatch order = {tc_room_report (room), tc_room_id (room), room->unit, NULL, TC_NONE};
  tc_fixture_run (room->fixture, &tc_incident_dispatch_type, &order);
  tc_fixture_file_free (bench.file);
  bench.file = tc_fixture_file_new (room->fixture);
  g_autoptr (GPtrArray) proposed = complete (&bench, "d 0002 ");
  g_assert_cmpint (get (proposed, 0)->id, ==, room->unit2);
  g_assert_nonnull (strstr (get (proposed, 0)->second, "from its house"));
  g_assert_cmpint (get (proposed, 1)->id, ==, room->unit);
  g_assert_nonnull (strstr (get (proposed, 1)->second, "not answered yet, sent at"));
  tear_down (&bench);
}

static void
test_places (void)
{
  Bench bench = {0};

  set_up (&bench);
  g_autoptr (GPtrArray) hits = complete (&bench, "vi tha");
  const TcCommandHit *last = get (hits, hits->len - 1);
  g_assert_cmpint (last->kind, ==, TC_HIT_AREA);
  g_assert_cmpstr (last->title, ==, "Phường Vị Thanh");
  /* What is written as a note is nobody's to complete. */
  g_autoptr (GPtrArray) text = complete (&bench, "n 0002 vi tha");
  g_assert_cmpuint (text->len, ==, 0);
  tear_down (&bench);
}

/* Behind "f" the lists' names, behind "m" each code, behind "field" fields. */
static void
test_names (void)
{
  Bench bench = {0};

  set_up (&bench);
  g_autoptr (GPtrArray) all = complete (&bench, "f ");
  g_assert_cmpuint (all->len, ==, 2);
  g_autoptr (GPtrArray) one = complete (&bench, "f ngap he");
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpint (get (one, 0)->kind, ==, TC_HIT_NAME);
  g_assert_cmpstr (get (one, 0)->title, ==, "Ngập hẻm 3");
  g_autoptr (GPtrArray) code = complete (&bench, "m 0001 0002");
  g_assert_cmpint (get (code, 0)->id, ==, bench.incident);
  g_autoptr (GPtrArray) fields = complete (&bench, "field . traf");
  g_assert_cmpint (get (fields, 0)->kind, ==, TC_HIT_NAME);
  g_assert_cmpint (get (fields, 0)->id, ==, bench.room->field);
  tear_down (&bench);
}

static void
check_record (Bench *bench, const char *text, TcCommandHitKind kind, gint64 id)
{
  g_autoptr (GPtrArray) hits = complete (bench, text);

  g_test_message ("“%s”", text);
  for (guint i = 0; i < hits->len; i++) {
    const TcCommandHit *hit = get (hits, i);
    if (hit->kind == kind && hit->id == id) {
      g_assert_nonnull (hit->title);
      return;
    }
  }
  g_assert_not_reached ();
}

/* Whatever has a page of its own is found by its words. */
static void
test_records (void)
{
  Bench bench = {0};

  set_up (&bench);
  TcFixture *fixture = bench.room->fixture;
  TcEventDeclare declare = {bench.incident, "flood", "Triều cường rằm", NULL, TC_NONE};
  TcResourceArgs boats = {tc_room_id (bench.room), "boat", "Ca nô 9 chỗ", 4, "Bến Xà No",
                          bench.room->unit};
  const TcRoleScope read = {bench.room->role, "incidents"};
  TcJournalAdd entry = {tc_room_id (bench.room), "observation", "Mất sóng bộ đàm kênh 2", NULL,
                        TC_NONE};
  tc_fixture_run (fixture, &tc_event_declare_type, &declare);
  tc_fixture_run (fixture, &tc_resource_add_type, &boats);
  tc_fixture_run (fixture, &tc_role_read_type, &read);
  tc_fixture_run (fixture, &tc_journal_add_type, &entry);
  tc_fixture_file_free (bench.file);
  bench.file = tc_fixture_file_new (fixture);
  check_record (&bench, "trieu cuong", TC_HIT_EVENT, bench.incident);
  check_record (&bench, "ca no", TC_HIT_RESOURCE, boats.resource_id);
  check_record (&bench, "unit2", TC_HIT_UNIT, bench.room->unit2);
  g_autoptr (GPtrArray) unread = complete (&bench, "bo dam");
  g_assert_cmpuint (unread->len, ==, 0);
  tc_database_execute (fixture->db, "INSERT INTO held_scope VALUES (1, 'common'), (2, 'incidents')",
                       NULL);
  tc_fixture_file_free (bench.file);
  bench.file = tc_fixture_file_new (fixture);
  check_record (&bench, "bo dam", TC_HIT_ENTRY, entry.entry_id);
  tear_down (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/command-complete/incidents", test_incidents);
  g_test_add_func ("/command-complete/units", test_units);
  g_test_add_func ("/command-complete/units-in-order", test_units_in_order);
  g_test_add_func ("/command-complete/places", test_places);
  g_test_add_func ("/command-complete/names", test_names);
  g_test_add_func ("/command-complete/records", test_records);
  return g_test_run ();
}
