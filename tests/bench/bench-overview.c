/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long the overview takes over a million incidents, on a desk's replica in a file: spread over
 * two years as a province has them, and all within sixty days, which no province has. Beside it,
 * what a table of sums would have to be rebuilt from: one walk over all reports of sixty days.
 */
#include "million.h"
#include "tc-incident-overview.h"
#include "tc-schema.h"

#include <glib/gstdio.h>

#define DAY_US ((gint64) 86400 * G_USEC_PER_SEC)

static gint64 start_us;

static void
begin (void)
{
  start_us = g_get_monotonic_time ();
}

static void
end (const char *shape, const char *what)
{
  g_print ("figure overview-%s-%s %.1f ms\n", shape, what,
           (double) (g_get_monotonic_time () - start_us) / 1000);
}

static TcDatabase *
make_replica (const char *path, gint64 within_us, gint64 now_us)
{
  static const TcSchemaSet *const state[] = {&tc_schema_state, NULL};
  g_autoptr (GError) error = NULL;
  TcDatabase *db = tc_database_open (path, TC_DATABASE_WRITER, &error);

  g_assert_no_error (error);
  g_assert_true (tc_schema_migrate (db, state, &error));
  million_fill (db, MILLION, within_us, now_us, FALSE);
  return db;
}

static void
measure_past (TcDatabase *db, const char *shape, gint64 now_us)
{
  g_autofree TcOverviewUsual *usual = NULL;
  TcOverviewTimes times = {0};

  begin ();
  usual = tc_overview_usual (db, now_us, NULL, NULL);
  end (shape, "usual");
  begin ();
  g_assert_true (tc_overview_times (db, now_us - 7 * DAY_US, now_us, NULL, &times, NULL));
  end (shape, "times-of-a-week");
  begin ();
  tc_database_get_int (db, 0,
                       "SELECT sum (n) FROM (SELECT count (*) AS n FROM report WHERE"
                       " received_us > ?1 GROUP BY received_us / 3600000000, channel)",
                       "i", now_us - 60 * DAY_US);
  end (shape, "sums-of-60-days");
}

static void
measure (const char *shape, gint64 within_us)
{
  static const TcSchemaSet *const desk[] = {&tc_schema_state, &tc_schema_desk, NULL};
  gint64 now_us = g_get_real_time ();
  g_autofree char *dir = g_dir_make_tmp (NULL, NULL);
  g_autofree char *path = g_build_filename (dir, "replica.db", NULL);
  g_autoptr (TcDatabase) db = make_replica (path, within_us, now_us);
  g_autoptr (TcOverviewStanding) standing = NULL;
  g_autoptr (TcOverviewToday) today = NULL;
  g_autoptr (GArray) events = NULL;

  begin ();
  g_assert_true (tc_schema_migrate (db, desk, NULL));
  end (shape, "indexes");
  for (guint i = 0; i < 2; i++) {
    g_clear_pointer (&standing, tc_overview_standing_free);
    g_clear_pointer (&today, tc_overview_today_free);
    g_clear_pointer (&events, g_array_unref);
    begin ();
    standing = tc_overview_standing (db, now_us);
    end (shape, i == 0 ? "standing-cold" : "standing");
    begin ();
    today = tc_overview_today (db, now_us);
    end (shape, i == 0 ? "today-cold" : "today");
    begin ();
    events = tc_overview_events (db, 30);
    end (shape, i == 0 ? "events-cold" : "events");
  }
  g_assert_cmpint (standing->handled, ==, MILLION / 50);
  measure_past (db, shape, now_us);
  g_clear_pointer (&db, tc_database_close);
  for (const char *const *tail = (const char *const[]){"", "-wal", "-shm", NULL}; *tail; tail++) {
    g_autofree char *file = g_strconcat (path, *tail, NULL);
    g_unlink (file);
  }
  g_rmdir (dir);
}

int
main (void)
{
  measure ("two-years", 730 * DAY_US);
  measure ("sixty-days", 60 * DAY_US);
  return 0;
}
