/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Saving the overview: all figures as a table (.csv), or today's chart as a picture (.png, .svg).
 */
#pragma once

#include "tc-overview.h"
#include "tc-trend-chart.h"

/* Asks where, then saves; says at the foot of the window what became of it. */
void tc_overview_save (GtkWidget *panel, TcOverview *overview, TcTrendChart *chart);
/* Likewise without asking; what kind is in the end of @path. */
void tc_overview_save_as (GtkWidget *panel, TcOverview *overview, TcTrendChart *chart,
                          const char *path);
