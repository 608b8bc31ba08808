/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How many incidents several filters let through, kept true while data changes.
 *
 * Thread: the main loop's; counting is done on the worker.
 */
#pragma once

#include "tc-incident-queries.h"
#include "tc-watch.h"

#define TC_TYPE_INCIDENT_COUNTS (tc_incident_counts_get_type ())
G_DECLARE_FINAL_TYPE (TcIncidentCounts, tc_incident_counts, TC, INCIDENT_COUNTS, TcWatch)

/* As tc_watch_follow_reader(). @filters: copied; their at_us is now, whenever they are counted */
TcIncidentCounts *tc_incident_counts_new (TcWorker *reader, const TcQueueFilter *filters,
                                          guint n_filters);
/* -1 until it has been counted. */
gint64 tc_incident_counts_get (TcIncidentCounts *self, guint filter);
