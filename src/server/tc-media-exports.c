/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Exports of a media host; see the header.
 */
#include "tc-media-exports.h"

#include "tc-camera-masks.h"
#include "tc-camera-operations.h"
#include "tc-error.h"
#include "tc-evidence-maker.h"

#include <glib/gstdio.h>

#define CLIP_PROGRAM "toancanh-clip"
#define ITSELF "/proc/self/exe"

/* Referenced by the list and by the work that it is for. */
typedef struct {
  TcHold wish;
  gint64 number; /* the camera's */
  char *camera, *person, *incident, *name;
  GArray *masks;             /* (owned) (element-type TcPictureMask) */
  GCancellable *cancellable; /* (owned) */
  const char *state;
  gint done_pm;  /* atomic */
  gint progress; /* atomic: how often it came farther, or said so */
  gint looked;   /* of these, at the last look */
  guint source;  /* of the looks, while it is made */
  gboolean stalled;
  TcMediaExports *self; /* (unowned): not looked at once it is cancelled */
} Job;

struct _TcMediaExports {
  TcMediaRecords *records;    /* (unowned): see the header, as the next */
  const TcMembership *member; /* whose key signs */
  char *folder;               /* (owned) */
  GPtrArray *jobs;            /* (owned) (element-type Job): the oldest first */
  char *found;                /* (owned) (nullable): name of the folder that was found last */
  gboolean making;
  char *program; /* (owned) (nullable): NULL: it isn't where it is looked for */
  guint stall_ms;
  gint64 keep_us; /* 0: for ever */
  GHashTable
      *put_off;     /* (owned): names (owned) of folders to when they are listed again (gint64) */
  gint64 listed_us; /* when was listed last what is over */
};

static void
clear_job (gpointer data)
{
  Job *job = data;

  tc_hold_clear (&job->wish);
  g_free (job->camera);
  g_free (job->person);
  g_free (job->incident);
  g_free (job->name);
  g_array_unref (job->masks);
  g_object_unref (job->cancellable);
}

static void
unref_job (gpointer job)
{
  g_atomic_rc_box_release_full (job, clear_job);
}

static void make_next (TcMediaExports *self);

/* ---- one ---- */

static const char *
judge (const Job *job, const GError *error)
{
  if (!error)
    return "made";
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return job->stalled ? "failed" : "cancelled";
  if (g_error_matches (error, TC_ERROR, TC_ERROR_NOT_FOUND))
    return "nothing";
  return g_error_matches (error, TC_ERROR, TC_ERROR_DIVERGED) ? "differs" : "failed";
}

/* Takes the work's reference to @job, and @error. */
static void
end (Job *job, GError *error)
{
  gboolean gone = !job->self;

  job->state = judge (job, error);
  g_clear_handle_id (&job->source, g_source_remove);
  if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("what somebody wanted of a recording wasn't made: %s", error->message);
  if (!gone) {
    job->self->making = FALSE;
    make_next (job->self);
  }
  g_clear_error (&error);
  unref_job (job);
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;
  gboolean made G_GNUC_UNUSED = tc_evidence_make_finish (result, &error);

  end (data, error);
}

static void
progress_cb (int done_pm, gpointer data)
{
  Job *job = data;

  g_atomic_int_set (&job->done_pm, done_pm);
  g_atomic_int_inc (&job->progress);
}

/* What has hung is no reason that all others wait for ever. */
static gboolean
stall_cb (gpointer data)
{
  Job *job = data;
  gint progress = g_atomic_int_get (&job->progress);

  if (progress != job->looked) {
    job->looked = progress;
    return G_SOURCE_CONTINUE;
  }
  g_warning ("the copy '%s' comes no farther, and is given up", job->name);
  job->stalled = TRUE;
  job->source = 0;
  g_cancellable_cancel (job->cancellable);
  return G_SOURCE_REMOVE;
}

/* Beside the program that runs. (transfer full) (nullable) */
static char *
find_program (void)
{
  g_autofree char *program = g_file_read_link (ITSELF, NULL);
  g_autofree char *folder = program ? g_path_get_dirname (program) : NULL;
  g_autofree char *built = folder ? g_build_filename (folder, "..", "media", CLIP_PROGRAM, NULL)
                                  : NULL;
  char *beside = folder ? g_build_filename (folder, CLIP_PROGRAM, NULL) : NULL;

  if (beside && !g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE) &&
      g_file_test (built, G_FILE_TEST_IS_EXECUTABLE)) {
    g_free (beside);
    return g_steal_pointer (&built);
  }
  return beside;
}

static void
make (Job *job, GArray *segments)
{
  TcMediaExports *self = job->self;
  g_autofree char *folder = g_build_filename (self->folder, job->name, NULL);
  const TcEvidencePlan plan = {.recordings = tc_media_records_get_folder (self->records),
                               .program = self->program ? self->program : CLIP_PROGRAM,
                               .folder = folder,
                               .host_id = self->member->replica,
                               .copy_id = job->wish.id,
                               .camera_id = job->wish.camera_id,
                               .camera_number = job->number,
                               .camera_name = job->camera,
                               .from_us = job->wish.from_us,
                               .until_us = job->wish.until_us,
                               .masks = (const TcPictureMask *) (gpointer) job->masks->data,
                               .n_masks = job->masks->len,
                               .segments = segments,
                               .person_id = job->wish.staff_id,
                               .person = job->person,
                               .reason = job->wish.reason,
                               .incident_id = job->wish.incident_id,
                               .incident = job->incident,
                               .made_us = job->wish.made_us};

  tc_evidence_make_async (&plan, self->member->key, progress_cb, job, job->cancellable, made_cb,
                          job);
}

static gpointer
do_list (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Job *job = data;

  return tc_recordings_list_between (db, job->wish.camera_id, job->wish.from_us, job->wish.until_us,
                                     TC_EVIDENCE_SEGMENTS_MAX);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Job *job = data;
  GError *error = NULL;
  g_autoptr (GArray) segments = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (!error && !job->self)
    error = g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the media host ends");
  if (!error && segments->len == 0)
    error = g_error_new (TC_ERROR, TC_ERROR_NOT_FOUND, "nothing was recorded then");
  if (!error && g_mkdir_with_parents (job->self->folder, 0700) != 0)
    tc_error_take_errno ("making", job->self->folder, &error);
  if (error)
    end (job, error);
  else
    make (job, segments);
}

static void
make_next (TcMediaExports *self)
{
  for (guint i = 0; i < self->jobs->len && !self->making; i++) {
    Job *job = g_ptr_array_index (self->jobs, i);

    if (!g_str_equal (job->state, "waiting"))
      continue;
    self->making = TRUE;
    job->state = "making";
    job->source = g_timeout_add (self->stall_ms, stall_cb, job);
    tc_worker_run_async (tc_media_records_get_worker (self->records), do_list, job, NULL,
                         (GDestroyNotify) g_array_unref, job->cancellable, listed_cb,
                         g_atomic_rc_box_acquire (job));
  }
}

/* ---- what is asked for ---- */

static GArray *
make_masks (const char *text)
{
  g_autoptr (GArray) parsed = tc_camera_masks_parse (text);
  GArray *masks = g_array_new (FALSE, FALSE, sizeof (TcPictureMask));

  /* What isn't understood covers all of it. */
  if (!parsed)
    g_array_append_val (masks, ((TcPictureMask){0, 0, 1000, 1000}));
  for (guint i = 0; parsed && i < parsed->len; i++) {
    const TcCameraMask *from = &g_array_index (parsed, TcCameraMask, i);
    const TcPictureMask to = {from->left_pm, from->top_pm, from->right_pm, from->bottom_pm};

    g_array_append_val (masks, to);
  }
  return masks;
}

static gboolean
is_open (const Job *job)
{
  return g_str_equal (job->state, "waiting") || g_str_equal (job->state, "making");
}

/* Room for one more: the oldest that is over goes. */
static gboolean
make_room (TcMediaExports *self)
{
  guint n_open = 0;

  for (guint i = 0; i < self->jobs->len; i++)
    n_open += is_open (g_ptr_array_index (self->jobs, i));
  for (guint i = 0; i < self->jobs->len && self->jobs->len >= TC_MEDIA_EXPORTS_MAX; i++)
    if (!is_open (g_ptr_array_index (self->jobs, i)))
      g_ptr_array_remove_index (self->jobs, i--);
  return n_open < TC_CAMERA_EXPORTS_AT_ONCE;
}

static Job *
find (TcMediaExports *self, gint64 id, gint64 camera_id)
{
  for (guint i = 0; i < self->jobs->len; i++) {
    Job *job = g_ptr_array_index (self->jobs, i);

    if (job->wish.id == id && job->wish.camera_id == camera_id)
      return job;
  }
  return NULL;
}

static gboolean
is_known (TcMediaExports *self, const TcHold *wish)
{
  g_autofree char *made = NULL;

  if (find (self, wish->id, wish->camera_id))
    return TRUE;
  made = tc_media_copies_find (self->folder, wish->camera_id, wish->id);
  return made != NULL;
}

gboolean
tc_media_exports_begin (TcMediaExports *self, const TcHold *wish, const TcMediaCamera *camera,
                        const char *person, const char *incident)
{
  Job *job;

  if (is_known (self, wish))
    return TRUE;
  if (!make_room (self))
    return FALSE;
  job = g_atomic_rc_box_new0 (Job);
  job->wish = *wish;
  job->wish.reason = g_strdup (wish->reason);
  job->number = camera->number;
  job->camera = g_strdup (camera->name);
  job->person = g_strdup (person);
  job->incident = g_strdup (incident);
  job->name = tc_media_copies_make_name (&(TcMediaCopy){wish->camera_id, wish->id, 0},
                                         camera->number, wish->from_us);
  job->masks = make_masks (camera->masks);
  job->cancellable = g_cancellable_new ();
  job->state = "waiting";
  job->self = self;
  g_ptr_array_add (self->jobs, job);
  make_next (self);
  return TRUE;
}

static gint64
find_until (TcMediaExports *self, const char *name)
{
  gint64 made_us = self->keep_us ? tc_media_copies_get_made (self->folder, name) : 0;

  return made_us ? made_us + self->keep_us : 0;
}

/* What another run of the host made. */
static gboolean
look_on_disk (TcMediaExports *self, gint64 camera_id, gint64 id, TcMediaExportState *state)
{
  g_free (self->found);
  self->found = tc_media_copies_find (self->folder, camera_id, id);
  if (self->found)
    *state = (TcMediaExportState){"made", 1000, self->found, find_until (self, self->found)};
  return self->found != NULL;
}

gboolean
tc_media_exports_look (TcMediaExports *self, gint64 id, gint64 camera_id, TcMediaExportState *state)
{
  Job *job = find (self, id, camera_id);

  if (!job)
    return look_on_disk (self, camera_id, id, state);
  *state = (TcMediaExportState){job->state, g_atomic_int_get (&job->done_pm), job->name, 0};
  if (g_str_equal (job->state, "made"))
    state->until_us = find_until (self, job->name);
  return TRUE;
}

const char *
tc_media_exports_get_folder (TcMediaExports *self)
{
  return self->folder;
}

void
tc_media_exports_cancel (TcMediaExports *self, gint64 id, gint64 camera_id)
{
  Job *job = find (self, id, camera_id);

  if (!job)
    return;
  if (g_str_equal (job->state, "waiting"))
    job->state = "cancelled";
  g_cancellable_cancel (job->cancellable);
}

static gboolean
is_put_off_no_more (gpointer name, gpointer until_us, gpointer now_us)
{
  return *(const gint64 *) until_us <= *(const gint64 *) now_us;
}

GArray *
tc_media_exports_list_over (TcMediaExports *self, gint64 now_us)
{
  self->listed_us = now_us;
  g_hash_table_foreach_remove (self->put_off, is_put_off_no_more, &now_us);
  return tc_media_copies_list_before (self->folder, self->keep_us ? now_us - self->keep_us : 0,
                                      self->put_off);
}

void
tc_media_exports_put_off (TcMediaExports *self, const TcMediaCopy *copy)
{
  gint64 until_us = self->listed_us + TC_MEDIA_EXPORTS_PUT_OFF_US;
  char *name = tc_media_copies_find (self->folder, copy->camera_id, copy->id);

  if (name)
    g_hash_table_insert (self->put_off, name, g_memdup2 (&until_us, sizeof until_us));
}

gboolean
tc_media_exports_remove (TcMediaExports *self, const TcMediaCopy *copy)
{
  Job *job = find (self, copy->id, copy->camera_id);
  g_autoptr (GError) error = NULL;

  if (job && is_open (job))
    return FALSE;
  if (!tc_media_copies_remove (self->folder, copy, &error)) {
    g_warning ("a copy that is over can't be removed: %s", error->message);
    tc_media_exports_put_off (self, copy);
    return FALSE;
  }
  if (job)
    g_ptr_array_remove (self->jobs, job);
  return TRUE;
}

/* ---- what a stop left ---- */

/* It may be thousands of files. */
static gpointer
do_tidy (TcDatabase *db, gpointer folder, GCancellable *cancellable, GError **error)
{
  guint n_left = tc_media_copies_tidy (folder);

  if (n_left > 0)
    g_message ("copies of which a stop had left a part, and that are gone: %u", n_left);
  return NULL;
}

static void
tidied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  tc_worker_run_finish (TC_WORKER (source), result, &error);
  if (error)
    g_warning ("what a stop left of copies stays: %s", error->message);
}

TcMediaExports *
tc_media_exports_new (TcMediaRecords *records, const TcMembership *member, const char *data_dir,
                      gint64 keep_us)
{
  TcMediaExports *self = g_new0 (TcMediaExports, 1);

  self->records = records;
  self->member = member;
  self->folder = g_build_filename (data_dir, TC_MEDIA_EXPORTS_FOLDER, NULL);
  self->jobs = g_ptr_array_new_with_free_func (unref_job);
  self->program = find_program ();
  self->stall_ms = TC_MEDIA_EXPORTS_STALL_MS;
  self->keep_us = keep_us;
  self->put_off = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  tc_worker_run_async (tc_media_records_get_worker (records), do_tidy, g_strdup (self->folder),
                       g_free, NULL, NULL, tidied_cb, NULL);
  return self;
}

void
tc_media_exports_set_maker (TcMediaExports *self, const char *program, guint stall_ms)
{
  g_free (self->program);
  self->program = g_strdup (program);
  self->stall_ms = stall_ms;
}

void
tc_media_exports_free (TcMediaExports *self)
{
  for (guint i = 0; i < self->jobs->len; i++) {
    Job *job = g_ptr_array_index (self->jobs, i);

    job->self = NULL;
    g_clear_handle_id (&job->source, g_source_remove);
    g_cancellable_cancel (job->cancellable);
  }
  g_ptr_array_unref (self->jobs);
  g_hash_table_unref (self->put_off);
  g_free (self->found);
  g_free (self->program);
  g_free (self->folder);
  g_free (self);
}
