/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Today beside the usual day, the times it takes, the newest events; see tc-incident-overview.h.
 */
#include "tc-incident-overview.h"
#include "tc-incident-queries-private.h"

#include "tc-limits.h"

#include <stdlib.h>
#include <string.h>

#define UTC_PLUS_7_US ((gint64) 7 * 3600 * G_USEC_PER_SEC)
#define WEEK_US (7 * TC_US_PER_DAY)
/* 1970-01-01 was a Thursday: the Monday after it is four days later. */
#define FIRST_MONDAY_US (4 * TC_US_PER_DAY)
/* Rows between two looks at whether anybody still waits. */
#define CANCEL_ROWS 4096

/* ---- time ---- */

static gint64
round_down (gint64 time_us, gint64 from_us, gint64 step_us)
{
  gint64 past_us = (time_us - from_us) % step_us;

  return time_us - (past_us < 0 ? past_us + step_us : past_us);
}

gint64
tc_day_start (gint64 time_us)
{
  return round_down (time_us, -UTC_PLUS_7_US, TC_US_PER_DAY);
}

gint64
tc_week_start (gint64 time_us)
{
  return round_down (time_us, FIRST_MONDAY_US - UTC_PLUS_7_US, WEEK_US);
}

/* ---- reports ---- */

/* Counts what was received from @from_us on and before @until_us, in quarter hours of the day that
 * starts at @from_us. */
static gint64
count_slots (TcDatabase *db, gint64 from_us, gint64 until_us, gint64 *slots)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT (received_us - ?1) / ?3, count (*) FROM report WHERE received_us >= ?1"
      " AND received_us < ?2 GROUP BY 1",
      "iii", from_us, until_us, TC_QUARTER_US);
  gint64 all = 0;

  while (tc_query_next (query)) {
    slots[CLAMP (tc_query_int (query, 0), 0, TC_DAY_SLOTS - 1)] = tc_query_int (query, 1);
    all += tc_query_int (query, 1);
  }
  return all;
}

static void
clear_channel (gpointer data)
{
  g_free (((TcOverviewChannel *) data)->channel);
}

TcOverviewToday *
tc_overview_today (TcDatabase *db, gint64 now_us)
{
  TcOverviewToday *today = g_new0 (TcOverviewToday, 1);
  /* What was received this moment is of today. */
  gint64 until_us = now_us + 1;
  g_autoptr (TcQuery) query = NULL;

  today->at_us = now_us;
  today->day_us = tc_day_start (now_us);
  today->reports = count_slots (db, today->day_us, until_us, today->slots);
  today->incidents = tc_database_get_int (
      db, 0,
      "SELECT count (DISTINCT incident_id) FROM report WHERE received_us >= ? AND received_us < ?",
      "ii", today->day_us, until_us);
  today->channels = g_array_new (FALSE, TRUE, sizeof (TcOverviewChannel));
  g_array_set_clear_func (today->channels, clear_channel);
  query = tc_database_query (db,
                             "SELECT channel, count (*), count (DISTINCT incident_id) FROM report"
                             " WHERE received_us >= ? AND received_us < ? GROUP BY channel"
                             " ORDER BY 2 DESC, 1",
                             "ii", today->day_us, until_us);
  while (tc_query_next (query)) {
    TcOverviewChannel channel = {tc_query_dup_text (query, 0), tc_query_int (query, 1),
                                 tc_query_int (query, 2)};
    g_array_append_val (today->channels, channel);
  }
  return today;
}

void
tc_overview_today_free (TcOverviewToday *today)
{
  if (!today)
    return;
  g_array_unref (today->channels);
  g_free (today);
}

/* ---- the usual ---- */

static gint64
get_then (const TcOverviewUsual *usual, guint week)
{
  return usual->at_us - (gint64) (week + 1) * WEEK_US;
}

/* Who has it its row says of now alone: its history is read. @handled: at which of the times it
 * was */
static void
count_untaken (TcDatabase *db, gint64 id, const gboolean *handled, TcOverviewUsual *usual)
{
  gboolean taken[TC_USUAL_WEEKS] = {FALSE};
  g_autoptr (TcQuery) event = tc_database_query (
      db,
      "SELECT at_us, code <> 'incident.release' FROM incident_event INDEXED BY incident_event_had"
      " WHERE incident_id = ? AND at_us <= ? AND code IN ('incident.take', 'incident.assign',"
      " 'incident.release') AND (code = 'incident.release' OR staff_id IS NOT NULL)"
      " ORDER BY at_us, id",
      "ii", id, usual->at_us);

  while (tc_query_next (event)) {
    for (guint week = 0; week < usual->n_days; week++) {
      if (tc_query_int (event, 0) <= get_then (usual, week))
        taken[week] = tc_query_int (event, 1) == 1;
    }
  }
  for (guint week = 0; week < usual->n_days; week++)
    usual->untaken[week] += handled[week] && !taken[week];
}

static void
count_row (TcDatabase *db, TcQuery *row, TcOverviewUsual *usual)
{
  gint64 received_us = tc_query_int (row, 0), due_us = tc_query_int (row, 1);
  gint64 ended_us = tc_query_is_null (row, 2) ? G_MAXINT64 : tc_query_int (row, 2);
  gint64 soon_us = tc_query_int (row, 3);
  gboolean handled[TC_USUAL_WEEKS] = {FALSE}, any = FALSE;

  for (guint week = 0; week < usual->n_days; week++) {
    gint64 then_us = get_then (usual, week);
    if (received_us > then_us || ended_us <= then_us)
      continue;
    handled[week] = any = TRUE;
    usual->handled[week]++;
    usual->late[week] += due_us != TC_NONE && due_us < then_us;
    usual->soon[week] += soon_us != TC_NONE && soon_us <= then_us && due_us >= then_us;
  }
  /* Most came and went between two of the times. */
  if (any)
    count_untaken (db, tc_query_int (row, 4), handled, usual);
}

/* Adds each row (received, due, ended or NULL, soon, id) to the times at which it was handled. */
static gboolean
count_past (TcDatabase *db, const char *sql, TcOverviewUsual *usual, GCancellable *cancellable,
            GError **error)
{
  gint64 oldest_us = usual->at_us - (gint64) usual->n_days * WEEK_US;
  g_autoptr (TcQuery) row = tc_database_query (db, sql, "i", oldest_us);

  for (guint i = 0; tc_query_next (row); i++) {
    if (i % CANCEL_ROWS == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    count_row (db, row, usual);
  }
  return TRUE;
}

TcOverviewUsual *
tc_overview_usual (TcDatabase *db, gint64 now_us, GCancellable *cancellable, GError **error)
{
  static const char *const past[] = {
      "SELECT received_us, due_us, NULL, soon_us, id FROM incident INDEXED BY incident_standing"
      " WHERE open = 1"
      " AND state NOT IN ('resolved', 'published') AND ?1 IS ?1",
      "SELECT received_us, due_us, resolved_us, soon_us, id FROM incident WHERE resolved_us > ?1",
      "SELECT received_us, due_us, closed_us, soon_us, id FROM incident WHERE closed_us > ?1"
      " AND resolved_us IS NULL",
  };
  g_autofree TcOverviewUsual *usual = g_new0 (TcOverviewUsual, 1);
  gint64 first_us = tc_database_get_int (db, G_MAXINT64, "SELECT min (received_us) FROM report",
                                         NULL);
  gint64 today_us = tc_day_start (now_us);

  usual->at_us = now_us;
  /* The day of the first report was no whole day. */
  while (usual->n_days < TC_USUAL_WEEKS && first_us != TC_NONE &&
         today_us - (gint64) (usual->n_days + 1) * WEEK_US >= first_us) {
    gint64 day_us = today_us - (gint64) (usual->n_days + 1) * WEEK_US;
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return NULL;
    count_slots (db, day_us, day_us + TC_US_PER_DAY, usual->slots[usual->n_days++]);
  }
  for (guint i = 0; usual->n_days > 0 && i < G_N_ELEMENTS (past); i++) {
    if (!count_past (db, past[i], usual, cancellable, error))
      return NULL;
  }
  return g_steal_pointer (&usual);
}

static int
compare_values (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return (one > other) - (one < other);
}

/* Between the middle two where their number is even. */
static gint64
get_median (const gint64 *sorted, guint n)
{
  return n % 2 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

gboolean
tc_usual_range (const gint64 *values, guint n, TcUsualRange *out)
{
  gint64 sorted[TC_USUAL_WEEKS];
  guint drop = n >= 6 ? 1 : 0;

  if (n < TC_USUAL_DAYS_MIN || n > TC_USUAL_WEEKS)
    return FALSE;
  memcpy (sorted, values, n * sizeof *values);
  qsort (sorted, n, sizeof *sorted, compare_values);
  *out = (TcUsualRange){sorted[drop], get_median (sorted, n), sorted[n - 1 - drop]};
  return TRUE;
}

/* ---- the times it takes ---- */

static gint64
take_median (GArray *values)
{
  if (values->len == 0)
    return TC_NONE;
  g_array_sort (values, compare_values);
  return get_median ((const gint64 *) (void *) values->data, values->len);
}

static gboolean
read_resolutions (TcDatabase *db, TcOverviewTimes *out, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TcQuery) row = tc_database_query (
      db,
      "SELECT resolved_us, received_us, due_us, paused_total_us FROM incident"
      " WHERE resolved_us >= ? AND resolved_us < ?",
      "ii", out->from_us, out->until_us);

  while (tc_query_next (row)) {
    gint64 resolved_us = tc_query_int (row, 0), due_us = tc_query_int (row, 2);
    gint64 span_us = MAX (resolved_us - tc_query_int (row, 1) - tc_query_int (row, 3), 0);
    if (spans->len % CANCEL_ROWS == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    g_array_append_val (spans, span_us);
    out->with_term += due_us != TC_NONE;
    out->on_time += due_us != TC_NONE && resolved_us <= due_us;
  }
  out->resolved = spans->len;
  out->resolution_us = take_median (spans);
  return TRUE;
}

static gboolean
read_first_actions (TcDatabase *db, TcOverviewTimes *out, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TcQuery) row = tc_database_query (
      db,
      "SELECT received_us, (SELECT min (at_us) FROM incident_event WHERE incident_id = incident.id"
      " AND moved = 1) FROM incident WHERE received_us >= ? AND received_us < ?",
      "ii", out->from_us, out->until_us);

  for (; tc_query_next (row); out->received++) {
    gint64 span_us = 0;
    if (out->received % CANCEL_ROWS == 0 &&
        g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    if (tc_query_is_null (row, 1))
      continue;
    span_us = MAX (tc_query_int (row, 1) - tc_query_int (row, 0), 0);
    g_array_append_val (spans, span_us);
  }
  out->acted = spans->len;
  out->first_action_us = take_median (spans);
  return TRUE;
}

gboolean
tc_overview_times (TcDatabase *db, gint64 from_us, gint64 until_us, GCancellable *cancellable,
                   TcOverviewTimes *out, GError **error)
{
  TcOverviewTimes times = {.from_us = from_us, .until_us = until_us};

  if (!read_resolutions (db, &times, cancellable, error) ||
      !read_first_actions (db, &times, cancellable, error))
    return FALSE;
  *out = times;
  return TRUE;
}

/* ---- the newest events ---- */

static void
clear_event (gpointer data)
{
  TcOverviewEvent *event = data;

  tc_incident_event_clear (&event->event);
  g_free (event->code);
  g_free (event->title);
}

GArray *
tc_overview_events (TcDatabase *db, guint n_max)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (TcOverviewEvent));
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT " TC_EVENT_COLUMNS ", i.id, i.code, i.title FROM incident_event AS e"
      " JOIN incident AS i ON i.id = e.incident_id " TC_EVENT_JOINS " ORDER BY e.id DESC LIMIT ?",
      "i", (gint64) n_max);

  g_array_set_clear_func (list, clear_event);
  while (tc_query_next (query)) {
    TcOverviewEvent event = {0};
    tc_incident_event_read (query, &event.event);
    event.incident_id = tc_query_id (query, TC_EVENT_N_COLUMNS);
    event.code = tc_query_dup_text (query, TC_EVENT_N_COLUMNS + 1);
    event.title = tc_query_dup_text (query, TC_EVENT_N_COLUMNS + 2);
    g_array_append_val (list, event);
  }
  return list;
}
