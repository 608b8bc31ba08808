/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Alarms that are kept quiet by plan; see the header.
 */
#include "tc-alarm-suppression.h"

#include "tc-incident-operations.h"
#include "tc-incident-record.h"
#include "tc-limits.h"

/* ---- alarm.suppress, alarm.lift ---- */

static const TcArg suppress_args[] = {
    TC_ARG (TcAlarmSuppress, suppression_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcAlarmSuppress, field_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcAlarmSuppress, area_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcAlarmSuppress, from_us, TC_ARG_TIME, TC_REQUIRED, 0),
    TC_ARG (TcAlarmSuppress, until_us, TC_ARG_TIME, TC_REQUIRED, 0),
    TC_ARG (TcAlarmSuppress, reason, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    {NULL},
};

static gboolean
check_time (TcApply *apply, const TcAlarmSuppress *args)
{
  if (args->until_us > args->from_us && args->until_us > apply->now_us &&
      args->until_us - args->from_us <= TC_SUPPRESS_US_MAX &&
      args->from_us <= apply->now_us + TC_SUPPRESS_AHEAD_US_MAX)
    return TRUE;
  return tc_apply_refuse (apply, "alarm.suppress-time", "limit", TC_I,
                          (gint64) (TC_SUPPRESS_US_MAX / TC_US_PER_DAY), NULL);
}

static gboolean
apply_suppress (TcApply *apply, gconstpointer data)
{
  const TcAlarmSuppress *args = data;
  const TcOperationHead *head = &apply->op->head;

  if (args->field_id == 0 && args->area_id == 0)
    return tc_apply_refuse (apply, "alarm.suppress-what", NULL);
  if (!tc_incident_check_new (apply, "SELECT 1 FROM alarm_suppression WHERE id = ?",
                              args->suppression_id) ||
      (args->field_id != 0 && !tc_incident_check_field (apply, args->field_id)) ||
      !check_time (apply, args))
    return FALSE;
  if (args->area_id != 0 &&
      !tc_database_get_int (apply->db, 0, "SELECT 1 FROM area WHERE id = ?", "i", args->area_id))
    return tc_apply_refuse (apply, "alarm.suppress-area", NULL);
  if (tc_database_get_int (apply->db, 0,
                           "SELECT count(*) FROM alarm_suppression WHERE until_us > ? AND"
                           " lifted_us IS NULL",
                           "i", apply->now_us) >= TC_SUPPRESSIONS_MAX)
    return tc_apply_refuse (apply, "alarm.suppress-many", "limit", TC_I,
                            (gint64) TC_SUPPRESSIONS_MAX, NULL);
  tc_database_execute (apply->db,
                       "INSERT INTO alarm_suppression (id, scope, field_id, area_id, from_us,"
                       " until_us, reason, staff_id, replica, at_us)"
                       " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       "iiooiisiii", args->suppression_id, (gint64) TC_SCOPE_INCIDENTS,
                       args->field_id, args->area_id, args->from_us, args->until_us, args->reason,
                       head->actor_id, (gint64) head->replica, apply->now_us);
  return TRUE;
}

const TcOperationType tc_alarm_suppress_type = {
    .name = "alarm.suppress",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = suppress_args,
    .args_size = sizeof (TcAlarmSuppress),
    .apply = apply_suppress,
};

static const TcArg lift_args[] = {
    TC_ARG (TcAlarmLift, suppression_id, TC_ARG_ID, TC_REQUIRED, 0),
    {NULL},
};

static gboolean
apply_lift (TcApply *apply, gconstpointer data)
{
  const TcAlarmLift *args = data;

  if (!tc_database_get_int (apply->db, 0,
                            "SELECT 1 FROM alarm_suppression WHERE id = ? AND until_us > ?"
                            " AND lifted_us IS NULL",
                            "ii", args->suppression_id, apply->now_us))
    return tc_apply_refuse (apply, "alarm.not-suppressed", NULL);
  tc_database_execute (apply->db,
                       "UPDATE alarm_suppression SET lifted_us = ?, lifted_by = ? WHERE id = ?",
                       "iii", apply->now_us, apply->op->head.actor_id, args->suppression_id);
  return TRUE;
}

const TcOperationType tc_alarm_lift_type = {
    .name = "alarm.lift",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = lift_args,
    .args_size = sizeof (TcAlarmLift),
    .apply = apply_lift,
};

/* ---- which there are ---- */

static void
free_suppression (gpointer data)
{
  TcSuppression *it = data;

  g_free (it->reason);
  g_free (it->staff_name);
  g_free (it->field_vi);
  g_free (it->field_en);
  g_free (it->area_vi);
  g_free (it->area_en);
  g_clear_pointer (&it->fields, g_hash_table_unref);
  g_clear_pointer (&it->areas, g_hash_table_unref);
  g_free (it);
}

/* (nullable): of nothing */
static GHashTable *
read_ids (TcDatabase *db, const char *sql, gint64 id)
{
  GHashTable *ids = NULL;
  g_autoptr (TcQuery) query = NULL;

  if (id == 0)
    return NULL;
  ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  query = tc_database_query (db, sql, "i", id);
  while (tc_query_next (query)) {
    gint64 below = tc_query_id (query, 0);
    g_hash_table_add (ids, g_memdup2 (&below, sizeof below));
  }
  return ids;
}

static TcSuppression *
read_one (TcDatabase *db, TcQuery *row)
{
  TcSuppression *it = g_new0 (TcSuppression, 1);

  *it = (TcSuppression){.id = tc_query_id (row, 0),
                        .field_id = tc_query_id (row, 1),
                        .area_id = tc_query_id (row, 2),
                        .from_us = tc_query_int (row, 3),
                        .until_us = tc_query_int (row, 4),
                        .at_us = tc_query_int (row, 5),
                        .lifted_us = tc_query_int (row, 6),
                        .reason = tc_query_dup_text (row, 7),
                        .staff_name = tc_query_dup_text (row, 8),
                        .field_vi = tc_query_dup_text (row, 9),
                        .field_en = tc_query_dup_text (row, 10),
                        .area_vi = tc_query_dup_text (row, 11),
                        .area_en = tc_query_dup_text (row, 12)};
  it->fields = read_ids (db, "SELECT id FROM field WHERE id = ?1 OR parent_id = ?1", it->field_id);
  it->areas = read_ids (db,
                        "WITH RECURSIVE below (id) AS (SELECT ?1 UNION SELECT area.id FROM area"
                        " JOIN below ON area.parent_id = below.id) SELECT id FROM below",
                        it->area_id);
  return it;
}

GPtrArray *
tc_suppression_list (TcDatabase *db, gint64 since_us)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (free_suppression);
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT it.id, it.field_id, it.area_id, it.from_us, it.until_us, it.at_us, it.lifted_us,"
      " it.reason, s.name, f.name_vi, f.name_en, a.name_vi, a.name_en"
      " FROM alarm_suppression AS it LEFT JOIN staff AS s ON s.id = it.staff_id"
      " LEFT JOIN field AS f ON f.id = it.field_id LEFT JOIN area AS a ON a.id = it.area_id"
      " WHERE it.until_us > ? AND (it.lifted_us IS NULL OR it.lifted_us > it.from_us)"
      " ORDER BY it.from_us, it.id",
      "i", since_us);

  while (tc_query_next (query))
    g_ptr_array_add (list, read_one (db, query));
  return list;
}

gint64
tc_suppression_get_end (const TcSuppression *suppression)
{
  return suppression->lifted_us == TC_NONE ? suppression->until_us
                                           : MIN (suppression->until_us, suppression->lifted_us);
}

gboolean
tc_suppression_covers (const TcSuppression *suppression, gint64 field_id, gint64 area_id)
{
  return (!suppression->fields || g_hash_table_contains (suppression->fields, &field_id)) &&
         (!suppression->areas || g_hash_table_contains (suppression->areas, &area_id));
}

const TcSuppression *
tc_suppression_find (GPtrArray *suppressions, gint64 field_id, gint64 area_id, gint64 at_us)
{
  const TcSuppression *found = NULL;

  for (guint i = 0; i < suppressions->len; i++) {
    const TcSuppression *it = suppressions->pdata[i];
    if (it->from_us <= at_us && tc_suppression_get_end (it) > at_us &&
        tc_suppression_covers (it, field_id, area_id) &&
        (!found || tc_suppression_get_end (it) > tc_suppression_get_end (found)))
      found = it;
  }
  return found;
}

gint64
tc_suppression_find_end (GPtrArray *suppressions, gint64 field_id, gint64 area_id, gint64 at_us)
{
  gint64 end_us = 0;

  for (guint i = 0; i < suppressions->len; i++) {
    const TcSuppression *it = suppressions->pdata[i];
    if (tc_suppression_get_end (it) <= at_us && tc_suppression_covers (it, field_id, area_id))
      end_us = MAX (end_us, tc_suppression_get_end (it));
  }
  return end_us;
}
