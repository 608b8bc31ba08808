/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a list of a panel or window shows can be taken away: as a table for a spreadsheet, and on
 * paper. Whoever has a list says how it is a table; the rest is the same everywhere.
 */
#pragma once

#include "tc-desk.h"
#include "tc-list-table.h"

#include <gtk/gtk.h>

/* What is shown now. (transfer full) (nullable): there is nothing */
typedef TcListTable *(*TcListMake) (GtkWidget *owner);

/**
 * tc_list_take_add:
 * @window: gets the actions PREFIX-save-list, PREFIX-print-list, and the same with -to and the path
 *   of a file (s)
 * @owner: has the list; the actions are of use as long as it is there
 * @file: how the file is called at first, by g_date_time_format()
 */
void tc_list_take_add (GActionMap *window, const char *prefix, GtkWidget *owner, TcDesk *desk,
                       const char *file, TcListMake make);
/* The button with both, beside the list. */
void tc_list_take_fill_menu (GtkMenuButton *button, const char *prefix);
