/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Running the program that sends a text; see the header. It is over when the program has ended,
 * whoever else still holds its pipes.
 */
#include "tc-text-command.h"

#include <gio/gunixinputstream.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define SEARCH_PATH "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
/* What is kept of what it says, and what is read at all; who says more is cut off. */
#define SAID_BYTES_MAX 200
#define READ_BYTES_MAX (64 * 1024)
/* E.164 has 15 digits at most; 3 are those of emergency numbers. */
#define DIGITS_MIN 3
#define DIGITS_MAX 15

typedef struct {
  GSubprocess *child;        /* (owned) */
  pid_t group;               /* 0: it ended at once */
  GCancellable *cancellable; /* (owned) (nullable) */
  gulong cancelled_id;
  GPollableInputStream *output; /* (unowned): the child's */
  GSource *reading;             /* (owned) (nullable) */
  GString *said;                /* (owned) */
  gsize n_read;
  guint timer;
  guint seconds_max;
  gboolean late;
} Run;

static void
stop_reading (Run *run)
{
  if (run->reading)
    g_source_destroy (run->reading);
  g_clear_pointer (&run->reading, g_source_unref);
}

static void
free_run (gpointer data)
{
  Run *run = data;

  stop_reading (run);
  g_clear_handle_id (&run->timer, g_source_remove);
  g_cancellable_disconnect (run->cancellable, run->cancelled_id);
  g_clear_object (&run->cancellable);
  g_clear_object (&run->child);
  g_string_free (run->said, TRUE);
  g_free (run);
}

char *
tc_text_command_clean_number (const char *phone)
{
  g_autoptr (GString) number = g_string_new (NULL);
  gsize n_digits = 0;

  for (const char *at = phone; *at; at++) {
    if (g_ascii_isdigit (*at))
      n_digits++;
    else if (strchr (" .-()", *at))
      continue;
    else if (*at != '+' || number->len > 0)
      return NULL;
    g_string_append_c (number, *at);
  }
  if (n_digits < DIGITS_MIN || n_digits > DIGITS_MAX)
    return NULL;
  return g_string_free (g_steal_pointer (&number), FALSE);
}

/* Between fork and exec: only what is safe in a signal handler. */
static void
child_setup (gpointer data)
{
  setsid ();
  signal (SIGPIPE, SIG_DFL);
}

static void
kill_group (Run *run)
{
  if (run->group > 1)
    kill (-run->group, SIGKILL);
  g_subprocess_force_exit (run->child);
}

/* What is there by now; FALSE once there will be no more. */
static gboolean
read_said (Run *run)
{
  char bytes[1024];

  for (;;) {
    g_autoptr (GError) error = NULL;
    gssize n = g_pollable_input_stream_read_nonblocking (run->output, bytes, sizeof bytes, NULL,
                                                         &error);
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
      return TRUE;
    if (n <= 0)
      return FALSE;
    g_string_append_len (run->said, bytes, n);
    if (run->said->len > SAID_BYTES_MAX)
      g_string_erase (run->said, 0, (gssize) run->said->len - SAID_BYTES_MAX);
    run->n_read += (gsize) n;
    if (run->n_read > READ_BYTES_MAX) {
      g_input_stream_close (G_INPUT_STREAM (run->output), NULL, NULL);
      return FALSE;
    }
  }
}

static gboolean
readable_cb (GObject *stream, gpointer data)
{
  return read_said (data) ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* The last line of what it said, which is where most say what went wrong, as it may stand in the
 * journal. (transfer full) */
static char *
word_said (Run *run)
{
  char *text = g_utf8_make_valid (run->said->str, (gssize) run->said->len);

  g_strstrip (text);
  const char *last = strrchr (text, '\n');
  if (last)
    memmove (text, last + 1, strlen (last));
  for (char *at = text; *at; at++)
    if (g_ascii_iscntrl (*at))
      *at = ' ';
  return text;
}

static gboolean
late_cb (gpointer data)
{
  Run *run = data;

  run->timer = 0;
  run->late = TRUE;
  kill_group (run);
  return G_SOURCE_REMOVE;
}

/* At once: who cancels may not turn the main loop any more. */
static void
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  kill_group (data);
}

static void
return_end (GTask *task, Run *run)
{
  g_autofree char *said = word_said (run);
  const char *colon = *said ? ": " : "";

  if (run->late)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                             "it took longer than %u s and was ended%s%s", run->seconds_max, colon,
                             said);
  else if (!g_subprocess_get_if_exited (run->child))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "it ended by signal %d%s%s",
                             g_subprocess_get_term_sig (run->child), colon, said);
  else if (g_subprocess_get_exit_status (run->child) != 0)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "exit code %d%s%s",
                             g_subprocess_get_exit_status (run->child), colon, said);
  else
    g_task_return_boolean (task, TRUE);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  Run *run = g_task_get_task_data (task);

  if (!g_subprocess_wait_finish (run->child, result, &error)) {
    kill_group (run);
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  if (run->reading && !g_source_is_destroyed (run->reading))
    read_said (run);
  stop_reading (run);
  g_clear_handle_id (&run->timer, g_source_remove);
  return_end (task, run);
}

/* Its own, which child_setup() made. */
static pid_t
get_group (GSubprocess *child)
{
  const char *identifier = g_subprocess_get_identifier (child);

  return identifier ? (pid_t) g_ascii_strtoll (identifier, NULL, 10) : 0;
}

static GSubprocess *
spawn (const char *program, const char *number, gint64 text_id, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
      G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autofree char *id = g_strdup_printf ("TOANCANH_TEXT=%" G_GINT64_FORMAT, text_id);
  const char *folder = g_getenv ("CREDENTIALS_DIRECTORY");
  g_autofree char *credentials = folder ? g_strconcat ("CREDENTIALS_DIRECTORY=", folder, NULL)
                                        : NULL;
  char *environment[] = {
      (char *) SEARCH_PATH, (char *) "HOME=/", (char *) "LANG=C.UTF-8", id, credentials, NULL};

  g_subprocess_launcher_set_environ (launcher, environment);
  g_subprocess_launcher_set_cwd (launcher, "/");
  g_subprocess_launcher_set_child_setup (launcher, child_setup, NULL, NULL);
  return g_subprocess_launcher_spawn (launcher, error, program, number, NULL);
}

/* It fits into the pipe, so this doesn't wait; who doesn't read it has ended, and says why by that.
 */
static void
give_text (Run *run, const char *text)
{
  GOutputStream *input = g_subprocess_get_stdin_pipe (run->child);

  g_output_stream_write_all (input, text, MIN (strlen (text), TC_TEXT_COMMAND_BYTES_MAX), NULL,
                             NULL, NULL);
  g_output_stream_close (input, NULL, NULL);
}

void
tc_text_command_run_async (const char *program, const char *number, const char *text,
                           gint64 text_id, guint seconds_max, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  g_autoptr (GError) error = NULL;
  GSubprocess *child = spawn (program, number, text_id, &error);
  Run *run;

  g_task_set_source_tag (task, tc_text_command_run_async);
  if (!child) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  run = g_new0 (Run, 1);
  run->child = child;
  run->group = get_group (child);
  run->said = g_string_new (NULL);
  run->seconds_max = seconds_max;
  run->output = G_POLLABLE_INPUT_STREAM (g_subprocess_get_stdout_pipe (child));
  g_task_set_task_data (task, run, free_run);
  run->reading = g_pollable_input_stream_create_source (run->output, NULL);
  g_source_set_callback (run->reading, G_SOURCE_FUNC (readable_cb), run, NULL);
  g_source_attach (run->reading, g_main_context_get_thread_default ());
  run->timer = g_timeout_add_seconds (seconds_max, late_cb, run);
  give_text (run, text);
  if (cancellable) {
    run->cancellable = g_object_ref (cancellable);
    run->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), run, NULL);
  }
  g_subprocess_wait_async (child, cancellable, ended_cb, g_steal_pointer (&task));
}

gboolean
tc_text_command_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
