/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads the file of a segment back as the access units that it was made of, also one that ends in
 * the middle: up to its last whole picture. Every file is safe to give.
 *
 * Thread: any, one at a time.
 */
#pragma once

#include "tc-segment-format.h"

/* How long a picture is shown that is alone in its file. */
#define TC_SEGMENT_LONE_US ((gint64) 40000)

typedef struct _TcSegmentReader TcSegmentReader;

/* Errors: G_FILE_ERROR; TC_ERROR_INVALID: it is none, or not even its head is whole. */
TcSegmentReader *tc_segment_reader_open (const char *path,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Of memory. */
TcSegmentReader *tc_segment_reader_new (GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_segment_reader_free (TcSegmentReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcSegmentReader, tc_segment_reader_free)

const TcSegmentHead *tc_segment_reader_get_head (const TcSegmentReader *self);

/* The next picture. (transfer full) (nullable): NULL: what follows isn't a whole one, or there is
 * nothing. One that can't be taken apart is passed over. */
TcAccessUnit *tc_segment_reader_next (TcSegmentReader *self);

/**
 * tc_segment_reader_seek:
 *
 * What is read next is the last key frame that isn't after @time_us, or the first picture.
 */
void tc_segment_reader_seek (TcSegmentReader *self, gint64 time_us);

/* The file is as long as it is by now: once there was no further picture, there may be one. FALSE:
 * it didn't grow. */
gboolean tc_segment_reader_extend (TcSegmentReader *self);

/* Where the last whole picture ends that was looked at, in bytes; the whole file's once
 * tc_segment_reader_next() has given NULL. */
gint64 tc_segment_reader_get_whole (const TcSegmentReader *self);
/* Pictures that were passed over. */
guint tc_segment_reader_get_passed_over (const TcSegmentReader *self);
