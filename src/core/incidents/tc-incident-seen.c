/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Images of incidents; see the header. One is a GVariant of the type below, little-endian as this
 * machine is.
 */
#include "tc-incident-seen.h"

/* state, answer; staff, unit, field, merged into, priority, due, since; events */
#define IMAGE_TYPE "(ssxxxxxxxax)"

gint64
tc_incident_of_arguments (TcDatabase *db, GVariant *args)
{
  gint64 id = 0;
  gint64 report_id = 0;

  if (g_variant_lookup (args, "incident_id", "x", &id))
    return id;
  if (!g_variant_lookup (args, "report_id", "x", &report_id))
    return 0;
  return tc_database_get_int (db, 0, "SELECT incident_id FROM report WHERE id = ?", "i", report_id);
}

static gint
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

/* The newest, by id. @since_us: (out): where they begin; TC_NONE: all are there */
static GArray *
list_events (TcDatabase *db, gint64 incident_id, gint64 *since_us)
{
  GArray *events = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT id, at_us FROM incident_event WHERE incident_id = ? ORDER BY at_us DESC, id DESC"
      " LIMIT ?",
      "ii", incident_id, (gint64) TC_SEEN_EVENTS_MAX);

  *since_us = TC_NONE;
  while (tc_query_next (query)) {
    gint64 id = tc_query_int (query, 0);

    g_array_append_val (events, id);
    if (events->len == TC_SEEN_EVENTS_MAX)
      *since_us = tc_query_int (query, 1);
  }
  g_array_sort (events, compare_ids);
  return events;
}

GBytes *
tc_incident_dup_seen (TcDatabase *db, gint64 incident_id, gint64 *scope)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT scope, state, answer_state, staff_id, unit_id, field_id, merged_into, priority,"
      " due_us FROM incident WHERE id = ?",
      "i", incident_id);
  gint64 since_us;

  if (!tc_query_next (query))
    return NULL;
  *scope = tc_query_int (query, 0);
  g_autoptr (GArray) events = list_events (db, incident_id, &since_us);
  g_autoptr (GVariant) image = g_variant_ref_sink (g_variant_new (
      "(ssxxxxxxx@ax)", tc_query_text (query, 1), tc_query_text (query, 2), tc_query_id (query, 3),
      tc_query_id (query, 4), tc_query_id (query, 5), tc_query_id (query, 6),
      tc_query_int (query, 7), tc_query_int (query, 8), since_us,
      g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, events->data, events->len,
                                 sizeof (gint64))));
  return g_variant_get_data_as_bytes (image);
}

TcIncidentSeen *
tc_incident_seen_read (GBytes *image)
{
  g_autoptr (GVariant) value = g_variant_ref_sink (
      g_variant_new_from_bytes (G_VARIANT_TYPE (IMAGE_TYPE), image, FALSE));
  g_autoptr (GVariant) events = NULL;
  g_autoptr (TcIncidentSeen) seen = g_new0 (TcIncidentSeen, 1);
  const char *state;
  gsize n;

  seen->events = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_variant_get (value, "(&ssxxxxxxx@ax)", &state, &seen->answer, &seen->staff_id, &seen->unit_id,
                 &seen->field_id, &seen->merged_into, &seen->priority, &seen->due_us,
                 &seen->since_us, &events);
  const gint64 *ids = g_variant_get_fixed_array (events, &n, sizeof (gint64));
  g_array_append_vals (seen->events, ids, (guint) MIN (n, TC_SEEN_EVENTS_MAX));
  return tc_incident_state_from_code (state, &seen->state) ? g_steal_pointer (&seen) : NULL;
}

void
tc_incident_seen_free (TcIncidentSeen *seen)
{
  if (!seen)
    return;
  g_array_unref (seen->events);
  g_free (seen->answer);
  g_free (seen);
}

gboolean
tc_incident_seen_has_event (const TcIncidentSeen *seen, const TcIncidentEvent *event)
{
  gint64 id = event->id;

  return (seen->since_us != TC_NONE && event->at_us < seen->since_us) ||
         g_array_binary_search (seen->events, &id, compare_ids, NULL);
}
