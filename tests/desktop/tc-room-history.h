/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sixty days that a control room could have had, the same at each run: more fields, units and
 * areas, and incidents with their reports and first actions, written straight into the tables.
 */
#pragma once

#include "tc-room-fixture.h"

void tc_room_history_fill (TcRoom *room, gint64 now_us);

/* This morning, which a room has with or without that. */

/* A report by Open311; of a kind of traffic, or not classified. Returns the incident. */
gint64 tc_room_report_at (TcRoom *room, const char *title, gint64 priority, gint64 at_us);
gint64 tc_room_report_text (TcRoom *room, const char *text, gboolean classified);
/* A private one on behalf of somebody else, with an answer to a question. */
gint64 tc_room_report_private (TcRoom *room);
/* Enough that the queue has something to show. */
void tc_room_fill_morning (TcRoom *room);
/* Two fields of which something can be learnt. */
void tc_room_add_fields (TcRoom *room);
