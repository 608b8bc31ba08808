/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Operations on the province, its scopes and its agencies. Agencies are a dated tree: on one day
 * districts end and wards begin, and papers of before stay readable, so an agency is never removed
 * but ends, with the one that took over.
 */
#include "tc-people-operations.h"

#include "tc-people-guards.h"

#include <string.h>

/* Levels of the tree; deeper is a circle. */
#define DEPTH_MAX 32

const char *const tc_scope_kinds[] = {"common",  "incidents",          "reporters",    "unit",
                                      "cameras", "cameras-restricted", "camera-lines", NULL};
const char *const tc_agency_kinds[] = {"centre",     "province", "district", "ward",
                                       "department", "team",     "external", NULL};

static const TcArg province_args[] = {
    TC_ARG (TcProvinceArgs, code, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcProvinceArgs, official_code, TC_ARG_LINE, TC_OPTIONAL, TC_NAME_CHARS_MAX),
    TC_ARG (TcProvinceArgs, name_vi, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    TC_ARG (TcProvinceArgs, name_en, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    TC_ARG (TcProvinceArgs, centre_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcProvinceArgs, lat_e7, TC_ARG_LAT, TC_OPTIONAL, 0),
    TC_ARG (TcProvinceArgs, lon_e7, TC_ARG_LON, TC_OPTIONAL, 0),
    TC_ARG (TcProvinceArgs, demonstration, TC_ARG_INT, TC_REQUIRED, 1),
    {NULL},
};

static void
insert_scope (TcApply *apply, gint64 id, const char *kind, gint64 agency_id)
{
  tc_database_execute (apply->db,
                       "INSERT INTO scope (id, scope, kind, agency_id) VALUES (?, 1, ?, ?)", "iso",
                       id, kind, agency_id);
}

static gboolean
check_centre (TcApply *apply, gint64 centre_id)
{
  return centre_id == 0 || tc_guard_is_there (apply, TC_RECORD_AGENCY, centre_id);
}

static gboolean
found_province (TcApply *apply, gconstpointer data)
{
  const TcProvinceArgs *args = data;

  if (tc_database_get_int (apply->db, 0, "SELECT 1 FROM province WHERE id = 1", NULL))
    return tc_apply_refuse (apply, "people.founded", NULL);
  if (!check_centre (apply, args->centre_id))
    return FALSE;
  insert_scope (apply, TC_SCOPE_COMMON, "common", 0);
  insert_scope (apply, TC_SCOPE_INCIDENTS, "incidents", 0);
  insert_scope (apply, TC_SCOPE_REPORTERS, "reporters", 0);
  /* Founded before there were cameras, it was given their scopes by scope.add later. */
  if (apply->op->version >= 2) {
    insert_scope (apply, TC_SCOPE_CAMERAS, "cameras", 0);
    insert_scope (apply, TC_SCOPE_CAMERAS_RESTRICTED, "cameras-restricted", 0);
    insert_scope (apply, TC_SCOPE_CAMERA_LINES, "camera-lines", 0);
  }
  tc_database_execute (apply->db,
                       "INSERT INTO province (id, scope, code, official_code, name_vi, name_en,"
                       " centre_id, lat_e7, lon_e7, demonstration)"
                       " VALUES (1, 1, ?, ?, ?, ?, ?, ?, ?, ?)",
                       "ssssoiii", args->code, args->official_code, args->name_vi, args->name_en,
                       args->centre_id, args->lat_e7, args->lon_e7, args->demonstration);
  return TRUE;
}

static gboolean
change_province (TcApply *apply, gconstpointer data)
{
  const TcProvinceArgs *args = data;

  if (!tc_database_get_int (apply->db, 0, "SELECT 1 FROM province WHERE id = 1", NULL))
    return tc_apply_refuse (apply, "people.unknown", "what", TC_S, "province", "id", TC_I,
                            (gint64) 1, NULL);
  if (!check_centre (apply, args->centre_id))
    return FALSE;
  tc_database_execute (apply->db,
                       "UPDATE province SET code = ?, official_code = ?, name_vi = ?, name_en = ?,"
                       " centre_id = ?, lat_e7 = ?, lon_e7 = ?, demonstration = ? WHERE id = 1",
                       "ssssoiii", args->code, args->official_code, args->name_vi, args->name_en,
                       args->centre_id, args->lat_e7, args->lon_e7, args->demonstration);
  return TRUE;
}

static const TcArg scope_args[] = {
    TC_ARG (TcScopeAdd, scope_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcScopeAdd, kind, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcScopeAdd, agency_id, TC_ARG_ID, TC_OPTIONAL, 0),
    {NULL},
};

static gboolean
add_scope (TcApply *apply, gconstpointer data)
{
  const TcScopeAdd *args = data;
  gboolean unit = strcmp (args->kind, "unit") == 0;

  if (!tc_guard_kind (apply, tc_scope_kinds, args->kind) ||
      !tc_guard_is_free (apply, TC_RECORD_SCOPE, args->scope_id) ||
      (unit && !tc_guard_is_there (apply, TC_RECORD_AGENCY, args->agency_id)))
    return FALSE;
  insert_scope (apply, args->scope_id, args->kind, unit ? args->agency_id : 0);
  return TRUE;
}

static const TcArg agency_args[] = {
    TC_ARG (TcAgencyArgs, agency_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcAgencyArgs, code, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcAgencyArgs, official_code, TC_ARG_LINE, TC_OPTIONAL, TC_NAME_CHARS_MAX),
    TC_ARG (TcAgencyArgs, kind, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcAgencyArgs, name_vi, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    TC_ARG (TcAgencyArgs, name_en, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    TC_ARG (TcAgencyArgs, parent_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcAgencyArgs, valid_from_us, TC_ARG_TIME, TC_OPTIONAL, 0),
    TC_ARG (TcAgencyArgs, phone, TC_ARG_LINE, TC_OPTIONAL, TC_NAME_CHARS_MAX),
    TC_ARG (TcAgencyArgs, address, TC_ARG_LINE, TC_OPTIONAL, TC_NAME_CHARS_MAX),
    TC_ARG (TcAgencyArgs, lat_e7, TC_ARG_LAT, TC_OPTIONAL, 0),
    TC_ARG (TcAgencyArgs, lon_e7, TC_ARG_LON, TC_OPTIONAL, 0),
    {NULL},
};

/* A code belongs to one agency at a time. */
static gboolean
check_code (TcApply *apply, const char *code, gint64 from_us)
{
  if (!tc_database_get_int (apply->db, 0,
                            "SELECT 1 FROM agency WHERE code = ?"
                            " AND (valid_to_us IS NULL OR valid_to_us > ?)",
                            "si", code, from_us))
    return TRUE;
  return tc_apply_refuse (apply, "people.code-taken", "code", TC_S, code, NULL);
}

static gboolean
add_agency (TcApply *apply, gconstpointer data)
{
  const TcAgencyArgs *args = data;
  gint64 from_us = tc_apply_time (apply, args->valid_from_us);

  if (!tc_guard_kind (apply, tc_agency_kinds, args->kind) ||
      !tc_guard_is_free (apply, TC_RECORD_AGENCY, args->agency_id) ||
      !tc_guard_is_free (apply, TC_RECORD_SCOPE, args->agency_id) ||
      !check_code (apply, args->code, from_us) ||
      (args->parent_id && !tc_guard_agency_in_force (apply, args->parent_id, from_us)))
    return FALSE;
  tc_database_execute (
      apply->db,
      "INSERT INTO agency (id, scope, code, official_code, kind, name_vi, name_en, parent_id,"
      " valid_from_us, phone, lat_e7, lon_e7, address) VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "?)",
      "isssssoisiis", args->agency_id, args->code, args->official_code, args->kind, args->name_vi,
      args->name_en, args->parent_id, from_us, args->phone, args->lat_e7, args->lon_e7,
      args->address);
  insert_scope (apply, args->agency_id, "unit", args->agency_id);
  return TRUE;
}

static const TcArg agency_change_args[] = {
    TC_ARG (TcAgencyArgs, agency_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcAgencyArgs, official_code, TC_ARG_LINE, TC_OPTIONAL, TC_NAME_CHARS_MAX),
    TC_ARG (TcAgencyArgs, name_vi, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    TC_ARG (TcAgencyArgs, name_en, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    TC_ARG (TcAgencyArgs, parent_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcAgencyArgs, phone, TC_ARG_LINE, TC_OPTIONAL, TC_NAME_CHARS_MAX),
    TC_ARG (TcAgencyArgs, address, TC_ARG_LINE, TC_OPTIONAL, TC_NAME_CHARS_MAX),
    TC_ARG (TcAgencyArgs, lat_e7, TC_ARG_LAT, TC_OPTIONAL, 0),
    TC_ARG (TcAgencyArgs, lon_e7, TC_ARG_LON, TC_OPTIONAL, 0),
    {NULL},
};

/* Whether @agency_id stands above @below_id or is it. */
static gboolean
is_above (TcDatabase *db, gint64 agency_id, gint64 below_id)
{
  for (guint depth = 0; below_id && depth < DEPTH_MAX; depth++) {
    if (below_id == agency_id)
      return TRUE;
    below_id = tc_database_get_int (db, 0, "SELECT parent_id FROM agency WHERE id = ?", "i",
                                    below_id);
  }
  return below_id != 0;
}

static gboolean
change_agency (TcApply *apply, gconstpointer data)
{
  const TcAgencyArgs *args = data;

  if (!tc_guard_is_there (apply, TC_RECORD_AGENCY, args->agency_id) ||
      (args->parent_id && !tc_guard_is_there (apply, TC_RECORD_AGENCY, args->parent_id)))
    return FALSE;
  if (is_above (apply->db, args->agency_id, args->parent_id))
    return tc_apply_refuse (apply, "people.circle", "agency", TC_I, args->agency_id, NULL);
  tc_database_execute (
      apply->db,
      "UPDATE agency SET official_code = ?, name_vi = ?, name_en = ?,"
      " parent_id = ?, phone = ?, lat_e7 = ?, lon_e7 = ?, address = ? WHERE id = ?",
      "sssosiisi", args->official_code, args->name_vi, args->name_en, args->parent_id, args->phone,
      args->lat_e7, args->lon_e7, args->address, args->agency_id);
  return TRUE;
}

static const TcArg agency_end_args[] = {
    TC_ARG (TcAgencyEnd, agency_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcAgencyEnd, successor_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcAgencyEnd, at_us, TC_ARG_TIME, TC_OPTIONAL, 0),
    {NULL},
};

static gboolean
check_end (TcApply *apply, const TcAgencyEnd *args, gint64 at_us)
{
  TcDatabase *db = apply->db;
  gint64 id = args->agency_id;

  if (!tc_guard_is_there (apply, TC_RECORD_AGENCY, id))
    return FALSE;
  if (tc_database_get_int (db, 0, "SELECT valid_to_us IS NOT NULL FROM agency WHERE id = ?", "i",
                           id))
    return tc_apply_refuse (apply, "people.ended", "what", TC_S, "agency", "id", TC_I, id, NULL);
  if (tc_database_get_int (db, at_us, "SELECT valid_from_us FROM agency WHERE id = ?", "i", id) >=
      at_us)
    return tc_apply_refuse (apply, "people.dates", NULL);
  if (args->successor_id == id)
    return tc_apply_refuse (apply, "people.circle", "agency", TC_I, id, NULL);
  if (args->successor_id && !tc_guard_agency_in_force (apply, args->successor_id, at_us))
    return FALSE;
  if (tc_database_get_int (db, 0,
                           "SELECT 1 FROM agency WHERE parent_id = ?"
                           " AND (valid_to_us IS NULL OR valid_to_us > ?)",
                           "ii", id, at_us))
    return tc_apply_refuse (apply, "people.has-units", "agency", TC_I, id, NULL);
  return TRUE;
}

static gboolean
end_agency (TcApply *apply, gconstpointer data)
{
  const TcAgencyEnd *args = data;
  gint64 at_us = tc_apply_time (apply, args->at_us);

  if (!check_end (apply, args, at_us))
    return FALSE;
  tc_database_execute (apply->db,
                       "UPDATE agency SET valid_to_us = ?, successor_id = ? WHERE id = ?", "ioi",
                       at_us, args->successor_id, args->agency_id);
  tc_database_execute (apply->db,
                       "UPDATE post SET valid_to_us = max (valid_from_us, ?1) WHERE agency_id = ?2"
                       " AND (valid_to_us IS NULL OR valid_to_us > ?1)",
                       "ii", at_us, args->agency_id);
  return TRUE;
}

/* Version 2 has other effects, not other arguments. */
static GVariant *
keep_args (GVariant *args, guint version)
{
  return g_variant_ref (args);
}

const TcOperationType tc_province_found_type = {
    "province.found",        2,         NULL,           "common", province_args,
    sizeof (TcProvinceArgs), keep_args, found_province,
};
const TcOperationType tc_province_change_type = {
    "province.change",       1,    TC_CAPABILITY_PEOPLE, "common", province_args,
    sizeof (TcProvinceArgs), NULL, change_province,
};
const TcOperationType tc_scope_add_type = {
    "scope.add", 1, NULL, "common", scope_args, sizeof (TcScopeAdd), NULL, add_scope,
};
const TcOperationType tc_agency_add_type = {
    "agency.add",          1,    TC_CAPABILITY_PEOPLE, "common", agency_args,
    sizeof (TcAgencyArgs), NULL, add_agency,
};
const TcOperationType tc_agency_change_type = {
    "agency.change",       1,    TC_CAPABILITY_PEOPLE, "common", agency_change_args,
    sizeof (TcAgencyArgs), NULL, change_agency,
};
const TcOperationType tc_agency_end_type = {
    "agency.end",         1,    TC_CAPABILITY_PEOPLE, "common", agency_end_args,
    sizeof (TcAgencyEnd), NULL, end_agency,
};
