/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Same or another picture: noise of an encoder is the same, a digit of a burned-in clock another.
 */
#include "tc-picture-grid.h"

#include <string.h>

#define WIDTH 640
#define HEIGHT 360
#define STRIDE 704

static guint8 *
make_scene (void)
{
  guint8 *luma = g_malloc0 (STRIDE * HEIGHT);

  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      luma[y * STRIDE + x] = (guint8) (60 + x / 8 + y / 6);
  return luma;
}

static TcPictureGrid *
measure (const guint8 *luma)
{
  TcPictureGrid *grid = g_new0 (TcPictureGrid, 1);

  g_assert_true (tc_picture_grid_measure (grid, luma, STRIDE, 1, WIDTH, HEIGHT));
  return grid;
}

static void
test_noise (void)
{
  g_autofree guint8 *luma = make_scene ();
  g_autofree TcPictureGrid *before = measure (luma);
  g_autofree TcPictureGrid *after = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (int i = 0; i < STRIDE * HEIGHT; i++)
    luma[i] = (guint8) (luma[i] + g_rand_int_range (rand, -6, 7));
  after = measure (luma);
  g_assert_true (tc_picture_grid_same (before, after));
}

/* A digit of a clock of 14 pixels that becomes another: a stroke of 3×9 goes and one comes. */
static void
test_digit (void)
{
  g_autofree guint8 *luma = make_scene ();
  g_autofree TcPictureGrid *before = NULL;
  g_autofree TcPictureGrid *after = NULL;

  for (int y = 0; y < 9; y++)
    memset (luma + (340 + y) * STRIDE + 500, 235, 3);
  before = measure (luma);
  for (int y = 0; y < 9; y++) {
    memset (luma + (340 + y) * STRIDE + 500, 120, 3);
    memset (luma + (340 + y) * STRIDE + 506, 235, 3);
  }
  after = measure (luma);
  g_assert_false (tc_picture_grid_same (before, after));
}

static void
test_tolerance (void)
{
  TcPictureGrid a = {{0}};
  TcPictureGrid b = {{0}};

  b.fields[17] = TC_PICTURE_GRID_TOLERANCE;
  g_assert_true (tc_picture_grid_same (&a, &b) && tc_picture_grid_same (&b, &a));
  b.fields[17]++;
  g_assert_false (tc_picture_grid_same (&a, &b) || tc_picture_grid_same (&b, &a));
}

/* Of four bytes a pixel each fourth counts. */
static void
test_step (void)
{
  g_autofree guint8 *pixels = g_malloc (64 * 36 * 4);
  TcPictureGrid grid;

  for (int i = 0; i < 64 * 36 * 4; i++)
    pixels[i] = i % 4 == 1 ? 50 : 200;
  g_assert_true (tc_picture_grid_measure (&grid, pixels + 1, 64 * 4, 4, 64, 36));
  for (gsize k = 0; k < G_N_ELEMENTS (grid.fields); k++)
    g_assert_cmpuint (grid.fields[k], ==, 50);
}

static void
test_sizes (void)
{
  static const int sizes[][2] = {{64, 36}, {65, 37}, {1920, 1080}, {160, 90}, {1281, 721}};
  TcPictureGrid grid;

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    gsize size = (gsize) (sizes[i][0] * sizes[i][1]);
    g_autofree guint8 *luma = g_malloc (size);

    memset (luma, 77, size);
    g_assert_true (
        tc_picture_grid_measure (&grid, luma, (gsize) sizes[i][0], 1, sizes[i][0], sizes[i][1]));
    for (gsize k = 0; k < G_N_ELEMENTS (grid.fields); k++)
      g_assert_cmpuint (grid.fields[k], ==, 77);
  }
  g_assert_false (tc_picture_grid_measure (&grid, NULL, 63, 1, 63, 36));
  g_assert_false (tc_picture_grid_measure (&grid, NULL, 64, 1, 64, 35));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/picture-grid/noise", test_noise);
  g_test_add_func ("/picture-grid/digit", test_digit);
  g_test_add_func ("/picture-grid/tolerance", test_tolerance);
  g_test_add_func ("/picture-grid/step", test_step);
  g_test_add_func ("/picture-grid/sizes", test_sizes);
  return g_test_run ();
}
