/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A filter of the queue as plain data, a{sv}, so that an action can be given a list to show.
 *
 * Keys, all optional and all holding at once: field, unit, area (x: id; 0: none), event (x: id),
 * priority (x), untaken, late, soon (b), age-from, age-until (x: us), state (s), one of the pairs
 * received-from and received-until, resolved-…, reported-… (x: us UTC, half-open), with the last
 * also channel (s); title (s): the list in words; text (s): what is searched in it. In place of
 * those that choose there may be list (s): "open", "mine", "untaken", "soon" or "all". What each
 * lets through stands with TcQueueMatch.
 */
#pragma once

#include "tc-incident-queries.h"

/* Returns: (transfer floating). @title: (nullable) */
GVariant *tc_incident_filter_to_variant (const TcQueueFilter *filter, const char *title);
/* FALSE for a key or value that it doesn't know; @out and @title are then untouched. @title: (out)
 * (transfer full) (nullable) */
gboolean tc_incident_filter_from_variant (GVariant *data, TcQueueFilter *out, char **title);
