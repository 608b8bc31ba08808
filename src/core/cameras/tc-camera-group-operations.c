/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Operations on groups of cameras. A group is set whole; rows of what stays in it stay, so that
 * little travels.
 */
#include "tc-camera-guards.h"
#include "tc-id.h"
#include "tc-permission.h"

#define SCOPE ((gint64) TC_SCOPE_CAMERAS)

static const TcArg set_args[] = {
    TC_ARG (TcCameraGroupSet, group_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcCameraGroupSet, code, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcCameraGroupSet, name, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    TC_ARG (TcCameraGroupSet, camera_ids, TC_ARG_IDS, TC_OPTIONAL, TC_CAMERA_GROUP_MEMBERS_MAX),
    TC_ARG (TcCameraGroupSet, role_ids, TC_ARG_IDS, TC_OPTIONAL, TC_CAMERA_GROUP_ROLES_MAX),
    {NULL},
};

static gboolean
check_code (TcApply *apply, const TcCameraGroupSet *args)
{
  return !tc_database_get_int (apply->db, 0,
                               "SELECT 1 FROM camera_group WHERE code = ? AND removed_us IS NULL"
                               " AND id <> ? LIMIT 1",
                               "si", args->code, args->group_id) ||
         tc_apply_refuse (apply, "camera.group-code-taken", "code", TC_S, args->code, NULL);
}

/* That a new one has room, and that one that is there isn't removed. */
static gboolean
check_group (TcApply *apply, gint64 group_id)
{
  g_autoptr (TcQuery) query = tc_database_query (
      apply->db, "SELECT removed_us FROM camera_group WHERE id = ?", "i", group_id);

  if (tc_query_next (query))
    return tc_query_is_null (query, 0) ||
           tc_camera_refuse (apply, "camera-group.unknown", "group", group_id);
  return tc_database_get_int (apply->db, 0,
                              "SELECT count(*) FROM camera_group WHERE removed_us IS NULL",
                              NULL) < TC_CAMERA_GROUPS_MAX ||
         tc_apply_refuse (apply, "camera.too-many-groups", "limit", TC_I,
                          (gint64) TC_CAMERA_GROUPS_MAX, NULL);
}

static gboolean
stands_twice (const GArray *ids, guint at)
{
  for (guint i = 0; i < at; i++)
    if (g_array_index (ids, gint64, i) == g_array_index (ids, gint64, at))
      return TRUE;
  return FALSE;
}

static gboolean
check_members (TcApply *apply, const TcCameraGroupSet *args)
{
  for (guint i = 0; args->camera_ids && i < args->camera_ids->len; i++) {
    if (stands_twice (args->camera_ids, i))
      return tc_camera_refuse_argument (apply, "camera_ids");
    if (!tc_camera_check_there (apply, g_array_index (args->camera_ids, gint64, i)))
      return FALSE;
  }
  for (guint i = 0; args->role_ids && i < args->role_ids->len; i++) {
    if (stands_twice (args->role_ids, i))
      return tc_camera_refuse_argument (apply, "role_ids");
    if (!tc_guard_is_there (apply, TC_RECORD_ROLE, g_array_index (args->role_ids, gint64, i)))
      return FALSE;
  }
  return TRUE;
}

/* Removes rows of the group that @ids (nullable) doesn't name. @sql: (row id, what it names) of a
 * group; @remove: by id */
static void
drop_others (TcApply *apply, gint64 group_id, const GArray *ids, const char *sql,
             const char *remove)
{
  g_autoptr (GArray) others = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TcQuery) query = tc_database_query (apply->db, sql, "i", group_id);

  while (tc_query_next (query)) {
    gint64 row = tc_query_int (query, 0);

    if (!ids || !tc_ids_contain (ids, tc_query_int (query, 1)))
      g_array_append_val (others, row);
  }
  for (guint i = 0; i < others->len; i++)
    tc_database_execute (apply->db, remove, "i", g_array_index (others, gint64, i));
}

/* A row is of its camera's scope: who may not see that isn't told that it stands there. What an
 * actor may not see isn't in the form either, so it stays. */
static void
write_members (TcApply *apply, gint64 group_id, const GArray *ids)
{
  gint64 actor_id = apply->op->head.actor_id;
  gboolean sees = actor_id == 0 ||
                  tc_permission_has (apply->db, actor_id, TC_MAY_VIEW_RESTRICTED, apply->now_us);

  drop_others (apply, group_id, ids,
               sees ? "SELECT id, camera_id FROM camera_member WHERE group_id = ? ORDER BY id"
                    : "SELECT id, camera_id FROM camera_member WHERE group_id = ? AND scope ="
                      " " G_STRINGIFY (TC_SCOPE_CAMERAS) " ORDER BY id",
               "DELETE FROM camera_member WHERE id = ?");
  for (guint i = 0; ids && i < ids->len; i++) {
    gint64 camera_id = g_array_index (ids, gint64, i);

    tc_database_execute (apply->db,
                         "INSERT INTO camera_member (id, scope, group_id, camera_id, rank)"
                         " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO UPDATE SET rank = ?5",
                         "iiiii", tc_camera_pair_id ("camera member", group_id, camera_id),
                         tc_camera_scope (apply->db, camera_id), group_id, camera_id, (gint64) i);
  }
}

static void
write_roles (TcApply *apply, gint64 group_id, const GArray *ids)
{
  drop_others (apply, group_id, ids,
               "SELECT id, role_id FROM camera_group_role WHERE group_id = ? ORDER BY id",
               "DELETE FROM camera_group_role WHERE id = ?");
  for (guint i = 0; ids && i < ids->len; i++) {
    gint64 role_id = g_array_index (ids, gint64, i);

    tc_database_execute (apply->db,
                         "INSERT INTO camera_group_role (id, scope, group_id, role_id)"
                         " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO NOTHING",
                         "iiii", tc_camera_pair_id ("camera group role", group_id, role_id), SCOPE,
                         group_id, role_id);
  }
}

static gboolean
set_group (TcApply *apply, gconstpointer data)
{
  const TcCameraGroupSet *args = data;

  if (!check_group (apply, args->group_id) || !check_code (apply, args) ||
      !check_members (apply, args))
    return FALSE;
  tc_database_execute (apply->db,
                       "INSERT INTO camera_group (id, scope, code, name) VALUES (?1, ?2, ?3, ?4)"
                       " ON CONFLICT (id) DO UPDATE SET code = ?3, name = ?4",
                       "iiss", args->group_id, SCOPE, args->code, args->name);
  write_members (apply, args->group_id, args->camera_ids);
  write_roles (apply, args->group_id, args->role_ids);
  return TRUE;
}

static const TcArg ref_args[] = {
    TC_ARG (TcCameraGroupRef, group_id, TC_ARG_ID, TC_REQUIRED, 0),
    {NULL},
};

static gboolean
remove_group (TcApply *apply, gconstpointer data)
{
  const TcCameraGroupRef *args = data;

  if (!tc_database_get_int (apply->db, 0,
                            "SELECT 1 FROM camera_group WHERE id = ? AND removed_us IS NULL", "i",
                            args->group_id))
    return tc_camera_refuse (apply, "camera-group.unknown", "group", args->group_id);
  if (tc_database_get_int (apply->db, 0,
                           "SELECT 1 FROM camera_group_role WHERE group_id = ? LIMIT 1", "i",
                           args->group_id))
    return tc_camera_refuse (apply, "camera.group-of-roles", "group", args->group_id);
  tc_database_execute (apply->db, "UPDATE camera_group SET removed_us = ? WHERE id = ?", "ii",
                       apply->now_us, args->group_id);
  tc_database_execute (apply->db, "DELETE FROM camera_member WHERE group_id = ?", "i",
                       args->group_id);
  return TRUE;
}

const TcOperationType tc_camera_group_set_type = {
    .name = "camera.group-set",
    .version = 1,
    .capability = TC_MAY_MANAGE_CAMERAS,
    .reads = TC_CAMERAS_READ,
    .args = set_args,
    .args_size = sizeof (TcCameraGroupSet),
    .apply = set_group,
};
const TcOperationType tc_camera_group_remove_type = {
    .name = "camera.group-remove",
    .version = 1,
    .capability = TC_MAY_MANAGE_CAMERAS,
    .reads = TC_CAMERAS_READ,
    .args = ref_args,
    .args_size = sizeof (TcCameraGroupRef),
    .apply = remove_group,
};
