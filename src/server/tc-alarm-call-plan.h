/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is to be done next about alarms that have gone up: whom to send an SMS, of which of them,
 * and what becomes of one that couldn't be sent. It follows from the rows alone, so that a restart
 * changes nothing: who was told of what, how many texts went within the hour, what waits.
 *
 * DESIGN: one step at a time; whoever does it asks again. Each person is told at once of all that
 * isn't told yet, in one text. The first three within an hour go as they come; after each further
 * one there is a longer pause, in which what comes is gathered for the next. So a storm is some
 * texts, each with a count.
 *
 * What is to be done follows from all alarms that are with nobody, which takes its time where there
 * are thousands. So it is worked out only when something may have changed it
 * (tc_alarm_call_has_changed()), or when something of it is due, which a step says.
 *
 * Thread: the connection's.
 */
#pragma once

#include "tc-alarm-call-words.h"

/* Told by one text; the others by the next. */
#define TC_ALARM_CALL_TOLD_MAX 200

typedef struct {
  gint64 hour_max;   /* texts to all within an hour */
  gint64 person_max; /* to one person */
  gint64 others_us;  /* those off duty are told so much later than those on duty */
  gint64 retry_us;   /* the first wait after a failure; each further one is twice as long */
} TcAlarmCallLimits;

typedef enum {
  TC_ALARM_CALL_NOTHING,
  TC_ALARM_CALL_NEW,
  TC_ALARM_CALL_AGAIN,
  TC_ALARM_CALL_STOPPED, /* somebody did something about what it was to tell */
  TC_ALARM_CALL_PASSED,  /* what it was to tell is with others now: it is given up */
  TC_ALARM_CALL_UNSURE,  /* it was being sent when the server stopped */
} TcAlarmCallAction;

typedef struct {
  TcAlarmCallAction action;
  gint64 text_id; /* 0: a new one */
  gint64 row_id;  /* STOPPED and PASSED: of that alarm; else 0 */
  gint64 tries;   /* how often it was tried in vain */
  gint64 staff_id;
  char *account;    /* (owned) (nullable): for the journal; NEW and AGAIN, as the next two */
  char *phone;      /* (owned) (nullable): as it was written down */
  GPtrArray *facts; /* (owned) (nullable) (element-type TcAlarmCallFact) */
  guint held;       /* NOTHING: so many alarms wait since no more texts go within the hour */
  gint64 next_us;   /* until then there is nothing to be done, unless rows change; 0: a step */
} TcAlarmCallStep;

void tc_alarm_call_step_free (TcAlarmCallStep *step);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcAlarmCallStep, tc_alarm_call_step_free)

/* What isn't being sent at this moment by the caller may be asked for: a text that is 'sending' is
 * one that nobody sends any more. (transfer full) */
TcAlarmCallStep *tc_alarm_call_plan (TcDatabase *db, const TcAlarmCallLimits *limits,
                                     gint64 now_us);

/* Whether what was done since the operation @lsn may have changed what is to be done next: places
 * of vehicles and what cameras report, which come all the time, do not. @db: the server's. */
gboolean tc_alarm_call_has_changed (TcDatabase *db, gint64 lsn);
