/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records one camera: takes access units from whoever has them, never makes them wait, and writes
 * them as segments (tc-segment-writer.h) on a thread of its own. A disk that is slower than the
 * camera costs pictures up to the next key frame, one that fails costs all until it works again;
 * both are told.
 */
#pragma once

#include "tc-segment-writer.h"

/* Taken and not written yet; past it pictures are left out. */
#define TC_SEGMENT_KEEPER_WAITING_MAX ((gsize) 32 * 1024 * 1024)
/* After a failure the disk isn't tried again for so long. */
#define TC_SEGMENT_KEEPER_REST_US ((gint64) 5 * G_USEC_PER_SEC)
/* When nothing has come for so long the open segment is closed, so that it is found. */
#define TC_SEGMENT_KEEPER_IDLE_US ((gint64) 5 * G_USEC_PER_SEC)

typedef enum {
  TC_SEGMENT_KEEPER_WRITES, /* or would, if something came */
  TC_SEGMENT_KEEPER_SLOW,   /* pictures are being left out: the disk doesn't keep up */
  TC_SEGMENT_KEEPER_FULL,   /* the disk has no room */
  TC_SEGMENT_KEEPER_DISK,   /* it failed otherwise */
  TC_SEGMENT_KEEPER_STREAM, /* what comes can't be recorded */
} TcSegmentKeeperState;

/* Called on the keeper's thread. */
typedef struct {
  TcSegmentFunc segment; /* one is on the disk */
  /* It is so from now on. @detail: (nullable): for the journal */
  void (*state) (TcSegmentKeeperState state, const char *detail, gpointer data);
} TcSegmentKeeperHooks;

typedef struct {
  gint64 written; /* pictures */
  gint64 left_out;
} TcSegmentKeeperCounts;

typedef struct _TcSegmentKeeper TcSegmentKeeper;

/* @folder: of all recordings. Thread: any, as all below. */
TcSegmentKeeper *tc_segment_keeper_new (const char *folder, gint64 camera_id,
                                        const TcSegmentKeeperHooks *hooks, gpointer data);
/* Writes what was taken, closes the segment and waits for that. Nothing is told afterwards. */
void tc_segment_keeper_free (TcSegmentKeeper *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcSegmentKeeper, tc_segment_keeper_free)

/* Never waits for the disk. Fits TcAccessUnitFunc. */
void tc_segment_keeper_push (TcAccessUnit *unit, gpointer keeper);
void tc_segment_keeper_get_counts (TcSegmentKeeper *self, TcSegmentKeeperCounts *counts);
