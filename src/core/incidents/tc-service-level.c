/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Service levels; see the header.
 */
#include "tc-service-level.h"

#include "tc-limits.h"

#define US_PER_MINUTE (60 * TC_US_PER_S)

/* ---- service time ---- */

gint64
tc_service_time_after (TcDatabase *db, gint64 from_us, gint64 minutes)
{
  return from_us + minutes * US_PER_MINUTE;
}

gint64
tc_service_time_share (TcDatabase *db, gint64 from_us, gint64 until_us, gint64 percent)
{
  gint64 span_us = MAX (until_us - from_us, 0);

  return from_us + span_us / 100 * percent;
}

/* ---- levels ---- */

#define LEVEL_SQL                                                                                  \
  "SELECT id, minutes, take_minutes, dispatch_minutes, acknowledge_minutes, soon_percent,"         \
  " arrive_minutes, work_minutes, reply_minutes, tell_minutes, reopen_days"                        \
  " FROM field_term WHERE "

static gboolean
read_level (TcQuery *query, TcServiceLevel *out)
{
  *out = (TcServiceLevel){.resolve_minutes = TC_NONE,
                          .take_minutes = TC_NONE,
                          .dispatch_minutes = TC_NONE,
                          .acknowledge_minutes = TC_NONE,
                          .arrive_minutes = TC_NONE,
                          .work_minutes = TC_NONE,
                          .reply_minutes = TC_NONE,
                          .tell_minutes = TC_NONE,
                          .reopen_days = TC_NONE,
                          .soon_percent = TC_SOON_PERCENT};
  if (!tc_query_next (query))
    return FALSE;
  *out = (TcServiceLevel){
      .id = tc_query_id (query, 0),
      .resolve_minutes = tc_query_int (query, 1),
      .take_minutes = tc_query_int (query, 2),
      .dispatch_minutes = tc_query_int (query, 3),
      .acknowledge_minutes = tc_query_int (query, 4),
      .soon_percent = CLAMP (tc_query_int (query, 5), 0, 100),
      .arrive_minutes = tc_query_int (query, 6),
      .work_minutes = tc_query_int (query, 7),
      .reply_minutes = tc_query_int (query, 8),
      .tell_minutes = tc_query_int (query, 9),
      .reopen_days = tc_query_int (query, 10),
  };
  return TRUE;
}

/* @field_id: 0: of those that have none of their own */
static gboolean
find_own (TcDatabase *db, gint64 field_id, gint64 priority, gint64 at_us, TcServiceLevel *out)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      LEVEL_SQL "field_id IS ?1 AND priority = ?2 AND valid_from_us <= ?3"
                " AND (valid_to_us IS NULL OR valid_to_us > ?3)"
                " ORDER BY valid_from_us DESC, id DESC LIMIT 1",
      "oii", field_id, priority, at_us);

  return read_level (query, out);
}

gboolean
tc_service_level_find (TcDatabase *db, gint64 field_id, gint64 priority, gint64 at_us,
                       TcServiceLevel *out)
{
  gint64 parent_id = 0;

  if (field_id)
    parent_id = tc_database_get_int (db, 0, "SELECT parent_id FROM field WHERE id = ?", "i",
                                     field_id);
  return (field_id && find_own (db, field_id, priority, at_us, out)) ||
         (parent_id && find_own (db, parent_id, priority, at_us, out)) ||
         find_own (db, 0, priority, at_us, out);
}

gboolean
tc_service_level_get (TcDatabase *db, gint64 id, TcServiceLevel *out)
{
  g_autoptr (TcQuery) query = tc_database_query (db, LEVEL_SQL "id = ?", "i", id);

  return read_level (query, out);
}

gboolean
tc_order_is_due_soon (gint64 sent_us, gint64 due_us, gint64 now_us)
{
  if (due_us == TC_NONE || now_us > due_us || due_us <= sent_us)
    return FALSE;
  return due_us - now_us <= (due_us - sent_us) / 100 * TC_SOON_PERCENT;
}

/* ---- timers ---- */

static gint64
first_of (gint64 one_us, gint64 other_us)
{
  if (one_us == TC_NONE || other_us == TC_NONE)
    return one_us == TC_NONE ? other_us : one_us;
  return MIN (one_us, other_us);
}

static gint64
promise (TcDatabase *db, gint64 from_us, gint64 minutes)
{
  return minutes == TC_NONE ? TC_NONE : tc_service_time_after (db, from_us, minutes);
}

/* What waited longest for its unit's word, else the first that was sent. An order that was recalled
 * before its unit said a word has no answer, and none is waited for. */
static void
read_acknowledgement (TcDatabase *db, gint64 incident_id, const TcServiceLevel *level,
                      TcServiceTimer *timer)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT sent_us, acknowledged_us, CASE WHEN state <> 'recalled' THEN ended_us END"
      " FROM dispatch WHERE incident_id = ? AND (state <> 'recalled' OR acknowledged_us NOTNULL)"
      " ORDER BY state <> 'sent', sent_us, id LIMIT 1",
      "i", incident_id);

  *timer = (TcServiceTimer){TC_NONE, TC_NONE, TC_NONE};
  if (!tc_query_next (query))
    return;
  timer->from_us = tc_query_int (query, 0);
  timer->due_us = promise (db, timer->from_us, level->acknowledge_minutes);
  timer->done_us = first_of (tc_query_int (query, 1), tc_query_int (query, 2));
}

/* What stood because a reporter was waited for, up to when something was done, isn't counted: the
 * pauses that are over are all there is to know of it. */
static void
read_steps (TcDatabase *db, gint64 incident_id, const TcServiceLevel *level,
            TcServiceTimer timers[TC_N_TIMERS], gint64 paused_us)
{
  gint64 taken_us = tc_database_get_int (
      db, TC_NONE,
      "SELECT min (at_us) FROM incident_event WHERE incident_id = ? AND staff_id IS NOT NULL"
      " AND code IN ('incident.take', 'incident.assign')",
      "i", incident_id);
  gint64 acted_us = tc_database_get_int (
      db, TC_NONE,
      "SELECT min (at_us) FROM incident_event WHERE incident_id = ? AND moved = 1"
      " AND state NOT IN ('new', 'accepted', 'assigned', 'waiting')",
      "i", incident_id);
  gint64 from_us = timers[TC_TIMER_RESOLVE].from_us;
  gint64 take_us = promise (db, from_us, level->take_minutes);
  gint64 dispatch_us = promise (db, from_us, level->dispatch_minutes);

  timers[TC_TIMER_TAKE] = (TcServiceTimer){from_us, take_us, first_of (taken_us, acted_us)};
  if (dispatch_us != TC_NONE)
    dispatch_us += paused_us;
  timers[TC_TIMER_DISPATCH] = (TcServiceTimer){from_us, dispatch_us, acted_us};
}

gboolean
tc_service_timers (TcDatabase *db, gint64 incident_id, TcServiceTimer timers[TC_N_TIMERS])
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT received_us, due_us, ifnull (resolved_us, closed_us), paused_total_us, term_id"
      " FROM incident WHERE id = ?",
      "i", incident_id);
  TcServiceLevel level;

  if (!tc_query_next (query))
    return FALSE;
  timers[TC_TIMER_RESOLVE] = (TcServiceTimer){tc_query_int (query, 0), tc_query_int (query, 1),
                                              tc_query_int (query, 2)};
  tc_service_level_get (db, tc_query_id (query, 4), &level);
  read_steps (db, incident_id, &level, timers, tc_query_int (query, 3));
  read_acknowledgement (db, incident_id, &level, &timers[TC_TIMER_ACKNOWLEDGE]);
  return TRUE;
}

TcServiceTimerKind
tc_service_timers_running (const TcServiceTimer timers[TC_N_TIMERS])
{
  for (guint i = 0; i < TC_N_TIMERS; i++) {
    if (timers[i].due_us != TC_NONE && timers[i].done_us == TC_NONE)
      return (TcServiceTimerKind) i;
  }
  return TC_N_TIMERS;
}
