/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a report says beside its text, in words and in the reader's language: on whose behalf, in
 * which language, where and when, and what was answered to the questions of its field.
 *
 * Thread: any; what isn't const is (transfer full).
 */
#pragma once

#include "tc-incident-queries.h"

/* Of who doesn't say another. */
#define TC_REPORT_LANGUAGE "vi"

/* The code of a language that reports come in, TC_REPORT_LANGUAGE first; NULL past the last. */
const char *tc_report_get_language (guint n);
/* G_MAXUINT: none of them. */
guint tc_report_find_language (const char *code);
/* Their names in the same order, NULL-terminated. */
char **tc_report_word_languages (void);

/* "Reported on behalf of somebody else, said at 14:03, in English"; "" where it says no more. */
char *tc_report_word_facts (const TcReport *report, gint64 now_us);
/* Where it says that it is, if that isn't @incident's address; NULL. */
char *tc_report_word_place (const TcReport *report, const TcIncidentRow *incident);
/* How it ended for its maker: "to be told how it ended", "told at 14:03 · verdict 4 of 5"; NULL:
 * nothing to say. */
char *tc_report_word_outcome (const TcReport *report, gint64 now_us);
/* A line each: "Is anybody injured? Yes"; "" without answers. What has no question any more is told
 * by its code. */
char *tc_report_word_answers (const TcReport *report, gint64 now_us);
