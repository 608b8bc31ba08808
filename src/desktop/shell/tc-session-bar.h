/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bar that says in time that the session of whoever works here ends, and takes the password for
 * a new one. Nothing else on screen changes by that.
 */
#pragma once

#include "tc-desk.h"

#include <gtk/gtk.h>

#define TC_TYPE_SESSION_BAR (tc_session_bar_get_type ())
G_DECLARE_FINAL_TYPE (TcSessionBar, tc_session_bar, TC, SESSION_BAR, GtkWidget)

/* So long before, and when it turns grave. */
#define TC_SESSION_WARN_US (30 * G_TIME_SPAN_MINUTE)
#define TC_SESSION_GRAVE_US (5 * G_TIME_SPAN_MINUTE)

/* Action: session.renew: by the password that was typed. */

/* @desk: (nullable) */
void tc_session_bar_set_desk (TcSessionBar *self, TcDesk *desk);
/* Time has passed. */
void tc_session_bar_turn (TcSessionBar *self);
