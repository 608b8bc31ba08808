/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A desk's hand on one camera that turns: it moves while something is held, is sent to presets, or
 * goes through them one after the other. Who steers is the server's to say; what it refuses ends
 * the movement and stands here in words. Nothing goes on by itself once the desk is gone: each
 * movement ends unless it is renewed, which is done here.
 *
 * Signal "changed": something of what can be asked is another now.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-desk.h"

/* So often what moves is renewed. */
#define TC_CAMERA_HAND_RENEW_MS 200
/* So often is asked who steers it. */
#define TC_CAMERA_HAND_LOOK_MS 5000
/* Thousandths of the camera's full speed. */
#define TC_CAMERA_HAND_SPEED_MAX 1000

#define TC_TYPE_CAMERA_HAND (tc_camera_hand_get_type ())
G_DECLARE_FINAL_TYPE (TcCameraHand, tc_camera_hand, TC, CAMERA_HAND, GObject)

typedef struct {
  char *token; /* (owned): what it is called by the device */
  char *name;  /* (owned): by people; not empty */
} TcCameraPreset;

/* @desk: held until tc_camera_hand_end() */
TcCameraHand *tc_camera_hand_new (TcDesk *desk);
/* Lets go, for good. */
void tc_camera_hand_end (TcCameraHand *self);

/* Lays it on another camera, and asks who steers that and for its presets; 0: on none. What was
 * steered before is let go of. */
void tc_camera_hand_set_camera (TcCameraHand *self, gint64 camera_id);
gint64 tc_camera_hand_get_camera (TcCameraHand *self);

/* Goes on until it is told otherwise; right, up and closer are positive. All zero: it stops. */
void tc_camera_hand_move (TcCameraHand *self, int pan, int tilt, int zoom);
void tc_camera_hand_stop (TcCameraHand *self);
gboolean tc_camera_hand_is_moving (TcCameraHand *self);
/* From whoever has it. */
void tc_camera_hand_take_over (TcCameraHand *self);

/* (element-type TcCameraPreset): lent until they change */
const GPtrArray *tc_camera_hand_get_presets (TcCameraHand *self);
/* @i: of these */
void tc_camera_hand_go (TcCameraHand *self, guint i);
/* One preset after the other, so long at each; 0: it ends, as with any other movement. */
void tc_camera_hand_tour (TcCameraHand *self, guint dwell_s);
gboolean tc_camera_hand_is_on_tour (TcCameraHand *self);

/* (nullable): who steers it; NULL: nobody */
const char *tc_camera_hand_get_holder (TcCameraHand *self);
/* That is this desk. */
gboolean tc_camera_hand_is_own (TcCameraHand *self);
/* (nullable): why it doesn't do what was wanted last, in words */
const char *tc_camera_hand_get_trouble (TcCameraHand *self);
