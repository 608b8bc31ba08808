/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people say: a report that opens an incident, one more on an incident there is, what a
 * reporter adds or is told later, and the reporter's rating.
 */
#include "tc-incident-codes.h"
#include "tc-incident-record.h"

#include "tc-id.h"
#include "tc-limits.h"

#include <string.h>

#define TITLE_CHARS 80
#define CODE_CHARS_MAX 30
#define EXTERNAL_CHARS_MAX 200
#define PERSON_CHARS_MAX TC_NAME_CHARS_MAX
#define RATING_MAX 5

/* clang-format off */
#define REPORT_ARGS(code_required)                                                                \
    TC_ARG (TcIncidentReport, incident_id, TC_ARG_ID, TC_REQUIRED, 0),                            \
    TC_ARG (TcIncidentReport, report_id, TC_ARG_ID, TC_REQUIRED, 0),                              \
    TC_ARG (TcIncidentReport, reporter_id, TC_ARG_ID, TC_OPTIONAL, 0),                            \
    TC_ARG (TcIncidentReport, code, TC_ARG_LINE, code_required, CODE_CHARS_MAX),                  \
    TC_ARG (TcIncidentReport, channel, TC_ARG_CODE, TC_REQUIRED, 0),                              \
    TC_ARG (TcIncidentReport, title, TC_ARG_LINE, TC_OPTIONAL, TC_TITLE_CHARS_MAX),               \
    TC_ARG (TcIncidentReport, text, TC_ARG_PARAGRAPH, TC_REQUIRED, TC_TEXT_CHARS_MAX),            \
    TC_ARG (TcIncidentReport, language, TC_ARG_CODE, TC_OPTIONAL, 0),                             \
    TC_ARG (TcIncidentReport, field_id, TC_ARG_ID, TC_OPTIONAL, 0),                               \
    TC_ARG (TcIncidentReport, priority, TC_ARG_INT, TC_OPTIONAL, TC_PRIORITY_NOTICE),             \
    TC_ARG (TcIncidentReport, area_id, TC_ARG_ID, TC_OPTIONAL, 0),                                \
    TC_ARG (TcIncidentReport, lat_e7, TC_ARG_LAT, TC_OPTIONAL, 0),                                \
    TC_ARG (TcIncidentReport, lon_e7, TC_ARG_LON, TC_OPTIONAL, 0),                                \
    TC_ARG (TcIncidentReport, address, TC_ARG_LINE, TC_OPTIONAL, TC_ADDRESS_CHARS_MAX),           \
    TC_ARG (TcIncidentReport, address_id, TC_ARG_LINE, TC_OPTIONAL, EXTERNAL_CHARS_MAX),          \
    TC_ARG (TcIncidentReport, said_us, TC_ARG_TIME, TC_OPTIONAL, 0),                              \
    TC_ARG (TcIncidentReport, received_us, TC_ARG_TIME, TC_OPTIONAL, 0),                          \
    TC_ARG (TcIncidentReport, due_us, TC_ARG_TIME, TC_OPTIONAL, 0),                               \
    TC_ARG (TcIncidentReport, on_behalf, TC_ARG_INT, TC_OPTIONAL, 1),                             \
    TC_ARG (TcIncidentReport, anonymous, TC_ARG_INT, TC_OPTIONAL, 1),                             \
    {"private", TC_ARG_INT, TC_OPTIONAL, 1, G_STRUCT_OFFSET (TcIncidentReport, private_)},        \
    TC_ARG (TcIncidentReport, attributes, TC_ARG_LINE, TC_OPTIONAL, TC_ATTRIBUTES_CHARS_MAX),     \
    TC_ARG (TcIncidentReport, source, TC_ARG_CODE, TC_OPTIONAL, 0),                               \
    TC_ARG (TcIncidentReport, external_id, TC_ARG_LINE, TC_OPTIONAL, EXTERNAL_CHARS_MAX),         \
    TC_ARG (TcIncidentReport, reporter_name, TC_ARG_LINE, TC_OPTIONAL, PERSON_CHARS_MAX),         \
    TC_ARG (TcIncidentReport, reporter_phone, TC_ARG_LINE, TC_OPTIONAL, PERSON_CHARS_MAX),        \
    TC_ARG (TcIncidentReport, reporter_email, TC_ARG_LINE, TC_OPTIONAL, PERSON_CHARS_MAX),        \
    TC_ARG (TcIncidentReport, reporter_address, TC_ARG_LINE, TC_OPTIONAL, TC_ADDRESS_CHARS_MAX),  \
    TC_ARG (TcIncidentReport, reporter_device, TC_ARG_LINE, TC_OPTIONAL, PERSON_CHARS_MAX),       \
    TC_ARG (TcIncidentReport, reporter_account, TC_ARG_LINE, TC_OPTIONAL, PERSON_CHARS_MAX),      \
    {NULL},

static const TcArg report_args[] = {
    REPORT_ARGS (TC_REQUIRED)
};
static const TcArg join_args[] = {
    REPORT_ARGS (TC_OPTIONAL)
};
/* clang-format on */

static gint64
value_or (gint64 value, gint64 fallback)
{
  return value == TC_NONE ? fallback : value;
}

static gboolean
has_person (const TcIncidentReport *args)
{
  return args->reporter_name || args->reporter_phone || args->reporter_email ||
         args->reporter_address || args->reporter_device || args->reporter_account;
}

static gboolean
refuse_argument (TcApply *apply, const char *name)
{
  return tc_apply_refuse (apply, "operation.arguments", "operation", TC_S, apply->op->name,
                          "argument", TC_S, name, NULL);
}

static gboolean
check_report (TcApply *apply, const TcIncidentReport *args)
{
  if ((args->lat_e7 == TC_NONE) != (args->lon_e7 == TC_NONE))
    return refuse_argument (apply, "lat_e7");
  if (has_person (args) != (args->reporter_id != 0))
    return refuse_argument (apply, "reporter_id");
  if (args->due_us > 0 && apply->op->head.replica != TC_REPLICA_SERVER)
    return refuse_argument (apply, "due_us");
  if (args->field_id && !tc_incident_check_field (apply, args->field_id))
    return FALSE;
  return tc_incident_check_new (apply, "SELECT 1 FROM report WHERE id = ?", args->report_id) &&
         (!args->reporter_id ||
          tc_incident_check_new (apply, "SELECT 1 FROM reporter WHERE id = ?", args->reporter_id));
}

static void
write_report (TcApply *apply, const TcIncidentReport *args)
{
  gint64 received_us = value_or (args->received_us, apply->now_us);

  tc_database_execute (
      apply->db,
      "INSERT INTO report (id, scope, incident_id, home_id, channel, text, language, field_id,"
      " area_id, lat_e7, lon_e7, address, address_id, said_us, received_us, on_behalf, anonymous,"
      " private, attributes, source, external_id, reporter_id) VALUES"
      " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      "iiiisssooiissiiiiissso", args->report_id, (gint64) TC_SCOPE_INCIDENTS, args->incident_id,
      args->incident_id, args->channel, args->text, args->language ? args->language : "vi",
      args->field_id, args->area_id, args->lat_e7, args->lon_e7, args->address, args->address_id,
      value_or (args->said_us, received_us), received_us, value_or (args->on_behalf, 0),
      value_or (args->anonymous, 0), value_or (args->private_, 0), args->attributes, args->source,
      args->external_id, args->reporter_id);
  if (args->reporter_id)
    tc_database_execute (
        apply->db,
        "INSERT INTO reporter (id, scope, report_id, name, phone, email, address, device_id,"
        " account_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "iiissssss", args->reporter_id, (gint64) TC_SCOPE_REPORTERS, args->report_id,
        args->reporter_name, args->reporter_phone, args->reporter_email, args->reporter_address,
        args->reporter_device, args->reporter_account);
}

/* ---- incident.report ---- */

/* The first line; a long one is cut between words. */
static char *
make_title (const char *text)
{
  const char *end = strchr (text, '\n');
  g_autofree char *line = end ? g_strndup (text, (gsize) (end - text)) : g_strdup (text);

  if (g_utf8_strlen (line, -1) <= TITLE_CHARS)
    return g_steal_pointer (&line);
  g_autofree char *cut = g_utf8_substring (line, 0, TITLE_CHARS);
  char *space = strrchr (cut, ' ');
  if (space && g_utf8_pointer_to_offset (cut, space) > TITLE_CHARS / 2)
    *space = '\0';
  return g_strconcat (cut, "…", NULL);
}

static gint64
find_priority (TcApply *apply, const TcIncidentReport *args)
{
  if (args->priority != TC_NONE && args->priority >= TC_PRIORITY_EMERGENCY)
    return args->priority;
  return tc_database_get_int (apply->db, TC_PRIORITY_ATTENTION,
                              "SELECT priority FROM field WHERE id = ?", "i", args->field_id);
}

static void
insert_incident (TcApply *apply, const TcIncidentReport *args, TcIncidentRecord *incident,
                 gint64 day, gint64 number)
{
  g_autofree char *title = args->title ? g_strdup (args->title) : make_title (args->text);

  tc_database_execute (
      apply->db,
      "INSERT INTO incident (id, scope, code, day, number, title, field_id, priority, state, open,"
      " rank_us, area_id, lat_e7, lon_e7, cell, address, received_us, due_us, term_id,"
      " extended_us, paused_total_us, answer_state, report_count, reopened_count, opened_us,"
      " changed_us, soon_us)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'new', 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 'none', 1, 0,"
      " ?, ?, ?)",
      "iisiisoiioiiisiioiiii", incident->id, (gint64) TC_SCOPE_INCIDENTS, incident->code, day,
      number, title, args->field_id, incident->priority, tc_incident_rank (incident), args->area_id,
      args->lat_e7, args->lon_e7, tc_incident_cell (args->lat_e7, args->lon_e7), args->address,
      incident->received_us, incident->due_us, incident->term_id, incident->extended_us,
      apply->now_us, apply->now_us, incident->soon_us);
}

static gboolean
apply_report (TcApply *apply, gconstpointer data)
{
  const TcIncidentReport *args = data;
  gint64 day;
  gint64 number;
  TcIncidentRecord incident = {
      .id = args->incident_id,
      .field_id = args->field_id,
      .received_us = value_or (args->received_us, apply->now_us),
      .extended_us = TC_NONE,
      .closed_us = TC_NONE,
  };

  if (!tc_incident_claim_code (apply, args->code, &day, &number) ||
      !tc_incident_check_new (apply, "SELECT 1 FROM incident WHERE id = ?", args->incident_id) ||
      !tc_incident_check_new (apply, "SELECT 1 FROM incident_event WHERE id = ?",
                              apply->op->head.id) ||
      !check_report (apply, args))
    return FALSE;
  g_strlcpy (incident.code, args->code, sizeof incident.code);
  incident.priority = find_priority (apply, args);
  if (args->due_us > 0) {
    incident.due_us = args->due_us;
    incident.extended_us = apply->now_us;
    tc_incident_count_soon (apply, &incident);
  } else {
    tc_incident_count_due (apply, &incident);
  }
  insert_incident (apply, args, &incident, day, number);
  write_report (apply, args);
  tc_incident_write_event (
      apply, &incident, &(TcIncidentNote){.report_id = args->report_id, .reason = args->channel});
  return TRUE;
}

const TcOperationType tc_incident_report_type = {
    .name = "incident.report",
    .version = 1,
    .capability = TC_MAY_REPORT,
    .reads = "incidents",
    .args = report_args,
    .args_size = sizeof (TcIncidentReport),
    .apply = apply_report,
};

/* ---- incident.join ---- */

static gboolean
apply_join (TcApply *apply, gconstpointer data)
{
  const TcIncidentReport *args = data;
  TcIncidentRecord incident;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_JOIN, &incident) ||
      !check_report (apply, args))
    return FALSE;
  write_report (apply, args);
  incident.report_count++;
  return tc_incident_finish (
      apply, &incident, &(TcIncidentNote){.report_id = args->report_id, .reason = args->channel});
}

const TcOperationType tc_incident_join_type = {
    .name = "incident.join",
    .version = 1,
    .capability = TC_MAY_REPORT,
    .reads = "incidents",
    .args = join_args,
    .args_size = sizeof (TcIncidentReport),
    .apply = apply_join,
};

/* ---- report.update ---- */

static const TcArg update_args[] = {
    TC_ARG (TcReportUpdate, report_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcReportUpdate, incoming, TC_ARG_INT, TC_REQUIRED, 1),
    TC_ARG (TcReportUpdate, text, TC_ARG_PARAGRAPH, TC_REQUIRED, TC_TEXT_CHARS_MAX),
    TC_ARG (TcReportUpdate, external_id, TC_ARG_LINE, TC_OPTIONAL, EXTERNAL_CHARS_MAX),
    {NULL},
};

static gboolean
apply_update (TcApply *apply, gconstpointer data)
{
  const TcReportUpdate *args = data;
  TcIncidentRecord incident;
  gint64 incident_id;
  TcIncidentStep step = args->incoming ? TC_STEP_UPDATE : TC_STEP_TELL;

  if (!tc_incident_check_report (apply, args->report_id, &incident_id) ||
      !tc_incident_begin (apply, incident_id, step, &incident))
    return FALSE;
  return tc_incident_finish (apply, &incident,
                             &(TcIncidentNote){
                                 .report_id = args->report_id,
                                 .reason = args->incoming ? "incoming" : "outgoing",
                                 .text = args->text,
                                 .external_id = args->external_id,
                                 .told = TRUE,
                             });
}

const TcOperationType tc_report_update_type = {
    .name = "report.update",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = update_args,
    .args_size = sizeof (TcReportUpdate),
    .apply = apply_update,
};

/* ---- report.rate ---- */

static const TcArg rate_args[] = {
    TC_ARG (TcReportRate, report_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcReportRate, rating, TC_ARG_INT, TC_REQUIRED, RATING_MAX),
    TC_ARG (TcReportRate, text, TC_ARG_PARAGRAPH, TC_OPTIONAL, TC_REASON_CHARS_MAX),
    {NULL},
};

static gboolean
apply_rate (TcApply *apply, gconstpointer data)
{
  const TcReportRate *args = data;
  TcIncidentRecord incident;
  gint64 incident_id;

  if (args->rating < 1)
    return refuse_argument (apply, "rating");
  if (!tc_incident_check_report (apply, args->report_id, &incident_id) ||
      !tc_incident_begin (apply, incident_id, TC_STEP_RATE, &incident))
    return FALSE;
  tc_database_execute (apply->db,
                       "UPDATE report SET rating = ?2, rating_text = ?3, rated_us = ?4"
                       " WHERE id = ?1",
                       "iisi", args->report_id, args->rating, args->text, apply->now_us);
  return tc_incident_finish (apply, &incident,
                             &(TcIncidentNote){
                                 .report_id = args->report_id,
                                 .text = args->text,
                                 .number = args->rating,
                             });
}

const TcOperationType tc_report_rate_type = {
    .name = "report.rate",
    .version = 1,
    .capability = TC_MAY_REPORT,
    .reads = "incidents",
    .args = rate_args,
    .args_size = sizeof (TcReportRate),
    .apply = apply_rate,
};
