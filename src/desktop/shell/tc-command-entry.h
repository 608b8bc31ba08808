/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Search and act in one entry: a code opens that incident, words list what they find,
 * "d 0147 csgt2" dispatches. It acts through win.open and win.dispatch-to alone.
 */
#pragma once

#include "tc-desk.h"

#include <gtk/gtk.h>

#define TC_TYPE_COMMAND_ENTRY (tc_command_entry_get_type ())
G_DECLARE_FINAL_TYPE (TcCommandEntry, tc_command_entry, TC, COMMAND_ENTRY, GtkWidget)

/* @desk: (nullable) */
void tc_command_entry_set_desk (TcCommandEntry *self, TcDesk *desk);
