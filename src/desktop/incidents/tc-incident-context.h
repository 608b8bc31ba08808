/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands around an incident: the place, what is like it, the units, what the reporters are
 * owed. A row opens the incident or dispatches the unit that it shows.
 */
#pragma once

#include "tc-incident-focus.h"

#include <gtk/gtk.h>

#define TC_TYPE_INCIDENT_CONTEXT (tc_incident_context_get_type ())
G_DECLARE_FINAL_TYPE (TcIncidentContext, tc_incident_context, TC, INCIDENT_CONTEXT, GtkWidget)

void tc_incident_context_set_focus (TcIncidentContext *self, TcIncidentFocus *focus);
