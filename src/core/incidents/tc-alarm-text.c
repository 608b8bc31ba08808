/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whom the server told of an alarm by a text message; see the header.
 */
#include "tc-alarm-text.h"

#include "tc-alarm-private.h"
#include "tc-alarm-rule.h"

/* Of one alarm: more than the roles of all its steps have people whom one tells. */
#define LISTED_MAX 200
#define TRIES_MAX 1000
#define IS_OPEN "state IN ('sending', 'waiting')"

static const char *const states[TC_ALARM_TEXT_N_STATES + 1] = {
    [TC_ALARM_TEXT_SENDING] = "sending", [TC_ALARM_TEXT_WAITING] = "waiting",
    [TC_ALARM_TEXT_SENT] = "sent",       [TC_ALARM_TEXT_FAILED] = "failed",
    [TC_ALARM_TEXT_UNSURE] = "unsure",   [TC_ALARM_TEXT_STOPPED] = "stopped",
};

const char *
tc_alarm_text_state_get_code (TcAlarmTextState state)
{
  return states[state];
}

/* ---- which there are ---- */

static void
free_text (gpointer data)
{
  g_free (((TcAlarmText *) data)->name);
  g_free (data);
}

/* A state of a newer program is none that is known: it is passed over. */
static gboolean
read_state (const char *code, TcAlarmTextState *state)
{
  for (guint i = 0; i < TC_ALARM_TEXT_N_STATES; i++) {
    if (g_strcmp0 (states[i], code) != 0)
      continue;
    *state = i;
    return TRUE;
  }
  return FALSE;
}

GPtrArray *
tc_alarm_text_list (TcDatabase *db, const TcAlarm *alarm)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (free_text);
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT t.staff_id, s.name, t.state, t.at_us FROM alarm_text AS t LEFT JOIN staff AS s"
      " ON s.id = t.staff_id WHERE t.incident_id = ? AND t.kind = ? AND t.made_us >= ?"
      " AND (t.state <> 'stopped' OR ?) ORDER BY t.made_us, t.id LIMIT ?",
      "isiii", alarm->incident_id, tc_alarm_kind_get_code (alarm->kind),
      tc_alarm_find_begin (alarm), (gint64) (alarm->escalated_us == 0), (gint64) LISTED_MAX);

  while (tc_query_next (query)) {
    TcAlarmText text = {.staff_id = tc_query_id (query, 0), .at_us = tc_query_int (query, 3)};

    if (!read_state (tc_query_text (query, 2), &text.state))
      continue;
    text.name = tc_query_dup_text (query, 1);
    g_ptr_array_add (list, g_memdup2 (&text, sizeof text));
  }
  return list;
}

/* ---- alarm.text ---- */

static const TcArg text_args[] = {
    TC_ARG (TcAlarmTextNew, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcAlarmTextNew, kind, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcAlarmTextNew, staff_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcAlarmTextNew, text_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcAlarmTextNew, begin_us, TC_ARG_TIME, TC_REQUIRED, 0),
    {NULL},
};

/* Whether nobody did anything about it yet. */
static gboolean
check_untouched (TcApply *apply, const TcAlarmTextNew *args, const TcIncidentRecord *incident)
{
  if (!incident->staff_id &&
      !tc_database_get_int (apply->db, 0,
                            "SELECT 1 FROM alarm_mark WHERE incident_id = ? AND kind = ?"
                            " AND act <> 'called' AND at_us > ? LIMIT 1",
                            "isi", args->incident_id, args->kind, args->begin_us))
    return TRUE;
  return tc_apply_refuse (apply, "alarm.handled", NULL);
}

static gboolean
check_untold (TcApply *apply, const TcAlarmTextNew *args)
{
  if (tc_database_get_int (apply->db, 0,
                           "SELECT 1 FROM alarm_text WHERE incident_id = ? AND kind = ?"
                           " AND staff_id = ? AND made_us >= ? AND state <> 'stopped' LIMIT 1",
                           "isii", args->incident_id, args->kind, args->staff_id, args->begin_us))
    return tc_apply_refuse (apply, "alarm.texted", "staff", TC_I, args->staff_id, NULL);
  /* Nothing is added to one that has gone. */
  if (tc_database_get_int (
          apply->db, 0, "SELECT 1 FROM alarm_text WHERE text_id = ? AND state <> 'sending' LIMIT 1",
          "i", args->text_id))
    return tc_apply_refuse (apply, "alarm.text-state", NULL);
  return TRUE;
}

static gboolean
apply_text (TcApply *apply, gconstpointer data)
{
  const TcAlarmTextNew *args = data;
  TcIncidentRecord incident;

  if (!tc_incident_check_new (apply, "SELECT 1 FROM alarm_text WHERE id = ?", apply->op->head.id) ||
      !tc_alarm_check (apply, args->incident_id, args->kind, &incident) ||
      !tc_guard_staff_active (apply, args->staff_id, apply->now_us) ||
      !check_untouched (apply, args, &incident) || !check_untold (apply, args))
    return FALSE;
  tc_database_execute (apply->db,
                       "INSERT INTO alarm_text VALUES (?, ?, ?, ?, ?, ?, 'sending', 0, ?7, ?7)",
                       "iiisiii", apply->op->head.id, (gint64) TC_SCOPE_INCIDENTS,
                       args->incident_id, args->kind, args->staff_id, args->text_id, apply->now_us);
  return TRUE;
}

const TcOperationType tc_alarm_text_type = {
    .name = "alarm.text",
    .version = 1,
    .reads = "incidents",
    .args = text_args,
    .args_size = sizeof (TcAlarmTextNew),
    .apply = apply_text,
};

/* ---- alarm.text-state ---- */

static const TcArg change_args[] = {
    TC_ARG (TcAlarmTextChange, text_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcAlarmTextChange, row_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcAlarmTextChange, state, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcAlarmTextChange, tries, TC_ARG_INT, TC_REQUIRED, TRIES_MAX),
    {NULL},
};

static gboolean
apply_change (TcApply *apply, gconstpointer data)
{
  const TcAlarmTextChange *args = data;

  if (!g_strv_contains (states, args->state))
    return tc_apply_refuse (apply, "operation.arguments", "operation", TC_S, apply->op->name,
                            "argument", TC_S, "state", NULL);
  if (!tc_database_get_int (apply->db, 0,
                            "SELECT 1 FROM alarm_text WHERE text_id = ?1 AND " IS_OPEN
                            " AND (?2 IS NULL OR id = ?2) LIMIT 1",
                            "io", args->text_id, args->row_id))
    return tc_apply_refuse (apply, "alarm.text-state", NULL);
  tc_database_execute (apply->db,
                       "UPDATE alarm_text SET state = ?3, tries = ?4, at_us = ?5"
                       " WHERE text_id = ?1 AND " IS_OPEN " AND (?2 IS NULL OR id = ?2)",
                       "iosii", args->text_id, args->row_id, args->state, args->tries,
                       apply->now_us);
  return TRUE;
}

const TcOperationType tc_alarm_text_state_type = {
    .name = "alarm.text-state",
    .version = 1,
    .reads = "incidents",
    .args = change_args,
    .args_size = sizeof (TcAlarmTextChange),
    .apply = apply_change,
};
