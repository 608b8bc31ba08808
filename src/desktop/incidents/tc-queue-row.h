/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One row of the queue on screen: signal, title and second line, and what columns there are.
 */
#pragma once

#include "tc-incident-item.h"
#include "tc-queue-columns.h"

#include <gtk/gtk.h>

#define TC_TYPE_QUEUE_ROW (tc_queue_row_get_type ())
G_DECLARE_FINAL_TYPE (TcQueueRow, tc_queue_row, TC, QUEUE_ROW, GtkWidget)

/* Property: item (TcIncidentItem, nullable). */

/* For all rows, those of @list at once and those that are made later. */
void tc_queue_row_set_columns (GtkWidget *list, const TcQueueColumns *columns);
