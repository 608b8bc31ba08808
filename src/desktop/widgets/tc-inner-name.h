/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The name of a drop-down or of a menu button with a sign on it, for a screen reader: at this level
 * of GTK it finds the button within, which takes no name from what is around it.
 */
#pragma once

#include <gtk/gtk.h>

/**
 * tc_inner_name_set:
 * @widget: a GtkDropDown, which is told of with what is chosen in it, or a GtkMenuButton
 */
void tc_inner_name_set (GtkWidget *widget, const char *name);
