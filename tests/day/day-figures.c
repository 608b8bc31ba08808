/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What came of the day, in figures; and that every desk has the same, and all that was reported.
 */
#include "day.h"

#include "tc-alarm-review.h"
#include "tc-people-operations.h"
#include "tc-schema.h"

#include <stdlib.h>

#define BUCKET_US (600 * DAY_US_PER_S)
#define MINUTE_US (60 * DAY_US_PER_S)
/* Source: IEC 62682: a flood begins with ten alarms within ten minutes at one desk, and ends when
 * there are fewer than five. */
#define FLOOD_BEGINS 10
#define FLOOD_ENDS 5
/* Chattering: so often the same within ten minutes. */
#define CHATTERS 3
/* Some 400 m. */
#define SAME_E7 40000

static void
print_int (const char *name, gint64 value, const char *unit)
{
  g_print ("figure %s %" G_GINT64_FORMAT " %s\n", name, value, unit);
}

static void
print_share (const char *name, double part, double whole)
{
  g_print ("figure %s %.1f %%\n", name, whole > 0 ? 100 * part / whole : 0.0);
}

static int
compare_ints (gconstpointer a, gconstpointer b)
{
  const gint64 one = *(const gint64 *) a, two = *(const gint64 *) b;

  return (one > two) - (one < two);
}

static gint64
get_percentile (GArray *values, guint percent)
{
  g_array_sort (values, compare_ints);
  return values->len == 0
             ? 0
             : g_array_index (values, gint64, MIN (values->len - 1, values->len * percent / 100));
}

/* Of times in us: in seconds. */
static void
print_times (const char *name, GArray *values)
{
  static const guint percents[] = {50, 95};

  for (guint i = 0; i < G_N_ELEMENTS (percents); i++) {
    g_autofree char *full = g_strdup_printf ("%s-p%u", name, percents[i]);
    print_int (full, get_percentile (values, percents[i]) / DAY_US_PER_S, "s");
  }
  g_print ("figure %s-n %u\n", name, values->len);
}

/* ---- alarms ---- */

static guint
count_heard (Day *day, guint seat, gint64 from_us, gint64 until_us)
{
  guint n = 0;

  for (guint i = 0; i < day->heard->len; i++) {
    const DayHeard *heard = &g_array_index (day->heard, DayHeard, i);
    n += heard->seat == seat && heard->at_us >= from_us && heard->at_us < until_us;
  }
  return n;
}

/* Minutes in which a desk was flooded. */
static guint
count_flood (Day *day, guint seat)
{
  gboolean flooded = FALSE;
  guint minutes = 0;

  for (gint64 at_us = day->start_us; at_us < day->end_us; at_us += MINUTE_US) {
    guint n = count_heard (day, seat, at_us + MINUTE_US - BUCKET_US, at_us + MINUTE_US);
    flooded = n >= (flooded ? FLOOD_ENDS : FLOOD_BEGINS);
    minutes += flooded;
  }
  return minutes;
}

static void
print_rates (Day *day)
{
  g_autoptr (GArray) rates = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint desks = 0, flood = 0;
  gint64 all = 0;

  for (guint i = 0; i < day->n_seats; i++) {
    if (!day->seats[i].handles)
      continue;
    desks++;
    for (gint64 at_us = day->start_us; at_us < day->end_us; at_us += BUCKET_US) {
      gint64 n = count_heard (day, i, at_us, at_us + BUCKET_US);
      all += n;
      g_array_append_val (rates, n);
    }
    flood += count_flood (day, i);
  }
  g_print ("figure alarms-per-desk-10min-mean %.2f\n", (double) all / MAX (rates->len, 1));
  print_int ("alarms-per-desk-10min-p50", get_percentile (rates, 50), "");
  print_int ("alarms-per-desk-10min-p95", get_percentile (rates, 95), "");
  print_int ("alarms-per-desk-10min-max", get_percentile (rates, 100), "");
  print_share ("flood-time", flood, desks * (double) ((day->end_us - day->start_us) / MINUTE_US));
}

static guint
count_chattering (Day *day)
{
  guint n = 0;

  for (guint i = 0; i < day->heard->len; i++) {
    const DayHeard *one = &g_array_index (day->heard, DayHeard, i);
    guint times = 0;
    for (guint j = i; j < day->heard->len; j++) {
      const DayHeard *other = &g_array_index (day->heard, DayHeard, j);
      times += other->key == one->key && other->seat == one->seat &&
               other->at_us < one->at_us + BUCKET_US;
    }
    n += times == CHATTERS;
  }
  return n;
}

/* Each alarm once, at whichever desks it rang. */
static void
print_kinds (Day *day)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GArray) unacknowledged = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint kinds[TC_ALARM_N_KINDS] = {0}, priorities[TC_ALARM_N_PRIORITIES] = {0}, again = 0;

  for (guint i = 0; i < day->heard->len; i++) {
    DayHeard *heard = &g_array_index (day->heard, DayHeard, i);
    gint64 rang_us = (heard->until_us == TC_NONE ? day->now_us : heard->until_us) - heard->at_us;
    again += heard->again;
    g_array_append_val (unacknowledged, rang_us);
    if (g_hash_table_add (seen, &heard->key)) {
      kinds[heard->kind]++;
      priorities[heard->priority]++;
    }
  }
  print_int ("alarms", g_hash_table_size (seen), "");
  print_int ("alarms-rang", day->heard->len, "times, at all desks");
  print_int ("alarms-rang-again", again, "times");
  for (guint i = 0; i < TC_ALARM_N_KINDS; i++) {
    g_autofree char *name = g_strdup_printf ("alarms-%s", tc_alarm_kind_get_code ((TcAlarmKind) i));
    print_int (name, kinds[i], "");
  }
  print_share ("alarms-low", priorities[TC_ALARM_LOW], g_hash_table_size (seen));
  print_share ("alarms-medium", priorities[TC_ALARM_MEDIUM], g_hash_table_size (seen));
  print_share ("alarms-high", priorities[TC_ALARM_HIGH], g_hash_table_size (seen));
  print_times ("alarm-rings", unacknowledged);
  print_int ("alarms-chattering", count_chattering (day), "");
  print_int ("alarms-standing-max", day->standing_max, "at one desk");
  print_int ("alarm-lines-max", day->lines_max, "at one desk");
}

static gboolean
is_counted (gpointer data)
{
  return tc_alarm_review_get (data) != NULL || tc_alarm_review_get_error (data) != NULL;
}

/* What the supervisor's page says of the same time, worked out from what is stored. */
static void
print_review (Day *day)
{
  g_autoptr (TcAlarmReview) review = tc_alarm_review_new (tc_desk_get_reader (day->seats[0].desk));
  const TcAlarmMeasures *measures = NULL;

  tc_alarm_review_count (review, (day->end_us - day->start_us) / (60 * MINUTE_US));
  day_spin (is_counted, review, "the supervisor's page");
  measures = tc_alarm_review_get (review);
  if (!measures)
    day_fail ("the supervisor's page: %s", tc_alarm_review_get_error (review)->message);
  print_int ("page-alarms", measures->n, "");
  print_int ("page-alarms-rang", measures->n_rung, "times, at all desks");
  g_print ("figure page-alarms-per-desk-10min %.2f\n", tc_alarm_measures_rate (measures));
}

/* ---- work ---- */

typedef struct {
  GArray *took[TC_PRIORITY_NOTICE + 1]; /* (owned) (element-type gint64) */
  GArray *sent[TC_PRIORITY_NOTICE + 1];
  guint untaken;
  guint reports;
  guint incidents;
  guint open;
} Work;

static void
add_incident (TcDatabase *db, gint64 id, Work *work)
{
  TcServiceTimer timers[TC_N_TIMERS];
  g_autoptr (GArray) rows = tc_incident_rows (db, &id, 1);
  const TcIncidentRow *row = &g_array_index (rows, TcIncidentRow, 0);
  gint64 took_us, sent_us;

  work->incidents++;
  work->open += row->open && row->state != TC_STATE_RESOLVED && row->state != TC_STATE_PUBLISHED;
  if (!tc_service_timers (db, id, timers) || row->state == TC_STATE_MERGED)
    return;
  if (timers[TC_TIMER_TAKE].done_us == TC_NONE) {
    work->untaken++;
    return;
  }
  took_us = timers[TC_TIMER_TAKE].done_us - timers[TC_TIMER_TAKE].from_us;
  g_array_append_val (work->took[row->priority], took_us);
  if (row->state == TC_STATE_REJECTED || timers[TC_TIMER_DISPATCH].done_us == TC_NONE)
    return;
  sent_us = timers[TC_TIMER_DISPATCH].done_us - timers[TC_TIMER_DISPATCH].from_us;
  g_array_append_val (work->sent[row->priority], sent_us);
}

static gpointer
read_work (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = g_new0 (Work, 1);
  g_autoptr (GArray) ids = tc_incident_queue_ids (db, &(TcQueueFilter){.kind = TC_QUEUE_ALL});

  for (guint i = 1; i <= TC_PRIORITY_NOTICE; i++) {
    work->took[i] = g_array_new (FALSE, FALSE, sizeof (gint64));
    work->sent[i] = g_array_new (FALSE, FALSE, sizeof (gint64));
  }
  for (guint i = 0; i < ids->len; i++)
    add_incident (db, g_array_index (ids, gint64, i), work);
  work->reports = (guint) tc_database_get_int (db, 0, "SELECT count(*) FROM report", NULL);
  return work;
}

static void
free_work (gpointer data)
{
  Work *work = data;

  for (guint i = 1; i <= TC_PRIORITY_NOTICE; i++) {
    g_array_unref (work->took[i]);
    g_array_unref (work->sent[i]);
  }
  g_free (work);
}

static void
print_work (Day *day, Work *work)
{
  static const char *const names[] = {"", "emergency", "urgent", "attention", "notice"};
  static const char *const counts[DAY_N_COUNTS] = {
      "merged",     "joined",    "rejected",   "waited",       "dispatched",
      "telephoned", "published", "taken-over", "second-to-it", "refused"};

  print_int ("reports", work->reports, "");
  print_int ("incidents", work->incidents, "");
  print_int ("incidents-open", work->open, "");
  print_int ("incidents-untaken", work->untaken, "");
  print_int ("event-members", day->members, "");
  for (guint i = 0; i < DAY_N_COUNTS; i++)
    print_int (counts[i], day->counts[i], "");
  for (guint i = 1; i <= TC_PRIORITY_NOTICE; i++) {
    g_autofree char *take = g_strdup_printf ("take-%s", names[i]);
    g_autofree char *send = g_strdup_printf ("dispatch-%s", names[i]);
    print_times (take, work->took[i]);
    print_times (send, work->sent[i]);
  }
  print_times ("call-answered", day->call_waits);
}

/* ---- what was the same ---- */

/* Two reports of one thing, as whoever made them knows. */
static gboolean
is_same (const DayReport *one, const DayReport *other, gboolean storm)
{
  gint64 apart_us = ABS (one->at_us - other->at_us);

  return one->event >= 0 && one->event == other->event &&
         (storm || (apart_us < 3 * 3600 * DAY_US_PER_S &&
                    g_str_equal (one->report->service, other->report->service) &&
                    ABS (one->report->lat_e7 - other->report->lat_e7) < SAME_E7 &&
                    ABS (one->report->lon_e7 - other->report->lon_e7) < SAME_E7));
}

typedef struct {
  gint64 incident_id; /* where it is handled */
  gint64 home_id;     /* where it came in, or was added */
  gboolean sent;
} Where;

static gpointer
read_where (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Where *where = g_new0 (Where, 1);
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT r.incident_id, r.home_id, EXISTS (SELECT 1 FROM dispatch AS d"
      " WHERE d.incident_id = r.incident_id) FROM report AS r WHERE r.id = ?",
      "i", *(gint64 *) data);

  if (tc_query_next (query))
    *where = (Where){tc_query_id (query, 0), tc_query_id (query, 1), tc_query_int (query, 2) == 1};
  return where;
}

/* The first that tells of the same as @report does; itself if it is the first. */
static guint
find_first (Day *day, guint at, gboolean storm)
{
  for (guint i = 0; i < at; i++) {
    if (is_same (g_ptr_array_index (day->reports, i), g_ptr_array_index (day->reports, at), storm))
      return i;
  }
  return at;
}

/* @wheres: of each report; NULL: not told. Of how many that repeat another it was found out, and
 * how many were put together that aren't the same. */
static void
print_repeats (Day *day, Where **wheres, const guint *firsts)
{
  guint repeats = 0, found = 0, wrong = 0;

  for (guint i = 0; i < day->reports->len; i++) {
    guint first = firsts[i];
    repeats += wheres[i] && first != i && wheres[first];
    found += wheres[i] && first != i && wheres[first] &&
             wheres[i]->incident_id == wheres[first]->incident_id;
    for (guint j = 0; wheres[i] && j < i; j++) {
      if (wheres[j] && wheres[j]->incident_id == wheres[i]->incident_id && firsts[j] != firsts[i]) {
        wrong++;
        break;
      }
    }
  }
  print_int ("repeats", repeats, "reports that tell of what another told");
  print_int ("repeats-found", found, "");
  print_int ("put-together-wrongly", wrong, "");
}

static void
print_sameness (Day *day)
{
  gboolean storm = g_key_file_has_group (day->plan, "storm");
  guint n = day->reports->len, matters = 0, sent = 0;
  g_autofree Where **wheres = g_new0 (Where *, n);
  g_autofree guint *firsts = g_new0 (guint, n);
  g_autofree gboolean *reached = g_new0 (gboolean, n);

  for (guint i = 0; i < n; i++) {
    const DayReport *report = g_ptr_array_index (day->reports, i);
    firsts[i] = find_first (day, i, storm);
    if (report->report_id == 0)
      continue;
    wheres[i] = day_read (&day->seats[0], read_where, report->report_id, g_free);
    reached[firsts[i]] |= wheres[i]->sent;
  }
  for (guint i = 0; i < n; i++) {
    matters += firsts[i] == i && wheres[i];
    sent += reached[i];
  }
  print_int ("matters", matters, "");
  print_int ("matters-with-a-unit", sent, "");
  print_repeats (day, wheres, firsts);
  for (guint i = 0; i < n; i++)
    g_free (wheres[i]);
}

/* ---- nothing is lost ---- */

static gpointer
read_digests (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (TcCatalogue) catalogue = tc_catalogue_load (db, error);
  static const gint64 scopes[] = {TC_SCOPE_COMMON, TC_SCOPE_INCIDENTS};
  GString *all = g_string_new (NULL);

  for (guint i = 0; catalogue && i < G_N_ELEMENTS (scopes); i++) {
    TcDigest digest = tc_catalogue_digest (catalogue, db, scopes[i]);
    g_autofree char *hex = tc_digest_to_hex (&digest);
    g_string_append (all, hex);
  }
  return g_string_free (all, FALSE);
}

static void
check (Day *day, const Work *work)
{
  g_autofree char *first = day_read (&day->seats[0], read_digests, 0, g_free);
  guint told = day->event_id != 0;

  for (guint i = 0; i < day->reports->len; i++) {
    const DayReport *report = g_ptr_array_index (day->reports, i);
    told += report->at_us <= day->now_us && !g_queue_find (&day->calls, report);
  }
  for (guint i = 0; i < day->n_seats; i++) {
    g_autofree char *digest = day_read (&day->seats[i], read_digests, 0, g_free);
    if (!g_str_equal (digest, first))
      day_fail ("desk %u has other rows than desk 1", i + 1);
    if (tc_desk_get_attention (day->seats[i].desk) > 0)
      day_fail ("desk %u: the server refused something", i + 1);
  }
  print_int ("reports-told", told, "");
  print_int ("calls-in-hand", (gint64) told - work->reports, "");
  g_print ("replicas %s\n", first);
}

void
day_figures_print (Day *day)
{
  Work *work = day_read (&day->seats[0], read_work, 0, NULL);

  for (guint i = 0; i < DAY_N_TIMES; i++)
    g_print ("assumed %s: %.0f s (%s)\n", day_times[i].name, day_times[i].median_s,
             day_times[i].source);
  for (guint i = 0; i < DAY_N_SHARES; i++)
    g_print ("assumed %s: %d %% (%s)\n", day_shares[i].name, day_shares[i].percent,
             day_shares[i].source);
  print_work (day, work);
  print_sameness (day);
  print_rates (day);
  print_kinds (day);
  print_review (day);
  check (day, work);
  free_work (work);
}
