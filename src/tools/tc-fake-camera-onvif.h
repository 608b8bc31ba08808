/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What fake cameras answer to ONVIF: each is a device at /NUMBER/onvif/device_service, and all of
 * them are channels of a recorder at /onvif/device_service. Profiles "7-main" and "7-sub" of media
 * and media2, turning (PTZ) with presets, and recordings (profile G) of the day before it was
 * started on, with half an hour missing.
 *
 * Pure: bytes in, bytes out, time by argument. Thread: one.
 */
#pragma once

#include "tc-fake-camera-world.h"

typedef struct _TcFakeOnvif TcFakeOnvif;

/* @began_us: when it was started; @rtsp_port: of streams. @world outlives it. */
TcFakeOnvif *tc_fake_onvif_new (const TcFakeWorld *world, guint16 rtsp_port, gint64 began_us);
void tc_fake_onvif_free (TcFakeOnvif *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcFakeOnvif, tc_fake_onvif_free)

typedef struct {
  const char *path; /* "/7/onvif/media_service" */
  const char *host; /* as the client addressed us: "127.0.0.1:8880" */
  const char *body;
  gsize size;
  gboolean digest; /* HTTP Digest proved the account */
  gint64 now_us;   /* real time */
} TcFakeOnvifRequest;

typedef struct {
  guint status;       /* of HTTP */
  gboolean challenge; /* the client is to be asked for HTTP Digest */
  char *text;         /* (owned): an envelope; "" with a challenge */
} TcFakeOnvifAnswer;

void tc_fake_onvif_answer (TcFakeOnvif *self, const TcFakeOnvifRequest *request,
                           TcFakeOnvifAnswer *answer);
