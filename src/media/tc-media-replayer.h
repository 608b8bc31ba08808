/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One who looks at what was recorded: a replay (tc-replay.h) as the source of a pipeline that sends
 * its pictures by RTP, each with its mark (tc-replay-mark.h), on a thread of its own that waits for
 * the disk and for their times. Who doesn't keep up is waited for, and nothing is left out.
 *
 * Thread: any.
 */
#pragma once

#include "tc-packet-marker.h"
#include "tc-replay.h"

#include <gst/gst.h>

#define TC_MEDIA_REPLAYER_BYTES_MAX ((guint64) 4 * 1024 * 1024)
/* When what was asked for is shown that is to begin at once: what leads in is decoded by then. */
#define TC_MEDIA_REPLAYER_SOON_US ((gint64) 300 * 1000)
/* A start that is farther ahead is a clock that is wrong. */
#define TC_MEDIA_REPLAYER_AHEAD_US ((gint64) 10 * G_USEC_PER_SEC)

typedef struct _TcMediaReplayer TcMediaReplayer;

/**
 * tc_media_replayer_new:
 * @folder: of all recordings
 * @clock: its start_us 0: at once, alone; one that is over: what is shown by now of what began then
 * @element: (out) (transfer floating): a bin with a payloader named pay0
 *
 * Waits for the disk. Returns: (transfer full) (nullable): NULL: nothing is there to begin with
 * soon, or GStreamer lacks a part
 */
TcMediaReplayer *tc_media_replayer_new (const char *folder, gint64 camera_id,
                                        const TcReplayClock *clock, GstElement **element);
/* Of its packets; lent. */
TcPacketMarker *tc_media_replayer_get_marker (TcMediaReplayer *self);
/* It is wanted from now on. */
void tc_media_replayer_play (TcMediaReplayer *self);
/* Gives nothing any more; waits until its thread has ended. */
void tc_media_replayer_end (TcMediaReplayer *self);
/* Ends it; after its element has stopped. */
void tc_media_replayer_free (TcMediaReplayer *self);
