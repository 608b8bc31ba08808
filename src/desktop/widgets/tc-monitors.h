/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Monitors by the name of their connector ("HDMI-1"), which stays the same from day to day.
 */
#pragma once

#include <gtk/gtk.h>

/* (element-type GdkMonitor): those plugged in; lent */
GListModel *tc_monitors_list (void);
/* (nullable): its connector; lent */
const char *tc_monitors_name (GdkMonitor *monitor);
/* (transfer full) (nullable): none of that name is plugged in; "" and NULL name none */
GdkMonitor *tc_monitors_find (const char *connector);
/* (transfer full) (nullable): where @window is; it isn't shown yet */
GdkMonitor *tc_monitors_find_of (GtkWindow *window);
/* In place of the display's list, for tests. @monitors: (nullable) (element-type GdkMonitor):
 * borrowed until it is NULL again */
void tc_monitors_inject (GListModel *monitors);
/* For tests, too: what it is plugged into. */
void tc_monitors_pretend (GdkMonitor *monitor, const char *connector);

/* @away: its monitor is gone, and it is an ordinary window now; else it fills it again. */
typedef void (*TcMonitorsMoved) (GtkWindow *window, const char *connector, gboolean away);
/* From now on @window comes home when the monitor that it fills is lost, and fills it again when it
 * is back. @connector: (nullable): none; @moved: (nullable) */
void tc_monitors_follow (GtkWindow *window, const char *connector, TcMonitorsMoved moved);
gboolean tc_monitors_is_away (GtkWindow *window);

/* (nullable): of the monitor that @window is on. Borrowed until monitors change. */
const char *tc_monitors_get_connector (GtkWindow *window);
