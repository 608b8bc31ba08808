/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures from outside; see the header.
 */
#include "tc-picture-loader.h"

#include "tc-error.h"
#include "tc-picture-look.h"

#include <string.h>

#define THREADS_MAX 2
/* Of those with more pixels one is decoded at a time. */
#define LARGE_PIXELS ((gint64) 16 * 1024 * 1024)
#define PIECE_BYTES (64 * 1024)

typedef struct {
  GBytes *bytes; /* (owned) */
  int side_px;
  gboolean urgent;
  guint order;
} Picture;

/* One decoding. */
typedef struct {
  int side_px;
  gboolean too_many;
  gboolean large; /* holds large_lock */
} Decoding;

static GMutex large_lock;

static void
free_picture (gpointer data)
{
  Picture *picture = data;

  g_bytes_unref (picture->bytes);
  g_free (picture);
}

gboolean
tc_picture_is_type (const char *media_type)
{
  return g_str_equal (media_type, "image/jpeg") || g_str_equal (media_type, "image/png");
}

/* (nullable): the loader's name for it. */
static const char *
sniff (const guint8 *data, gsize size)
{
  if (size >= 3 && memcmp (data, "\xff\xd8\xff", 3) == 0)
    return "jpeg";
  if (size >= 8 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0)
    return "png";
  return NULL;
}

static void
size_cb (GdkPixbufLoader *loader, int width, int height, gpointer data)
{
  Decoding *decoding = data;
  gint64 pixels = (gint64) width * height;
  double scale = 1;

  if (pixels > TC_PICTURE_PIXELS_MAX || pixels <= 0) {
    decoding->too_many = TRUE;
    gdk_pixbuf_loader_set_size (loader, 0, 0); /* the decoder gives up */
    return;
  }
  if (pixels > LARGE_PIXELS && !decoding->large) {
    g_mutex_lock (&large_lock);
    decoding->large = TRUE;
  }
  if (decoding->side_px > 0)
    scale = (double) decoding->side_px / MAX (width, height);
  else
    while ((double) pixels * scale * scale > (double) TC_PICTURE_SHOWN_PIXELS_MAX)
      scale *= 0.95;
  if (scale < 1)
    gdk_pixbuf_loader_set_size (loader, MAX (1, (int) (width * scale)),
                                MAX (1, (int) (height * scale)));
}

static gboolean
feed (GdkPixbufLoader *loader, GBytes *bytes, const Decoding *decoding, GCancellable *cancellable,
      GError **error)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize at = 0; at < size && !decoding->too_many; at += PIECE_BYTES) {
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !gdk_pixbuf_loader_write (loader, data + at, MIN (PIECE_BYTES, size - at), error))
      return FALSE;
  }
  return TRUE;
}

static GdkPixbuf *
read_pixbuf (GdkPixbufLoader *loader, const Decoding *decoding, GError **error)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);

  if (decoding->too_many) {
    g_set_error (error, TC_ERROR, TC_ERROR_LIMIT, "the picture has too many pixels");
    return NULL;
  }
  if (!pixbuf) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "the picture is not whole");
    return NULL;
  }
  /* As the camera was held. */
  return gdk_pixbuf_apply_embedded_orientation (pixbuf);
}

static G_DEFINE_QUARK (tc - picture - look, look)

    /* While its pixels are at hand. */
    static GdkTexture *make_texture (GdkPixbuf *pixbuf)
{
  GdkTexture *texture = gdk_texture_new_for_pixbuf (pixbuf);
  gint64 look;

  if (tc_picture_look (pixbuf, &look))
    g_object_set_qdata_full (G_OBJECT (texture), look_quark (), g_memdup2 (&look, sizeof look),
                             g_free);
  return texture;
}

gboolean
tc_picture_get_look (GdkTexture *texture, gint64 *look)
{
  const gint64 *kept = g_object_get_qdata (G_OBJECT (texture), look_quark ());

  if (kept)
    *look = *kept;
  return kept != NULL;
}

static GdkTexture *
decode (GBytes *bytes, int side_px, GCancellable *cancellable, GError **error)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  const char *type = sniff (data, size);
  g_autoptr (GdkPixbufLoader) loader = NULL;
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autoptr (GError) why = NULL;
  Decoding decoding = {.side_px = side_px};

  if (!type) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "it is no picture that is known here");
    return NULL;
  }
  loader = gdk_pixbuf_loader_new_with_type (type, error);
  if (!loader)
    return NULL;
  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_cb), &decoding);
  gboolean fed = feed (loader, bytes, &decoding, cancellable, &why);
  gboolean closed = gdk_pixbuf_loader_close (loader, fed ? &why : NULL);
  if (decoding.large)
    g_mutex_unlock (&large_lock);
  if ((!fed || !closed) && !decoding.too_many) {
    if (why->domain == G_IO_ERROR)
      g_propagate_error (error, g_steal_pointer (&why));
    else
      g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "the picture is damaged: %s", why->message);
    return NULL;
  }
  pixbuf = read_pixbuf (loader, &decoding, error);
  return pixbuf ? make_texture (pixbuf) : NULL;
}

static void
work (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  const Picture *picture = g_task_get_task_data (task);
  GError *error = NULL;
  GdkTexture *texture;

  if (g_task_return_error_if_cancelled (task))
    return;
  texture = decode (picture->bytes, picture->side_px, g_task_get_cancellable (task), &error);
  if (texture)
    g_task_return_pointer (task, texture, g_object_unref);
  else
    g_task_return_error (task, error);
}

static int
compare_pictures (gconstpointer a, gconstpointer b, gpointer data)
{
  const Picture *one = g_task_get_task_data ((GTask *) a);
  const Picture *other = g_task_get_task_data ((GTask *) b);

  if (one->urgent != other->urgent)
    return one->urgent ? -1 : 1;
  return one->order < other->order ? -1 : 1;
}

static GThreadPool *
get_pool (void)
{
  static GThreadPool *pool; /* for the process */

  if (!pool) {
    pool = g_thread_pool_new (work, NULL, THREADS_MAX, FALSE, NULL);
    g_thread_pool_set_sort_function (pool, compare_pictures, NULL);
  }
  return pool;
}

void
tc_picture_decode_async (GBytes *bytes, int side_px, gboolean urgent, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data)
{
  static guint order;
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  Picture *picture = g_new0 (Picture, 1);

  *picture = (Picture){g_bytes_ref (bytes), side_px, urgent, order++};
  g_task_set_task_data (task, picture, free_picture);
  g_thread_pool_push (get_pool (), task, NULL);
}

GdkTexture *
tc_picture_decode_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
