/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: binary logarithms in whole numbers, beside those of the C library.
 */
#include "tc-log2.h"

#include <math.h>

static void
test_log (void)
{
  g_assert_cmpint (tc_log2 (1), ==, 0);
  g_assert_cmpint (tc_log2 (2), ==, TC_LOG2_ONE);
  g_assert_cmpint (tc_log2 (G_MAXUINT64), ==, 64 * TC_LOG2_ONE - 1);
  for (guint64 x = 1; x < G_MAXUINT64 / 3; x += x / 7 + 1)
    g_assert_cmpfloat_with_epsilon ((double) tc_log2 (x) / TC_LOG2_ONE, log2 ((double) x), 3e-5);
}

static void
test_exp (void)
{
  g_assert_cmpint (tc_exp2 (0), ==, 1 << 30);
  g_assert_cmpint (tc_exp2 (-TC_LOG2_ONE), ==, 1 << 29);
  g_assert_cmpint (tc_exp2 (-31 * TC_LOG2_ONE), ==, 0);
  g_assert_cmpint (tc_exp2 (G_MININT64), ==, 0);
  for (gint64 e = 0; e > -20 * TC_LOG2_ONE; e -= 777)
    g_assert_cmpfloat_with_epsilon ((double) tc_exp2 (e) / (1 << 30),
                                    exp2 ((double) e / TC_LOG2_ONE), 1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log2/log", test_log);
  g_test_add_func ("/log2/exp", test_exp);
  return g_test_run ();
}
