/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file of another system's reports, read by a mapping and checked whole: every value by its role,
 * and what the values of a line and the lines of the file say of each other. All faults are
 * gathered, each with file, line and column. Asks no server: what a server knows (fields, units,
 * what is there already) is asked in tc-import-plan.h.
 */
#pragma once

#include "tc-csv.h"
#include "tc-import-map.h"

/* More faults than that are counted, not listed. */
#define TC_IMPORT_FAULTS_MAX 50

typedef struct {
  guint row;          /* of the file */
  char *id;           /* (owned), as all texts here */
  const char *state;  /* (unowned): "open", "closed", "rejected", "redirected" */
  char *outcome;      /* (nullable): why it was closed, rejected or redirected; never while open */
  char *closing_text; /* (nullable), as all that follow but text */
  char *title;
  char *text;
  char *field;
  char *field_name;
  char *group;
  char *unit;
  char *unit_name;
  char *address;
  const char *channel; /* (unowned) */
  char *reporter_name;
  char *reporter_phone;
  char *reporter_email;
  char *attributes; /* JSON object of the columns that are kept */
  gint64 opened_us;
  gint64 due_us;    /* TC_NONE: none */
  gint64 closed_us; /* TC_NONE while open */
  gint64 lat_e7;    /* TC_NONE: nowhere */
  gint64 lon_e7;
} TcImportRow;
/* A GCompareFunc of pointers to them: by their place in the file. */
int tc_import_row_compare (gconstpointer a, gconstpointer b);

typedef struct {
  TcCsv *csv;       /* (owned) */
  TcImportMap *map; /* (owned) */
  GPtrArray *rows;  /* (owned) (element-type TcImportRow): by the time they were opened */
} TcImportFile;

/**
 * tc_import_file_read:
 * @csv: (transfer full)
 * @map: (transfer full)
 * @now_us: nothing was opened or closed after it
 * @faults: (out) (transfer full) (element-type utf8): sentences "FILE:LINE:COLUMN: …", empty if all
 *   is well
 *
 * Returns: (nullable): NULL if there are faults. Thread: any.
 */
TcImportFile *tc_import_file_read (TcCsv *csv, TcImportMap *map, gint64 now_us,
                                   GPtrArray **faults) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full) (nullable): a sentence if the header can't be one, whatever the mapping. */
char *tc_import_file_judge_header (const TcCsv *csv);
void tc_import_file_free (TcImportFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcImportFile, tc_import_file_free)

/* "FILE:LINE:COLUMN: HEADER" of what plays @role. (transfer full) */
char *tc_import_file_dup_place (const TcImportFile *file, const TcImportRow *row,
                                TcImportRole role);
