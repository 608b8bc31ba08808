/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the words of another system's file mean on a server: its fields and units by a table that an
 * administrator fills in, by code, or by name; and the area that a place lies in. What is not known
 * is a fault, or is made on request.
 *
 * The table is CSV with the columns what ("field" or "unit"), value (as in the file) and code (of
 * ours; "-": none).
 */
#pragma once

#include "tc-import-file.h"
#include "tc-province-plan.h"

typedef struct _TcImportNames TcImportNames;

/* A word that the server doesn't know. */
typedef struct {
  const char *what;       /* (unowned): "field" or "unit" */
  char *value;            /* (owned) */
  char *group;            /* (owned) (nullable): of a field */
  char *name;             /* (owned): that it gets if it is made */
  char *code;             /* (owned): likewise */
  const TcImportRow *row; /* (unowned): where it stands first */
  gint64 id;              /* once it is made; 0 before */
} TcImportUnknown;

/**
 * tc_import_names_new:
 * @file: (unowned): outlives what is returned
 * @source: code of the other system
 * @table: (nullable): see above
 * @faults: (element-type utf8): what is wrong with the table is added
 *
 * Reads the server's fields, units and areas, and looks up every line's. Errors: those of @server;
 * TC_ERROR_NOT_FOUND if it has no province.
 */
TcImportNames *tc_import_names_new (const TcImportFile *file, const char *source,
                                    const TcCsv *table, const TcProvinceServer *server,
                                    gpointer data, GPtrArray *faults,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_import_names_free (TcImportNames *names);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcImportNames, tc_import_names_free)

/* (element-type TcImportUnknown): each once, in the file's order. Borrowed. */
const GPtrArray *tc_import_names_get_unknown (const TcImportNames *names);
/* A sentence for each unknown word, and for each unit that was not there yet when it got a report.
 * @made: the unknown ones are made, so they are no faults. */
void tc_import_names_list_faults (const TcImportNames *names, gboolean made, GPtrArray *faults);
/**
 * tc_import_names_make:
 *
 * Returns: (transfer full) (element-type TcPlanStep): what makes the unknown ones; from then on
 * they are known. Errors: those of the server.
 */
GPtrArray *tc_import_names_make (TcImportNames *names, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* 0: the line names none. */
gint64 tc_import_names_get_field (const TcImportNames *names, const TcImportRow *row);
/* The one in force when it was opened: itself or whom it took over from. 0: none. */
gint64 tc_import_names_get_unit (const TcImportNames *names, const TcImportRow *row);
/* The innermost area in force then whose centre is nearest; 0 if the place lies farther from it
 * than neighbouring areas lie from each other: outside. Boundaries are not known. */
gint64 tc_import_names_get_area (const TcImportNames *names, const TcImportRow *row);
/* What a line's "field", "unit" or "area" is, by code: "" for none, "+CODE" for one that is to be
 * made. (transfer full) */
char *tc_import_names_describe (const TcImportNames *names, const char *what,
                                const TcImportRow *row);

/* [a-z0-9._-], up to 60. */
gboolean tc_import_is_code (const char *text);
