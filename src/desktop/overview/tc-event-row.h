/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One event: when, what, about which incident, by whom. Enter opens the incident.
 */
#pragma once

#include "tc-incident-overview.h"

#include <gtk/gtk.h>

#define TC_TYPE_EVENT_ROW (tc_event_row_get_type ())
G_DECLARE_FINAL_TYPE (TcEventRow, tc_event_row, TC, EVENT_ROW, GtkListBoxRow)

GtkWidget *tc_event_row_new (void);
void tc_event_row_fill (TcEventRow *self, const TcOverviewEvent *event);
