/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What comes between a reporter and the centre once the matter is over: the reporter isn't content
 * and it is opened again, or a person tells the reporter how it ended. The rating in points is in
 * tc-incident-report.c.
 */
#include "tc-incident-record.h"

#include "tc-limits.h"
#include "tc-service-level.h"

#define EXTERNAL_CHARS_MAX 200
#define DAY_MINUTES (24 * 60)

/* ---- report.reopen ---- */

static const TcArg reopen_args[] = {
    TC_ARG (TcReportReopen, report_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcReportReopen, text, TC_ARG_PARAGRAPH, TC_REQUIRED, TC_TEXT_CHARS_MAX),
    TC_ARG (TcReportReopen, external_id, TC_ARG_LINE, TC_OPTIONAL, EXTERNAL_CHARS_MAX),
    {NULL},
};

/* From when a reporter's days count: nobody objects to what they haven't heard of. */
static gint64
find_ended (TcApply *apply, const TcIncidentRecord *incident, gint64 report_id)
{
  gint64 ended_us = incident->resolved_us != TC_NONE ? incident->resolved_us : incident->closed_us;

  return tc_database_get_int (apply->db, ended_us,
                              "SELECT max (?2, ifnull (answered_us, ?2), ifnull (told_us, ?2))"
                              " FROM report WHERE id = ?1",
                              "ii", report_id, ended_us);
}

static gboolean
check_days (TcApply *apply, const TcIncidentRecord *incident, gint64 report_id)
{
  TcServiceLevel level;
  gint64 until_us;

  tc_service_level_get (apply->db, incident->term_id, &level);
  if (level.reopen_days == TC_NONE)
    return tc_apply_refuse (apply, "report.reopen-never", "incident", TC_S, incident->code, NULL);
  until_us = tc_service_time_after (apply->db, find_ended (apply, incident, report_id),
                                    level.reopen_days * DAY_MINUTES);
  if (apply->now_us <= until_us)
    return TRUE;
  return tc_apply_refuse (apply, "report.reopen-late", "incident", TC_S, incident->code, "until_us",
                          TC_I, until_us, NULL);
}

static gboolean
apply_reopen (TcApply *apply, gconstpointer data)
{
  const TcReportReopen *args = data;
  TcIncidentRecord incident;
  gint64 incident_id;

  if (!tc_incident_check_report (apply, args->report_id, &incident_id) ||
      !tc_incident_begin (apply, incident_id, TC_STEP_DISPUTE, &incident) ||
      !check_days (apply, &incident, args->report_id))
    return FALSE;
  incident.reopened_count++;
  incident.duplicate_of = 0;
  incident.outcome_set = TRUE;
  return tc_incident_finish (apply, &incident,
                             &(TcIncidentNote){
                                 .report_id = args->report_id,
                                 .reason = "incoming",
                                 .text = args->text,
                                 .number = incident.reopened_count,
                                 .external_id = args->external_id,
                                 .told = TRUE,
                             });
}

const TcOperationType tc_report_reopen_type = {
    .name = "report.reopen",
    .version = 1,
    .capability = TC_MAY_REPORT,
    .reads = "incidents",
    .args = reopen_args,
    .args_size = sizeof (TcReportReopen),
    .apply = apply_reopen,
};

/* ---- report.tell ---- */

const char *const tc_report_tell_ways[] = {"called", "in-person", "written", NULL};

static const TcArg tell_args[] = {
    TC_ARG (TcReportTell, report_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcReportTell, told, TC_ARG_INT, TC_REQUIRED, 1),
    TC_ARG (TcReportTell, how, TC_ARG_CODE, TC_OPTIONAL, 0),
    TC_ARG (TcReportTell, text, TC_ARG_PARAGRAPH, TC_OPTIONAL, TC_REASON_CHARS_MAX),
    {NULL},
};

/* Who is told once more is told of what is new. */
static gboolean
check_told (TcApply *apply, const TcReportTell *args)
{
  if ((args->told == 1) != (args->how != NULL))
    return tc_incident_refuse_argument (apply, "how");
  if (args->how && !tc_incident_check_reason (apply, args->how, tc_report_tell_ways))
    return FALSE;
  if (args->told == 1 ||
      tc_database_get_int (apply->db, TC_NONE, "SELECT told_us FROM report WHERE id = ?", "i",
                           args->report_id) != TC_NONE)
    return TRUE;
  return tc_apply_refuse (apply, "report.not-told", "report", TC_I, args->report_id, NULL);
}

static gboolean
apply_tell (TcApply *apply, gconstpointer data)
{
  const TcReportTell *args = data;
  TcIncidentRecord incident;
  gint64 incident_id;

  if (!tc_incident_check_report (apply, args->report_id, &incident_id) ||
      !tc_incident_begin (apply, incident_id, TC_STEP_TELL, &incident) || !check_told (apply, args))
    return FALSE;
  tc_database_execute (apply->db, "UPDATE report SET told_us = ?2 WHERE id = ?1", "ii",
                       args->report_id, args->told ? apply->now_us : TC_NONE);
  return tc_incident_finish (apply, &incident,
                             &(TcIncidentNote){
                                 .report_id = args->report_id,
                                 .reason = args->told ? args->how : "untold",
                                 .text = args->text,
                             });
}

const TcOperationType tc_report_tell_type = {
    .name = "report.tell",
    .version = 1,
    .capability = TC_MAY_REPORT,
    .reads = "incidents",
    .args = tell_args,
    .args_size = sizeof (TcReportTell),
    .apply = apply_tell,
};
