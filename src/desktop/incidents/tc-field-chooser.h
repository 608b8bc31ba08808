/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An entry in which a field is chosen by its name: nothing typed shows what is proposed, some
 * letters find it, Enter takes it. What is chosen teaches the desk (tc-field-proposal.h).
 *
 * Signals: ::chosen (gint64 field_id, const char *name); ::closed (): without a choice.
 */
#pragma once

#include "tc-worker.h"

#include <gtk/gtk.h>

#define TC_TYPE_FIELD_CHOOSER (tc_field_chooser_get_type ())
G_DECLARE_FINAL_TYPE (TcFieldChooser, tc_field_chooser, TC, FIELD_CHOOSER, GtkWidget)

/* Reads what fields there are and takes the keyboard. @proposed: (element-type TcProposedField) */
void tc_field_chooser_open (TcFieldChooser *self, TcWorker *reader, GArray *proposed);
/* The field that it is for has already, which isn't offered; 0: none, as once it is opened. */
void tc_field_chooser_leave_out (TcFieldChooser *self, gint64 field_id);
