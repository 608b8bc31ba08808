/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One viewer: access units of a fan as the source of a pipeline that sends them by RTP. It begins
 * with what the fan has kept, all at once, so that there is a picture at once; what doesn't go out
 * is bounded.
 *
 * Over a thin connection (tc-send-rung.h) it begins with a still, and sends what it is told to, of
 * the stream that was asked for or of a lesser one; each picture says so, and when it was taken.
 *
 * Thread: any; orders and the end, not from a taker of a fan.
 */
#pragma once

#include "tc-media-fan.h"
#include "tc-packet-marker.h"

#define TC_MEDIA_VIEWER_BYTES_MAX ((guint64) 4 * 1024 * 1024)

typedef struct _TcMediaViewer TcMediaViewer;

/**
 * tc_media_viewer_new:
 * @lesser: (nullable): what may be sent in place of @fan's, where its codec is the same
 * @first: of the stream: says what it is
 * @sound: (nullable): likewise, of what is heard with it
 * @thin: the connection is
 * @element: (out) (transfer floating): a bin with a payloader named pay0, and for sound one named
 *   pay1
 *
 * Returns: (transfer full) (nullable): NULL where GStreamer lacks a part
 */
TcMediaViewer *tc_media_viewer_new (TcMediaFan *fan, TcMediaFan *lesser, TcAccessUnit *first,
                                    TcSoundUnit *sound, gboolean thin, GstElement **element);
TcMediaViewer *tc_media_viewer_ref (TcMediaViewer *self);
void tc_media_viewer_unref (TcMediaViewer *self);

/* What comes was recorded, @first first: each picture says when, and what was before @from_us leads
 * in, unless it is so long before that nobody would wait. Before its element is used; nothing goes
 * out until it is played. */
void tc_media_viewer_set_recorded (TcMediaViewer *self, TcAccessUnit *first, gint64 from_us);
void tc_media_viewer_play (TcMediaViewer *self);
/* Nothing comes any more: whoever looks is told that it ends. */
void tc_media_viewer_finish (TcMediaViewer *self);
/* Takes nothing any more; before its element goes. */
void tc_media_viewer_end (TcMediaViewer *self);

/* Whether somebody listens: nothing of the sound is sent before. */
void tc_media_viewer_listen (TcMediaViewer *self, const TcSendWish *wish);

/* What of a thin connection is one viewer's. */
typedef struct {
  TcSendRung rung;
  gint64 gap_us;
  gint64 key_us;  /* between key frames of the lesser stream, as far as is known; else 0 */
  gboolean sound; /* there is room for it, too */
} TcMediaOrder;

/* Of a thin one: what is sent from now on. */
void tc_media_viewer_order (TcMediaViewer *self, const TcMediaOrder *order);
/* What it was told last, but key_us. */
void tc_media_viewer_get_order (TcMediaViewer *self, TcMediaOrder *order);
/* Whether there is something to listen to. */
gboolean tc_media_viewer_has_sound (TcMediaViewer *self);
/* There is a lesser stream that can be sent. */
gboolean tc_media_viewer_has_lesser (TcMediaViewer *self);
/* Of its packets; lent. */
TcPacketMarker *tc_media_viewer_get_marker (TcMediaViewer *self);
