/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Blurring parts of a picture for good: each part becomes a few plain cells, of which nothing that
 * stood there can be made again, and the whole is encoded anew, as a JPEG that carries nothing but
 * its pixels.
 *
 * Thread: any, but for tc_picture_blur_async(): the main loop's.
 */
#pragma once

#include <gtk/gtk.h>

/* At most so many along the longer side: a plate or a face in six cells is none any more. */
#define TC_BLUR_CELLS 6
#define TC_BLUR_AREAS_MAX 100

/* In parts of the picture's width and height, from its left upper corner: 0..1. */
typedef struct {
  double x;
  double y;
  double width;
  double height;
} TcBlurArea;

/* In place. What lies outside the picture is passed over. */
void tc_picture_pixelate (GdkPixbuf *pixbuf, const TcBlurArea *areas, guint n);

/* @areas: (element-type TcBlurArea): copied */
void tc_picture_blur_async (GdkTexture *texture, const GArray *areas, GAsyncReadyCallback callback,
                            gpointer data);
/* (transfer full): a JPEG. Errors: GDK_PIXBUF_ERROR. */
GBytes *tc_picture_blur_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
