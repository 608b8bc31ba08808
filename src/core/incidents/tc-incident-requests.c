/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reports as the requests of Open311 GeoReport v2, and what was told either way as mySociety's
 * service request updates. A request follows its incident through merge and un-merge, since the
 * state is read where the report is handled now.
 */
#include "tc-incident-photo.h"
#include "tc-incident-queries-private.h"

#include "tc-limits.h"

#include <string.h>

/* ---- requests ---- */

/* Never an original. */
#define IS_SHOWN " AND public = 1" TC_PHOTO_IS_BARE
/* Its photo: its own, else one that was published with its answer. */
#define REQUEST_SQL                                                                                \
  "SELECT r.id, r.incident_id, i.code, i.state, i.outcome, w.text, f.code, f.name_vi, f.name_en,"  \
  " r.text, u.name_vi, u.name_en, r.received_us, i.changed_us, i.due_us, r.address, r.address_id," \
  " r.lat_e7, r.lon_e7, a.hash, a.media_type, r.private, r.source, r.external_id, r.rating"        \
  " FROM report AS r JOIN incident AS i ON i.id = r.incident_id"                                   \
  " LEFT JOIN answer AS w ON w.id = r.answer_id LEFT JOIN field AS f ON f.id = i.field_id"         \
  " LEFT JOIN agency AS u ON u.id = i.unit_id LEFT JOIN attachment AS a ON a.id ="                 \
  " ifnull ((SELECT min (id) FROM attachment WHERE report_id = r.id" IS_SHOWN "),"                 \
  " (SELECT min (id) FROM attachment WHERE incident_id = r.incident_id"                            \
  " AND answer_id = r.answer_id" IS_SHOWN "))"

/* As tc_incident_state_get_open311() says; a test holds the two together. */
#define IS_CLOSED "(i.state IN ('resolved', 'published', 'closed', 'rejected', 'redirected'))"

static void
clear_request (gpointer data)
{
  TcRequestRow *row = data;
  char **texts[] = {&row->incident_code, &row->outcome,    &row->answer,     &row->service_code,
                    &row->service_vi,    &row->service_en, &row->text,       &row->unit_vi,
                    &row->unit_en,       &row->address,    &row->address_id, &row->media_hash,
                    &row->media_type,    &row->source,     &row->external_id};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_clear_pointer (texts[i], g_free);
}

static void
read_request (TcQuery *query, TcRequestRow *row)
{
  row->id = tc_query_int (query, 0);
  row->incident_id = tc_query_id (query, 1);
  row->incident_code = tc_query_dup_text (query, 2);
  row->state = tc_query_state (query, 3);
  row->status = tc_incident_state_get_open311 (row->state);
  row->outcome = tc_query_dup_text (query, 4);
  row->answer = tc_query_dup_text (query, 5);
  row->service_code = tc_query_dup_text (query, 6);
  row->service_vi = tc_query_dup_text (query, 7);
  row->service_en = tc_query_dup_text (query, 8);
  row->text = tc_query_dup_text (query, 9);
  row->unit_vi = tc_query_dup_text (query, 10);
  row->unit_en = tc_query_dup_text (query, 11);
  row->requested_us = tc_query_int (query, 12);
  row->updated_us = MAX (tc_query_int (query, 13), row->requested_us);
  row->expected_us = tc_query_int (query, 14);
  row->address = tc_query_dup_text (query, 15);
  row->address_id = tc_query_dup_text (query, 16);
  row->lat_e7 = tc_query_int (query, 17);
  row->lon_e7 = tc_query_int (query, 18);
  row->media_hash = tc_query_dup_text (query, 19);
  row->media_type = tc_query_dup_text (query, 20);
  row->private_ = tc_query_int (query, 21) == 1;
  row->source = tc_query_dup_text (query, 22);
  row->external_id = tc_query_dup_text (query, 23);
  row->rating = tc_query_int (query, 24);
}

static void
append_requests (TcQuery *query, GArray *list)
{
  while (tc_query_next (query)) {
    TcRequestRow row = {0};
    read_request (query, &row);
    g_array_append_val (list, row);
  }
}

static int
compare_newest (gconstpointer a, gconstpointer b)
{
  const TcRequestRow *row_a = a;
  const TcRequestRow *row_b = b;

  if (row_a->requested_us != row_b->requested_us)
    return row_a->requested_us < row_b->requested_us ? 1 : -1;
  return (row_a->id < row_b->id) - (row_a->id > row_b->id);
}

static void
list_by_ids (TcDatabase *db, const TcRequestFilter *filter, guint limit, GArray *list)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < filter->n_ids && list->len < limit; i++) {
    if (!g_hash_table_add (seen, (gpointer) &filter->ids[i]))
      continue;
    g_autoptr (TcQuery)
        query = tc_database_query (db, REQUEST_SQL " WHERE r.id = ?", "i", filter->ids[i]);
    append_requests (query, list);
  }
  g_array_sort (list, compare_newest);
}

/* ',a,b,' to look for ',a,' in; NULL for no filter. */
static char *
join_codes (const char *const *codes)
{
  if (!codes || !codes[0])
    return NULL;
  g_autofree char *joined = g_strjoinv (",", (char **) codes);
  return g_strconcat (",", joined, ",", NULL);
}

static void
list_by_time (TcDatabase *db, const TcRequestFilter *filter, guint limit, GArray *list)
{
  g_autofree char *codes = join_codes (filter->service_codes);
  gboolean either = filter->want_open == filter->want_closed;
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      REQUEST_SQL " WHERE r.received_us >= ?1 AND r.received_us < ?2"
                  " AND (?3 IS NULL OR instr (?3, ',' || f.code || ',') > 0)"
                  " AND (?4 IS NULL OR " IS_CLOSED " = ?4) AND r.private <= ?5"
                  " ORDER BY r.received_us DESC, r.id DESC LIMIT ?6",
      "iisiii", filter->from_us == TC_NONE ? G_MININT64 + 1 : filter->from_us,
      filter->until_us == TC_NONE ? G_MAXINT64 : filter->until_us, codes,
      either ? TC_NONE : (gint64) filter->want_closed, (gint64) (filter->private_too ? 1 : 0),
      (gint64) limit);

  append_requests (query, list);
}

GArray *
tc_requests (TcDatabase *db, const TcRequestFilter *filter)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (TcRequestRow));
  guint limit = CLAMP (filter->limit, 1, TC_QUERY_ROWS_MAX);

  g_array_set_clear_func (list, clear_request);
  if (filter->ids)
    list_by_ids (db, filter, limit, list);
  else
    list_by_time (db, filter, limit, list);
  return list;
}

gint64
tc_request_find_external (TcDatabase *db, const char *source, const char *external_id)
{
  return tc_database_get_int (
      db, 0, "SELECT id FROM report WHERE source = ? AND external_id = ? ORDER BY id LIMIT 1", "ss",
      source, external_id);
}

gint64
tc_request_find_rating (TcDatabase *db, gint64 report_id)
{
  return tc_database_get_int (db, 0,
                              "SELECT id FROM incident_event WHERE report_id = ?"
                              " AND code = 'report.rate' ORDER BY at_us DESC, id DESC LIMIT 1",
                              "i", report_id);
}

/* ---- updates ---- */

/* A row of history about one report is told to that one; any other to all who reported by then.
 * The text goes out only where it was written for them (public 1). A copy came with what its
 * original came with. */
#define UPDATE_SQL                                                                                 \
  "SELECT e.id, r.id, e.state, e.reason = 'incoming', e.at_us, iif (e.public = 1, e.text, NULL),"  \
  " e.external_id, a.hash, a.media_type FROM incident_event AS e JOIN report AS r"                 \
  " ON r.id = e.report_id OR (e.report_id IS NULL AND r.incident_id = e.incident_id"               \
  " AND r.received_us <= e.at_us) LEFT JOIN attachment AS a ON a.id = (SELECT min (id)"            \
  " FROM attachment AS c WHERE incident_id = e.incident_id AND ifnull ((SELECT o.event_id FROM"    \
  " attachment AS o WHERE o.id = c.original_id), event_id) = e.id" IS_SHOWN ")"                    \
  " WHERE e.public > 0 AND e.at_us >= ?1 AND e.at_us < ?2 AND r.private <= ?3"

static void
clear_update (gpointer data)
{
  TcRequestUpdate *update = data;

  g_free (update->text);
  g_free (update->external_id);
  g_free (update->media_hash);
  g_free (update->media_type);
}

static void
append_updates (TcQuery *query, GArray *list)
{
  while (tc_query_next (query)) {
    TcIncidentState state = tc_query_state (query, 2);
    TcRequestUpdate update = {
        .id = tc_query_int (query, 0),
        .report_id = tc_query_int (query, 1),
        .state = state,
        .status = tc_incident_state_get_open311 (state),
        .incoming = tc_query_int (query, 3) == 1,
        .at_us = tc_query_int (query, 4),
        .text = tc_query_dup_text (query, 5),
        .external_id = tc_query_dup_text (query, 6),
        .media_hash = tc_query_dup_text (query, 7),
        .media_type = tc_query_dup_text (query, 8),
    };
    g_array_append_val (list, update);
  }
}

GArray *
tc_request_updates (TcDatabase *db, gint64 report_id, gint64 from_us, gint64 until_us, guint limit)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (TcRequestUpdate));
  gint64 from = from_us == TC_NONE ? G_MININT64 + 1 : from_us;
  gint64 until = until_us == TC_NONE ? G_MAXINT64 : until_us;
  gint64 rows = CLAMP (limit, 1, TC_QUERY_ROWS_MAX);

  g_array_set_clear_func (list, clear_update);
  if (report_id) {
    g_autoptr (TcQuery)
        query = tc_database_query (db, UPDATE_SQL " AND r.id = ?4 ORDER BY e.at_us, e.id LIMIT ?5",
                                   "iiiii", from, until, (gint64) 1, report_id, rows);
    append_updates (query, list);
  } else {
    g_autoptr (TcQuery)
        query = tc_database_query (db, UPDATE_SQL " ORDER BY e.at_us, e.id, r.id LIMIT ?4", "iiii",
                                   from, until, (gint64) 0, rows);
    append_updates (query, list);
  }
  return list;
}
