/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A stream that counts what goes through it, laid between a WebSocket and its connection: libsoup's
 * queue of outgoing messages has no bound and no getter, but what went in less what came out is
 * what waits. Private to the room.
 */
#pragma once

#include <gio/gio.h>

#define TC_TYPE_COUNTED_STREAM (tc_counted_stream_get_type ())
G_DECLARE_FINAL_TYPE (TcCountedStream, tc_counted_stream, TC, COUNTED_STREAM, GIOStream)

/* @base: its two streams are pollable. */
TcCountedStream *tc_counted_stream_new (GIOStream *base);
guint64 tc_counted_stream_get_read (TcCountedStream *self);
guint64 tc_counted_stream_get_written (TcCountedStream *self);
