/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * toancanhd: command line, signals, systemd. The server itself is tc-server.c. What it has to say
 * goes to the journal as structured entries, or to standard error where there is no journal.
 */
#include "tc-digest.h"
#include "tc-error.h"
#include "tc-recent-errors.h"
#include "tc-relay-enrolment.h"
#include "tc-server.h"

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* Files and connections that the process may have open, if the system lets it. */
#define OPEN_FILES_MAX 65536

typedef struct {
  char *config_path;  /* (owned) (nullable) */
  char *data_dir;     /* (owned) (nullable) */
  char *admin_socket; /* (owned) (nullable) */
  int port;           /* -1: as configured */
  gboolean print_ready;
  gboolean print_config;
  gboolean print_version;
} Options;

typedef struct {
  GMainLoop *loop;  /* (owned) */
  TcServer *server; /* (owned) */
  gboolean stopping;
  int status;
} Process;

/* Tells systemd; without libsystemd, which would be one datagram's worth of dependency. */
static void
notify_systemd (const char *state)
{
  const char *path = g_getenv ("NOTIFY_SOCKET");
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  gsize length = path ? strlen (path) : 0;
  int fd;

  if (length < 2 || length >= sizeof address.sun_path)
    return;
  memcpy (address.sun_path, path, length);
  if (path[0] == '@')
    address.sun_path[0] = '\0';
  fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return;
  if (sendto (fd, state, strlen (state), MSG_NOSIGNAL, (struct sockaddr *) &address,
              (socklen_t) (G_STRUCT_OFFSET (struct sockaddr_un, sun_path) + length)) < 0)
    g_debug ("systemd could not be told: %s", g_strerror (errno));
  close (fd);
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Process *process = data;

  if (!tc_server_stop_finish (TC_SERVER (source), result))
    g_warning ("what did not finish in time was cut off");
  g_main_loop_quit (process->loop);
}

static gboolean
signal_cb (gpointer data)
{
  Process *process = data;

  if (process->stopping) {
    g_message ("told to stop again: ending at once");
    g_main_loop_quit (process->loop);
    return G_SOURCE_CONTINUE;
  }
  process->stopping = TRUE;
  g_message ("stopping");
  notify_systemd ("STOPPING=1");
  tc_server_stop_async (process->server, stopped_cb, process);
  return G_SOURCE_CONTINUE;
}

static void
failed_cb (gpointer data)
{
  Process *process = data;

  process->status = 1;
  g_main_loop_quit (process->loop);
}

static void
raise_open_files (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < OPEN_FILES_MAX &&
      limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = MIN (limit.rlim_max, OPEN_FILES_MAX);
    if (setrlimit (RLIMIT_NOFILE, &limit) < 0)
      g_debug ("the limit of open files stays: %s", g_strerror (errno));
  }
}

static void
set_text (char **member, const char *value)
{
  g_free (*member);
  *member = g_strdup (value);
}

/* Of folders separated by ':', as systemd says them. */
static void
set_first (char **member, const char *paths)
{
  g_free (*member);
  *member = g_strndup (paths, strcspn (paths, ":"));
}

/* Where data and socket are, if nobody said: by systemd's folders, else here. */
static void
find_places (TcServerConfig *config)
{
  const char *state = g_getenv ("STATE_DIRECTORY");
  const char *runtime = g_getenv ("RUNTIME_DIRECTORY");

  if (!*config->data_dir)
    set_first (&config->data_dir, state ? state : "toancanh-data");
  if (!*config->admin_socket) {
    g_autofree char *path = g_build_filename (runtime ? runtime : config->data_dir, "admin.sock",
                                              NULL);

    set_text (&config->admin_socket, path);
  }
}

static TcServerConfig *
make_config (const Options *options, GError **error)
{
  g_autoptr (TcServerConfig) config = tc_server_config_new (options->config_path, error);

  if (!config)
    return NULL;
  if (options->data_dir)
    set_text (&config->data_dir, options->data_dir);
  if (options->admin_socket)
    set_text (&config->admin_socket, options->admin_socket);
  if (options->port > 65535) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "--port must be a number from 0 to 65535");
    return NULL;
  }
  if (options->port >= 0)
    config->port = options->port;
  find_places (config);
  return g_steal_pointer (&config);
}

/* Before anything is opened or served: a relay that has not joined its province does so. */

static gboolean
join (const TcServerConfig *config, GError **error)
{
  const TcMembershipOptions options = tc_relay_membership_options (config);
  g_auto (TcMembership) member = {0};

  if (!*config->relay_server)
    return TRUE;
  if (g_mkdir_with_parents (config->data_dir, 0700) < 0) {
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                 "the data directory '%s': %s", config->data_dir, g_strerror (errno));
    return FALSE;
  }
  return tc_membership_join (&member, &options, error);
}

static int
serve (const Options *options, TcServerConfig *config)
{
  Process process = {0};
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = NULL;

  if (!join (config, &error)) {
    g_printerr ("toancanhd: %s\n", error->message);
    tc_server_config_free (config);
    return 1;
  }
  process.loop = g_main_loop_new (NULL, FALSE);
  process.server = tc_server_new (config, failed_cb, &process, &error);
  if (!process.server || !tc_server_start (process.server, &error)) {
    g_printerr ("toancanhd: %s\n", error->message);
    g_clear_object (&process.server);
    g_main_loop_unref (process.loop);
    return 1;
  }
  g_unix_signal_add (SIGTERM, signal_cb, &process);
  g_unix_signal_add (SIGINT, signal_cb, &process);
  uri = tc_server_dup_uri (process.server);
  g_message ("ready at %s", uri);
  notify_systemd ("READY=1");
  if (options->print_ready) {
    g_print ("ready %s\n", uri);
    fflush (stdout);
  }
  g_main_loop_run (process.loop);
  g_object_unref (process.server);
  g_main_loop_unref (process.loop);
  g_message ("stopped");
  return process.status;
}

static int
run (const Options *options)
{
  g_autoptr (GError) error = NULL;
  TcServerConfig *config;

  if (options->print_version) {
    g_print ("toancanhd %s\n", TC_VERSION);
    return 0;
  }
  if (options->print_config) {
    g_autofree char *text = tc_server_config_print ();

    g_print ("%s", text);
    return 0;
  }
  config = make_config (options, &error);
  if (!config) {
    g_printerr ("toancanhd: %s\n", error->message);
    return 2;
  }
  return serve (options, config);
}

static gboolean
parse (Options *options, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
      {"config", 'c', 0, G_OPTION_ARG_FILENAME, &options->config_path, "Settings", "FILE"},
      {"data-dir", 'd', 0, G_OPTION_ARG_FILENAME, &options->data_dir, "Where data is kept", "DIR"},
      {"admin-socket", 0, 0, G_OPTION_ARG_FILENAME, &options->admin_socket, "Socket of toancanhctl",
       "PATH"},
      {"port", 'p', 0, G_OPTION_ARG_INT, &options->port, "Port; 0 takes a free one", "PORT"},
      {"print-ready", 0, 0, G_OPTION_ARG_NONE, &options->print_ready,
       "Print \"ready URL\" once it serves", NULL},
      {"print-config", 0, 0, G_OPTION_ARG_NONE, &options->print_config,
       "Print all settings with what they are for", NULL},
      {"version", 0, 0, G_OPTION_ARG_NONE, &options->print_version, "Print the version", NULL},
      {NULL},
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- the server of Toàn Cảnh");

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
  Options options = {.port = -1};
  g_autoptr (GError) error = NULL;
  int status;

  umask (077);
  signal (SIGPIPE, SIG_IGN);
  g_log_writer_default_set_use_stderr (TRUE);
  tc_recent_errors_install ();
  if (!parse (&options, &argc, &argv, &error)) {
    g_printerr ("toancanhd: %s\n", error->message);
    return 2;
  }
  raise_open_files ();
  tc_crypto_init ();
  status = run (&options);
  g_free (options.config_path);
  g_free (options.data_dir);
  g_free (options.admin_socket);
  return status;
}
