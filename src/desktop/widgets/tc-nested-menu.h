/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A menu with submenus, which open beside it. Those that slide in its place, as GTK has them, leave
 * the window without the keyboard on X11 (GTK 4.8): no key would come any more.
 */
#pragma once

#include <gtk/gtk.h>

/* (transfer floating) */
GtkWidget *tc_nested_menu_new (GMenuModel *model);
/* In place of gtk_menu_button_set_menu_model(). */
void tc_nested_menu_set (GtkMenuButton *button, GMenuModel *model);
