/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One row of the queue on screen: signal, age, title and second line, time left.
 */
#pragma once

#include "tc-incident-item.h"

#include <gtk/gtk.h>

#define TC_TYPE_QUEUE_ROW (tc_queue_row_get_type ())
G_DECLARE_FINAL_TYPE (TcQueueRow, tc_queue_row, TC, QUEUE_ROW, GtkWidget)

/* Property: item (TcIncidentItem, nullable). */

/* What a row shows beside signal and title. */
typedef enum {
  TC_QUEUE_PART_AGE = 1 << 0,
  TC_QUEUE_PART_SECOND = 1 << 1, /* field, area, who has it */
  TC_QUEUE_PART_TERM = 1 << 2,   /* the time that is left */
  TC_QUEUE_PARTS = (1 << 3) - 1,
} TcQueueParts;

/* For all rows, those of @list at once. */
void tc_queue_row_set_parts (GtkWidget *list, TcQueueParts shown);
