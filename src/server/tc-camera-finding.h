/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is asked of a media host for whoever sets cameras up (tc-media-finder.h): which devices are
 * in its networks, and what one says of itself, proved by the account and password that the server
 * has for it. Whoever calls has asked whether somebody may.
 *
 *   media.found  of a media host: as in tc-media-finder.h
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-media-service.h"

#define TC_ASK_FOUND "media.found"
/* A device that answers slowly, profile by profile, takes its time. */
#define TC_FINDING_ANSWER_MS 60000

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
 * Finish gives what the host said (transfer full): a{sv}, see tc-media-finder.h.
 * Errors: TC_ERROR_NOT_FOUND: the host has no line; TC_ERROR_BUSY: it didn't answer in time;
 * TC_ERROR_DENIED: there is a cause, in words.
 */
void tc_camera_finding_find_async (TcCameraFinding *self, guint16 host, const char *const *targets,
                                   GAsyncReadyCallback callback, gpointer data);
/* Likewise, what that device (core/cameras/tc-camera-lines.h) says of itself. */
void tc_camera_finding_look_async (TcCameraFinding *self, guint16 host, gint64 device_id,
                                   GAsyncReadyCallback callback, gpointer data);
GVariant *tc_camera_finding_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a host says; only of a number that it was told. */
void tc_camera_finding_take (TcCameraFinding *self, guint16 host, GVariant *value);
