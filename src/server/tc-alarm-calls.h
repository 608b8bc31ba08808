/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tells people by SMS of alarms that have gone up to them, through the program of [alarm-call]
 * command, one text at a time. Whom of what is tc-alarm-call-plan.h; what became of it is a row
 * that all desks show (core/incidents/tc-alarm-text.h), written before a text goes and after.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-server-parts.h"

/* It looks so often. */
#define TC_ALARM_CALLS_LOOK_S 3

typedef struct _TcAlarmCalls TcAlarmCalls;

/* @parts: outlives it; a command is set */
TcAlarmCalls *tc_alarm_calls_new (const TcServerParts *parts);
/* What is being sent is ended; the next start says that it may not have gone. */
void tc_alarm_calls_free (TcAlarmCalls *self);

/* Sends one text to try it, which counts for no limit. Errors: TC_ERROR_INVALID: no number;
 * TC_ERROR_BUSY: another one is being sent; those of tc_text_command_run_finish(). Of a program
 * that hangs they say for how long, and what to look at. */
void tc_alarm_calls_test_async (TcAlarmCalls *self, const char *phone, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data);
gboolean tc_alarm_calls_test_finish (GAsyncResult *result,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
