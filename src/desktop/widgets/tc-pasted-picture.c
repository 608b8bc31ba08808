/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A picture that was pasted or dropped; see the header. Its pixels, where they are kept as they
 * are, stand behind a mark, width and height (32 bits each, little-endian), as GDK has them in
 * memory on this computer: nobody else reads them.
 */
#include "tc-pasted-picture.h"

#include "tc-limits.h"
#include "tc-now.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MARK "TCPIXEL1"
#define MARK_BYTES 8
#define HEAD_BYTES (MARK_BYTES + 2 * sizeof (guint32))
#define PIXEL_BYTES 4

typedef struct {
  GBytes *png;    /* (owned) (nullable) */
  GBytes *pixels; /* (owned) (nullable) */
} Encoded;

static void
free_encoded (gpointer data)
{
  Encoded *encoded = data;

  g_clear_pointer (&encoded->png, g_bytes_unref);
  g_clear_pointer (&encoded->pixels, g_bytes_unref);
  g_free (encoded);
}

static void
write_number (guint8 *at, guint32 number)
{
  number = GUINT32_TO_LE (number);
  memcpy (at, &number, sizeof number);
}

static guint32
read_number (const guint8 *at)
{
  guint32 number;

  memcpy (&number, at, sizeof number);
  return GUINT32_FROM_LE (number);
}

/* (nullable): too large to be kept */
static GBytes *
dump_pixels (GdkTexture *texture)
{
  gsize width = (gsize) gdk_texture_get_width (texture);
  gsize height = (gsize) gdk_texture_get_height (texture);
  gsize size = HEAD_BYTES + width * height * PIXEL_BYTES;
  guint8 *bytes = size <= (gsize) TC_FILE_BYTES_MAX ? g_try_malloc (size) : NULL;

  if (!bytes)
    return NULL;
  memcpy (bytes, MARK, MARK_BYTES);
  write_number (bytes + MARK_BYTES, (guint32) width);
  write_number (bytes + MARK_BYTES + sizeof (guint32), (guint32) height);
  gdk_texture_download (texture, bytes + HEAD_BYTES, width * PIXEL_BYTES);
  return g_bytes_new_take (bytes, size);
}

GdkTexture *
tc_pasted_picture_from_pixels (GBytes *pixels)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (pixels, &size);
  g_autoptr (GBytes) data = NULL;
  guint32 width, height;

  if (size <= HEAD_BYTES || memcmp (bytes, MARK, MARK_BYTES) != 0)
    return NULL;
  width = read_number (bytes + MARK_BYTES);
  height = read_number (bytes + MARK_BYTES + sizeof (guint32));
  if (width == 0 || height == 0 || width > G_MAXINT / PIXEL_BYTES || height > G_MAXINT ||
      (size - HEAD_BYTES) / PIXEL_BYTES / width != height ||
      size - HEAD_BYTES != (gsize) width * height * PIXEL_BYTES)
    return NULL;
  data = g_bytes_new_from_bytes (pixels, HEAD_BYTES, size - HEAD_BYTES);
  return gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_DEFAULT, data,
                                 (gsize) width * PIXEL_BYTES);
}

static void
encode_picture (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Encoded *encoded = g_new0 (Encoded, 1);

  encoded->png = gdk_texture_save_to_png_bytes (data);
  if (!encoded->png)
    encoded->pixels = dump_pixels (data);
  g_task_return_pointer (task, encoded, free_encoded);
}

void
tc_pasted_picture_encode_async (GdkTexture *texture, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);

  g_task_set_task_data (task, g_object_ref (texture), g_object_unref);
  g_task_run_in_thread (task, encode_picture);
}

GBytes *
tc_pasted_picture_encode_finish (GAsyncResult *result, GBytes **pixels)
{
  Encoded *encoded = g_task_propagate_pointer (G_TASK (result), NULL);
  GBytes *png = NULL;

  *pixels = encoded ? g_steal_pointer (&encoded->pixels) : NULL;
  png = encoded ? g_steal_pointer (&encoded->png) : NULL;
  g_clear_pointer (&encoded, free_encoded);
  return png;
}

char *
tc_pasted_picture_dup_name (void)
{
  g_autoptr (GDateTime) now = tc_words_local (tc_now_us ());
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d %H.%M.%S");

  /* Translators: the name of a picture that was pasted: when. */
  return g_strdup_printf (_ ("Pasted picture %s.png"), time);
}
