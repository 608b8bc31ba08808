/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Escalation: an alarm that nobody acknowledges and nobody takes goes to a role after some minutes.
 * By priority, as rows that an office writes; several of a priority are steps, each further up.
 *
 * DESIGN: that an alarm has gone up isn't stored either. It is worked out from the rule and from
 * when the alarm began, or was last quiet, so all desks say the same.
 */
#pragma once

#include "tc-alarm.h"

#define TC_ALARM_RULES_MAX 100
#define TC_ALARM_RULE_MINUTES_MAX (24 * 60)
/* Nothing goes up sooner after it has begun. */
#define TC_ALARM_RULE_US_MIN ((gint64) 60 * G_USEC_PER_SEC)

/* NULL-terminated, in the order of TcAlarmPriority: "high", as in rows. */
extern const char *const tc_alarm_priority_codes[];

/* alarm.set-rule: a new one, or one that is there in another form. Refuses: alarm.rule-code (code):
 * another has it, alarm.rules-many (limit), alarm.rule-minutes (limit), people.unknown (role),
 * operation.arguments. */
typedef struct {
  gint64 rule_id;
  const char *code;
  const char *priority; /* a code */
  gint64 minutes;       /* 1 and more */
  gint64 role_id;
  gint64 active; /* 0: it doesn't hold any more */
} TcAlarmSetRule;
extern const TcOperationType tc_alarm_set_rule_type;

/* Says of each of @alarms (element-type TcAlarm) whether it has gone up, to whom, whether that is
 * @staff_id, whom to telephone, who was, and whom the server told. @staff_id: 0: nobody, who
 * telephones nobody, and isn't told of texts about what hasn't gone up any more. Thread: the
 * connection's. */
void tc_alarm_escalate (TcDatabase *db, gint64 staff_id, gint64 now_us, GArray *alarms);

/* When the first of @alarms, all that there are now, goes up or further up if nobody does anything;
 * G_MAXINT64: none does. Thread: the connection's. */
gint64 tc_alarm_find_next_step (TcDatabase *db, gint64 now_us, const GArray *alarms);

/* When it began, or was quiet last: from then on nobody has done anything. */
gint64 tc_alarm_find_begin (const TcAlarm *alarm);

/* Whom one may telephone. */
typedef struct {
  gint64 staff_id;
  char *name;    /* (owned), like the next */
  char *account; /* (nullable) */
  char *phone;   /* as it was written down */
  gboolean on_duty;
} TcAlarmPerson;

/* Whether there is anybody with a number to whom an alarm may go up. Thread: the connection's. */
gboolean tc_alarm_has_people (TcDatabase *db, gint64 now_us);
/* Who has the role and a number, those on duty first. (transfer full) (element-type TcAlarmPerson)
 * Thread: the connection's. */
GPtrArray *tc_alarm_list_people (TcDatabase *db, gint64 role_id, gint64 now_us);
