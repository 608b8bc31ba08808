/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The overview's figures as a table: for a spreadsheet, with the words that the screen has.
 */
#pragma once

#include "tc-overview.h"

/* CSV (RFC 4180) in UTF-8 with its mark, as spreadsheets of offices want it. (transfer full)
 * (nullable): nothing has been counted, or may be read */
char *tc_overview_to_csv (TcOverview *overview);
