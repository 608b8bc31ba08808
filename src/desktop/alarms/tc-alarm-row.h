/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line of the list of alarms: signal, what is wrong, with which incident, for how long, who
 * handles it.
 */
#pragma once

#include "tc-alarm-rows.h"
#include "tc-desk.h"

#include <gtk/gtk.h>

GtkWidget *tc_alarm_row_new (void);
/* @desk: knows what isn't settled, which is marked */
void tc_alarm_row_fill (GtkListBoxRow *row, const TcAlarmRow *what, TcDesk *desk, gint64 now_us);
