/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A tile's place on the ladder: what its owner says counts at once, what the governor took stays;
 * another stream is on its way until it is shown, but not for ever. Time is given.
 */
#include "tc-tile-ladder.h"

#define NOW ((gint64) 1000 * G_USEC_PER_SEC)

static void
test_owner (void)
{
  TcTileLadder ladder;

  tc_tile_ladder_init (&ladder);
  g_assert_false (tc_tile_ladder_settle (&ladder, 1, TC_PROFILE_NONE, NOW));
  g_assert_cmpint (ladder.rung, ==, TC_RUNG_FULL);
  ladder.limit = TC_RUNG_KEYS;
  g_assert_true (tc_tile_ladder_settle (&ladder, 1, TC_PROFILE_NONE, NOW));
  g_assert_cmpint (ladder.rung, ==, TC_RUNG_KEYS);
  g_assert_cmpint (ladder.rung_us, ==, NOW);
  ladder.unseen = TRUE;
  g_assert_true (tc_tile_ladder_settle (&ladder, 1, TC_PROFILE_NONE, NOW));
  g_assert_cmpint (ladder.rung, ==, TC_RUNG_PAUSED);
  ladder.importance = TC_IMPORTANCE_ALARM;
  g_assert_true (tc_tile_ladder_settle (&ladder, 1, TC_PROFILE_NONE, NOW));
  g_assert_cmpint (ladder.rung, ==, TC_RUNG_FULL);
}

static void
test_stream (void)
{
  TcTileLadder ladder;
  TcGovernorTile governed;

  tc_tile_ladder_init (&ladder);
  g_assert_true (tc_tile_ladder_offer_sub (&ladder, TRUE, NOW));
  g_assert_false (tc_tile_ladder_offer_sub (&ladder, TRUE, NOW + 1));
  /* Its first picture isn't waited for by anybody. */
  g_assert_false (tc_tile_ladder_fill (&ladder, 1, TC_PROFILE_NONE, NOW).changing);
  g_assert_false (tc_tile_ladder_fill (&ladder, 1, TC_PROFILE_MAIN, NOW).changing);
  g_assert_true (tc_tile_ladder_fill (&ladder, 1, TC_PROFILE_SUB, NOW).changing);
  governed = tc_tile_ladder_fill (&ladder, 1, TC_PROFILE_MAIN, NOW);
  governed.sub = TRUE;
  governed.n_taken = 1;
  g_assert_false (tc_tile_ladder_take (&ladder, &governed, NOW));
  g_assert_true (ladder.sub);
  g_assert_true (tc_tile_ladder_fill (&ladder, 1, TC_PROFILE_MAIN, NOW).changing);
  g_assert_false (tc_tile_ladder_fill (&ladder, 1, TC_PROFILE_SUB, NOW).changing);
  g_assert_false (
      tc_tile_ladder_fill (&ladder, 1, TC_PROFILE_MAIN, NOW + TC_GOVERNOR_CHANGE_US).changing);
  /* What was taken is taken until the governor gives it back. */
  tc_tile_ladder_settle (&ladder, 1, TC_PROFILE_SUB, NOW);
  g_assert_true (ladder.sub);
  ladder.unseen = TRUE;
  g_assert_true (tc_tile_ladder_settle (&ladder, 1, TC_PROFILE_SUB, NOW));
  g_assert_true (ladder.sub);
  g_assert_true (tc_tile_ladder_offer_sub (&ladder, FALSE, NOW));
  tc_tile_ladder_settle (&ladder, 1, TC_PROFILE_SUB, NOW);
  g_assert_false (ladder.sub);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tile-ladder/owner", test_owner);
  g_test_add_func ("/tile-ladder/stream", test_stream);
  return g_test_run ();
}
