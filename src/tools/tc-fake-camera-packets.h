/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What faults do to the packets of a stream: some get lost, or all, or they are noise; and the
 * sender's reports tell the camera's clock. It is the same whichever way they travel.
 *
 * Thread: that of the stream.
 */
#pragma once

#include "tc-fake-camera-feed.h"

#include <gst/gst.h>

/* @payloader: of a stream of camera @number. @world outlives it. */
void tc_fake_packets_watch (GstElement *payloader, const TcFakeWorld *world, guint number);
/* @session: the stream's, of GStreamer's RTP manager. */
void tc_fake_packets_watch_reports (GObject *session, const TcFakeWorld *world, guint number);

/* Each picture of a replay says when it was taken, in an extension of the head of its packets.
 * @feed: of it; lives as long. Source: ONVIF Streaming 6.3. */
void tc_fake_packets_tell_times (GstElement *payloader, TcFakeFeed *feed);

/* A packet with noise for what it carries. (transfer full) */
GstBuffer *tc_fake_packets_new_noise (GstBuffer *packet, GRand *random);
/* The time of a sender's report, if it begins with one, later by @us. @buffer: writable */
void tc_fake_packets_shift_report (GstBuffer *buffer, gint64 us);
