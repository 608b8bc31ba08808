/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Operations on staff, on roles and what they may and read, and on posts: who holds which role
 * where, from when to when.
 */
#include "tc-people-operations.h"

#include "tc-people-guards.h"

static const TcArg staff_add_args[] = {
    TC_ARG (TcStaffArgs, staff_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcStaffArgs, account, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcStaffArgs, name, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    TC_ARG (TcStaffArgs, title, TC_ARG_LINE, TC_OPTIONAL, TC_NAME_CHARS_MAX),
    TC_ARG (TcStaffArgs, phone, TC_ARG_LINE, TC_OPTIONAL, TC_NAME_CHARS_MAX),
    {NULL},
};

static const TcArg staff_change_args[] = {
    TC_ARG (TcStaffArgs, staff_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcStaffArgs, name, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    TC_ARG (TcStaffArgs, title, TC_ARG_LINE, TC_OPTIONAL, TC_NAME_CHARS_MAX),
    TC_ARG (TcStaffArgs, phone, TC_ARG_LINE, TC_OPTIONAL, TC_NAME_CHARS_MAX),
    {NULL},
};

static gboolean
add_staff (TcApply *apply, gconstpointer data)
{
  const TcStaffArgs *args = data;

  if (!tc_guard_is_free (apply, TC_RECORD_STAFF, args->staff_id))
    return FALSE;
  /* For ever: a name on an old paper means one person. */
  if (tc_database_get_int (apply->db, 0, "SELECT 1 FROM staff WHERE account = ?", "s",
                           args->account))
    return tc_apply_refuse (apply, "people.account-taken", "account", TC_S, args->account, NULL);
  tc_database_execute (apply->db,
                       "INSERT INTO staff (id, scope, account, name, title, phone)"
                       " VALUES (?, 1, ?, ?, ?, ?)",
                       "issss", args->staff_id, args->account, args->name, args->title,
                       args->phone);
  return TRUE;
}

static gboolean
change_staff (TcApply *apply, gconstpointer data)
{
  const TcStaffArgs *args = data;

  if (!tc_guard_is_there (apply, TC_RECORD_STAFF, args->staff_id))
    return FALSE;
  tc_database_execute (apply->db, "UPDATE staff SET name = ?, title = ?, phone = ? WHERE id = ?",
                       "sssi", args->name, args->title, args->phone, args->staff_id);
  return TRUE;
}

static const TcArg staff_ref_args[] = {
    TC_ARG (TcStaffRef, staff_id, TC_ARG_ID, TC_REQUIRED, 0),
    {NULL},
};

static gboolean
deactivate_staff (TcApply *apply, gconstpointer data)
{
  const TcStaffRef *args = data;

  if (!tc_guard_is_there (apply, TC_RECORD_STAFF, args->staff_id))
    return FALSE;
  /* The earlier of two ends holds. */
  tc_database_execute (apply->db,
                       "UPDATE staff SET inactive_from_us = ?1 WHERE id = ?2"
                       " AND (inactive_from_us IS NULL OR inactive_from_us > ?1)",
                       "ii", apply->now_us, args->staff_id);
  return TRUE;
}

static gboolean
reactivate_staff (TcApply *apply, gconstpointer data)
{
  const TcStaffRef *args = data;

  if (!tc_guard_is_there (apply, TC_RECORD_STAFF, args->staff_id))
    return FALSE;
  tc_database_execute (apply->db, "UPDATE staff SET inactive_from_us = NULL WHERE id = ?", "i",
                       args->staff_id);
  return TRUE;
}

static const TcArg role_add_args[] = {
    TC_ARG (TcRoleArgs, role_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcRoleArgs, code, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcRoleArgs, name_vi, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    TC_ARG (TcRoleArgs, name_en, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    {NULL},
};

static const TcArg role_change_args[] = {
    TC_ARG (TcRoleArgs, role_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcRoleArgs, name_vi, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    TC_ARG (TcRoleArgs, name_en, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    {NULL},
};

static gboolean
add_role (TcApply *apply, gconstpointer data)
{
  const TcRoleArgs *args = data;

  if (!tc_guard_is_free (apply, TC_RECORD_ROLE, args->role_id))
    return FALSE;
  if (tc_database_get_int (apply->db, 0, "SELECT 1 FROM role WHERE code = ?", "s", args->code))
    return tc_apply_refuse (apply, "people.code-taken", "code", TC_S, args->code, NULL);
  tc_database_execute (
      apply->db, "INSERT INTO role (id, scope, code, name_vi, name_en) VALUES (?, 1, ?, ?, ?)",
      "isss", args->role_id, args->code, args->name_vi, args->name_en);
  return TRUE;
}

static gboolean
change_role (TcApply *apply, gconstpointer data)
{
  const TcRoleArgs *args = data;

  if (!tc_guard_is_there (apply, TC_RECORD_ROLE, args->role_id))
    return FALSE;
  tc_database_execute (apply->db, "UPDATE role SET name_vi = ?, name_en = ? WHERE id = ?", "ssi",
                       args->name_vi, args->name_en, args->role_id);
  return TRUE;
}

static const TcArg role_capability_args[] = {
    TC_ARG (TcRoleCapability, role_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcRoleCapability, capability, TC_ARG_CODE, TC_REQUIRED, 0),
    {NULL},
};

static gboolean
allow_role (TcApply *apply, gconstpointer data)
{
  const TcRoleCapability *args = data;

  if (!tc_guard_is_there (apply, TC_RECORD_ROLE, args->role_id))
    return FALSE;
  tc_database_execute (apply->db,
                       "INSERT INTO role_capability (id, scope, role_id, capability)"
                       " SELECT ?1, 1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM role_capability"
                       " WHERE role_id = ?2 AND capability = ?3)",
                       "iis", apply->op->head.id, args->role_id, args->capability);
  return TRUE;
}

static gboolean
deny_role (TcApply *apply, gconstpointer data)
{
  const TcRoleCapability *args = data;

  if (!tc_guard_is_there (apply, TC_RECORD_ROLE, args->role_id))
    return FALSE;
  tc_database_execute (apply->db,
                       "DELETE FROM role_capability WHERE role_id = ? AND capability = ?", "is",
                       args->role_id, args->capability);
  return TRUE;
}

static const TcArg role_scope_args[] = {
    TC_ARG (TcRoleScope, role_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcRoleScope, kind, TC_ARG_CODE, TC_REQUIRED, 0),
    {NULL},
};

static gboolean
read_role (TcApply *apply, gconstpointer data)
{
  const TcRoleScope *args = data;

  if (!tc_guard_kind (apply, tc_scope_kinds, args->kind) ||
      !tc_guard_is_there (apply, TC_RECORD_ROLE, args->role_id))
    return FALSE;
  tc_database_execute (apply->db,
                       "INSERT INTO role_scope (id, scope, role_id, kind)"
                       " SELECT ?1, 1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM role_scope"
                       " WHERE role_id = ?2 AND kind = ?3)",
                       "iis", apply->op->head.id, args->role_id, args->kind);
  return TRUE;
}

static gboolean
unread_role (TcApply *apply, gconstpointer data)
{
  const TcRoleScope *args = data;

  if (!tc_guard_is_there (apply, TC_RECORD_ROLE, args->role_id))
    return FALSE;
  tc_database_execute (apply->db, "DELETE FROM role_scope WHERE role_id = ? AND kind = ?", "is",
                       args->role_id, args->kind);
  return TRUE;
}

static const TcArg post_add_args[] = {
    TC_ARG (TcPostAdd, post_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcPostAdd, staff_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcPostAdd, agency_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcPostAdd, role_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcPostAdd, valid_from_us, TC_ARG_TIME, TC_OPTIONAL, 0),
    TC_ARG (TcPostAdd, valid_to_us, TC_ARG_TIME, TC_OPTIONAL, 0),
    {NULL},
};

static gboolean
add_post (TcApply *apply, gconstpointer data)
{
  const TcPostAdd *args = data;
  gint64 from_us = tc_apply_time (apply, args->valid_from_us);

  if (!tc_guard_is_free (apply, TC_RECORD_POST, args->post_id) ||
      !tc_guard_is_there (apply, TC_RECORD_ROLE, args->role_id) ||
      !tc_guard_staff_active (apply, args->staff_id, from_us) ||
      !tc_guard_agency_in_force (apply, args->agency_id, from_us))
    return FALSE;
  if (args->valid_to_us != TC_NONE && args->valid_to_us <= from_us)
    return tc_apply_refuse (apply, "people.dates", NULL);
  tc_database_execute (apply->db,
                       "INSERT INTO post (id, scope, staff_id, agency_id, role_id, valid_from_us,"
                       " valid_to_us) VALUES (?, 1, ?, ?, ?, ?, ?)",
                       "iiiiii", args->post_id, args->staff_id, args->agency_id, args->role_id,
                       from_us, args->valid_to_us);
  return TRUE;
}

static const TcArg post_end_args[] = {
    TC_ARG (TcPostEnd, post_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcPostEnd, at_us, TC_ARG_TIME, TC_OPTIONAL, 0),
    {NULL},
};

static gboolean
end_post (TcApply *apply, gconstpointer data)
{
  const TcPostEnd *args = data;
  gint64 at_us = tc_apply_time (apply, args->at_us);

  if (!tc_guard_is_there (apply, TC_RECORD_POST, args->post_id))
    return FALSE;
  /* One with a date ahead may be ended before it. */
  if (tc_database_get_int (apply->db, 0, "SELECT 1 FROM post WHERE id = ? AND valid_to_us <= ?",
                           "ii", args->post_id, at_us))
    return tc_apply_refuse (apply, "people.ended", "what", TC_S, "post", "id", TC_I, args->post_id,
                            NULL);
  if (tc_database_get_int (apply->db, 0, "SELECT 1 FROM post WHERE id = ? AND valid_from_us > ?",
                           "ii", args->post_id, at_us))
    return tc_apply_refuse (apply, "people.dates", NULL);
  tc_database_execute (apply->db, "UPDATE post SET valid_to_us = ? WHERE id = ?", "ii", at_us,
                       args->post_id);
  return TRUE;
}

/* What all but their names, arguments and functions is alike in. */
#define TYPE(symbol, operation, table, Struct, function)                                           \
  const TcOperationType symbol = {                                                                 \
      operation, 1, TC_CAPABILITY_PEOPLE, "common", table, sizeof (Struct), NULL, function,        \
  }

TYPE (tc_staff_add_type, "staff.add", staff_add_args, TcStaffArgs, add_staff);
TYPE (tc_staff_change_type, "staff.change", staff_change_args, TcStaffArgs, change_staff);
TYPE (tc_staff_deactivate_type, "staff.deactivate", staff_ref_args, TcStaffRef, deactivate_staff);
TYPE (tc_staff_reactivate_type, "staff.reactivate", staff_ref_args, TcStaffRef, reactivate_staff);
TYPE (tc_role_add_type, "role.add", role_add_args, TcRoleArgs, add_role);
TYPE (tc_role_change_type, "role.change", role_change_args, TcRoleArgs, change_role);
TYPE (tc_role_allow_type, "role.allow", role_capability_args, TcRoleCapability, allow_role);
TYPE (tc_role_deny_type, "role.deny", role_capability_args, TcRoleCapability, deny_role);
TYPE (tc_role_read_type, "role.read", role_scope_args, TcRoleScope, read_role);
TYPE (tc_role_unread_type, "role.unread", role_scope_args, TcRoleScope, unread_role);
TYPE (tc_post_add_type, "post.add", post_add_args, TcPostAdd, add_post);
TYPE (tc_post_end_type, "post.end", post_end_args, TcPostEnd, end_post);
