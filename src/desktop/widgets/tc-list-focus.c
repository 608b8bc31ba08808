/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lists as single stops; see the header.
 */
#include "tc-list-focus.h"

/* The row that had the focus last, else the first. */
static gboolean
enter (GtkWidget *stop)
{
  GtkWidget *row = NULL;

  if (!gtk_widget_get_mapped (stop))
    return FALSE;
  if (!GTK_IS_LIST_BOX (stop))
    return gtk_widget_grab_focus (stop);
  row = gtk_widget_get_focus_child (stop);
  if (!row || !gtk_widget_get_visible (row))
    row = GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (stop), 0));
  return row && gtk_widget_grab_focus (row);
}

gboolean
tc_list_focus (GtkWidget *const *stops, guint n_stops, GtkDirectionType direction)
{
  gboolean forward = direction == GTK_DIR_TAB_FORWARD;
  GtkRoot *root = gtk_widget_get_root (stops[0]);
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;
  int at = forward ? -1 : (int) n_stops;

  for (guint i = 0; focus && i < n_stops; i++) {
    if (focus == stops[i] || gtk_widget_is_ancestor (focus, stops[i]))
      at = (int) i;
  }
  for (at += forward ? 1 : -1; at >= 0 && at < (int) n_stops; at += forward ? 1 : -1) {
    if (enter (stops[at]))
      return TRUE;
  }
  return FALSE;
}

gboolean
tc_list_holds_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  return focus && gtk_widget_is_ancestor (focus, widget);
}
