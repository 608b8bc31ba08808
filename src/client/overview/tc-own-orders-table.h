/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The open orders of a unit as a table. Who reported it stays on the screen: it was given to the
 * unit for a time.
 */
#pragma once

#include "tc-incident-queries.h"
#include "tc-list-table.h"

/* @tasks: (element-type TcTask). (transfer full) */
TcListTable *tc_own_orders_to_table (const GArray *tasks, gint64 now_us);
