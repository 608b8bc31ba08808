/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Units to choose from for an incident: read, found by what is typed, in words.
 *
 * Thread: the main loop's; reading is done on the worker.
 */
#pragma once

#include "tc-dispatch-choices.h"
#include "tc-worker.h"

void tc_dispatch_read_choices_async (TcWorker *reader, gint64 incident_id,
                                     GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (element-type TcDispatchChoice): as tc_dispatch_choices() */
GArray *tc_dispatch_read_choices_finish (TcWorker *reader, GAsyncResult *result, GError **error);

/* Whether each word of @text begins a word of its name in either language, or its code; with or
 * without diacritics. Nothing typed matches. */
gboolean tc_dispatch_choice_matches (const TcDispatchChoice *choice, const char *text);
/* What it does: "free", "on scene". */
const char *tc_dispatch_choice_word_status (const TcDispatchChoice *choice);
/* What it does, and since when, for which incident. (transfer full) */
char *tc_dispatch_choice_word_doing (const TcDispatchChoice *choice, gint64 now_us);
/* Its vehicle and when it was seen; or that none was. (transfer full) */
char *tc_dispatch_choice_word_vehicle (const TcDispatchChoice *choice, gint64 now_us);
/* In a narrow place: how far, of when if it was a vehicle, and what it does: "1.2 km (14:05) · on
 * the way". (transfer full) */
char *tc_dispatch_choice_word_short (const TcDispatchChoice *choice, gint64 now_us);
/* How far and of when, what it does and how busy it is: "1.2 km, Tuần tra 11 seen at 14:05 · on
 * scene since 13:50, PA-261126-0012 · 2 open tasks". (transfer full) */
char *tc_dispatch_choice_word_load (const TcDispatchChoice *choice, gint64 now_us);
/* Likewise why before it, and its number: "responsible · 1.2 km from its house · free · 0293 …".
 * (transfer full) */
char *tc_dispatch_choice_word (const TcDispatchChoice *choice, gint64 now_us);
