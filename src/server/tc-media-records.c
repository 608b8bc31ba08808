/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Recordings of a media host; see the header.
 */
#include "tc-media-records.h"

#include "tc-error.h"
#include "tc-recordings-disk.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/statvfs.h>

/* Removed in one look at most; what is left goes in the next. */
#define REMOVE_MAX TC_RECORDINGS_REMOVE_MAX

struct _TcMediaRecords {
  guint refs;   /* the owner's, and one while is looked what has to go */
  char *folder; /* (owned) */
  TcRecordingsPolicy policy;
  TcMediaRecordsHooks hooks;
  gpointer data;
  TcWorker *worker;  /* (owned) */
  TcDiskLevel level; /* as it was found last */
  gboolean looking;
  guint source;
};

typedef struct {
  TcMediaRecords *records; /* (unowned): it waits for its worker */
  TcSegment segment;
  gint64 camera_id;
  TcKeepClass class;
  gint64 now_us;
  gint64 to_free;
} Work;

static void
found_cb (TcFound found, const char *path, gpointer data)
{
  if (found == TC_FOUND_STRANGE)
    g_warning ("recordings: '%s' isn't a segment of its camera, and is left", path);
  else
    g_message ("recordings: '%s' was left by a stop: %s", path,
               found == TC_FOUND_SEGMENT ? "found again" : "nothing was in it");
}

/* ---- work on the index ---- */

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  tc_worker_run_finish (TC_WORKER (source), result, &error);
  if (error)
    g_warning ("the index of recordings: %s", error->message);
}

static void
run (TcMediaRecords *self, const Work *work, TcWorkFunc func)
{
  Work *copy = g_memdup2 (work, sizeof *work);

  copy->records = self;
  tc_worker_run_async (self->worker, func, copy, g_free, NULL, NULL, done_cb, NULL);
}

static gpointer
do_add (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Work *work = data;

  tc_recordings_add (db, &work->segment);
  return NULL;
}

void
tc_media_records_add (TcMediaRecords *self, const TcSegment *segment)
{
  Work work = {.segment = *segment};

  run (self, &work, do_add);
}

static gpointer
do_set_class (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Work *work = data;

  tc_recordings_set_class (db, work->camera_id, work->class);
  return NULL;
}

void
tc_media_records_set_class (TcMediaRecords *self, gint64 camera_id, TcKeepClass class)
{
  Work work = {.camera_id = camera_id, .class = class};

  run (self, &work, do_set_class);
}

static gpointer
do_recover (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Work *work = data;

  gboolean done G_GNUC_UNUSED = tc_recordings_recover (db, work->records->folder, work->camera_id,
                                                       work->now_us, found_cb, NULL, error);

  return NULL;
}

void
tc_media_records_recover (TcMediaRecords *self, gint64 camera_id)
{
  Work work = {.camera_id = camera_id, .now_us = g_get_real_time ()};

  run (self, &work, do_recover);
}

/* ---- what goes ---- */

/* How much has to go: for the disk's sake, or as there is more than is wanted. */
static gint64
count_to_free (TcDatabase *db, const Work *work)
{
  gint64 max = work->records->policy.bytes_max;

  return max > 0 ? MAX (work->to_free, tc_recordings_get_bytes (db) - max) : work->to_free;
}

static gpointer
do_tidy (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Work *work = data;
  g_autoptr (GArray)
      due = tc_recordings_list_due (db, &work->records->policy, work->now_us, REMOVE_MAX);
  g_autoptr (GArray) least = NULL;
  gint64 to_free;

  if (!tc_database_check (db, error) ||
      !tc_recordings_remove (db, work->records->folder, due, error))
    return NULL;
  to_free = count_to_free (db, work);
  if (to_free <= 0)
    return NULL;
  least = tc_recordings_list_least (db, work->now_us, to_free, REMOVE_MAX);
  if (!tc_database_check (db, error) ||
      !tc_recordings_remove (db, work->records->folder, least, error) || least->len > 0)
    return NULL;
  if (work->to_free > 0)
    g_warning ("the disk of the recordings is full, and nothing may go");
  else
    g_warning ("there is more of the recordings than max-mib, and nothing of it may go");
  return NULL;
}

static void
unref_records (TcMediaRecords *self)
{
  if (--self->refs > 0)
    return;
  g_free (self->folder);
  g_free (self);
}

static void
tidied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcMediaRecords *self = data;

  self->looking = FALSE;
  done_cb (source, result, NULL);
  unref_records (self);
}

static void
judge (TcMediaRecords *self, gint64 *to_free)
{
  TcDiskLevel before = self->level;
  struct statvfs info;

  *to_free = 0;
  if (statvfs (self->folder, &info) != 0) {
    g_warning ("the disk of the recordings can't be asked: %s", g_strerror (errno));
    return;
  }
  self->level = tc_disk_judge (before, (gint64) info.f_blocks * (gint64) info.f_frsize,
                               (gint64) info.f_bavail * (gint64) info.f_frsize,
                               self->policy.free_min, to_free);
  if ((before == TC_DISK_FULL) == (self->level == TC_DISK_FULL))
    return;
  if (self->level == TC_DISK_FULL)
    g_critical ("the disk of the recordings is full: nothing is recorded");
  else
    g_message ("the disk of the recordings has room again");
  self->hooks.allowed (tc_media_records_is_allowed (self), self->data);
}

static gboolean
look_cb (gpointer data)
{
  TcMediaRecords *self = data;
  Work *work;

  if (self->looking)
    return G_SOURCE_CONTINUE;
  self->looking = TRUE;
  self->refs++;
  work = g_new0 (Work, 1);
  work->records = self;
  work->now_us = g_get_real_time ();
  judge (self, &work->to_free);
  tc_worker_run_async (self->worker, do_tidy, work, g_free, NULL, NULL, tidied_cb, self);
  return G_SOURCE_CONTINUE;
}

/* ---- all of it ---- */

static gboolean
recover_all (TcMediaRecords *self, const char *path, GError **error)
{
  g_autoptr (TcDatabase) db = tc_recordings_open (path, error);

  return db && tc_recordings_recover (db, self->folder, 0, G_MAXINT64, found_cb, NULL, error);
}

TcMediaRecords *
tc_media_records_new (const char *folder, const TcRecordingsPolicy *policy,
                      const TcMediaRecordsHooks *hooks, gpointer data, GError **error)
{
  g_autoptr (TcMediaRecords) self = g_new0 (TcMediaRecords, 1);
  g_autofree char *path = g_build_filename (folder, TC_MEDIA_RECORDS_INDEX, NULL);

  self->refs = 1;
  self->folder = g_strdup (folder);
  self->policy = *policy;
  self->hooks = *hooks;
  self->data = data;
  if (g_mkdir_with_parents (folder, 0700) != 0) {
    tc_error_take_errno ("making", folder, error);
    return NULL;
  }
  if (!recover_all (self, path, error))
    return NULL;
  self->worker = tc_worker_new ("recordings", path, TC_DATABASE_WRITER | TC_DATABASE_FULL, error);
  if (!self->worker)
    return NULL;
  self->source = g_timeout_add_seconds (TC_MEDIA_RECORDS_LOOK_S, look_cb, self);
  look_cb (self);
  return g_steal_pointer (&self);
}

void
tc_media_records_free (TcMediaRecords *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->worker)
    tc_worker_stop (self->worker);
  g_clear_object (&self->worker);
  unref_records (self);
}

const char *
tc_media_records_get_folder (TcMediaRecords *self)
{
  return self->folder;
}

gboolean
tc_media_records_is_allowed (TcMediaRecords *self)
{
  return self->level != TC_DISK_FULL;
}

TcWorker *
tc_media_records_get_worker (TcMediaRecords *self)
{
  return self->worker;
}
