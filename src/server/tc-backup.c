/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server's backups; see the header.
 */
#include "tc-backup.h"

#include "tc-backup-make.h"
#include "tc-limits.h"

#define LOOK_S 20
#define LAST "last"
#define FAILED "failed"

typedef struct _Job Job;

struct _TcBackup {
  const TcServerParts *parts; /* (unowned): outlive it */
  GCancellable *cancellable;  /* (owned) (nullable): of the one that runs */
  GThread *thread;            /* (owned) (nullable): likewise */
  Job *job;                   /* (unowned) (nullable): likewise; its source's or its thread's */
  GMutex lock;
  gint64 done; /* (mutex lock) */
  gint64 total;
  gint64 started_us;
  gint64 tried_us; /* by the schedule */
  guint timer;
  gboolean stopped;
  GKeyFile *ini; /* (owned) */
  char *path;    /* (owned) (nullable): lent by tc_backup_get_state() */
  char *error;   /* (owned) (nullable): likewise */
};

/* One run, as its thread has it, and its result. */
struct _Job {
  TcBackup *self;            /* (unowned): joins the thread, and takes the source, before it goes */
  GCancellable *cancellable; /* (owned) */
  char *root;                /* (owned) */
  guint keep;
  gint64 now_us;
  TcBackupManifest *manifest; /* (owned) (nullable) */
  char *path;                 /* (owned) (nullable) */
  GError *error;              /* (owned) (nullable) */
  guint told_id;              /* the source that tells of the end; 0: not yet */
};

static void
free_job (gpointer data)
{
  Job *job = data;

  g_object_unref (job->cancellable);
  g_free (job->root);
  g_clear_pointer (&job->manifest, tc_backup_manifest_free);
  g_free (job->path);
  g_clear_error (&job->error);
  g_free (job);
}

static char *
ini_path (TcBackup *self)
{
  return g_build_filename (self->parts->dir, TC_BACKUP_INI, NULL);
}

TcBackup *
tc_backup_new (const TcServerParts *parts)
{
  TcBackup *self = g_new0 (TcBackup, 1);
  g_autofree char *path = NULL;

  self->parts = parts;
  g_mutex_init (&self->lock);
  self->ini = g_key_file_new ();
  path = ini_path (self);
  /* The first start has none; one that can't be read says nothing until the next backup. */
  if (!g_key_file_load_from_file (self->ini, path, G_KEY_FILE_NONE, NULL))
    g_debug ("nothing is known of earlier backups");
  return self;
}

static void
join (TcBackup *self)
{
  g_clear_pointer (&self->thread, g_thread_join);
  g_clear_object (&self->cancellable);
}

void
tc_backup_stop (TcBackup *self)
{
  self->stopped = TRUE;
  g_clear_handle_id (&self->timer, g_source_remove);
  tc_backup_cancel (self);
}

void
tc_backup_free (TcBackup *self)
{
  tc_backup_stop (self);
  join (self);
  if (self->job)
    g_source_remove (self->job->told_id);
  g_key_file_free (self->ini);
  g_mutex_clear (&self->lock);
  g_free (self->path);
  g_free (self->error);
  g_free (self);
}

/* ---- the run ---- */

static void
note_result (TcBackup *self, const Job *job)
{
  g_autofree char *path = ini_path (self);
  g_autoptr (GError) error = NULL;

  if (job->manifest) {
    g_key_file_remove_group (self->ini, FAILED, NULL);
    g_key_file_set_string (self->ini, LAST, "path", job->path);
    g_key_file_set_int64 (self->ini, LAST, "made_us", job->manifest->made_us);
    g_key_file_set_int64 (self->ini, LAST, "lsn", job->manifest->lsn);
    g_key_file_set_int64 (self->ini, LAST, "missing", job->manifest->missing);
  } else {
    g_key_file_set_string (self->ini, FAILED, "error", job->error->message);
    g_key_file_set_int64 (self->ini, FAILED, "time_us", job->now_us);
  }
  if (!g_key_file_save_to_file (self->ini, path, &error))
    g_warning ("what became of the backup could not be noted: %s", error->message);
}

static gboolean
on_finished_cb (gpointer data)
{
  Job *job = data;
  TcBackup *self = job->self;

  join (self);
  self->job = NULL;
  if (job->manifest)
    g_message ("backup made: %s, up to %" G_GINT64_FORMAT ", %" G_GINT64_FORMAT
               " attachments, %" G_GINT64_FORMAT " missing",
               job->path, job->manifest->lsn, job->manifest->files, job->manifest->missing);
  else if (g_error_matches (job->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("the backup was cancelled");
  else
    g_critical ("no backup was made in %s: %s", job->root, job->error->message);
  note_result (self, job);
  return G_SOURCE_REMOVE;
}

static void
on_progress (gint64 done, gint64 total, gpointer data)
{
  TcBackup *self = data;

  g_mutex_lock (&self->lock);
  self->done = done;
  self->total = total;
  g_mutex_unlock (&self->lock);
}

static gpointer
run_thread (gpointer data)
{
  Job *job = data;
  const TcServerParts *parts = job->self->parts;
  const TcBackupOptions options = {parts->dir,  job->root, TC_VERSION,  parts->config->path,
                                   job->now_us, job->keep, on_progress, job->self};

  job->manifest = tc_backup_make (&options, job->cancellable, &job->path, &job->error);
  job->told_id = g_idle_add_full (G_PRIORITY_DEFAULT, on_finished_cb, job, free_job);
  return NULL;
}

gboolean
tc_backup_start (TcBackup *self, const char *root, guint keep, GError **error)
{
  Job *job;

  if (self->thread || self->stopped) {
    g_set_error (error, TC_ERROR, TC_ERROR_BUSY, "a backup is being made already");
    return FALSE;
  }
  if (!g_path_is_absolute (root)) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "the folder of a backup must begin with /");
    return FALSE;
  }
  self->cancellable = g_cancellable_new ();
  self->started_us = g_get_real_time ();
  on_progress (0, 0, self);
  job = g_new0 (Job, 1);
  job->self = self;
  job->cancellable = g_object_ref (self->cancellable);
  job->root = g_canonicalize_filename (root, NULL);
  job->keep = keep;
  job->now_us = self->started_us;
  self->job = job;
  g_message ("a backup is being made in %s", job->root);
  self->thread = g_thread_new ("backup", run_thread, job);
  return TRUE;
}

void
tc_backup_cancel (TcBackup *self)
{
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
}

void
tc_backup_get_state (TcBackup *self, TcBackupState *state)
{
  g_free (self->path);
  g_free (self->error);
  self->path = g_key_file_get_string (self->ini, LAST, "path", NULL);
  self->error = g_key_file_get_string (self->ini, FAILED, "error", NULL);
  g_mutex_lock (&self->lock);
  *state = (TcBackupState){.done = self->done, .total = self->total};
  g_mutex_unlock (&self->lock);
  state->running = self->thread != NULL;
  state->started_us = self->started_us;
  state->path = self->path;
  state->made_us = g_key_file_get_int64 (self->ini, LAST, "made_us", NULL);
  state->lsn = g_key_file_get_int64 (self->ini, LAST, "lsn", NULL);
  state->missing = g_key_file_get_int64 (self->ini, LAST, "missing", NULL);
  state->error = self->error;
  state->failed_us = g_key_file_get_int64 (self->ini, FAILED, "time_us", NULL);
}

/* ---- each day ---- */

gboolean
tc_backup_is_due (gint64 last_s, gint64 now_s, int minute)
{
  gint64 day_s = 86400;
  gint64 at_s = now_s - now_s % day_s + (gint64) minute * 60;

  if (at_s > now_s)
    at_s -= day_s;
  return last_s < at_s;
}

static gint64
to_local_s (gint64 time_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / TC_US_PER_S);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);

  return time_us / TC_US_PER_S + g_date_time_get_utc_offset (local) / TC_US_PER_S;
}

static gboolean
on_timer_cb (gpointer data)
{
  TcBackup *self = data;
  const TcServerConfig *config = self->parts->config;
  gint64 now_us = g_get_real_time ();
  g_autoptr (GError) error = NULL;
  TcBackupState state;

  tc_backup_get_state (self, &state);
  if (state.running || now_us - self->tried_us < TC_BACKUP_RETRY_US ||
      !tc_backup_is_due (to_local_s (state.made_us), to_local_s (now_us),
                         tc_server_config_minute (config->backup_at)))
    return G_SOURCE_CONTINUE;
  self->tried_us = now_us;
  if (!tc_backup_start (self, config->backup_dir, (guint) config->backup_keep, &error))
    g_critical ("no backup was made in %s: %s", config->backup_dir, error->message);
  return G_SOURCE_CONTINUE;
}

void
tc_backup_start_schedule (TcBackup *self)
{
  if (*self->parts->config->backup_dir)
    self->timer = g_timeout_add_seconds (LOOK_S, on_timer_cb, self);
}
