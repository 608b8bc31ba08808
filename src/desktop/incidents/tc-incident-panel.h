/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The incident panel: queue left, the incident in the centre, its context right.
 *
 * Actions it adds to the window (each without a parameter acts on the selection):
 *   open (s)            an incident by code, number or id
 *   take, note, answer, merge, resolve, close-incident, reopen
 *   take-incident (x)   by id
 *   dispatch            to the proposed unit, held five seconds
 *   dispatch-unit (s)   to a unit by id; dispatch-to (ss) incident and unit by their codes
 *   edit-title, edit-place   what is typed then; title (xxs): with the field that it has;
 *   place, correct-place     (tc-incident-correction.h), the second can be taken back
 *   merge-into (xsxs)   id and code of one, and of the other that it goes into
 *   unmerge (xx)        by id, out of the other; unmerge-many (xax) out of that one all these
 *   take-apart, open-leader   of one that was merged
 *   link-incident       with what is typed then; link-codes (ss): both, or with the one shown
 *   merge-codes (ss)    what was typed: a code, and those of others or ""
 *   keep-back           takes the newest held dispatch back
 *   write (s), send     text into the open composer, and Enter
 *   find                into the entry that searches in the list; find-text (s): searches
 *   admit               lets new incidents into the queue
 *   filter (s)          stateful: "open", "mine", "untaken", "soon", "all"; "chosen" while a list
 *                       stands there that was opened with
 *   show-list (a{sv})   shows the panel with what a filter of tc-incident-filter.h lets through
 */
#pragma once

#include "tc-panel.h"

#define TC_TYPE_INCIDENT_PANEL (tc_incident_panel_get_type ())
G_DECLARE_FINAL_TYPE (TcIncidentPanel, tc_incident_panel, TC, INCIDENT_PANEL, GtkWidget)

GtkWidget *tc_incident_panel_new (TcDesk *desk);
