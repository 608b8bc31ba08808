/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How cameras do, in words: for the rows of the page and for the table of them.
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
