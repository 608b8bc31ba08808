/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands in the file of a segment: Matroska as it can be written without going back, so that
 * it is of use up to the last picture that reached the disk, and any player shows it. One track; a
 * cluster with each key frame; sizes of clusters and of the whole are not said. When it begins is
 * its date (DateUTC), to the microsecond; pictures count milliseconds from then. Beside codec and
 * size the caps of its access units and its camera stand as tags.
 *
 * Pure. What is read comes from a disk. Thread: any.
 *
 * Source: RFC 8794 (EBML), RFC 9559 (Matroska).
 */
#pragma once

#include "tc-segment.h"

/* All that stands before the first picture. */
#define TC_SEGMENT_HEAD_BYTES_MAX (64 * 1024)
#define TC_SEGMENT_SIDE_MAX 16384
/* A block tells its time by so much from its cluster at most. */
#define TC_SEGMENT_CLUSTER_MS_MAX 30000
/* Before the bytes of a picture, its cluster's head included. */
#define TC_SEGMENT_BLOCK_HEAD_MAX 64

#define TC_EBML_CLUSTER 0x1f43b675u
#define TC_EBML_TIMESTAMP 0xe7u
#define TC_EBML_SIMPLE_BLOCK 0xa3u

typedef struct {
  gint64 camera_id;
  gint64 start_us;
  TcCodec codec;
  int width, height;
  char *caps;            /* (owned): of its access units */
  GBytes *codec_private; /* (owned) (nullable): avcC, hvcC; NULL: of MJPEG */
} TcSegmentHead;

void tc_segment_head_clear (TcSegmentHead *head);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TcSegmentHead, tc_segment_head_clear)

void tc_segment_head_write (GByteArray *out, const TcSegmentHead *head);
/**
 * tc_segment_head_read:
 * @data: the beginning of a file: all of it, or TC_SEGMENT_HEAD_BYTES_MAX
 * @head: (out): to be cleared
 * @end: (out): where the first cluster begins
 *
 * Errors: TC_ERROR_INVALID: it isn't one of ours, or not whole.
 */
gboolean tc_segment_head_read (const guint8 *data, gsize size, TcSegmentHead *head, gsize *end,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A cluster that begins @ms after the segment. */
void tc_segment_cluster_write (GByteArray *out, gint64 ms);
/* What stands before the @size bytes of a picture; @ms: from its cluster on, up to
 * TC_SEGMENT_CLUSTER_MS_MAX. */
void tc_segment_block_write (GByteArray *out, gint64 ms, gboolean key, gsize size);

typedef struct {
  guint32 id;
  guint head;  /* bytes of id and size */
  gint64 size; /* of what it holds; -1: not said */
} TcEbmlElement;

/* What begins at @data. FALSE: it is none, or not whole. */
gboolean tc_ebml_read (const guint8 *data, gsize size,
                       TcEbmlElement *element) G_GNUC_WARN_UNUSED_RESULT;
/* A whole number of up to 8 bytes. */
guint64 tc_ebml_read_uint (const guint8 *data, gsize size);
