/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The proportions of every panel: list left, work centre, context right. Of 1920 the list has 600
 * and the context 420 (with the rail's 76 beside them); they shrink with the window. Children in
 * that order; a context that isn't visible leaves its room to the work, and one that is too narrow
 * is folded into it.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_TYPE_DESK_LAYOUT (tc_desk_layout_get_type ())
G_DECLARE_FINAL_TYPE (TcDeskLayout, tc_desk_layout, TC, DESK_LAYOUT, GtkLayoutManager)

/* Property: folded (boolean, read): the context is in the work column. */

/* Where @context goes: into @aside, the third child, or at the end of @fold, in the work column and
 * with the style class "folded". */
void tc_desk_layout_set_context (TcDeskLayout *self, GtkScrolledWindow *aside, GtkWidget *context,
                                 GtkBox *fold);

/* Below this width of a panel (a window of 1600) the context is folded into the work column. */
#define TC_DESK_FOLD_PX 1500
