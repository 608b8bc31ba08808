/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Alarms in words: what is wrong, what follows if nobody acts, what to do.
 *
 * Thread: any; strings are (transfer full) unless const.
 */
#pragma once

#include "tc-alarm-rows.h"
#include "tc-words.h"

TcSignal tc_alarm_get_signal (const TcAlarm *alarm);
/* "high", as a word of its own. */
const char *tc_alarm_word_priority (TcAlarmPriority priority);
/* "Nobody has taken it" */
const char *tc_alarm_word_cause (TcAlarmKind kind);
/* The cause, with the number where it has one. */
char *tc_alarm_word_what (const TcAlarm *alarm);
const char *tc_alarm_word_consequence (TcAlarmKind kind);
const char *tc_alarm_word_action (TcAlarmKind kind);
/* Of its incident; "journal" where it is of none. */
const char *tc_alarm_word_code (const TcAlarm *alarm);
/* For a flood: "14 incidents: nobody has taken them". */
char *tc_alarm_word_flood (TcAlarmKind kind, guint count);
/* Who handles it, or that nobody does. */
char *tc_alarm_word_handler (const TcAlarm *alarm);
/* What was done about it: who acknowledged or shelved it, when; "" if nobody did. */
char *tc_alarm_word_mark (const TcAlarm *alarm, gint64 now_us);
/* Since when it is with whom, once it has gone up, and whether they were sent a text message;
 * "" before. */
char *tc_alarm_word_escalated (const TcAlarm *alarm, gint64 now_us);
/* Who was sent a text message and what became of it, a line each; "" if nobody was. */
char *tc_alarm_word_texts (const TcAlarm *alarm, gint64 now_us);
/* Who was telephoned, by whom and when; "" if nobody was. */
char *tc_alarm_word_called (const TcAlarm *alarm, gint64 now_us);
/* A reason for shelving; its code untranslated if it isn't known. */
const char *tc_alarm_word_reason (const char *reason);
/* A line of the list, as it is spoken. */
char *tc_alarm_word_spoken (const TcAlarmRow *row, gint64 now_us);
