/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Filling figures and bars with what was counted, for the panel and for the wall. @since: since
 * when nothing new has come, in words, which then stand in place of what a figure is judged by;
 * NULL while all is well.
 */
#pragma once

#include "tc-bar-list.h"
#include "tc-desk.h"
#include "tc-figure.h"
#include "tc-overview.h"

/* Since when nothing comes from elsewhere, or nothing is counted; 0 while all is well. */
gint64 tc_overview_find_since (TcDesk *desk, TcOverview *overview);

void tc_overview_fill_handled (TcFigure *figure, TcOverview *overview, const char *since);
void tc_overview_fill_untaken (TcFigure *figure, TcOverview *overview, const char *since);
/* @brief: without the unit that has most of them */
void tc_overview_fill_late (TcFigure *figure, TcOverview *overview, gboolean brief,
                            const char *since);
void tc_overview_fill_soon (TcFigure *figure, TcOverview *overview, const char *since);
/* How many reports today; without the list that it opens. */
void tc_overview_fill_reports (TcFigure *figure, TcOverview *overview, const char *since);
void tc_overview_fill_fields (TcBarList *list, TcOverview *overview);
