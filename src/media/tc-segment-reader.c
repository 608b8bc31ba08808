/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading segments; see the header.
 *
 * DESIGN: clusters don't say their size, so all elements below the file's own are read in one row:
 * a cluster is what says from where on its blocks count. The block that follows is always looked
 * at before one is given, which is how long that one is shown.
 */
#include "tc-segment-reader.h"

#include "tc-error.h"
#include "tc-nal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WINDOW_SIZE (64 * 1024)
#define BLOCK_HEAD 4
#define ELEMENT_HEAD_MAX 12
#define KEY_FLAG 0x80
#define LACING 0x06
#define TRACK_ONE 0x81

typedef struct {
  gint64 time_us;
  gint64 at; /* of its bytes */
  gsize size;
  gboolean key;
} Block;

struct _TcSegmentReader {
  GBytes *bytes; /* (owned) (nullable): NULL: it is a file */
  int fd;        /* -1: it is memory */
  gint64 size;
  guint8 *window; /* (owned) (nullable): what was read of the file last */
  gsize window_room, window_size;
  gint64 window_at;

  TcSegmentHead head; /* its members are owned */
  gint64 first_at;    /* the first cluster */
  gint64 at;          /* what is looked at next */
  gint64 cluster_ms;  /* -1: there is no cluster yet */
  gint64 whole_at;
  gboolean ahead_there;
  Block ahead;
  gint64 last_us;     /* of the block that was found last */
  gint64 duration_us; /* of the last picture */
  guint passed_over;
};

/* ---- bytes ---- */

/* NULL: they aren't there. Lent until the next call. */
static const guint8 *
peek (TcSegmentReader *self, gint64 at, gsize size)
{
  gsize want;
  gssize got;

  if (at < 0 || at > self->size || (gint64) size > self->size - at)
    return NULL;
  if (self->bytes)
    return (const guint8 *) g_bytes_get_data (self->bytes, NULL) + at;
  if (at >= self->window_at && at + (gint64) size <= self->window_at + (gint64) self->window_size)
    return self->window + (at - self->window_at);
  want = (gsize) MIN ((gint64) MAX (size, WINDOW_SIZE), self->size - at);
  if (want > self->window_room) {
    self->window = g_realloc (self->window, want);
    self->window_room = want;
  }
  self->window_at = at;
  self->window_size = 0;
  while (self->window_size < size) {
    got = pread (self->fd, self->window + self->window_size, want - self->window_size,
                 at + (gint64) self->window_size);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      return NULL;
    self->window_size += (gsize) got;
  }
  return self->window;
}

/* ---- blocks ---- */

/* The element at @at is a block that is whole. FALSE: it is none that we write. */
static gboolean
read_block (TcSegmentReader *self, gint64 content_at, gint64 size, Block *block)
{
  const guint8 *head = peek (self, content_at, BLOCK_HEAD);
  gint64 ms;

  if (!head || size <= BLOCK_HEAD || size - BLOCK_HEAD > (gint64) TC_ACCESS_UNIT_BYTES_MAX * 2 ||
      self->cluster_ms < 0 || head[0] != TRACK_ONE || (head[3] & LACING))
    return FALSE;
  ms = self->cluster_ms + (gint16) (head[1] << 8 | head[2]);
  block->time_us = MAX (self->head.start_us + ms * 1000, self->last_us + 1);
  block->key = (head[3] & KEY_FLAG) != 0;
  block->at = content_at + BLOCK_HEAD;
  block->size = (gsize) size - BLOCK_HEAD;
  return TRUE;
}

/* FALSE: it isn't whole, or no time that can be. */
static gboolean
read_timestamp (TcSegmentReader *self, gint64 content_at, gint64 size)
{
  const guint8 *data = size > 0 && size <= 8 ? peek (self, content_at, (gsize) size) : NULL;
  guint64 ms = data ? tc_ebml_read_uint (data, (gsize) size) : G_MAXUINT64;

  if (ms > (guint64) TC_SEGMENT_US_MAX / 1000 + TC_SEGMENT_CLUSTER_MS_MAX)
    return FALSE;
  self->cluster_ms = (gint64) ms;
  return TRUE;
}

/* The next block. FALSE: there is none that is whole. */
static gboolean
find_block (TcSegmentReader *self, Block *block)
{
  for (;;) {
    gsize left = (gsize) MIN (self->size - self->at, ELEMENT_HEAD_MAX);
    const guint8 *data = peek (self, self->at, left);
    TcEbmlElement element;
    gint64 content_at;

    if (!data || !tc_ebml_read (data, left, &element))
      return FALSE;
    content_at = self->at + element.head;
    if (element.id == TC_EBML_CLUSTER) {
      self->at = content_at;
      self->cluster_ms = -1;
      continue;
    }
    if (element.size < 0 || element.size > self->size - content_at)
      return FALSE;
    if ((element.id == TC_EBML_TIMESTAMP && !read_timestamp (self, content_at, element.size)) ||
        (element.id == TC_EBML_SIMPLE_BLOCK && !read_block (self, content_at, element.size, block)))
      return FALSE;
    self->at = content_at + element.size;
    if (element.id == TC_EBML_SIMPLE_BLOCK) {
      self->last_us = block->time_us;
      self->whole_at = self->at;
      return TRUE;
    }
  }
}

/* ---- pictures ---- */

/* (transfer full) (nullable): NULL: it can't be taken apart */
static TcAccessUnit *
make_unit (TcSegmentReader *self, const Block *block)
{
  const guint8 *data = peek (self, block->at, block->size);
  g_autoptr (GBytes) bytes = NULL;

  if (!data)
    return NULL;
  if (self->head.codec == TC_CODEC_MJPEG) {
    bytes = g_bytes_new (data, block->size);
  } else {
    g_autoptr (GByteArray) parts = g_byte_array_sized_new ((guint) block->size);

    if (!tc_nal_from_lengths (data, block->size, parts))
      return NULL;
    bytes = g_byte_array_free_to_bytes (g_steal_pointer (&parts));
  }
  return tc_access_unit_new (self->head.codec, self->head.caps, bytes, block->key, block->time_us,
                             self->duration_us);
}

static void
rewind_to_start (TcSegmentReader *self)
{
  self->at = self->whole_at = self->first_at;
  self->cluster_ms = -1;
  self->ahead_there = FALSE;
  self->last_us = self->head.start_us - 1;
  self->duration_us = TC_SEGMENT_LONE_US;
}

TcAccessUnit *
tc_segment_reader_next (TcSegmentReader *self)
{
  for (;;) {
    Block block;
    TcAccessUnit *unit;

    if (!self->ahead_there && !find_block (self, &self->ahead))
      return NULL;
    block = self->ahead;
    self->ahead_there = find_block (self, &self->ahead);
    if (self->ahead_there)
      self->duration_us = self->ahead.time_us - block.time_us;
    unit = make_unit (self, &block);
    if (unit)
      return unit;
    self->passed_over++;
  }
}

void
tc_segment_reader_seek (TcSegmentReader *self, gint64 time_us)
{
  TcSegmentReader found;
  Block block;

  rewind_to_start (self);
  found = *self;
  while (find_block (self, &block) && block.time_us <= time_us) {
    if (!block.key)
      continue;
    found = *self;
    found.ahead_there = TRUE;
    found.ahead = block;
  }
  /* Where to go on; the window is what it is by now. */
  self->at = found.at;
  self->whole_at = found.whole_at;
  self->cluster_ms = found.cluster_ms;
  self->ahead_there = found.ahead_there;
  self->ahead = found.ahead;
  self->last_us = found.last_us;
}

gboolean
tc_segment_reader_extend (TcSegmentReader *self)
{
  struct stat info;

  if (self->fd < 0 || fstat (self->fd, &info) != 0 || info.st_size <= self->size)
    return FALSE;
  self->size = info.st_size;
  self->window_size = 0;
  return TRUE;
}

/* ---- opening ---- */

static gboolean
read_head (TcSegmentReader *self, GError **error)
{
  gsize size = (gsize) MIN (self->size, TC_SEGMENT_HEAD_BYTES_MAX);
  const guint8 *data = peek (self, 0, size);
  gsize end = 0;

  if (!data) {
    g_set_error_literal (error, TC_ERROR, TC_ERROR_INVALID, "it can't be read");
    return FALSE;
  }
  if (!tc_segment_head_read (data, size, &self->head, &end, error))
    return FALSE;
  self->first_at = (gint64) end;
  rewind_to_start (self);
  return TRUE;
}

TcSegmentReader *
tc_segment_reader_new (GBytes *bytes, GError **error)
{
  g_autoptr (TcSegmentReader) self = g_new0 (TcSegmentReader, 1);

  self->fd = -1;
  self->bytes = g_bytes_ref (bytes);
  self->size = (gint64) g_bytes_get_size (bytes);
  return read_head (self, error) ? g_steal_pointer (&self) : NULL;
}

TcSegmentReader *
tc_segment_reader_open (const char *path, GError **error)
{
  g_autoptr (TcSegmentReader) self = g_new0 (TcSegmentReader, 1);
  struct stat info;

  self->fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  if (self->fd < 0 || fstat (self->fd, &info) != 0) {
    tc_error_take_errno ("opening", path, error);
    return NULL;
  }
  self->size = info.st_size;
  if (!read_head (self, error)) {
    g_prefix_error (error, "'%s': ", path);
    return NULL;
  }
  return g_steal_pointer (&self);
}

void
tc_segment_reader_free (TcSegmentReader *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  tc_segment_head_clear (&self->head);
  g_free (self->window);
  g_free (self);
}

const TcSegmentHead *
tc_segment_reader_get_head (const TcSegmentReader *self)
{
  return &self->head;
}

gint64
tc_segment_reader_get_whole (const TcSegmentReader *self)
{
  return self->whole_at;
}

guint
tc_segment_reader_get_passed_over (const TcSegmentReader *self)
{
  return self->passed_over;
}
