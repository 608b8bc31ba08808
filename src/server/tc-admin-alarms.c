/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The verb on alarms: one SMS to try whether any can be sent.
 */
#include "tc-admin-private.h"
#include "tc-alarm-calls.h"

static void
tested_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  g_autoptr (GError) error = NULL;

  if (tc_alarm_calls_test_finish (result, &error))
    tc_admin_answer (question, NULL);
  else
    tc_admin_fail_error (question, error);
}

static void
ask_test (TcAdminQuestion *question)
{
  const char *number = tc_admin_get_text (question, "number");

  if (!number)
    tc_admin_fail (question, "\"number\" is needed");
  else if (!question->parts->calls)
    tc_admin_fail (question, "no program sends SMS here: set [alarm-call] command and start the "
                             "server again");
  else
    tc_alarm_calls_test_async (question->parts->calls, number, tc_admin_get_cancellable (question),
                               tested_cb, question);
}

const TcAdminVerb tc_admin_alarm_verbs[] = {
    {"test-alarm-call", ask_test},
    {NULL},
};
