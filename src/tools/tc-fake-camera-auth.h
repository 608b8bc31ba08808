/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is let into the streams of fake cameras.
 */
#pragma once

#include "tc-fake-camera-world.h"

#include <gst/rtsp-server/rtsp-server.h>

/* What whoever is let in may do, as a role. */
#define TC_FAKE_ROLE "viewer"

/* Digest by account and password of the options, or everybody; nobody, while a camera denies.
 * @world outlives it. (transfer full) */
GstRTSPAuth *tc_fake_auth_new (const TcFakeWorld *world);
