/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A filter of the queue as plain data, a{sv}, so that an action can be given a list to show.
 *
 * Keys, all optional and all holding at once: field, unit, area (x: id; 0: none), event (x: id),
 * priority (x), untaken, late, soon (b), age-from, age-until (x: us), state (s), one of the pairs
 * received-from and received-until, resolved-…, reported-… (x: us UTC, half-open), with the last
 * also channel (s); by-channel (s); title (s): the list in words; text (s): what is searched in it;
 * list (s): in which they are looked for: "open", "mine", "untaken", "soon" or "all"; without it
 * what each lets through stands with TcQueueMatch. How it stands: group (s): "none", "state",
 * "field", "area", "due", "unit", "priority"; sort (s): "late", "new"; columns (s): a text of
 * tc-queue-columns.h; without them as ever.
 */
#pragma once

#include "tc-incident-queries.h"
#include "tc-queue-columns.h"

#define TC_FILTER_COLUMNS "columns"

/* Returns: (transfer floating). @title: (nullable) */
GVariant *tc_incident_filter_to_variant (const TcQueueFilter *filter, const char *title);
/* Likewise with how it stands: what is kept under a name. @columns: left out where they are what
 * everybody begins with. Returns: (transfer floating) */
GVariant *tc_incident_filter_to_look (const TcQueueFilter *filter, const TcQueueColumns *columns);
const char *tc_incident_filter_word_grouping (TcQueueGrouping grouping); /* "none", … */
gboolean tc_incident_filter_read_grouping (const char *name, TcQueueGrouping *grouping);
/* FALSE for a key or value that it doesn't know; @out and @title are then untouched. @title: (out)
 * (transfer full) (nullable) */
gboolean tc_incident_filter_from_variant (GVariant *data, TcQueueFilter *out, char **title);
