/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The verbs purge …: the legal purge, from a terminal. It can't be taken back, so what it is about
 * is typed twice: the incident's code, and the number of the decision.
 */
#include "tc-ctl.h"

#include "tc-admin-operate.h"
#include "tc-ctl-audit.h"
#include "tc-export-file.h"
#include "tc-incident-purge.h"
#include "tc-people-operations.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#define POLL_US (200 * 1000)

/* ---- purge show, purge list ---- */

static char *
word_time (gint64 at_us)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, at_us);

  return tc_export_format ("time", text, NULL);
}

static TcCtlExit
run_show (TcCtl *ctl, char **words)
{
  JsonObject *question = tc_admin_question ("purgeable");

  if (!words[0] || words[1]) {
    json_object_unref (question);
    return tc_ctl_misused (tc_ctl_purge_verbs, "purge show");
  }
  json_object_set_string_member (question, "incident", words[0]);
  g_autoptr (JsonObject) answer = tc_ctl_call (ctl, question);
  if (!answer)
    return tc_ctl_get_failure (ctl);
  if (ctl->json) {
    tc_ctl_print_object (answer);
    return TC_CTL_OK;
  }
  JsonArray *things = json_object_get_array_member (answer, "things");
  for (guint i = 0; i < json_array_get_length (things); i++) {
    JsonObject *thing = json_array_get_object_element (things, i);
    g_autofree char *time = word_time (json_object_get_int_member (thing, "at_us"));

    g_print (
        "%s\t%s\t%s\t%s\t%" G_GINT64_FORMAT "\n", json_object_get_string_member (thing, "kind"),
        json_object_get_string_member (thing, "id"), time,
        json_object_get_string_member (thing, "by"), json_object_get_int_member (thing, "size"));
  }
  return TC_CTL_OK;
}

static TcCtlExit
run_list (TcCtl *ctl, char **words)
{
  if (words[0])
    return tc_ctl_misused (tc_ctl_purge_verbs, "purge list");
  g_autoptr (JsonObject) answer = tc_ctl_call (ctl, tc_admin_question ("purges"));
  if (!answer)
    return tc_ctl_get_failure (ctl);
  if (ctl->json) {
    tc_ctl_print_object (answer);
    return TC_CTL_OK;
  }
  JsonArray *purges = json_object_get_array_member (answer, "purges");
  for (guint i = 0; i < json_array_get_length (purges); i++) {
    JsonObject *one = json_array_get_object_element (purges, i);
    g_autofree char *time = word_time (json_object_get_int_member (one, "at_us"));

    g_print ("%s\t%s\t%s\t%s\t%s\t%s\t%" G_GINT64_FORMAT "\t%s\n", time,
             json_object_get_string_member (one, "kind"),
             json_object_get_string_member (one, "incident"),
             json_object_get_string_member (one, "target"),
             json_object_get_string_member (one, "decision"),
             json_object_get_string_member (one, "by"),
             json_object_get_int_member (one, "operations"),
             json_object_get_boolean_member (one, "swept")  ? "done"
             : json_object_get_boolean_member (one, "done") ? "sweeping"
                                                            : "in the log");
  }
  return TC_CTL_OK;
}

/* ---- purge allow, purge deny ---- */

/* 0: it isn't known. */
static gint64
find_role (TcCtl *ctl, const char *code)
{
  JsonObject *question = tc_admin_question ("rows");
  JsonArray *columns = json_array_new ();
  gint64 id = 0;

  json_array_add_string_element (columns, "id");
  json_array_add_string_element (columns, "code");
  json_object_set_string_member (question, "table", "role");
  json_object_set_array_member (question, "columns", columns);
  g_autoptr (JsonObject) answer = tc_ctl_call (ctl, question);
  JsonArray *rows = answer ? json_object_get_array_member (answer, "rows") : NULL;
  for (guint i = 0; rows && i < json_array_get_length (rows); i++) {
    JsonArray *row = json_array_get_array_element (rows, i);

    if (g_str_equal (json_array_get_string_element (row, 1), code))
      g_ascii_string_to_signed (json_array_get_string_element (row, 0), 10, 1, G_MAXINT64, &id,
                                NULL);
  }
  if (answer && id == 0)
    tc_ctl_complain (_ ("there is no role %s"), code);
  return id;
}

static TcCtlExit
change_role (TcCtl *ctl, const TcOperationType *type, const char *code)
{
  const TcRoleCapability change = {find_role (ctl, code), TC_MAY_PURGE};
  g_autoptr (GVariant) args = change.role_id ? g_variant_ref_sink (tc_args_encode (type, &change))
                                             : NULL;
  g_autoptr (JsonObject)
      answer = args ? tc_ctl_call (ctl, tc_admin_operate_question (type, args, 0, 0)) : NULL;

  return answer ? TC_CTL_OK : tc_ctl_get_failure (ctl);
}

static TcCtlExit
run_allow (TcCtl *ctl, char **words)
{
  return words[0] && !words[1] ? change_role (ctl, &tc_role_allow_type, words[0])
                               : tc_ctl_misused (tc_ctl_purge_verbs, "purge allow");
}

static TcCtlExit
run_deny (TcCtl *ctl, char **words)
{
  return words[0] && !words[1] ? change_role (ctl, &tc_role_deny_type, words[0])
                               : tc_ctl_misused (tc_ctl_purge_verbs, "purge deny");
}

/* ---- purge do ---- */

typedef struct {
  const char *incident;
  const char *kind;
  const char *target;
  const char *decision;
  const char *reason;
  const char *by;
} Purge;

static char *
read_answer (const char *prompt)
{
  char line[512];

  g_print ("%s ", prompt);
  fflush (stdout);
  return fgets (line, sizeof line, stdin) ? g_strdup (g_strstrip (line)) : NULL;
}

static gboolean
is_confirmed (const Purge *purge)
{
  g_print (_ ("This is purged for good, at the server and at every desk, and can't be taken back:\n"
              "  %s %s of incident %s\n"),
           purge->kind, purge->target, purge->incident);
  g_autofree char *incident = read_answer (_ ("Type the incident's code again:"));
  if (g_strcmp0 (incident, purge->incident) != 0)
    return FALSE;
  g_autofree char *decision = read_answer (_ ("Type the number of the decision again:"));
  return g_strcmp0 (decision, purge->decision) == 0;
}

/* FALSE: it isn't known. @swept: (out) */
static gboolean
look (TcCtl *ctl, const char *id, gboolean *swept, gint64 *operations)
{
  g_autoptr (JsonObject) answer = tc_ctl_call (ctl, tc_admin_question ("purges"));
  JsonArray *purges = answer ? json_object_get_array_member (answer, "purges") : NULL;

  for (guint i = 0; purges && i < json_array_get_length (purges); i++) {
    JsonObject *one = json_array_get_object_element (purges, i);

    if (!g_str_equal (json_object_get_string_member (one, "id"), id))
      continue;
    *swept = json_object_get_boolean_member (one, "swept");
    *operations = json_object_get_int_member (one, "operations");
    return TRUE;
  }
  return FALSE;
}

/* What is left to do the server does by itself, also after a restart. */
static TcCtlExit
wait_until_swept (TcCtl *ctl, const char *id)
{
  gboolean swept = FALSE;
  gint64 operations = 0;

  while (!swept) {
    if (!look (ctl, id, &swept, &operations))
      return tc_ctl_get_failure (ctl);
    if (!swept)
      g_usleep (POLL_US);
  }
  g_print (_ ("Done: the words of %d operations are out of the log, and nothing is left in the"
              " server's files.\n"),
           (int) operations);
  return TC_CTL_OK;
}

static TcCtlExit
purge_it (TcCtl *ctl, const Purge *purge)
{
  JsonObject *question = tc_admin_question ("purge");

  json_object_set_string_member (question, "incident", purge->incident);
  json_object_set_string_member (question, "kind", purge->kind);
  json_object_set_string_member (question, "target", purge->target);
  json_object_set_string_member (question, "decision", purge->decision);
  json_object_set_string_member (question, "reason", purge->reason);
  json_object_set_string_member (question, "by", purge->by);
  g_autoptr (JsonObject) answer = tc_ctl_call (ctl, question);
  return answer ? wait_until_swept (ctl, json_object_get_string_member (answer, "id"))
                : tc_ctl_get_failure (ctl);
}

static TcCtlExit
run_do (TcCtl *ctl, char **words)
{
  Purge purge = {NULL};

  for (; *words; words++) {
    if (g_str_equal (*words, "--decision") && words[1])
      purge.decision = *++words;
    else if (g_str_equal (*words, "--reason") && words[1])
      purge.reason = *++words;
    else if (g_str_equal (*words, "--by") && words[1])
      purge.by = *++words;
    else if (**words != '-' && !purge.incident)
      purge.incident = *words;
    else if (**words != '-' && !purge.kind)
      purge.kind = *words;
    else if (**words != '-' && !purge.target)
      purge.target = *words;
    else
      return tc_ctl_misused (tc_ctl_purge_verbs, "purge do");
  }
  if (!purge.target || !purge.decision || !purge.reason || !purge.by)
    return tc_ctl_misused (tc_ctl_purge_verbs, "purge do");
  if (is_confirmed (&purge))
    return purge_it (ctl, &purge);
  g_printerr ("toancanhctl: %s\n", _ ("That is not the same; nothing was purged."));
  return TC_CTL_FAILED;
}

const TcCtlVerb tc_ctl_purge_verbs[] = {
    {"purge allow", "ROLE", N_ ("Lets the people of a role purge by a written decision."),
     run_allow},
    {"purge deny", "ROLE", N_ ("Takes that right from the role again."), run_deny},
    {"purge show", "INCIDENT",
     N_ ("Lists what could be purged of an incident: kind, id, time, by whom, size."), run_show},
    {"purge do", "INCIDENT KIND ID --decision NUMBER --reason TEXT --by ACCOUNT",
     N_ ("Purges it for good by a written decision, once it was typed twice."), run_do},
    {"purge list", "",
     N_ ("Lists what was purged: time, kind, incident, id, decision, by whom, operations, state."),
     run_list},
    {NULL},
};
