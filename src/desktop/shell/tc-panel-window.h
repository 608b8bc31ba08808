/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A panel in a window of its own, on another monitor say. The actions are those of the main window,
 * from which the panel was moved: what is chosen here opens there. The strip of emergencies stands
 * above it here too.
 *
 * Its own actions: command-answer, full-screen, open-, take- and merge-emergency (those of the
 * strip that stands here), own-window (back into the main window).
 */
#pragma once

#include "tc-panel-registry.h"
#include "tc-window.h"

#define TC_TYPE_PANEL_WINDOW (tc_panel_window_get_type ())
G_DECLARE_FINAL_TYPE (TcPanelWindow, tc_panel_window, TC, PANEL_WINDOW, AdwApplicationWindow)

/**
 * tc_panel_window_new:
 * @main: (unowned): outlives it
 * @panel: attached to @main, in no other widget
 * @type: what it was made from
 */
TcPanelWindow *tc_panel_window_new (TcWindow *main, TcDesk *desk, GtkWidget *panel,
                                    const TcPanelType *type);
const TcPanelType *tc_panel_window_get_panel_type (TcPanelWindow *self);
/* Full screen on the monitor of that connector; where it isn't plugged in, an ordinary window that
 * comes back to it the next time. "": none */
void tc_panel_window_fill_monitor (TcPanelWindow *self, const char *connector);
/* The monitor that it fills, or would; "": none. Borrowed. */
const char *tc_panel_window_get_connector (TcPanelWindow *self);
/* Out of the window, which is closed then. (transfer full): no floating reference */
GtkWidget *tc_panel_window_take_panel (TcPanelWindow *self);
