/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The relay on the hub's thread; see the header.
 *
 * DESIGN: calls to and from the hub's thread go through the hub worker, in the same order as what
 * its lines say. As at a desk, what one line to the server has to do with is void on the next.
 * Snapshots are put into a file of their own, beside the relay's, on a thread that has nothing
 * else to do (tc-relay-filling.h); the hub's thread takes what is in it all at once. It asks after
 * all that it hears whether they are still wanted; if not, the filling ends and the file goes. What
 * fails of that file is put off: meanwhile the relay goes on with what it has. Wherever a file is
 * given up that is still lacking, an offer of the server comes after it, or the line is closed.
 */
#include "tc-relay-worker.h"

#include "tc-relay-filling.h"

/* Before what could not be loaded is fetched again, twice as long each time, in minutes; of a relay
 * that has nothing yet, whose room waits for it. */
#define AGAIN_MIN 1
#define AGAIN_MIN_MAX 60
#define AGAIN_MIN_MAX_EMPTY 4

struct _TcRelayWorker {
  TcHubWorker *hub;         /* (owned) */
  TcKey *key;               /* (owned) */
  char *name;               /* (owned) */
  char *path;               /* (owned): of its file */
  TcRelayIdentity identity; /* its pointers are ours */
  TcRelayWorkerHooks hooks;
  gpointer data;
  GThreadPool *filler;     /* (owned): one thread; its work is a TcRelayFilling */
  guint line;              /* main thread, as what follows: number of the newest */
  guint loads;             /* so far */
  GCancellable *cancel;    /* (owned) (nullable): of what was loaded last */
  guint again_source;      /* when what could not be loaded is fetched again; 0: nothing waits */
  guint again_min;         /* how long that was put off last; 0: since then it has all */
  gboolean has_base;       /* it can serve its room, with what it has */
  TcRelay *relay;          /* (owned): hub's thread, as what follows */
  guint thread_line;       /* 0: none is open */
  gint64 token;            /* the question after it; 0: none */
  TcRelayFilling *filling; /* (owned) (nullable): may be wanted */
  gboolean filled;         /* that is, to its end */
};

/* What goes from one thread to the other. */
typedef struct {
  TcRelayWorker *self;
  guint line;
  GBytes *bytes;           /* (owned) (nullable) */
  GArray *files;           /* (owned) (nullable) */
  TcRelayPlan *plan;       /* (owned) (nullable) */
  char *name;              /* (owned) (nullable) */
  GVariant *value;         /* (owned) (nullable) */
  TcRefusal *refusal;      /* (owned) (nullable) */
  GError *error;           /* (owned) (nullable) */
  TcRelayFilling *filling; /* (owned) (nullable) */
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
  g_clear_error (&call->error);
  g_clear_pointer (&call->filling, tc_relay_filling_unref);
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

  /* The server closes behind its goodbye, which a slow disk lets the thread read later. */
  if (call->line > 0)
    call->self->hooks.close (call->refusal, call->line != call->self->line, call->self->data);
}

/* While it is put off the line goes on without. */
static void
event_fetch (gpointer data)
{
  Call *call = data;

  if (call->line == call->self->line && !call->self->again_source)
    call->self->hooks.fetch (call->plan, call->files, call->self->data);
}

/* It greets again, and is offered what there is then. */
static gboolean
again_cb (gpointer data)
{
  TcRelayWorker *self = data;
  g_autoptr (TcRefusal) why = tc_refusal_new ("line.relay-renew", NULL);

  self->again_source = 0;
  self->hooks.close (why, FALSE, self->data);
  return G_SOURCE_REMOVE;
}

/* What failed fails again: the line isn't filled with it meanwhile. */
static void
event_put_off (gpointer data)
{
  Call *call = data;
  TcRelayWorker *self = call->self;

  self->again_min = CLAMP (2 * self->again_min, AGAIN_MIN,
                           self->has_base ? AGAIN_MIN_MAX : AGAIN_MIN_MAX_EMPTY);
  g_warning ("snapshots could not be loaded, they are fetched again in %u min: %s", self->again_min,
             call->error->message);
  g_clear_handle_id (&self->again_source, g_source_remove);
  self->again_source = g_timeout_add_seconds (60 * self->again_min, again_cb, self);
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

/* Online it lacks nothing. */
static void
event_status (gpointer data)
{
  Call *call = data;
  TcRelayWorker *self = call->self;

  self->has_base = call->status.base.lsn > 0;
  if (call->status.online) {
    g_clear_handle_id (&self->again_source, g_source_remove);
    self->again_min = 0;
  }
  self->hooks.status (&call->status, self->data);
}

static void
event_wiped (gpointer data)
{
  Call *call = data;

  call->self->hooks.wiped (call->scope, call->self->data);
}

static void
event_lost (gpointer data)
{
  Call *call = data;

  call->self->hooks.lost (call->self->data);
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

static gboolean
is_filling_wanted (TcRelayWorker *self)
{
  return self->filling && tc_relay_wants (self->relay, tc_relay_filling_get_plan (self->filling)) !=
                              TC_RELAY_UNWANTED;
}

static void
on_fetch_cb (const TcSnapshotFile *files, guint n, gpointer worker)
{
  TcRelayWorker *self = tc_hub_worker_get_plug (worker);
  Call *call;

  /* The same were offered on a line before, and are being loaded. */
  if (is_filling_wanted (self))
    return;
  call = call_new (self, self->thread_line);
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
on_lost_cb (gpointer worker)
{
  tell (call_new (tc_hub_worker_get_plug (worker), 0), event_lost);
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
    .lost = on_lost_cb,
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
drop_filling (TcRelayWorker *self)
{
  if (self->filling)
    g_cancellable_cancel (tc_relay_filling_get_cancel (self->filling));
  g_clear_pointer (&self->filling, tc_relay_filling_unref);
  self->filled = FALSE;
}

static void
close_cb (gpointer plug)
{
  drop_filling (plug);
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

/* @error: (transfer full) */
static void
put_off (TcRelayWorker *self, GError *error)
{
  Call *call = call_new (self, 0);

  call->error = error;
  tell (call, event_put_off);
}

/* What it was filled with, all at once. If its own file failed, that may be either by now. */
static void
take (TcRelayWorker *self)
{
  const TcRelayPlan *plan = tc_relay_filling_get_plan (self->filling);
  GError *error = NULL;
  g_autoptr (TcDatabase) filled = tc_relay_filling_open (self->filling, &error);
  gboolean taken = filled && tc_relay_take (self->relay, plan, filled, g_get_real_time (), &error);

  if (filled && !taken && !g_error_matches (error, TC_ERROR, TC_ERROR_INVALID))
    tc_hub_worker_fail (self->hub, error);
  else if (!taken)
    put_off (self, error);
  g_clear_pointer (&filled, tc_database_close);
  drop_filling (self);
}

/* After all that may change whether it is wanted. */
static void
tend_filling (TcRelayWorker *self)
{
  if (!self->filling)
    return;
  TcRelayWant want = tc_relay_wants (self->relay, tc_relay_filling_get_plan (self->filling));
  if (want == TC_RELAY_UNWANTED ||
      g_cancellable_is_cancelled (tc_relay_filling_get_cancel (self->filling)))
    drop_filling (self);
  else if (want == TC_RELAY_WANTED && self->filled)
    take (self);
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
  tend_filling (call->self);
}

static void
command_receive (gpointer data)
{
  Call *call = data;
  GError *error = NULL;

  if (call->line != call->self->thread_line)
    return;
  if (tc_relay_receive (call->self->relay, call->bytes, g_get_real_time (), &error))
    tend_filling (call->self);
  else
    line_fault (call->self, error);
}

/* In the place of the one before. */
static void
command_fill (gpointer data)
{
  Call *call = data;

  drop_filling (call->self);
  call->self->filling = g_steal_pointer (&call->filling);
  tend_filling (call->self);
}

static void
command_filled (gpointer data)
{
  Call *call = data;
  TcRelayWorker *self = call->self;

  if (call->filling != self->filling)
    return;
  self->filled = call->error == NULL;
  if (self->filled) {
    tend_filling (self);
    return;
  }
  if (!g_error_matches (call->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    put_off (self, g_steal_pointer (&call->error));
  drop_filling (self);
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

/* On the filler's thread. */
static void
fill_cb (gpointer data, gpointer worker)
{
  Call *call = call_new (worker, 0);

  call->filling = data;
  (void) !tc_relay_filling_carry_out (call->filling, &call->error);
  run (call, command_filled);
}

static void
cancel_loading (TcRelayWorker *self)
{
  if (self->cancel)
    g_cancellable_cancel (self->cancel);
  g_clear_object (&self->cancel);
}

void
tc_relay_worker_load (TcRelayWorker *self, TcRelayPlan *plan, GPtrArray *lists, GPtrArray *contents)
{
  Call *call = call_new (self, 0);
  TcRelayFilling *filling;

  cancel_loading (self);
  self->cancel = g_cancellable_new ();
  filling = tc_relay_filling_new (self->path, ++self->loads, sets, plan, lists, contents,
                                  self->cancel);
  call->filling = tc_relay_filling_ref (filling);
  run (call, command_fill);
  g_thread_pool_push (self->filler, filling, NULL);
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
  self->filler = g_thread_pool_new (fill_cb, self, 1, FALSE, NULL);
  tc_relay_filling_remove_left (path);
  self->identity = (TcRelayIdentity){replica, key, *server_key, self->name};
  self->hooks = *hooks;
  self->data = data;
  self->hub = tc_hub_worker_new_plugged (path, server_key, lines, lines_data, &plug, self, error);
  return self->hub ? g_steal_pointer (&self) : NULL;
}

void
tc_relay_worker_free (TcRelayWorker *self)
{
  g_clear_handle_id (&self->again_source, g_source_remove);
  cancel_loading (self);
  /* It tells the hub's thread how it ended. */
  g_thread_pool_free (self->filler, FALSE, TRUE);
  if (self->hub)
    tc_hub_worker_stop (self->hub);
  g_clear_object (&self->hub);
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
