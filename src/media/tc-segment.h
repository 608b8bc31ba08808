/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A segment: some seconds of one camera in a file of their own, as it was recorded and the
 * index knows it. Where the file is follows from whose it is and when it begins, so that a row
 * can't name another file.
 *
 * Times are microseconds UTC. Pure. Thread: any.
 */
#pragma once

#include "tc-access-unit.h"
#include "tc-bytes.h"
#include "tc-digest.h"

/* A segment ends with the first key frame after that time. */
#define TC_SEGMENT_US ((gint64) 10 * G_USEC_PER_SEC)
/* Where no key frame comes, and of one that is too large: what follows waits for a key frame. */
#define TC_SEGMENT_US_MAX ((gint64) 600 * G_USEC_PER_SEC)
#define TC_SEGMENT_BYTES_MAX ((gint64) 512 * 1024 * 1024)
/* Where nothing comes for longer there is a gap, and a segment ends before it. */
#define TC_SEGMENT_GAP_US ((gint64) 2 * G_USEC_PER_SEC)
/* The last of times: the year 9999 has them. */
#define TC_SEGMENT_TIME_MAX_US G_GINT64_CONSTANT (253402300799000000)

typedef struct {
  gint64 camera_id; /* above 0 */
  gint64 start_us;  /* of its first picture, which is a key frame */
  gint64 end_us;    /* when the last was over */
  gint64 frames;
  gint64 bytes;
  TcCodec codec;
  TcDigest sha256;     /* of the file */
  gboolean has_motion; /* the next is known */
  gint64 motion_pm;    /* for how many thousandths of it something moved */
} TcSegment;

/* Whether its numbers can be. */
gboolean tc_segment_is_valid (const TcSegment *segment);

/* "4711/20261128/1795433400000000.mkv": below the folder of all recordings, by the day that it
 * begins in, UTC. (transfer full) */
char *tc_segment_dup_path (gint64 camera_id, gint64 start_us);
/* The other way. FALSE: it is no such path. */
gboolean tc_segment_read_path (const char *path, gint64 *camera_id,
                               gint64 *start_us) G_GNUC_WARN_UNUSED_RESULT;

/* As bytes, for a pipe. */
void tc_segment_write (GByteArray *out, const TcSegment *segment);
/* FALSE: it isn't one; the reader has failed, or what was read can't be. */
gboolean tc_segment_read (TcReader *reader, TcSegment *segment) G_GNUC_WARN_UNUSED_RESULT;
