/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Told of again; see the header.
 */
#include "tc-repeat.h"

#include "tc-merge-facts.h"

void
tc_repeat_free (TcRepeat *repeat)
{
  if (!repeat)
    return;
  g_free (repeat->code);
  g_free (repeat->staff_name);
  g_free (repeat->unit_vi);
  g_free (repeat->unit_en);
  g_free (repeat);
}

/* Others can be merged into it, and somebody sees to it. */
static gboolean
is_in_hand (const TcMergeFacts *facts)
{
  guint64 steps = tc_incident_allowed_steps (facts->row.state);
  guint64 both = ((guint64) 1 << TC_STEP_MERGE) | ((guint64) 1 << TC_STEP_ABSORB);

  return (steps & both) == both && (facts->row.staff_id != 0 || facts->open_orders > 0);
}

static GArray *
find_similar (TcDatabase *db, const TcIncidentRow *row)
{
  g_autofree char *text = tc_database_dup_text (
      db, "SELECT text FROM report WHERE home_id = ? ORDER BY id LIMIT 1", "i", row->id);

  return tc_incident_similar (db, row->id, row->field_id, row->lat_e7, row->lon_e7,
                              row->received_us, text ? text : row->title, TC_SIMILAR_STAFF_M);
}

static gboolean
take_if_in_hand (TcDatabase *db, const TcSimilar *similar, TcRepeat *repeat)
{
  g_autoptr (GArray) all = tc_merge_facts_read (db, &similar->incident_id, 1);
  TcMergeFacts *facts = all->len > 0 ? &g_array_index (all, TcMergeFacts, 0) : NULL;

  if (!facts || !is_in_hand (facts))
    return FALSE;
  *repeat = (TcRepeat){.incident_id = similar->incident_id,
                       .code = g_steal_pointer (&facts->row.code),
                       .staff_name = g_steal_pointer (&facts->row.staff_name),
                       .unit_vi = g_steal_pointer (&facts->order_vi),
                       .unit_en = g_steal_pointer (&facts->order_en),
                       .distance_m = similar->distance_m,
                       .apart_us = similar->apart_us,
                       .score = similar->score};
  return TRUE;
}

TcRepeat *
tc_repeat_find (TcDatabase *db, gint64 incident_id)
{
  TcRepeat *repeat = g_new0 (TcRepeat, 1);
  g_autoptr (GArray) all = tc_merge_facts_read (db, &incident_id, 1);
  const TcMergeFacts *facts = all->len > 0 ? &g_array_index (all, TcMergeFacts, 0) : NULL;
  g_autoptr (GArray) similar = NULL;

  if (!facts || is_in_hand (facts) || facts->leads ||
      !(tc_incident_allowed_steps (facts->row.state) & ((guint64) 1 << TC_STEP_MERGE)))
    return repeat;
  similar = find_similar (db, &facts->row);
  for (guint i = 0; i < similar->len; i++) {
    const TcSimilar *one = &g_array_index (similar, TcSimilar, i);
    if (one->likely && one->score >= TC_REPEAT_SCORE && take_if_in_hand (db, one, repeat))
      break;
  }
  return repeat;
}
