/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One camera in the list: how it does, number and name, where it is. It can be dragged onto a wall.
 */
#pragma once

#include "tc-camera-item.h"

#include <gtk/gtk.h>

#define TC_TYPE_CAMERA_ROW (tc_camera_row_get_type ())
G_DECLARE_FINAL_TYPE (TcCameraRow, tc_camera_row, TC, CAMERA_ROW, GtkWidget)

/* Property: item (TcCameraItem, nullable). Pressed twice: the window's action camera-show. */
