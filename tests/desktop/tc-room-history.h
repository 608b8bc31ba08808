/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sixty days that a control room could have had, the same at each run: more fields, units and
 * areas, and incidents with their reports and first actions, written straight into the tables.
 */
#pragma once

#include "tc-room-fixture.h"

void tc_room_history_fill (TcRoom *room, gint64 now_us);
