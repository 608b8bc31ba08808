/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a quick report says, in the language of who makes it: the words are what is kept.
 *
 * Source: Thông tư liên tịch 43/2015/TTLT-BNNPTNT-BKHĐT, article 8.1, for what it tells of and in
 * which order; article 9.1 for when (province: by 19:00 each day).
 */
#pragma once

#include "tc-big-event-watch.h"

/* Made of what the view has; as of when it was read. @remark: what is proposed, "" for nothing.
 * (transfer full) */
char *tc_quick_report_word_text (const TcBigEventView *view, const char *remark);
