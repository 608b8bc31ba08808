/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes access units of one camera into segments, each picture as it comes, so that whatever ends
 * the process costs the open segment at most its last picture, and a power cut at most the segment.
 * A segment is told once it is on the disk, its folder too.
 *
 * It waits for the disk: tc-segment-keeper.h is for who mustn't. Thread: any, one at a time.
 */
#pragma once

#include "tc-segment.h"

#include <gio/gio.h>

typedef struct _TcSegmentWriter TcSegmentWriter;

typedef void (*TcSegmentFunc) (const TcSegment *segment, gpointer data);

/* @folder: of all recordings; is made when it is first needed */
TcSegmentWriter *tc_segment_writer_new (const char *folder, gint64 camera_id, TcSegmentFunc func,
                                        gpointer data);
/* Closes what is open; what then fails is lost to a recovery (tc-recordings.h). */
void tc_segment_writer_free (TcSegmentWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcSegmentWriter, tc_segment_writer_free)

/**
 * tc_segment_writer_push:
 *
 * Writes it, into the open segment or another. What comes before a key frame is left out.
 * Returns: FALSE: it isn't written. What stands in the file before it is told as a segment, if that
 * can still be done; the next key frame begins another. Errors: G_FILE_ERROR; TC_ERROR_INVALID: it
 * is no picture of its codec.
 */
gboolean tc_segment_writer_push (TcSegmentWriter *self, TcAccessUnit *unit,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends the open segment, if there is one. Errors: G_FILE_ERROR: it isn't told. */
gboolean tc_segment_writer_close (TcSegmentWriter *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Of the open segment, as it is now. FALSE: there is none. */
gboolean tc_segment_writer_get_open (const TcSegmentWriter *self, TcSegment *segment);
