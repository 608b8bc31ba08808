/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One file of an export as it is being written: CSV (RFC 4180), GeoJSON or JSON Lines, in UTF-8,
 * with its SHA-256 and the number of its rows. Rows come as the server tells them: texts by column,
 * a column's name with what it is after ':' (time, day, last, e7, json).
 *
 * Faults are kept: after one nothing more is written, and closing tells it.
 */
#pragma once

#include <glib.h>

typedef enum {
  TC_EXPORT_CSV,
  TC_EXPORT_GEOJSON, /* of columns lat and lon; rows without a place are left out */
  TC_EXPORT_JSON_LINES,
} TcExportForm;

typedef struct _TcExportFile TcExportFile;

/* @zone: (unowned): of days. Errors, when closed: G_IO_ERROR. */
TcExportFile *tc_export_file_new (const char *dir, const char *name, TcExportForm form,
                                  GTimeZone *zone);
/* Names of the columns, as the server tells them; once, before the first row. @columns:
 * NULL-terminated */
void tc_export_file_begin (TcExportFile *file, const char *const *columns);
/* @values: as many as columns, each may be NULL */
void tc_export_file_add (TcExportFile *file, const char *const *values);
/**
 * tc_export_file_close:
 * @digest: (out) (transfer full): SHA-256, hexadecimal
 * @rows: (out)
 *
 * Writes the end and brings all of it to the disk; @file is gone. Errors: G_IO_ERROR, with the
 * name.
 */
gboolean tc_export_file_close (TcExportFile *file, char **digest, guint64 *rows,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A value as files show it. @kind: what stands after ':'; NULL: text. (transfer full) */
char *tc_export_format (const char *kind, const char *value, GTimeZone *zone);
/* With its quotation marks. */
void tc_export_append_json (GString *out, const char *text);
