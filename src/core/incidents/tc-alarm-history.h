/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which alarms there were: worked out from what is stored of incidents (their history, orders to
 * units, marks), since alarms themselves aren't (tc-alarm.h). The rules are those of
 * tc_alarm_list(), at each moment at which something changed.
 *
 * DESIGN: of an incident that was classified anew, or given another priority before this history
 * begins, what stood before isn't stored: the service level and, before the first change of it, the
 * priority are those that it has now.
 *
 * Thread: the connection's.
 */
#pragma once

#include "tc-alarm.h"

/* Incidents that are looked at, the newest first; what is beyond is left out and said. */
#define TC_ALARM_HISTORY_MAX 20000

/* An alarm from when it began to ring until what was wrong was mended. One that goes and comes back
 * is two. */
typedef struct {
  gint64 incident_id;
  gint64 field_id; /* 0: not classified */
  TcAlarmKind kind;
  TcAlarmPriority priority;
  gint64 from_us;
  gint64 until_us; /* TC_NONE: it is still there */
  gint64 known_us; /* when somebody first acknowledged or shelved it; TC_NONE */
  gint64 staff_id; /* who had it when it began; 0: nobody */
  gint64 sent_by;  /* who sent the unit that doesn't answer; 0 */
} TcAlarmEpisode;

/* Incidents that may have had an alarm between the two. (element-type gint64), the newest first, at
 * most TC_ALARM_HISTORY_MAX + 1. */
GArray *tc_alarm_history_ids (TcDatabase *db, gint64 from_us, gint64 until_us);

/* Adds the alarms that @incident_id had until @now_us and that were there at @from_us or later, the
 * oldest first. @episodes: (element-type TcAlarmEpisode) */
void tc_alarm_history_add (TcDatabase *db, gint64 incident_id, gint64 from_us, gint64 now_us,
                           GArray *episodes);

/* What belongs to a big event and nobody took in time is one alarm of that: makes one of what
 * tc_alarm_history_add() told of each, once all were added. */
void tc_alarm_history_join (TcDatabase *db, GArray *episodes);

/* Somebody who handles incidents was signed in at a desk. */
typedef struct {
  gint64 staff_id;
  gint64 desk_id;
  gint64 from_us;
  gint64 until_us;
} TcAlarmWatch;

/* (element-type TcAlarmWatch): those that lie in part between the two. */
GArray *tc_alarm_history_watches (TcDatabase *db, gint64 from_us, gint64 until_us);
