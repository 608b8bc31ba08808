/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading groups of cameras, and the faults that cameras had; see tc-cameras.h.
 */
#include "tc-camera-view.h"
#include "tc-cameras.h"
#include "tc-people-operations.h"
#include "tc-permission.h"
#include "tc-reading-view.h"

void
tc_camera_group_free (TcCameraGroup *group)
{
  if (!group)
    return;
  g_free (group->code);
  g_free (group->name);
  g_free (group);
}

GPtrArray *
tc_camera_groups_list (TcDatabase *db, gint64 staff_id, gint64 at_us)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_camera_group_free);
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT g.id, g.code, g.name, count(*) FROM camera_group AS g"
      " JOIN camera_member AS member ON member.group_id = g.id"
      " JOIN camera AS it ON it.id = member.camera_id WHERE " TC_CAMERA_VISIBLE
      " AND g.removed_us IS NULL GROUP BY g.id ORDER BY g.name, g.id",
      "ii", staff_id, at_us);

  while (tc_query_next (query)) {
    TcCameraGroup *group = g_new0 (TcCameraGroup, 1);

    group->id = tc_query_id (query, 0);
    group->code = tc_query_dup_text (query, 1);
    group->name = tc_query_dup_text (query, 2);
    group->cameras = (guint) tc_query_int (query, 3);
    g_ptr_array_add (list, group);
  }
  return list;
}

void
tc_camera_fault_free (TcCameraFault *fault)
{
  if (!fault)
    return;
  g_free (fault->state);
  g_free (fault->cause);
  g_free (fault);
}

GPtrArray *
tc_camera_faults_list (TcDatabase *db, gint64 camera_id, guint limit)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_camera_fault_free);
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT id, state, cause, began_us, ended_us, times FROM camera_fault WHERE camera_id = ?"
      " ORDER BY began_us DESC, id DESC LIMIT ?",
      "ii", camera_id, (gint64) MIN (limit, TC_CAMERA_FAULTS_MAX));

  while (tc_query_next (query)) {
    TcCameraFault *fault = g_new0 (TcCameraFault, 1);

    fault->id = tc_query_id (query, 0);
    fault->state = tc_query_dup_text (query, 1);
    fault->cause = tc_query_dup_text (query, 2);
    fault->began_us = tc_query_int (query, 3);
    fault->ended_us = tc_query_int (query, 4);
    fault->times = tc_query_int (query, 5);
    g_ptr_array_add (list, fault);
  }
  return list;
}

GArray *
tc_camera_fault_sums (TcDatabase *db, gint64 since_us, gint64 now_us)
{
  GArray *sums = g_array_new (FALSE, FALSE, sizeof (TcCameraFaultSum));
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT camera_id, sum (max (min (ifnull (ended_us, ?2), ?2) - max (began_us, ?1), 0)),"
      " sum (times) FROM camera_fault WHERE ifnull (ended_us, ?2) > ?1 AND began_us <= ?2"
      " GROUP BY camera_id ORDER BY camera_id",
      "ii", since_us, now_us);

  while (tc_query_next (query)) {
    const TcCameraFaultSum sum = {tc_query_id (query, 0), tc_query_int (query, 1),
                                  tc_query_int (query, 2)};

    g_array_append_val (sums, sum);
  }
  return sums;
}

/* ---- whole ones ---- */

void
tc_camera_group_form_free (TcCameraGroupForm *form)
{
  if (!form)
    return;
  g_free (form->code);
  g_free (form->name);
  g_array_unref (form->camera_ids);
  g_array_unref (form->role_ids);
  g_free (form);
}

static GArray *
list_ids (TcDatabase *db, const char *sql, gint64 group_id)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TcQuery) query = tc_database_query (db, sql, "i", group_id);

  while (tc_query_next (query)) {
    gint64 id = tc_query_id (query, 0);

    g_array_append_val (ids, id);
  }
  return ids;
}

GPtrArray *
tc_camera_group_forms_list (TcDatabase *db)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_camera_group_form_free);
  g_autoptr (TcQuery) query = tc_database_query (db,
                                                 "SELECT id, code, name FROM camera_group"
                                                 " WHERE removed_us IS NULL ORDER BY name, id",
                                                 NULL);

  while (tc_query_next (query)) {
    TcCameraGroupForm *form = g_new0 (TcCameraGroupForm, 1);

    form->id = tc_query_id (query, 0);
    form->code = tc_query_dup_text (query, 1);
    form->name = tc_query_dup_text (query, 2);
    form->camera_ids = list_ids (
        db, "SELECT camera_id FROM camera_member WHERE group_id = ? ORDER BY rank, id", form->id);
    form->role_ids = list_ids (
        db, "SELECT role_id FROM camera_group_role WHERE group_id = ? ORDER BY id", form->id);
    g_ptr_array_add (list, form);
  }
  return list;
}

gboolean
tc_camera_groups_are_partial (TcDatabase *db, gint64 staff_id, gint64 at_us)
{
  return tc_permission_has (db, staff_id, TC_MAY_VIEW_RESTRICTED, at_us) &&
         (tc_reading_view_hides (db, TC_SCOPE_CAMERAS_RESTRICTED) ||
          tc_database_get_int (db, 0, "SELECT 1 FROM load_part WHERE scope = ? LIMIT 1", "i",
                               (gint64) TC_SCOPE_CAMERAS_RESTRICTED) ||
          !tc_database_get_int (
              db, 0, "SELECT 1 FROM held_scope WHERE id = ? AND kind = 'cameras-restricted'", "i",
              (gint64) TC_SCOPE_CAMERAS_RESTRICTED));
}
