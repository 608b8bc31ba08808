/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Starting what was set up: the server, its province, the first password, the desks' codes. See
 * tc-init.h.
 */
#include "tc-init.h"

#include "tc-admin-client.h"
#include "tc-csv.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define READY_MS_MAX 30000
#define READY_STEP_MS 50
#define LOG_TAIL_BYTES 600

static void
free_desk (gpointer data)
{
  TcInitDesk *desk = data;

  g_free (desk->name);
  g_free (desk->code);
  g_free (desk);
}

/* ---- the server ---- */

/* The one that we started, until all else is done too. */
static volatile sig_atomic_t started;
/* It may run before we know it: whoever tells us to end meanwhile is heard once we do. */
static volatile sig_atomic_t starting, told;

/* Told to end half-way: it doesn't stay behind. */
static void
stop_cb (int number)
{
  told = number;
  if (starting)
    return;
  if (started > 0)
    kill ((pid_t) started, SIGTERM);
  _exit (128 + number);
}

/* Between fork and exec: it goes on when we end, and a terminal's Ctrl+C isn't meant for it. */
static void
child_setup (gpointer data)
{
  setsid ();
  umask (077);
}

/* The end of its log says why. */
static void
set_log_error (const TcInitPlaces *places, GError **error)
{
  g_autofree char *text = NULL;
  gsize length = 0;

  g_file_get_contents (places->log, &text, &length, NULL);
  g_autofree char *tail = g_utf8_make_valid (
      text ? text + (length > LOG_TAIL_BYTES ? length - LOG_TAIL_BYTES : 0) : "", -1);
  /* Translators: after the colon the last lines of the server's log, then the log's file. */
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The server did not start: %s (%s)"),
               g_strstrip (tail), places->log);
}

static GPid
spawn_server (const TcInitPlaces *places, const TcSetupPrograms *programs, GError **error)
{
  g_autofree char *config = g_strconcat ("--config=", places->config, NULL);
  const char *const argv[] = {programs->server, config, NULL};
  int log = g_open (places->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  GPid pid = 0;

  if (log < 0) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", places->log,
                 g_strerror (errno));
    return 0;
  }
  if (!g_spawn_async_with_fds (NULL, (char **) argv, NULL,
                               G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDIN_FROM_DEV_NULL, child_setup,
                               NULL, &pid, -1, log, log, error))
    pid = 0;
  close (log);
  return pid;
}

static TcAdminClient *
try_client (const TcInitPlaces *places)
{
  g_autoptr (TcAdminClient) client = tc_admin_client_new (places->socket, NULL);
  g_autoptr (JsonObject)
      answer = client ? tc_admin_client_call (client, tc_admin_question ("status"), NULL) : NULL;

  return answer ? g_steal_pointer (&client) : NULL;
}

/* @pid: 0: it isn't our child. It answers once it serves. */
static TcAdminClient *
wait_ready (const TcInitPlaces *places, GPid pid, GError **error)
{
  for (guint waited_ms = 0; waited_ms < READY_MS_MAX; waited_ms += READY_STEP_MS) {
    TcAdminClient *client = try_client (places);

    if (client)
      return client;
    if (pid && waitpid (pid, NULL, WNOHANG) == pid)
      break;
    g_usleep (READY_STEP_MS * 1000);
  }
  set_log_error (places, error);
  return NULL;
}

/* @pid: (out): of a server that was started as our child */
static TcAdminClient *
reach_server (const TcSetupAnswers *answers, const TcInitPlaces *places,
              const TcSetupPrograms *programs, GPid *pid, GError **error)
{
  const char *const systemctl[] = {"systemctl", "enable", "--now", "toancanhd", NULL};
  TcAdminClient *client = try_client (places);

  if (client)
    return client;
  if (!tc_setup_answers_is_for_user (answers)) {
    g_autofree char *said = tc_init_run (systemctl, error);
    return said ? wait_ready (places, 0, error) : NULL;
  }
  if (!tc_init_make_folder (places->data, 0700, error))
    return NULL;
  starting = TRUE;
  *pid = spawn_server (places, programs, error);
  started = (sig_atomic_t) *pid;
  starting = FALSE;
  if (told)
    stop_cb (told);
  return *pid ? wait_ready (places, *pid, error) : NULL;
}

/* ---- what is in it ---- */

static gboolean
load_province (const TcInitPlaces *places, const TcSetupPrograms *programs, GError **error)
{
  const char *const argv[] = {programs->ctl,    "--socket", places->socket, "province", "load",
                              places->province, NULL};
  g_autofree char *said = tc_init_run (argv, error);

  return said != NULL;
}

static gboolean
set_password (TcAdminClient *client, const TcSetupAnswers *answers, const char *password,
              GError **error)
{
  g_autofree char *account = tc_setup_answers_dup (answers, "admin-account");
  JsonObject *question = tc_admin_question ("set-password");

  json_object_set_string_member (question, "account", account);
  json_object_set_string_member (question, "password", password);
  g_autoptr (JsonObject) answer = tc_admin_client_call (client, question, error);
  return answer != NULL;
}

/* Names of desks that have enrolled already: they need no code. (element-type utf8) */
static GHashTable *
list_enrolled (TcAdminClient *client)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (JsonObject) answer = tc_admin_client_call (client, tc_admin_question ("desks"), NULL);
  JsonArray *desks = answer ? json_object_get_array_member (answer, "desks") : NULL;

  for (guint i = 0; desks && i < json_array_get_length (desks); i++) {
    JsonObject *desk = json_array_get_object_element (desks, i);

    if (!g_str_equal (json_object_get_string_member_with_default (desk, "state", ""), "invited"))
      g_hash_table_add (names, g_strdup (json_object_get_string_member (desk, "name")));
  }
  return names;
}

static TcInitDesk *
invite (TcAdminClient *client, const char *name, GError **error)
{
  JsonObject *question = tc_admin_question ("invite-desk");

  json_object_set_string_member (question, "name", name);
  g_autoptr (JsonObject) answer = tc_admin_client_call (client, question, error);
  if (!answer)
    return NULL;
  TcInitDesk *desk = g_new0 (TcInitDesk, 1);
  desk->name = g_strdup (name);
  desk->code = g_strdup (json_object_get_string_member_with_default (answer, "code", ""));
  return desk;
}

static GPtrArray *
invite_desks (TcAdminClient *client, const TcInitPlaces *places, GError **error)
{
  g_autofree char *path = g_build_filename (places->province, "desks.csv", NULL);
  g_autoptr (TcCsv) csv = tc_csv_load (path, NULL, error);
  int column = csv ? tc_csv_find_column (csv, "name") : -1;
  g_autoptr (GPtrArray) desks = g_ptr_array_new_with_free_func (free_desk);
  g_autoptr (GHashTable) enrolled = list_enrolled (client);

  if (!csv)
    return NULL;
  for (guint row = 0; column >= 0 && row < tc_csv_get_n_rows (csv); row++) {
    const char *name = tc_csv_get (csv, row, (guint) column);
    TcInitDesk *desk = NULL;

    if (g_hash_table_contains (enrolled, name))
      continue;
    if (!(desk = invite (client, name, error)))
      return NULL;
    g_ptr_array_add (desks, desk);
  }
  return g_steal_pointer (&desks);
}

static GPtrArray *
fill (TcAdminClient *client, const TcSetupAnswers *answers, const TcInitPlaces *places,
      const TcSetupPrograms *programs, const char *password, TcInitProgress progress, gpointer data,
      GError **error)
{
  progress (_ ("Loading the province…"), data);
  if (!load_province (places, programs, error))
    return NULL;
  progress (_ ("Setting the administrator's password…"), data);
  if (!set_password (client, answers, password, error))
    return NULL;
  progress (_ ("Inviting the desks…"), data);
  return invite_desks (client, places, error);
}

GPtrArray *
tc_init_start (TcSetupAnswers *answers, const TcInitPlaces *places, const TcSetupPrograms *programs,
               const char *password, TcInitProgress progress, gpointer data, GError **error)
{
  g_autoptr (TcAdminClient) client = NULL;
  GPtrArray *desks = NULL;
  GPid pid = 0;

  signal (SIGTERM, stop_cb);
  signal (SIGINT, stop_cb);
  progress (_ ("Starting the server…"), data);
  client = reach_server (answers, places, programs, &pid, error);
  if (client)
    desks = fill (client, answers, places, programs, password, progress, data, error);
  if (!desks && pid)
    kill (pid, SIGTERM);
  started = 0;
  signal (SIGTERM, SIG_DFL);
  signal (SIGINT, SIG_DFL);
  if (desks)
    tc_setup_answers_set_made (answers, "done", "true");
  return desks;
}
