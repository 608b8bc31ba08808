/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The way of the Tab key: to each control once, in the order of the children, and out again at both
 * ends.
 */
#pragma once

#include <gtk/gtk.h>

/**
 * tc_focus_children:
 *
 * The focus vfunc of a widget that holds others and says by grab_focus which of them begins. GTK's
 * own would come to that one first, from wherever, and let nobody out backwards.
 * Returns: FALSE: the focus leaves the widget
 */
gboolean tc_focus_children (GtkWidget *widget, GtkDirectionType direction);

/**
 * tc_focus_rows_once:
 *
 * From now on each list is one stop, however many rows it has: Tab goes on to what is in the row,
 * then behind the list. Within it go Up and Down. Lists of settings (boxed-list) and of rows that
 * can't have the focus are gone through as before.
 */
void tc_focus_rows_once (void);

/* Whether something in @widget has the focus, one of a list's rows. */
gboolean tc_focus_holds (GtkWidget *widget);
/* GTK hides where the keyboard is some seconds after the last key that moves it. From now on it
 * stays seen in @window until somebody presses a button of the mouse there. */
void tc_focus_stay_visible (GtkWindow *window);
