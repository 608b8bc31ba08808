/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bar of two parts; see the header. Its words stand beside it, so it is decoration to the screen
 * reader.
 */
#include "tc-stacked-bar.h"

#define HEIGHT_PX 8
#define GAP_PX 2
#define TRACK_ALPHA 0.18f

struct _TcStackedBar {
  GtkWidget parent;
  GtkWidget *part_node; /* (owned): as a child that is never shown; its colour is the part's */
  double value;
  double part;
  double most;
};

G_DEFINE_FINAL_TYPE (TcStackedBar, tc_stacked_bar, GTK_TYPE_WIDGET)

static void
fill (GtkSnapshot *snapshot, const GdkRGBA *colour, float x, float width, float height)
{
  if (width > 0)
    gtk_snapshot_append_color (snapshot, colour, &GRAPHENE_RECT_INIT (x, 0, width, height));
}

static void
tc_stacked_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TcStackedBar *self = TC_STACKED_BAR (widget);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  float length = (float) (width * self->value / MAX (self->most, 1));
  float part = (float) (width * self->part / MAX (self->most, 1));
  float rest = part > 0 && part < length ? part + GAP_PX : part;
  GskRoundedRect outline;
  GdkRGBA ink, track, colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &ink);
  gtk_style_context_get_color (gtk_widget_get_style_context (self->part_node), &colour);
  track = ink;
  track.alpha *= TRACK_ALPHA;
  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (0, 0, width, height), height / 4);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  fill (snapshot, &track, 0, width, height);
  fill (snapshot, &colour, 0, part > 0 ? MAX (part, 1) : 0, height);
  fill (snapshot, &ink, rest, MAX (length - rest, self->value > self->part ? 1 : 0), height);
  gtk_snapshot_pop (snapshot);
}

static void
tc_stacked_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT_PX : 32;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT_PX : 96;
}

static void
tc_stacked_bar_dispose (GObject *object)
{
  g_clear_pointer (&TC_STACKED_BAR (object)->part_node, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_stacked_bar_parent_class)->dispose (object);
}

static void
tc_stacked_bar_class_init (TcStackedBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_stacked_bar_dispose;
  widget_class->snapshot = tc_stacked_bar_snapshot;
  widget_class->measure = tc_stacked_bar_measure;
  gtk_widget_class_set_css_name (widget_class, "stackedbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
tc_stacked_bar_init (TcStackedBar *self)
{
  self->part_node = g_object_new (GTK_TYPE_BOX, "css-name", "part", NULL);
  gtk_widget_set_parent (self->part_node, GTK_WIDGET (self));
  gtk_widget_set_child_visible (self->part_node, FALSE);
}

void
tc_stacked_bar_set (TcStackedBar *self, double value, double part, double most)
{
  g_return_if_fail (TC_IS_STACKED_BAR (self));

  self->value = MAX (value, 0);
  self->part = CLAMP (part, 0, self->value);
  self->most = MAX (most, self->value);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
