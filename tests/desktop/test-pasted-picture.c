/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a picture becomes a PNG; where it can't, its pixels are had, and are that picture again;
 * what isn't such pixels is no picture. Method: pictures made here, one of them too wide for PNG.
 */
#include "tc-pasted-picture.h"

#include <string.h>

#define TOO_WIDE 1000001

static GdkTexture *
make_picture (guint width, guint height)
{
  guint8 *rgb = g_malloc (width * height * 3);

  for (guint i = 0; i < width * height * 3; i++)
    rgb[i] = (guint8) (i * 7);
  g_autoptr (GBytes) bytes = g_bytes_new_take (rgb, width * height * 3);
  return gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_R8G8B8, bytes, width * 3);
}

static void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* (transfer full) (nullable) */
static GBytes *
encode (GdkTexture *texture, GBytes **pixels)
{
  g_autoptr (GAsyncResult) result = NULL;

  tc_pasted_picture_encode_async (texture, keep_result_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  return tc_pasted_picture_encode_finish (result, pixels);
}

/* (transfer full): as they stand in memory */
static GBytes *
download (GdkTexture *texture)
{
  gsize stride = (gsize) gdk_texture_get_width (texture) * 4;
  gsize size = stride * (gsize) gdk_texture_get_height (texture);
  guint8 *bytes = g_malloc (size);

  gdk_texture_download (texture, bytes, stride);
  return g_bytes_new_take (bytes, size);
}

static void
test_png (void)
{
  g_autoptr (GdkTexture) texture = make_picture (20, 10), again = NULL;
  g_autoptr (GBytes) pixels = NULL, png = encode (texture, &pixels);
  g_autoptr (GBytes) before = download (texture), after = NULL;

  g_assert_nonnull (png);
  g_assert_null (pixels);
  again = gdk_texture_new_from_bytes (png, NULL);
  g_assert_nonnull (again);
  after = download (again);
  g_assert_true (g_bytes_equal (before, after));
}

static void
test_pixels (void)
{
  g_autoptr (GdkTexture) texture = make_picture (TOO_WIDE, 2), again = NULL;
  g_autoptr (GBytes) pixels = NULL, png = encode (texture, &pixels);
  g_autoptr (GBytes) before = download (texture), after = NULL;

  g_assert_null (png);
  g_assert_nonnull (pixels);
  again = tc_pasted_picture_from_pixels (pixels);
  g_assert_nonnull (again);
  g_assert_cmpint (gdk_texture_get_width (again), ==, TOO_WIDE);
  g_assert_cmpint (gdk_texture_get_height (again), ==, 2);
  after = download (again);
  g_assert_true (g_bytes_equal (before, after));
}

/* More than a file may have isn't kept. */
static void
test_too_many (void)
{
  g_autoptr (GdkTexture) texture = make_picture (TOO_WIDE, 17);
  g_autoptr (GBytes) pixels = NULL, png = encode (texture, &pixels);

  g_assert_null (png);
  g_assert_null (pixels);
}

static void
check_none (const guint8 *bytes, gsize size)
{
  g_autoptr (GBytes) pixels = g_bytes_new (bytes, size);

  g_assert_null (tc_pasted_picture_from_pixels (pixels));
}

static void
test_no_pixels (void)
{
  static const guint8 sizes[][8] = {
      {0, 0, 0, 0, 1, 0, 0, 0},    /* no width */
      {1, 0, 0, 0, 0, 0, 0, 0},    /* no height */
      {2, 0, 0, 0, 1, 0, 0, 0},    /* wider than what follows */
      {1, 0, 0, 0, 2, 0, 0, 0},    /* higher */
      {1, 0, 0, 0x40, 1, 0, 0, 0}, /* a row that is 4 bytes in 32 bits */
      {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
  };
  guint8 bytes[20] = {'T', 'C', 'P', 'I', 'X', 'E', 'L', '1', 1, 0, 0, 0, 1};
  g_autoptr (GBytes) whole = g_bytes_new (bytes, sizeof bytes);
  g_autoptr (GdkTexture) one = tc_pasted_picture_from_pixels (whole);

  g_assert_nonnull (one);
  for (gsize size = 0; size < sizeof bytes; size++)
    check_none (bytes, size);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    memcpy (bytes + 8, sizes[i], sizeof sizes[i]);
    check_none (bytes, sizeof bytes);
  }
  memcpy (bytes, "TCPIXEL2", 8);
  memcpy (bytes + 8, "\1\0\0\0\1\0\0\0", 8);
  check_none (bytes, sizeof bytes);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pasted-picture/png", test_png);
  g_test_add_func ("/pasted-picture/pixels", test_pixels);
  g_test_add_func ("/pasted-picture/too-many", test_too_many);
  g_test_add_func ("/pasted-picture/no-pixels", test_no_pixels);
  return g_test_run ();
}
