/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A camera's recording in a worker of a media host: takes what its fan has, writes it as segments
 * (tc-segment-keeper.h), and tells the main loop what came of it.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-media-fan.h"
#include "tc-segment-keeper.h"

/* In the main loop, also what was written up to the end. */
typedef struct {
  void (*segment) (const TcSegment *segment, gpointer data);
  /* @detail: "": none */
  void (*state) (gint64 camera_id, TcSegmentKeeperState state, const char *detail, gpointer data);
} TcMediaTapeHooks;

typedef struct _TcMediaTape TcMediaTape;

/* @folder: of all recordings; @data: outlives all that is told */
TcMediaTape *tc_media_tape_new (const char *folder, gint64 camera_id, TcMediaFan *fan,
                                const TcMediaTapeHooks *hooks, gpointer data);
/* Closes the open segment and waits for that. */
void tc_media_tape_free (TcMediaTape *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcMediaTape, tc_media_tape_free)
