/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Vehicles and their places; see the header.
 */
#include "tc-vehicle-operations.h"

#include "tc-people-guards.h"
#include "tc-places-operations.h"

const char *const tc_vehicle_kinds[] = {"car", "motorcycle", "truck", "tanker", "boat", NULL};
const char *const tc_vehicle_statuses[] = {"free", "en-route", "on-scene", "off", NULL};

static gboolean
refuse (TcApply *apply, const char *code, gint64 vehicle_id)
{
  return tc_apply_refuse (apply, code, "vehicle", TC_I, vehicle_id, NULL);
}

static gboolean
check_word (TcApply *apply, const char *const *words, const char *word)
{
  return g_strv_contains (words, word) ||
         tc_apply_refuse (apply, "vehicle.kind", "kind", TC_S, word, NULL);
}

/* The unit that has it; 0 with the refusal set where it isn't in service. */
static gint64
find_agency (TcApply *apply, gint64 vehicle_id)
{
  gint64 agency_id = tc_database_get_int (
      apply->db, 0, "SELECT agency_id FROM vehicle WHERE id = ? AND removed_us IS NULL", "i",
      vehicle_id);

  if (!agency_id)
    refuse (apply, "vehicle.unknown", vehicle_id);
  return agency_id;
}

static const TcArg vehicle_add_args[] = {
    TC_ARG (TcVehicleArgs, vehicle_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcVehicleArgs, agency_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcVehicleArgs, code, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcVehicleArgs, call_sign, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    TC_ARG (TcVehicleArgs, kind, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcVehicleArgs, lat_e7, TC_ARG_LAT, TC_OPTIONAL, 0),
    TC_ARG (TcVehicleArgs, lon_e7, TC_ARG_LON, TC_OPTIONAL, 0),
    {NULL},
};

static const TcArg vehicle_change_args[] = {
    TC_ARG (TcVehicleArgs, vehicle_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcVehicleArgs, agency_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcVehicleArgs, call_sign, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    TC_ARG (TcVehicleArgs, kind, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcVehicleArgs, lat_e7, TC_ARG_LAT, TC_OPTIONAL, 0),
    TC_ARG (TcVehicleArgs, lon_e7, TC_ARG_LON, TC_OPTIONAL, 0),
    {NULL},
};

static gboolean
add_vehicle (TcApply *apply, gconstpointer data)
{
  const TcVehicleArgs *args = data;

  if (tc_database_get_int (apply->db, 0, "SELECT 1 FROM vehicle WHERE id = ?", "i",
                           args->vehicle_id))
    return refuse (apply, "vehicle.exists", args->vehicle_id);
  if (!check_word (apply, tc_vehicle_kinds, args->kind) ||
      !tc_guard_agency_in_force (apply, args->agency_id, apply->now_us))
    return FALSE;
  if (tc_database_get_int (apply->db, 0,
                           "SELECT 1 FROM vehicle WHERE code = ? AND removed_us IS NULL LIMIT 1",
                           "s", args->code))
    return tc_apply_refuse (apply, "vehicle.code-taken", "code", TC_S, args->code, NULL);
  tc_database_execute (apply->db,
                       "INSERT INTO vehicle (id, scope, agency_id, code, call_sign, kind, lat_e7,"
                       " lon_e7) VALUES (?, 1, ?, ?, ?, ?, ?, ?)",
                       "iisssii", args->vehicle_id, args->agency_id, args->code, args->call_sign,
                       args->kind, args->lat_e7, args->lon_e7);
  return TRUE;
}

static gboolean
change_vehicle (TcApply *apply, gconstpointer data)
{
  const TcVehicleArgs *args = data;

  if (!find_agency (apply, args->vehicle_id) || !check_word (apply, tc_vehicle_kinds, args->kind) ||
      !tc_guard_agency_in_force (apply, args->agency_id, apply->now_us))
    return FALSE;
  tc_database_execute (apply->db,
                       "UPDATE vehicle SET agency_id = ?, call_sign = ?, kind = ?, lat_e7 = ?,"
                       " lon_e7 = ? WHERE id = ?",
                       "issiii", args->agency_id, args->call_sign, args->kind, args->lat_e7,
                       args->lon_e7, args->vehicle_id);
  tc_database_execute (apply->db,
                       "UPDATE unit_place SET agency_id = ?1 WHERE id = ?2"
                       " AND agency_id <> ?1",
                       "ii", args->agency_id, args->vehicle_id);
  return TRUE;
}

static const TcArg vehicle_ref_args[] = {
    TC_ARG (TcVehicleRef, vehicle_id, TC_ARG_ID, TC_REQUIRED, 0),
    {NULL},
};

static gboolean
remove_vehicle (TcApply *apply, gconstpointer data)
{
  const TcVehicleRef *args = data;

  if (!find_agency (apply, args->vehicle_id))
    return FALSE;
  tc_database_execute (apply->db, "UPDATE vehicle SET removed_us = ? WHERE id = ?", "ii",
                       apply->now_us, args->vehicle_id);
  tc_database_execute (apply->db, "DELETE FROM unit_place WHERE id = ?", "i", args->vehicle_id);
  return TRUE;
}

static const TcArg unit_place_args[] = {
    TC_ARG (TcUnitPlaceArgs, vehicle_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcUnitPlaceArgs, lat_e7, TC_ARG_LAT, TC_REQUIRED, 0),
    TC_ARG (TcUnitPlaceArgs, lon_e7, TC_ARG_LON, TC_REQUIRED, 0),
    TC_ARG (TcUnitPlaceArgs, status, TC_ARG_CODE, TC_REQUIRED, 0),
    {NULL},
};

/* The system, the unit's own people, the centre's. */
static gboolean
serves (TcApply *apply, gint64 agency_id)
{
  gint64 actor_id = apply->op->head.actor_id;

  return actor_id == 0 ||
         tc_database_get_int (
             apply->db, 0,
             "SELECT 1 FROM post JOIN agency ON agency.id = post.agency_id WHERE post.staff_id = ?1"
             " AND post.valid_from_us <= ?2 AND (post.valid_to_us IS NULL OR post.valid_to_us > ?2)"
             " AND (agency.id = ?3 OR agency.kind = 'centre') LIMIT 1",
             "iii", actor_id, apply->now_us, agency_id) == 1;
}

/* Whether what is known lets another place in. */
static gboolean
check_newer (TcApply *apply, const TcUnitPlaceArgs *args)
{
  g_autoptr (TcQuery) query = tc_database_query (
      apply->db, "SELECT placed_us, status FROM unit_place WHERE id = ?", "i", args->vehicle_id);

  if (!tc_query_next (query))
    return TRUE;
  gint64 placed_us = tc_query_int (query, 0);
  if (placed_us > apply->now_us)
    return refuse (apply, "vehicle.older", args->vehicle_id);
  if (apply->now_us - placed_us < TC_PLACE_INTERVAL_US &&
      g_strcmp0 (tc_query_text (query, 1), args->status) == 0)
    return refuse (apply, "vehicle.too-soon", args->vehicle_id);
  return TRUE;
}

static gboolean
place_unit (TcApply *apply, gconstpointer data)
{
  const TcUnitPlaceArgs *args = data;
  gint64 agency_id = find_agency (apply, args->vehicle_id);

  if (!agency_id || !check_word (apply, tc_vehicle_statuses, args->status))
    return FALSE;
  if (!serves (apply, agency_id))
    return refuse (apply, "vehicle.not-yours", args->vehicle_id);
  if (!check_newer (apply, args))
    return FALSE;
  tc_database_execute (apply->db,
                       "UPDATE unit_place SET lat_e7 = ?, lon_e7 = ?, status = ?, placed_us = ?"
                       " WHERE id = ?",
                       "iisii", args->lat_e7, args->lon_e7, args->status, apply->now_us,
                       args->vehicle_id);
  if (tc_database_changes (apply->db) == 0)
    tc_database_execute (apply->db,
                         "INSERT INTO unit_place (id, scope, agency_id, lat_e7, lon_e7, status,"
                         " placed_us) VALUES (?, 1, ?, ?, ?, ?, ?)",
                         "iiiisi", args->vehicle_id, agency_id, args->lat_e7, args->lon_e7,
                         args->status, apply->now_us);
  return TRUE;
}

#define TYPE(symbol, operation, capability, table, Struct, function)                               \
  const TcOperationType symbol = {                                                                 \
      operation, 1, capability, "common", table, sizeof (Struct), NULL, function,                  \
  }

TYPE (tc_vehicle_add_type, "vehicle.add", TC_CAPABILITY_PLACES, vehicle_add_args, TcVehicleArgs,
      add_vehicle);
TYPE (tc_vehicle_change_type, "vehicle.change", TC_CAPABILITY_PLACES, vehicle_change_args,
      TcVehicleArgs, change_vehicle);
TYPE (tc_vehicle_remove_type, "vehicle.remove", TC_CAPABILITY_PLACES, vehicle_ref_args,
      TcVehicleRef, remove_vehicle);
TYPE (tc_unit_place_type, "unit.place", TC_MAY_PLACE_UNIT, unit_place_args, TcUnitPlaceArgs,
      place_unit);

const TcOperationType *const tc_vehicle_types[] = {
    &tc_vehicle_add_type,
    &tc_vehicle_change_type,
    &tc_vehicle_remove_type,
    &tc_unit_place_type,
    NULL,
};
