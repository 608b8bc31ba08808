/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list of very many rows of much the same height, of which as many widgets exist as are in sight:
 * to show another million costs what the rows on the screen cost. Selection, keyboard, focus and
 * scrolling are those of GtkListView, but that the keyboard stays in a list that becomes empty.
 * What is inserted or removed above what is in sight moves nothing; a list that is replaced as a
 * whole is shown from its beginning.
 *
 * CSS: node listview, rows are row. Main loop only.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_TYPE_ROW_LIST (tc_row_list_get_type ())
G_DECLARE_FINAL_TYPE (TcRowList, tc_row_list, TC, ROW_LIST, GtkWidget)

/* @type: a widget with a property "item" that takes what the model has; its CSS name should be
 * row, its accessible role list item. Before the model is set. */
void tc_row_list_set_row_type (TcRowList *self, GType type);
/* @model (nullable): its items are made when they come into sight. */
void tc_row_list_set_model (TcRowList *self, GtkSelectionModel *model);
/* Scrolls no further than that row needs to be seen whole; where the keyboard is in the list it
 * goes there. */
void tc_row_list_show (TcRowList *self, guint position);
/* Whether any of that row is seen. */
gboolean tc_row_list_is_in_sight (TcRowList *self, guint position);
/* (transfer none) (nullable) */
GtkSelectionModel *tc_row_list_get_model (TcRowList *self);
