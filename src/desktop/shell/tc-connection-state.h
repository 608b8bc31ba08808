/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How this desk stands to the server, always in view: a shape, a word, how much waits to be sent,
 * the round trip, and what needs attention. Pressing it shows what needs attention.
 */
#pragma once

#include "tc-desk.h"

#include <gtk/gtk.h>

#define TC_TYPE_CONNECTION_STATE (tc_connection_state_get_type ())
G_DECLARE_FINAL_TYPE (TcConnectionState, tc_connection_state, TC, CONNECTION_STATE, GtkWidget)

void tc_connection_state_set_desk (TcConnectionState *self, TcDesk *desk);
