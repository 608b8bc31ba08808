/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The panels of a main window that stand in windows of their own. Which, where and how large is
 * kept in this seat's settings, so that they are there again for whoever signs in next. GTK places
 * a window by itself; one that fills a monitor comes back to it, and is an ordinary window where
 * that isn't plugged in.
 */
#pragma once

#include "tc-window.h"

/* Name of the panel; connector of the monitor that it fills, empty: none; width; height. */
#define TC_OWN_WINDOWS_LAYOUT_TYPE G_VARIANT_TYPE ("a(ssii)")

typedef struct _TcOwnWindows TcOwnWindows;

/* @main, @panels: (unowned): both outlive it; the panels are children of @panels, by name */
TcOwnWindows *tc_own_windows_new (TcWindow *main, GtkStack *panels);
void tc_own_windows_free (TcOwnWindows *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOwnWindows, tc_own_windows_free)

/* @desk: (nullable): the panels are made: those open that were open when the desk was left last;
 * NULL: it is left, all go back into the main window, where they are finished. */
void tc_own_windows_set_desk (TcOwnWindows *self, TcDesk *desk);
/* Moves the panel into a window of its own, or shows the window that it has. FALSE: it is the last
 * one in the main window, and stays there. */
gboolean tc_own_windows_open (TcOwnWindows *self, const char *name);
/* (nullable) */
GtkWindow *tc_own_windows_find (TcOwnWindows *self, const char *name);
/* Which there are, where, how large: of TC_OWN_WINDOWS_LAYOUT_TYPE. (transfer floating) */
GVariant *tc_own_windows_take_layout (TcOwnWindows *self);
/* What it names and isn't known is left out. */
void tc_own_windows_set_layout (TcOwnWindows *self, GVariant *layout);
/* Likewise, beside the windows that there are; those stay where they are. */
void tc_own_windows_add_layout (TcOwnWindows *self, GVariant *layout);
