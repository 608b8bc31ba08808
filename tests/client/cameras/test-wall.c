/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what stands on a wall keeps its place and its order through all shapes, a camera that is
 * wanted is seen without anything being lost that needn't be, and groups take their turns. Method:
 * the wall alone, with time as an argument.
 */
#include "tc-wall.h"

#define S ((gint64) G_USEC_PER_SEC)
#define LARGE_FIRST                                                                                \
  "0,0,2,2,1,0,0;2,0,1,1,2,0,0;2,1,1,1,3,0,0;0,2,1,1,4,0,0;1,2,1,1,0,0,0;2,2,1,1,0,0,0"

static gint64
camera_at (TcWall *wall, guint cell)
{
  return g_array_index (tc_wall_get_cells (wall), TcWallCell, cell).camera_id;
}

static void
count_cb (guint *n)
{
  ++*n;
}

static void
test_shapes (void)
{
  g_autoptr (TcWall) wall = tc_wall_new ();
  g_autofree char *text = NULL;

  g_assert_cmpstr (tc_wall_get_shape (wall), ==, "2");
  for (guint i = 0; i < 4; i++)
    tc_wall_put (wall, i, i + 1);
  for (const char *const *name = tc_wall_list_shapes (); *name; name++) {
    g_autofree char *cells = NULL;

    g_assert_true (tc_wall_set_shape (wall, *name));
    g_assert_cmpstr (tc_wall_get_shape (wall), ==, *name);
    /* It is one that can be saved. */
    cells = tc_wall_dup_cells (wall);
    g_assert_nonnull (cells);
    g_assert_cmpint (camera_at (wall, 0), ==, 1);
  }
  /* What had no room went; what has room keeps its order. */
  g_assert_cmpint (tc_wall_get_cells (wall)->len, ==, 10);
  g_assert_true (tc_wall_set_shape (wall, "1+5"));
  for (guint i = 1; i < 4; i++)
    tc_wall_put (wall, i, i + 1);
  text = tc_wall_dup_cells (wall);
  g_assert_cmpstr (text, ==, LARGE_FIRST);
  g_assert_false (tc_wall_set_shape (wall, "9"));
  g_assert_cmpstr (tc_wall_get_shape (wall), ==, "1+5");
}

static void
test_cells (void)
{
  g_autoptr (TcWall) wall = tc_wall_new ();
  g_autoptr (GArray) cells = tc_wall_cells_parse ("1,0,2,1,7,0,0", 3, 1);
  g_autofree char *before = NULL, *after = NULL;

  g_assert_nonnull (cells);
  g_assert_true (tc_wall_set_cells (wall, 3, 1, cells));
  g_assert_cmpuint (tc_wall_get_columns (wall), ==, 3);
  g_assert_cmpuint (tc_wall_get_rows (wall), ==, 1);
  g_assert_null (tc_wall_get_shape (wall));
  before = tc_wall_dup_cells (wall);
  g_assert_cmpstr (before, ==, "1,0,2,1,7,0,0");
  /* Of another grid. */
  g_assert_false (tc_wall_set_cells (wall, 2, 1, cells));
  after = tc_wall_dup_cells (wall);
  g_assert_cmpstr (after, ==, before);
}

static void
test_show (void)
{
  g_autoptr (TcWall) wall = tc_wall_new ();
  guint n = 0;
  const gint64 many[] = {11, 12, 13, 14, 15}, more[] = {11, 12, 13, 14, 15, 16, 17};

  g_signal_connect_swapped (wall, "changed", G_CALLBACK (count_cb), &n);
  tc_wall_show (wall, 5);
  tc_wall_show (wall, 6);
  g_assert_cmpuint (tc_wall_get_chosen (wall), ==, 1);
  g_assert_cmpint (camera_at (wall, 0), ==, 5);
  g_assert_cmpint (camera_at (wall, 1), ==, 6);
  /* It is there: nothing moves. */
  tc_wall_show (wall, 5);
  g_assert_cmpuint (tc_wall_get_chosen (wall), ==, 0);
  tc_wall_show (wall, 7);
  tc_wall_show (wall, 8);
  g_assert_true (tc_wall_choose (wall, 2));
  tc_wall_show (wall, 9);
  g_assert_cmpint (camera_at (wall, 2), ==, 9);
  g_assert_cmpint (camera_at (wall, 3), ==, 8);
  g_assert_false (tc_wall_choose (wall, 4));
  g_assert_cmpuint (n, ==, 7);
  tc_wall_swap (wall, 0, 3);
  g_assert_cmpint (camera_at (wall, 0), ==, 8);
  g_assert_cmpint (camera_at (wall, 3), ==, 5);
  tc_wall_show_all (wall, many, G_N_ELEMENTS (many));
  g_assert_cmpstr (tc_wall_get_shape (wall), ==, "1+5");
  g_assert_cmpint (camera_at (wall, 0), ==, 11);
  g_assert_cmpint (camera_at (wall, 4), ==, 15);
  g_assert_cmpint (camera_at (wall, 5), ==, 0);
  tc_wall_show_all (wall, many, 4);
  g_assert_cmpstr (tc_wall_get_shape (wall), ==, "2");
  tc_wall_show_all (wall, more, G_N_ELEMENTS (more));
  g_assert_cmpstr (tc_wall_get_shape (wall), ==, "1+7");
  g_assert_cmpint (camera_at (wall, 6), ==, 17);
  tc_wall_clear (wall);
  g_assert_cmpint (camera_at (wall, 0), ==, 0);
}

/* Each once, where there is room. */
static void
test_fill (void)
{
  g_autoptr (TcWall) wall = tc_wall_new ();
  const gint64 many[] = {11, 12, 13, 14, 15};

  tc_wall_put (wall, 1, 12);
  tc_wall_fill (wall, many, 2);
  g_assert_cmpint (camera_at (wall, 0), ==, 11);
  g_assert_cmpint (camera_at (wall, 1), ==, 12);
  g_assert_cmpint (camera_at (wall, 2), ==, 0);
  tc_wall_put_group (wall, 2, 7, 5);
  tc_wall_fill (wall, many, G_N_ELEMENTS (many));
  g_assert_cmpint (camera_at (wall, 0), ==, 11);
  g_assert_cmpint (g_array_index (tc_wall_get_cells (wall), TcWallCell, 2).group_id, ==, 7);
  g_assert_cmpint (camera_at (wall, 3), ==, 13);
  tc_wall_fill (wall, many, 0);
}

/* It is chosen where it went; at the edge it stays. */
static void
test_carry (void)
{
  g_autoptr (TcWall) wall = tc_wall_new ();

  tc_wall_put (wall, 0, 11);
  tc_wall_put (wall, 1, 12);
  g_assert_true (tc_wall_carry (wall, 1, 0));
  g_assert_cmpuint (tc_wall_get_chosen (wall), ==, 1);
  g_assert_cmpint (camera_at (wall, 0), ==, 12);
  g_assert_cmpint (camera_at (wall, 1), ==, 11);
  g_assert_false (tc_wall_carry (wall, 1, 0));
  g_assert_true (tc_wall_carry (wall, 0, 1));
  g_assert_cmpint (camera_at (wall, 3), ==, 11);
  g_assert_cmpint (camera_at (wall, 1), ==, 0);
}

/* As the eye goes from a large cell. */
static void
test_move (void)
{
  g_autoptr (TcWall) wall = tc_wall_new ();

  g_assert_true (tc_wall_set_shape (wall, "1+5"));
  g_assert_true (tc_wall_move (wall, 1, 0));
  g_assert_cmpuint (tc_wall_get_chosen (wall), ==, 1);
  g_assert_true (tc_wall_move (wall, 0, 1));
  g_assert_cmpuint (tc_wall_get_chosen (wall), ==, 2);
  g_assert_false (tc_wall_move (wall, 1, 0));
  g_assert_true (tc_wall_move (wall, 0, 1));
  g_assert_cmpuint (tc_wall_get_chosen (wall), ==, 5);
  g_assert_true (tc_wall_move (wall, -1, 0));
  g_assert_cmpuint (tc_wall_get_chosen (wall), ==, 4);
  g_assert_true (tc_wall_move (wall, 0, -1));
  g_assert_cmpuint (tc_wall_get_chosen (wall), ==, 0);
}

static GHashTable *
make_members (gint64 group_id, const gint64 *ids, guint n)
{
  GHashTable *members = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                               (GDestroyNotify) g_array_unref);
  GArray *list = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_vals (list, ids, n);
  g_hash_table_insert (members, g_memdup2 (&group_id, sizeof group_id), list);
  return members;
}

static void
test_turns (void)
{
  g_autoptr (TcWall) wall = tc_wall_new ();
  const gint64 ids[] = {21, 22, 23};
  g_autoptr (GHashTable) members = make_members (77, ids, 3), fewer = make_members (77, ids + 2, 1);
  g_autoptr (GHashTable) none = make_members (78, ids, 3);

  tc_wall_put_group (wall, 1, 77, 5);
  g_assert_cmpint (tc_wall_get_camera (wall, 1), ==, 0);
  g_assert_cmpint (tc_wall_turn (wall, members, 100 * S), ==, 105 * S);
  g_assert_cmpint (tc_wall_get_camera (wall, 1), ==, 21);
  g_assert_cmpint (tc_wall_turn (wall, members, 104 * S), ==, 105 * S);
  g_assert_cmpint (tc_wall_get_camera (wall, 1), ==, 21);
  g_assert_cmpint (tc_wall_turn (wall, members, 105 * S), ==, 110 * S);
  g_assert_cmpint (tc_wall_get_camera (wall, 1), ==, 22);
  /* By hand, and past the end. */
  tc_wall_step (wall, 1, 1);
  g_assert_cmpint (tc_wall_turn (wall, members, 106 * S), ==, 111 * S);
  g_assert_cmpint (tc_wall_get_camera (wall, 1), ==, 23);
  tc_wall_step (wall, 1, 1);
  tc_wall_turn (wall, members, 107 * S);
  g_assert_cmpint (tc_wall_get_camera (wall, 1), ==, 21);
  tc_wall_step (wall, 1, -1);
  tc_wall_turn (wall, members, 108 * S);
  g_assert_cmpint (tc_wall_get_camera (wall, 1), ==, 23);
  /* It stands still as long as somebody wants it to, and goes on by hand. */
  tc_wall_set_paused (wall, TRUE);
  g_assert_cmpint (tc_wall_turn (wall, members, 500 * S), ==, G_MAXINT64);
  g_assert_cmpint (tc_wall_get_camera (wall, 1), ==, 23);
  tc_wall_set_paused (wall, FALSE);
  g_assert_cmpint (tc_wall_turn (wall, members, 501 * S), ==, 505 * S);
  /* The group changes. */
  g_assert_cmpint (tc_wall_turn (wall, fewer, 502 * S), ==, G_MAXINT64);
  g_assert_cmpint (tc_wall_get_camera (wall, 1), ==, 23);
  g_assert_cmpint (tc_wall_turn (wall, none, 503 * S), ==, G_MAXINT64);
  g_assert_cmpint (tc_wall_get_camera (wall, 1), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wall/shapes", test_shapes);
  g_test_add_func ("/wall/cells", test_cells);
  g_test_add_func ("/wall/show", test_show);
  g_test_add_func ("/wall/fill", test_fill);
  g_test_add_func ("/wall/carry", test_carry);
  g_test_add_func ("/wall/move", test_move);
  g_test_add_func ("/wall/turns", test_turns);
  return g_test_run ();
}
