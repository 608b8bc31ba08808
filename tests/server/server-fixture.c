/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Driving toancanhd; see the header.
 */
#include "server-fixture.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

/* The server. */

static char *
name_log (Fixture *fixture)
{
  return g_strdup_printf ("%s/server-%u.log", fixture->dir, fixture->starts);
}

/* A test that fails leaves no server behind. */
static void
die_with_us (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

void
start_server (Fixture *fixture)
{
  g_autoptr (GSubprocessLauncher)
      launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *log = NULL;
  g_autofree char *data = g_build_filename (fixture->dir, "data", NULL);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *line = NULL;
  g_autofree char *port = g_strdup_printf ("%u", fixture->port); /* the same again */
  g_autoptr (GError) error = NULL;

  fixture->starts++;
  log = name_log (fixture);
  g_subprocess_launcher_set_stderr_file_path (launcher, log);
  g_subprocess_launcher_set_child_setup (launcher, die_with_us, NULL, NULL);
  g_subprocess_launcher_setenv (launcher, "G_MESSAGES_DEBUG", "", TRUE);
  fixture->process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("TOANCANHD"),
                                                  "--data-dir", data, "--port", port,
                                                  "--print-ready", NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->process));
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (line && g_str_has_prefix (line, "ready http://127.0.0.1:"));
  fixture->url = g_strdup (line + strlen ("ready "));
  fixture->port = (guint16) g_ascii_strtoull (strrchr (line, ':') + 1, NULL, 10);
  fixture->admin = tc_admin_client_new (fixture->socket, &error);
  g_assert_no_error (error);
}

void
stop_server (Fixture *fixture)
{
  g_autofree char *log = name_log (fixture);
  g_autofree char *text = NULL;

  g_clear_pointer (&fixture->admin, tc_admin_client_free);
  g_subprocess_send_signal (fixture->process, SIGTERM);
  g_assert_true (g_subprocess_wait (fixture->process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (fixture->process));
  g_assert_cmpint (g_subprocess_get_exit_status (fixture->process), ==, 0);
  g_clear_object (&fixture->process);
  g_clear_pointer (&fixture->url, g_free);
  g_assert_true (g_file_get_contents (log, &text, NULL, NULL));
  g_string_append (fixture->said, text);
}

/* Administration. */

JsonObject *
ask (Fixture *fixture, const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *answer;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_strdelimit (text, "'", '"');
  node = json_from_string (text, &error);
  g_assert_no_error (error);
  answer = tc_admin_client_call (fixture->admin, json_node_dup_object (node), &error);
  if (!answer)
    g_error ("%s: %s", text, error->message);
  return answer;
}

void
tell (Fixture *fixture, const char *name, const char *format, ...)
{
  g_autofree char *args_text = NULL;
  va_list args;

  va_start (args, format);
  args_text = g_strdup_vprintf (format, args);
  va_end (args);
  json_object_unref (ask (fixture, "{'do':'operate','name':'%s','args':{%s}}", name, args_text));
}

gint64
make_id (Fixture *fixture)
{
  g_autoptr (JsonObject) answer = ask (fixture, "{'do':'make-ids','count':1}");

  return g_ascii_strtoll (
      json_array_get_string_element (json_object_get_array_member (answer, "ids"), 0), NULL, 10);
}
