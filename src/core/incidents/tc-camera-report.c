/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Faults of cameras as incidents; see the header.
 */
#include "tc-camera-report.h"

#include "tc-camera-operations.h"

/* Faults that are looked at for those that are due. */
#define LOOKED_AT_MAX 1000

void
tc_camera_report_free (TcCameraReport *report)
{
  if (!report)
    return;
  g_free (report->name);
  g_free (report->state);
  g_free (report->cause);
  g_free (report->key);
  g_free (report->subject);
  g_free (report);
}

/* What a camera hangs on. */
typedef struct {
  gint64 device_id; /* a recorder's; 0: none */
  gint64 host_id;   /* likewise */
} Places;

static TcCameraReport *
read_fault (TcDatabase *db, gint64 camera_id, Places *places)
{
  TcCameraReport *report = NULL;
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT c.number, c.name, c.restricted, f.id, f.began_us, f.state, f.cause, c.area_id,"
      " c.lat_e7, c.lon_e7, d.id, c.host_id FROM camera AS c"
      " JOIN camera_fault AS f ON f.camera_id = c.id AND f.ended_us IS NULL"
      " LEFT JOIN camera_line AS l ON l.id = c.id"
      " LEFT JOIN camera_device AS d ON d.id = l.device_id AND d.kind = 'recorder'"
      " WHERE c.id = ? AND c.state = 'in-service' ORDER BY f.began_us DESC LIMIT 1",
      "i", camera_id);

  if (!tc_query_next (query))
    return NULL;
  report = g_new0 (TcCameraReport, 1);
  report->camera_id = camera_id;
  report->number = tc_query_int (query, 0);
  report->name = tc_query_dup_text (query, 1);
  report->restricted = tc_query_int (query, 2) != 0;
  report->fault_id = tc_query_id (query, 3);
  report->began_us = tc_query_int (query, 4);
  report->state = tc_query_dup_text (query, 5);
  report->cause = tc_query_dup_text (query, 6);
  report->area_id = tc_query_id (query, 7);
  report->lat_e7 = tc_query_int (query, 8);
  report->lon_e7 = tc_query_int (query, 9);
  places->device_id = tc_query_id (query, 10);
  places->host_id = tc_query_id (query, 11);
  return report;
}

/* @which: a condition on the camera c, of one id. FALSE: it isn't that which is at fault. */
static gboolean
are_together (TcDatabase *db, const char *which, gint64 id, guint *down)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT count (*), sum (EXISTS (SELECT 1 FROM camera_fault AS f WHERE f.camera_id = c.id"
      " AND f.ended_us IS NULL)) FROM camera AS c WHERE c.state = 'in-service' AND %s",
      which);
  g_autoptr (TcQuery) query = NULL;

  if (!id)
    return FALSE;
  query = tc_database_query (db, sql, "i", id);
  if (!tc_query_next (query) || tc_query_int (query, 0) == 0)
    return FALSE;
  *down = (guint) tc_query_int (query, 1);
  return *down >= TC_CAMERA_REPORT_TOGETHER && *down * 2 >= (guint) tc_query_int (query, 0);
}

static char *
make_key (const char *what, gint64 id)
{
  return g_strdup_printf ("%s:%" G_GINT64_FORMAT, what, id);
}

static void
find_subject (TcDatabase *db, TcCameraReport *report, const Places *places)
{
  static const char of_device[] = "c.id IN (SELECT id FROM camera_line WHERE device_id = ?)";
  static const char of_host[] = "c.host_id = ?";
  gboolean away = g_strcmp0 (report->cause, TC_CAMERA_CAUSE_HOST) == 0;
  guint down = 1;

  if (!away && are_together (db, of_device, places->device_id, &down)) {
    report->key = make_key ("device", places->device_id);
    report->subject = tc_database_dup_text (db, "SELECT name FROM camera_device WHERE id = ?", "i",
                                            places->device_id);
  } else if (are_together (db, of_host, places->host_id, &down) || (away && places->host_id)) {
    report->key = make_key ("host", places->host_id);
    report->subject = tc_database_dup_text (db, "SELECT name FROM desk WHERE id = ?", "i",
                                            places->host_id);
  } else {
    report->key = make_key ("camera", report->camera_id);
    down = 1;
  }
  report->cameras = MAX (down, 1);
}

/* An open one about the same, or about the camera; or one that was made of what it hangs on since
 * it failed, open or not. */
static gint64
find_incident (TcDatabase *db, const TcCameraReport *report, const Places *places)
{
  g_autofree char *own = make_key ("camera", report->camera_id);
  g_autofree char *device = make_key ("device", places->device_id);
  g_autofree char *host = make_key ("host", places->host_id);

  return tc_database_get_int (
      db, 0,
      "SELECT i.id FROM report AS r JOIN incident AS i ON i.id = r.incident_id"
      " WHERE r.source = '" TC_CAMERA_REPORT_SOURCE "' AND r.external_id IN (?1, ?2, ?3, ?4)"
      " AND (r.received_us >= ?5 OR (i.open = 1 AND r.external_id IN (?1, ?2)))"
      " ORDER BY i.open DESC, r.received_us DESC, i.id LIMIT 1",
      "ssssi", own, report->key, device, host, report->began_us);
}

TcCameraReport *
tc_camera_report_find (TcDatabase *db, gint64 camera_id)
{
  Places places = {0, 0};
  TcCameraReport *report = read_fault (db, camera_id, &places);

  if (!report)
    return NULL;
  find_subject (db, report, &places);
  report->incident_id = find_incident (db, report, &places);
  if (!report->incident_id)
    report->incident_id = tc_database_get_int (db, 0, "SELECT id FROM incident WHERE id = ?", "i",
                                               report->fault_id);
  return report;
}

GPtrArray *
tc_camera_reports_due (TcDatabase *db, gint64 before_us, guint limit)
{
  GPtrArray *due = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_camera_report_free);
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT camera_id FROM camera_fault WHERE ended_us IS NULL AND began_us < ?"
      " ORDER BY began_us, camera_id LIMIT ?",
      "ii", before_us, (gint64) LOOKED_AT_MAX);

  while (due->len < limit && tc_query_next (query)) {
    g_autoptr (TcCameraReport) report = tc_camera_report_find (db, tc_query_id (query, 0));

    if (!report || report->incident_id || g_hash_table_contains (keys, report->key))
      continue;
    g_hash_table_add (keys, report->key);
    g_ptr_array_add (due, g_steal_pointer (&report));
  }
  return due;
}
