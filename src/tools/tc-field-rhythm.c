/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rhythm of reports; see the header. It goes from minute to minute of the province's own time,
 * draws how many reports come in it, and hands them out one by one.
 */
#include "tc-field-rhythm.h"

#include "tc-duty.h"
#include "tc-geo.h"

#include <math.h>

#define US_PER_MINUTE ((gint64) 60 * G_USEC_PER_SEC)
#define HOURS 24
#define DAYS_PER_MONTH 30
/* Nothing for so long: nothing ever. */
#define QUIET_MINUTES_MAX (7 * 24 * 60)
/* What one line brings in a minute at most, whatever the files say. */
#define REPORTS_A_MINUTE_MAX 100
/* Weather over a ward also reaches those so near. */
#define WEATHER_REACH_M 12000
/* Of the time that a crash blocks the road, callers notice it in the first part. */
#define NOTICED_SHARE 0.4
/* About 150 m from a street's point; about 60 m where several see the same thing. */
#define STREET_JITTER_E7 14000
#define PLACE_JITTER_E7 5500

typedef struct {
  guint row; /* of events.csv */
  gint64 from_us;
  gint64 until_us;   /* when no more reports of it come */
  double per_minute; /* reports */
  guint street;      /* where it happened */
  gboolean wide;     /* around the street's area, not at the street alone */
  char *service;     /* (owned) (nullable): the one that it is about, where it is one thing */
} Event;

typedef struct {
  gint64 at_us;
  int event;
  TcFieldReport *report; /* (owned) */
} Coming;

struct _TcFieldRhythm {
  const TcProvince *province; /* (unowned): the caller's */
  GRand *random;              /* (owned) */
  double *rates;              /* (owned): of rhythm.csv row by row, each hour's reports a minute */
  double times;               /* as many as the files say */
  gint64 minute_us;           /* start of the minute that is drawn next */
  GPtrArray *events;          /* (owned) (element-type Event): going on */
  GQueue coming;              /* (owned) (element-type Coming): drawn, by time */
};

static void
free_event (gpointer data)
{
  Event *event = data;

  g_free (event->service);
  g_free (event);
}

static void
free_coming (gpointer data)
{
  Coming *coming = data;

  g_clear_pointer (&coming->report, tc_field_report_free);
  g_free (coming);
}

gboolean
tc_field_rhythm_possible (const TcProvince *province)
{
  return tc_province_get_n_rows (province, TC_PROVINCE_RHYTHM) > 0 &&
         tc_field_report_possible (province);
}

/* Of so many a day, the share of each hour's minutes. */
static void
read_rates (const TcProvince *province, guint row, double *rates)
{
  g_auto (GStrv) hours = tc_province_dup_list (province, TC_PROVINCE_RHYTHM, row, "hours");
  gint64 per_day = tc_province_get_int (province, TC_PROVINCE_RHYTHM, row, "per_day", 0);
  double sum = 0;

  for (guint i = 0; i < HOURS; i++) {
    rates[i] = (double) g_ascii_strtoll (hours[i], NULL, 10);
    sum += rates[i];
  }
  for (guint i = 0; i < HOURS; i++)
    rates[i] *= (double) per_day / sum / 60;
}

TcFieldRhythm *
tc_field_rhythm_new (const TcProvince *province, guint32 seed, gint64 start_us, guint times)
{
  guint n = tc_province_get_n_rows (province, TC_PROVINCE_RHYTHM);
  TcFieldRhythm *rhythm = g_new0 (TcFieldRhythm, 1);

  rhythm->province = province;
  rhythm->random = g_rand_new_with_seed (seed);
  rhythm->times = times;
  rhythm->minute_us = start_us;
  rhythm->rates = g_new (double, n *HOURS);
  for (guint row = 0; row < n; row++)
    read_rates (province, row, &rhythm->rates[row * HOURS]);
  rhythm->events = g_ptr_array_new_with_free_func (free_event);
  g_queue_init (&rhythm->coming);
  return rhythm;
}

void
tc_field_rhythm_free (TcFieldRhythm *rhythm)
{
  g_queue_clear_full (&rhythm->coming, free_coming);
  g_ptr_array_unref (rhythm->events);
  g_rand_free (rhythm->random);
  g_free (rhythm->rates);
  g_free (rhythm);
}

/* ---- chance ---- */

/* How many come where @mean are expected: Poisson, by Knuth's product of uniforms. */
static guint
draw (TcFieldRhythm *rhythm, double mean)
{
  double limit = exp (-MIN (mean, REPORTS_A_MINUTE_MAX / 2));
  double product = g_rand_double (rhythm->random);
  guint n = 0;

  while (product > limit && n < REPORTS_A_MINUTE_MAX) {
    product *= g_rand_double (rhythm->random);
    n++;
  }
  return n;
}

static char *
pick_service (TcFieldRhythm *rhythm, TcProvinceFile file, guint row)
{
  g_auto (GStrv) services = tc_province_dup_list (rhythm->province, file, row, "services");
  gint32 n = (gint32) g_strv_length (services);

  return g_strdup (services[g_rand_int_range (rhythm->random, 0, n)]);
}

static guint
pick_street (TcFieldRhythm *rhythm)
{
  return (guint) g_rand_int_range (
      rhythm->random, 0, (gint32) tc_province_get_n_rows (rhythm->province, TC_PROVINCE_STREETS));
}

static gint64
measure_m (const TcProvince *province, guint street, guint other)
{
  const TcProvinceFile file = TC_PROVINCE_STREETS;
  gint64 place[4] = {0};

  (void) !tc_province_get_e7 (province, file, street, "lat", &place[0]);
  (void) !tc_province_get_e7 (province, file, street, "lon", &place[1]);
  (void) !tc_province_get_e7 (province, file, other, "lat", &place[2]);
  (void) !tc_province_get_e7 (province, file, other, "lon", &place[3]);
  return tc_geo_distance_m (place[0], place[1], place[2], place[3]);
}

/* A street within the reach of what goes on at @centre. */
static guint
pick_street_near (TcFieldRhythm *rhythm, guint centre)
{
  guint n = tc_province_get_n_rows (rhythm->province, TC_PROVINCE_STREETS);
  guint chosen = centre;
  int found = 0;

  for (guint street = 0; street < n; street++) {
    if (measure_m (rhythm->province, centre, street) <= WEATHER_REACH_M &&
        g_rand_int_range (rhythm->random, 0, ++found) == 0)
      chosen = street;
  }
  return chosen;
}

/* ---- one minute ---- */

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  const Coming *first = a;
  const Coming *second = b;

  return first->at_us < second->at_us ? -1 : first->at_us > second->at_us;
}

static void
add (TcFieldRhythm *rhythm, int event, const char *service, guint street, gint64 jitter_e7)
{
  Coming *coming = g_new0 (Coming, 1);

  coming->event = event;
  coming->at_us = rhythm->minute_us +
                  (gint64) (g_rand_double (rhythm->random) * (double) US_PER_MINUTE);
  coming->report = tc_field_report_new_about (rhythm->province, rhythm->random, coming->at_us,
                                              service, street, jitter_e7);
  g_queue_insert_sorted (&rhythm->coming, coming, compare_cb, NULL);
}

static void
draw_rhythm (TcFieldRhythm *rhythm, gint64 minute)
{
  for (guint row = 0; row < tc_province_get_n_rows (rhythm->province, TC_PROVINCE_RHYTHM); row++) {
    double mean = rhythm->times * rhythm->rates[row * HOURS + minute / 60];
    for (guint n = draw (rhythm, mean); n > 0; n--) {
      g_autofree char *service = pick_service (rhythm, TC_PROVINCE_RHYTHM, row);
      add (rhythm, -1, service, pick_street (rhythm), STREET_JITTER_E7);
    }
  }
}

static void
begin_event (TcFieldRhythm *rhythm, guint row)
{
  const TcProvinceFile file = TC_PROVINCE_EVENTS;
  gint64 minutes = tc_province_get_int (rhythm->province, file, row, "lasts_minutes", 1);
  gint64 reports = tc_province_get_int (rhythm->province, file, row, "reports", 1);
  Event *event = g_new0 (Event, 1);

  event->row = row;
  event->from_us = rhythm->minute_us;
  event->wide = g_str_equal (tc_province_get (rhythm->province, file, row, "spread"), "area");
  double noticed = (double) MAX (minutes, 1) * (event->wide ? 1 : NOTICED_SHARE);
  event->until_us = rhythm->minute_us + (gint64) (noticed * (double) US_PER_MINUTE);
  event->per_minute = (double) reports / noticed;
  event->street = pick_street (rhythm);
  event->service = event->wide ? NULL : pick_service (rhythm, file, row);
  g_ptr_array_add (rhythm->events, event);
}

static void
draw_event (TcFieldRhythm *rhythm, const Event *event)
{
  /* The first to see it tells at once. */
  guint n = draw (rhythm, event->per_minute) + (event->from_us == rhythm->minute_us);

  for (; n > 0; n--) {
    g_autofree char *service = event->service
                                   ? g_strdup (event->service)
                                   : pick_service (rhythm, TC_PROVINCE_EVENTS, event->row);
    guint street = event->wide ? pick_street_near (rhythm, event->street) : event->street;
    add (rhythm, (int) event->row, service, street,
         event->wide ? STREET_JITTER_E7 : PLACE_JITTER_E7);
  }
}

/* Whether @row begins in this minute, which it does so often a month within its hours. */
static gboolean
begins (TcFieldRhythm *rhythm, guint row, gint64 minute)
{
  const TcProvinceFile file = TC_PROVINCE_EVENTS;
  gint64 starts = tc_province_get_minutes (rhythm->province, file, row, "starts");
  gint64 ends = tc_province_get_minutes (rhythm->province, file, row, "ends");
  gint64 length = ends > starts ? ends - starts : ends + HOURS * 60 - starts;
  gboolean within = ends > starts ? minute >= starts && minute < ends
                                  : minute >= starts || minute < ends;
  double per_month = rhythm->times *
                     (double) tc_province_get_int (rhythm->province, file, row, "per_month", 0);

  return within && g_rand_double (rhythm->random) < per_month / (double) (DAYS_PER_MONTH * length);
}

static void
draw_minute (TcFieldRhythm *rhythm)
{
  gint64 day = tc_duty_day (rhythm->minute_us);
  gint64 minute = (rhythm->minute_us - tc_duty_day_start (day)) / US_PER_MINUTE;

  draw_rhythm (rhythm, minute);
  for (guint row = 0; row < tc_province_get_n_rows (rhythm->province, TC_PROVINCE_EVENTS); row++) {
    if (begins (rhythm, row, minute))
      begin_event (rhythm, row);
  }
  for (guint i = rhythm->events->len; i > 0; i--) {
    const Event *event = g_ptr_array_index (rhythm->events, i - 1);
    if (event->until_us <= rhythm->minute_us)
      g_ptr_array_remove_index (rhythm->events, i - 1);
    else
      draw_event (rhythm, event);
  }
  rhythm->minute_us += US_PER_MINUTE;
}

TcFieldReport *
tc_field_rhythm_next (TcFieldRhythm *rhythm, gint64 *at_us, int *event)
{
  for (guint i = 0; g_queue_is_empty (&rhythm->coming) && i < QUIET_MINUTES_MAX; i++)
    draw_minute (rhythm);
  g_autofree Coming *coming = g_queue_pop_head (&rhythm->coming);
  if (!coming)
    return NULL;
  *at_us = coming->at_us;
  if (event)
    *event = coming->event;
  return coming->report;
}
