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
/* As PNG. (transfer full) (nullable): there was no memory for it */
GBytes *tc_pasted_picture_encode_finish (GAsyncResult *result);
/* "Pasted picture 2026-11-28 14.03.05.png": of now. (transfer full) */
char *tc_pasted_picture_dup_name (void);
