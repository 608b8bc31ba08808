/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How busy the processors are, from two readings of the kernel's counts; what can't be isn't known.
 */
#include "tc-processor-load.h"

static void
test_measure (void)
{
  TcProcessorLoad load = {0};

  /* The first time there is nothing to compare with. */
  g_assert_cmpint (
      tc_processor_load_measure (&load, "cpu  100 0 100 700 100 0 0 0 0 0\ncpu0 1 2 3\n"), ==, -1);
  /* 1000 ticks later, 300 of them at rest or waiting for disks. */
  g_assert_cmpint (
      tc_processor_load_measure (&load, "cpu  500 100 250 900 200 20 20 10 7 7\ncpu0 1 2 3\n"), ==,
      70);
  /* All at rest. */
  g_assert_cmpint (tc_processor_load_measure (&load, "cpu  500 100 250 1900 200 20 20 10 7 7\n"),
                   ==, 0);
  /* None. */
  g_assert_cmpint (tc_processor_load_measure (&load, "cpu  1500 100 250 1900 200 20 20 10 7 7\n"),
                   ==, 100);
}

static void
test_strange (void)
{
  static const char *const texts[] = {"",
                                      "cpu",
                                      "cpu ",
                                      "cpu  1 2 3",
                                      "cpu0 1 2 3 4 5 6 7 8",
                                      "cpu  a b c d e f g h",
                                      "intr 1 2 3 4 5 6 7 8"};
  TcProcessorLoad load = {1000, 500};

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_assert_cmpint (tc_processor_load_measure (&load, texts[i]), ==, -1);
    g_assert_true (load.all == 1000 && load.idle == 500);
  }
  /* Counts that run backwards, or stand still. */
  g_assert_cmpint (tc_processor_load_measure (&load, "cpu  100 0 0 400 0 0 0 0\n"), ==, -1);
  g_assert_cmpint (tc_processor_load_measure (&load, "cpu  100 0 0 400 0 0 0 0\n"), ==, -1);
}

static void
test_here (void)
{
  TcProcessorLoad load = {0};

  g_assert_cmpint (tc_processor_load_read (&load), ==, -1);
  g_assert_cmpuint (load.all, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/processor-load/measure", test_measure);
  g_test_add_func ("/processor-load/strange", test_strange);
  g_test_add_func ("/processor-load/here", test_here);
  return g_test_run ();
}
