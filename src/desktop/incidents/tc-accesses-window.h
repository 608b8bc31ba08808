/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who looked at whom that reported, when, at which desk and why; what was searched; for whoever may
 * give such data away. A row opens the incident. All of it can be saved and printed
 * (tc-list-take.h): "accesses".
 */
#pragma once

#include "tc-desk.h"

#include <gtk/gtk.h>

/* @parent: has the action "open" (s) */
void tc_accesses_window_show (GtkWindow *parent, TcDesk *desk);
