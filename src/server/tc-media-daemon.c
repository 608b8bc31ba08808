/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * toancanh-media: command line, signals, joining the province. The host itself is tc-media-host.c;
 * started with --worker by itself it is one of its workers.
 */
#include "tc-error.h"
#include "tc-media-certificate.h"
#include "tc-media-host.h"
#include "tc-media-worker.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>

typedef struct {
  char *config_path; /* (owned) (nullable) */
  char *data_dir;    /* (owned) (nullable) */
  gboolean print_ready;
  gboolean print_config;
  gboolean print_version;
  gboolean worker;
} Options;

static gboolean
join (const TcMediaConfig *config, TcMembership *member, GError **error)
{
  const TcMembershipOptions options = {"media", config->server, config->ca, config->code,
                                       config->data_dir};

  return tc_membership_join (member, &options, error);
}

/* Two of them would each connect to all cameras. */
static gboolean
lock_dir (const TcMediaConfig *config, GError **error)
{
  g_autofree char *path = g_build_filename (config->data_dir, "lock", NULL);
  int fd;

  if (g_mkdir_with_parents (config->data_dir, 0700) < 0)
    return tc_error_take_errno ("making", config->data_dir, error);
  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return tc_error_take_errno ("opening", path, error);
  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    return TRUE; /* as long as the process */
  g_set_error (error, TC_ERROR, TC_ERROR_BUSY, "another media host has the data directory '%s'",
               config->data_dir);
  return FALSE;
}

static gboolean
signal_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static int
serve (const Options *options, TcMediaConfig *config)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_auto (TcMembership) member = {0};
  g_autoptr (TcMediaHost) host = NULL;
  g_autoptr (GError) error = NULL;

  if (lock_dir (config, &error) && join (config, &member, &error) &&
      tc_media_certificate_ensure (config, &error))
    host = tc_media_host_new (config, &member, &error);
  if (!host) {
    g_printerr ("toancanh-media: %s\n", error->message);
    return 1;
  }
  g_unix_signal_add (SIGTERM, signal_cb, loop);
  g_unix_signal_add (SIGINT, signal_cb, loop);
  g_message ("media host %u, \"%s\"", member.replica, member.name);
  if (options->print_ready) {
    g_print ("ready %u\n", member.replica);
    fflush (stdout);
  }
  g_main_loop_run (loop);
  g_clear_pointer (&host, tc_media_host_free);
  g_message ("stopped");
  return 0;
}

static TcMediaConfig *
make_config (const Options *options, GError **error)
{
  const char *state = g_getenv ("STATE_DIRECTORY");
  g_autoptr (TcMediaConfig) config = tc_media_config_new (options->config_path, error);

  if (!config)
    return NULL;
  if (options->data_dir || !*config->data_dir) {
    g_free (config->data_dir);
    config->data_dir = options->data_dir ? g_strdup (options->data_dir)
                       : state           ? g_strndup (state, strcspn (state, ":"))
                                         : g_strdup ("toancanh-media-data");
  }
  if (!*config->server) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "[media] server: which is it?");
    return NULL;
  }
  return g_steal_pointer (&config);
}

static int
run (const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcMediaConfig) config = NULL;

  if (options->worker)
    return tc_media_worker_run ();
  if (options->print_version) {
    g_print ("toancanh-media %s\n", TC_VERSION);
    return 0;
  }
  if (options->print_config) {
    g_autofree char *text = tc_media_config_print ();

    g_print ("%s", text);
    return 0;
  }
  config = make_config (options, &error);
  if (config)
    return serve (options, config);
  g_printerr ("toancanh-media: %s\n", error->message);
  return 2;
}

static gboolean
parse (Options *options, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
      {"config", 'c', 0, G_OPTION_ARG_FILENAME, &options->config_path, "Settings", "FILE"},
      {"data-dir", 'd', 0, G_OPTION_ARG_FILENAME, &options->data_dir, "Where data is kept", "DIR"},
      {"print-ready", 0, 0, G_OPTION_ARG_NONE, &options->print_ready,
       "Print \"ready NUMBER\" once it works", NULL},
      {"print-config", 0, 0, G_OPTION_ARG_NONE, &options->print_config,
       "Print all settings with what they are for", NULL},
      {"version", 0, 0, G_OPTION_ARG_NONE, &options->print_version, "Print the version", NULL},
      {"worker", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &options->worker, NULL, NULL},
      {NULL},
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- a media host of Toàn Cảnh");

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc > 1) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "what is \"%s\"?", (*argv)[1]);
    return FALSE;
  }
  return TRUE;
}

int
main (int argc, char **argv)
{
  Options options = {0};
  g_autoptr (GError) error = NULL;
  int status;

  umask (077);
  signal (SIGPIPE, SIG_IGN);
  g_log_writer_default_set_use_stderr (TRUE);
  /* It has passwords: no dump of it lies about, nobody else looks into it. */
  prctl (PR_SET_DUMPABLE, 0);
  if (!parse (&options, &argc, &argv, &error)) {
    g_printerr ("toancanh-media: %s\n", error->message);
    return 2;
  }
  tc_crypto_init ();
  status = run (&options);
  g_free (options.config_path);
  g_free (options.data_dir);
  return status;
}
