/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Intake at the desk: calls that were begun on the left, the one at hand in the middle, what is
 * like it and who calls again on the right. What is typed is kept as a draft until it is logged.
 */
#pragma once

#include "tc-panel.h"

/* What was seen, not told: opens the intake with its place, and the keyboard where it is said what
 * happened. (xsxsxx): a number of the caller's, the place in words, its area's id (0) and name,
 * lat_e7, lon_e7 (TC_NONE). */
#define TC_INTAKE_LOG_SEEN "log-seen"
/* What was kept of it meanwhile, (xas): that number, paths of files. They are attached to the
 * draft, or to what it was logged as by then. */
#define TC_INTAKE_ATTACH_SEEN "attach-to-seen"

#define TC_TYPE_INTAKE_PANEL (tc_intake_panel_get_type ())
G_DECLARE_FINAL_TYPE (TcIntakePanel, tc_intake_panel, TC, INTAKE_PANEL, GtkWidget)

/* (transfer floating) */
GtkWidget *tc_intake_panel_new (TcDesk *desk);
