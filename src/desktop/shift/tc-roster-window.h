/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The roster of a week: for each day its shifts, and who is on duty; who leads comes first. Who may
 * manage duties says there who is absent on a day and who stands in, and takes that back.
 */
#pragma once

#include "tc-desk.h"

#include <gtk/gtk.h>

/* Actions of the window: roster.previous, roster.next, roster.today, roster.copy (the week as CSV),
 * roster.absent and roster.stand-in (xxx: shift, person, day), roster.take-back (xx: duty, day). */
void tc_roster_window_show (GtkWindow *parent, TcDesk *desk);
