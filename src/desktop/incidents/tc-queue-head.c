/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The head over the queue; see the header.
 */
#include "tc-queue-head.h"

#include "tc-column-cells.h"
#include "tc-columns-form.h"
#include "tc-signal-shape.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* So far from where two columns meet they are taken by their edge. */
#define EDGE_PX 5

struct _TcQueueHead {
  GtkWidget parent;
  GtkWidget *line;                     /* (unowned): child, like the popover */
  GtkWidget *shape;                    /* (unowned): keeps the room that the signal has in a row */
  GtkWidget *labels[TC_QUEUE_COLUMNS]; /* (unowned): by column */
  GtkWidget *popover;                  /* (unowned) */
  TcColumnsForm *form;                 /* (unowned) */
  TcQueueColumns columns;
  /* While something is dragged: */
  gboolean moving; /* a column, to another place */
  int widening;    /* to the right: 1; to the left: -1; 0: no width is changed */
  TcQueueColumn dragged;
  int width_before;
  double from_x;
};

G_DEFINE_FINAL_TYPE (TcQueueHead, tc_queue_head, GTK_TYPE_WIDGET)

static guint closed_signal;

/* ---- layout ---- */

static TcColumnCells
get_cells (TcQueueHead *self)
{
  return (TcColumnCells){self->shape, self->labels, &self->columns,
                         tc_column_cells_get_digit (GTK_WIDGET (self))};
}

static void
measure_cb (GtkWidget *line, GtkOrientation orientation, int for_size, int *minimum, int *natural,
            int *minimum_baseline, int *natural_baseline)
{
  TcColumnCells cells = get_cells (TC_QUEUE_HEAD (gtk_widget_get_parent (line)));

  tc_column_cells_measure (&cells, orientation, minimum, natural);
}

static void
allocate_cb (GtkWidget *line, int width, int height, int baseline)
{
  TcColumnCells cells = get_cells (TC_QUEUE_HEAD (gtk_widget_get_parent (line)));

  tc_column_cells_allocate (&cells, width, height);
}

/* ---- dragging ---- */

static void
tell (TcQueueHead *self, const TcQueueColumns *chosen)
{
  g_autofree char *text = tc_queue_columns_to_text (chosen);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.columns", "s", text);
}

/* Of the column at that place. */
static void
get_bounds (TcQueueHead *self, guint place, double *start, double *end)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT_ZERO;
  GtkWidget *label = self->labels[self->columns.shown[place]];

  if (!gtk_widget_compute_bounds (label, GTK_WIDGET (self), &bounds))
    bounds = GRAPHENE_RECT_INIT (0, 0, 0, 0);
  *start = bounds.origin.x;
  *end = bounds.origin.x + bounds.size.width;
}

/* Where it and the next one meet is taken by the edge of whichever has a width of its own. FALSE:
 * there is no edge at @x. */
static gboolean
find_edge (TcQueueHead *self, double x, TcQueueColumn *column, int *direction)
{
  for (guint i = 0; i + 1 < self->columns.n; i++) {
    double start = 0, end = 0;
    gboolean before = self->columns.shown[i] != TC_COLUMN_TITLE;

    get_bounds (self, i, &start, &end);
    if (fabs (end + TC_COLUMN_GAP_PX / 2.0 - x) > EDGE_PX)
      continue;
    *column = self->columns.shown[before ? i : i + 1];
    *direction = before ? 1 : -1;
    return TRUE;
  }
  return FALSE;
}

/* columns.n: there is none at @x. */
static guint
find_place (TcQueueHead *self, double x)
{
  for (guint i = 0; i < self->columns.n; i++) {
    double start = 0, end = 0;
    get_bounds (self, i, &start, &end);
    if (x >= start && x < end)
      return i;
  }
  return self->columns.n;
}

static guint
find_dragged (TcQueueHead *self)
{
  guint place = 0;

  while (place < self->columns.n && self->columns.shown[place] != self->dragged)
    place++;
  return place;
}

static void
begin_cb (TcQueueHead *self, double x, double y)
{
  guint place = find_place (self, x);

  self->from_x = x;
  self->moving = FALSE;
  if (!find_edge (self, x, &self->dragged, &self->widening)) {
    self->moving = place < self->columns.n;
    self->dragged = self->columns.shown[self->moving ? place : 0];
  }
  self->width_before = (int) self->columns.widths[self->dragged];
}

static void
widen (TcQueueHead *self, double by_px)
{
  TcQueueColumns chosen = self->columns;
  int digit = tc_column_cells_get_digit (GTK_WIDGET (self));

  tc_queue_columns_widen (&chosen, self->dragged,
                          self->width_before + self->widening * (int) lround (by_px / digit));
  if (chosen.widths[self->dragged] != self->columns.widths[self->dragged])
    tell (self, &chosen);
}

/* Past the middle of the one that stands there: so it doesn't come and go where one is narrow. */
static void
move (TcQueueHead *self, double x)
{
  TcQueueColumns chosen = self->columns;
  guint from = find_dragged (self), to = find_place (self, x);
  double start = 0, end = 0;

  if (to == self->columns.n || to == from)
    return;
  get_bounds (self, to, &start, &end);
  if ((to > from) != (x > (start + end) / 2))
    return;
  tc_queue_columns_move (&chosen, self->dragged, to);
  tell (self, &chosen);
}

static void
update_cb (TcQueueHead *self, double x, double y)
{
  if (self->widening != 0)
    widen (self, x);
  else if (self->moving) {
    gtk_widget_add_css_class (self->labels[self->dragged], "moving");
    move (self, self->from_x + x);
  }
}

static void
end_cb (TcQueueHead *self)
{
  gtk_widget_remove_css_class (self->labels[self->dragged], "moving");
  self->moving = FALSE;
  self->widening = 0;
}

static void
motion_cb (TcQueueHead *self, double x, double y)
{
  TcQueueColumn column = 0;
  int direction = 0;

  if (self->moving || self->widening != 0)
    return;
  gtk_widget_set_cursor_from_name (
      GTK_WIDGET (self), find_edge (self, x, &column, &direction) ? "col-resize" : "grab");
}

static void
follow_pointer (TcQueueHead *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (end_cb), self);
  g_signal_connect_swapped (drag, "cancel", G_CALLBACK (end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

/* ---- what is shown ---- */

static void
show_head (TcQueueHead *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_widget_get_visible (self->popover) ||
                                                 !tc_queue_columns_is_first (&self->columns));
}

void
tc_queue_head_set_columns (TcQueueHead *self, const TcQueueColumns *columns)
{
  g_return_if_fail (TC_IS_QUEUE_HEAD (self));

  self->columns = *columns;
  for (guint i = 0; i < TC_QUEUE_COLUMNS; i++)
    gtk_widget_set_visible (self->labels[i],
                            tc_queue_columns_is_shown (columns, (TcQueueColumn) i));
  tc_columns_form_set (self->form, columns);
  show_head (self);
  gtk_widget_queue_resize (self->line);
}

void
tc_queue_head_choose (TcQueueHead *self)
{
  g_return_if_fail (TC_IS_QUEUE_HEAD (self));

  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
popover_closed_cb (TcQueueHead *self)
{
  show_head (self);
  g_signal_emit (self, closed_signal, 0);
}

/* ---- widget ---- */

static void
tc_queue_head_dispose (GObject *object)
{
  TcQueueHead *self = TC_QUEUE_HEAD (object);

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->line, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_queue_head_parent_class)->dispose (object);
}

static void
tc_queue_head_class_init (TcQueueHeadClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_queue_head_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "queuehead");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  closed_signal = g_signal_new ("closed", TC_TYPE_QUEUE_HEAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
add_label (TcQueueHead *self, guint column)
{
  const char *word = tc_queue_column_word ((TcQueueColumn) column);
  GtkWidget *label = gtk_label_new (word);

  gtk_label_set_xalign (GTK_LABEL (label), column == TC_COLUMN_TERM ? 1 : 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (label, word);
  gtk_widget_add_css_class (label, "second");
  gtk_widget_add_css_class (label, "dim");
  gtk_box_append (GTK_BOX (self->line), label);
  self->labels[column] = label;
}

static void
add_form (TcQueueHead *self)
{
  self->form = TC_COLUMNS_FORM (tc_columns_form_new ());
  self->popover = gtk_popover_new ();
  /* Beside the queue, which shows at once what is chosen. */
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_RIGHT);
  gtk_popover_set_child (GTK_POPOVER (self->popover), GTK_WIDGET (self->form));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->popover), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Columns of the queue"), -1);
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
  g_signal_connect_swapped (self->popover, "closed", G_CALLBACK (popover_closed_cb), self);
}

static void
tc_queue_head_init (TcQueueHead *self)
{
  TcQueueColumns columns;

  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_layout_manager (self->line, gtk_custom_layout_new (NULL, measure_cb, allocate_cb));
  gtk_widget_set_parent (self->line, GTK_WIDGET (self));
  self->shape = g_object_new (TC_TYPE_SIGNAL_SHAPE, "opacity", 0.0, "margin-start", 4,
                              "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_box_append (GTK_BOX (self->line), self->shape);
  for (guint i = 0; i < TC_QUEUE_COLUMNS; i++)
    add_label (self, i);
  add_form (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Columns of the queue"), -1);
  follow_pointer (self);
  tc_queue_columns_init (&columns);
  tc_queue_head_set_columns (self, &columns);
}
