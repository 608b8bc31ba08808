/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For how much of the time something moves in what a camera sends, told without decoding: of H.264
 * and H.265 a picture that isn't a key frame says what is another than before, so it takes more
 * bytes while something moves. Each second's bytes are compared with what this camera's still
 * picture takes, which is learnt: the least of late, rising slowly (noise grows at night).
 *
 * What it can't tell: MJPEG, whose pictures are whole each; a camera that sends the same number of
 * bytes whatever it sees; what has moved since the first picture on, until it stands still once.
 *
 * Pure. Thread: any, one at a time.
 */
#pragma once

#include "tc-access-unit.h"

/* Looked at for so long at a time. */
#define TC_MOTION_SLICE_US ((gint64) G_USEC_PER_SEC)
/* It moves where a second takes that many times what a still one does, and so many bytes more. */
#define TC_MOTION_TIMES 2
#define TC_MOTION_BYTES_MIN 500

/* All members are its own; zeroed is one that has seen nothing. */
typedef struct {
  gint64 slice_us; /* how long the slice has lasted, key frames left out */
  gint64 slice_bytes;
  gint64 still;   /* bytes that 1000 s of a still picture take; 0: not known */
  gint64 seen_us; /* since it was asked last */
  gint64 moved_us;
} TcMotionMeter;

/* The next picture. */
void tc_motion_meter_put (TcMotionMeter *self, const TcAccessUnit *unit);
/* For how many thousandths of what was put since the last time that this was asked something moved;
 * -1: not known. */
gint64 tc_motion_meter_take (TcMotionMeter *self);
