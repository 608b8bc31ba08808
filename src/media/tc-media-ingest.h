/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One attempt to have a camera's stream: connects by RTSP over TCP, and puts what comes into a fan
 * as access units, without decoding. Not for trying again: tc-media-streamer.h.
 *
 * Thread: the main loop's; units are put from GStreamer's.
 */
#pragma once

#include "tc-media-fan.h"
#include "tc-media-plan.h"
#include "tc-stream-watch.h"

typedef struct _TcMediaIngest TcMediaIngest;

/* What was recorded, as a recorder gives it. Its pictures have the times at which they were taken,
 * by our clock: as it says them, else the first has that which was asked for. */
typedef struct {
  const char *range; /* (nullable): of PLAY, by ONVIF (tc-playback-source.h) */
  gint64 from_us;
  gint64 offset_us; /* its clock less ours */
} TcMediaIngestReplay;

/* @fan is referenced. @sound: what it sends of that is taken too, where it is known.
 * @replay: (nullable): it is live */
TcMediaIngest *tc_media_ingest_new (const TcMediaStream *stream, TcMediaFan *fan, gboolean sound,
                                    const TcMediaIngestReplay *replay);
/* Whether it took sound, too: a camera that offers it and then can't costs the whole attempt. */
gboolean tc_media_ingest_has_sound (TcMediaIngest *self);
/* Puts nothing any more once this has returned; its end takes place on a thread of its own. */
void tc_media_ingest_end (TcMediaIngest *self);

/**
 * tc_media_ingest_look:
 * @report: (out): how it goes, times of the monotonic clock
 * @detail: (out) (transfer full) (nullable): of a failure, for the journal
 *
 * To be called some times a second. Returns: FALSE: it has failed and is to be ended
 */
gboolean tc_media_ingest_look (TcMediaIngest *self, gint64 now_us, TcStreamReport *report,
                               char **detail) G_GNUC_WARN_UNUSED_RESULT;
