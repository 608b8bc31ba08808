/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What media hosts ask of the server before they remove copies of recordings whose time is over:
 *
 *   media.copies-over  copies (a(xx): camera, number; TC_MEDIA_COPIES_MAX at most) → nothing: each
 *                      is among the views of its camera, as TC_VIEW_OVER
 *
 * Refused, beside those of all questions: media.not-host. A host that hears no answer asks again,
 * so a copy may be there more than once.
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
/* (transfer full) (element-type TcMediaCopy) (nullable): NULL: it isn't of that form */
GArray *tc_copies_over_read (GVariant *value);

/* All outlive it. Ended with tc_camera_recordings_ask_finish(). */
void tc_copies_over_ask_async (const TcServerParts *parts, TcCameraViews *views, TcDeskLine *line,
                               GVariant *value, GAsyncReadyCallback callback, gpointer data);
