/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The faults of one camera, the newest first, kept true while rows and time change.
 */
#pragma once

#include "tc-cameras.h"
#include "tc-watch.h"

/* More are in an export alone. */
#define TC_CAMERA_FAULTS_SHOWN_MAX 200

#define TC_TYPE_CAMERA_FAULT_WATCH (tc_camera_fault_watch_get_type ())
G_DECLARE_FINAL_TYPE (TcCameraFaultWatch, tc_camera_fault_watch, TC, CAMERA_FAULT_WATCH, TcWatch)

TcCameraFaultWatch *tc_camera_fault_watch_new (TcDesk *desk, gint64 camera_id);
/* (nullable) (element-type TcCameraFault): NULL: not read yet. Borrowed until the next ::changed.
 */
const GPtrArray *tc_camera_fault_watch_get (TcCameraFaultWatch *self);
