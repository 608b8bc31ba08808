/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: columns are kept as a text and come back the same, nothing else is taken for them, and they
 * have room however many there are. Method: texts by hand, sums of widths.
 */
#include "tc-queue-columns.h"

#define FIRST "age,title,term,second"

static void
check_text (const TcQueueColumns *columns, const char *expected)
{
  g_autofree char *text = tc_queue_columns_to_text (columns);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_text (void)
{
  static const char *const good[] = {FIRST, "title", "code:20,title,state,term:12", "title,second"};
  TcQueueColumns columns, first;

  tc_queue_columns_init (&first);
  check_text (&first, FIRST);
  g_assert_true (tc_queue_columns_is_first (&first));
  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_assert_true (tc_queue_columns_read (good[i], &columns));
    check_text (&columns, good[i]);
    g_assert_cmpint (tc_queue_columns_is_first (&columns), ==, i == 0);
  }
}

static void
test_refuses (void)
{
  static const char *const bad[] = {"",
                                    "age",
                                    "title,no-such",
                                    "title,title",
                                    "title,",
                                    "title:12",
                                    "code:2,title",
                                    "code:41,title",
                                    "code:,title",
                                    "code:9x,title",
                                    "second,title,second",
                                    "Title"};
  g_autofree char *longest = g_strnfill (TC_QUEUE_COLUMNS_CHARS_MAX + 1, 'x');
  TcQueueColumns columns;

  tc_queue_columns_init (&columns);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (tc_queue_columns_read (bad[i], &columns));
  g_assert_false (tc_queue_columns_read (longest, &columns));
  check_text (&columns, FIRST);
}

static void
test_changes (void)
{
  TcQueueColumns columns;

  tc_queue_columns_init (&columns);
  tc_queue_columns_show (&columns, TC_COLUMN_CODE, TRUE);
  check_text (&columns, "age,title,code,term,second");
  tc_queue_columns_show (&columns, TC_COLUMN_CODE, TRUE);
  tc_queue_columns_show (&columns, TC_COLUMN_AGE, FALSE);
  tc_queue_columns_show (&columns, TC_COLUMN_TITLE, FALSE);
  check_text (&columns, "title,code,term,second");
  tc_queue_columns_show (&columns, TC_COLUMN_AGE, TRUE);
  check_text (&columns, "age,title,code,term,second");
  tc_queue_columns_move (&columns, TC_COLUMN_CODE, 0);
  check_text (&columns, "code,age,title,term,second");
  tc_queue_columns_move (&columns, TC_COLUMN_CODE, 99);
  check_text (&columns, "age,title,term,code,second");
  tc_queue_columns_move (&columns, TC_COLUMN_STATE, 0);
  check_text (&columns, "age,title,term,code,second");
  tc_queue_columns_widen (&columns, TC_COLUMN_CODE, 20);
  check_text (&columns, "age,title,term,code:20,second");
  tc_queue_columns_widen (&columns, TC_COLUMN_CODE, -5);
  g_assert_cmpuint (columns.widths[TC_COLUMN_CODE], ==, TC_COLUMN_WIDTH_MIN);
  tc_queue_columns_widen (&columns, TC_COLUMN_CODE, 1000);
  g_assert_cmpuint (columns.widths[TC_COLUMN_CODE], ==, TC_COLUMN_WIDTH_MAX);
}

/* All of the room is given out, none is wider than what is there, and none is nothing. */
static void
check_room (const TcQueueColumns *columns, int room)
{
  int widths[TC_QUEUE_COLUMNS] = {0}, sum = ((int) columns->n - 1) * 8;

  tc_queue_columns_lay (columns, room, 9, 8, widths);
  for (guint i = 0; i < columns->n; i++) {
    g_assert_cmpint (widths[i], >, 0);
    sum += widths[i];
  }
  g_assert_cmpint (sum, ==, room);
}

static void
test_room (void)
{
  int widths[TC_QUEUE_COLUMNS] = {0};
  TcQueueColumns columns;

  tc_queue_columns_init (&columns);
  tc_queue_columns_lay (&columns, 600, 9, 8, widths);
  g_assert_cmpint (widths[0], ==, (int) columns.widths[TC_COLUMN_AGE] * 9);
  g_assert_cmpint (widths[1], ==, 600 - 2 * 8 - widths[0] - widths[2]);
  check_room (&columns, 600);
  for (guint i = 0; i < TC_QUEUE_COLUMNS; i++) {
    tc_queue_columns_show (&columns, (TcQueueColumn) i, TRUE);
    tc_queue_columns_widen (&columns, (TcQueueColumn) i, TC_COLUMN_WIDTH_MAX);
  }
  check_room (&columns, tc_queue_columns_get_least (&columns, 9, 8));
  check_room (&columns, 10000);
  /* Less than the least, while a window is made: nothing is negative. */
  tc_queue_columns_lay (&columns, 0, 9, 8, widths);
  for (guint i = 0; i < columns.n; i++)
    g_assert_cmpint (widths[i], >=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/queue-columns/text", test_text);
  g_test_add_func ("/queue-columns/refuses", test_refuses);
  g_test_add_func ("/queue-columns/changes", test_changes);
  g_test_add_func ("/queue-columns/room", test_room);
  return g_test_run ();
}
