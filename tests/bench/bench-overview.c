/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long the overview takes over a million incidents, on a desk's replica in a file: spread over
 * two years as a province has them, and all within sixty days, which no province has. Beside it,
 * what a table of sums would have to be rebuilt from: one walk over all reports of sixty days.
 */
#include "tc-incident-overview.h"
#include "tc-schema.h"

#include <glib/gstdio.h>

#define N_INCIDENTS 1000000
#define DAY_US ((gint64) 86400 * G_USEC_PER_SEC)

/* ?1 how many, ?2 now, ?3 within how long; every 50th of the whole is open. */
static const char *const fill[] = {
    "INSERT INTO field SELECT value, 1, 'f' || value, NULL, 'f', 'f', NULL, NULL, NULL, 3, NULL, 1,"
    " 1 FROM (WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value <"
    " 13) SELECT value FROM n) WHERE ?1 > 0 AND ?2 > 0 AND ?3 > 0",
    "INSERT INTO incident (id, scope, code, day, number, title, field_id, priority, state, open,"
    " rank_us, area_id, unit_id, staff_id, received_us, due_us, paused_total_us, answer_state,"
    " report_count, reopened_count, opened_us, changed_us, resolved_us, closed_us)"
    " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1),"
    " t AS (SELECT i, ?2 - ?3 + ?3 / ?1 * i AS r, i % 50 = 0 AS o FROM n)"
    " SELECT i, 2, 'PA-261123-' || i, 261123, i, 'Ngập sâu hẻm 3 Trần Hưng Đạo, xe chết máy',"
    " i % 13 + 1, i % 4 + 1, iif (o, 'working', iif (i % 20 = 1, 'rejected', 'closed')), o,"
    " iif (o, r + 86400000000, -r), i % 28, i % 90, iif (i % 3 = 0, NULL, i % 7), r,"
    " r + 86400000000, 0, 'none', 1, 0, r, r, iif (o OR i % 20 = 1, NULL, r + i % 99 * 3600000000),"
    " iif (o, NULL, r + i % 99 * 3700000000) FROM t",
    "INSERT INTO report (id, scope, incident_id, home_id, channel, text, language, said_us,"
    " received_us, on_behalf, anonymous, private) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL"
    " SELECT i + 1 FROM n WHERE i < ?1) SELECT i, 2, i, i, iif (i % 3 = 0, 'hotline', 'app'),"
    " 'Nước ngập đến đầu gối, xe máy chết máy hàng loạt, nhờ bơm giúp.', 'vi', 0,"
    " ?2 - ?3 + ?3 / ?1 * i, 0, 0, 0 FROM n",
    "INSERT INTO incident_event (id, scope, incident_id, code, at_us, actor_id, replica, state,"
    " moved, public) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1"
    " * 3) SELECT i, 2, (i + 2) / 3, iif (i % 3 = 1, 'incident.report', 'incident.take'),"
    " ?2 - ?3 + ?3 / ?1 * (i / 3) + i % 3 * 900000000, 0, 0, 'new', i % 3 <> 1, 0 FROM n",
};

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
  tc_database_begin (db);
  for (guint i = 0; i < G_N_ELEMENTS (fill); i++)
    tc_database_execute (db, fill[i], "iii", (gint64) N_INCIDENTS, now_us, within_us);
  g_assert_true (tc_database_commit (db, &error));
  g_assert_no_error (error);
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
  g_assert_cmpint (standing->handled, ==, N_INCIDENTS / 50);
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
