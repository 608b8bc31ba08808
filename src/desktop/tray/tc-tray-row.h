/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A refused operation in the list: what was wanted with which incident, why it was refused, when;
 * and whether it is marked, to be dealt with together with others.
 */
#pragma once

#include "tc-tray-entry.h"

#include <gtk/gtk.h>

/* @seq: of its operation */
GtkWidget *tc_tray_row_new (gint64 seq);
/* @code: (nullable): of the incident, with its title */
void tc_tray_row_fill (GtkListBoxRow *row, const TcTrayEntry *entry, const char *code,
                       gboolean marked, gint64 now_us);
