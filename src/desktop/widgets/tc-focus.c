/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The way of the Tab key; see the header.
 *
 * DESIGN: that Tab leaves a list can be chosen only since GTK 4.12, and then not of a list box. So
 * its class itself gets another focus vfunc, once.
 */
#include "tc-focus.h"

typedef gboolean (*Focus) (GtkWidget *widget, GtkDirectionType direction);

static Focus box_focus; /* GTK's own */

static gboolean
is_tab (GtkDirectionType direction)
{
  return direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;
}

static GtkWidget *
step (GtkWidget *child, gboolean forward)
{
  return forward ? gtk_widget_get_next_sibling (child) : gtk_widget_get_prev_sibling (child);
}

gboolean
tc_focus_children (GtkWidget *widget, GtkDirectionType direction)
{
  gboolean forward = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_RIGHT ||
                     direction == GTK_DIR_DOWN;
  GtkWidget *child = gtk_widget_get_focus_child (widget);

  if (child && gtk_widget_child_focus (child, direction))
    return TRUE;
  if (child)
    child = step (child, forward);
  else
    child = forward ? gtk_widget_get_first_child (widget) : gtk_widget_get_last_child (widget);
  for (; child; child = step (child, forward)) {
    if (gtk_widget_get_mapped (child) && !GTK_IS_NATIVE (child) &&
        gtk_widget_child_focus (child, direction))
      return TRUE;
  }
  return FALSE;
}

/* From either end to the row that was chosen last. */
static gboolean
focus_box (GtkWidget *list, GtkDirectionType direction)
{
  GtkWidget *row = gtk_widget_get_focus_child (list);

  if (!is_tab (direction) || !row || !gtk_widget_get_focusable (row) ||
      gtk_widget_has_css_class (list, "boxed-list"))
    return box_focus (list, direction);
  return gtk_widget_child_focus (row, direction);
}

void
tc_focus_rows_once (void)
{
  GtkWidgetClass *widget_class = g_type_class_ref (GTK_TYPE_LIST_BOX);

  if (box_focus)
    return;
  box_focus = widget_class->focus;
  widget_class->focus = focus_box;
}

gboolean
tc_focus_holds (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  return focus && gtk_widget_is_ancestor (focus, widget);
}

/* ---- where the keyboard is ---- */

#define BY_KEYS "tc-focus-by-keys"

static gboolean
key_pressed_cb (GtkWindow *window)
{
  g_object_set_data (G_OBJECT (window), BY_KEYS, GINT_TO_POINTER (TRUE));
  return GDK_EVENT_PROPAGATE;
}

static void
pressed_cb (GtkWindow *window)
{
  g_object_set_data (G_OBJECT (window), BY_KEYS, NULL);
}

static void
hidden_cb (GtkWindow *window)
{
  if (!gtk_window_get_focus_visible (window) && g_object_get_data (G_OBJECT (window), BY_KEYS))
    gtk_window_set_focus_visible (window, TRUE);
}

void
tc_focus_stay_visible (GtkWindow *window)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_return_if_fail (GTK_IS_WINDOW (window));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), window,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (window), keys);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), window, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (window), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (window, "notify::focus-visible", G_CALLBACK (hidden_cb), NULL);
}
