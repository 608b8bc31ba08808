/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How good the alarms were, in words and as a table.
 *
 * Thread: any; strings are (transfer full) unless const.
 */
#pragma once

#include "tc-alarm-measures.h"
#include "tc-list-table.h"

/* "1.4"; "–" where it is negative. */
char *tc_alarm_word_rate (double alarms);
/* Its shape and what it is: "● at the limit". */
const char *tc_alarm_word_judgement (TcAlarmRate rate);
/* "at most 14, at 09:40". */
char *tc_alarm_word_worst (const TcAlarmMeasures *measures);
/* "0.4 %" of the slots are floods; "–" where nobody was at any desk. */
char *tc_alarm_word_flood_share (const TcAlarmMeasures *measures);
/* Whether that is good, with its shape. */
const char *tc_alarm_word_flood_judgement (const TcAlarmMeasures *measures);
/* "low: 76 %, should be about 80 %". */
char *tc_alarm_word_share_of (const TcAlarmMeasures *measures, TcAlarmPriority priority);
/* "Light out: Nobody has taken it". */
char *tc_alarm_word_source (const TcAlarmSource *source);
/* From when to when it was counted, and that not all of it was if so. */
char *tc_alarm_word_counted (const TcAlarmMeasures *measures);
/* All of it. */
TcListTable *tc_alarm_measures_to_table (const TcAlarmMeasures *measures);
