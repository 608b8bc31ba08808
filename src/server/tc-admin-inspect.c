/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The verb inspect: what is wrong with the data of the server that runs, for the doctor. It looks
 * on a thread of its own, and gives up when the server ends. And the verbs of looking through the
 * attachments.
 */
#include "tc-admin-private.h"

#include "tc-file-check.h"
#include "tc-file-keeper.h"
#include "tc-inspect.h"

typedef struct {
  char *data_dir; /* (owned) */
  gboolean deep;
} Inspect;

static void
free_inspect (gpointer data)
{
  g_free (((Inspect *) data)->data_dir);
  g_free (data);
}

static void
run_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Inspect *inspect = data;
  const TcInspectOptions options = {inspect->data_dir, inspect->deep, g_get_real_time ()};
  GError *error = NULL;
  JsonObject *facts = tc_inspect (&options, cancellable, &error);

  if (facts)
    g_task_return_pointer (task, facts, (GDestroyNotify) json_object_unref);
  else
    g_task_return_error (task, error);
}

static void
inspected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  g_autoptr (GError) error = NULL;
  JsonObject *facts = g_task_propagate_pointer (G_TASK (result), &error);

  if (facts)
    tc_admin_answer (question, facts);
  else
    tc_admin_fail_error (question, error);
}

static void
ask_inspect (TcAdminQuestion *question)
{
  JsonNode *deep = json_object_get_member (question->asked, "deep");
  Inspect *inspect = g_new0 (Inspect, 1);
  g_autoptr (GTask)
      task = g_task_new (NULL, tc_admin_get_cancellable (question), inspected_cb, question);

  inspect->data_dir = g_strdup (question->parts->dir);
  inspect->deep = deep && JSON_NODE_HOLDS_VALUE (deep) && json_node_get_boolean (deep);
  g_task_set_task_data (task, inspect, free_inspect);
  g_task_run_in_thread (task, run_thread);
}

/* ---- attachments ---- */

static void
ask_files_check (TcAdminQuestion *question)
{
  tc_file_keeper_check_now (question->parts->keeper);
  tc_admin_answer (question, NULL);
}

static void
ask_files_rest (TcAdminQuestion *question)
{
  tc_file_keeper_rest (question->parts->keeper);
  tc_admin_answer (question, NULL);
}

static void
ask_files_state (TcAdminQuestion *question)
{
  JsonObject *answer = json_object_new ();
  TcFileKeeperState state;

  tc_file_keeper_get_state (question->parts->keeper, &state);
  json_object_set_boolean_member (answer, "running", state.running);
  json_object_set_int_member (answer, "done", state.folders);
  json_object_set_int_member (answer, "total", TC_FILE_FOLDERS);
  json_object_set_int_member (answer, "checked", state.checked);
  json_object_set_int_member (answer, "damaged", state.damaged);
  json_object_set_int_member (answer, "restored", state.restored);
  json_object_set_int_member (answer, "removed", state.removed);
  json_object_set_int_member (answer, "wanted", state.wanted);
  json_object_set_int_member (answer, "whole_us", state.whole_us);
  tc_admin_answer (question, answer);
}

const TcAdminVerb tc_admin_inspect_verbs[] = {
    {"inspect", ask_inspect},
    {"files-check", ask_files_check},
    {"files-rest", ask_files_rest},
    {"files-state", ask_files_state},
    {NULL, NULL},
};
