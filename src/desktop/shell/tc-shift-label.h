/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The shift that is on and who leads it, in the top bar; all who are on duty when one points at it.
 */
#pragma once

#include "tc-desk.h"

#include <gtk/gtk.h>

#define TC_TYPE_SHIFT_LABEL (tc_shift_label_get_type ())
G_DECLARE_FINAL_TYPE (TcShiftLabel, tc_shift_label, TC, SHIFT_LABEL, GtkWidget)

/* @desk: (nullable) */
void tc_shift_label_set_desk (TcShiftLabel *self, TcDesk *desk);
