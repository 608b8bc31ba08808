/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Life in the demonstration; see the header.
 */
#include "tc-demonstration-life.h"

#include "tc-setup-child.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

/* As many as the province has at this hour: a report every half minute or so by day. */
#define REPORTER_TIMES "10"
#define MOVER_SPEED "3"
#define STOP_MS_MAX 3000
#define STOP_STEP_MS 10

enum {
  REPORTER,
  MOVER,
  N_CHILDREN
};

struct TcDemonstrationLife {
  GSubprocess *children[N_CHILDREN]; /* (owned) (nullable) */
  GCancellable *stopping;            /* (owned) */
};

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GCancellable) stopping = data;

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  if (!g_cancellable_is_cancelled (stopping))
    g_message ("%s of the demonstration has ended before it",
               (const char *) g_object_get_data (source, "name"));
}

/* Its log begins anew. @name: static. (transfer full) (nullable) */
static GSubprocess *
start (TcDemonstrationLife *life, const char *name, const char *folder, const char *const *argv,
       GSubprocessFlags flags)
{
  g_autoptr (GSubprocessLauncher)
      launcher = tc_setup_child_new_launcher (flags | G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_strconcat (name, ".log", NULL);
  g_autofree char *log = g_build_filename (folder, file, NULL);
  GSubprocess *process = NULL;

  g_unlink (log);
  g_subprocess_launcher_set_stderr_file_path (launcher, log);
  process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  if (!process) {
    g_message ("%s of the demonstration does not start: %s", name, error->message);
    return NULL;
  }
  g_object_set_data (G_OBJECT (process), "name", (gpointer) name);
  g_subprocess_wait_async (process, NULL, ended_cb, g_object_ref (life->stopping));
  return process;
}

static void
key_written_cb (GObject *source, GAsyncResult *result, gpointer line)
{
  g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);
  g_output_stream_close_async (G_OUTPUT_STREAM (source), G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_free (line);
}

static void
start_reporter (TcDemonstrationLife *life, const TcSetupPrograms *programs, const char *folder,
                const char *url, const char *key)
{
  g_autofree char *open311 = g_strconcat (url, "/open311/v2", NULL);
  const char *const argv[] = {
      programs->reporter, "--url",        open311,   "--province", programs->province,
      "--times",          REPORTER_TIMES, "--quiet", NULL};
  char *line = g_strconcat (key, "\n", NULL);

  life->children[REPORTER] = start (life, "tc-field-reporter", folder, argv,
                                    G_SUBPROCESS_FLAGS_STDIN_PIPE);
  if (!life->children[REPORTER]) {
    g_free (line);
    return;
  }
  /* Not among its arguments, which everybody on this computer can read. */
  g_output_stream_write_all_async (g_subprocess_get_stdin_pipe (life->children[REPORTER]), line,
                                   strlen (line), G_PRIORITY_DEFAULT, NULL, key_written_cb, line);
}

static void
start_mover (TcDemonstrationLife *life, const TcSetupPrograms *programs, const char *folder,
             const char *url)
{
  g_autofree char *socket = g_build_filename (folder, "admin.sock", NULL);
  g_autofree char *open311 = g_strconcat (url, "/open311/v2", NULL);
  const char *const argv[] = {programs->mover,    "--socket", socket,  "--province",
                              programs->province, "--url",    open311, "--speed",
                              MOVER_SPEED,        NULL};

  life->children[MOVER] = start (life, "tc-unit-mover", folder, argv, G_SUBPROCESS_FLAGS_NONE);
}

TcDemonstrationLife *
tc_demonstration_life_start (const TcSetupPrograms *programs, const char *folder, const char *url,
                             const char *key)
{
  TcDemonstrationLife *life = g_new0 (TcDemonstrationLife, 1);

  life->stopping = g_cancellable_new ();
  if (programs->reporter)
    start_reporter (life, programs, folder, url, key);
  else
    g_message ("tc-field-reporter is not there: no reports come into the demonstration");
  if (programs->mover)
    start_mover (life, programs, folder, url);
  else
    g_message ("tc-unit-mover is not there: vehicles of the demonstration stand still");
  return life;
}

/* ---- ending ---- */

/* GLib's own thread waits for the child and forgets its number then. */
static gboolean
is_gone (GSubprocess *process)
{
  return g_subprocess_get_identifier (process) == NULL;
}

gboolean
tc_demonstration_end_child (GSubprocess *process, guint wait_ms)
{
  g_subprocess_send_signal (process, SIGTERM);
  for (guint waited_ms = 0; !is_gone (process) && waited_ms < wait_ms; waited_ms += STOP_STEP_MS)
    g_usleep (STOP_STEP_MS * 1000);
  if (is_gone (process))
    return TRUE;
  g_subprocess_force_exit (process);
  return FALSE;
}

void
tc_demonstration_life_stop (TcDemonstrationLife *life)
{
  if (!life)
    return;
  g_cancellable_cancel (life->stopping);
  /* Both are told at once, so that they end side by side. */
  for (guint i = 0; i < N_CHILDREN; i++) {
    if (life->children[i])
      g_subprocess_send_signal (life->children[i], SIGTERM);
  }
  for (guint i = 0; i < N_CHILDREN; i++) {
    if (life->children[i])
      tc_demonstration_end_child (life->children[i], STOP_MS_MAX);
    g_clear_object (&life->children[i]);
  }
  g_object_unref (life->stopping);
  g_free (life);
}
