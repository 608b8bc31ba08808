/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rail on the left: one button for each panel, with what waits there; the menu at its foot.
 */
#pragma once

#include "tc-panel.h"

#define TC_TYPE_RAIL (tc_rail_get_type ())
G_DECLARE_FINAL_TYPE (TcRail, tc_rail, TC, RAIL, GtkWidget)

/* Adds the button of panel @name, which shows the badge of @panel. */
void tc_rail_add (TcRail *self, const char *name, TcPanel *panel);
void tc_rail_clear (TcRail *self);
