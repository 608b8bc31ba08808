/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is promised of an incident, by which version of its service level, what runs in which
 * state, and from when on it is due soon.
 * Method: the room of the fixture, whose levels promise a time to resolve alone; others are set.
 */
#include "tc-room-fixture.h"
#include "tc-service-level.h"

#define TAKE 10
#define SEND 30
#define ANSWER 5
#define WHOLE 100
#define SOON 40

/* Of the kind that the room reports. */
static gint64
set_level (TcRoom *room, gint64 take_minutes)
{
  TcFieldSetTerm args = {
      tc_room_id (room), room->kind, 2,      WHOLE, room->fixture->now_us, "QĐ 9",
      take_minutes,      SEND,       ANSWER, SOON};

  tc_fixture_run (room->fixture, &tc_field_set_term_type, &args);
  return args.term_id;
}

static gint64
read_int (TcRoom *room, gint64 incident, const char *column)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM incident WHERE id = ?", column);

  return tc_room_int (room, sql, incident);
}

static void
read_timers (TcRoom *room, gint64 incident, TcServiceTimer timers[TC_N_TIMERS])
{
  g_assert_true (tc_service_timers (room->fixture->db, incident, timers));
}

static TcServiceTimerKind
get_running (TcRoom *room, gint64 incident)
{
  TcServiceTimer timers[TC_N_TIMERS];

  read_timers (room, incident, timers);
  return tc_service_timers_running (timers);
}

static void
test_time (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcDatabase *db = room->fixture->db;

  g_assert_cmpint (tc_service_time_after (db, 7, 90), ==, 7 + 90 * TC_MINUTE_US);
  g_assert_cmpint (tc_service_time_after (db, 7, 0), ==, 7);
  g_assert_cmpint (tc_service_time_share (db, 0, TC_HOUR_US, 80), ==, 48 * TC_MINUTE_US);
  g_assert_cmpint (tc_service_time_share (db, 100, 100, 80), ==, 100);
  g_assert_cmpint (tc_service_time_share (db, 100, 50, 80), ==, 100);
  g_assert_cmpint (tc_service_time_share (db, 0, 1000, 0), ==, 0);
  g_assert_cmpint (tc_service_time_share (db, 0, 1000, 100), ==, 1000);
}

/* A kind has its own level, else its field's, else that of all; else nothing is promised. */
static void
test_find (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcDatabase *db = room->fixture->db;
  gint64 now_us = room->fixture->now_us;
  gint64 own = set_level (room, TAKE);
  TcServiceLevel level;

  g_assert_true (tc_service_level_find (db, room->kind, 2, now_us, &level));
  g_assert_cmpint (level.id, ==, own);
  g_assert_cmpint (level.take_minutes, ==, TAKE);
  g_assert_cmpint (level.soon_percent, ==, SOON);
  g_assert_true (tc_service_level_find (db, room->kind, 2, now_us - 1, &level));
  g_assert_cmpint (level.resolve_minutes, ==, 120);
  g_assert_cmpint (level.take_minutes, ==, TC_NONE);
  g_assert_cmpint (level.soon_percent, ==, TC_SOON_PERCENT);
  g_assert_true (tc_service_level_find (db, room->kind, 3, now_us, &level));
  g_assert_cmpint (level.resolve_minutes, ==, 90);
  g_assert_true (tc_service_level_find (db, 0, 1, now_us, &level));
  g_assert_cmpint (level.resolve_minutes, ==, 10);
  g_assert_false (tc_service_level_find (db, 0, 1, 0, &level));
  g_assert_cmpint (level.id, ==, 0);
  g_assert_false (tc_service_level_get (db, 0, &level));
}

/* A change holds for what comes; what was promised before stays. */
static void
test_versions (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcServiceTimer timers[TC_N_TIMERS];
  gint64 first = set_level (room, TAKE), before = tc_room_report (room);

  room->fixture->now_us += TC_MINUTE_US;
  gint64 second = set_level (room, TAKE / 2), after = tc_room_report (room);
  tc_room_step (room, before, TC_STEP_TAKE);
  g_assert_cmpint (read_int (room, before, "term_id"), ==, first);
  g_assert_cmpint (read_int (room, after, "term_id"), ==, second);
  read_timers (room, before, timers);
  g_assert_cmpint (timers[TC_TIMER_TAKE].due_us - timers[TC_TIMER_TAKE].from_us, ==,
                   TAKE * TC_MINUTE_US);
  read_timers (room, after, timers);
  g_assert_cmpint (timers[TC_TIMER_TAKE].due_us - timers[TC_TIMER_TAKE].from_us, ==,
                   TAKE / 2 * TC_MINUTE_US);
}

/* Each step that is done starts the next timer. */
static void
test_timers (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcServiceTimer timers[TC_N_TIMERS];

  set_level (room, TAKE);
  gint64 incident = tc_room_report (room), from_us = room->fixture->now_us;
  g_assert_cmpint (get_running (room, incident), ==, TC_TIMER_TAKE);
  room->fixture->now_us += TC_MINUTE_US;
  tc_room_step (room, incident, TC_STEP_TAKE);
  g_assert_cmpint (get_running (room, incident), ==, TC_TIMER_DISPATCH);
  room->fixture->now_us += TC_MINUTE_US;
  tc_room_step (room, incident, TC_STEP_DISPATCH);
  g_assert_cmpint (get_running (room, incident), ==, TC_TIMER_ACKNOWLEDGE);
  read_timers (room, incident, timers);
  g_assert_cmpint (timers[TC_TIMER_TAKE].done_us - from_us, >=, TC_MINUTE_US);
  g_assert_cmpint (timers[TC_TIMER_DISPATCH].done_us, >, timers[TC_TIMER_TAKE].done_us);
  g_assert_cmpint (timers[TC_TIMER_DISPATCH].due_us, ==,
                   timers[TC_TIMER_DISPATCH].from_us + SEND * TC_MINUTE_US);
  g_assert_cmpint (timers[TC_TIMER_ACKNOWLEDGE].due_us, ==,
                   timers[TC_TIMER_ACKNOWLEDGE].from_us + ANSWER * TC_MINUTE_US);
  tc_room_step (room, incident, TC_STEP_ACKNOWLEDGE);
  g_assert_cmpint (get_running (room, incident), ==, TC_TIMER_RESOLVE);
  gint64 resolved = tc_room_make (room, TC_STATE_RESOLVED);
  read_timers (room, resolved, timers);
  g_assert_cmpint (timers[TC_TIMER_RESOLVE].done_us, !=, TC_NONE);
  g_assert_false (tc_service_timers (room->fixture->db, 5, timers));
}

/* Sent without being taken: somebody had it. Of what promises nothing no timer runs. */
static void
test_nothing_promised (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcServiceTimer timers[TC_N_TIMERS];
  gint64 plain = tc_room_report (room);

  g_assert_cmpint (get_running (room, plain), ==, TC_TIMER_RESOLVE);
  set_level (room, TAKE);
  gint64 sent = tc_room_report (room);
  tc_room_step (room, sent, TC_STEP_DISPATCH);
  read_timers (room, sent, timers);
  g_assert_cmpint (timers[TC_TIMER_TAKE].done_us, ==, timers[TC_TIMER_DISPATCH].done_us);
  g_assert_cmpint (timers[TC_TIMER_TAKE].done_us, !=, TC_NONE);
}

/* A unit that never said a word didn't answer by being recalled; the next one is waited for, and
 * what was recalled stays without an answer once that one has given its own. */
static void
test_recalled (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcServiceTimer timers[TC_N_TIMERS];

  set_level (room, TAKE);
  gint64 incident = tc_room_report (room);
  tc_room_step (room, incident, TC_STEP_DISPATCH);
  tc_room_step (room, incident, TC_STEP_RECALL);
  read_timers (room, incident, timers);
  g_assert_cmpint (timers[TC_TIMER_ACKNOWLEDGE].due_us, ==, TC_NONE);
  g_assert_cmpint (timers[TC_TIMER_ACKNOWLEDGE].done_us, ==, TC_NONE);
  room->fixture->now_us += TC_MINUTE_US;
  gint64 again_us = room->fixture->now_us;
  tc_room_step (room, incident, TC_STEP_DISPATCH);
  g_assert_cmpint (get_running (room, incident), ==, TC_TIMER_ACKNOWLEDGE);
  room->fixture->now_us += TC_MINUTE_US;
  tc_room_step (room, incident, TC_STEP_ACKNOWLEDGE);
  read_timers (room, incident, timers);
  g_assert_cmpint (timers[TC_TIMER_ACKNOWLEDGE].from_us, >=, again_us);
  g_assert_cmpint (timers[TC_TIMER_ACKNOWLEDGE].done_us - timers[TC_TIMER_ACKNOWLEDGE].from_us, >=,
                   TC_MINUTE_US);
  /* One that answered did so, though it was recalled later. */
  tc_room_step (room, incident, TC_STEP_RECALL);
  read_timers (room, incident, timers);
  g_assert_cmpint (timers[TC_TIMER_ACKNOWLEDGE].from_us, >=, again_us);
  g_assert_cmpint (timers[TC_TIMER_ACKNOWLEDGE].done_us, !=, TC_NONE);
}

/* The last part of the time is soon; a pause moves it, another deadline counts it anew. */
static void
test_soon (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 pause_us = 7 * TC_MINUTE_US;

  set_level (room, TAKE);
  gint64 incident = tc_room_report (room), from_us = read_int (room, incident, "received_us");
  gint64 soon_us = from_us + (WHOLE - SOON) * TC_MINUTE_US;
  g_assert_cmpint (read_int (room, incident, "soon_us"), ==, soon_us);
  tc_room_step (room, incident, TC_STEP_WAIT);
  gint64 paused_us = read_int (room, incident, "paused_us");
  room->fixture->now_us = paused_us + pause_us;
  tc_room_step (room, incident, TC_STEP_RESUME);
  gint64 moved_us = read_int (room, incident, "due_us") - from_us - WHOLE * TC_MINUTE_US;
  g_assert_cmpint (moved_us, >=, pause_us);
  g_assert_cmpint (read_int (room, incident, "soon_us"), ==, soon_us + moved_us);
  tc_room_step (room, incident, TC_STEP_CLASSIFY);
  g_assert_cmpint (read_int (room, incident, "soon_us"), <=, read_int (room, incident, "due_us"));
  tc_room_step (room, incident, TC_STEP_EXTEND);
  gint64 whole_us = read_int (room, incident, "due_us") - moved_us - from_us;
  gint64 early_us = read_int (room, incident, "due_us") - read_int (room, incident, "soon_us");
  /* Of the other field that it has now: the usual share, to the rounding of a hundredth. */
  g_assert_cmpint (ABS (early_us - whole_us / 100 * TC_SOON_PERCENT), <=, 100);
  tc_fixture_check_replays (room->fixture);
}

/* What was there before it was kept has it after the next step. */
static void
test_of_before (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_report (room), soon_us = read_int (room, incident, "soon_us");

  tc_database_execute (room->fixture->db, "UPDATE incident SET soon_us = NULL WHERE id = ?", "i",
                       incident);
  tc_room_step (room, incident, TC_STEP_TAKE);
  g_assert_cmpint (read_int (room, incident, "soon_us"), ==, soon_us);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service-level/time", test_time);
  g_test_add_func ("/service-level/find", test_find);
  g_test_add_func ("/service-level/versions", test_versions);
  g_test_add_func ("/service-level/timers", test_timers);
  g_test_add_func ("/service-level/nothing-promised", test_nothing_promised);
  g_test_add_func ("/service-level/recalled", test_recalled);
  g_test_add_func ("/service-level/soon", test_soon);
  g_test_add_func ("/service-level/of-before", test_of_before);
  return g_test_run ();
}
