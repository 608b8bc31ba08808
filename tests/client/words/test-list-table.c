/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a list as a table is the same in a spreadsheet and on paper, and nothing in it is a
 * formula. Method: texts in, CSV out, and back.
 */
#include "tc-list-table.h"

static const TcListColumn columns[] = {{"Code", 1}, {"What, and \"who\"", 2}, {"By", 0}};

static TcListTable *
make (void)
{
  TcListTable *table = tc_list_table_new ("JOURNAL", "Not done yet", columns, 3);
  const char *const one[] = {"PA-1", "=HYPERLINK(\"x\")", "lan"};
  const char *const other[] = {"PA-2", "hai dòng\ntrong một ô, “đúng”", NULL};

  tc_list_table_add (table, one);
  tc_list_table_add (table, other);
  return table;
}

static void
test_csv (void)
{
  g_autoptr (TcListTable) table = make ();
  g_autofree char *csv = tc_list_table_to_csv (table);

  g_assert_cmpstr (csv, ==,
                   "\xef\xbb\xbf\"Code\",\"What, and \"\"who\"\"\",\"By\"\r\n"
                   "\"PA-1\",\"'=HYPERLINK(\"\"x\"\")\",\"lan\"\r\n"
                   "\"PA-2\",\"hai dòng\ntrong một ô, “đúng”\",\"\"\r\n");
}

static void
test_back (void)
{
  g_autoptr (TcListTable) table = make ();
  g_autofree char *csv = tc_list_table_to_csv (table);
  g_autoptr (TcListTable) back = tc_list_table_new_of_csv ("JOURNAL", "Not done yet", csv);
  g_autofree char *again = tc_list_table_to_csv (back);

  g_assert_cmpstr (again, ==, csv);
  g_assert_cmpuint (tc_list_table_get_n_columns (back), ==, 3);
  g_assert_cmpuint (tc_list_table_get_length (back), ==, 2);
  g_assert_cmpstr (tc_list_table_get_column (back, 1)->caption, ==, "What, and \"who\"");
  /* On paper no apostrophe stands before it. */
  g_assert_cmpstr (tc_list_table_get_cell (back, 0, 1), ==, "=HYPERLINK(\"x\")");
  g_assert_cmpstr (tc_list_table_get_cell (back, 1, 2), ==, "");
  g_assert_cmpfloat (tc_list_table_get_column (back, 1)->share, >,
                     tc_list_table_get_column (back, 0)->share);
}

static void
test_numbers (void)
{
  g_autoptr (TcListTable)
      table = tc_list_table_new_of_csv ("", "", "\"Figure\",Number\r\n\"Late\",3\r\n\"None\",\r\n");

  g_assert_cmpuint (tc_list_table_get_length (table), ==, 2);
  g_assert_cmpstr (tc_list_table_get_cell (table, 0, 1), ==, "3");
  g_assert_cmpstr (tc_list_table_get_cell (table, 1, 1), ==, "");
}

static void
test_count (void)
{
  g_autoptr (TcListTable) table = make ();
  g_autofree char *count = tc_list_table_word_count (table), *given = NULL;

  g_assert_true (g_str_has_prefix (count, "2 lines, as of "));
  tc_list_table_set_count (table, "The first 2 of 9");
  given = tc_list_table_word_count (table);
  g_assert_cmpstr (given, ==, "The first 2 of 9");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/list-table/csv", test_csv);
  g_test_add_func ("/list-table/back", test_back);
  g_test_add_func ("/list-table/numbers", test_numbers);
  g_test_add_func ("/list-table/count", test_count);
  return g_test_run ();
}
