/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words for the overview's figures and lines, in the reader's language. What stands beside a
 * figure says what it is to be judged by.
 *
 * Thread: any; every char * is (transfer full) unless it is const.
 */
#pragma once

#include "tc-incident-overview.h"

/* A count with the reader's thousands mark. */
char *tc_overview_word_count (gint64 count);
/* "38 min"; "–" for TC_NONE. */
char *tc_overview_word_span (gint64 span_us);
/* "92 %", in one piece, of @whole; "–" where that is 0. */
char *tc_overview_word_share (gint64 part, gint64 whole);
/* "under 4 hours", … */
const char *tc_overview_word_band (guint band);
/* Name of a group; @none for those that have none. */
const char *tc_overview_word_group (const TcOverviewGroup *group, const char *none);

/* "usually 210–290 at this hour"; says so where there is no usual yet. */
char *tc_overview_word_usual (const TcUsualRange *range);
/* Likewise of what adds up over a day. Before anything usually comes it says what a whole day
 * brings: nothing is judged by 0. @so_far: (nullable): there is no usual yet */
char *tc_overview_word_usual_today (const TcUsualRange *so_far, const TcUsualRange *whole);
/* What the medians of this week are judged by: "last week 38 min", and of resolving also how many
 * were in time. What there was none of is left away; of nothing at all it is said. */
char *tc_overview_word_acted (const TcOverviewTimes *now, const TcOverviewTimes *before);
char *tc_overview_word_resolved (const TcOverviewTimes *now, const TcOverviewTimes *before);
/* What was done, and about what: without what anybody wrote. */
char *tc_overview_word_event (const TcOverviewEvent *event, gint64 now_us);
