/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who has an incident: taken, given back, assigned; and setting it aside: for the reporter, for a
 * body outside, for an appointed time. What a unit does is in tc-incident-task.c, the end of the
 * matter in tc-incident-end.c.
 */
#include "tc-incident-record.h"

/* ---- incident.take, incident.release ---- */

static const TcArg take_args[] = {
    TC_ARG (TcIncidentTake, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentTake, from_id, TC_ARG_ID, TC_OPTIONAL, 0),
    {NULL},
};

/* Two who press at once never both have it: the second is told who does. */
static gboolean
apply_take (TcApply *apply, gconstpointer data)
{
  const TcIncidentTake *args = data;
  gint64 actor_id = apply->op->head.actor_id;
  TcIncidentRecord incident;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_TAKE, &incident))
    return FALSE;
  if (actor_id == 0)
    return tc_apply_refuse (apply, "incident.assign-nobody", "incident", TC_S, incident.code, NULL);
  if (incident.staff_id && incident.staff_id != actor_id && incident.staff_id != args->from_id)
    return tc_apply_refuse (apply, "incident.taken", "incident", TC_S, incident.code, "staff", TC_I,
                            incident.staff_id, NULL);
  gint64 before_id = incident.staff_id;
  incident.staff_id = actor_id;
  return tc_incident_finish (apply, &incident,
                             &(TcIncidentNote){.staff_id = actor_id, .other_id = before_id});
}

const TcOperationType tc_incident_take_type = {
    .name = "incident.take",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = take_args,
    .args_size = sizeof (TcIncidentTake),
    .apply = apply_take,
};

static const TcArg release_args[] = {
    TC_ARG (TcIncidentOnly, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    {NULL},
};

static gboolean
apply_release (TcApply *apply, gconstpointer data)
{
  const TcIncidentOnly *args = data;
  TcIncidentRecord incident;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_RELEASE, &incident))
    return FALSE;
  gint64 before_id = incident.staff_id;
  if (!before_id)
    return tc_apply_refuse (apply, "incident.not-taken", "incident", TC_S, incident.code, NULL);
  incident.staff_id = 0;
  return tc_incident_finish (apply, &incident, &(TcIncidentNote){.staff_id = before_id});
}

const TcOperationType tc_incident_release_type = {
    .name = "incident.release",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = release_args,
    .args_size = sizeof (TcIncidentOnly),
    .apply = apply_release,
};

/* ---- incident.assign ---- */

static const TcArg assign_args[] = {
    TC_ARG (TcIncidentAssign, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentAssign, agency_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcIncidentAssign, staff_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcIncidentAssign, text, TC_ARG_PARAGRAPH, TC_OPTIONAL, TC_REASON_CHARS_MAX),
    {NULL},
};

static gboolean
apply_assign (TcApply *apply, gconstpointer data)
{
  const TcIncidentAssign *args = data;
  TcIncidentRecord incident;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_ASSIGN, &incident))
    return FALSE;
  if (!args->agency_id && !args->staff_id)
    return tc_apply_refuse (apply, "incident.assign-nobody", "incident", TC_S, incident.code, NULL);
  if ((args->agency_id && !tc_guard_agency_in_force (apply, args->agency_id, apply->now_us)) ||
      (args->staff_id && !tc_guard_staff_active (apply, args->staff_id, apply->now_us)))
    return FALSE;
  if (args->agency_id)
    incident.unit_id = args->agency_id;
  if (args->staff_id)
    incident.staff_id = args->staff_id;
  return tc_incident_finish (apply, &incident,
                             &(TcIncidentNote){
                                 .agency_id = args->agency_id,
                                 .staff_id = args->staff_id,
                                 .text = args->text,
                             });
}

const TcOperationType tc_incident_assign_type = {
    .name = "incident.assign",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = assign_args,
    .args_size = sizeof (TcIncidentAssign),
    .apply = apply_assign,
};

/* ---- incident.wait, incident.resume, incident.comment ---- */

static const TcArg text_args[] = {
    TC_ARG (TcIncidentText, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentText, text, TC_ARG_PARAGRAPH, TC_REQUIRED, TC_TEXT_CHARS_MAX),
    {NULL},
};
static const TcArg resume_args[] = {
    TC_ARG (TcIncidentText, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentText, text, TC_ARG_PARAGRAPH, TC_OPTIONAL, TC_TEXT_CHARS_MAX),
    {NULL},
};

static gboolean
write_text (TcApply *apply, const TcIncidentText *args, TcIncidentStep step, gboolean told)
{
  TcIncidentRecord incident;

  return tc_incident_begin (apply, args->incident_id, step, &incident) &&
         tc_incident_finish (apply, &incident, &(TcIncidentNote){.text = args->text, .told = told});
}

/* The text is what the reporter is asked. */
static gboolean
apply_wait (TcApply *apply, gconstpointer data)
{
  return write_text (apply, data, TC_STEP_WAIT, TRUE);
}

static gboolean
apply_resume (TcApply *apply, gconstpointer data)
{
  return write_text (apply, data, TC_STEP_RESUME, FALSE);
}

static gboolean
apply_comment (TcApply *apply, gconstpointer data)
{
  return write_text (apply, data, TC_STEP_COMMENT, FALSE);
}

const TcOperationType tc_incident_wait_type = {
    .name = "incident.wait",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = text_args,
    .args_size = sizeof (TcIncidentText),
    .apply = apply_wait,
};

const TcOperationType tc_incident_resume_type = {
    .name = "incident.resume",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = resume_args,
    .args_size = sizeof (TcIncidentText),
    .apply = apply_resume,
};

const TcOperationType tc_incident_comment_type = {
    .name = "incident.comment",
    .version = 1,
    .capability = TC_MAY_REPORT,
    .reads = "incidents",
    .args = text_args,
    .args_size = sizeof (TcIncidentText),
    .apply = apply_comment,
};

/* ---- incident.forward ---- */

static const TcArg forward_args[] = {
    TC_ARG (TcIncidentForward, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentForward, agency_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcIncidentForward, text, TC_ARG_PARAGRAPH, TC_REQUIRED, TC_REASON_CHARS_MAX),
    {NULL},
};

static gboolean
apply_forward (TcApply *apply, gconstpointer data)
{
  const TcIncidentForward *args = data;
  TcIncidentRecord incident;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_FORWARD, &incident) ||
      (args->agency_id && !tc_guard_agency_in_force (apply, args->agency_id, apply->now_us)))
    return FALSE;
  return tc_incident_finish (apply, &incident,
                             &(TcIncidentNote){.agency_id = args->agency_id, .text = args->text});
}

const TcOperationType tc_incident_forward_type = {
    .name = "incident.forward",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = forward_args,
    .args_size = sizeof (TcIncidentForward),
    .apply = apply_forward,
};

/* ---- incident.schedule, incident.extend ---- */

static const TcArg schedule_args[] = {
    TC_ARG (TcIncidentWhen, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentWhen, when_us, TC_ARG_TIME, TC_REQUIRED, 0),
    TC_ARG (TcIncidentWhen, text, TC_ARG_PARAGRAPH, TC_OPTIONAL, TC_REASON_CHARS_MAX),
    {NULL},
};
static const TcArg extend_args[] = {
    TC_ARG (TcIncidentWhen, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentWhen, when_us, TC_ARG_TIME, TC_REQUIRED, 0),
    TC_ARG (TcIncidentWhen, text, TC_ARG_PARAGRAPH, TC_REQUIRED, TC_REASON_CHARS_MAX),
    {NULL},
};

static gboolean
apply_schedule (TcApply *apply, gconstpointer data)
{
  const TcIncidentWhen *args = data;
  TcIncidentRecord incident;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_SCHEDULE, &incident))
    return FALSE;
  if (args->when_us <= apply->now_us)
    return tc_apply_refuse (apply, "incident.past", "incident", TC_S, incident.code, "when", TC_I,
                            args->when_us, NULL);
  incident.scheduled_us = args->when_us;
  return tc_incident_finish (apply, &incident,
                             &(TcIncidentNote){.when_us = args->when_us, .text = args->text});
}

static gboolean
apply_extend (TcApply *apply, gconstpointer data)
{
  const TcIncidentWhen *args = data;
  TcIncidentRecord incident;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_EXTEND, &incident))
    return FALSE;
  gint64 floor_us = incident.due_us == TC_NONE ? apply->now_us : incident.due_us;
  if (args->when_us <= floor_us)
    return tc_apply_refuse (apply, "incident.not-later", "incident", TC_S, incident.code, "due",
                            TC_I, floor_us, NULL);
  incident.due_us = args->when_us;
  incident.extended_us = apply->now_us;
  tc_incident_count_soon (apply, &incident);
  return tc_incident_finish (apply, &incident,
                             &(TcIncidentNote){.when_us = args->when_us, .text = args->text});
}

const TcOperationType tc_incident_schedule_type = {
    .name = "incident.schedule",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = schedule_args,
    .args_size = sizeof (TcIncidentWhen),
    .apply = apply_schedule,
};

const TcOperationType tc_incident_extend_type = {
    .name = "incident.extend",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = extend_args,
    .args_size = sizeof (TcIncidentWhen),
    .apply = apply_extend,
};
