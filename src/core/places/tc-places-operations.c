/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Operations on areas and streets; see the header. Each also moves the stamp that tells search
 * indices in memory that they are stale.
 */
#include "tc-places-operations.h"

#include "tc-people-guards.h"

/* Levels of the tree; deeper is a circle. */
#define DEPTH_MAX 32
/* Aliases are several names. */
#define ALIASES_CHARS_MAX 1000

const char *const tc_area_kinds[] = {"province", "city",    "district", "town",
                                     "ward",     "commune", NULL};
const char *const tc_street_kinds[] = {"street", "junction", "bridge", "landmark", NULL};

/* The sum of the ids of all operations that have an effect here: two replicas that have applied
 * different ones differ in it, also while one is taken back and applied again. */
static gboolean
mark_changed (TcApply *apply)
{
  gint64 part = apply->op->head.id & (((gint64) 1 << 60) - 1);

  tc_database_execute (apply->db,
                       "UPDATE place_stamp SET stamp = (stamp + ?) & 1152921504606846975"
                       " WHERE id = 1",
                       "i", part);
  if (tc_database_changes (apply->db) == 0)
    tc_database_execute (apply->db, "INSERT INTO place_stamp (id, scope, stamp) VALUES (1, 1, ?)",
                         "i", part);
  return TRUE;
}

static gboolean
has_area (TcDatabase *db, gint64 id)
{
  return tc_database_get_int (db, 0, "SELECT 1 FROM area WHERE id = ?", "i", id) == 1;
}

static gboolean
has_street (TcDatabase *db, gint64 id)
{
  return tc_database_get_int (db, 0, "SELECT 1 FROM street WHERE id = ?", "i", id) == 1;
}

static gboolean
refuse_record (TcApply *apply, const char *code, const char *what, gint64 id)
{
  return tc_apply_refuse (apply, code, "what", TC_S, what, "id", TC_I, id, NULL);
}

static gboolean
check_area (TcApply *apply, gint64 id)
{
  return has_area (apply->db, id) || refuse_record (apply, "places.unknown", "area", id);
}

static gboolean
check_street (TcApply *apply, gint64 id)
{
  return has_street (apply->db, id) || refuse_record (apply, "places.unknown", "street", id);
}

static gboolean
check_kind (TcApply *apply, const char *const *kinds, const char *kind)
{
  return g_strv_contains (kinds, kind) ||
         tc_apply_refuse (apply, "places.kind", "kind", TC_S, kind, NULL);
}

static gboolean
check_in_force (TcApply *apply, gint64 area_id, gint64 at_us)
{
  if (!check_area (apply, area_id))
    return FALSE;
  if (tc_database_get_int (apply->db, 0,
                           "SELECT 1 FROM area WHERE id = ?1 AND valid_from_us <= ?2"
                           " AND (valid_to_us IS NULL OR valid_to_us > ?2)",
                           "ii", area_id, at_us))
    return TRUE;
  return tc_apply_refuse (apply, "places.not-in-force", "area", TC_I, area_id, NULL);
}

/* A code belongs to one area at a time. */
static gboolean
check_area_code (TcApply *apply, const char *code, gint64 from_us)
{
  if (!tc_database_get_int (apply->db, 0,
                            "SELECT 1 FROM area WHERE code = ?"
                            " AND (valid_to_us IS NULL OR valid_to_us > ?)",
                            "si", code, from_us))
    return TRUE;
  return tc_apply_refuse (apply, "places.code-taken", "code", TC_S, code, NULL);
}

static gboolean
check_agency (TcApply *apply, gint64 agency_id)
{
  return agency_id == 0 || tc_guard_is_there (apply, TC_RECORD_AGENCY, agency_id);
}

static const TcArg area_add_args[] = {
    TC_ARG (TcAreaArgs, area_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcAreaArgs, code, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcAreaArgs, kind, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcAreaArgs, name_vi, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    TC_ARG (TcAreaArgs, name_en, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    TC_ARG (TcAreaArgs, parent_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcAreaArgs, agency_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcAreaArgs, valid_from_us, TC_ARG_TIME, TC_OPTIONAL, 0),
    TC_ARG (TcAreaArgs, lat_e7, TC_ARG_LAT, TC_OPTIONAL, 0),
    TC_ARG (TcAreaArgs, lon_e7, TC_ARG_LON, TC_OPTIONAL, 0),
    {NULL},
};

static gboolean
add_area (TcApply *apply, gconstpointer data)
{
  const TcAreaArgs *args = data;
  gint64 from_us = tc_apply_time (apply, args->valid_from_us);

  if (!check_kind (apply, tc_area_kinds, args->kind))
    return FALSE;
  if (has_area (apply->db, args->area_id))
    return refuse_record (apply, "places.exists", "area", args->area_id);
  if (!check_area_code (apply, args->code, from_us) || !check_agency (apply, args->agency_id) ||
      (args->parent_id && !check_in_force (apply, args->parent_id, from_us)))
    return FALSE;
  tc_database_execute (apply->db,
                       "INSERT INTO area (id, scope, code, kind, name_vi, name_en, parent_id,"
                       " agency_id, valid_from_us, lat_e7, lon_e7)"
                       " VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       "issssooiii", args->area_id, args->code, args->kind, args->name_vi,
                       args->name_en, args->parent_id, args->agency_id, from_us, args->lat_e7,
                       args->lon_e7);
  return mark_changed (apply);
}

static const TcArg area_change_args[] = {
    TC_ARG (TcAreaArgs, area_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcAreaArgs, name_vi, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    TC_ARG (TcAreaArgs, name_en, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    TC_ARG (TcAreaArgs, parent_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcAreaArgs, agency_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcAreaArgs, lat_e7, TC_ARG_LAT, TC_OPTIONAL, 0),
    TC_ARG (TcAreaArgs, lon_e7, TC_ARG_LON, TC_OPTIONAL, 0),
    {NULL},
};

/* Whether @within_id stands within @area_id or is it. */
static gboolean
is_within (TcDatabase *db, gint64 area_id, gint64 within_id)
{
  for (guint depth = 0; within_id && depth < DEPTH_MAX; depth++) {
    if (within_id == area_id)
      return TRUE;
    within_id = tc_database_get_int (db, 0, "SELECT parent_id FROM area WHERE id = ?", "i",
                                     within_id);
  }
  return within_id != 0;
}

static gboolean
change_area (TcApply *apply, gconstpointer data)
{
  const TcAreaArgs *args = data;

  if (!check_area (apply, args->area_id) || !check_agency (apply, args->agency_id) ||
      (args->parent_id && !check_area (apply, args->parent_id)))
    return FALSE;
  if (is_within (apply->db, args->area_id, args->parent_id))
    return tc_apply_refuse (apply, "places.circle", "area", TC_I, args->area_id, NULL);
  tc_database_execute (apply->db,
                       "UPDATE area SET name_vi = ?, name_en = ?, parent_id = ?, agency_id = ?,"
                       " lat_e7 = ?, lon_e7 = ? WHERE id = ?",
                       "ssooiii", args->name_vi, args->name_en, args->parent_id, args->agency_id,
                       args->lat_e7, args->lon_e7, args->area_id);
  return mark_changed (apply);
}

static const TcArg area_end_args[] = {
    TC_ARG (TcAreaEnd, area_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcAreaEnd, successor_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcAreaEnd, at_us, TC_ARG_TIME, TC_OPTIONAL, 0),
    {NULL},
};

static gboolean
check_end (TcApply *apply, const TcAreaEnd *args, gint64 at_us)
{
  TcDatabase *db = apply->db;
  gint64 id = args->area_id;

  if (!check_area (apply, id))
    return FALSE;
  if (tc_database_get_int (db, 0, "SELECT valid_to_us IS NOT NULL FROM area WHERE id = ?", "i", id))
    return refuse_record (apply, "places.ended", "area", id);
  if (tc_database_get_int (db, 0, "SELECT 1 FROM area WHERE id = ? AND valid_from_us >= ?", "ii",
                           id, at_us))
    return tc_apply_refuse (apply, "places.dates", NULL);
  if (args->successor_id == id)
    return tc_apply_refuse (apply, "places.circle", "area", TC_I, id, NULL);
  if (args->successor_id && !check_in_force (apply, args->successor_id, at_us))
    return FALSE;
  if (tc_database_get_int (db, 0,
                           "SELECT 1 FROM area WHERE parent_id = ?"
                           " AND (valid_to_us IS NULL OR valid_to_us > ?) LIMIT 1",
                           "ii", id, at_us))
    return tc_apply_refuse (apply, "places.has-areas", "area", TC_I, id, NULL);
  return TRUE;
}

static gboolean
end_area (TcApply *apply, gconstpointer data)
{
  const TcAreaEnd *args = data;
  gint64 at_us = tc_apply_time (apply, args->at_us);

  if (!check_end (apply, args, at_us))
    return FALSE;
  tc_database_execute (apply->db, "UPDATE area SET valid_to_us = ?, successor_id = ? WHERE id = ?",
                       "ioi", at_us, args->successor_id, args->area_id);
  return mark_changed (apply);
}

static const TcArg street_add_args[] = {
    TC_ARG (TcStreetArgs, street_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcStreetArgs, code, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcStreetArgs, kind, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcStreetArgs, name, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    TC_ARG (TcStreetArgs, aliases, TC_ARG_LINE, TC_OPTIONAL, ALIASES_CHARS_MAX),
    TC_ARG (TcStreetArgs, area_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcStreetArgs, lat_e7, TC_ARG_LAT, TC_OPTIONAL, 0),
    TC_ARG (TcStreetArgs, lon_e7, TC_ARG_LON, TC_OPTIONAL, 0),
    {NULL},
};

static gboolean
add_street (TcApply *apply, gconstpointer data)
{
  const TcStreetArgs *args = data;

  if (!check_kind (apply, tc_street_kinds, args->kind))
    return FALSE;
  if (has_street (apply->db, args->street_id))
    return refuse_record (apply, "places.exists", "street", args->street_id);
  if (tc_database_get_int (apply->db, 0,
                           "SELECT 1 FROM street WHERE code = ? AND removed_us IS NULL LIMIT 1",
                           "s", args->code))
    return tc_apply_refuse (apply, "places.code-taken", "code", TC_S, args->code, NULL);
  if (args->area_id && !check_area (apply, args->area_id))
    return FALSE;
  tc_database_execute (apply->db,
                       "INSERT INTO street (id, scope, code, kind, name, aliases, area_id, lat_e7,"
                       " lon_e7) VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?)",
                       "issssoii", args->street_id, args->code, args->kind, args->name,
                       args->aliases, args->area_id, args->lat_e7, args->lon_e7);
  return mark_changed (apply);
}

static const TcArg street_change_args[] = {
    TC_ARG (TcStreetArgs, street_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcStreetArgs, kind, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcStreetArgs, name, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    TC_ARG (TcStreetArgs, aliases, TC_ARG_LINE, TC_OPTIONAL, ALIASES_CHARS_MAX),
    TC_ARG (TcStreetArgs, area_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcStreetArgs, lat_e7, TC_ARG_LAT, TC_OPTIONAL, 0),
    TC_ARG (TcStreetArgs, lon_e7, TC_ARG_LON, TC_OPTIONAL, 0),
    {NULL},
};

static gboolean
change_street (TcApply *apply, gconstpointer data)
{
  const TcStreetArgs *args = data;

  if (!check_kind (apply, tc_street_kinds, args->kind) || !check_street (apply, args->street_id) ||
      (args->area_id && !check_area (apply, args->area_id)))
    return FALSE;
  tc_database_execute (apply->db,
                       "UPDATE street SET kind = ?, name = ?, aliases = ?, area_id = ?, lat_e7 = ?,"
                       " lon_e7 = ? WHERE id = ?",
                       "sssoiii", args->kind, args->name, args->aliases, args->area_id,
                       args->lat_e7, args->lon_e7, args->street_id);
  return mark_changed (apply);
}

static const TcArg street_ref_args[] = {
    TC_ARG (TcStreetRef, street_id, TC_ARG_ID, TC_REQUIRED, 0),
    {NULL},
};

static gboolean
remove_street (TcApply *apply, gconstpointer data)
{
  const TcStreetRef *args = data;

  if (!check_street (apply, args->street_id))
    return FALSE;
  if (tc_database_get_int (apply->db, 0, "SELECT removed_us IS NOT NULL FROM street WHERE id = ?",
                           "i", args->street_id))
    return refuse_record (apply, "places.ended", "street", args->street_id);
  tc_database_execute (apply->db, "UPDATE street SET removed_us = ? WHERE id = ?", "ii",
                       apply->now_us, args->street_id);
  return mark_changed (apply);
}

#define TYPE(symbol, operation, table, Struct, function)                                           \
  const TcOperationType symbol = {                                                                 \
      operation, 1, TC_CAPABILITY_PLACES, "common", table, sizeof (Struct), NULL, function,        \
  }

TYPE (tc_area_add_type, "area.add", area_add_args, TcAreaArgs, add_area);
TYPE (tc_area_change_type, "area.change", area_change_args, TcAreaArgs, change_area);
TYPE (tc_area_end_type, "area.end", area_end_args, TcAreaEnd, end_area);
TYPE (tc_street_add_type, "street.add", street_add_args, TcStreetArgs, add_street);
TYPE (tc_street_change_type, "street.change", street_change_args, TcStreetArgs, change_street);
TYPE (tc_street_remove_type, "street.remove", street_ref_args, TcStreetRef, remove_street);

const TcOperationType *const tc_places_types[] = {
    &tc_area_add_type,
    &tc_area_change_type,
    &tc_area_end_type,
    &tc_street_add_type,
    &tc_street_change_type,
    &tc_street_remove_type,
    NULL,
};
