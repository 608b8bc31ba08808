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

/* A number is one to a spreadsheet, other texts of its column are none; nothing stands before a
 * text on paper. */
static void
test_numbers (void)
{
  const TcListColumn numbers[] = {{"Figure", 1, FALSE}, {"Number", 1, TRUE}};
  g_autoptr (TcListTable) table = tc_list_table_new ("", "", numbers, 2);
  g_autofree char *csv = NULL;

  tc_list_table_add (table, (const char *const[]){"=Late", "3.5"});
  tc_list_table_add (table, (const char *const[]){"7", "-1+1"});
  tc_list_table_add (table, (const char *const[]){"None", NULL});
  csv = tc_list_table_to_csv (table);
  g_assert_cmpstr (csv, ==,
                   "\xef\xbb\xbf\"Figure\",\"Number\"\r\n\"'=Late\",3.5\r\n\"7\",\"'-1+1\"\r\n"
                   "\"None\",\r\n");
  g_assert_cmpstr (tc_list_table_get_cell (table, 0, 0), ==, "=Late");
}

static void
test_fit (void)
{
  const TcListColumn fitting[] = {{"A", TC_LIST_FIT, FALSE}, {"B", TC_LIST_FIT, FALSE}};
  g_autoptr (TcListTable) table = tc_list_table_new ("", "", fitting, 2);
  g_autofree char *endless = g_strnfill (500, 'x');

  g_assert_cmpfloat (tc_list_table_get_column (table, 1)->share, >, 0);
  tc_list_table_add (table, (const char *const[]){"a", "một câu dài hơn"});
  g_assert_cmpfloat (tc_list_table_get_column (table, 1)->share, >,
                     tc_list_table_get_column (table, 0)->share);
  tc_list_table_add (table, (const char *const[]){"a", endless});
  g_assert_cmpfloat (tc_list_table_get_column (table, 1)->share, <=, 36);
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
  g_test_add_func ("/list-table/fit", test_fit);
  g_test_add_func ("/list-table/numbers", test_numbers);
  g_test_add_func ("/list-table/count", test_count);
  return g_test_run ();
}
