/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The verb on alarms: one SMS to try whether any can be sent.
 */
#include "tc-ctl.h"

#include <glib/gi18n-lib.h>

/* The program may take 300 s at most. */
#define TEST_S 310

static TcCtlExit
run_test (TcCtl *ctl, char **words)
{
  JsonObject *question;
  TcAdminClient *client;

  if (!words[0] || words[1])
    return tc_ctl_misused (tc_ctl_alarm_verbs, "alarm-call test");
  client = tc_ctl_get_client (ctl);
  if (!client)
    return tc_ctl_get_failure (ctl);
  tc_admin_client_set_timeout (client, TEST_S);
  question = tc_admin_question ("test-alarm-call");
  json_object_set_string_member (question, "number", words[0]);
  g_autoptr (JsonObject) answer = tc_ctl_call (ctl, question);
  if (answer)
    g_printerr ("%s\n", _ ("The SMS was handed over. Look whether it comes."));
  return answer ? TC_CTL_OK : tc_ctl_get_failure (ctl);
}

const TcCtlVerb tc_ctl_alarm_verbs[] = {
    {"alarm-call test", "NUMBER",
     N_ ("Sends one SMS to that number, as the server does for alarms ([alarm-call] command)."),
     run_test, NULL},
    {NULL},
};
