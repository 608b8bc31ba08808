/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What time it is, to the second: the server's time where this computer's clock is known to be
 * wrong, so that nobody writes down or tells a caller a time that no other desk has.
 */
#pragma once

#include "tc-desk.h"

#include <gtk/gtk.h>

#define TC_TYPE_CLOCK_LABEL (tc_clock_label_get_type ())
G_DECLARE_FINAL_TYPE (TcClockLabel, tc_clock_label, TC, CLOCK_LABEL, GtkWidget)

/* Whose server is meant. @desk: (nullable) */
void tc_clock_label_set_desk (TcClockLabel *self, TcDesk *desk);
