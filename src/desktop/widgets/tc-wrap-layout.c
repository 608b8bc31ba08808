/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lines of children; see the header.
 */
#include "tc-wrap-layout.h"

#define LINE_GAP_PX 8
/* So much of a child is always read; what is narrower is never made wider. */
#define LEAST_CHARS 26

struct _TcWrapLayout {
  GtkLayoutManager parent;
  int spacing; /* between children of a line */
};

G_DEFINE_FINAL_TYPE (TcWrapLayout, tc_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

enum {
  PROP_SPACING = 1
};

/* What is to be laid out, in its order, and how wide it is or may be. */
typedef struct {
  GtkWidget *widgets[TC_WRAP_CHILDREN_MAX]; /* (unowned) */
  GtkRequestedSize sizes[TC_WRAP_CHILDREN_MAX];
  guint n;
} Children;

static int
measure_least (GtkWidget *widget)
{
  PangoFontMetrics *metrics = pango_context_get_metrics (gtk_widget_get_pango_context (widget),
                                                         NULL, NULL);
  int width = PANGO_PIXELS (pango_font_metrics_get_approximate_char_width (metrics));

  pango_font_metrics_unref (metrics);
  return width * LEAST_CHARS;
}

static void
find_children (GtkWidget *widget, Children *children)
{
  int least = measure_least (widget);

  children->n = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child && children->n < TC_WRAP_CHILDREN_MAX; child = gtk_widget_get_next_sibling (child)) {
    GtkRequestedSize *size = &children->sizes[children->n];

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &size->minimum_size,
                        &size->natural_size, NULL, NULL);
    size->minimum_size = MAX (size->minimum_size, MIN (size->natural_size, least));
    children->widgets[children->n++] = child;
  }
}

/* The line from child @first on; each gets what it is wide. Returns: the first of the next. */
static guint
take_line (TcWrapLayout *self, Children *children, guint first, int width)
{
  guint end = first;
  int least = 0, left = 0;

  while (end < children->n) {
    int more = children->sizes[end].minimum_size + (end > first ? self->spacing : 0);

    if (end > first && least + more > width)
      break;
    least += more;
    end++;
  }
  left = gtk_distribute_natural_allocation (MAX (width - least, 0), end - first,
                                            &children->sizes[first]);
  for (guint i = first; i < end && left > 0; i++)
    if (gtk_widget_get_hexpand (children->widgets[i])) {
      children->sizes[i].minimum_size += left;
      left = 0;
    }
  return end;
}

static int
measure_line (Children *children, guint first, guint end)
{
  int height = 0;

  for (guint i = first; i < end; i++) {
    int minimum = 0;

    gtk_widget_measure (children->widgets[i], GTK_ORIENTATION_VERTICAL,
                        children->sizes[i].minimum_size, &minimum, NULL, NULL, NULL);
    height = MAX (height, minimum);
  }
  return height;
}

static void
measure_width (TcWrapLayout *self, Children *children, int *minimum, int *natural)
{
  *minimum = *natural = 0;
  for (guint i = 0; i < children->n; i++) {
    *minimum = MAX (*minimum, children->sizes[i].minimum_size);
    *natural += children->sizes[i].natural_size + (i > 0 ? self->spacing : 0);
  }
}

static void
tc_wrap_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation,
                        int for_size, int *minimum, int *natural, int *minimum_baseline,
                        int *natural_baseline)
{
  TcWrapLayout *self = TC_WRAP_LAYOUT (manager);
  Children children;
  int width = 0, widest = 0, height = 0;

  find_children (widget, &children);
  measure_width (self, &children, &width, &widest);
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = width;
    *natural = widest;
    return;
  }
  for (guint first = 0; first < children.n;) {
    guint end = take_line (self, &children, first, for_size < 0 ? widest : for_size);

    height += measure_line (&children, first, end) + (first > 0 ? LINE_GAP_PX : 0);
    first = end;
  }
  *minimum = *natural = height;
}

static void
tc_wrap_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height,
                         int baseline)
{
  TcWrapLayout *self = TC_WRAP_LAYOUT (manager);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  Children children;
  int y = 0;

  find_children (widget, &children);
  for (guint first = 0; first < children.n;) {
    guint end = take_line (self, &children, first, width);
    int line_height = measure_line (&children, first, end), x = 0;

    for (; first < end; first++) {
      int w = children.sizes[first].minimum_size;

      gtk_widget_size_allocate (children.widgets[first],
                                &(GtkAllocation){mirrored ? width - x - w : x, y, w, line_height},
                                -1);
      x += w + self->spacing;
    }
    y += line_height + LINE_GAP_PX;
  }
}

static GtkSizeRequestMode
tc_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tc_wrap_layout_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_int (value, TC_WRAP_LAYOUT (object)->spacing);
}

static void
tc_wrap_layout_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TC_WRAP_LAYOUT (object)->spacing = g_value_get_int (value);
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (object));
}

static void
tc_wrap_layout_class_init (TcWrapLayoutClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (class);

  object_class->get_property = tc_wrap_layout_get_property;
  object_class->set_property = tc_wrap_layout_set_property;
  layout_class->measure = tc_wrap_layout_measure;
  layout_class->allocate = tc_wrap_layout_allocate;
  layout_class->get_request_mode = tc_wrap_layout_get_request_mode;
  g_object_class_install_property (object_class, PROP_SPACING,
                                   g_param_spec_int ("spacing", NULL, NULL, 0, 1000, 0,
                                                     G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
}

static void
tc_wrap_layout_init (TcWrapLayout *self)
{
}
