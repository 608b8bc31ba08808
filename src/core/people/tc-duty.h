/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is on duty: the shifts of an agency at a moment, and who is there. Plain records that own
 * their strings. Not for changing the roster: tc-duty-operations.h.
 *
 * Days are counted from 1970-01-01 in Vietnam's time (UTC+7, no summer time). A shift over midnight
 * belongs to the day on which it starts.
 */
#pragma once

#include "tc-database.h"

typedef struct {
  gint64 staff_id;
  char *name;  /* (owned) */
  char *title; /* (owned) (nullable) */
  char *team;  /* (owned) (nullable) */
} TcOnDuty;

typedef struct {
  gint64 shift_id;
  char *code;    /* (owned) */
  char *name_vi; /* (owned) */
  char *name_en; /* (owned) */
  gint64 from_us;
  gint64 until_us;   /* the first moment after it */
  GPtrArray *people; /* (owned) (element-type TcOnDuty): whoever comes first leads */
} TcDutyShift;

void tc_duty_shift_free (TcDutyShift *shift);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcDutyShift, tc_duty_shift_free)

gint64 tc_duty_day (gint64 time_us);
/* The first moment of a day. */
gint64 tc_duty_day_start (gint64 day);

/**
 * tc_duty_at:
 *
 * Returns: (transfer full) (element-type TcDutyShift): shifts of the agency at @at_us that anybody
 * is on duty in, in the order in which they were added. Thread: the connection's.
 */
GPtrArray *tc_duty_at (TcDatabase *db, gint64 agency_id, gint64 at_us);

/* Likewise of a whole day: all its shifts in the order in which they begin, those that nobody is on
 * too. @at_us: whose shifts and people are in force. */
GPtrArray *tc_duty_on_day (TcDatabase *db, gint64 agency_id, gint64 day, gint64 at_us);

/* What one day alone has beside the rule: somebody is absent, or stands in. */
typedef struct {
  gint64 duty_id;
  gint64 shift_id;
  gint64 staff_id;
  gint64 day;
  char *name; /* (owned) */
  gboolean absent;
} TcDutyChange;

/* Of shifts of the agency on days from @from_day to @to_day, that hold. (transfer full)
 * (element-type TcDutyChange): in the order in which they were made */
GPtrArray *tc_duty_list_changes (TcDatabase *db, gint64 agency_id, gint64 from_day, gint64 to_day);
