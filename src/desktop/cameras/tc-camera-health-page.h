/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the listed cameras do, in place of the wall: up time and faults of seven days, what its media
 * host tells of each stream, how far its clock is off, since when and why. The worst first, or as
 * its heads say, which are the window's action "health-order".
 */
#pragma once

#include "tc-camera-health-list.h"

#include <gtk/gtk.h>

#define TC_TYPE_CAMERA_HEALTH_PAGE (tc_camera_health_page_get_type ())
G_DECLARE_FINAL_TYPE (TcCameraHealthPage, tc_camera_health_page, TC, CAMERA_HEALTH_PAGE, GtkWidget)

/* Once. */
void tc_camera_health_page_attach (TcCameraHealthPage *self, TcDesk *desk);
/* What it shows can be taken away by actions of @window. */
void tc_camera_health_page_add_take (TcCameraHealthPage *self, TcDesk *desk, GActionMap *window);
/* Nothing is asked any more. */
void tc_camera_health_page_end (TcCameraHealthPage *self);
/* @cameras: (element-type TcCamera): held */
void tc_camera_health_page_set (TcCameraHealthPage *self, GPtrArray *cameras);
/* It is to be seen, or not; asks only while it is. */
void tc_camera_health_page_show (TcCameraHealthPage *self, gboolean shown);
void tc_camera_health_page_sort (TcCameraHealthPage *self, TcHealthOrder order);
/* (nullable): of the row that is selected */
const TcCamera *tc_camera_health_page_get_selected (TcCameraHealthPage *self);
