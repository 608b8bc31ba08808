/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Alarms of what isn't an incident: entries of the duty journal (leaders' orders, faults) whose
 * deadline has passed and that nobody has marked as done. An alarm of one is known by the entry's
 * id in place of an incident's, and by TC_ALARM_JOURNAL.
 *
 * DESIGN: the journal is a feature above this one. What stands here knows its table and nothing
 * else, so that there is one list of alarms, one set of marks and one measure of both.
 *
 * Thread: the connection's.
 */
#pragma once

#include "tc-alarm.h"

/* More aren't listed, the latest first. */
#define TC_ALARM_JOURNAL_MAX 200
/* Of what an entry says, as the title of its alarm. */
#define TC_ALARM_JOURNAL_CHARS_MAX 120

/* Adds those of now, without what was done about them. @alarms: (element-type TcAlarm) */
void tc_alarm_journal_list (TcDatabase *db, gint64 now_us, GArray *alarms);
/* Who gave the order and what it says, shortened. (transfer full) (nullable): there is no such
 * entry */
char *tc_alarm_journal_dup_title (TcDatabase *db, gint64 entry_id);
/* As tc_alarm_history_add(), of all entries. @episodes: (element-type TcAlarmEpisode) */
void tc_alarm_journal_history (TcDatabase *db, gint64 from_us, gint64 now_us, GArray *episodes);
/* Whether something can be done about the alarm of that entry; else refuses: journal.unknown
 * (entry), journal.done (staff, at_us), journal.no-alarm. */
gboolean tc_alarm_journal_check (TcApply *apply, gint64 entry_id);
