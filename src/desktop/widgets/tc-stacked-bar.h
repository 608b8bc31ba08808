/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A number as the length of a bar, and what of it needs a person as its first part, in the colour
 * of the style node "part" and set off by a gap, so that grey shows it too.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_TYPE_STACKED_BAR (tc_stacked_bar_get_type ())
G_DECLARE_FINAL_TYPE (TcStackedBar, tc_stacked_bar, TC, STACKED_BAR, GtkWidget)

/* @most: the length of the whole bar; @part: of @value */
void tc_stacked_bar_set (TcStackedBar *self, double value, double part, double most);
