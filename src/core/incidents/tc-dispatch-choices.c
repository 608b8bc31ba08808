/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Units to choose from; see the header. A province has some hundred agencies and some dozens of
 * vehicles, so all are measured.
 */
#include "tc-dispatch-choices.h"

#include "tc-geo.h"
#include "tc-incident-queries.h"

static void
clear_choice (gpointer data)
{
  TcDispatchChoice *choice = data;

  g_free (choice->code);
  g_free (choice->name_vi);
  g_free (choice->name_en);
  g_free (choice->phone);
  g_free (choice->call_sign);
}

typedef struct {
  gint64 field_id;
  gint64 area_id;
  gint64 lat_e7;
  gint64 lon_e7;
  gint64 received_us;
} Place;

static gboolean
read_place (TcDatabase *db, gint64 incident_id, Place *place)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT field_id, area_id, lat_e7, lon_e7, received_us FROM incident WHERE id = ?", "i",
      incident_id);

  if (!tc_query_next (query))
    return FALSE;
  *place = (Place){tc_query_id (query, 0), tc_query_id (query, 1), tc_query_int (query, 2),
                   tc_query_int (query, 3), tc_query_int (query, 4)};
  return TRUE;
}

static gint64
measure (const Place *place, gint64 lat_e7, gint64 lon_e7)
{
  if (place->lat_e7 == TC_NONE || place->lon_e7 == TC_NONE || lat_e7 == TC_NONE ||
      lon_e7 == TC_NONE)
    return TC_NONE;
  return tc_geo_distance_m (place->lat_e7, place->lon_e7, lat_e7, lon_e7);
}

/* A vehicle out there says more than a house. */
static void
find_vehicle (TcDatabase *db, TcDispatchChoice *choice, const Place *place, gint64 since_us)
{
  gint64 nearest_m = TC_NONE;
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT v.call_sign, p.lat_e7, p.lon_e7, p.placed_us FROM vehicle AS v JOIN unit_place AS p"
      " ON p.id = v.id WHERE v.agency_id = ? AND v.removed_us IS NULL AND p.status <> 'off'"
      " AND p.placed_us >= ? ORDER BY v.id",
      "ii", choice->agency_id, since_us);

  while (tc_query_next (query)) {
    gint64 distance_m = measure (place, tc_query_int (query, 1), tc_query_int (query, 2));
    if (distance_m == TC_NONE || (nearest_m != TC_NONE && distance_m >= nearest_m))
      continue;
    nearest_m = choice->distance_m = distance_m;
    choice->placed_us = tc_query_int (query, 3);
    g_free (choice->call_sign);
    choice->call_sign = tc_query_dup_text (query, 0);
  }
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  const TcDispatchChoice *one = a, *other = b;
  gint64 far_one = one->distance_m == TC_NONE ? G_MAXINT32 : one->distance_m;
  gint64 far_other = other->distance_m == TC_NONE ? G_MAXINT32 : other->distance_m;

  far_one += one->open_tasks * TC_CHOICE_TASK_M;
  far_other += other->open_tasks * TC_CHOICE_TASK_M;
  if (one->responsible != other->responsible)
    return one->responsible ? -1 : 1;
  if (far_one != far_other)
    return far_one < far_other ? -1 : 1;
  return one->agency_id < other->agency_id ? -1 : one->agency_id > other->agency_id;
}

static gboolean
is_responsible (const GArray *units, gint64 agency_id)
{
  for (guint i = 0; i < units->len; i++)
    if (g_array_index (units, TcProposedUnit, i).agency_id == agency_id)
      return TRUE;
  return FALSE;
}

#define OPEN_TASKS "state IN ('sent', 'acknowledged', 'working')"
#define CHOICES_SQL                                                                                \
  "SELECT a.id, a.code, a.name_vi, a.name_en, a.phone, a.lat_e7, a.lon_e7, (SELECT count(*)"       \
  " FROM dispatch WHERE agency_id = a.id AND " OPEN_TASKS ") FROM agency AS a"                     \
  " WHERE a.kind <> 'centre' AND a.valid_from_us <= ?1 AND (a.valid_to_us IS NULL OR"              \
  " a.valid_to_us > ?1) AND NOT EXISTS (SELECT 1 FROM dispatch WHERE incident_id = ?2"             \
  " AND agency_id = a.id AND " OPEN_TASKS ") ORDER BY a.id LIMIT ?3"

GArray *
tc_dispatch_choices (TcDatabase *db, gint64 incident_id, gint64 at_us, gint64 since_us)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (TcDispatchChoice));
  Place place;

  g_array_set_clear_func (list, clear_choice);
  if (!read_place (db, incident_id, &place))
    return list;
  g_autoptr (GArray) units = tc_incident_proposed_units (
      db, place.field_id, place.area_id, place.lat_e7, place.lon_e7, place.received_us);
  g_autoptr (TcQuery) query = tc_database_query (db, CHOICES_SQL, "iii", at_us, incident_id,
                                                 (gint64) TC_CHOICES_MAX);
  while (tc_query_next (query)) {
    TcDispatchChoice choice = {
        .agency_id = tc_query_int (query, 0),
        .code = tc_query_dup_text (query, 1),
        .name_vi = tc_query_dup_text (query, 2),
        .name_en = tc_query_dup_text (query, 3),
        .phone = tc_query_dup_text (query, 4),
        .distance_m = measure (&place, tc_query_int (query, 5), tc_query_int (query, 6)),
        .open_tasks = tc_query_int (query, 7),
        .placed_us = TC_NONE,
    };
    choice.responsible = is_responsible (units, choice.agency_id);
    find_vehicle (db, &choice, &place, since_us);
    g_array_append_val (list, choice);
  }
  g_array_sort (list, compare_cb);
  return list;
}
