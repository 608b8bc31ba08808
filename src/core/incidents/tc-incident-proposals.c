/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who should be asked: the responsibility that is closest to a field and an area. The kind goes
 * before its field, the area before what it lies in, a named area before everywhere.
 */
#include "tc-incident-queries-private.h"

#include "tc-geo.h"
#include "tc-people.h"

/* An area, what it lies in, and so on up; a circle in the data ends here. */
#define AREA_DEPTH_MAX 8

static void
clear_unit (gpointer data)
{
  TcProposedUnit *unit = data;

  g_free (unit->code);
  g_free (unit->name_vi);
  g_free (unit->name_en);
}

static void
append_unit (TcDatabase *db, GArray *units, gint64 agency_id, gint64 lat_e7, gint64 lon_e7)
{
  g_autoptr (TcAgency) agency = tc_people_get_agency (db, agency_id);

  if (!agency)
    return;
  TcProposedUnit unit = {
      .agency_id = agency_id,
      .code = g_steal_pointer (&agency->code),
      .name_vi = g_steal_pointer (&agency->name_vi),
      .name_en = g_steal_pointer (&agency->name_en),
      .lat_e7 = agency->lat_e7,
      .lon_e7 = agency->lon_e7,
      .distance_m = TC_NONE,
  };
  if (lat_e7 != TC_NONE && lon_e7 != TC_NONE && unit.lat_e7 != TC_NONE && unit.lon_e7 != TC_NONE)
    unit.distance_m = tc_geo_distance_m (lat_e7, lon_e7, unit.lat_e7, unit.lon_e7);
  unit.open_tasks = tc_database_get_int (db, 0,
                                         "SELECT count(*) FROM dispatch WHERE agency_id = ?"
                                         " AND state IN ('sent', 'acknowledged', 'working')",
                                         "i", agency_id);
  g_array_append_val (units, unit);
}

/* The rules of exactly that field and area; agencies that ended count as who followed them. */
static void
append_rules (TcDatabase *db, GArray *agencies, gint64 field_id, gint64 area_id, gint64 at_us)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT agency_id FROM responsibility WHERE field_id = ?1 AND area_id IS ?2"
      " AND valid_from_us <= ?3 AND (valid_to_us IS NULL OR valid_to_us > ?3) ORDER BY agency_id",
      "ioi", field_id, area_id, at_us);

  while (tc_query_next (query)) {
    gint64 agency_id = tc_people_follow_agency (db, tc_query_int (query, 0), at_us);
    if (agency_id)
      g_array_append_val (agencies, agency_id);
  }
}

static void
find_closest (TcDatabase *db, GArray *agencies, gint64 field_id, gint64 area_id, gint64 at_us)
{
  gint64 area = area_id;

  for (guint depth = 0; area && depth < AREA_DEPTH_MAX && agencies->len == 0; depth++) {
    append_rules (db, agencies, field_id, area, at_us);
    area = tc_database_get_int (db, 0, "SELECT parent_id FROM area WHERE id = ?", "i", area);
  }
  if (agencies->len == 0)
    append_rules (db, agencies, field_id, 0, at_us);
}

GArray *
tc_incident_proposed_units (TcDatabase *db, gint64 field_id, gint64 area_id, gint64 lat_e7,
                            gint64 lon_e7, gint64 at_us)
{
  GArray *units = g_array_new (FALSE, TRUE, sizeof (TcProposedUnit));
  g_autoptr (GArray) agencies = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 parent_id = tc_database_get_int (db, 0, "SELECT parent_id FROM field WHERE id = ?", "i",
                                          field_id);

  g_array_set_clear_func (units, clear_unit);
  find_closest (db, agencies, field_id, area_id, at_us);
  if (agencies->len == 0 && parent_id)
    find_closest (db, agencies, parent_id, area_id, at_us);
  for (guint i = 0; i < agencies->len; i++)
    append_unit (db, units, g_array_index (agencies, gint64, i), lat_e7, lon_e7);
  return units;
}
