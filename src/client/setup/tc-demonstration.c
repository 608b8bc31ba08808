/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The demonstration; see the header. DESIGN: opening is a list of steps, each asynchronous, each
 * passed over if its result is there already; so opening again goes on where it broke off.
 */
#include "tc-demonstration.h"

#include "tc-demonstration-life.h"
#include "tc-digest.h"
#include "tc-error.h"
#include "tc-setup-child.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#define KEPT_GROUP "demonstration"
#define STOP_MS_MAX 10000
#define LOG_TAIL_BYTES 600

struct _TcDemonstration {
  GObject parent;
  char *folder;              /* (owned) */
  TcSetupPrograms *programs; /* (owned) (nullable): until looked for */
  char *password;            /* (owned) (nullable): of all accounts, once known */
  char *key;                 /* (owned) (nullable): for Open311, once there is one */
  GSubprocess *server;       /* (owned) (nullable): while it runs */
  TcDemonstrationLife *life; /* (owned) (nullable): while it runs and is filled */
  char *url;                 /* (owned) (nullable): once it serves */
  gboolean filled;           /* province loaded, passwords set */
  gboolean opening;
};

G_DEFINE_FINAL_TYPE (TcDemonstration, tc_demonstration, G_TYPE_OBJECT)

enum {
  PROGRESS,
  ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const TcDemonstrationPerson people[] = {
    {"truongca", "Bàn 01 – Trưởng ca", N_ ("Shift supervisor"),
     N_ ("Sees every incident, approves answers, releases reporters' data.")},
    {"lan", "Bàn 02 – Điều phối", N_ ("Dispatcher"),
     N_ ("Takes incidents and dispatches them to units.")},
    {"tinhieu1", "Trực Đội Tín hiệu số 1", N_ ("Unit officer"),
     N_ ("Gets tasks of one unit, works on them, reports back.")},
};

const TcDemonstrationPerson *
tc_demonstration_list_people (guint *n)
{
  *n = G_N_ELEMENTS (people);
  return people;
}

static char *
path_of (TcDemonstration *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

/* Opening. */

typedef enum {
  STEP_PREPARE,
  STEP_START,
  STEP_LOAD,
  STEP_PASSWORDS,
  STEP_KEY,
  STEP_KEEP,
  STEP_LIFE,
  STEP_DESK,
  STEP_INVITE,
  STEP_ENROL,
} Step;

typedef struct {
  const TcDemonstrationPerson *person;
  Step step;
  guint account; /* whose password is set next */
  char *code;    /* (owned) (nullable) */
  TcDesk *desk;  /* (owned) (nullable) */
} Opening;

static void
free_opening (gpointer data)
{
  Opening *opening = data;

  g_free (opening->code);
  g_clear_object (&opening->desk);
  g_free (opening);
}

static void next_step (GTask *task);

static void
tell (GTask *task, const char *sentence)
{
  g_signal_emit (g_task_get_source_object (task), signals[PROGRESS], 0, sentence);
}

/* @error: (transfer full). What was begun stays for the next time, but the server doesn't. */
static void
fail (GTask *task, GError *error)
{
  TcDemonstration *self = g_task_get_source_object (task);

  self->opening = FALSE;
  tc_demonstration_stop (self);
  g_task_return_error (task, error);
}

static char *
desk_folder (TcDemonstration *self, const TcDemonstrationPerson *person)
{
  g_autofree char *name = g_strconcat ("desk-", person->account, NULL);

  return path_of (self, name);
}

/* Files are read and written on a thread; its outcome brings the next step. */

static void
threaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    next_step (task);
  else
    fail (task, error);
}

static void
run_in_thread (GTask *task, GTaskThreadFunc func)
{
  g_autoptr (GTask)
      inner = g_task_new (g_task_get_source_object (task), NULL, threaded_cb, g_object_ref (task));

  g_task_set_task_data (inner, g_object_ref (task), g_object_unref);
  g_task_run_in_thread (inner, func);
}

static void
return_errno (GTask *task, const char *path)
{
  g_task_return_new_error (task, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", path,
                           g_strerror (errno));
}

static void
read_kept (TcDemonstration *self)
{
  g_autofree char *path = path_of (self, "demonstration.ini");
  g_autoptr (GKeyFile) kept = g_key_file_new ();

  if (!g_key_file_load_from_file (kept, path, G_KEY_FILE_NONE, NULL))
    return;
  g_free (self->password);
  self->password = g_key_file_get_string (kept, KEPT_GROUP, "password", NULL);
  self->filled = self->password != NULL;
  g_free (self->key);
  self->key = g_key_file_get_string (kept, KEPT_GROUP, "key", NULL);
}

static char *
make_password (void)
{
  guint8 bytes[15];

  tc_random_bytes (bytes, sizeof bytes);
  return g_base64_encode (bytes, sizeof bytes);
}

static void
prepare (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  TcDemonstration *self = source;
  g_autofree char *config_path = path_of (self, "toancanhd.conf");
  g_autofree char *data_dir = path_of (self, "server");
  g_autofree char *socket = path_of (self, "admin.sock");
  g_autoptr (GKeyFile) config = g_key_file_new ();
  GError *error = NULL;

  if (!self->programs && !(self->programs = tc_setup_programs_find (NULL, &error))) {
    g_task_return_error (task, error);
    return;
  }
  if (g_mkdir_with_parents (data_dir, 0700) < 0) {
    return_errno (task, data_dir);
    return;
  }
  read_kept (self);
  if (!self->password)
    self->password = make_password ();
  g_key_file_set_string (config, "server", "data-dir", data_dir);
  g_key_file_set_string (config, "server", "admin-socket", socket);
  g_key_file_set_string (config, "listen", "address", "127.0.0.1");
  g_key_file_set_string (config, "listen", "port", "0");
  g_key_file_set_string (config, "open311", "test", "true");
  if (g_key_file_save_to_file (config, config_path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* The server. */

static void
log_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autofree char *text = NULL;
  gsize length = 0;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (!g_file_load_contents_finish (G_FILE (source), result, &text, &length, NULL, NULL))
    text = g_strdup ("");
  g_autofree char *tail = g_utf8_make_valid (
      text + (length > LOG_TAIL_BYTES ? length - LOG_TAIL_BYTES : 0), -1);
  g_task_return_new_error (task, TC_ERROR, TC_ERROR_INVALID, "toancanhd did not start: %s",
                           g_strstrip (tail));
}

/* Says why in the words of the server's log. */
static void
fail_by_log (GTask *task)
{
  TcDemonstration *self = g_task_get_source_object (task);
  g_autofree char *path = path_of (self, "toancanhd.log");
  g_autoptr (GFile) file = g_file_new_for_path (path);

  self->opening = FALSE;
  tc_demonstration_stop (self);
  g_file_load_contents_async (file, NULL, log_read_cb, g_object_ref (task));
}

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TcDemonstration *self = g_task_get_source_object (task);
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source),
                                                                result, NULL, NULL);

  if (line && g_str_has_prefix (line, "ready http")) {
    g_free (self->url);
    self->url = g_strdup (line + strlen ("ready "));
    next_step (task);
  } else {
    fail_by_log (task);
  }
}

static void
server_ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcDemonstration) self = data;

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  if (self->server != G_SUBPROCESS (source))
    return;
  g_clear_object (&self->server);
  g_clear_pointer (&self->life, tc_demonstration_life_stop);
  g_clear_pointer (&self->url, g_free);
  if (!self->opening)
    g_signal_emit (self, signals[ENDED], 0, _ ("The demonstration's server has ended."));
}

static void
start_server (GTask *task)
{
  TcDemonstration *self = g_task_get_source_object (task);
  g_autoptr (GSubprocessLauncher)
      launcher = tc_setup_child_new_launcher (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *config = path_of (self, "toancanhd.conf");
  g_autofree char *log = path_of (self, "toancanhd.log");
  GError *error = NULL;

  tell (task, _ ("Starting the server of the demonstration…"));
  g_unlink (log);
  g_subprocess_launcher_set_stderr_file_path (launcher, log);
  self->server = g_subprocess_launcher_spawn (launcher, &error, self->programs->server, "--config",
                                              config, "--print-ready", NULL);
  if (!self->server) {
    fail (task, error);
    return;
  }
  g_subprocess_wait_async (self->server, NULL, server_ended_cb, g_object_ref (self));
  g_autoptr (GDataInputStream)
      lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->server));
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                                       ready_cb, g_object_ref (task));
}

/* What toancanhctl does for us. */

static void
take_string (char **place, char **string)
{
  g_free (*place);
  *place = g_steal_pointer (string);
}

static void
ctl_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TcDemonstration *self = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *said = tc_setup_child_run_finish (result, &error);

  if (!said) {
    fail (task, error);
    return;
  }
  /* Steps are counted on before they are done. */
  if (opening->step == STEP_ENROL)
    take_string (&opening->code, &said);
  else if (opening->step == STEP_KEEP)
    take_string (&self->key, &said);
  next_step (task);
}

static void
run_ctl (GTask *task, const char *input, const char *verb, const char *word, const char *more,
         const char *last)
{
  TcDemonstration *self = g_task_get_source_object (task);
  g_autofree char *socket = path_of (self, "admin.sock");
  const char *const argv[] = {
      self->programs->ctl, "--socket", socket, verb, word, more, last, NULL};

  tc_setup_child_run_async (argv, input, g_task_get_cancellable (task), NULL, NULL, ctl_cb,
                            g_object_ref (task));
}

static void
load_province (GTask *task)
{
  TcDemonstration *self = g_task_get_source_object (task);

  tell (task, _ ("Loading the demonstration province…"));
  run_ctl (task, NULL, "province", "load", self->programs->province, "--reports");
}

static void
set_password (GTask *task)
{
  TcDemonstration *self = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);
  g_autofree char *input = g_strconcat (self->password, "\n", NULL);
  const char *account = people[opening->account++].account;

  /* The same step again until all have one. */
  if (opening->account < G_N_ELEMENTS (people))
    opening->step = STEP_PASSWORDS;
  tell (task, _ ("Making the demonstration's accounts…"));
  run_ctl (task, input, "account", "set-password", account, NULL);
}

static void
make_key (GTask *task)
{
  run_ctl (task, NULL, "api-key", "add", "demonstration", NULL);
}

static void
keep (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  TcDemonstration *self = source;
  g_autofree char *path = path_of (self, "demonstration.ini");
  g_autoptr (GKeyFile) kept = g_key_file_new ();
  GError *error = NULL;

  /* The folder is the person's alone. */
  g_key_file_set_string (kept, KEPT_GROUP, "password", self->password);
  g_key_file_set_string (kept, KEPT_GROUP, "key", self->key);
  self->filled = g_key_file_save_to_file (kept, path, &error);
  if (self->filled)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
start_life (GTask *task)
{
  TcDemonstration *self = g_task_get_source_object (task);

  self->life = tc_demonstration_life_start (self->programs, self->folder, self->url, self->key);
  next_step (task);
}

/* The desk. */

/* The server takes a free port each time: a desk that there is learns where it is today. */
static void
prepare_desk (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  TcDemonstration *self = source;
  Opening *opening = g_task_get_task_data (data);
  g_autofree char *folder = desk_folder (self, opening->person);
  g_autofree char *path = g_build_filename (folder, "desk.ini", NULL);
  g_autoptr (GKeyFile) ini = g_key_file_new ();
  GError *error = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  if (!g_key_file_load_from_file (ini, path, G_KEY_FILE_KEEP_COMMENTS, &error)) {
    g_task_return_error (task, error);
    return;
  }
  g_key_file_set_string (ini, "desk", "url", self->url);
  if (g_key_file_save_to_file (ini, path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
finish (GTask *task)
{
  TcDemonstration *self = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);

  self->opening = FALSE;
  g_task_return_pointer (task, g_steal_pointer (&opening->desk), g_object_unref);
}

static void
invite (GTask *task)
{
  TcDemonstration *self = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);
  g_autofree char *folder = desk_folder (self, opening->person);
  GError *error = NULL;

  opening->desk = tc_desk_open (folder, &error);
  if (!opening->desk) {
    fail (task, error);
  } else if (tc_desk_get_state (opening->desk) != TC_DESK_NEW) {
    finish (task);
  } else {
    tell (task, _ ("Enrolling this desk…"));
    run_ctl (task, NULL, "desk", "invite", opening->person->desk, NULL);
  }
}

static void
enrolled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (TcRefusal) refusal = tc_desk_enrol_finish (TC_DESK (source), result, &error);

  if (refusal)
    error = g_error_new (TC_ERROR, TC_ERROR_DENIED, "enrolling: %s", refusal->code);
  if (error)
    fail (task, error);
  else
    finish (task);
}

static void
enrol (GTask *task)
{
  TcDemonstration *self = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);

  tc_desk_enrol_async (opening->desk, self->url, opening->code, g_task_get_cancellable (task),
                       enrolled_cb, g_object_ref (task));
}

static void
do_step (GTask *task, Step step)
{
  TcDemonstration *self = g_task_get_source_object (task);

  switch (step) {
  case STEP_PREPARE:
    return run_in_thread (task, prepare);
  case STEP_START:
    return self->url ? next_step (task) : start_server (task);
  case STEP_LOAD:
    return self->filled ? next_step (task) : load_province (task);
  case STEP_PASSWORDS:
    return self->filled ? next_step (task) : set_password (task);
  case STEP_KEY:
    return self->key ? next_step (task) : make_key (task);
  case STEP_KEEP:
    return self->life ? next_step (task) : run_in_thread (task, keep);
  case STEP_LIFE:
    return self->life ? next_step (task) : start_life (task);
  case STEP_DESK:
    return run_in_thread (task, prepare_desk);
  case STEP_INVITE:
    return invite (task);
  case STEP_ENROL:
    return enrol (task);
  }
  g_assert_not_reached ();
}

static void
next_step (GTask *task)
{
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    fail (task, error);
  else
    do_step (task, opening->step++);
}

static const TcDemonstrationPerson *
find_person (const char *account)
{
  for (guint i = 0; i < G_N_ELEMENTS (people); i++) {
    if (g_str_equal (people[i].account, account))
      return &people[i];
  }
  return NULL;
}

void
tc_demonstration_open_async (TcDemonstration *self, const char *account, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  Opening *opening = g_new0 (Opening, 1);

  g_task_set_task_data (task, opening, free_opening);
  opening->person = find_person (account);
  if (self->opening || !opening->person) {
    g_task_return_new_error (task, TC_ERROR, self->opening ? TC_ERROR_BUSY : TC_ERROR_NOT_FOUND,
                             self->opening ? "the demonstration is being opened already"
                                           : "there is no such person in the demonstration");
    return;
  }
  self->opening = TRUE;
  next_step (task);
}

TcDesk *
tc_demonstration_open_finish (TcDemonstration *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
tc_demonstration_get_password (TcDemonstration *self)
{
  return self->password;
}

gboolean
tc_demonstration_exists (TcDemonstration *self)
{
  return g_file_test (self->folder, G_FILE_TEST_IS_DIR);
}

/* Ending. */

void
tc_demonstration_stop (TcDemonstration *self)
{
  g_autoptr (GSubprocess) server = g_steal_pointer (&self->server);

  g_clear_pointer (&self->life, tc_demonstration_life_stop);
  g_clear_pointer (&self->url, g_free);
  if (server && !tc_demonstration_end_child (server, STOP_MS_MAX))
    g_warning ("the demonstration's server did not end in time and was cut off");
}

static gboolean
delete_tree (const char *path, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *below = g_build_filename (path, name, NULL);
    gboolean folder = g_file_test (below, G_FILE_TEST_IS_DIR) &&
                      !g_file_test (below, G_FILE_TEST_IS_SYMLINK);

    if (folder ? !delete_tree (below, error) : g_unlink (below) < 0) {
      if (!folder)
        g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", below,
                     g_strerror (errno));
      return FALSE;
    }
  }
  if (g_rmdir (path) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", path,
               g_strerror (errno));
  return FALSE;
}

static void
discard (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  TcDemonstration *self = source;
  GError *error = NULL;

  if (delete_tree (self->folder, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
tc_demonstration_discard_async (TcDemonstration *self, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  if (self->opening) {
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_BUSY, "the demonstration is being opened");
    return;
  }
  tc_demonstration_stop (self);
  self->filled = FALSE;
  g_clear_pointer (&self->password, g_free);
  g_clear_pointer (&self->key, g_free);
  g_task_run_in_thread (task, discard);
}

gboolean
tc_demonstration_discard_finish (TcDemonstration *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Object. */

static void
tc_demonstration_dispose (GObject *object)
{
  tc_demonstration_stop (TC_DEMONSTRATION (object));
  G_OBJECT_CLASS (tc_demonstration_parent_class)->dispose (object);
}

static void
tc_demonstration_finalize (GObject *object)
{
  TcDemonstration *self = TC_DEMONSTRATION (object);

  g_free (self->folder);
  g_free (self->password);
  g_free (self->key);
  g_clear_pointer (&self->programs, tc_setup_programs_free);
  G_OBJECT_CLASS (tc_demonstration_parent_class)->finalize (object);
}

static void
tc_demonstration_class_init (TcDemonstrationClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tc_demonstration_dispose;
  G_OBJECT_CLASS (klass)->finalize = tc_demonstration_finalize;
  signals[PROGRESS] = g_signal_new ("progress", TC_TYPE_DEMONSTRATION, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[ENDED] = g_signal_new ("ended", TC_TYPE_DEMONSTRATION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
tc_demonstration_init (TcDemonstration *self)
{
}

TcDemonstration *
tc_demonstration_new (const char *folder, const TcSetupPrograms *programs)
{
  TcDemonstration *self = g_object_new (TC_TYPE_DEMONSTRATION, NULL);

  self->folder = folder ? g_strdup (folder)
                        : g_build_filename (g_get_user_state_dir (), "toancanh", "demonstration",
                                            NULL);
  if (programs) {
    self->programs = g_new0 (TcSetupPrograms, 1);
    self->programs->server = g_strdup (programs->server);
    self->programs->ctl = g_strdup (programs->ctl);
    self->programs->reporter = g_strdup (programs->reporter);
    self->programs->mover = g_strdup (programs->mover);
    self->programs->province = g_strdup (programs->province);
  }
  return self;
}
