/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text messages by which the server tells people of alarms that have gone up (tc-alarm-rule.h):
 * whom, of which, and what became of it. Sending them is the server's (server/tc-alarm-calls.c).
 *
 * DESIGN: a row is there before its text goes, so that whatever stops in between nobody is sent the
 * same twice: what was being sent when the server stopped is 'unsure', and stays so. It replicates,
 * since desks say what became of it, and so that it is in backups and in the log like all else.
 *
 * Thread: the connection's.
 */
#pragma once

#include "tc-alarm.h"

typedef enum {
  TC_ALARM_TEXT_SENDING,
  TC_ALARM_TEXT_WAITING, /* it was tried in vain, and will be tried again */
  TC_ALARM_TEXT_SENT,
  TC_ALARM_TEXT_FAILED,  /* given up */
  TC_ALARM_TEXT_UNSURE,  /* the server stopped while it was being sent */
  TC_ALARM_TEXT_STOPPED, /* somebody did something about the alarm before, or no rule held */
  TC_ALARM_TEXT_N_STATES,
} TcAlarmTextState;

/* "sending", as in operations and rows. */
const char *tc_alarm_text_state_get_code (TcAlarmTextState state);

/* To one person, of one alarm. */
typedef struct {
  gint64 staff_id;
  char *name; /* (owned) (nullable) */
  TcAlarmTextState state;
  gint64 at_us; /* since when */
} TcAlarmText;

/* Those of an alarm since it began or rang again, the oldest first. What was stopped is among them
 * only where the alarm hasn't gone up any more: since nobody did anything about it, no rule holds.
 * (transfer full) (element-type TcAlarmText) */
GPtrArray *tc_alarm_text_list (TcDatabase *db, const TcAlarm *alarm);

/* alarm.text: a person is about to be told of an alarm. Of the server alone. Refuses, beside as
 * alarm.call: alarm.handled: somebody has it, or did something about it since @begin_us;
 * alarm.texted (staff): it was told to that person since then; alarm.text-state: the text
 * isn't being sent. */
typedef struct {
  gint64 incident_id;
  const char *kind;
  gint64 staff_id;
  gint64 text_id;
  gint64 begin_us; /* from when on nobody did anything: tc_alarm_find_begin() */
} TcAlarmTextNew;
extern const TcOperationType tc_alarm_text_type;

/* alarm.text-state: what became of a text, or of what it was to tell of one alarm. Of the server
 * alone. Refuses: alarm.text-state: there is none that is being sent or waits,
 * operation.arguments (state). */
typedef struct {
  gint64 text_id;
  gint64 row_id;     /* (optional): of that alarm alone */
  const char *state; /* a code */
  gint64 tries;
} TcAlarmTextChange;
extern const TcOperationType tc_alarm_text_state_type;
