/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row of the page of cameras' health: property "item" (TcCameraHealthItem). Pressed twice it is
 * shown on the wall.
 */
#pragma once

#include "tc-camera-health-list.h"

#include <gtk/gtk.h>

#define TC_TYPE_CAMERA_HEALTH_ROW (tc_camera_health_row_get_type ())
G_DECLARE_FINAL_TYPE (TcCameraHealthRow, tc_camera_health_row, TC, CAMERA_HEALTH_ROW, GtkWidget)
