/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: reports come as the demonstration's files say: with the day's peaks and quiet nights, rain
 * over an area for some hours, several callers about one crash; in order, and the same for the same
 * seed. Method: a month of it, counted.
 */
#include "tc-field-rhythm.h"

#include "tc-duty.h"
#include "tc-geo.h"

#include <string.h>

#define US_PER_HOUR ((gint64) 3600 * G_USEC_PER_SEC)
/* Monday 23 November 2026, 00:00 in Vietnam. */
#define MONDAY_US ((gint64) 1795366800 * G_USEC_PER_SEC)
#define DAYS 30

static TcProvince *
load (void)
{
  g_autoptr (GPtrArray) faults = NULL;
  TcProvince *province = tc_province_load (g_getenv ("TC_PROVINCE_DIR"), &faults);

  g_assert_nonnull (province);
  g_assert_true (tc_field_rhythm_possible (province));
  return province;
}

static void
test_day (void)
{
  g_autoptr (TcProvince) province = load ();
  g_autoptr (TcFieldRhythm) rhythm = tc_field_rhythm_new (province, 7, MONDAY_US, 1);
  guint by_hour[24] = {0};
  guint all = 0;
  gint64 last_us = MONDAY_US;
  gint64 at_us = MONDAY_US;

  while (at_us < MONDAY_US + DAYS * 24 * US_PER_HOUR) {
    g_autoptr (TcFieldReport) report = tc_field_rhythm_next (rhythm, &at_us, NULL);
    g_assert_nonnull (report);
    g_assert_cmpint (at_us, >=, last_us);
    last_us = at_us;
    by_hour[(at_us - tc_duty_day_start (tc_duty_day (at_us))) / US_PER_HOUR]++;
    all++;
  }
  /* What the files say: about 190 a day, and 35 more for what happens. */
  g_assert_cmpuint (all, >, DAYS * 190);
  g_assert_cmpuint (all, <, DAYS * 270);
  /* Mornings and late afternoons are busy, nights are quiet. */
  g_assert_cmpuint (by_hour[7], >, 3 * by_hour[3]);
  g_assert_cmpuint (by_hour[17], >, 3 * by_hour[2]);
  g_assert_cmpuint (by_hour[7], >, by_hour[12]);
  g_assert_cmpuint (by_hour[17], >, by_hour[12]);
}

/* More of them come at the same hours: a night stays quiet beside its day. */
static void
test_times (void)
{
  g_autoptr (TcProvince) province = load ();
  g_autoptr (TcFieldRhythm) rhythm = tc_field_rhythm_new (province, 7, MONDAY_US, 10);
  guint by_hour[24] = {0};
  guint all = 0;
  gint64 at_us = MONDAY_US;

  while (at_us < MONDAY_US + 3 * 24 * US_PER_HOUR) {
    g_autoptr (TcFieldReport) report = tc_field_rhythm_next (rhythm, &at_us, NULL);
    by_hour[(at_us - tc_duty_day_start (tc_duty_day (at_us))) / US_PER_HOUR]++;
    all++;
  }
  g_assert_cmpuint (all, >, 3 * 1900);
  g_assert_cmpuint (all, <, 3 * 2700);
  g_assert_cmpuint (by_hour[7], >, 3 * by_hour[3]);
  g_assert_cmpuint (by_hour[17], >, 3 * by_hour[2]);
}

/* Of one thing that happened: what was told of it so far. */
typedef struct {
  gint64 from_us;
  gint64 lat_e7;
  gint64 lon_e7;
  char *service;
} Seen;

static void
free_seen (gpointer data)
{
  Seen *seen = data;

  g_free (seen->service);
  g_free (seen);
}

static gboolean
is_near (const Seen *seen, const TcFieldReport *report, gint64 at_us, gint64 within_m)
{
  return at_us - seen->from_us < US_PER_HOUR && g_str_equal (seen->service, report->service) &&
         tc_geo_distance_m (seen->lat_e7, seen->lon_e7, report->lat_e7, report->lon_e7) <= within_m;
}

/* Crashes are told by several within the hour and some hundred metres. */
static void
test_crash (void)
{
  g_autoptr (TcProvince) province = load ();
  g_autoptr (TcFieldRhythm) rhythm = tc_field_rhythm_new (province, 7, MONDAY_US, 1);
  g_autoptr (GPtrArray) seen = g_ptr_array_new_with_free_func (free_seen);
  int crash = tc_province_find (province, TC_PROVINCE_EVENTS, "va-cham");
  gint64 at_us = MONDAY_US;
  guint reports = 0;
  guint again = 0;

  while (at_us < MONDAY_US + DAYS * 24 * US_PER_HOUR) {
    int event = -1;
    g_autoptr (TcFieldReport) report = tc_field_rhythm_next (rhythm, &at_us, &event);
    if (event != crash)
      continue;
    gboolean known = FALSE;
    for (guint i = 0; i < seen->len && !known; i++)
      known = is_near (g_ptr_array_index (seen, i), report, at_us, 250);
    g_assert_cmpstr (report->service, ==, "giaothong.tainan");
    reports++;
    again += known;
    if (known)
      continue;
    Seen *first = g_new0 (Seen, 1);
    *first = (Seen){at_us, report->lat_e7, report->lon_e7, g_strdup (report->service)};
    g_ptr_array_add (seen, first);
  }
  /* About 45 a month, each told by four or five. */
  g_assert_cmpuint (seen->len, >, 25);
  g_assert_cmpuint (seen->len, <, 75);
  g_assert_cmpuint (again, >, 2 * seen->len);
}

/* Rain comes in the afternoon, over one part of the province, and is about several things. */
static void
test_rain (void)
{
  g_autoptr (TcProvince) province = load ();
  g_autoptr (TcFieldRhythm) rhythm = tc_field_rhythm_new (province, 3, MONDAY_US, 1);
  g_autoptr (GHashTable) services = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  int rain = tc_province_find (province, TC_PROVINCE_EVENTS, "mua-chieu");
  gint64 at_us = MONDAY_US;
  guint reports = 0;

  while (at_us < MONDAY_US + DAYS * 24 * US_PER_HOUR) {
    int event = -1;
    g_autoptr (TcFieldReport) report = tc_field_rhythm_next (rhythm, &at_us, &event);
    if (event != rain)
      continue;
    gint64 hour = (at_us - tc_duty_day_start (tc_duty_day (at_us))) / US_PER_HOUR;
    g_assert_cmpint (hour, >=, 13);
    g_assert_cmpint (hour, <, 22);
    g_hash_table_add (services, g_strdup (report->service));
    reports++;
  }
  g_assert_cmpuint (g_hash_table_size (services), ==, 4);
  g_assert_cmpuint (reports, >, 100);
  g_assert_cmpuint (reports, <, 450);
}

static void
test_seed (void)
{
  g_autoptr (TcProvince) province = load ();
  g_autoptr (TcFieldRhythm) first = tc_field_rhythm_new (province, 1, MONDAY_US, 1);
  g_autoptr (TcFieldRhythm) same = tc_field_rhythm_new (province, 1, MONDAY_US, 1);
  g_autoptr (TcFieldRhythm) other = tc_field_rhythm_new (province, 2, MONDAY_US, 1);
  guint alike = 0;

  for (guint i = 0; i < 200; i++) {
    gint64 at_us[3];
    g_autoptr (TcFieldReport) a = tc_field_rhythm_next (first, &at_us[0], NULL);
    g_autoptr (TcFieldReport) b = tc_field_rhythm_next (same, &at_us[1], NULL);
    g_autoptr (TcFieldReport) c = tc_field_rhythm_next (other, &at_us[2], NULL);
    g_assert_cmpint (at_us[0], ==, at_us[1]);
    g_assert_cmpstr (a->description, ==, b->description);
    g_assert_cmpint (a->lat_e7, ==, b->lat_e7);
    alike += g_str_equal (a->description, c->description);
  }
  g_assert_cmpuint (alike, <, 40);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field-rhythm/day", test_day);
  g_test_add_func ("/field-rhythm/times", test_times);
  g_test_add_func ("/field-rhythm/crash", test_crash);
  g_test_add_func ("/field-rhythm/rain", test_rain);
  g_test_add_func ("/field-rhythm/seed", test_seed);
  return g_test_run ();
}
