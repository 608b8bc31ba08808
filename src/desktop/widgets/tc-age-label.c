/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A time in words; see the header.
 */
#include "tc-age-label.h"

#include "tc-words.h"

#define AGE_TICK_S 10

struct _TcAgeLabel {
  GtkWidget parent;
  GtkLabel *label; /* (owned): as a child */
  gint64 time_us;
  gint64 end_us;
  TcAgeForm form;
  guint tick; /* source id while mapped */
};

G_DEFINE_FINAL_TYPE (TcAgeLabel, tc_age_label, GTK_TYPE_WIDGET)

enum {
  PROP_TIME_US = 1,
  PROP_END_US,
  PROP_FORM,
  PROP_XALIGN,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static char *
word_time (TcAgeLabel *self, gint64 now_us)
{
  switch (self->form) {
  case TC_AGE_SHORT:
    return tc_words_age_short (self->time_us, now_us);
  case TC_AGE_LONG:
    return tc_words_age (self->time_us, now_us);
  case TC_AGE_DUE_SHORT:
    return tc_words_due_short (self->time_us, now_us);
  case TC_AGE_DUE_LONG:
    return tc_words_due (self->time_us, now_us);
  }
  g_assert_not_reached ();
}

static void
refresh (TcAgeLabel *self)
{
  gint64 now_us = self->end_us > 0 ? self->end_us : g_get_real_time ();
  gboolean due = self->form == TC_AGE_DUE_SHORT || self->form == TC_AGE_DUE_LONG;
  g_autofree char *text = self->time_us > 0 ? word_time (self, now_us) : g_strdup ("");

  gtk_label_set_label (self->label, text);
  if (due && self->time_us > 0 && now_us > self->time_us)
    gtk_widget_add_css_class (GTK_WIDGET (self), "late");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "late");
}

static gboolean
tick_cb (gpointer data)
{
  refresh (data);
  return G_SOURCE_CONTINUE;
}

static void
tc_age_label_map (GtkWidget *widget)
{
  TcAgeLabel *self = TC_AGE_LABEL (widget);

  GTK_WIDGET_CLASS (tc_age_label_parent_class)->map (widget);
  refresh (self);
  if (self->tick == 0)
    self->tick = g_timeout_add_seconds (AGE_TICK_S, tick_cb, self);
}

static void
tc_age_label_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&TC_AGE_LABEL (widget)->tick, g_source_remove);
  GTK_WIDGET_CLASS (tc_age_label_parent_class)->unmap (widget);
}

static void
tc_age_label_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TcAgeLabel *self = TC_AGE_LABEL (object);

  switch (id) {
  case PROP_TIME_US:
    g_value_set_int64 (value, self->time_us);
    break;
  case PROP_END_US:
    g_value_set_int64 (value, self->end_us);
    break;
  case PROP_FORM:
    g_value_set_int (value, self->form);
    break;
  case PROP_XALIGN:
    g_value_set_double (value, gtk_label_get_xalign (self->label));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
tc_age_label_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TcAgeLabel *self = TC_AGE_LABEL (object);

  switch (id) {
  case PROP_TIME_US:
    self->time_us = g_value_get_int64 (value);
    break;
  case PROP_END_US:
    self->end_us = g_value_get_int64 (value);
    break;
  case PROP_FORM:
    self->form = g_value_get_int (value);
    break;
  case PROP_XALIGN:
    gtk_label_set_xalign (self->label, g_value_get_double (value));
    return;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    return;
  }
  refresh (self);
}

static void
tc_age_label_dispose (GObject *object)
{
  TcAgeLabel *self = TC_AGE_LABEL (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  if (self->label)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->label)));
  G_OBJECT_CLASS (tc_age_label_parent_class)->dispose (object);
}

static void
tc_age_label_class_init (TcAgeLabelClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tc_age_label_get_property;
  object_class->set_property = tc_age_label_set_property;
  object_class->dispose = tc_age_label_dispose;
  widget_class->map = tc_age_label_map;
  widget_class->unmap = tc_age_label_unmap;
  props[PROP_TIME_US] = g_param_spec_int64 ("time-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_END_US] = g_param_spec_int64 ("end-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_FORM] = g_param_spec_int ("form", NULL, NULL, 0, TC_AGE_DUE_LONG, 0, flags);
  props[PROP_XALIGN] = g_param_spec_double ("xalign", NULL, NULL, 0, 1, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_age_label_init (TcAgeLabel *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->label, 0);
  gtk_widget_set_parent (GTK_WIDGET (self->label), GTK_WIDGET (self));
}
