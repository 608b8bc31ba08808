/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One of the five signals, drawn: ◆ ▲ ● ○ ✓ in the colour of its style class, with its word for
 * the screen reader. The shape alone tells them apart in grey.
 */
#pragma once

#include "tc-words.h"

#include <gtk/gtk.h>

#define TC_TYPE_SIGNAL_SHAPE (tc_signal_shape_get_type ())
G_DECLARE_FINAL_TYPE (TcSignalShape, tc_signal_shape, TC, SIGNAL_SHAPE, GtkWidget)

/* Property: signal (int, TcSignal). */
GtkWidget *tc_signal_shape_new (TcSignal signal);
void tc_signal_shape_set_signal (TcSignalShape *self, TcSignal signal);
