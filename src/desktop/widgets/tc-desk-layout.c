/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Three columns; see the header. Shares are of the panel's width, 1844 px in a window of 1920.
 */
#include "tc-desk-layout.h"

#define SHARE_OF 1844
#define LIST_SHARE 600
#define LIST_FOLDED_SHARE 700
#define CONTEXT_SHARE 420

struct _TcDeskLayout {
  GtkLayoutManager parent;
  GtkScrolledWindow *aside; /* (weak) (nullable) */
  GtkBox *fold;             /* (weak) (nullable) */
  GtkWidget *context;       /* (owned) (nullable): moves between the two */
  gboolean folded;          /* it was last given too little room for it */
  guint fold_idle;          /* source id */
};

G_DEFINE_FINAL_TYPE (TcDeskLayout, tc_desk_layout, GTK_TYPE_LAYOUT_MANAGER)

enum {
  PROP_FOLDED = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static int
get_minimum (GtkWidget *child)
{
  int minimum = 0;

  if (child && gtk_widget_should_layout (child))
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* The columns scroll, so how high they would like to be is no matter; to find it out takes a label
 * that wraps ten times as long as to be shown. */
static void
tc_desk_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation,
                        int for_size, int *minimum, int *natural, int *minimum_baseline,
                        int *natural_baseline)
{
  int size = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child && orientation == GTK_ORIENTATION_HORIZONTAL;
       child = gtk_widget_get_next_sibling (child))
    size += get_minimum (child);
  *minimum = *natural = size;
}

static gboolean
fold_cb (gpointer data)
{
  TcDeskLayout *self = data;

  self->fold_idle = 0;
  if (!self->aside || !self->fold ||
      self->folded == (gtk_widget_get_parent (self->context) == GTK_WIDGET (self->fold)))
    return G_SOURCE_REMOVE;
  if (self->folded) {
    gtk_scrolled_window_set_child (self->aside, NULL);
    gtk_box_append (self->fold, self->context);
    gtk_widget_add_css_class (self->context, "folded");
  } else {
    gtk_box_remove (self->fold, self->context);
    gtk_scrolled_window_set_child (self->aside, self->context);
    gtk_widget_remove_css_class (self->context, "folded");
  }
  gtk_widget_set_visible (GTK_WIDGET (self->aside), !self->folded);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FOLDED]);
  return G_SOURCE_REMOVE;
}

/* Widgets can't be moved while sizes are given out. */
static void
set_folded (TcDeskLayout *self, gboolean folded)
{
  if (self->folded == folded)
    return;
  self->folded = folded;
  if (self->fold_idle == 0)
    self->fold_idle = g_idle_add (fold_cb, self);
}

void
tc_desk_layout_set_context (TcDeskLayout *self, GtkScrolledWindow *aside, GtkWidget *context,
                            GtkBox *fold)
{
  g_return_if_fail (TC_IS_DESK_LAYOUT (self));

  g_set_weak_pointer (&self->aside, aside);
  g_set_weak_pointer (&self->fold, fold);
  g_set_object (&self->context, context);
}

static void
tc_desk_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height,
                         int baseline)
{
  GtkWidget *list = gtk_widget_get_first_child (widget);
  GtkWidget *work = list ? gtk_widget_get_next_sibling (list) : NULL;
  GtkWidget *context = work ? gtk_widget_get_next_sibling (work) : NULL;
  gboolean aside = context && gtk_widget_should_layout (context);
  int list_width = width * (aside ? LIST_SHARE : LIST_FOLDED_SHARE) / SHARE_OF;
  int context_width = aside ? width * CONTEXT_SHARE / SHARE_OF : 0;

  if (!work)
    return;
  set_folded (TC_DESK_LAYOUT (manager), width < TC_DESK_FOLD_PX);
  if (aside)
    context_width = MAX (context_width, get_minimum (context));
  /* The list gives way to letters that are larger, as far as it can be read itself. */
  list_width = MIN (list_width, width - context_width - get_minimum (work));
  list_width = MAX (list_width, get_minimum (list));
  gtk_widget_size_allocate (list, &(GtkAllocation){0, 0, list_width, height}, -1);
  gtk_widget_size_allocate (
      work, &(GtkAllocation){list_width, 0, MAX (width - list_width - context_width, 0), height},
      -1);
  if (aside)
    gtk_widget_size_allocate (
        context, &(GtkAllocation){width - context_width, 0, context_width, height}, -1);
}

static void
tc_desk_layout_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, TC_DESK_LAYOUT (object)->folded);
}

static void
tc_desk_layout_dispose (GObject *object)
{
  TcDeskLayout *self = TC_DESK_LAYOUT (object);

  g_clear_handle_id (&self->fold_idle, g_source_remove);
  g_clear_weak_pointer (&self->aside);
  g_clear_weak_pointer (&self->fold);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (tc_desk_layout_parent_class)->dispose (object);
}

static void
tc_desk_layout_class_init (TcDeskLayoutClass *class)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (class);

  G_OBJECT_CLASS (class)->get_property = tc_desk_layout_get_property;
  G_OBJECT_CLASS (class)->dispose = tc_desk_layout_dispose;
  layout_class->measure = tc_desk_layout_measure;
  layout_class->allocate = tc_desk_layout_allocate;
  props[PROP_FOLDED] = g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (class), N_PROPS, props);
}

static void
tc_desk_layout_init (TcDeskLayout *self)
{
}
