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

/* As high as it likes to be, at the top or in the middle. DESIGN: "valign" would say so too, but
 * GTK then asks each text for its width at that height first, which takes as long as shaping it. */
static void
place (GtkWidget *cell, gboolean top, const GtkAllocation *area, int whole)
{
  gboolean mirrored = gtk_widget_get_direction (cell) == GTK_TEXT_DIR_RTL;
  GtkAllocation own = *area;
  int natural = 0;

  gtk_widget_measure (cell, GTK_ORIENTATION_VERTICAL, -1, NULL, &natural, NULL, NULL);
  own.height = MIN (natural, area->height);
  own.y = top ? 0 : (area->height - own.height) / 2;
  if (mirrored)
    own.x = whole - area->x - area->width;
  gtk_widget_size_allocate (cell, &own, -1);
}

void
tc_column_cells_allocate (const TcColumnCells *cells, int width, int height)
{
  int widths[TC_QUEUE_COLUMNS] = {0}, x = get_start (cells);
  gboolean beside = cells->columns->second;

  place (cells->first, beside, &(GtkAllocation){0, 0, x - TC_COLUMN_GAP_PX, height}, width);
  tc_queue_columns_lay (cells->columns, MAX (width - x, 0), cells->digit_px, TC_COLUMN_GAP_PX,
                        widths);
  for (guint i = 0; i < cells->columns->n; i++) {
    TcQueueColumn column = cells->columns->shown[i];
    GtkWidget *cell = cells->cells[column];
    if (cell)
      place (cell, beside && column != TC_COLUMN_TITLE && column != TC_COLUMN_TERM,
             &(GtkAllocation){x, 0, widths[i], height}, width);
    x += widths[i] + TC_COLUMN_GAP_PX;
  }
}
