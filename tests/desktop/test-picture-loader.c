/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures from outside are decoded within limits: two kinds alone, no more pixels than a limit,
 * which are counted before they are made, and nothing of what is damaged.
 */
#include "tc-error.h"
#include "tc-picture-loader.h"

#include <string.h>

#define WIDTH 400
#define HEIGHT 300

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static GdkTexture *
decode (GBytes *bytes, int side_px, int code)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GdkTexture *texture;

  tc_picture_decode_async (bytes, side_px, FALSE, NULL, done_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  texture = tc_picture_decode_finish (result, &error);
  if (code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, TC_ERROR, code);
  return texture;
}

static GBytes *
make (const char *type)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, WIDTH, HEIGHT);
  char *data = NULL;
  gsize size = 0;
  g_autoptr (GError) error = NULL;

  gdk_pixbuf_fill (pixbuf, 0x3060a0ff);
  gdk_pixbuf_save_to_buffer (pixbuf, &data, &size, type, &error, NULL);
  g_assert_no_error (error);
  return g_bytes_new_take (data, size);
}

static void
test_kinds (void)
{
  static const char *const types[] = {"jpeg", "png"};

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++) {
    g_autoptr (GBytes) bytes = make (types[i]);
    g_autoptr (GdkTexture) whole = decode (bytes, 0, -1);
    g_autoptr (GdkTexture) small = decode (bytes, 100, -1);
    g_autoptr (GdkTexture) larger = decode (bytes, 1000, -1);

    g_assert_cmpint (gdk_texture_get_width (whole), ==, WIDTH);
    g_assert_cmpint (gdk_texture_get_height (whole), ==, HEIGHT);
    g_assert_cmpint (gdk_texture_get_width (small), ==, 100);
    g_assert_cmpint (gdk_texture_get_height (small), ==, 75);
    g_assert_cmpint (gdk_texture_get_width (larger), ==, WIDTH); /* never made larger */
  }
  g_assert_true (tc_picture_is_type ("image/jpeg"));
  g_assert_true (tc_picture_is_type ("image/png"));
  g_assert_false (tc_picture_is_type ("image/svg+xml"));
}

/* Other loaders that the system has are never asked, whatever the name says. */
static void
test_other_kinds (void)
{
  static const char *const texts[] = {"GIF89a\1\0\1\0", "BM\0\0\0\0\0\0", "<svg xmlns='x'/>", "",
                                      "\xff\xd8"};

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GBytes) bytes = g_bytes_new_static (texts[i], strlen (texts[i]));

    g_assert_null (decode (bytes, 0, TC_ERROR_INVALID));
  }
}

static void
test_damaged (void)
{
  g_autoptr (GBytes) png = make ("png");
  g_autoptr (GBytes) head = g_bytes_new_from_bytes (png, 0, 10);
  g_autofree guint8 *noise = g_malloc0 (5000);
  g_autoptr (GBytes) false_jpeg = NULL;

  memcpy (noise, "\xff\xd8\xff\xe0", 4);
  false_jpeg = g_bytes_new (noise, 5000);
  g_assert_null (decode (head, 0, TC_ERROR_INVALID));
  g_assert_null (decode (false_jpeg, 0, TC_ERROR_INVALID));
}

static guint32
crc (const guint8 *data, gsize size)
{
  guint32 sum = 0xffffffff;

  for (gsize i = 0; i < size; i++) {
    sum ^= data[i];
    for (int bit = 0; bit < 8; bit++)
      sum = sum & 1 ? (sum >> 1) ^ 0xedb88320 : sum >> 1;
  }
  return ~sum;
}

/* A few bytes that say that they are 60,000 by 60,000: 14 GB if anybody believed them. */
static void
test_too_many_pixels (void)
{
  g_autoptr (GBytes) png = make ("png");
  gsize size = 0;
  g_autofree guint8 *data = g_bytes_unref_to_data (g_bytes_ref (png), &size);
  guint32 side = GUINT32_TO_BE (60000), sum;
  g_autoptr (GBytes) bytes = NULL;

  memcpy (data + 16, &side, 4);
  memcpy (data + 20, &side, 4);
  sum = GUINT32_TO_BE (crc (data + 12, 17));
  memcpy (data + 29, &sum, 4);
  bytes = g_bytes_new (data, size);
  g_assert_null (decode (bytes, 100, TC_ERROR_LIMIT));
  g_assert_null (decode (bytes, 0, TC_ERROR_LIMIT));
}

static void
test_cancelled (void)
{
  g_autoptr (GBytes) bytes = make ("png");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  tc_picture_decode_async (bytes, 0, TRUE, cancellable, done_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (tc_picture_decode_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* ---- how they look ---- */

static GBytes *
read_photo (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("TC_PROVINCE_DIR"), "photos", name, NULL);
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize size = 0;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, size);
}

static gboolean
look_at (GBytes *bytes, int side_px, gint64 *look)
{
  g_autoptr (GdkTexture) texture = decode (bytes, side_px, -1);

  return tc_picture_get_look (texture, look);
}

/* As a messenger sends it on: smaller, compressed anew, a little lighter. */
static GBytes *
send_on (GBytes *bytes)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr (GdkPixbuf) whole = gdk_pixbuf_new_from_stream (stream, NULL, NULL);
  g_autoptr (GdkPixbuf)
      small = gdk_pixbuf_scale_simple (whole, gdk_pixbuf_get_width (whole) * 2 / 3,
                                       gdk_pixbuf_get_height (whole) * 2 / 3, GDK_INTERP_BILINEAR);
  guint8 *pixels = gdk_pixbuf_get_pixels (small);
  char *data = NULL;
  gsize size = 0;

  for (gsize i = 0; i < gdk_pixbuf_get_byte_length (small); i++)
    pixels[i] = (guint8) MIN (pixels[i] + 12, 255);
  g_assert_true (
      gdk_pixbuf_save_to_buffer (small, &data, &size, "jpeg", NULL, "quality", "40", NULL));
  return g_bytes_new_take (data, size);
}

static int
compare (gint64 a, gint64 b)
{
  return __builtin_popcountll ((guint64) a ^ (guint64) b);
}

/* Pictures of the demonstration: each like itself however it comes, unlike the others. */
static void
test_look (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("TC_PROVINCE_DIR"), "photos", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GArray) looks = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint alike = 0, pairs = 0;
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir))) {
    g_autoptr (GBytes) bytes = read_photo (name);
    g_autoptr (GBytes) sent = send_on (bytes);
    gint64 whole, small, other;
    g_assert_true (look_at (bytes, 0, &whole));
    g_assert_true (look_at (bytes, 128, &small));
    g_assert_true (look_at (sent, 0, &other));
    g_assert_cmpint (compare (whole, small), <=, 4);
    g_assert_cmpint (compare (whole, other), <=, 6);
    for (guint i = 0; i < looks->len; i++, pairs++)
      alike += compare (whole, g_array_index (looks, gint64, i)) < 14;
    g_array_append_val (looks, whole);
  }
  g_test_message ("%u of %u pairs of different pictures look alike", alike, pairs);
  g_assert_cmpint (looks->len, >, 10);
  g_assert_cmpint (alike * 20, <, pairs);
}

/* What is all of one colour looks like nothing. */
static void
test_no_look (void)
{
  g_autoptr (GBytes) plain = make ("jpeg");
  gint64 look = 1;

  g_assert_false (look_at (plain, 0, &look));
  g_assert_cmpint (look, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/picture-loader/kinds", test_kinds);
  g_test_add_func ("/picture-loader/look", test_look);
  g_test_add_func ("/picture-loader/no-look", test_no_look);
  g_test_add_func ("/picture-loader/other-kinds", test_other_kinds);
  g_test_add_func ("/picture-loader/damaged", test_damaged);
  g_test_add_func ("/picture-loader/too-many-pixels", test_too_many_pixels);
  g_test_add_func ("/picture-loader/cancelled", test_cancelled);
  return g_test_run ();
}
