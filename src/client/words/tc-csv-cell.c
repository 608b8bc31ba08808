/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cells for spreadsheets; see the header.
 */
#include "tc-csv-cell.h"

#include <string.h>

void
tc_csv_append_text (GString *csv, const char *text)
{
  const char *guard = text && *text && strchr ("=+-@\t\r", *text) ? "'" : "";
  g_autoptr (GString) escaped = g_string_new (text);

  g_string_replace (escaped, "\"", "\"\"", 0);
  g_string_append_printf (csv, "\"%s%s\"", guard, escaped->str);
}
