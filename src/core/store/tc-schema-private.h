/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the store's own files share about the catalogue.
 */
#pragma once

#include "tc-capture.h"

/* Beside the kinds of image: an insert of a row that may be there already, and then stays. */
#define TC_ROW_FILL 4

/* The SQL that applies an image of @table with the columns in @mask; kept by the catalogue. */
const char *tc_catalogue_sql (TcCatalogue *catalogue, const TcTable *table, int kind, guint64 mask);
TcPassedOver *tc_catalogue_note_passed_over (TcCatalogue *catalogue);
