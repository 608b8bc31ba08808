/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What faults do to the packets of a stream: some get lost, or all, or they are noise; and the
 * sender's reports tell the camera's clock. It is the same whichever way they travel.
 *
 * Thread: that of the stream.
 */
#pragma once

#include "tc-fake-camera-world.h"

#include <gst/gst.h>

/* @payloader: of a stream of camera @number. @world outlives it. */
void tc_fake_packets_watch (GstElement *payloader, const TcFakeWorld *world, guint number);
/* @session: the stream's, of GStreamer's RTP manager. */
void tc_fake_packets_watch_reports (GObject *session, const TcFakeWorld *world, guint number);

/* A packet with noise for what it carries. (transfer full) */
GstBuffer *tc_fake_packets_new_noise (GstBuffer *packet, GRand *random);
/* The time of a sender's report, if it begins with one, later by @us. @buffer: writable */
void tc_fake_packets_shift_report (GstBuffer *buffer, gint64 us);
