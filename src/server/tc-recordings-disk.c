/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files of recordings; see the header.
 */
#include "tc-recordings-disk.h"

#include "tc-error.h"
#include "tc-segment-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_SIZE (256 * 1024)
/* Rows that a check reads at once. */
#define CHECK_ROWS 1000
#define DAY_CHARS 8

static const char *const codes[TC_FOUND_N] = {"segment", "empty",   "strange",
                                              "gone",    "differs", "stray"};

const char *
tc_found_code (TcFound found)
{
  g_assert (found < TC_FOUND_N);
  return codes[found];
}

gboolean
tc_recordings_hash_file (const char *path, TcDigest *digest, gint64 *bytes,
                         GCancellable *cancellable, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *buffer = g_malloc (READ_SIZE);
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gsize size = TC_DIGEST_SIZE;
  gint64 total = 0;
  gssize n = -1;

  while (fd >= 0 && !g_cancellable_is_cancelled (cancellable)) {
    n = read (fd, buffer, READ_SIZE);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      break;
    g_checksum_update (checksum, buffer, n);
    total += n;
  }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    n = -1;
  else if (n < 0)
    tc_error_take_errno ("reading", path, error);
  if (fd >= 0)
    close (fd);
  if (n < 0)
    return FALSE;
  g_checksum_get_digest (checksum, digest->bytes, &size);
  *bytes = total;
  return TRUE;
}

/* ---- removing ---- */

static char *
dup_file (const char *folder, const TcSegment *segment)
{
  g_autofree char *path = tc_segment_dup_path (segment->camera_id, segment->start_us);

  return g_build_filename (folder, path, NULL);
}

/* Their files, and their folders where those become empty. */
static void
unlink_all (const char *folder, GArray *segments, GArray *gone, GError **error)
{
  for (guint i = 0; i < segments->len; i++) {
    const TcSegment *segment = &g_array_index (segments, TcSegment, i);
    g_autofree char *path = dup_file (folder, segment);
    g_autofree char *day = g_path_get_dirname (path);

    if (g_unlink (path) == 0 || errno == ENOENT || errno == ENOTDIR)
      g_array_append_vals (gone, segment, 1);
    else if (!error || !*error)
      tc_error_take_errno ("removing", path, error);
    g_rmdir (day); /* as long as there is something in it, that does nothing */
  }
}

static gboolean
forget_all (TcDatabase *db, GArray *segments, GError **error)
{
  tc_database_begin (db);
  for (guint i = 0; i < segments->len; i++) {
    const TcSegment *segment = &g_array_index (segments, TcSegment, i);

    tc_recordings_forget (db, segment->camera_id, segment->start_us);
  }
  return tc_database_commit (db, error);
}

gboolean
tc_recordings_remove (TcDatabase *db, const char *folder, GArray *segments, GError **error)
{
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (TcSegment));
  g_autoptr (GError) failure = NULL;

  g_assert (segments->len <= TC_RECORDINGS_REMOVE_MAX);
  /* A row that is leaving is no loss when its file is missing after a stop. */
  tc_database_begin (db);
  for (guint i = 0; i < segments->len; i++) {
    const TcSegment *segment = &g_array_index (segments, TcSegment, i);

    tc_recordings_set_state (db, segment->camera_id, segment->start_us, TC_RECORDING_LEAVING);
  }
  if (!tc_database_commit (db, error))
    return FALSE;
  unlink_all (folder, segments, gone, &failure);
  if (!forget_all (db, gone, error))
    return FALSE;
  if (!failure)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* ---- walking ---- */

typedef struct {
  gint64 camera_id;
  gint64 since_us; /* files that begin after that */
  void (*file) (gpointer walk, const char *path, gint64 camera_id, gint64 start_us);
} Walk;

static int
compare_names_cb (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* (transfer full) (element-type utf8): names in a folder, in order */
static GPtrArray *
list_names (const char *folder, const char *sub)
{
  g_autofree char *path = g_build_filename (folder, sub, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names_cb);
  return names;
}

/* All files that are named as segments of one camera are. */
static void
walk_camera (const char *folder, Walk *walk)
{
  g_autofree char *first = tc_segment_dup_path (walk->camera_id, MAX (walk->since_us, 1));
  const char *first_day = strchr (first, '/') + 1;
  g_autofree char *camera = g_strdup_printf ("%" G_GINT64_FORMAT, walk->camera_id);
  g_autoptr (GPtrArray) days = list_names (folder, camera);

  for (guint i = 0; i < days->len; i++) {
    g_autofree char *day = g_build_filename (camera, days->pdata[i], NULL);
    g_autoptr (GPtrArray) files = NULL;

    if (strncmp (days->pdata[i], first_day, DAY_CHARS) < 0)
      continue;
    files = list_names (folder, day);
    for (guint j = 0; j < files->len; j++) {
      g_autofree char *path = g_build_filename (day, files->pdata[j], NULL);
      gint64 camera_id, start_us;

      if (tc_segment_read_path (path, &camera_id, &start_us) && start_us > walk->since_us)
        walk->file (walk, path, camera_id, start_us);
    }
  }
}

/* (transfer full) (element-type gint64): those that have a folder */
static GArray *
list_folders (const char *folder)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) names = list_names (folder, "");

  for (guint i = 0; i < names->len; i++) {
    gint64 id;

    if (g_ascii_string_to_signed (names->pdata[i], 10, 1, G_MAXINT64, &id, NULL))
      g_array_append_val (ids, id);
  }
  return ids;
}

/* ---- what a stop left ---- */

typedef struct {
  Walk walk;
  TcDatabase *db;
  const char *folder;
  gint64 before_us;
  TcFoundFunc func;
  gpointer data;
} Recovery;

/* Reads it up to its last whole picture. FALSE: there is none, or it isn't of that camera; @strange
 * says so. */
static gboolean
read_whole (const char *path, TcSegment *segment, gint64 *whole, gboolean *strange)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcSegmentReader) reader = tc_segment_reader_open (path, &error);
  const TcSegmentHead *head;
  TcAccessUnit *unit;

  if (!reader) {
    GStatBuf info;

    /* A stop leaves a head that isn't whole, but not one with pictures behind it. */
    *strange = error->domain != TC_ERROR || g_stat (path, &info) != 0 ||
               info.st_size > TC_SEGMENT_HEAD_BYTES_MAX;
    return FALSE;
  }
  head = tc_segment_reader_get_head (reader);
  *strange = head->camera_id != segment->camera_id || head->start_us != segment->start_us;
  segment->codec = head->codec;
  while ((unit = tc_segment_reader_next (reader))) {
    segment->frames++;
    segment->end_us = unit->time_us + unit->duration_us;
    tc_access_unit_unref (unit);
  }
  *whole = tc_segment_reader_get_whole (reader);
  return segment->frames > 0 && !*strange;
}

/* Cuts it off there, on the disk. */
static gboolean
cut (const char *path, gint64 whole)
{
  int fd = g_open (path, O_RDWR | O_CLOEXEC, 0);
  gboolean done = fd >= 0 && ftruncate (fd, whole) == 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);
  return done;
}

static void
recover_cb (gpointer data, const char *path, gint64 camera_id, gint64 start_us)
{
  Recovery *self = data;
  g_autofree char *file = g_build_filename (self->folder, path, NULL);
  TcSegment segment = {.camera_id = camera_id, .start_us = start_us};
  TcFound found = TC_FOUND_STRANGE;
  gboolean strange = FALSE;
  gint64 whole = 0;

  if (start_us >= self->before_us || tc_recordings_has (self->db, camera_id, start_us))
    return;
  if (read_whole (file, &segment, &whole, &strange)) {
    if (cut (file, whole) &&
        tc_recordings_hash_file (file, &segment.sha256, &segment.bytes, NULL, NULL) &&
        tc_segment_is_valid (&segment)) {
      tc_recordings_add (self->db, &segment);
      found = TC_FOUND_SEGMENT;
    }
  } else if (!strange && g_unlink (file) == 0) {
    found = TC_FOUND_EMPTY;
  }
  self->func (found, path, self->data);
}

gboolean
tc_recordings_recover (TcDatabase *db, const char *folder, gint64 camera_id, gint64 before_us,
                       TcFoundFunc func, gpointer data, GError **error)
{
  g_autoptr (GArray) leaving = tc_recordings_list_leaving (db, TC_RECORDINGS_REMOVE_MAX);
  g_autoptr (GArray) ids = NULL;
  Recovery recovery = {{.file = recover_cb}, db, folder, before_us, func, data};

  if (leaving->len > 0 && !tc_recordings_remove (db, folder, leaving, error))
    return FALSE;
  if (camera_id) {
    ids = g_array_new (FALSE, FALSE, sizeof (gint64));
    g_array_append_val (ids, camera_id);
  } else {
    ids = list_folders (folder);
  }
  for (guint i = 0; i < ids->len; i++) {
    recovery.walk.camera_id = g_array_index (ids, gint64, i);
    recovery.walk.since_us = tc_recordings_get_newest (db, recovery.walk.camera_id);
    walk_camera (folder, &recovery.walk);
  }
  return tc_database_check (db, error);
}

/* ---- proving ---- */

typedef struct {
  Walk walk;
  TcDatabase *db;
  const char *folder;
  gboolean (*open) (gint64 camera_id, gint64 start_us, gpointer data); /* (nullable) */
  TcFoundFunc func;
  gpointer data;
  TcRecordingsChecked *checked;
  GCancellable *cancellable;
} Check;

static void
tell (Check *self, TcFound found, const char *path)
{
  self->checked->faults++;
  self->func (found, path, self->data);
}

/* FALSE: cancelled. */
static gboolean
check_row (Check *self, const TcSegment *segment, GError **error)
{
  g_autofree char *path = tc_segment_dup_path (segment->camera_id, segment->start_us);
  g_autofree char *file = g_build_filename (self->folder, path, NULL);
  g_autoptr (GError) failure = NULL;
  TcRecordingState state = TC_RECORDING_DIFFERS;
  TcDigest digest;
  gint64 bytes = 0;

  if (tc_recordings_hash_file (file, &digest, &bytes, self->cancellable, &failure)) {
    if (bytes == segment->bytes && tc_digest_equal (&digest, &segment->sha256))
      state = TC_RECORDING_WHOLE;
  } else if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  } else if (g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
             g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOTDIR)) {
    state = TC_RECORDING_GONE;
  }
  self->checked->files++;
  self->checked->bytes += bytes;
  tc_recordings_set_state (self->db, segment->camera_id, segment->start_us, state);
  if (state != TC_RECORDING_WHOLE)
    tell (self, state == TC_RECORDING_GONE ? TC_FOUND_GONE : TC_FOUND_DIFFERS, path);
  return TRUE;
}

static gboolean
check_rows (Check *self, GError **error)
{
  TcSegment after = {0};

  for (;;) {
    g_autoptr (GArray) rows = tc_recordings_list (self->db, 0, &after, CHECK_ROWS);

    for (guint i = 0; i < rows->len; i++)
      if (!check_row (self, &g_array_index (rows, TcSegment, i), error))
        return FALSE;
    if (rows->len < CHECK_ROWS)
      return tc_database_check (self->db, error);
    after = g_array_index (rows, TcSegment, rows->len - 1);
  }
}

static void
stray_cb (gpointer data, const char *path, gint64 camera_id, gint64 start_us)
{
  Check *self = data;

  if (!tc_recordings_has (self->db, camera_id, start_us) &&
      !(self->open && self->open (camera_id, start_us, self->data)))
    tell (self, TC_FOUND_STRAY, path);
}

gboolean
tc_recordings_check (TcDatabase *db, const char *folder,
                     gboolean (*open) (gint64 camera_id, gint64 start_us, gpointer data),
                     TcFoundFunc func, gpointer data, TcRecordingsChecked *checked,
                     GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) ids = NULL;
  Check check = {{.file = stray_cb}, db, folder, open, func, data, checked, cancellable};

  *checked = (TcRecordingsChecked){0};
  if (!check_rows (&check, error))
    return FALSE;
  ids = list_folders (folder);
  for (guint i = 0; i < ids->len; i++) {
    check.walk.camera_id = g_array_index (ids, gint64, i);
    walk_camera (folder, &check.walk);
  }
  return tc_database_check (db, error);
}
