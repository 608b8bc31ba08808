/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much may be painted anew in one frame, so that a frame is over soon enough for a key that
 * comes meanwhile: what a pixel costs is learnt from the frames before. Costs are processor time of
 * the thread that paints, since a busy computer must not make frames smaller and thereby more.
 *
 * Pure. Thread: any, one at a time.
 */
#pragma once

#include <glib.h>

/* Of one frame. */
#define TC_PAINT_BUDGET_US ((gint64) 10 * 1000)

typedef struct {
  double us_per_pixel; /* 0: not known yet */
} TcPaintBudget;

/* Pixels that a frame has room for; G_MAXINT64: any number. */
gint64 tc_paint_budget_get_pixels (const TcPaintBudget *self);
/* A frame painted @pixels anew, and took @took_us. */
void tc_paint_budget_learn (TcPaintBudget *self, gint64 pixels, gint64 took_us);
