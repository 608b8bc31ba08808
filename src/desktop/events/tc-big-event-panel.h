/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Big events: a storm, a flood, a fire, which one incident leads and hundreds belong to. The badge
 * counts what belongs to one that goes on and has no unit.
 */
#pragma once

#include "tc-panel.h"

#define TC_TYPE_BIG_EVENT_PANEL (tc_big_event_panel_get_type ())
G_DECLARE_FINAL_TYPE (TcBigEventPanel, tc_big_event_panel, TC, BIG_EVENT_PANEL, GtkWidget)

/* Actions of the window: event-select (x: id of the incident that leads), and on the one selected
 * event-log, event-figure, event-figure-of (s: kind), event-commander, event-end, event-resume,
 * event-check (s: item), event-propose, event-mark (x), event-add-marked, event-show-list,
 * event-open, event-mode-on, event-mode-off, TC_EVENT_MODE (tc-event-counts.h); event-jot (s:
 * written into its log at once). Of resources event-resource, event-choose-resource (x),
 * event-hand-out, event-take-back, event-resource-change, event-resource-retire. Of quick reports
 * event-report, event-show-report (x), event-print, event-print-to (s: a PDF file). event-count,
 * event-place and event-keeper (s) as if typed; and the composer's: event-write (s), event-send,
 * event-cancel. */
GtkWidget *tc_big_event_panel_new (TcDesk *desk);
