/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For how much of the time something moves in what a camera sends, told without decoding: of H.264
 * and H.265 a picture that isn't a key frame says what is another than before, so it takes more
 * bytes while something moves. Bytes are looked at from key frame to key frame, since pictures just
 * behind one take others than those before the next, and compared with what this camera's still
 * picture takes, which is learnt in two ways: the least of late, rising slowly, for what moves
 * much; and for what moves little the usual of the last minutes and by how much it varies, for
 * noise takes about as much all the time. What has been as even as noise for minutes is noise,
 * however much that is: a lamp that goes out isn't movement for an hour.
 *
 * It is told only where sizes are known to say it: since a still picture was seen, of which one
 * that isn't a key frame takes next to nothing beside one that is, or since something took more
 * than usual, or since noise grew or fell with the light, for half a day from then on. So it isn't
 * known of MJPEG, whose pictures are whole each; of a camera that sends the same number of bytes
 * whatever it sees; of what has moved since the first picture on, until it stands still once. Nor
 * is it known that nothing moves where noise takes so much that a person is lost in it.
 *
 * Pure. Thread: any, one at a time.
 */
#pragma once

#include "tc-access-unit.h"

/* Looked at for so long at a time: to the next key frame, but not shorter nor longer. */
#define TC_MOTION_SLICE_US ((gint64) G_USEC_PER_SEC)
#define TC_MOTION_SLICE_US_MAX ((gint64) 4 * G_USEC_PER_SEC)
/* It moves where a second takes that many times what a still one does, and so many bytes more. */
#define TC_MOTION_TIMES 2
#define TC_MOTION_BYTES_MIN 500
/* A still picture takes that part of a key frame at most, where it is sure that it is still; */
#define TC_MOTION_STILL_PART 32
/* where noise takes that part of one, a person doesn't show beside it. */
#define TC_MOTION_NOISE_PART 16
/* What sizes have shown once they are believed to show for so long. */
#define TC_MOTION_BELIEVED_US ((gint64) 12 * 3600 * G_USEC_PER_SEC)
/* Slices by which it is known what is usual. */
#define TC_MOTION_USUAL 256

/* All members are its own; zeroed is one that has seen nothing. Rates are bytes in 1000 s. */
typedef struct {
  gint64 slice_us; /* how long the slice has lasted, key frames left out */
  gint64 slice_bytes;
  guint slice_pictures;
  gint64 key_bytes;   /* of the key frame that came last; 0: none has */
  gint64 believed_us; /* for so long still */
  gint64 still;       /* the rate of a still picture; 0: not known */
  gint64 usual[TC_MOTION_USUAL];
  guint n_usual; /* that were put there, all told */
  gint64 level;  /* the rate of noise when it was last seen to be another; 0: not known */
  guint n_over;  /* slices in a row that took more than usual */
  gint64 over_us;
  gint64 seen_us; /* since it was asked last */
  gint64 moved_us;
  gint64 noisy_us; /* of that, with so much noise that little isn't seen */
} TcMotionMeter;

/* The next picture. */
void tc_motion_meter_put (TcMotionMeter *self, const TcAccessUnit *unit);
/* For how many thousandths of what was put since the last time that this was asked something moved;
 * -1: not known. */
gint64 tc_motion_meter_take (TcMotionMeter *self);
