/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a pixel costs; see the header.
 */
#include "tc-paint-budget.h"

/* What else a frame does would be taken for the cost of its few pixels. */
#define PIXELS_MIN (128 * 1024)
/* The newest frame counts for so much. */
#define SHARE 0.125

gint64
tc_paint_budget_get_pixels (const TcPaintBudget *self)
{
  if (self->us_per_pixel <= 0)
    return G_MAXINT64;
  /* Never so few that nothing would be learnt from them. */
  return MAX ((gint64) ((double) TC_PAINT_BUDGET_US / self->us_per_pixel), PIXELS_MIN);
}

void
tc_paint_budget_learn (TcPaintBudget *self, gint64 pixels, gint64 took_us)
{
  double cost = 0;

  if (pixels < PIXELS_MIN || took_us < 0)
    return;
  cost = (double) took_us / (double) pixels;
  self->us_per_pixel = self->us_per_pixel > 0
                           ? self->us_per_pixel + (cost - self->us_per_pixel) * SHARE
                           : cost;
}
