/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What may belong to a big event as well: open, received since it began or a little before, near to
 * what belongs to it. It only proposes; a person adds.
 *
 * DESIGN: candidates are what is open and came since then, the newest; each is held against the
 * places that the event already has, thinned out to one a cell of the 0.01 degree grid, so that an
 * event of many hundreds costs no more than the ground that it covers.
 */
#include "tc-big-event-queries.h"

#include "tc-geo.h"

#define CANDIDATES_MAX 1500
#define PLACES_MAX 400
/* A storm is reported before somebody says that it is one. */
#define BEFORE_US ((gint64) 3600 * G_USEC_PER_SEC)
/* From here on near says nothing. */
#define NEAR_M 2000
#define PLACE_SCORE 50
#define AREA_SCORE 30
#define FIELD_SCORE 20
/* Less proposes nothing. */
#define SCORE_MIN 30

typedef struct {
  gint64 lat_e7;
  gint64 lon_e7;
} Place;

typedef struct {
  gint64 event_id;
  gint64 since_us;
  GArray *places;    /* (owned) (element-type Place) */
  GHashTable *areas; /* (owned): ids */
  gint64 field_id;   /* the topmost that most of it has; 0: none */
} Search;

/* To any, what members are merged into as well. */
#define TAKEN                                                                                      \
  "(WITH RECURSIVE member (id) AS (SELECT incident_id FROM big_event_member"                       \
  " WHERE ended_us IS NULL UNION SELECT merged_into FROM incident JOIN member USING (id)"          \
  " WHERE merged_into IS NOT NULL) SELECT id FROM member)"
#define BELONGS "(i.id = ?1 OR i.id IN " TC_BIG_EVENT_MEMBERS ("?1") ")"

static void
take_places (TcDatabase *db, Search *search)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT i.lat_e7, i.lon_e7, min (i.id) FROM incident AS i WHERE " BELONGS
      " AND i.cell IS NOT NULL GROUP BY i.cell ORDER BY i.cell LIMIT ?2",
      "ii", search->event_id, (gint64) PLACES_MAX);

  while (tc_query_next (query)) {
    Place place = {tc_query_int (query, 0), tc_query_int (query, 1)};
    g_array_append_val (search->places, place);
  }
}

static void
take_areas (TcDatabase *db, Search *search)
{
  g_autoptr (TcQuery)
      query = tc_database_query (db,
                                 "SELECT DISTINCT i.area_id FROM incident AS i WHERE " BELONGS
                                 " AND i.area_id IS NOT NULL ORDER BY i.area_id",
                                 "i", search->event_id);

  while (tc_query_next (query)) {
    gint64 id = tc_query_int (query, 0);
    g_hash_table_add (search->areas, g_memdup2 (&id, sizeof id));
  }
}

static void
take_field (TcDatabase *db, Search *search)
{
  search->field_id = tc_database_get_int (
      db, 0,
      "SELECT ifnull (f.parent_id, f.id) AS top FROM incident AS i JOIN field AS f"
      " ON f.id = i.field_id WHERE " BELONGS " GROUP BY top ORDER BY count (*) DESC, top LIMIT 1",
      "i", search->event_id);
}

static gint64
find_distance (const Search *search, gint64 lat_e7, gint64 lon_e7)
{
  gint64 nearest = TC_NONE;

  for (guint i = 0; lat_e7 != TC_NONE && i < search->places->len; i++) {
    const Place *place = &g_array_index (search->places, Place, i);
    gint64 m = tc_geo_distance_m (lat_e7, lon_e7, place->lat_e7, place->lon_e7);
    if (m < NEAR_M && (nearest == TC_NONE || m < nearest))
      nearest = m;
  }
  return nearest;
}

static void
clear_proposal (gpointer data)
{
  g_free (((TcEventProposal *) data)->code);
  g_free (((TcEventProposal *) data)->title);
}

static int
compare_proposals (gconstpointer a, gconstpointer b)
{
  const TcEventProposal *one = a, *other = b;

  if (one->score != other->score)
    return one->score > other->score ? -1 : 1;
  return (one->id < other->id) - (one->id > other->id);
}

static void
consider (const Search *search, TcQuery *query, GArray *found)
{
  TcEventProposal proposal = {.id = tc_query_int (query, 0)};
  gint64 area_id = tc_query_id (query, 4), field_id = tc_query_id (query, 5);

  proposal.distance_m = find_distance (search, tc_query_int (query, 6), tc_query_int (query, 7));
  proposal.same_area = area_id && g_hash_table_contains (search->areas, &area_id);
  proposal.same_field = field_id && field_id == search->field_id;
  proposal.score = (proposal.same_area ? AREA_SCORE : 0) + (proposal.same_field ? FIELD_SCORE : 0);
  if (proposal.distance_m != TC_NONE)
    proposal.score += PLACE_SCORE * (NEAR_M - proposal.distance_m) / NEAR_M;
  if (proposal.score < SCORE_MIN)
    return;
  proposal.code = tc_query_dup_text (query, 1);
  proposal.title = tc_query_dup_text (query, 2);
  proposal.received_us = tc_query_int (query, 3);
  g_array_append_val (found, proposal);
}

GArray *
tc_big_event_propose (TcDatabase *db, gint64 event_id)
{
  GArray *found = g_array_new (FALSE, TRUE, sizeof (TcEventProposal));
  gint64 begun_us = tc_database_get_int (
      db, TC_NONE, "SELECT begun_us FROM big_event WHERE id = ? AND ended_us IS NULL", "i",
      event_id);
  Search search = {event_id, begun_us == TC_NONE ? TC_NONE : begun_us - BEFORE_US,
                   g_array_new (FALSE, FALSE, sizeof (Place)),
                   g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL), 0};

  g_array_set_clear_func (found, clear_proposal);
  if (begun_us != TC_NONE) {
    g_autoptr (TcQuery) query = NULL;
    take_places (db, &search);
    take_areas (db, &search);
    take_field (db, &search);
    query = tc_database_query (
        db,
        "SELECT i.id, i.code, i.title, i.received_us, i.area_id, ifnull (f.parent_id, f.id),"
        " i.lat_e7, i.lon_e7 FROM incident AS i LEFT JOIN field AS f ON f.id = i.field_id"
        " WHERE i.open = 1 AND i.state NOT IN ('resolved', 'published') AND i.received_us >= ?1"
        " AND i.id NOT IN (SELECT id FROM big_event) AND i.id NOT IN " TAKEN
        " ORDER BY i.id DESC LIMIT ?2",
        "ii", search.since_us, (gint64) CANDIDATES_MAX);
    while (tc_query_next (query))
      consider (&search, query, found);
  }
  g_array_sort (found, compare_proposals);
  if (found->len > TC_EVENT_PROPOSALS_MAX)
    g_array_set_size (found, TC_EVENT_PROPOSALS_MAX);
  g_array_unref (search.places);
  g_hash_table_unref (search.areas);
  return found;
}
