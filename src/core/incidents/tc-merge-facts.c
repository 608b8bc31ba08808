/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is to be known before several are merged; see the header.
 */
#include "tc-merge-facts.h"

#include "tc-incident-queries-private.h"

void
tc_merge_facts_clear (TcMergeFacts *facts)
{
  tc_incident_row_clear (&facts->row);
  g_clear_pointer (&facts->order_vi, g_free);
  g_clear_pointer (&facts->order_en, g_free);
}

static void
read_orders (TcDatabase *db, TcMergeFacts *facts)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT a.name_vi, a.name_en FROM dispatch AS d JOIN agency AS a ON a.id = d.agency_id"
      " WHERE d.incident_id = ? AND d.ended_us IS NULL ORDER BY d.id DESC",
      "i", facts->row.id);

  while (tc_query_next (query)) {
    if (facts->open_orders++ > 0)
      continue;
    facts->order_vi = tc_query_dup_text (query, 0);
    facts->order_en = tc_query_dup_text (query, 1);
  }
}

GArray *
tc_merge_facts_read (TcDatabase *db, const gint64 *ids, guint n_ids)
{
  GArray *all = g_array_sized_new (FALSE, TRUE, sizeof (TcMergeFacts), n_ids);

  g_array_set_clear_func (all, (GDestroyNotify) tc_merge_facts_clear);
  for (guint i = 0; i < n_ids; i++) {
    TcMergeFacts facts = {0};
    if (!tc_incident_row_read (db, ids[i], &facts.row))
      continue;
    facts.group_id = tc_database_get_int (
        db, 0, "SELECT ifnull (parent_id, id) FROM field WHERE id = ?", "i", facts.row.field_id);
    facts.leads = tc_database_get_int (db, 0, "SELECT 1 FROM big_event WHERE id = ?", "i",
                                       facts.row.id) == 1;
    read_orders (db, &facts);
    g_array_append_val (all, facts);
  }
  return all;
}

GArray *
tc_merge_scores (TcDatabase *db, GArray *of, const TcMergeFacts *leader)
{
  GArray *scores = g_array_new (FALSE, FALSE, sizeof (TcMergeScore));
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) similar = NULL;
  g_autofree char *text = NULL;

  if (!leader)
    return scores;
  for (guint i = 0; i < of->len; i++)
    g_array_append_val (ids, g_array_index (of, TcMergeFacts, i).row.id);
  text = tc_database_dup_text (db, "SELECT text FROM report WHERE home_id = ? ORDER BY id LIMIT 1",
                               "i", leader->row.id);
  similar = tc_incident_similar_among (db, leader->row.id, leader->row.field_id, leader->row.lat_e7,
                                       leader->row.lon_e7, leader->row.received_us,
                                       text ? text : leader->row.title,
                                       (const gint64 *) (void *) ids->data, ids->len);
  for (guint i = 0; i < similar->len; i++) {
    const TcSimilar *one = &g_array_index (similar, TcSimilar, i);
    TcMergeScore score = {one->incident_id, one->score, one->likely};
    g_array_append_val (scores, score);
  }
  return scores;
}
