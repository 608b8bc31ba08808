/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A number as a mark on a bar, beside the range in which it usually lies. Drawn in the colour of
 * its text.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_TYPE_RANGE_BAR (tc_range_bar_get_type ())
G_DECLARE_FINAL_TYPE (TcRangeBar, tc_range_bar, TC, RANGE_BAR, GtkWidget)

/* @spoken: all of it for the screen reader */
void tc_range_bar_set (TcRangeBar *self, double value, double low, double high, const char *spoken);
