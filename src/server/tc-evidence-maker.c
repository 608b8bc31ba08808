/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making evidence; see the header.
 */
#include "tc-evidence-maker.h"

#include "tc-error.h"
#include "tc-recordings-disk.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Of what the program says on standard error. */
#define ERROR_BYTES_MAX 4096
/* Lines that it says; more is nonsense. */
#define LINES_MAX 100000
#define PM 1000

typedef struct {
  gint64 from_us, until_us;
} Gap;

typedef struct {
  char *name; /* (owned) */
  gint64 from_us, until_us, next_us, frames;
  gint64 width, height;
} Clip;

typedef struct {
  TcEvidencePlan plan; /* its strings and arrays are owned */
  const TcKey *key;    /* (unowned): outlives the work */
  TcEvidenceProgressFunc progress;
  gpointer progress_data;
  char *part;    /* (owned): the folder while it is made */
  GArray *clips; /* (owned) (element-type Clip) */
  GArray *gaps;  /* (owned) (element-type Gap) */
} Work;

static void
clear_clip (gpointer data)
{
  g_free (((Clip *) data)->name);
}

static void
free_work (gpointer data)
{
  Work *work = data;

  g_free ((char *) work->plan.recordings);
  g_free ((char *) work->plan.program);
  g_free ((char *) work->plan.folder);
  g_free ((char *) work->plan.camera_name);
  g_free ((char *) work->plan.person);
  g_free ((char *) work->plan.reason);
  g_free ((char *) work->plan.incident);
  g_free ((TcPictureMask *) work->plan.masks);
  g_array_unref (work->plan.segments);
  g_free (work->part);
  g_array_unref (work->clips);
  g_array_unref (work->gaps);
  g_free (work);
}

/* ---- what it is made of ---- */

static gboolean
prove_segments (Work *work, GCancellable *cancellable, GError **error)
{
  const GArray *segments = work->plan.segments;

  for (guint i = 0; i < segments->len; i++) {
    const TcSegment *segment = &g_array_index (segments, TcSegment, i);
    g_autofree char *path = tc_segment_dup_path (segment->camera_id, segment->start_us);
    g_autofree char *file = g_build_filename (work->plan.recordings, path, NULL);
    TcDigest digest;
    gint64 bytes;

    if (!tc_recordings_hash_file (file, &digest, &bytes, cancellable, error))
      return FALSE;
    if (bytes != segment->bytes || !tc_digest_equal (&digest, &segment->sha256)) {
      g_set_error (error, TC_ERROR, TC_ERROR_DIVERGED, "'%s' isn't what was recorded", path);
      return FALSE;
    }
    if (work->progress)
      work->progress (0, work->progress_data);
  }
  return TRUE;
}

/* ---- clips ---- */

/* (transfer full) (element-type utf8): the words that it is started with */
static GPtrArray *
make_words (Work *work, const char *path, gint64 from_us)
{
  const TcEvidencePlan *plan = &work->plan;
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (words, g_strdup (plan->program));
  g_ptr_array_add (words, g_strdup (plan->recordings));
  g_ptr_array_add (words, g_strdup_printf ("%" G_GINT64_FORMAT, plan->camera_id));
  g_ptr_array_add (words, g_strdup_printf ("%" G_GINT64_FORMAT, from_us));
  g_ptr_array_add (words, g_strdup_printf ("%" G_GINT64_FORMAT, plan->until_us));
  g_ptr_array_add (words, g_strdup (path));
  for (gsize i = 0; i < plan->n_masks; i++)
    g_ptr_array_add (words,
                     g_strdup_printf ("%u,%u,%u,%u", plan->masks[i].left_pm, plan->masks[i].top_pm,
                                      plan->masks[i].right_pm, plan->masks[i].bottom_pm));
  g_ptr_array_add (words, NULL);
  return words;
}

static void
tell_progress (Work *work, gint64 from_us, gint64 done_pm)
{
  gint64 all_us = work->plan.until_us - work->plan.from_us;
  gint64 before_us = from_us - work->plan.from_us;
  gint64 done_us = before_us + (all_us - before_us) / PM * CLAMP (done_pm, 0, PM);

  if (work->progress)
    work->progress ((int) CLAMP (done_us / MAX (all_us / PM, 1), 0, PM), work->progress_data);
}

/* So many numbers after a word. */
static gboolean
read_numbers (const char *line, const char *word, gint64 *values, guint n)
{
  g_auto (GStrv) parts = g_strsplit (line, " ", -1);

  if (g_strv_length (parts) != n + 1 || !g_str_equal (parts[0], word))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!g_ascii_string_to_signed (parts[i + 1], 10, 0, G_MAXINT64, &values[i], NULL))
      return FALSE;
  return TRUE;
}

/* A line of the program's. */
static gboolean
read_line (Work *work, const char *line, gint64 from_us, Clip *clip)
{
  gint64 values[6];

  if (read_numbers (line, "progress", values, 1)) {
    tell_progress (work, from_us, values[0]);
    return TRUE;
  }
  if (read_numbers (line, "gap", values, 2)) {
    Gap gap = {values[0], values[1]};

    g_array_append_val (work->gaps, gap);
    return TRUE;
  }
  if (!read_numbers (line, "made", values, G_N_ELEMENTS (values)))
    return FALSE;
  clip->from_us = values[0];
  clip->until_us = values[1];
  clip->next_us = values[2];
  clip->frames = values[3];
  clip->width = values[4];
  clip->height = values[5];
  return TRUE;
}

/* All that it says. Errors: G_IO_ERROR. */
static gboolean
read_all (Work *work, GSubprocess *process, gint64 from_us, Clip *clip, GCancellable *cancellable,
          GError **error)
{
  g_autoptr (GDataInputStream)
      lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));

  for (guint n = 0; n < LINES_MAX; n++) {
    g_autoptr (GError) failure = NULL;
    g_autofree char *line = g_data_input_stream_read_line (lines, NULL, cancellable, &failure);

    if (failure) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
    if (!line)
      return TRUE;
    if (!read_line (work, line, from_us, clip))
      break;
  }
  g_set_error_literal (error, TC_ERROR, TC_ERROR_INVALID, "toancanh-clip says what can't be");
  return FALSE;
}

/* Why it failed, in its words. */
static void
take_failure (GSubprocess *process, GError **error)
{
  char text[ERROR_BYTES_MAX + 1] = "";
  gsize n = 0;
  TcError code = TC_ERROR_INVALID;

  if (!g_input_stream_read_all (g_subprocess_get_stderr_pipe (process), text, ERROR_BYTES_MAX, &n,
                                NULL, NULL))
    n = 0;
  text[n] = '\0';
  g_strstrip (text);
  if (g_str_has_suffix (text, "nothing was recorded there"))
    code = TC_ERROR_NOT_FOUND;
  g_set_error (error, TC_ERROR, (int) code, "%s",
               *text && g_utf8_validate (text, -1, NULL) ? text : "toancanh-clip ended early");
}

/* One clip, from @from_us on. */
static gboolean
make_clip (Work *work, gint64 from_us, Clip *clip, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = g_build_filename (work->part, clip->name, NULL);
  g_autoptr (GPtrArray) words = make_words (work, path, from_us);
  g_autoptr (GSubprocess)
      process = g_subprocess_newv ((const char *const *) words->pdata,
                                   G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                       G_SUBPROCESS_FLAGS_STDERR_PIPE,
                                   error);
  gboolean read;

  if (!process)
    return FALSE;
  read = read_all (work, process, from_us, clip, cancellable, error);
  if (!read)
    g_subprocess_force_exit (process);
  if (!g_subprocess_wait (process, NULL, read ? error : NULL) || !read)
    return FALSE;
  if (g_subprocess_get_successful (process) && clip->frames > 0)
    return TRUE;
  take_failure (process, error);
  return FALSE;
}

static gboolean
make_clips (Work *work, GCancellable *cancellable, GError **error)
{
  gint64 from_us = work->plan.from_us;

  while (from_us && from_us < work->plan.until_us) {
    guint n = work->clips->len + 1;
    Clip clip = {.name = g_strdup_printf ("clip-%u.mkv", n)};

    g_array_append_val (work->clips, clip);
    if (n > TC_EVIDENCE_FILES_MAX) {
      g_set_error (error, TC_ERROR, TC_ERROR_LIMIT,
                   "the pictures change their size more than %d times", TC_EVIDENCE_FILES_MAX);
      return FALSE;
    }
    if (!make_clip (work, from_us, &g_array_index (work->clips, Clip, n - 1), cancellable, error))
      return FALSE;
    from_us = g_array_index (work->clips, Clip, n - 1).next_us;
  }
  return TRUE;
}

/* ---- the manifest ---- */

/* Ids are text, as whoever reads numbers as fractions would spoil them. */
static void
set_id (JsonObject *object, const char *name, gint64 id)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  json_object_set_string_member (object, name, text);
}

static void
set_digest (JsonObject *object, const TcDigest *digest)
{
  g_autofree char *hex = tc_digest_to_hex (digest);

  json_object_set_string_member (object, "sha256", hex);
}

static JsonObject *
describe_camera (const TcEvidencePlan *plan)
{
  JsonObject *camera = json_object_new ();

  set_id (camera, "id", plan->camera_id);
  json_object_set_int_member (camera, "number", plan->camera_number);
  json_object_set_string_member (camera, "name", plan->camera_name);
  json_object_set_int_member (camera, "masks", (gint64) plan->n_masks);
  return camera;
}

static JsonArray *
describe_gaps (Work *work)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < work->gaps->len; i++) {
    const Gap *gap = &g_array_index (work->gaps, Gap, i);
    JsonObject *object = json_object_new ();

    json_object_set_int_member (object, "from_us", gap->from_us);
    json_object_set_int_member (object, "until_us", gap->until_us);
    json_array_add_object_element (array, object);
  }
  return array;
}

static JsonArray *
describe_segments (const TcEvidencePlan *plan)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < plan->segments->len; i++) {
    const TcSegment *segment = &g_array_index (plan->segments, TcSegment, i);
    JsonObject *object = json_object_new ();

    json_object_set_int_member (object, "from_us", segment->start_us);
    json_object_set_int_member (object, "until_us", segment->end_us);
    json_object_set_int_member (object, "bytes", segment->bytes);
    set_digest (object, &segment->sha256);
    json_array_add_object_element (array, object);
  }
  return array;
}

/* (transfer full) (nullable): the clips, hashed and on the disk */
static JsonArray *
describe_files (Work *work, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonArray) array = json_array_new ();

  for (guint i = 0; i < work->clips->len; i++) {
    const Clip *clip = &g_array_index (work->clips, Clip, i);
    g_autofree char *path = g_build_filename (work->part, clip->name, NULL);
    g_autoptr (JsonObject) object = json_object_new ();
    int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
    gboolean synced = fd >= 0 && fsync (fd) == 0;
    TcDigest digest;
    gint64 bytes;

    if (!synced)
      tc_error_take_errno ("writing down", path, error);
    if (fd >= 0)
      close (fd);
    if (!synced || !tc_recordings_hash_file (path, &digest, &bytes, cancellable, error))
      return NULL;
    json_object_set_string_member (object, "name", clip->name);
    json_object_set_int_member (object, "bytes", bytes);
    set_digest (object, &digest);
    json_object_set_int_member (object, "from_us", clip->from_us);
    json_object_set_int_member (object, "until_us", clip->until_us);
    json_object_set_int_member (object, "frames", clip->frames);
    json_object_set_int_member (object, "width", clip->width);
    json_object_set_int_member (object, "height", clip->height);
    json_array_add_object_element (array, g_steal_pointer (&object));
  }
  return g_steal_pointer (&array);
}

static gboolean
write_file (Work *work, const char *name, const char *content, GError **error)
{
  g_autofree char *path = g_build_filename (work->part, name, NULL);

  return g_file_set_contents_full (
      path, content, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

static gboolean
write_manifest (Work *work, GCancellable *cancellable, GError **error)
{
  const TcEvidencePlan *plan = &work->plan;
  g_autoptr (JsonObject) manifest = json_object_new ();
  JsonArray *files = describe_files (work, cancellable, error);
  g_autofree char *json = NULL;
  g_autofree char *signature = NULL;

  if (!files)
    return FALSE;
  json_object_set_object_member (manifest, "camera", describe_camera (plan));
  json_object_set_int_member (manifest, "from_us", plan->from_us);
  json_object_set_int_member (manifest, "until_us", plan->until_us);
  json_object_set_int_member (manifest, "made_us", plan->made_us);
  set_id (manifest, "host_id", plan->host_id);
  if (plan->copy_id)
    set_id (manifest, "copy_id", plan->copy_id);
  set_id (manifest, "person_id", plan->person_id);
  json_object_set_string_member (manifest, "person", plan->person);
  json_object_set_string_member (manifest, "reason", plan->reason);
  if (plan->incident_id) {
    set_id (manifest, "incident_id", plan->incident_id);
    json_object_set_string_member (manifest, "incident", plan->incident ? plan->incident : "");
  }
  json_object_set_array_member (manifest, "files", files);
  json_object_set_array_member (manifest, "gaps", describe_gaps (work));
  json_object_set_array_member (manifest, "segments", describe_segments (plan));
  tc_evidence_sign (manifest, work->key, &json, &signature);
  return write_file (work, TC_EVIDENCE_MANIFEST, json, error) &&
         write_file (work, TC_EVIDENCE_SIGNATURE, signature, error);
}

/* ---- the work ---- */

/* There are no folders in it. */
static void
remove_part (Work *work)
{
  g_autoptr (GDir) dir = g_dir_open (work->part, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (work->part, name, NULL);

    g_unlink (path);
  }
  g_rmdir (work->part);
}

static gboolean
begin (Work *work, GError **error)
{
  if (g_file_test (work->plan.folder, G_FILE_TEST_EXISTS)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "'%s' is there already", work->plan.folder);
    return FALSE;
  }
  if (work->plan.segments->len == 0) {
    g_set_error_literal (error, TC_ERROR, TC_ERROR_NOT_FOUND, "nothing was recorded there");
    return FALSE;
  }
  if (work->plan.segments->len > TC_EVIDENCE_SEGMENTS_MAX) {
    g_set_error (error, TC_ERROR, TC_ERROR_LIMIT, "there are more than %d segments",
                 TC_EVIDENCE_SEGMENTS_MAX);
    return FALSE;
  }
  remove_part (work); /* of a try that a stop ended */
  return g_mkdir_with_parents (work->part, 0700) == 0 ||
         tc_error_take_errno ("making", work->part, error);
}

static void
make_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;
  gboolean begun = begin (work, &error);
  gboolean made = begun && prove_segments (work, cancellable, &error) &&
                  make_clips (work, cancellable, &error) &&
                  write_manifest (work, cancellable, &error);

  if (made && g_rename (work->part, work->plan.folder) != 0)
    made = tc_error_take_errno ("naming", work->plan.folder, &error);
  if (made) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  if (begun)
    remove_part (work);
  g_task_return_error (task, error);
}

void
tc_evidence_make_async (const TcEvidencePlan *plan, const TcKey *key,
                        TcEvidenceProgressFunc progress, gpointer progress_data,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Work *work = g_new0 (Work, 1);

  g_assert (plan->n_masks <= TC_PICTURE_MASKS_MAX && plan->until_us > plan->from_us);
  work->plan = *plan;
  work->plan.recordings = g_strdup (plan->recordings);
  work->plan.program = g_strdup (plan->program);
  work->plan.folder = g_strdup (plan->folder);
  work->plan.camera_name = g_strdup (plan->camera_name);
  work->plan.person = g_strdup (plan->person);
  work->plan.reason = g_strdup (plan->reason);
  work->plan.incident = g_strdup (plan->incident);
  work->plan.masks = g_memdup2 (plan->masks, plan->n_masks * sizeof *plan->masks);
  work->plan.segments = g_array_copy (plan->segments);
  work->key = key;
  work->progress = progress;
  work->progress_data = progress_data;
  work->part = g_strconcat (plan->folder, ".part", NULL);
  work->clips = g_array_new (FALSE, FALSE, sizeof (Clip));
  g_array_set_clear_func (work->clips, clear_clip);
  work->gaps = g_array_new (FALSE, FALSE, sizeof (Gap));
  g_task_set_task_data (task, work, free_work);
  g_task_set_return_on_cancel (task, FALSE);
  g_task_run_in_thread (task, make_thread);
}

gboolean
tc_evidence_make_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
