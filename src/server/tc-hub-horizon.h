/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Letting go of row images that are too old in the log, and then packing the operations that they
 * were of, in small steps on the hub's thread, so that whoever waits for a commit waits for
 * milliseconds at most.
 */
#pragma once

#include "tc-hub.h"

typedef struct {
  int days; /* atomic: 0 is for ever */
  GMutex lock;
  gint64 since_us;   /* (mutex lock) */
  gint64 stepped_us; /* hub's thread: when a step was made last */
  gboolean more;     /* hub's thread: there is more to go */
} TcHubHorizon;

void tc_hub_horizon_init (TcHubHorizon *self);
void tc_hub_horizon_clear (TcHubHorizon *self);
/* Thread: any. */
void tc_hub_horizon_set_days (TcHubHorizon *self, guint days);
/* Since when the log has all that a desk needs to catch up; 0: not yet known, or nothing is there.
 * Thread: any. */
gint64 tc_hub_horizon_get_since (TcHubHorizon *self);
/* A step, if it is time for one. Errors: as tc_hub_flush(). Thread: the hub's. */
gboolean tc_hub_horizon_tend (TcHubHorizon *self, TcHub *hub, gint64 now_us,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
