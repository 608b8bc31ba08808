/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A strict reader of CSV: RFC 4180 in UTF-8, with a header line of distinct names and as many
 * fields in every row. What spreadsheets make of it is taken too: line ends CRLF or LF, a byte
 * order mark at the start, fields separated by ';' or tabs (whichever of the three stands most
 * often in the header line), rows without any text, which are passed over. What is not right is
 * refused with its place, never guessed at.
 *
 * Limits: TC_CSV_BYTES_MAX a file, TC_CSV_ROWS_MAX rows, TC_CSV_COLUMNS_MAX fields a row,
 * TC_CSV_FIELD_BYTES_MAX bytes a field.
 *
 * Source: RFC 4180, section 2.
 */
#pragma once

#include <glib.h>

#define TC_CSV_BYTES_MAX (64 * 1024 * 1024)
#define TC_CSV_ROWS_MAX 100000
#define TC_CSV_COLUMNS_MAX 64
#define TC_CSV_FIELD_BYTES_MAX (32 * 1024)
/* Rows with another number of fields are all named, in one message of so many lines at most. */
#define TC_CSV_FAULTS_MAX 20

typedef struct _TcCsv TcCsv;

/**
 * tc_csv_parse:
 * @name: of the file, for messages
 * @data: (nullable): @size bytes
 *
 * Errors: TC_ERROR_INVALID, TC_ERROR_LIMIT, each with a message "NAME:LINE:COLUMN: …", both from 1,
 * the column in characters. Thread: any.
 */
TcCsv *tc_csv_parse (const char *name, const char *data, gsize size,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Likewise from a file in one of the encodings of tc-encoding.h (NULL: told by its bytes); also
 * G_FILE_ERROR. The name in messages is the last part of @path. */
TcCsv *tc_csv_load (const char *path, const char *encoding,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_csv_free (TcCsv *csv);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcCsv, tc_csv_free)

const char *tc_csv_get_name (const TcCsv *csv);
guint tc_csv_get_n_columns (const TcCsv *csv);
/* Rows below the header. */
guint tc_csv_get_n_rows (const TcCsv *csv);
/* -1 if no column has that name. */
int tc_csv_find_column (const TcCsv *csv, const char *name);
const char *tc_csv_get_header (const TcCsv *csv, guint column);
/* Borrowed; "" where nothing stands. */
const char *tc_csv_get (const TcCsv *csv, guint row, guint column);
/* The line that a row begins on, from 1. */
guint tc_csv_get_line (const TcCsv *csv, guint row);
/* "NAME:LINE:COLUMN" of a field's first character. (transfer full) */
char *tc_csv_dup_place (const TcCsv *csv, guint row, guint column);
/* Likewise of a header's. (transfer full) */
char *tc_csv_dup_header_place (const TcCsv *csv, guint column);
