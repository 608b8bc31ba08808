/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows as texts; see the header.
 */
#include "tc-known-rows.h"

#include <stdarg.h>

struct _TcKnownRows {
  char **columns; /* (owned) */
  guint n_columns;
  GPtrArray *rows; /* (owned) (element-type char **): n_columns values, each may be NULL */
};

TcKnownRows *
tc_known_rows_new (const char *columns)
{
  TcKnownRows *rows = g_new0 (TcKnownRows, 1);

  rows->columns = g_strsplit (columns, ",", -1);
  rows->n_columns = g_strv_length (rows->columns);
  rows->rows = g_ptr_array_new ();
  return rows;
}

void
tc_known_rows_free (TcKnownRows *rows)
{
  for (guint i = 0; i < rows->rows->len; i++) {
    char **values = g_ptr_array_index (rows->rows, i);
    for (guint j = 0; j < rows->n_columns; j++)
      g_free (values[j]);
    g_free (values);
  }
  g_ptr_array_unref (rows->rows);
  g_strfreev (rows->columns);
  g_free (rows);
}

const char *const *
tc_known_rows_get_columns (const TcKnownRows *rows)
{
  return (const char *const *) rows->columns;
}

void
tc_known_rows_add (TcKnownRows *rows, char **values)
{
  g_ptr_array_add (rows->rows, values);
}

guint
tc_known_rows_get_n (const TcKnownRows *rows)
{
  return rows->rows->len;
}

static int
find_column (const TcKnownRows *rows, const char *column)
{
  for (guint i = 0; i < rows->n_columns; i++) {
    if (g_str_equal (rows->columns[i], column))
      return (int) i;
  }
  return -1;
}

gboolean
tc_known_rows_has_column (const TcKnownRows *rows, const char *column)
{
  return find_column (rows, column) >= 0;
}

const char *
tc_known_rows_get (const TcKnownRows *rows, guint row, const char *column)
{
  int at = find_column (rows, column);

  g_assert (at >= 0 && row < rows->rows->len);
  return ((char **) g_ptr_array_index (rows->rows, row))[at];
}

gint64
tc_known_rows_get_int (const TcKnownRows *rows, guint row, const char *column)
{
  const char *text = tc_known_rows_get (rows, row, column);

  return text ? g_ascii_strtoll (text, NULL, 10) : 0;
}

gboolean
tc_known_rows_is_removed (const TcKnownRows *rows, guint row)
{
  if (tc_known_rows_has_column (rows, "removed_us") && tc_known_rows_get (rows, row, "removed_us"))
    return TRUE;
  return tc_known_rows_has_column (rows, "state") &&
         g_strcmp0 (tc_known_rows_get (rows, row, "state"), "removed") == 0;
}

static gboolean
row_is (const TcKnownRows *rows, guint row, va_list pairs)
{
  for (const char *column = va_arg (pairs, const char *); column;
       column = va_arg (pairs, const char *)) {
    const char *value = va_arg (pairs, const char *);
    if (g_strcmp0 (tc_known_rows_get (rows, row, column), value) != 0)
      return FALSE;
  }
  return TRUE;
}

int
tc_known_rows_find (const TcKnownRows *rows, ...)
{
  for (guint i = rows->rows->len; i > 0; i--) {
    va_list pairs;
    va_start (pairs, rows);
    gboolean found = row_is (rows, i - 1, pairs);
    va_end (pairs);
    if (found)
      return (int) i - 1;
  }
  return -1;
}
