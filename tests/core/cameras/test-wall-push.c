/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is put before another desk travels whole, and what can't be is no such thing.
 */
#include "tc-wall-push.h"

#define CELLS "0,0,2,2,9001,0,0;2,0,1,1,0,77,10"

static GVariant *
make (gint64 desk, guint columns, const char *cells, const char *why)
{
  return g_variant_ref_sink (tc_wall_push_write_asked (5, desk, columns, 2, cells, why));
}

static gboolean
is_read (gint64 desk, guint columns, const char *cells, const char *why)
{
  g_autoptr (GVariant) value = make (desk, columns, cells, why);
  gint64 session_id = 0, to = 0;
  g_autoptr (TcWallPush) push = tc_wall_push_read_asked (value, &session_id, &to);

  return push != NULL;
}

static void
test_both (void)
{
  g_autoptr (GVariant) asked = make (4, 3, CELLS, "Đám đông");
  g_autoptr (GVariant) told = NULL;
  g_autoptr (TcWallPush) push = NULL, heard = NULL;
  g_autofree char *cells = NULL;
  gint64 session_id = 0, desk = 0;

  push = tc_wall_push_read_asked (asked, &session_id, &desk);
  g_assert_nonnull (push);
  g_assert_cmpint (session_id, ==, 5);
  g_assert_cmpint (desk, ==, 4);
  push->from = g_strdup ("Lan");
  push->from_desk = g_strdup ("Bàn 03");
  push->at_us = 17;
  told = g_variant_ref_sink (tc_wall_push_write_told (push));
  heard = tc_wall_push_read_told (told);
  g_assert_nonnull (heard);
  g_assert_cmpstr (heard->from, ==, "Lan");
  g_assert_cmpstr (heard->from_desk, ==, "Bàn 03");
  g_assert_cmpstr (heard->why, ==, "Đám đông");
  g_assert_cmpint (heard->at_us, ==, 17);
  cells = tc_wall_cells_format (heard->cells, heard->columns, heard->rows);
  g_assert_cmpstr (cells, ==, CELLS);
}

static void
test_malformed (void)
{
  g_autofree char *long_why = g_strnfill (TC_WALL_PUSH_WHY_CHARS_MAX + 1, 'a');
  g_autoptr (GVariant) asked = make (4, 3, CELLS, "");
  g_autoptr (GVariant) other = g_variant_ref_sink (g_variant_new_string ("x"));

  g_assert_true (is_read (4, 3, CELLS, ""));
  g_assert_false (is_read (0, 3, CELLS, ""));
  g_assert_false (is_read (70000, 3, CELLS, ""));
  g_assert_false (is_read (4, 2, CELLS, ""));
  g_assert_false (is_read (4, 9, CELLS, ""));
  g_assert_false (is_read (4, 3, "0,0,2", ""));
  g_assert_false (is_read (4, 3, CELLS, long_why));
  g_assert_null (tc_wall_push_read_told (asked));
  g_assert_null (tc_wall_push_read_told (other));
  g_assert_null (tc_wall_push_read_told (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wall-push/both", test_both);
  g_test_add_func ("/wall-push/malformed", test_malformed);
  return g_test_run ();
}
