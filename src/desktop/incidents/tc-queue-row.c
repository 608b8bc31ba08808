/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row of the queue; see the header. What every row shows is bound in the template; here is what a
 * binding can't say: its columns, its name to the screen reader, and that its incident has left the
 * list.
 */
#include "tc-queue-row.h"

#include "tc-age-label.h"
#include "tc-column-cells.h"
#include "tc-deadline-bar.h"
#include "tc-signal-shape.h"
#include "tc-text-label.h"

struct _TcQueueRow {
  GtkWidget parent;
  GtkWidget *box; /* (unowned): template child, like all down to term */
  GtkWidget *heading;
  GtkWidget *line;
  GtkWidget *signal;
  GtkWidget *age;
  GtkWidget *lines;
  GtkWidget *second;
  GtkWidget *term;
  GtkWidget *cells[TC_QUEUE_COLUMNS]; /* (unowned) (nullable): by column, made when first shown */
  TcIncidentItem *item;               /* (owned) (nullable) */
  gulong notify;                      /* handler on item */
  int digit_px;                       /* how wide a digit is; 0: to be measured, once for a font */
};

G_DEFINE_FINAL_TYPE (TcQueueRow, tc_queue_row, GTK_TYPE_WIDGET)

enum {
  PROP_ITEM = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static TcQueueColumns columns;

/* ---- columns ---- */

static TcColumnCells
get_cells (GtkWidget *line)
{
  TcQueueRow *self = TC_QUEUE_ROW (gtk_widget_get_ancestor (line, TC_TYPE_QUEUE_ROW));

  if (self->digit_px == 0)
    self->digit_px = tc_column_cells_get_digit (GTK_WIDGET (self));
  return (TcColumnCells){self->signal, self->cells, &columns, self->digit_px};
}

static void
measure_cb (GtkWidget *line, GtkOrientation orientation, int for_size, int *minimum, int *natural,
            int *minimum_baseline, int *natural_baseline)
{
  TcColumnCells cells = get_cells (line);

  tc_column_cells_measure (&cells, orientation, minimum, natural);
}

static void
allocate_cb (GtkWidget *line, int width, int height, int baseline)
{
  TcColumnCells cells = get_cells (line);

  tc_column_cells_allocate (&cells, width, height);
}

static GtkWidget *
make_cell (TcQueueRow *self)
{
  GtkWidget *cell = tc_text_label_new_placed (0);

  gtk_widget_add_css_class (cell, "row-second");
  gtk_widget_add_css_class (cell, "second");
  gtk_widget_add_css_class (cell, "dim");
  gtk_box_append (GTK_BOX (self->line), cell);
  return cell;
}

/* Those that the template doesn't bind. */
static void
fill_cells (TcQueueRow *self)
{
  const TcIncidentRow *row = self->item ? tc_incident_item_get_row (self->item) : NULL;

  for (guint i = 0; i < columns.n; i++) {
    GtkWidget *cell = self->cells[columns.shown[i]];
    g_autofree char *text = NULL;
    if (cell == self->age || cell == self->lines || cell == self->term)
      continue;
    text = row ? tc_queue_column_word_cell (columns.shown[i], row) : NULL;
    gtk_inscription_set_text (GTK_INSCRIPTION (cell), text);
  }
}

/* What stands beside two lines stands at the first. */
static void
show_columns (TcQueueRow *self)
{
  GtkAlign beside = columns.second ? GTK_ALIGN_START : GTK_ALIGN_CENTER;

  for (guint i = 0; i < TC_QUEUE_COLUMNS; i++) {
    gboolean shown = tc_queue_columns_is_shown (&columns, (TcQueueColumn) i);
    if (shown && !self->cells[i])
      self->cells[i] = make_cell (self);
    if (!self->cells[i])
      continue;
    gtk_widget_set_visible (self->cells[i], shown);
    if (i != TC_COLUMN_TITLE && i != TC_COLUMN_TERM)
      gtk_widget_set_valign (self->cells[i], beside);
  }
  gtk_widget_set_valign (self->signal, beside);
  gtk_widget_set_visible (self->second, columns.second);
  fill_cells (self);
  gtk_widget_queue_resize (self->line);
}

/* ---- what it shows ---- */

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
  fill_cells (self);
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
tc_queue_row_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  TC_QUEUE_ROW (widget)->digit_px = 0;
  GTK_WIDGET_CLASS (tc_queue_row_parent_class)->css_changed (widget, change);
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
  widget_class->css_changed = tc_queue_row_css_changed;
  props[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, TC_TYPE_INCIDENT_ITEM,
                                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                                              G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  tc_queue_columns_init (&columns);
  g_type_ensure (TC_TYPE_AGE_LABEL);
  g_type_ensure (TC_TYPE_DEADLINE_BAR);
  g_type_ensure (TC_TYPE_SIGNAL_SHAPE);
  gtk_widget_class_set_css_name (widget_class, "row");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-queue-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TcQueueRow, box);
  gtk_widget_class_bind_template_child (widget_class, TcQueueRow, signal);
  gtk_widget_class_bind_template_child (widget_class, TcQueueRow, lines);
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
  gtk_widget_set_layout_manager (self->line, gtk_custom_layout_new (NULL, measure_cb, allocate_cb));
  self->cells[TC_COLUMN_AGE] = self->age;
  self->cells[TC_COLUMN_TITLE] = self->lines;
  self->cells[TC_COLUMN_TERM] = self->term;
  show_columns (self);
}

static void
show_columns_below (GtkWidget *widget)
{
  if (TC_IS_QUEUE_ROW (widget))
    show_columns (TC_QUEUE_ROW (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    show_columns_below (child);
}

void
tc_queue_row_set_columns (GtkWidget *list, const TcQueueColumns *shown)
{
  g_type_class_unref (g_type_class_ref (TC_TYPE_QUEUE_ROW));
  columns = *shown;
  show_columns_below (list);
}
