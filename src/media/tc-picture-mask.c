/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Painting masks; see the header.
 */
#include "tc-picture-mask.h"

/* Of each colour; darker than fog, lighter than night: seen to be a mask in any picture. */
#define GREY 72
/* Beyond the edge, against what scaling mixes. */
#define MARGIN 1

gboolean
tc_picture_mask_is_valid (const TcPictureMask *mask)
{
  return mask->right_pm <= TC_PICTURE_MASK_PM_MAX && mask->bottom_pm <= TC_PICTURE_MASK_PM_MAX &&
         mask->left_pm < mask->right_pm && mask->top_pm < mask->bottom_pm;
}

static int
round_down (int pm, int size)
{
  return MAX ((int) ((gint64) pm * size / TC_PICTURE_MASK_PM_MAX) - MARGIN, 0);
}

static int
round_up (int pm, int size)
{
  gint64 pixels = ((gint64) pm * size + TC_PICTURE_MASK_PM_MAX - 1) / TC_PICTURE_MASK_PM_MAX;

  return MIN ((int) pixels + MARGIN, size);
}

static void
paint (const TcPictureMask *mask, guint8 *pixels, gsize stride, int width, int height)
{
  int left = round_down (mask->left_pm, width);
  int right = round_up (mask->right_pm, width);
  int bottom = round_up (mask->bottom_pm, height);

  for (int y = round_down (mask->top_pm, height); y < bottom; y++) {
    guint8 *at = pixels + (gsize) y * stride + (gsize) left * 4;

    for (int x = left; x < right; x++, at += 4) {
      at[0] = at[1] = at[2] = GREY;
      at[3] = 0xff;
    }
  }
}

void
tc_picture_mask_paint (const TcPictureMask *masks, gsize n_masks, guint8 *pixels, gsize stride,
                       int width, int height)
{
  for (gsize i = 0; i < n_masks; i++) {
    g_assert (tc_picture_mask_is_valid (&masks[i]));
    paint (&masks[i], pixels, stride, width, height);
  }
}
