/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bar of a term; see the header.
 */
#include "tc-deadline-bar.h"

#include "tc-now.h"

#define BAR_TICK_S 10
#define BAR_HEIGHT_PX 3

struct _TcDeadlineBar {
  GtkWidget parent;
  GtkWidget *trough; /* (owned): as a child */
  GtkWidget *fill;   /* (unowned): child of trough */
  gint64 from_us;
  gint64 due_us;
  gint64 end_us;
  double share;
  guint tick; /* source id while mapped */
};

G_DEFINE_FINAL_TYPE (TcDeadlineBar, tc_deadline_bar, GTK_TYPE_WIDGET)

enum {
  PROP_FROM_US = 1,
  PROP_DUE_US,
  PROP_END_US,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

double
tc_deadline_share (gint64 from_us, gint64 due_us, gint64 now_us, gboolean *late)
{
  *late = now_us > due_us;
  if (*late || due_us <= from_us)
    return 1;
  return CLAMP ((double) (due_us - now_us) / (double) (due_us - from_us), 0, 1);
}

static void
refresh (TcDeadlineBar *self)
{
  gint64 now_us = self->end_us > 0 ? self->end_us : tc_now_us ();
  gboolean late = FALSE;

  self->share = tc_deadline_share (self->from_us, self->due_us, now_us, &late);
  if (late)
    gtk_widget_add_css_class (GTK_WIDGET (self), "late");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "late");
  gtk_widget_set_child_visible (self->trough, self->due_us > 0);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static gboolean
tick_cb (gpointer data)
{
  refresh (data);
  return G_SOURCE_CONTINUE;
}

static void
tc_deadline_bar_map (GtkWidget *widget)
{
  TcDeadlineBar *self = TC_DEADLINE_BAR (widget);

  refresh (self);
  GTK_WIDGET_CLASS (tc_deadline_bar_parent_class)->map (widget);
  if (self->tick == 0)
    self->tick = g_timeout_add_seconds (BAR_TICK_S, tick_cb, self);
}

static void
tc_deadline_bar_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&TC_DEADLINE_BAR (widget)->tick, g_source_remove);
  GTK_WIDGET_CLASS (tc_deadline_bar_parent_class)->unmap (widget);
}

static void
tc_deadline_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  TcDeadlineBar *self = TC_DEADLINE_BAR (widget);
  int least = orientation == GTK_ORIENTATION_VERTICAL ? BAR_HEIGHT_PX : 0;

  gtk_widget_measure (self->trough, orientation, for_size, minimum, natural, NULL, NULL);
  *minimum = MAX (*minimum, least);
  *natural = MAX (*natural, least);
}

static void
tc_deadline_bar_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TcDeadlineBar *self = TC_DEADLINE_BAR (widget);
  int filled = (int) (width * self->share + 0.5);

  gtk_widget_size_allocate (self->trough, &(GtkAllocation){0, 0, width, height}, -1);
  gtk_widget_set_child_visible (self->fill, filled > 0);
  if (filled > 0)
    gtk_widget_size_allocate (self->fill, &(GtkAllocation){0, 0, filled, height}, -1);
}

static void
tc_deadline_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TcDeadlineBar *self = TC_DEADLINE_BAR (object);
  const gint64 values[N_PROPS] = {0, self->from_us, self->due_us, self->end_us};

  g_value_set_int64 (value, values[id]);
}

static void
tc_deadline_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TcDeadlineBar *self = TC_DEADLINE_BAR (object);
  gint64 *const values[N_PROPS] = {NULL, &self->from_us, &self->due_us, &self->end_us};

  *values[id] = g_value_get_int64 (value);
  refresh (self);
}

static void
tc_deadline_bar_dispose (GObject *object)
{
  TcDeadlineBar *self = TC_DEADLINE_BAR (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_pointer (&self->fill, gtk_widget_unparent);
  g_clear_pointer (&self->trough, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_deadline_bar_parent_class)->dispose (object);
}

static void
tc_deadline_bar_class_init (TcDeadlineBarClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tc_deadline_bar_get_property;
  object_class->set_property = tc_deadline_bar_set_property;
  object_class->dispose = tc_deadline_bar_dispose;
  widget_class->map = tc_deadline_bar_map;
  widget_class->unmap = tc_deadline_bar_unmap;
  widget_class->measure = tc_deadline_bar_measure;
  widget_class->size_allocate = tc_deadline_bar_allocate;
  props[PROP_FROM_US] = g_param_spec_int64 ("from-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_DUE_US] = g_param_spec_int64 ("due-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_END_US] = g_param_spec_int64 ("end-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_css_name (widget_class, "deadlinebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
tc_deadline_bar_init (TcDeadlineBar *self)
{
  self->trough = g_object_new (GTK_TYPE_BOX, "css-name", "trough", NULL);
  self->fill = g_object_new (GTK_TYPE_BOX, "css-name", "fill", NULL);
  gtk_widget_set_parent (self->trough, GTK_WIDGET (self));
  /* A sibling, so that its width is ours to give; it is styled as "deadlinebar > fill". */
  gtk_widget_set_parent (self->fill, GTK_WIDGET (self));
}
