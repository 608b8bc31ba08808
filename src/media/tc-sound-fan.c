/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Handing out sound; see the header.
 */
#include "tc-sound-fan.h"

#include <string.h>

typedef struct {
  guint number;
  TcSoundUnitFunc func;
  gpointer data;
} Taker;

struct _TcSoundFan {
  gatomicrefcount refs;
  GMutex mutex;   /* of all below */
  GCond cond;     /* the newest changed */
  GArray *takers; /* (owned) (element-type Taker) */
  gboolean expected;
  TcSoundUnit *newest; /* (owned) (nullable) */
  guint last;          /* number given */
};

/* ---- pieces ---- */

TcSoundUnit *
tc_sound_unit_new (const char *caps, GBytes *bytes, gint64 time_us)
{
  gsize size = g_bytes_get_size (bytes);
  TcSoundUnit *self;

  g_assert (time_us > 0);
  if (size == 0 || size > TC_SOUND_UNIT_BYTES_MAX ||
      strnlen (caps, TC_SOUND_CAPS_CHARS_MAX + 1) > TC_SOUND_CAPS_CHARS_MAX)
    return NULL;
  self = g_atomic_rc_box_new0 (TcSoundUnit);
  self->caps = g_ref_string_new_intern (caps);
  self->bytes = g_bytes_ref (bytes);
  self->time_us = time_us;
  return self;
}

TcSoundUnit *
tc_sound_unit_ref (TcSoundUnit *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  TcSoundUnit *self = data;

  g_ref_string_release (self->caps);
  g_bytes_unref (self->bytes);
}

void
tc_sound_unit_unref (TcSoundUnit *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* ---- handing out ---- */

TcSoundFan *
tc_sound_fan_new (void)
{
  TcSoundFan *self = g_new0 (TcSoundFan, 1);

  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->takers = g_array_new (FALSE, FALSE, sizeof (Taker));
  return self;
}

TcSoundFan *
tc_sound_fan_ref (TcSoundFan *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
tc_sound_fan_unref (TcSoundFan *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_array_unref (self->takers);
  g_clear_pointer (&self->newest, tc_sound_unit_unref);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
tc_sound_fan_break (TcSoundFan *self)
{
  g_mutex_lock (&self->mutex);
  self->expected = FALSE;
  g_clear_pointer (&self->newest, tc_sound_unit_unref);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

void
tc_sound_fan_expect (TcSoundFan *self)
{
  g_mutex_lock (&self->mutex);
  self->expected = TRUE;
  g_mutex_unlock (&self->mutex);
}

void
tc_sound_fan_put (TcSoundFan *self, TcSoundUnit *unit)
{
  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->newest, tc_sound_unit_unref);
  self->newest = tc_sound_unit_ref (unit);
  for (guint i = 0; i < self->takers->len; i++) {
    const Taker *taker = &g_array_index (self->takers, Taker, i);

    taker->func (unit, taker->data);
  }
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

TcSoundUnit *
tc_sound_fan_wait (TcSoundFan *self, gint64 wait_us)
{
  gint64 until_us = g_get_monotonic_time () + wait_us;
  TcSoundUnit *unit = NULL;

  g_mutex_lock (&self->mutex);
  while (self->expected && !self->newest && g_cond_wait_until (&self->cond, &self->mutex, until_us))
    continue;
  if (self->newest)
    unit = tc_sound_unit_ref (self->newest);
  g_mutex_unlock (&self->mutex);
  return unit;
}

guint
tc_sound_fan_take (TcSoundFan *self, TcSoundUnitFunc func, gpointer data)
{
  Taker taker = {0, func, data};

  g_mutex_lock (&self->mutex);
  taker.number = ++self->last;
  g_array_append_val (self->takers, taker);
  g_mutex_unlock (&self->mutex);
  return taker.number;
}

void
tc_sound_fan_leave (TcSoundFan *self, guint number)
{
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->takers->len; i++) {
    if (g_array_index (self->takers, Taker, i).number == number) {
      g_array_remove_index (self->takers, i);
      break;
    }
  }
  g_mutex_unlock (&self->mutex);
}
