/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The proportions of every panel: list left, work centre, context right. Of 1920 the list has 600
 * and the context 420 (with the rail's 76 beside them); they shrink with the window. Children in
 * that order; a context that isn't visible leaves its room to the work.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_TYPE_DESK_LAYOUT (tc_desk_layout_get_type ())
G_DECLARE_FINAL_TYPE (TcDeskLayout, tc_desk_layout, TC, DESK_LAYOUT, GtkLayoutManager)

/* Property: folded (boolean, read-only): whether it was last given too little room for a context;
 * notified while sizes are given out, so act on it later. */

/* Below this width of a panel (a window of 1600) the context is folded into the work column. */
#define TC_DESK_FOLD_PX 1500
