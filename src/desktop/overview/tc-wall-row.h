/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One emergency on the wall: how long ago, of what kind, where by area, who has it by unit, its
 * code. Nothing personal.
 */
#pragma once

#include "tc-incident-queries.h"

#include <gtk/gtk.h>

#define TC_TYPE_WALL_ROW (tc_wall_row_get_type ())
G_DECLARE_FINAL_TYPE (TcWallRow, tc_wall_row, TC, WALL_ROW, GtkWidget)

GtkWidget *tc_wall_row_new (void);
void tc_wall_row_fill (TcWallRow *self, const TcIncidentRow *row);
