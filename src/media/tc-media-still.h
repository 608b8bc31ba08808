/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether a stream's pictures are always the same: a camera whose picture stands still sends as
 * others do. Of a fan's units a key frame every two seconds is decoded and compared with the one
 * before (tc-picture-grid.h); nothing else of a stream is decoded at a media host.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-media-fan.h"

/* Key frames that come sooner on another aren't looked at. */
#define TC_MEDIA_STILL_EVERY_US ((gint64) 1900 * 1000)
/* So many pictures in a row that are the same, over so long: it stands still. */
#define TC_MEDIA_STILL_SAME_MIN 3
#define TC_MEDIA_STILL_US ((gint64) 5 * G_USEC_PER_SEC)

typedef struct _TcMediaStill TcMediaStill;

TcMediaStill *tc_media_still_new (TcMediaFan *fan);
/* What it decodes by goes on a thread of its own. */
void tc_media_still_free (TcMediaStill *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcMediaStill, tc_media_still_free)

/* @since_us: (out): monotonic time of the last picture that was another one. To be asked some times
 * a second. */
gboolean tc_media_still_look (TcMediaStill *self, gint64 now_us, gint64 *since_us);
