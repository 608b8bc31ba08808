/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files on their way; see the header.
 *
 * DESIGN: each file that is to go or come is a job in a table. pump() starts what may run, best
 * first, and sets one timer for the next that waits; whatever happens calls pump() again. Faults of
 * the line put the whole off, faults of a file that file alone.
 */
#include "tc-file-transfers.h"

#include "tc-error.h"
#include "tc-limits.h"

/* Waits, in seconds: the first one, doubled with each failure up to the last one. */
#define LINE_S 1
#define LINE_S_MAX 30
#define NOT_YET_S 2
#define NOT_YET_S_MAX 60
#define FULL_S 20
#define FULL_S_MAX 600
#define DAMAGED_S 30
#define DAMAGED_S_MAX 600
#define TOKEN_S 2
#define NEVER G_MAXINT64

typedef struct {
  TcFileTransfers *owner; /* (unowned): owns the job */
  char *hash;             /* (owned) */
  gint64 size;
  gboolean up;
  TcFilePriority priority;
  guint64 order;
  TcFileState state;
  int percent;
  guint fails;
  gint64 next_us;        /* monotonic: not before */
  gboolean arrived;      /* at the server, while this run may have asked too early */
  GCancellable *running; /* (owned) (nullable) */
} Job;

struct _TcFileTransfers {
  GObject parent;
  TcFileCache *cache; /* (owned) */
  TcFileTransferHooks hooks;
  gpointer data;
  TcHttpClient *http; /* (owned) (nullable) */
  gboolean online;
  gboolean stopped;
  gboolean has_token;
  gboolean token_asked;
  gint64 size_max;
  GHashTable *ups;   /* (owned): hash to Job */
  GHashTable *downs; /* (owned): hash to Job */
  guint64 last_order;
  guint line_fails;
  guint token_fails;
  gint64 pause_us; /* monotonic: nothing is started before */
  guint timer;     /* source id */
  gint64 second_us;
};

G_DEFINE_FINAL_TYPE (TcFileTransfers, tc_file_transfers, G_TYPE_OBJECT)

static void pump (TcFileTransfers *self);

gboolean
tc_file_is_at_hand (TcFileState state)
{
  return state >= TC_FILE_HERE && state <= TC_FILE_TOO_LARGE;
}

static void
free_job (gpointer data)
{
  Job *job = data;

  g_cancellable_cancel (job->running);
  g_clear_object (&job->running);
  g_free (job->hash);
  g_free (job);
}

static void
tell (Job *job, TcFileState state, int percent)
{
  if (job->state == state && job->percent == percent)
    return;
  job->state = state;
  job->percent = percent;
  if (!job->owner->stopped)
    job->owner->hooks.changed (job->hash, job->owner->data);
}

/* When to try again: after twice as long with each failure. */
static gint64
next_us (TcFileTransfers *self, gint64 first_s, gint64 last_s, guint fails)
{
  gint64 s = MIN (last_s, first_s << MIN (fails, 16));

  /* Spread, so that desks don't come back all at once. */
  return g_get_monotonic_time () + s * self->second_us * g_random_int_range (75, 126) / 100;
}

static void
put_off (Job *job, gint64 first_s, gint64 last_s)
{
  job->next_us = next_us (job->owner, first_s, last_s, job->fails);
  job->fails++;
}

static Job *
add_job (TcFileTransfers *self, gboolean up, const char *hash, gint64 size)
{
  Job *job = g_new0 (Job, 1);

  job->owner = self;
  job->hash = g_strdup (hash);
  job->size = size;
  job->up = up;
  job->order = ++self->last_order;
  job->state = up ? TC_FILE_TO_SEND : TC_FILE_TO_FETCH;
  tc_file_cache_hold (self->cache, hash);
  g_hash_table_insert (up ? self->ups : self->downs, job->hash, job);
  return job;
}

/* The job is over, whichever way. */
static void
remove_job (TcFileTransfers *self, GHashTable *jobs, const char *hash)
{
  g_autofree char *name = g_strdup (hash);

  if (g_hash_table_remove (jobs, name))
    tc_file_cache_let_go (self->cache, name);
}

/* ---- what failed ---- */

static gboolean
is_line_fault (const GError *error)
{
  return g_error_matches (error, TC_ERROR, TC_ERROR_BUSY) ||
         (error->domain != TC_ERROR && error->domain != G_FILE_ERROR &&
          !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) &&
          !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE));
}

static void
line_failed (TcFileTransfers *self)
{
  self->pause_us = next_us (self, LINE_S, LINE_S_MAX, self->line_fails);
  self->line_fails++;
}

/* The token was no good, or this desk may nothing any more: another one is tried, ever later. */
static void
token_failed (TcFileTransfers *self)
{
  self->has_token = FALSE;
  if (self->http)
    tc_http_client_set_token (self->http, NULL);
  if (self->token_fails++ > 0)
    self->pause_us = next_us (self, TOKEN_S, NOT_YET_S_MAX, self->token_fails);
}

/* ---- up ---- */

static void
check_copy (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  TcFileTransfers *self = source;
  g_autoptr (GBytes) bytes = tc_file_cache_read (self->cache, data, TC_FILE_BYTES_MAX, NULL);

  g_task_return_boolean (task, bytes != NULL);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcFileTransfers *self = TC_FILE_TRANSFERS (source);
  Job *job = g_hash_table_lookup (self->ups, g_task_get_task_data (G_TASK (result)));

  if (g_task_propagate_boolean (G_TASK (result), NULL) || !job)
    return;
  job->next_us = NEVER;
  tell (job, TC_FILE_LOST, 0);
}

/* The server found another hash, or the file can't be read: is it our copy? */
static void
doubt_copy (Job *job)
{
  g_autoptr (GTask) task = g_task_new (job->owner, NULL, checked_cb, NULL);

  put_off (job, LINE_S, FULL_S_MAX);
  tell (job, TC_FILE_TO_SEND, 0);
  g_task_set_task_data (task, g_strdup (job->hash), g_free);
  g_task_run_in_thread (task, check_copy);
}

static void
upload_failed (Job *job, const GError *error)
{
  TcFileTransfers *self = job->owner;

  if (g_error_matches (error, TC_ERROR, TC_ERROR_LIMIT)) {
    job->next_us = NEVER;
    tell (job, TC_FILE_TOO_LARGE, 0);
  } else if (g_error_matches (error, TC_ERROR, TC_ERROR_FULL)) {
    put_off (job, FULL_S, FULL_S_MAX);
    tell (job, TC_FILE_SERVER_FULL, 0);
  } else if (g_error_matches (error, TC_ERROR, TC_ERROR_DENIED)) {
    token_failed (self);
    tell (job, TC_FILE_TO_SEND, 0);
  } else if (is_line_fault (error)) {
    line_failed (self);
    tell (job, TC_FILE_TO_SEND, 0);
  } else {
    doubt_copy (job);
  }
}

/* What a callback of a transfer gets: the job may be gone when it comes, or run anew. */
typedef struct {
  TcFileTransfers *self; /* (owned) */
  gboolean up;
  char *hash; /* (owned) */
  gint64 size;
  GCancellable *cancellable; /* (owned): that of the job, as long as it is this run */
} Run;

static void
free_run (Run *run)
{
  g_object_unref (run->self);
  g_object_unref (run->cancellable);
  g_free (run->hash);
  g_free (run);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, free_run)

/* (nullable): the job, if it still is this run's. */
static Job *
find_job (const Run *run)
{
  TcFileTransfers *self = run->self;
  Job *job = self->stopped ? NULL
                           : g_hash_table_lookup (run->up ? self->ups : self->downs, run->hash);

  return job && job->running == run->cancellable ? job : NULL;
}

/* The transfer ended. (nullable): its job, unless that is gone or was stopped. */
static Job *
end_run (const Run *run, const GError *error)
{
  Job *job = find_job (run);

  if (!job)
    return NULL;
  g_clear_object (&job->running);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return job;
  tell (job, job->up ? TC_FILE_TO_SEND : TC_FILE_TO_FETCH, 0);
  return NULL;
}

static void
progress_cb (goffset done, goffset whole, gpointer data)
{
  Run *run = data;
  Job *job = find_job (run);

  if (job && whole > 0)
    tell (job, run->up ? TC_FILE_SENDING : TC_FILE_FETCHING, (int) (done * 100 / whole));
}

static void
line_worked (TcFileTransfers *self)
{
  self->line_fails = 0;
  self->token_fails = 0;
}

static void
uploaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Run) run = data;
  TcFileTransfers *self = run->self;
  g_autoptr (GError) error = NULL;
  gboolean ok = tc_http_client_upload_finish (TC_HTTP_CLIENT (source), result, &error);
  Job *job = end_run (run, error);

  if (job && !ok) {
    g_debug ("sending %s: %s", run->hash, error->message);
    upload_failed (job, error);
  } else if (job) {
    line_worked (self);
    remove_job (self, self->ups, run->hash);
    self->hooks.sent (run->hash, self->data);
    self->hooks.changed (run->hash, self->data);
  }
  pump (self);
}

/* ---- down ---- */

static void
download_failed (Job *job, const GError *error)
{
  TcFileTransfers *self = job->owner;

  if (g_error_matches (error, TC_ERROR, TC_ERROR_NOT_FOUND)) {
    line_worked (self);
    if (!job->arrived)
      put_off (job, NOT_YET_S, NOT_YET_S_MAX);
    tell (job, TC_FILE_NOT_YET, 0);
  } else if (g_error_matches (error, TC_ERROR, TC_ERROR_DENIED)) {
    token_failed (self);
    tell (job, TC_FILE_TO_FETCH, 0);
  } else if (is_line_fault (error)) {
    line_failed (self);
    tell (job, TC_FILE_TO_FETCH, 0);
  } else if (error->domain == TC_ERROR) {
    put_off (job, DAMAGED_S, DAMAGED_S_MAX);
    tell (job, TC_FILE_DAMAGED, 0);
  } else {
    put_off (job, FULL_S, FULL_S_MAX);
    tell (job, TC_FILE_NO_ROOM, 0);
  }
}

static void
downloaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Run) run = data;
  TcFileTransfers *self = run->self;
  g_autoptr (GError) error = NULL;
  gboolean ok = tc_http_client_download_finish (TC_HTTP_CLIENT (source), result, &error);
  Job *job = end_run (run, error);

  if (job && !ok) {
    g_debug ("fetching %s: %s", run->hash, error->message);
    download_failed (job, error);
  } else if (job) {
    line_worked (self);
    tc_file_cache_landed (self->cache, run->hash, job->size);
    remove_job (self, self->downs, run->hash);
    self->hooks.changed (run->hash, self->data);
  }
  pump (self);
}

/* Room is made beside: it waits for the disk. */
static void
make_room (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Run *run = data;

  if (tc_file_cache_make_room (run->self->cache, run->size))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, G_FILE_ERROR, G_FILE_ERROR_NOSPC, "the disk lacks room for it");
}

static void
roomy_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Run) run = data;
  TcFileTransfers *self = run->self;
  Job *job = find_job (run);
  g_autofree char *remote = NULL, *path = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error) && job)
    download_failed (job, error);
  if (!job || error || g_cancellable_is_cancelled (job->running) || !self->http) {
    if (job)
      g_clear_object (&job->running);
    pump (self);
    return;
  }
  remote = g_strconcat ("/files/", job->hash, NULL);
  path = tc_file_cache_dup_path (self->cache, job->hash);
  tc_http_client_download_async (self->http, remote, path, job->size, TC_FILE_BYTES_MAX, job->hash,
                                 job->running, progress_cb, run, downloaded_cb, run);
  g_steal_pointer (&run);
}

/* ---- the turns ---- */

static void
start_job (Job *job)
{
  TcFileTransfers *self = job->owner;
  Run *run = g_new0 (Run, 1);

  job->arrived = FALSE;
  job->running = g_cancellable_new ();
  *run = (Run){g_object_ref (self), job->up, g_strdup (job->hash), job->size,
               g_object_ref (job->running)};
  if (job->up) {
    g_autofree char *path = tc_file_cache_dup_path (self->cache, job->hash);

    tell (job, TC_FILE_SENDING, 0);
    tc_http_client_upload_async (self->http, path, job->hash, job->running, progress_cb, run,
                                 uploaded_cb, run);
    return;
  }
  g_autoptr (GTask) task = g_task_new (NULL, NULL, roomy_cb, run);
  g_task_set_task_data (task, run, NULL);
  g_task_run_in_thread (task, make_room);
}

static gboolean
is_before (const Job *a, const Job *b)
{
  return a->priority != b->priority ? a->priority > b->priority : a->order < b->order;
}

/* What one round of choosing sees. */
typedef struct {
  guint running;
  Job *best;  /* of those that may start */
  Job *least; /* of those that run */
  gint64 next_us;
} View;

static View
view_jobs (GHashTable *jobs, gint64 now_us)
{
  View view = {.next_us = NEVER};
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, jobs);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Job *job = value;

    if (job->running) {
      view.running++;
      if (!view.least || is_before (view.least, job))
        view.least = job;
    } else if (job->next_us > now_us) {
      view.next_us = MIN (view.next_us, job->next_us);
    } else if (!view.best || is_before (job, view.best)) {
      view.best = job;
    }
  }
  return view;
}

/* Whether a slot is free for it. What may be asked for later has one at most, so that the rest is
 * there at once for what a person looks at; and that pushes out what matters less. */
static gboolean
may_start (const View *view, guint max)
{
  if (!view->best)
    return FALSE;
  if (view->best->priority == TC_FILE_AHEAD && !view->best->up)
    return view->running == 0;
  if (view->running < max)
    return TRUE;
  if (view->least && view->least->priority < view->best->priority)
    g_cancellable_cancel (view->least->running);
  return FALSE;
}

static gint64
start_jobs (TcFileTransfers *self, GHashTable *jobs, guint max)
{
  for (;;) {
    View view = view_jobs (jobs, g_get_monotonic_time ());

    if (!may_start (&view, max))
      return view.next_us;
    /* It may have been asked for before it was known that it is here. */
    if (!view.best->up && tc_file_cache_has (self->cache, view.best->hash))
      remove_job (self, jobs, view.best->hash);
    else
      start_job (view.best);
  }
}

static gboolean
timer_cb (gpointer data)
{
  TcFileTransfers *self = data;

  self->timer = 0;
  pump (self);
  return G_SOURCE_REMOVE;
}

static void
set_timer (TcFileTransfers *self, gint64 next_us)
{
  gint64 ms = (next_us - g_get_monotonic_time ()) / 1000 + 1;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (next_us != NEVER)
    self->timer = g_timeout_add ((guint) CLAMP (ms, 1, 3600 * 1000), timer_cb, self);
}

static void
pump (TcFileTransfers *self)
{
  gint64 now_us = g_get_monotonic_time ();
  gint64 up_us, down_us;

  if (self->stopped || !self->online || !self->http)
    return;
  if (g_hash_table_size (self->ups) + g_hash_table_size (self->downs) == 0)
    return;
  if (self->pause_us > now_us) {
    set_timer (self, self->pause_us);
    return;
  }
  if (!self->has_token) {
    if (!self->token_asked) {
      self->token_asked = TRUE;
      self->hooks.need_token (self->data);
    }
    return;
  }
  up_us = start_jobs (self, self->ups, TC_FILE_UPLOADS_MAX);
  down_us = start_jobs (self, self->downs, TC_FILE_DOWNLOADS_MAX);
  set_timer (self, MIN (up_us, down_us));
}

/* ---- line and token ---- */

void
tc_file_transfers_set_http (TcFileTransfers *self, TcHttpClient *http)
{
  g_set_object (&self->http, http);
  self->has_token = FALSE;
  pump (self);
}

static void
each_job (TcFileTransfers *self, void (*func) (Job *job))
{
  GHashTable *tables[] = {self->ups, self->downs};

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autoptr (GList) jobs = g_hash_table_get_values (tables[i]);

    for (GList *at = jobs; at; at = at->next)
      func (at->data);
  }
}

/* It may have come while there was no line to tell it. */
static void
ask_anew (Job *job)
{
  if (job->state == TC_FILE_NOT_YET)
    job->next_us = job->fails = 0;
}

static void
stop_running (Job *job)
{
  g_cancellable_cancel (job->running);
}

void
tc_file_transfers_set_online (TcFileTransfers *self, gboolean online)
{
  if (self->online == online)
    return;
  self->online = online;
  if (online) {
    self->line_fails = self->token_fails = 0;
    self->pause_us = 0;
    each_job (self, ask_anew);
    pump (self);
    return;
  }
  self->token_asked = FALSE;
  each_job (self, stop_running);
}

/* What the server takes is known: what is larger isn't tried, what is not is tried anew. */
static void
judge_size (Job *job)
{
  gint64 size_max = job->owner->size_max;

  if (!job->up || size_max == 0 || job->running)
    return;
  if (job->size > size_max) {
    job->next_us = NEVER;
    tell (job, TC_FILE_TOO_LARGE, 0);
  } else if (job->state == TC_FILE_TOO_LARGE) {
    job->next_us = 0;
    tell (job, TC_FILE_TO_SEND, 0);
  }
}

void
tc_file_transfers_set_token (TcFileTransfers *self, const char *token, gint64 size_max)
{
  /* The question of a line that is gone: the next one asks anew. */
  if (!token && !self->token_asked)
    return;
  self->token_asked = FALSE;
  if (!token || !self->http) {
    token_failed (self);
    self->pause_us = MAX (self->pause_us,
                          next_us (self, TOKEN_S, NOT_YET_S_MAX, self->token_fails));
  } else {
    self->has_token = TRUE;
    tc_http_client_set_token (self->http, token);
    if (size_max > 0)
      self->size_max = size_max;
    each_job (self, judge_size);
  }
  pump (self);
}

gint64
tc_file_transfers_get_size_max (TcFileTransfers *self)
{
  return self->size_max;
}

/* ---- what is asked ---- */

void
tc_file_transfers_send (TcFileTransfers *self, const char *hash, gint64 size)
{
  Job *job = g_hash_table_lookup (self->ups, hash);

  if (!job) {
    job = add_job (self, TRUE, hash, size);
  } else if (job->state == TC_FILE_LOST) {
    /* It was added again: the copy is good now. */
    job->next_us = 0;
    tell (job, TC_FILE_TO_SEND, 0);
  }
  judge_size (job);
  self->hooks.changed (hash, self->data);
  pump (self);
}

void
tc_file_transfers_keep_back (TcFileTransfers *self, const char *hash)
{
  remove_job (self, self->ups, hash);
  self->hooks.changed (hash, self->data);
}

/* Room among the jobs: the least of those that don't run goes. */
static gboolean
forget_least (TcFileTransfers *self, TcFilePriority priority)
{
  GHashTableIter iter;
  gpointer value;
  Job *least = NULL;

  g_hash_table_iter_init (&iter, self->downs);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Job *job = value;

    if (!job->running && (!least || is_before (least, job)))
      least = job;
  }
  if (!least || least->priority > priority)
    return FALSE;
  remove_job (self, self->downs, least->hash);
  return TRUE;
}

void
tc_file_transfers_want (TcFileTransfers *self, const char *hash, gint64 size,
                        TcFilePriority priority)
{
  Job *job = g_hash_table_lookup (self->downs, hash);

  if (!job) {
    if (tc_file_cache_has (self->cache, hash) ||
        (g_hash_table_size (self->downs) >= TC_FILE_WANTED_MAX && !forget_least (self, priority)))
      return;
    job = add_job (self, FALSE, hash, size);
    job->priority = priority;
    self->hooks.changed (hash, self->data);
  } else if (priority > job->priority) {
    job->priority = priority;
    job->order = ++self->last_order;
    /* Somebody looks at it now: it is asked for again at once. */
    job->next_us = job->fails = 0;
  }
  pump (self);
}

void
tc_file_transfers_arrived (TcFileTransfers *self, const char *hash)
{
  Job *job = g_hash_table_lookup (self->downs, hash);

  if (!job)
    return;
  job->arrived = TRUE;
  job->next_us = job->fails = 0;
  pump (self);
}

void
tc_file_transfers_step_back (TcFileTransfers *self, TcFilePriority priority)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->downs);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Job *job = value;

    if (job->priority == priority)
      job->priority = priority == TC_FILE_VIEWED ? TC_FILE_SHOWN : TC_FILE_BEHIND;
  }
}

void
tc_file_transfers_look (TcFileTransfers *self, const char *hash, TcFileStatus *status)
{
  Job *job = g_hash_table_lookup (self->ups, hash);

  if (!job && !tc_file_cache_has (self->cache, hash))
    job = g_hash_table_lookup (self->downs, hash);
  *status = (TcFileStatus){.limit = self->size_max};
  if (job) {
    status->state = job->state;
    status->percent = job->percent;
  } else {
    status->state = tc_file_cache_has (self->cache, hash) ? TC_FILE_HERE : TC_FILE_ABSENT;
  }
}

guint
tc_file_transfers_count_sends (TcFileTransfers *self)
{
  return g_hash_table_size (self->ups);
}

void
tc_file_transfers_set_second_ms (TcFileTransfers *self, guint ms)
{
  self->second_us = ms * (gint64) 1000;
}

/* ---- object ---- */

void
tc_file_transfers_stop (TcFileTransfers *self)
{
  self->stopped = TRUE;
  g_clear_handle_id (&self->timer, g_source_remove);
  each_job (self, stop_running);
  g_clear_object (&self->http);
}

static void
tc_file_transfers_finalize (GObject *object)
{
  TcFileTransfers *self = TC_FILE_TRANSFERS (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_hash_table_unref (self->ups);
  g_hash_table_unref (self->downs);
  g_clear_object (&self->http);
  tc_file_cache_unref (self->cache);
  G_OBJECT_CLASS (tc_file_transfers_parent_class)->finalize (object);
}

static void
tc_file_transfers_class_init (TcFileTransfersClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tc_file_transfers_finalize;
}

static void
tc_file_transfers_init (TcFileTransfers *self)
{
  self->ups = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_job);
  self->downs = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_job);
  self->second_us = TC_US_PER_S;
}

TcFileTransfers *
tc_file_transfers_new (TcFileCache *cache, const TcFileTransferHooks *hooks, gpointer data)
{
  TcFileTransfers *self = g_object_new (TC_TYPE_FILE_TRANSFERS, NULL);

  self->cache = tc_file_cache_ref (cache);
  self->hooks = *hooks;
  self->data = data;
  return self;
}
