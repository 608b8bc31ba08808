/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Filters that are shared under a name. What one lets through is the client's; here it is a text.
 */
#include "tc-incident-queries.h"
#include "tc-incident-record.h"

#include "tc-limits.h"

/* ---- filter.save ---- */

static const TcArg save_args[] = {
    TC_ARG (TcFilterSave, filter_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcFilterSave, agency_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcFilterSave, name, TC_ARG_LINE, TC_REQUIRED, TC_FILTER_NAME_CHARS_MAX),
    TC_ARG (TcFilterSave, filter, TC_ARG_LINE, TC_REQUIRED, TC_FILTER_CHARS_MAX),
    {NULL},
};

static gboolean
check_name (TcApply *apply, const TcFilterSave *args)
{
  if (!tc_database_get_int (apply->db, 0,
                            "SELECT 1 FROM saved_filter WHERE agency_id IS ? AND name = ?"
                            " AND id <> ?",
                            "osi", args->agency_id, args->name, args->filter_id))
    return TRUE;
  return tc_apply_refuse (apply, "filter.name-used", "name", TC_S, args->name, NULL);
}

static gboolean
check_room (TcApply *apply, const TcFilterSave *args)
{
  if (tc_database_get_int (apply->db, 0, "SELECT 1 FROM saved_filter WHERE id = ?", "i",
                           args->filter_id) ||
      tc_database_get_int (apply->db, 0, "SELECT count(*) FROM saved_filter WHERE agency_id IS ?",
                           "o", args->agency_id) < TC_FILTERS_MAX)
    return TRUE;
  return tc_apply_refuse (apply, "filter.too-many", "limit", TC_I, (gint64) TC_FILTERS_MAX, NULL);
}

static gboolean
apply_save (TcApply *apply, gconstpointer data)
{
  const TcFilterSave *args = data;

  if ((args->agency_id && !tc_guard_agency_in_force (apply, args->agency_id, apply->now_us)) ||
      !check_name (apply, args) || !check_room (apply, args))
    return FALSE;
  tc_database_execute (apply->db,
                       "INSERT INTO saved_filter VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
                       " ON CONFLICT (id) DO UPDATE SET agency_id = ?3, name = ?4, filter = ?5,"
                       " staff_id = ?6, changed_us = ?7",
                       "iiossii", args->filter_id, (gint64) TC_SCOPE_COMMON, args->agency_id,
                       args->name, args->filter, apply->op->head.actor_id, apply->now_us);
  return TRUE;
}

const TcOperationType tc_filter_save_type = {
    .name = "filter.save",
    .version = 1,
    .capability = TC_MAY_SHARE_FILTERS,
    .args = save_args,
    .args_size = sizeof (TcFilterSave),
    .apply = apply_save,
};

/* ---- filter.delete ---- */

static const TcArg delete_args[] = {
    TC_ARG (TcFilterDelete, filter_id, TC_ARG_ID, TC_REQUIRED, 0),
    {NULL},
};

static gboolean
apply_delete (TcApply *apply, gconstpointer data)
{
  const TcFilterDelete *args = data;

  tc_database_execute (apply->db, "DELETE FROM saved_filter WHERE id = ?", "i", args->filter_id);
  if (tc_database_changes (apply->db) == 1)
    return TRUE;
  return tc_apply_refuse (apply, "filter.unknown", "filter", TC_I, args->filter_id, NULL);
}

const TcOperationType tc_filter_delete_type = {
    .name = "filter.delete",
    .version = 1,
    .capability = TC_MAY_SHARE_FILTERS,
    .args = delete_args,
    .args_size = sizeof (TcFilterDelete),
    .apply = apply_delete,
};

/* ---- reading ---- */

static void
clear_filter (gpointer data)
{
  TcSavedFilter *filter = data;

  g_free (filter->name);
  g_free (filter->filter);
}

GArray *
tc_saved_filter_array_new (void)
{
  GArray *filters = g_array_new (FALSE, TRUE, sizeof (TcSavedFilter));

  g_array_set_clear_func (filters, clear_filter);
  return filters;
}

GArray *
tc_saved_filter_list (TcDatabase *db, gint64 staff_id, gint64 at_us)
{
  GArray *filters = tc_saved_filter_array_new ();
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT id, agency_id, name, filter FROM saved_filter WHERE agency_id IS NULL OR agency_id IN"
      " (SELECT agency_id FROM post WHERE staff_id = ?1 AND valid_from_us <= ?2"
      " AND (valid_to_us IS NULL OR valid_to_us > ?2)) ORDER BY agency_id IS NULL, name, id",
      "ii", staff_id, at_us);

  while (tc_query_next (query)) {
    TcSavedFilter filter = {tc_query_int (query, 0), tc_query_id (query, 1),
                            tc_query_dup_text (query, 2), tc_query_dup_text (query, 3)};
    g_array_append_val (filters, filter);
  }
  return filters;
}
