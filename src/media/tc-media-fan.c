/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Handing out access units; see the header.
 */
#include "tc-media-fan.h"

typedef struct {
  guint number;
  TcAccessUnitFunc func;
  gpointer data;
} Taker;

struct _TcMediaFan {
  gatomicrefcount refs;
  TcSoundFan *sound; /* (owned) */
  GMutex mutex;      /* of all below */
  GCond cond;        /* a key frame came */
  GArray *takers;    /* (owned) (element-type Taker) */
  GPtrArray *kept;   /* (owned) (element-type TcAccessUnit): since the key frame, that first; empty:
                      none came, or too much since */
  gsize kept_bytes;
  guint last; /* number given */
  TcMediaFanSum sum;
};

TcMediaFan *
tc_media_fan_new (void)
{
  TcMediaFan *self = g_new0 (TcMediaFan, 1);

  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->sound = tc_sound_fan_new ();
  self->takers = g_array_new (FALSE, FALSE, sizeof (Taker));
  self->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_access_unit_unref);
  return self;
}

TcMediaFan *
tc_media_fan_ref (TcMediaFan *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
tc_media_fan_unref (TcMediaFan *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  tc_sound_fan_unref (self->sound);
  g_array_unref (self->takers);
  g_ptr_array_unref (self->kept);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

TcSoundFan *
tc_media_fan_get_sound (TcMediaFan *self)
{
  return self->sound;
}

static void
forget (TcMediaFan *self)
{
  g_ptr_array_set_size (self->kept, 0);
  self->kept_bytes = 0;
}

static void
keep (TcMediaFan *self, TcAccessUnit *unit)
{
  if (unit->key)
    forget (self);
  else if (self->kept->len == 0)
    return;
  if (self->kept->len >= TC_MEDIA_FAN_UNITS_MAX ||
      self->kept_bytes + g_bytes_get_size (unit->bytes) > TC_MEDIA_FAN_BYTES_MAX) {
    forget (self);
    return;
  }
  g_ptr_array_add (self->kept, tc_access_unit_ref (unit));
  self->kept_bytes += g_bytes_get_size (unit->bytes);
}

static void
count (TcMediaFanSum *sum, const TcAccessUnit *unit)
{
  gsize size = g_bytes_get_size (unit->bytes);

  sum->n_units++;
  sum->n_bytes += size;
  sum->us += unit->duration_us;
  if (unit->key) {
    sum->n_keys++;
    sum->n_key_bytes += size;
  }
}

void
tc_media_fan_put (TcMediaFan *self, TcAccessUnit *unit)
{
  g_mutex_lock (&self->mutex);
  keep (self, unit);
  count (&self->sum, unit);
  for (guint i = 0; i < self->takers->len; i++) {
    const Taker *taker = &g_array_index (self->takers, Taker, i);

    taker->func (unit, taker->data);
  }
  if (unit->key)
    g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

void
tc_media_fan_get_sum (TcMediaFan *self, TcMediaFanSum *sum)
{
  g_mutex_lock (&self->mutex);
  *sum = self->sum;
  g_mutex_unlock (&self->mutex);
}

void
tc_media_fan_break (TcMediaFan *self)
{
  g_mutex_lock (&self->mutex);
  forget (self);
  g_mutex_unlock (&self->mutex);
  tc_sound_fan_break (self->sound);
}

guint
tc_media_fan_take (TcMediaFan *self, TcAccessUnitFunc func, gpointer data)
{
  Taker taker = {0, func, data};

  g_mutex_lock (&self->mutex);
  taker.number = ++self->last;
  for (guint i = 0; i < self->kept->len; i++)
    func (g_ptr_array_index (self->kept, i), data);
  g_array_append_val (self->takers, taker);
  g_mutex_unlock (&self->mutex);
  return taker.number;
}

void
tc_media_fan_leave (TcMediaFan *self, guint number)
{
  gboolean found = FALSE;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->takers->len && !found; i++) {
    found = g_array_index (self->takers, Taker, i).number == number;
    if (found)
      g_array_remove_index (self->takers, i);
  }
  /* What is kept would be old by the time that somebody comes. */
  if (self->takers->len == 0)
    forget (self);
  g_mutex_unlock (&self->mutex);
}

guint
tc_media_fan_count (TcMediaFan *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->takers->len;
  g_mutex_unlock (&self->mutex);
  return n;
}

TcAccessUnit *
tc_media_fan_wait (TcMediaFan *self, gint64 wait_us)
{
  gint64 until_us = g_get_monotonic_time () + wait_us;
  TcAccessUnit *unit = NULL;

  g_mutex_lock (&self->mutex);
  while (self->kept->len == 0 && g_cond_wait_until (&self->cond, &self->mutex, until_us))
    continue;
  if (self->kept->len > 0)
    unit = tc_access_unit_ref (g_ptr_array_index (self->kept, 0));
  g_mutex_unlock (&self->mutex);
  return unit;
}
