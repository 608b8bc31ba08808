/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a media host and its workers say to each other: a name and a{sv}, over a socket pair that
 * keeps messages whole. Both ends validate: a worker deals with what strangers send. What waits is
 * bounded; whoever doesn't read is cut off.
 *
 * From the host: "begin" (port-first q, port-last q, address s, host q, server-key ay, certificate
 * s, key s, recordings s: their folder, "" where nothing is recorded, thin b: the connection to
 * desks is), once; "record" (on b: the disk has room for it); "plan" (cameras: tc-media-plan.h) in
 * place of the one before; "shares" (viewers: tc-send-form.h, least y: importance from which on
 * one more is let in, free t: bits a second for replays, promised t: what this worker had promised
 * to some when that was reckoned, over t: what they have to give back of it); "playback" (camera x,
 * and, if what its recorder holds can be played, source a{sv}: tc-playback-source.h), when it was
 * asked by "playback-wanted" (camera x). From a worker, beside that:
 * "ready" (port q), "health" (cameras a(xssx): id, state, cause, since_us in real time; figures:
 * tc-media-plan.h), "segment" (segment ay: tc-segment.h), which is on the disk, "audience"
 * (viewers: tc-send-form.h, sent, replayed t: bytes so far, all in all and of what was recorded,
 * counted x: when they were counted, monotonic, promised t: bits a second, to replays).
 *
 * Thread: one with the default main context.
 */
#pragma once

#include <gio/gio.h>

/* The worker's end. */
#define TC_MEDIA_CHANNEL_FD 3
#define TC_MEDIA_CHANNEL_BYTES_MAX (128 * 1024)
#define TC_MEDIA_CHANNEL_WAITING_MAX 256
#define TC_MEDIA_NAME_CHARS_MAX 40

typedef struct _TcMediaChannel TcMediaChannel;

typedef struct {
  /* @value: a{sv} */
  void (*message) (const char *name, GVariant *value, gpointer data);
  /* Once, unless it is freed before. @error: (nullable): NULL: the other end has gone */
  void (*closed) (const GError *error, gpointer data);
} TcMediaChannelHooks;

/* @fd: taken over. Errors: G_IO_ERROR. */
TcMediaChannel *tc_media_channel_new (int fd, const TcMediaChannelHooks *hooks, gpointer data,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @other: (out): the other end, for a child; the caller's to close */
TcMediaChannel *tc_media_channel_new_pair (const TcMediaChannelHooks *hooks, gpointer data,
                                           int *other, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Also from within a hook. */
void tc_media_channel_free (TcMediaChannel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcMediaChannel, tc_media_channel_free)

/* @value: (transfer floating): a{sv} */
void tc_media_channel_send (TcMediaChannel *self, const char *name, GVariant *value);
