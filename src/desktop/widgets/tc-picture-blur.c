/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Blurring parts of a picture; see the header.
 */
#include "tc-picture-blur.h"

#include "tc-photo.h"

#define QUALITY "90"
/* A cell is at least so many pixels, and that part of the picture. */
#define SIDE_MIN 8
#define CELLS_MAX 64

typedef struct {
  int left;
  int top;
  int right; /* not of it any more */
  int bottom;
} Box;

/* Whole pixels, so that none on the edge is left out. */
static Box
get_box (const GdkPixbuf *pixbuf, const TcBlurArea *area)
{
  int width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf);

  return (Box){
      CLAMP ((int) (area->x * width), 0, width),
      CLAMP ((int) (area->y * height), 0, height),
      CLAMP ((int) ((area->x + area->width) * width + 1), 0, width),
      CLAMP ((int) ((area->y + area->height) * height + 1), 0, height),
  };
}

/* Each channel of the cell becomes its mean. */
static void
level (GdkPixbuf *pixbuf, const Box *cell)
{
  int stride = gdk_pixbuf_get_rowstride (pixbuf), channels = gdk_pixbuf_get_n_channels (pixbuf);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  gint64 n = (gint64) (cell->right - cell->left) * (cell->bottom - cell->top);

  for (int channel = 0; channel < channels && n > 0; channel++) {
    gint64 sum = 0;

    for (int y = cell->top; y < cell->bottom; y++)
      for (int x = cell->left; x < cell->right; x++)
        sum += pixels[(gsize) y * stride + (gsize) x * channels + channel];
    for (int y = cell->top; y < cell->bottom; y++)
      for (int x = cell->left; x < cell->right; x++)
        pixels[(gsize) y * stride + (gsize) x * channels + channel] = (guint8) (sum / n);
  }
}

/* Small areas beside each other, one on each character, must not leave the characters: cells don't
 * become smaller than a part of the picture. */
static int
find_side (const GdkPixbuf *pixbuf, const Box *box)
{
  int width = box->right - box->left, height = box->bottom - box->top;
  int whole = MAX (gdk_pixbuf_get_width (pixbuf), gdk_pixbuf_get_height (pixbuf));
  int side = (MAX (width, height) + TC_BLUR_CELLS - 1) / TC_BLUR_CELLS;

  return MAX (side, MAX (whole / CELLS_MAX, SIDE_MIN));
}

static void
pixelate (GdkPixbuf *pixbuf, const Box *box)
{
  int side = find_side (pixbuf, box);

  for (int y = box->top; y < box->bottom; y += side)
    for (int x = box->left; x < box->right; x += side) {
      const Box cell = {x, y, MIN (x + side, box->right), MIN (y + side, box->bottom)};
      level (pixbuf, &cell);
    }
}

void
tc_picture_pixelate (GdkPixbuf *pixbuf, const TcBlurArea *areas, guint n)
{
  g_return_if_fail (gdk_pixbuf_get_bits_per_sample (pixbuf) == 8);

  for (guint i = 0; i < n; i++) {
    const Box box = get_box (pixbuf, &areas[i]);

    pixelate (pixbuf, &box);
  }
}

/* ---- the whole picture, off the main loop ---- */

typedef struct {
  GdkTexture *texture; /* (owned) */
  GArray *areas;       /* (owned) */
} Blurring;

static void
free_blurring (gpointer data)
{
  Blurring *blurring = data;

  g_object_unref (blurring->texture);
  g_array_unref (blurring->areas);
  g_free (blurring);
}

/* What an encoder may add of its own is taken off like a telephone's. */
static GBytes *
encode (GdkPixbuf *pixbuf, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  TcPhotoFacts facts;
  char *buffer = NULL;
  gsize size = 0;

  if (!gdk_pixbuf_save_to_buffer (pixbuf, &buffer, &size, "jpeg", error, "quality", QUALITY, NULL))
    return NULL;
  bytes = g_bytes_new_take (buffer, size);
  return tc_photo_strip (bytes, &facts, error);
}

static void
blur (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Blurring *blurring = data;
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_get_from_texture (blurring->texture);
  GError *error = NULL;
  GBytes *bytes;

  tc_picture_pixelate (pixbuf, (const TcBlurArea *) blurring->areas->data, blurring->areas->len);
  bytes = encode (pixbuf, &error);
  if (bytes)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

void
tc_picture_blur_async (GdkTexture *texture, const GArray *areas, GAsyncReadyCallback callback,
                       gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);
  Blurring *blurring = g_new0 (Blurring, 1);

  blurring->texture = g_object_ref (texture);
  blurring->areas = g_array_copy ((GArray *) areas);
  g_task_set_task_data (task, blurring, free_blurring);
  g_task_run_in_thread (task, blur);
}

GBytes *
tc_picture_blur_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
