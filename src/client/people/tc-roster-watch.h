/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The roster of a week at the centre, kept true while rows change; and what is changed in it for
 * one day: somebody is absent, somebody stands in. The rules that a roster is made of are the
 * administrator's file (roster.csv).
 *
 * Thread: the main loop's; reading is done on the worker.
 */
#pragma once

#include "tc-duty.h"
#include "tc-list-table.h"
#include "tc-watch.h"

#define TC_TYPE_ROSTER_WATCH (tc_roster_watch_get_type ())
G_DECLARE_FINAL_TYPE (TcRosterWatch, tc_roster_watch, TC, ROSTER_WATCH, TcWatch)

#define TC_ROSTER_DAYS 7

/* What was read in one go. */
typedef struct {
  gint64 first_day;                /* a Monday; days as of tc-duty.h */
  GPtrArray *days[TC_ROSTER_DAYS]; /* (owned) (element-type TcDutyShift): of that day */
  GPtrArray *changes;              /* (owned) (element-type TcDutyChange) */
  GPtrArray *staff;                /* (owned) (element-type TcStaff): who can stand in, by name */
} TcRosterWeek;

TcRosterWatch *tc_roster_watch_new (TcDesk *desk);
/* The week that @day is in. */
void tc_roster_watch_show (TcRosterWatch *self, gint64 day);
/* (nullable): not read yet. Borrowed until the next ::changed. */
const TcRosterWeek *tc_roster_watch_get_week (TcRosterWatch *self);

gint64 tc_roster_monday (gint64 day);
/* "T2 23/11". (transfer full) */
char *tc_roster_word_day (gint64 day);
/* "06:00–14:00". (transfer full) */
char *tc_roster_word_hours (const TcDutyShift *shift);
/* A line for each person and shift. (transfer full) */
TcListTable *tc_roster_week_to_table (const TcRosterWeek *week);

/* On that day alone; @absent: isn't there, whatever the rules say, else stands in. Ends as
 * tc_operation_sink_submit_finish() of the desk. */
void tc_roster_set (TcDesk *desk, gint64 shift_id, gint64 staff_id, gint64 day, gboolean absent,
                    GAsyncReadyCallback callback, gpointer data);
/* Takes that back. Likewise. */
void tc_roster_take_back (TcDesk *desk, gint64 duty_id, gint64 day, GAsyncReadyCallback callback,
                          gpointer data);
