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
  gboolean folded;
};

G_DEFINE_FINAL_TYPE (TcDeskLayout, tc_desk_layout, GTK_TYPE_LAYOUT_MANAGER)

enum {
  PROP_FOLDED = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static int
get_minimum (GtkWidget *child, GtkOrientation orientation)
{
  int minimum = 0;

  if (child && gtk_widget_should_layout (child))
    gtk_widget_measure (child, orientation, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

static void
tc_desk_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation,
                        int for_size, int *minimum, int *natural, int *minimum_baseline,
                        int *natural_baseline)
{
  int size = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child)) {
    int least = get_minimum (child, orientation);
    size = orientation == GTK_ORIENTATION_HORIZONTAL ? size + least : MAX (size, least);
  }
  *minimum = *natural = size;
}

static void
set_folded (TcDeskLayout *self, gboolean folded)
{
  if (self->folded == folded)
    return;
  self->folded = folded;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FOLDED]);
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
  list_width = MAX (list_width, get_minimum (list, GTK_ORIENTATION_HORIZONTAL));
  if (aside)
    context_width = MAX (context_width, get_minimum (context, GTK_ORIENTATION_HORIZONTAL));
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
tc_desk_layout_class_init (TcDeskLayoutClass *class)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (class);

  G_OBJECT_CLASS (class)->get_property = tc_desk_layout_get_property;
  props[PROP_FOLDED] = g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (class), N_PROPS, props);
  layout_class->measure = tc_desk_layout_measure;
  layout_class->allocate = tc_desk_layout_allocate;
}

static void
tc_desk_layout_init (TcDeskLayout *self)
{
}
