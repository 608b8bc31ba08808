/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How this desk stands with its server: the line, what waits, what is held, and the latest
 * troubles; kept true while it is open, and copied as text for whoever is called about it.
 */
#pragma once

#include "tc-desk.h"

#include <gtk/gtk.h>

/* Action of it: sync.copy. */
void tc_sync_window_show (GtkWindow *parent, TcDesk *desk);
