/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The form of a segment: the bytes of operations that follow one another in the log, each with its
 * length before it, as one frame of zstd. An operation that a legal purge emptied has none. How
 * many there are and which is said beside it. Not for: where segments are kept (tc-log-packing.h).
 *
 * Thread: any.
 */
#pragma once

#include "tc-digest.h"
#include "tc-error.h"

/* What one takes at most: it ends with the operation that reaches either. */
#define TC_LOG_SEGMENT_OPERATIONS 1000
#define TC_LOG_SEGMENT_BYTES (256 * 1024)
/* What one is unpacked to at most, whatever it says of itself. */
#define TC_LOG_SEGMENT_UNPACKED_MAX (384 * 1024)

typedef struct _TcLogSegment TcLogSegment;

/**
 * tc_log_segment_pack:
 * @operations: (array length=n): at most TC_LOG_SEGMENT_OPERATIONS; an empty one is one without
 *   bytes
 *
 * Returns: (transfer full) (nullable): the segment; NULL on error. Errors: TC_ERROR_LIMIT: they are
 * more than may be unpacked.
 */
GBytes *tc_log_segment_pack (GBytes *const *operations, guint n, GError **error);
/**
 * tc_log_segment_unpack:
 * @n: operations in it
 *
 * Returns: (transfer full) (nullable). Errors: TC_ERROR_INVALID: damaged, or not of so many;
 * TC_ERROR_LIMIT: it would be unpacked to more than TC_LOG_SEGMENT_UNPACKED_MAX.
 */
TcLogSegment *tc_log_segment_unpack (gconstpointer data, gsize size, guint n, GError **error);
void tc_log_segment_free (TcLogSegment *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcLogSegment, tc_log_segment_free)
guint tc_log_segment_count (const TcLogSegment *self);
/* Borrowed from the segment. @at: from 0 */
const guint8 *tc_log_segment_get (const TcLogSegment *self, guint at, gsize *size);
/* Over a segment and of which operations it is. */
TcDigest tc_log_segment_hash (gint64 first_lsn, gint64 last_lsn, gconstpointer data, gsize size);
