/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the operations on incidents share: read the row and ask the table of states
 * (tc_incident_begin), change what the operation changes, then settle the state, write the row and
 * its history (tc_incident_finish). Only for apply functions of this folder.
 */
#pragma once

#include "tc-incident-operations.h"
#include "tc-incident-states.h"
#include "tc-people-guards.h"
#include "tc-people-operations.h"

#define TC_CODE_SIZE 40
/* Side of a cell of the grid by which what is near is found. */
#define TC_CELL_E7 100000

/* What more than one operation changes of an incident's row, or a guard asks. What belongs to one
 * operation (title, place) it writes itself, before tc_incident_finish(). */
typedef struct {
  gint64 id;
  char code[TC_CODE_SIZE];
  TcIncidentState from; /* as read */
  TcIncidentState to;   /* as it will be; settled by tc_incident_finish() where @move says so */
  TcIncidentMove move;
  gint64 field_id;
  gint64 priority;
  gint64 unit_id;
  gint64 staff_id;
  gint64 received_us;
  gint64 due_us;
  gint64 soon_us;
  gint64 term_id;
  gint64 extended_us;
  gint64 scheduled_us;
  gint64 paused_us;
  gint64 paused_total_us;
  gint64 merged_into;
  gint64 duplicate_of;
  gint64 resolved_us;
  gint64 closed_us;
  gint64 report_count;
  gint64 reopened_count;
  int resumes_to;       /* a state, or -1 */
  int before_merge;     /* a state, or -1 */
  const char *outcome;  /* (unowned): of the operation's arguments; only written with outcome_set */
  gboolean outcome_set; /* else the stored one stays */
} TcIncidentRecord;

/* Arguments of a history row; 0 and NULL where there is nothing to say. */
typedef struct {
  gint64 id; /* 0: the operation's */
  gint64 report_id;
  const char *reason;
  const char *text;
  gint64 agency_id;
  gint64 staff_id;
  gint64 other_id;
  gint64 when_us;
  gint64 number;
  const char *external_id;
  gboolean told; /* the text is for the reporters */
} TcIncidentNote;

/* FALSE with "incident.unknown". Asks nothing of the state. */
gboolean tc_incident_load (TcApply *apply, gint64 id,
                           TcIncidentRecord *out) G_GNUC_WARN_UNUSED_RESULT;
/* Likewise, and FALSE with "incident.merged" or "incident.state" if @step isn't possible. */
gboolean tc_incident_begin (TcApply *apply, gint64 id, TcIncidentStep step,
                            TcIncidentRecord *out) G_GNUC_WARN_UNUSED_RESULT;
/* Refuses as tc_incident_begin() would. Always FALSE. */
gboolean tc_incident_refuse_state (TcApply *apply, const TcIncidentRecord *incident);
/* Writes row and history. Always TRUE, so that an apply function can end with it. */
gboolean tc_incident_finish (TcApply *apply, TcIncidentRecord *incident,
                             const TcIncidentNote *note);
/* History alone. */
void tc_incident_write_event (TcApply *apply, const TcIncidentRecord *incident,
                              const TcIncidentNote *note);

/* Due time and service level by field and priority, unless it was set by hand. */
void tc_incident_count_due (TcApply *apply, TcIncidentRecord *incident);
/* From when on it is due soon, once the due time is set. */
void tc_incident_count_soon (TcApply *apply, TcIncidentRecord *incident);
/* The queue's order: what is late first, then without a due time, then what waits for its reporter
 * (its clock stands, so it isn't late however long that takes), then resolved, newest ended. */
gint64 tc_incident_rank (const TcIncidentRecord *incident);

/* What stands in open tasks is what stands in the incident. */
void tc_incident_refresh_tasks (TcApply *apply, gint64 incident_id);
/* Ends all open tasks in @state ('done', 'recalled'). */
void tc_incident_end_tasks (TcApply *apply, gint64 incident_id, const char *state);
gint64 tc_incident_count_open_tasks (TcApply *apply, gint64 incident_id);

/* A cell of the 0.01 degree grid; TC_NONE without a place. */
gint64 tc_incident_cell (gint64 lat_e7, gint64 lon_e7);

/* 64 lower-case hexadecimal digits. */
gboolean tc_incident_is_hash (const char *hash);
/* Refuses with "operation.arguments". Always FALSE. */
gboolean tc_incident_refuse_argument (TcApply *apply, const char *argument);
/* Whether @reason is one of @reasons, which ends with NULL; FALSE with "operation.arguments". */
gboolean tc_incident_check_reason (TcApply *apply, const char *reason,
                                   const char *const *reasons) G_GNUC_WARN_UNUSED_RESULT;
/* Whether it is the server's word that a unit did it on its page; FALSE with
 * "operation.arguments". */
gboolean tc_incident_check_via (TcApply *apply, const char *via) G_GNUC_WARN_UNUSED_RESULT;
/* FALSE with "field.unknown", "report.unknown". */
gboolean tc_incident_check_field (TcApply *apply, gint64 id) G_GNUC_WARN_UNUSED_RESULT;
/* Likewise; @incident_id: (out): where the report is handled. */
gboolean tc_incident_check_report (TcApply *apply, gint64 report_id,
                                   gint64 *incident_id) G_GNUC_WARN_UNUSED_RESULT;
/* FALSE with "incident.id-used" (id) if @sql, which asks for a row by id, finds one, or if @id is
 * the operation's own where it must be another. An id that a caller gives must never hit a key. */
gboolean tc_incident_check_new (TcApply *apply, const char *sql,
                                gint64 id) G_GNUC_WARN_UNUSED_RESULT;
/* Likewise for a second history row. */
gboolean tc_incident_check_new_event (TcApply *apply, gint64 id) G_GNUC_WARN_UNUSED_RESULT;
/* The order's unit, if it is one of this incident and isn't ended; else 0, and refused:
 * task.unknown, task.state. */
gint64 tc_incident_find_unit (TcApply *apply, gint64 incident_id, gint64 task_id);
/* Whether the actor has a post at that agency or at a centre; the system has. */
gboolean tc_incident_serves (TcApply *apply, gint64 agency_id);
