/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Alarms: what one person must do something about now, worked out from incidents and their service
 * levels, and what was done about an alarm: acknowledged, shelved, brought back. An incident has
 * one alarm at most, the first that applies in the order of TcAlarmKind; so what is untaken isn't
 * also called late.
 *
 * DESIGN: an alarm is not stored. It is there from the moment that a promise was broken, and goes
 * when that is mended; it is known by its incident and kind. So one that flickers (taken and given
 * back) is the same alarm with the same beginning, and every desk sees the same ones. Only what
 * persons did is stored (alarm_mark), and counts if it was done since the alarm began.
 *
 * What belongs to a big event comes by the hundred, and who works through it has it in the queue:
 * of what nobody has taken in time only emergencies ring by themselves, and for the others what
 * leads the event does, with their number, for whoever has it. What leads one isn't late itself.
 */
#pragma once

#include "tc-database.h"
#include "tc-incident-states.h"
#include "tc-operation-type.h"
#include "tc-service-level.h"

/* ---- what is wrong ---- */

typedef enum {
  TC_ALARM_UNTAKEN,        /* an emergency from the start; else not taken in time */
  TC_ALARM_UNDISPATCHED,   /* no unit was sent in time */
  TC_ALARM_UNACKNOWLEDGED, /* a unit that was sent doesn't answer */
  TC_ALARM_MESSAGE,        /* a unit wrote something that nobody has read */
  TC_ALARM_LATE,
  TC_ALARM_UNARRIVED,   /* the unit knows, and isn't there in time */
  TC_ALARM_UNFINISHED,  /* it is there for longer than it should take */
  TC_ALARM_UNANSWERED,  /* the reporter, or a body outside, doesn't answer */
  TC_ALARM_APPOINTMENT, /* the time it was put off to has come */
  TC_ALARM_UNTOLD,      /* it is over, and who reported it hasn't been told in time */
  TC_ALARM_SOON,        /* due soon */
  TC_ALARM_MEMBERS,     /* of a big event that goes on: some of what belongs to it is untaken */
  TC_ALARM_JOURNAL,     /* no incident: an entry of the duty journal is late (tc-alarm-journal.h) */
  TC_ALARM_N_KINDS,
} TcAlarmKind;

typedef enum {
  TC_ALARM_HIGH, /* a person may be in danger: an emergency */
  TC_ALARM_MEDIUM,
  TC_ALARM_LOW,
  TC_ALARM_N_PRIORITIES,
} TcAlarmPriority;

typedef enum {
  TC_ALARM_RINGING,
  TC_ALARM_ACKNOWLEDGED, /* somebody has said so less than TC_ALARM_QUIET_US ago, or has it */
  TC_ALARM_SHELVED,
} TcAlarmState;

/* After an acknowledgement it is quiet for so long, unless somebody took the incident. */
#define TC_ALARM_QUIET_US ((gint64) 60 * G_USEC_PER_SEC)
/* That of a big event is quiet for so long whatever comes, and then as long as nothing does; that
 * of the journal for so long, since nobody can take it. */
#define TC_ALARM_MEMBERS_QUIET_US ((gint64) 600 * G_USEC_PER_SEC)
/* Whoever took it no longer ago is about to send a unit. */
#define TC_ALARM_HANDLED_US ((gint64) 120 * G_USEC_PER_SEC)
#define TC_ALARM_SHELVE_US_MAX ((gint64) 12 * 3600 * G_USEC_PER_SEC)
/* Incidents that are looked at for alarms, the latest first. */
#define TC_ALARMS_MAX 2000

/* How long an incident may stand in @state before somebody is to look, minutes from when it came
 * into it (of an appointment: from its time); TC_NONE: for ever. *@kind: what is wrong then. */
gint64 tc_alarm_find_standing (TcIncidentState state, const TcServiceLevel *level,
                               TcAlarmKind *kind);
/* "untaken", as in operations and rows. */
const char *tc_alarm_kind_get_code (TcAlarmKind kind);
/* By urgency and harm: what is wrong, and the priority of the incident (1..4). */
TcAlarmPriority tc_alarm_find_priority (TcAlarmKind kind, gint64 incident_priority);

typedef struct {
  TcAlarmKind kind;
  TcAlarmPriority priority;
  TcAlarmState state;
  gint64 incident_id; /* TC_ALARM_JOURNAL: of the entry; likewise in operations */
  char *code;         /* likewise: "" */
  char *title;
  gint64 incident_priority;
  gint64 since_us; /* when it began */
  gint64 due_us;   /* of the incident; TC_NONE */
  gint64 count;    /* TC_ALARM_MEMBERS: of how many; else 0 */
  gint64 staff_id; /* who has it; 0: nobody */
  char *staff_name;
  char *unit_vi; /* (nullable): the unit that doesn't answer, or has it */
  char *unit_en;
  /* The newest mark since it began; 0 and NULL: none. */
  char *mark_name; /* who acknowledged or shelved it */
  gint64 mark_us;
  gint64 until_us;     /* shelved */
  char *reason;        /* shelved */
  gint64 quiet_us;     /* until when that made it quiet */
  gboolean suppressed; /* shelved by plan (tc-alarm-suppression.h); reason is in words then */
  /* Nobody has done anything about it in its time (tc-alarm-rule.h): all 0 and NULL if not so. */
  gint64 escalated_us;     /* since when it is with a superior */
  gboolean escalated_here; /* the person is one */
  gint64 role_id;          /* of the superior, as the next */
  char *role_vi;           /* (nullable) */
  char *role_en;
  gint64 call_id;  /* whom to telephone; 0: nobody has a number */
  char *call_name; /* (nullable), like all that follow */
  char *call_phone;
  gint64 called_us; /* when somebody last was */
  char *called_name;
  char *called_by;
  GPtrArray *texts; /* (owned) (element-type TcAlarmText): whom the server told (tc-alarm-text.h) */
} TcAlarm;

/**
 * tc_alarm_list:
 * @staff_id: for whom
 *
 * Those that are this person's: of what nobody has, of what the person has or sent a unit to, and
 * of what somebody has who is signed in nowhere. Nothing for who may not handle incidents.
 *
 * Returns: (element-type TcAlarm): ringing ones first, of those what has gone up to this person,
 * then by priority, then the oldest first.
 * Thread: the connection's.
 */
GArray *tc_alarm_list (TcDatabase *db, gint64 staff_id, gint64 now_us);
/* What has gone up to somebody, as all desks see it: for the server, which is nobody's, and so
 * without whom to telephone. Likewise otherwise, and nothing is read while there are no rules.
 * @next_us: (out): before then nothing else goes up, nor further up, unless rows change. */
GArray *tc_alarm_list_gone_up (TcDatabase *db, gint64 now_us, gint64 *next_us);

/* ---- what is done about it ---- */

/* alarm.acknowledge; of TC_ALARM_MESSAGE: what the units wrote until then is read, and the alarm
 * gone. Refuses: incident.unknown (incident), alarm.over (incident: its code) if the
 * incident is resolved or ended, operation.arguments; of TC_ALARM_JOURNAL in place of the first
 * two as tc_alarm_journal_check(). */
typedef struct {
  gint64 incident_id;
  const char *kind;
} TcAlarmMark;
extern const TcOperationType tc_alarm_acknowledge_type;
/* alarm.unshelve, same struct. Refuses also: alarm.not-shelved (incident), of
 * TC_ALARM_JOURNAL journal.not-shelved. */
extern const TcOperationType tc_alarm_unshelve_type;

/* alarm.call: that somebody was telephoned for it. Refuses likewise; people.unknown,
 * people.inactive. */
typedef struct {
  gint64 incident_id;
  const char *kind;
  gint64 staff_id;
} TcAlarmCall;
extern const TcOperationType tc_alarm_call_type;

/* alarm.shelve, with reason 'known' (somebody sees to it elsewhere), 'waiting' (for something
 * outside), 'wrong' (it isn't so), 'other'. Refuses likewise, alarm.shelve-time (until): not ahead,
 * or further than TC_ALARM_SHELVE_US_MAX, and alarm.emergency (incident): nobody has it yet. */
typedef struct {
  gint64 incident_id;
  const char *kind;
  const char *reason;
  gint64 until_us;
} TcAlarmShelve;
extern const TcOperationType tc_alarm_shelve_type;
