/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One incident whole: its reports, history, files, answers, dispatches and links; and the person
 * behind a report, where this database holds that row.
 */
#include "tc-incident-photo.h"
#include "tc-incident-operations.h"
#include "tc-incident-queries-private.h"

#include "tc-limits.h"
#include "tc-service-level.h"

/* ---- reports ---- */

static void
clear_report (gpointer data)
{
  TcReport *report = data;

  g_free (report->channel);
  g_free (report->text);
  g_free (report->language);
  g_free (report->address);
  g_free (report->attributes);
  g_free (report->questions);
  g_free (report->source);
  g_free (report->external_id);
  g_free (report->rating_text);
}

static void
read_report (TcQuery *query, TcReport *report)
{
  report->id = tc_query_int (query, 0);
  report->incident_id = tc_query_id (query, 1);
  report->home_id = tc_query_id (query, 2);
  report->channel = tc_query_dup_text (query, 3);
  report->text = tc_query_dup_text (query, 4);
  report->language = tc_query_dup_text (query, 5);
  report->address = tc_query_dup_text (query, 6);
  report->lat_e7 = tc_query_int (query, 7);
  report->lon_e7 = tc_query_int (query, 8);
  report->said_us = tc_query_int (query, 9);
  report->received_us = tc_query_int (query, 10);
  report->on_behalf = tc_query_int (query, 11) == 1;
  report->anonymous = tc_query_int (query, 12) == 1;
  report->private_ = tc_query_int (query, 13) == 1;
  report->attributes = tc_query_dup_text (query, 14);
  report->source = tc_query_dup_text (query, 15);
  report->external_id = tc_query_dup_text (query, 16);
  report->reporter_id = tc_query_id (query, 17);
  report->answered_us = tc_query_int (query, 18);
  report->rating = tc_query_int (query, 19);
  report->rating_text = tc_query_dup_text (query, 20);
  report->told_us = tc_query_int (query, 21);
  report->untold = tc_query_int (query, 22) == 1;
  report->questions = tc_query_dup_text (query, 23);
}

static GArray *
list_reports (TcDatabase *db, gint64 incident_id)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (TcReport));
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT r.id, r.incident_id, r.home_id, r.channel, r.text, r.language, r.address, r.lat_e7,"
      " r.lon_e7, r.said_us, r.received_us, r.on_behalf, r.anonymous, r.private, r.attributes,"
      " r.source, r.external_id, r.reporter_id, r.answered_us, r.rating, r.rating_text,"
      " r.told_us, i.state IN ('resolved', 'published', 'closed') AND " TC_REPORT_IS_UNTOLD ","
      " f.attributes AS questions FROM report AS r JOIN incident AS i ON i.id = r.incident_id"
      " LEFT JOIN incident AS h ON h.id = r.home_id AND r.attributes IS NOT NULL"
      " LEFT JOIN field AS f ON f.id = h.field_id WHERE r.incident_id = ?1"
      " ORDER BY r.received_us, r.id",
      "i", incident_id);

  g_array_set_clear_func (list, clear_report);
  while (tc_query_next (query)) {
    TcReport report = {0};
    read_report (query, &report);
    g_array_append_val (list, report);
  }
  return list;
}

/* ---- history ---- */

void
tc_incident_event_clear (TcIncidentEvent *event)
{
  g_free (event->code);
  g_free (event->actor_name);
  g_free (event->desk_name);
  g_free (event->reason);
  g_free (event->text);
  g_free (event->agency_vi);
  g_free (event->agency_en);
  g_free (event->staff_name);
  g_free (event->other_code);
  g_free (event->external_id);
  g_free (event->set_vi);
  g_free (event->set_en);
  g_free (event->before_vi);
  g_free (event->before_en);
}

void
tc_incident_event_read (TcQuery *query, TcIncidentEvent *event)
{
  event->id = tc_query_int (query, 0);
  event->code = tc_query_dup_text (query, 1);
  event->at_us = tc_query_int (query, 2);
  event->actor_id = tc_query_id (query, 3);
  event->actor_name = tc_query_dup_text (query, 4);
  event->replica = tc_query_int (query, 5);
  event->desk_name = tc_query_dup_text (query, 6);
  event->state = tc_query_state (query, 7);
  event->moved = tc_query_int (query, 8) == 1;
  event->public_ = tc_query_int (query, 9) == 1;
  event->report_id = tc_query_id (query, 10);
  event->reason = tc_query_dup_text (query, 11);
  event->text = tc_query_dup_text (query, 12);
  event->agency_id = tc_query_id (query, 13);
  event->agency_vi = tc_query_dup_text (query, 14);
  event->agency_en = tc_query_dup_text (query, 15);
  event->staff_id = tc_query_id (query, 16);
  event->staff_name = tc_query_dup_text (query, 17);
  event->other_id = tc_query_id (query, 18);
  event->other_code = tc_query_dup_text (query, 19);
  event->when_us = tc_query_int (query, 20);
  event->number = tc_query_int (query, 21);
  event->external_id = tc_query_dup_text (query, 22);
  event->set_vi = tc_query_dup_text (query, 23);
  event->set_en = tc_query_dup_text (query, 24);
  event->before_vi = tc_query_dup_text (query, 25);
  event->before_en = tc_query_dup_text (query, 26);
}

static GArray *
list_events (TcDatabase *db, gint64 incident_id)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (TcIncidentEvent));
  g_autoptr (TcQuery) query = tc_database_query (db,
                                                 "SELECT " TC_EVENT_COLUMNS
                                                 " FROM incident_event AS e " TC_EVENT_JOINS
                                                 " WHERE e.incident_id = ? ORDER BY e.at_us, e.id",
                                                 "i", incident_id);

  g_array_set_clear_func (list, (GDestroyNotify) tc_incident_event_clear);
  while (tc_query_next (query)) {
    TcIncidentEvent event = {0};
    tc_incident_event_read (query, &event);
    g_array_append_val (list, event);
  }
  return list;
}

/* ---- files ---- */

static void
clear_attachment (gpointer data)
{
  TcAttachment *attachment = data;

  g_free (attachment->hash);
  g_free (attachment->media_type);
  g_free (attachment->name);
  g_free (attachment->unit_vi);
  g_free (attachment->unit_en);
}

#define ATTACHMENT_SQL                                                                             \
  "SELECT a.id, a.report_id, a.hash, a.media_type, a.size, a.name, a.kind = 'stripped',"           \
  " a.original_id, ifnull (o.taken_us, a.taken_us), a.added_us, a.public, a.kind = 'blurred',"     \
  " " TC_PHOTO_SEALED ("a.") ", ifnull (o.lat_e7, a.lat_e7), ifnull (o.lon_e7, a.lon_e7),"         \
                             " a.read_us, a.cleared_us, a.incident_id, u.name_vi, u.name_en"       \
                             " FROM attachment AS a LEFT JOIN attachment AS o"                     \
                             " ON o.id = a.original_id LEFT JOIN incident_event AS e"              \
                             " ON e.incident_id = a.incident_id AND e.code = 'incident.attach'"    \
                             " AND e.other_id = ifnull (a.original_id, a.id)"                      \
                             " LEFT JOIN agency AS u ON u.id = e.agency_id"

static void
read_attachment (TcQuery *query, TcAttachment *attachment)
{
  *attachment = (TcAttachment){
      .id = tc_query_int (query, 0),
      .report_id = tc_query_id (query, 1),
      .hash = tc_query_dup_text (query, 2),
      .media_type = tc_query_dup_text (query, 3),
      .size = tc_query_int (query, 4),
      .name = tc_query_dup_text (query, 5),
      .stripped = tc_query_int (query, 6) == 1,
      .original_id = tc_query_id (query, 7),
      .taken_us = tc_query_int (query, 8),
      .added_us = tc_query_int (query, 9),
      .public_ = tc_query_int (query, 10) == 1,
      .blurred = tc_query_int (query, 11) == 1,
      .sealed = tc_query_int (query, 12) == 1,
      .lat_e7 = tc_query_int (query, 13),
      .lon_e7 = tc_query_int (query, 14),
      .read_us = tc_query_int (query, 15),
      .cleared_us = tc_query_int (query, 16),
      .incident_id = tc_query_int (query, 17),
      .unit_vi = tc_query_dup_text (query, 18),
      .unit_en = tc_query_dup_text (query, 19),
  };
}

/* In the order in which they were attached, copies behind their originals. */
static GArray *
list_attachments (TcDatabase *db, gint64 incident_id)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (TcAttachment));
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT * FROM (" ATTACHMENT_SQL
      " WHERE a.incident_id = ?1 AND a.hash <> '' UNION " ATTACHMENT_SQL
      " WHERE a.report_id IN (SELECT id FROM report WHERE incident_id = ?1)"
      " AND a.hash <> '') ORDER BY ifnull (original_id, id), id",
      "i", incident_id);

  g_array_set_clear_func (list, clear_attachment);
  while (tc_query_next (query)) {
    TcAttachment attachment;

    read_attachment (query, &attachment);
    g_array_append_val (list, attachment);
  }
  return list;
}

/* ---- answers ---- */

static void
clear_answer (gpointer data)
{
  TcAnswer *answer = data;

  g_free (answer->state);
  g_free (answer->text);
  g_free (answer->language);
  g_free (answer->submitted_name);
  g_free (answer->approved_name);
  g_free (answer->published_name);
  g_free (answer->returned_text);
}

static GArray *
list_answers (TcDatabase *db, gint64 incident_id)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (TcAnswer));
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT w.id, w.state, w.text, w.language, w.submitted_by, s.name, w.submitted_us, a.name,"
      " w.approved_us, p.name, w.published_us, w.returned_text FROM answer AS w"
      " LEFT JOIN staff AS s ON s.id = w.submitted_by LEFT JOIN staff AS a ON a.id = w.approved_by"
      " LEFT JOIN staff AS p ON p.id = w.published_by WHERE w.incident_id = ? ORDER BY"
      " w.submitted_us, w.id",
      "i", incident_id);

  g_array_set_clear_func (list, clear_answer);
  while (tc_query_next (query)) {
    TcAnswer answer = {
        .id = tc_query_int (query, 0),
        .state = tc_query_dup_text (query, 1),
        .text = tc_query_dup_text (query, 2),
        .language = tc_query_dup_text (query, 3),
        .submitted_by = tc_query_id (query, 4),
        .submitted_name = tc_query_dup_text (query, 5),
        .submitted_us = tc_query_int (query, 6),
        .approved_name = tc_query_dup_text (query, 7),
        .approved_us = tc_query_int (query, 8),
        .published_name = tc_query_dup_text (query, 9),
        .published_us = tc_query_int (query, 10),
        .returned_text = tc_query_dup_text (query, 11),
    };
    g_array_append_val (list, answer);
  }
  return list;
}

/* ---- dispatches ---- */

static void
clear_dispatch (gpointer data)
{
  TcDispatch *dispatch = data;

  g_free (dispatch->agency_code);
  g_free (dispatch->agency_vi);
  g_free (dispatch->agency_en);
  g_free (dispatch->state);
  g_free (dispatch->asked);
  g_free (dispatch->phone);
}

/* A unit at which nobody had a post when it was asked sees nothing on a screen. */
/* The newest release to that unit that wasn't taken back: what an order ends, its end says. */
#define RELEASED(column)                                                                           \
  " (SELECT " column " FROM incident_event AS e WHERE e.incident_id = d.incident_id"               \
  " AND e.code = 'reporter.release' AND e.agency_id = d.agency_id AND e.other_id IS NOT NULL"      \
  " AND e.at_us >= d.sent_us AND d.ended_us IS NULL AND NOT EXISTS (SELECT 1 FROM incident_event"  \
  " AS w WHERE w.incident_id = d.incident_id AND w.code = 'reporter.withdraw'"                     \
  " AND w.other_id = e.other_id) ORDER BY e.at_us DESC, e.id DESC LIMIT 1)"
#define DISPATCHES_SQL                                                                             \
  "SELECT d.id, d.agency_id, a.code, a.name_vi, a.name_en, d.state, d.asked, d.due_us, d.sent_us," \
  " d.acknowledged_us, d.way_us, d.scene_us, d.started_us, d.ended_us, a.phone,"                   \
  " NOT EXISTS (SELECT 1 FROM post WHERE agency_id = d.agency_id"                                  \
  " AND (valid_to_us IS NULL OR valid_to_us > d.sent_us)),"                                        \
  " CASE WHEN d.state IN ('sent', 'acknowledged', 'working') THEN d.said_us END,"                  \
  " (SELECT id FROM report WHERE incident_id = d.incident_id AND reporter_id IS NOT NULL"          \
  " ORDER BY id LIMIT 1)," RELEASED ("e.other_id") "," RELEASED ("e.report_id") "," RELEASED (     \
      "e.at_us") " FROM dispatch AS d LEFT JOIN agency AS a ON a.id = d.agency_id"                 \
                 " WHERE d.incident_id = ? ORDER BY d.sent_us, d.id"

static GArray *
list_dispatches (TcDatabase *db, gint64 incident_id)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (TcDispatch));
  g_autoptr (TcQuery) query = tc_database_query (db, DISPATCHES_SQL, "i", incident_id);
  TcServiceLevel level;

  tc_service_level_get (
      db,
      tc_database_get_int (db, 0, "SELECT term_id FROM incident WHERE id = ?", "i", incident_id),
      &level);

  g_array_set_clear_func (list, clear_dispatch);
  while (tc_query_next (query)) {
    TcDispatch dispatch = {
        .id = tc_query_int (query, 0),
        .agency_id = tc_query_id (query, 1),
        .agency_code = tc_query_dup_text (query, 2),
        .agency_vi = tc_query_dup_text (query, 3),
        .agency_en = tc_query_dup_text (query, 4),
        .state = tc_query_dup_text (query, 5),
        .asked = tc_query_dup_text (query, 6),
        .due_us = tc_query_int (query, 7),
        .sent_us = tc_query_int (query, 8),
        .acknowledged_us = tc_query_int (query, 9),
        .way_us = tc_query_int (query, 10),
        .scene_us = tc_query_int (query, 11),
        .started_us = tc_query_int (query, 12),
        .ended_us = tc_query_int (query, 13),
        .phone = tc_query_dup_text (query, 14),
        .by_phone = tc_query_int (query, 15) == 1,
        .answer_us = TC_NONE,
        .said_us = tc_query_int (query, 16),
        .person_report_id = tc_query_id (query, 17),
        .released_id = tc_query_id (query, 18),
        .released_report_id = tc_query_id (query, 19),
        .released_us = tc_query_int (query, 20),
    };
    if (level.acknowledge_minutes != TC_NONE)
      dispatch.answer_us = tc_service_time_after (db, dispatch.sent_us, level.acknowledge_minutes);
    g_array_append_val (list, dispatch);
  }
  return list;
}

/* ---- links ---- */

static void
clear_link (gpointer data)
{
  TcIncidentLinkRow *link = data;

  g_free (link->other_code);
  g_free (link->other_title);
  g_free (link->kind);
}

/* Seen from the other end, a cause is an effect and a follow-up is what went before. */
#define LINKS_SQL                                                                                  \
  "SELECT l.id, o.id, o.code, o.title, o.state, l.kind FROM (SELECT id, other_id AS other, kind"   \
  " FROM incident_link WHERE incident_id = ?1 AND ended_us IS NULL"                                \
  " UNION ALL SELECT id, incident_id, CASE kind WHEN 'cause' THEN 'effect'"                        \
  " WHEN 'follow-up' THEN 'preceding' ELSE kind END FROM incident_link WHERE other_id = ?1"        \
  " AND ended_us IS NULL UNION ALL SELECT 0, id, 'merged' FROM incident WHERE merged_into = ?1"    \
  " UNION ALL SELECT 0, merged_into, 'leader' FROM incident WHERE id = ?1"                         \
  " UNION ALL SELECT 0, duplicate_of, 'duplicate' FROM incident WHERE id = ?1) AS l"               \
  " JOIN incident AS o ON o.id = l.other ORDER BY l.id, o.id"

static GArray *
list_links (TcDatabase *db, gint64 incident_id)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (TcIncidentLinkRow));
  g_autoptr (TcQuery) query = tc_database_query (db, LINKS_SQL, "i", incident_id);

  g_array_set_clear_func (list, clear_link);
  while (tc_query_next (query)) {
    TcIncidentLinkRow link = {
        .id = tc_query_int (query, 0),
        .other_id = tc_query_int (query, 1),
        .other_code = tc_query_dup_text (query, 2),
        .other_title = tc_query_dup_text (query, 3),
        .other_state = tc_query_state (query, 4),
        .kind = tc_query_dup_text (query, 5),
    };
    g_array_append_val (list, link);
  }
  return list;
}

/* ---- all of it ---- */

static void
read_term (TcDatabase *db, gint64 incident_id, TcIncidentDetail *detail)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT t.minutes, t.basis, i.extended_us FROM incident AS i LEFT JOIN field_term AS t"
      " ON t.id = i.term_id AND i.extended_us IS NULL WHERE i.id = ?",
      "i", incident_id);

  detail->term_minutes = TC_NONE;
  detail->extended_us = TC_NONE;
  if (tc_query_next (query)) {
    detail->term_minutes = tc_query_int (query, 0);
    detail->term_basis = tc_query_dup_text (query, 1);
    detail->extended_us = tc_query_int (query, 2);
  }
}

TcIncidentDetail *
tc_incident_detail (TcDatabase *db, gint64 incident_id)
{
  TcIncidentRow row = {0};

  if (!tc_incident_row_read (db, incident_id, &row))
    return NULL;
  TcIncidentDetail *detail = g_new0 (TcIncidentDetail, 1);
  detail->incident = row;
  detail->reports = list_reports (db, incident_id);
  detail->events = list_events (db, incident_id);
  detail->attachments = list_attachments (db, incident_id);
  detail->answers = list_answers (db, incident_id);
  detail->dispatches = list_dispatches (db, incident_id);
  detail->links = list_links (db, incident_id);
  read_term (db, incident_id, detail);
  tc_service_timers (db, incident_id, detail->timers);
  return detail;
}

void
tc_incident_detail_free (TcIncidentDetail *detail)
{
  if (!detail)
    return;
  tc_incident_row_clear (&detail->incident);
  g_array_unref (detail->reports);
  g_array_unref (detail->events);
  g_array_unref (detail->attachments);
  g_array_unref (detail->answers);
  g_array_unref (detail->dispatches);
  g_array_unref (detail->links);
  g_free (detail->term_basis);
  g_free (detail);
}

TcReporter *
tc_reporter_get (TcDatabase *db, gint64 report_id)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT id, name, phone, email, address, device_id, account_id FROM reporter"
      " WHERE report_id = ? ORDER BY copy_of IS NOT NULL, id LIMIT 1",
      "i", report_id);

  if (!tc_query_next (query))
    return NULL;
  TcReporter *reporter = g_new0 (TcReporter, 1);
  reporter->id = tc_query_int (query, 0);
  reporter->name = tc_query_dup_text (query, 1);
  reporter->phone = tc_query_dup_text (query, 2);
  reporter->email = tc_query_dup_text (query, 3);
  reporter->address = tc_query_dup_text (query, 4);
  reporter->device_id = tc_query_dup_text (query, 5);
  reporter->account_id = tc_query_dup_text (query, 6);
  return reporter;
}

void
tc_reporter_free (TcReporter *reporter)
{
  if (!reporter)
    return;
  g_free (reporter->name);
  g_free (reporter->phone);
  g_free (reporter->email);
  g_free (reporter->address);
  g_free (reporter->device_id);
  g_free (reporter->account_id);
  g_free (reporter);
}

GArray *
tc_reporter_expired (TcDatabase *db, gint64 now_us)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (TcExpiredCopy));
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT id, report_id FROM reporter WHERE expires_us <= ? ORDER BY expires_us, id LIMIT ?",
      "ii", now_us, (gint64) TC_QUERY_ROWS_MAX);

  while (tc_query_next (query)) {
    TcExpiredCopy copy = {tc_query_int (query, 0), tc_query_int (query, 1)};
    g_array_append_val (list, copy);
  }
  return list;
}
