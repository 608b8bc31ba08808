/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: any bytes as a CSV file are refused with a place, or give rows whose every cell can
 * be read and whose text, quoted again, reads the same.
 */
#include "tc-csv.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
write_cell (GString *out, const char *text, gboolean first)
{
  g_autoptr (GString) quoted = g_string_new (text);

  g_string_replace (quoted, "\"", "\"\"", 0);
  g_string_append_printf (out, "%s\"%s\"", first ? "" : ",", quoted->str);
}

static GString *
write_csv (const TcCsv *csv)
{
  GString *out = g_string_new (NULL);

  for (guint column = 0; column < tc_csv_get_n_columns (csv); column++)
    write_cell (out, tc_csv_get_header (csv, column), column == 0);
  for (guint row = 0; row < tc_csv_get_n_rows (csv); row++) {
    g_string_append (out, "\r\n");
    for (guint column = 0; column < tc_csv_get_n_columns (csv); column++)
      write_cell (out, tc_csv_get (csv, row, column), column == 0);
  }
  return out;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcCsv) csv = tc_csv_parse ("f.csv", (const char *) data, size, &error);

  g_assert_true ((csv != NULL) == (error == NULL));
  if (!csv) {
    g_assert_true (g_str_has_prefix (error->message, "f.csv:"));
    return 0;
  }
  g_autoptr (GString) text = write_csv (csv);
  g_autoptr (TcCsv) again = tc_csv_parse ("f.csv", text->str, text->len, &error);
  g_assert_no_error (error);
  g_autoptr (GString) twice = write_csv (again);
  g_assert_cmpstr (text->str, ==, twice->str);
  return 0;
}
