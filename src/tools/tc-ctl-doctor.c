/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The verb doctor: what is wrong with this installation, and what to do. And attachments check: the
 * server looks through its attachments at once.
 */
#include "tc-ctl.h"

#include "tc-ctl-carry.h"
#include "tc-doctor.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

/* A deep look may take as long as reading everything takes. */
#define INSPECT_S (2 * 3600)
#define POLL_US (200 * 1000)

static const char *const marks[] = {"✓", "!", "✗"};
static const char *const levels[] = {"fine", "warning", "fault"};

/* Without words on stderr: that no server answers is a finding. */
static gboolean
reach_server (TcCtl *ctl, TcDoctor *doctor)
{
  if (!ctl->client)
    ctl->client = tc_admin_client_new (ctl->socket_path, NULL);
  if (ctl->client)
    doctor->status = tc_admin_client_call (ctl->client, tc_admin_question ("status"), NULL);
  return doctor->status != NULL;
}

static void
ask_server (TcCtl *ctl, TcDoctor *doctor)
{
  JsonObject *question = tc_admin_question ("inspect");
  g_autoptr (GError) error = NULL;

  json_object_set_boolean_member (question, "deep", doctor->deep);
  tc_admin_client_set_timeout (ctl->client, INSPECT_S);
  g_autoptr (JsonObject) facts = tc_admin_client_call (ctl->client, question, &error);
  if (facts)
    tc_doctor_check_facts (doctor, facts);
  else
    tc_doctor_say (doctor, TC_FINDING_FAULT, "database", "journalctl -u toancanhd",
                   _ ("The server can't look through its data: %s."), error->message);
}

static void
print_words (TcDoctor *doctor)
{
  for (guint i = 0; i < doctor->findings->len; i++) {
    const TcFinding *finding = doctor->findings->pdata[i];

    g_print ("%s %s\n", marks[finding->level], finding->what);
    if (finding->cure)
      g_print ("    → %s\n", finding->cure);
  }
}

static void
print_json (TcDoctor *doctor)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *findings = json_array_new ();

  for (guint i = 0; i < doctor->findings->len; i++) {
    const TcFinding *finding = doctor->findings->pdata[i];
    JsonObject *one = json_object_new ();

    json_object_set_string_member (one, "level", levels[finding->level]);
    json_object_set_string_member (one, "check", finding->check);
    json_object_set_string_member (one, "what", finding->what);
    if (finding->cure)
      json_object_set_string_member (one, "do", finding->cure);
    json_array_add_object_element (findings, one);
  }
  json_object_set_array_member (object, "findings", findings);
  json_node_set_object (root, object);
  g_autofree char *text = json_to_string (root, FALSE);
  g_print ("%s\n", text);
}

static void
look (TcCtl *ctl, TcDoctor *doctor)
{
  gboolean running = reach_server (ctl, doctor);

  tc_doctor_check_config (doctor);
  tc_doctor_check_folder (doctor);
  tc_doctor_check_disk (doctor);
  tc_doctor_check_system (doctor);
  tc_doctor_check_certificate (doctor);
  tc_doctor_check_port (doctor);
  if (isatty (STDERR_FILENO))
    g_printerr ("%s\n", _ ("Looking through the data…"));
  if (running)
    ask_server (ctl, doctor);
  else
    tc_doctor_check_data (doctor);
  tc_doctor_check_backups (doctor);
}

static TcCtlExit
run_doctor (TcCtl *ctl, char **words)
{
  const char *config = TC_CONFIG_INSTALLED;
  const char *data_dir = NULL;
  gboolean deep = FALSE;

  for (; *words; words++) {
    if (g_str_equal (*words, "--deep"))
      deep = TRUE;
    else if (g_str_equal (*words, "--config") && words[1])
      config = *++words;
    else if (g_str_equal (*words, "--data-dir") && words[1])
      data_dir = *++words;
    else
      return tc_ctl_misused (tc_ctl_doctor_verbs, "doctor");
  }
  g_autoptr (TcDoctor) doctor = tc_doctor_new (config, data_dir, deep, g_get_real_time ());
  look (ctl, doctor);
  if (ctl->json)
    print_json (doctor);
  else
    print_words (doctor);
  /* 0 all is fine, 1 there are warnings, 2 there are faults. */
  return (TcCtlExit) tc_doctor_get_worst (doctor);
}

/* ---- attachments check ---- */

/* (nullable): the state once the round is over; NULL: told on stderr */
static JsonObject *
wait_for_round (TcCtl *ctl)
{
  for (;;) {
    g_autoptr (JsonObject) state = tc_ctl_call (ctl, tc_admin_question ("files-state"));

    if (!state || !json_object_get_boolean_member (state, "running"))
      return g_steal_pointer (&state);
    if (isatty (STDERR_FILENO))
      g_printerr ("\r%d%% ", (int) (json_object_get_int_member (state, "done") * 100 /
                                    json_object_get_int_member (state, "total")));
    if (tc_ctl_is_interrupted ()) {
      g_autoptr (JsonObject) told = tc_ctl_call (ctl, tc_admin_question ("files-rest"));
      if (!told)
        return NULL;
    }
    g_usleep (POLL_US);
  }
}

static TcCtlExit
run_attachments_check (TcCtl *ctl, char **words)
{
  if (words[0])
    return tc_ctl_misused (tc_ctl_doctor_verbs, "attachments check");
  tc_ctl_catch_interrupt ();
  g_autoptr (JsonObject) begun = tc_ctl_call (ctl, tc_admin_question ("files-check"));
  g_autoptr (JsonObject) state = begun ? wait_for_round (ctl) : NULL;
  if (!state)
    return tc_ctl_get_failure (ctl);
  gint64 damaged = json_object_get_int_member (state, "damaged");
  gint64 wanted = json_object_get_int_member (state, "wanted");
  g_print (_ ("%lld attachments read, %lld damaged and set aside, %lld here again, %lld lost, %lld "
              "of nobody removed\n"),
           (long long) json_object_get_int_member (state, "checked"), (long long) damaged,
           (long long) json_object_get_int_member (state, "restored"), (long long) wanted,
           (long long) json_object_get_int_member (state, "removed"));
  return damaged || wanted || tc_ctl_is_interrupted () ? TC_CTL_FAILED : TC_CTL_OK;
}

const TcCtlVerb tc_ctl_doctor_verbs[] = {
    {"attachments check", "",
     N_ ("The server reads all its attachments again and looks for what is damaged or lost."),
     run_attachments_check},
    {"doctor", "[--config FILE] [--data-dir DIR] [--deep]",
     N_ ("Says what is wrong with this installation and what to do; exits with 0, 1 (warnings) or "
         "2 "
         "(faults)."),
     run_doctor},
    {NULL},
};
