/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which area a place lies in, by the centres of areas: the innermost one in force whose centre is
 * nearest, unless it is farther away than areas lie from their neighbours.
 */
#pragma once

#include "tc-known-rows.h"

typedef struct _TcImportAreas TcImportAreas;

/* @rows: id, code, parent_id, valid_from_us, valid_to_us, lat_e7, lon_e7 */
TcImportAreas *tc_import_areas_new (const TcKnownRows *rows);
void tc_import_areas_free (TcImportAreas *areas);

/* 0: nowhere, or outside. @lat_e7, @lon_e7: TC_NONE: nowhere */
gint64 tc_import_areas_find (const TcImportAreas *areas, gint64 lat_e7, gint64 lon_e7,
                             gint64 at_us);
/* "" for 0. Borrowed. */
const char *tc_import_areas_get_code (const TcImportAreas *areas, gint64 id);
