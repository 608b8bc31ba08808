/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The difference hash; see the header.
 */
#include "tc-picture-look.h"

#define DOTS_WIDE 9
#define DOTS_HIGH 8
/* What compressing makes of a wall is no step. */
#define STEP_MIN 3

/* Of the picture made small: as the eye weighs red, green and blue. */
static int
get_grey (GdkPixbuf *small, int x, int y)
{
  const guint8 *dot = gdk_pixbuf_read_pixels (small) + y * gdk_pixbuf_get_rowstride (small) +
                      x * gdk_pixbuf_get_n_channels (small);

  return (299 * dot[0] + 587 * dot[1] + 114 * dot[2]) / 1000;
}

gboolean
tc_picture_look (GdkPixbuf *pixbuf, gint64 *look)
{
  g_autoptr (GdkPixbuf)
      small = gdk_pixbuf_scale_simple (pixbuf, DOTS_WIDE, DOTS_HIGH, GDK_INTERP_BILINEAR);
  int darkest = 255, lightest = 0;
  guint64 bits = 0;

  if (!small)
    return FALSE;
  for (int y = 0; y < DOTS_HIGH; y++) {
    for (int x = 0; x < DOTS_WIDE; x++) {
      int grey = get_grey (small, x, y);
      darkest = MIN (darkest, grey);
      lightest = MAX (lightest, grey);
      if (x + 1 < DOTS_WIDE)
        bits = bits << 1 | (grey > get_grey (small, x + 1, y) + STEP_MIN);
    }
  }
  *look = (gint64) bits;
  return lightest - darkest >= TC_LOOK_CONTRAST_MIN;
}
