/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names of buttons within; see the header.
 */
#include "tc-inner-name.h"

#define NAME "tc-inner-name"

static const char *
get_choice (GtkWidget *widget)
{
  gpointer item = GTK_IS_DROP_DOWN (widget)
                      ? gtk_drop_down_get_selected_item (GTK_DROP_DOWN (widget))
                      : NULL;

  return GTK_IS_STRING_OBJECT (item) ? gtk_string_object_get_string (item) : NULL;
}

static void
tell (GtkWidget *widget)
{
  const char *name = g_object_get_data (G_OBJECT (widget), NAME), *choice = get_choice (widget);
  g_autofree char *both = choice && !g_str_equal (choice, name)
                              ? g_strdup_printf ("%s: %s", name, choice)
                              : g_strdup (name);

  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (widget)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, both, -1);
}

void
tc_inner_name_set (GtkWidget *widget, const char *name)
{
  gboolean first = !g_object_get_data (G_OBJECT (widget), NAME);

  g_return_if_fail (GTK_IS_DROP_DOWN (widget) || GTK_IS_MENU_BUTTON (widget));
  g_object_set_data_full (G_OBJECT (widget), NAME, g_strdup (name), g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (first && GTK_IS_DROP_DOWN (widget))
    g_signal_connect (widget, "notify::selected-item", G_CALLBACK (tell), NULL);
  tell (widget);
}
