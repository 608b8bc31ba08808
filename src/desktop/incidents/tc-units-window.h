/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All units: what each does, since when and for which incident, and its vehicle with when it was
 * seen. Some letters find one; a row opens the incident that its unit is on. Those at work stand
 * first as the window opens or something is typed; after that rows change in place alone.
 */
#pragma once

#include "tc-desk.h"

#include <gtk/gtk.h>

/* @parent: has the actions "panel" (s) and "open" (s); @find: (nullable): stands in the search */
void tc_units_window_show (GtkWindow *parent, TcDesk *desk, const char *find);
