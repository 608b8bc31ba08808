/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A button with its key; see the header.
 */
#include "tc-verb-button.h"

#include "tc-tip.h"

#include <glib/gi18n-lib.h>

struct _TcVerbButton {
  GtkButton parent;
  GtkLabel *verb; /* (unowned): template child */
  GtkLabel *key;  /* (unowned): template child */
};

G_DEFINE_FINAL_TYPE (TcVerbButton, tc_verb_button, GTK_TYPE_BUTTON)

enum {
  PROP_VERB = 1,
  PROP_KEY,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
describe (TcVerbButton *self)
{
  const char *verb = gtk_label_get_label (self->verb), *key = gtk_label_get_label (self->key);
  /* Translators: tooltip of a button: what it does, then its key. */
  g_autofree char *tip = g_strdup_printf (C_ ("tooltip", "%s (%s)"), verb, key);

  gtk_widget_set_visible (GTK_WIDGET (self->key), *key != 0);
  tc_tip_set (GTK_WIDGET (self), *key ? tip : verb);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, verb,
                                  GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS, key, -1);
}

static void
tc_verb_button_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TcVerbButton *self = TC_VERB_BUTTON (object);

  g_value_set_string (value, gtk_label_get_label (id == PROP_VERB ? self->verb : self->key));
}

static void
tc_verb_button_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TcVerbButton *self = TC_VERB_BUTTON (object);
  const char *text = g_value_get_string (value);

  gtk_label_set_label (id == PROP_VERB ? self->verb : self->key, text ? text : "");
  describe (self);
}

static void
tc_verb_button_class_init (TcVerbButtonClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tc_verb_button_get_property;
  object_class->set_property = tc_verb_button_set_property;
  props[PROP_VERB] = g_param_spec_string ("verb", NULL, NULL, "", flags);
  props[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-verb-button.ui");
  gtk_widget_class_bind_template_child (widget_class, TcVerbButton, verb);
  gtk_widget_class_bind_template_child (widget_class, TcVerbButton, key);
}

static void
tc_verb_button_init (TcVerbButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
