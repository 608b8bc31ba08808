/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Children side by side, as a box has them, as long as each can be read; what no longer fits
 * begins another line. Larger letters make more lines: nothing is cut off. What a line has left is
 * the first child's in it that has hexpand set.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_TYPE_WRAP_LAYOUT (tc_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (TcWrapLayout, tc_wrap_layout, TC, WRAP_LAYOUT, GtkLayoutManager)

/* So many children at most are laid out; the others are not shown. */
#define TC_WRAP_CHILDREN_MAX 32
