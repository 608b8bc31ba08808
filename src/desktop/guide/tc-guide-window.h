/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The guide: pages on the left, the page on the right, in the colours of the desk.
 */
#pragma once

#include <adwaita.h>

#define TC_TYPE_GUIDE_WINDOW (tc_guide_window_get_type ())
G_DECLARE_FINAL_TYPE (TcGuideWindow, tc_guide_window, TC, GUIDE_WINDOW, AdwWindow)

/* Shows the page of that name in the application's one guide, beside @parent. */
void tc_guide_window_show (GtkWindow *parent, const char *page);
