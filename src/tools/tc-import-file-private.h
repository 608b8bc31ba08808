/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file of reports while it is being read. Private to the files tc-import-file.c and -check.c.
 */
#pragma once

#include "tc-database.h"
#include "tc-import-file.h"

typedef struct {
  TcImportFile *file; /* (unowned): being made */
  gint64 now_us;
  int at[TC_IMPORT_N_ROLES]; /* the column that plays a role; -1: none */
  GPtrArray *faults;         /* (owned) (element-type utf8) */
  guint n_faults;
} TcImportReader;

void tc_import_fault (TcImportReader *reader, guint row, TcImportRole role, const char *format, ...)
    G_GNUC_PRINTF (4, 5);
void tc_import_fault_text (TcImportReader *reader, char *text); /* (transfer full) */

/* What lines say of each other; then brings them into the order in which they were opened. */
void tc_import_check_lines (TcImportReader *reader);
