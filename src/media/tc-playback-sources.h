/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How each camera of a worker is played from its recorder: what its host found, asked for when
 * somebody wants to look and kept for a while. Between the threads of the RTSP server, which wait,
 * and the main loop, which asks and is told.
 */
#pragma once

#include "tc-playback-source.h"

/* Older than that it is asked for anew: some addresses are good for a while only. */
#define TC_PLAYBACK_FRESH_US ((gint64) 30 * G_USEC_PER_SEC)

typedef struct _TcPlaybackSources TcPlaybackSources;

/* @wanted: of the main loop: it is to be asked for */
TcPlaybackSources *tc_playback_sources_new (void (*wanted) (gint64 camera_id, gpointer data),
                                            gpointer data);
TcPlaybackSources *tc_playback_sources_ref (TcPlaybackSources *self);
/* The last one is the main loop's: nothing is wanted any more. */
void tc_playback_sources_unref (TcPlaybackSources *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcPlaybackSources, tc_playback_sources_unref)

/* @source: (nullable): it can't be played. Thread: the main loop's. */
void tc_playback_sources_set (TcPlaybackSources *self, gint64 camera_id,
                              const TcPlaybackSource *source);
/* Waits for it. (transfer full) (nullable): NULL: it can't be played, or that isn't known in time.
 * Thread: any but the main loop's. */
TcPlaybackSource *tc_playback_sources_wait (TcPlaybackSources *self, gint64 camera_id,
                                            gint64 wait_us);
