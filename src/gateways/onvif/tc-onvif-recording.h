/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a recorder holds (profile G): its recordings, when of each there is something, and where it
 * is played.
 *
 * A search goes on in the device: it is begun, looked at until it is complete, and ended. After
 * TC_ONVIF_SEARCH_MS no look begins any more; the last one may still take what a call may. What was
 * found by then is given; whether that is all is told. All times are by our clock: the device's is
 * accounted for.
 */
#pragma once

#include "tc-onvif-client.h"

#define TC_ONVIF_SEARCH_MS 30000
/* Of one question about presence. */
#define TC_ONVIF_RANGES_MAX 2000

typedef struct {
  gint64 from_us;
  gint64 until_us; /* beyond the end of what was asked for: it goes on */
} TcOnvifRange;

/* (transfer container) (element-type TcOnvifRecording). @complete: (out) (optional) */
void tc_onvif_recordings_async (TcOnvifClient *client, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data);
GPtrArray *tc_onvif_recordings_finish (TcOnvifClient *client, GAsyncResult *result,
                                       gboolean *complete,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * tc_onvif_ranges_async:
 * @recording: token
 * @until_us: after @from_us
 *
 * When there is something between the two. The end gives ranges in their order, which don't touch
 * (transfer full) (element-type TcOnvifRange).
 */
void tc_onvif_ranges_async (TcOnvifClient *client, const char *recording, gint64 from_us,
                            gint64 until_us, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data);
GArray *tc_onvif_ranges_finish (TcOnvifClient *client, GAsyncResult *result, gboolean *complete,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Where a recording is played by RTSP over TCP: an address as of streams. */
void tc_onvif_replay_async (TcOnvifClient *client, const char *recording, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data);
char *tc_onvif_replay_finish (TcOnvifClient *client, GAsyncResult *result,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * tc_onvif_ranges_from_events:
 * @events: (element-type TcOnvifRecordingEvent): in any order, of any recordings
 *
 * Pure: what tc_onvif_ranges_async() makes of what it heard; by one clock. A recording has
 * something while one of its tracks does, or, where it tells of no track, while it is on. What ends
 * first and wasn't told to begin was there from @from_us on. (transfer full)
 */
GArray *tc_onvif_ranges_from_events (GPtrArray *events, const char *recording, gint64 from_us,
                                     gint64 until_us);
