/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person does with an incident: each makes the ids it needs, fills the arguments of one
 * operation (tc-incident-operations.h, which says what is refused) and gives it to the sink. They
 * are all finished with tc_incident_command_finish(): a verdict, whose refusal is worded by
 * tc-refusal-words.h.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-incident-operations.h"
#include "tc-operation-sink.h"

/* Everything but the arguments, which each command has in front. */
typedef struct {
  TcOperationSink *sink;        /* (unowned): for the call */
  GCancellable *cancellable;    /* (unowned) (nullable) */
  GAsyncReadyCallback callback; /* gets the sink as its source */
  gpointer data;
} TcCommand;

/* @args: with ids made by the sink; a code of the desk's block for a report. */
void tc_incident_command_report (const TcCommand *command, const TcIncidentReport *args);
void tc_incident_command_join (const TcCommand *command, const TcIncidentReport *args);
/* @from_id: staff it is taken over from, 0 for nobody. */
void tc_incident_command_take (const TcCommand *command, gint64 incident_id, gint64 from_id);
void tc_incident_command_release (const TcCommand *command, gint64 incident_id);
void tc_incident_command_accept (const TcCommand *command, gint64 incident_id);
/* It isn't ours. @reason: one of tc_reject_reasons or tc_redirect_reasons (tc-put-by.h); @text:
 * (nullable): what the reporters are told */
void tc_incident_command_reject (const TcCommand *command, gint64 incident_id, const char *reason,
                                 const char *text);
void tc_incident_command_redirect (const TcCommand *command, gint64 incident_id, const char *reason,
                                   const char *text);
/* @text: what the reporters are asked */
void tc_incident_command_wait (const TcCommand *command, gint64 incident_id, const char *text);
/* What waits, was forwarded or has an appointment goes on. @text: (nullable) */
void tc_incident_command_resume (const TcCommand *command, gint64 incident_id, const char *text);
/* @text: (nullable) */
void tc_incident_command_schedule (const TcCommand *command, gint64 incident_id, gint64 when_us,
                                   const char *text);
/* @when_us: the new deadline; @text: why */
void tc_incident_command_extend (const TcCommand *command, gint64 incident_id, gint64 when_us,
                                 const char *text);
void tc_incident_command_classify (const TcCommand *command, gint64 incident_id, gint64 field_id);
/* @field_id: what it has: title and field are kept together */
void tc_incident_command_retitle (const TcCommand *command, gint64 incident_id, gint64 field_id,
                                  const char *title);
/* @asked: (nullable): what the unit is told beside the incident's title */
void tc_incident_command_dispatch (const TcCommand *command, gint64 incident_id, gint64 agency_id,
                                   const char *asked);
/* What an order has come to, told by the centre; tc-incident-tasks.h says when which fits. */
void tc_incident_command_acknowledge (const TcCommand *command, gint64 incident_id, gint64 task_id);
void tc_incident_command_set_out (const TcCommand *command, gint64 incident_id, gint64 task_id);
void tc_incident_command_arrive (const TcCommand *command, gint64 incident_id, gint64 task_id);
void tc_incident_command_finish_task (const TcCommand *command, gint64 incident_id, gint64 task_id);
/* By the unit itself. @text: (nullable) */
void tc_incident_command_finish_task_with (const TcCommand *command, gint64 incident_id,
                                           gint64 task_id, const char *text);
void tc_incident_command_return_task (const TcCommand *command, gint64 incident_id, gint64 task_id,
                                      const char *reason);
void tc_incident_command_recall (const TcCommand *command, gint64 incident_id, gint64 task_id);
/* Links to the order's page that were given so far are void (tc-unit-page-asking.h). */
void tc_incident_command_renew_page (const TcCommand *command, gint64 incident_id, gint64 task_id);
/* A word to its unit. */
void tc_incident_command_say (const TcCommand *command, gint64 incident_id, gint64 task_id,
                              const char *text);
/* Who reported it, to a unit until then; @copy_id: made by the sink. */
void tc_incident_command_release_reporter (const TcCommand *command, gint64 report_id,
                                           gint64 copy_id, gint64 agency_id, const char *reason,
                                           gint64 until_us);
void tc_incident_command_withdraw_reporter (const TcCommand *command, gint64 report_id,
                                            gint64 copy_id, const char *reason);
/* What units wrote about the incident is read. */
void tc_incident_command_heard (const TcCommand *command, gint64 incident_id);
/* The unit was telephoned. @text: (nullable): who answered */
void tc_incident_command_reach (const TcCommand *command, gint64 incident_id, gint64 task_id,
                                gboolean answered, const char *text);
void tc_incident_command_comment (const TcCommand *command, gint64 incident_id, const char *text);
/* The whole of it is done. @text: (nullable) */
void tc_incident_command_resolve (const TcCommand *command, gint64 incident_id, const char *text);
/* @reason: "done", "withdrawn", "nothing-found", "other"; @text: (nullable) */
void tc_incident_command_close (const TcCommand *command, gint64 incident_id, const char *reason,
                                const char *text);
/* As a duplicate of @other_id; unlike merging, its reports stay its own. */
void tc_incident_command_close_duplicate (const TcCommand *command, gint64 incident_id,
                                          gint64 other_id);
void tc_incident_command_reopen (const TcCommand *command, gint64 incident_id, const char *text);
/* A person told who made the report how it ended. @how: one of tc_report_tell_ways, NULL: it isn't
 * so after all; @text: (nullable): what was said */
void tc_incident_command_tell (const TcCommand *command, gint64 report_id, const char *how,
                               const char *text);
/* What who made the report says of how it ended. @rating: 1..5 */
void tc_incident_command_rate (const TcCommand *command, gint64 report_id, gint64 rating,
                               const char *text);
void tc_incident_command_dispute (const TcCommand *command, gint64 report_id, const char *text);
void tc_incident_command_merge (const TcCommand *command, gint64 incident_id, gint64 into_id);
/* @from_id: what it was merged into, as the person saw it. */
void tc_incident_command_unmerge (const TcCommand *command, gint64 incident_id, gint64 from_id);
/* @link_id: made by the sink; @kind: "related", "cause" (the other is), "follow-up" */
void tc_incident_command_link (const TcCommand *command, gint64 link_id, gint64 incident_id,
                               gint64 other_id, const char *kind);
void tc_incident_command_unlink (const TcCommand *command, gint64 incident_id, gint64 link_id);
/* An answer to all who reported, for approval. @language: (nullable): Vietnamese */
void tc_incident_command_answer (const TcCommand *command, gint64 incident_id, const char *text,
                                 const char *language);
/* Steps of the answer @answer_id. @text: why it is sent back. */
void tc_incident_command_approve_answer (const TcCommand *command, gint64 incident_id,
                                         gint64 answer_id);
void tc_incident_command_return_answer (const TcCommand *command, gint64 incident_id,
                                        gint64 answer_id, const char *text);
void tc_incident_command_publish_answer (const TcCommand *command, gint64 incident_id,
                                         gint64 answer_id);
/* @kind: one of tc_big_event_kinds; @name: (nullable): the incident's title */
void tc_incident_command_declare_event (const TcCommand *command, gint64 incident_id,
                                        const char *kind, const char *name);
void tc_incident_command_join_event (const TcCommand *command, gint64 incident_id, gint64 event_id);
void tc_incident_command_leave_event (const TcCommand *command, gint64 incident_id,
                                      gint64 event_id);
/* Puts on record that the person looks at who made the report; then it may be read. */
void tc_incident_command_open_reporter (const TcCommand *command, gint64 report_id,
                                        const char *reason);
/* @name, @phone: (nullable): as they are; @reason: kept beside the person */
void tc_incident_command_correct_reporter (const TcCommand *command, gint64 report_id,
                                           const char *name, const char *phone, const char *reason);
/* Puts on record that the person looked for who reported. @text: as typed */
void tc_incident_command_search_reporter (const TcCommand *command, const char *text);
/* Puts on record that the person looks at the original of a photo; then the server gives it. */
void tc_incident_command_open_original (const TcCommand *command, gint64 attachment_id,
                                        const char *reason);
/* Whether a copy of a photo may go out with the next answer. */
void tc_incident_command_clear_photo (const TcCommand *command, gint64 attachment_id, gboolean fit);
/* Where it is; what is missing is unset. */
void tc_incident_command_place (const TcCommand *command, const TcIncidentPlace *place);
/* @text: (nullable): why */
void tc_incident_command_set_priority (const TcCommand *command, gint64 incident_id,
                                       gint64 priority, const char *text);
/* To a unit. @text: (nullable) */
void tc_incident_command_assign (const TcCommand *command, gint64 incident_id, gint64 agency_id,
                                 const char *text);
/* To a body outside, which @text names. */
void tc_incident_command_forward (const TcCommand *command, gint64 incident_id, const char *text);

/* (transfer full). Errors: as tc_operation_sink_submit_finish(). */
TcVerdict *tc_incident_command_finish (TcOperationSink *sink, GAsyncResult *result,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
