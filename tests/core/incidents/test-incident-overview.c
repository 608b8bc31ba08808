/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the overview's figures are right, each opens a list of exactly that many, and no count
 * walks over all incidents. Method: random incidents over ten weeks, written straight into the
 * tables; a recount in the simplest way there is, days by GLib's calendar; SQLite's own plans.
 */
#include "tc-incident-overview.h"
#include "tc-room-fixture.h"

#include <string.h>

#define N_INCIDENTS 3000
#define N_DAYS 70
#define WEEK_US (7 * TC_US_PER_DAY)

typedef struct {
  gint64 field_id, unit_id, area_id, staff_id, priority, received_us, due_us, soon_us;
  gint64 paused_us, paused_total_us, resolved_us, closed_us, first_us;
  TcIncidentState state;
  gboolean open;
  guint n_reports;
  gint64 report_us[3];
  const char *channels[3];
  guint n_turns; /* it was taken, let go, taken, … */
  gint64 turn_us[3];
} Made;

typedef struct {
  TcRoom *room; /* (owned) */
  TcDatabase *db;
  gint64 now_us;
  Made made[N_INCIDENTS];
} Province;

static gint64
pick (gint64 from, gint64 until)
{
  return from + (gint64) (g_test_rand_double () * (double) (until - from));
}

static gint64
choose (const gint64 *values, guint n)
{
  return values[g_test_rand_int_range (0, (gint32) n)];
}

static void
settle (Province *p, Made *made)
{
  guint what = (guint) g_test_rand_int_range (0, 10);

  made->resolved_us = made->closed_us = made->paused_us = TC_NONE;
  if (what < 5) {
    made->state = what == 0 ? TC_STATE_NEW : what == 1 ? TC_STATE_WAITING : TC_STATE_WORKING;
    made->paused_us = what == 1 ? p->now_us : TC_NONE;
  } else {
    gint64 ended_us = pick (made->received_us, p->now_us);
    made->state = what == 5 ? TC_STATE_RESOLVED : what == 6 ? TC_STATE_REJECTED : TC_STATE_CLOSED;
    made->resolved_us = what == 6 ? TC_NONE : ended_us;
    made->closed_us = what == 5 ? TC_NONE : pick (ended_us, p->now_us);
  }
  made->open = what <= 5;
  made->first_us = what == 0 ? TC_NONE : pick (made->received_us, p->now_us);
}

static void
add_turns (Province *p, gint64 id, const Made *made)
{
  for (guint i = 0; i < made->n_turns; i++)
    tc_database_execute (
        p->db,
        "INSERT INTO incident_event (id, scope, incident_id, code, at_us, actor_id, replica, state,"
        " moved, public, staff_id) VALUES (?, 2, ?, ?, ?, 0, 0, 'new', 0, 0, ?)",
        "iisii", tc_room_id (p->room), id,
        i == 1   ? "incident.release"
        : i == 2 ? "incident.assign"
                 : "incident.take",
        made->turn_us[i], p->room->lan.staff_id);
  /* To a unit alone: nobody at the centre has it by that. */
  tc_database_execute (
      p->db,
      "INSERT INTO incident_event (id, scope, incident_id, code, at_us, actor_id, replica, state,"
      " moved, public, agency_id) VALUES (?, 2, ?, 'incident.assign', ?, 0, 0, 'new', 0, 0, 7)",
      "iii", tc_room_id (p->room), id, made->received_us);
}

static void
write_down (Province *p, gint64 id, const Made *made)
{
  gint64 rank_us = !made->open                        ? -made->closed_us
                   : made->state == TC_STATE_RESOLVED ? (gint64) 1 << 62
                   : made->due_us == TC_NONE          ? (gint64) 1 << 61
                                                      : made->due_us;

  tc_database_execute (
      p->db,
      "INSERT INTO incident (id, scope, code, day, number, title, field_id, priority, state, open,"
      " rank_us, area_id, unit_id, staff_id, received_us, due_us, paused_us, paused_total_us,"
      " answer_state, report_count, reopened_count, opened_us, changed_us, resolved_us, closed_us,"
      " soon_us) VALUES (?, 2, 'PA-1', 1, 1, 't', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'none', 1, 0,"
      " 0, 0, ?, ?, ?)",
      "ioisiioooiiiiiii", id, made->field_id, made->priority,
      tc_incident_state_get_code (made->state), (gint64) made->open, rank_us, made->area_id,
      made->unit_id, made->staff_id, made->received_us, made->due_us, made->paused_us,
      made->paused_total_us, made->resolved_us, made->closed_us, made->soon_us);
  for (guint i = 0; i < made->n_reports; i++)
    tc_database_execute (p->db,
                         "INSERT INTO report (id, scope, incident_id, home_id, channel, text,"
                         " language, said_us, received_us, on_behalf, anonymous, private)"
                         " VALUES (?, 2, ?, ?, ?, 't', 'vi', 0, ?, 0, 0, 0)",
                         "iiisi", tc_room_id (p->room), id, id, made->channels[i],
                         made->report_us[i]);
  for (guint i = 0; i < 2; i++)
    tc_database_execute (
        p->db,
        "INSERT INTO incident_event (id, scope, incident_id, code, at_us, actor_id, replica, state,"
        " moved, public) VALUES (?, 2, ?, ?, ?, 0, 0, 'new', ?, 0)",
        "iisii", tc_room_id (p->room), id, i == 0 ? "incident.report" : "incident.accept",
        i == 0 || made->first_us == TC_NONE ? made->received_us : made->first_us, (gint64) i);
  if (made->first_us == TC_NONE)
    tc_database_execute (p->db,
                         "DELETE FROM incident_event WHERE incident_id = ? AND code <> "
                         "'incident.report'",
                         "i", id);
  add_turns (p, id, made);
}

static void
make_turns (Province *p, Made *made)
{
  made->n_turns = (guint) g_test_rand_int_range (0, (gint32) G_N_ELEMENTS (made->turn_us) + 1);
  for (guint i = 0; i < made->n_turns; i++)
    made->turn_us[i] = pick (i == 0 ? made->received_us : made->turn_us[i - 1], p->now_us);
  made->staff_id = made->n_turns % 2 == 1 ? p->room->lan.staff_id : 0;
}

static void
make_incident (Province *p, Made *made)
{
  static const char *const channels[] = {"hotline", "app", "open311"};
  const gint64 fields[] = {0, p->room->field, p->room->kind, p->room->other_field};
  const gint64 units[] = {0, p->room->unit, p->room->unit2};
  const gint64 areas[] = {0, p->room->area, p->room->region};

  made->field_id = choose (fields, G_N_ELEMENTS (fields));
  made->unit_id = choose (units, G_N_ELEMENTS (units));
  made->area_id = choose (areas, G_N_ELEMENTS (areas));
  made->priority = g_test_rand_int_range (1, 5);
  /* Half of them lately, so that every age and today have some. */
  made->received_us = pick (p->now_us - (g_test_rand_bit () ? 2 : N_DAYS) * TC_US_PER_DAY,
                            p->now_us);
  made->due_us = g_test_rand_int_range (0, 8) == 0
                     ? TC_NONE
                     : made->received_us + pick (TC_HOUR_US, 90 * TC_HOUR_US);
  /* Some from before that was kept. */
  made->soon_us = made->due_us == TC_NONE || g_test_rand_int_range (0, 8) == 0
                      ? TC_NONE
                      : pick (made->received_us, made->due_us);
  make_turns (p, made);
  made->paused_total_us = g_test_rand_bit () ? pick (0, TC_HOUR_US) : 0;
  made->n_reports = (guint) g_test_rand_int_range (1, 4);
  for (guint i = 0; i < made->n_reports; i++) {
    made->report_us[i] = i == 0 ? made->received_us : pick (made->received_us, p->now_us);
    made->channels[i] = channels[g_test_rand_int_range (0, 3)];
  }
  settle (p, made);
  write_down (p, tc_room_id (p->room), made);
}

static Province *
make_province (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autoptr (GError) error = NULL;
  Province *p = g_new0 (Province, 1);

  p->room = tc_room_new ();
  p->db = p->room->fixture->db;
  g_assert_true (tc_schema_migrate (p->db, sets, &error));
  g_assert_no_error (error);
  /* Wednesday 23:40 in Vietnam: Wednesday still by UTC, and Thursday further east. */
  p->now_us = tc_day_start (p->room->fixture->now_us) + 23 * TC_HOUR_US + 40 * TC_MINUTE_US;
  p->room->fixture->now_us = p->now_us;
  for (guint i = 0; i < N_INCIDENTS; i++)
    make_incident (p, &p->made[i]);
  g_assert_true (tc_database_check (p->db, &error));
  g_assert_no_error (error);
  return p;
}

static void
free_province (Province *p)
{
  tc_room_free (p->room);
  g_free (p);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Province, free_province)

/* ---- the recount ---- */

static gboolean
is_handled (const Made *made)
{
  return made->open && made->state != TC_STATE_RESOLVED;
}

static gboolean
is_late (const Province *p, const Made *made)
{
  return is_handled (made) && made->due_us != TC_NONE && made->paused_us == TC_NONE &&
         made->due_us < p->now_us;
}

/* The day of a time in Vietnam, by GLib's calendar. */
static char *
get_day (gint64 time_us)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (7 * 3600);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);

  return g_date_time_format (local, "%F");
}

static gint64
count_list (Province *p, TcQueueFilter filter)
{
  filter.kind = TC_QUEUE_MATCH;
  filter.at_us = p->now_us;
  g_autoptr (GArray) ids = tc_incident_queue_ids (p->db, &filter);

  g_assert_cmpint (tc_incident_queue_count (p->db, &filter), ==, ids->len);
  return ids->len;
}

static void
test_calendar (void)
{
  gint64 now_us = g_get_real_time ();

  for (guint i = 0; i < 2000; i++) {
    gint64 time_us = pick (-now_us / 4, now_us * 2) / G_USEC_PER_SEC * G_USEC_PER_SEC;
    gint64 day_us = tc_day_start (time_us), week_us = tc_week_start (time_us);
    g_autofree char *day = get_day (time_us), *start = get_day (day_us);
    g_autofree char *before = get_day (day_us - G_USEC_PER_SEC);
    g_autoptr (GDateTime)
        monday = g_date_time_new_from_unix_utc ((week_us + 7 * TC_HOUR_US) / G_USEC_PER_SEC);
    g_assert_cmpstr (day, ==, start);
    g_assert_cmpstr (day, !=, before);
    g_assert_cmpint (g_date_time_get_day_of_week (monday), ==, 1);
    g_assert_cmpint (time_us - week_us, >=, 0);
    g_assert_cmpint (time_us - week_us, <, WEEK_US);
    g_assert_cmpint (tc_day_start (week_us), ==, week_us);
  }
}

static void
test_standing (void)
{
  g_autoptr (Province) p = make_province ();
  g_autoptr (TcOverviewStanding) standing = tc_overview_standing (p->db, p->now_us);
  gint64 handled = 0, untaken = 0, late = 0, soon = 0, emergencies = 0, oldest_us = G_MAXINT64;

  for (guint i = 0; i < N_INCIDENTS; i++) {
    const Made *made = &p->made[i];
    if (!is_handled (made))
      continue;
    handled++;
    emergencies += made->priority == 1;
    late += is_late (p, made);
    soon += made->due_us != TC_NONE && made->paused_us == TC_NONE && made->due_us >= p->now_us &&
            made->soon_us != TC_NONE && made->soon_us <= p->now_us;
    if (made->staff_id == 0) {
      untaken++;
      oldest_us = MIN (oldest_us, made->received_us);
    }
  }
  g_assert_cmpint (standing->handled, ==, handled);
  g_assert_cmpint (standing->untaken, ==, untaken);
  g_assert_cmpint (standing->untaken_since_us, ==, oldest_us);
  g_assert_cmpint (standing->emergencies, ==, emergencies);
  g_assert_cmpint (standing->late, ==, late);
  g_assert_cmpint (standing->soon, ==, soon);
  g_assert_cmpint (count_list (p, (TcQueueFilter){0}), ==, handled);
  g_assert_cmpint (count_list (p, (TcQueueFilter){.match = TC_MATCH_UNTAKEN}), ==, untaken);
  g_assert_cmpint (count_list (p, (TcQueueFilter){.match = TC_MATCH_LATE}), ==, late);
  g_assert_cmpint (count_list (p, (TcQueueFilter){.match = TC_MATCH_SOON}), ==, soon);
  g_assert_cmpint (count_list (p, (TcQueueFilter){.match = TC_MATCH_PRIORITY, .priority = 1}), ==,
                   emergencies);
}

/* 0: nobody has it, nor has acknowledged it; 1: nobody has it; 2: somebody has it */
static int
get_rank (Province *p, gint64 id)
{
  return (int) tc_database_get_int (
      p->db, -1,
      "SELECT iif (staff_id IS NULL AND state IN ('new', 'accepted'),"
      " EXISTS (SELECT 1 FROM alarm_mark WHERE incident_id = incident.id), 2)"
      " FROM incident WHERE id = ? AND priority = 1",
      "i", id);
}

static gint64
get_received (Province *p, gint64 id)
{
  return tc_database_get_int (p->db, 0, "SELECT received_us FROM incident WHERE id = ?", "i", id);
}

/* What waits longest is first, whatever is left out: the newest of those that somebody has are. */
static void
check_emergencies (Province *p, GArray *ids)
{
  for (guint i = 0; i + 1 < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i), next = g_array_index (ids, gint64, i + 1);
    int rank = get_rank (p, id), next_rank = get_rank (p, next);
    g_assert_cmpint (rank, >=, 0);
    g_assert_cmpint (rank, <=, next_rank);
    if (rank != next_rank)
      continue;
    if (rank == 2)
      g_assert_cmpint (get_received (p, id), >=, get_received (p, next));
    else
      g_assert_cmpint (get_received (p, id), <=, get_received (p, next));
  }
}

static void
test_emergencies (void)
{
  g_autoptr (Province) p = make_province ();
  g_autoptr (TcOverviewStanding) standing = tc_overview_standing (p->db, p->now_us);
  g_autoptr (GArray) ids = tc_overview_emergencies (p->db, N_INCIDENTS), after = NULL, few = NULL;
  gint64 first = g_array_index (ids, gint64, 0);

  g_assert_cmpint (ids->len, ==, standing->emergencies);
  check_emergencies (p, ids);
  g_assert_cmpint (get_rank (p, first), ==, 0);
  g_assert_cmpint (get_rank (p, g_array_index (ids, gint64, 1)), ==, 0);
  tc_database_execute (p->db,
                       "INSERT INTO alarm_mark (id, scope, incident_id, kind, act,"
                       " staff_id, replica, at_us) SELECT 1, scope, id, 'untaken',"
                       " 'acknowledged', 1, 1, opened_us FROM incident WHERE id = ?",
                       "i", first);
  after = tc_overview_emergencies (p->db, N_INCIDENTS);
  check_emergencies (p, after);
  g_assert_cmpint (after->len, ==, ids->len);
  g_assert_cmpint (g_array_index (after, gint64, 0), ==, g_array_index (ids, gint64, 1));
  g_assert_cmpint (get_rank (p, first), ==, 1);
  few = tc_overview_emergencies (p->db, 2);
  g_assert_cmpuint (few->len, ==, 2);
  g_assert_cmpint (g_array_index (few, gint64, 0), ==, g_array_index (after, gint64, 0));
}

/* Every group opens a list as long as its count; together they are all. */
static void
check_groups (Province *p, GArray *groups, TcQueueMatch match, gint64 all, guint n_expected)
{
  gint64 count = 0;

  g_assert_cmpuint (groups->len, ==, n_expected);
  for (guint i = 0; i < groups->len; i++) {
    const TcOverviewGroup *group = &g_array_index (groups, TcOverviewGroup, i);
    TcQueueFilter filter = {
        .match = match, .field_id = group->id, .agency_id = group->id, .area_id = group->id};
    g_assert_cmpint (group->count, >, 0);
    g_assert_cmpint (count_list (p, filter), ==, group->count);
    filter.match |= TC_MATCH_LATE;
    g_assert_cmpint (count_list (p, filter), ==, group->late);
    g_assert_cmpint ((group->name_vi == NULL), ==, (group->id == 0));
    if (i + 2 < groups->len)
      g_assert_cmpint (group->count, >=, g_array_index (groups, TcOverviewGroup, i + 1).count);
    count += group->count;
  }
  g_assert_cmpint (g_array_index (groups, TcOverviewGroup, groups->len - 1).id, ==, 0);
  g_assert_cmpint (count, ==, all);
}

static void
test_groups (void)
{
  g_autoptr (Province) p = make_province ();
  g_autoptr (TcOverviewStanding) standing = tc_overview_standing (p->db, p->now_us);
  gint64 of_traffic = 0, all = 0;

  check_groups (p, standing->fields, TC_MATCH_FIELD, standing->handled, 3);
  check_groups (p, standing->units, TC_MATCH_UNIT, standing->handled, 3);
  check_groups (p, standing->areas, TC_MATCH_AREA, standing->handled, 3);
  for (guint i = 0; i < N_INCIDENTS; i++)
    of_traffic += is_handled (&p->made[i]) &&
                  (p->made[i].field_id == p->room->field || p->made[i].field_id == p->room->kind);
  for (guint i = 0; i < standing->fields->len; i++) {
    const TcOverviewGroup *group = &g_array_index (standing->fields, TcOverviewGroup, i);
    if (group->id == p->room->field)
      g_assert_cmpint (group->count, ==, of_traffic);
  }
  for (guint i = 0; i < TC_AGE_BANDS; i++) {
    TcQueueFilter filter = {.match = TC_MATCH_AGE,
                            .age_from_us = tc_age_band_from_us[i],
                            .age_until_us = tc_age_band_from_us[i + 1]};
    g_assert_cmpint (count_list (p, filter), ==, standing->bands[i]);
    filter.match |= TC_MATCH_LATE;
    g_assert_cmpint (count_list (p, filter), ==, standing->bands_late[i]);
    all += standing->bands[i];
  }
  g_assert_cmpint (all, ==, standing->handled);
}

static void
test_today (void)
{
  g_autoptr (Province) p = make_province ();
  g_autoptr (TcOverviewToday) today = tc_overview_today (p->db, p->now_us);
  g_autofree char *this_day = get_day (p->now_us);
  gint64 reports = 0, incidents = 0, in_slots = 0, of_app = 0, by_channel = 0;

  for (guint i = 0; i < N_INCIDENTS; i++) {
    gboolean any = FALSE;
    for (guint j = 0; j < p->made[i].n_reports; j++) {
      g_autofree char *day = get_day (p->made[i].report_us[j]);
      if (strcmp (day, this_day) != 0)
        continue;
      any = TRUE;
      reports++;
      of_app += strcmp (p->made[i].channels[j], "app") == 0;
    }
    incidents += any;
  }
  for (guint i = 0; i < TC_DAY_SLOTS; i++)
    in_slots += today->slots[i];
  g_assert_cmpint (today->reports, ==, reports);
  g_assert_cmpint (in_slots, ==, reports);
  g_assert_cmpint (today->incidents, ==, incidents);
  g_assert_cmpint (today->slots[TC_DAY_SLOTS - 1], ==, 0);
  g_assert_cmpuint (today->channels->len, ==, 3);
  for (guint i = 0; i < 3; i++) {
    const TcOverviewChannel *channel = &g_array_index (today->channels, TcOverviewChannel, i);
    TcQueueFilter filter = {
        .match = TC_MATCH_REPORTED, .from_us = today->day_us, .until_us = p->now_us + 1};
    g_assert_cmpint (count_list (p, filter), ==, incidents);
    g_strlcpy (filter.channel, channel->channel, TC_CHANNEL_SIZE);
    g_assert_cmpint (count_list (p, filter), ==, channel->incidents);
    by_channel += channel->reports;
    if (strcmp (channel->channel, "app") == 0)
      g_assert_cmpint (channel->reports, ==, of_app);
  }
  g_assert_cmpint (by_channel, ==, reports);
}

static gboolean
is_taken_at (const Made *made, gint64 then_us)
{
  guint n = 0;

  while (n < made->n_turns && made->turn_us[n] <= then_us)
    n++;
  return n % 2 == 1;
}

/* Of what was counted of each week the first. */
static void
count_at (Province *p, gint64 then_us, TcOverviewUsual *out)
{
  for (guint i = 0; i < N_INCIDENTS; i++) {
    const Made *made = &p->made[i];
    gint64 ended_us = made->resolved_us != TC_NONE ? made->resolved_us
                      : made->closed_us != TC_NONE ? made->closed_us
                                                   : G_MAXINT64;
    if (made->received_us > then_us || ended_us <= then_us)
      continue;
    out->handled[0]++;
    out->untaken[0] += !is_taken_at (made, then_us);
    out->late[0] += made->due_us != TC_NONE && made->due_us < then_us;
    out->soon[0] += made->soon_us != TC_NONE && made->soon_us <= then_us && made->due_us >= then_us;
  }
}

static void
test_usual (void)
{
  g_autoptr (Province) p = make_province ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autofree TcOverviewUsual *usual = tc_overview_usual (p->db, p->now_us, NULL, &error);
  TcUsualRange range = {0};

  g_assert_no_error (error);
  g_assert_cmpuint (usual->n_days, ==, TC_USUAL_WEEKS);
  for (guint week = 0; week < usual->n_days; week++) {
    gint64 then_us = p->now_us - (week + 1) * WEEK_US, reports = 0, counted = 0;
    TcOverviewUsual then_counted = {0};
    g_autofree char *then = get_day (then_us);
    count_at (p, then_us, &then_counted);
    g_assert_cmpint (then_counted.handled[0], ==, usual->handled[week]);
    g_assert_cmpint (then_counted.untaken[0], ==, usual->untaken[week]);
    g_assert_cmpint (then_counted.late[0], ==, usual->late[week]);
    g_assert_cmpint (then_counted.soon[0], ==, usual->soon[week]);
    for (guint i = 0; i < N_INCIDENTS; i++) {
      for (guint j = 0; j < p->made[i].n_reports; j++) {
        g_autofree char *day = get_day (p->made[i].report_us[j]);
        reports += strcmp (day, then) == 0;
      }
    }
    for (guint i = 0; i < TC_DAY_SLOTS; i++)
      counted += usual->slots[week][i];
    g_assert_cmpint (counted, ==, reports);
  }
  g_assert_true (tc_usual_range (usual->handled, usual->n_days, &range));
  g_cancellable_cancel (cancelled);
  g_assert_null (tc_overview_usual (p->db, p->now_us, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Where there is no past nothing is called usual, least of all zero. */
static void
test_no_past (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autoptr (TcRoom) room = tc_room_new ();
  g_autoptr (GError) error = NULL;
  g_autofree TcOverviewUsual *usual = NULL;
  TcOverviewTimes times = {0};
  TcUsualRange range = {0};
  const gint64 values[] = {9, 1, 5, 7, 3, 100, 2, 0};

  g_assert_true (tc_schema_migrate (room->fixture->db, sets, &error));
  tc_room_report (room);
  usual = tc_overview_usual (room->fixture->db, room->fixture->now_us, NULL, &error);
  g_assert_cmpuint (usual->n_days, ==, 0);
  g_assert_false (tc_usual_range (usual->handled, usual->n_days, &range));
  g_assert_false (tc_usual_range (values, 2, &range));
  g_assert_true (tc_usual_range (values, 3, &range));
  g_assert_cmpint (range.low, ==, 1);
  g_assert_cmpint (range.median, ==, 5);
  g_assert_cmpint (range.high, ==, 9);
  g_assert_true (tc_usual_range (values, 8, &range));
  g_assert_cmpint (range.low, ==, 1);
  g_assert_cmpint (range.median, ==, 4);
  g_assert_cmpint (range.high, ==, 9);
  g_assert_true (tc_overview_times (room->fixture->db, 0, G_MAXINT64, NULL, &times, &error));
  g_assert_cmpint (times.received, ==, 1);
  g_assert_cmpint (times.acted, ==, 0);
  g_assert_cmpint (times.first_action_us, ==, TC_NONE);
  g_assert_cmpint (times.resolution_us, ==, TC_NONE);
}

static int
compare_values (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return (one > other) - (one < other);
}

static gint64
find_median (GArray *values)
{
  g_array_sort (values, compare_values);
  return values->len % 2
             ? TC_ID_AT (values, values->len / 2)
             : (TC_ID_AT (values, values->len / 2 - 1) + TC_ID_AT (values, values->len / 2)) / 2;
}

static void
test_times (void)
{
  g_autoptr (Province) p = make_province ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) actions = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 from_us = tc_week_start (p->now_us) - WEEK_US, until_us = from_us + WEEK_US;
  gint64 on_time = 0, with_term = 0;
  TcOverviewTimes times = {0};

  g_assert_true (tc_overview_times (p->db, from_us, until_us, NULL, &times, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < N_INCIDENTS; i++) {
    const Made *made = &p->made[i];

    if (made->received_us >= from_us && made->received_us < until_us && made->first_us != TC_NONE) {
      gint64 action_us = made->first_us - made->received_us;
      g_array_append_val (actions, action_us);
    }
    if (made->resolved_us == TC_NONE || made->resolved_us < from_us ||
        made->resolved_us >= until_us)
      continue;
    gint64 span_us = MAX (made->resolved_us - made->received_us - made->paused_total_us, 0);
    g_array_append_val (spans, span_us);
    with_term += made->due_us != TC_NONE;
    on_time += made->due_us != TC_NONE && made->resolved_us <= made->due_us;
  }
  g_assert_cmpint (times.resolved, ==, spans->len);
  g_assert_cmpint (times.with_term, ==, with_term);
  g_assert_cmpint (times.on_time, ==, on_time);
  g_assert_cmpint (times.resolution_us, ==, find_median (spans));
  g_assert_cmpint (times.acted, ==, actions->len);
  g_assert_cmpint (times.first_action_us, ==, find_median (actions));
  g_assert_cmpint (
      count_list (
          p, (TcQueueFilter){.match = TC_MATCH_RESOLVED, .from_us = from_us, .until_us = until_us}),
      ==, spans->len);
  g_assert_cmpint (
      count_list (
          p, (TcQueueFilter){.match = TC_MATCH_RECEIVED, .from_us = from_us, .until_us = until_us}),
      ==, times.received);
}

static void
test_events (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autoptr (TcRoom) room = tc_room_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) events = NULL;
  gint64 id = 0;

  g_assert_true (tc_schema_migrate (room->fixture->db, sets, &error));
  id = tc_room_report (room);
  tc_room_step (room, id, TC_STEP_TAKE);
  events = tc_overview_events (room->fixture->db, 10);
  g_assert_cmpuint (events->len, ==, 2);
  const TcOverviewEvent *take = &g_array_index (events, TcOverviewEvent, 0);
  const TcOverviewEvent *report = &g_array_index (events, TcOverviewEvent, 1);
  g_assert_cmpstr (take->event.code, ==, "incident.take");
  g_assert_cmpstr (take->event.actor_name, ==, "lan");
  g_assert_cmpint (take->incident_id, ==, id);
  g_assert_cmpstr (report->event.reason, ==, "hotline");
  g_assert_true (g_str_has_prefix (report->code, "PA-"));
  g_array_unref (g_steal_pointer (&events));
  events = tc_overview_events (room->fixture->db, 1);
  g_assert_cmpuint (events->len, ==, 1);
}

static void
test_access (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autoptr (TcRoom) room = tc_room_new ();
  g_autoptr (GError) error = NULL;
  TcRoleScope incidents = {room->role, "incidents"}, unit = {room->role, "unit"};
  gint64 now_us = room->fixture->now_us;
  GArray *units = NULL;
  const struct {
    gint64 staff_id;
    gint64 scope;
    const char *kind;
    TcOverviewAccess expected;
  } cases[] = {
      /* Held and read; held without the right; the right without holding it; what is wiped. */
      {room->lan.staff_id, 2, "incidents", TC_OVERVIEW_WHOLE},
      {room->crew.staff_id + 999, 2, "incidents", TC_OVERVIEW_NOTHING},
      {room->lan.staff_id, 1, "common", TC_OVERVIEW_NOTHING},
      {room->lan.staff_id, 2, "wiped", TC_OVERVIEW_NOTHING},
      {room->crew.staff_id,
       tc_room_int (room, "SELECT id FROM scope WHERE agency_id = ?", room->unit), "unit",
       TC_OVERVIEW_TASKS},
      {room->crew.staff_id,
       tc_room_int (room, "SELECT id FROM scope WHERE agency_id = ?", room->unit2), "unit",
       TC_OVERVIEW_NOTHING},
  };

  g_assert_true (tc_schema_migrate (room->fixture->db, sets, &error));
  tc_fixture_run (room->fixture, &tc_role_read_type, &incidents);
  tc_fixture_run (room->fixture, &tc_role_read_type, &unit);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    tc_database_execute (room->fixture->db, "DELETE FROM held_scope", NULL);
    tc_database_execute (room->fixture->db, "INSERT INTO held_scope VALUES (?, ?)", "is",
                         cases[i].scope, cases[i].kind);
    g_assert_cmpint (tc_overview_access (room->fixture->db, cases[i].staff_id, now_us, &units), ==,
                     cases[i].expected);
    g_assert_cmpuint (units->len, ==, cases[i].expected == TC_OVERVIEW_TASKS);
    if (units->len > 0)
      g_assert_cmpint (TC_ID_AT (units, 0), ==, room->unit);
    g_array_unref (units);
  }
}

/* ---- plans ---- */

/* What SQLite was asked, as it was asked: of each, how it is carried out. */
static int
keep_sql_cb (unsigned type, void *data, void *statement, void *sql)
{
  char *text = sqlite3_expanded_sql (statement);

  if (text)
    g_ptr_array_add (data, g_strdup (text));
  sqlite3_free (text);
  return 0;
}

static void
check_searches (TcDatabase *db, const char *sql)
{
  static const char *const own[] = {"incident_standing", "incident_unresolved_end",
                                    "report_counted", "incident_event_moved", NULL};
  g_autofree char *explain = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  g_autoptr (TcQuery) plan = tc_database_query (db, explain, NULL);

  while (tc_query_next (plan)) {
    const char *step = tc_query_text (plan, 3);
    /* The newest events are walked back from the last; the fields are few. */
    gboolean fine = !g_str_has_prefix (step, "SCAN") || g_str_equal (step, "SCAN e") ||
                    g_str_has_prefix (step, "SCAN field") ||
                    g_str_equal (step, "SCAN CONSTANT ROW");
    /* The desk's own indexes hold all that is asked of them. */
    for (guint i = 0; own[i]; i++)
      fine = fine && (!strstr (step, own[i]) || strstr (step, "USING COVERING INDEX"));
    if (!fine)
      g_test_message ("%s: %s", sql, step);
    g_assert_true (fine);
  }
}

static void
test_plans (void)
{
  g_autoptr (Province) p = make_province ();
  g_autoptr (GPtrArray) asked = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) events = NULL;
  g_autoptr (TcOverviewStanding) standing = NULL;
  g_autoptr (TcOverviewToday) today = NULL;
  g_autofree TcOverviewUsual *usual = NULL;
  TcOverviewTimes times = {0};
  sqlite3 *handle = tc_database_get_handle (p->db);

  sqlite3_trace_v2 (handle, SQLITE_TRACE_STMT, keep_sql_cb, asked);
  standing = tc_overview_standing (p->db, p->now_us);
  today = tc_overview_today (p->db, p->now_us);
  usual = tc_overview_usual (p->db, p->now_us, NULL, &error);
  g_assert_true (tc_overview_times (p->db, p->now_us - WEEK_US, p->now_us, NULL, &times, &error));
  events = tc_overview_events (p->db, 30);
  for (guint i = 0; i < 12; i++)
    count_list (p, (TcQueueFilter){.match = 1u << i,
                                   .from_us = p->now_us - TC_US_PER_DAY,
                                   .until_us = p->now_us,
                                   .age_until_us = TC_US_PER_DAY});
  sqlite3_trace_v2 (handle, 0, NULL, NULL);
  g_assert_cmpuint (asked->len, >, 30);
  for (guint i = 0; i < asked->len; i++) {
    if (g_str_has_prefix (asked->pdata[i], "SELECT"))
      check_searches (p->db, asked->pdata[i]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/overview/calendar", test_calendar);
  g_test_add_func ("/overview/standing", test_standing);
  g_test_add_func ("/overview/emergencies", test_emergencies);
  g_test_add_func ("/overview/groups", test_groups);
  g_test_add_func ("/overview/today", test_today);
  g_test_add_func ("/overview/usual", test_usual);
  g_test_add_func ("/overview/no-past", test_no_past);
  g_test_add_func ("/overview/times", test_times);
  g_test_add_func ("/overview/events", test_events);
  g_test_add_func ("/overview/access", test_access);
  g_test_add_func ("/overview/plans", test_plans);
  return g_test_run ();
}
