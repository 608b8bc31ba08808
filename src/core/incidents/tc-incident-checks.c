/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Guards and small helpers of the operations on incidents; see tc-incident-record.h. Guards read
 * the common scope and that of incidents alone; tasks are written blind, since a desk of the centre
 * does not hold the units' scopes.
 */
#include "tc-incident-record.h"

#include "tc-id.h"

#define E7 ((gint64) 10000000)

/* What is open in `dispatch` and `task`. */
#define OPEN_TASKS "state IN ('sent', 'acknowledged', 'working')"

gboolean
tc_incident_refuse_argument (TcApply *apply, const char *argument)
{
  return tc_apply_refuse (apply, "operation.arguments", "operation", TC_S, apply->op->name,
                          "argument", TC_S, argument, NULL);
}

gboolean
tc_incident_check_reason (TcApply *apply, const char *reason, const char *const *reasons)
{
  return g_strv_contains (reasons, reason) || tc_incident_refuse_argument (apply, "reason");
}

gboolean
tc_incident_check_via (TcApply *apply, const char *via)
{
  const TcOperationHead *head = &apply->op->head;

  if (head->actor_id == 0 && head->replica == TC_REPLICA_SERVER && g_str_equal (via, TC_VIA_PAGE))
    return TRUE;
  return tc_incident_refuse_argument (apply, "via");
}

gboolean
tc_incident_check_field (TcApply *apply, gint64 id)
{
  if (tc_database_get_int (apply->db, 0, "SELECT 1 FROM field WHERE id = ?", "i", id))
    return TRUE;
  return tc_apply_refuse (apply, "field.unknown", "field", TC_I, id, NULL);
}

gboolean
tc_incident_check_report (TcApply *apply, gint64 report_id, gint64 *incident_id)
{
  *incident_id = tc_database_get_int (apply->db, 0, "SELECT incident_id FROM report WHERE id = ?",
                                      "i", report_id);
  if (*incident_id)
    return TRUE;
  return tc_apply_refuse (apply, "report.unknown", "report", TC_I, report_id, NULL);
}

gboolean
tc_incident_check_new (TcApply *apply, const char *sql, gint64 id)
{
  if (!tc_database_get_int (apply->db, 0, sql, "i", id))
    return TRUE;
  return tc_apply_refuse (apply, "incident.id-used", "id", TC_I, id, NULL);
}

gboolean
tc_incident_check_new_event (TcApply *apply, gint64 id)
{
  if (id == apply->op->head.id)
    return tc_apply_refuse (apply, "incident.id-used", "id", TC_I, id, NULL);
  return tc_incident_check_new (apply, "SELECT 1 FROM incident_event WHERE id = ?", id);
}

gint64
tc_incident_find_unit (TcApply *apply, gint64 incident_id, gint64 task_id)
{
  g_autoptr (TcQuery) query = tc_database_query (
      apply->db, "SELECT agency_id, state, ended_us FROM dispatch WHERE id = ? AND incident_id = ?",
      "ii", task_id, incident_id);

  if (!tc_query_next (query))
    tc_apply_refuse (apply, "task.unknown", "task", TC_I, task_id, NULL);
  else if (!tc_query_is_null (query, 2))
    tc_apply_refuse (apply, "task.state", "task", TC_I, task_id, "state", TC_S,
                     tc_query_text (query, 1), "step", TC_S, apply->op->name, NULL);
  else
    return tc_query_id (query, 0);
  return 0;
}

gboolean
tc_incident_serves (TcApply *apply, gint64 agency_id)
{
  const TcOperationHead *head = &apply->op->head;

  if (head->actor_id == 0)
    return TRUE;
  return tc_database_get_int (
      apply->db, 0,
      "SELECT 1 FROM post JOIN agency ON agency.id = post.agency_id WHERE post.staff_id = ?1"
      " AND post.valid_from_us <= ?2 AND (post.valid_to_us IS NULL OR post.valid_to_us > ?2)"
      " AND (agency.id = ?3 OR agency.kind = 'centre') LIMIT 1",
      "iii", head->actor_id, apply->now_us, agency_id);
}

gint64
tc_incident_cell (gint64 lat_e7, gint64 lon_e7)
{
  if (lat_e7 == TC_NONE || lon_e7 == TC_NONE)
    return TC_NONE;
  return (lat_e7 + 90 * E7) / TC_CELL_E7 * 100000 + (lon_e7 + 180 * E7) / TC_CELL_E7;
}

void
tc_incident_refresh_tasks (TcApply *apply, gint64 incident_id)
{
  tc_database_execute (
      apply->db,
      "UPDATE task SET title = i.title, field_id = i.field_id, priority = i.priority,"
      " area_id = i.area_id, lat_e7 = i.lat_e7, lon_e7 = i.lon_e7, address = i.address"
      " FROM incident AS i WHERE i.id = ?1 AND task.incident_id = ?1 AND task." OPEN_TASKS,
      "i", incident_id);
}

void
tc_incident_end_tasks (TcApply *apply, gint64 incident_id, const char *state)
{
  tc_database_execute (apply->db,
                       "DELETE FROM reporter WHERE task_id IN (SELECT id FROM dispatch"
                       " WHERE incident_id = ? AND " OPEN_TASKS ")",
                       "i", incident_id);
  tc_database_execute (apply->db,
                       "UPDATE dispatch SET state = ?2, ended_us = ?3"
                       " WHERE incident_id = ?1 AND " OPEN_TASKS,
                       "isi", incident_id, state, apply->now_us);
  tc_database_execute (apply->db,
                       "UPDATE task SET state = ?2, ended_us = ?3"
                       " WHERE incident_id = ?1 AND " OPEN_TASKS,
                       "isi", incident_id, state, apply->now_us);
}

gint64
tc_incident_count_open_tasks (TcApply *apply, gint64 incident_id)
{
  return tc_database_get_int (apply->db, 0,
                              "SELECT count(*) FROM dispatch WHERE incident_id = ? AND " OPEN_TASKS,
                              "i", incident_id);
}
