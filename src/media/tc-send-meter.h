/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much a worker sends, from what it has counted since it began: over the last few counts, each
 * of which has the time at which it was counted. So it is no matter whether one comes late, or two
 * at once.
 *
 * Pure: time by argument. Thread: any, one at a time.
 */
#pragma once

#include <glib.h>

/* So many say it; one comes a second: as long as stills are apart (TC_SEND_GAP_MAX_US), or what is
 * said goes up and down with those that happen to come. */
#define TC_SEND_METER_COUNTS 11
/* More nothing sends between two. */
#define TC_SEND_METER_BYTES_MAX ((guint64) 1 << 37)

typedef struct {
  gint64 at_us;           /* monotonic */
  guint64 sent, replayed; /* bytes since it began, all in all and of what was recorded */
} TcSendCount;

/* All 0 at first, and when whoever counts begins anew. */
typedef struct {
  TcSendCount counts[TC_SEND_METER_COUNTS]; /* the newest last */
  guint n;
} TcSendMeter;

/* FALSE: that can't follow on what came before, and is passed over. */
gboolean tc_send_meter_add (TcSendMeter *self, const TcSendCount *count);
/* Bits a second; 0 before there are two counts. */
guint64 tc_send_meter_get_sent (const TcSendMeter *self);
guint64 tc_send_meter_get_replayed (const TcSendMeter *self);
