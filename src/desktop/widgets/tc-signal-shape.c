/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Draws a signal; see the header. Paths are on a square of 16, scaled to what there is.
 */
#include "tc-signal-shape.h"

struct _TcSignalShape {
  GtkWidget parent;
  TcSignal signal;
};

G_DEFINE_FINAL_TYPE (TcSignalShape, tc_signal_shape, GTK_TYPE_WIDGET)

enum {
  PROP_SIGNAL = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
trace_signal (cairo_t *cr, TcSignal signal)
{
  switch (signal) {
  case TC_SIGNAL_EMERGENCY:
    cairo_move_to (cr, 8, 0.5);
    cairo_line_to (cr, 15.5, 8);
    cairo_line_to (cr, 8, 15.5);
    cairo_line_to (cr, 0.5, 8);
    cairo_close_path (cr);
    break;
  case TC_SIGNAL_URGENT:
    cairo_move_to (cr, 8, 1.5);
    cairo_line_to (cr, 15.5, 14.5);
    cairo_line_to (cr, 0.5, 14.5);
    cairo_close_path (cr);
    break;
  case TC_SIGNAL_ATTENTION:
    cairo_arc (cr, 8, 8, 6, 0, 2 * G_PI);
    break;
  case TC_SIGNAL_NOTICE:
    cairo_arc (cr, 8, 8, 5.25, 0, 2 * G_PI);
    break;
  case TC_SIGNAL_RESOLVED:
    cairo_move_to (cr, 2, 8.5);
    cairo_line_to (cr, 6, 12.5);
    cairo_line_to (cr, 14, 3.5);
    break;
  }
}

static void
tc_signal_shape_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TcSignalShape *self = TC_SIGNAL_SHAPE (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double scale = MIN (width, height) / 16.0;
  cairo_t *cr = NULL;
  GdkRGBA color;

  if (scale <= 0)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  cairo_translate (cr, (width - 16 * scale) / 2, (height - 16 * scale) / 2);
  cairo_scale (cr, scale, scale);
  gdk_cairo_set_source_rgba (cr, &color);
  trace_signal (cr, self->signal);
  if (self->signal > TC_SIGNAL_NOTICE) {
    cairo_fill (cr);
  } else {
    cairo_set_line_width (cr, 1.5);
    cairo_stroke (cr);
  }
  cairo_destroy (cr);
}

void
tc_signal_shape_set_signal (TcSignalShape *self, TcSignal signal)
{
  const char *name = NULL;

  g_return_if_fail (TC_IS_SIGNAL_SHAPE (self));
  g_return_if_fail ((guint) signal < TC_SIGNALS);

  name = tc_words_signal_class (signal);
  /* A class that is taken away and given back has all that is below styled anew. */
  if (self->signal == signal && gtk_widget_has_css_class (GTK_WIDGET (self), name))
    return;
  gtk_widget_remove_css_class (GTK_WIDGET (self), tc_words_signal_class (self->signal));
  self->signal = signal;
  gtk_widget_add_css_class (GTK_WIDGET (self), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  tc_words_signal (signal), -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SIGNAL]);
}

static void
tc_signal_shape_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SIGNAL)
    g_value_set_int (value, TC_SIGNAL_SHAPE (object)->signal);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tc_signal_shape_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SIGNAL)
    tc_signal_shape_set_signal (TC_SIGNAL_SHAPE (object), g_value_get_int (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tc_signal_shape_class_init (TcSignalShapeClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->get_property = tc_signal_shape_get_property;
  object_class->set_property = tc_signal_shape_set_property;
  widget_class->snapshot = tc_signal_shape_snapshot;
  props[PROP_SIGNAL] = g_param_spec_int ("signal", NULL, NULL, 0, TC_SIGNALS - 1, TC_SIGNAL_NOTICE,
                                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                                             G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_css_name (widget_class, "signalshape");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
tc_signal_shape_init (TcSignalShape *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "signal");
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  tc_signal_shape_set_signal (self, TC_SIGNAL_NOTICE);
}

GtkWidget *
tc_signal_shape_new (TcSignal signal)
{
  return g_object_new (TC_TYPE_SIGNAL_SHAPE, "signal", signal, NULL);
}
