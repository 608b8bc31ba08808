/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * "Look at this" (core/cameras/tc-wall-push.h): what a person puts before another on a wall is
 * looked at by rights and told to that one desk. Nothing is kept.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-desk-lines.h"
#include "tc-wall-push.h"

/* A desk may do so so often a minute, and so often at once; past it it is refused
 * "question.busy". */
#define TC_WALL_PUSHES_A_MINUTE 20
#define TC_WALL_PUSHES_AT_ONCE 5

/* @parts, @lines: outlive it */
TcWallPushes *tc_wall_pushes_new (const TcServerParts *parts, TcDeskLines *lines);
void tc_wall_pushes_free (TcWallPushes *self);

/* @value: as it came */
void tc_wall_pushes_ask_async (TcWallPushes *self, TcDeskLine *line, GVariant *value,
                               GAsyncReadyCallback callback, gpointer data);
/* FALSE: @refusal (question.form, question.busy, those of TC_WALL_PUSH) or @error is set */
gboolean tc_wall_pushes_ask_finish (GAsyncResult *result, TcRefusal **refusal, GError **error);
