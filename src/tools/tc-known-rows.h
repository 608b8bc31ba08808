/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows of a table that a server has, as texts: what a province's files are compared with. The
 * newest row of a name is the one that counts, so look-ups find the last.
 */
#pragma once

#include <glib.h>

typedef struct _TcKnownRows TcKnownRows;

/* @columns: "id,code,…" */
TcKnownRows *tc_known_rows_new (const char *columns);
void tc_known_rows_free (TcKnownRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcKnownRows, tc_known_rows_free)

/* NULL-terminated. */
const char *const *tc_known_rows_get_columns (const TcKnownRows *rows);
/* @values: (transfer full): as many as columns, and NULL after the last; NULL within is no value */
void tc_known_rows_add (TcKnownRows *rows, char **values);

guint tc_known_rows_get_n (const TcKnownRows *rows);
gboolean tc_known_rows_has_column (const TcKnownRows *rows, const char *column);
/* (nullable): no value */
const char *tc_known_rows_get (const TcKnownRows *rows, guint row, const char *column);
/* 0 where there is no value. */
gint64 tc_known_rows_get_int (const TcKnownRows *rows, guint row, const char *column);
/* Whether what it is about is there no more: it has a time in column `removed_us`, or 'removed' in
 * column `state`. FALSE where the rows have neither. */
gboolean tc_known_rows_is_removed (const TcKnownRows *rows, guint row);
/**
 * tc_known_rows_find:
 * @...: pairs of column and value (nullable: has none), closed by NULL
 *
 * Returns: the last row where all are so, -1 if there is none
 */
int tc_known_rows_find (const TcKnownRows *rows, ...) G_GNUC_NULL_TERMINATED;
