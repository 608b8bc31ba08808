/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A filter with its count; see the header.
 */
#include "tc-chip.h"

#include <glib/gi18n-lib.h>

struct _TcChip {
  GtkToggleButton parent;
  char *word; /* (owned) (nullable) */
  int count;
  gboolean stacked;
};

G_DEFINE_FINAL_TYPE (TcChip, tc_chip, GTK_TYPE_TOGGLE_BUTTON)

enum {
  PROP_WORD = 1,
  PROP_COUNT,
  PROP_STACKED,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

/* @gap: between words of the name. (transfer full) */
static char *
word_count (TcChip *self, const char *gap)
{
  g_auto (GStrv) parts = g_strsplit (self->word ? self->word : "", " ", -1);
  g_autofree char *word = g_strjoinv (gap, parts);

  if (self->count < 0)
    return g_steal_pointer (&word);
  /* Translators: name of a filter, then how many it lets through, with your thousands mark. */
  return g_strdup_printf (C_ ("filter", "%s %'d"), word, self->count);
}

static void
refresh (TcChip *self)
{
  g_autofree char *name = word_count (self, " ");
  /* The lines are parted at what is left as a space. */
  g_autofree char *text = self->stacked ? word_count (self, "\u00a0") : g_strdup (name);

  if (self->stacked)
    g_strdelimit (text, " ", '\n');
  gtk_button_set_label (GTK_BUTTON (self), text);
  gtk_label_set_justify (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (self))), GTK_JUSTIFY_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
tc_chip_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TcChip *self = TC_CHIP (object);

  if (id == PROP_WORD)
    g_value_set_string (value, self->word);
  else if (id == PROP_COUNT)
    g_value_set_int (value, self->count);
  else
    g_value_set_boolean (value, self->stacked);
}

static void
tc_chip_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TcChip *self = TC_CHIP (object);

  if (id == PROP_WORD) {
    g_free (self->word);
    self->word = g_value_dup_string (value);
  } else if (id == PROP_COUNT) {
    self->count = g_value_get_int (value);
  } else {
    self->stacked = g_value_get_boolean (value);
  }
  refresh (self);
}

static void
tc_chip_finalize (GObject *object)
{
  g_free (TC_CHIP (object)->word);
  G_OBJECT_CLASS (tc_chip_parent_class)->finalize (object);
}

static void
tc_chip_class_init (TcChipClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tc_chip_get_property;
  object_class->set_property = tc_chip_set_property;
  object_class->finalize = tc_chip_finalize;
  props[PROP_WORD] = g_param_spec_string ("word", NULL, NULL, NULL, flags);
  props[PROP_COUNT] = g_param_spec_int ("count", NULL, NULL, -1, G_MAXINT, -1, flags);
  props[PROP_STACKED] = g_param_spec_boolean ("stacked", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tc_chip_init (TcChip *self)
{
  self->count = -1;
  gtk_widget_add_css_class (GTK_WIDGET (self), "chip");
}
