/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is asked of a media host for whoever sets cameras up (tc-media-finder.h): which devices are
 * in its networks, and what one says of itself, proved by the account and password that the server
 * has for it.
 *
 *   camera.test  of a desk: session_id (x), camera (x): its device is tried
 *                → cause (s: "": it answers; else as in tc-media-finder.h), model (s: maker and
 *                model), clock_ms (x), told (b: it tells the camera's streams)
 *                Refused: those of tc_camera_may_view(); people.no-session; people.not-allowed
 *                (capability: TC_MAY_MANAGE_CAMERAS); camera.no-device, camera.no-host,
 *                camera.host-away (camera)
 *   media.found  of a media host: as in tc-media-finder.h
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-media-service.h"

#define TC_ASK_CAMERA_TEST "camera.test"
#define TC_ASK_FOUND "media.found"
/* Of a desk's question, while somebody waits and the desk still does: what takes longer is told as
 * a cause, "timeout". */
#define TC_FINDING_DESK_MS 10000
/* For the way to the host and back, beside what it may take. */
#define TC_FINDING_SPARE_MS 2500

typedef struct _TcCameraFinding TcCameraFinding;

/* Both outlive it. */
TcCameraFinding *tc_camera_finding_new (const TcServerParts *parts, TcDeskLines *lines);
/* What waits fails. */
void tc_camera_finding_free (TcCameraFinding *self);

/**
 * tc_camera_finding_find_async:
 * @host: its replica
 * @targets: (nullable): addresses; NULL: all in its networks
 *
 * Whoever calls has asked whether somebody may. Finish gives what the host said, its cause too
 * (transfer full): a{sv}, see tc-media-finder.h. Errors: TC_ERROR_BUSY: the host has no line, or
 * didn't answer in time; TC_ERROR_NOT_FOUND: no such device.
 */
void tc_camera_finding_find_async (TcCameraFinding *self, guint16 host, const char *const *targets,
                                   GAsyncReadyCallback callback, gpointer data);
/* Likewise, what that device (core/cameras/tc-camera-lines.h) says of itself. @within_ms: that it
 * may take, up to TC_MEDIA_FINDER_MS */
void tc_camera_finding_look_async (TcCameraFinding *self, guint16 host, gint64 device_id,
                                   guint within_ms, GAsyncReadyCallback callback, gpointer data);
GVariant *tc_camera_finding_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a desk asks; tc_camera_answer_finish(). */
void tc_camera_finding_ask_async (TcCameraFinding *self, TcDeskLine *line, GVariant *value,
                                  GAsyncReadyCallback callback, gpointer data);
/* Whether an address of a stream is among those that a device told, wherever it is reached. */
gboolean tc_camera_finding_is_told (GVariant *found, const char *address);

/* What a host says; only of a number that it was told. */
void tc_camera_finding_take (TcCameraFinding *self, guint16 host, GVariant *value);
