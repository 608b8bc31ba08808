/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the server refused and nobody has dealt with yet: what was done, why it was refused, and the
 * lawful next steps. Nothing leaves the list by itself.
 */
#pragma once

#include "tc-panel.h"

#define TC_TYPE_TRAY_PANEL (tc_tray_panel_get_type ())
G_DECLARE_FINAL_TYPE (TcTrayPanel, tc_tray_panel, TC, TRAY_PANEL, GtkWidget)

/* Actions: win.tray-resend (x), win.tray-set-aside (x): sequence of the operation. */
GtkWidget *tc_tray_panel_new (TcDesk *desk);
