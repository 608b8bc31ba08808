/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The end of the matter, and its beginning anew: close and reopen. Resolving is in
 * tc-incident-task.c, since a unit does it too.
 */
#include "tc-incident-record.h"

/* ---- incident.close ---- */

static const TcArg close_args[] = {
    TC_ARG (TcIncidentClose, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentClose, reason, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcIncidentClose, duplicate_of_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcIncidentClose, text, TC_ARG_PARAGRAPH, TC_OPTIONAL, TC_REASON_CHARS_MAX),
    {NULL},
};

static const char *const close_reasons[] = {"done",          "duplicate", "withdrawn",
                                            "nothing-found", "other",     NULL};

/* "done" says that it was resolved; "duplicate" says of which, and never of itself. */
static gboolean
check_close (TcApply *apply, const TcIncidentRecord *incident, const TcIncidentClose *args)
{
  gboolean resolved = incident->from == TC_STATE_RESOLVED || incident->from == TC_STATE_PUBLISHED;
  gboolean duplicate = g_str_equal (args->reason, "duplicate");
  TcIncidentRecord other;

  if (!tc_incident_check_reason (apply, args->reason, close_reasons))
    return FALSE;
  if (g_str_equal (args->reason, "done") && !resolved)
    return tc_apply_refuse (apply, "incident.not-resolved", "incident", TC_S, incident->code, NULL);
  if (duplicate != (args->duplicate_of_id != 0))
    return tc_apply_refuse (apply, "incident.duplicate-of", "incident", TC_S, incident->code, NULL);
  if (!duplicate)
    return TRUE;
  if (args->duplicate_of_id == incident->id)
    return tc_apply_refuse (apply, "incident.itself", "incident", TC_S, incident->code, NULL);
  return tc_incident_load (apply, args->duplicate_of_id, &other);
}

static gboolean
apply_close (TcApply *apply, gconstpointer data)
{
  const TcIncidentClose *args = data;
  TcIncidentRecord incident;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_CLOSE, &incident) ||
      !check_close (apply, &incident, args))
    return FALSE;
  tc_incident_end_tasks (apply, incident.id, "recalled");
  incident.duplicate_of = args->duplicate_of_id;
  incident.outcome = args->reason;
  incident.outcome_set = TRUE;
  return tc_incident_finish (apply, &incident,
                             &(TcIncidentNote){
                                 .reason = args->reason,
                                 .other_id = args->duplicate_of_id,
                                 .text = args->text,
                             });
}

const TcOperationType tc_incident_close_type = {
    .name = "incident.close",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = close_args,
    .args_size = sizeof (TcIncidentClose),
    .apply = apply_close,
};

/* ---- incident.reopen ---- */

static const TcArg reopen_args[] = {
    TC_ARG (TcIncidentText, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentText, text, TC_ARG_PARAGRAPH, TC_REQUIRED, TC_TEXT_CHARS_MAX),
    {NULL},
};

static gboolean
apply_reopen (TcApply *apply, gconstpointer data)
{
  const TcIncidentText *args = data;
  TcIncidentRecord incident;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_REOPEN, &incident))
    return FALSE;
  incident.reopened_count++;
  incident.duplicate_of = 0;
  incident.outcome_set = TRUE;
  return tc_incident_finish (
      apply, &incident, &(TcIncidentNote){.text = args->text, .number = incident.reopened_count});
}

const TcOperationType tc_incident_reopen_type = {
    .name = "incident.reopen",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = reopen_args,
    .args_size = sizeof (TcIncidentText),
    .apply = apply_reopen,
};
