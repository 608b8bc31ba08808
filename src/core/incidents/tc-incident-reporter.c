/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The person behind a report. Looking at one, giving one to a unit and taking it back are
 * operations, so that who looked, and why, is on record: the reason beside the person (scope of the
 * reporters), the fact alone in the incident's history.
 * A unit gets the matter without the person unless released with a reason. Source: Luật
 * 91/2025/QH15: purpose, minimisation, access log.
 */
#include "tc-incident-queries.h"
#include "tc-incident-record.h"

typedef struct {
  gint64 reporter_id;
  TcIncidentRecord incident;
} Person;

/* By the report's own column: the row of the person is in a scope that the caller may not hold. */
static gboolean
find_person (TcApply *apply, gint64 report_id, Person *out)
{
  gint64 incident_id;

  if (!tc_incident_check_report (apply, report_id, &incident_id) ||
      !tc_incident_begin (apply, incident_id, TC_STEP_REPORTER, &out->incident))
    return FALSE;
  out->reporter_id = tc_database_get_int (
      apply->db, 0, "SELECT reporter_id FROM report WHERE id = ?", "i", report_id);
  if (!out->reporter_id)
    return tc_apply_refuse (apply, "reporter.unknown", "report", TC_I, report_id, NULL);
  return TRUE;
}

static gboolean
write_access (TcApply *apply, Person *person, gint64 report_id, const char *kind, gint64 agency_id,
              gint64 copy_id, const char *reason)
{
  const TcOperationHead *head = &apply->op->head;

  tc_database_execute (apply->db,
                       "INSERT INTO reporter_access (id, scope, report_id, reporter_id, kind,"
                       " staff_id, replica, agency_id, reason, at_us)"
                       " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       "iiiisoiosi", head->id, (gint64) TC_SCOPE_REPORTERS, report_id,
                       person->reporter_id, kind, head->actor_id, (gint64) head->replica, agency_id,
                       reason, apply->now_us);
  return tc_incident_finish (
      apply, &person->incident,
      &(TcIncidentNote){
          .report_id = report_id, .reason = kind, .agency_id = agency_id, .other_id = copy_id});
}

/* ---- reporter.open ---- */

static const TcArg open_args[] = {
    TC_ARG (TcReporterOpen, report_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcReporterOpen, reason, TC_ARG_LINE, TC_REQUIRED, TC_REASON_CHARS_MAX),
    {NULL},
};

static gboolean
apply_open (TcApply *apply, gconstpointer data)
{
  const TcReporterOpen *args = data;
  Person person;

  return find_person (apply, args->report_id, &person) &&
         write_access (apply, &person, args->report_id, "opened", 0, 0, args->reason);
}

const TcOperationType tc_reporter_open_type = {
    .name = "reporter.open",
    .version = 1,
    .capability = TC_MAY_OPEN_REPORTER,
    .reads = "incidents",
    .args = open_args,
    .args_size = sizeof (TcReporterOpen),
    .apply = apply_open,
};

/* ---- reporter.correct ---- */

static const TcArg correct_args[] = {
    TC_ARG (TcReporterCorrect, report_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcReporterCorrect, name, TC_ARG_LINE, TC_OPTIONAL, TC_NAME_CHARS_MAX),
    TC_ARG (TcReporterCorrect, phone, TC_ARG_LINE, TC_OPTIONAL, TC_NAME_CHARS_MAX),
    TC_ARG (TcReporterCorrect, reason, TC_ARG_LINE, TC_REQUIRED, TC_REASON_CHARS_MAX),
    {NULL},
};

static gboolean
apply_correct (TcApply *apply, gconstpointer data)
{
  const TcReporterCorrect *args = data;
  Person person;

  if (!find_person (apply, args->report_id, &person))
    return FALSE;
  if (tc_database_get_int (apply->db, 0,
                           "SELECT name IS ? AND phone IS ? FROM reporter WHERE id = ?", "ssi",
                           args->name, args->phone, person.reporter_id))
    return tc_apply_refuse (apply, "reporter.same", "report", TC_I, args->report_id, NULL);
  tc_database_execute (apply->db,
                       "UPDATE reporter SET name = ?2, phone = ?3 WHERE id = ?1 OR (report_id = ?4"
                       " AND copy_of = ?1)",
                       "issi", person.reporter_id, args->name, args->phone, args->report_id);
  return write_access (apply, &person, args->report_id, "corrected", 0, 0, args->reason);
}

const TcOperationType tc_reporter_correct_type = {
    .name = "reporter.correct",
    .version = 1,
    .capability = TC_MAY_OPEN_REPORTER,
    .reads = "reporters",
    .args = correct_args,
    .args_size = sizeof (TcReporterCorrect),
    .apply = apply_correct,
};

/* ---- reporter.release ---- */

static const TcArg release_args[] = {
    TC_ARG (TcReporterRelease, report_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcReporterRelease, copy_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcReporterRelease, agency_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcReporterRelease, reason, TC_ARG_LINE, TC_REQUIRED, TC_REASON_CHARS_MAX),
    TC_ARG (TcReporterRelease, expires_us, TC_ARG_TIME, TC_REQUIRED, 0),
    {NULL},
};

static gboolean
check_release (TcApply *apply, const TcReporterRelease *args, const TcIncidentRecord *incident)
{
  if (args->expires_us <= apply->now_us)
    return tc_apply_refuse (apply, "incident.past", "incident", TC_S, incident->code, "when", TC_I,
                            args->expires_us, NULL);
  if (!tc_database_get_int (apply->db, 0,
                            "SELECT 1 FROM dispatch WHERE incident_id = ? AND agency_id = ?"
                            " AND state IN ('sent', 'acknowledged', 'working') LIMIT 1",
                            "ii", incident->id, args->agency_id))
    return tc_apply_refuse (apply, "reporter.no-task", "agency", TC_I, args->agency_id, NULL);
  return tc_incident_check_new (apply, "SELECT 1 FROM reporter WHERE id = ?", args->copy_id);
}

static gboolean
apply_release (TcApply *apply, gconstpointer data)
{
  const TcReporterRelease *args = data;
  Person person;

  if (!find_person (apply, args->report_id, &person) ||
      !check_release (apply, args, &person.incident))
    return FALSE;
  tc_database_execute (
      apply->db,
      "INSERT INTO reporter (id, scope, report_id, name, phone, email, address, copy_of, agency_id,"
      " reason, released_by, released_us, expires_us, task_id)"
      " SELECT ?1, ?2, report_id, name, phone, email, address, id, ?2, ?3, ?4, ?5, ?6,"
      " (SELECT id FROM dispatch WHERE incident_id = ?8 AND agency_id = ?2"
      " AND state IN ('sent', 'acknowledged', 'working') ORDER BY id LIMIT 1)"
      " FROM reporter WHERE id = ?7",
      "iisiiiii", args->copy_id, args->agency_id, args->reason, apply->op->head.actor_id,
      apply->now_us, args->expires_us, person.reporter_id, person.incident.id);
  if (tc_database_changes (apply->db) != 1)
    return tc_apply_refuse (apply, "reporter.unknown", "report", TC_I, args->report_id, NULL);
  return write_access (apply, &person, args->report_id, "released", args->agency_id, args->copy_id,
                       args->reason);
}

const TcOperationType tc_reporter_release_type = {
    .name = "reporter.release",
    .version = 1,
    .capability = TC_MAY_RELEASE_REPORTER,
    .reads = "reporters",
    .args = release_args,
    .args_size = sizeof (TcReporterRelease),
    .apply = apply_release,
};

/* ---- reporter.withdraw ---- */

static const TcArg withdraw_args[] = {
    TC_ARG (TcReporterWithdraw, report_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcReporterWithdraw, copy_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcReporterWithdraw, reason, TC_ARG_LINE, TC_REQUIRED, TC_REASON_CHARS_MAX),
    {NULL},
};

/* The copy is in the unit's scope, which a desk of the centre doesn't hold: only the server knows
 * whether it is still there, so the kind reads the units' scopes and a desk leaves it to the
 * server. */
static gboolean
apply_withdraw (TcApply *apply, gconstpointer data)
{
  const TcReporterWithdraw *args = data;
  Person person;

  if (!find_person (apply, args->report_id, &person))
    return FALSE;
  gint64 agency_id = tc_database_get_int (
      apply->db, 0, "SELECT agency_id FROM reporter WHERE id = ? AND copy_of = ?", "ii",
      args->copy_id, person.reporter_id);
  if (!agency_id)
    return tc_apply_refuse (apply, "reporter.unknown-copy", "copy", TC_I, args->copy_id, NULL);
  tc_database_execute (apply->db, "DELETE FROM reporter WHERE id = ?", "i", args->copy_id);
  return write_access (apply, &person, args->report_id, "withdrawn", agency_id, args->copy_id,
                       args->reason);
}

const TcOperationType tc_reporter_withdraw_type = {
    .name = "reporter.withdraw",
    .version = 1,
    .capability = TC_MAY_RELEASE_REPORTER,
    .reads = "server",
    .args = withdraw_args,
    .args_size = sizeof (TcReporterWithdraw),
    .apply = apply_withdraw,
};

/* ---- reporter.search ---- */

/* It is about no report alone, like an export. */
static void
write_of_none (TcApply *apply, const char *kind, const char *reason)
{
  const TcOperationHead *head = &apply->op->head;

  tc_database_execute (apply->db,
                       "INSERT INTO reporter_access (id, scope, report_id, reporter_id, kind,"
                       " staff_id, replica, reason, at_us) VALUES (?, ?, 0, 0, ?, ?, ?, ?, ?)",
                       "iisoisi", head->id, (gint64) TC_SCOPE_REPORTERS, kind, head->actor_id,
                       (gint64) head->replica, reason, apply->now_us);
}

static const TcArg search_args[] = {
    TC_ARG (TcReporterSearch, text, TC_ARG_LINE, TC_REQUIRED, TC_REASON_CHARS_MAX),
    {NULL},
};

static gboolean
apply_search (TcApply *apply, gconstpointer data)
{
  write_of_none (apply, "searched", ((const TcReporterSearch *) data)->text);
  return TRUE;
}

const TcOperationType tc_reporter_search_type = {
    .name = "reporter.search",
    .version = 1,
    .capability = TC_MAY_OPEN_REPORTER,
    .reads = "reporters",
    .args = search_args,
    .args_size = sizeof (TcReporterSearch),
    .apply = apply_search,
};

/* ---- reporter.export ---- */

static const TcArg export_args[] = {
    TC_ARG (TcReporterExport, reason, TC_ARG_LINE, TC_REQUIRED, TC_REASON_CHARS_MAX),
    {NULL},
};

/* One row for all: it is about no report alone, so it names none (0). */
static gboolean
apply_export (TcApply *apply, gconstpointer data)
{
  write_of_none (apply, "exported", ((const TcReporterExport *) data)->reason);
  return TRUE;
}

const TcOperationType tc_reporter_export_type = {
    .name = "reporter.export",
    .version = 1,
    .reads = "reporters",
    .args = export_args,
    .args_size = sizeof (TcReporterExport),
    .apply = apply_export,
};

/* ---- who looked ---- */

static void
clear_access (gpointer data)
{
  TcReporterAccess *access = data;

  g_free (access->kind);
  g_free (access->reason);
  g_free (access->staff_name);
  g_free (access->desk_name);
  g_free (access->code);
  g_free (access->agency_vi);
  g_free (access->agency_en);
}

GArray *
tc_reporter_accesses (TcDatabase *db, guint limit)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (TcReporterAccess));
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT it.id, it.at_us, it.kind, it.reason, s.name, d.name, i.id, i.code, a.name_vi,"
      " a.name_en FROM reporter_access AS it LEFT JOIN staff AS s ON s.id = it.staff_id"
      " LEFT JOIN desk AS d ON d.id = it.replica LEFT JOIN report AS r ON r.id = it.report_id"
      " LEFT JOIN incident AS i ON i.id = r.incident_id LEFT JOIN agency AS a"
      " ON a.id = it.agency_id ORDER BY it.at_us DESC, it.id DESC LIMIT ?",
      "i", (gint64) limit);

  g_array_set_clear_func (list, clear_access);
  while (tc_query_next (query)) {
    TcReporterAccess access = {.id = tc_query_id (query, 0),
                               .at_us = tc_query_int (query, 1),
                               .kind = tc_query_dup_text (query, 2),
                               .reason = tc_query_dup_text (query, 3),
                               .staff_name = tc_query_dup_text (query, 4),
                               .desk_name = tc_query_dup_text (query, 5),
                               .incident_id = tc_query_id (query, 6),
                               .code = tc_query_dup_text (query, 7),
                               .agency_vi = tc_query_dup_text (query, 8),
                               .agency_en = tc_query_dup_text (query, 9)};
    g_array_append_val (list, access);
  }
  return list;
}
