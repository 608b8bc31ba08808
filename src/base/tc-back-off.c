/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Waits that double; see the header. The generator is splitmix64.
 *
 * Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", 2014.
 */
#include "tc-back-off.h"

/* More often nothing is doubled. */
#define DOUBLINGS_MAX 20

static guint64
draw (TcBackOff *self)
{
  guint64 value = self->chance += 0x9e3779b97f4a7c15u;

  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
  return value ^ (value >> 31);
}

void
tc_back_off_init (TcBackOff *self, guint64 seed)
{
  tc_back_off_init_span (self, seed, TC_BACK_OFF_FIRST_US, TC_BACK_OFF_MAX_US);
}

void
tc_back_off_init_span (TcBackOff *self, guint64 seed, gint64 first_us, gint64 max_us)
{
  g_assert (first_us > 0 && max_us >= first_us && max_us <= G_MAXINT64 >> DOUBLINGS_MAX);
  *self = (TcBackOff){.chance = seed, .first_us = first_us, .max_us = max_us};
}

gint64
tc_back_off_fail (TcBackOff *self, gint64 worked_us)
{
  gint64 wait_us;

  if (worked_us >= TC_BACK_OFF_WELL_US)
    self->n_failed = 0;
  wait_us = MIN (self->first_us << self->n_failed, self->max_us);
  self->n_failed = MIN (self->n_failed + 1, DOUBLINGS_MAX);
  return wait_us - (gint64) (draw (self) % (guint64) (wait_us / 4 + 1));
}

void
tc_back_off_reset (TcBackOff *self)
{
  self->n_failed = 0;
}
