/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The overview: how many incidents there are of what, today beside the usual day, the times it
 * takes, the newest events. Each figure opens its list (win.show-list of the incident panel).
 *
 * Who may read a unit's tasks alone sees those; who may read nothing is told so. Offline all of it
 * is grey and says since when.
 *
 * Actions it adds to the window:
 *   wall-overview  stateful boolean: the overview on the wall; its monitor is the state of
 *                  app.wall-monitor
 *   overview-save  asks where and saves figures (.csv) or chart (.png, .svg); overview-save-as (s)
 *                  takes the path
 */
#pragma once

#include "tc-panel.h"

#define TC_TYPE_OVERVIEW_PANEL (tc_overview_panel_get_type ())
G_DECLARE_FINAL_TYPE (TcOverviewPanel, tc_overview_panel, TC, OVERVIEW_PANEL, GtkWidget)

GtkWidget *tc_overview_panel_new (TcDesk *desk);
