/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Emergencies that nobody has, each with the camera that sees it best: kept true while incidents
 * and cameras change. For who may handle incidents and see cameras; a restricted camera only while
 * it is open.
 *
 * Thread: the main loop's; reading is done on the worker.
 */
#pragma once

#include "tc-watch.h"

#define TC_TYPE_CAMERA_ALARM_WATCH (tc_camera_alarm_watch_get_type ())
G_DECLARE_FINAL_TYPE (TcCameraAlarmWatch, tc_camera_alarm_watch, TC, CAMERA_ALARM_WATCH, TcWatch)

#define TC_CAMERA_ALARMS_MAX 4

typedef struct {
  gint64 incident_id;
  char *code;  /* (owned) */
  char *title; /* (owned) */
  gint64 camera_id;
} TcCameraAlarm;

TcCameraAlarmWatch *tc_camera_alarm_watch_new (TcDesk *desk);
/* (nullable) (element-type TcCameraAlarm): the newest first, each camera once; NULL: not read yet.
 * Borrowed until the next ::changed. */
const GPtrArray *tc_camera_alarm_watch_get (TcCameraAlarmWatch *self);
