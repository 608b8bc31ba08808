/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Screening: is it ours, what is it, where, how urgent. What
 * belongs to 113, 114, 115 or to complaints and denunciations is redirected, not handled here.
 */
#include "tc-incident-record.h"

/* ---- incident.accept ---- */

static const TcArg only_args[] = {
    TC_ARG (TcIncidentOnly, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    {NULL},
};

static gboolean
apply_accept (TcApply *apply, gconstpointer data)
{
  const TcIncidentOnly *args = data;
  TcIncidentRecord incident;

  return tc_incident_begin (apply, args->incident_id, TC_STEP_ACCEPT, &incident) &&
         tc_incident_finish (apply, &incident, &(TcIncidentNote){0});
}

const TcOperationType tc_incident_accept_type = {
    .name = "incident.accept",
    .version = 1,
    .capability = TC_MAY_SCREEN,
    .reads = "incidents",
    .args = only_args,
    .args_size = sizeof (TcIncidentOnly),
    .apply = apply_accept,
};

/* ---- incident.reject, incident.redirect ---- */

static const TcArg turn_away_args[] = {
    TC_ARG (TcIncidentTurnAway, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentTurnAway, reason, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcIncidentTurnAway, text, TC_ARG_PARAGRAPH, TC_OPTIONAL, TC_REASON_CHARS_MAX),
    {NULL},
};

static const char *const reject_reasons[] = {"no-content", "abuse", "out-of-area", "not-public",
                                             "test",       "other", NULL};
static const char *const redirect_reasons[] = {
    "police-113", "fire-114", "ambulance-115", "complaints", "denunciations", "other", NULL};

static gboolean
turn_away (TcApply *apply, const TcIncidentTurnAway *args, TcIncidentStep step,
           const char *const *reasons)
{
  TcIncidentRecord incident;

  if (!tc_incident_begin (apply, args->incident_id, step, &incident) ||
      !tc_incident_check_reason (apply, args->reason, reasons))
    return FALSE;
  tc_incident_end_tasks (apply, incident.id, "recalled");
  incident.outcome = args->reason;
  incident.outcome_set = TRUE;
  return tc_incident_finish (
      apply, &incident,
      &(TcIncidentNote){.reason = args->reason, .text = args->text, .told = TRUE});
}

static gboolean
apply_reject (TcApply *apply, gconstpointer data)
{
  return turn_away (apply, data, TC_STEP_REJECT, reject_reasons);
}

static gboolean
apply_redirect (TcApply *apply, gconstpointer data)
{
  return turn_away (apply, data, TC_STEP_REDIRECT, redirect_reasons);
}

const TcOperationType tc_incident_reject_type = {
    .name = "incident.reject",
    .version = 1,
    .capability = TC_MAY_SCREEN,
    .reads = "incidents",
    .args = turn_away_args,
    .args_size = sizeof (TcIncidentTurnAway),
    .apply = apply_reject,
};

const TcOperationType tc_incident_redirect_type = {
    .name = "incident.redirect",
    .version = 1,
    .capability = TC_MAY_SCREEN,
    .reads = "incidents",
    .args = turn_away_args,
    .args_size = sizeof (TcIncidentTurnAway),
    .apply = apply_redirect,
};

/* ---- incident.classify ---- */

static const TcArg classify_args[] = {
    TC_ARG (TcIncidentClassify, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentClassify, field_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentClassify, title, TC_ARG_LINE, TC_OPTIONAL, TC_TITLE_CHARS_MAX),
    {NULL},
};

static gboolean
apply_classify (TcApply *apply, gconstpointer data)
{
  const TcIncidentClassify *args = data;
  TcIncidentRecord incident;
  gint64 before_id;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_CLASSIFY, &incident) ||
      !tc_incident_check_field (apply, args->field_id))
    return FALSE;
  before_id = incident.field_id;
  incident.field_id = args->field_id;
  tc_incident_count_due (apply, &incident);
  if (args->title)
    tc_database_execute (apply->db, "UPDATE incident SET title = ?2 WHERE id = ?1", "is",
                         incident.id, args->title);
  tc_incident_finish (
      apply, &incident,
      &(TcIncidentNote){.other_id = args->field_id, .number = before_id, .text = args->title});
  tc_incident_refresh_tasks (apply, incident.id);
  return TRUE;
}

const TcOperationType tc_incident_classify_type = {
    .name = "incident.classify",
    .version = 1,
    .capability = TC_MAY_SCREEN,
    .reads = "incidents",
    .args = classify_args,
    .args_size = sizeof (TcIncidentClassify),
    .apply = apply_classify,
};

/* ---- incident.place ---- */

static const TcArg place_args[] = {
    TC_ARG (TcIncidentPlace, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentPlace, area_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcIncidentPlace, lat_e7, TC_ARG_LAT, TC_OPTIONAL, 0),
    TC_ARG (TcIncidentPlace, lon_e7, TC_ARG_LON, TC_OPTIONAL, 0),
    TC_ARG (TcIncidentPlace, address, TC_ARG_LINE, TC_OPTIONAL, TC_ADDRESS_CHARS_MAX),
    {NULL},
};

static gboolean
apply_place (TcApply *apply, gconstpointer data)
{
  const TcIncidentPlace *args = data;
  TcIncidentRecord incident;
  gint64 before_id;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_PLACE, &incident))
    return FALSE;
  if ((args->lat_e7 == TC_NONE) != (args->lon_e7 == TC_NONE))
    return tc_apply_refuse (apply, "incident.place", "incident", TC_S, incident.code, NULL);
  before_id = tc_database_get_int (apply->db, 0, "SELECT area_id FROM incident WHERE id = ?", "i",
                                   incident.id);
  tc_database_execute (apply->db,
                       "UPDATE incident SET area_id = ?2, lat_e7 = ?3, lon_e7 = ?4, cell = ?5,"
                       " address = ?6 WHERE id = ?1",
                       "ioiiis", incident.id, args->area_id, args->lat_e7, args->lon_e7,
                       tc_incident_cell (args->lat_e7, args->lon_e7), args->address);
  tc_incident_finish (
      apply, &incident,
      &(TcIncidentNote){.other_id = args->area_id, .number = before_id, .text = args->address});
  tc_incident_refresh_tasks (apply, incident.id);
  return TRUE;
}

const TcOperationType tc_incident_place_type = {
    .name = "incident.place",
    .version = 1,
    .capability = TC_MAY_SCREEN,
    .reads = "incidents",
    .args = place_args,
    .args_size = sizeof (TcIncidentPlace),
    .apply = apply_place,
};

/* ---- incident.set-priority ---- */

static const TcArg priority_args[] = {
    TC_ARG (TcIncidentSetPriority, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentSetPriority, priority, TC_ARG_INT, TC_REQUIRED, TC_PRIORITY_NOTICE),
    TC_ARG (TcIncidentSetPriority, text, TC_ARG_PARAGRAPH, TC_OPTIONAL, TC_REASON_CHARS_MAX),
    {NULL},
};

static gboolean
apply_priority (TcApply *apply, gconstpointer data)
{
  const TcIncidentSetPriority *args = data;
  TcIncidentRecord incident;

  if (args->priority < TC_PRIORITY_EMERGENCY)
    return tc_apply_refuse (apply, "operation.arguments", "operation", TC_S, apply->op->name,
                            "argument", TC_S, "priority", NULL);
  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_SET_PRIORITY, &incident))
    return FALSE;
  incident.priority = args->priority;
  tc_incident_count_due (apply, &incident);
  tc_incident_finish (apply, &incident,
                      &(TcIncidentNote){.number = args->priority, .text = args->text});
  tc_incident_refresh_tasks (apply, incident.id);
  return TRUE;
}

const TcOperationType tc_incident_set_priority_type = {
    .name = "incident.set-priority",
    .version = 1,
    .capability = TC_MAY_SCREEN,
    .reads = "incidents",
    .args = priority_args,
    .args_size = sizeof (TcIncidentSetPriority),
    .apply = apply_priority,
};
