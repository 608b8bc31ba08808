/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cameras as a list model: items are made when they come into sight, and those that are there are
 * told what changed. What stays keeps its place: one change in the middle is one change of the
 * model.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-camera-item.h"

#include <gio/gio.h>

#define TC_TYPE_CAMERA_LIST (tc_camera_list_get_type ())
G_DECLARE_FINAL_TYPE (TcCameraList, tc_camera_list, TC, CAMERA_LIST, GObject)

/* Empty. @desk: (nullable): what isn't settled there is marked */
TcCameraList *tc_camera_list_new (TcDesk *desk);
/* @cameras: (element-type TcCamera): each id once; held, and not changed any more */
void tc_camera_list_set (TcCameraList *self, GPtrArray *cameras);
/* G_MAXUINT: it isn't there */
guint tc_camera_list_find (TcCameraList *self, gint64 camera_id);
/* Borrowed until it is set anew. */
const TcCamera *tc_camera_list_peek (TcCameraList *self, guint position);
