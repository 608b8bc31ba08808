/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is at which desk and has which incident open, as desks say it (sync/tc-presence.h): kept in
 * memory alone, told to those desks alone that may read that incident by their rights at that
 * moment. Of a desk that holds no incidents nothing is kept, and it is told nothing.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-desk-lines.h"
#include "tc-presence.h"

/* A desk may say so much a minute, and so much at once; past it it is refused "question.busy". */
#define TC_PRESENCES_A_MINUTE 90
#define TC_PRESENCES_AT_ONCE 15
/* Changes are told together. */
#define TC_PRESENCES_TELL_MS 300

/* @parts, @lines: outlive it */
TcPresences *tc_presences_new (const TcServerParts *parts, TcDeskLines *lines);
void tc_presences_free (TcPresences *self);

/* What a desk says, @value as it came. */
void tc_presences_say_async (TcPresences *self, TcDeskLine *line, GVariant *value,
                             GAsyncReadyCallback callback, gpointer data);
/* What it may know of the others: (transfer full) (nullable): NULL with @refusal ("question.form",
 * "question.busy", "people.no-session") or @error set. */
GVariant *tc_presences_say_finish (GAsyncResult *result, TcRefusal **refusal, GError **error);
/* The line of a desk or relay is gone. */
void tc_presences_cut (TcPresences *self, guint16 replica);
