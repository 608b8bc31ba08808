/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The room as a whole, counted again while somebody looks: what stands, today and the newest
 * events after each change (debounced) and every half minute; the usual day and the times it takes
 * every ten minutes, since the past hardly changes.
 *
 * What the person may not read is never counted as nothing: ask tc_overview_get_access() first.
 *
 * Thread: the main loop's; counting is done on the worker, and given up when nobody waits any more.
 */
#pragma once

#include "tc-incident-overview.h"
#include "tc-worker.h"

#define TC_TYPE_OVERVIEW (tc_overview_get_type ())
G_DECLARE_FINAL_TYPE (TcOverview, tc_overview, TC, OVERVIEW, GObject)

#define TC_OVERVIEW_EVENTS_MAX 40
#define TC_OVERVIEW_EMERGENCIES_MAX 6

/* Signal: ::changed (): something was counted again, or could not be. */
TcOverview *tc_overview_new (TcWorker *reader, gint64 staff_id);
/* Each who looks says so, and again when no more: it counts only for those who look. */
void tc_overview_look (TcOverview *self, gboolean looking);

/* FALSE until it was counted for the first time; all that follows is NULL until then. */
gboolean tc_overview_get_access (TcOverview *self, TcOverviewAccess *access);
/* (nullable), valid until ::changed, like all that follow. */
const TcOverviewStanding *tc_overview_get_standing (TcOverview *self);
const TcOverviewToday *tc_overview_get_today (TcOverview *self);
const TcOverviewUsual *tc_overview_get_usual (TcOverview *self);
/* @week: 0 this one, 1 the last */
const TcOverviewTimes *tc_overview_get_times (TcOverview *self, guint week);
/* Newest first. (element-type TcOverviewEvent) */
GArray *tc_overview_get_events (TcOverview *self);
/* Open tasks of the person's units, with TC_OVERVIEW_TASKS. (element-type TcTask) */
GArray *tc_overview_get_tasks (TcOverview *self);
/* Emergencies that are handled, in the order of tc_overview_emergencies(); how many there are in
 * all is in what stands. (element-type TcIncidentRow) */
GArray *tc_overview_get_emergencies (TcOverview *self);
/* When it was last counted; 0. */
gint64 tc_overview_get_counted_us (TcOverview *self);

/* What TcDesk::rows-changed and TcDesk::replaced say. */
void tc_overview_rows_changed (TcOverview *self, const char *table, GArray *ids);
void tc_overview_replaced (TcOverview *self);
