/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cells in columns; see the header. All are lines that end in "…", so their heights don't hang on
 * their widths and are measured once.
 */
#include "tc-column-cells.h"

int
tc_column_cells_get_digit (GtkWidget *widget)
{
  PangoFontMetrics *metrics = pango_context_get_metrics (gtk_widget_get_pango_context (widget),
                                                         NULL, NULL);
  int width = PANGO_PIXELS_CEIL (pango_font_metrics_get_approximate_digit_width (metrics));

  pango_font_metrics_unref (metrics);
  return MAX (width, 1);
}

static int
get_start (const TcColumnCells *cells)
{
  int width = 0;

  gtk_widget_measure (cells->first, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  return width + TC_COLUMN_GAP_PX;
}

void
tc_column_cells_measure (const TcColumnCells *cells, GtkOrientation orientation, int *minimum,
                         int *natural)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = *natural = get_start (cells) + tc_queue_columns_get_least (cells->columns,
                                                                          cells->digit_px,
                                                                          TC_COLUMN_GAP_PX);
    return;
  }
  gtk_widget_measure (cells->first, orientation, -1, minimum, natural, NULL, NULL);
  for (guint i = 0; i < cells->columns->n; i++) {
    GtkWidget *cell = cells->cells[cells->columns->shown[i]];
    int least = 0, liked = 0;
    if (!cell)
      continue;
    gtk_widget_measure (cell, orientation, -1, &least, &liked, NULL, NULL);
    *minimum = MAX (*minimum, least);
    *natural = MAX (*natural, liked);
  }
}

static void
place (GtkWidget *cell, int x, int width, int whole, int height)
{
  gboolean mirrored = gtk_widget_get_direction (cell) == GTK_TEXT_DIR_RTL;
  GtkAllocation area = {mirrored ? whole - x - width : x, 0, width, height};

  gtk_widget_size_allocate (cell, &area, -1);
}

void
tc_column_cells_allocate (const TcColumnCells *cells, int width, int height)
{
  int widths[TC_QUEUE_COLUMNS] = {0}, x = get_start (cells);

  place (cells->first, 0, x - TC_COLUMN_GAP_PX, width, height);
  tc_queue_columns_lay (cells->columns, MAX (width - x, 0), cells->digit_px, TC_COLUMN_GAP_PX,
                        widths);
  for (guint i = 0; i < cells->columns->n; i++) {
    GtkWidget *cell = cells->cells[cells->columns->shown[i]];
    if (cell)
      place (cell, x, widths[i], width, height);
    x += widths[i] + TC_COLUMN_GAP_PX;
  }
}
