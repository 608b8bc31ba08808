/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Steering cameras: a desk asks, and by the server's word alone the camera's media host does it.
 *
 *   camera.steer   of a desk: session_id (x), camera (x), what (s):
 *                    look     who steers it now; takes nothing
 *                    move     pan, tilt, zoom (i: thousandths of full speed; right, up and closer
 *                             are positive): goes on for half a second, unless it is renewed
 *                    stop     stands still; the hand stays on it
 *                    keep     nothing but that it stays whose it is
 *                    presets  where it can be sent by name; takes nothing
 *                    preset   preset (s): sends it there
 *                    let-go   stops it; it is nobody's any more
 *                  and, if wanted, over (b): take it from who has it
 *                  → staff (x), name (s), until_us (x): whose it is; 0, "", 0: nobody's;
 *                    own (b): this desk's; presets: a(ss): token, name; of "presets" alone
 *                  Refused: those of tc_camera_may_view(); people.no-session; people.not-allowed
 *                  (capability); camera.not-open, camera.no-host, camera.host-away,
 *                  camera.no-stream (camera); camera.steered (name, until_us): by somebody else;
 *                  camera.no-ptz, camera.ptz-denied, camera.ptz-away, camera.ptz-fault: what the
 *                  host found
 *   media.steered  of a media host: number (x), cause (s: one of tc_steering_causes), presets
 *
 * All but "look" and "let-go" want TC_MAY_STEER_CAMERAS, taking it over TC_MAY_TAKE_CAMERAS. A
 * camera is one person's at one desk (tc-camera-leases.h); who began to steer it, or took it over,
 * is among the views of cameras before anything moves. Nothing is queued: what has no answer within
 * TC_STEERING_ANSWER_MS is answered camera.host-away.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-camera-views.h"
#include "tc-media-service.h"
#include "tc-media-steering.h"

#define TC_ASK_STEER "camera.steer"
#define TC_ASK_STEERED "media.steered"
#define TC_STEERING_ANSWER_MS 9000

typedef struct _TcCameraSteering TcCameraSteering;

/* All outlive it. */
TcCameraSteering *tc_camera_steering_new (const TcServerParts *parts, TcDeskLines *lines,
                                          TcCameraViews *views);
void tc_camera_steering_free (TcCameraSteering *self);

/* @name: one of the two */
void tc_camera_steering_ask_async (TcCameraSteering *self, TcDeskLine *line, const char *name,
                                   GVariant *value, GAsyncReadyCallback callback, gpointer data);

/* The line of a desk is gone: what it steered stops, and is nobody's. */
void tc_camera_steering_cut (TcCameraSteering *self, guint16 replica);
