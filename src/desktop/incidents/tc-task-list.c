/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Orders of an incident; see the header. Rows stay as long as the orders are the same, so that the
 * focus stays where it is.
 */
#include "tc-task-list.h"

#include "tc-now.h"
#include "tc-task-row.h"

#include <glib/gi18n-lib.h>

#define TICK_S 1

struct _TcTaskList {
  GtkWidget parent;
  GtkListBox *list;       /* (owned): as a child */
  TcIncidentFocus *focus; /* (owned) (nullable) */
  GArray *ids;            /* (owned) (element-type gint64): of the rows */
  GHashTable *waiting;    /* (owned) (nullable) (element-type gint64): events not sent yet */
  guint steps;
  guint tick; /* source id while mapped */
};

G_DEFINE_FINAL_TYPE (TcTaskList, tc_task_list, GTK_TYPE_WIDGET)

static GtkListBoxRow *
get_row (TcTaskList *self, guint i)
{
  return gtk_list_box_get_row_at_index (self->list, (int) i);
}

/* The order that has the keyboard; 0. */
static gint64
find_focused (TcTaskList *self)
{
  GtkWidget *row = gtk_widget_get_focus_child (GTK_WIDGET (self->list));
  int i = GTK_IS_LIST_BOX_ROW (row) ? gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) : -1;

  return i >= 0 && (guint) i < self->ids->len ? g_array_index (self->ids, gint64, i) : 0;
}

const TcDispatch *
tc_task_list_find (TcTaskList *self, TcTaskStep step)
{
  const TcIncidentDetail *detail = NULL;

  g_return_val_if_fail (TC_IS_TASK_LIST (self), NULL);
  detail = tc_incident_focus_get_detail (self->focus);
  return detail && (self->steps & 1u << step) ? tc_task_find (detail, step, find_focused (self))
                                              : NULL;
}

static gboolean
has_rows_of (TcTaskList *self, GArray *tasks)
{
  if (self->ids->len != tasks->len)
    return FALSE;
  for (guint i = 0; i < tasks->len; i++)
    if (g_array_index (self->ids, gint64, i) != g_array_index (tasks, TcDispatch, i).id)
      return FALSE;
  return TRUE;
}

static void
make_rows (TcTaskList *self, GArray *tasks)
{
  GtkWidget *row = NULL;

  if (has_rows_of (self, tasks))
    return;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))))
    gtk_list_box_remove (self->list, row);
  g_array_set_size (self->ids, 0);
  for (guint i = 0; i < tasks->len; i++) {
    row = gtk_list_box_row_new ();
    gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), tc_task_row_new ());
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
    gtk_list_box_append (self->list, row);
    g_array_append_val (self->ids, g_array_index (tasks, TcDispatch, i).id);
  }
}

static void
show_row (TcTaskList *self, guint i, const TcIncidentDetail *detail, gint64 now_us)
{
  const TcDispatch *task = &g_array_index (detail->dispatches, TcDispatch, i);
  GtkListBoxRow *row = get_row (self, i);
  TcTaskRow *child = TC_TASK_ROW (gtk_list_box_row_get_child (row));
  g_autofree char *spoken = NULL;
  guint keyed = 0;

  for (guint step = 0; step < TC_TASK_STEPS; step++)
    if (tc_task_list_find (self, (TcTaskStep) step) == task)
      keyed |= 1u << step;
  tc_task_row_set_unsent (child, tc_task_is_unsent (task, detail, self->waiting));
  tc_task_row_show (child, task, detail, self->steps, keyed, now_us);
  spoken = tc_task_row_dup_spoken (child);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
refresh_cb (TcTaskList *self)
{
  const TcIncidentDetail *detail = tc_incident_focus_get_detail (self->focus);
  gint64 now_us = tc_now_us ();

  gtk_widget_set_visible (GTK_WIDGET (self), detail && detail->dispatches->len > 0);
  if (!detail)
    return;
  make_rows (self, detail->dispatches);
  for (guint i = 0; i < detail->dispatches->len; i++)
    show_row (self, i, detail, now_us);
}

static gboolean
tick_cb (gpointer data)
{
  TcTaskList *self = data;
  const TcIncidentDetail *detail = tc_incident_focus_get_detail (self->focus);
  gint64 now_us = tc_now_us ();

  for (guint i = 0; detail && i < detail->dispatches->len && i < self->ids->len; i++) {
    const TcDispatch *task = &g_array_index (detail->dispatches, TcDispatch, i);
    if (tc_task_is_open (task) && task->id == g_array_index (self->ids, gint64, i))
      tc_task_row_tick (TC_TASK_ROW (gtk_list_box_row_get_child (get_row (self, i))), task, now_us);
  }
  return G_SOURCE_CONTINUE;
}

/* The keys stand on the order that they mean. */
static void
focus_moved_cb (TcTaskList *self)
{
  const TcIncidentDetail *detail = tc_incident_focus_get_detail (self->focus);

  if (detail && has_rows_of (self, detail->dispatches))
    refresh_cb (self);
}

void
tc_task_list_show_link (TcTaskList *self, gint64 task_id, const TcUnitPageLink *link)
{
  g_return_if_fail (TC_IS_TASK_LIST (self));

  for (guint i = 0; i < self->ids->len; i++)
    if (g_array_index (self->ids, gint64, i) == task_id)
      tc_task_row_show_link (TC_TASK_ROW (gtk_list_box_row_get_child (get_row (self, i))), link,
                             tc_now_us ());
}

void
tc_task_list_set_focus (TcTaskList *self, TcIncidentFocus *focus)
{
  g_return_if_fail (TC_IS_TASK_LIST (self));

  g_set_object (&self->focus, focus);
  g_signal_connect_object (focus, "changed", G_CALLBACK (refresh_cb), self, G_CONNECT_SWAPPED);
  refresh_cb (self);
}

void
tc_task_list_set_waiting (TcTaskList *self, GHashTable *ids)
{
  g_return_if_fail (TC_IS_TASK_LIST (self));

  g_clear_pointer (&self->waiting, g_hash_table_unref);
  self->waiting = g_hash_table_ref (ids);
  refresh_cb (self);
}

void
tc_task_list_set_steps (TcTaskList *self, guint steps)
{
  g_return_if_fail (TC_IS_TASK_LIST (self));

  if (self->steps == steps)
    return;
  self->steps = steps;
  refresh_cb (self);
}

static void
tc_task_list_map (GtkWidget *widget)
{
  TcTaskList *self = TC_TASK_LIST (widget);

  GTK_WIDGET_CLASS (tc_task_list_parent_class)->map (widget);
  if (self->tick == 0)
    self->tick = g_timeout_add_seconds (TICK_S, tick_cb, self);
}

static void
tc_task_list_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&TC_TASK_LIST (widget)->tick, g_source_remove);
  GTK_WIDGET_CLASS (tc_task_list_parent_class)->unmap (widget);
}

static void
tc_task_list_dispose (GObject *object)
{
  TcTaskList *self = TC_TASK_LIST (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_object (&self->focus);
  g_clear_pointer (&self->waiting, g_hash_table_unref);
  if (self->list)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->list)));
  G_OBJECT_CLASS (tc_task_list_parent_class)->dispose (object);
}

static void
tc_task_list_finalize (GObject *object)
{
  g_array_unref (TC_TASK_LIST (object)->ids);
  G_OBJECT_CLASS (tc_task_list_parent_class)->finalize (object);
}

static void
tc_task_list_class_init (TcTaskListClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_task_list_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_task_list_finalize;
  widget_class->map = tc_task_list_map;
  widget_class->unmap = tc_task_list_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_task_list_init (TcTaskList *self)
{
  GtkEventController *controller = gtk_event_controller_focus_new ();

  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "orders");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Orders"), -1);
  gtk_widget_set_parent (GTK_WIDGET (self->list), GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect_object (controller, "enter", G_CALLBACK (focus_moved_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (controller, "leave", G_CALLBACK (focus_moved_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->list), controller);
}
