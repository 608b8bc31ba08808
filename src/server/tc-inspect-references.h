/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * References of the replicated rows: columns called SOMETHING_id that name a row of another table.
 * What a purge or an old system leaves out is NULL or 0; people of the system are 0. Any thread; on
 * a connection that may read.
 */
#pragma once

#include "tc-database.h"

#include <json-glib/json-glib.h>

/**
 * tc_inspect_references:
 *
 * Reads each table once. A fault of @db is left in it.
 * Returns: (transfer full): [{"column": "TABLE.COLUMN", "count"}] of those that name rows that
 * aren't there.
 */
JsonArray *tc_inspect_references (TcDatabase *db);

/* What such a column names: a table; "" if that isn't to be checked, NULL if nobody knows. */
const char *tc_inspect_find_parent (const char *table, const char *column);
