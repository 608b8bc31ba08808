/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A refused operation in the list: what was wanted with which incident, why it was refused, when.
 */
#pragma once

#include "tc-tray-entry.h"

#include <gtk/gtk.h>

/* @code: (nullable): of the incident, with its title */
GtkWidget *tc_tray_row_new (const TcTrayEntry *entry, const char *code, gint64 now_us);
/* The sequence of its operation. */
gint64 tc_tray_row_get_seq (GtkListBoxRow *row);
