/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much is sent; see the header.
 */
#include "tc-send-meter.h"

#include <string.h>

static gboolean
follows (const TcSendCount *count, const TcSendCount *last)
{
  return count->at_us > last->at_us && count->sent >= last->sent &&
         count->sent - last->sent <= TC_SEND_METER_BYTES_MAX && count->replayed >= last->replayed &&
         count->replayed - last->replayed <= count->sent - last->sent;
}

gboolean
tc_send_meter_add (TcSendMeter *self, const TcSendCount *count)
{
  if (self->n > 0 && !follows (count, &self->counts[self->n - 1]))
    return FALSE;
  if (self->n == TC_SEND_METER_COUNTS)
    memmove (self->counts, self->counts + 1, --self->n * sizeof (TcSendCount));
  self->counts[self->n++] = *count;
  return TRUE;
}

/* Of the time between the oldest count and the newest. */
static guint64
reckon (const TcSendMeter *self, guint64 bytes)
{
  gint64 us = self->n > 0 ? self->counts[self->n - 1].at_us - self->counts[0].at_us : 0;

  return us > 0 ? bytes * 8 * G_USEC_PER_SEC / (guint64) us : 0;
}

guint64
tc_send_meter_get_sent (const TcSendMeter *self)
{
  return reckon (self, self->n > 0 ? self->counts[self->n - 1].sent - self->counts[0].sent : 0);
}

guint64
tc_send_meter_get_replayed (const TcSendMeter *self)
{
  return reckon (self,
                 self->n > 0 ? self->counts[self->n - 1].replayed - self->counts[0].replayed : 0);
}
