/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which stream: by the size of the tile and whether it is selected; the one that plays stays until
 * the other's first picture; what there isn't is never wanted.
 */
#include "tc-stream-choice.h"

static TcStreamProfile
choose (gboolean has_main, gboolean has_sub, int width, int height, gboolean selected)
{
  TcStreamChoice choice;

  tc_stream_choice_init (&choice, has_main, has_sub);
  tc_stream_choice_want (&choice, width, height, selected, FALSE);
  return choice.wanted;
}

static void
test_size (void)
{
  g_assert_cmpint (choose (TRUE, TRUE, 0, 0, FALSE), ==, TC_PROFILE_SUB);
  g_assert_cmpint (choose (TRUE, TRUE, 640, 360, FALSE), ==, TC_PROFILE_SUB);
  g_assert_cmpint (choose (TRUE, TRUE, 641, 360, FALSE), ==, TC_PROFILE_MAIN);
  g_assert_cmpint (choose (TRUE, TRUE, 640, 361, FALSE), ==, TC_PROFILE_MAIN);
  g_assert_cmpint (choose (TRUE, TRUE, 320, 180, TRUE), ==, TC_PROFILE_MAIN);
}

static void
test_one_stream (void)
{
  g_assert_cmpint (choose (FALSE, TRUE, 1920, 1080, TRUE), ==, TC_PROFILE_SUB);
  g_assert_cmpint (choose (TRUE, FALSE, 320, 180, FALSE), ==, TC_PROFILE_MAIN);
  g_assert_cmpint (choose (FALSE, FALSE, 320, 180, FALSE), ==, TC_PROFILE_NONE);
}

static void
test_change (void)
{
  TcStreamChoice choice;

  tc_stream_choice_init (&choice, TRUE, TRUE);
  g_assert_true (tc_stream_choice_want (&choice, 480, 270, FALSE, FALSE));
  g_assert_false (tc_stream_choice_want (&choice, 481, 271, FALSE, FALSE));
  g_assert_true (tc_stream_choice_needs (&choice, TC_PROFILE_SUB));
  g_assert_false (tc_stream_choice_needs (&choice, TC_PROFILE_MAIN));
  g_assert_false (tc_stream_choice_picture (&choice, TC_PROFILE_SUB));
  g_assert_cmpint (choice.shown, ==, TC_PROFILE_SUB);

  /* Selected: both, until the first picture of the main stream. */
  g_assert_true (tc_stream_choice_want (&choice, 480, 270, TRUE, FALSE));
  g_assert_true (tc_stream_choice_needs (&choice, TC_PROFILE_SUB));
  g_assert_true (tc_stream_choice_needs (&choice, TC_PROFILE_MAIN));
  g_assert_false (tc_stream_choice_picture (&choice, TC_PROFILE_SUB));
  g_assert_cmpint (choice.shown, ==, TC_PROFILE_SUB);
  g_assert_true (tc_stream_choice_picture (&choice, TC_PROFILE_MAIN));
  g_assert_false (tc_stream_choice_needs (&choice, TC_PROFILE_SUB));

  /* A picture of the sub stream that was on its way doesn't come back. */
  g_assert_false (tc_stream_choice_picture (&choice, TC_PROFILE_SUB));
  g_assert_cmpint (choice.shown, ==, TC_PROFILE_MAIN);
}

static void
test_change_of_mind (void)
{
  TcStreamChoice choice;

  tc_stream_choice_init (&choice, TRUE, TRUE);
  tc_stream_choice_want (&choice, 480, 270, FALSE, FALSE);
  tc_stream_choice_picture (&choice, TC_PROFILE_SUB);
  tc_stream_choice_want (&choice, 480, 270, TRUE, FALSE);
  /* Not selected any more before it came: nothing is to be connected. */
  g_assert_false (tc_stream_choice_want (&choice, 480, 270, FALSE, FALSE));
  g_assert_false (tc_stream_choice_needs (&choice, TC_PROFILE_MAIN));
  g_assert_true (tc_stream_choice_needs (&choice, TC_PROFILE_SUB));
}

/* What the computer can't do: as long as that lasts. */
static void
test_sparing (void)
{
  TcStreamChoice choice;

  tc_stream_choice_init (&choice, TRUE, TRUE);
  tc_stream_choice_want (&choice, 480, 270, FALSE, FALSE);
  g_assert_false (tc_stream_choice_can_spare (&choice));
  tc_stream_choice_want (&choice, 960, 540, FALSE, FALSE);
  tc_stream_choice_picture (&choice, TC_PROFILE_MAIN);
  g_assert_true (tc_stream_choice_can_spare (&choice));
  g_assert_true (tc_stream_choice_want (&choice, 960, 540, TRUE, TRUE));
  g_assert_cmpint (choice.wanted, ==, TC_PROFILE_SUB);
  g_assert_true (tc_stream_choice_can_spare (&choice));
  /* What plays stays until the other comes. */
  g_assert_true (tc_stream_choice_needs (&choice, TC_PROFILE_MAIN));
  g_assert_true (tc_stream_choice_picture (&choice, TC_PROFILE_SUB));
  g_assert_true (tc_stream_choice_want (&choice, 960, 540, FALSE, FALSE));
  g_assert_cmpint (choice.wanted, ==, TC_PROFILE_MAIN);
  /* There is nothing to spare. */
  tc_stream_choice_init (&choice, TRUE, FALSE);
  tc_stream_choice_want (&choice, 960, 540, TRUE, TRUE);
  g_assert_cmpint (choice.wanted, ==, TC_PROFILE_MAIN);
  g_assert_false (tc_stream_choice_can_spare (&choice));
}

static void
test_failure (void)
{
  TcStreamChoice choice;

  tc_stream_choice_init (&choice, TRUE, TRUE);
  tc_stream_choice_want (&choice, 480, 270, FALSE, FALSE);
  tc_stream_choice_picture (&choice, TC_PROFILE_SUB);
  tc_stream_choice_want (&choice, 1280, 720, FALSE, FALSE);
  /* The main stream fails: the sub stream stays. */
  tc_stream_choice_fail (&choice, TC_PROFILE_MAIN);
  g_assert_cmpint (choice.shown, ==, TC_PROFILE_SUB);
  g_assert_true (tc_stream_choice_needs (&choice, TC_PROFILE_SUB));
  /* The sub stream fails too: whichever comes first is shown. */
  tc_stream_choice_fail (&choice, TC_PROFILE_SUB);
  g_assert_cmpint (choice.shown, ==, TC_PROFILE_NONE);
  g_assert_false (tc_stream_choice_picture (&choice, TC_PROFILE_MAIN));
  g_assert_cmpint (choice.shown, ==, TC_PROFILE_MAIN);
}

static void
test_codes (void)
{
  g_assert_cmpstr (tc_stream_profile_code (TC_PROFILE_NONE), ==, "");
  g_assert_cmpstr (tc_stream_profile_code (TC_PROFILE_SUB), ==, "sub");
  g_assert_cmpstr (tc_stream_profile_code (TC_PROFILE_MAIN), ==, "main");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stream-choice/size", test_size);
  g_test_add_func ("/stream-choice/one-stream", test_one_stream);
  g_test_add_func ("/stream-choice/change", test_change);
  g_test_add_func ("/stream-choice/change-of-mind", test_change_of_mind);
  g_test_add_func ("/stream-choice/sparing", test_sparing);
  g_test_add_func ("/stream-choice/failure", test_failure);
  g_test_add_func ("/stream-choice/codes", test_codes);
  return g_test_run ();
}
