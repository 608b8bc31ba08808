/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a unit is asked and what it does: dispatch and recall by the centre; acknowledge, set out,
 * arrive, return, start and resolve by the unit, or by the centre on its behalf (a crew calls in by
 * radio). A unit that nobody has an account at is telephoned (reach), or presses the buttons of the
 * order's page, whose links the centre can make void (renew-page).
 *
 * DESIGN: guards read `dispatch`, the centre's row; `task`, the unit's own row in its own scope,
 * has the same id and is written blind, since a desk of the centre doesn't hold that scope.
 */
#include "tc-incident-record.h"

#include <string.h>

typedef struct {
  gint64 id;
  gint64 agency_id;
} Task;

static void
set_task_state (TcApply *apply, const Task *task, const char *state)
{
  tc_database_execute (apply->db, "UPDATE dispatch SET state = ?2 WHERE id = ?1", "is", task->id,
                       state);
  tc_database_execute (apply->db, "UPDATE task SET state = ?2 WHERE id = ?1", "is", task->id,
                       state);
}

static void
end_task (TcApply *apply, const Task *task, const char *state, const char *text)
{
  set_task_state (apply, task, state);
  tc_database_execute (apply->db, "UPDATE dispatch SET ended_us = ?2 WHERE id = ?1", "ii", task->id,
                       apply->now_us);
  tc_database_execute (apply->db, "UPDATE task SET ended_us = ?2, end_text = ?3 WHERE id = ?1",
                       "iis", task->id, apply->now_us, text);
  /* What it was given to know of who reported it was for this order alone. */
  tc_database_execute (apply->db, "DELETE FROM reporter WHERE task_id = ?", "i", task->id);
}

/* Finds the task and checks that it is of this incident, in one of @states, and the actor's; and
 * that only the server says that it was the unit itself, on its page. */
static gboolean
find_task_via (TcApply *apply, gint64 incident_id, gint64 task_id, const char *const *states,
               const char *via, Task *task)
{
  g_autoptr (TcQuery) query = tc_database_query (
      apply->db, "SELECT agency_id, state FROM dispatch WHERE id = ? AND incident_id = ?", "ii",
      task_id, incident_id);

  if (!tc_query_next (query))
    return tc_apply_refuse (apply, "task.unknown", "task", TC_I, task_id, NULL);
  task->id = task_id;
  task->agency_id = tc_query_id (query, 0);
  if (!g_strv_contains (states, tc_query_text (query, 1)))
    return tc_apply_refuse (apply, "task.state", "task", TC_I, task_id, "state", TC_S,
                            tc_query_text (query, 1), "step", TC_S, apply->op->name, NULL);
  if (!tc_incident_serves (apply, task->agency_id))
    return tc_apply_refuse (apply, "task.not-yours", "agency", TC_I, task->agency_id, NULL);
  return !via || tc_incident_check_via (apply, via);
}

static gboolean
find_task (TcApply *apply, gint64 incident_id, gint64 task_id, const char *const *states,
           Task *task)
{
  return find_task_via (apply, incident_id, task_id, states, NULL, task);
}

/* Of what the centre alone does. */
static gboolean
check_no_via (TcApply *apply, const TcIncidentTask *args)
{
  return !args->via || tc_incident_refuse_argument (apply, "via");
}

static const char *const open_states[] = {"sent", "acknowledged", "working", NULL};

/* ---- incident.dispatch ---- */

static const TcArg dispatch_args[] = {
    TC_ARG (TcIncidentDispatch, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentDispatch, task_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentDispatch, agency_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentDispatch, asked, TC_ARG_PARAGRAPH, TC_OPTIONAL, TC_REASON_CHARS_MAX),
    TC_ARG (TcIncidentDispatch, due_us, TC_ARG_TIME, TC_OPTIONAL, 0),
    {NULL},
};

static void
write_task (TcApply *apply, const TcIncidentDispatch *args, const TcIncidentRecord *incident)
{
  gint64 due_us = args->due_us == TC_NONE ? incident->due_us : args->due_us;

  tc_database_execute (
      apply->db,
      "INSERT INTO dispatch (id, scope, incident_id, agency_id, state, asked, due_us, sent_by,"
      " sent_us) SELECT ?1, ?2, id, ?3, 'sent', ifnull (?4, title), ?5, ?6, ?7 FROM incident"
      " WHERE id = ?8",
      "iiisiiii", args->task_id, (gint64) TC_SCOPE_INCIDENTS, args->agency_id, args->asked, due_us,
      apply->op->head.actor_id, apply->now_us, incident->id);
  tc_database_execute (
      apply->db,
      "INSERT INTO task (id, scope, incident_id, incident_code, agency_id, state, asked, title,"
      " matter, field_id, priority, area_id, lat_e7, lon_e7, address, due_us, sent_us)"
      " SELECT ?1, ?2, id, code, ?2, 'sent', ifnull (?3, title), title,"
      " (SELECT text FROM report WHERE incident_id = ?6 ORDER BY id LIMIT 1), field_id, priority,"
      " area_id, lat_e7, lon_e7, address, ?4, ?5 FROM incident WHERE id = ?6",
      "iisiii", args->task_id, args->agency_id, args->asked, due_us, apply->now_us, incident->id);
}

static gboolean
apply_dispatch (TcApply *apply, gconstpointer data)
{
  const TcIncidentDispatch *args = data;
  TcIncidentRecord incident;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_DISPATCH, &incident) ||
      !tc_guard_agency_in_force (apply, args->agency_id, apply->now_us) ||
      !tc_incident_check_new (apply, "SELECT 1 FROM dispatch WHERE id = ?", args->task_id))
    return FALSE;
  if (tc_database_get_int (apply->db, 0,
                           "SELECT 1 FROM dispatch WHERE incident_id = ? AND agency_id = ?"
                           " AND state IN ('sent', 'acknowledged', 'working') LIMIT 1",
                           "ii", incident.id, args->agency_id))
    return tc_apply_refuse (apply, "incident.already-sent", "incident", TC_S, incident.code,
                            "agency", TC_I, args->agency_id, NULL);
  write_task (apply, args, &incident);
  if (!tc_database_get_int (apply->db, 0,
                            "SELECT 1 FROM dispatch WHERE incident_id = ? AND agency_id IS ?"
                            " AND state IN ('sent', 'acknowledged', 'working') LIMIT 1",
                            "io", incident.id, incident.unit_id))
    incident.unit_id = args->agency_id;
  return tc_incident_finish (apply, &incident,
                             &(TcIncidentNote){
                                 .agency_id = args->agency_id,
                                 .other_id = args->task_id,
                                 .text = args->asked,
                             });
}

const TcOperationType tc_incident_dispatch_type = {
    .name = "incident.dispatch",
    .version = 1,
    .capability = TC_MAY_DISPATCH,
    .reads = "incidents",
    .args = dispatch_args,
    .args_size = sizeof (TcIncidentDispatch),
    .apply = apply_dispatch,
};

/* ---- incident.acknowledge, incident.recall ---- */

static const TcArg task_args[] = {
    TC_ARG (TcIncidentTask, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentTask, task_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentTask, text, TC_ARG_PARAGRAPH, TC_OPTIONAL, TC_REASON_CHARS_MAX),
    TC_ARG (TcIncidentTask, via, TC_ARG_CODE, TC_OPTIONAL, 0),
    {NULL},
};

static gboolean
finish_task_step (TcApply *apply, TcIncidentRecord *incident, const Task *task, const char *text,
                  const char *via)
{
  return tc_incident_finish (apply, incident,
                             &(TcIncidentNote){
                                 .agency_id = task->agency_id,
                                 .other_id = task->id,
                                 .reason = via,
                                 .text = text,
                             });
}

/* It knows of the order; the first time counts. */
static void
mark_known (TcApply *apply, const Task *task)
{
  tc_database_execute (apply->db,
                       "UPDATE dispatch SET acknowledged_us = ?2, acknowledged_by = ?3"
                       " WHERE id = ?1 AND acknowledged_us IS NULL",
                       "iii", task->id, apply->now_us, apply->op->head.actor_id);
  tc_database_execute (apply->db,
                       "UPDATE task SET acknowledged_us = ?2, acknowledged_by = ?3"
                       " WHERE id = ?1 AND acknowledged_us IS NULL",
                       "iii", task->id, apply->now_us, apply->op->head.actor_id);
}

static gboolean
apply_acknowledge (TcApply *apply, gconstpointer data)
{
  static const char *const sent[] = {"sent", NULL};
  const TcIncidentTask *args = data;
  TcIncidentRecord incident;
  Task task;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_ACKNOWLEDGE, &incident) ||
      !find_task_via (apply, incident.id, args->task_id, sent, args->via, &task))
    return FALSE;
  set_task_state (apply, &task, "acknowledged");
  mark_known (apply, &task);
  return finish_task_step (apply, &incident, &task, args->text, args->via);
}

const TcOperationType tc_incident_acknowledge_type = {
    .name = "incident.acknowledge",
    .version = 1,
    .capability = TC_MAY_WORK,
    .reads = "incidents",
    .args = task_args,
    .args_size = sizeof (TcIncidentTask),
    .apply = apply_acknowledge,
};

/* ---- incident.reach ---- */

static const TcArg reach_args[] = {
    TC_ARG (TcIncidentReach, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentReach, task_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentReach, reason, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcIncidentReach, text, TC_ARG_PARAGRAPH, TC_OPTIONAL, TC_REASON_CHARS_MAX),
    {NULL},
};

static gboolean
apply_reach (TcApply *apply, gconstpointer data)
{
  static const char *const sent[] = {"sent", NULL}, *const reasons[] = {"answered", "no-answer",
                                                                        NULL};
  const TcIncidentReach *args = data;
  TcIncidentRecord incident;
  Task task;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_REACH, &incident) ||
      !tc_incident_check_reason (apply, args->reason, reasons) ||
      !find_task (apply, incident.id, args->task_id, sent, &task))
    return FALSE;
  if (g_str_equal (args->reason, "answered")) {
    set_task_state (apply, &task, "acknowledged");
    mark_known (apply, &task);
  } else {
    incident.to = incident.from;
  }
  return tc_incident_finish (apply, &incident,
                             &(TcIncidentNote){
                                 .agency_id = task.agency_id,
                                 .other_id = task.id,
                                 .reason = args->reason,
                                 .text = args->text,
                             });
}

const TcOperationType tc_incident_reach_type = {
    .name = "incident.reach",
    .version = 1,
    .capability = TC_MAY_DISPATCH,
    .reads = "incidents",
    .args = reach_args,
    .args_size = sizeof (TcIncidentReach),
    .apply = apply_reach,
};

/* ---- incident.set-out, incident.arrive ---- */

static gboolean
apply_set_out (TcApply *apply, gconstpointer data)
{
  static const char *const not_started[] = {"sent", "acknowledged", NULL};
  const TcIncidentTask *args = data;
  TcIncidentRecord incident;
  Task task;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_SET_OUT, &incident) ||
      !find_task_via (apply, incident.id, args->task_id, not_started, args->via, &task))
    return FALSE;
  set_task_state (apply, &task, "acknowledged");
  mark_known (apply, &task);
  tc_database_execute (apply->db,
                       "UPDATE dispatch SET way_us = ?2 WHERE id = ?1 AND way_us IS NULL", "ii",
                       task.id, apply->now_us);
  tc_database_execute (apply->db, "UPDATE task SET way_us = ?2 WHERE id = ?1 AND way_us IS NULL",
                       "ii", task.id, apply->now_us);
  return finish_task_step (apply, &incident, &task, args->text, args->via);
}

const TcOperationType tc_incident_set_out_type = {
    .name = "incident.set-out",
    .version = 1,
    .capability = TC_MAY_WORK,
    .reads = "incidents",
    .args = task_args,
    .args_size = sizeof (TcIncidentTask),
    .apply = apply_set_out,
};

static gboolean
apply_arrive (TcApply *apply, gconstpointer data)
{
  const TcIncidentTask *args = data;
  TcIncidentRecord incident;
  Task task;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_ARRIVE, &incident) ||
      !find_task_via (apply, incident.id, args->task_id, open_states, args->via, &task))
    return FALSE;
  set_task_state (apply, &task, "working");
  mark_known (apply, &task);
  tc_database_execute (apply->db,
                       "UPDATE dispatch SET scene_us = ifnull (scene_us, ?2),"
                       " started_us = ifnull (started_us, ?2) WHERE id = ?1",
                       "ii", task.id, apply->now_us);
  tc_database_execute (apply->db,
                       "UPDATE task SET scene_us = ifnull (scene_us, ?2),"
                       " started_us = ifnull (started_us, ?2) WHERE id = ?1",
                       "ii", task.id, apply->now_us);
  return finish_task_step (apply, &incident, &task, args->text, args->via);
}

const TcOperationType tc_incident_arrive_type = {
    .name = "incident.arrive",
    .version = 1,
    .capability = TC_MAY_WORK,
    .reads = "incidents",
    .args = task_args,
    .args_size = sizeof (TcIncidentTask),
    .apply = apply_arrive,
};

/* The incident's unit is one that still has a task; else nobody. */
static void
hand_over_unit (TcApply *apply, TcIncidentRecord *incident, const Task *ended)
{
  if (incident->unit_id != ended->agency_id)
    return;
  incident->unit_id = tc_database_get_int (
      apply->db, 0,
      "SELECT agency_id FROM dispatch WHERE incident_id = ?"
      " AND state IN ('sent', 'acknowledged', 'working') ORDER BY id LIMIT 1",
      "i", incident->id);
}

static gboolean
apply_recall (TcApply *apply, gconstpointer data)
{
  const TcIncidentTask *args = data;
  TcIncidentRecord incident;
  Task task;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_RECALL, &incident) ||
      !find_task (apply, incident.id, args->task_id, open_states, &task) ||
      !check_no_via (apply, args))
    return FALSE;
  end_task (apply, &task, "recalled", args->text);
  hand_over_unit (apply, &incident, &task);
  return finish_task_step (apply, &incident, &task, args->text, NULL);
}

const TcOperationType tc_incident_recall_type = {
    .name = "incident.recall",
    .version = 1,
    .capability = TC_MAY_DISPATCH,
    .reads = "incidents",
    .args = task_args,
    .args_size = sizeof (TcIncidentTask),
    .apply = apply_recall,
};

/* ---- incident.renew-page ---- */

static gboolean
apply_renew_page (TcApply *apply, gconstpointer data)
{
  const TcIncidentTask *args = data;
  TcIncidentRecord incident;
  Task task;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_RENEW_PAGE, &incident) ||
      !find_task (apply, incident.id, args->task_id, open_states, &task) ||
      !check_no_via (apply, args))
    return FALSE;
  return finish_task_step (apply, &incident, &task, args->text, NULL);
}

const TcOperationType tc_incident_renew_page_type = {
    .name = "incident.renew-page",
    .version = 1,
    .capability = TC_MAY_DISPATCH,
    .reads = "incidents",
    .args = task_args,
    .args_size = sizeof (TcIncidentTask),
    .apply = apply_renew_page,
};

/* ---- incident.return ---- */

static const TcArg return_args[] = {
    TC_ARG (TcIncidentReturn, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentReturn, task_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentReturn, agency_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcIncidentReturn, text, TC_ARG_PARAGRAPH, TC_REQUIRED, TC_REASON_CHARS_MAX),
    TC_ARG (TcIncidentReturn, via, TC_ARG_CODE, TC_OPTIONAL, 0),
    {NULL},
};

static gboolean
apply_return (TcApply *apply, gconstpointer data)
{
  const TcIncidentReturn *args = data;
  TcIncidentRecord incident;
  Task task;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_RETURN, &incident) ||
      !find_task_via (apply, incident.id, args->task_id, open_states, args->via, &task) ||
      (args->agency_id && !tc_guard_agency_in_force (apply, args->agency_id, apply->now_us)))
    return FALSE;
  end_task (apply, &task, "returned", args->text);
  hand_over_unit (apply, &incident, &task);
  /* The history names both: whose task it was in other_id, whose it is in agency_id. */
  return tc_incident_finish (apply, &incident,
                             &(TcIncidentNote){
                                 .agency_id = args->agency_id,
                                 .other_id = task.id,
                                 .reason = args->via,
                                 .text = args->text,
                             });
}

const TcOperationType tc_incident_return_type = {
    .name = "incident.return",
    .version = 1,
    .capability = TC_MAY_WORK,
    .reads = "incidents",
    .args = return_args,
    .args_size = sizeof (TcIncidentReturn),
    .apply = apply_return,
};

/* ---- incident.start, incident.resolve ---- */

static const TcArg progress_args[] = {
    TC_ARG (TcIncidentProgress, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentProgress, task_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcIncidentProgress, text, TC_ARG_PARAGRAPH, TC_OPTIONAL, TC_REASON_CHARS_MAX),
    TC_ARG (TcIncidentProgress, via, TC_ARG_CODE, TC_OPTIONAL, 0),
    {NULL},
};

/* Without a task it is about the whole incident, which is the centre's. */
static gboolean
find_part (TcApply *apply, const TcIncidentProgress *args, const char *const *states, Task *task)
{
  *task = (Task){0};
  if (args->task_id)
    return find_task_via (apply, args->incident_id, args->task_id, states, args->via, task);
  if (args->via)
    return tc_incident_refuse_argument (apply, "via");
  if (!tc_incident_serves (apply, 0))
    return tc_apply_refuse (apply, "task.not-yours", "agency", TC_I, (gint64) 0, NULL);
  return TRUE;
}

static gboolean
apply_start (TcApply *apply, gconstpointer data)
{
  static const char *const not_started[] = {"sent", "acknowledged", NULL};
  const TcIncidentProgress *args = data;
  TcIncidentRecord incident;
  Task task;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_START, &incident) ||
      !find_part (apply, args, not_started, &task))
    return FALSE;
  if (task.id) {
    set_task_state (apply, &task, "working");
    tc_database_execute (apply->db, "UPDATE dispatch SET started_us = ?2 WHERE id = ?1", "ii",
                         task.id, apply->now_us);
    tc_database_execute (apply->db, "UPDATE task SET started_us = ?2 WHERE id = ?1", "ii", task.id,
                         apply->now_us);
  }
  return finish_task_step (apply, &incident, &task, args->text, args->via);
}

const TcOperationType tc_incident_start_type = {
    .name = "incident.start",
    .version = 1,
    .capability = TC_MAY_WORK,
    .reads = "incidents",
    .args = progress_args,
    .args_size = sizeof (TcIncidentProgress),
    .apply = apply_start,
};

static gboolean
apply_resolve (TcApply *apply, gconstpointer data)
{
  const TcIncidentProgress *args = data;
  TcIncidentRecord incident;
  Task task;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_RESOLVE, &incident) ||
      !find_part (apply, args, open_states, &task))
    return FALSE;
  if (task.id)
    end_task (apply, &task, "done", args->text);
  else
    tc_incident_end_tasks (apply, incident.id, "done");
  /* One unit's part is done, another still works: the incident goes on. */
  if (tc_incident_count_open_tasks (apply, incident.id) > 0) {
    incident.to = incident.from;
    hand_over_unit (apply, &incident, &task);
  }
  return finish_task_step (apply, &incident, &task, args->text, args->via);
}

const TcOperationType tc_incident_resolve_type = {
    .name = "incident.resolve",
    .version = 1,
    .capability = TC_MAY_WORK,
    .reads = "incidents",
    .args = progress_args,
    .args_size = sizeof (TcIncidentProgress),
    .apply = apply_resolve,
};
