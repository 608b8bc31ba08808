/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The alarms of the person at this desk: what rings, what somebody has acknowledged, and, in a list
 * of their own, what is shelved. Left the alarms, in the work column what is wrong with the one
 * chosen, what follows and what to do.
 */
#pragma once

#include "tc-panel.h"

#define TC_TYPE_ALARM_PANEL (tc_alarm_panel_get_type ())
G_DECLARE_FINAL_TYPE (TcAlarmPanel, tc_alarm_panel, TC, ALARM_PANEL, GtkWidget)

/* Actions of the window: alarm-filter (s: "now", "shelved"), alarm-lists (the other one); on what
 * is chosen alarm-acknowledge (of a flood all), alarm-take, alarm-open (a flood is shown one by
 * one, or in one line again), alarm-shelve (opens the choice of reason and time), alarm-shelve-now,
 * alarm-unshelve, alarm-cancel. */
GtkWidget *tc_alarm_panel_new (TcDesk *desk);
