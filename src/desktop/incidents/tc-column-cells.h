/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Widgets that stand in the columns of a queue: those of a row and those of the head over it, which
 * have to stand over one another.
 */
#pragma once

#include "tc-queue-columns.h"

#include <gtk/gtk.h>

typedef struct {
  GtkWidget *first;        /* (unowned): stands before all columns */
  GtkWidget *const *cells; /* (unowned) (array fixed-size=TC_QUEUE_COLUMNS) (nullable): by column */
  const TcQueueColumns *columns; /* (unowned) */
  int digit_px;                  /* how wide a digit is in the font of what they stand in */
} TcColumnCells;

/* For a layout: what is shown of @cells in one line. */
void tc_column_cells_measure (const TcColumnCells *cells, GtkOrientation orientation, int *minimum,
                              int *natural);
void tc_column_cells_allocate (const TcColumnCells *cells, int width, int height);
/* How wide a digit is in the font of @widget, in pixels. */
int tc_column_cells_get_digit (GtkWidget *widget);

/* Between two columns. */
#define TC_COLUMN_GAP_PX 8
