/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures from outside, decoded off the main thread and within limits: JPEG and PNG alone, known
 * by their first bytes; how many pixels they have is looked at before any of them is made.
 *
 * Thread: the main loop's; decoding is a small pool's.
 */
#pragma once

#include <gtk/gtk.h>

/* More pixels aren't decoded at all: a phone's largest photo has fewer. */
#define TC_PICTURE_PIXELS_MAX ((gint64) 64 * 1024 * 1024)
/* What is shown has at most so many (64 MiB); a larger picture is made smaller. */
#define TC_PICTURE_SHOWN_PIXELS_MAX ((gint64) 16 * 1024 * 1024)

/* Whether it may be a picture that is shown here. */
gboolean tc_picture_is_type (const char *media_type);

/**
 * tc_picture_decode_async:
 * @side_px: fits into a square of that; 0: as large as may be shown
 * @urgent: before those that aren't
 *
 * Errors: TC_ERROR_INVALID: it is no picture, or a damaged one; TC_ERROR_LIMIT: too many pixels.
 */
void tc_picture_decode_async (GBytes *bytes, int side_px, gboolean urgent,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data);
GdkTexture *tc_picture_decode_finish (GAsyncResult *result,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* How it looks (tc-picture-look.h), of a texture that was decoded here. FALSE: there is too little
 * on it. */
gboolean tc_picture_get_look (GdkTexture *texture, gint64 *look);
