/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Puts what is said of pictures (tc-replay-mark.h) into the heads of the RTP packets that a
 * payloader makes of them, and counts what goes out. Of which picture a packet is, is known by its
 * time in the pipeline alone, which a payloader keeps.
 *
 * Thread: any.
 */
#pragma once

#include "tc-replay-mark.h"

#include <gst/gst.h>

/* What a packet takes beside its own bytes, over TCP, TLS and RTSP. */
#define TC_PACKET_AROUND_BYTES 90

typedef struct _TcPacketMarker TcPacketMarker;

TcPacketMarker *tc_packet_marker_new (void);
TcPacketMarker *tc_packet_marker_ref (TcPacketMarker *self);
void tc_packet_marker_unref (TcPacketMarker *self);

/* @payloader: keeps it. Once. */
void tc_packet_marker_attach (TcPacketMarker *self, GstElement *payloader);
/* @payloader: of what comes beside pictures: its packets count, too; nothing is said of them. */
void tc_packet_marker_count (TcPacketMarker *self, GstElement *payloader);
/* Of the picture with that time; before it is given to the payloader. */
void tc_packet_marker_add (TcPacketMarker *self, guint64 pts, const TcReplayMark *mark);
/* Bytes of all packets so far, with what is around them. */
guint64 tc_packet_marker_get_bytes (TcPacketMarker *self);
