/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Faults of cameras that last become incidents, once each thing
 * (core/incidents/tc-camera-report.h), by themselves after [cameras] report-after-seconds, or when
 * a person wants it:
 *
 *   camera.report-fault  of a desk: session_id (x), camera (x)
 *                        → incident (x), existing (b): it was there already
 *                        Refused: those of tc_camera_may_view(); people.no-session;
 *                        people.not-allowed (capability: TC_MAY_REPORT); camera.no-fault (camera)
 *
 * And cameras whose media host has had no line for TC_CAMERA_HOST_AWAY_S are told as offline: of
 * what nobody hears nothing is live.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-media-service.h"

#define TC_ASK_REPORT_FAULT "camera.report-fault"
#define TC_CAMERA_HOST_AWAY_S 60

typedef struct _TcCameraReports TcCameraReports;

/* Both outlive it. */
TcCameraReports *tc_camera_reports_new (const TcServerParts *parts, TcDeskLines *lines);
void tc_camera_reports_free (TcCameraReports *self);

void tc_camera_reports_ask_async (TcCameraReports *self, TcDeskLine *line, GVariant *value,
                                  GAsyncReadyCallback callback, gpointer data);
