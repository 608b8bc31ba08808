/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The newest events: who did what when. While the pointer or the focus is in it nothing moves; a
 * line says how many have come, and lets them in.
 */
#pragma once

#include "tc-desk.h"
#include "tc-incident-overview.h"

#include <gtk/gtk.h>

#define TC_TYPE_EVENT_LIST (tc_event_list_get_type ())
G_DECLARE_FINAL_TYPE (TcEventList, tc_event_list, TC, EVENT_LIST, GtkWidget)

/* @events: (nullable) (element-type TcOverviewEvent): newest first */
void tc_event_list_set (TcEventList *self, GArray *events);
/* From then on it can be saved and printed, by actions of @window that begin with newest-; on a
 * wall it can't. */
void tc_event_list_attach (TcEventList *self, TcDesk *desk, GActionMap *window);
