/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a count says when its frame was taken, to the microsecond, and a strip how old it is.
 * Method: there and back at several rates.
 */
#include "tc-frame-times.h"

#include "tc-frame-strip.h"
#include "tc-limits.h"

#define CYCLE ((gint64) TC_FRAME_STRIP_FRAME_MAX + 1)

static void
test_times (void)
{
  const guint rates[] = {15000, 25000, 29970, 1};
  const gint64 now_us = 1795761000 * TC_US_PER_S + 123456;

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++) {
    for (guint camera = 1; camera < 30; camera++) {
      gint64 count = tc_frame_times_count (camera, rates[i], now_us);
      gint64 taken_us = tc_frame_times_taken_us (camera, rates[i], count);
      g_assert_cmpint (taken_us, <=, now_us);
      g_assert_cmpint (tc_frame_times_taken_us (camera, rates[i], count + 1), >, now_us);
      g_assert_cmpint (tc_frame_times_count (camera, rates[i], taken_us), ==, count);
      g_assert_cmpint (tc_frame_times_count (camera, rates[i], taken_us - 1), ==, count - 1);
    }
  }
  /* Not all of them at once. */
  g_assert_cmpint (tc_frame_times_taken_us (1, 25000, 1000), !=,
                   tc_frame_times_taken_us (2, 25000, 1000));
}

static void
test_age (void)
{
  const gint64 count = 26936415000;
  const gint64 taken_us = tc_frame_times_taken_us (9, 15000, count);
  const guint frame = (guint) (count % CYCLE);
  const guint looped = (guint) (count % 300);

  for (gint64 age_us = 0; age_us < 15 * TC_US_PER_S; age_us += 170001) {
    g_assert_cmpint (tc_frame_times_age_us (9, 15000, frame, CYCLE, taken_us + age_us), ==, age_us);
    g_assert_cmpint (tc_frame_times_age_us (9, 15000, looped, 300, taken_us + age_us), ==, age_us);
  }
  /* A loop of 20 s can't tell more. */
  g_assert_cmpint (tc_frame_times_age_us (9, 15000, looped, 300, taken_us + 21 * TC_US_PER_S), ==,
                   TC_US_PER_S);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/frame-times/times", test_times);
  g_test_add_func ("/frame-times/age", test_age);
  return g_test_run ();
}
