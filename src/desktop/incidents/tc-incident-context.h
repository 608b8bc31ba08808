/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands around an incident: the place, its cameras, what is like it, the units, what the
 * reporters are owed. A row opens the incident or dispatches the unit that it shows.
 */
#pragma once

#include "tc-desk.h"
#include "tc-incident-focus.h"

#include <gtk/gtk.h>

#define TC_TYPE_INCIDENT_CONTEXT (tc_incident_context_get_type ())
G_DECLARE_FINAL_TYPE (TcIncidentContext, tc_incident_context, TC, INCIDENT_CONTEXT, GtkWidget)

/* @desk: whose photos of what is like it are looked at, to compare them, and whose cameras. */
void tc_incident_context_set_focus (TcIncidentContext *self, TcIncidentFocus *focus, TcDesk *desk);
/* A field is chosen by its name: the action win.classify follows. */
void tc_incident_context_choose_field (TcIncidentContext *self, TcWorker *reader);
/* The place is corrected by what is typed: the action win.correct-place follows. */
void tc_incident_context_edit_place (TcIncidentContext *self, TcDesk *desk);
/* The first report whose person isn't shown yet; 0: none. */
gint64 tc_incident_context_get_unopened (TcIncidentContext *self);
/* The person behind that report, or (0) the first that is shown; 0: none is. @name, @phone: (out)
 * (nullable): borrowed */
gint64 tc_incident_context_get_person (TcIncidentContext *self, gint64 report_id, const char **name,
                                       const char **phone);
/* Shown until another incident is; in place of what was known before. */
void tc_incident_context_show_person (TcIncidentContext *self, gint64 report_id,
                                      const TcReporter *reporter);
