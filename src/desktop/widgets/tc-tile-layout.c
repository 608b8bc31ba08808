/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tiles in rows; see the header.
 */
#include "tc-tile-layout.h"

#define GAP_PX 8
#define TILE_MIN_PX 264

struct _TcTileLayout {
  GtkLayoutManager parent;
};

G_DEFINE_FINAL_TYPE (TcTileLayout, tc_tile_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkWidget *
get_next_tile (GtkWidget *child)
{
  while (child && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static gboolean
is_wide (GtkWidget *tile)
{
  return gtk_widget_has_css_class (tile, "wide");
}

/* The width that one column needs at least. */
static int
measure_column (GtkWidget *widget)
{
  int column = TILE_MIN_PX;

  for (GtkWidget *tile = get_next_tile (gtk_widget_get_first_child (widget)); tile;
       tile = get_next_tile (gtk_widget_get_next_sibling (tile))) {
    int minimum = 0;
    gtk_widget_measure (tile, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
    column = MAX (column, is_wide (tile) ? (minimum - GAP_PX + 1) / 2 : minimum);
  }
  return column;
}

/* The tiles of one row from *@first on, which is moved behind it. Returns: its height. */
static int
take_row (GtkWidget **first, int columns, int column_width, int *n_tiles)
{
  int used = 0, height = 0;

  *n_tiles = 0;
  while (*first) {
    int span = is_wide (*first) ? MIN (2, columns) : 1, minimum = 0;
    if (used + span > columns)
      break;
    gtk_widget_measure (*first, GTK_ORIENTATION_VERTICAL, column_width * span + GAP_PX * (span - 1),
                        &minimum, NULL, NULL, NULL);
    height = MAX (height, minimum);
    used += span;
    (*n_tiles)++;
    *first = get_next_tile (gtk_widget_get_next_sibling (*first));
  }
  return height;
}

static int
count_columns (GtkWidget *widget, int width)
{
  return CLAMP ((width + GAP_PX) / (measure_column (widget) + GAP_PX), 1, TC_TILE_COLUMNS_MAX);
}

static int
get_column_width (int width, int columns)
{
  return (width - GAP_PX * (columns - 1)) / columns;
}

static int
measure_height (GtkWidget *widget, int width)
{
  int columns = count_columns (widget, width), height = 0, n_tiles = 0;
  GtkWidget *tile = get_next_tile (gtk_widget_get_first_child (widget));

  while (tile)
    height += take_row (&tile, columns, get_column_width (width, columns), &n_tiles) + GAP_PX;
  return MAX (height - GAP_PX, 0);
}

static void
tc_tile_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation,
                        int for_size, int *minimum, int *natural, int *minimum_baseline,
                        int *natural_baseline)
{
  int column = measure_column (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = column;
    *natural = (column + GAP_PX) * TC_TILE_COLUMNS_MAX - GAP_PX;
  } else {
    *minimum = *natural = measure_height (widget, for_size < 0 ? column : for_size);
  }
}

static void
tc_tile_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height,
                         int baseline)
{
  int columns = count_columns (widget, width);
  int column_width = get_column_width (width, columns), y = 0;
  GtkWidget *tile = get_next_tile (gtk_widget_get_first_child (widget));

  while (tile) {
    GtkWidget *end = tile;
    int n_tiles = 0, x = 0;
    int row_height = take_row (&end, columns, column_width, &n_tiles);
    for (; tile != end; tile = get_next_tile (gtk_widget_get_next_sibling (tile))) {
      int span = is_wide (tile) ? MIN (2, columns) : 1;
      int tile_width = column_width * span + GAP_PX * (span - 1);
      gtk_widget_size_allocate (tile, &(GtkAllocation){x, y, tile_width, row_height}, -1);
      x += tile_width + GAP_PX;
    }
    y += row_height + GAP_PX;
  }
}

static GtkSizeRequestMode
tc_tile_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tc_tile_layout_class_init (TcTileLayoutClass *class)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (class);

  layout_class->measure = tc_tile_layout_measure;
  layout_class->allocate = tc_tile_layout_allocate;
  layout_class->get_request_mode = tc_tile_layout_get_request_mode;
}

static void
tc_tile_layout_init (TcTileLayout *self)
{
}
