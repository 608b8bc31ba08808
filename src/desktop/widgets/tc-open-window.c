/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Windows that are open; see the header.
 */
#include "tc-open-window.h"

gpointer
tc_open_window_find (GType type, GtkWindow *parent)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (all, i);
    if (G_TYPE_CHECK_INSTANCE_TYPE (window, type) &&
        gtk_window_get_transient_for (window) == parent)
      return window;
  }
  return NULL;
}
