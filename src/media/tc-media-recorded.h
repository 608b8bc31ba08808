/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One who looks at what a recorder holds: a connection to the recorder of their own, whose pictures
 * are handed on as they come, at the recorder's pace, each with its mark (tc-replay-mark.h).
 * Nothing of it is written down. A recorder serves few at a time, so there are
 * TC_MEDIA_RECORDED_MAX of a worker at most.
 *
 * Thread: any but the main loop's, which looks after it.
 */
#pragma once

#include "tc-packet-marker.h"
#include "tc-playback-source.h"

#include <gst/gst.h>

#define TC_MEDIA_RECORDED_MAX 8

typedef struct _TcMediaRecorded TcMediaRecorded;

/**
 * tc_media_recorded_new:
 * @from_us: what is shown first
 * @wait_us: how long its first picture is waited for
 * @element: (out) (transfer floating): a bin with a payloader named pay0
 *
 * Returns: (transfer full) (nullable): NULL: nothing came, there are too many, or GStreamer lacks a
 *   part
 */
TcMediaRecorded *tc_media_recorded_new (const TcPlaybackSource *source, gint64 from_us,
                                        gint64 wait_us, GstElement **element);
/* Of its packets; lent. */
TcPacketMarker *tc_media_recorded_get_marker (TcMediaRecorded *self);
/* It is wanted from now on. */
void tc_media_recorded_play (TcMediaRecorded *self);
/* Gives nothing any more. */
void tc_media_recorded_end (TcMediaRecorded *self);
/* Ends it. */
void tc_media_recorded_free (TcMediaRecorded *self);
