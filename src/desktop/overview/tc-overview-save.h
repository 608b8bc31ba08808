/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Saving the overview: all figures as a table (.csv), or its charts as a picture (.png, .svg).
 */
#pragma once

#include "tc-list-take.h"
#include "tc-overview.h"

/* Asks where, then saves; says at the foot of the window what became of it. */
void tc_overview_save (GtkWidget *panel, TcOverview *overview, TcChartMake chart);
/* Likewise without asking; what kind is in the end of @path. */
void tc_overview_save_as (GtkWidget *panel, TcOverview *overview, TcChartMake chart,
                          const char *path);
