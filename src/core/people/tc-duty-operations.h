/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The operations on shifts and duties. A duty is a rule over days, so that a roster that rotates
 * for years is a few rows and no job has to write the next month. Who is on duty: tc-duty.h.
 *
 * Who may: holders of TC_CAPABILITY_DUTY. All rows are in the common scope: who is on duty is no
 * secret. Refusals, beside those of tc-permission.h and people.* of tc-people-operations.h
 * (unknown, exists, code-taken, dates, ended, inactive, not-in-force):
 *   duty.hours           a shift would end when it starts
 *   duty.cycle           no day of the cycle, or one outside it
 */
#pragma once

#include "tc-operation-type.h"

#define TC_CAPABILITY_DUTY "duty.manage"

#define TC_MINUTES_PER_DAY 1440
/* Eight weeks: what a cycle of teams needs, and what fits into the bits of `days`. */
#define TC_DUTY_CYCLE_MAX 56
/* Days are counted from 1970-01-01 in Vietnam's time (tc_duty_day()). */
#define TC_DUTY_DAY_MAX 100000
#define TC_DUTY_ALL_WEEKDAYS 127

typedef struct {
  gint64 shift_id;
  gint64 agency_id; /* of shift.add */
  const char *code; /* of shift.add: no other shift of the agency has it */
  const char *name_vi;
  const char *name_en;
  gint64 starts_min; /* minutes after midnight in Vietnam's time */
  gint64 ends_min;   /* not after starts_min: on the next day */
} TcShiftArgs;
extern const TcOperationType tc_shift_add_type;    /* shift.add */
extern const TcOperationType tc_shift_change_type; /* shift.change */

typedef struct {
  gint64 shift_id;
} TcShiftRef;
extern const TcOperationType tc_shift_end_type; /* shift.end: from now on it isn't there */

typedef struct {
  gint64 duty_id;
  gint64 shift_id;
  gint64 staff_id;
  const char *team; /* (nullable) */
  gint64 position;  /* in the team, 0 comes first: of those present, the first leads */
  gint64 absent;    /* 0, or 1: not there on those days, whatever other rules say */
  gint64 from_day;
  gint64 to_day;   /* TC_NONE: open; else the last day */
  gint64 cycle;    /* 1..TC_DUTY_CYCLE_MAX days */
  gint64 days;     /* bit n: the n-th day of the cycle, counted from from_day */
  gint64 weekdays; /* bit 0: Monday; TC_DUTY_ALL_WEEKDAYS */
} TcDutySet;
extern const TcOperationType tc_duty_set_type; /* duty.set */

typedef struct {
  gint64 duty_id;
  gint64 from_day; /* the first day on which it no longer holds */
} TcDutyWithdraw;
extern const TcOperationType tc_duty_withdraw_type; /* duty.withdraw */

/* All of them, NULL-terminated. */
extern const TcOperationType *const tc_duty_types[];
