/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For how much of the time something moves in what a camera sends, told without decoding: of H.264
 * and H.265 a picture that isn't a key frame says what is another than before, so it takes more
 * bytes while something moves. Each second's bytes are compared with what this camera's still
 * picture takes, which is learnt: the least of late, rising slowly (noise grows at night).
 *
 * It is told only where sizes are known to say it: since a still picture was seen, of which one
 * that isn't a key frame takes next to nothing beside one that is, or since a second took more than
 * others, for some hours from then on. So it isn't known of MJPEG, whose pictures are whole each;
 * of a camera that sends the same number of bytes whatever it sees; of what has moved since the
 * first picture on, until it stands still once.
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
/* A still picture takes that part of a key frame at most, where it is sure that it is still. */
#define TC_MOTION_STILL_PART 32
/* What sizes have shown once they are believed to show for so long. */
#define TC_MOTION_BELIEVED_US ((gint64) 6 * 3600 * G_USEC_PER_SEC)

/* All members are its own; zeroed is one that has seen nothing. */
typedef struct {
  gint64 slice_us; /* how long the slice has lasted, key frames left out */
  gint64 slice_bytes;
  guint slice_pictures;
  gint64 key_bytes;   /* of the key frame that came last; 0: none has */
  gint64 believed_us; /* for so long still */
  gint64 still;       /* bytes that 1000 s of a still picture take; 0: not known */
  gint64 seen_us;     /* since it was asked last */
  gint64 moved_us;
} TcMotionMeter;

/* The next picture. */
void tc_motion_meter_put (TcMotionMeter *self, const TcAccessUnit *unit);
/* For how many thousandths of what was put since the last time that this was asked something moved;
 * -1: not known. */
gint64 tc_motion_meter_take (TcMotionMeter *self);
