/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading places; see the header.
 */
#include "tc-places.h"

#include "tc-geo.h"

/* Successors that are followed; more is a circle. */
#define SUCCESSORS_MAX 32

#define AREA                                                                                       \
  "SELECT id, code, kind, name_vi, name_en, parent_id, successor_id, agency_id, valid_from_us,"    \
  " valid_to_us, lat_e7, lon_e7 FROM area"
#define STREET                                                                                     \
  "SELECT id, code, kind, name, aliases, area_id, lat_e7, lon_e7, removed_us FROM street"

void
tc_area_free (TcArea *area)
{
  if (!area)
    return;
  g_free (area->code);
  g_free (area->kind);
  g_free (area->name_vi);
  g_free (area->name_en);
  g_free (area);
}

void
tc_street_free (TcStreet *street)
{
  if (!street)
    return;
  g_free (street->code);
  g_free (street->kind);
  g_free (street->name);
  g_free (street->aliases);
  g_free (street);
}

static TcArea *
read_area (TcQuery *query)
{
  TcArea *area = g_new0 (TcArea, 1);

  area->id = tc_query_id (query, 0);
  area->code = tc_query_dup_text (query, 1);
  area->kind = tc_query_dup_text (query, 2);
  area->name_vi = tc_query_dup_text (query, 3);
  area->name_en = tc_query_dup_text (query, 4);
  area->parent_id = tc_query_id (query, 5);
  area->successor_id = tc_query_id (query, 6);
  area->agency_id = tc_query_id (query, 7);
  area->valid_from_us = tc_query_int (query, 8);
  area->valid_to_us = tc_query_int (query, 9);
  area->lat_e7 = tc_query_int (query, 10);
  area->lon_e7 = tc_query_int (query, 11);
  return area;
}

static TcStreet *
read_street (TcQuery *query)
{
  TcStreet *street = g_new0 (TcStreet, 1);

  street->id = tc_query_id (query, 0);
  street->code = tc_query_dup_text (query, 1);
  street->kind = tc_query_dup_text (query, 2);
  street->name = tc_query_dup_text (query, 3);
  street->aliases = tc_query_dup_text (query, 4);
  street->area_id = tc_query_id (query, 5);
  street->lat_e7 = tc_query_int (query, 6);
  street->lon_e7 = tc_query_int (query, 7);
  street->removed_us = tc_query_int (query, 8);
  return street;
}

TcArea *
tc_places_get_area (TcDatabase *db, gint64 id)
{
  g_autoptr (TcQuery) query = tc_database_query (db, AREA " WHERE id = ?", "i", id);

  return tc_query_next (query) ? read_area (query) : NULL;
}

TcArea *
tc_places_find_area (TcDatabase *db, const char *code, gint64 at_us)
{
  g_autoptr (TcQuery)
      query = tc_database_query (db,
                                 AREA " WHERE code = ?1 AND (?2 IS NULL OR (valid_from_us <= ?2"
                                      " AND (valid_to_us IS NULL OR valid_to_us > ?2)))"
                                      " ORDER BY valid_from_us DESC, id DESC LIMIT 1",
                                 "si", code, at_us);

  return tc_query_next (query) ? read_area (query) : NULL;
}

GPtrArray *
tc_places_list_areas (TcDatabase *db, gint64 at_us)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_area_free);
  g_autoptr (TcQuery)
      query = tc_database_query (db,
                                 AREA " WHERE ?1 IS NULL OR (valid_from_us <= ?1"
                                      " AND (valid_to_us IS NULL OR valid_to_us > ?1)) ORDER BY id",
                                 "i", at_us);

  while (tc_query_next (query))
    g_ptr_array_add (list, read_area (query));
  return list;
}

gint64
tc_places_follow_area (TcDatabase *db, gint64 id, gint64 at_us)
{
  for (guint i = 0; id && i < SUCCESSORS_MAX; i++) {
    g_autoptr (TcArea) area = tc_places_get_area (db, id);

    if (!area || area->valid_from_us > at_us)
      return 0;
    if (area->valid_to_us == TC_NONE || area->valid_to_us > at_us)
      return id;
    id = area->successor_id;
  }
  return 0;
}

gint64
tc_places_nearest_area (TcDatabase *db, gint64 lat_e7, gint64 lon_e7, gint64 at_us)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT id, lat_e7, lon_e7 FROM area WHERE valid_from_us <= ?1"
      " AND (valid_to_us IS NULL OR valid_to_us > ?1) AND lat_e7 IS NOT NULL AND lon_e7 IS NOT NULL"
      " AND NOT EXISTS (SELECT 1 FROM area AS part WHERE part.parent_id = area.id"
      "  AND part.valid_from_us <= ?1 AND (part.valid_to_us IS NULL OR part.valid_to_us > ?1))"
      " ORDER BY id",
      "i", at_us);
  gint64 nearest = 0;
  gint64 nearest_m = G_MAXINT64;

  while (tc_query_next (query)) {
    gint64 distance_m = tc_geo_distance_m (lat_e7, lon_e7, tc_query_int (query, 1),
                                           tc_query_int (query, 2));

    if (distance_m < nearest_m) {
      nearest_m = distance_m;
      nearest = tc_query_id (query, 0);
    }
  }
  return nearest;
}

TcStreet *
tc_places_get_street (TcDatabase *db, gint64 id)
{
  g_autoptr (TcQuery) query = tc_database_query (db, STREET " WHERE id = ?", "i", id);

  return tc_query_next (query) ? read_street (query) : NULL;
}

TcStreet *
tc_places_find_street (TcDatabase *db, const char *code)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db, STREET " WHERE code = ? AND removed_us IS NULL ORDER BY id LIMIT 1", "s", code);

  return tc_query_next (query) ? read_street (query) : NULL;
}

GPtrArray *
tc_places_list_streets (TcDatabase *db, gint64 area_id)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_street_free);
  g_autoptr (TcQuery) query = tc_database_query (
      db, STREET " WHERE (?1 IS NULL OR area_id = ?1) AND removed_us IS NULL ORDER BY id", "o",
      area_id);

  while (tc_query_next (query))
    g_ptr_array_add (list, read_street (query));
  return list;
}
