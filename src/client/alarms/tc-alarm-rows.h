/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Alarms as lines: a flood of the same kind is one line with a count, which can be opened.
 *
 * Thread: any; what is returned is the caller's.
 */
#pragma once

#include "tc-alarm.h"

/* From so many of one kind and priority on that ring, they are one line. Never the high ones: each
 * of them needs a person. */
#define TC_ALARM_FLOOD_MIN 6

typedef struct {
  const TcAlarm *alarm; /* (unowned): of the list; of a flood the first */
  guint count;          /* of a flood; 1: one alarm */
  gboolean within;      /* below the line of its flood */
} TcAlarmRow;

/* What a line is known by while the list changes: an alarm, or (negative) a flood. */
gint64 tc_alarm_row_get_key (const TcAlarmRow *row);

/**
 * tc_alarm_rows_make:
 * @alarms: (element-type TcAlarm): in order, as tc_alarm_list() gives them; outlives the rows
 * @shelved: the shelved ones, else all others
 * @opened: (element-type gint64): keys of floods that are shown one by one
 *
 * Returns: (element-type TcAlarmRow)
 */
GArray *tc_alarm_rows_make (GArray *alarms, gboolean shelved, GHashTable *opened);
