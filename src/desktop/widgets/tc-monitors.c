/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Monitors by connector; see the header.
 */
#include "tc-monitors.h"

GdkMonitor *
tc_monitors_find (const char *connector)
{
  GListModel *monitors = gdk_display_get_monitors (gdk_display_get_default ());

  for (guint i = 0; connector && *connector && i < g_list_model_get_n_items (monitors); i++) {
    g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);
    if (g_strcmp0 (gdk_monitor_get_connector (monitor), connector) == 0)
      return g_steal_pointer (&monitor);
  }
  return NULL;
}

GdkMonitor *
tc_monitors_find_of (GtkWindow *window)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  GdkMonitor *monitor = surface ? gdk_display_get_monitor_at_surface (
                                      gtk_widget_get_display (GTK_WIDGET (window)), surface)
                                : NULL;

  return monitor ? g_object_ref (monitor) : NULL;
}

const char *
tc_monitors_get_connector (GtkWindow *window)
{
  g_autoptr (GdkMonitor) monitor = tc_monitors_find_of (window);

  return monitor ? gdk_monitor_get_connector (monitor) : NULL;
}
