/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the faults of cameras come to in the last TC_CAMERA_HEALTH_US, kept true while rows and time
 * change.
 */
#pragma once

#include "tc-cameras.h"
#include "tc-watch.h"

#define TC_CAMERA_HEALTH_US ((gint64) 7 * 86400 * G_USEC_PER_SEC)

#define TC_TYPE_CAMERA_HEALTH_WATCH (tc_camera_health_watch_get_type ())
G_DECLARE_FINAL_TYPE (TcCameraHealthWatch, tc_camera_health_watch, TC, CAMERA_HEALTH_WATCH, TcWatch)

TcCameraHealthWatch *tc_camera_health_watch_new (TcDesk *desk);
/* (nullable) (element-type TcCameraFaultSum): by id of the camera; NULL: not read yet. Borrowed
 * until the next ::changed. */
const GArray *tc_camera_health_watch_get_sums (TcCameraHealthWatch *self);
