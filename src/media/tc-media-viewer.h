/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One viewer: access units of a fan as the source of a pipeline that sends them by RTP. It begins
 * with what the fan has kept, all at once, so that there is a picture at once; what doesn't go out
 * is bounded.
 *
 * Thread: any; the end, not from a taker of the fan.
 */
#pragma once

#include "tc-media-fan.h"

#include <gst/gst.h>

#define TC_MEDIA_VIEWER_BYTES_MAX ((guint64) 4 * 1024 * 1024)

typedef struct _TcMediaViewer TcMediaViewer;

/**
 * tc_media_viewer_new:
 * @first: of the stream: says what it is
 * @element: (out) (transfer floating): a bin with a payloader named pay0
 *
 * Returns: (transfer full) (nullable): NULL where GStreamer lacks a part
 */
TcMediaViewer *tc_media_viewer_new (TcMediaFan *fan, TcAccessUnit *first, GstElement **element);
/* Takes nothing any more. */
void tc_media_viewer_end (TcMediaViewer *self);
/* Ends it; after its element has stopped. */
void tc_media_viewer_free (TcMediaViewer *self);
