/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: of what is covered nothing is left that could be made visible again, and all else stays;
 * what is saved carries only pixels. Method: a picture of noise, blurred and decoded again.
 */
#include "tc-photo.h"
#include "tc-picture-blur.h"

#include <string.h>

#define WIDTH 200
#define HEIGHT 120

static GdkPixbuf *
make_noise (void)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, WIDTH, HEIGHT);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (gsize i = 0; i < gdk_pixbuf_get_byte_length (pixbuf); i++)
    pixels[i] = (guint8) g_rand_int_range (rand, 0, 256);
  return pixbuf;
}

static const guint8 *
get_pixel (GdkPixbuf *pixbuf, int x, int y)
{
  return gdk_pixbuf_read_pixels (pixbuf) + (gsize) y * gdk_pixbuf_get_rowstride (pixbuf) +
         (gsize) x * gdk_pixbuf_get_n_channels (pixbuf);
}

static void
test_pixelate (void)
{
  const TcBlurArea area = {0.25, 0.25, 0.3, 0.5};
  g_autoptr (GdkPixbuf) before = make_noise (), after = make_noise ();
  g_autoptr (GHashTable) colours = g_hash_table_new (NULL, NULL);

  tc_picture_pixelate (after, &area, 1);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++) {
      const guint8 *now = get_pixel (after, x, y);

      if (x >= 50 && x <= 110 && y >= 30 && y <= 90)
        g_hash_table_add (colours, GINT_TO_POINTER (now[0] << 16 | now[1] << 8 | now[2]));
      else
        g_assert_true (memcmp (now, get_pixel (before, x, y), 3) == 0);
    }
  g_assert_cmpuint (g_hash_table_size (colours), <=, TC_BLUR_CELLS * TC_BLUR_CELLS);
  g_assert_cmpuint (g_hash_table_size (colours), >, 1);
}

/* A row of small areas, one on each character of a plate, leaves no character: of a column of cells
 * as wide as one there are few colours. */
static void
test_small (void)
{
  TcBlurArea areas[10];
  g_autoptr (GdkPixbuf) after = make_noise ();
  g_autoptr (GHashTable) colours = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (areas); i++)
    areas[i] = (TcBlurArea){0.25 + i * 0.025, 0.25, 0.025, 0.05};
  tc_picture_pixelate (after, areas, G_N_ELEMENTS (areas));
  for (int y = 30; y < 36; y++)
    for (int x = 50; x < 100; x++) {
      const guint8 *now = get_pixel (after, x, y);

      g_hash_table_add (colours, GINT_TO_POINTER (now[0] << 16 | now[1] << 8 | now[2]));
    }
  g_assert_cmpuint (g_hash_table_size (colours), <=, 2 * G_N_ELEMENTS (areas));
}

/* Areas at the edges, outside, of no size: nothing else is touched. */
static void
test_edges (void)
{
  const TcBlurArea areas[] = {
      {0.9, 0.9, 0.5, 0.5}, {-1, -1, 0.5, 0.5}, {2, 2, 1, 1}, {0, 0, 0, 0}, {0.999, 0, 0.01, 1}};
  g_autoptr (GdkPixbuf) before = make_noise (), after = make_noise ();

  tc_picture_pixelate (after, areas, G_N_ELEMENTS (areas));
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 1; x < 170; x++)
      g_assert_true (memcmp (get_pixel (after, x, y), get_pixel (before, x, y), 3) == 0);
  g_assert_true (memcmp (get_pixel (after, 190, 115), get_pixel (before, 190, 115), 3) != 0);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  GBytes **bytes = data;

  *bytes = tc_picture_blur_finish (result, &error);
  g_assert_no_error (error);
}

static void
test_saved (void)
{
  const TcBlurArea whole = {0, 0, 1, 1};
  g_autoptr (GArray) areas = g_array_new (FALSE, FALSE, sizeof (TcBlurArea));
  g_autoptr (GdkPixbuf) noise = make_noise ();
  g_autoptr (GdkTexture) texture = gdk_texture_new_for_pixbuf (noise);
  g_autoptr (GBytes) bytes = NULL, again = NULL;
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type ("jpeg", NULL);
  TcPhotoFacts facts;

  g_array_append_val (areas, whole);
  tc_picture_blur_async (texture, areas, done_cb, &bytes);
  while (!bytes)
    g_main_context_iteration (NULL, TRUE);
  again = tc_photo_strip (bytes, &facts, NULL);
  g_assert_true (g_bytes_equal (bytes, again));
  g_assert_true (gdk_pixbuf_loader_write_bytes (loader, bytes, NULL));
  g_assert_true (gdk_pixbuf_loader_close (loader, NULL));
  g_assert_cmpint (gdk_pixbuf_get_width (gdk_pixbuf_loader_get_pixbuf (loader)), ==, WIDTH);
  g_assert_cmpint (gdk_pixbuf_get_height (gdk_pixbuf_loader_get_pixbuf (loader)), ==, HEIGHT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/picture-blur/pixelate", test_pixelate);
  g_test_add_func ("/picture-blur/small", test_small);
  g_test_add_func ("/picture-blur/edges", test_edges);
  g_test_add_func ("/picture-blur/saved", test_saved);
  return g_test_run ();
}
