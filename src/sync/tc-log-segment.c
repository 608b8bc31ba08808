/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Packing operations into a segment and getting them out of it; see the header.
 */
#include "tc-log-segment.h"

#include "tc-bytes.h"

#include <zstd.h>

#define LEVEL 3

typedef struct {
  const guint8 *data; /* (unowned): in raw */
  gsize size;
} Slice;

struct _TcLogSegment {
  guint8 *raw;   /* (owned) */
  Slice *slices; /* (owned) (array length=n) */
  guint n;
};

GBytes *
tc_log_segment_pack (GBytes *const *operations, guint n, GError **error)
{
  g_autoptr (GByteArray) raw = g_byte_array_new ();

  for (guint i = 0; i < n; i++) {
    gsize size;
    gconstpointer data = g_bytes_get_data (operations[i], &size);

    tc_write_blob (raw, data, size);
  }
  if (n > TC_LOG_SEGMENT_OPERATIONS || raw->len > TC_LOG_SEGMENT_UNPACKED_MAX) {
    g_set_error (error, TC_ERROR, TC_ERROR_LIMIT, "packing a segment: %u operations of %u bytes", n,
                 raw->len);
    return NULL;
  }
  gsize bound = ZSTD_compressBound (raw->len);
  g_autofree guint8 *out = g_malloc (bound);
  gsize size = ZSTD_compress (out, bound, raw->data, raw->len, LEVEL);
  /* With room for all that there can be it only fails for lack of memory. */
  g_assert (!ZSTD_isError (size));
  return g_bytes_new (out, size);
}

/* One frame, nothing behind it, and it says how long it is. (transfer full) (nullable) */
static guint8 *
unpack (gconstpointer data, gsize size, gsize *raw_size, GError **error)
{
  guint64 said = ZSTD_getFrameContentSize (data, size);
  gsize used;

  if (said == ZSTD_CONTENTSIZE_ERROR || said == ZSTD_CONTENTSIZE_UNKNOWN ||
      ZSTD_findFrameCompressedSize (data, size) != size) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "unpacking a segment: it is damaged");
    return NULL;
  }
  if (said > TC_LOG_SEGMENT_UNPACKED_MAX) {
    g_set_error (error, TC_ERROR, TC_ERROR_LIMIT,
                 "unpacking a segment: it would be %" G_GUINT64_FORMAT " bytes", said);
    return NULL;
  }
  g_autofree guint8 *raw = g_malloc (MAX (said, 1));
  used = ZSTD_decompress (raw, said, data, size);
  if (ZSTD_isError (used) || used != said) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "unpacking a segment: it is damaged");
    return NULL;
  }
  *raw_size = used;
  return g_steal_pointer (&raw);
}

TcLogSegment *
tc_log_segment_unpack (gconstpointer data, gsize size, guint n, GError **error)
{
  g_autoptr (TcLogSegment) self = g_new0 (TcLogSegment, 1);
  TcReader reader;
  gsize raw_size;

  if (n == 0 || n > TC_LOG_SEGMENT_OPERATIONS) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "unpacking a segment of %u operations", n);
    return NULL;
  }
  self->raw = unpack (data, size, &raw_size, error);
  if (!self->raw)
    return NULL;
  self->slices = g_new0 (Slice, n);
  self->n = n;
  tc_reader_init (&reader, self->raw, raw_size);
  for (guint i = 0; i < n; i++)
    self->slices[i].data = tc_read_blob (&reader, TC_LOG_SEGMENT_UNPACKED_MAX,
                                         &self->slices[i].size);
  if (tc_reader_done (&reader))
    return g_steal_pointer (&self);
  g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "unpacking a segment: it is not of %u operations",
               n);
  return NULL;
}

void
tc_log_segment_free (TcLogSegment *self)
{
  if (!self)
    return;
  g_free (self->raw);
  g_free (self->slices);
  g_free (self);
}

guint
tc_log_segment_count (const TcLogSegment *self)
{
  return self->n;
}

const guint8 *
tc_log_segment_get (const TcLogSegment *self, guint at, gsize *size)
{
  g_assert (at < self->n);
  *size = self->slices[at].size;
  return self->slices[at].data;
}

TcDigest
tc_log_segment_hash (gint64 first_lsn, gint64 last_lsn, gconstpointer data, gsize size)
{
  TcHasher hasher;

  tc_hasher_init (&hasher, "toancanh segment 1");
  tc_hasher_add_int (&hasher, first_lsn);
  tc_hasher_add_int (&hasher, last_lsn);
  tc_hasher_add_blob (&hasher, data, size);
  return tc_hasher_end (&hasher);
}
