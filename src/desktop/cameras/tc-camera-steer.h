/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Steering the camera of a tile: a bar that says who steers it and what can be done, and the hand
 * (client/cameras/tc-camera-hand.h) that keys, drag and wheel move. While it lies on a camera the
 * arrow keys turn that one, + and − bring it closer and farther (with Shift at full speed), 1 to 9
 * go to its presets, a drag on its tile is a stick, and the wheel a push of the zoom. A key that is
 * let go of, or whose release nobody hears, stops it.
 *
 * Its buttons are actions of the window, which the panel has. Signal "changed": something of
 * what it does; it may lie on nothing any more, without having been told.
 */
#pragma once

#include "tc-cameras.h"
#include "tc-desk.h"
#include "tc-tile-grid.h"

#define TC_TYPE_CAMERA_STEER (tc_camera_steer_get_type ())
G_DECLARE_FINAL_TYPE (TcCameraSteer, tc_camera_steer, TC, CAMERA_STEER, GtkWidget)

/* Once. */
void tc_camera_steer_attach (TcCameraSteer *self, TcDesk *desk);
/* Of each wall. @keys: where keys come from; @grid: where hands are */
void tc_camera_steer_listen (TcCameraSteer *self, GtkWidget *keys, TcTileGrid *grid);
/* @camera: (nullable): on none; @tile: (nullable): in which it is seen */
void tc_camera_steer_lay (TcCameraSteer *self, const TcCamera *camera, TcCameraTile *tile);
/* 0: on none */
gint64 tc_camera_steer_get_camera (TcCameraSteer *self);

/* What is done, as tc-camera-hand.h has it. @n: 1: the first */
void tc_camera_steer_move (TcCameraSteer *self, int pan, int tilt, int zoom);
void tc_camera_steer_go (TcCameraSteer *self, guint n);
void tc_camera_steer_tour (TcCameraSteer *self, guint dwell_s);
gboolean tc_camera_steer_is_on_tour (TcCameraSteer *self);
void tc_camera_steer_take_over (TcCameraSteer *self);
