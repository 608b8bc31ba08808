/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the CSV reader takes what RFC 4180 allows and nothing else, and says where the fault is.
 * Method: small texts and what must become of them, one per rule and limit.
 */
#include "tc-csv.h"

#include "tc-error.h"

#include <string.h>

static TcCsv *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  TcCsv *csv = tc_csv_parse ("a.csv", text, strlen (text), &error);

  g_assert_no_error (error);
  return csv;
}

static void
test_fields (void)
{
  g_autoptr (TcCsv) csv = parse ("code,tên\r\na,\"Một, hai\"\r\nb,\"nói \"\"dạ\"\"\"\n,\n");

  g_assert_cmpuint (tc_csv_get_n_rows (csv), ==, 2);
  g_assert_cmpuint (tc_csv_get_n_columns (csv), ==, 2);
  g_assert_cmpint (tc_csv_find_column (csv, "tên"), ==, 1);
  g_assert_cmpint (tc_csv_find_column (csv, "name"), ==, -1);
  g_assert_cmpstr (tc_csv_get (csv, 0, 1), ==, "Một, hai");
  g_assert_cmpstr (tc_csv_get (csv, 1, 1), ==, "nói \"dạ\"");
  g_assert_cmpuint (tc_csv_get_line (csv, 1), ==, 3);
}

/* As spreadsheets of offices write them. */
static void
test_separators (void)
{
  static const char *const texts[] = {
      "code;tên\r\na;\"x;y\"\r\n;\r\n\r\n",
      "code\ttên\na\tx;y\n\n",
      "\"co,de\";tên\na;\"x;y\"\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (TcCsv) csv = parse (texts[i]);
    g_assert_cmpuint (tc_csv_get_n_columns (csv), ==, 2);
    g_assert_cmpuint (tc_csv_get_n_rows (csv), ==, 1);
    g_assert_cmpstr (tc_csv_get (csv, 0, 1), ==, "x;y");
  }
}

static void
test_places (void)
{
  g_autoptr (TcCsv) csv = parse ("\xef\xbb\xbf"
                                 "a,b\n\"x\r\ny\",ngập\nđường,z");
  g_autofree char *second = tc_csv_dup_place (csv, 0, 1);
  g_autofree char *last = tc_csv_dup_place (csv, 1, 1);
  g_autofree char *header = tc_csv_dup_header_place (csv, 1);

  g_assert_cmpstr (tc_csv_get (csv, 0, 0), ==, "x\ny");
  g_assert_cmpstr (second, ==, "a.csv:3:4");
  g_assert_cmpstr (last, ==, "a.csv:4:7");
  g_assert_cmpstr (header, ==, "a.csv:1:3");
}

static void
test_faults (void)
{
  static const struct {
    const char *text;
    const char *message;
  } cases[] = {
      {"", "a.csv:1:1: the file is empty"},
      {"a,,c\n", "a.csv:1:3: a column without a name"},
      {"a,b,a\n", "a.csv:1:5: the column \"a\" stands twice"},
      {"a,b\n1\n", "a.csv:2:1: 1 fields where the header has 2"},
      {"a,b\n1,2\n1,2,3\n", "a.csv:3:1: 3 fields where the header has 2"},
      {"a,b\n1\n2,3\n4,5,6\n", "a.csv:2:1: 1 fields where the header has 2\n"
                               "a.csv:4:1: 3 fields where the header has 2"},
      {"a,b\n1,x\"y\n", "a.csv:2:4: a quotation mark inside a field that has none around it"},
      {"a,b\n1,\"x\"y\n", "a.csv:2:6: text after the closing quotation mark"},
      {"a,b\n1,\"x\n\n", "a.csv:2:3: the quotation mark that opens here is never closed"},
      {"a,b\n1,x\ry\n", "a.csv:2:4: a carriage return that ends no line"},
      {"a\n\"x\r\r\ny\"\n", "a.csv:2:3: a carriage return that ends no line"},
      {"a,b\nđ,\xc3(\n", "a.csv:2:3: not UTF-8"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (TcCsv) csv = tc_csv_parse ("a.csv", cases[i].text, strlen (cases[i].text), &error);
    g_assert_null (csv);
    g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
    g_assert_cmpstr (error->message, ==, cases[i].message);
  }
}

static void
test_nul (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcCsv) csv = tc_csv_parse ("a.csv", "a\nx\0y\n", 6, &error);

  g_assert_null (csv);
  g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "a.csv:2:2: a NUL byte");
}

static void
assert_limit (GString *text, const char *place)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcCsv) csv = tc_csv_parse ("a.csv", text->str, text->len, &error);

  g_assert_null (csv);
  g_assert_error (error, TC_ERROR, TC_ERROR_LIMIT);
  g_assert_true (g_str_has_prefix (error->message, place));
}

static void
append_many (GString *text, const char *part, guint n)
{
  for (guint i = 0; i < n; i++)
    g_string_append (text, part);
}

static void
test_limits (void)
{
  g_autoptr (GString) field = g_string_new ("a\n");
  g_autoptr (GString) columns = g_string_new ("a");
  g_autoptr (GString) rows = g_string_new ("a\n");
  g_autoptr (GString) bytes = g_string_new ("a\n");

  append_many (field, "x", TC_CSV_FIELD_BYTES_MAX + 1);
  assert_limit (field, "a.csv:2:");
  append_many (columns, ",", TC_CSV_COLUMNS_MAX);
  assert_limit (columns, "a.csv:1:");
  append_many (rows, "x\n", TC_CSV_ROWS_MAX + 1);
  assert_limit (rows, "a.csv:100002:1:");
  append_many (bytes, "xxxxxxxxxxxxxxxx", TC_CSV_BYTES_MAX / 16);
  assert_limit (bytes, "a.csv:1:1:");
}

static void
test_longest_field (void)
{
  g_autoptr (GString) text = g_string_new ("a\n");

  append_many (text, "x", TC_CSV_FIELD_BYTES_MAX);
  g_autoptr (TcCsv) csv = parse (text->str);
  g_assert_cmpuint (strlen (tc_csv_get (csv, 0, 0)), ==, TC_CSV_FIELD_BYTES_MAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/fields", test_fields);
  g_test_add_func ("/csv/separators", test_separators);
  g_test_add_func ("/csv/places", test_places);
  g_test_add_func ("/csv/faults", test_faults);
  g_test_add_func ("/csv/nul", test_nul);
  g_test_add_func ("/csv/limits", test_limits);
  g_test_add_func ("/csv/longest-field", test_longest_field);
  return g_test_run ();
}
