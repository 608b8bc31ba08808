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
/* Why, and of when: "responsible · 1.2 km, Tuần tra 11 seen at 14:05 · 2 open tasks". (transfer
 * full) */
char *tc_dispatch_choice_word (const TcDispatchChoice *choice, gint64 now_us);
