/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the lines of a file of reports say of each other: a number stands once, and no place is far
 * from all others that would be among them with its two numbers exchanged.
 */
#include "tc-import-file-private.h"

#include <glib/gi18n-lib.h>

/* So few places have no middle worth the name. */
#define PLACES_MIN 3
#define NEAR_E7 ((gint64) 2 * 10000000)
#define FAR_E7 ((gint64) 20 * 10000000)

static void
check_ids (TcImportReader *reader)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *rows = reader->file->rows;

  for (guint i = 0; i < rows->len; i++) {
    TcImportRow *row = g_ptr_array_index (rows, i);
    const TcImportRow *first = row->id ? g_hash_table_lookup (seen, row->id) : NULL;
    if (first)
      tc_import_fault (reader, row->row, TC_IMPORT_ID, _ ("\"%s\" stands already on line %u"),
                       row->id, tc_csv_get_line (reader->file->csv, first->row));
    else if (row->id)
      g_hash_table_insert (seen, row->id, row);
  }
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *) a;
  gint64 other = *(const gint64 *) b;

  return (one > other) - (one < other);
}

/* The middle of all latitudes or longitudes; FALSE if there are too few. */
static gboolean
find_middle (const GPtrArray *rows, gsize offset, gint64 *middle)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < rows->len; i++) {
    gint64 value = G_STRUCT_MEMBER (gint64, g_ptr_array_index (rows, i), offset);
    if (value != TC_NONE)
      g_array_append_val (values, value);
  }
  if (values->len < PLACES_MIN)
    return FALSE;
  g_array_sort (values, compare_numbers);
  *middle = g_array_index (values, gint64, values->len / 2);
  return TRUE;
}

static gboolean
is_within (gint64 lat, gint64 lon, gint64 middle_lat, gint64 middle_lon, gint64 distance)
{
  return ABS (lat - middle_lat) <= distance && ABS (lon - middle_lon) <= distance;
}

static void
check_places (TcImportReader *reader)
{
  GPtrArray *rows = reader->file->rows;
  gint64 lat;
  gint64 lon;

  if (!find_middle (rows, G_STRUCT_OFFSET (TcImportRow, lat_e7), &lat) ||
      !find_middle (rows, G_STRUCT_OFFSET (TcImportRow, lon_e7), &lon))
    return;
  for (guint i = 0; i < rows->len; i++) {
    const TcImportRow *row = g_ptr_array_index (rows, i);
    if (row->lat_e7 != TC_NONE && !is_within (row->lat_e7, row->lon_e7, lat, lon, FAR_E7) &&
        is_within (row->lon_e7, row->lat_e7, lat, lon, NEAR_E7))
      tc_import_fault (reader, row->row, TC_IMPORT_LAT,
                       _ ("far from all other lines, and near them with latitude and longitude "
                          "exchanged"));
  }
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const TcImportRow *one = *(TcImportRow *const *) a;
  const TcImportRow *other = *(TcImportRow *const *) b;

  if (one->opened_us != other->opened_us)
    return one->opened_us < other->opened_us ? -1 : 1;
  return (one->row > other->row) - (one->row < other->row);
}

void
tc_import_check_lines (TcImportReader *reader)
{
  check_ids (reader);
  check_places (reader);
  g_ptr_array_sort (reader->file->rows, compare_rows);
}
