/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One stream of a camera at a media host, through all attempts to have it: connected while somebody
 * takes, once however many do, and tried again where it fails (tc-back-off.h). Its report goes on
 * from attempt to attempt: a fault lasts from its last picture to its next.
 *
 * Thread: the main loop's; its fan is any thread's.
 */
#pragma once

#include "tc-media-ingest.h"
#include "tc-send-share.h"

/* It stays connected so long once the last has left: somebody may be on the way. */
#define TC_MEDIA_LINGER_US ((gint64) 5 * G_USEC_PER_SEC)

typedef struct _TcMediaStreamer TcMediaStreamer;

/* @name: of the journal: "camera 12, sub"; @always: connected whoever takes; @sound: its sound may
 * be heard, and is taken with it */
TcMediaStreamer *tc_media_streamer_new (const TcMediaStream *stream, const char *name,
                                        gboolean always, gboolean sound);
void tc_media_streamer_free (TcMediaStreamer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcMediaStreamer, tc_media_streamer_free)

/* It is had elsewhere, or with another password; who takes goes on. */
void tc_media_streamer_change (TcMediaStreamer *self, const TcMediaStream *stream, gboolean always);
/* (transfer none) */
TcMediaFan *tc_media_streamer_get_fan (TcMediaStreamer *self);
/* To be called some times a second. */
void tc_media_streamer_look (TcMediaStreamer *self, gint64 now_us);
/* What came of it of late, some seconds at least; and how often it was connected to. Its bit rate
 * is its own alone. */
void tc_media_streamer_get_figures (TcMediaStreamer *self, TcMediaFigures *figures);
/* What it takes to send it, smoothed, as it was known last; zeros: nothing came yet. */
void tc_media_streamer_get_rates (TcMediaStreamer *self, TcSendRates *rates);
/* Times of the monotonic clock. FALSE: nobody has taken of late, so it isn't known. */
gboolean tc_media_streamer_get_report (TcMediaStreamer *self, TcStreamReport *report);
