/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A camera as a row shows it: made when it comes into sight, and told what it is like then. Its
 * words are made when they are asked for.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-cameras.h"
#include "tc-desk.h"

#include <glib-object.h>

#define TC_TYPE_CAMERA_ITEM (tc_camera_item_get_type ())
G_DECLARE_FINAL_TYPE (TcCameraItem, tc_camera_item, TC, CAMERA_ITEM, GObject)

/* Properties: title, second, spoken (string), mark (string (nullable): what isn't settled of it),
 * marked (boolean: that is there), signal (int, TcSignal). All are notified together. */

/* @keeper: (element-type TcCamera): holds @camera, and is held by the item; @desk: (nullable):
 * knows what isn't settled */
TcCameraItem *tc_camera_item_new (GPtrArray *keeper, const TcCamera *camera, TcDesk *desk);
/* It is like that now; of the same id. */
void tc_camera_item_update (TcCameraItem *self, GPtrArray *keeper, const TcCamera *camera);
/* Borrowed until the item is told something else. */
const TcCamera *tc_camera_item_get_camera (TcCameraItem *self);
