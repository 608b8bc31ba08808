/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an SMS says of alarms. It goes through other people's networks to a telephone that anybody
 * may look at: so of an incident its code, its field, the ward or commune and what is wrong; never
 * a title, an address or anything that somebody said, which may tell who reported it; and of one
 * whose report isn't to be made public its code alone.
 *
 * Its words are a table in two languages, as those of pages for units: the language is chosen by
 * the configuration, not by the process.
 */
#pragma once

#include "tc-alarm.h"

/* Characters of a text: four parts of an SMS in Vietnamese. */
#define TC_ALARM_CALL_CHARS_MAX 260
/* How many are named where there are several. */
#define TC_ALARM_CALL_NAMED_MAX 3

/* One alarm. */
typedef struct {
  gint64 incident_id;
  TcAlarmKind kind;
  TcAlarmPriority priority;
  gint64 since_us;
  gint64 begin_us; /* tc_alarm_find_begin() */
  gint64 count;    /* TC_ALARM_MEMBERS */
  char *code;      /* (owned), as all texts */
  gboolean restricted;
  char *field_vi; /* (nullable), as all that follow */
  char *field_en;
  char *place_vi;
  char *place_en;
} TcAlarmCallFact;

void tc_alarm_call_fact_free (TcAlarmCallFact *fact);

/* @facts: (element-type TcAlarmCallFact): one at least, the most pressing first. (transfer full) */
char *tc_alarm_call_words (const GPtrArray *facts, gboolean vietnamese, gint64 now_us);
/* What is sent to try it. (transfer full) */
char *tc_alarm_call_words_test (gboolean vietnamese, gint64 now_us);
