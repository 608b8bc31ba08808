/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is written can be read by anybody: CSV by our own strict reader, JSON by a parser,
 * places and times as they are. Method: rows with everything that needs quoting; values of each
 * kind; a folder that isn't there.
 */
#include "tc-export-file.h"

#include "tc-csv.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

static const char *const columns[] = {"name", "at:time", "lat:e7", "lon:e7", "args:json", NULL};
static const char *const rows[][5] = {
    {"Một, \"hai\"\nba", "1642790820000000", "97825000", "1054700000", "{\"a\":1}"},
    {NULL, NULL, NULL, NULL, NULL},
    {" đầu", "1642790820000001", "-5", "0", "[]"},
};

/* Writes the rows; the text of the file. */
static char *
write_rows (TcExportForm form, guint64 *n)
{
  g_autofree char *dir = g_dir_make_tmp ("export-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "a", NULL);
  g_autofree char *digest = NULL;
  g_autoptr (GError) error = NULL;
  TcExportFile *file = tc_export_file_new (dir, "a", form, NULL);
  char *text = NULL;

  tc_export_file_begin (file, columns);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    tc_export_file_add (file, rows[i]);
  g_assert_true (tc_export_file_close (file, &digest, n, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_autofree char *expected = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  g_assert_cmpstr (digest, ==, expected);
  g_unlink (path);
  g_rmdir (dir);
  return text;
}

static void
test_csv (void)
{
  guint64 n;
  g_autofree char *text = write_rows (TC_EXPORT_CSV, &n);
  g_autoptr (GError) error = NULL;
  g_autoptr (TcCsv) csv = tc_csv_parse ("a", text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 3);
  /* A row without any text is passed over when it is read. */
  g_assert_cmpuint (tc_csv_get_n_rows (csv), ==, 2);
  g_assert_cmpstr (tc_csv_get_header (csv, 1), ==, "at");
  g_assert_cmpstr (tc_csv_get (csv, 0, 0), ==, "Một, \"hai\"\nba");
  g_assert_cmpstr (tc_csv_get (csv, 0, 1), ==, "2022-01-21T18:47:00Z");
  g_assert_cmpstr (tc_csv_get (csv, 0, 2), ==, "9.7825");
  g_assert_cmpstr (tc_csv_get (csv, 1, 0), ==, " đầu");
  g_assert_cmpstr (tc_csv_get (csv, 1, 1), ==, "2022-01-21T18:47:00.000001Z");
  g_assert_cmpstr (tc_csv_get (csv, 1, 2), ==, "-0.0000005");
  g_assert_cmpstr (tc_csv_get (csv, 1, 3), ==, "0.0");
}

static JsonParser *
parse (const char *text)
{
  JsonParser *parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_data (parser, text, -1, &error);
  g_assert_no_error (error);
  return parser;
}

static void
test_geojson (void)
{
  guint64 n;
  g_autofree char *text = write_rows (TC_EXPORT_GEOJSON, &n);
  g_autoptr (JsonParser) parser = parse (text);
  JsonObject *root = json_node_get_object (json_parser_get_root (parser));
  JsonArray *features = json_object_get_array_member (root, "features");

  /* What has no place isn't there. */
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (json_array_get_length (features), ==, 2);
  JsonObject *feature = json_array_get_object_element (features, 0);
  JsonObject *geometry = json_object_get_object_member (feature, "geometry");
  JsonArray *place = json_object_get_array_member (geometry, "coordinates");
  g_assert_cmpfloat (json_array_get_double_element (place, 0), ==, 105.47);
  g_assert_cmpfloat (json_array_get_double_element (place, 1), ==, 9.7825);
  JsonObject *properties = json_object_get_object_member (feature, "properties");
  g_assert_cmpstr (json_object_get_string_member (properties, "name"), ==, "Một, \"hai\"\nba");
  g_assert_false (json_object_has_member (properties, "lat"));
}

static void
test_json_lines (void)
{
  guint64 n;
  g_autofree char *text = write_rows (TC_EXPORT_JSON_LINES, &n);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_autoptr (JsonParser) first = parse (lines[0]);
  JsonObject *object = json_node_get_object (json_parser_get_root (first));
  g_assert_cmpint (json_object_get_int_member (json_object_get_object_member (object, "args"), "a"),
                   ==, 1);
  g_autoptr (JsonParser) second = parse (lines[1]);
  object = json_node_get_object (json_parser_get_root (second));
  g_assert_true (json_object_get_null_member (object, "name"));
}

static void
test_values (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Ho_Chi_Minh");
  /* 2025-07-01 in Vietnam, and the last day before it. */
  g_autofree char *day = tc_export_format ("day", "1751302800000000", zone);
  g_autofree char *last = tc_export_format ("last", "1751302800000000", zone);
  g_autofree char *nothing = tc_export_format ("time", NULL, zone);
  g_autofree char *text = tc_export_format (NULL, "x", zone);

  g_assert_cmpstr (day, ==, "2025-07-01");
  g_assert_cmpstr (last, ==, "2025-06-30");
  g_assert_cmpstr (nothing, ==, "");
  g_assert_cmpstr (text, ==, "x");
}

static void
test_fault (void)
{
  TcExportFile *file = tc_export_file_new ("/nonexistent", "a", TC_EXPORT_CSV, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *digest = NULL;
  guint64 n = 7;

  tc_export_file_begin (file, columns);
  tc_export_file_add (file, rows[0]);
  g_assert_false (tc_export_file_close (file, &digest, &n, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_true (g_str_has_prefix (error->message, "a: "));
  g_assert_cmpuint (n, ==, 7);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export-file/csv", test_csv);
  g_test_add_func ("/export-file/geojson", test_geojson);
  g_test_add_func ("/export-file/json-lines", test_json_lines);
  g_test_add_func ("/export-file/values", test_values);
  g_test_add_func ("/export-file/fault", test_fault);
  return g_test_run ();
}
