/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Setting the PIN that unlocks this desk, by who knows the password; or taking it away.
 */
#pragma once

#include "tc-desk.h"

#include <gtk/gtk.h>

#define TC_TYPE_PIN_DIALOG (tc_pin_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TcPinDialog, tc_pin_dialog, TC, PIN_DIALOG, GtkWindow)

/* Actions: pin.keep, pin.remove. */
void tc_pin_dialog_show (GtkWindow *parent, TcDesk *desk);
