/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing segments; see the header.
 */
#include "tc-segment-writer.h"

#include "tc-error.h"
#include "tc-motion-meter.h"
#include "tc-nal.h"
#include "tc-segment-format.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

struct _TcSegmentWriter {
  char *folder; /* (owned) */
  gint64 camera_id;
  TcSegmentFunc func;
  gpointer data;
  GByteArray *buffer;  /* (owned): a picture as it is written */
  TcMotionMeter meter; /* from segment to segment */

  int fd;              /* of the open segment; -1: there is none, and nothing below counts */
  char *path;          /* (owned) (nullable) */
  TcSegment segment;   /* what is whole in the file */
  TcSegmentHead head;  /* its members are owned */
  GChecksum *checksum; /* (owned) (nullable): of @segment.bytes */
  gint64 cluster_ms;   /* where the cluster begins; -1: none has */
};

TcSegmentWriter *
tc_segment_writer_new (const char *folder, gint64 camera_id, TcSegmentFunc func, gpointer data)
{
  TcSegmentWriter *self = g_new0 (TcSegmentWriter, 1);

  g_assert (camera_id > 0);
  self->folder = g_strdup (folder);
  self->camera_id = camera_id;
  self->func = func;
  self->data = data;
  self->buffer = g_byte_array_new ();
  self->fd = -1;
  return self;
}

/* ---- the open segment ---- */

static void
forget (TcSegmentWriter *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->checksum, g_checksum_free);
  tc_segment_head_clear (&self->head);
}

void
tc_segment_writer_free (TcSegmentWriter *self)
{
  g_autoptr (GError) error = NULL;

  if (!tc_segment_writer_close (self, &error))
    g_warning ("recording camera %" G_GINT64_FORMAT ": %s", self->camera_id, error->message);
  g_byte_array_unref (self->buffer);
  g_free (self->folder);
  g_free (self);
}

gboolean
tc_segment_writer_get_open (const TcSegmentWriter *self, TcSegment *segment)
{
  if (self->fd < 0)
    return FALSE;
  *segment = self->segment;
  return TRUE;
}

/* The names in a folder, on the disk. */
static gboolean
sync_folder (const char *path, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean synced = fd >= 0 && fsync (fd) == 0;

  if (!synced)
    tc_error_take_errno ("writing down", path, error);
  if (fd >= 0)
    close (fd);
  return synced;
}

static gboolean
sync_all (TcSegmentWriter *self, GError **error)
{
  g_autofree char *day = g_path_get_dirname (self->path);
  g_autofree char *camera = g_path_get_dirname (day);

  if (fsync (self->fd) != 0)
    return tc_error_take_errno ("writing down", self->path, error);
  return sync_folder (day, error) && sync_folder (camera, error) &&
         sync_folder (self->folder, error);
}

gboolean
tc_segment_writer_close (TcSegmentWriter *self, GError **error)
{
  gsize size = TC_DIGEST_SIZE;
  gboolean closed;

  if (self->fd < 0)
    return TRUE;
  closed = sync_all (self, error);
  if (closed && self->segment.frames > 0) {
    gint64 motion_pm = tc_motion_meter_take (&self->meter);

    self->segment.has_motion = motion_pm >= 0;
    self->segment.motion_pm = MAX (motion_pm, 0);
    g_checksum_get_digest (self->checksum, self->segment.sha256.bytes, &size);
    self->func (&self->segment, self->data);
  }
  forget (self);
  return closed;
}

/* After a failure: what is whole is kept, as far as the disk still does that. */
static void
salvage (TcSegmentWriter *self)
{
  g_autoptr (GError) error = NULL;

  if (self->segment.frames == 0) {
    g_unlink (self->path);
    forget (self);
  } else if (ftruncate (self->fd, self->segment.bytes) != 0 ||
             !tc_segment_writer_close (self, &error)) {
    forget (self);
  }
}

/* ---- writing ---- */

static gboolean
write_all (int fd, const guint8 *data, gsize size)
{
  while (size > 0) {
    gssize n = write (fd, data, size);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return FALSE;
    data += n;
    size -= (gsize) n;
  }
  return TRUE;
}

/* What is in the buffer; @frames: so many pictures are in it. */
static gboolean
flush (TcSegmentWriter *self, guint frames, GError **error)
{
  if (!write_all (self->fd, self->buffer->data, self->buffer->len)) {
    tc_error_take_errno ("writing", self->path, error);
    salvage (self);
    return FALSE;
  }
  g_checksum_update (self->checksum, self->buffer->data, (gssize) self->buffer->len);
  self->segment.bytes += self->buffer->len;
  self->segment.frames += frames;
  return TRUE;
}

/* A number of the caps' text; 0: it isn't there. */
static int
read_caps (const char *caps, const char *name)
{
  g_autofree char *field = g_strdup_printf (" %s=(int)", name);
  const char *at = strstr (caps, field);

  return at ? (int) CLAMP (g_ascii_strtoll (at + strlen (field), NULL, 10), 0, G_MAXINT) : 0;
}

/* What a file says of a stream that begins with @unit. FALSE: it isn't known. */
static gboolean
describe (TcSegmentWriter *self, TcAccessUnit *unit, TcSegmentHead *head, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (unit->bytes, &size);

  *head = (TcSegmentHead){.camera_id = self->camera_id,
                          .start_us = unit->time_us,
                          .codec = unit->codec,
                          .width = read_caps (unit->caps, "width"),
                          .height = read_caps (unit->caps, "height")};
  head->codec_private = tc_nal_make_private (unit->codec, data, size);
  if ((!head->codec_private && unit->codec != TC_CODEC_MJPEG) || head->width <= 0 ||
      head->height <= 0 || head->width > TC_SEGMENT_SIDE_MAX ||
      head->height > TC_SEGMENT_SIDE_MAX) {
    tc_segment_head_clear (head);
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID,
                 "a key frame of camera %" G_GINT64_FORMAT " doesn't say what it is (%s)",
                 self->camera_id, tc_codec_code (unit->codec));
    return FALSE;
  }
  head->caps = g_strdup (unit->caps);
  return TRUE;
}

/* Takes @head. */
static gboolean
begin (TcSegmentWriter *self, TcSegmentHead *head, GError **error)
{
  g_autofree char *path = tc_segment_dup_path (self->camera_id, head->start_us);
  g_autofree char *day = NULL;

  self->head = *head;
  self->path = g_build_filename (self->folder, path, NULL);
  day = g_path_get_dirname (self->path);
  if (g_mkdir_with_parents (day, 0700) != 0) {
    tc_error_take_errno ("making", day, error);
    forget (self);
    return FALSE;
  }
  self->fd = g_open (self->path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (self->fd < 0) {
    tc_error_take_errno ("making", self->path, error);
    forget (self);
    return FALSE;
  }
  self->segment = (TcSegment){.camera_id = self->camera_id,
                              .start_us = head->start_us,
                              .end_us = head->start_us,
                              .codec = head->codec};
  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  self->cluster_ms = -1;
  g_byte_array_set_size (self->buffer, 0);
  tc_segment_head_write (self->buffer, &self->head);
  return flush (self, 0, error);
}

static gboolean
is_other_stream (const TcSegmentWriter *self, const TcSegmentHead *head)
{
  const TcSegmentHead *own = &self->head;

  return own->codec != head->codec || !g_str_equal (own->caps, head->caps) ||
         (own->codec_private && !g_bytes_equal (own->codec_private, head->codec_private));
}

/* Whether the open segment ends before @unit; @head (nullable): of a key frame. */
static gboolean
ends_before (const TcSegmentWriter *self, const TcAccessUnit *unit, const TcSegmentHead *head)
{
  gint64 length_us = unit->time_us - self->segment.start_us;
  gint64 gap_us = unit->time_us - self->segment.end_us;

  if (head && (length_us >= TC_SEGMENT_US || is_other_stream (self, head)))
    return TRUE;
  /* Back in time: this computer's clock was set. */
  return gap_us > TC_SEGMENT_GAP_US || gap_us < -TC_SEGMENT_GAP_US || length_us < 0 ||
         length_us >= TC_SEGMENT_US_MAX || unit->codec != self->head.codec ||
         self->segment.bytes >= TC_SEGMENT_BYTES_MAX;
}

/* What follows a picture that is missing shows what never was, up to a key frame. */
static gboolean
leave_out (TcSegmentWriter *self)
{
  g_autoptr (GError) error = NULL;

  if (!tc_segment_writer_close (self, &error))
    g_warning ("recording camera %" G_GINT64_FORMAT ": %s", self->camera_id, error->message);
  return FALSE;
}

static gboolean
write_unit (TcSegmentWriter *self, TcAccessUnit *unit, GError **error)
{
  gint64 ms = (unit->time_us - self->segment.start_us) / 1000;
  gsize size;
  const guint8 *data = g_bytes_get_data (unit->bytes, &size);
  g_autoptr (GByteArray) parts = NULL;
  gboolean new_cluster;

  if (unit->codec != TC_CODEC_MJPEG) {
    parts = g_byte_array_new ();
    if (!tc_nal_to_lengths (data, size, parts)) {
      g_set_error (error, TC_ERROR, TC_ERROR_INVALID,
                   "what came of camera %" G_GINT64_FORMAT " is no picture", self->camera_id);
      return leave_out (self);
    }
    data = parts->data;
    size = parts->len;
  }
  new_cluster = unit->key || self->cluster_ms < 0 ||
                ms - self->cluster_ms > TC_SEGMENT_CLUSTER_MS_MAX;
  g_byte_array_set_size (self->buffer, 0);
  if (new_cluster)
    tc_segment_cluster_write (self->buffer, ms);
  tc_segment_block_write (self->buffer, new_cluster ? 0 : ms - self->cluster_ms, unit->key, size);
  g_byte_array_append (self->buffer, data, (guint) size);
  if (!flush (self, 1, error))
    return FALSE;
  if (new_cluster)
    self->cluster_ms = ms;
  self->segment.end_us = unit->time_us + unit->duration_us;
  tc_motion_meter_put (&self->meter, unit);
  return TRUE;
}

gboolean
tc_segment_writer_push (TcSegmentWriter *self, TcAccessUnit *unit, GError **error)
{
  g_auto (TcSegmentHead) head = {0};

  if (unit->key && !describe (self, unit, &head, error))
    return leave_out (self);
  if (self->fd >= 0 && ends_before (self, unit, unit->key ? &head : NULL) &&
      !tc_segment_writer_close (self, error))
    return FALSE;
  if (self->fd < 0) {
    TcSegmentHead own = head;

    if (!unit->key)
      return TRUE;
    head = (TcSegmentHead){0};
    if (!begin (self, &own, error))
      return FALSE;
  }
  return write_unit (self, unit, error);
}
