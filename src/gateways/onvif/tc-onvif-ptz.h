/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Moving a camera, and its presets.
 *
 * A movement goes on only while it is renewed: TC_ONVIF_PTZ_DEAD_MS after the last time the camera
 * is told to stop, and it is told with each movement to stop by itself soon after, should the line
 * break. So a hand that lets go, a desk that hangs and a line that is cut all end it.
 *
 * Who may move which camera is not judged here.
 */
#pragma once

#include "tc-onvif-client.h"

#define TC_ONVIF_PTZ_DEAD_MS 500
/* Full speed, each way. */
#define TC_ONVIF_PTZ_SPEED_MAX 1000

/* Signal "failed" (GError): the camera wasn't moved, or not stopped; once for each movement and
 * each stop. A stop is tried again; after a movement that failed others are left out until a
 * stop, or for two seconds. Whoever hears it may do anything with the object. */
#define TC_TYPE_ONVIF_PTZ (tc_onvif_ptz_get_type ())
G_DECLARE_FINAL_TYPE (TcOnvifPtz, tc_onvif_ptz, TC, ONVIF_PTZ, GObject)

/* @client: connected; @profile: token of one that can be moved */
TcOnvifPtz *tc_onvif_ptz_new (TcOnvifClient *client, const char *profile);

/**
 * tc_onvif_ptz_move:
 * @pan: right is positive; thousandths of full speed, as all; what is beyond is cut
 * @tilt: up is positive
 * @zoom: closer is positive
 *
 * Begins or renews a movement; call it some times in TC_ONVIF_PTZ_DEAD_MS as long as it is to go
 * on. Only the newest one counts, and only what changes something goes over the line at once. All
 * zero is a stop, which doesn't wait long for a movement that is under way.
 *
 * Speeds are told as parts of the camera's full one; a camera that doesn't know those takes them in
 * what it counts in by itself.
 */
void tc_onvif_ptz_move (TcOnvifPtz *self, int pan, int tilt, int zoom);
void tc_onvif_ptz_stop (TcOnvifPtz *self);
/* Whether the camera may be moving: from the first request until a stop was confirmed. Letting go
 * of the object while it does stops it too. */
gboolean tc_onvif_ptz_is_moving (TcOnvifPtz *self);
/* FALSE: the camera refuses to be told when to stop by itself: should the line break, it moves
 * on. */
gboolean tc_onvif_ptz_stops_by_itself (TcOnvifPtz *self);

/* ---- presets ---- */

/* (transfer container) (element-type TcOnvifPreset) */
void tc_onvif_presets_async (TcOnvifClient *client, const char *profile, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data);
GPtrArray *tc_onvif_presets_finish (TcOnvifClient *client, GAsyncResult *result,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

void tc_onvif_preset_go_async (TcOnvifClient *client, const char *profile, const char *preset,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer data);
void tc_onvif_preset_remove_async (TcOnvifClient *client, const char *profile, const char *preset,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer data);
/* Of both. */
gboolean tc_onvif_preset_done_finish (TcOnvifClient *client, GAsyncResult *result,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Keeps where the camera looks now. @name: (nullable): a clean line; @preset: (nullable): the one
 * to be replaced. Its end gives the token of the preset. */
void tc_onvif_preset_set_async (TcOnvifClient *client, const char *profile, const char *name,
                                const char *preset, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data);
char *tc_onvif_preset_set_finish (TcOnvifClient *client, GAsyncResult *result,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
