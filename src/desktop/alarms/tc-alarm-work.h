/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One alarm in full: what is wrong, what follows, what to do, who handles it, what was done about
 * it; and for how long and why it is to be shelved.
 */
#pragma once

#include "tc-alarm-rows.h"
#include "tc-repeat.h"

#include <gtk/gtk.h>

#define TC_TYPE_ALARM_WORK (tc_alarm_work_get_type ())
G_DECLARE_FINAL_TYPE (TcAlarmWork, tc_alarm_work, TC, ALARM_WORK, GtkWidget)

/* @row: (nullable): nothing is chosen */
void tc_alarm_work_show (TcAlarmWork *self, const TcAlarmRow *row, gint64 now_us);
/* What it is likely another report of. (nullable) */
void tc_alarm_work_show_repeat (TcAlarmWork *self, const TcRepeat *repeat);
/* Why the last attempt was refused. (nullable) */
void tc_alarm_work_show_trouble (TcAlarmWork *self, const char *text);
/* The choice of reason and time, which takes the keyboard. */
void tc_alarm_work_open_shelf (TcAlarmWork *self, gboolean open);
gboolean tc_alarm_work_has_shelf (TcAlarmWork *self);
/* What is chosen there. @minutes: (out) */
const char *tc_alarm_work_get_shelf (TcAlarmWork *self, gint64 *minutes);
