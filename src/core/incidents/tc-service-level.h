/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Service levels: within how long what must be done about an incident. A level is a row of
 * field_term, found by field, its parent or none, and priority, in the version that was in force
 * when the incident was received; it stays the incident's until that is classified otherwise.
 *
 * DESIGN: all counting of service time goes through the two functions below, so that one place
 * knows which time counts. Today that is the clock, day and night. A calendar of working time will
 * stand in the database, which is why they are given it.
 *
 * Deterministic: apply functions use it. Thread: that of the connection.
 */
#pragma once

#include "tc-database.h"

/* ---- service time ---- */

/* When @minutes of service time are over that begin at @from_us (us UTC). */
gint64 tc_service_time_after (TcDatabase *db, gint64 from_us, gint64 minutes);
/* When @percent (0..100) of the service time between the two is over. */
gint64 tc_service_time_share (TcDatabase *db, gint64 from_us, gint64 until_us, gint64 percent);

/* ---- levels ---- */

/* Where no level says how early something is due soon. */
#define TC_SOON_PERCENT 20
#define TC_REOPEN_DAYS_MAX 365

/* Whether an order that was sent at @sent_us is due soon, not late: for who holds the order alone,
 * and not the level of what it is about. @due_us: TC_NONE: never */
gboolean tc_order_is_due_soon (gint64 sent_us, gint64 due_us, gint64 now_us);

typedef struct {
  gint64 id; /* 0: none */
  gint64 resolve_minutes;
  gint64 take_minutes;        /* TC_NONE: not promised, like all below */
  gint64 dispatch_minutes;    /* until a unit is sent, or it is dealt with in another way */
  gint64 acknowledge_minutes; /* from when a unit was sent */
  gint64 arrive_minutes;      /* from when it answered */
  gint64 work_minutes;        /* from when it was there */
  gint64 reply_minutes;       /* from when the reporter, or a body outside, was asked */
  gint64 tell_minutes;        /* from when it was resolved, until who reported it is told */
  gint64 reopen_days;         /* after the end, in which a reporter may reopen it; TC_NONE: never */
  gint64 soon_percent;        /* 0..100: the last part of the time, in which it is due soon */
} TcServiceLevel;

/* The one in force at @at_us. FALSE if there is none: @out says that nothing is promised. */
gboolean tc_service_level_find (TcDatabase *db, gint64 field_id, gint64 priority, gint64 at_us,
                                TcServiceLevel *out);
/* By its id, likewise. */
gboolean tc_service_level_get (TcDatabase *db, gint64 id, TcServiceLevel *out);

/* ---- what was promised of an incident, and kept ---- */

typedef enum {
  TC_TIMER_TAKE,
  TC_TIMER_DISPATCH,
  /* Of the unit that has waited longest, else of the first that was sent; what was recalled before
   * its unit answered doesn't count. */
  TC_TIMER_ACKNOWLEDGE,
  TC_TIMER_RESOLVE,
  TC_N_TIMERS,
} TcServiceTimerKind;

typedef struct {
  gint64 from_us;
  gint64 due_us;  /* TC_NONE: nothing is promised, or nobody was sent */
  gint64 done_us; /* TC_NONE: not yet */
} TcServiceTimer;

/* All of one incident; FALSE if it isn't here. Times wait while the clock stands. */
gboolean tc_service_timers (TcDatabase *db, gint64 incident_id, TcServiceTimer timers[TC_N_TIMERS]);
/* Which of them runs: the first promised that isn't done; TC_N_TIMERS if none is. */
TcServiceTimerKind tc_service_timers_running (const TcServiceTimer timers[TC_N_TIMERS]);
