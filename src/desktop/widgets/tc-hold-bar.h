/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What leaves the room is held back for five seconds: a bar says what will be sent and counts
 * down. It is let go at the end of the count, or by tc_hold_bar_let_go(); tc_hold_bar_keep_back()
 * takes it back. The bar emits exactly one of its first two signals in its life.
 *
 * Signals: ::let-go (), ::kept-back (), ::said (): what it holds has another name.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_HOLD_US (5 * G_TIME_SPAN_SECOND)

#define TC_TYPE_HOLD_BAR (tc_hold_bar_get_type ())
G_DECLARE_FINAL_TYPE (TcHoldBar, tc_hold_bar, TC, HOLD_BAR, GtkWidget)

/* @what: a sentence's first part, e.g. "Sending the order to Đội tín hiệu số 1". */
GtkWidget *tc_hold_bar_new (const char *what);
/* Likewise from now on: it is known only now what exactly, which may be when it has gone. */
void tc_hold_bar_say (TcHoldBar *self, const char *what);
/* (transfer none) */
const char *tc_hold_bar_get_what (TcHoldBar *self);
void tc_hold_bar_let_go (TcHoldBar *self);
void tc_hold_bar_keep_back (TcHoldBar *self);
