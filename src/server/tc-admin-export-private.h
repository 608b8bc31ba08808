/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can be exported, as data: one query a table. Private to the export verbs.
 */
#pragma once

#include "tc-database.h"

typedef struct {
  const char *name;
  gboolean personal; /* only with a reason */
  /* ?1: rows with a larger first column, ?2: nothing older (us UTC; 0: all), ?3: rows at most.
   * The first column is the number to go on from and isn't told. A name may end with what it is:
   * ":time" (us UTC), ":day" (its day), ":last" (the day before it), ":e7" (degrees * 1e7). */
  const char *sql;
} TcExportTable;

/* Ends with a name of NULL. */
extern const TcExportTable tc_export_tables[];
