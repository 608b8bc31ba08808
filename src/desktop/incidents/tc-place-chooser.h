/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An entry in which the place of an incident is corrected: what is typed is the address, or finds a
 * street, an area or, by its degrees, a point (tc-incident-correction.h).
 *
 * Signals: ::chosen (GVariant *place): TC_PLACE_FORMAT; ::closed (): nothing is to change.
 */
#pragma once

#include "tc-desk.h"
#include "tc-incident-queries.h"

#include <gtk/gtk.h>

#define TC_TYPE_PLACE_CHOOSER (tc_place_chooser_get_type ())
G_DECLARE_FINAL_TYPE (TcPlaceChooser, tc_place_chooser, TC, PLACE_CHOOSER, GtkWidget)

/* Takes the keyboard. @row: as it is until the chooser is closed: what it is now is remembered */
void tc_place_chooser_open (TcPlaceChooser *self, TcDesk *desk, const TcIncidentRow *row);
