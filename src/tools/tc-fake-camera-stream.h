/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The streams of fake cameras: RTSP addresses /NUMBER/main, /NUMBER/sub and /NUMBER/replay, to be
 * had with account and password (Digest). One that nobody looks at costs nothing; several who look
 * at the same share it, but each replay is its own: it begins at the time of a Range header
 * (clock=20261127T063700Z-).
 *
 * It doesn't listen: connections are handed over (tc-fake-camera-door.h).
 *
 * Thread: that of the default main context.
 */
#pragma once

#include "tc-fake-camera-world.h"

#include <gio/gio.h>

typedef struct _TcFakeStreams TcFakeStreams;

/* @world outlives it. */
TcFakeStreams *tc_fake_streams_new (const TcFakeWorld *world);
void tc_fake_streams_free (TcFakeStreams *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcFakeStreams, tc_fake_streams_free)

/* @socket: (transfer full): of somebody who wants a stream of camera @number */
void tc_fake_streams_enter (TcFakeStreams *self, GSocket *socket, guint number);

/* The fault of camera @number became another one: connections that it wouldn't bear end. */
void tc_fake_streams_fault_changed (TcFakeStreams *self, guint number, const TcFakeFault *before);

/* Pipelines that run for that stream, replays among those of main. */
guint tc_fake_streams_get_running (TcFakeStreams *self, guint number, TcFakeProfile profile);

/* Encodes the loop of that stream, so that the first who looks needn't wait; done at once without
 * loops. */
void tc_fake_streams_prepare_async (TcFakeStreams *self, guint number, TcFakeProfile profile,
                                    GAsyncReadyCallback callback, gpointer data);
/* Errors: TC_ERROR_INVALID: the encoder failed. */
gboolean tc_fake_streams_prepare_finish (TcFakeStreams *self, GAsyncResult *result,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
