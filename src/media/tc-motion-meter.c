/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether something moves; see the header.
 */
#include "tc-motion-meter.h"

#include <stdlib.h>
#include <string.h>

/* How long it takes until what counts as still has grown to e times as much. */
#define RISE_S 4096
/* Less isn't known to be usual. */
#define USUAL_MIN 32
/* What takes more than usual by so many times what half of all vary by, and by that part of it, is
 * movement; one slice alone may be chance. */
#define OVER_TIMES 3
#define OVER_PART 24
#define OVER_ROW 2
/* By that part more, it isn't a camera that sends the same number of bytes whatever it sees. */
#define SHOWS_PART 8
#define SHOWS_ROW 3
/* Noise varies by that part at most, and its level by this one when the light is another. */
#define EVEN_PART 16
#define LEVEL_PART 4

/* What is usual. */
typedef struct {
  gint64 low; /* a fifth takes less */
  gint64 mid; /* half takes less; 0: not known */
  gboolean even;
} Usual;

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

static Usual
get_usual (const TcMotionMeter *self)
{
  gint64 sorted[TC_MOTION_USUAL];
  guint n = MIN (self->n_usual, TC_MOTION_USUAL);
  Usual usual = {0, 0, FALSE};

  if (n < USUAL_MIN)
    return usual;
  memcpy (sorted, self->usual, n * sizeof sorted[0]);
  qsort (sorted, n, sizeof sorted[0], compare_cb);
  usual.low = sorted[n / 5];
  usual.mid = sorted[n / 2];
  usual.even = n == TC_MOTION_USUAL && (usual.mid - usual.low) * EVEN_PART <= usual.mid;
  return usual;
}

static gboolean
is_surely_still (const TcMotionMeter *self)
{
  return self->slice_bytes * TC_MOTION_STILL_PART <=
         self->key_bytes * (gint64) self->slice_pictures;
}

static gboolean
is_noisy (const TcMotionMeter *self)
{
  return self->slice_bytes * TC_MOTION_NOISE_PART > self->key_bytes * (gint64) self->slice_pictures;
}

/* The light is another. */
static gboolean
has_other_level (TcMotionMeter *self, const Usual *usual)
{
  gint64 before = self->level;

  if (!usual->even || (before && ABS (usual->mid - before) * LEVEL_PART <= before))
    return FALSE;
  self->level = usual->mid;
  return before != 0;
}

/* How much moves beside noise: counts slices in a row, and gives how long they were, of the first
 * ones once it is known. */
static gint64
look_over (TcMotionMeter *self, const Usual *usual, gint64 rate)
{
  gint64 over = MAX (OVER_TIMES * (usual->mid - usual->low), usual->mid / OVER_PART);
  gint64 us;

  over = MAX (over, (gint64) TC_MOTION_BYTES_MIN * 1000);
  if (!usual->mid || rate <= usual->mid + over) {
    self->n_over = 0;
    self->over_us = 0;
    return 0;
  }
  self->n_over++;
  self->over_us += self->slice_us;
  if (self->n_over < OVER_ROW)
    return 0;
  us = self->over_us;
  self->over_us = 0;
  return us;
}

static void
learn (TcMotionMeter *self, gint64 rate)
{
  if (!self->still || rate < self->still)
    self->still = MAX (rate, 1);
  else
    self->still += self->still * self->slice_us / (RISE_S * (gint64) G_USEC_PER_SEC);
  self->usual[self->n_usual % TC_MOTION_USUAL] = rate;
  self->n_usual++;
  if (self->n_usual == 2 * TC_MOTION_USUAL)
    self->n_usual = TC_MOTION_USUAL;
}

static void
end_slice (TcMotionMeter *self)
{
  gint64 rate = self->slice_bytes * 1000 * G_USEC_PER_SEC / self->slice_us;
  gint64 least = (gint64) TC_MOTION_BYTES_MIN * 1000;
  Usual usual = get_usual (self);
  gint64 over_us = look_over (self, &usual, rate);
  gboolean much, shows;

  /* It is noise, of another level than before. */
  if (usual.even && !self->n_over)
    self->still = MAX (usual.low, 1);
  learn (self, rate);
  much = rate > TC_MOTION_TIMES * self->still && rate > self->still + least;
  shows = much || is_surely_still (self) || has_other_level (self, &usual) ||
          (self->n_over >= SHOWS_ROW && (rate - usual.mid) * SHOWS_PART > usual.mid);
  self->seen_us += self->slice_us;
  self->moved_us = MIN (self->moved_us + MAX (over_us, much ? self->slice_us : 0), self->seen_us);
  if (is_noisy (self))
    self->noisy_us += self->slice_us;
  self->believed_us = shows ? TC_MOTION_BELIEVED_US : MAX (self->believed_us - self->slice_us, 0);
  self->slice_us = self->slice_bytes = 0;
  self->slice_pictures = 0;
}

void
tc_motion_meter_put (TcMotionMeter *self, const TcAccessUnit *unit)
{
  if (unit->codec == TC_CODEC_MJPEG)
    return;
  if (unit->key) {
    if (self->slice_us >= TC_MOTION_SLICE_US)
      end_slice (self);
    self->key_bytes = (gint64) g_bytes_get_size (unit->bytes);
    return;
  }
  self->slice_bytes += (gint64) g_bytes_get_size (unit->bytes);
  self->slice_pictures++;
  self->slice_us += unit->duration_us;
  if (self->slice_us >= TC_MOTION_SLICE_US_MAX)
    end_slice (self);
}

gint64
tc_motion_meter_take (TcMotionMeter *self)
{
  if (self->slice_us >= TC_MOTION_SLICE_US)
    end_slice (self);
  gboolean known = self->seen_us > 0 && self->believed_us > 0 &&
                   (self->moved_us > 0 || 2 * self->noisy_us < self->seen_us);
  gint64 share_pm = known ? self->moved_us * 1000 / self->seen_us : -1;

  self->seen_us = self->moved_us = self->noisy_us = 0;
  return share_pm;
}
