/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: a segment of the log as a database's file has it. The input is how many operations
 * it is said to have (two bytes, the lower first) and the segment; where it doesn't begin with
 * zstd's mark, what stands inside the compression. What can be read is the same when it is packed
 * again.
 */
#include "tc-log-segment.h"

#include <string.h>
#include <zstd.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static GBytes *
compress (const guint8 *data, gsize size)
{
  gsize bound = ZSTD_compressBound (size);
  guint8 *out = g_malloc (bound);
  gsize used = ZSTD_compress (out, bound, data, size, 1);

  g_assert_false (ZSTD_isError (used));
  return g_bytes_new_take (out, used);
}

static TcLogSegment *
unpack (GBytes *body, guint n)
{
  g_autoptr (GError) error = NULL;
  gsize size;
  gconstpointer data = g_bytes_get_data (body, &size);
  TcLogSegment *segment = tc_log_segment_unpack (data, size, n, &error);

  g_assert_true (!segment == !!error);
  return segment;
}

static void
pack_again (TcLogSegment *segment, guint n)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gsize total = 0;

  g_assert_cmpuint (tc_log_segment_count (segment), ==, n);
  for (guint i = 0; i < n; i++) {
    gsize size;
    const guint8 *data = tc_log_segment_get (segment, i, &size);

    g_ptr_array_add (all, g_bytes_new (data, size));
    total += size;
  }
  g_assert_cmpuint (total, <=, TC_LOG_SEGMENT_UNPACKED_MAX);
  g_autoptr (GBytes) body = tc_log_segment_pack ((GBytes *const *) all->pdata, n, NULL);
  g_assert_nonnull (body);
  g_autoptr (TcLogSegment) again = unpack (body, n);
  for (guint i = 0; i < n; i++) {
    gsize size;
    const guint8 *data = tc_log_segment_get (again, i, &size);
    g_autoptr (GBytes) found = g_bytes_new (data, size);

    g_assert_true (g_bytes_equal (found, all->pdata[i]));
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  if (size < 2)
    return 0;
  guint n = data[0] | (guint) data[1] << 8;
  gboolean whole = size >= 6 && memcmp (data + 2, "\x28\xb5\x2f\xfd", 4) == 0;
  g_autoptr (GBytes) body = whole ? g_bytes_new (data + 2, size - 2)
                                  : compress (data + 2, size - 2);
  g_autoptr (TcLogSegment) segment = unpack (body, n);

  if (segment)
    pack_again (segment, n);
  return 0;
}
