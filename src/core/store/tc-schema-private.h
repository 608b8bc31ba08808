/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the store's own files share about the catalogue.
 */
#pragma once

#include "tc-capture.h"

/* The SQL that applies an image of @table with the columns in @mask; kept by the catalogue. */
const char *tc_catalogue_sql (TcCatalogue *catalogue, const TcTable *table, TcRowKind kind,
                              guint64 mask);
