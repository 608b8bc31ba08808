/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The frames of one stream of a fake camera, by the fault in force: drawn, filmed, or out of a loop
 * that was encoded before (tc-fake-camera-loop.h).
 *
 * Thread: frames on the thread of their stream, one at a time; what it is told from any.
 */
#pragma once

#include "tc-fake-camera-loop.h"

typedef struct _TcFakeFeed TcFakeFeed;

typedef struct {
  const TcFakeWorld *world; /* (unowned): outlives all streams */
  guint number;
  TcFakeProfile profile;
  const TcFakeLoop *loop; /* (unowned) (nullable): likewise; NULL: pictures */
  gboolean well;          /* whatever fault is in force */
  /* (nullable): the stream has ended by its fault; told on its thread, once. */
  void (*ended) (guint number, gpointer data);
  gpointer data;
} TcFakeFeedConfig;

TcFakeFeed *tc_fake_feed_new (const TcFakeFeedConfig *config);
void tc_fake_feed_free (TcFakeFeed *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcFakeFeed, tc_fake_feed_free)

/* Shows what was before, from @from_us on by the camera's clock. */
void tc_fake_feed_go_back (TcFakeFeed *self, gint64 from_us);
/* What the camera's clock showed when what is shown of the frame taken at @taken_us was seen. */
gint64 tc_fake_feed_get_clock_us (TcFakeFeed *self, gint64 taken_us);

/* As a TcFakeSourceConfig wants them; @data: the feed. */
GstBuffer *tc_fake_feed_take (gint64 count, gpointer data);
gint64 tc_fake_feed_burst_us (gpointer data);
