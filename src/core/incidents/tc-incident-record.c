/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading, settling and writing the row of an incident and its history; see the header.
 */
#include "tc-incident-record.h"

#include "tc-limits.h"
#include "tc-service-level.h"

#define RANK_NO_DUE ((gint64) 1 << 61)
#define RANK_WAITING ((gint64) 3 << 60)
#define RANK_RESOLVED ((gint64) 1 << 62)

static int
read_state (TcQuery *query, int column)
{
  TcIncidentState state;

  return tc_incident_state_from_code (tc_query_text (query, column), &state) ? (int) state : -1;
}

static void
read_numbers (TcQuery *query, TcIncidentRecord *out)
{
  out->field_id = tc_query_id (query, 2);
  out->priority = tc_query_int (query, 3);
  out->unit_id = tc_query_id (query, 4);
  out->staff_id = tc_query_id (query, 5);
  out->received_us = tc_query_int (query, 6);
  out->due_us = tc_query_int (query, 7);
  out->term_id = tc_query_id (query, 8);
  out->extended_us = tc_query_int (query, 9);
  out->scheduled_us = tc_query_int (query, 10);
  out->paused_us = tc_query_int (query, 11);
  out->paused_total_us = tc_query_int (query, 12);
  out->merged_into = tc_query_id (query, 13);
  out->duplicate_of = tc_query_id (query, 14);
  out->resolved_us = tc_query_int (query, 15);
  out->closed_us = tc_query_int (query, 16);
  out->report_count = tc_query_int (query, 17);
  out->reopened_count = tc_query_int (query, 18);
  out->resumes_to = read_state (query, 19);
  out->before_merge = read_state (query, 20);
  out->soon_us = tc_query_int (query, 21);
}

gboolean
tc_incident_load (TcApply *apply, gint64 id, TcIncidentRecord *out)
{
  g_autoptr (TcQuery) query = tc_database_query (
      apply->db,
      "SELECT code, state, field_id, priority, unit_id, staff_id, received_us, due_us, term_id,"
      " extended_us, scheduled_us, paused_us, paused_total_us, merged_into, duplicate_of,"
      " resolved_us, closed_us, report_count, reopened_count, resumes_to, before_merge,"
      " soon_us FROM incident WHERE id = ?",
      "i", id);

  *out = (TcIncidentRecord){.id = id};
  if (!tc_query_next (query))
    return tc_apply_refuse (apply, "incident.unknown", "incident", TC_I, id, NULL);
  g_strlcpy (out->code, tc_query_text (query, 0), sizeof out->code);
  out->from = (TcIncidentState) MAX (read_state (query, 1), 0);
  out->to = out->from;
  out->move = TC_MOVE_STAY;
  read_numbers (query, out);
  return TRUE;
}

gboolean
tc_incident_refuse_state (TcApply *apply, const TcIncidentRecord *incident)
{
  if (incident->from == TC_STATE_MERGED) {
    g_autofree char *into = tc_database_dup_text (
        apply->db, "SELECT code FROM incident WHERE id = ?", "i", incident->merged_into);
    return tc_apply_refuse (apply, "incident.merged", "incident", TC_S, incident->code, "into",
                            TC_S, into ? into : "", NULL);
  }
  return tc_apply_refuse (apply, "incident.state", "incident", TC_S, incident->code, "state", TC_S,
                          tc_incident_state_get_code (incident->from), "step", TC_S,
                          apply->op->name, NULL);
}

gboolean
tc_incident_begin (TcApply *apply, gint64 id, TcIncidentStep step, TcIncidentRecord *out)
{
  if (!tc_incident_check_new (apply, "SELECT 1 FROM incident_event WHERE id = ?",
                              apply->op->head.id) ||
      !tc_incident_load (apply, id, out))
    return FALSE;
  out->move = tc_incident_state_move (out->from, step, &out->to);
  if (out->move == TC_MOVE_REFUSED)
    return tc_incident_refuse_state (apply, out);
  return TRUE;
}

/* ---- settling the state ---- */

/* What the open tasks say, the furthest of them; else who has it. */
static TcIncidentState
find_back (TcApply *apply, const TcIncidentRecord *incident)
{
  static const TcIncidentState by_rank[] = {TC_STATE_ACCEPTED, TC_STATE_DISPATCHED,
                                            TC_STATE_ACKNOWLEDGED, TC_STATE_WORKING};
  gint64 rank = tc_database_get_int (
      apply->db, 0,
      "SELECT max (CASE state WHEN 'working' THEN 3 WHEN 'acknowledged' THEN 2"
      " WHEN 'sent' THEN 1 ELSE 0 END) FROM dispatch WHERE incident_id = ?",
      "i", incident->id);

  if (rank > 0)
    return by_rank[rank];
  return incident->unit_id || incident->staff_id ? TC_STATE_ASSIGNED : TC_STATE_ACCEPTED;
}

static TcIncidentState
find_resumed (TcApply *apply, const TcIncidentRecord *incident)
{
  TcIncidentState back = find_back (apply, incident);
  gboolean nobody = back == TC_STATE_ACCEPTED;

  if (incident->resumes_to == TC_STATE_NEW && nobody)
    return TC_STATE_NEW;
  if (incident->resumes_to == TC_STATE_WORKING && back == TC_STATE_ASSIGNED)
    return TC_STATE_WORKING;
  return back;
}

static gboolean
is_aside (TcIncidentState state)
{
  return state == TC_STATE_WAITING || state == TC_STATE_FORWARDED || state == TC_STATE_SCHEDULED;
}

/* The clock stands while we wait for the reporter, and the due time moves by what was waited. */
static void
keep_clock (TcApply *apply, TcIncidentRecord *incident)
{
  gboolean waited = incident->from == TC_STATE_WAITING;
  gboolean waits = incident->to == TC_STATE_WAITING;

  if (waits && !waited)
    incident->paused_us = apply->now_us;
  if (waited && !waits && incident->paused_us != TC_NONE) {
    gint64 pause_us = MAX (apply->now_us - incident->paused_us, 0);
    incident->paused_total_us += pause_us;
    if (incident->due_us != TC_NONE)
      incident->due_us += pause_us;
    if (incident->soon_us != TC_NONE)
      incident->soon_us += pause_us;
    incident->paused_us = TC_NONE;
  }
}

static void
keep_resumption (TcIncidentRecord *incident)
{
  if (is_aside (incident->to) && !is_aside (incident->from))
    incident->resumes_to = (int) incident->from;
  else if (!is_aside (incident->to))
    incident->resumes_to = -1;
  if (incident->to != TC_STATE_SCHEDULED)
    incident->scheduled_us = TC_NONE;
}

static void
keep_times (TcApply *apply, TcIncidentRecord *incident)
{
  gboolean done = incident->to == TC_STATE_RESOLVED || incident->to == TC_STATE_PUBLISHED;

  if (incident->to == TC_STATE_RESOLVED)
    incident->resolved_us = apply->now_us;
  if (tc_incident_state_is_open (incident->to)) {
    incident->closed_us = TC_NONE;
    if (!done)
      incident->resolved_us = TC_NONE;
  } else {
    incident->closed_us = apply->now_us;
  }
}

static void
settle (TcApply *apply, TcIncidentRecord *incident)
{
  if (incident->move == TC_MOVE_BACK)
    incident->to = find_back (apply, incident);
  else if (incident->move == TC_MOVE_RESUME)
    incident->to = find_resumed (apply, incident);
  /* A merge and its reverse leave all but the state as it was. */
  if (incident->to == incident->from || incident->to == TC_STATE_MERGED ||
      incident->from == TC_STATE_MERGED)
    return;
  keep_clock (apply, incident);
  keep_resumption (incident);
  keep_times (apply, incident);
}

/* ---- the service level ---- */

void
tc_incident_count_due (TcApply *apply, TcIncidentRecord *incident)
{
  TcServiceLevel level;

  if (incident->extended_us != TC_NONE)
    return;
  incident->due_us = TC_NONE;
  if (tc_service_level_find (apply->db, incident->field_id, incident->priority,
                             incident->received_us, &level))
    incident->due_us = tc_service_time_after (apply->db, incident->received_us,
                                              level.resolve_minutes) +
                       incident->paused_total_us;
  incident->term_id = level.id;
  tc_incident_count_soon (apply, incident);
}

/* The clock stood meanwhile for as long as was paused. */
void
tc_incident_count_soon (TcApply *apply, TcIncidentRecord *incident)
{
  gint64 paused_us = incident->paused_total_us;
  TcServiceLevel level;

  incident->soon_us = TC_NONE;
  if (incident->due_us == TC_NONE)
    return;
  if (!tc_service_level_get (apply->db, incident->term_id, &level))
    tc_service_level_find (apply->db, incident->field_id, incident->priority, incident->received_us,
                           &level);
  incident->soon_us = tc_service_time_share (
      apply->db, incident->received_us, incident->due_us - paused_us, 100 - level.soon_percent);
  incident->soon_us = MIN (incident->soon_us + paused_us, incident->due_us);
}

gint64
tc_incident_rank (const TcIncidentRecord *incident)
{
  if (!tc_incident_state_is_open (incident->to))
    return incident->closed_us == TC_NONE ? incident->received_us : -incident->closed_us;
  if (incident->to == TC_STATE_RESOLVED || incident->to == TC_STATE_PUBLISHED)
    return RANK_RESOLVED + incident->received_us;
  if (incident->to == TC_STATE_WAITING)
    return RANK_WAITING + incident->received_us;
  return incident->due_us == TC_NONE ? RANK_NO_DUE + incident->received_us : incident->due_us;
}

/* ---- writing ---- */

static const char *
get_state_or_null (int state)
{
  return state < 0 ? NULL : tc_incident_state_get_code ((TcIncidentState) state);
}

/* What no index has. Its values and their types stand below in the same order. */
#define PLAIN_SQL                                                                                  \
  "UPDATE incident SET field_id = ?2, due_us = ?3, term_id = ?4, extended_us = ?5,"                \
  " scheduled_us = ?6, paused_us = ?7, paused_total_us = ?8, resumes_to = ?9, before_merge = ?10," \
  " duplicate_of = ?11, report_count = ?12, reopened_count = ?13, changed_us = ?14,"               \
  " resolved_us = ?15, closed_us = ?16, soon_us = ?17"
#define PLAIN_TYPES "ioioiiiissoiiiiii"
#define PLAIN_VALUES(i)                                                                            \
  i->id, i->field_id, i->due_us, i->term_id, i->extended_us, i->scheduled_us, i->paused_us,        \
      i->paused_total_us, get_state_or_null (i->resumes_to), get_state_or_null (i->before_merge),  \
      i->duplicate_of, i->report_count, i->reopened_count, apply->now_us, i->resolved_us,          \
      i->closed_us, i->soon_us

/* What stands in the indexes of the queue, but for the priority, as it is to be: whether it stands
 * there already. @priority: (out): likewise */
static gboolean
keeps_place (TcApply *apply, const TcIncidentRecord *i, gboolean *priority)
{
  g_autoptr (TcQuery) query = tc_database_query (
      apply->db,
      "SELECT priority = ?2 FROM incident WHERE id = ?1 AND state = ?3 AND open = ?4"
      " AND rank_us = ?5 AND unit_id IS ?6 AND staff_id IS ?7 AND merged_into IS ?8",
      "iisiiooo", i->id, i->priority, tc_incident_state_get_code (i->to),
      (gint64) tc_incident_state_is_open (i->to), tc_incident_rank (i), i->unit_id, i->staff_id,
      i->merged_into);
  gboolean keeps = tc_query_next (query);

  *priority = keeps && tc_query_int (query, 0) == 1;
  return keeps;
}

/* An UPDATE writes each index anew that has a column which it names, whether or not that changes:
 * the queue has seven, and most steps move nothing in them. */
static void
write_row (TcApply *apply, const TcIncidentRecord *i)
{
  gboolean same_priority;

  if (!keeps_place (apply, i, &same_priority))
    tc_database_execute (apply->db,
                         PLAIN_SQL ", priority = ?18, state = ?19, open = ?20, rank_us = ?21,"
                                   " unit_id = ?22, staff_id = ?23, merged_into = ?24"
                                   " WHERE id = ?1",
                         PLAIN_TYPES "isiiooo", PLAIN_VALUES (i), i->priority,
                         tc_incident_state_get_code (i->to),
                         (gint64) tc_incident_state_is_open (i->to), tc_incident_rank (i),
                         i->unit_id, i->staff_id, i->merged_into);
  else if (!same_priority)
    tc_database_execute (apply->db, PLAIN_SQL ", priority = ?18 WHERE id = ?1", PLAIN_TYPES "i",
                         PLAIN_VALUES (i), i->priority);
  else
    tc_database_execute (apply->db, PLAIN_SQL " WHERE id = ?1", PLAIN_TYPES, PLAIN_VALUES (i));
  if (i->outcome_set)
    tc_database_execute (apply->db, "UPDATE incident SET outcome = ?2 WHERE id = ?1", "is", i->id,
                         i->outcome);
}

/* Whether a reporter's own client is told of the new state: not of who has it inside. */
static gboolean
is_told (const TcIncidentRecord *incident)
{
  return incident->to != incident->from && incident->to != TC_STATE_ASSIGNED &&
         incident->to != TC_STATE_DISPATCHED && incident->to != TC_STATE_ACKNOWLEDGED &&
         incident->to != TC_STATE_MERGED && incident->from != TC_STATE_MERGED;
}

static gint64
none_if_zero (gint64 value)
{
  return value ? value : TC_NONE;
}

void
tc_incident_write_event (TcApply *apply, const TcIncidentRecord *incident,
                         const TcIncidentNote *note)
{
  const TcOperationHead *head = &apply->op->head;
  gint64 public = note->told ? 1 : is_told (incident) ? 2 : 0;

  tc_database_execute (
      apply->db,
      "INSERT INTO incident_event (id, scope, incident_id, code, at_us, actor_id, replica, state,"
      " moved, public, report_id, reason, text, agency_id, staff_id, other_id, when_us, number,"
      " external_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      "iiisiiisiiossoooiis", note->id ? note->id : head->id, (gint64) TC_SCOPE_INCIDENTS,
      incident->id, apply->op->name, apply->now_us, head->actor_id, (gint64) head->replica,
      tc_incident_state_get_code (incident->to), (gint64) (incident->to != incident->from), public,
      note->report_id, note->reason, note->text, note->agency_id, note->staff_id, note->other_id,
      none_if_zero (note->when_us), none_if_zero (note->number), note->external_id);
}

gboolean
tc_incident_finish (TcApply *apply, TcIncidentRecord *incident, const TcIncidentNote *note)
{
  settle (apply, incident);
  /* Of before it was kept. */
  if (incident->soon_us == TC_NONE)
    tc_incident_count_soon (apply, incident);
  write_row (apply, incident);
  tc_incident_write_event (apply, incident, note);
  return TRUE;
}
