/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Blanking what a legal purge names; see the header. Whatever was copied elsewhere when it was said
 * is blanked with it: what an incident has of the report that opened it, and a unit's tasks.
 */
#include "tc-incident-purge.h"

#include "tc-incident-record.h"

#include "tc-id.h"

#include <string.h>

/* ---- what each kind blanks ---- */

/* The title of an incident that is to have none: what everybody calls it. */
static void
retitle (TcApply *apply, gint64 incident_id)
{
  tc_database_execute (apply->db,
                       "UPDATE dispatch SET asked = i.code FROM incident AS i WHERE i.id = ?1"
                       " AND dispatch.incident_id = ?1 AND asked = i.title",
                       "i", incident_id);
  tc_database_execute (apply->db,
                       "UPDATE task SET asked = iif (asked = i.title, i.code, asked),"
                       " title = i.code FROM incident AS i WHERE i.id = ?1"
                       " AND task.incident_id = ?1",
                       "i", incident_id);
  tc_database_execute (apply->db, "UPDATE incident SET title = code WHERE id = ?", "i",
                       incident_id);
}

/* What the incident has from the report: its title, if it was opened with it, and its place. */
static void
blank_in_incident (TcApply *apply, gint64 incident_id, gint64 report_id)
{
  gint64 first = tc_database_get_int (apply->db, 0,
                                      "SELECT id FROM report WHERE home_id = ? ORDER BY id LIMIT 1",
                                      "i", incident_id);

  tc_database_execute (apply->db,
                       "UPDATE task SET matter = NULL FROM report AS r WHERE r.id = ?2"
                       " AND task.incident_id = ?1 AND matter = r.text",
                       "ii", incident_id, report_id);
  tc_database_execute (apply->db,
                       "UPDATE task SET address = NULL, lat_e7 = NULL, lon_e7 = NULL"
                       " FROM report AS r WHERE r.id = ?2 AND task.incident_id = ?1"
                       " AND (task.address = r.address OR"
                       " (task.lat_e7 = r.lat_e7 AND task.lon_e7 = r.lon_e7))",
                       "ii", incident_id, report_id);
  tc_database_execute (apply->db,
                       "UPDATE incident SET address = NULL, lat_e7 = NULL, lon_e7 = NULL,"
                       " cell = NULL FROM report AS r WHERE r.id = ?2 AND incident.id = ?1"
                       " AND (incident.address = r.address OR"
                       " (incident.lat_e7 = r.lat_e7 AND incident.lon_e7 = r.lon_e7))",
                       "ii", incident_id, report_id);
  if (first == report_id)
    retitle (apply, incident_id);
}

static void
blank_person (TcApply *apply, gint64 report_id)
{
  tc_database_execute (apply->db,
                       "UPDATE reporter SET name = NULL, phone = NULL, email = NULL,"
                       " address = NULL, device_id = NULL, account_id = NULL WHERE report_id = ?",
                       "i", report_id);
}

/* What the report said, and the person: too short a word is nobody's own. */
#define WORDS                                                                                      \
  "WITH said (w) AS (SELECT iif (?3, text, NULL) FROM report WHERE id = ?2"                        \
  " UNION SELECT name FROM reporter WHERE report_id = ?2"                                          \
  " UNION SELECT phone FROM reporter WHERE report_id = ?2"                                         \
  " UNION SELECT email FROM reporter WHERE report_id = ?2"                                         \
  " UNION SELECT address FROM reporter WHERE report_id = ?2),"                                     \
  " word (w) AS (SELECT w FROM said WHERE length (w) >= 4) "
#define HAS_WORD(column) " AND EXISTS (SELECT 1 FROM word WHERE instr (" column ", w))"
/* As a quick report has it, in one line and maybe cut: see tc-quick-report-words.c. */
#define IN_LINE(text) "replace (" text ", char (10), ' ')"
#define BEGINNING(line) "substr (" line ", 1, " G_STRINGIFY (TC_PURGE_BEGINNING_CHARS) ")"

/* Where others repeat it in that incident. @text: also the report's own words */
static void
blank_repeated (TcApply *apply, gint64 incident_id, gint64 report_id, gboolean text)
{
  static const char *const places[] = {
      WORDS "UPDATE incident_event SET text = NULL WHERE incident_id = ?1"
            " AND code <> 'incident.purge'" HAS_WORD ("text"),
      WORDS "UPDATE answer SET text = '' WHERE incident_id = ?1" HAS_WORD ("text"),
      WORDS
      "UPDATE answer SET returned_text = NULL WHERE incident_id = ?1" HAS_WORD ("returned_text"),
      WORDS "UPDATE dispatch SET asked = (SELECT code FROM incident WHERE id = ?1)"
            " WHERE incident_id = ?1" HAS_WORD ("asked"),
      WORDS "UPDATE task SET asked = incident_code WHERE incident_id = ?1" HAS_WORD ("asked"),
      WORDS "UPDATE task SET end_text = NULL WHERE incident_id = ?1" HAS_WORD ("end_text"),
      WORDS "UPDATE task_message SET text = '' WHERE incident_id = ?1" HAS_WORD ("text"),
      WORDS "UPDATE big_event SET name = NULL WHERE id = ?1" HAS_WORD ("name"),
      WORDS "UPDATE big_event SET commander = NULL WHERE id = ?1" HAS_WORD ("commander"),
      WORDS "UPDATE quick_report SET text = '' WHERE event_id = ?1 AND EXISTS (SELECT 1 FROM word"
            " WHERE instr (" IN_LINE ("text") ", " BEGINNING (IN_LINE ("w")) "))",
      WORDS "UPDATE resource_hold SET holder = '' WHERE event_id = ?1" HAS_WORD ("holder"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    tc_database_execute (apply->db, places[i], "iii", incident_id, report_id, (gint64) text);
}

/* @where: of attachments; with one id */
static void
blank_attachments (TcApply *apply, const char *where, gint64 id)
{
  g_autofree char *events = g_strdup_printf (
      "UPDATE incident_event SET text = NULL WHERE code = 'incident.attach'"
      " AND other_id IN (SELECT id FROM attachment WHERE %s)",
      where);
  g_autofree char *messages = g_strdup_printf (
      "UPDATE task_message SET text = '' WHERE id IN (SELECT id FROM attachment WHERE %s)", where);
  g_autofree char *rows = g_strdup_printf (
      "UPDATE attachment SET hash = '', name = '', size = 0, taken_us = NULL, lat_e7 = NULL,"
      " lon_e7 = NULL, cleared_by = NULL, cleared_us = NULL, public = 0 WHERE %s",
      where);

  tc_database_execute (apply->db, events, "i", id);
  tc_database_execute (apply->db, messages, "i", id);
  tc_database_execute (apply->db, rows, "i", id);
}

static void
blank_reporter (TcApply *apply, gint64 report_id)
{
  gint64 now_at = tc_database_get_int (apply->db, 0, "SELECT incident_id FROM report WHERE id = ?",
                                       "i", report_id);
  gint64 home = tc_database_get_int (apply->db, 0, "SELECT home_id FROM report WHERE id = ?", "i",
                                     report_id);

  blank_repeated (apply, home, report_id, FALSE);
  if (now_at != home)
    blank_repeated (apply, now_at, report_id, FALSE);
  blank_person (apply, report_id);
}

static void
blank_report (TcApply *apply, gint64 report_id)
{
  gint64 now_at = tc_database_get_int (apply->db, 0, "SELECT incident_id FROM report WHERE id = ?",
                                       "i", report_id);
  gint64 home = tc_database_get_int (apply->db, 0, "SELECT home_id FROM report WHERE id = ?", "i",
                                     report_id);

  blank_in_incident (apply, home, report_id);
  if (now_at != home)
    blank_in_incident (apply, now_at, report_id);
  blank_repeated (apply, home, report_id, TRUE);
  if (now_at != home)
    blank_repeated (apply, now_at, report_id, TRUE);
  blank_person (apply, report_id);
  blank_attachments (
      apply, "report_id = ?1 OR original_id IN (SELECT id FROM attachment WHERE report_id = ?1)",
      report_id);
  tc_database_execute (apply->db, "UPDATE incident_event SET text = NULL WHERE report_id = ?", "i",
                       report_id);
  tc_database_execute (apply->db,
                       "UPDATE report SET text = '', address = NULL, address_id = NULL,"
                       " lat_e7 = NULL, lon_e7 = NULL, attributes = NULL, rating_text = NULL,"
                       " private = 1 WHERE id = ?",
                       "i", report_id);
}

#define TOLD "quick_report.text"
#define WITHOUT "replace (quick_report.text, e.text, '…')"
#define BEGUN BEGINNING ("replace (e.text, char (10), ' ')")

/* The same words: of an answer, a task, what a unit was asked. */
static void
blank_text (TcApply *apply, gint64 event_id)
{
  static const char *const copies[] = {
      "UPDATE answer SET text = '' FROM incident_event AS e WHERE e.id = ?"
      " AND answer.incident_id = e.incident_id"
      " AND (answer.text = e.text OR (e.code = 'answer.submit' AND answer.id = e.other_id))",
      "UPDATE answer SET returned_text = NULL FROM incident_event AS e WHERE e.id = ?"
      " AND answer.incident_id = e.incident_id AND returned_text = e.text",
      "UPDATE dispatch SET asked = i.code FROM incident_event AS e JOIN incident AS i"
      " ON i.id = e.incident_id WHERE e.id = ? AND dispatch.incident_id = e.incident_id"
      " AND asked = e.text",
      "UPDATE task SET asked = incident_code FROM incident_event AS e WHERE e.id = ?"
      " AND task.incident_id = e.incident_id AND asked = e.text",
      "UPDATE task SET end_text = NULL FROM incident_event AS e WHERE e.id = ?"
      " AND task.incident_id = e.incident_id AND end_text = e.text",
      "UPDATE task_message SET text = '' FROM incident_event AS e WHERE e.id = ?"
      " AND task_message.incident_id = e.incident_id AND (task_message.text IN (e.text,"
      " char (9) || e.text) OR (e.code = 'incident.attach' AND task_message.id = e.other_id))",
      "UPDATE report SET rating_text = NULL FROM incident_event AS e WHERE e.id = ?"
      " AND report.id = e.report_id AND rating_text = e.text",
      "UPDATE big_event SET name = NULL FROM incident_event AS e WHERE e.id = ?"
      " AND big_event.id = e.incident_id AND name = e.text",
      "UPDATE big_event SET commander = NULL FROM incident_event AS e WHERE e.id = ?"
      " AND big_event.id = e.incident_id AND commander = e.text",
      /* All of a report where some of the text would be left in it. */
      "UPDATE quick_report SET text = iif (instr (" IN_LINE (
          WITHOUT) ", " BEGUN "), ''," WITHOUT
                   ") FROM incident_event AS e WHERE e.id = ? AND event_id = e.incident_id"
                   " AND length (e.text) >= 4 AND instr (" IN_LINE (TOLD) ", " BEGUN ")",
      "UPDATE incident_event SET text = NULL FROM (SELECT incident_id, text FROM incident_event"
      " WHERE id = ?1) AS e WHERE incident_event.id <> ?1"
      " AND incident_event.incident_id = e.incident_id AND incident_event.text = e.text",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (copies); i++)
    tc_database_execute (apply->db, copies[i], "i", event_id);
  tc_database_execute (apply->db, "UPDATE incident_event SET text = NULL WHERE id = ?", "i",
                       event_id);
}

static void
blank_attachment (TcApply *apply, gint64 id)
{
  blank_attachments (apply, "?1 IN (id, original_id)", id);
}

/* ---- incident.purge ---- */

typedef struct {
  const char *kind;
  const char *find; /* whether it is there, by target and incident */
  void (*blank) (TcApply *apply, gint64 target_id);
} Kind;

#define OF_REPORT "SELECT 1 FROM report WHERE id = ?1 AND ?2 IN (incident_id, home_id)"

static const Kind kinds[] = {
    {"report", OF_REPORT, blank_report},
    {"reporter", OF_REPORT " AND reporter_id IS NOT NULL", blank_reporter},
    {"attachment",
     "SELECT 1 FROM attachment WHERE id = ?1 AND incident_id = ?2 AND kind = 'original'",
     blank_attachment},
    {"text",
     "SELECT 1 FROM incident_event WHERE id = ?1 AND incident_id = ?2 AND code <> 'incident.purge'"
     " AND (text IS NOT NULL OR code = 'answer.submit')",
     blank_text},
};

static const TcArg purge_args[] = {
    TC_ARG (TcIncidentPurge, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentPurge, purge_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentPurge, kind, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcIncidentPurge, target_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentPurge, reason, TC_ARG_LINE, TC_REQUIRED, TC_REASON_CHARS_MAX),
    TC_ARG (TcIncidentPurge, decision, TC_ARG_LINE, TC_REQUIRED, TC_DECISION_CHARS_MAX),
    TC_ARG (TcIncidentPurge, staff_id, TC_ARG_ID, TC_OPTIONAL, 0),
    {NULL},
};

/* (nullable) */
static const Kind *
find_kind (const char *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (!strcmp (kinds[i].kind, kind))
      return &kinds[i];
  }
  return NULL;
}

static gboolean
refuse_unknown (TcApply *apply, const char *kind, gint64 target_id)
{
  return tc_apply_refuse (apply, "purge.unknown", "kind", TC_S, kind, "target", TC_I, target_id,
                          NULL);
}

static gboolean
check_purge (TcApply *apply, const TcIncidentPurge *args, const Kind *kind)
{
  if (apply->op->head.actor_id == 0 && args->staff_id == 0)
    return tc_apply_refuse (apply, "purge.nobody", NULL);
  g_autofree char *decision = tc_database_dup_text (
      apply->db,
      "SELECT decision FROM purge WHERE id = ?1 OR (target_id = ?2 AND kind IN (?3, 'report'))"
      " ORDER BY id LIMIT 1",
      "iis", args->purge_id, args->target_id, args->kind);
  if (decision)
    return tc_apply_refuse (apply, "purge.done", "decision", TC_S, decision, NULL);
  return (kind && tc_database_get_int (apply->db, 0, kind->find, "ii", args->target_id,
                                       args->incident_id)) ||
         refuse_unknown (apply, args->kind, args->target_id);
}

static gboolean
apply_purge (TcApply *apply, gconstpointer data)
{
  const TcIncidentPurge *args = data;
  const Kind *kind = find_kind (args->kind);
  const TcOperationHead *head = &apply->op->head;
  gint64 staff_id = head->actor_id ? head->actor_id : args->staff_id;
  TcIncidentRecord incident;

  if (!tc_incident_check_new (apply, "SELECT 1 FROM incident_event WHERE id = ?", head->id) ||
      !tc_incident_load (apply, args->incident_id, &incident) || !check_purge (apply, args, kind))
    return FALSE;
  kind->blank (apply, args->target_id);
  tc_database_execute (apply->db,
                       "INSERT INTO purge (id, scope, kind, incident_id, target_id, decision,"
                       " operation_id, staff_id, replica, at_us, operations)"
                       " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
                       "iisiisioii", args->purge_id, (gint64) TC_SCOPE_COMMON, args->kind,
                       args->incident_id, args->target_id, args->decision, head->id, staff_id,
                       (gint64) head->replica, apply->now_us);
  tc_incident_write_event (apply, &incident,
                           &(TcIncidentNote){.other_id = args->purge_id,
                                             .reason = args->kind,
                                             .text = args->reason,
                                             .external_id = args->decision});
  return TRUE;
}

const TcOperationType tc_incident_purge_type = {
    .name = "incident.purge",
    .version = 1,
    .capability = TC_MAY_PURGE,
    .reads = "server",
    .args = purge_args,
    .args_size = sizeof (TcIncidentPurge),
    .apply = apply_purge,
};

/* ---- log.purge ---- */

static const TcArg log_args[] = {
    TC_ARG (TcLogPurge, purge_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcLogPurge, lsns, TC_ARG_IDS, TC_OPTIONAL, TC_PURGED_OPERATIONS_MAX),
    TC_ARG (TcLogPurge, operations, TC_ARG_IDS, TC_OPTIONAL, TC_PURGED_OPERATIONS_MAX),
    TC_ARG (TcLogPurge, seqs, TC_ARG_IDS, TC_OPTIONAL, TC_PURGED_OPERATIONS_MAX),
    TC_ARG (TcLogPurge, digests, TC_ARG_BYTES, TC_OPTIONAL,
            TC_PURGED_OPERATIONS_MAX *TC_PURGED_DIGEST_SIZE),
    TC_ARG (TcLogPurge, last, TC_ARG_INT, TC_REQUIRED, 1),
    {NULL},
};

static guint
count (const GArray *ids)
{
  return ids ? ids->len : 0;
}

static gboolean
check_lists (TcApply *apply, const TcLogPurge *args)
{
  guint n = count (args->lsns);
  gsize digests = args->digests ? g_bytes_get_size (args->digests) : 0;

  if (count (args->operations) == n && count (args->seqs) == n &&
      digests == (gsize) n * TC_PURGED_DIGEST_SIZE)
    return TRUE;
  return tc_apply_refuse (apply, "operation.arguments", "operation", TC_S, apply->op->name,
                          "argument", TC_S, "lsns", NULL);
}

static gboolean
apply_log_purge (TcApply *apply, gconstpointer data)
{
  const TcLogPurge *args = data;
  guint n = count (args->lsns);

  if (!check_lists (apply, args))
    return FALSE;
  if (!tc_database_get_int (apply->db, 0, "SELECT 1 FROM purge WHERE id = ? AND done_us IS NULL",
                            "i", args->purge_id))
    return refuse_unknown (apply, "log", args->purge_id);
  for (guint i = 0; i < n; i++) {
    gint64 id = g_array_index (args->operations, gint64, i);

    if (!tc_incident_check_new (apply, "SELECT 1 FROM purged_operation WHERE id = ?", id))
      return FALSE;
    tc_database_execute (apply->db,
                         "INSERT INTO purged_operation (id, scope, purge_id, replica, seq)"
                         " VALUES (?, ?, ?, ?, ?)",
                         "iiiii", id, (gint64) TC_SCOPE_COMMON, args->purge_id,
                         (gint64) tc_id_replica (id), g_array_index (args->seqs, gint64, i));
  }
  tc_database_execute (apply->db,
                       "UPDATE purge SET operations = operations + ?2, done_us = ?3 WHERE id = ?1",
                       "iii", args->purge_id, (gint64) n, args->last ? apply->now_us : TC_NONE);
  return TRUE;
}

const TcOperationType tc_log_purge_type = {
    .name = "log.purge",
    .version = 1,
    .args = log_args,
    .args_size = sizeof (TcLogPurge),
    .apply = apply_log_purge,
};
