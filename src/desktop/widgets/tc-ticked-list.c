/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list with a tick; see the header. What the list has selected follows the pointer, so the tick
 * goes by what the drop-down has.
 */
#include "tc-ticked-list.h"

#define ITEM "tc-ticked-item"

static void
tick (GtkWidget *row, GtkDropDown *down)
{
  gpointer item = g_object_get_data (G_OBJECT (row), ITEM);
  gboolean chosen = item && item == gtk_drop_down_get_selected_item (down);

  gtk_widget_set_opacity (gtk_widget_get_last_child (row), chosen ? 1 : 0);
}

static void
chosen_cb (GtkDropDown *down, GParamSpec *pspec, GtkWidget *row)
{
  tick (row, down);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, GtkDropDown *down)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *text = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_box_append (GTK_BOX (row), text);
  gtk_box_append (GTK_BOX (row),
                  g_object_new (GTK_TYPE_IMAGE, "icon-name", "object-select-symbolic",
                                "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, GtkDropDown *down)
{
  GtkWidget *row = gtk_list_item_get_child (item);
  GtkStringObject *string = gtk_list_item_get_item (item);

  g_object_set_data_full (G_OBJECT (row), ITEM, g_object_ref (string), g_object_unref);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (row)),
                       gtk_string_object_get_string (string));
  g_signal_connect_object (down, "notify::selected-item", G_CALLBACK (chosen_cb), row, 0);
  tick (row, down);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, GtkDropDown *down)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  g_signal_handlers_disconnect_by_func (down, chosen_cb, row);
  g_object_set_data (G_OBJECT (row), ITEM, NULL);
}

void
tc_ticked_list_set (GtkDropDown *down)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_return_if_fail (GTK_IS_DROP_DOWN (down));
  /* The factory is the drop-down's: it goes before it. */
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), down);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), down);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), down);
  gtk_drop_down_set_list_factory (down, factory);
}
