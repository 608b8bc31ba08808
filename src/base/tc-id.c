/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Identifiers; see the header for their layout.
 */
#include "tc-id.h"

#define COUNTER_BITS 10
#define REPLICA_BITS 12
#define TIME_SHIFT (COUNTER_BITS + REPLICA_BITS)
#define COUNTER_MASK (((gint64) 1 << COUNTER_BITS) - 1)
#define TIME_MAX (((gint64) 1 << 41) - 1)

void
tc_id_maker_init (TcIdMaker *maker, guint16 replica, gint64 last)
{
  g_assert (replica <= TC_REPLICA_MAX);
  g_assert (last >= 0);
  maker->replica = replica;
  maker->last = last;
}

gint64
tc_id_maker_next (TcIdMaker *maker, gint64 now_us)
{
  gint64 time_ms = CLAMP ((now_us - TC_ID_EPOCH_US) / 1000, 0, TIME_MAX);
  gint64 last_ms = maker->last >> TIME_SHIFT;
  gint64 counter = 0;

  if (time_ms <= last_ms) {
    time_ms = last_ms;
    counter = (maker->last & COUNTER_MASK) + 1;
    if (counter > COUNTER_MASK) {
      time_ms++;
      counter = 0;
    }
  }
  g_assert (time_ms <= TIME_MAX);
  maker->last = (time_ms << TIME_SHIFT) | ((gint64) maker->replica << COUNTER_BITS) | counter;
  return maker->last;
}

gint64
tc_id_time_us (gint64 id)
{
  return (id >> TIME_SHIFT) * 1000 + TC_ID_EPOCH_US;
}

guint16
tc_id_replica (gint64 id)
{
  return (id >> COUNTER_BITS) & TC_REPLICA_MAX;
}

gboolean
tc_ids_contain (const GArray *ids, gint64 id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return TRUE;
  return FALSE;
}
