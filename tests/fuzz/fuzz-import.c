/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: any mapping (up to the first NUL) and any file (behind it) are refused in words, or
 * give reports that hold what a report must.
 */
#include "tc-import-file.h"

#include <string.h>

#define NOW_US (G_GINT64_CONSTANT (1767225600) * G_USEC_PER_SEC)

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_rows (const TcImportFile *file)
{
  for (guint i = 0; i < file->rows->len; i++) {
    const TcImportRow *row = g_ptr_array_index (file->rows, i);
    g_assert_true (row->id && *row->id && row->text && *row->text && row->channel);
    g_assert_cmpint (row->opened_us, <=, NOW_US);
    g_assert_true (g_str_equal (row->state, "open") || row->closed_us >= row->opened_us);
    g_assert_true (ABS (row->lat_e7) <= 900000000 || row->lat_e7 == G_MININT64);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const guint8 *end = size > 0 ? memchr (data, 0, size) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) faults = NULL;

  if (!end)
    return 0;
  TcImportMap *map = tc_import_map_parse ("m", (const char *) data, (gsize) (end - data), &error);
  if (!map) {
    g_assert_true (g_str_has_prefix (error->message, "m: "));
    return 0;
  }
  TcCsv *csv = tc_csv_parse ("f", (const char *) end + 1, size - (gsize) (end + 1 - data), NULL);
  if (!csv) {
    tc_import_map_free (map);
    return 0;
  }
  g_autoptr (TcImportFile) file = tc_import_file_read (csv, map, NOW_US, &faults);
  g_assert_true ((file != NULL) == (faults->len == 0));
  if (file)
    check_rows (file);
  return 0;
}
