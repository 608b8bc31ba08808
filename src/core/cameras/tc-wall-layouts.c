/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Layouts of the wall; see the header.
 */
#include "tc-wall-layouts.h"

#include "tc-camera-guards.h"
#include "tc-permission.h"

/* ---- layout.save ---- */

static const TcArg save_args[] = {
    TC_ARG (TcLayoutSave, layout_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcLayoutSave, name, TC_ARG_LINE, TC_REQUIRED, TC_WALL_NAME_CHARS_MAX),
    TC_ARG (TcLayoutSave, columns, TC_ARG_INT, TC_REQUIRED, TC_WALL_COLUMNS_MAX),
    TC_ARG (TcLayoutSave, rows, TC_ARG_INT, TC_REQUIRED, TC_WALL_ROWS_MAX),
    TC_ARG (TcLayoutSave, cells, TC_ARG_LINE, TC_REQUIRED, TC_WALL_CELLS_CHARS_MAX),
    TC_ARG (TcLayoutSave, shared, TC_ARG_INT, TC_REQUIRED, 1),
    {NULL},
};

static gboolean
check_may_share (TcApply *apply)
{
  gint64 actor_id = apply->op->head.actor_id;

  return actor_id == 0 ||
         tc_permission_has (apply->db, actor_id, TC_MAY_SHARE_LAYOUTS, apply->now_us) ||
         tc_apply_refuse (apply, "people.not-allowed", "capability", TC_S, TC_MAY_SHARE_LAYOUTS,
                          NULL);
}

/* Nobody else could ever tidy up behind a person who holds no post any more. */
static gboolean
has_left (TcApply *apply, gint64 staff_id)
{
  return !tc_database_get_int (apply->db, 0,
                               "SELECT 1 FROM post WHERE staff_id = ?1 AND valid_from_us <= ?2"
                               " AND (valid_to_us IS NULL OR valid_to_us > ?2) LIMIT 1",
                               "ii", staff_id, apply->now_us);
}

/* Whether the actor may change what is there. @gone: also that of who has left. @there: (out) */
static gboolean
check_owner (TcApply *apply, gint64 layout_id, gboolean gone, gboolean *there)
{
  g_autoptr (TcQuery) query = tc_database_query (
      apply->db, "SELECT owner_id, removed_us FROM wall_layout WHERE id = ?", "i", layout_id);

  *there = tc_query_next (query);
  if (!*there)
    return TRUE;
  if (!tc_query_is_null (query, 1))
    return tc_camera_refuse (apply, "layout.unknown", "layout", layout_id);
  if (tc_query_is_null (query, 0) || (gone && tc_query_id (query, 0) != apply->op->head.actor_id &&
                                      has_left (apply, tc_query_id (query, 0))))
    return check_may_share (apply);
  return tc_query_id (query, 0) == apply->op->head.actor_id ||
         tc_camera_refuse (apply, "layout.not-yours", "layout", layout_id);
}

static gboolean
check_name (TcApply *apply, const TcLayoutSave *args, gint64 owner_id)
{
  return !tc_database_get_int (apply->db, 0,
                               "SELECT 1 FROM wall_layout WHERE owner_id IS ? AND name = ?"
                               " AND removed_us IS NULL AND id <> ? LIMIT 1",
                               "osi", owner_id, args->name, args->layout_id) ||
         tc_apply_refuse (apply, "layout.name-taken", "name", TC_S, args->name, NULL);
}

static gboolean
check_room (TcApply *apply, const TcLayoutSave *args, gint64 owner_id)
{
  return tc_database_get_int (apply->db, 0,
                              "SELECT count(*) FROM wall_layout WHERE owner_id IS ?"
                              " AND removed_us IS NULL AND id <> ?",
                              "oi", owner_id, args->layout_id) < TC_WALL_LAYOUTS_MAX ||
         tc_apply_refuse (apply, "layout.too-many", "limit", TC_I, (gint64) TC_WALL_LAYOUTS_MAX,
                          NULL);
}

/* A shared one isn't taken away from all others by saving it as one's own. */
static gboolean
check_stays_shared (TcApply *apply, const TcLayoutSave *args)
{
  return args->shared ||
         !tc_database_get_int (apply->db, 0,
                               "SELECT 1 FROM wall_layout WHERE id = ? AND owner_id IS NULL", "i",
                               args->layout_id) ||
         tc_camera_refuse (apply, "layout.not-yours", "layout", args->layout_id);
}

static gboolean
check_cells (TcApply *apply, const TcLayoutSave *args)
{
  g_autoptr (GArray)
      cells = tc_wall_cells_parse (args->cells, (guint) args->columns, (guint) args->rows);

  return cells || tc_apply_refuse (apply, "layout.cells", NULL);
}

static gboolean
save_layout (TcApply *apply, gconstpointer data)
{
  const TcLayoutSave *args = data;
  gint64 actor_id = apply->op->head.actor_id;
  gint64 owner_id = args->shared ? 0 : actor_id;
  gboolean there;

  /* The system is nobody who could have one of their own. */
  if (!args->shared && actor_id == 0)
    return tc_camera_refuse_argument (apply, "shared");
  if (!check_cells (apply, args) || !check_owner (apply, args->layout_id, FALSE, &there) ||
      !check_stays_shared (apply, args) || (args->shared && !check_may_share (apply)) ||
      !check_name (apply, args, owner_id) || !check_room (apply, args, owner_id))
    return FALSE;
  tc_database_execute (
      apply->db,
      there ? "UPDATE wall_layout SET owner_id = ?3, name = ?4, columns = ?5, rows = ?6,"
              " cells = ?7, staff_id = ?8, changed_us = ?9 WHERE id = ?1"
            : "INSERT INTO wall_layout (id, scope, owner_id, name, columns, rows, cells, staff_id,"
              " changed_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
      "iiosiisoi", args->layout_id, (gint64) TC_SCOPE_CAMERAS, owner_id, args->name, args->columns,
      args->rows, args->cells, actor_id, apply->now_us);
  return TRUE;
}

const TcOperationType tc_layout_save_type = {
    .name = "layout.save",
    .version = 1,
    .capability = TC_MAY_VIEW_CAMERAS,
    .reads = "cameras",
    .args = save_args,
    .args_size = sizeof (TcLayoutSave),
    .apply = save_layout,
};

/* ---- layout.remove ---- */

static const TcArg ref_args[] = {
    TC_ARG (TcLayoutRef, layout_id, TC_ARG_ID, TC_REQUIRED, 0),
    {NULL},
};

static gboolean
remove_layout (TcApply *apply, gconstpointer data)
{
  const TcLayoutRef *args = data;
  gboolean there;

  if (!check_owner (apply, args->layout_id, TRUE, &there))
    return FALSE;
  if (!there)
    return tc_camera_refuse (apply, "layout.unknown", "layout", args->layout_id);
  tc_database_execute (
      apply->db,
      "UPDATE wall_layout SET removed_us = ?2, cells = '', staff_id = ?3, changed_us = ?2"
      " WHERE id = ?1",
      "iio", args->layout_id, apply->now_us, apply->op->head.actor_id);
  /* Whoever saves and removes on and on doesn't fill every desk. */
  tc_database_execute (apply->db,
                       "DELETE FROM wall_layout WHERE id IN (SELECT id FROM wall_layout WHERE"
                       " removed_us IS NOT NULL AND owner_id IS (SELECT owner_id FROM wall_layout"
                       " WHERE id = ?) ORDER BY removed_us DESC, id DESC LIMIT -1 OFFSET ?)",
                       "ii", args->layout_id, (gint64) TC_WALL_LAYOUTS_MAX);
  return TRUE;
}

const TcOperationType tc_layout_remove_type = {
    .name = "layout.remove",
    .version = 1,
    .capability = TC_MAY_VIEW_CAMERAS,
    .reads = "cameras",
    .args = ref_args,
    .args_size = sizeof (TcLayoutRef),
    .apply = remove_layout,
};

/* ---- reading ---- */

#define LAYOUT "SELECT id, owner_id, name, columns, rows, cells, changed_us FROM wall_layout"

void
tc_wall_layout_free (TcWallLayout *layout)
{
  if (!layout)
    return;
  g_free (layout->name);
  g_array_unref (layout->cells);
  g_free (layout);
}

/* (nullable): NULL where its cells are of a form that this program doesn't know */
static TcWallLayout *
read_layout (TcQuery *query)
{
  guint columns = (guint) tc_query_int (query, 3);
  guint rows = (guint) tc_query_int (query, 4);
  GArray *cells = tc_wall_cells_parse (tc_query_text (query, 5), columns, rows);
  TcWallLayout *layout;

  if (!cells)
    return NULL;
  layout = g_new0 (TcWallLayout, 1);
  layout->id = tc_query_id (query, 0);
  layout->owner_id = tc_query_id (query, 1);
  layout->name = tc_query_dup_text (query, 2);
  layout->columns = columns;
  layout->rows = rows;
  layout->cells = cells;
  layout->changed_us = tc_query_int (query, 6);
  return layout;
}

TcWallLayout *
tc_wall_layout_get (TcDatabase *db, gint64 id)
{
  g_autoptr (TcQuery)
      query = tc_database_query (db, LAYOUT " WHERE id = ? AND removed_us IS NULL", "i", id);

  return tc_query_next (query) ? read_layout (query) : NULL;
}

GPtrArray *
tc_wall_layout_list (TcDatabase *db, gint64 staff_id)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_wall_layout_free);
  g_autoptr (TcQuery) query = tc_database_query (db,
                                                 LAYOUT " WHERE (owner_id IS NULL OR owner_id = ?)"
                                                        " AND removed_us IS NULL"
                                                        " ORDER BY owner_id IS NULL, name, id",
                                                 "i", staff_id);

  while (tc_query_next (query)) {
    TcWallLayout *layout = read_layout (query);

    if (layout)
      g_ptr_array_add (list, layout);
  }
  return list;
}
