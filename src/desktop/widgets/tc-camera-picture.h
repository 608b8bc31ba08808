/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The newest picture of a stream, fitted into the room there is, on black. It can be magnified by
 * the wheel, where the pointer is, and then dragged. One that mustn't be taken for what is there
 * now is grey and dark.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_CAMERA_ZOOM_MAX 8.0

#define TC_TYPE_CAMERA_PICTURE (tc_camera_picture_get_type ())
G_DECLARE_FINAL_TYPE (TcCameraPicture, tc_camera_picture, TC, CAMERA_PICTURE, GtkWidget)

/* Properties: zoom (double, 1..TC_CAMERA_ZOOM_MAX; 1: the whole picture). */

/**
 * tc_camera_picture_show:
 * @pixels: (nullable): BGRA whose A is never looked at, @stride bytes a line; kept until others
 *   come, and what is on the screen is drawn from them. NULL: nothing but black
 */
void tc_camera_picture_show (TcCameraPicture *self, GBytes *pixels, int width, int height,
                             gsize stride);
gboolean tc_camera_picture_is_empty (TcCameraPicture *self);
void tc_camera_picture_set_stale (TcCameraPicture *self, gboolean stale);

double tc_camera_picture_get_zoom (TcCameraPicture *self);
/* About the middle of what is shown. */
void tc_camera_picture_set_zoom (TcCameraPicture *self, double zoom);
/* As much as the wheel does in one push. */
void tc_camera_picture_step_zoom (TcCameraPicture *self, gboolean closer);
/* Looks elsewhere in one that is magnified, by parts of what is shown (0..1). FALSE: it isn't */
gboolean tc_camera_picture_pan (TcCameraPicture *self, double right, double down);
