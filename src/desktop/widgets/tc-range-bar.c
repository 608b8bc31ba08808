/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A mark beside the usual range; see the header.
 */
#include "tc-range-bar.h"

#define HEIGHT_PX 14
/* Of the height. */
#define BAR_HEIGHT (6.0f / HEIGHT_PX)
#define MARK_WIDTH (3.0f / HEIGHT_PX)
/* How much of the bar is left behind the greatest number. */
#define ROOM 1.25
#define TRACK_ALPHA 0.18f
#define BAND_ALPHA 0.5f

struct _TcRangeBar {
  GtkWidget parent;
  double value;
  double low;
  double high;
};

G_DEFINE_FINAL_TYPE (TcRangeBar, tc_range_bar, GTK_TYPE_WIDGET)

static void
fill_bar (GtkSnapshot *snapshot, GdkRGBA ink, float alpha, float x, float y, float width,
          float height)
{
  GskRoundedRect outline;

  if (width <= 0)
    return;
  ink.alpha *= alpha;
  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (x, y, width, height),
                                   MIN (height, width) / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &ink, &GRAPHENE_RECT_INIT (x, y, width, height));
  gtk_snapshot_pop (snapshot);
}

static void
tc_range_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TcRangeBar *self = TC_RANGE_BAR (widget);
  double most = MAX (MAX (self->value, self->high) * ROOM, 1);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  float bar = height * BAR_HEIGHT, mark_width = height * MARK_WIDTH, top = (height - bar) / 2;
  float mark = (float) (width * self->value / most) - mark_width / 2;
  float low = (float) (width * self->low / most), high = (float) (width * self->high / most);
  GdkRGBA ink;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &ink);
  fill_bar (snapshot, ink, TRACK_ALPHA, 0, top, width, bar);
  fill_bar (snapshot, ink, BAND_ALPHA, low, top, MAX (high - low, bar), bar);
  gtk_snapshot_append_color (
      snapshot, &ink,
      &GRAPHENE_RECT_INIT (CLAMP (mark, 0, width - mark_width), 0, mark_width, height));
}

static void
tc_range_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT_PX : 48;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT_PX : 240;
}

static void
tc_range_bar_class_init (TcRangeBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->snapshot = tc_range_bar_snapshot;
  widget_class->measure = tc_range_bar_measure;
  gtk_widget_class_set_css_name (widget_class, "rangebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
tc_range_bar_init (TcRangeBar *self)
{
}

void
tc_range_bar_set (TcRangeBar *self, double value, double low, double high, const char *spoken)
{
  g_return_if_fail (TC_IS_RANGE_BAR (self));

  self->value = MAX (value, 0);
  self->low = MAX (low, 0);
  self->high = MAX (high, self->low);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
