/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is done about alarms, as operations; see the header.
 */
#include "tc-alarm.h"

#include "tc-alarm-journal.h"
#include "tc-alarm-private.h"
#include "tc-people-guards.h"

#include <string.h>

static const char *const kinds[TC_ALARM_N_KINDS + 1] = {
    [TC_ALARM_UNTAKEN] = "untaken",
    [TC_ALARM_UNDISPATCHED] = "undispatched",
    [TC_ALARM_UNACKNOWLEDGED] = "unacknowledged",
    [TC_ALARM_MESSAGE] = "message",
    [TC_ALARM_LATE] = "late",
    [TC_ALARM_UNARRIVED] = "unarrived",
    [TC_ALARM_UNFINISHED] = "unfinished",
    [TC_ALARM_UNANSWERED] = "unanswered",
    [TC_ALARM_APPOINTMENT] = "appointment",
    [TC_ALARM_UNTOLD] = "untold",
    [TC_ALARM_SOON] = "soon",
    [TC_ALARM_MEMBERS] = "members",
    [TC_ALARM_JOURNAL] = "journal",
};

const char *
tc_alarm_kind_get_code (TcAlarmKind kind)
{
  return kinds[kind];
}

TcAlarmPriority
tc_alarm_find_priority (TcAlarmKind kind, gint64 incident_priority)
{
  /* By what is wrong, of an emergency, urgent, attention, notice. */
  static const TcAlarmPriority table[TC_ALARM_N_KINDS][TC_PRIORITY_NOTICE] = {
      [TC_ALARM_UNTAKEN] = {TC_ALARM_HIGH, TC_ALARM_MEDIUM, TC_ALARM_LOW, TC_ALARM_LOW},
      [TC_ALARM_UNDISPATCHED] = {TC_ALARM_HIGH, TC_ALARM_MEDIUM, TC_ALARM_LOW, TC_ALARM_LOW},
      [TC_ALARM_UNACKNOWLEDGED] = {TC_ALARM_HIGH, TC_ALARM_MEDIUM, TC_ALARM_LOW, TC_ALARM_LOW},
      [TC_ALARM_MESSAGE] = {TC_ALARM_MEDIUM, TC_ALARM_MEDIUM, TC_ALARM_LOW, TC_ALARM_LOW},
      [TC_ALARM_LATE] = {TC_ALARM_MEDIUM, TC_ALARM_LOW, TC_ALARM_LOW, TC_ALARM_LOW},
      [TC_ALARM_UNARRIVED] = {TC_ALARM_MEDIUM, TC_ALARM_MEDIUM, TC_ALARM_LOW, TC_ALARM_LOW},
      [TC_ALARM_UNFINISHED] = {TC_ALARM_MEDIUM, TC_ALARM_LOW, TC_ALARM_LOW, TC_ALARM_LOW},
      [TC_ALARM_UNANSWERED] = {TC_ALARM_MEDIUM, TC_ALARM_LOW, TC_ALARM_LOW, TC_ALARM_LOW},
      [TC_ALARM_APPOINTMENT] = {TC_ALARM_MEDIUM, TC_ALARM_MEDIUM, TC_ALARM_LOW, TC_ALARM_LOW},
      /* Nobody is in danger: it is over. */
      [TC_ALARM_UNTOLD] = {TC_ALARM_LOW, TC_ALARM_LOW, TC_ALARM_LOW, TC_ALARM_LOW},
      [TC_ALARM_SOON] = {TC_ALARM_MEDIUM, TC_ALARM_LOW, TC_ALARM_LOW, TC_ALARM_LOW},
      [TC_ALARM_MEMBERS] = {TC_ALARM_MEDIUM, TC_ALARM_MEDIUM, TC_ALARM_LOW, TC_ALARM_LOW},
      [TC_ALARM_JOURNAL] = {TC_ALARM_MEDIUM, TC_ALARM_MEDIUM, TC_ALARM_LOW, TC_ALARM_LOW},
  };

  return table[kind][CLAMP (incident_priority, TC_PRIORITY_EMERGENCY, TC_PRIORITY_NOTICE) - 1];
}

gint64
tc_alarm_find_standing (TcIncidentState state, const TcServiceLevel *level, TcAlarmKind *kind)
{
  switch (state) {
  case TC_STATE_ACKNOWLEDGED:
    *kind = TC_ALARM_UNARRIVED;
    return level->arrive_minutes;
  case TC_STATE_WORKING:
    *kind = TC_ALARM_UNFINISHED;
    return level->work_minutes;
  case TC_STATE_WAITING:
  case TC_STATE_FORWARDED:
    *kind = TC_ALARM_UNANSWERED;
    return level->reply_minutes;
  case TC_STATE_SCHEDULED:
    *kind = TC_ALARM_APPOINTMENT;
    return 0;
  default:
    return TC_NONE;
  }
}

/* ---- guards ---- */

static gboolean
is_of_journal (const char *kind)
{
  return g_str_equal (kind, kinds[TC_ALARM_JOURNAL]);
}

gboolean
tc_alarm_check (TcApply *apply, gint64 incident_id, const char *kind, TcIncidentRecord *incident)
{
  gboolean over;

  if (!g_strv_contains (kinds, kind))
    return tc_apply_refuse (apply, "operation.arguments", "operation", TC_S, apply->op->name,
                            "argument", TC_S, "kind", NULL);
  if (is_of_journal (kind)) {
    memset (incident, 0, sizeof *incident);
    return tc_alarm_journal_check (apply, incident_id);
  }
  if (!tc_incident_load (apply, incident_id, incident))
    return FALSE;
  over = incident->from == TC_STATE_RESOLVED || incident->from == TC_STATE_PUBLISHED;
  if (tc_incident_state_is_open (incident->from) &&
      over == g_str_equal (kind, kinds[TC_ALARM_UNTOLD]))
    return TRUE;
  /* What leads an event may be resolved while the event goes on. */
  if (g_str_equal (kind, kinds[TC_ALARM_MEMBERS]) &&
      tc_database_get_int (apply->db, 0,
                           "SELECT 1 FROM big_event WHERE id = ? AND ended_us IS NULL", "i",
                           incident_id))
    return TRUE;
  return tc_apply_refuse (apply, "alarm.over", "incident", TC_S, incident->code, NULL);
}

/* Whether a mark can be made of it. @incident: (out): as tc_alarm_check() */
static gboolean
check_mark (TcApply *apply, gint64 incident_id, const char *kind, TcIncidentRecord *incident)
{
  return tc_incident_check_new (apply, "SELECT 1 FROM alarm_mark WHERE id = ?",
                                apply->op->head.id) &&
         tc_alarm_check (apply, incident_id, kind, incident);
}

/* What was done last counts, whatever the clocks of the desks say. */
static gint64
get_mark_time (TcApply *apply, gint64 incident_id, const char *kind)
{
  gint64 newest_us = tc_database_get_int (
      apply->db, 0, "SELECT max (at_us) FROM alarm_mark WHERE incident_id = ? AND kind = ?", "is",
      incident_id, kind);

  return MAX (apply->now_us, newest_us + 1);
}

static void
write_mark (TcApply *apply, gint64 incident_id, const char *kind, const char *act, gint64 until_us,
            const char *reason, gint64 called_id)
{
  const TcOperationHead *head = &apply->op->head;

  tc_database_execute (apply->db,
                       "INSERT INTO alarm_mark (id, scope, incident_id, kind, act, staff_id,"
                       " replica, at_us, until_us, reason, called_id)"
                       " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       "iiissiiiiso", head->id, (gint64) TC_SCOPE_INCIDENTS, incident_id, kind, act,
                       head->actor_id, (gint64) head->replica,
                       get_mark_time (apply, incident_id, kind), until_us, reason, called_id);
}

/* ---- alarm.acknowledge, alarm.unshelve ---- */

static const TcArg mark_args[] = {
    TC_ARG (TcAlarmMark, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcAlarmMark, kind, TC_ARG_CODE, TC_REQUIRED, 0),
    {NULL},
};

/* What the units wrote until now is read, and the row in the queue says so. */
static void
read_words (TcApply *apply, gint64 incident_id)
{
  tc_database_execute (apply->db,
                       "UPDATE dispatch SET said_us = NULL WHERE incident_id = ? AND said_us <= ?",
                       "ii", incident_id, apply->now_us);
  tc_database_execute (apply->db, "UPDATE incident SET changed_us = ?2 WHERE id = ?1", "ii",
                       incident_id, apply->now_us);
}

static gboolean
apply_acknowledge (TcApply *apply, gconstpointer data)
{
  const TcAlarmMark *args = data;
  TcIncidentRecord incident;

  if (!check_mark (apply, args->incident_id, args->kind, &incident))
    return FALSE;
  write_mark (apply, args->incident_id, args->kind, "acknowledged", TC_NONE, NULL, 0);
  if (g_str_equal (args->kind, kinds[TC_ALARM_MESSAGE]))
    read_words (apply, args->incident_id);
  return TRUE;
}

const TcOperationType tc_alarm_acknowledge_type = {
    .name = "alarm.acknowledge",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = mark_args,
    .args_size = sizeof (TcAlarmMark),
    .apply = apply_acknowledge,
};

static gboolean
apply_unshelve (TcApply *apply, gconstpointer data)
{
  const TcAlarmMark *args = data;
  TcIncidentRecord incident;

  if (!check_mark (apply, args->incident_id, args->kind, &incident))
    return FALSE;
  if (tc_database_get_int (apply->db, 0,
                           "SELECT act = 'shelved' AND until_us > ?3 FROM alarm_mark"
                           " WHERE incident_id = ?1 AND kind = ?2 AND act <> 'called'"
                           " ORDER BY at_us DESC, id DESC"
                           " LIMIT 1",
                           "isi", args->incident_id, args->kind, apply->now_us) != 1)
    return is_of_journal (args->kind) ? tc_apply_refuse (apply, "journal.not-shelved", NULL)
                                      : tc_apply_refuse (apply, "alarm.not-shelved", "incident",
                                                         TC_S, incident.code, NULL);
  write_mark (apply, args->incident_id, args->kind, "unshelved", TC_NONE, NULL, 0);
  return TRUE;
}

const TcOperationType tc_alarm_unshelve_type = {
    .name = "alarm.unshelve",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = mark_args,
    .args_size = sizeof (TcAlarmMark),
    .apply = apply_unshelve,
};

/* ---- alarm.call ---- */

static const TcArg call_args[] = {
    TC_ARG (TcAlarmCall, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcAlarmCall, kind, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcAlarmCall, staff_id, TC_ARG_ID, TC_REQUIRED, 0),
    {NULL},
};

static gboolean
apply_call (TcApply *apply, gconstpointer data)
{
  const TcAlarmCall *args = data;
  TcIncidentRecord incident;

  if (!check_mark (apply, args->incident_id, args->kind, &incident) ||
      !tc_guard_staff_active (apply, args->staff_id, apply->now_us))
    return FALSE;
  write_mark (apply, args->incident_id, args->kind, "called", TC_NONE, NULL, args->staff_id);
  return TRUE;
}

const TcOperationType tc_alarm_call_type = {
    .name = "alarm.call",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = call_args,
    .args_size = sizeof (TcAlarmCall),
    .apply = apply_call,
};

/* ---- alarm.shelve ---- */

static const TcArg shelve_args[] = {
    TC_ARG (TcAlarmShelve, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcAlarmShelve, kind, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcAlarmShelve, reason, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcAlarmShelve, until_us, TC_ARG_TIME, TC_REQUIRED, 0),
    {NULL},
};

static gboolean
apply_shelve (TcApply *apply, gconstpointer data)
{
  static const char *const reasons[] = {"known", "waiting", "wrong", "other", NULL};
  const TcAlarmShelve *args = data;
  TcIncidentRecord incident;

  if (!check_mark (apply, args->incident_id, args->kind, &incident) ||
      !tc_incident_check_reason (apply, args->reason, reasons))
    return FALSE;
  if (args->until_us <= apply->now_us || args->until_us > apply->now_us + TC_ALARM_SHELVE_US_MAX)
    return tc_apply_refuse (apply, "alarm.shelve-time", "until", TC_I, args->until_us, NULL);
  if (incident.priority == TC_PRIORITY_EMERGENCY && !incident.staff_id && !incident.unit_id)
    return tc_apply_refuse (apply, "alarm.emergency", "incident", TC_S, incident.code, NULL);
  write_mark (apply, args->incident_id, args->kind, "shelved", args->until_us, args->reason, 0);
  return TRUE;
}

const TcOperationType tc_alarm_shelve_type = {
    .name = "alarm.shelve",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = shelve_args,
    .args_size = sizeof (TcAlarmShelve),
    .apply = apply_shelve,
};
