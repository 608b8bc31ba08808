/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What hangs on an incident: files (known by their hash; the bytes travel apart) and links to other
 * incidents.
 */
#include "tc-incident-photo.h"
#include "tc-incident-record.h"

#include "tc-limits.h"
#include "tc-permission.h"
#include "tc-photo.h"

#include <string.h>

#define HASH_CHARS 64
#define MEDIA_TYPE_CHARS_MAX 100

/* ---- incident.attach ---- */

static const TcArg attach_args[] = {
    TC_ARG (TcIncidentAttach, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentAttach, attachment_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentAttach, report_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcIncidentAttach, event_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcIncidentAttach, hash, TC_ARG_LINE, TC_REQUIRED, HASH_CHARS),
    TC_ARG (TcIncidentAttach, media_type, TC_ARG_LINE, TC_REQUIRED, MEDIA_TYPE_CHARS_MAX),
    TC_ARG (TcIncidentAttach, size, TC_ARG_INT, TC_REQUIRED, TC_FILE_BYTES_MAX),
    TC_ARG (TcIncidentAttach, name, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    TC_ARG (TcIncidentAttach, kind, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcIncidentAttach, original_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcIncidentAttach, taken_us, TC_ARG_TIME, TC_OPTIONAL, 0),
    {"public", TC_ARG_INT, TC_OPTIONAL, 1, G_STRUCT_OFFSET (TcIncidentAttach, public_)},
    TC_ARG (TcIncidentAttach, task_id, TC_ARG_ID, TC_OPTIONAL, 0),
    {NULL},
};

gboolean
tc_incident_is_hash (const char *hash)
{
  return strlen (hash) == HASH_CHARS && strspn (hash, "0123456789abcdef") == HASH_CHARS;
}

/* A copy names an original of the same incident; an original names none. What is called stripped is
 * the server's word, and what may be published is said by photo.clear. */
static gboolean
check_original (TcApply *apply, const TcIncidentAttach *args)
{
  static const char *const kinds[] = {"original", "stripped", "blurred", NULL};
  gboolean copy = tc_photo_is_copy (args->kind);

  if (apply->op->head.actor_id != 0 && g_str_equal (args->kind, "stripped"))
    return tc_incident_refuse_argument (apply, "kind");
  if (apply->op->head.actor_id != 0 && copy && args->public_ == 1)
    return tc_incident_refuse_argument (apply, "public");
  if (g_strv_contains (kinds, args->kind) && copy == (args->original_id != 0) &&
      (!copy || tc_database_get_int (apply->db, 0,
                                     "SELECT 1 FROM attachment WHERE id = ? AND incident_id = ?"
                                     " AND kind = 'original'",
                                     "ii", args->original_id, args->incident_id)))
    return TRUE;
  return tc_apply_refuse (apply, "attachment.original", "original", TC_I, args->original_id, NULL);
}

/* A sealed file has no other name under which it would be open. */
static gboolean
check_sealed (TcApply *apply, const TcIncidentAttach *args)
{
  if (g_str_equal (args->kind, "stripped") ||
      (g_str_equal (args->kind, "original") && tc_photo_is_type (args->media_type)) ||
      !tc_photo_is_sealed (apply->db, args->hash))
    return TRUE;
  return tc_apply_refuse (apply, "attachment.sealed", "hash", TC_S, args->hash, NULL);
}

static gboolean
check_attach (TcApply *apply, const TcIncidentAttach *args)
{
  gint64 incident_id;

  if (!tc_incident_is_hash (args->hash))
    return tc_apply_refuse (apply, "attachment.hash", "hash", TC_S, args->hash, NULL);
  if (args->report_id && !tc_incident_check_report (apply, args->report_id, &incident_id))
    return FALSE;
  return check_original (apply, args) && check_sealed (apply, args) &&
         tc_incident_check_new (apply, "SELECT 1 FROM attachment WHERE id = ?",
                                args->attachment_id);
}

/* A copy came with the report that its original came with. */
static void
write_attachment (TcApply *apply, const TcIncidentAttach *args)
{
  gint64 public = args->public_ == TC_NONE ? 0 : args->public_;
  gint64 event_id = args->event_id ? args->event_id : apply->op->head.id;

  tc_database_execute (
      apply->db,
      "INSERT INTO attachment (id, scope, incident_id, report_id, event_id, hash, media_type, size,"
      " name, kind, original_id, taken_us, public, staff_id, added_us)"
      " VALUES (?1, ?2, ?3, ifnull (?4, (SELECT report_id FROM attachment WHERE id = ?11)), ?5, ?6,"
      " ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
      "iiioississoiioi", args->attachment_id, (gint64) TC_SCOPE_INCIDENTS, args->incident_id,
      args->report_id, event_id, args->hash, args->media_type, args->size, args->name, args->kind,
      args->original_id, args->taken_us, public, apply->op->head.actor_id, apply->now_us);
}

/* ---- what a unit sends ---- */

/* A person of the unit sends what it has made itself, and no copy of what others attached. */
static gboolean
check_person (TcApply *apply, const TcIncidentAttach *args, gint64 agency_id)
{
  /* Who has a post at the centre serves every unit, and is none of them: as in task.say. */
  if (tc_incident_serves (apply, 0) || !tc_incident_serves (apply, agency_id))
    return tc_apply_refuse (apply, "task.not-yours", "agency", TC_I, agency_id, NULL);
  if (!g_str_equal (args->kind, "original"))
    return tc_incident_refuse_argument (apply, "kind");
  if (args->report_id)
    return tc_incident_refuse_argument (apply, "report_id");
  if (args->event_id)
    return tc_incident_refuse_argument (apply, "event_id");
  /* Messages to and from units have ids of events. */
  if (!tc_incident_check_new_event (apply, args->attachment_id))
    return FALSE;
  return tc_database_get_int (apply->db, 0,
                              "SELECT count(*) FROM incident_event WHERE incident_id = ?"
                              " AND code = 'incident.attach' AND agency_id = ?",
                              "ii", args->incident_id, agency_id) < TC_TASK_FILES_MAX ||
         tc_apply_refuse (apply, "task.files-full", "task", TC_I, args->task_id, NULL);
}

/* Who may attach: whoever takes reports, and of a unit with an open order those who work on it.
 * @agency_id: (out): that unit; 0: none */
static gboolean
check_sender (TcApply *apply, const TcIncidentAttach *args, gint64 *agency_id)
{
  gint64 actor_id = apply->op->head.actor_id;
  const char *needed = args->task_id ? TC_MAY_WORK : TC_MAY_REPORT;

  *agency_id = 0;
  if (actor_id != 0 && !tc_permission_has (apply->db, actor_id, needed, apply->now_us))
    return tc_apply_refuse (apply, "people.not-allowed", "capability", TC_S, needed, NULL);
  if (!args->task_id)
    return TRUE;
  if (actor_id == 0 && !tc_incident_check_via (apply, TC_VIA_PAGE))
    return FALSE;
  *agency_id = tc_incident_find_unit (apply, args->incident_id, args->task_id);
  return *agency_id && (actor_id == 0 || check_person (apply, args, *agency_id));
}

/* The unit doesn't hold the incident's history: its own copy says what was sent. */
static void
tell_unit (TcApply *apply, const TcIncidentAttach *args, gint64 agency_id)
{
  g_autofree char *text = g_strconcat (TC_TASK_FILE_MARK, args->name, NULL);

  tc_database_execute (apply->db,
                       "INSERT INTO task_message (id, scope, task_id, incident_id, from_unit, text,"
                       " staff_id, at_us) VALUES (?, ?, ?, ?, 1, ?, ?, ?)",
                       "iiiisii", args->attachment_id, agency_id, args->task_id, args->incident_id,
                       text, apply->op->head.actor_id, apply->now_us);
}

static gboolean
apply_attach (TcApply *apply, gconstpointer data)
{
  const TcIncidentAttach *args = data;
  TcIncidentRecord incident;
  gboolean by_page = args->task_id && apply->op->head.actor_id == 0;
  gint64 agency_id;

  if (!tc_incident_begin (apply, args->incident_id, TC_STEP_ATTACH, &incident) ||
      !check_sender (apply, args, &agency_id) || !check_attach (apply, args))
    return FALSE;
  write_attachment (apply, args);
  if (agency_id && !by_page)
    tell_unit (apply, args, agency_id);
  return tc_incident_finish (apply, &incident,
                             &(TcIncidentNote){
                                 .report_id = args->report_id,
                                 .agency_id = agency_id,
                                 .other_id = args->attachment_id,
                                 .reason = by_page ? TC_VIA_PAGE : NULL,
                                 .text = args->name,
                             });
}

const TcOperationType tc_incident_attach_type = {
    .name = "incident.attach",
    .version = 1,
    .capability = TC_CAPABILITY_SIGNED_IN, /* what is needed depends on whose it is */
    .reads = "incidents",
    .args = attach_args,
    .args_size = sizeof (TcIncidentAttach),
    .apply = apply_attach,
};

/* ---- incident.link ---- */

static const TcArg link_args[] = {
    TC_ARG (TcIncidentLink, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentLink, link_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentLink, other_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentLink, other_event_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentLink, kind, TC_ARG_CODE, TC_REQUIRED, 0),
    {NULL},
};

static gboolean
is_linked (TcApply *apply, gint64 a, gint64 b)
{
  return tc_database_get_int (apply->db, 0,
                              "SELECT 1 FROM incident_link WHERE ended_us IS NULL"
                              " AND ((incident_id = ?1 AND other_id = ?2)"
                              " OR (incident_id = ?2 AND other_id = ?1)) LIMIT 1",
                              "ii", a, b);
}

static gboolean
check_link (TcApply *apply, const TcIncidentRecord *incident, const TcIncidentRecord *other,
            const char *kind)
{
  static const char *const kinds[] = {"related", "cause", "follow-up", NULL};

  if (incident->id == other->id)
    return tc_apply_refuse (apply, "incident.itself", "incident", TC_S, incident->code, NULL);
  if (!g_strv_contains (kinds, kind))
    return tc_apply_refuse (apply, "operation.arguments", "operation", TC_S, apply->op->name,
                            "argument", TC_S, "kind", NULL);
  if (is_linked (apply, incident->id, other->id))
    return tc_apply_refuse (apply, "incident.linked", "incident", TC_S, incident->code, "other",
                            TC_S, other->code, NULL);
  return TRUE;
}

static gboolean
apply_link (TcApply *apply, gconstpointer data)
{
  const TcIncidentLink *args = data;
  TcIncidentRecord incident;
  TcIncidentRecord other;

  if (!tc_incident_check_new_event (apply, args->other_event_id) ||
      !tc_incident_check_new (apply, "SELECT 1 FROM incident_link WHERE id = ?", args->link_id) ||
      !tc_incident_begin (apply, args->incident_id, TC_STEP_LINK, &incident) ||
      !tc_incident_begin (apply, args->other_id, TC_STEP_LINK, &other) ||
      !check_link (apply, &incident, &other, args->kind))
    return FALSE;
  tc_database_execute (apply->db,
                       "INSERT INTO incident_link (id, scope, incident_id, other_id, kind, made_by,"
                       " made_us) VALUES (?, ?, ?, ?, ?, ?, ?)",
                       "iiiisii", args->link_id, (gint64) TC_SCOPE_INCIDENTS, incident.id, other.id,
                       args->kind, apply->op->head.actor_id, apply->now_us);
  tc_incident_finish (apply, &incident,
                      &(TcIncidentNote){.other_id = other.id, .reason = args->kind});
  return tc_incident_finish (apply, &other,
                             &(TcIncidentNote){
                                 .id = args->other_event_id,
                                 .other_id = incident.id,
                                 .reason = args->kind,
                             });
}

const TcOperationType tc_incident_link_type = {
    .name = "incident.link",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = link_args,
    .args_size = sizeof (TcIncidentLink),
    .apply = apply_link,
};

/* ---- incident.unlink ---- */

static const TcArg unlink_args[] = {
    TC_ARG (TcIncidentUnlink, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentUnlink, link_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentUnlink, other_event_id, TC_ARG_ID, TC_REQUIRED, 0),
    {NULL},
};

static gboolean
apply_unlink (TcApply *apply, gconstpointer data)
{
  const TcIncidentUnlink *args = data;
  TcIncidentRecord incident;
  TcIncidentRecord other;

  if (!tc_incident_check_new_event (apply, args->other_event_id) ||
      !tc_incident_begin (apply, args->incident_id, TC_STEP_LINK, &incident))
    return FALSE;
  gint64 other_id = tc_database_get_int (
      apply->db, 0,
      "SELECT CASE incident_id WHEN ?2 THEN other_id ELSE incident_id END FROM incident_link"
      " WHERE id = ?1 AND ended_us IS NULL AND ?2 IN (incident_id, other_id)",
      "ii", args->link_id, incident.id);
  if (!other_id)
    return tc_apply_refuse (apply, "incident.not-linked", "incident", TC_S, incident.code, NULL);
  if (!tc_incident_begin (apply, other_id, TC_STEP_LINK, &other))
    return FALSE;
  tc_database_execute (apply->db, "UPDATE incident_link SET ended_us = ?2 WHERE id = ?1", "ii",
                       args->link_id, apply->now_us);
  tc_incident_finish (apply, &incident, &(TcIncidentNote){.other_id = other.id});
  return tc_incident_finish (
      apply, &other, &(TcIncidentNote){.id = args->other_event_id, .other_id = incident.id});
}

const TcOperationType tc_incident_unlink_type = {
    .name = "incident.unlink",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = unlink_args,
    .args_size = sizeof (TcIncidentUnlink),
    .apply = apply_unlink,
};
