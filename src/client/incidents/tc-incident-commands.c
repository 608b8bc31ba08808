/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Commands on incidents; see the header.
 */
#include "tc-incident-commands.h"

#include "tc-alarm.h"
#include "tc-big-event.h"
#include "tc-incident-photo.h"

static void
submit (const TcCommand *command, const TcOperationType *type, gconstpointer args)
{
  tc_operation_sink_submit_async (command->sink, type, args, command->cancellable,
                                  command->callback, command->data);
}

static gint64
make_id (const TcCommand *command)
{
  return tc_operation_sink_make_id (command->sink);
}

/* Texts that may be left out: an empty one is none. */
static const char *
get_optional (const char *text)
{
  return text && *text ? text : NULL;
}

void
tc_incident_command_report (const TcCommand *command, const TcIncidentReport *args)
{
  submit (command, &tc_incident_report_type, args);
}

void
tc_incident_command_join (const TcCommand *command, const TcIncidentReport *args)
{
  submit (command, &tc_incident_join_type, args);
}

void
tc_incident_command_take (const TcCommand *command, gint64 incident_id, gint64 from_id)
{
  submit (command, &tc_incident_take_type, &(TcIncidentTake){incident_id, from_id});
}

void
tc_incident_command_release (const TcCommand *command, gint64 incident_id)
{
  submit (command, &tc_incident_release_type, &(TcIncidentOnly){incident_id});
}

void
tc_incident_command_accept (const TcCommand *command, gint64 incident_id)
{
  submit (command, &tc_incident_accept_type, &(TcIncidentOnly){incident_id});
}

void
tc_incident_command_reject (const TcCommand *command, gint64 incident_id, const char *reason,
                            const char *text)
{
  submit (command, &tc_incident_reject_type,
          &(TcIncidentTurnAway){incident_id, reason, get_optional (text)});
}

void
tc_incident_command_redirect (const TcCommand *command, gint64 incident_id, const char *reason,
                              const char *text)
{
  submit (command, &tc_incident_redirect_type,
          &(TcIncidentTurnAway){incident_id, reason, get_optional (text)});
}

void
tc_incident_command_wait (const TcCommand *command, gint64 incident_id, const char *text)
{
  submit (command, &tc_incident_wait_type, &(TcIncidentText){incident_id, text});
}

void
tc_incident_command_resume (const TcCommand *command, gint64 incident_id, const char *text)
{
  submit (command, &tc_incident_resume_type, &(TcIncidentText){incident_id, get_optional (text)});
}

void
tc_incident_command_schedule (const TcCommand *command, gint64 incident_id, gint64 when_us,
                              const char *text)
{
  submit (command, &tc_incident_schedule_type,
          &(TcIncidentWhen){incident_id, when_us, get_optional (text)});
}

void
tc_incident_command_extend (const TcCommand *command, gint64 incident_id, gint64 when_us,
                            const char *text)
{
  submit (command, &tc_incident_extend_type, &(TcIncidentWhen){incident_id, when_us, text});
}

void
tc_incident_command_classify (const TcCommand *command, gint64 incident_id, gint64 field_id)
{
  submit (command, &tc_incident_classify_type, &(TcIncidentClassify){incident_id, field_id, NULL});
}

void
tc_incident_command_retitle (const TcCommand *command, gint64 incident_id, gint64 field_id,
                             const char *title)
{
  submit (command, &tc_incident_classify_type, &(TcIncidentClassify){incident_id, field_id, title});
}

void
tc_incident_command_dispatch (const TcCommand *command, gint64 incident_id, gint64 agency_id,
                              const char *asked)
{
  submit (command, &tc_incident_dispatch_type,
          &(TcIncidentDispatch){incident_id, make_id (command), agency_id, asked, TC_NONE});
}

static void
submit_task (const TcCommand *command, const TcOperationType *type, gint64 incident_id,
             gint64 task_id)
{
  submit (command, type, &(TcIncidentTask){incident_id, task_id, NULL});
}

void
tc_incident_command_acknowledge (const TcCommand *command, gint64 incident_id, gint64 task_id)
{
  submit_task (command, &tc_incident_acknowledge_type, incident_id, task_id);
}

void
tc_incident_command_set_out (const TcCommand *command, gint64 incident_id, gint64 task_id)
{
  submit_task (command, &tc_incident_set_out_type, incident_id, task_id);
}

void
tc_incident_command_arrive (const TcCommand *command, gint64 incident_id, gint64 task_id)
{
  submit_task (command, &tc_incident_arrive_type, incident_id, task_id);
}

void
tc_incident_command_finish_task (const TcCommand *command, gint64 incident_id, gint64 task_id)
{
  tc_incident_command_finish_task_with (command, incident_id, task_id, NULL);
}

void
tc_incident_command_finish_task_with (const TcCommand *command, gint64 incident_id, gint64 task_id,
                                      const char *text)
{
  submit (command, &tc_incident_resolve_type,
          &(TcIncidentProgress){incident_id, task_id, get_optional (text)});
}

void
tc_incident_command_return_task (const TcCommand *command, gint64 incident_id, gint64 task_id,
                                 const char *reason)
{
  submit (command, &tc_incident_return_type, &(TcIncidentReturn){incident_id, task_id, 0, reason});
}

void
tc_incident_command_recall (const TcCommand *command, gint64 incident_id, gint64 task_id)
{
  submit_task (command, &tc_incident_recall_type, incident_id, task_id);
}

void
tc_incident_command_renew_page (const TcCommand *command, gint64 incident_id, gint64 task_id)
{
  submit_task (command, &tc_incident_renew_page_type, incident_id, task_id);
}

void
tc_incident_command_say (const TcCommand *command, gint64 incident_id, gint64 task_id,
                         const char *text)
{
  submit (command, &tc_task_say_type,
          &(TcTaskSay){incident_id, task_id, make_id (command), text, NULL});
}

void
tc_incident_command_correct_reporter (const TcCommand *command, gint64 report_id, const char *name,
                                      const char *phone, const char *reason)
{
  submit (command, &tc_reporter_correct_type, &(TcReporterCorrect){report_id, name, phone, reason});
}

void
tc_incident_command_release_reporter (const TcCommand *command, gint64 report_id, gint64 copy_id,
                                      gint64 agency_id, const char *reason, gint64 until_us)
{
  submit (command, &tc_reporter_release_type,
          &(TcReporterRelease){report_id, copy_id, agency_id, reason, until_us});
}

void
tc_incident_command_withdraw_reporter (const TcCommand *command, gint64 report_id, gint64 copy_id,
                                       const char *reason)
{
  submit (command, &tc_reporter_withdraw_type, &(TcReporterWithdraw){report_id, copy_id, reason});
}

void
tc_incident_command_heard (const TcCommand *command, gint64 incident_id)
{
  submit (command, &tc_alarm_acknowledge_type,
          &(TcAlarmMark){incident_id, tc_alarm_kind_get_code (TC_ALARM_MESSAGE)});
}

void
tc_incident_command_reach (const TcCommand *command, gint64 incident_id, gint64 task_id,
                           gboolean answered, const char *text)
{
  submit (command, &tc_incident_reach_type,
          &(TcIncidentReach){incident_id, task_id, answered ? "answered" : "no-answer",
                             get_optional (text)});
}

void
tc_incident_command_comment (const TcCommand *command, gint64 incident_id, const char *text)
{
  submit (command, &tc_incident_comment_type, &(TcIncidentText){incident_id, text});
}

void
tc_incident_command_resolve (const TcCommand *command, gint64 incident_id, const char *text)
{
  submit (command, &tc_incident_resolve_type,
          &(TcIncidentProgress){incident_id, 0, get_optional (text)});
}

void
tc_incident_command_close (const TcCommand *command, gint64 incident_id, const char *reason,
                           const char *text)
{
  submit (command, &tc_incident_close_type,
          &(TcIncidentClose){incident_id, reason, 0, get_optional (text)});
}

void
tc_incident_command_close_duplicate (const TcCommand *command, gint64 incident_id, gint64 other_id)
{
  submit (command, &tc_incident_close_type,
          &(TcIncidentClose){incident_id, "duplicate", other_id, NULL});
}

void
tc_incident_command_reopen (const TcCommand *command, gint64 incident_id, const char *text)
{
  submit (command, &tc_incident_reopen_type, &(TcIncidentText){incident_id, text});
}

void
tc_incident_command_tell (const TcCommand *command, gint64 report_id, const char *how,
                          const char *text)
{
  submit (command, &tc_report_tell_type, &(TcReportTell){report_id, how ? 1 : 0, how, text});
}

void
tc_incident_command_rate (const TcCommand *command, gint64 report_id, gint64 rating,
                          const char *text)
{
  submit (command, &tc_report_rate_type, &(TcReportRate){report_id, rating, text});
}

void
tc_incident_command_dispute (const TcCommand *command, gint64 report_id, const char *text)
{
  submit (command, &tc_report_reopen_type, &(TcReportReopen){report_id, text, NULL});
}

void
tc_incident_command_merge (const TcCommand *command, gint64 incident_id, gint64 into_id)
{
  submit (command, &tc_incident_merge_type,
          &(TcIncidentMerge){incident_id, into_id, make_id (command)});
}

void
tc_incident_command_unmerge (const TcCommand *command, gint64 incident_id, gint64 from_id)
{
  submit (command, &tc_incident_unmerge_type,
          &(TcIncidentUnmerge){incident_id, make_id (command), from_id});
}

void
tc_incident_command_link (const TcCommand *command, gint64 link_id, gint64 incident_id,
                          gint64 other_id, const char *kind)
{
  submit (command, &tc_incident_link_type,
          &(TcIncidentLink){incident_id, link_id, other_id, make_id (command), kind});
}

void
tc_incident_command_unlink (const TcCommand *command, gint64 incident_id, gint64 link_id)
{
  submit (command, &tc_incident_unlink_type,
          &(TcIncidentUnlink){incident_id, link_id, make_id (command)});
}

void
tc_incident_command_answer (const TcCommand *command, gint64 incident_id, const char *text,
                            const char *language)
{
  submit (command, &tc_answer_submit_type,
          &(TcAnswerSubmit){incident_id, make_id (command), text, language});
}

void
tc_incident_command_approve_answer (const TcCommand *command, gint64 incident_id, gint64 answer_id)
{
  submit (command, &tc_answer_approve_type, &(TcAnswerStep){incident_id, answer_id, NULL});
}

void
tc_incident_command_return_answer (const TcCommand *command, gint64 incident_id, gint64 answer_id,
                                   const char *text)
{
  submit (command, &tc_answer_return_type, &(TcAnswerStep){incident_id, answer_id, text});
}

void
tc_incident_command_publish_answer (const TcCommand *command, gint64 incident_id, gint64 answer_id)
{
  submit (command, &tc_answer_publish_type, &(TcAnswerStep){incident_id, answer_id, NULL});
}

void
tc_incident_command_open_reporter (const TcCommand *command, gint64 report_id, const char *reason)
{
  submit (command, &tc_reporter_open_type, &(TcReporterOpen){report_id, reason});
}

void
tc_incident_command_search_reporter (const TcCommand *command, const char *text)
{
  submit (command, &tc_reporter_search_type, &(TcReporterSearch){text});
}

void
tc_incident_command_open_original (const TcCommand *command, gint64 attachment_id,
                                   const char *reason)
{
  submit (command, &tc_photo_open_type, &(TcPhotoOpen){attachment_id, reason});
}

void
tc_incident_command_clear_photo (const TcCommand *command, gint64 attachment_id, gboolean fit)
{
  submit (command, &tc_photo_clear_type, &(TcPhotoClear){attachment_id, fit ? 1 : 0});
}

void
tc_incident_command_place (const TcCommand *command, const TcIncidentPlace *place)
{
  submit (command, &tc_incident_place_type, place);
}

void
tc_incident_command_set_priority (const TcCommand *command, gint64 incident_id, gint64 priority,
                                  const char *text)
{
  submit (command, &tc_incident_set_priority_type,
          &(TcIncidentSetPriority){incident_id, priority, get_optional (text)});
}

void
tc_incident_command_assign (const TcCommand *command, gint64 incident_id, gint64 agency_id,
                            const char *text)
{
  submit (command, &tc_incident_assign_type,
          &(TcIncidentAssign){incident_id, agency_id, 0, get_optional (text)});
}

void
tc_incident_command_forward (const TcCommand *command, gint64 incident_id, const char *text)
{
  submit (command, &tc_incident_forward_type, &(TcIncidentForward){incident_id, 0, text});
}

void
tc_incident_command_declare_event (const TcCommand *command, gint64 incident_id, const char *kind,
                                   const char *name)
{
  submit (command, &tc_event_declare_type,
          &(TcEventDeclare){incident_id, kind, get_optional (name), NULL, TC_NONE});
}

void
tc_incident_command_join_event (const TcCommand *command, gint64 incident_id, gint64 event_id)
{
  submit (command, &tc_event_add_type, &(TcEventMember){event_id, incident_id});
}

void
tc_incident_command_leave_event (const TcCommand *command, gint64 incident_id, gint64 event_id)
{
  submit (command, &tc_event_remove_type, &(TcEventMember){event_id, incident_id});
}

TcVerdict *
tc_incident_command_finish (TcOperationSink *sink, GAsyncResult *result, GError **error)
{
  return tc_operation_sink_submit_finish (sink, result, error);
}
