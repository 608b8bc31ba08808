/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A worker's RTSP server: streams over TLS for whoever has a ticket, each viewer with a pipeline of
 * its own that is fed from a fan (tc-media-fan.h). One that doesn't keep up misses what there is up
 * to a key frame; when a ticket ends, so does its connection.
 *
 * Where the connection is thin (tc-media-audience.h) who asks says what it wants of a stream in a
 * head of each request (TC_SEND_WISH_HEADER), also while it plays; for whom there is no room is
 * answered 453.
 *
 * Streams are had at /live/CAMERA/PROFILE, what was recorded of the main one at
 * /replay/CAMERA/main (tc-media-replayer.h), what its recorder holds of it at /recorder/CAMERA/main
 * (tc-media-recorded.h); the ticket is the password of the account "ticket", by
 * HTTP Basic within TLS. A connection is of the first ticket that was let in on it: another one is
 * refused there (401), whatever it is for.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-digest.h"
#include "tc-media-audience.h"
#include "tc-playback-sources.h"

#include <gio/gio.h>

#define TC_MEDIA_VIEWERS_MAX 256

typedef struct {
  const char *address; /* numeric: what is listened on */
  guint16 port_first;  /* 0: a free one, whatever the last */
  guint16 port_last;
  guint16 host;            /* this host's number as a desk */
  TcPublicKey server_key;  /* by which tickets are signed */
  const char *certificate; /* PEM file */
  const char *key;         /* PEM file */
  gboolean thin;           /* the connection over which it is reached is */
} TcMediaDoorsOptions;

typedef struct _TcMediaDoors TcMediaDoors;

/* Listens on the first port that is free. Errors: G_TLS_ERROR, G_FILE_ERROR, TC_ERROR_BUSY (all
 * ports are taken). */
TcMediaDoors *tc_media_doors_new (const TcMediaDoorsOptions *options,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_media_doors_free (TcMediaDoors *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcMediaDoors, tc_media_doors_free)

guint16 tc_media_doors_get_port (TcMediaDoors *self);

/* Who looks; lent. */
TcMediaAudience *tc_media_doors_get_audience (TcMediaDoors *self);
/* The one with that number of the audience is sent away. */
void tc_media_doors_shut (TcMediaDoors *self, guint number);

/* That stream is had from @fan from now on; NULL: nowhere, and who views it is sent away.
 * @lesser: (nullable): what may be sent in its place where the connection is thin */
void tc_media_doors_set (TcMediaDoors *self, gint64 camera_id, TcStreamProfile profile,
                         TcMediaFan *fan, TcMediaFan *lesser);
/* What was recorded of that camera is had from that folder of all recordings; NULL: nowhere. */
void tc_media_doors_set_replay (TcMediaDoors *self, gint64 camera_id, const char *recordings);
/* What that camera's recorder holds is had, as @sources find it; NULL: nowhere. */
void tc_media_doors_set_recorder (TcMediaDoors *self, gint64 camera_id, TcPlaybackSources *sources);
