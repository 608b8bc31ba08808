/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cameras that the person at the desk may see, as words and a group narrow them down; their
 * groups, the layouts of walls, and the cameras of a wall wherever they stand: kept true while rows
 * change.
 *
 * Thread: the main loop's; reading is done on the worker.
 */
#pragma once

#include "tc-cameras.h"
#include "tc-reading-rights.h"
#include "tc-wall-layouts.h"
#include "tc-watch.h"

#define TC_TYPE_CAMERA_WATCH (tc_camera_watch_get_type ())
G_DECLARE_FINAL_TYPE (TcCameraWatch, tc_camera_watch, TC, CAMERA_WATCH, TcWatch)

/* What was read in one go. */
typedef struct {
  TcReading reading;    /* where it isn't open, all else is empty */
  TcReading restricted; /* likewise of restricted ones */
  GPtrArray *cameras;   /* (owned) (element-type TcCamera): as the filter has them */
  GPtrArray *groups;    /* (owned) (element-type TcCameraGroup) */
  GPtrArray *layouts;   /* (owned) (element-type TcWallLayout) */
  GHashTable *on_wall;  /* (owned) (element-type gint64 TcCamera): those asked for, and of groups
                          asked for, that the person may see */
  GHashTable *members;  /* (owned) (element-type gint64 GArray): of groups asked for: their cameras'
                          ids in order */
  GHashTable *open; /* (owned) (element-type gint64): restricted ones on the wall that are open */
} TcCameraView;

TcCameraWatch *tc_camera_watch_new (TcDesk *desk);
/* @text: (nullable): as of TcCameraFilter; @group_id: 0: any. Read anew at once. */
void tc_camera_watch_filter (TcCameraWatch *self, const char *text, gint64 group_id);
/* What stands on the wall. @cells: (element-type TcWallCell). Read anew if that is more than
 * before. */
void tc_camera_watch_set_wall (TcCameraWatch *self, const GArray *cells);
/* (nullable): not read yet. Borrowed until the next ::changed. */
const TcCameraView *tc_camera_watch_get_view (TcCameraWatch *self);
/* (nullable): the person may not see it, or it isn't read yet */
const TcCamera *tc_camera_view_find (const TcCameraView *view, gint64 camera_id);

/* ---- looking one up ---- */

/* The camera of that number, if the person may see it. */
void tc_camera_find_async (TcDesk *desk, gint64 number, GAsyncReadyCallback callback,
                           gpointer data);
/* (transfer full) (nullable): NULL without @error: none, or none that the person may see */
TcCamera *tc_camera_find_finish (TcDesk *desk, GAsyncResult *result, GError **error);
