/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the alarms that there were are those that each desk was shown, from when to when; and what
 * is counted over them is right. Method: the room of the fixture with a level that promises each
 * step and a clock that is moved; what tc_alarm_list() said at each moment of a random shift beside
 * what the history says of it afterwards; made-up alarms whose figures are known.
 */
#include "tc-alarm-measures.h"
#include "tc-big-event.h"
#include "tc-limits.h"
#include "tc-room-fixture.h"

#define TAKE 10
#define SEND 30
#define ANSWER 5
#define WHOLE 100
#define MINUTE TC_MINUTE_US

static TcRoom *
make_room (void)
{
  TcRoom *room = tc_room_new ();

  tc_room_promise (room, TAKE, SEND, ANSWER, WHOLE);
  return room;
}

static void
pass (TcRoom *room, gint64 minutes)
{
  room->fixture->now_us += minutes * MINUTE;
}

static GArray *
read_history (TcRoom *room, gint64 from_us)
{
  GArray *episodes = g_array_new (FALSE, FALSE, sizeof (TcAlarmEpisode));
  g_autoptr (GArray)
      ids = tc_alarm_history_ids (room->fixture->db, from_us, room->fixture->now_us + 1);

  for (guint i = 0; i < ids->len; i++)
    tc_alarm_history_add (room->fixture->db, g_array_index (ids, gint64, i), from_us,
                          room->fixture->now_us, episodes);
  tc_alarm_history_join (room->fixture->db, episodes);
  return episodes;
}

/* ---- one incident ---- */

typedef struct {
  TcAlarmKind kind;
  gint64 from;  /* in minutes since it was reported */
  gint64 until; /* TC_NONE: still there */
  gint64 known; /* TC_NONE */
} Expected;

static void
check_history (TcRoom *room, gint64 zero_us, const Expected *expected, guint n)
{
  g_autoptr (GArray) episodes = read_history (room, zero_us);

  g_assert_cmpuint (episodes->len, ==, n);
  for (guint i = 0; i < n; i++) {
    const TcAlarmEpisode *episode = &g_array_index (episodes, TcAlarmEpisode, i);
    const gint64 times[] = {expected[i].from, expected[i].until, expected[i].known};
    const gint64 found[] = {episode->from_us, episode->until_us, episode->known_us};

    g_assert_cmpint (episode->kind, ==, expected[i].kind);
    for (guint k = 0; k < G_N_ELEMENTS (times); k++) {
      if (times[k] == TC_NONE)
        g_assert_cmpint (found[k], ==, TC_NONE);
      else
        g_assert_cmpint ((found[k] - zero_us) / MINUTE, ==, times[k]);
    }
  }
}

static void
test_life (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 incident = tc_room_report (room), zero_us = room->fixture->now_us;
  TcAlarmMark mark = {incident, "untaken"};
  const Expected expected[] = {
      {TC_ALARM_UNTAKEN, TAKE, 14, 12},           {TC_ALARM_UNDISPATCHED, SEND, 33, TC_NONE},
      {TC_ALARM_UNACKNOWLEDGED, 38, 41, TC_NONE}, {TC_ALARM_SOON, 60, WHOLE, TC_NONE},
      {TC_ALARM_LATE, WHOLE, 110, TC_NONE},
  };

  pass (room, 12);
  tc_fixture_run_as (room->fixture, room->lan, &tc_alarm_acknowledge_type, &mark);
  check_history (room, zero_us, &(Expected){TC_ALARM_UNTAKEN, TAKE, TC_NONE, 12}, 1);
  pass (room, 2);
  tc_room_step (room, incident, TC_STEP_TAKE);
  pass (room, 19);
  tc_room_step (room, incident, TC_STEP_DISPATCH);
  pass (room, 8);
  tc_room_step (room, incident, TC_STEP_ACKNOWLEDGE);
  pass (room, 69);
  tc_room_step (room, incident, TC_STEP_RESOLVE);
  pass (room, 5);
  check_history (room, zero_us, expected, G_N_ELEMENTS (expected));
  /* What was over before isn't told. */
  g_autoptr (GArray) later = read_history (room, zero_us + 50 * MINUTE);
  g_assert_cmpuint (later->len, ==, 2);
}

/* From when it should have been told until a person told it. */
static void
test_untold (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 incident = tc_room_report (room), zero_us = room->fixture->now_us;
  TcReportTell tell = {room->report, 1, "called", NULL};

  tc_database_execute (room->fixture->db, "UPDATE field_term SET tell_minutes = 30", NULL);
  tc_room_step (room, incident, TC_STEP_TAKE);
  pass (room, 3);
  tc_room_step (room, incident, TC_STEP_RESOLVE);
  pass (room, 57);
  check_history (room, zero_us, &(Expected){TC_ALARM_UNTOLD, 33, TC_NONE, TC_NONE}, 1);
  tc_fixture_run_as (room->fixture, room->lan, &tc_report_tell_type, &tell);
  pass (room, 10);
  check_history (room, zero_us, &(Expected){TC_ALARM_UNTOLD, 33, 60, TC_NONE}, 1);
}

/* The clock stands while the reporter is waited for, and moves what is due. */
static void
test_waiting (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 incident = tc_room_report (room), zero_us = room->fixture->now_us;
  const Expected expected[] = {{TC_ALARM_UNDISPATCHED, SEND + 60, TC_NONE, TC_NONE}};

  tc_room_step (room, incident, TC_STEP_TAKE);
  pass (room, 5);
  tc_room_step (room, incident, TC_STEP_WAIT);
  pass (room, 60);
  tc_room_step (room, incident, TC_STEP_RESUME);
  pass (room, 30);
  check_history (room, zero_us, expected, 1);
}

static gint64
add_member (TcRoom *room, gint64 event, gint64 priority)
{
  TcEventMember args = {event, tc_room_report (room)};
  TcIncidentSetPriority set = {args.incident_id, priority, NULL};

  tc_fixture_run (room->fixture, &tc_incident_set_priority_type, &set);
  tc_fixture_run_as (room->fixture, room->lan, &tc_event_add_type, &args);
  return args.incident_id;
}

/* What leads an event isn't late, and tells of all that belongs to it. */
static void
test_members (void)
{
  g_autoptr (TcRoom) room = make_room ();
  TcEventDeclare event = {tc_room_report (room), "storm", "Bão số 5", NULL, TC_NONE};
  gint64 zero_us = room->fixture->now_us, first = 0, second = 0, emergency = 0;
  TcAlarmMark mark = {event.incident_id, "members"};
  const Expected expected[] = {{TC_ALARM_UNTAKEN, 20, 22, TC_NONE},
                               {TC_ALARM_MEMBERS, TAKE, 40, 15}};

  tc_fixture_run_as (room->fixture, room->lan, &tc_event_declare_type, &event);
  tc_room_step (room, event.incident_id, TC_STEP_TAKE);
  first = add_member (room, event.incident_id, TC_PRIORITY_URGENT);
  second = add_member (room, event.incident_id, TC_PRIORITY_NOTICE);
  pass (room, 15);
  tc_fixture_run_as (room->fixture, room->lan, &tc_alarm_acknowledge_type, &mark);
  pass (room, 5);
  emergency = add_member (room, event.incident_id, TC_PRIORITY_EMERGENCY);
  pass (room, 2);
  tc_room_step (room, emergency, TC_STEP_CLOSE);
  tc_room_step (room, first, TC_STEP_CLOSE);
  pass (room, 18);
  tc_room_step (room, second, TC_STEP_CLOSE);
  pass (room, 2 * WHOLE);
  check_history (room, zero_us, expected, G_N_ELEMENTS (expected));
  g_autoptr (GArray) episodes = read_history (room, zero_us);
  const TcAlarmEpisode *whole = &g_array_index (episodes, TcAlarmEpisode, 1);
  g_assert_cmpint (whole->incident_id, ==, event.incident_id);
  g_assert_cmpint (whole->staff_id, ==, room->lan.staff_id);
  g_assert_cmpint (whole->priority, ==, TC_ALARM_MEDIUM);
}

/* ---- a random shift ---- */

typedef struct {
  gint64 at_us;
  gint64 incident_id;
  TcAlarmKind kind;
  TcAlarmPriority priority;
} Seen;

static const TcIncidentStep steps[] = {
    TC_STEP_ACCEPT,  TC_STEP_TAKE,   TC_STEP_RELEASE,  TC_STEP_DISPATCH,     TC_STEP_ACKNOWLEDGE,
    TC_STEP_RETURN,  TC_STEP_RECALL, TC_STEP_START,    TC_STEP_WAIT,         TC_STEP_RESUME,
    TC_STEP_FORWARD, TC_STEP_EXTEND, TC_STEP_RESOLVE,  TC_STEP_REOPEN,       TC_STEP_CLOSE,
    TC_STEP_TAKE,    TC_STEP_REJECT, TC_STEP_SCHEDULE, TC_STEP_SET_PRIORITY, TC_STEP_DISPATCH,
};

static void
look (TcRoom *room, GArray *seen)
{
  g_autoptr (GArray)
      alarms = tc_alarm_list (room->fixture->db, room->lan.staff_id, room->fixture->now_us);

  for (guint i = 0; i < alarms->len; i++) {
    const TcAlarm *alarm = &g_array_index (alarms, TcAlarm, i);
    Seen one = {room->fixture->now_us, alarm->incident_id, alarm->kind, alarm->priority};
    g_array_append_val (seen, one);
  }
}

static const TcAlarmEpisode *
find_at (GArray *episodes, gint64 incident_id, gint64 at_us)
{
  for (guint i = 0; i < episodes->len; i++) {
    const TcAlarmEpisode *episode = &g_array_index (episodes, TcAlarmEpisode, i);
    if (episode->incident_id == incident_id && episode->from_us <= at_us &&
        (episode->until_us == TC_NONE || episode->until_us > at_us))
      return episode;
  }
  return NULL;
}

/* Each that was seen is in the history, and no other was there at that time. */
static void
compare_shift (GArray *seen, GArray *episodes, GArray *times)
{
  guint n = 0;

  for (guint i = 0; i < seen->len; i++) {
    const Seen *one = &g_array_index (seen, Seen, i);
    const TcAlarmEpisode *episode = find_at (episodes, one->incident_id, one->at_us);
    g_assert_nonnull (episode);
    g_assert_cmpint (episode->kind, ==, one->kind);
  }
  for (guint i = 0; i < times->len; i++) {
    gint64 at_us = g_array_index (times, gint64, i);
    for (guint k = 0; k < episodes->len; k++) {
      const TcAlarmEpisode *episode = &g_array_index (episodes, TcAlarmEpisode, k);
      n += episode->from_us <= at_us && (episode->until_us == TC_NONE || episode->until_us > at_us);
    }
  }
  g_assert_cmpuint (n, ==, seen->len);
}

/* What comes behind a unit's answer is promised, too. */
static void
promise_steps (TcRoom *room)
{
  tc_database_execute (room->fixture->db,
                       "UPDATE field_term SET arrive_minutes = 4, work_minutes = 9,"
                       " reply_minutes = 6",
                       NULL);
}

/* Lan does all, and nobody else has anything: so she is shown every alarm there is. */
static void
test_shift (void)
{
  g_autoptr (TcRoom) room = make_room ();
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (Seen));
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 zero_us = room->fixture->now_us, incidents[4] = {0};
  guint n_done = 0;

  promise_steps (room);
  for (guint i = 0; i < G_N_ELEMENTS (incidents); i++) {
    pass (room, 3);
    incidents[i] = tc_room_report (room);
  }
  for (guint i = 0; i < 300; i++) {
    gint64 incident = incidents[g_test_rand_int_range (0, G_N_ELEMENTS (incidents))];
    TcIncidentStep step = steps[g_test_rand_int_range (0, G_N_ELEMENTS (steps))];

    pass (room, g_test_rand_int_range (1, 9));
    g_autoptr (TcRefusal) refusal = tc_room_try (room, room->lan, incident, step);
    n_done += refusal == NULL;
    pass (room, 1);
    g_array_append_val (times, room->fixture->now_us);
    look (room, seen);
  }
  g_autoptr (GArray) episodes = read_history (room, zero_us);
  g_assert_cmpuint (n_done, >, 20);
  g_assert_cmpuint (seen->len, >, 20);
  compare_shift (seen, episodes, times);
}

/* Anything is done to it, or it is added to the event or taken out, or goes into another. */
static void
act (TcRoom *room, gint64 event, gint64 incident, gint64 other)
{
  TcEventMember member = {event, incident};
  TcIncidentMerge merge = {incident, other, tc_room_id (room)};
  const TcOperationType *type = g_test_rand_int_range (0, 4) == 0 ? &tc_event_remove_type
                                                                  : &tc_event_add_type;
  TcIncidentStep step = steps[g_test_rand_int_range (0, G_N_ELEMENTS (steps))];
  g_autoptr (TcRefusal) refusal = NULL;

  if (g_test_rand_int_range (0, 3) == 0)
    refusal = tc_fixture_try_as (room->fixture, room->lan, type, &member);
  else if (g_test_rand_int_range (0, 8) == 0)
    refusal = tc_fixture_try_as (room->fixture, room->lan, &tc_incident_merge_type, &merge);
  else
    refusal = tc_room_try (room, room->lan, incident, step);
}

/* The same with a big event to which some of it belongs for a while: Lan has what leads it. */
static void
test_storm (void)
{
  g_autoptr (TcRoom) room = make_room ();
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (Seen));
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 zero_us = room->fixture->now_us, incidents[4] = {0}, event = tc_room_report (room);
  TcEventDeclare declare = {event, "storm", NULL, NULL, TC_NONE};
  guint n_members = 0;

  promise_steps (room);
  tc_room_step (room, event, TC_STEP_TAKE);
  tc_fixture_run_as (room->fixture, room->lan, &tc_event_declare_type, &declare);
  for (guint i = 0; i < 300; i++) {
    if (i % 8 == 0)
      incidents[i / 8 % G_N_ELEMENTS (incidents)] = tc_room_report (room);
    pass (room, g_test_rand_int_range (1, 4));
    act (room, event, incidents[g_test_rand_int_range (0, i < 32 ? 1 : 4)],
         incidents[g_test_rand_int_range (0, i < 32 ? 1 : 4)]);
    pass (room, 1);
    g_array_append_val (times, room->fixture->now_us);
    look (room, seen);
  }
  g_autoptr (GArray) episodes = read_history (room, zero_us);
  for (guint i = 0; i < seen->len; i++)
    n_members += g_array_index (seen, Seen, i).kind == TC_ALARM_MEMBERS;
  g_assert_cmpuint (n_members, >, 5);
  compare_shift (seen, episodes, times);
}

/* ---- figures ---- */

static void
add (GArray *episodes, gint64 incident, TcAlarmPriority priority, gint64 from, gint64 until,
     gint64 known)
{
  TcAlarmEpisode episode = {
      .incident_id = incident,
      .field_id = 1 + incident % 3,
      .kind = TC_ALARM_UNTAKEN,
      .priority = priority,
      .from_us = from * MINUTE,
      .until_us = until == TC_NONE ? TC_NONE : until * MINUTE,
      .known_us = known == TC_NONE ? TC_NONE : known * MINUTE,
  };

  g_array_append_val (episodes, episode);
}

static void
add_watch (GArray *watches, gint64 staff, gint64 desk, gint64 from, gint64 until)
{
  TcAlarmWatch watch = {staff, desk, from * MINUTE, until * MINUTE};

  g_array_append_val (watches, watch);
}

/* Two desks for an hour each of two, half of it together; counted from minute 6000 on. */
static void
test_desks (void)
{
  g_autoptr (GArray) episodes = g_array_new (FALSE, FALSE, sizeof (TcAlarmEpisode));
  g_autoptr (GArray) watches = g_array_new (FALSE, FALSE, sizeof (TcAlarmWatch));
  g_autoptr (TcAlarmMeasures) measures = NULL;

  add_watch (watches, 1, 3, 5900, 6060);
  add_watch (watches, 2, 4, 6030, 6090);
  add_watch (watches, 1, 3, 6050, 6055); /* once more at the same desk: counts once */
  add (episodes, 1, TC_ALARM_LOW, 5999, 6001, TC_NONE); /* before */
  for (gint64 i = 0; i < 10; i++)                       /* at desk 3 alone */
    add (episodes, 10 + i, TC_ALARM_LOW, 6005, 6015, TC_NONE);
  add (episodes, 30, TC_ALARM_HIGH, 6035, 6040, 6037); /* at both */
  add (episodes, 31, TC_ALARM_MEDIUM, 6045, 6050, TC_NONE);
  g_array_index (episodes, TcAlarmEpisode, episodes->len - 1).staff_id = 2; /* hers */
  add (episodes, 32, TC_ALARM_MEDIUM, 6065, 6066, TC_NONE);
  g_array_index (episodes, TcAlarmEpisode, episodes->len - 1).staff_id = 1; /* has gone home */
  add (episodes, 33, TC_ALARM_LOW, 6095, TC_NONE, TC_NONE);                 /* nobody is there */
  measures = tc_alarm_measures_make (episodes, watches, 6000 * MINUTE, 6100 * MINUTE);
  g_assert_cmpuint (measures->n, ==, 14);
  g_assert_cmpuint (measures->by_priority[TC_ALARM_HIGH], ==, 1);
  g_assert_cmpuint (measures->by_priority[TC_ALARM_MEDIUM], ==, 2);
  g_assert_cmpuint (measures->by_priority[TC_ALARM_LOW], ==, 11);
  g_assert_cmpint (measures->manned_us, ==, 120 * MINUTE);
  g_assert_cmpuint (measures->n_rung, ==, 10 + 2 + 1 + 1);
  g_assert_cmpfloat_with_epsilon (tc_alarm_measures_rate (measures), 14.0 / 12, 1e-9);
  measures->manned_us = MINUTE / 2; /* she has only just sat down */
  g_assert_cmpfloat_with_epsilon (tc_alarm_measures_rate (measures), 14, 1e-9);
  g_assert_cmpuint (measures->n_slots, ==, 12);
  g_assert_cmpuint (measures->slots[TC_ALARM_RATE_FLOOD], ==, 1);
  g_assert_cmpuint (measures->slots[TC_ALARM_RATE_COMFORTABLE], ==, 11);
  g_assert_cmpuint (measures->worst, ==, 10);
  g_assert_cmpint (measures->worst_us, ==, 6000 * MINUTE);
  g_assert_cmpint (tc_alarm_judge_rate (1), ==, TC_ALARM_RATE_COMFORTABLE);
  g_assert_cmpint (tc_alarm_judge_rate (1.1), ==, TC_ALARM_RATE_LIMIT);
  g_assert_cmpint (tc_alarm_judge_rate (2.1), ==, TC_ALARM_RATE_MANY);
  g_assert_cmpint (tc_alarm_judge_rate (10), ==, TC_ALARM_RATE_FLOOD);
}

/* Spans of 1..20 minutes: by nearest rank the half is 10, 95 of a hundred 19. */
static void
test_known (void)
{
  g_autoptr (GArray) episodes = g_array_new (FALSE, FALSE, sizeof (TcAlarmEpisode));
  g_autoptr (GArray) watches = g_array_new (FALSE, FALSE, sizeof (TcAlarmWatch));
  g_autoptr (TcAlarmMeasures) measures = NULL, none = NULL;

  for (gint64 i = 1; i <= 18; i++)
    add (episodes, i, TC_ALARM_LOW, 100, 500, 100 + i);
  add (episodes, 19, TC_ALARM_LOW, 100, 119, TC_NONE);     /* taken */
  add (episodes, 20, TC_ALARM_LOW, 580, TC_NONE, TC_NONE); /* waits still */
  measures = tc_alarm_measures_make (episodes, watches, 0, 600 * MINUTE);
  g_assert_cmpuint (measures->n_known, ==, 20);
  g_assert_cmpint (measures->known_p50_us, ==, 10 * MINUTE);
  g_assert_cmpint (measures->known_p95_us, ==, 19 * MINUTE);
  g_assert_cmpfloat (tc_alarm_measures_rate (measures), <, 0);
  none = tc_alarm_measures_make (episodes, watches, 590 * MINUTE, 600 * MINUTE);
  g_assert_cmpint (none->known_p50_us, ==, TC_NONE);
}

static void
test_cases (void)
{
  g_autoptr (GArray) episodes = g_array_new (FALSE, FALSE, sizeof (TcAlarmEpisode));
  g_autoptr (GArray) watches = g_array_new (FALSE, FALSE, sizeof (TcAlarmWatch));
  g_autoptr (TcAlarmMeasures) measures = NULL;
  const gint64 day = 24 * 60;

  add (episodes, 1, TC_ALARM_LOW, 0, TC_NONE, TC_NONE);       /* stands: longest */
  add (episodes, 2, TC_ALARM_LOW, day, TC_NONE, TC_NONE);     /* stands: just */
  add (episodes, 3, TC_ALARM_LOW, day + 1, TC_NONE, TC_NONE); /* a minute too short */
  add (episodes, 4, TC_ALARM_LOW, 0, day, TC_NONE);           /* was mended */
  for (gint64 i = 0; i < 4; i++)
    add (episodes, 6, TC_ALARM_LOW, day + 10 + 20 * i, day + 11 + 20 * i, TC_NONE);
  for (gint64 i = 0; i < 6; i++) /* never three within an hour */
    add (episodes, 9, TC_ALARM_LOW, day + 31 * i, day + 31 * i + 1, TC_NONE);
  measures = tc_alarm_measures_make (episodes, watches, day * MINUTE, 2 * day * MINUTE);
  g_assert_cmpuint (measures->n_standing, ==, 2);
  g_assert_cmpint (g_array_index (measures->standing, TcAlarmCase, 0).incident_id, ==, 1);
  g_assert_cmpuint (measures->n_chattering, ==, 1);
  g_assert_cmpint (g_array_index (measures->chattering, TcAlarmCase, 0).incident_id, ==, 6);
  g_assert_cmpuint (g_array_index (measures->chattering, TcAlarmCase, 0).count, ==, 4);
  /* Incidents 3, 6 and 9 are of one field, 2 of another. */
  g_assert_cmpuint (measures->sources->len, ==, 2);
  g_assert_cmpint (g_array_index (measures->sources, TcAlarmSource, 0).field_id, ==, 1);
  g_assert_cmpuint (g_array_index (measures->sources, TcAlarmSource, 0).count, ==, 11);
  g_assert_cmpuint (g_array_index (measures->sources, TcAlarmSource, 1).count, ==, 1);
}

/* Who was signed in, and what things are called. */
static void
test_names (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 zero_us = room->fixture->now_us;
  TcSessionOpen hers = {tc_room_id (room), room->lan.staff_id, room->lan.desk,
                        zero_us + 30 * MINUTE};
  g_autoptr (TcAlarmMeasures) measures = NULL;

  tc_fixture_run (room->fixture, &tc_session_open_type, &hers);
  tc_room_report (room);
  pass (room, 20);
  g_autoptr (GArray)
      watches = tc_alarm_history_watches (room->fixture->db, zero_us, room->fixture->now_us);
  g_autoptr (GArray) episodes = read_history (room, zero_us);
  measures = tc_alarm_measures_make (episodes, watches, zero_us, room->fixture->now_us);
  tc_alarm_measures_name (measures, room->fixture->db);
  /* At each desk at which somebody is signed in, all the time. */
  g_assert_cmpuint (measures->n_rung, >, 0);
  g_assert_cmpint (measures->manned_us, ==, measures->n_rung * 20 * MINUTE);
  g_assert_cmpuint (measures->sources->len, ==, 1);
  g_assert_nonnull (g_array_index (measures->sources, TcAlarmSource, 0).name_vi);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alarm-history/life", test_life);
  g_test_add_func ("/alarm-history/untold", test_untold);
  g_test_add_func ("/alarm-history/waiting", test_waiting);
  g_test_add_func ("/alarm-history/members", test_members);
  g_test_add_func ("/alarm-history/shift", test_shift);
  g_test_add_func ("/alarm-history/storm", test_storm);
  g_test_add_func ("/alarm-measures/desks", test_desks);
  g_test_add_func ("/alarm-measures/known", test_known);
  g_test_add_func ("/alarm-measures/cases", test_cases);
  g_test_add_func ("/alarm-measures/names", test_names);
  return g_test_run ();
}
