/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What desks ask of cameras. All take session_id (x) of a person at that desk:
 *
 *   camera.ticket      camera (x), use (s: live, replay, recorder: as a replay, of what the
 *                      camera's recorder holds, which goes at its own pace), profile (s: main,
 *                      sub); of a replay from_us (x) and, if wanted, start_us (x), rate_milli
 *                      (x): see media/tc-media-ticket.h
 *                      → address (s: rtsps://…), account (s), secret (s), until_us (x: to be begun
 *                      by then), ends_us (x), fingerprint (ay: SHA-256 of the certificate),
 *                      profile (s: the one there is, if the camera has no other)
 *                      Refused: those of tc_camera_may_view(); people.not-allowed (capability: of
 *                      a replay); camera.not-open (camera); camera.no-host, camera.host-away,
 *                      camera.no-stream (camera)
 *   camera.snapshot    camera (x), profile (s), at_us (x: of the picture that is kept): it is
 *                      written down as a view is. Refused: those of tc_camera_may_view();
 *                      camera.not-open (camera)
 *   camera.views       and, if wanted, camera (x), staff (x), before (x: an id), limit (x)
 *                      → views: a(xxxxssxxxx): id, staff, desk, camera, use, profile, from when,
 *                      until when at the latest, and of a replay from_us, rate_milli; newest first.
 *                      For who may export what cameras saw.
 *   camera.secret-set  device (x), password (s; "": it is forgotten). For who manages cameras;
 *                      refused: camera-device.unknown, camera.secret (not a password of a device)
 *
 * Refused all: people.no-session; people.not-allowed (capability).
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-camera-views.h"
#include "tc-media-service.h"

#define TC_ASK_TICKET "camera.ticket"
#define TC_ASK_SNAPSHOT "camera.snapshot"
#define TC_ASK_VIEWS "camera.views"
#define TC_ASK_SECRET_SET "camera.secret-set"

typedef struct _TcCameraQuestions TcCameraQuestions;

/* The accounts of tickets. */
#define TC_TICKET_ACCOUNT "ticket"

/* All outlive it. */
TcCameraQuestions *tc_camera_questions_new (const TcServerParts *parts, TcMediaService *media,
                                            TcCameraViews *views);
void tc_camera_questions_free (TcCameraQuestions *self);

/* @name: one of the above */
void tc_camera_questions_ask_async (TcCameraQuestions *self, TcDeskLine *line, const char *name,
                                    GVariant *value, GAsyncReadyCallback callback, gpointer data);

/* As tc_camera_views_list_async(); finish likewise. */
void tc_camera_questions_list_views_async (TcCameraQuestions *self,
                                           const TcCameraViewsFilter *filter,
                                           GAsyncReadyCallback callback, gpointer data);
/* Sets or forgets (NULL) a device's password and says so as camera.device-secret; whoever calls has
 * asked whether somebody may. Answers as camera.secret-set. */
void tc_camera_questions_set_secret_async (TcCameraQuestions *self, gint64 device_id,
                                           const char *password, GAsyncReadyCallback callback,
                                           gpointer data);
