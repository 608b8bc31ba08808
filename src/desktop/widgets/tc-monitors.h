/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Monitors by the name of their connector ("HDMI-1"), which stays the same from day to day.
 */
#pragma once

#include <gtk/gtk.h>

/* (transfer full) (nullable): none of that name is plugged in; "" and NULL name none */
GdkMonitor *tc_monitors_find (const char *connector);
/* (transfer full) (nullable): where @window is; it isn't shown yet */
GdkMonitor *tc_monitors_find_of (GtkWindow *window);
/* (nullable): of the monitor that @window is on. Borrowed until monitors change. */
const char *tc_monitors_get_connector (GtkWindow *window);
