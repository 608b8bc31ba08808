/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Big events, and what belongs to them; see the header. Each step is a row in the history of the
 * incident that leads; that an incident was added or taken out is in its own.
 */
#include "tc-big-event.h"

#include "tc-incident-record.h"

#include "tc-limits.h"

const char *const tc_big_event_kinds[] = {"storm", "flood", "fire", "other", NULL};

/* A history row that it writes has the operation's id. */
static gboolean
check_id (TcApply *apply)
{
  return tc_incident_check_new (apply, "SELECT 1 FROM incident_event WHERE id = ?",
                                apply->op->head.id);
}

static gboolean
refuse_code (TcApply *apply, const char *code, gint64 incident_id)
{
  g_autofree char *incident = tc_database_dup_text (
      apply->db, "SELECT code FROM incident WHERE id = ?", "i", incident_id);

  return tc_apply_refuse (apply, code, "incident", TC_S, incident ? incident : "", NULL);
}

gboolean
tc_big_event_check (TcApply *apply, gint64 event_id, gboolean running)
{
  gint64 ended = tc_database_get_int (
      apply->db, -1, "SELECT ended_us IS NOT NULL FROM big_event WHERE id = ?", "i", event_id);

  if (ended < 0)
    return tc_apply_refuse (apply, "event.unknown", "event", TC_I, event_id, NULL);
  return !(running && ended) || refuse_code (apply, "event.ended", event_id);
}

/* FALSE with "event.member" if it belongs to one. */
static gboolean
check_free (TcApply *apply, const TcIncidentRecord *incident)
{
  gint64 event_id = tc_database_get_int (apply->db, 0,
                                         "SELECT event_id FROM big_event_member WHERE incident_id"
                                         " = ? AND ended_us IS NULL ORDER BY id LIMIT 1",
                                         "i", incident->id);
  g_autofree char *event = NULL;

  if (!event_id)
    return TRUE;
  event = tc_database_dup_text (apply->db, "SELECT code FROM incident WHERE id = ?", "i", event_id);
  return tc_apply_refuse (apply, "event.member", "incident", TC_S, incident->code, "event", TC_S,
                          event ? event : "", NULL);
}

/* The incident, which is none that was merged into another. */
static gboolean
load (TcApply *apply, gint64 incident_id, TcIncidentRecord *incident)
{
  if (!check_id (apply) || !tc_incident_load (apply, incident_id, incident))
    return FALSE;
  return incident->from != TC_STATE_MERGED || tc_incident_refuse_state (apply, incident);
}

/* The incident that leads an event that is there. */
static gboolean
load_event (TcApply *apply, gint64 event_id, gboolean running, TcIncidentRecord *incident)
{
  return check_id (apply) && tc_big_event_check (apply, event_id, running) &&
         tc_incident_load (apply, event_id, incident);
}

/* ---- event.declare ---- */

static const TcArg declare_args[] = {
    TC_ARG (TcEventDeclare, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcEventDeclare, kind, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcEventDeclare, name, TC_ARG_LINE, TC_OPTIONAL, TC_TITLE_CHARS_MAX),
    TC_ARG (TcEventDeclare, commander, TC_ARG_LINE, TC_OPTIONAL, TC_NAME_CHARS_MAX),
    TC_ARG (TcEventDeclare, begun_us, TC_ARG_TIME, TC_OPTIONAL, 0),
    {NULL},
};

static gboolean
apply_declare (TcApply *apply, gconstpointer data)
{
  const TcEventDeclare *args = data;
  const TcOperationHead *head = &apply->op->head;
  gint64 begun_us = tc_apply_time (apply, args->begun_us);
  TcIncidentRecord incident;

  if (!g_strv_contains (tc_big_event_kinds, args->kind))
    return tc_incident_refuse_argument (apply, "kind");
  if (begun_us > apply->now_us)
    return tc_apply_refuse (apply, "event.begun", NULL);
  if (!load (apply, args->incident_id, &incident) || !check_free (apply, &incident))
    return FALSE;
  if (tc_database_get_int (apply->db, 0, "SELECT 1 FROM big_event WHERE id = ?", "i", incident.id))
    return refuse_code (apply, "event.declared", incident.id);
  tc_database_execute (apply->db,
                       "INSERT INTO big_event (id, scope, kind, name, commander, begun_us,"
                       " staff_id, replica, at_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       "iisssioii", incident.id, (gint64) TC_SCOPE_INCIDENTS, args->kind,
                       args->name, args->commander, begun_us, head->actor_id,
                       (gint64) head->replica, apply->now_us);
  tc_incident_write_event (apply, &incident, &(TcIncidentNote){.text = args->name});
  return TRUE;
}

const TcOperationType tc_event_declare_type = {
    .name = "event.declare",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = declare_args,
    .args_size = sizeof (TcEventDeclare),
    .apply = apply_declare,
};

/* ---- event.command ---- */

static const TcArg command_args[] = {
    TC_ARG (TcEventCommand, event_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcEventCommand, commander, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    {NULL},
};

static gboolean
apply_command (TcApply *apply, gconstpointer data)
{
  const TcEventCommand *args = data;
  TcIncidentRecord incident;

  if (!load_event (apply, args->event_id, TRUE, &incident))
    return FALSE;
  tc_database_execute (apply->db, "UPDATE big_event SET commander = ?2 WHERE id = ?1", "is",
                       incident.id, args->commander);
  tc_incident_write_event (apply, &incident, &(TcIncidentNote){.text = args->commander});
  return TRUE;
}

const TcOperationType tc_event_command_type = {
    .name = "event.command",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = command_args,
    .args_size = sizeof (TcEventCommand),
    .apply = apply_command,
};

/* ---- event.end, event.resume ---- */

static const TcArg only_args[] = {
    TC_ARG (TcEventOnly, event_id, TC_ARG_ID, TC_REQUIRED, 0),
    {NULL},
};

static void
set_end (TcApply *apply, const TcIncidentRecord *incident, gint64 ended_us)
{
  tc_database_execute (apply->db, "UPDATE big_event SET ended_us = ?2 WHERE id = ?1", "ii",
                       incident->id, ended_us);
  tc_incident_write_event (apply, incident, &(TcIncidentNote){0});
}

static gboolean
apply_end (TcApply *apply, gconstpointer data)
{
  TcIncidentRecord incident;

  if (!load_event (apply, ((const TcEventOnly *) data)->event_id, TRUE, &incident))
    return FALSE;
  set_end (apply, &incident, apply->now_us);
  return TRUE;
}

const TcOperationType tc_event_end_type = {
    .name = "event.end",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = only_args,
    .args_size = sizeof (TcEventOnly),
    .apply = apply_end,
};

static gboolean
apply_resume (TcApply *apply, gconstpointer data)
{
  TcIncidentRecord incident;

  if (!load_event (apply, ((const TcEventOnly *) data)->event_id, FALSE, &incident))
    return FALSE;
  if (!tc_database_get_int (apply->db, 0, "SELECT ended_us IS NOT NULL FROM big_event WHERE id = ?",
                            "i", incident.id))
    return refuse_code (apply, "event.not-ended", incident.id);
  set_end (apply, &incident, TC_NONE);
  return TRUE;
}

const TcOperationType tc_event_resume_type = {
    .name = "event.resume",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = only_args,
    .args_size = sizeof (TcEventOnly),
    .apply = apply_resume,
};

/* ---- event.add, event.remove ---- */

static const TcArg member_args[] = {
    TC_ARG (TcEventMember, event_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcEventMember, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    {NULL},
};

static gboolean
apply_add (TcApply *apply, gconstpointer data)
{
  const TcEventMember *args = data;
  const TcOperationHead *head = &apply->op->head;
  TcIncidentRecord incident;

  if (!tc_big_event_check (apply, args->event_id, TRUE) ||
      !tc_incident_check_new (apply, "SELECT 1 FROM big_event_member WHERE id = ?", head->id) ||
      !load (apply, args->incident_id, &incident) || !check_free (apply, &incident))
    return FALSE;
  if (tc_database_get_int (apply->db, 0, "SELECT 1 FROM big_event WHERE id = ?", "i", incident.id))
    return refuse_code (apply, "event.leads", incident.id);
  tc_database_execute (apply->db,
                       "INSERT INTO big_event_member (id, scope, event_id, incident_id, staff_id,"
                       " replica, at_us) VALUES (?, ?, ?, ?, ?, ?, ?)",
                       "iiiioii", head->id, (gint64) TC_SCOPE_INCIDENTS, args->event_id,
                       incident.id, head->actor_id, (gint64) head->replica, apply->now_us);
  tc_incident_write_event (apply, &incident, &(TcIncidentNote){.other_id = args->event_id});
  return TRUE;
}

const TcOperationType tc_event_add_type = {
    .name = "event.add",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = member_args,
    .args_size = sizeof (TcEventMember),
    .apply = apply_add,
};

static gboolean
apply_remove (TcApply *apply, gconstpointer data)
{
  const TcEventMember *args = data;
  const TcOperationHead *head = &apply->op->head;
  TcIncidentRecord incident;

  if (!check_id (apply) || !tc_big_event_check (apply, args->event_id, FALSE) ||
      !tc_incident_load (apply, args->incident_id, &incident))
    return FALSE;
  tc_database_execute (apply->db,
                       "UPDATE big_event_member SET ended_us = ?3, ended_by = ?4,"
                       " ended_replica = ?5 WHERE event_id = ?1 AND incident_id = ?2"
                       " AND ended_us IS NULL",
                       "iiioi", args->event_id, incident.id, apply->now_us, head->actor_id,
                       (gint64) head->replica);
  if (tc_database_changes (apply->db) == 0)
    return refuse_code (apply, "event.not-member", incident.id);
  tc_incident_write_event (apply, &incident, &(TcIncidentNote){.other_id = args->event_id});
  return TRUE;
}

const TcOperationType tc_event_remove_type = {
    .name = "event.remove",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = member_args,
    .args_size = sizeof (TcEventMember),
    .apply = apply_remove,
};

/* ---- event.log ---- */

static const TcArg log_args[] = {
    TC_ARG (TcEventLog, event_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcEventLog, text, TC_ARG_PARAGRAPH, TC_REQUIRED, TC_TEXT_CHARS_MAX),
    {NULL},
};

static gboolean
apply_log (TcApply *apply, gconstpointer data)
{
  const TcEventLog *args = data;
  TcIncidentRecord incident;

  if (!load_event (apply, args->event_id, FALSE, &incident))
    return FALSE;
  tc_incident_write_event (apply, &incident, &(TcIncidentNote){.text = args->text});
  return TRUE;
}

const TcOperationType tc_event_log_type = {
    .name = "event.log",
    .version = 1,
    .capability = TC_MAY_REPORT,
    .reads = "incidents",
    .args = log_args,
    .args_size = sizeof (TcEventLog),
    .apply = apply_log,
};
