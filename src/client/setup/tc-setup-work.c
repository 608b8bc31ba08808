/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `toancanhctl init` as a child; see the header.
 */
#include "tc-setup-work.h"

#include "tc-error.h"
#include "tc-setup-child.h"
#include "tc-setup-programs.h"

#include <json-glib/json-glib.h>

typedef struct {
  TcSetupPrograms *programs; /* (owned) (nullable): until found */
  char *path;                /* (owned) */
  char *password;            /* (owned) */
  char *error_said;          /* (owned) (nullable) */
  TcSetupOutcome *outcome;   /* (owned) (nullable) */
  void (*func) (const char *sentence, gpointer data);
  gpointer func_data;
} Work;

static void
free_work (gpointer data)
{
  Work *work = data;

  tc_setup_programs_free (work->programs);
  g_free (work->path);
  g_free (work->password);
  g_free (work->error_said);
  tc_setup_outcome_free (work->outcome);
  g_free (work);
}

void
tc_setup_outcome_free (TcSetupOutcome *outcome)
{
  if (!outcome)
    return;
  g_free (outcome->url);
  g_free (outcome->own_url);
  g_free (outcome->ca);
  g_free (outcome->province);
  g_strfreev (outcome->names);
  g_strfreev (outcome->codes);
  g_free (outcome);
}

static char *
dup_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_dup_string (node)
                                                                  : NULL;
}

static void
read_desks (JsonObject *object, TcSetupOutcome *outcome)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) codes = g_strv_builder_new ();
  JsonNode *node = json_object_get_member (object, "desks");
  JsonArray *desks = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; desks && i < json_array_get_length (desks); i++) {
    JsonNode *element = json_array_get_element (desks, i);
    JsonObject *desk = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
    g_autofree char *name = desk ? dup_member (desk, "name") : NULL;
    g_autofree char *code = desk ? dup_member (desk, "code") : NULL;

    if (!name || !code)
      continue;
    g_strv_builder_add (names, name);
    g_strv_builder_add (codes, code);
  }
  outcome->names = g_strv_builder_end (names);
  outcome->codes = g_strv_builder_end (codes);
}

/* (nullable): it lacks what must be there. */
static TcSetupOutcome *
read_outcome (JsonObject *object)
{
  g_autoptr (TcSetupOutcome) outcome = g_new0 (TcSetupOutcome, 1);

  outcome->url = dup_member (object, "url");
  outcome->own_url = dup_member (object, "own_url");
  outcome->ca = dup_member (object, "ca");
  outcome->province = dup_member (object, "province");
  read_desks (object, outcome);
  return outcome->url && outcome->own_url ? g_steal_pointer (&outcome) : NULL;
}

void
tc_setup_work_read_line (const char *line, char **progress, char **error_said,
                         TcSetupOutcome **outcome)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root = NULL;

  *progress = *error_said = NULL;
  *outcome = NULL;
  if (!json_parser_load_from_data (parser, line, -1, NULL) ||
      !(root = json_parser_get_root (parser)) || !JSON_NODE_HOLDS_OBJECT (root))
    return;
  JsonObject *object = json_node_get_object (root);
  JsonNode *done = json_object_get_member (object, "done");
  *progress = dup_member (object, "progress");
  *error_said = dup_member (object, "error");
  if (done && JSON_NODE_HOLDS_OBJECT (done))
    *outcome = read_outcome (json_node_get_object (done));
}

static void
line_cb (const char *line, gpointer data)
{
  Work *work = data;
  g_autofree char *progress = NULL;
  char *error_said = NULL;
  TcSetupOutcome *outcome = NULL;

  tc_setup_work_read_line (line, &progress, &error_said, &outcome);
  if (progress && work->func)
    work->func (progress, work->func_data);
  if (error_said) {
    g_free (work->error_said);
    work->error_said = error_said;
  }
  if (outcome) {
    tc_setup_outcome_free (work->outcome);
    work->outcome = outcome;
  }
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Work *work = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *last = tc_setup_child_run_finish (result, &error);

  if (last && work->outcome) {
    g_task_return_pointer (task, g_steal_pointer (&work->outcome),
                           (GDestroyNotify) tc_setup_outcome_free);
  } else if (work->error_said && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_clear_error (&error);
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_INVALID, "%s", work->error_said);
  } else if (error) {
    g_task_return_error (task, error);
  } else {
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_INVALID, "toancanhctl: %s", last);
  }
}

static void
run (GTask *task)
{
  Work *work = g_task_get_task_data (task);
  g_autofree char *input = g_strconcat (work->password, "\n", NULL);
  const char *const argv[] = {work->programs->ctl, "--json",   "init",    "--user",
                              "--answers",         work->path, "--start", NULL};

  tc_setup_child_run_async (argv, input, g_task_get_cancellable (task), line_cb, work, ended_cb,
                            g_object_ref (task));
}

static void
find_programs (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  TcSetupPrograms *programs = tc_setup_programs_find (NULL, &error);

  if (programs)
    g_task_return_pointer (task, programs, (GDestroyNotify) tc_setup_programs_free);
  else
    g_task_return_error (task, error);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Work *work = g_task_get_task_data (task);
  GError *error = NULL;

  work->programs = g_task_propagate_pointer (G_TASK (result), &error);
  if (work->programs)
    run (task);
  else
    g_task_return_error (task, error);
}

void
tc_setup_work_async (const char *path, const char *password, GCancellable *cancellable,
                     void (*func) (const char *sentence, gpointer data), gpointer func_data,
                     GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  g_autoptr (GTask) finding = g_task_new (NULL, NULL, found_cb, g_object_ref (task));
  Work *work = g_new0 (Work, 1);

  work->path = g_strdup (path);
  work->password = g_strdup (password);
  work->func = func;
  work->func_data = func_data;
  g_task_set_task_data (task, work, free_work);
  g_task_run_in_thread (finding, find_programs);
}

TcSetupOutcome *
tc_setup_work_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
