/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a viewer (tc-media-viewer.h) hears: pieces of a fan's sound as a second source of its
 * pipeline, sent while somebody listens and there is room for it.
 *
 * Thread: any.
 */
#pragma once

#include "tc-packet-marker.h"
#include "tc-sound-fan.h"

#include <gst/gst.h>

typedef struct _TcViewerSound TcViewerSound;

/**
 * tc_viewer_sound_new:
 * @bin: the viewer's: gets a source, and a payloader named pay1
 * @first: says what it is; sent once in any case: a server of RTSP wants something of each stream
 *   before it answers what there is
 * @admitted: there is room for it
 * @marker: counts what is sent
 *
 * Returns: (transfer full) (nullable): NULL where GStreamer lacks a part
 */
TcViewerSound *tc_viewer_sound_new (GstBin *bin, TcSoundUnit *first, gboolean admitted,
                                    TcPacketMarker *marker);
/* Once it takes nothing any more. */
void tc_viewer_sound_free (TcViewerSound *self);

/* @moves: pictures that move are wanted, too */
void tc_viewer_sound_listen (TcViewerSound *self, gboolean listens, gboolean moves);
void tc_viewer_sound_admit (TcViewerSound *self, gboolean admitted);
gboolean tc_viewer_sound_is_admitted (TcViewerSound *self);
/* Somebody listens to pictures that may move, and there is no room for it. */
gboolean tc_viewer_sound_is_left_out (TcViewerSound *self);

/* ---- one at a time ---- */

/* From there from now on. */
void tc_viewer_sound_take (TcViewerSound *self, TcSoundFan *fan);
/* It takes nothing any more. */
void tc_viewer_sound_leave (TcViewerSound *self);
