/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The work column: the incident itself. Title, facts, verbs, what is held back, the composer, the
 * history. It shows what TcIncidentFocus has read and says nothing of what the verbs do: they are
 * actions of the window.
 */
#pragma once

#include "tc-attach-box.h"
#include "tc-composer.h"
#include "tc-files.h"
#include "tc-incident-focus.h"
#include "tc-presence-watch.h"
#include "tc-task-list.h"
#include "tc-unit-chooser.h"

#define TC_TYPE_INCIDENT_WORK (tc_incident_work_get_type ())
G_DECLARE_FINAL_TYPE (TcIncidentWork, tc_incident_work, TC, INCIDENT_WORK, GtkWidget)

/* @focus: followed from now on; @person_id: who is signed in */
void tc_incident_work_set_focus (TcIncidentWork *self, TcIncidentFocus *focus);
/* Who else has it open; once. */
void tc_incident_work_set_presence (TcIncidentWork *self, TcPresenceWatch *watch);
/* After the focus. */
void tc_incident_work_set_files (TcIncidentWork *self, TcFiles *files);
TcComposer *tc_incident_work_get_composer (TcIncidentWork *self);
/* Through it all is attached; it shows what can't be. */
TcAttachBox *tc_incident_work_get_unattached (TcIncidentWork *self);
TcUnitChooser *tc_incident_work_get_chooser (TcIncidentWork *self);
TcTaskList *tc_incident_work_get_tasks (TcIncidentWork *self);
/* Shown above the history until the next call; NULL or "" for nothing. */
void tc_incident_work_show_refusal (TcIncidentWork *self, const char *text);
/* Where the context stands when there is no room for it beside. */
GtkBox *tc_incident_work_get_fold (TcIncidentWork *self);
/* Lines of the history whose ids are in @ids are marked as not sent yet: (element-type gint64): a
 * set, never changed. */
void tc_incident_work_set_waiting (TcIncidentWork *self, GHashTable *ids);
/* What was done here and has no effect, as tc_desk_get_undecided() has it: that about the incident
 * which stands among those not sent yet has a line behind the history. @person_id, @name:
 * (nullable): who is signed in */
void tc_incident_work_set_undecided (TcIncidentWork *self, GPtrArray *undecided, gint64 person_id,
                                     const char *name);
/* Likewise as provisional. */
void tc_incident_work_set_provisional (TcIncidentWork *self, GHashTable *ids);
