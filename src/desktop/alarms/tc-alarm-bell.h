/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a desk hears of its alarms: tc-alarm-sounds.h decides by what was chosen in the preferences,
 * tc-sound-player.h plays.
 */
#pragma once

#include "tc-alarm.h"

typedef struct _TcAlarmBell TcAlarmBell;

TcAlarmBell *tc_alarm_bell_new (void);
void tc_alarm_bell_free (TcAlarmBell *self);
/* @alarms: (element-type TcAlarm): all there are now; asked for each time that they were read. */
void tc_alarm_bell_ring (TcAlarmBell *self, GArray *alarms);
/* Why nothing would be heard, as a sentence; (nullable): something would. */
const char *tc_alarm_bell_get_silence (TcAlarmBell *self);
