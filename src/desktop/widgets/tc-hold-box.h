/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The things held back before they leave the room, one bar each, the newest last.
 */
#pragma once

#include "tc-hold-bar.h"

#define TC_TYPE_HOLD_BOX (tc_hold_box_get_type ())
G_DECLARE_FINAL_TYPE (TcHoldBox, tc_hold_box, TC, HOLD_BOX, GtkWidget)

/* Property: n-held (uint). */

typedef void (*TcHoldFunc) (gpointer data);

/* Holds @what; @func is called if it is let go, @data_free in any case afterwards. (transfer
 * none) */
TcHoldBar *tc_hold_box_hold (TcHoldBox *self, const char *what, TcHoldFunc func, gpointer data,
                             GDestroyNotify data_free);
/* Takes the newest back. FALSE if nothing is held. */
gboolean tc_hold_box_keep_back (TcHoldBox *self);
/* Lets all go at once: the window closes, and what a person ordered is not lost. */
void tc_hold_box_let_go (TcHoldBox *self);
guint tc_hold_box_get_n_held (TcHoldBox *self);
