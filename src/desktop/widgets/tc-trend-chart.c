/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line beside its usual band; see the header.
 */
#include "tc-trend-chart.h"

#define WIDTH_PX 240
#define PLOT_HEIGHT_PX 96
#define BAND_ALPHA 0.22
#define MIDDLE_ALPHA 0.6
#define AXIS_ALPHA 0.3
#define DOT_PX 3.5

struct _TcTrendChart {
  GtkWidget parent;
  TcTrend trend;
  char **ticks; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TcTrendChart, tc_trend_chart, GTK_TYPE_WIDGET)

typedef struct {
  cairo_t *cr;
  const GdkRGBA *ink;
  double left;
  double width;
  double height; /* of the plot */
  double most;
  guint n_points;
} Plot;

static void
set_ink (const Plot *plot, double alpha)
{
  cairo_set_source_rgba (plot->cr, plot->ink->red, plot->ink->green, plot->ink->blue,
                         plot->ink->alpha * alpha);
}

static double
get_x (const Plot *plot, double point)
{
  return plot->left + plot->width * point / MAX (plot->n_points - 1, 1);
}

static double
get_y (const Plot *plot, double value)
{
  return plot->height - (plot->height - 4) * value / plot->most;
}

/* 7 → 8, 38 → 40, 120 → 150: what an axis ends with. */
static double
round_up (double value)
{
  static const double ends[] = {1, 1.5, 2, 3, 4, 5, 6, 8};

  for (double tens = 1;; tens *= 10) {
    for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
      if (ends[i] * tens >= value && (tens > 1 || ends[i] != 1.5))
        return ends[i] * tens;
    }
  }
}

static double
find_most (const TcTrend *trend)
{
  double most = trend->now;

  for (guint i = 0; trend->has_usual && i < trend->n_points; i++)
    most = MAX (most, trend->high[i]);
  return round_up (most);
}

static void
draw_usual (const Plot *plot, const TcTrend *trend)
{
  for (guint i = 0; i < trend->n_points; i++)
    cairo_line_to (plot->cr, get_x (plot, i), get_y (plot, trend->high[i]));
  for (guint i = trend->n_points; i-- > 0;)
    cairo_line_to (plot->cr, get_x (plot, i), get_y (plot, trend->low[i]));
  cairo_close_path (plot->cr);
  set_ink (plot, BAND_ALPHA);
  cairo_fill (plot->cr);
  for (guint i = 0; i < trend->n_points; i++)
    cairo_line_to (plot->cr, get_x (plot, i), get_y (plot, trend->middle[i]));
  set_ink (plot, MIDDLE_ALPHA);
  cairo_set_line_width (plot->cr, 1.5);
  cairo_set_dash (plot->cr, (double[]){4, 3}, 2, 0);
  cairo_stroke (plot->cr);
  cairo_set_dash (plot->cr, NULL, 0, 0);
}

static void
draw_line (const Plot *plot, const TcTrend *trend)
{
  double x = get_x (plot, trend->at), y = get_y (plot, trend->now);

  for (guint i = 0; i < trend->n_line; i++)
    cairo_line_to (plot->cr, get_x (plot, i), get_y (plot, trend->line[i]));
  cairo_line_to (plot->cr, x, y);
  set_ink (plot, 1);
  cairo_set_line_width (plot->cr, 2.5);
  cairo_set_line_join (plot->cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (plot->cr);
  cairo_arc (plot->cr, x, y, DOT_PX, 0, 2 * G_PI);
  cairo_fill (plot->cr);
}

static void
draw_word (TcTrendChart *self, const Plot *plot, const char *word, double x, double align, double y)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), word);
  int width = 0, height = 0;

  pango_layout_get_pixel_size (layout, &width, &height);
  set_ink (plot, 0.8);
  cairo_move_to (plot->cr, x - align * width, y);
  pango_cairo_show_layout (plot->cr, layout);
  /* No line begins there. */
  cairo_new_path (plot->cr);
}

static void
draw_axes (TcTrendChart *self, const Plot *plot)
{
  guint n = self->ticks ? g_strv_length (self->ticks) : 0;
  g_autofree char *most = g_strdup_printf ("%'d", (int) plot->most);

  set_ink (plot, AXIS_ALPHA);
  cairo_set_line_width (plot->cr, 1);
  cairo_move_to (plot->cr, plot->left, plot->height + 0.5);
  cairo_rel_line_to (plot->cr, plot->width, 0);
  cairo_move_to (plot->cr, plot->left, 4.5);
  cairo_rel_line_to (plot->cr, plot->width, 0);
  cairo_stroke (plot->cr);
  draw_word (self, plot, most, plot->left - 6, 1, 0);
  for (guint i = 0; i < n; i++)
    draw_word (self, plot, self->ticks[i], plot->left + plot->width * i / MAX (n - 1, 1),
               n > 1 ? (double) i / (n - 1) : 0, plot->height + 4);
}

static int
measure_letters (TcTrendChart *self, const char *text, gboolean high)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  int width = 0, height = 0;

  pango_layout_get_pixel_size (layout, &width, &height);
  return high ? height : width;
}

void
tc_trend_chart_draw (TcTrendChart *self, cairo_t *cr, int width, int height, const GdkRGBA *ink)
{
  double most = find_most (&self->trend);
  g_autofree char *widest = g_strdup_printf ("%'d", (int) most);
  int letters = measure_letters (self, "0", TRUE);
  int left = measure_letters (self, widest, FALSE) + 8;
  const Plot plot = {
      cr, ink, left, width - left - DOT_PX, height - letters - 6, most, self->trend.n_points};

  g_return_if_fail (TC_IS_TREND_CHART (self));
  if (self->trend.n_points < 2 || plot.height <= 0 || plot.width <= 0)
    return;
  draw_axes (self, &plot);
  if (self->trend.has_usual)
    draw_usual (&plot, &self->trend);
  draw_line (&plot, &self->trend);
}

static void
tc_trend_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  GdkRGBA ink;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &ink);
  tc_trend_chart_draw (TC_TREND_CHART (widget), cr, width, height, &ink);
  cairo_destroy (cr);
}

static void
tc_trend_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  int height = PLOT_HEIGHT_PX + measure_letters (TC_TREND_CHART (widget), "0", TRUE) + 6;

  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? height : WIDTH_PX;
}

static void
tc_trend_chart_finalize (GObject *object)
{
  g_strfreev (TC_TREND_CHART (object)->ticks);
  G_OBJECT_CLASS (tc_trend_chart_parent_class)->finalize (object);
}

static void
tc_trend_chart_class_init (TcTrendChartClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = tc_trend_chart_finalize;
  widget_class->snapshot = tc_trend_chart_snapshot;
  widget_class->measure = tc_trend_chart_measure;
  gtk_widget_class_set_css_name (widget_class, "trendchart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
tc_trend_chart_init (TcTrendChart *self)
{
}

void
tc_trend_chart_set (TcTrendChart *self, const TcTrend *trend, const char *const *ticks,
                    const char *spoken)
{
  g_return_if_fail (TC_IS_TREND_CHART (self));
  g_return_if_fail (trend->n_points <= TC_TREND_POINTS_MAX && trend->n_line <= trend->n_points);

  self->trend = *trend;
  g_strfreev (self->ticks);
  self->ticks = g_strdupv ((char **) ticks);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
