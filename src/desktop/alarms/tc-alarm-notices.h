/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Notifications of the system, for whoever has another window in front and may hear nothing: of an
 * emergency that nobody has, and of what has gone up to the person. Each comes once, opens its
 * incident (app.open-incident; app.open-journal), and goes when somebody has it. While the desk is
 * locked they say that there is something, and no word of it.
 *
 * Nothing is read here but the arguments and this seat's choice. Thread: the main loop's.
 */
#pragma once

#include "tc-alarm.h"

/* That stand at once; what comes beyond that is heard, and stands in the list. */
#define TC_ALARM_NOTICES_MAX 8

typedef struct _TcAlarmNotices TcAlarmNotices;

TcAlarmNotices *tc_alarm_notices_new (void);
/* What stands goes. */
void tc_alarm_notices_free (TcAlarmNotices *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcAlarmNotices, tc_alarm_notices_free)

/* @alarms: (element-type TcAlarm): all there are now. @seen: a window of the program is in front:
 * what is new is seen there, and isn't told when that changes */
void tc_alarm_notices_tell (TcAlarmNotices *self, GArray *alarms, gboolean seen, gboolean locked);
void tc_alarm_notices_withdraw (TcAlarmNotices *self);
