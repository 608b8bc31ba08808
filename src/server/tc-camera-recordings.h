/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What desks ask of what was recorded, which the camera's media host answers (tc-media-errands.h):
 *
 *   camera.timeline  session_id (x), camera (x), from_us, until_us (x: TC_TIMELINE_US_MAX apart at
 *                    most) → spans (a(xx): what there is, in order; between them is nothing), holds
 *                    (a(xxxxxs): id, from, until, incident or 0, kept until, reason),
 *                    known_until_us (x: what comes after isn't told, as there is too much). What is
 *                    being written just now comes some seconds later.
 *   camera.recorder  session_id, camera, from_us, until_us (TC_RECORDER_US_MAX apart at most): what
 *                    the camera's recorder holds → told (b: FALSE: it can't say; playing it can be
 *                    tried), spans, known_until_us: as above. It may take TC_RECORDER_ANSWER_MS.
 *   camera.hold      and incident (x; 0: of none), reason (s): that span is kept for
 *                    TC_CAMERA_HOLD_US, or up to keep_until_us (x; optional), whatever is over or
 *                    wants room → hold (x)
 *   camera.release   session_id, camera, hold (x), reason (s; optional): it is kept as others are
 *   camera.holds     session_id, host (x), after (x): what that media host holds of cameras that
 *                    the person may see → list, next: as tc-media-errands.h has them. The next page
 *                    is behind "next", until that is 0.
 *   camera.export    as camera.hold, TC_CAMERA_EXPORT_US_MAX at most: the media host makes
 *                    evidence of it (tc-media-exports.h) → hold (x: the export's number)
 *                    Both take hold (x; optional): a number of that desk's own making (tc-id.h);
 *                    asked again with the same one, they are the same.
 *   camera.export-state, camera.export-cancel
 *                    session_id, camera, hold → state (s), done_pm (i), folder (s), kept_us (x), as
 *                    there
 *   camera.export-fetch
 *                    session_id, camera, hold → address (s: https://…, where its files are below),
 *                    secret (s: bearer), until_us (x: each is asked for by then), fingerprint (ay:
 *                    SHA-256 of the certificate that is shown there), key (ay: of the host, which
 *                    has signed what was made)
 *   media.errand-done  of a media host, as there
 *   media.copies-over  likewise: tc-copies-over.h
 *
 * Refused: those of a ticket to replay that camera (tc-camera-questions.h), and camera.no-recording
 * (camera): its host records nothing; camera.no-hold (hold); camera.holds-full; camera.no-export;
 * camera.exports-full; camera.host-fault (camera); of camera.recorder camera.recorder-none,
 * -channel, -denied, -away, -busy, -fault (camera): tc-media-recorders.h. Releasing is for who may
 * export. Who holds, releases, exports and fetches what is among the views of cameras before it is
 * done; what is held for an incident, and released, is in its history afterwards.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-camera-views.h"
#include "tc-media-service.h"

#define TC_ASK_TIMELINE "camera.timeline"
#define TC_ASK_RECORDER "camera.recorder"
#define TC_ASK_HOLD "camera.hold"
#define TC_ASK_RELEASE "camera.release"
#define TC_ASK_HOLDS "camera.holds"
#define TC_ASK_EXPORT "camera.export"
#define TC_ASK_EXPORT_STATE "camera.export-state"
#define TC_ASK_EXPORT_CANCEL "camera.export-cancel"
#define TC_ASK_EXPORT_FETCH "camera.export-fetch"
#define TC_ASK_ERRAND_DONE "media.errand-done"

#define TC_TIMELINE_US_MAX ((gint64) 32 * 86400 * G_USEC_PER_SEC)
/* What has no answer from its host by then is refused. */
#define TC_ERRAND_ANSWER_MS 10000
/* A recorder that answers slowly takes its time. */
#define TC_RECORDER_ANSWER_MS 50000
#define TC_RECORDER_US_MAX ((gint64) 26 * 3600 * G_USEC_PER_SEC)
#define TC_ERRANDS_MAX 256

typedef struct _TcCameraRecordings TcCameraRecordings;

/* All outlive it; media hosts are those of @parts. */
TcCameraRecordings *tc_camera_recordings_new (const TcServerParts *parts, TcDeskLines *lines,
                                              TcCameraViews *views);
void tc_camera_recordings_free (TcCameraRecordings *self);

/* @name: one of the above */
void tc_camera_recordings_ask_async (TcCameraRecordings *self, TcDeskLine *line, const char *name,
                                     GVariant *value, GAsyncReadyCallback callback, gpointer data);
