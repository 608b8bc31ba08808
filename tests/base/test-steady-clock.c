/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The clock that nobody sets goes on.
 */
#include "tc-steady-clock.h"

/* It goes on as long as the machine does, and not with the clock that is set. */
static void
test_steady (void)
{
  gint64 first_us = tc_steady_clock_us ();

  g_usleep (2000);
  g_assert_cmpint (tc_steady_clock_us (), >=, first_us + 2000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/steady-clock/goes-on", test_steady);
  return g_test_run ();
}
