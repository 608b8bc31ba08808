/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A media host asks recorders what they hold of its cameras and how that is played: by ONVIF
 * (profile G), and where a recorder has none of it, by the address that its vendor has for it, of
 * which is known that it can be tried and nothing else. Nothing of it is kept.
 *
 * A recorder is connected to when somebody asks, once for all its channels, and let go of some time
 * after. One that failed isn't asked again for some time: where it denied the account for longer,
 * as it would lock it, unless another one is set. Which of its recordings is a camera's is known by
 * the video source: that of the camera's channel.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-media-plan.h"
#include "tc-playback-source.h"
#include "tc-recordings.h"

#include <gio/gio.h>

#define TC_MEDIA_RECORDERS_REST_US ((gint64) 10 * G_USEC_PER_SEC)
#define TC_MEDIA_RECORDERS_DENIED_US ((gint64) 300 * G_USEC_PER_SEC)
/* A recorder's clock, which all its times are told by, is looked at again after that. */
#define TC_MEDIA_RECORDERS_CLOCK_US ((gint64) 30 * G_USEC_PER_SEC)
#define TC_MEDIA_RECORDERS_IDLE_US ((gint64) 60 * G_USEC_PER_SEC)
/* Asked for at the same time; further ones are answered "recorder-busy". */
#define TC_MEDIA_RECORDERS_MAX 64

/* What a recorder holds of a camera between two times. */
typedef struct {
  gboolean told;         /* FALSE: it can't say, but it can be tried */
  GArray *spans;         /* (owned) (element-type TcRecordingsSpan): in their order */
  gint64 known_until_us; /* what comes after isn't told */
} TcRecorderHolding;

void tc_recorder_holding_free (TcRecorderHolding *holding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcRecorderHolding, tc_recorder_holding_free)

typedef struct _TcMediaRecorders TcMediaRecorders;

TcMediaRecorders *tc_media_recorders_new (void);
/* What is under way fails as cancelled. */
void tc_media_recorders_free (TcMediaRecorders *self);
/* @plan: (element-type TcMediaCamera): copied */
void tc_media_recorders_set_plan (TcMediaRecorders *self, const GPtrArray *plan);

/* Errors of both: G_IO_ERROR_CANCELLED, else any; tc_media_recorders_get_cause() says which. */
void tc_media_recorders_look_async (TcMediaRecorders *self, gint64 camera_id, gint64 from_us,
                                    gint64 until_us, GAsyncReadyCallback callback, gpointer data);
TcRecorderHolding *tc_media_recorders_look_finish (GAsyncResult *result,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_media_recorders_find_async (TcMediaRecorders *self, gint64 camera_id,
                                    GAsyncReadyCallback callback, gpointer data);
TcPlaybackSource *tc_media_recorders_find_finish (GAsyncResult *result,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Static: "recorder-none": there is none, or neither profile G nor a vendor that is known;
 * "recorder-channel": it doesn't say which of its recordings is the camera's; "recorder-denied":
 * not with that account and password; "recorder-away": there is no way to it now;
 * "recorder-busy"; "recorder-fault": it answers in a way that isn't understood. */
const char *tc_media_recorders_get_cause (const GError *error);

/* Pure: which of @recordings (element-type TcOnvifRecording) is that channel's (0: of a camera by
 * itself), by the sources of @profiles (element-type TcOnvifProfile), in the order in which both
 * were told. (nullable): token, lent */
const char *tc_media_recorders_match (const GPtrArray *recordings, const GPtrArray *profiles,
                                      gint64 channel);
/* Pure: where a vendor's recorder plays a camera: of its device or stream the host, of its stream
 * the port. (transfer full) (nullable) */
char *tc_media_recorders_dup_playback (const TcMediaCamera *camera);
