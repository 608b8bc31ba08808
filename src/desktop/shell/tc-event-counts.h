/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the panel of big events and the wall share: which event a desk is set up for, and what
 * belongs to one, counted, as bars.
 */
#pragma once

#include "tc-bar-list.h"
#include "tc-big-event-watch.h"

/* Action of the window whose state (x) is the event that the desk is set up for; 0: none. */
#define TC_EVENT_MODE "event-mode"

/* @view: with an event; @brief: how many have no unit is seen by the bar alone */
void tc_event_counts_fill (TcBarList *list, const TcBigEventView *view, TcEventCounting by,
                           gboolean brief);
