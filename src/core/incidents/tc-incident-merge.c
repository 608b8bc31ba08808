/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Merging and its exact reverse. A merged incident keeps its row as it was but for state and
 * merged_into, and its reports keep home_id, so that taking the merge back is: the reports whose
 * home is this incident, or one that had been merged into it before, come back.
 * Every reporter is kept, and all are answered: who comes to what was answered already is told that
 * answer, and it is taken back with the merge.
 */
#include "tc-incident-record.h"

/* ---- incident.merge ---- */

static const TcArg merge_args[] = {
    TC_ARG (TcIncidentMerge, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentMerge, into_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentMerge, into_event_id, TC_ARG_ID, TC_REQUIRED, 0),
    {NULL},
};

static gboolean
check_merge (TcApply *apply, const TcIncidentRecord *incident, gint64 into_id)
{
  gint64 tasks = tc_incident_count_open_tasks (apply, incident->id);

  if (incident->id == into_id)
    return tc_apply_refuse (apply, "incident.itself", "incident", TC_S, incident->code, NULL);
  if (tasks > 0)
    return tc_apply_refuse (apply, "incident.tasks-open", "incident", TC_S, incident->code, "count",
                            TC_I, tasks, NULL);
  if (tc_database_get_int (apply->db, 0, "SELECT 1 FROM big_event WHERE id = ?", "i", incident->id))
    return tc_apply_refuse (apply, "incident.leads", "incident", TC_S, incident->code, NULL);
  return TRUE;
}

/* Before they move. Whoever was told something of his own keeps it until the next answer. */
static void
answer_reports (TcApply *apply, gint64 incident_id, gint64 into_id)
{
  gint64 answer_id = tc_database_get_int (
      apply->db, 0,
      "SELECT id FROM answer WHERE incident_id = ? AND state ="
      " 'published' ORDER BY published_us DESC, id DESC LIMIT 1",
      "i", into_id);

  if (answer_id)
    tc_database_execute (apply->db,
                         "UPDATE report SET answer_id = ?2, answered_us = ?3 WHERE incident_id = ?1"
                         " AND answer_id IS NULL",
                         "iii", incident_id, answer_id, apply->now_us);
}

static gboolean
apply_merge (TcApply *apply, gconstpointer data)
{
  const TcIncidentMerge *args = data;
  TcIncidentRecord incident;
  TcIncidentRecord into;

  if (!tc_incident_check_new_event (apply, args->into_event_id) ||
      !tc_incident_begin (apply, args->incident_id, TC_STEP_MERGE, &incident) ||
      !check_merge (apply, &incident, args->into_id) ||
      !tc_incident_begin (apply, args->into_id, TC_STEP_ABSORB, &into))
    return FALSE;
  answer_reports (apply, incident.id, into.id);
  tc_database_execute (apply->db, "UPDATE report SET incident_id = ?2 WHERE incident_id = ?1", "ii",
                       incident.id, into.id);
  into.report_count += tc_database_changes (apply->db);
  incident.before_merge = (int) incident.from;
  incident.merged_into = into.id;
  tc_incident_finish (apply, &incident, &(TcIncidentNote){.other_id = into.id});
  return tc_incident_finish (apply, &into,
                             &(TcIncidentNote){.id = args->into_event_id, .other_id = incident.id});
}

const TcOperationType tc_incident_merge_type = {
    .name = "incident.merge",
    .version = 1,
    .capability = TC_MAY_SCREEN,
    .reads = "incidents",
    .args = merge_args,
    .args_size = sizeof (TcIncidentMerge),
    .apply = apply_merge,
};

/* ---- incident.unmerge ---- */

static const TcArg unmerge_args[] = {
    TC_ARG (TcIncidentUnmerge, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentUnmerge, from_event_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentUnmerge, from_id, TC_ARG_ID, TC_OPTIONAL, 0),
    {NULL},
};

/* What was told of another matter is no answer to this one. */
static int
move_back (TcApply *apply, gint64 incident_id, gint64 from_id)
{
  int moved;

  tc_database_execute (
      apply->db,
      "WITH RECURSIVE home (id) AS (SELECT ?1 UNION SELECT incident.id FROM incident"
      " JOIN home ON incident.merged_into = home.id)"
      " UPDATE report SET incident_id = ?1 WHERE incident_id = ?2 AND home_id IN home",
      "ii", incident_id, from_id);
  moved = tc_database_changes (apply->db);
  tc_database_execute (apply->db,
                       "UPDATE report SET answer_id = NULL, answered_us = NULL WHERE incident_id ="
                       " ?1 AND answer_id IN (SELECT id FROM answer WHERE incident_id = ?2)",
                       "ii", incident_id, from_id);
  return moved;
}

static gboolean
apply_unmerge (TcApply *apply, gconstpointer data)
{
  const TcIncidentUnmerge *args = data;
  TcIncidentRecord incident;
  TcIncidentRecord from;

  if (!tc_incident_check_new_event (apply, args->from_event_id) ||
      !tc_incident_load (apply, args->incident_id, &incident))
    return FALSE;
  if (incident.from != TC_STATE_MERGED)
    return tc_apply_refuse (apply, "incident.not-merged", "incident", TC_S, incident.code, NULL);
  if (!tc_incident_begin (apply, incident.id, TC_STEP_UNMERGE, &incident) ||
      !tc_incident_load (apply, incident.merged_into, &from))
    return FALSE;
  if (args->from_id != 0 && args->from_id != from.id)
    return tc_apply_refuse (apply, "incident.merged-elsewhere", "incident", TC_S, incident.code,
                            "into", TC_S, from.code, NULL);
  if (from.from == TC_STATE_MERGED)
    return tc_incident_refuse_state (apply, &from);
  from.report_count -= move_back (apply, incident.id, from.id);
  incident.to = (TcIncidentState) MAX (incident.before_merge, 0);
  incident.before_merge = -1;
  incident.merged_into = 0;
  tc_incident_finish (apply, &incident, &(TcIncidentNote){.other_id = from.id});
  return tc_incident_finish (apply, &from,
                             &(TcIncidentNote){.id = args->from_event_id, .other_id = incident.id});
}

const TcOperationType tc_incident_unmerge_type = {
    .name = "incident.unmerge",
    .version = 1,
    .capability = TC_MAY_SCREEN,
    .reads = "incidents",
    .args = unmerge_args,
    .args_size = sizeof (TcIncidentUnmerge),
    .apply = apply_unmerge,
};
