/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a list of a panel or window shows can be taken away: as a table for a spreadsheet, and on
 * paper; and its charts, as a picture. Whoever has a list says how it is a table, and whoever has
 * charts what is in the picture; the rest is the same everywhere.
 */
#pragma once

#include "tc-chart-picture.h"
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

/* What is drawn now. (transfer full) (nullable): there is nothing */
typedef TcChartPicture *(*TcChartMake) (GtkWidget *owner);

/**
 * tc_list_take_add_chart:
 * @window: gets the actions PREFIX-save-chart, and PREFIX-save-chart-to with the path of a file
 *   (s), whose end says which kind it is: .png or .svg
 * @owner: has the charts; the actions are of use as long as it is there
 * @file: how the file is called at first, by g_date_time_format()
 */
void tc_list_take_add_chart (GActionMap *window, const char *prefix, GtkWidget *owner,
                             const char *file, TcChartMake make);
/* Saves it at once as @path, or says why not. */
void tc_list_take_save_chart (GtkWidget *owner, TcChartMake make, const char *path);
