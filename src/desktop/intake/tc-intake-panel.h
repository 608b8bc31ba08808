/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Intake at the desk: calls that were begun on the left, the one at hand in the middle, what is
 * like it and who calls again on the right. What is typed is kept as a draft until it is logged.
 */
#pragma once

#include "tc-panel.h"

#define TC_TYPE_INTAKE_PANEL (tc_intake_panel_get_type ())
G_DECLARE_FINAL_TYPE (TcIntakePanel, tc_intake_panel, TC, INTAKE_PANEL, GtkWidget)

/* (transfer floating) */
GtkWidget *tc_intake_panel_new (TcDesk *desk);
