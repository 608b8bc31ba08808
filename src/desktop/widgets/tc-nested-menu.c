/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Submenus beside their menu; see the header.
 */
#include "tc-nested-menu.h"

GtkWidget *
tc_nested_menu_new (GMenuModel *model)
{
  return gtk_popover_menu_new_from_model_full (model, GTK_POPOVER_MENU_NESTED);
}

void
tc_nested_menu_set (GtkMenuButton *button, GMenuModel *model)
{
  gtk_menu_button_set_popover (button, tc_nested_menu_new (model));
}
