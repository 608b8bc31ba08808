/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list is one stop on the way of the Tab key, however many rows it has; within it go Up and Down.
 */
#pragma once

#include <gtk/gtk.h>

/**
 * tc_list_focus:
 * @stops: (array length=n_stops): lists and buttons of one widget, in order
 *
 * For the focus vfunc of the widget that holds them. @direction: one of the two of Tab.
 * Returns: FALSE: the focus leaves the widget
 */
gboolean tc_list_focus (GtkWidget *const *stops, guint n_stops, GtkDirectionType direction);

/* Whether something in @widget has the focus, one of a list's rows. */
gboolean tc_list_holds_focus (GtkWidget *widget);
