/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A picture that was pasted or dropped, as a file: it has no name and no bytes of its own.
 *
 * Thread: the main loop's; the encoding is done on another.
 */
#pragma once

#include <gtk/gtk.h>

void tc_pasted_picture_encode_async (GdkTexture *texture, GAsyncReadyCallback callback,
                                     gpointer data);
/**
 * tc_pasted_picture_encode_finish:
 * @pixels: (out) (transfer full) (nullable): where it can't be made a file, what the picture is
 *   made of again by tc_pasted_picture_from_pixels(); NULL: it is too large for that as well
 *
 * As PNG. (transfer full) (nullable): it can't be, or there was no memory for it
 */
GBytes *tc_pasted_picture_encode_finish (GAsyncResult *result, GBytes **pixels);
/* (transfer full) (nullable): these are none */
GdkTexture *tc_pasted_picture_from_pixels (GBytes *pixels);
/* "Pasted picture 2026-11-28 14.03.05.png": of now. (transfer full) */
char *tc_pasted_picture_dup_name (void);
