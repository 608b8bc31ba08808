/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Privacy masks: nothing of what they cover is left, at any size; all else is untouched, but for a
 * pixel at the edge; what can't be a mask isn't one.
 */
#include "tc-picture-mask.h"

#include <string.h>

#define SEEN 0x11

static guint8 *
paint (const TcPictureMask *masks, gsize n_masks, int width, int height, gsize stride)
{
  guint8 *pixels = g_malloc (stride * (gsize) height);

  memset (pixels, SEEN, stride * (gsize) height);
  tc_picture_mask_paint (masks, n_masks, pixels, stride, width, height);
  return pixels;
}

static gboolean
is_seen (const guint8 *pixels, gsize stride, int x, int y)
{
  const guint8 *at = pixels + (gsize) y * stride + (gsize) x * 4;

  if (at[0] == SEEN && at[1] == SEEN && at[2] == SEEN && at[3] == SEEN)
    return TRUE;
  g_assert_true (at[0] == at[1] && at[1] == at[2] && at[3] == 0xff);
  return FALSE;
}

static void
check_size (const TcPictureMask *mask, int width, int height)
{
  gsize stride = (gsize) width * 4 + 12;
  g_autofree guint8 *pixels = paint (mask, 1, width, height, stride);

  for (int y = 0; y < height; y++) {
    for (int x = 0; x < width; x++) {
      /* The pixel covers x..x+1 of width, in thousandths times width. */
      gboolean touches = (x + 1) * 1000 > mask->left_pm * width &&
                         x * 1000 < mask->right_pm * width &&
                         (y + 1) * 1000 > mask->top_pm * height &&
                         y * 1000 < mask->bottom_pm * height;
      gboolean is_near = (x + 2) * 1000 > mask->left_pm * width &&
                         (x - 1) * 1000 < mask->right_pm * width &&
                         (y + 2) * 1000 > mask->top_pm * height &&
                         (y - 1) * 1000 < mask->bottom_pm * height;

      if (touches)
        g_assert_false (is_seen (pixels, stride, x, y));
      else if (!is_near)
        g_assert_true (is_seen (pixels, stride, x, y));
    }
    /* What lies between the rows isn't the picture's. */
    for (gsize i = (gsize) width * 4; i < stride; i++)
      g_assert_cmpuint (pixels[(gsize) y * stride + i], ==, SEEN);
  }
}

static void
test_covers (void)
{
  static const TcPictureMask masks[] = {
      {0, 0, 1000, 1000},   {0, 0, 1, 1},         {999, 999, 1000, 1000}, {333, 250, 667, 500},
      {500, 500, 501, 501}, {0, 900, 1000, 1000}, {123, 0, 456, 1000},
  };
  static const int sizes[][2] = {{640, 360}, {160, 90}, {177, 101}, {1, 1}, {3, 2}, {64, 36}};

  for (gsize i = 0; i < G_N_ELEMENTS (masks); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
      check_size (&masks[i], sizes[k][0], sizes[k][1]);
}

static void
test_several (void)
{
  static const TcPictureMask masks[] = {{0, 0, 250, 250}, {750, 750, 1000, 1000}};
  g_autofree guint8 *pixels = paint (masks, 2, 40, 40, 160);

  g_assert_false (is_seen (pixels, 160, 0, 0));
  g_assert_false (is_seen (pixels, 160, 39, 39));
  g_assert_true (is_seen (pixels, 160, 20, 20));
  g_assert_true (is_seen (pixels, 160, 39, 0));
}

static void
test_valid (void)
{
  g_assert_true (tc_picture_mask_is_valid (&(TcPictureMask){0, 0, 1000, 1000}));
  g_assert_true (tc_picture_mask_is_valid (&(TcPictureMask){999, 999, 1000, 1000}));
  g_assert_false (tc_picture_mask_is_valid (&(TcPictureMask){0, 0, 1001, 10}));
  g_assert_false (tc_picture_mask_is_valid (&(TcPictureMask){0, 0, 10, 1001}));
  g_assert_false (tc_picture_mask_is_valid (&(TcPictureMask){5, 0, 5, 10}));
  g_assert_false (tc_picture_mask_is_valid (&(TcPictureMask){0, 9, 5, 8}));
}

/* A picture that isn't masked as it was told to must not be shown: rather no process. */
static void
test_impossible (void)
{
  static const TcPictureMask masks[] = {{9, 9, 9, 9}, {0, 0, 1000, 1000}};
  guint8 pixels[4 * 4 * 4] = {0};

  if (g_test_subprocess ()) {
    tc_picture_mask_paint (masks, 2, pixels, 16, 4, 4);
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/picture-mask/covers", test_covers);
  g_test_add_func ("/picture-mask/several", test_several);
  g_test_add_func ("/picture-mask/valid", test_valid);
  g_test_add_func ("/picture-mask/impossible", test_impossible);
  return g_test_run ();
}
