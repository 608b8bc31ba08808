/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Elements of GStreamer that fake cameras encode and send with. Nothing here knows of faults.
 */
#pragma once

#include "tc-fake-camera-world.h"

#include <gst/gst.h>

/* A picture that needs none before it comes that often. */
#define TC_FAKE_KEY_EVERY_S 1

/* Errors: TC_ERROR_NOT_FOUND names the element that isn't installed and Debian's package of it. */
gboolean tc_fake_encoder_check (GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Pictures in I420. (transfer full) */
GstCaps *tc_fake_encoder_raw_caps (const TcFakeFormat *format);
/* (transfer floating) (nullable): NULL: there is none */
GstElement *tc_fake_encoder_new (TcFakeCodec codec, const TcFakeFormat *format);
/* RTP of it, one stream. (transfer floating) */
GstElement *tc_fake_payloader_new (TcFakeCodec codec);
/* Frames between two that need none before them; 1: each. */
guint tc_fake_encoder_key_frames (TcFakeCodec codec, const TcFakeFormat *format);
