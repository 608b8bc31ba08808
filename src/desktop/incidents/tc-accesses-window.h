/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who looked at whom that reported, when, at which desk and why; what was searched; for whoever may
 * give such data away. A row opens the incident. All of it can be saved as a table.
 *
 * Action of the window: accesses.save-as (s: the path).
 */
#pragma once

#include "tc-desk.h"

#include <gtk/gtk.h>

/* @parent: has the action "open" (s) */
void tc_accesses_window_show (GtkWindow *parent, TcDesk *desk);
