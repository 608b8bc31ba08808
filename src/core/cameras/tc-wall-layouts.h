/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Layouts of the wall under a name: a person's own, which come along to every desk, and shared
 * ones. What a cell shows isn't checked: a camera may be removed, or be none that its reader may
 * see, and the wall says so there.
 *
 * Who may: holders of TC_MAY_VIEW_CAMERAS their own; shared ones also want TC_MAY_SHARE_LAYOUTS,
 * and so does removing one of a person who holds no post any more.
 * Refusals, beside people.not-allowed:
 *   layout.unknown (layout)      there is none, or not any more
 *   layout.name-taken (name)     another of the same owner has it
 *   layout.not-yours (layout)    it is somebody else's own
 *   layout.cells                 not cells of such a grid
 *   layout.too-many (limit)
 */
#pragma once

#include "tc-operation-type.h"
#include "tc-wall-cells.h"

#define TC_MAY_SHARE_LAYOUTS "layout.share"

#define TC_WALL_LAYOUTS_MAX 50 /* of one person; shared ones */
#define TC_WALL_NAME_CHARS_MAX 60

typedef struct {
  gint64 layout_id;
  const char *name;
  gint64 columns; /* 1..TC_WALL_COLUMNS_MAX */
  gint64 rows;
  const char *cells; /* as tc_wall_cells_format() writes them */
  gint64 shared;     /* 0: the actor's own; 1 */
} TcLayoutSave;
/* layout.save: a new one, or one that is there in another form. */
extern const TcOperationType tc_layout_save_type;

typedef struct {
  gint64 layout_id;
} TcLayoutRef;
extern const TcOperationType tc_layout_remove_type; /* layout.remove */

typedef struct {
  gint64 id;
  gint64 owner_id; /* 0: shared */
  char *name;      /* (owned) */
  guint columns;
  guint rows;
  GArray *cells; /* (owned) (element-type TcWallCell): by row and column */
  gint64 changed_us;
} TcWallLayout;

void tc_wall_layout_free (TcWallLayout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcWallLayout, tc_wall_layout_free)

/* (transfer full) (nullable): not a removed one. Thread: the connection's, as below. */
TcWallLayout *tc_wall_layout_get (TcDatabase *db, gint64 id);
/* A person's own and the shared ones, own ones first, by name. (transfer full) (element-type
 * TcWallLayout) */
GPtrArray *tc_wall_layout_list (TcDatabase *db, gint64 staff_id);
