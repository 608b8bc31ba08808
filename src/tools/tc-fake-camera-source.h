/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A source of GStreamer that gives out a fake camera's frames, each at its time
 * (tc-frame-times.h): whoever makes it says what a frame of a count is. It falls behind for as long
 * as others make it wait, and then goes on with the newest frame.
 *
 * Thread: frames are asked for on the thread of its stream, one at a time.
 */
#pragma once

#include <gst/gst.h>

typedef struct {
  guint number;
  guint fps_milli;
  /* TRUE: frames come at their times. FALSE: as fast as they are taken, from @first on, @n. */
  gboolean live;
  gint64 first;
  gint64 n;
  gint64 align;  /* the first frame, or one after a gap, has a count that is a multiple of it */
  GstCaps *caps; /* (transfer none) */
  /* (transfer full) (nullable): the frame of that count; its times are set here. NULL: the stream
   * ends. */
  GstBuffer *(*take) (gint64 count, gpointer data);
  /* (nullable): frames are held back and come in bursts, so many µs apart; 0: each at its time */
  gint64 (*get_burst_us) (gpointer data);
  gpointer data; /* (transfer full) */
  GDestroyNotify data_free;
} TcFakeSourceConfig;

/* (transfer floating) */
GstElement *tc_fake_source_new (const TcFakeSourceConfig *config);
