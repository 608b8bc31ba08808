/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: cells of a wall are one text and one set of cells, whichever way round, and what doesn't
 * fit into its grid is no layout. Method: an uneven layout both ways, a full one, each way of being
 * wrong.
 */
#include "tc-wall-cells.h"

#include <string.h>

#define UNEVEN "0,0,2,2,9001,0,0;2,0,1,1,0,77,10;2,1,1,1,0,0,0;0,2,3,1,9002,0,0"

static void
test_both_ways (void)
{
  g_autoptr (GArray) cells = tc_wall_cells_parse (UNEVEN, 3, 3);

  g_assert_nonnull (cells);
  g_assert_cmpuint (cells->len, ==, 4);
  const TcWallCell *second = &g_array_index (cells, TcWallCell, 1);
  g_assert_cmpuint (second->column, ==, 2);
  g_assert_cmpint (second->group_id, ==, 77);
  g_assert_cmpuint (second->dwell_s, ==, 10);
  /* In whichever order they are given. */
  TcWallCell first = g_array_index (cells, TcWallCell, 0);
  g_array_remove_index (cells, 0);
  g_array_append_val (cells, first);
  g_autofree char *text = tc_wall_cells_format (cells, 3, 3);
  g_assert_cmpstr (text, ==, UNEVEN);
  g_assert_null (tc_wall_cells_parse (UNEVEN, 2, 3));
}

static void
test_full (void)
{
  g_autoptr (GArray) cells = g_array_new (FALSE, TRUE, sizeof (TcWallCell));

  for (guint i = 0; i < TC_WALL_CELLS_MAX; i++) {
    TcWallCell cell = {.column = (guint8) (i % TC_WALL_COLUMNS_MAX),
                       .row = (guint8) (i / TC_WALL_COLUMNS_MAX),
                       .width = 1,
                       .height = 1,
                       .group_id = G_MAXINT64,
                       .dwell_s = TC_WALL_DWELL_S_MAX};
    g_array_append_val (cells, cell);
  }
  g_autofree char *text = tc_wall_cells_format (cells, TC_WALL_COLUMNS_MAX, TC_WALL_ROWS_MAX);
  g_assert_nonnull (text);
  g_assert_cmpuint (strlen (text), <=, TC_WALL_CELLS_CHARS_MAX);
  g_autoptr (GArray) again = tc_wall_cells_parse (text, TC_WALL_COLUMNS_MAX, TC_WALL_ROWS_MAX);
  g_assert_nonnull (again);
  g_assert_cmpuint (again->len, ==, TC_WALL_CELLS_MAX);
}

static void
test_wrong (void)
{
  static const char *const wrong[] = {
      "",
      "0,0,1,1,0,0",                 /* too short */
      "0,0,1,1,0,0,0,0",             /* too long */
      "0,0,1,1,0,0,0;",              /* an empty one */
      "0,0,0,1,0,0,0",               /* no width */
      "2,0,2,1,0,0,0",               /* over the edge */
      "0,3,1,1,0,0,0",               /* below it */
      "0,0,2,2,1,0,0;1,1,1,1,2,0,0", /* one on another */
      "1,0,1,1,1,0,0;0,0,1,1,2,0,0", /* not in order */
      "0,0,1,1,1,2,10",              /* camera and group */
      "0,0,1,1,1,0,10",              /* a camera in turn with itself */
      "0,0,1,1,0,2,0",               /* a group without a time */
      "0,0,1,1,0,2,2",               /* too short a time */
      "0,0,1,1,0,2,601",             /* too long */
      "0,0,1,1,-1,0,0",
      "0,0,1,1,9223372036854775808,0,0",
      "00,0,1,1,0,0,0",
      " 0,0,1,1,0,0,0",
      "0,0,1,1,x,0,0",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_test_message ("%s", wrong[i]);
    g_assert_null (tc_wall_cells_parse (wrong[i], 3, 3));
  }
  g_assert_null (tc_wall_cells_parse (NULL, 3, 3));
  g_assert_null (tc_wall_cells_parse ("0,0,1,1,0,0,0", 0, 3));
  g_assert_null (tc_wall_cells_parse ("0,0,1,1,0,0,0", 3, TC_WALL_ROWS_MAX + 1));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wall-cells/both-ways", test_both_ways);
  g_test_add_func ("/wall-cells/full", test_full);
  g_test_add_func ("/wall-cells/wrong", test_wrong);
  return g_test_run ();
}
