/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row of the queue; see the header. What it shows is bound in the template; here is what a
 * binding can't say: its name to the screen reader, and that its incident has left the list.
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
  TcIncidentItem *item; /* (owned) (nullable) */
  gulong notify;        /* handler on item */
};

G_DEFINE_FINAL_TYPE (TcQueueRow, tc_queue_row, GTK_TYPE_WIDGET)

enum {
  PROP_ITEM = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static TcQueueParts parts = TC_QUEUE_PARTS;

static void
describe_cb (TcQueueRow *self)
{
  g_autofree char *spoken = NULL;
  gboolean gone = FALSE;

  if (!self->item)
    return;
  g_object_get (self->item, "spoken", &spoken, "gone", &gone, NULL);
  if (gone)
    gtk_widget_add_css_class (self->line, "gone");
  else
    gtk_widget_remove_css_class (self->line, "gone");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
show_parts (TcQueueRow *self)
{
  gtk_widget_set_visible (self->age, (parts & TC_QUEUE_PART_AGE) != 0);
  gtk_widget_set_visible (self->second, (parts & TC_QUEUE_PART_SECOND) != 0);
  gtk_widget_set_visible (self->term, (parts & TC_QUEUE_PART_TERM) != 0);
}

static void
set_item (TcQueueRow *self, TcIncidentItem *item)
{
  if (self->item == item)
    return;
  g_clear_signal_handler (&self->notify, self->item);
  g_set_object (&self->item, item);
  if (item)
    /* Once for all that changed together: what is spoken changes with each of it. */
    self->notify = g_signal_connect_swapped (item, "notify::spoken", G_CALLBACK (describe_cb),
                                             self);
  describe_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ITEM]);
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
tc_queue_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_object (value, TC_QUEUE_ROW (object)->item);
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

  g_clear_signal_handler (&self->notify, self->item);
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
  props[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, TC_TYPE_INCIDENT_ITEM,
                                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                                              G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  g_type_ensure (TC_TYPE_AGE_LABEL);
  g_type_ensure (TC_TYPE_DEADLINE_BAR);
  g_type_ensure (TC_TYPE_SIGNAL_SHAPE);
  gtk_widget_class_set_css_name (widget_class, "row");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
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
  gtk_widget_init_template (GTK_WIDGET (self));
  show_parts (self);
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
