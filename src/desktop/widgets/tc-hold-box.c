/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bars of what is held; see the header.
 */
#include "tc-hold-box.h"

#include "tc-hold-bar.h"

struct _TcHoldBox {
  GtkWidget parent;
};

G_DEFINE_FINAL_TYPE (TcHoldBox, tc_hold_box, GTK_TYPE_WIDGET)

enum {
  PROP_N_HELD = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

typedef struct {
  TcHoldFunc func;
  gpointer data; /* (owned) by data_free */
  GDestroyNotify data_free;
} Held;

static void
free_held (gpointer data, GClosure *closure)
{
  Held *held = data;

  if (held->data_free)
    held->data_free (held->data);
  g_free (held);
}

static void
remove_bar (GtkWidget *bar)
{
  TcHoldBox *self = TC_HOLD_BOX (gtk_widget_get_parent (bar));

  gtk_widget_unparent (bar);
  gtk_widget_set_visible (GTK_WIDGET (self), tc_hold_box_get_n_held (self) > 0);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_HELD]);
}

static void
let_go_cb (TcHoldBar *bar, gpointer data)
{
  Held *held = data;

  held->func (held->data);
  remove_bar (GTK_WIDGET (bar));
}

static void
kept_back_cb (TcHoldBar *bar)
{
  remove_bar (GTK_WIDGET (bar));
}

static void
tc_hold_box_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_uint (value, tc_hold_box_get_n_held (TC_HOLD_BOX (object)));
}

static void
tc_hold_box_dispose (GObject *object)
{
  GtkWidget *bar = NULL;

  while ((bar = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (bar);
  G_OBJECT_CLASS (tc_hold_box_parent_class)->dispose (object);
}

static void
tc_hold_box_class_init (TcHoldBoxClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = tc_hold_box_get_property;
  object_class->dispose = tc_hold_box_dispose;
  props[PROP_N_HELD] = g_param_spec_uint ("n-held", NULL, NULL, 0, G_MAXUINT, 0,
                                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
}

static void
tc_hold_box_init (TcHoldBox *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 4);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

TcHoldBar *
tc_hold_box_hold (TcHoldBox *self, const char *what, TcHoldFunc func, gpointer data,
                  GDestroyNotify data_free)
{
  GtkWidget *bar = tc_hold_bar_new (what);
  Held *held = g_new0 (Held, 1);

  *held = (Held){func, data, data_free};
  g_signal_connect_data (bar, "let-go", G_CALLBACK (let_go_cb), held, free_held, 0);
  g_signal_connect (bar, "kept-back", G_CALLBACK (kept_back_cb), NULL);
  gtk_widget_set_parent (bar, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_HELD]);
  return TC_HOLD_BAR (bar);
}

gboolean
tc_hold_box_keep_back (TcHoldBox *self)
{
  GtkWidget *bar = NULL;

  g_return_val_if_fail (TC_IS_HOLD_BOX (self), FALSE);
  bar = gtk_widget_get_last_child (GTK_WIDGET (self));
  if (bar)
    tc_hold_bar_keep_back (TC_HOLD_BAR (bar));
  return bar != NULL;
}

void
tc_hold_box_let_go (TcHoldBox *self)
{
  GtkWidget *bar = NULL;

  g_return_if_fail (TC_IS_HOLD_BOX (self));
  while ((bar = gtk_widget_get_first_child (GTK_WIDGET (self))))
    tc_hold_bar_let_go (TC_HOLD_BAR (bar));
}

guint
tc_hold_box_get_n_held (TcHoldBox *self)
{
  guint n = 0;

  g_return_val_if_fail (TC_IS_HOLD_BOX (self), 0);
  for (GtkWidget *bar = gtk_widget_get_first_child (GTK_WIDGET (self)); bar;
       bar = gtk_widget_get_next_sibling (bar))
    n++;
  return n;
}
