/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the centre and a unit say to each other about an order: task.say. Two rows of one id: the
 * history's is the centre's, task_message the unit's, in its own scope (see tc-incident-task.c).
 */
#include "tc-incident-record.h"
#include "tc-permission.h"

static const TcArg say_args[] = {
    TC_ARG (TcTaskSay, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcTaskSay, task_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcTaskSay, message_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcTaskSay, text, TC_ARG_PARAGRAPH, TC_REQUIRED, TC_MESSAGE_CHARS_MAX),
    TC_ARG (TcTaskSay, via, TC_ARG_CODE, TC_OPTIONAL, 0),
    {NULL},
};

/* Whose word it is: the centre's, if the actor has a post there; what a page sends is the unit's.
 * FALSE: neither's. */
static gboolean
find_side (TcApply *apply, const TcTaskSay *args, gint64 agency_id, gboolean *from_unit)
{
  const TcOperationHead *head = &apply->op->head;

  *from_unit = args->via || !tc_incident_serves (apply, 0);
  if (args->via)
    return tc_incident_check_via (apply, args->via);
  if (*from_unit)
    return tc_incident_serves (apply, agency_id) ||
           tc_apply_refuse (apply, "task.not-yours", "agency", TC_I, agency_id, NULL);
  return head->actor_id == 0 ||
         tc_permission_has (apply->db, head->actor_id, TC_MAY_DISPATCH, apply->now_us) ||
         tc_apply_refuse (apply, "people.not-allowed", "capability", TC_S, TC_MAY_DISPATCH, NULL);
}

static gboolean
check_room (TcApply *apply, const TcTaskSay *args)
{
  return tc_database_get_int (apply->db, 0,
                              "SELECT count(*) FROM incident_event WHERE incident_id = ?"
                              " AND code = 'task.say' AND other_id = ?",
                              "ii", args->incident_id, args->task_id) < TC_TASK_MESSAGES_MAX ||
         tc_apply_refuse (apply, "task.talk-full", "task", TC_I, args->task_id, NULL);
}

static void
write_message (TcApply *apply, const TcTaskSay *args, gint64 agency_id, gboolean from_unit)
{
  tc_database_execute (apply->db,
                       "INSERT INTO task_message (id, scope, task_id, incident_id, from_unit, text,"
                       " staff_id, at_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                       "iiiiisoi", args->message_id, agency_id, args->task_id, args->incident_id,
                       (gint64) from_unit, args->text, apply->op->head.actor_id, apply->now_us);
  /* Where several are unread, since the first of them. */
  tc_database_execute (apply->db,
                       from_unit ? "UPDATE dispatch SET said_us = ?2 WHERE id = ?1"
                                   " AND said_us IS NULL"
                                 : "UPDATE dispatch SET said_us = NULL WHERE id = ?1"
                                   " AND said_us <= ?2",
                       "ii", args->task_id, apply->now_us);
}

static gboolean
apply_say (TcApply *apply, gconstpointer data)
{
  const TcTaskSay *args = data;
  TcIncidentRecord incident;
  gboolean from_unit;
  gint64 agency_id;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_SAY, &incident) ||
      !(agency_id = tc_incident_find_unit (apply, args->incident_id, args->task_id)) ||
      !find_side (apply, args, agency_id, &from_unit) ||
      !tc_incident_check_new_event (apply, args->message_id) ||
      !tc_incident_check_new (apply, "SELECT 1 FROM attachment WHERE id = ?", args->message_id) ||
      !check_room (apply, args))
    return FALSE;
  write_message (apply, args, agency_id, from_unit);
  return tc_incident_finish (apply, &incident,
                             &(TcIncidentNote){
                                 .id = args->message_id,
                                 .agency_id = agency_id,
                                 .other_id = args->task_id,
                                 .number = from_unit,
                                 .reason = args->via,
                                 .text = args->text,
                             });
}

const TcOperationType tc_task_say_type = {
    .name = "task.say",
    .version = 1,
    .capability = TC_MAY_WORK,
    .reads = "incidents",
    .args = say_args,
    .args_size = sizeof (TcTaskSay),
    .apply = apply_say,
};
