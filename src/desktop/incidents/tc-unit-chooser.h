/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Units to send to an incident, the nearest and least busy first with the reason: some letters find
 * one, Space or a click marks several, Enter or its button sends those marked, or else the first
 * that is shown.
 *
 * A word to them goes with their orders; it is kept until one was sent.
 *
 * Signals: ::chosen (gint64 agency_id, const char *name, const char *asked), once for each,
 * the last NULL where nothing is written; ::closed ().
 */
#pragma once

#include "tc-worker.h"

#include <gtk/gtk.h>

#define TC_TYPE_UNIT_CHOOSER (tc_unit_chooser_get_type ())
G_DECLARE_FINAL_TYPE (TcUnitChooser, tc_unit_chooser, TC, UNIT_CHOOSER, GtkWidget)

/* Shows itself, reads the units and takes the keyboard. */
void tc_unit_chooser_open (TcUnitChooser *self, TcWorker *reader, gint64 incident_id);
/* Closes it unless it is open for @incident_id. */
void tc_unit_chooser_keep_to (TcUnitChooser *self, gint64 incident_id);
/* FALSE if it isn't open. */
gboolean tc_unit_chooser_close (TcUnitChooser *self);
/* What is typed; marks the unit, or no longer; as pressing Enter. */
void tc_unit_chooser_type (TcUnitChooser *self, const char *text);
void tc_unit_chooser_mark (TcUnitChooser *self, guint row);
void tc_unit_chooser_send (TcUnitChooser *self);
/* What the units are told. */
void tc_unit_chooser_write (TcUnitChooser *self, const char *asked);
/* It was sent: what was written for that incident isn't kept any more. */
void tc_unit_chooser_forget (TcUnitChooser *self, gint64 incident_id);
