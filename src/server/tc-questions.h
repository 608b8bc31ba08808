/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What desks ask over their lines, each question a name and a{sv}:
 *
 *   sign-in      account, password → session_id, staff_id (x), name (s), until_us (x)
 *                refused: sign-in.failed, sign-in.locked (until_us), sign-in.desk (the person holds
 *                no role that may work at this desk)
 *   sign-out     session_id (x)
 *   http-token   → token (s), until_us (x): bearer for /sync/snapshot and /files
 *   codes.lease  day (x, yymmdd), count (x, 1 … 500) → first (x); the block comes as a row
 *   ping         → now_us (x)
 *   presence     as in tc-presence.h; refused: people.no-session
 *   media.…      as in tc-media-service.h
 *   camera.…     as in tc-camera-questions.h; camera.steer as in tc-camera-steering.h;
 *                camera.timeline, camera.hold and camera.release as in tc-camera-recordings.h
 *   wall.push    as in core/cameras/tc-wall-push.h
 *
 * Refused all: question.form (what), question.unknown (name), question.busy, question.failed (the
 * server can't now; try again).
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-desk-lines.h"

#define TC_LEASE_CODES_MAX 500

/* @parts: outlive every question */
void tc_question_ask (const TcServerParts *parts, TcDeskLine *line, gint64 number, const char *name,
                      GVariant *value);
