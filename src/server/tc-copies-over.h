/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What media hosts ask of the server before they remove copies of recordings whose time is over:
 *
 *   media.copies-over  copies (a(xx): camera, number; TC_MEDIA_COPIES_MAX at most) → copies
 *                      (likewise): those of them that are among the views of their cameras now, as
 *                      TC_VIEW_OVER. Others stay: of cameras that aren't this host's, nobody wanted
 *                      them of it.
 *
 * Refused, beside those of all questions: media.not-host. A host that hears no answer, or can't
 * remove one, asks again; a copy is there once all the same.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-camera-views.h"
#include "tc-media-copies.h"
#include "tc-media-service.h"

#define TC_ASK_COPIES_OVER "media.copies-over"

/* @copies: (element-type TcMediaCopy). (transfer full): floating: what is asked with */
GVariant *tc_copies_over_write (const GArray *copies);
/* Likewise of an answer. (transfer full) (element-type TcMediaCopy) (nullable): NULL: it isn't of
 * that form */
GArray *tc_copies_over_read (GVariant *value);

/* All outlive it. Ended with tc_camera_answer_finish(). */
void tc_copies_over_ask_async (const TcServerParts *parts, TcCameraViews *views, TcDeskLine *line,
                               GVariant *value, GAsyncReadyCallback callback, gpointer data);
