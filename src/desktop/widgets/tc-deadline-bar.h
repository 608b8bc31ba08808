/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much of a term is left, as a bar: full at its start, empty at its end, full again in the
 * colour of what is urgent once it has passed. The words stand beside it (tc-age-label.h), so it
 * is decoration to the screen reader.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_TYPE_DEADLINE_BAR (tc_deadline_bar_get_type ())
G_DECLARE_FINAL_TYPE (TcDeadlineBar, tc_deadline_bar, TC, DEADLINE_BAR, GtkWidget)

/* Properties, int64, us UTC: from-us, due-us (0: no term, draws nothing), end-us (0: goes on). */

/* The part of the term that is left at @now_us, 0..1; 1 when it has passed (then *@late). */
double tc_deadline_share (gint64 from_us, gint64 due_us, gint64 now_us, gboolean *late);
