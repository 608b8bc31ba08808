/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   camera.health  of a desk: session_id (x) → figures: a(xuuu): of cameras that the person may
 *                  see and whose media host has a line, what that told last: id, kbit a second,
 *                  pictures in 1000 s, reconnects since the host's process began; hosts:
 *                  a(xsuuuu): of their media hosts whose connection is thin: id, name, kbit a
 *                  second that are sent and that it can carry, who looks, who of these gets less
 *                  than was asked for
 *                  Refused: people.no-session
 *
 * How a camera is stands in its rows; these are of the moment, and kept nowhere.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-media-service.h"

#define TC_ASK_HEALTH "camera.health"

/* @parts: outlives it */
void tc_camera_health_ask_async (const TcServerParts *parts, TcDeskLine *line, GVariant *value,
                                 GAsyncReadyCallback callback, gpointer data);
