/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the sources behind tc-incident-queries.h share.
 */
#pragma once

#include "tc-incident-queries.h"

/* Fills @row, which is zeroed; FALSE if there is no such incident. */
gboolean tc_incident_row_read (TcDatabase *db, gint64 id, TcIncidentRow *row);
/* A column that holds the code of a state. */
TcIncidentState tc_query_state (TcQuery *query, int column);
