/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line as far as it has come, beside the band in which it usually runs and the middle of that.
 * Drawn in the colour of its text; the letters are those of its style.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_TYPE_TREND_CHART (tc_trend_chart_get_type ())
G_DECLARE_FINAL_TYPE (TcTrendChart, tc_trend_chart, TC, TREND_CHART, GtkWidget)

#define TC_TREND_POINTS_MAX 128

/* All over one axis, whose ends are the first and the last of @n_usual points. */
typedef struct {
  double line[TC_TREND_POINTS_MAX];
  guint n_line;
  double at; /* where between the points the line ends: n_line - 1 up to n_line */
  double now;
  double low[TC_TREND_POINTS_MAX];
  double middle[TC_TREND_POINTS_MAX];
  double high[TC_TREND_POINTS_MAX];
  gboolean has_usual;
  guint n_points;
} TcTrend;

/* @ticks: NULL-terminated words below the axis, from one end to the other; @spoken: all of it for
 * the screen reader. Copied. */
void tc_trend_chart_set (TcTrendChart *self, const TcTrend *trend, const char *const *ticks,
                         const char *spoken);
/* Draws it anywhere, in @ink: for saving too. */
void tc_trend_chart_draw (TcTrendChart *self, cairo_t *cr, int width, int height,
                          const GdkRGBA *ink);
