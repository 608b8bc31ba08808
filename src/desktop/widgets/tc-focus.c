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
