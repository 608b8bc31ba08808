/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All groups of cameras as they can be set, the cameras that the person may see and the roles that
 * there are, kept true while rows change; for who manages cameras.
 *
 * Thread: the main loop's; reading is done on the worker.
 */
#pragma once

#include "tc-cameras.h"
#include "tc-watch.h"

#define TC_TYPE_CAMERA_GROUP_WATCH (tc_camera_group_watch_get_type ())
G_DECLARE_FINAL_TYPE (TcCameraGroupWatch, tc_camera_group_watch, TC, CAMERA_GROUP_WATCH, TcWatch)

/* What was read in one go. */
typedef struct {
  GPtrArray *groups;  /* (owned) (element-type TcCameraGroupForm) */
  GPtrArray *cameras; /* (owned) (element-type TcCamera): by number */
  GPtrArray *roles;   /* (owned) (element-type TcRole) */
  gboolean partial;   /* tc_camera_groups_are_partial() */
} TcCameraGroupView;

TcCameraGroupWatch *tc_camera_group_watch_new (TcDesk *desk);
/* (nullable): not read yet. Borrowed until the next ::changed. */
const TcCameraGroupView *tc_camera_group_watch_get (TcCameraGroupWatch *self);
/* (nullable) */
const TcCameraGroupForm *tc_camera_group_view_find (const TcCameraGroupView *view, gint64 id);
/* (transfer full): a code for a group of that name which none of them has */
char *tc_camera_group_view_make_code (const TcCameraGroupView *view, const char *name);
