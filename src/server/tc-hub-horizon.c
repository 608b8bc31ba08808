/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When the log is trimmed and packed; see the header.
 */
#include "tc-hub-horizon.h"

#include "tc-limits.h"
#include "tc-log-segment.h"

/* Between two steps while there is more to go, or nothing to catch up from yet; and between two
 * looks whether there is. */
#define STEP_US TC_US_PER_S
#define LOOK_US (60 * TC_US_PER_S)

void
tc_hub_horizon_init (TcHubHorizon *self)
{
  g_mutex_init (&self->lock);
}

void
tc_hub_horizon_clear (TcHubHorizon *self)
{
  g_mutex_clear (&self->lock);
}

void
tc_hub_horizon_set_days (TcHubHorizon *self, guint days)
{
  g_atomic_int_set (&self->days, (int) days);
}

gint64
tc_hub_horizon_get_since (TcHubHorizon *self)
{
  g_mutex_lock (&self->lock);
  gint64 since_us = self->since_us;
  g_mutex_unlock (&self->lock);
  return since_us;
}

gboolean
tc_hub_horizon_tend (TcHubHorizon *self, TcHub *hub, gint64 now_us, GError **error)
{
  gint64 days = g_atomic_int_get (&self->days);
  gint64 pause_us = self->more || tc_hub_horizon_get_since (self) == 0 ? STEP_US : LOOK_US;
  TcLogTrim trim;

  /* A clock that was put back doesn't stop it. */
  if (days == 0 || (now_us >= self->stepped_us && now_us - self->stepped_us < pause_us))
    return TRUE;
  self->stepped_us = now_us;
  if (!tc_hub_trim (hub, now_us - days * TC_US_PER_DAY, &trim, error))
    return FALSE;
  self->more = trim.more;
  g_mutex_lock (&self->lock);
  self->since_us = trim.since_us;
  g_mutex_unlock (&self->lock);
  return trim.more || tc_hub_pack (hub, TC_LOG_SEGMENT_OPERATIONS, &self->more, error);
}
