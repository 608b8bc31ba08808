/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A media host moves its cameras as the server says, over ONVIF and by the account of each one's
 * device: a device is connected to when somebody steers it, and let go of some time after. Which
 * of a device's profiles is the camera is found by the address of its stream, else by its channel.
 *
 * A movement ends by itself when it isn't renewed (gateways/onvif/tc-onvif-ptz.h). A device that
 * failed isn't asked again for TC_MEDIA_STEERING_REST_US.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-media-plan.h"

/* From the server: number (x), camera (x), what (s: "move", "stop", "presets", "preset"), pan,
 * tilt, zoom (i), preset (s). */
#define TC_NOTICE_STEER "media.steer"
#define TC_MEDIA_STEERING_REST_US ((gint64) 2 * G_USEC_PER_SEC)
/* A device that nobody steers is let go of after that. */
#define TC_MEDIA_STEERING_IDLE_US ((gint64) 60 * G_USEC_PER_SEC)
#define TC_MEDIA_STEERING_PRESETS_MAX 256

/* "": done; "no-ptz": it can't be moved; "denied"; "away": there is no way to it now; "fault": it
 * refuses. NULL at the end. */
extern const char *const tc_steering_causes[];

typedef struct _TcMediaSteering TcMediaSteering;

/* What came of that number; once each. @cause: one of the above; @presets: (nullable): a(ss),
 * floating: tokens and names */
typedef void (*TcMediaSteeredFunc) (gint64 number, const char *cause, GVariant *presets,
                                    gpointer data);

TcMediaSteering *tc_media_steering_new (TcMediaSteeredFunc func, gpointer data);
/* What moves is stopped. Numbers without an answer have none. */
void tc_media_steering_free (TcMediaSteering *self);
/* @plan: (element-type TcMediaCamera): copied */
void tc_media_steering_set_plan (TcMediaSteering *self, const GPtrArray *plan);
/* @notice as it came; what can't be read is passed over. */
void tc_media_steering_take (TcMediaSteering *self, GVariant *notice);
