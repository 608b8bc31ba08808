/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row of the queue; see the header. What it shows is bound in the template; here is what a
 * binding can't say: its name to the screen reader, which GTK 4.8 keeps on the cell around it.
 *
 * DESIGN: GTK keeps some two hundred rows of a list, of which a screen shows twenty. To make and
 * fill the others would be nearly all that another list costs. So a row gets its children and takes
 * its item (`shown`) once it comes into sight, between the layout of a frame and its painting;
 * before that it is as high as the others were.
 */
#include "tc-queue-row.h"

#include "tc-age-label.h"
#include "tc-deadline-bar.h"
#include "tc-signal-shape.h"

struct _TcQueueRow {
  GtkWidget parent;
  GtkWidget *box; /* (unowned): template child, like all down to term */
  GtkWidget *heading;
  GtkWidget *line;
  GtkWidget *age;
  GtkWidget *second;
  GtkWidget *term;
  TcIncidentItem *item;  /* (owned) (nullable) */
  TcIncidentItem *shown; /* (owned) (nullable): the same, once it was in sight */
  gulong notify;         /* handler on shown */
  GdkFrameClock *clock;  /* (owned) (nullable): while it is realised */
  gulong layout;         /* handler on clock */
};

G_DEFINE_FINAL_TYPE (TcQueueRow, tc_queue_row, GTK_TYPE_WIDGET)

enum {
  PROP_ITEM = 1,
  PROP_SHOWN,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

/* Of the newest row that was measured: what one without children takes. Main loop only. */
static int usual_height = 58;

static TcQueueParts parts = TC_QUEUE_PARTS;

static void
describe_cb (TcQueueRow *self)
{
  GtkWidget *cell = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *spoken = NULL;
  gboolean gone = FALSE;

  if (!self->shown || !self->box)
    return;
  g_object_get (self->shown, "spoken", &spoken, "gone", &gone, NULL);
  if (gone)
    gtk_widget_add_css_class (self->line, "gone");
  else
    gtk_widget_remove_css_class (self->line, "gone");
  if (cell)
    gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                    -1);
}

static void
show (TcQueueRow *self, TcIncidentItem *item)
{
  g_clear_signal_handler (&self->notify, self->shown);
  g_set_object (&self->shown, item);
  if (item)
    /* Once for all that changed together: what is spoken changes with each of it. */
    self->notify = g_signal_connect_swapped (item, "notify::spoken", G_CALLBACK (describe_cb),
                                             self);
  describe_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SHOWN]);
}

static void
show_parts (TcQueueRow *self)
{
  if (!self->box)
    return;
  gtk_widget_set_visible (self->age, (parts & TC_QUEUE_PART_AGE) != 0);
  gtk_widget_set_visible (self->second, (parts & TC_QUEUE_PART_SECOND) != 0);
  gtk_widget_set_visible (self->term, (parts & TC_QUEUE_PART_TERM) != 0);
}

static gboolean
is_in_sight (TcQueueRow *self)
{
  GtkWidget *list = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_LIST_VIEW);
  graphene_rect_t bounds;

  if (!list)
    return TRUE;
  return gtk_widget_compute_bounds (GTK_WIDGET (self), list, &bounds) &&
         bounds.origin.y + bounds.size.height > 0 &&
         bounds.origin.y < (float) gtk_widget_get_height (list);
}

/* Everything has its place now, and is not painted yet. */
static void
laid_out_cb (TcQueueRow *self)
{
  if (self->shown == self->item || !is_in_sight (self))
    return;
  if (!self->box) {
    gtk_widget_init_template (GTK_WIDGET (self));
    show_parts (self);
  }
  show (self, self->item);
}

static void
set_item (TcQueueRow *self, TcIncidentItem *item)
{
  if (self->item == item)
    return;
  g_set_object (&self->item, item);
  if (!item)
    show (self, NULL);
  else if (self->clock)
    gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ITEM]);
}

static void
tc_queue_row_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  GtkWidget *box = TC_QUEUE_ROW (widget)->box;

  if (box)
    gtk_widget_measure (box, orientation, for_size, minimum, natural, minimum_baseline,
                        natural_baseline);
  if (orientation != GTK_ORIENTATION_VERTICAL)
    return;
  if (!box)
    *minimum = *natural = usual_height;
  else if (!gtk_widget_get_visible (TC_QUEUE_ROW (widget)->heading))
    usual_height = *natural;
}

static void
tc_queue_row_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  if (TC_QUEUE_ROW (widget)->box)
    gtk_widget_allocate (TC_QUEUE_ROW (widget)->box, width, height, baseline, NULL);
}

static void
tc_queue_row_realize (GtkWidget *widget)
{
  TcQueueRow *self = TC_QUEUE_ROW (widget);

  GTK_WIDGET_CLASS (tc_queue_row_parent_class)->realize (widget);
  g_set_object (&self->clock, gtk_widget_get_frame_clock (widget));
  self->layout = g_signal_connect_data (self->clock, "layout", G_CALLBACK (laid_out_cb), self, NULL,
                                        G_CONNECT_AFTER | G_CONNECT_SWAPPED);
}

static void
tc_queue_row_unrealize (GtkWidget *widget)
{
  TcQueueRow *self = TC_QUEUE_ROW (widget);

  g_clear_signal_handler (&self->layout, self->clock);
  g_clear_object (&self->clock);
  GTK_WIDGET_CLASS (tc_queue_row_parent_class)->unrealize (widget);
}

static gboolean
has_text_cb (GObject *row, const char *text)
{
  return text && *text;
}

static gboolean
lacks_text_cb (GObject *row, const char *text)
{
  return !has_text_cb (row, text);
}

static void
tc_queue_row_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tc_queue_row_parent_class)->root (widget);
  describe_cb (TC_QUEUE_ROW (widget));
}

static void
tc_queue_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TcQueueRow *self = TC_QUEUE_ROW (object);

  g_value_set_object (value, id == PROP_ITEM ? self->item : self->shown);
}

static void
tc_queue_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  set_item (TC_QUEUE_ROW (object), g_value_get_object (value));
}

static void
tc_queue_row_dispose (GObject *object)
{
  TcQueueRow *self = TC_QUEUE_ROW (object);

  g_clear_signal_handler (&self->notify, self->shown);
  g_clear_object (&self->shown);
  g_clear_object (&self->item);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_queue_row_parent_class)->dispose (object);
}

static void
tc_queue_row_class_init (TcQueueRowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->get_property = tc_queue_row_get_property;
  object_class->set_property = tc_queue_row_set_property;
  object_class->dispose = tc_queue_row_dispose;
  widget_class->measure = tc_queue_row_measure;
  widget_class->size_allocate = tc_queue_row_size_allocate;
  widget_class->root = tc_queue_row_root;
  widget_class->realize = tc_queue_row_realize;
  widget_class->unrealize = tc_queue_row_unrealize;
  props[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, TC_TYPE_INCIDENT_ITEM,
                                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                                              G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_SHOWN] = g_param_spec_object ("shown", NULL, NULL, TC_TYPE_INCIDENT_ITEM,
                                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  g_type_ensure (TC_TYPE_AGE_LABEL);
  g_type_ensure (TC_TYPE_DEADLINE_BAR);
  g_type_ensure (TC_TYPE_SIGNAL_SHAPE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-queue-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TcQueueRow, box);
  gtk_widget_class_bind_template_child (widget_class, TcQueueRow, term);
  gtk_widget_class_bind_template_child (widget_class, TcQueueRow, second);
  gtk_widget_class_bind_template_child (widget_class, TcQueueRow, age);
  gtk_widget_class_bind_template_child (widget_class, TcQueueRow, line);
  gtk_widget_class_bind_template_child (widget_class, TcQueueRow, heading);
  gtk_widget_class_bind_template_callback (widget_class, has_text_cb);
  gtk_widget_class_bind_template_callback (widget_class, lacks_text_cb);
}

static void
tc_queue_row_init (TcQueueRow *self)
{
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *cell)
{
  gtk_list_item_set_child (cell, g_object_new (TC_TYPE_QUEUE_ROW, NULL));
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *cell)
{
  set_item (TC_QUEUE_ROW (gtk_list_item_get_child (cell)), gtk_list_item_get_item (cell));
}

GtkListItemFactory *
tc_queue_row_factory_new (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  return factory;
}

static void
show_parts_below (GtkWidget *widget)
{
  if (TC_IS_QUEUE_ROW (widget))
    show_parts (TC_QUEUE_ROW (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    show_parts_below (child);
}

void
tc_queue_row_set_parts (GtkWidget *list, TcQueueParts shown)
{
  parts = shown;
  show_parts_below (list);
}
