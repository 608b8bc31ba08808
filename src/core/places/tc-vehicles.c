/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading vehicles; see the header. A province has some dozens of them, so all are measured.
 */
#include "tc-vehicles.h"

#include "tc-geo.h"

static void
clear_vehicle (gpointer data)
{
  TcVehicleNear *vehicle = data;

  g_free (vehicle->call_sign);
  g_free (vehicle->kind);
  g_free (vehicle->unit_vi);
  g_free (vehicle->unit_en);
  g_free (vehicle->status);
}

GArray *
tc_vehicles_new_list (void)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (TcVehicleNear));

  g_array_set_clear_func (list, clear_vehicle);
  return list;
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  const TcVehicleNear *first = a;
  const TcVehicleNear *second = b;

  if (first->distance_m != second->distance_m)
    return first->distance_m < second->distance_m ? -1 : 1;
  return first->id < second->id ? -1 : first->id > second->id;
}

GArray *
tc_vehicles_near (TcDatabase *db, gint64 lat_e7, gint64 lon_e7, gint64 since_us, guint limit)
{
  GArray *list = tc_vehicles_new_list ();
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT v.id, v.agency_id, v.call_sign, v.kind, a.name_vi, a.name_en, p.status, p.lat_e7,"
      " p.lon_e7, p.placed_us FROM unit_place AS p JOIN vehicle AS v ON v.id = p.id"
      " JOIN agency AS a ON a.id = v.agency_id"
      " WHERE v.removed_us IS NULL AND p.status <> 'off' AND p.placed_us >= ? ORDER BY v.id",
      "i", since_us);

  while (tc_query_next (query)) {
    TcVehicleNear vehicle = {
        .id = tc_query_id (query, 0),
        .agency_id = tc_query_id (query, 1),
        .call_sign = tc_query_dup_text (query, 2),
        .kind = tc_query_dup_text (query, 3),
        .unit_vi = tc_query_dup_text (query, 4),
        .unit_en = tc_query_dup_text (query, 5),
        .status = tc_query_dup_text (query, 6),
        .lat_e7 = tc_query_int (query, 7),
        .lon_e7 = tc_query_int (query, 8),
        .placed_us = tc_query_int (query, 9),
    };
    vehicle.distance_m = tc_geo_distance_m (lat_e7, lon_e7, vehicle.lat_e7, vehicle.lon_e7);
    g_array_append_val (list, vehicle);
  }
  g_array_sort (list, compare_cb);
  if (list->len > MIN (limit, TC_VEHICLES_NEAR_MAX))
    g_array_set_size (list, MIN (limit, TC_VEHICLES_NEAR_MAX));
  return list;
}
