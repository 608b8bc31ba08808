/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What needs attention: operations that the server refused and nobody has dealt with yet, each with
 * what happened meanwhile and the lawful next steps; and those that were dealt with, to look up.
 * Nothing leaves the first list by itself.
 */
#pragma once

#include "tc-panel.h"

#define TC_TYPE_TRAY_PANEL (tc_tray_panel_get_type ())
G_DECLARE_FINAL_TYPE (TcTrayPanel, tc_tray_panel, TC, TRAY_PANEL, GtkWidget)

/* Actions of the window: tray-select (x: sequence of the operation), tray-filter (s: "open",
 * "settled"), tray-mark-one (x), tray-mark-all, tray-take-back (ax); on what is selected tray-edit,
 * tray-resend, tray-way, tray-open, tray-set-aside (or on what is marked), tray-mark, tray-undo;
 * and the composer's: tray-write (s), tray-send, tray-cancel. */
GtkWidget *tc_tray_panel_new (TcDesk *desk);
