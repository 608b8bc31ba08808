/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The relay on the hub's thread; see the header.
 *
 * DESIGN: calls to and from the hub's thread go through the hub worker, in the same order as what
 * its lines say. As at a desk, what one line to the server has to do with is void on the next.
 * Snapshots are put into a file of their own, beside the relay's, on a thread that has nothing
 * else to do; the hub's thread takes what is in it all at once. A stop leaves that file behind,
 * and the next start removes it.
 */
#include "tc-relay-worker.h"

#include "tc-schema.h"

#include <glib/gstdio.h>

/* Behind the name of the relay's file, and a number. */
#define NEXT_SUFFIX "-next"
/* Before what could not be loaded is fetched again, in seconds. */
#define AGAIN_S 60

struct _TcRelayWorker {
  TcHubWorker *hub;         /* (owned) */
  TcKey *key;               /* (owned) */
  char *name;               /* (owned) */
  char *path;               /* (owned): of its file */
  TcRelayIdentity identity; /* its pointers are ours */
  TcRelayWorkerHooks hooks;
  gpointer data;
  guint line;         /* main thread: number of the newest */
  guint loads;        /* main thread: so far */
  GCancellable *ends; /* (owned): main thread: when it ends, and what it loads is of no use */
  guint again;        /* source id, main thread: when what could not be loaded is fetched again */
  TcRelay *relay;     /* (owned): hub's thread, as what follows */
  guint thread_line;  /* 0: none is open */
  gint64 token;       /* the question after it; 0: none */
};

/* What goes from one thread to the other. */
typedef struct {
  TcRelayWorker *self;
  guint line;
  GBytes *bytes;      /* (owned) (nullable) */
  GArray *files;      /* (owned) (nullable) */
  TcRelayPlan *plan;  /* (owned) (nullable) */
  char *name;         /* (owned) (nullable) */
  GVariant *value;    /* (owned) (nullable) */
  TcRefusal *refusal; /* (owned) (nullable) */
  TcRelayStatus status;
  gint64 scope;
  TcPosition position;
} Call;

static Call *
call_new (TcRelayWorker *self, guint line)
{
  Call *call = g_new0 (Call, 1);

  call->self = self;
  call->line = line;
  return call;
}

static void
call_free (gpointer data)
{
  Call *call = data;

  g_clear_pointer (&call->bytes, g_bytes_unref);
  g_clear_pointer (&call->files, g_array_unref);
  g_clear_pointer (&call->plan, tc_relay_plan_unref);
  g_clear_pointer (&call->value, g_variant_unref);
  g_clear_pointer (&call->refusal, tc_refusal_free);
  g_free (call->name);
  g_free (call);
}

/* Events: from the hub's thread to the main loop. */

static void
tell (Call *call, TcHubWorkerFunc func)
{
  tc_hub_worker_tell (call->self->hub, func, call, call_free);
}

static void
event_send (gpointer data)
{
  Call *call = data;

  if (call->line == call->self->line)
    call->self->hooks.send (call->bytes, call->self->data);
}

static void
event_close (gpointer data)
{
  Call *call = data;

  if (call->line == call->self->line)
    call->self->hooks.close (call->refusal, call->self->data);
}

static void
event_fetch (gpointer data)
{
  Call *call = data;

  if (call->line == call->self->line)
    call->self->hooks.fetch (call->plan, call->files, call->self->data);
}

static void
event_token (gpointer data)
{
  Call *call = data;

  call->self->hooks.token (call->value, call->self->data);
}

static void
event_notice (gpointer data)
{
  Call *call = data;

  call->self->hooks.notice (call->name, call->value, call->self->data);
}

static void
event_status (gpointer data)
{
  Call *call = data;

  call->self->hooks.status (&call->status, call->self->data);
}

static void
event_wiped (gpointer data)
{
  Call *call = data;

  call->self->hooks.wiped (call->scope, call->self->data);
}

static void
event_purged (gpointer data)
{
  Call *call = data;

  call->self->hooks.purged (&call->position, call->self->data);
}

/* The relay's hooks, on the hub's thread. */

static void
on_send_cb (GBytes *message, gpointer worker)
{
  TcRelayWorker *self = tc_hub_worker_get_plug (worker);
  Call *call = call_new (self, self->thread_line);

  call->bytes = g_bytes_ref (message);
  tell (call, event_send);
}

static void
tell_close (TcRelayWorker *self, const TcRefusal *why)
{
  Call *call = call_new (self, self->thread_line);

  call->refusal = tc_refusal_copy (why);
  tell (call, event_close);
}

static void
on_close_cb (const TcRefusal *why, gpointer worker)
{
  tell_close (tc_hub_worker_get_plug (worker), why);
}

static void
on_fetch_cb (const TcSnapshotFile *files, guint n, gpointer worker)
{
  TcRelayWorker *self = tc_hub_worker_get_plug (worker);
  Call *call = call_new (self, self->thread_line);

  call->plan = tc_relay_plan (self->relay);
  call->files = tc_snapshot_files_new ();
  for (guint i = 0; i < n; i++)
    tc_snapshot_files_add (call->files, &files[i]);
  tell (call, event_fetch);
}

static void
tell_token (TcRelayWorker *self, GVariant *value)
{
  Call *call = call_new (self, 0);

  call->value = value ? g_variant_ref (value) : NULL;
  tell (call, event_token);
}

static void
on_reply_cb (gint64 number, const TcRefusal *refusal, GVariant *value, gpointer worker)
{
  TcRelayWorker *self = tc_hub_worker_get_plug (worker);

  if (number != self->token)
    return;
  self->token = 0;
  tell_token (self, refusal ? NULL : value);
}

static void
on_notice_cb (const char *name, GVariant *value, gpointer worker)
{
  Call *call = call_new (tc_hub_worker_get_plug (worker), 0);

  call->name = g_strdup (name);
  call->value = g_variant_ref (value);
  tell (call, event_notice);
}

static void
on_status_cb (const TcRelayStatus *status, gpointer worker)
{
  Call *call = call_new (tc_hub_worker_get_plug (worker), 0);

  call->status = *status;
  tell (call, event_status);
}

static void
on_wiped_cb (gint64 scope, gpointer worker)
{
  Call *call = call_new (tc_hub_worker_get_plug (worker), 0);

  call->scope = scope;
  tell (call, event_wiped);
}

static void
on_purged_cb (const TcPosition *position, gpointer worker)
{
  Call *call = call_new (tc_hub_worker_get_plug (worker), 0);

  call->position = *position;
  tell (call, event_purged);
}

static void
on_given_up_cb (guint16 replica, guint n, gpointer worker)
{
  g_message ("desk %u is not to be served over this relay any more: %u of its operations that"
             " waited here were let go; the desk itself has them",
             replica, n);
}

static const TcRelayHooks relay_hooks = {
    .send = on_send_cb,
    .close = on_close_cb,
    .fetch = on_fetch_cb,
    .reply = on_reply_cb,
    .notice = on_notice_cb,
    .status = on_status_cb,
    .wiped = on_wiped_cb,
    .purged = on_purged_cb,
    .given_up = on_given_up_cb,
};

/* The plug, on the hub's thread. */

static TcHub *
open_cb (TcHubWorker *worker, TcDatabase *db, const TcHubHooks *hub_hooks, gpointer plug,
         GError **error)
{
  TcRelayWorker *self = plug;

  self->relay = tc_relay_new (db, &self->identity, &relay_hooks, hub_hooks, worker,
                              g_get_real_time (), error);
  return self->relay ? tc_relay_get_hub (self->relay) : NULL;
}

static gboolean
tick_cb (gint64 now_us, gpointer plug, GError **error)
{
  return tc_relay_tick (((TcRelayWorker *) plug)->relay, now_us, error);
}

static void
close_cb (gpointer plug)
{
  g_clear_pointer (&((TcRelayWorker *) plug)->relay, tc_relay_free);
}

static const TcSchemaSet *const sets[] = {&tc_schema_state,  &tc_schema_server, &tc_schema_desk,
                                          &tc_schema_outbox, &tc_schema_relay,  NULL};

static const TcHubWorkerPlug plug = {sets, open_cb, tick_cb, close_cb};

/* Commands: from the main thread to the hub's. */

/* What came doesn't fit: this line is over. Or it could not be kept: then so is this process. */
static void
line_fault (TcRelayWorker *self, GError *error)
{
  if (tc_error_is_store (error)) {
    tc_hub_worker_fail (self->hub, error);
    return;
  }
  g_autoptr (TcRefusal) why = tc_refusal_new ("line.fault", "message", TC_S, error->message, NULL);
  tell_close (self, why);
  g_error_free (error);
}

static void
command_opened (gpointer data)
{
  Call *call = data;

  call->self->thread_line = call->line;
  tc_relay_line_opened (call->self->relay, g_get_real_time ());
}

static void
command_closed (gpointer data)
{
  Call *call = data;

  call->self->thread_line = 0;
  if (call->self->token)
    tell_token (call->self, NULL);
  call->self->token = 0;
  tc_relay_line_closed (call->self->relay, g_get_real_time ());
}

static void
command_receive (gpointer data)
{
  Call *call = data;
  GError *error = NULL;

  if (call->line == call->self->thread_line &&
      !tc_relay_receive (call->self->relay, call->bytes, g_get_real_time (), &error))
    line_fault (call->self, error);
}

static void
remove_file (const char *path)
{
  static const char *const suffixes[] = {"", "-wal", "-shm"};

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *file = g_strconcat (path, suffixes[i], NULL);
    g_unlink (file);
  }
}

/* @call: name: the file that is filled. */
static void
command_take (gpointer data)
{
  Call *call = data;
  TcRelay *relay = call->self->relay;
  g_autoptr (TcDatabase) filled = NULL;
  GError *error = NULL;

  if (tc_relay_wants (relay, call->plan) != TC_RELAY_WANTED)
    return;
  filled = tc_database_open (call->name, TC_DATABASE_WRITER, &error);
  if (!filled || !tc_relay_take (relay, call->plan, filled, g_get_real_time (), &error))
    line_fault (call->self, error);
}

static void
command_ask_token (gpointer data)
{
  Call *call = data;

  call->self->token = tc_relay_ask (call->self->relay, "http-token", NULL);
  if (!call->self->token)
    tell_token (call->self, NULL);
}

static void
command_renew (gpointer data)
{
  Call *call = data;
  GError *error = NULL;

  if (!tc_relay_renew (call->self->relay, &error))
    line_fault (call->self, error);
}

static void
run (Call *call, TcHubWorkerFunc func)
{
  tc_hub_worker_run (call->self->hub, func, call, call_free);
}

void
tc_relay_worker_line_opened (TcRelayWorker *self)
{
  run (call_new (self, ++self->line), command_opened);
}

void
tc_relay_worker_line_closed (TcRelayWorker *self)
{
  run (call_new (self, ++self->line), command_closed);
}

void
tc_relay_worker_receive (TcRelayWorker *self, GBytes *message)
{
  Call *call = call_new (self, self->line);

  call->bytes = g_bytes_ref (message);
  run (call, command_receive);
}

/* Loading. */

typedef struct {
  TcRelayWorker *self; /* (unowned): not looked at once it has ended, which cancels */
  char *path;          /* (owned): of the file that is filled; removed with this */
  guint line;
  TcRelayPlan *plan;   /* (owned) */
  GPtrArray *lists;    /* (owned) (element-type GBytes) */
  GPtrArray *contents; /* (owned) (element-type GBytes) */
} Load;

static void
free_load (gpointer data)
{
  Load *load = data;

  tc_relay_plan_unref (load->plan);
  g_ptr_array_unref (load->lists);
  g_ptr_array_unref (load->contents);
  g_free (load->path);
  g_free (load);
}

static void
fill_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Load *load = data;
  GError *error = NULL;
  TcDatabase *db;
  gboolean filled;

  remove_file (load->path);
  db = tc_database_open (load->path, TC_DATABASE_WRITER, &error);
  filled = db && tc_schema_migrate (db, sets, &error) &&
           tc_relay_plan_fill (load->plan, db, load->lists, load->contents, NULL, &error);
  g_clear_pointer (&db, tc_database_close);
  if (filled)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
free_taken (gpointer data)
{
  remove_file (((Call *) data)->name);
  call_free (data);
}

static gboolean
again_cb (gpointer data)
{
  Call *call = data;

  call->self->again = 0;
  event_close (call);
  return G_SOURCE_REMOVE;
}

/* What failed fails again: the line isn't filled with it meanwhile. */
static void
fetch_later (TcRelayWorker *self, guint line, const GError *error)
{
  Call *call = call_new (self, line);

  g_warning ("snapshots could not be loaded, they are fetched again: %s", error->message);
  call->refusal = tc_refusal_new ("line.fault", "message", TC_S, error->message, NULL);
  g_clear_handle_id (&self->again, g_source_remove);
  self->again = g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, AGAIN_S, again_cb, call, call_free);
}

static void
filled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  const Load *load = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  Call *call;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result)))) {
    remove_file (load->path);
    return;
  }
  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    remove_file (load->path);
    fetch_later (load->self, load->line, error);
    return;
  }
  call = call_new (load->self, load->line);
  call->name = g_strdup (load->path);
  call->plan = tc_relay_plan_ref (load->plan);
  tc_hub_worker_run (load->self->hub, command_take, call, free_taken);
}

void
tc_relay_worker_load (TcRelayWorker *self, TcRelayPlan *plan, GPtrArray *lists, GPtrArray *contents)
{
  g_autoptr (GTask) task = g_task_new (NULL, self->ends, filled_cb, NULL);
  Load *load = g_new0 (Load, 1);

  load->self = self;
  load->path = g_strdup_printf ("%s" NEXT_SUFFIX "%u", self->path, ++self->loads);
  load->line = self->line;
  load->plan = tc_relay_plan_ref (plan);
  load->lists = g_ptr_array_ref (lists);
  load->contents = g_ptr_array_ref (contents);
  g_task_set_task_data (task, load, free_load);
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, fill_thread);
}

/* Those of a process that ended meanwhile. */
static void
remove_left (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *prefix = g_strconcat (name, NEXT_SUFFIX, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *file;

  while (dir && (file = g_dir_read_name (dir))) {
    g_autofree char *left = g_build_filename (folder, file, NULL);

    if (g_str_has_prefix (file, prefix))
      g_unlink (left);
  }
}

void
tc_relay_worker_ask_token (TcRelayWorker *self)
{
  run (call_new (self, self->line), command_ask_token);
}

void
tc_relay_worker_renew (TcRelayWorker *self)
{
  run (call_new (self, self->line), command_renew);
}

TcRelayWorker *
tc_relay_worker_new (const char *path, TcKey *key, guint16 replica, const TcPublicKey *server_key,
                     const char *name, const TcHubWorkerHooks *lines, gpointer lines_data,
                     const TcRelayWorkerHooks *hooks, gpointer data, GError **error)
{
  g_autoptr (TcRelayWorker) self = g_new0 (TcRelayWorker, 1);

  self->key = key;
  self->name = g_strdup (name);
  self->path = g_strdup (path);
  self->ends = g_cancellable_new ();
  remove_left (path);
  self->identity = (TcRelayIdentity){replica, key, *server_key, self->name};
  self->hooks = *hooks;
  self->data = data;
  self->hub = tc_hub_worker_new_plugged (path, server_key, lines, lines_data, &plug, self, error);
  return self->hub ? g_steal_pointer (&self) : NULL;
}

void
tc_relay_worker_free (TcRelayWorker *self)
{
  g_cancellable_cancel (self->ends);
  g_clear_handle_id (&self->again, g_source_remove);
  if (self->hub)
    tc_hub_worker_stop (self->hub);
  g_clear_object (&self->hub);
  g_object_unref (self->ends);
  g_free (self->path);
  g_clear_pointer (&self->key, tc_key_free);
  g_free (self->name);
  g_free (self);
}

TcHubWorker *
tc_relay_worker_get_hub (TcRelayWorker *self)
{
  return self->hub;
}
