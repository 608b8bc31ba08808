/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a report says beside its text, in words and in the reader's language: on whose behalf, in
 * which language, where and when, and what was answered to the questions of its field.
 *
 * Thread: any; strings are (transfer full).
 */
#pragma once

#include "tc-incident-queries.h"

/* "Reported on behalf of somebody else, said at 14:03, in English"; "" where it says no more. */
char *tc_report_word_facts (const TcReport *report, gint64 now_us);
/* Where it says that it is, if that isn't @incident's address; NULL. */
char *tc_report_word_place (const TcReport *report, const TcIncidentRow *incident);
/* A line each: "Is anybody injured? Yes"; "" without answers. What has no question any more is told
 * by its code. */
char *tc_report_word_answers (const TcReport *report, gint64 now_us);
