/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How busy the processors are, from two readings of the kernel's counts; what can't be isn't known.
 */
#include "tc-processor-load.h"

static const TcOwnTimes none = {0};

/* A tick is a hundredth of a second. */
static void
check (TcProcessorLoad *load, const char *text, const TcOwnTimes *own, int busy_percent,
       int own_percent)
{
  TcProcessorShares shares = tc_processor_load_measure (load, text, own);

  g_assert_cmpint (shares.busy_percent, ==, busy_percent);
  g_assert_cmpint (shares.own_percent, ==, own_percent);
}

static void
test_measure (void)
{
  TcProcessorLoad load = {0};

  /* The first time there is nothing to compare with. */
  check (&load, "cpu  100 0 100 700 100 0 0 0 0 0\ncpu0 1 2 3\n", &none, -1, -1);
  /* 1000 ticks later, 300 of them at rest or waiting for disks. */
  check (&load, "cpu  600 0 250 900 200 20 20 10 7 7\ncpu0 1 2 3\n", &none, 70, 0);
  /* All at rest. */
  check (&load, "cpu  600 0 250 1900 200 20 20 10 7 7\n", &none, 0, 0);
  /* None. */
  check (&load, "cpu  1600 0 250 1900 200 20 20 10 7 7\n", &none, 100, 0);
}

/* What is done at a low priority counts as far as it is ours. */
static void
test_nice (void)
{
  TcProcessorLoad load = {0};
  TcOwnTimes own = {.plain_us = 5 * G_USEC_PER_SEC, .nice_us = 7 * G_USEC_PER_SEC};

  check (&load, "cpu  100 0 100 700 100 0 0 0\n", &own, -1, -1);
  own.plain_us += G_USEC_PER_SEC / 2;
  own.nice_us += 2 * G_USEC_PER_SEC;
  check (&load, "cpu  200 900 100 700 100 0 0 0\n", &own, 30, 25);
  /* One of ours that ended was counted a little too high. */
  own.nice_us -= G_USEC_PER_SEC;
  check (&load, "cpu  300 1800 100 700 100 0 0 0\n", &own, 10, 0);
  /* Counted a little too high. */
  own.nice_us += 11 * G_USEC_PER_SEC;
  check (&load, "cpu  300 2800 100 700 100 0 0 0\n", &own, 100, 100);
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
  TcProcessorLoad load = {.all = 1000, .idle = 500};

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    check (&load, texts[i], &none, -1, -1);
    g_assert_true (load.all == 1000 && load.idle == 500);
  }
  /* Counts that run backwards, or stand still. */
  check (&load, "cpu  100 0 0 400 0 0 0 0\n", &none, -1, -1);
  check (&load, "cpu  100 0 0 400 0 0 0 0\n", &none, -1, -1);
}

static void
test_here (void)
{
  TcProcessorLoad load = {0};

  g_assert_cmpint (tc_processor_load_read (&load, &none).busy_percent, ==, -1);
  g_assert_cmpuint (load.all, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/processor-load/measure", test_measure);
  g_test_add_func ("/processor-load/nice", test_nice);
  g_test_add_func ("/processor-load/strange", test_strange);
  g_test_add_func ("/processor-load/here", test_here);
  return g_test_run ();
}
