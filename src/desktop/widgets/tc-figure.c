/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A number with its measure; see the header.
 */
#include "tc-figure.h"

#include "tc-range-bar.h"
#include "tc-signal-shape.h"
#include "tc-tip.h"

#include <glib/gi18n-lib.h>

struct _TcFigure {
  GtkButton parent;
  GtkLabel *caption; /* (unowned): template child */
  GtkLabel *value;   /* (unowned): template child */
  GtkLabel *note;    /* (unowned): template child */
  GtkWidget *mark;   /* (unowned): template child */
  TcRangeBar *range; /* (unowned): template child */
  gboolean alert;
};

G_DEFINE_FINAL_TYPE (TcFigure, tc_figure, GTK_TYPE_BUTTON)

enum {
  PROP_CAPTION = 1,
  PROP_ALERT,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
describe (TcFigure *self)
{
  const char *note = gtk_label_get_label (self->note);
  /* Translators: a figure as it is spoken: its name, the number. */
  g_autofree char *head = g_strdup_printf (C_ ("figure", "%s: %s"),
                                           gtk_label_get_label (self->caption),
                                           gtk_label_get_label (self->value));
  g_autofree char *whole = *note ? g_strdup_printf ("%s. %s", head, note) : g_strdup (head);

  gtk_widget_set_visible (GTK_WIDGET (self->note), *note != 0);
  tc_tip_set (GTK_WIDGET (self), whole);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, whole, -1);
}

static void
set_alert (TcFigure *self, gboolean alert)
{
  self->alert = alert;
  gtk_widget_set_visible (self->mark, alert);
  if (alert)
    gtk_widget_add_css_class (GTK_WIDGET (self), "alert");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "alert");
}

void
tc_figure_set (TcFigure *self, const char *value, const char *note)
{
  g_return_if_fail (TC_IS_FIGURE (self));
  gtk_label_set_label (self->value, value);
  gtk_label_set_label (self->note, note ? note : "");
  describe (self);
}

void
tc_figure_set_range (TcFigure *self, gboolean known, double value, double low, double high)
{
  g_return_if_fail (TC_IS_FIGURE (self));
  gtk_widget_set_visible (GTK_WIDGET (self->range), known);
  if (known)
    tc_range_bar_set (self->range, value, low, high, gtk_label_get_label (self->note));
}

static void
tc_figure_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TcFigure *self = TC_FIGURE (object);

  if (id == PROP_CAPTION)
    g_value_set_string (value, gtk_label_get_label (self->caption));
  else
    g_value_set_boolean (value, self->alert);
}

static void
tc_figure_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TcFigure *self = TC_FIGURE (object);

  if (id == PROP_ALERT) {
    set_alert (self, g_value_get_boolean (value));
    return;
  }
  gtk_label_set_label (self->caption, g_value_get_string (value));
  describe (self);
}

static void
tc_figure_class_init (TcFigureClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tc_figure_get_property;
  object_class->set_property = tc_figure_set_property;
  props[PROP_CAPTION] = g_param_spec_string ("caption", NULL, NULL, "", flags);
  props[PROP_ALERT] = g_param_spec_boolean ("alert", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  g_type_ensure (TC_TYPE_RANGE_BAR);
  g_type_ensure (TC_TYPE_SIGNAL_SHAPE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-figure.ui");
  gtk_widget_class_bind_template_child (widget_class, TcFigure, caption);
  gtk_widget_class_bind_template_child (widget_class, TcFigure, value);
  gtk_widget_class_bind_template_child (widget_class, TcFigure, note);
  gtk_widget_class_bind_template_child (widget_class, TcFigure, mark);
  gtk_widget_class_bind_template_child (widget_class, TcFigure, range);
}

static void
tc_figure_init (TcFigure *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tc_signal_shape_set_signal (TC_SIGNAL_SHAPE (self->mark), TC_SIGNAL_URGENT);
}
