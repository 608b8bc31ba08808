/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One line of a TcBarList: name, bar, number, and the part in words.
 */
#pragma once

#include "tc-bar-list.h"

#define TC_TYPE_BAR_ROW (tc_bar_row_get_type ())
G_DECLARE_FINAL_TYPE (TcBarRow, tc_bar_row, TC, BAR_ROW, GtkListBoxRow)

GtkWidget *tc_bar_row_new (void);
/* @most: the greatest number of the list */
void tc_bar_row_fill (TcBarRow *self, const TcBar *bar, gint64 most);
/* What it shows; texts are lent. */
void tc_bar_row_get (TcBarRow *self, TcBar *bar);
