/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cameras near an incident: the nearest few play beside it, the one that sees it best large;
 * further ones are rows. Where there are none it says why. Nothing plays that isn't on screen, nor
 * while a person only passes by.
 *
 * A tile that is pressed twice and a row do the action win.camera-number.
 */
#pragma once

#include "tc-desk.h"
#include "tc-incident-focus.h"

#include <gtk/gtk.h>

#define TC_TYPE_INCIDENT_CAMERAS (tc_incident_cameras_get_type ())
G_DECLARE_FINAL_TYPE (TcIncidentCameras, tc_incident_cameras, TC, INCIDENT_CAMERAS, GtkWidget)

void tc_incident_cameras_set_focus (TcIncidentCameras *self, TcDesk *desk, TcIncidentFocus *focus);
