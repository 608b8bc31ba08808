/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The verb inspect: what is wrong with the data of the server that runs, for the doctor. It looks
 * on a thread of its own, and gives up when the server ends.
 */
#include "tc-admin-private.h"

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

const TcAdminVerb tc_admin_inspect_verbs[] = {
    {"inspect", ask_inspect},
    {NULL, NULL},
};
