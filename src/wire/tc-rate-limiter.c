/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Token buckets by key; see the header. A bucket is kept as the time at which it will be full
 * again, so that there is one number a key and "full" is a comparison.
 */
#include "tc-rate-limiter.h"

struct _TcRateLimiter {
  gint64 token_us;     /* time that one token takes to come back */
  gint64 capacity_us;  /* of a whole bucket */
  GHashTable *full_at; /* (owned) (element-type utf8 gint64) */
};

TcRateLimiter *
tc_rate_limiter_new (guint per_minute, guint burst)
{
  TcRateLimiter *self = g_new0 (TcRateLimiter, 1);

  g_assert (per_minute > 0 && burst > 0);
  self->token_us = MAX (1, 60 * (gint64) G_USEC_PER_SEC / per_minute);
  self->capacity_us = self->token_us * burst;
  self->full_at = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
tc_rate_limiter_free (TcRateLimiter *self)
{
  g_hash_table_unref (self->full_at);
  g_free (self);
}

/* Forgets the buckets that will be full at @until_us. */
static void
forget (TcRateLimiter *self, gint64 until_us)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->full_at);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (*(gint64 *) value <= until_us)
      g_hash_table_iter_remove (&iter);
}

static void
make_room (TcRateLimiter *self, gint64 now_us)
{
  if (g_hash_table_size (self->full_at) < TC_RATE_KEYS_MAX)
    return;
  forget (self, now_us);
  for (int part = 1; part <= 4 && g_hash_table_size (self->full_at) >= TC_RATE_KEYS_MAX; part++)
    forget (self, now_us + self->capacity_us * part / 4);
}

gboolean
tc_rate_limiter_take (TcRateLimiter *self, const char *key, gint64 now_us, gint64 *wait_us)
{
  gint64 *full_at = g_hash_table_lookup (self->full_at, key);
  gint64 after;

  if (!full_at) {
    make_room (self, now_us);
    full_at = g_new (gint64, 1);
    *full_at = now_us;
    g_hash_table_insert (self->full_at, g_strdup (key), full_at);
  }
  after = MAX (*full_at, now_us) + self->token_us;
  if (after - now_us > self->capacity_us) {
    if (wait_us)
      *wait_us = after - now_us - self->capacity_us;
    return FALSE;
  }
  *full_at = after;
  return TRUE;
}

guint
tc_rate_limiter_get_keys (TcRateLimiter *self)
{
  return g_hash_table_size (self->full_at);
}
