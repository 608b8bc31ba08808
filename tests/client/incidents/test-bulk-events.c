/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: of many incidents it is known which big events they can be added to or taken out of, how
 * many are in each, which of them are left out, and what is said where nothing can be done. Method:
 * the control room of tests/core/incidents in a file that a worker reads.
 */
#include "tc-bulk-events.h"

#include "tc-big-event.h"
#include "tc-fixture-file.h"
#include "tc-room-fixture.h"

static void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* (transfer full) */
static TcBulkEvents *
look (TcRoom *room, TcBulkKind kind, GArray *ids)
{
  g_autoptr (TcFixtureFile) file = tc_fixture_file_new (room->fixture);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TcBulkEvents *events = NULL;

  tc_bulk_events_async (file->reader, kind, ids, keep_result_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  events = tc_bulk_events_finish (file->reader, result, &error);
  g_assert_no_error (error);
  return events;
}

/* (transfer full) (element-type gint64) */
static GArray *
report (TcRoom *room, guint n)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < n; i++) {
    gint64 id = tc_room_report (room);
    g_array_append_val (ids, id);
  }
  return ids;
}

static gint64
get (GArray *ids, guint i)
{
  return g_array_index (ids, gint64, i);
}

static gint64
declare (TcRoom *room, const char *name)
{
  gint64 incident = tc_room_report (room);
  TcEventDeclare args = {incident, "storm", name, NULL, TC_NONE};

  room->fixture->now_us += TC_MINUTE_US;
  tc_fixture_run_as (room->fixture, room->lan, &tc_event_declare_type, &args);
  return incident;
}

static void
add (TcRoom *room, gint64 event, gint64 incident)
{
  tc_fixture_run_as (room->fixture, room->lan, &tc_event_add_type,
                     &(TcEventMember){event, incident});
}

static void
end (TcRoom *room, gint64 event)
{
  tc_fixture_run_as (room->fixture, room->lan, &tc_event_end_type, &(TcEventOnly){event});
}

static void
check_nothing (TcRoom *room, TcBulkKind kind, GArray *ids, const char *expected)
{
  g_autoptr (TcBulkEvents) events = look (room, kind, ids);
  g_autofree char *text = tc_bulk_events_word_nothing (events);

  g_assert_cmpuint (events->events->len, ==, 0);
  g_assert_cmpstr (text, ==, expected);
}

static void
check_word (const TcBulkEvents *events, guint event, const char *name)
{
  const TcBulkEvent *one = &g_array_index (events->events, TcBulkEvent, event);
  g_autofree char *text = tc_bulk_events_word (events, event);
  g_autofree char *expected = g_strconcat (name, " · ", one->code, NULL);

  g_assert_cmpstr (text, ==, expected);
}

static void
check_counts (const TcBulkEvents *events, const char *expected)
{
  g_autofree char *text = tc_bulk_events_word_counts (events);

  g_assert_cmpstr (text, ==, expected);
}

/* Each that goes on is offered, with how many are in it; those are left out of what is added. */
static void
test_join (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  g_autoptr (GArray) ids = report (room, 5), sifted = NULL, other = NULL;
  gint64 over = declare (room, "Bão số 4"), storm = declare (room, "Bão số 5");
  gint64 fire = declare (room, "Cháy chợ");
  g_autoptr (TcBulkEvents) events = NULL;

  end (room, over);
  add (room, storm, get (ids, 0));
  add (room, storm, get (ids, 2));
  add (room, fire, get (ids, 3));
  events = look (room, TC_BULK_JOIN_EVENT, ids);
  g_assert_true (tc_bulk_events_is_free (events));
  g_assert_cmpuint (events->events->len, ==, 2);
  check_word (events, 0, "Cháy chợ");
  check_word (events, 1, "Bão số 5");
  check_counts (events, "Cháy chợ: 1 of 5 is in it already\nBão số 5: 2 of 5 are in it already");
  sifted = tc_bulk_events_sift (events, ids, 1);
  g_assert_cmpuint (sifted->len, ==, 3);
  g_assert_cmpint (get (sifted, 0), ==, get (ids, 1));
  /* It is in the fire: that it can't be in both is for the operation to say. */
  g_assert_cmpint (get (sifted, 1), ==, get (ids, 3));
  /* One that wasn't looked at isn't left out. */
  other = report (room, 1);
  g_array_append_vals (ids, other->data, 1);
  g_clear_pointer (&sifted, g_array_unref);
  sifted = tc_bulk_events_sift (events, ids, 1);
  g_assert_cmpuint (sifted->len, ==, 4);
}

/* What leads is in it too; without any that is free nothing is offered. */
static void
test_none_to_add (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  g_autoptr (GArray) one = report (room, 1), two = report (room, 2), led = NULL;
  gint64 storm = 0, fire = 0;

  check_nothing (room, TC_BULK_JOIN_EVENT, two,
                 "There is no big event. Choose the one incident first that is to lead it.");
  storm = declare (room, "Bão số 5");
  fire = declare (room, "Cháy chợ");
  add (room, storm, get (one, 0));
  add (room, storm, get (two, 0));
  add (room, storm, get (two, 1));
  check_nothing (room, TC_BULK_JOIN_EVENT, one, "It is in the big event “Bão số 5” already.");
  led = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (led, storm);
  check_nothing (room, TC_BULK_JOIN_EVENT, led,
                 "This incident leads the big event “Bão số 5” itself.");
  g_array_append_val (two, storm);
  check_nothing (room, TC_BULK_JOIN_EVENT, two,
                 "All 3 incidents are in the big event “Bão số 5” already.");
  g_array_append_val (two, fire);
  check_nothing (room, TC_BULK_JOIN_EVENT, two,
                 "Each of the 4 incidents is in a big event already, leads one, or was merged into "
                 "another.");
}

/* More than there is room for are cut. */
static void
test_many_events (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  g_autoptr (GArray) ids = report (room, 8);
  g_autoptr (TcBulkEvents) events = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < 7; i++)
    add (room, declare (room, "Ngập"), get (ids, i));
  events = look (room, TC_BULK_JOIN_EVENT, ids);
  text = tc_bulk_events_word_counts (events);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 6);
  g_assert_cmpstr (lines[4], ==, "Ngập: 1 of 8 is in it already");
  g_assert_cmpstr (lines[5], ==, "…");
}

static void
test_merged (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  g_autoptr (GArray) ids = report (room, 2), one = g_array_new (FALSE, FALSE, sizeof (gint64));
  TcIncidentMerge merge = {get (ids, 0), get (ids, 1), tc_room_id (room)};
  g_autoptr (TcBulkEvents) events = NULL;

  declare (room, "Bão số 5");
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_merge_type, &merge);
  g_array_append_vals (one, ids->data, 1);
  check_nothing (room, TC_BULK_JOIN_EVENT, one,
                 "It was merged into another incident: add that one.");
  events = look (room, TC_BULK_JOIN_EVENT, ids);
  g_assert_cmpuint (events->events->len, ==, 1);
  check_word (events, 0, "Bão số 5");
  /* None of them is in it: it isn't counted. */
  check_counts (events, NULL);
}

/* Only those that some belong to, ended ones too; what leads one isn't taken out. */
static void
test_leave (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  g_autoptr (GArray) ids = report (room, 4), sifted = NULL, one = NULL;
  gint64 over = declare (room, "Bão số 4"), storm = declare (room, "Bão số 5");
  g_autoptr (TcBulkEvents) events = NULL;

  declare (room, "Cháy chợ");
  one = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (one, storm);
  check_nothing (room, TC_BULK_LEAVE_EVENT, ids, "None of the 4 incidents is in a big event.");
  check_nothing (room, TC_BULK_LEAVE_EVENT, one,
                 "This incident leads the big event “Bão số 5” itself.");
  add (room, over, get (ids, 3));
  end (room, over);
  add (room, storm, get (ids, 0));
  add (room, storm, get (ids, 2));
  g_array_append_val (ids, storm);
  events = look (room, TC_BULK_LEAVE_EVENT, ids);
  g_assert_cmpuint (events->events->len, ==, 2);
  check_word (events, 0, "Bão số 5");
  check_word (events, 1, "Bão số 4");
  check_counts (events, "Bão số 5: 2 of 5 are in it\nBão số 4: 1 of 5 is in it");
  sifted = tc_bulk_events_sift (events, ids, 0);
  g_assert_cmpuint (sifted->len, ==, 2);
  g_assert_cmpint (get (sifted, 0), ==, get (ids, 0));
  g_assert_cmpint (get (sifted, 1), ==, get (ids, 2));
}

/* One alone: there is nothing to count. */
static void
test_one (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  g_autoptr (GArray) ids = report (room, 1), gone = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TcBulkEvents) events = NULL;
  gint64 storm = 0;

  check_nothing (room, TC_BULK_LEAVE_EVENT, ids, "This incident is in no big event.");
  storm = declare (room, "Bão số 5");
  add (room, storm, get (ids, 0));
  events = look (room, TC_BULK_LEAVE_EVENT, ids);
  g_assert_cmpuint (events->events->len, ==, 1);
  g_assert_cmpint (g_array_index (events->events, TcBulkEvent, 0).event_id, ==, storm);
  check_word (events, 0, "Bão số 5");
  check_counts (events, NULL);
  g_array_append_vals (gone, &(gint64){12345}, 1);
  check_nothing (room, TC_BULK_JOIN_EVENT, gone, "The incident isn't here any more.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bulk-events/join", test_join);
  g_test_add_func ("/bulk-events/none-to-add", test_none_to_add);
  g_test_add_func ("/bulk-events/many-events", test_many_events);
  g_test_add_func ("/bulk-events/merged", test_merged);
  g_test_add_func ("/bulk-events/leave", test_leave);
  g_test_add_func ("/bulk-events/one", test_one);
  return g_test_run ();
}
