/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A time as a person types it, at the province's: "17:00", "17:00:20", "17h30", "8h 27/11",
 * "27/11/2026", and of a deadline "+90" (minutes from now), "+2h".
 *
 * Thread: any.
 */
#pragma once

#include <glib.h>

/* A time of day that is over means tomorrow's; a day without a time its end of office, 17:00.
 * Returns: TC_NONE if @text is no deadline after @now_us. */
gint64 tc_due_typed_read (const char *text, gint64 now_us);
/* How that is understood, to stand beside it: "17:00 · 2 hours left", "not understood yet"; ""
 * of nothing. (transfer full) */
char *tc_due_typed_word (const char *text, gint64 now_us);
/* When something was or is: a time of day that hasn't come yet means yesterday's, a day without a
 * time its beginning, a day without a year this year's.
 * Returns: TC_NONE if @text is no such time. */
gint64 tc_time_typed_read (const char *text, gint64 now_us);
