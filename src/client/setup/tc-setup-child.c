/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Running a child to its end; see the header. Its output is read to the end before its exit code is
 * asked for, so that no line is lost.
 */
#include "tc-setup-child.h"

#include "tc-error.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

typedef struct {
  GSubprocess *process;    /* (owned) */
  GDataInputStream *lines; /* (owned) */
  char *input;             /* (owned) (nullable) */
  GQueue said;             /* (element-type utf8) (owned): the last lines */
  TcSetupLineFunc func;    /* (nullable) */
  gpointer func_data;
  gulong cancelled_id;
} Run;

static void
free_run (gpointer data)
{
  Run *run = data;

  g_clear_object (&run->process);
  g_clear_object (&run->lines);
  g_free (run->input);
  g_queue_clear_full (&run->said, g_free);
  g_free (run);
}

/* Between fork and exec: only what is safe in a signal handler. */
static void
child_setup (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

GSubprocessLauncher *
tc_setup_child_new_launcher (GSubprocessFlags flags)
{
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (flags);

  g_subprocess_launcher_set_child_setup (launcher, child_setup, NULL, NULL);
  return launcher;
}

static void
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  g_subprocess_send_signal (data, SIGTERM);
}

static char *
join_lines (GQueue *said)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (GList *at = said->head; at; at = at->next)
    g_string_append_printf (text, "%s%s", text->len ? "\n" : "", (const char *) at->data);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Run *run = g_task_get_task_data (task);
  GSubprocess *process = G_SUBPROCESS (source);
  g_autofree char *said = join_lines (&run->said);
  GError *error = NULL;

  g_cancellable_disconnect (g_task_get_cancellable (task), run->cancelled_id);
  run->cancelled_id = 0;
  if (g_task_return_error_if_cancelled (task))
    return;
  if (!g_subprocess_wait_finish (process, result, &error))
    g_task_return_error (task, error);
  else if (g_subprocess_get_if_exited (process) && g_subprocess_get_exit_status (process) == 0)
    g_task_return_pointer (task, g_strdup (run->said.tail ? run->said.tail->data : ""), g_free);
  else
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_INVALID, "%s", said);
}

static void
keep_line (Run *run, const char *line)
{
  g_autofree char *valid = g_utf8_make_valid (line, -1);

  if (strlen (valid) > TC_SETUP_LINE_BYTES_MAX)
    *g_utf8_find_prev_char (valid, valid + TC_SETUP_LINE_BYTES_MAX) = '\0';
  if (run->func)
    run->func (valid, run->func_data);
  g_queue_push_tail (&run->said, g_steal_pointer (&valid));
  if (run->said.length > TC_SETUP_LINES_MAX)
    g_free (g_queue_pop_head (&run->said));
}

static void
line_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Run *run = g_task_get_task_data (task);
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source),
                                                                result, NULL, NULL);

  if (!line) {
    g_subprocess_wait_async (run->process, NULL, ended_cb, g_steal_pointer (&task));
    return;
  }
  if (!g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    keep_line (run, line);
  g_data_input_stream_read_line_async (run->lines, G_PRIORITY_DEFAULT, NULL, line_cb,
                                       g_steal_pointer (&task));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data; /* kept the input alive */

  g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);
  g_output_stream_close_async (G_OUTPUT_STREAM (source), G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_clear_object (&task);
}

static void
give_input (GTask *task, const char *input)
{
  Run *run = g_task_get_task_data (task);

  run->input = g_strdup (input ? input : "");
  g_output_stream_write_all_async (g_subprocess_get_stdin_pipe (run->process), run->input,
                                   strlen (run->input), G_PRIORITY_DEFAULT, NULL, written_cb,
                                   g_object_ref (task));
}

void
tc_setup_child_run_async (const char *const *argv, const char *input, GCancellable *cancellable,
                          TcSetupLineFunc func, gpointer func_data, GAsyncReadyCallback callback,
                          gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  g_autoptr (GSubprocessLauncher) launcher = tc_setup_child_new_launcher (
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
      G_SUBPROCESS_FLAGS_STDERR_MERGE);
  Run *run = g_new0 (Run, 1);
  GError *error = NULL;

  g_task_set_task_data (task, run, free_run);
  g_queue_init (&run->said);
  run->func = func;
  run->func_data = func_data;
  run->process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  if (!run->process) {
    g_task_return_error (task, error);
    return;
  }
  if (cancellable)
    run->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb),
                                               g_object_ref (run->process), g_object_unref);
  give_input (task, input);
  run->lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (run->process));
  g_data_input_stream_read_line_async (run->lines, G_PRIORITY_DEFAULT, NULL, line_cb,
                                       g_steal_pointer (&task));
}

char *
tc_setup_child_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
