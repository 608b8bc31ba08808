/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The part of a plan that is about places: areas and their ends, streets.
 */
#include "tc-province-plan-private.h"

#include "tc-places-operations.h"
#include "tc-vehicle-operations.h"

static gint64
get_day (TcPlan *plan, guint row, const char *column, int days)
{
  gint64 time_us;

  return tc_province_get_day (plan->province, TC_PROVINCE_AREAS, row, column, days, &time_us)
             ? time_us
             : TC_NONE;
}

static void
plan_area (TcPlan *plan, guint row, const TcKnownRows *rows)
{
  const TcProvinceFile file = TC_PROVINCE_AREAS;
  const char *code = tc_plan_get (plan, file, row, "code");
  int known = tc_known_rows_find (rows, "code", code, NULL);
  TcAreaArgs args = {
      .area_id = known >= 0 ? tc_known_rows_get_int (rows, (guint) known, "id")
                            : tc_plan_take_id (plan),
      .code = code,
      .kind = tc_plan_get (plan, file, row, "kind"),
      .name_vi = tc_plan_get (plan, file, row, "name_vi"),
      .name_en = tc_plan_get (plan, file, row, "name_en"),
      .parent_id = tc_plan_get_id (plan->areas, tc_plan_get (plan, file, row, "parent")),
      .agency_id = tc_plan_get_id (plan->agencies, tc_plan_get (plan, file, row, "agency")),
      .valid_from_us = get_day (plan, row, "valid_from", 0),
      .lat_e7 = tc_plan_get_e7 (plan, file, row, "lat"),
      .lon_e7 = tc_plan_get_e7 (plan, file, row, "lon"),
  };

  tc_plan_set_id (plan->areas, code, args.area_id);
  if (known >= 0)
    tc_plan_change (plan, &tc_area_change_type, &args, file, row, rows, (guint) known);
  else
    tc_plan_add (plan, &tc_area_add_type, &args, file, row);
}

static void
plan_area_end (TcPlan *plan, guint row, const TcKnownRows *rows)
{
  const TcProvinceFile file = TC_PROVINCE_AREAS;
  const char *code = tc_plan_get (plan, file, row, "code");
  int known = tc_known_rows_find (rows, "code", code, NULL);
  TcAreaEnd args = {
      .area_id = tc_plan_get_id (plan->areas, code),
      .successor_id = tc_plan_get_id (plan->areas, tc_plan_get (plan, file, row, "successor")),
      .at_us = get_day (plan, row, "valid_to", 1),
  };

  if (args.at_us == TC_NONE)
    return;
  if (known < 0 || !tc_known_rows_get (rows, (guint) known, "valid_to_us"))
    tc_plan_add (plan, &tc_area_end_type, &args, file, row);
}

void
tc_plan_areas (TcPlan *plan)
{
  g_autoptr (TcKnownRows) rows = tc_plan_read (
      plan, "area", "id,code,name_vi,name_en,parent_id,agency_id,lat_e7,lon_e7,valid_to_us");
  guint n = tc_province_get_n_rows (plan->province, TC_PROVINCE_AREAS);

  for (guint row = 0; row < n; row++)
    plan_area (plan, row, rows);
  /* What lies within ends before what is around it. */
  for (guint row = n; row > 0; row--)
    plan_area_end (plan, row - 1, rows);
}

static void
plan_street (TcPlan *plan, guint row, const TcKnownRows *rows, GHashTable *known_ids)
{
  const TcProvinceFile file = TC_PROVINCE_STREETS;
  const char *code = tc_plan_get (plan, file, row, "code");
  gint64 known = tc_plan_get_id (known_ids, code) - 1;
  TcStreetArgs args = {
      .street_id = known >= 0 ? tc_known_rows_get_int (rows, (guint) known, "id")
                              : tc_plan_take_id (plan),
      .code = code,
      .kind = tc_plan_get (plan, file, row, "kind"),
      .name = tc_plan_get (plan, file, row, "name"),
      .aliases = tc_plan_get (plan, file, row, "aliases"),
      .area_id = tc_plan_get_id (plan->areas, tc_plan_get (plan, file, row, "area")),
      .lat_e7 = tc_plan_get_e7 (plan, file, row, "lat"),
      .lon_e7 = tc_plan_get_e7 (plan, file, row, "lon"),
  };

  if (known >= 0)
    tc_plan_change (plan, &tc_street_change_type, &args, file, row, rows, (guint) known);
  else
    tc_plan_add (plan, &tc_street_add_type, &args, file, row);
}

void
tc_plan_streets (TcPlan *plan)
{
  g_autoptr (TcKnownRows) rows = tc_plan_read (
      plan, "street", "id,code,kind,name,aliases,area_id,lat_e7,lon_e7,removed_us");
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  /* Streets are many: their rows are found by code, as row + 1. */
  for (guint i = 0; i < tc_known_rows_get_n (rows); i++) {
    if (!tc_known_rows_get (rows, i, "removed_us"))
      tc_plan_set_id (known, tc_known_rows_get (rows, i, "code"), (gint64) i + 1);
  }
  for (guint row = 0; row < tc_province_get_n_rows (plan->province, TC_PROVINCE_STREETS); row++)
    plan_street (plan, row, rows, known);
}

static void
plan_vehicle (TcPlan *plan, guint row, const TcKnownRows *rows)
{
  const TcProvinceFile file = TC_PROVINCE_UNITS;
  const char *code = tc_plan_get (plan, file, row, "code");
  int known = tc_known_rows_find (rows, "code", code, "removed_us", NULL, NULL);
  TcVehicleArgs args = {
      .vehicle_id = known >= 0 ? tc_known_rows_get_int (rows, (guint) known, "id")
                               : tc_plan_take_id (plan),
      .agency_id = tc_plan_get_id (plan->agencies, tc_plan_get (plan, file, row, "unit")),
      .code = code,
      .call_sign = tc_plan_get (plan, file, row, "call_sign"),
      .kind = tc_plan_get (plan, file, row, "kind"),
      .lat_e7 = tc_plan_get_e7 (plan, file, row, "lat"),
      .lon_e7 = tc_plan_get_e7 (plan, file, row, "lon"),
  };

  if (known >= 0)
    tc_plan_change (plan, &tc_vehicle_change_type, &args, file, row, rows, (guint) known);
  else
    tc_plan_add (plan, &tc_vehicle_add_type, &args, file, row);
}

void
tc_plan_vehicles (TcPlan *plan)
{
  g_autoptr (TcKnownRows) rows = tc_plan_read (
      plan, "vehicle", "id,agency_id,code,call_sign,kind,lat_e7,lon_e7,removed_us");

  for (guint row = 0; row < tc_province_get_n_rows (plan->province, TC_PROVINCE_UNITS); row++)
    plan_vehicle (plan, row, rows);
}
