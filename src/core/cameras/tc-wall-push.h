/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * "Look at this": what one person puts before another on a wall of cameras, as it travels. A desk
 * asks the server (TC_WALL_PUSH), which tells the other desk (TC_WALL_LOOK) and nobody else; it is
 * stored nowhere. What may be seen of it there is for that desk's rights.
 *
 * Thread: any.
 */
#pragma once

#include "tc-wall-cells.h"

/* The question: session_id (x), desk (x: whose wall), columns, rows (u), cells (s), why (s).
 * Refused: people.no-session; people.not-allowed (capability): TC_MAY_SHARE_LAYOUTS; those of
 * tc_camera_may_view() for what stands in it; wall.nobody (desk): nobody who may see cameras is
 * there, or it has no line, nor one by a relay. */
#define TC_WALL_PUSH "wall.push"
/* The notice: columns, rows, cells, why, from (s: a person's name), from_desk (s), at_us (x). */
#define TC_WALL_LOOK "wall.look"
#define TC_WALL_PUSH_WHY_CHARS_MAX 300

typedef struct {
  guint columns;
  guint rows;
  GArray *cells;   /* (owned) (element-type TcWallCell) */
  char *why;       /* (owned): "": not said */
  char *from;      /* (owned) (nullable): NULL in a question */
  char *from_desk; /* (owned) (nullable): likewise */
  gint64 at_us;    /* real time, by the server's clock; 0 in a question */
} TcWallPush;

void tc_wall_push_free (TcWallPush *push);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcWallPush, tc_wall_push_free)

/* (transfer floating): a{sv} */
GVariant *tc_wall_push_write_asked (gint64 session_id, gint64 desk_id, guint columns, guint rows,
                                    const char *cells, const char *why);
/* (transfer full) (nullable): NULL: it is malformed */
TcWallPush *tc_wall_push_read_asked (GVariant *value, gint64 *session_id, gint64 *desk_id);
/* (transfer floating): a{sv} */
GVariant *tc_wall_push_write_told (const TcWallPush *push);
/* (transfer full) (nullable): NULL: it is malformed */
TcWallPush *tc_wall_push_read_told (GVariant *value);
