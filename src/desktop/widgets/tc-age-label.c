/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A time in words; see the header.
 */
#include "tc-age-label.h"

#include "tc-now.h"
#include "tc-text-label.h"
#include "tc-words.h"

#define AGE_TICK_S 10

struct _TcAgeLabel {
  GtkWidget parent;
  GtkWidget *text; /* (owned): as a child; GtkInscription if placed, else GtkLabel */
  gint64 time_us;
  gint64 end_us;
  TcAgeForm form;
  double xalign;
  gboolean placed;
  guint tick; /* source id while mapped */
};

G_DEFINE_FINAL_TYPE (TcAgeLabel, tc_age_label, GTK_TYPE_WIDGET)

enum {
  PROP_TIME_US = 1,
  PROP_END_US,
  PROP_FORM,
  PROP_XALIGN,
  PROP_PLACED,
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
  gint64 now_us = self->end_us > 0 ? self->end_us : tc_now_us ();
  gboolean due = self->form == TC_AGE_DUE_SHORT || self->form == TC_AGE_DUE_LONG;
  g_autofree char *text = self->time_us > 0 ? word_time (self, now_us) : g_strdup ("");

  if (self->placed)
    gtk_inscription_set_text (GTK_INSCRIPTION (self->text), text);
  else
    gtk_label_set_label (GTK_LABEL (self->text), text);
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
    g_value_set_double (value, self->xalign);
    break;
  case PROP_PLACED:
    g_value_set_boolean (value, self->placed);
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
    self->xalign = g_value_get_double (value);
    return;
  case PROP_PLACED:
    self->placed = g_value_get_boolean (value);
    return;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    return;
  }
  refresh (self);
}

static void
tc_age_label_constructed (GObject *object)
{
  TcAgeLabel *self = TC_AGE_LABEL (object);

  G_OBJECT_CLASS (tc_age_label_parent_class)->constructed (object);
  if (self->placed) {
    self->text = tc_text_label_new_placed ((float) self->xalign);
  } else {
    self->text = gtk_label_new (NULL);
    gtk_label_set_xalign (GTK_LABEL (self->text), (float) self->xalign);
  }
  gtk_widget_set_parent (self->text, GTK_WIDGET (self));
}

static void
tc_age_label_dispose (GObject *object)
{
  TcAgeLabel *self = TC_AGE_LABEL (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_pointer (&self->text, gtk_widget_unparent);
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
  object_class->constructed = tc_age_label_constructed;
  object_class->dispose = tc_age_label_dispose;
  widget_class->map = tc_age_label_map;
  widget_class->unmap = tc_age_label_unmap;
  props[PROP_TIME_US] = g_param_spec_int64 ("time-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_END_US] = g_param_spec_int64 ("end-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_FORM] = g_param_spec_int ("form", NULL, NULL, 0, TC_AGE_DUE_LONG, 0, flags);
  props[PROP_XALIGN] = g_param_spec_double ("xalign", NULL, NULL, 0, 1, 0,
                                            flags | G_PARAM_CONSTRUCT_ONLY);
  props[PROP_PLACED] = g_param_spec_boolean ("placed", NULL, NULL, FALSE,
                                             flags | G_PARAM_CONSTRUCT_ONLY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_age_label_init (TcAgeLabel *self)
{
}
