/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The overview's figures and newest events as tables, with the words that the screen has.
 */
#pragma once

#include "tc-list-table.h"
#include "tc-overview.h"

/* (transfer full) (nullable): nothing has been counted, or may be read */
TcListTable *tc_overview_to_table (TcOverview *overview);
/* (element-type TcOverviewEvent): who did what when, newest first. (transfer full) */
TcListTable *tc_overview_events_to_table (const GArray *events);
