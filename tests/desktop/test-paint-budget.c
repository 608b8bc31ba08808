/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a frame may paint: anything until a frame was seen; then what takes the time there is for
 * it, whatever a single frame does.
 */
#include "tc-paint-budget.h"

#define MEGA ((gint64) 1000 * 1000)

static void
test_learns (void)
{
  TcPaintBudget budget = {0};

  g_assert_cmpint (tc_paint_budget_get_pixels (&budget), ==, G_MAXINT64);
  tc_paint_budget_learn (&budget, MEGA, 5000);
  g_assert_cmpint (tc_paint_budget_get_pixels (&budget), ==, 2 * MEGA);
  /* A computer half as fast, or a screen twice as dear. */
  for (int i = 0; i < 100; i++)
    tc_paint_budget_learn (&budget, MEGA, 10000);
  g_assert_cmpint (tc_paint_budget_get_pixels (&budget), >, MEGA * 99 / 100);
  g_assert_cmpint (tc_paint_budget_get_pixels (&budget), <, MEGA * 101 / 100);
}

static void
test_one_frame (void)
{
  TcPaintBudget budget = {0};

  for (int i = 0; i < 100; i++)
    tc_paint_budget_learn (&budget, MEGA, 5000);
  tc_paint_budget_learn (&budget, MEGA, 40000);
  g_assert_cmpint (tc_paint_budget_get_pixels (&budget), >, MEGA);
  /* A few pixels in a frame that did much else say nothing, nor does a clock that was set back. */
  for (int i = 0; i < 100; i++)
    tc_paint_budget_learn (&budget, 1000, 40000);
  tc_paint_budget_learn (&budget, MEGA, -1);
  g_assert_cmpint (tc_paint_budget_get_pixels (&budget), >, MEGA);
}

/* What one dear frame taught is unlearnt from those that may be painted after it. */
static void
test_dear_beginning (void)
{
  TcPaintBudget budget = {0};

  tc_paint_budget_learn (&budget, 200000, 400000);
  for (int i = 0; i < 100; i++)
    tc_paint_budget_learn (&budget, tc_paint_budget_get_pixels (&budget), 700);
  g_assert_cmpint (tc_paint_budget_get_pixels (&budget), >, MEGA);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint-budget/learns", test_learns);
  g_test_add_func ("/paint-budget/one-frame", test_one_frame);
  g_test_add_func ("/paint-budget/dear-beginning", test_dear_beginning);
  return g_test_run ();
}
