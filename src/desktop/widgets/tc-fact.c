/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One fact; see the header. It is hidden while it has no value.
 */
#include "tc-fact.h"

struct _TcFact {
  GtkWidget parent;
  GtkWidget *box;    /* (unowned): template child */
  GtkLabel *caption; /* (unowned): template child */
  GtkLabel *value;   /* (unowned): template child */
  GtkLabel *note;    /* (unowned): template child */
  gboolean late;
};

G_DEFINE_FINAL_TYPE (TcFact, tc_fact, GTK_TYPE_WIDGET)

enum {
  PROP_CAPTION = 1,
  PROP_VALUE,
  PROP_NOTE,
  PROP_LATE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static GtkLabel *
get_label (TcFact *self, guint id)
{
  GtkLabel *const labels[N_PROPS] = {NULL, self->caption, self->value, self->note, NULL};

  return labels[id];
}

static void
refresh (TcFact *self)
{
  g_autofree char *name = g_strdup_printf ("%s: %s", gtk_label_get_label (self->caption),
                                           gtk_label_get_label (self->value));

  gtk_widget_set_visible (GTK_WIDGET (self), *gtk_label_get_label (self->value) != 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
tc_fact_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TcFact *self = TC_FACT (object);

  if (id == PROP_LATE)
    g_value_set_boolean (value, self->late);
  else
    g_value_set_string (value, gtk_label_get_label (get_label (self, id)));
}

static void
set_late (TcFact *self, gboolean late)
{
  self->late = late;
  if (late)
    gtk_widget_add_css_class (GTK_WIDGET (self->note), "late");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->note), "late");
}

static void
tc_fact_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TcFact *self = TC_FACT (object);

  if (id == PROP_LATE) {
    set_late (self, g_value_get_boolean (value));
  } else {
    const char *text = g_value_get_string (value);
    gtk_label_set_label (get_label (self, id), text ? text : "");
    refresh (self);
  }
}

static void
tc_fact_dispose (GObject *object)
{
  TcFact *self = TC_FACT (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_fact_parent_class)->dispose (object);
}

static void
tc_fact_class_init (TcFactClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tc_fact_get_property;
  object_class->set_property = tc_fact_set_property;
  object_class->dispose = tc_fact_dispose;
  props[PROP_CAPTION] = g_param_spec_string ("caption", NULL, NULL, "", flags);
  props[PROP_VALUE] = g_param_spec_string ("value", NULL, NULL, "", flags);
  props[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, "", flags);
  props[PROP_LATE] = g_param_spec_boolean ("late", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-fact.ui");
  gtk_widget_class_bind_template_child (widget_class, TcFact, box);
  gtk_widget_class_bind_template_child (widget_class, TcFact, caption);
  gtk_widget_class_bind_template_child (widget_class, TcFact, value);
  gtk_widget_class_bind_template_child (widget_class, TcFact, note);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tc_fact_init (TcFact *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tc_fact_set (TcFact *self, const char *value, const char *note)
{
  g_object_set (self, "value", value, "note", note, NULL);
}
