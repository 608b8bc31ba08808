/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Why a stream can't be had, from what the world says: an RTSP status, an error of a connection,
 * or by trying whether its address can be reached at all, where nobody said more than "failed".
 */
#pragma once

#include <gio/gio.h>

#include "tc-stream-watch.h"

/* An answer that hasn't come by then doesn't come. */
#define TC_STREAM_PROBE_S 3

/* @status: 400..599. */
TcStreamCause tc_stream_cause_of_status (guint status);

/* Of connecting. */
TcStreamCause tc_stream_cause_of_error (const GError *error);

/**
 * tc_stream_probe_async:
 * @address: rtsp:// or rtsps://
 *
 * Connects to its host and port, and closes at once. Thread: one with a main loop.
 */
void tc_stream_probe_async (const char *address, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data);
/* TC_CAUSE_NONE: somebody answers there, or it was cancelled. */
TcStreamCause tc_stream_probe_finish (GAsyncResult *result);
