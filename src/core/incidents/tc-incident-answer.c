/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the people who reported are told: an answer is submitted, approved, then published; none is
 * published that was not approved. Who may approve is a capability of its own.
 */
#include "tc-incident-photo.h"
#include "tc-incident-record.h"

#include "tc-limits.h"

/* ---- answer.submit ---- */

static const TcArg submit_args[] = {
    TC_ARG (TcAnswerSubmit, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcAnswerSubmit, answer_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcAnswerSubmit, text, TC_ARG_PARAGRAPH, TC_REQUIRED, TC_TEXT_CHARS_MAX),
    TC_ARG (TcAnswerSubmit, language, TC_ARG_CODE, TC_OPTIONAL, 0),
    {NULL},
};

static void
set_answer_state (TcApply *apply, gint64 incident_id, const char *state)
{
  tc_database_execute (apply->db, "UPDATE incident SET answer_state = ?2 WHERE id = ?1", "is",
                       incident_id, state);
}

static gboolean
apply_submit (TcApply *apply, gconstpointer data)
{
  const TcAnswerSubmit *args = data;
  TcIncidentRecord incident;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_SUBMIT, &incident) ||
      !tc_incident_check_new (apply, "SELECT 1 FROM answer WHERE id = ?", args->answer_id))
    return FALSE;
  tc_database_execute (apply->db,
                       "UPDATE answer SET state = 'replaced' WHERE incident_id = ?"
                       " AND state IN ('submitted', 'approved', 'returned')",
                       "i", incident.id);
  tc_database_execute (apply->db,
                       "INSERT INTO answer (id, scope, incident_id, state, text, language,"
                       " submitted_by, submitted_us) VALUES (?, ?, ?, 'submitted', ?, ?, ?, ?)",
                       "iiissii", args->answer_id, (gint64) TC_SCOPE_INCIDENTS, incident.id,
                       args->text, args->language ? args->language : "vi", apply->op->head.actor_id,
                       apply->now_us);
  set_answer_state (apply, incident.id, "submitted");
  return tc_incident_finish (apply, &incident, &(TcIncidentNote){.other_id = args->answer_id});
}

const TcOperationType tc_answer_submit_type = {
    .name = "answer.submit",
    .version = 1,
    .capability = TC_MAY_ANSWER,
    .reads = "incidents",
    .args = submit_args,
    .args_size = sizeof (TcAnswerSubmit),
    .apply = apply_submit,
};

/* ---- answer.approve, answer.return, answer.publish ---- */

static const TcArg step_args[] = {
    TC_ARG (TcAnswerStep, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcAnswerStep, answer_id, TC_ARG_ID, TC_REQUIRED, 0),
    {NULL},
};
static const TcArg return_args[] = {
    TC_ARG (TcAnswerStep, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcAnswerStep, answer_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcAnswerStep, text, TC_ARG_PARAGRAPH, TC_REQUIRED, TC_REASON_CHARS_MAX),
    {NULL},
};

/* The answer is there and in @state, else @code (answer, state). */
static gboolean
find_answer (TcApply *apply, const TcAnswerStep *args, const char *state, const char *code)
{
  g_autofree char *found = tc_database_dup_text (
      apply->db, "SELECT state FROM answer WHERE id = ? AND incident_id = ?", "ii", args->answer_id,
      args->incident_id);

  if (!found)
    return tc_apply_refuse (apply, "answer.unknown", "answer", TC_I, args->answer_id, NULL);
  if (!g_str_equal (found, state))
    return tc_apply_refuse (apply, code, "answer", TC_I, args->answer_id, "state", TC_S, found,
                            NULL);
  return TRUE;
}

static gboolean
apply_approve (TcApply *apply, gconstpointer data)
{
  const TcAnswerStep *args = data;
  TcIncidentRecord incident;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_APPROVE, &incident) ||
      !find_answer (apply, args, "submitted", "answer.state"))
    return FALSE;
  tc_database_execute (apply->db,
                       "UPDATE answer SET state = 'approved', approved_by = ?2, approved_us = ?3"
                       " WHERE id = ?1",
                       "iii", args->answer_id, apply->op->head.actor_id, apply->now_us);
  set_answer_state (apply, incident.id, "approved");
  return tc_incident_finish (apply, &incident, &(TcIncidentNote){.other_id = args->answer_id});
}

static gboolean
apply_return (TcApply *apply, gconstpointer data)
{
  const TcAnswerStep *args = data;
  TcIncidentRecord incident;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_APPROVE, &incident) ||
      !find_answer (apply, args, "submitted", "answer.state"))
    return FALSE;
  tc_database_execute (apply->db,
                       "UPDATE answer SET state = 'returned', returned_text = ?2 WHERE id = ?1",
                       "is", args->answer_id, args->text);
  set_answer_state (apply, incident.id, "returned");
  return tc_incident_finish (apply, &incident,
                             &(TcIncidentNote){.other_id = args->answer_id, .text = args->text});
}

static gboolean
apply_publish (TcApply *apply, gconstpointer data)
{
  const TcAnswerStep *args = data;
  TcIncidentRecord incident;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_PUBLISH, &incident) ||
      !find_answer (apply, args, "approved", "answer.not-approved"))
    return FALSE;
  g_autofree char *text = tc_database_dup_text (apply->db, "SELECT text FROM answer WHERE id = ?",
                                                "i", args->answer_id);
  tc_database_execute (apply->db,
                       "UPDATE answer SET state = 'published', published_by = ?2,"
                       " published_us = ?3 WHERE id = ?1",
                       "iii", args->answer_id, apply->op->head.actor_id, apply->now_us);
  tc_database_execute (apply->db,
                       "UPDATE report SET answer_id = ?2, answered_us = ?3 WHERE incident_id = ?1",
                       "iii", incident.id, args->answer_id, apply->now_us);
  tc_photo_publish (apply, incident.id, args->answer_id);
  set_answer_state (apply, incident.id, "published");
  return tc_incident_finish (
      apply, &incident, &(TcIncidentNote){.other_id = args->answer_id, .text = text, .told = TRUE});
}

const TcOperationType tc_answer_approve_type = {
    .name = "answer.approve",
    .version = 1,
    .capability = TC_MAY_APPROVE,
    .reads = "incidents",
    .args = step_args,
    .args_size = sizeof (TcAnswerStep),
    .apply = apply_approve,
};

const TcOperationType tc_answer_return_type = {
    .name = "answer.return",
    .version = 1,
    .capability = TC_MAY_APPROVE,
    .reads = "incidents",
    .args = return_args,
    .args_size = sizeof (TcAnswerStep),
    .apply = apply_return,
};

const TcOperationType tc_answer_publish_type = {
    .name = "answer.publish",
    .version = 1,
    .capability = TC_MAY_PUBLISH,
    .reads = "incidents",
    .args = step_args,
    .args_size = sizeof (TcAnswerStep),
    .apply = apply_publish,
};
