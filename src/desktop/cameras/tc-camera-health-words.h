/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How cameras do, and which faults one has had, in words: for rows and for the tables of them.
 */
#pragma once

#include "tc-camera-health-list.h"
#include "tc-list-table.h"

/* What isn't known. */
#define TC_CAMERA_HEALTH_NONE "–"

/* How it does and since when, and why. (transfer full), as the next two */
char *tc_camera_health_word_second (const TcCamera *camera);
char *tc_camera_health_word_uptime (const TcCameraHealth *health);
char *tc_camera_health_word_clock (const TcCamera *camera);

/* @list: (element-type TcCameraHealthItem): in its order. (transfer full) */
TcListTable *tc_camera_health_to_table (GListModel *list);

/* "no connection · Nothing answers there." (transfer full), as the next two */
char *tc_camera_fault_word_what (const TcCameraFault *fault);
/* From when until when, how long that was, how often it came and went. */
char *tc_camera_fault_word_when (const TcCameraFault *fault, gint64 now_us);
/* @faults: (element-type TcCameraFault); @title: whose they are */
TcListTable *tc_camera_faults_to_table (const GPtrArray *faults, const char *title, gint64 now_us);
