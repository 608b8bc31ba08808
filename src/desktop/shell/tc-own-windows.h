/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The panels of a main window that stand in windows of their own. Which, where and how large is
 * kept in this seat's settings, so that they are there again for whoever signs in next. GTK places
 * a window by itself; one that fills a monitor comes back to it, and is an ordinary window where
 * that isn't plugged in.
 */
#pragma once

#include "tc-window.h"

typedef struct _TcOwnWindows TcOwnWindows;

/* @main, @panels: (unowned): both outlive it; the panels are children of @panels, by name */
TcOwnWindows *tc_own_windows_new (TcWindow *main, GtkStack *panels);
void tc_own_windows_free (TcOwnWindows *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOwnWindows, tc_own_windows_free)

/* Moves the panel into a window of its own, or shows the window that it has. FALSE: it is the last
 * one in the main window, and stays there. */
gboolean tc_own_windows_open (TcOwnWindows *self, TcDesk *desk, const char *name);
/* (nullable) */
GtkWindow *tc_own_windows_find (TcOwnWindows *self, const char *name);
/* Opens those that were open when the desk was left. */
void tc_own_windows_restore (TcOwnWindows *self, TcDesk *desk);
/* Their strips, as the main window's. */
void tc_own_windows_set_flashing (TcOwnWindows *self, gboolean flashing);
/* The desk is left: all panels go back into the main window. */
void tc_own_windows_close (TcOwnWindows *self);
