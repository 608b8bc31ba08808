/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who looks at a worker's streams now, and what each of them gets: between the threads of its RTSP
 * server, where they come, say what they want and go, and its main loop, which is told by the host
 * how a thin connection is shared (tc-send-share.h).
 *
 * A replay isn't thinned: it is let in where there is room for all of it, which is promised to it
 * from then on, so that several that come together don't take the same room. Where workers have
 * promised too much between them the newest are to go.
 *
 * Thread: any.
 */
#pragma once

#include "tc-media-ticket.h"
#include "tc-media-viewer.h"
#include "tc-packet-marker.h"
#include "tc-send-share.h"

typedef struct _TcMediaAudience TcMediaAudience;

/* @thin: the connection is: nobody gets more than has been ordered. */
TcMediaAudience *tc_media_audience_new (gboolean thin);
TcMediaAudience *tc_media_audience_ref (TcMediaAudience *self);
void tc_media_audience_unref (TcMediaAudience *self);
gboolean tc_media_audience_is_thin (const TcMediaAudience *self);

/* ---- of those who look ---- */

/* What a ticket is for, and what is wanted of it: whether there is room. Of a replay it is kept for
 * some seconds until it begins; asked again with the same ticket it is the same. */
gboolean tc_media_audience_admits (TcMediaAudience *self, const TcMediaTicket *pass,
                                   const TcSendWish *wish);
/* @viewer: (nullable): of a replay; held, as is @marker. Returns: a number above 0 */
guint tc_media_audience_add (TcMediaAudience *self, const TcMediaTicket *pass,
                             const TcSendWish *wish, TcMediaViewer *viewer, TcPacketMarker *marker);
void tc_media_audience_set_wish (TcMediaAudience *self, guint number, const TcSendWish *wish);
void tc_media_audience_remove (TcMediaAudience *self, guint number);

/* ---- of the main loop ---- */

typedef struct {
  guint number;
  gint64 camera_id;
  TcTicketUse use;
  TcStreamProfile profile;
  TcSendWish wish;
  gboolean has_lesser, has_sound;
  TcMediaOrder order; /* what it was told last, but key_us */
} TcMediaLooker;

/* (transfer full) (element-type TcMediaLooker) */
GArray *tc_media_audience_list (TcMediaAudience *self);
/* What was sent to all so far, in bytes; @replays: (out): of that, of what was recorded */
guint64 tc_media_audience_get_bytes (TcMediaAudience *self, guint64 *replays);
/* FALSE: there is no such one any more. */
gboolean tc_media_audience_order (TcMediaAudience *self, guint number, const TcMediaOrder *order);
/* Who comes from now on is let in from @least on, and a replay where it takes no more than
 * @free_bps. @known_bps: what was promised to replays when that was reckoned */
void tc_media_audience_set_room (TcMediaAudience *self, TcTileImportance least, guint64 free_bps,
                                 guint64 known_bps);
/* Bits a second that replays have been promised. */
guint64 tc_media_audience_get_promised (TcMediaAudience *self);
/* The newest replays that have so much between them, at least. (transfer full) (element-type
 * guint): their numbers */
GArray *tc_media_audience_list_over (TcMediaAudience *self, guint64 over_bps);
/* What the main stream of a camera takes. */
void tc_media_audience_set_rate (TcMediaAudience *self, gint64 camera_id, guint32 bps);
