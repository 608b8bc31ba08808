/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rates: a burst is let through, then as many as the rate gives, each key for itself; what is
 * remembered stays bounded, whoever knocks. Time is given.
 */
#include "tc-rate-limiter.h"

#define SECOND ((gint64) G_USEC_PER_SEC)

static void
test_rate (void)
{
  g_autoptr (TcRateLimiter) limiter = tc_rate_limiter_new (60, 3);
  gint64 wait_us = 0;

  for (int i = 0; i < 3; i++)
    g_assert_true (tc_rate_limiter_take (limiter, "a", 5 * SECOND, &wait_us));
  g_assert_false (tc_rate_limiter_take (limiter, "a", 5 * SECOND, &wait_us));
  g_assert_cmpint (wait_us, ==, SECOND);
  g_assert_true (tc_rate_limiter_take (limiter, "b", 5 * SECOND, NULL));
  g_assert_false (tc_rate_limiter_take (limiter, "a", 6 * SECOND - 1, &wait_us));
  g_assert_cmpint (wait_us, ==, 1);
  g_assert_true (tc_rate_limiter_take (limiter, "a", 6 * SECOND, NULL));
  g_assert_false (tc_rate_limiter_take (limiter, "a", 6 * SECOND, NULL));
  /* After a rest the burst is there again, and no more than it. */
  for (int i = 0; i < 3; i++)
    g_assert_true (tc_rate_limiter_take (limiter, "a", 1000 * SECOND, NULL));
  g_assert_false (tc_rate_limiter_take (limiter, "a", 1000 * SECOND, NULL));
}

static void
test_bounded (void)
{
  g_autoptr (TcRateLimiter) limiter = tc_rate_limiter_new (1, 1);

  for (int i = 0; i < 2 * TC_RATE_KEYS_MAX; i++) {
    g_autofree char *key = g_strdup_printf ("%d", i);

    g_assert_true (tc_rate_limiter_take (limiter, key, SECOND + i, NULL));
  }
  g_assert_cmpuint (tc_rate_limiter_get_keys (limiter), <=, TC_RATE_KEYS_MAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rate-limiter/rate", test_rate);
  g_test_add_func ("/rate-limiter/bounded", test_bounded);
  return g_test_run ();
}
