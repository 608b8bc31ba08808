/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cells as text; see the header. There is one text for a set of cells: what is read is written
 * again and compared, so that nothing else passes.
 */
#include "tc-wall-cells.h"

#include <string.h>

#define PARTS 7

static gboolean
is_inside (const TcWallCell *cell, guint columns, guint rows)
{
  return cell->width > 0 && cell->height > 0 && (guint) cell->column + cell->width <= columns &&
         (guint) cell->row + cell->height <= rows;
}

static gboolean
shows_right (const TcWallCell *cell)
{
  if (cell->camera_id < 0 || cell->group_id < 0 || (cell->camera_id && cell->group_id))
    return FALSE;
  return cell->group_id
             ? cell->dwell_s >= TC_WALL_DWELL_S_MIN && cell->dwell_s <= TC_WALL_DWELL_S_MAX
             : cell->dwell_s == 0;
}

/* FALSE where another has one of its places. @taken: a bit for each place of a row */
static gboolean
take_places (const TcWallCell *cell, guint8 *taken)
{
  guint bits = ((1u << cell->width) - 1) << cell->column;

  for (guint row = cell->row; row < (guint) cell->row + cell->height; row++) {
    if (taken[row] & bits)
      return FALSE;
    taken[row] |= (guint8) bits;
  }
  return TRUE;
}

static gboolean
fit (const GArray *cells, guint columns, guint rows)
{
  guint8 taken[TC_WALL_ROWS_MAX] = {0};

  if (columns < 1 || columns > TC_WALL_COLUMNS_MAX || rows < 1 || rows > TC_WALL_ROWS_MAX ||
      cells->len < 1 || cells->len > TC_WALL_CELLS_MAX)
    return FALSE;
  for (guint i = 0; i < cells->len; i++) {
    const TcWallCell *cell = &g_array_index (cells, TcWallCell, i);

    if (!is_inside (cell, columns, rows) || !shows_right (cell) || !take_places (cell, taken))
      return FALSE;
  }
  return TRUE;
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  const TcWallCell *first = a;
  const TcWallCell *second = b;

  return first->row != second->row ? first->row - second->row : first->column - second->column;
}

char *
tc_wall_cells_format (const GArray *cells, guint columns, guint rows)
{
  g_autoptr (GArray) sorted = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (!fit (cells, columns, rows))
    return NULL;
  sorted = g_array_sized_new (FALSE, FALSE, sizeof (TcWallCell), cells->len);
  g_array_append_vals (sorted, cells->data, cells->len);
  g_array_sort (sorted, compare_cb);
  for (guint i = 0; i < sorted->len; i++) {
    const TcWallCell *cell = &g_array_index (sorted, TcWallCell, i);

    g_string_append_printf (text, "%s%u,%u,%u,%u,%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%u",
                            i ? ";" : "", cell->column, cell->row, cell->width, cell->height,
                            cell->camera_id, cell->group_id, cell->dwell_s);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
read_cell (const char *text, TcWallCell *cell)
{
  static const guint64 max[PARTS] = {TC_WALL_COLUMNS_MAX, TC_WALL_ROWS_MAX, TC_WALL_COLUMNS_MAX,
                                     TC_WALL_ROWS_MAX,    G_MAXINT64,       G_MAXINT64,
                                     TC_WALL_DWELL_S_MAX};
  g_auto (GStrv) parts = g_strsplit (text, ",", PARTS + 1);
  guint64 values[PARTS];

  if (g_strv_length (parts) != PARTS)
    return FALSE;
  for (guint i = 0; i < PARTS; i++)
    if (!g_ascii_string_to_unsigned (parts[i], 10, 0, max[i], &values[i], NULL))
      return FALSE;
  *cell = (TcWallCell){.column = (guint8) values[0],
                       .row = (guint8) values[1],
                       .width = (guint8) values[2],
                       .height = (guint8) values[3],
                       .camera_id = (gint64) values[4],
                       .group_id = (gint64) values[5],
                       .dwell_s = (guint) values[6]};
  return TRUE;
}

GArray *
tc_wall_cells_parse (const char *text, guint columns, guint rows)
{
  g_autoptr (GArray) cells = g_array_new (FALSE, TRUE, sizeof (TcWallCell));

  if (!text || strlen (text) > TC_WALL_CELLS_CHARS_MAX)
    return NULL;
  g_auto (GStrv) parts = g_strsplit (text, ";", TC_WALL_CELLS_MAX + 1);
  for (guint i = 0; parts[i]; i++) {
    TcWallCell cell;

    if (!read_cell (parts[i], &cell))
      return NULL;
    g_array_append_val (cells, cell);
  }
  g_autofree char *same = tc_wall_cells_format (cells, columns, rows);
  return g_strcmp0 (same, text) == 0 ? g_steal_pointer (&cells) : NULL;
}
