/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The alarms of the person at this desk, worked out again after each change (debounced) and every
 * few seconds, since time alone makes most of them; and what is done about one.
 *
 * Thread: the main loop's; they are worked out on the worker.
 */
#pragma once

#include "tc-alarm.h"
#include "tc-incident-commands.h"
#include "tc-worker.h"

#define TC_TYPE_ALARMS (tc_alarms_get_type ())
G_DECLARE_FINAL_TYPE (TcAlarms, tc_alarms, TC, ALARMS, GObject)

/* Signal: ::changed (): they were worked out again, or could not be. */
TcAlarms *tc_alarms_new (TcWorker *reader, gint64 staff_id);
/* (nullable) (element-type TcAlarm): NULL until they were worked out; never changed. */
GArray *tc_alarms_get (TcAlarms *self);
/* Those that ring. */
guint tc_alarms_count_ringing (TcAlarms *self);
/* Why what stands here may be old; (nullable): it isn't. */
const GError *tc_alarms_get_error (TcAlarms *self);

/* What TcDesk::rows-changed and TcDesk::replaced say. */
void tc_alarms_rows_changed (TcAlarms *self, const char *table);
void tc_alarms_replaced (TcAlarms *self);

/* Finished with tc_incident_command_finish(). */
void tc_alarm_command_acknowledge (const TcCommand *command, const TcAlarm *alarm);
void tc_alarm_command_shelve (const TcCommand *command, const TcAlarm *alarm, const char *reason,
                              gint64 until_us);
/* That whom tc_alarm_list() proposes was telephoned. */
void tc_alarm_command_call (const TcCommand *command, const TcAlarm *alarm);
void tc_alarm_command_unshelve (const TcCommand *command, const TcAlarm *alarm);
