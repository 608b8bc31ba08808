/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Waits: they double up to half a minute or to what was said, chance shortens each by a quarter at
 * most, the seed says how, and what had worked for a while begins anew.
 */
#include "tc-back-off.h"

#define SECOND ((gint64) G_USEC_PER_SEC)

static void
check_wait (gint64 wait_us, gint64 whole_s)
{
  g_assert_cmpint (wait_us, <=, whole_s * SECOND);
  g_assert_cmpint (wait_us, >=, whole_s * SECOND * 3 / 4);
}

static void
test_doubling (void)
{
  static const gint64 waits_s[] = {1, 2, 4, 8, 16, 30, 30, 30};

  for (guint64 seed = 0; seed < 200; seed++) {
    TcBackOff back_off;

    tc_back_off_init (&back_off, seed);
    for (gsize i = 0; i < G_N_ELEMENTS (waits_s); i++)
      check_wait (tc_back_off_fail (&back_off, 0), waits_s[i]);
    for (int i = 0; i < 1000; i++)
      check_wait (tc_back_off_fail (&back_off, 0), 30);
  }
}

static void
test_span (void)
{
  static const gint64 waits_s[] = {5, 10, 20, 40, 80, 160, 300, 300};
  TcBackOff back_off;

  tc_back_off_init_span (&back_off, 7, 5 * SECOND, 300 * SECOND);
  for (gsize i = 0; i < G_N_ELEMENTS (waits_s); i++)
    check_wait (tc_back_off_fail (&back_off, 0), waits_s[i]);
  for (int i = 0; i < 1000; i++)
    check_wait (tc_back_off_fail (&back_off, 0), 300);
  tc_back_off_reset (&back_off);
  check_wait (tc_back_off_fail (&back_off, 0), 5);
}

static void
test_chance (void)
{
  gint64 least_us = G_MAXINT64, most_us = 0;

  for (guint64 seed = 0; seed < 200; seed++) {
    TcBackOff a, b;
    gint64 wait_us;

    tc_back_off_init (&a, seed);
    tc_back_off_init (&b, seed);
    wait_us = tc_back_off_fail (&a, 0);
    g_assert_cmpint (wait_us, ==, tc_back_off_fail (&b, 0));
    least_us = MIN (least_us, wait_us);
    most_us = MAX (most_us, wait_us);
  }
  /* Seeds that follow on each other are apart. */
  g_assert_cmpint (least_us, <, SECOND * 78 / 100);
  g_assert_cmpint (most_us, >, SECOND * 97 / 100);
}

static void
test_worked (void)
{
  TcBackOff back_off;

  tc_back_off_init (&back_off, 1);
  for (int i = 0; i < 4; i++)
    tc_back_off_fail (&back_off, 0);
  /* A camera that falls over after its first pictures is no reason to hurry. */
  check_wait (tc_back_off_fail (&back_off, TC_BACK_OFF_WELL_US - 1), 16);
  check_wait (tc_back_off_fail (&back_off, TC_BACK_OFF_WELL_US), 1);
  check_wait (tc_back_off_fail (&back_off, 0), 2);
  tc_back_off_reset (&back_off);
  check_wait (tc_back_off_fail (&back_off, 0), 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/back-off/doubling", test_doubling);
  g_test_add_func ("/back-off/span", test_span);
  g_test_add_func ("/back-off/chance", test_chance);
  g_test_add_func ("/back-off/worked", test_worked);
  return g_test_run ();
}
