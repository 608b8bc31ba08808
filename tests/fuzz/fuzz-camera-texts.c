/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: any text as an address, as masks or as cells of a wall. An address that is taken has
 * no place for a name or password before its path; masks and cells that are taken come out as the
 * very text, within the picture and the grid.
 */
#include "tc-camera-address.h"
#include "tc-camera-masks.h"
#include "tc-wall-cells.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_address (const char *text)
{
  if (!tc_camera_address_is_stream (text) && !tc_camera_address_is_device (text))
    return;
  const char *host = strstr (text, "://") + 3;
  g_assert_null (memchr (host, '@', strcspn (host, "/?")));
  g_assert_null (strpbrk (text, " \"<>"));
  g_assert_false (tc_camera_address_tells_account (text));
  g_assert_true (tc_camera_address_same_host (text, text));
}

static void
check_masks (const char *text)
{
  g_autoptr (GArray) masks = tc_camera_masks_parse (text);

  if (!masks)
    return;
  for (guint i = 0; i < masks->len; i++) {
    const TcCameraMask *mask = &g_array_index (masks, TcCameraMask, i);
    g_assert_cmpuint (mask->left_pm, <, mask->right_pm);
    g_assert_cmpuint (mask->top_pm, <, mask->bottom_pm);
    g_assert_cmpuint (MAX (mask->right_pm, mask->bottom_pm), <=, 1000);
  }
  g_autofree char *again = tc_camera_masks_format (masks);
  g_assert_cmpstr (again ? again : "", ==, text);
}

static void
check_cells (const char *text, guint columns, guint rows)
{
  g_autoptr (GArray) cells = tc_wall_cells_parse (text, columns, rows);
  guint places = 0;

  if (!cells)
    return;
  for (guint i = 0; i < cells->len; i++) {
    const TcWallCell *cell = &g_array_index (cells, TcWallCell, i);
    places += (guint) cell->width * cell->height;
    g_assert_true (cell->camera_id == 0 || cell->group_id == 0);
  }
  g_assert_cmpuint (places, <=, columns * rows);
  g_autofree char *again = tc_wall_cells_format (cells, columns, rows);
  g_assert_cmpstr (again, ==, text);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  check_address (text);
  check_masks (text);
  check_cells (text, 3, 3);
  check_cells (text, TC_WALL_COLUMNS_MAX, TC_WALL_ROWS_MAX);
  return 0;
}
